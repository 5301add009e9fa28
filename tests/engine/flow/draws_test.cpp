// SPDX-License-Identifier: Apache-2.0
// The sweep's draws: moments, bounds, and that nobody's luck hangs on anybody else's.
//
// Means are compared with five standard errors of the stated standard deviation (fixed seeds; under
// fresh ones a false alarm has probability 6e-7 a comparison).
#include "engine/flow/draws.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace stopover::flow {
namespace {

constexpr SweepLuck kLuck{5, 2};
constexpr std::size_t kDraws = 200'000;

// Made once, so that the cells of its table are fitted once.
const DeskTime& desk_time(const ServiceTime& time) {
  static std::map<std::tuple<Distribution, double, double>, DeskTime> made;
  const std::tuple key(time.distribution, time.mean_seconds, time.cv);
  if (!made.contains(key)) made.emplace(key, DeskTime(time));
  return made.at(key);
}

Tick service_of(const ServiceTime& time, std::uint64_t key, std::uint64_t step, int size) {
  Tick service = 0;
  desk_time(time).draw(
      1, [&](std::size_t) { return kLuck.stream(kServicePurpose, stable_hash(key, step)); },
      [&](std::size_t) { return size; }, &service);
  return service;
}

struct Moments {
  double mean = 0;
  double sd = 0;
};
template <class Draw>
Moments moments_of(const Draw& draw) {
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 0; i < kDraws; ++i) {
    const double x = draw(i);
    sum += x;
    squares += x * x;
  }
  const double n = kDraws;
  return {sum / n, std::sqrt(squares / n - sum / n * sum / n)};
}

TEST(TicksOfDraw, IsTheNearestTickHalfUp) {
  random::Stream stream({.seed = 9, .purpose = random::purpose("test.ticks")});
  for (std::size_t i = 0; i < kDraws; ++i) {
    const double seconds = random::unit(stream) * std::pow(10, random::between(stream, -6, 10));
    ASSERT_EQ(ticks_of_draw(seconds), std::llround(seconds * 1000)) << seconds;
    const auto half = static_cast<double>(random::between(stream, 0, 1'000'000)) + 0.5;
    ASSERT_EQ(ticks_of_draw(half / 1000), std::llround(half / 1000 * 1000)) << half;
  }
  EXPECT_EQ(ticks_of_draw(0), 0);
  EXPECT_EQ(ticks_of_draw(0.0005), 1);
}

TEST(DeskTime, HasItsMeanAndCoefficientOfVariation) {
  for (const Distribution d :
       {Distribution::kExponential, Distribution::kLognormal, Distribution::kGamma}) {
    const double cv = d == Distribution::kExponential ? 1.0 : 0.5;
    const Moments m = moments_of([&](std::size_t i) {
      return static_cast<double>(service_of({d, 40, cv}, i, 3, 1)) / 1000;
    });
    EXPECT_NEAR(m.mean, 40, 5 * 40 * cv / std::sqrt(kDraws)) << static_cast<int>(d);
    EXPECT_NEAR(m.sd, 40 * cv, 0.5) << static_cast<int>(d);
  }
}

