// SPDX-License-Identifier: Apache-2.0
#include "models/visit/place_journeys.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::visit {
namespace {

using journeys::JourneyLeg;
using journeys::StopId;
using network::PlaceId;
using simulation::JourneyNetwork;

constexpr Seconds kLongestJourney = hours(14);
constexpr int kMostBoardings = 5;
constexpr std::int64_t kMinute = 60;

// Walks one offer, leg by leg.
class Reading {
 public:
  Reading(const SearchNetwork& s, Seconds access) : s_(s) {
    const Local& local = s.question.local;
    if (access > Seconds(0))
      going(access, round_to<Seconds>(static_cast<double>(access.count()) * local.spread));
    spare_ = s.question.board_early;
  }

  FoundJourney of(const journeys::Offer& offer) {
    found_.journey = {.depart = offer.journey.point.depart,
                      .arrive = offer.journey.point.arrive,
                      .fare = offer.fare};
    std::optional<Instant> at;
    // Who boards nothing has no boarding to be early at.
    if (std::ranges::none_of(offer.journey.legs, [](const auto& leg) { return leg.is_ride(); }))
      spare_ = Seconds(0);
    for (const JourneyLeg& leg : offer.journey.legs) {
      if (leg.is_ride())
        ride(leg, at.value_or(leg.depart));
      else
        link(leg);
      at = leg.arrive;
    }
    const bool to_gate = !offer.journey.legs.empty() &&
                         offer.journey.legs.back().to == JourneyNetwork::stop_of(s_.question.to);
    if (to_gate) found_.journey.arrive = found_.journey.arrive - spare_;
    return std::move(found_);
  }

 private:
  [[nodiscard]] PlaceId place(StopId stop) const { return s_.network.place_of[stop]; }

  void going(Seconds mean, Seconds sd) {
    if (mean > Seconds(0)) found_.late.emplace_back(Going{mean, sd});
  }

  void shown(const JourneyLeg& leg, WayLeg::Kind kind, std::string line, int mode) {
    if (leg.arrive == leg.depart) return;
    found_.journey.legs.push_back({.kind = kind,
                                   .line = std::move(line),
                                   .mode = mode,
                                   .from = place(leg.from),
                                   .to = place(leg.to),
                                   .depart = leg.depart,
                                   .arrive = leg.arrive});
  }

  void ride(const JourneyLeg& leg, Instant ready) {
    const journeys::Transit& transit = s_.network.transit;
    const auto key = std::string(transit.name_of(leg.trip));
    const auto at = s_.service_of.find(key);
    STOPOVER_CHECK(at != s_.service_of.end(), "a trip is a service of the world");
    const timetable::Service& service = s_.world.timetable.services()[at->second];
    if (!leg.stays_on) {
      const Seconds change =
          found_.journey.legs.empty() ? Seconds(0) : change_time(leg.from, found_.journey.legs);
      Seconds slack = leg.depart - ready - change - service.boarding_closes + spare_;
      slack = std::max(slack, Seconds(0));
      const auto next =
          s_.world.timetable.first_departing(at->second, leg.board, leg.depart + Seconds(1));
      const Seconds headway =
          next ? s_.world.timetable.departure(*next, leg.board) - leg.depart : hours(24);
      // Whole minutes, slack down and headway up: so that like journeys share their draws.
      found_.late.emplace_back(
          Boarding{Seconds(slack.count() / kMinute * kMinute),
                   Seconds((headway.count() + kMinute - 1) / kMinute * kMinute)});
      spare_ = Seconds(0);
    }
    if (!service.delay.is_none()) {
      const flow::DelayProfile& delay = s_.world.delays[service.delay];
      found_.late.emplace_back(Ride{delay.on_time_share, delay.mean_late, delay.max});
    }
    shown(leg, WayLeg::Kind::kRide, service.line, service.mode);
  }

  // Between two rides at one stop.
  [[nodiscard]] Seconds change_time(StopId stop, const std::vector<WayLeg>& before) const {
    if (before.back().kind != WayLeg::Kind::kRide || before.back().to != place(stop))
      return Seconds(0);
    return s_.network.transit.stops()[stop].change.value_or(Seconds(0));
  }

