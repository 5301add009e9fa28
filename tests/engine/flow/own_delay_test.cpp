// SPDX-License-Identifier: Apache-2.0
// Kinds of days, and what befalls a run for reasons of its own: shares, correlation and luck.
//
// Shares are compared with five standard errors (fixed seeds; under fresh ones a false alarm has
// probability 6e-7 a comparison).
#include "engine/flow/own_delay.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/random/goodness_of_fit.hpp"

namespace stopover::flow {
namespace {

constexpr SweepLuck kLuck{11, 3};
constexpr int kDays = 40'000;
const CivilDate kFirst = *CivilDate::from_ymd(2024, 1, 1);
const DelayProfile kProfile{0.8, minutes(30), minutes(300)};

OwnDelay one_run(const DelayProfile& profile, const DelayVariation& variation, const RunDay& day,
                 std::uint64_t service = 1, int hour = 0) {
  const Instant departure(std::int64_t{day.date.days_since_epoch()} * 86'400);
  return draw_own_delay(profile, variation, kLuck, {service, departure, hour}, day);
}

RunDay day_number(int d, DayTypeId type = DayTypeId::none()) {
  const CivilDate date = kFirst.plus_days(d);
  return {date, type, draw_day_factor(kLuck, 5, date)};
}

template <class Happens>
double share(const Happens& happens) {
  int count = 0;
  for (int d = 0; d < kDays; ++d) count += happens(d) ? 1 : 0;
  return static_cast<double>(count) / kDays;
}
double five_errors(double p) {
  return 5 * std::sqrt(p * (1 - p) / kDays);
}

RC_GTEST_PROP(OwnDelay, WithoutVariationIsTheProfilesOwnDraw, (std::uint64_t seed)) {
  const SweepLuck luck{seed, *rc::gen::inRange<std::uint32_t>(0, 9)};
  const DelayProfile profile{*rc::gen::inRange(0, 101) / 100.0, minutes(*rc::gen::inRange(0, 50)),
                             minutes(*rc::gen::inRange(0, 99))};
  const Instant departure(*rc::gen::inRange(0, 2'000'000'000));
  const OwnDelay own =
      draw_own_delay(profile, DelayVariation(), luck, {stable_hash("x"), departure, 7}, {});
  RC_ASSERT(own.late == draw_delay(profile, luck, "x", departure));
  RC_ASSERT((own.late == own.on_any_day && !own.cancelled));
}

TEST(OwnDelay, HoursMonthsAndDaysMultiplyTheShareOfLateRuns) {
  DelayVariation v;
  v.hour[18] = 1.5;
  v.month[6] = 2;
  v.on_day = {DayEffect{}, DayEffect{.late = 1.25, .lateness = 3}};
  const DelayProfile profile{0.8, minutes(30), hours(48)};
  const auto july = [](int d, std::uint16_t type) {
    return RunDay{kFirst.plus_days(182 + d % 31), DayTypeId(type), 0};
  };
  const auto late = [&](int hour, std::uint16_t type) {
    return share([&](int d) {
      return one_run(profile, v, july(d, type), static_cast<std::uint64_t>(d), hour).late >
             Seconds(0);
    });
  };
  EXPECT_NEAR(late(9, 0), 0.2 * 2, five_errors(0.4));
  EXPECT_NEAR(late(18, 0), 0.2 * 3, five_errors(0.6));
  EXPECT_NEAR(late(18, 1), 0.2 * 3.75, five_errors(0.75));
  // Never above all of them.
  v.hour[18] = 9;
  EXPECT_GT(late(18, 1), 0.999) << "all but those late by less than half a second";
  // And the day's type multiplies how late they are.
  double sum = 0;
  for (int d = 0; d < kDays; ++d)
    sum += static_cast<double>(
        one_run(profile, v, july(d, 1), static_cast<std::uint64_t>(d), 18).late.count());
  EXPECT_NEAR(sum / kDays / 60, 90, 5 * 90 / std::sqrt(kDays));
}

TEST(OwnDelay, SaysWhatItWouldBeOnAnyDayAndAFoulDayImprovesNoRun) {
  for (const double r : {0.0, 0.5}) {
    DelayVariation v;
    v.common = r;
    v.cancelled = 0.1;
    v.on_day = {DayEffect{.cancelled = 0.1}, DayEffect{.late = 2, .lateness = 2, .cancelled = 0.4}};
    int by_day = 0;
    for (int d = 0; d < kDays; ++d) {
      const OwnDelay fair = one_run(kProfile, v, day_number(d, DayTypeId(0)));
      const OwnDelay foul = one_run(kProfile, v, day_number(d, DayTypeId(1)));
      by_day += foul.by_day ? 1 : 0;
      ASSERT_EQ(foul.cancelled && !fair.cancelled, foul.by_day);
      ASSERT_EQ(fair.late, fair.on_any_day);
      ASSERT_TRUE(foul.cancelled || !fair.cancelled);
      if (foul.cancelled) continue;
      ASSERT_EQ(foul.on_any_day, fair.late);
      ASSERT_GE(foul.late, fair.late);
    }
    EXPECT_NEAR(static_cast<double>(by_day) / kDays, 0.3, five_errors(0.3)) << r;
  }
}

// Among runs that are not cancelled, whatever days have in common. Bins hold a tenth of the late
// each, and the last also those at `max`.
TEST(OwnDelay, IsLateAsItsProfileSaysWhateverDaysHaveInCommon) {
  constexpr double kMean = 6000;
  constexpr std::size_t kBins = 10;
  const DelayProfile profile{0.8, Seconds(6000), Seconds(18'000)};
  for (const double r : {0.0, 0.15, 0.5, 0.95}) {
    DelayVariation v;
    v.common = r;
    v.cancelled = 0.1;
    double sum = 0;
    double ran = 0;
    std::array<std::uint64_t, kBins> bins{};
    for (int d = 0; d < kDays; ++d) {
      const OwnDelay own = one_run(profile, v, day_number(d));
      if (own.cancelled) continue;
      ++ran;
      if (own.late == Seconds(0)) continue;
      const auto late = static_cast<double>(own.late.count());
      sum += late;
      ++bins.at(static_cast<std::size_t>(-std::expm1(-late / kMean) * kBins));
    }
    const auto late = static_cast<double>(std::accumulate(bins.begin(), bins.end(), 0UL));
    EXPECT_NEAR(late / ran, 0.2, 5 * std::sqrt(0.2 * 0.8 / ran)) << r;
    const double mean = kMean * -std::expm1(-18'000 / kMean);
    EXPECT_NEAR(sum / late, mean, 5 * kMean / std::sqrt(late)) << r;
    EXPECT_GT(random::testing::equal_chi_square_p_value(bins), 1e-6) << r;
  }
}

TEST(OwnDelay, IsCancelledInItsShare) {
  DelayVariation v;
  v.cancelled = 0.07;
  EXPECT_NEAR(share([&](int d) { return one_run(kProfile, v, day_number(d)).cancelled; }), 0.07,
              five_errors(0.07));
  v.common = 0.5;
  EXPECT_NEAR(share([&](int d) { return one_run(kProfile, v, day_number(d)).cancelled; }), 0.07,
              five_errors(0.07));
  v.cancelled = 1;
  EXPECT_EQ(share([&](int d) { return one_run(kProfile, v, day_number(d)).cancelled; }), 1.0);
}

// P(both late) of a one-factor copula: the mean over F of P(late | F)^2.
double both_late(double late, double r) {
  const boost::math::normal z;
  const double c = boost::math::quantile(z, 1 - late);
  const auto given = [&](double f) {
    const double p =
        boost::math::cdf(boost::math::complement(z, (c - std::sqrt(r) * f) / std::sqrt(1 - r)));
    return p * p * boost::math::pdf(z, f);
  };
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(given, -9, 9, 10, 1e-10);
}

TEST(OwnDelay, TwoRunsOfADayAreCorrelatedAsStated) {
  // Sheppard 1899: at the median the integral is 1/4 + asin(r) / 2 pi.
  EXPECT_NEAR(both_late(0.5, 0.4), 0.25 + std::asin(0.4) / (2 * std::numbers::pi), 1e-8);
  for (const double on_time : {0.5, 0.826}) {
    for (const double r : {0.1, 0.4, 0.8}) {
      DelayVariation v;
      v.common = r;
      const DelayProfile profile{on_time, minutes(30), minutes(300)};
      const auto late = [&](int d, std::uint64_t service) {
        return one_run(profile, v, day_number(d), service).late > Seconds(0);
      };
      const double p = 1 - on_time;
      EXPECT_NEAR(share([&](int d) { return late(d, 1); }), p, five_errors(p)) << r;
      const double expected = both_late(p, r);
      EXPECT_NEAR(share([&](int d) { return late(d, 1) && late(d, 2); }), expected,
                  five_errors(expected))
          << on_time << " " << r;
    }
  }
}

TEST(OwnDelay, RunsOfDifferentDaysAreIndependent) {
  DelayVariation v;
  v.common = 0.8;
  const auto late = [&](int d) { return one_run(kProfile, v, day_number(d)).late > Seconds(0); };
  EXPECT_NEAR(share([&](int d) { return late(d) && late(d + 1); }), 0.04, five_errors(0.04));
}

TEST(OwnDelay, ASmallCorrelationHardlyMovesALuck) {
  DelayVariation none;
  DelayVariation little;
  little.common = 1e-12;
  for (int d = 0; d < 2000; ++d) {
    const Seconds a = one_run(kProfile, none, day_number(d)).late;
    const Seconds b = one_run(kProfile, little, day_number(d)).late;
    EXPECT_NEAR(static_cast<double>(a.count()), static_cast<double>(b.count()), 1) << d;
  }
}

TEST(DayTypes, ComeByTheWeightsOfTheirMonth) {
  Disruption disruption;
  disruption.day_types = {{"fair", {90, 1, 1, 1, 1, 1, 50, 1, 1, 1, 1, 1}},
                          {"fog", {10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
                          {"typhoon", {0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 0, 0}}};
  std::array<std::uint64_t, 3> january{};
  std::array<std::uint64_t, 3> july{};
  for (int d = 0; d < 20'000; ++d) {
    const CivilDate date = kFirst.plus_days(d);
    const DayTypeId type = draw_day_type(disruption, kLuck, date);
    if (date.month() == 1)
      ++january.at(type.value());
    else if (date.month() == 7)
      ++july.at(type.value());
    else
      ASSERT_EQ(type, DayTypeId(0)) << date.text();
  }
  EXPECT_EQ(january[2], 0);
  EXPECT_EQ(july[1], 0);
  EXPECT_GT(
      random::testing::chi_square_p_value(std::array{january[0], january[1]}, std::array{0.9, 0.1}),
      1e-6);
  EXPECT_GT(random::testing::chi_square_p_value(std::array{july[0], july[2]},
                                                std::array{2.0 / 3, 1.0 / 3}),
            1e-6);
}

TEST(DayTypes, DifferByReplicationAndAreNoneWhereNoneAreGiven) {
  EXPECT_TRUE(draw_day_type(Disruption(), kLuck, kFirst).is_none());
  Disruption disruption;
  disruption.day_types = {{"a", {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}},
                          {"b", {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}};
  int same = 0;
  for (int d = 0; d < 1000; ++d) {
    const CivilDate date = kFirst.plus_days(d);
    same += draw_day_type(disruption, {11, 3}, date) == draw_day_type(disruption, {11, 4}, date);
  }
  EXPECT_NEAR(same, 500, 5 * std::sqrt(250));
}

}  // namespace
}  // namespace stopover::flow
