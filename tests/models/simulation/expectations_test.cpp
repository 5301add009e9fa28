// SPDX-License-Identifier: Apache-2.0
// Tables of experience against plain maps, and expectations against sums by hand.
#include "models/simulation/expectations.hpp"

#include <map>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

using Table = QuarterTable<OfferId, Lateness>;

RC_GTEST_PROP(QuarterTable, IsASumInAnyOrder, ()) {
  std::map<std::pair<OfferId, QuarterHour>, Lateness> wanted;
  Table whole;
  Table parts[2];
  const int n = *rc::gen::inRange(0, 200);
  for (int i = 0; i < n; ++i) {
    const OfferId id(*rc::gen::inRange(0, 5));
    const auto quarter = static_cast<QuarterHour>(*rc::gen::inRange(0, 4));
    const Lateness value{.times = 1,
                         .persons = *rc::gen::inRange(1, 9),
                         .extra = *rc::gen::inRange(-9, 9),
                         .late = *rc::gen::inRange(0, 9)};
    wanted[{id, quarter}].add(value);
    whole.add(id, quarter, value);
    parts[*rc::gen::inRange(0, 2)].add(id, quarter, value);
    if (*rc::gen::inRange(0, 10) == 0) whole.settle();
  }
  whole.settle();
  parts[1].add(parts[0]);
  parts[1].settle();
  RC_ASSERT(whole.cells() == parts[1].cells());
  RC_ASSERT(whole.cells().size() == wanted.size());
  for (const Table::Cell& cell : whole.cells())
    RC_ASSERT(cell.value == wanted.at({cell.id, cell.quarter}));
}

RC_GTEST_PROP(QuarterHours, AreThoseOfTheClock, ()) {
  const TimeZone zone = *TimeZone::find(*rc::gen::element<std::string>(
      "Asia/Shanghai", "Europe/Paris", "Asia/Kathmandu", "America/New_York"));
  const Instant from(*rc::gen::inRange<std::int64_t>(1'600'000'000, 1'700'000'000));
  const Instant until = from + hours(24) * *rc::gen::inRange(1, 30);
  const QuarterHours quarters(zone, {from, until});
  for (int i = 0; i < 20; ++i) {
    const Instant t = from + Seconds(*rc::gen::inRange<std::int64_t>(0, (until - from).count()));
    RC_ASSERT(quarters.at(t) == zone.civil(t).time_of_day / minutes(15));
  }
  // Beyond the span by the nearest offset.
  const Seconds offset = zone.utc_offset(from);
  const Instant before = from - hours(30);
  const std::int64_t local = (before + offset).unix_seconds() % 86'400;
  RC_ASSERT(quarters.at(before) == local / 900);
}

// A journey of the world with a flight and a train, and a dated plan of it.
struct Sample {
  JourneyId journey;
  timetable::Itinerary plan;
};

Sample flight_and_train(const World& world) {
  const Departures departures = departures_of(world);
  for (const JourneyId id : ids_of(world.alternatives.journeys)) {
    const Journey& j = world.alternatives.journeys[id];
    if (!j.air_rail || departures[id].direct[0].empty()) continue;
    return {id, *replay(world, j, departures[id].direct[0].front(), planning_class(j.group), 0)};
  }
  ADD_FAILURE() << "no such journey";
  return {};
}

// In which its anchor departs.
QuarterHour quarter_of(const World& world, const Sample& s) {
  return world.quarters.at(s.plan.legs[world.alternatives.journeys[s.journey].legs.anchor].depart);
}

// persons each late by so many hours, on so many days.
Lateness late(std::int64_t times, std::int64_t persons, std::int64_t hours_each) {
  return {.times = times,
          .persons = persons,
          .extra = persons * hours_each * 3600,
          .late = persons * hours_each * 3600};
}

TEST(Expectations, AreTheTimetableUntilSomethingIsMet) {
  const World world = minimal_world();
  const Sample s = flight_and_train(world);
  EXPECT_EQ(Expectations().of(world, s.journey, Way::kDirect, s.plan), Expected{});
  EXPECT_EQ(Expectations(world).of(world, s.journey, Way::kDirect, s.plan), Expected{});
}

TEST(Expectations, CreditWhatIsMetByHowOften) {
  const World world = minimal_world();
  const Sample s = flight_and_train(world);
  const QuarterHour anchor = quarter_of(world, s);
  // 10 times 2 hours at another quarter-hour, 30 times 1 hour at this one. At any: 40 times a mean
  // of 1.25, credited 40 / 50; at this one 30 / 40.
  Experience met;
  met.journeys.add(offer_of(s.journey, Way::kDirect), static_cast<QuarterHour>((anchor + 1) % 96),
                   late(10, 10, 2));
  met.journeys.add(offer_of(s.journey, Way::kDirect), anchor, late(30, 30, 1));
  met.settle();
  Expectations expectations(world);
  expectations.move_towards(met, 1);
  const Expected e = expectations.of(world, s.journey, Way::kDirect, s.plan);
  const double usual = 40.0 / 50 * 1.25;
  const double here = (30 * 1.0 + 10 * usual) / 40;
  EXPECT_NEAR(static_cast<double>(e.late_hours), here, 1e-6);
  EXPECT_NEAR(static_cast<double>(e.extra_hours), here, 1e-6);
}