TEST(DeskTime, OfAPartyIsTheSumOfItsMembersAndAnotherMemberChangesNothingForTheFirst) {
  for (const Distribution d : {Distribution::kConstant, Distribution::kExponential,
                               Distribution::kLognormal, Distribution::kGamma}) {
    const ServiceTime time{d, 40, 0.5};
    Tick before = 0;
    for (int size = 1; size <= 5; ++size) {
      const Tick all = service_of(time, 9, 0, size);
      EXPECT_GT(all, before);
      before = all;
    }
  }
  EXPECT_EQ(service_of({Distribution::kConstant, 7.4, 0}, 1, 0, 3), 22'200);
  EXPECT_EQ(service_of({Distribution::kGamma, 40, 0}, 1, 0, 2), 80'000);
  // A spread too small to tell: no shape of 1e16.
  EXPECT_EQ(service_of({Distribution::kGamma, 40, 1e-8}, 1, 0, 2), 80'000);
  EXPECT_EQ(service_of({Distribution::kLognormal, 40, 1e-8}, 1, 0, 2), 80'000);
}

TEST(DeskTimes, AreEachThatOfTheirCheckpoint) {
  Table<CheckpointId, Checkpoint> checkpoints;
  for (const ServiceTime& time :
       {ServiceTime{Distribution::kGamma, 40, 0.5}, ServiceTime{Distribution::kGamma, 70, 0.5},
        ServiceTime{Distribution::kGamma, 40, 0.8}, ServiceTime{Distribution::kLognormal, 50, 0.5},
        ServiceTime{Distribution::kLognormal, 60, 0.5},
        ServiceTime{Distribution::kExponential, 50, 0.5},
        ServiceTime{Distribution::kExponential, 60, 0.5},
        ServiceTime{Distribution::kConstant, 50, 0}, ServiceTime{Distribution::kConstant, 60, 0}}) {
    Checkpoint checkpoint;
    checkpoint.service = time;
    checkpoints.push_back(checkpoint);
  }
  const DeskTimes desks(checkpoints);
  for (const CheckpointId id : ids_of(checkpoints)) {
    Tick shared = 0;
    desks[id].draw(
        1, [](std::size_t) { return kLuck.stream(kServicePurpose, 77); },
        [](std::size_t) { return 3; }, &shared);
    Tick alone = 0;
    DeskTime(checkpoints[id].service)
        .draw(
            1, [](std::size_t) { return kLuck.stream(kServicePurpose, 77); },
            [](std::size_t) { return 3; }, &alone);
    EXPECT_EQ(shared, alone) << id.value();
  }
}

TEST(DeskTime, OfOnePersonNeverPassesAWeek) {
  Tick longest = 0;
  for (std::uint64_t key = 0; key < 20'000; ++key)
    longest = std::max(longest, service_of({Distribution::kLognormal, 86'400, 10}, key, 0, 1));
  EXPECT_EQ(longest, Tick{7} * 86'400'000);
}

TEST(WalkTime, IsNormalAboveAThirdOfItsMean) {
  const WalkTime walk(Seconds(300), Seconds(60));
  Tick least = kNever;
  const Moments m = moments_of([&](std::size_t i) {
    const Tick t = walk.draw(kLuck, i, 1);
    least = std::min(least, t);
    return static_cast<double>(t) / 1000;
  });
  EXPECT_NEAR(m.mean, 300, 0.2 + 5 * 60 / std::sqrt(kDraws));  // 3.3 sd of room: +0.1 s
  EXPECT_NEAR(m.sd, 60, 1);
  EXPECT_GE(least, 100'000);
  const WalkTime wild(Seconds(300), Seconds(3000));
  for (std::uint64_t key = 0; key < 5000; ++key) EXPECT_GE(wild.draw(kLuck, key, 0), 100'000);
}

TEST(WalkTime, WithoutSpreadIsItsMean) {
  EXPECT_EQ(WalkTime(Seconds(300), Seconds(0)).draw(kLuck, 1, 1), 300'000);
  EXPECT_EQ(WalkTime(Seconds(0), Seconds(10)).draw(kLuck, 1, 1), 0);
}

TEST(DelayDraw, IsOnTimeByItsShareElseExponentialAndCut) {
  const DelayProfile profile{0.7, Seconds(600), Seconds(1800)};
  std::size_t on_time = 0;
  std::size_t cut = 0;
  std::size_t above_mean = 0;
  for (std::size_t i = 0; i < kDraws; ++i) {
    const Seconds d =
        draw_delay(profile, kLuck, "line", Instant(static_cast<std::int64_t>(i) * 60));
    ASSERT_GE(d, Seconds(0));
    ASSERT_LE(d, Seconds(1800));
    if (d == Seconds(0)) ++on_time;
    if (d == Seconds(1800)) ++cut;
    if (d > Seconds(600)) ++above_mean;
  }
  const auto near = [](std::size_t count, double p) {
    EXPECT_NEAR(static_cast<double>(count) / kDraws, p, 5 * std::sqrt(p * (1 - p) / kDraws));
  };
  near(on_time, 0.7 + 0.3 * (1 - std::exp(-0.5 / 600)));  // up to half a second rounds to none
  near(cut, 0.3 * std::exp(-1799.5 / 600));
  near(above_mean, 0.3 * std::exp(-600.5 / 600));
}

TEST(DelayDraw, HangsOnTheServiceKeyAndTheScheduledDepartureOnly) {
  const DelayProfile profile{0, Seconds(6000), Seconds(100'000)};
  const auto delay = [&](const char* key, std::int64_t at, SweepLuck luck = kLuck) {
    return draw_delay(profile, luck, key, Instant(at));
  };
  EXPECT_EQ(delay("a", 60), delay("a", 60));
  EXPECT_NE(delay("a", 60), delay("b", 60));
  EXPECT_NE(delay("a", 60), delay("a", 120));
  EXPECT_NE(delay("a", 60), delay("a", 60, {5, 3}));
  EXPECT_NE(delay("a", 60), delay("a", 60, {6, 2}));
}

// Another share on time or mean keeps who is later than whom, and a better one makes nobody later.
TEST(DelayDraw, AnotherProfileLeavesTheLuckInPlace) {
  std::vector<std::pair<Seconds, Seconds>> runs;
  for (std::int64_t at = 0; at < 500; ++at)
    runs.emplace_back(draw_delay({0.2, Seconds(600), Seconds(9000)}, kLuck, "a", Instant(at)),
                      draw_delay({0.6, Seconds(500), Seconds(9000)}, kLuck, "a", Instant(at)));
  std::sort(runs.begin(), runs.end());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    EXPECT_LE(runs[i].second, runs[i].first);
    EXPECT_LE(runs[i == 0 ? 0 : i - 1].second, runs[i].second);
  }
}

using People = std::map<std::uint64_t, Tick>;
People people_of(const Checkpoint& checkpoint) {
  People people;
  const BackgroundDraw background(checkpoint, kLuck);
  for (std::size_t n = 0; n < checkpoint.background.size(); ++n)
    background.draw(n, [&](Tick time, std::uint64_t key) { people.emplace(key, time); });
  return people;
}

TEST(Background, ComesEvenlyOverItsPeriod) {
  Checkpoint c;
  c.key = "desk";
  c.background = {{Instant(1000), Instant(1900), 90'000}};
  std::vector<int> by_minute(15);
  for (const auto& [key, time] : people_of(c)) {
    ASSERT_GE(time, 1'000'000);
    ASSERT_LT(time, 1'900'000);
    ++by_minute[static_cast<std::size_t>((time - 1'000'000) / 60'000)];
  }
  double chi_square = 0;
  for (const int n : by_minute) chi_square += (n - 6000.0) * (n - 6000.0) / 6000;
  EXPECT_LT(chi_square, 36.12);  // 99.9 %, 14 degrees of freedom
}

TEST(Background, MorePeopleAndOtherPeriodsLeaveThoseThereWhereTheyWere) {
  Checkpoint c;
  c.key = "desk";
  c.background = {{Instant(0), Instant(900), 50}, {Instant(900), Instant(1800), 20}};
  const People before = people_of(c);
  EXPECT_EQ(before.size(), 70U);
  c.background = {{Instant(-900), Instant(0), 5},
                  {Instant(0), Instant(900), 80},
                  {Instant(0), Instant(900), 7},
                  {Instant(900), Instant(1800), 20}};
  const People after = people_of(c);
  EXPECT_EQ(after.size(), 112U);
  for (const auto& person : before) EXPECT_EQ(after.at(person.first), person.second);
}

TEST(Clock, RoundsToTheNearestSecondHalfUp) {
  EXPECT_EQ(whole_seconds(1499), 1);
  EXPECT_EQ(whole_seconds(1500), 2);
  EXPECT_EQ(whole_seconds(-1500), -1);
  EXPECT_EQ(whole_seconds(-1501), -2);
  EXPECT_EQ(whole_seconds(-500), 0);
  EXPECT_EQ(ticks_of_draw(0.0004), 0);
  EXPECT_EQ(ticks_of_draw(0.0005), 1);
  EXPECT_EQ(ticks(Instant(-3)), -3000);
}

}  // namespace
}  // namespace stopover::flow
