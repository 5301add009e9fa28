// SPDX-License-Identifier: Apache-2.0
// Schedules against an oracle that tries every run of every leg, on random small networks.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/timetable/itineraries.hpp"
#include "tests/engine/timetable/random_network.hpp"

namespace stopover::timetable {
namespace {

// Every dated way to make the template, latest before the anchor and earliest after it.
class Oracle {
 public:
  Oracle(const SmallWorld& world, const Template& way, const ScheduleRequest& request)
      : n_(world.network), t_(world.timetable), way_(way), request_(request) {}

  std::optional<std::vector<ScheduledLeg>> find() {
    std::vector<ScheduledLeg> legs(way_.legs.size());
    for (std::size_t i = 0; i < legs.size(); ++i) legs[i].leg = way_.legs[i];
    const auto anchors = dated(way_.legs[way_.anchor], request_.wanted);
    std::optional<ScheduledLeg> anchor;
    for (const ScheduledLeg& a : anchors) {
      if (!request_.anchor_run.is_none()) {
        if (a.run == request_.anchor_run) anchor = a;
        continue;
      }
      const bool lone_road = !a.leg.is_ride();
      if (!lone_road && request_.at_or_after != (a.depart >= request_.wanted) &&
          a.depart != request_.wanted)
        continue;
      if (!anchor ||
          (request_.at_or_after ? a.depart < anchor->depart : a.depart >= anchor->depart))
        anchor = a;
    }
    if (!anchor) return std::nullopt;
    legs[way_.anchor] = *anchor;
    for (std::size_t i = way_.anchor; i-- > 0;) {
      const auto gap = gap_after(i);
      if (!gap) return std::nullopt;
      const Instant limit = legs[i + 1].depart - *gap;
      std::optional<ScheduledLeg> best;
      for (const ScheduledLeg& a : dated(way_.legs[i], limit - road_time(way_.legs[i])))
        if (a.arrive <= limit && (!best || a.depart >= best->depart)) best = a;
      if (!best) return std::nullopt;
      legs[i] = *best;
    }
    for (std::size_t i = way_.anchor + 1; i < legs.size(); ++i) {
      const auto gap = gap_after(i - 1);
      if (!gap) return std::nullopt;
      const Instant limit = legs[i - 1].arrive + *gap;
      std::optional<ScheduledLeg> best;
      for (const ScheduledLeg& a : dated(way_.legs[i], limit))
        if (a.depart >= limit && (!best || a.depart < best->depart)) best = a;
      if (!best) return std::nullopt;
      legs[i] = *best;
    }
    return legs;
  }

 private:
  [[nodiscard]] Seconds road_time(const Leg& leg) const {
    return leg.is_ride() ? Seconds(0) : n_.roads[leg.road].mean;
  }
  // All runs of a ride; a road departing at `t`.
  [[nodiscard]] std::vector<ScheduledLeg> dated(const Leg& leg, Instant t) const {
    if (!leg.is_ride()) return {{leg, RunId::none(), t, t + road_time(leg)}};
    std::vector<ScheduledLeg> all;
    const Service& s = t_.services()[leg.service];
    for (std::uint32_t r = 0; r < s.run_count; ++r) {
      const RunId run(s.first_run + r);
      all.push_back({leg, run, t_.departure(run, leg.board), t_.arrival(run, leg.alight)});
    }
    return all;
  }
  [[nodiscard]] std::optional<Seconds> gap_after(std::size_t i) const {
    const Leg& next = way_.legs[i + 1];
    const auto planned = n_.planned_connection(leg_to(n_, t_, way_.legs[i]), leg_from(n_, t_, next),
                                               request_.passenger_class);
    const bool held = request_.hold_after_leg == static_cast<int>(i);
    if (!planned && !held) return std::nullopt;
    const Seconds closes =
        next.is_ride() ? t_.services()[next.service].boarding_closes : Seconds(0);
    return std::max(planned.value_or(Seconds(0)) + closes, held ? request_.hold : Seconds(0));
  }

