// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/detail.hpp"

#include <algorithm>
#include <numeric>

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

template <class Key, class Counts>
void merge(std::map<Key, Counts>& to, const std::map<Key, Counts>& more) {
  for (const auto& [key, counts] : more) add_counts(to[key], counts);
}

bool is_intercity(network::Mode mode) {
  return mode == scenario::AIR || mode == scenario::RAIL;
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

// A ride of a party, as planned and as it went.
struct ConnectionWatch::Ride {
  std::size_t number = 0;  // into PartyOutcomes::rides
  timetable::ServiceId service;
  network::Mode mode = 0;
  std::uint16_t board = 0;                              // stop
  network::PlaceId place;                               // of that stop
  timetable::RunId planned = timetable::RunId::none();  // of a way on it is not known
  flow::RideOutcome outcome;
  std::int64_t persons = 0;
  Instant asked{};             // of a way on: when it was found
  bool begins_way_on = false;  // the first ride of one
  bool rerouted = false;       // left by another way
};

ConnectionWatch::ConnectionWatch(const World& world) : world_(world) {}
ConnectionWatch::~ConnectionWatch() = default;

Where ConnectionWatch::where(network::PlaceId place) const {
  const network::HubId hub = world_.network.places[place].hub;
  return hub.is_none() ? Where{hub, place} : Where{hub, network::PlaceId::none()};
}

// Of the planned departure; on a way on, of the one that was made, else of when it was found.
std::uint8_t ConnectionWatch::hour_of(const Ride& ride) const {
  const timetable::RunId run = ride.planned.is_none() ? ride.outcome.run : ride.planned;
  const Instant t = run.is_none() ? ride.asked : world_.timetable.departure(run, ride.board);
  return static_cast<std::uint8_t>(world_.network.places[ride.place].zone.civil(t).time_of_day /
                                   hours(1));
}

void ConnectionWatch::add_rides(const timetable::Template& way, std::size_t first,
                                std::int64_t persons, const PlansOfReplication& plans,
                                const flow::PartyOutcomes& outcome) {
  for (const timetable::Leg& leg : way.legs) {
    if (!leg.is_ride()) continue;
    const timetable::Service& service = world_.timetable.services()[leg.service];
    const std::size_t number = first++;
    rides_.push_back({.number = number,
                      .service = leg.service,
                      .mode = service.mode,
                      .board = leg.board,
                      .place = service.stops[leg.board],
                      .planned = number < plans.flow.planned_run.size()
                                     ? plans.flow.planned_run[number]
                                     : timetable::RunId::none(),
                      .outcome = outcome.rides[number],
                      .persons = persons});
  }
}

void ConnectionWatch::go_another_way(const flow::Rerouting& way, const PlansOfReplication& plans,
                                     const flow::PartyOutcomes& outcome) {
  const auto missed = std::ranges::find(rides_, std::size_t{way.missed_ride}, &Ride::number);
  STOPOVER_CHECK(missed != rides_.end(), "the missed ride is one of the party's");
  missed->rerouted = true;
  const std::int64_t persons = missed->persons;
  rides_.erase(missed + 1, rides_.end());
  const std::size_t kept = rides_.size();
  add_rides(*world_.ways_on.legs.at(way.route), way.first_ride, persons, plans, outcome);
  for (std::size_t i = kept; i < rides_.size(); ++i) {
    rides_[i].asked = way.at;
    rides_[i].begins_way_on = i == kept;
  }
}

void ConnectionWatch::count_left_behind(const Ride& ride,
                                        const std::vector<std::int32_t>& run_delay) {
  LeftBehind& counts = vehicles_[{ride.service, hour_of(ride)}];
  counts.persons += ride.persons;
  if (ride.planned.is_none()) return;  // on a way on: from which run is not known
  if (full_.insert({ride.planned, ride.board}).second) ++counts.departures;
  if (ride.outcome.run.is_none()) {
    (ride.rerouted ? counts.rerouted : counts.stranded) += ride.persons;
    return;
  }
  const auto left = [&](timetable::RunId run) {
    return world_.timetable.departure(run, ride.board) + Seconds(run_delay[run.value()]);
  };
  counts.late_seconds += ride.persons * (left(ride.outcome.run) - left(ride.planned)).count();
}

void ConnectionWatch::count_connection(const Ride& before, const Ride& ride) {
  const auto cause = static_cast<std::size_t>(ride.outcome.cause);
  STOPOVER_CHECK(cause < kMissCauses, "each cause has its count");
  const Where here = where(ride.place);
  connections_[{here, before.mode, ride.mode, hour_of(ride)}][cause] += ride.persons;
  if (ride.outcome.cause != flow::MissCause::kNone)
    failing_[{before.service, ride.service, here}][cause] += ride.persons;
}

// Connections as in tally.cpp: between intercity rides, until the party is stranded; what follows a
// miss on another way was not planned as one.
void ConnectionWatch::count_rides(const std::vector<std::int32_t>& run_delay) {
  const Ride* before = nullptr;
  bool rebooked = false;
  for (const Ride& ride : rides_) {
    rebooked = rebooked || ride.begins_way_on;
    if (ride.outcome.run.is_none() && ride.outcome.cause == flow::MissCause::kNone) return;
    if (ride.outcome.cause == flow::MissCause::kNoSeat) count_left_behind(ride, run_delay);
    if (!is_intercity(ride.mode)) continue;
    if (before != nullptr && !rebooked) count_connection(*before, ride);
    rebooked = false;
    before = &ride;
  }
}

void ConnectionWatch::add(const PlansOfReplication& plans, const flow::PartyOutcomes& outcome,
                          const std::vector<std::int32_t>& run_delay) {
  std::vector<flow::Rerouting> ways = outcome.reroutings;  // by party, in order of time
  std::ranges::stable_sort(ways, {}, &flow::Rerouting::party);
  auto way = ways.begin();
  for (std::size_t i = 0; i < plans.parties.size(); ++i) {
    const PlannedParty& party = plans.parties[i];
    const bool counts = party.day >= world_.warmup_days;
    rides_.clear();
    if (counts)
      add_rides(world_.alternatives.journeys[party.journey].legs, plans.flow.ride_offset[i],
                party.size, plans, outcome);
    for (; way != ways.end() && way->party.value() == i; ++way)
      if (counts) go_another_way(*way, plans, outcome);
    count_rides(run_delay);
  }
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
}

}  // namespace stopover::simulation
