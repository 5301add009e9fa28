// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/detail.hpp"

#include <algorithm>
#include <numeric>

#include <boost/container_hash/hash.hpp>

#include "engine/base/check.hpp"

namespace stopover::simulation {
namespace {

void add_counts(MissCounts& to, const MissCounts& more) {
  for (std::size_t c = 0; c < to.size(); ++c) to[c] += more[c];
}

void add_counts(LeftBehind& to, const LeftBehind& more) {
  to.departures += more.departures;
  to.persons += more.persons;
  to.rerouted += more.rerouted;
  to.stranded += more.stranded;
  to.late_seconds += more.late_seconds;
}

void add_counts(std::int64_t& to, std::int64_t more) {
  to += more;
}

template <class Key, class Counts>
void merge(std::map<Key, Counts>& to, const std::map<Key, Counts>& more) {
  for (const auto& [key, counts] : more) add_counts(to[key], counts);
}

}  // namespace

std::int64_t planned(const MissCounts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}
std::int64_t missed(const MissCounts& counts) {
  return planned(counts) - counts[static_cast<std::size_t>(flow::MissCause::kNone)];
}

void Detail::add(const Detail& other) {
  STOPOVER_CHECK(queues.size() == other.queues.size(), "details of one world");
  for (const network::CheckpointId id : ids_of(queues)) queues[id].add(other.queues[id]);
  merge(connections, other.connections);
  merge(failing, other.failing);
  merge(vehicles, other.vehicles);
  merge(rides, other.rides);
  merge(trips, other.trips);
}

Detail empty_detail(const World& world) {
  Detail detail;
  detail.queues.resize(world.checkpoints.size());
  for (flow::QueueProfile& profile : detail.queues) profile.slots.resize(kHours);
  return detail;
}

QueueWatch::QueueWatch(const World& world) {
  for (const CheckpointInfo& info : world.checkpoint_info)
    profilers_.emplace_back(world.hours, info.wait_target);
}

void QueueWatch::hear(network::CheckpointId checkpoint, const flow::QueueVisits& visits) {
  profilers_[checkpoint.value()].add(visits);
}

Table<network::CheckpointId, flow::QueueProfile> QueueWatch::finish() && {
  Table<network::CheckpointId, flow::QueueProfile> profiles;
  for (flow::QueueProfiler& profiler : profilers_) profiles.push_back(std::move(profiler).finish());
  return profiles;
}

Where ConnectionWatch::where(network::PlaceId place) const {
  const network::HubId hub = world_.network.places[place].hub;
  return hub.is_none() ? Where{hub, place} : Where{hub, network::PlaceId::none()};
}

// Of the planned departure; where none was planned, of the one that was made.
std::uint8_t ConnectionWatch::hour_of(const MadeLeg& ride) const {
  const timetable::RunId run = ride.planned.is_none() ? ride.outcome.run : ride.planned;
  const Instant t = world_.timetable.departure(run, ride.leg->board);
  return static_cast<std::uint8_t>(world_.network.places[ride.from].zone.civil(t).time_of_day /
                                   hours(1));
}

void ConnectionWatch::count_left_behind(const MadeLeg& ride, std::int64_t persons,
                                        const std::vector<std::int32_t>& run_delay) {
  LeftBehind& counts = vehicles_[{ride.leg->service, hour_of(ride)}];
  counts.persons += persons;
  if (full_.insert({ride.planned, ride.leg->board}).second) ++counts.departures;
  if (!ride.made) {
    (ride.rerouted ? counts.rerouted : counts.stranded) += persons;
    return;
  }
  const auto left = [&](timetable::RunId run) {
    return world_.timetable.departure(run, ride.leg->board) + Seconds(run_delay[run.value()]);
  };
  counts.late_seconds += persons * (left(ride.outcome.run) - left(ride.planned)).count();
}

void ConnectionWatch::count_connection(const MadeLeg& before, const MadeLeg& ride,
                                       std::int64_t persons) {
  const auto cause = static_cast<std::size_t>(ride.outcome.cause);
  STOPOVER_CHECK(cause < flow::kMissCauses, "each cause has its count");
  const Where here = where(ride.from);
  connections_[{here, before.mode, ride.mode, hour_of(ride)}][cause] += persons;
  if (ride.missed()) failing_[{before.leg->service, ride.leg->service, here}][cause] += persons;
}

void ConnectionWatch::add(const EndedParties& ended) {
  const PlansOfReplication& plans = ended.plans;
  MadeJourneys journeys(world_, plans, ended.outcome);
  for (const flow::PartyIndex i : ids_of(plans.flow.key)) {
    const PlannedParty& party = plans.parties[i.value()];
    if (party.day < world_.warmup_days) continue;
    const std::vector<MadeLeg>& legs = journeys.of(i);
    trips_[{world_.alternatives.journeys[party.journey].legs.from, party.to}] += party.size;
    for (const MadeLeg& leg : legs)
      if (leg.made) rides_[*leg.leg] += party.size;
    for (const MadeLeg& leg : legs)
      if (leg.outcome.cause == flow::MissCause::kNoSeat)
        count_left_behind(leg, party.size, ended.run_delay);
    for_each_departure(legs, [&](const MadeLeg* before, const MadeLeg& leg) {
      if (before != nullptr) count_connection(*before, leg, party.size);
    });
  }
}

std::size_t ConnectionWatch::LegHash::operator()(const timetable::Leg& leg) const noexcept {
  std::size_t hash = leg.is_ride() ? leg.service.value() : ~std::size_t{leg.road.value()};
  boost::hash_combine(hash, (std::uint32_t{leg.board} << 16U) | leg.alight);
  return hash;
}

Detail DetailWatch::finish() && {
  Detail detail;
  detail.queues = std::move(queues_).finish();
  std::move(connections_).finish(detail);
  return detail;
}

void ConnectionWatch::finish(Detail& detail) && {
  detail.connections = std::move(connections_);
  detail.failing = std::move(failing_);
  detail.vehicles = std::move(vehicles_);
  for (const auto& [leg, persons] : rides_)  // lint-ok: into a map that has an order
    detail.rides.emplace(leg, persons);
  detail.trips = std::move(trips_);
}

}  // namespace stopover::simulation