  void link(const JourneyLeg& leg) {
    const Seconds whole = leg.arrive - leg.depart;
    const auto road = s_.network.road_of.find({leg.from, leg.to});
    if (road == s_.network.road_of.end()) {
      process(place(leg.from), place(leg.to), whole);
      shown(leg, WayLeg::Kind::kFormalities, {}, 0);
      return;
    }
    const network::Road& way = s_.world.network.roads[road->second];
    going(way.mean, way.sd);
    const int vehicles = (s_.question.persons + way.party_max - 1) / way.party_max;
    found_.journey.fare += way.fare * vehicles / s_.question.persons - way.fare;
    const Seconds rest = whole - way.mean;
    if (place(leg.to) != way.to)
      process(way.to, place(leg.to), rest);
    else
      going(rest, Seconds(0));
    shown(leg, WayLeg::Kind::kRoad, way.key, way.mode);
  }

  // What is planned beyond what is expected is spare.
  void process(PlaceId from, PlaceId to, Seconds planned) {
    const auto path = from == to
                          ? std::optional<network::ProcessPath>()
                          : s_.world.network.connection(from, to, s_.question.passenger_class);
    if (!path) return going(planned, Seconds(0));
    for (const network::ProcessStep& step : path->steps) {
      if (step.kind == network::ProcessStep::Kind::kWalk)
        going(step.mean, step.sd);
      else
        desk(step.checkpoint);
    }
    if (planned > path->expected) spare_ += planned - path->expected;
  }

  void desk(network::CheckpointId id) {
    const Seconds expected = s_.world.checkpoint_info[id].expected;
    const flow::Checkpoint& checkpoint = s_.world.checkpoints[id];
    if (checkpoint.unlimited) return going(expected, Seconds(0));
    const auto service = round_to<Seconds>(checkpoint.service.mean_seconds);
    found_.late.emplace_back(
        Desk{&s_.world.desk_times[id], std::max(Seconds(0), expected - service), expected});
  }

  const SearchNetwork& s_;
  FoundJourney found_;
  Seconds spare_{};
};

// Without those that leave earlier and arrive no earlier than another.
std::vector<journeys::Offer> best_of(std::vector<journeys::Offer> offers) {
  std::stable_sort(offers.begin(), offers.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.journey.point.depart, b.journey.point.arrive) <
           std::tuple(b.journey.point.depart, a.journey.point.arrive);
  });
  std::vector<journeys::Offer> kept;
  for (auto at = offers.rbegin(); at != offers.rend(); ++at)
    if (kept.empty() || (at->journey.point.arrive < kept.back().journey.point.arrive &&
                         at->journey.point.depart < kept.back().journey.point.depart))
      kept.push_back(std::move(*at));
  std::reverse(kept.begin(), kept.end());
  return kept;
}

}  // namespace

SearchNetwork::SearchNetwork(const simulation::World& w, const WaysQuestion& q, Executor& executor)
    : world(w),
      question(q),
      network(simulation::journey_network(
          w, q.passenger_class, q.roads ? simulation::Roads::kMean : simulation::Roads::kNone)),
      window(network.transit, journeys::Window::span_for(network.transit, q.span, kLongestJourney)),
      bounds(window, executor) {
  for (const timetable::ServiceId id : ids_of(w.timetable.services()))
    service_of.emplace(w.timetable.services()[id].key, id);
}

FoundPair find_pair(const SearchNetwork& s, PlaceId from, PlaceId to, Seconds access) {
  const WaysQuestion& q = s.question;
  const StopId start =
      from == q.from ? JourneyNetwork::stop_of(from) : JourneyNetwork::door_of(from);
  const StopId end = to == q.to ? JourneyNetwork::stop_of(to) : JourneyNetwork::door_of(to);
  journeys::MultiCriteriaSearch searcher(s.window, s.bounds, s.network.rules);
  journeys::Request request{start, end, q.span};
  request.most_boardings = kMostBoardings;
  FoundPair found;
  for (const journeys::Offer& offer : best_of(searcher.profile(request)))
    found.journeys.push_back(Reading(s, access).of(offer));
  if (const auto direct = searcher.direct(start, end, q.span.from))
    found.any_time.push_back(Reading(s, access).of(*direct));
  return found;
}

}  // namespace stopover::visit
