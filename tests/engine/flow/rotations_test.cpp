// SPDX-License-Identifier: Apache-2.0
// Who follows whom: by hand, and against a search that knows no queue.
#include "engine/flow/rotations.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/flow/operating_day.hpp"
#include "tests/engine/flow/schedule.hpp"

namespace stopover::flow {
namespace {

using testing::clock;
using testing::Flights;
using testing::kMidnight;
using testing::Schedule;
using testing::schedule_of;
using timetable::RunId;
using timetable::ServiceId;

Schedule rotating(const std::vector<Flights>& flights, Seconds turnaround) {
  Schedule s = schedule_of(flights);
  s.disruption.rotations = {{"all", ids_of(s.timetable.services()), turnaround}};
  return s;
}

TEST(Rotations, TakeTheVehicleThatHasBeenReadyLongest) {
  // Ready again at 1: 09:40, 10:40. The first back has none, the second the first, and so on.
  const Schedule s = rotating({{"out", {0, 1}, {clock(8), clock(9)}},
                               {"back", {1, 0}, {clock(9, 30), clock(11), clock(12)}}},
                              minutes(40));
  const Rotations r(s.timetable, s.disruption);
  EXPECT_EQ(r.before(RunId(2)), RunId::none());
  EXPECT_EQ(r.before(RunId(3)), RunId(0));
  EXPECT_EQ(r.before(RunId(4)), RunId(1));
  EXPECT_EQ(r.before(RunId(0)), RunId::none());
}

TEST(Rotations, KeepPlacesGroundsAndOperatingDaysApart) {
  Schedule s = rotating({{.key = "out", .stops = {0, 1}, .departures = {clock(8), clock(23)}},
                         {.key = "small", .stops = {1, 0}, .departures = {clock(11)}, .places = 50},
                         {.key = "night", .stops = {1, 2}, .departures = {clock(27, 59)}},
                         {.key = "morning", .stops = {1, 2}, .departures = {clock(28)}},
                         {.key = "hub", .stops = {3, 0}, .departures = {clock(12)}}},
                        minutes(30));
  const auto before = [&](int run) {
    return Rotations(s.timetable, s.disruption).before(RunId(run));
  };
  EXPECT_EQ(before(2), RunId::none()) << "other places";
  EXPECT_EQ(before(3), RunId(0));
  EXPECT_EQ(before(4), RunId::none())
      << "the 23:00 run's vehicle stands, but a day begins at 04:00";
  EXPECT_EQ(before(5), RunId::none());
  s.disruption.ground = {0, 1, 2, 1};
  EXPECT_EQ(before(5), RunId(0)) << "place 3 is of one ground with place 1";
}

// The oracle: of vehicles ready that day and not yet gone, the one ready first.
RC_GTEST_PROP(Rotations, FollowTheSearch, ()) {
  std::vector<Flights> flights;
  for (int i = 0; i < 6; ++i)
    flights.push_back({.key = std::to_string(i),
                       .stops = {*rc::gen::inRange(0, 3), *rc::gen::inRange(3, 5)},
                       .departures = *rc::gen::container<std::vector<std::int64_t>>(
                           20, rc::gen::map(rc::gen::inRange(0, 300),
                                            [](int n) { return std::int64_t{n} * 900; })),
                       .places = *rc::gen::element(100, 200)});
  for (std::size_t i = 0; i < 6; i += 2) std::swap(flights[i].stops[0], flights[i].stops[1]);
  const Schedule s = rotating(flights, minutes(45));
  const Rotations rotations(s.timetable, s.disruption);

  const auto& runs = s.timetable.runs();
  const auto service = [&](RunId r) { return s.timetable.services()[runs[r].service]; };
  const auto ready = [&](RunId r) { return s.timetable.arrival(r, 1) + minutes(45); };
  const auto day = [&](Instant t) { return operating_date(s.disruption.zone, t); };
  std::vector<RunId> by_time = ids_of(runs);
  std::stable_sort(by_time.begin(), by_time.end(),
                   [&](RunId a, RunId b) { return runs[a].departure < runs[b].departure; });
  std::set<RunId> gone;
  for (const RunId needed : by_time) {
    RunId best = RunId::none();
    for (const RunId r : ids_of(runs)) {
      if (service(r).stops[1] != service(needed).stops[0] || runs[r].places != runs[needed].places)
        continue;
      if (gone.contains(r) || ready(r) > runs[needed].departure) continue;
      if (day(ready(r)) != day(runs[needed].departure)) continue;
      if (best.is_none() || ready(r) < ready(best)) best = r;
    }
    if (!best.is_none()) gone.insert(best);
    RC_ASSERT(rotations.before(needed) == best);
  }
}

}  // namespace
}  // namespace stopover::flow
