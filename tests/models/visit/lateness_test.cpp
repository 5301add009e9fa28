// SPDX-License-Identifier: Apache-2.0
// The chance to miss against closed forms.
#include "models/visit/lateness.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace stopover::visit {
namespace {

constexpr LatenessSettings kMany{.seed = 7, .draws = 40'000};

// Late with probability 1 - share, then exponential: P(late > s) = (1 - share) exp(-s / mean).
TEST(Lateness, OfOneRideIsItsDelay) {
  const Lateness late = lateness_of({Ride{0.8, minutes(30), hours(10)}}, kMany);
  for (const int slack : {10, 30, 60, 90}) {
    const double expected = 0.2 * std::exp(-slack / 30.0);
    const MissChance chance = late.beyond(minutes(slack));
    EXPECT_NEAR(chance.share, expected, 4 * std::sqrt(expected / kMany.draws)) << slack;
    EXPECT_LE(chance.low, chance.share);
    EXPECT_GE(chance.high, chance.share);
  }
}

// Two exponentials of one mean: P(late > s) = (1 + s / mean) exp(-s / mean).
TEST(Lateness, OfTwoRidesAddsUp) {
  const Ride ride{0, minutes(10), hours(10)};
  const Lateness late = lateness_of({ride, ride}, kMany);
  const double expected = 3 * std::exp(-2.0);
  EXPECT_NEAR(late.beyond(minutes(20)).share, expected, 0.012);
}

TEST(Lateness, WhoMissesAVehicleWaitsForTheNext) {
  const Lateness late =
      lateness_of({Ride{0, minutes(10), hours(10)}, Boarding{minutes(5), minutes(30)}}, kMany);
  // Late at all: more than the slack of five minutes.
  EXPECT_NEAR(late.beyond(Seconds(0)).share, std::exp(-0.5), 0.012);
  // By more than one headway: more than slack and headway.
  EXPECT_NEAR(late.beyond(minutes(30)).share, std::exp(-3.5), 0.006);
  for (const std::int32_t one : late.sorted()) EXPECT_EQ(one % 1800, 0);
}

TEST(Lateness, OfADeskIsItsWait) {
  const flow::DeskTime time(
      {.distribution = flow::Distribution::kConstant, .mean_seconds = 60, .cv = 0});
  const Lateness late = lateness_of({Desk{&time, minutes(10), minutes(11)}}, kMany);
  // Wait w against its mean: late > 0 where w > mean.
  EXPECT_NEAR(late.beyond(Seconds(0)).share, std::exp(-1.0), 0.012);
}

TEST(Lateness, AFixedWayIsNeverLate) {
  const Lateness late = lateness_of({Going{minutes(40), Seconds(0)}}, {.draws = 100});
  EXPECT_EQ(late.beyond(Seconds(0)).share, 0);
  EXPECT_EQ(late.reserve(0.1), Seconds(0));
}

// -mean ln(p / (1 - share)): 30 ln 20 = 89.9 min. The upper bound asks for a little more.
TEST(Lateness, ReserveKeepsTheStatedProbability) {
  const Lateness late = lateness_of({Ride{0.8, minutes(30), hours(10)}}, kMany);
  const double exact = 30 * std::log(0.2 / 0.01) * 60;
  const Seconds reserve = late.reserve(0.01);
  EXPECT_GT(static_cast<double>(reserve.count()), exact - 60);
  EXPECT_LT(static_cast<double>(reserve.count()), exact + 900);
  EXPECT_LE(late.beyond(reserve).high, 0.01);
  // By draws that the reserve has not seen.
  const Lateness other =
      lateness_of({Ride{0.8, minutes(30), hours(10)}}, {.seed = 8, .draws = 40'000});
  EXPECT_LE(other.beyond(reserve).share, 0.01);
  EXPECT_GE(late.reserve(0.001), reserve);
}

TEST(Lateness, IsTheSameForOneSeed) {
  const std::vector<LateStep> steps{Going{minutes(10), minutes(2)},
                                    Boarding{minutes(2), minutes(6)},
                                    Ride{0.9, minutes(5), hours(1)}};
  EXPECT_EQ(lateness_of(steps, {.seed = 1, .draws = 500}).sorted(),
            lateness_of(steps, {.seed = 1, .draws = 500}).sorted());
  EXPECT_NE(lateness_of(steps, {.seed = 1, .draws = 500}).sorted(),
            lateness_of(steps, {.seed = 2, .draws = 500}).sorted());
}

}  // namespace
}  // namespace stopover::visit