TEST(Expectations, OfAnUnknownJourneySumItsServices) {
  const World world = minimal_world();
  const Sample s = flight_and_train(world);
  Experience met;
  int rides = 0;
  for (const timetable::ScheduledLeg& leg : s.plan.legs) {
    if (!leg.leg.is_ride()) continue;
    ++rides;
    met.services.add(leg.leg.service, world.quarters.at(leg.depart), late(10, 70, 1));
  }
  ASSERT_EQ(rides, 2);
  met.settle();
  Expectations expectations(world);
  expectations.move_towards(met, 1);
  // A service: at any quarter-hour 10 / 20 × 1, at this one (10 × 1 + 10 × 0.5) / 20.
  EXPECT_NEAR(
      static_cast<double>(expectations.of(world, s.journey, Way::kDirect, s.plan).extra_hours),
      2 * 0.75, 1e-6);
}

// Two rounds; where the second met nothing, the first is remembered.
TEST(Expectations, MoveByTheStepAndForgetNothing) {
  const World world = minimal_world();
  const Sample s = flight_and_train(world);
  const QuarterHour anchor = quarter_of(world, s);
  const auto after = [&](const Lateness& first, const Lateness* second, double step) {
    Expectations expectations(world);
    Experience met;
    met.journeys.add(offer_of(s.journey, Way::kDirect), anchor, first);
    met.settle();
    expectations.move_towards(met, 1);
    Experience then;
    if (second != nullptr) then.journeys.add(offer_of(s.journey, Way::kDirect), anchor, *second);
    then.settle();
    expectations.move_towards(then, step);
    return static_cast<double>(expectations.of(world, s.journey, Way::kDirect, s.plan).late_hours);
  };
  // By hand, `times` credited at any quarter-hour and again at this one.
  const auto credited = [](double mean, double times) {
    const double usual = times * mean / (times + 10);
    return (times * mean + 10 * usual) / (times + 10);
  };
  const Lateness four = late(20, 20, 4);
  const Lateness one = late(20, 20, 1);
  EXPECT_NEAR(after(four, &one, 0.5), credited(2.5, 20), 1e-6);
  EXPECT_NEAR(after(four, &one, 2.0 / 3), credited(2, 20), 1e-6);
  EXPECT_NEAR(after(four, nullptr, 0.5), credited(4, 20), 1e-6);
}

// What was met of one way says nothing of another, but by way of the services.
TEST(Expectations, TellWaysOfAJourneyApart) {
  const World world = minimal_world();
  const Sample s = flight_and_train(world);
  const QuarterHour anchor = quarter_of(world, s);
  Experience met;
  met.journeys.add(offer_of(s.journey, Way::kNights), anchor, late(10, 10, 2));
  met.settle();
  Expectations expectations(world);
  expectations.move_towards(met, 1);
  EXPECT_EQ(expectations.of(world, s.journey, Way::kDirect, s.plan), Expected{});
  EXPECT_GT(expectations.of(world, s.journey, Way::kNights, s.plan).late_hours, 0.5F);
}

// Others take 0.5 of 80 places, two a seat: half of them stand, and so does who rides then. What
// was crowded and has become empty is expected to be so by half after a step of one half.
TEST(Expectations, PartTheTimeAboardAsWhoRodeDid) {
  const World world = minimal_world([](scenario::Scenario& s) {
    auto& line = *s.mutable_elements()->mutable_line(0);
    line.set_reserved(false);
    line.set_seats(20);
    line.set_standing(60);
    auto* others = s.mutable_elements()->add_background();
    others->set_id("others");
    others->set_target(line.id());
    others->set_from("00:00");
    others->set_until("24:00");
    others->set_seat_share(0.5);
  });
  const Sample s = flight_and_train(world);
  Expectations expectations(world);
  const Experience met = Observer(world, {0, 1}).finish({});
  expectations.move_towards(met, 1);
  const Expected e = expectations.of(world, s.journey, Way::kDirect, s.plan);
  EXPECT_NEAR(static_cast<double>(e.standing_hours), 0.75 / 2, 1e-6);  // of 45 minutes
  EXPECT_NEAR(static_cast<double>(e.crowded_hours), 0.75 / 2, 1e-6);
  Experience emptied;
  for (const auto& cell : met.rides.cells()) emptied.rides.add(cell.id, cell.quarter, {});
  emptied.settle();
  expectations.move_towards(emptied, 0.5);
  EXPECT_NEAR(
      static_cast<double>(expectations.of(world, s.journey, Way::kDirect, s.plan).standing_hours),
      0.75 / 4, 1e-6);
  // All cancelled: nobody aboard.
  const std::vector<flow::RunCondition> none(world.timetable.runs().size(),
                                             flow::RunCondition{.cancelled = true});
  EXPECT_TRUE(Observer(world, {0, 1}).finish(none).rides.cells().empty());
}

}  // namespace
}  // namespace stopover::simulation