  const network::Network& n_;
  const Timetable& t_;
  const Template& way_;
  const ScheduleRequest& request_;
};

ScheduleRequest random_request(Dice& dice, const SmallWorld& world, const Template& way) {
  ScheduleRequest request;
  const Leg& anchor = way.legs[way.anchor];
  if (anchor.is_ride() && dice.happens(30)) {
    const Service& service = world.timetable.services()[anchor.service];
    request.anchor_run = RunId(service.first_run + dice.roll(service.run_count));
  }
  request.wanted = Instant(0) + dice.some_minutes(70);
  request.at_or_after = dice.happens(50);
  if (way.legs.size() > 1 && dice.happens(30)) {
    request.hold_after_leg = static_cast<int>(dice.roll(way.legs.size() - 1));
    request.hold = dice.some_minutes(20);
  }
  if (dice.happens(30)) request.passenger_class = 1;  // has fewer ways through the hub
  return request;
}

void expect_sums(const SmallWorld& world, const Itinerary& plan) {
  EXPECT_EQ(plan.in_vehicle + plan.connecting + plan.waiting, plan.arrive - plan.leave);
  EXPECT_GE(plan.waiting, Seconds(0));
  Fen rides{};
  Fen roads{};
  int boardings = 0;
  for (const ScheduledLeg& at : plan.legs) {
    if (at.leg.is_ride()) {
      rides +=
          *world.timetable.services()[at.leg.service].fare_between(at.leg.board, at.leg.alight);
      ++boardings;
    } else {
      roads += world.network.roads[at.leg.road].fare;
    }
  }
  EXPECT_EQ(plan.ride_fare, rides);
  EXPECT_EQ(plan.road_fare, roads);
  EXPECT_EQ(plan.boardings, boardings);
}

void expect_held(const SmallWorld& world, const Itinerary& plan, const ScheduleRequest& request) {
  Seconds held{};
  if (request.hold_after_leg >= 0) {
    const auto i = static_cast<std::size_t>(request.hold_after_leg);
    const auto planned = world.network.planned_connection(
        leg_to(world.network, world.timetable, plan.legs[i].leg),
        leg_from(world.network, world.timetable, plan.legs[i + 1].leg), request.passenger_class);
    held = plan.legs[i + 1].depart - plan.legs[i].arrive - planned.value_or(Seconds(0));
  }
  EXPECT_EQ(plan.held, held);
  EXPECT_LE(plan.held, plan.waiting);
}

TEST(Schedule, TakesTheRunsThatTheOracleTakes) {
  const int cases = std::getenv("STOPOVER_FULL") != nullptr ? 20'000 : 5'000;
  int planned = 0;
  int refused = 0;
  for (int seed = 0; seed < cases; ++seed) {
    const SmallWorld world = random_world(static_cast<std::uint64_t>(seed));
    const ItinerarySearch search(world.network, world.timetable);
    Dice dice(static_cast<std::uint64_t>(seed) + 5'000'000);
    const PlaceId from(dice.roll(world.network.places.size()));
    const PlaceId to(dice.roll(world.network.places.size()));
    for (const Template& way : search.find(from, to, {.air_mode = kAir})) {
      const ScheduleRequest request = random_request(dice, world, way);
      const auto plan = schedule(world.network, world.timetable, way, request);
      const auto wanted = Oracle(world, way, request).find();
      ASSERT_EQ(plan.has_value(), wanted.has_value()) << "seed " << seed;
      ++(plan ? planned : refused);
      if (!plan) continue;
      ASSERT_EQ(plan->legs.size(), wanted->size());
      for (std::size_t i = 0; i < wanted->size(); ++i) {
        EXPECT_EQ(plan->legs[i].depart, (*wanted)[i].depart) << "seed " << seed;
        EXPECT_EQ(plan->legs[i].arrive, (*wanted)[i].arrive) << "seed " << seed;
      }
      expect_sums(world, *plan);
      expect_held(world, *plan, request);
    }
  }
  EXPECT_GT(planned, cases / 4);
  EXPECT_GT(refused, cases / 20);
}

// Desks on some of the ways through the hub, most of which close, and rows of minimum connections
// by mode.
void add_desks_and_rows(SmallWorld& world, Dice& dice) {
  const std::size_t places = world.network.places.size();
  network::HubGraph hub;
  std::vector<network::HubGraph::Vertex> arrive;
  std::vector<network::HubGraph::Vertex> depart;
  for (std::size_t i = 0; i < places / 2; ++i) {
    const auto vertex = [&](network::HubVertex::Kind kind, const char* end) {
      return hub.add_vertex(
          {.kind = kind, .place = PlaceId(i), .key = fmt::format("p{}:{}", i, end)});
    };
    arrive.push_back(vertex(network::HubVertex::Kind::kArrive, "arrive"));
    depart.push_back(vertex(network::HubVertex::Kind::kDepart, "depart"));
  }
  for (std::size_t d = 0; d < 3; ++d) {
    const auto desk = hub.add_vertex(
        {.kind = network::HubVertex::Kind::kCheckpoint,
         .checkpoint = network::CheckpointId(d),
         .expected = dice.some_minutes(3),
         .key = fmt::format("desk{}", d),
         .closes = dice.happens(80) ? std::optional(dice.some_minutes(25)) : std::nullopt});
    for (const auto from : arrive)
      if (dice.happens(60))
        hub.add_walk(from, desk, dice.some_minutes(3), Seconds(0), network::kAllClasses);
    for (const auto to : depart)
      if (dice.happens(60))
        hub.add_walk(desk, to, dice.some_minutes(3), Seconds(0), network::kAllClasses);
  }
  world.network.hubs[network::HubId(0U)] = std::move(hub);
  for (std::size_t r = 0; r < 2; ++r) {
    network::MinimumConnection row;
    row.from = PlaceId(dice.roll(places));
    row.to = PlaceId(dice.roll(places));
    row.time = dice.some_minutes(20);
    row.in.mode = dice.happens(50) ? kAir : kRail;
    world.network.add(std::move(row));
  }
}

// For anchors one after another, so that nothing of one plan is left in the next.
TEST(Schedule, OfATemplateMadeReadyIsTheSame) {
  const int cases = std::getenv("STOPOVER_FULL") != nullptr ? 10'000 : 2'000;
  int planned = 0;
  int refused = 0;
  int closing = 0;  // templates that a desk's closing makes later
  for (int seed = 0; seed < cases; ++seed) {
    SmallWorld world = random_world(static_cast<std::uint64_t>(seed));
    Dice dice(static_cast<std::uint64_t>(seed) + 7'000'000);
    if (seed % 2 == 1) add_desks_and_rows(world, dice);
    const ItinerarySearch search(world.network, world.timetable);
    const PlaceId from(dice.roll(world.network.places.size()));
    const PlaceId to(dice.roll(world.network.places.size()));
    for (const Template& way : search.find(from, to, {.air_mode = kAir})) {
      ScheduleRequest request = random_request(dice, world, way);
      const TemplateSchedule ready(world.network, world.timetable, way, request.passenger_class,
                                   request.hold_after_leg);
      for (std::size_t i = 0; i + 1 < way.legs.size(); ++i) {
        const PlaceId out = leg_to(world.network, world.timetable, way.legs[i]);
        const PlaceId in = leg_from(world.network, world.timetable, way.legs[i + 1]);
        closing += world.network.planned_connection(out, in, 0, {.closes = Seconds(0)}) !=
                           world.network.planned_connection(out, in, 0)
                       ? 1
                       : 0;
      }
      const Leg& anchor = way.legs[way.anchor];
      Itinerary plan;
      for (int n = 0; n < 4; ++n) {
        if (anchor.is_ride()) {
          const Service& service = world.timetable.services()[anchor.service];
          request.anchor_run = RunId(service.first_run + dice.roll(service.run_count));
        }
        request.wanted = Instant(0) + dice.some_minutes(70);
        const auto wanted = schedule(world.network, world.timetable, way, request);
        ASSERT_EQ(ready.at({request.wanted, request.anchor_run, request.hold}, plan),
                  wanted.has_value())
            << "seed " << seed;
        ++(wanted ? planned : refused);
        if (!wanted) continue;
        EXPECT_EQ(plan, *wanted) << "seed " << seed;
      }
    }
  }
  EXPECT_GT(planned, cases);
  EXPECT_GT(refused, cases / 20);
  EXPECT_GT(closing, cases / 20);
}

}  // namespace
}  // namespace stopover::timetable
