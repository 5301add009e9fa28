// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/bounds.hpp"

#include <random>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "engine/journeys/trip_based.hpp"
#include "tests/engine/journeys/made.hpp"
#include "tests/engine/journeys/networks.hpp"

namespace stopover::journeys {
namespace {

using testing::at;
using testing::date_of;
using testing::Made;
using testing::NetworkSize;
using testing::random_transit;

std::vector<std::tuple<std::int32_t, std::uint32_t, bool>> all_of(const Bounds& bounds,
                                                                  std::uint32_t stops) {
  std::vector<std::tuple<std::int32_t, std::uint32_t, bool>> out;
  for (std::uint32_t to = 0; to < stops; ++to)
    for (std::uint32_t from = 0; from < stops; ++from) {
      const Bound bound = bounds.to(to)[from];
      out.emplace_back(bound.seconds(), bound.boardings(), bound.may_walk());
    }
  return out;
}

// A journey takes no less than is said at the stop of its first boarding and wherever it changes.
void expect_respected(const Window& w, const Bound* bounds, const Journey& journey) {
  std::uint32_t boardings = 0;  // still to come
  bool last = true;
  for (std::size_t i = journey.legs.size(); i-- > 0;) {
    const JourneyLeg& leg = journey.legs[i];
    if (!leg.is_ride()) continue;
    const bool alights = i + 1 == journey.legs.size() || !journey.legs[i + 1].stays_on;
    const Bound after = bounds[leg.to.value()];
    if (last) {
      EXPECT_TRUE(after.may_walk());
    } else if (alights) {
      EXPECT_LE(leg.arrive + Seconds(after.seconds()), journey.point.arrive);
      EXPECT_LE(after.boardings(), boardings);
    }
    last = false;
    if (leg.stays_on) continue;
    ++boardings;
    const Bound before = bounds[leg.from.value()];
    EXPECT_LE(leg.depart + Seconds(before.seconds()) - Seconds(w.change(leg.from.value())),
              journey.point.arrive);
    EXPECT_LE(before.boardings(), boardings);
  }
}

TEST(Bounds, NoJourneyTakesLess) {
  std::mt19937_64 random(21);
  const auto serial = serial_executor();
  std::size_t changes = 0;
  for (int round = 0; round < 150; ++round) {
    const Transit transit = random_transit(random, NetworkSize{});
    const Prepared prepared(transit, transit.dates(), *serial);
    TripBasedSearch search(prepared);
    const Instant depart = at(transit.dates().from, Seconds(0));
    for (const std::size_t cells : {std::size_t{1}, std::size_t{3}, transit.stops().size()}) {
      const Bounds bounds(prepared.window, *serial, cells);
      EXPECT_EQ(bounds.cells(), cells);
      for (const StopId from : ids_of(transit.stops()))
        for (const StopId to : ids_of(transit.stops()))
          for (const Journey& journey : search.profile(from, to, {depart, depart + hours(48)})) {
            expect_respected(prepared.window, bounds.to(to.value()), journey);
            changes += journey.point.boardings > 1 ? 1 : 0;
          }
    }
  }
  EXPECT_GT(changes, 10'000U);
}

TEST(Bounds, AreExactForPairsWhereNothingWaits) {
  const CivilDate day = date_of("2024-06-03");
  Made made({day, day.plus_days(1)});
  made.trip("A 08:00 B 08:10-08:12 C 08:30", made.daily());
  made.trip("A 12:00 B 12:15-12:16 C 12:31", made.daily());  // its parts: 15, 1, 15 minutes
  made.trip("C 09:00 D 09:05", made.daily());
  made.link("D", "E", Seconds(90));
  const StopId a = made.stop("A");
  const StopId b = made.stop("B");
  const StopId c = made.stop("C");
  const StopId d = made.stop("D");
  const StopId e = made.stop("E");
  const Transit transit = made.build();
  const Window window(transit, transit.dates());
  const Bounds bounds(window, *serial_executor());
  ASSERT_EQ(bounds.cells(), 5U);
  const Bound* to_e = bounds.to(e.value());
  // Changes of 60 s at A and C; least 10 min, 1 min, 15 min, then 5 min and the walk.
  EXPECT_EQ(to_e[c.value()].seconds(), 60 + 300 + 90);
  EXPECT_EQ(to_e[b.value()].seconds(), 60 + 900 + to_e[c.value()].seconds());
  EXPECT_EQ(to_e[a.value()].seconds(), 60 + 600 + 60 + 900 + to_e[c.value()].seconds());
  EXPECT_EQ(to_e[a.value()].boardings(), 2U);
  EXPECT_EQ(to_e[c.value()].boardings(), 1U);
  EXPECT_TRUE(to_e[d.value()].may_walk());
  EXPECT_TRUE(to_e[e.value()].may_walk());
  EXPECT_FALSE(to_e[c.value()].may_walk());
  // Nothing leads back.
  const Bound back = bounds.to(a.value())[e.value()];
  EXPECT_EQ(back.boardings(), Bound::kFarBoardings);
  EXPECT_EQ(back.seconds(), static_cast<std::int32_t>(Bound::kFarSeconds));
  EXPECT_FALSE(back.may_walk());
}

TEST(Bounds, VehiclesThatGoOnNeedNotWait) {
  const CivilDate day = date_of("2024-06-03");
  Made made({day, day.plus_days(1)});
  const TripId first = made.trip("A 08:00 B 08:10-08:30", made.daily());  // leaves as the next
  made.builder.add_next(first, made.trip("B 08:12 C 08:30", made.daily()));
  const StopId a = made.stop("A");
  const StopId c = made.stop("C");
  const Transit transit = made.build();
  const Window window(transit, transit.dates());
  const Bounds bounds(window, *serial_executor());
  EXPECT_EQ(bounds.to(c.value())[a.value()].seconds(), 60 + 600 + 18 * 60);
  EXPECT_EQ(bounds.to(c.value())[a.value()].boardings(), 1U);
}

TEST(Bounds, KeepToTheirMemory) {
  std::mt19937_64 random(22);
  NetworkSize size;
  size.stops = 100;
  const Transit transit = random_transit(random, size);
  const Window window(transit, transit.dates());
  const auto serial = serial_executor();
  EXPECT_EQ(Bounds(window, *serial, 1'024, 4'000).cells(), 10U);
  EXPECT_EQ(Bounds(window, *serial, 1'024, 4'000).bytes(), 4'000U);
  EXPECT_EQ(Bounds(window, *serial, 7).cells(), 7U);
  EXPECT_EQ(Bounds(window, *serial, 1'024, 1).cells(), 1U);
}

TEST(Bounds, CoarserCellsBoundLess) {
  std::mt19937_64 random(23);
  NetworkSize size;
  size.stops = 60;
  size.patterns = 25;
  const Transit transit = random_transit(random, size);
  const Window window(transit, transit.dates());
  const auto serial = serial_executor();
  const auto exact = all_of(Bounds(window, *serial), 60);
  const auto coarse = all_of(Bounds(window, *serial, 6), 60);
  for (std::size_t i = 0; i < exact.size(); ++i) {
    EXPECT_LE(std::get<0>(coarse[i]), std::get<0>(exact[i]));
    EXPECT_LE(std::get<1>(coarse[i]), std::get<1>(exact[i]));
    EXPECT_TRUE(std::get<2>(coarse[i]) || !std::get<2>(exact[i]));
  }
}

TEST(Bounds, AreTheSameForEveryExecutor) {
  std::mt19937_64 random(24);
  NetworkSize size;
  size.stops = 60;
  size.patterns = 25;
  const Transit transit = random_transit(random, size);
  const Window window(transit, transit.dates());
  const auto expected = all_of(Bounds(window, *serial_executor()), 60);
  for (const int threads : {1, 2, 3, 7, 16}) {
    EXPECT_EQ(all_of(Bounds(window, *tbb_executor(threads)), 60), expected);
    EXPECT_EQ(all_of(Bounds(window, *thread_executor(threads)), 60), expected);
  }
  EXPECT_EQ(all_of(Bounds(window, *shuffled_executor(1)), 60), expected);
}

}  // namespace
}  // namespace stopover::journeys
