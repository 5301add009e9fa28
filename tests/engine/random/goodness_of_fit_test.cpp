// SPDX-License-Identifier: Apache-2.0
// Are the variates distributed as they say? Reference: Boost.Math.
//
// Null hypothesis of every test: the variates are independent draws of the named distribution.
// Budget and seeds: goodness_of_fit.hpp. Continuous: Kolmogorov-Smirnov, n = 10,000 a trial and
// once n = 200,000 at alpha = 1e-7. Discrete: chi-square, n = 20,000 a trial; Poisson also once
// n = 1,000,000 at alpha = 1e-7. Moments: two-sided z-test of mean and variance, n = 200,000,
// |z| < 5.5 (alpha = 3.8e-8).
#include "tests/engine/random/goodness_of_fit.hpp"

#include <array>
#include <functional>
#include <string>
#include <vector>

#include <boost/math/distributions.hpp>
#include <gtest/gtest.h>

#include "engine/random/transforms.hpp"

namespace stopover::random {
namespace {

namespace bm = boost::math;
using testing::chi_square_p_value;
using testing::equal_chi_square_p_value;
using testing::run_trials;
using testing::test_seed;
using Sampler = std::function<double(Stream&)>;
using Cdf = std::function<double(double)>;

struct Continuous {
  std::string name;
  Sampler draw;
  Cdf cdf;
  double mean;
  double variance;
  double kurtosis_excess;
};

// `reference` shifted and stretched: X = offset + stretch * Y.
template <class Draw, class Reference>
Continuous against(std::string name, Draw draw, Reference reference, double offset = 0,
                   double stretch = 1) {
  return {std::move(name),
          draw,
          [=](double x) { return bm::cdf(reference, (x - offset) / stretch); },
          offset + stretch * bm::mean(reference),
          stretch * stretch * bm::variance(reference),
          bm::kurtosis_excess(reference)};
}

// `reference` kept to [low, high]; moments by the midpoint rule over 200,000 quantiles.
template <class Draw, class Reference>
Continuous truncated(std::string name, Draw draw, Reference reference, double low, double high) {
  const double below_low = bm::cdf(reference, low);
  const double above_low = bm::cdf(bm::complement(reference, low));
  const double above_high = std::isinf(high) ? 0.0 : bm::cdf(bm::complement(reference, high));
  const double mass = above_low - above_high;
  const auto cdf = [=](double x) {
    if (below_low < 0.5) return (bm::cdf(reference, x) - below_low) / mass;
    return (above_low - bm::cdf(bm::complement(reference, x))) / mass;
  };
  std::array<double, 5> power_sums{};
  constexpr int kSteps = 200'000;
  for (int i = 0; i < kSteps; ++i) {
    const double u = (i + 0.5) / kSteps;
    const double x = below_low < 0.5
                         ? bm::quantile(reference, below_low + u * mass)
                         : bm::quantile(bm::complement(reference, above_low - u * mass));
    double power = 1;
    for (double& sum : power_sums) {
      sum += power / kSteps;
      power *= x;
    }
  }
  const double m = power_sums[1];
  const double variance = power_sums[2] - m * m;
  const double fourth =
      power_sums[4] - 4 * m * power_sums[3] + 6 * m * m * power_sums[2] - 3 * m * m * m * m;
  return {std::move(name), draw, cdf, m, variance, fourth / (variance * variance) - 3};
}

std::vector<Continuous> continuous_cases() {
  const Lognormal spending = *Lognormal::from_mean_sd(800, 600);
  const Gamma dwell = *Gamma::from_mean_sd(40, 25);
  const double inf = std::numeric_limits<double>::infinity();
  return {
      against(
          "unit", [](Stream& s) { return unit(s); }, bm::uniform()),
      against(
          "open_unit", [](Stream& s) { return open_unit(s); }, bm::uniform()),
      against(
          "uniform", [](Stream& s) { return uniform(s, -3, 7); }, bm::uniform(-3, 7)),
      against(
          "standard_normal", [](Stream& s) { return standard_normal(s); }, bm::normal()),
      against("Normal", Normal(-5, 3), bm::normal(-5, 3)),
      against("Lognormal", Lognormal(1, 0.5), bm::lognormal(1, 0.5)),
      against("Lognormal_from_mean_sd", spending,
              bm::lognormal(std::log(800 / 1.25), std::sqrt(std::log(1.5625)))),
      against("Exponential", Exponential(90), bm::exponential(1.0 / 90)),
      against("Weibull", Weibull(1.7, 12), bm::weibull(1.7, 12)),
      against("Weibull_below_1", Weibull(0.8, 2), bm::weibull(0.8, 2)),
      against("Gumbel", Gumbel(0, 1), bm::extreme_value(0, 1)),
      against("Gumbel_scaled", Gumbel(-4, 2.5), bm::extreme_value(-4, 2.5)),
      against("Triangular", Triangular(10, 12, 30), bm::triangular(10, 12, 30)),
      against("Gamma", Gamma(2.5, 3), bm::gamma_distribution<>(2.5, 3)),
      against("Gamma_1", Gamma(1, 2), bm::gamma_distribution<>(1, 2)),
      against("Gamma_below_1", Gamma(0.4, 5), bm::gamma_distribution<>(0.4, 5)),
      against("Gamma_large", Gamma(900, 0.1), bm::gamma_distribution<>(900, 0.1)),
      against("Gamma_from_mean_sd", dwell, bm::gamma_distribution<>(2.56, 15.625)),
      against("Tabulated_lognormal", Tabulated(Lognormal(1, 0.5)), bm::lognormal(1, 0.5)),
      against("Tabulated_Weibull", Tabulated(Weibull(1.7, 12)), bm::weibull(1.7, 12)),
      against("Tabulated_gamma", Tabulated(Gamma(2.5, 3)), bm::gamma_distribution<>(2.5, 3)),
      against("Tabulated_gamma_below_1", Tabulated(Gamma(0.4, 5)),
              bm::gamma_distribution<>(0.4, 5)),
      against("Beta", Beta(2, 5), bm::beta_distribution<>(2, 5)),
      against("Beta_below_1", Beta(0.5, 0.3), bm::beta_distribution<>(0.5, 0.3)),
      against("Pert", Pert(20, 30, 70), bm::beta_distribution<>(1.8, 4.2), 20, 50),
      truncated("TruncatedNormal_both", TruncatedNormal(10, 4, 5, 18), bm::normal(10, 4), 5, 18),
      truncated("TruncatedNormal_tail", TruncatedNormal(0, 1, 8, inf), bm::normal(0, 1), 8, inf),
      truncated("TruncatedLognormal", TruncatedLognormal(3, 1, 5, 60), bm::lognormal(3, 1), 5, 60),
      truncated("TruncatedExponential", TruncatedExponential(30, 10, 75), bm::exponential(1.0 / 30),
                10, 75),
      truncated("TruncatedWeibull", TruncatedWeibull(1.7, 12, 4, 25), bm::weibull(1.7, 12), 4, 25),
  };
}

class ContinuousFit : public ::testing::TestWithParam<Continuous> {
 protected:
  static std::vector<double> sample(Stream& stream, std::size_t n) {
    std::vector<double> values(n);
    for (double& x : values) x = GetParam().draw(stream);
    return values;
  }
};

TEST_P(ContinuousFit, KolmogorovSmirnovStaysWithinItsBudget) {
  const auto counts = run_trials("ks." + GetParam().name, [](Stream& stream) {
    return testing::ks_p_value(sample(stream, 10'000), GetParam().cdf);
  });
  EXPECT_TRUE(counts.within_budget()) << counts.too_small << " small, " << counts.too_large;
}

TEST_P(ContinuousFit, LargeSampleHasTheDistributionAndItsMoments) {
  constexpr std::size_t kN = 200'000;
  Stream stream({.seed = test_seed(), .purpose = purpose("large." + GetParam().name)});
  const std::vector<double> values = sample(stream, kN);
  EXPECT_GT(testing::ks_p_value(values, GetParam().cdf), 1e-7);

  double mean = 0;
  for (const double x : values) mean += x / kN;
  double variance = 0;
  for (const double x : values) variance += (x - mean) * (x - mean) / (kN - 1);
  const double sd = std::sqrt(GetParam().variance);
  const double root_n = std::sqrt(double{kN});
  EXPECT_LT(std::abs(mean - GetParam().mean) / (sd / root_n), 5.5) << mean;
  const double variance_sd = GetParam().variance * std::sqrt(GetParam().kurtosis_excess + 2);
  EXPECT_LT(std::abs(variance - GetParam().variance) / (variance_sd / root_n), 5.5) << variance;
}

INSTANTIATE_TEST_SUITE_P(Transforms, ContinuousFit, ::testing::ValuesIn(continuous_cases()),
                         [](const auto& one) { return one.param.name; });

// Chi-square of whole numbers: cell i counts value i, the last cell everything from there on.
double count_p_value(Stream& stream, int n, const std::function<std::int64_t(Stream&)>& draw,
                     const std::vector<double>& probabilities) {
  std::vector<std::uint64_t> seen(probabilities.size());
  for (int i = 0; i < n; ++i) {
    const auto cell = static_cast<std::size_t>(draw(stream));
    ++seen[std::min(cell, seen.size() - 1)];
  }
  return chi_square_p_value(seen, probabilities);
}

void expect_counts_fit(const std::string& name, const std::function<std::int64_t(Stream&)>& draw,
                       const std::vector<double>& probabilities) {
  const auto counts =
      run_trials(name, [&](Stream& s) { return count_p_value(s, 20'000, draw, probabilities); });
  EXPECT_TRUE(counts.within_budget())
      << name << ": " << counts.too_small << " small, " << counts.too_large << " large";
}

TEST(DiscreteFit, PoissonOnBothSidesOfItsChangeOfMethod) {
  for (const double mean : {0.05, 1.0, 4.5, 9.999, 10.0, 31.0, 400.0, 20'000.0}) {
    const bm::poisson reference(mean);
    const auto last = static_cast<std::size_t>(mean + 12 * std::sqrt(mean) + 12);
    std::vector<double> p(last + 1);
    for (std::size_t k = 0; k < last; ++k) p[k] = bm::pdf(reference, static_cast<double>(k));
    p[last] = bm::cdf(bm::complement(reference, static_cast<double>(last) - 1));
    expect_counts_fit("poisson." + std::to_string(mean), Poisson(mean), p);
    // Once with n = 1,000,000: a wrong squeeze of PTRS moves the shares by a few per cent only.
    Stream stream({.seed = test_seed(), .purpose = purpose("large.poisson")});
    EXPECT_GT(count_p_value(stream, 1'000'000, Poisson(mean), p), 1e-7) << mean;
    expect_counts_fit("poisson.table." + std::to_string(mean), PoissonTable(mean), p);
  }
}

// Null hypothesis: mean and variance are those of a Poisson; n = 100,000, |z| < 4.5.
TEST(DiscreteFit, PoissonOfAVeryLargeMeanKeepsItsMoments) {
  constexpr double kMean = 1e9;
  constexpr int kN = 100'000;
  const Poisson poisson(kMean);
  Stream stream({.seed = test_seed(), .purpose = purpose("poisson.1e9")});
  double z_sum = 0;
  double z2_sum = 0;
  for (int i = 0; i < kN; ++i) {
    const double z = (static_cast<double>(poisson(stream)) - kMean) / std::sqrt(kMean);
    z_sum += z;
    z2_sum += z * z;
  }
  EXPECT_LT(std::abs(z_sum) / std::sqrt(kN), 5.5);
  EXPECT_LT(std::abs(z2_sum - kN) / std::sqrt(2.0 * kN), 5.5);
}

TEST(DiscreteFit, PoissonInversionIsTheSmallestCountThatReachesU) {
  for (const double mean : {0.01, 0.7, 3.0, 9.99}) {
    const bm::poisson reference(mean);
    const Poisson poisson(mean);
    for (std::uint64_t entity = 0; entity < 5000; ++entity) {
      const StreamKey key{.seed = 3, .entity = entity};
      Stream stream(key);
      const double u = open_unit(bits(key, 0));
      std::int64_t want = 0;
      while (bm::cdf(reference, static_cast<double>(want)) < u) ++want;
      ASSERT_EQ(poisson(stream), want) << mean << " at u = " << u;
      ASSERT_EQ(stream.position(), 1);
    }
  }
}

TEST(DiscreteFit, BelowIsEquallyLikely) {
  for (const std::uint64_t n : {2ULL, 3ULL, 7ULL, 60ULL, 1000ULL}) {
    const std::vector<double> p(n, 1.0 / static_cast<double>(n));
    expect_counts_fit(
        "below." + std::to_string(n),
        [n](Stream& s) { return static_cast<std::int64_t>(below(s, n)); }, p);
  }
}

// n = 3 * 2^62: a quarter of the 64-bit numbers are rejected; without rejection a third of the
// range would be twice as likely (planted_defects_test.cpp).
TEST(DiscreteFit, BelowIsEquallyLikelyWhereRejectionMatters) {
  constexpr std::uint64_t kN = 3ULL << 62U;
  expect_counts_fit("below.3*2^62",
                    [](Stream& s) { return static_cast<std::int64_t>(below(s, kN) % 3); },
                    {1.0 / 3, 1.0 / 3, 1.0 / 3});
  expect_counts_fit("below.3*2^62.high",
                    [](Stream& s) { return static_cast<std::int64_t>(below(s, kN) >> 62U); },
                    {1.0 / 3, 1.0 / 3, 1.0 / 3});
}

TEST(DiscreteFit, BetweenIsEquallyLikely) {
  expect_counts_fit(
      "between", [](Stream& s) { return between(s, -2, 3) + 2; }, std::vector<double>(6, 1.0 / 6));
}

TEST(DiscreteFit, ChanceHasItsProbability) {
  for (const double p : {0.01, 0.3, 0.5, 0.97})
    expect_counts_fit("chance." + std::to_string(p),
                      [p](Stream& s) { return chance(s, p) ? 1 : 0; }, {1 - p, p});
}

TEST(DiscreteFit, AliasAndPickFollowTheirWeights) {
  const std::vector<double> weights = {5, 0, 1, 0.25, 12, 3, 0, 8.75};
  std::vector<double> p = weights;
  for (double& x : p) x /= 30;
  const AliasTable table(weights);
  expect_counts_fit(
      "alias", [&](Stream& s) { return static_cast<std::int64_t>(table(s)); }, p);
  expect_counts_fit(
      "pick",
      [&](Stream& s) { return static_cast<std::int64_t>(pick_by_weight(weights, unit(s))); }, p);
}

// Null hypothesis: all 120 orders of five things are equally likely; n = 20,000 a trial.
TEST(DiscreteFit, ShuffleMakesEveryOrderEquallyLikely) {
  const auto counts = run_trials("shuffle", [](Stream& stream) {
    std::vector<std::uint64_t> seen(120);
    for (int i = 0; i < 20'000; ++i) {
      std::array<int, 5> order = {0, 1, 2, 3, 4};
      shuffle(std::span<int>(order), stream);
      std::size_t rank = 0;  // Lehmer code
      for (std::size_t a = 0; a < 5; ++a) {
        std::size_t smaller = 0;
        for (std::size_t b = a + 1; b < 5; ++b) smaller += order[b] < order[a] ? 1U : 0U;
        rank = rank * (5 - a) + smaller;
      }
      ++seen[rank];
    }
    return equal_chi_square_p_value(seen);
  });
  EXPECT_TRUE(counts.within_budget());
}

TEST(ContinuousFit, QuantileTableFollowsItsKnots) {
  const std::vector<QuantileKnot> knots = {{0, 5}, {0.1, 12}, {0.5, 20}, {0.9, 45}, {1, 120}};
  const QuantileTable table(knots);
  const auto cdf = [&](double x) {
    std::size_t i = 1;
    while (knots[i].value < x) ++i;
    const double share = (x - knots[i - 1].value) / (knots[i].value - knots[i - 1].value);
    return knots[i - 1].p + share * (knots[i].p - knots[i - 1].p);
  };
  const auto counts = run_trials("quantile_table", [&](Stream& stream) {
    std::vector<double> values(10'000);
    for (double& x : values) x = table(stream);
    return testing::ks_p_value(values, cdf);
  });
  EXPECT_TRUE(counts.within_budget());
  // By hand: 0.1 * 8.5 + 0.4 * 16 + 0.4 * 32.5 + 0.1 * 82.5 = 28.5.
  EXPECT_DOUBLE_EQ(table.mean(), 28.5);
}

}  // namespace
}  // namespace stopover::random
