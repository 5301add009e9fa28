// SPDX-License-Identifier: Apache-2.0
// What holds for every parameter and every bit pattern.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <boost/math/distributions.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/random/transforms.hpp"

namespace stopover::random {
namespace {

Stream any_stream() {
  return Stream({*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::arbitrary<std::uint32_t>(),
                 *rc::gen::arbitrary<std::uint64_t>(),
                 Purpose{*rc::gen::arbitrary<std::uint32_t>()}});
}

// [low, high), through 1e6 steps of the unit interval.
double any_double(double low, double high) {
  return low + (high - low) * 1e-6 * *rc::gen::inRange(0, 1'000'000);
}

// Uniforms with many near the ends.
double any_open_unit() {
  const auto bits = *rc::gen::arbitrary<std::uint64_t>();
  const int shift = *rc::gen::inRange(0, 64);
  return open_unit(*rc::gen::arbitrary<bool>() ? bits >> shift : ~(bits >> shift));
}

TEST(Uniform, EndsAreWhereTheyAreSaidToBe) {
  EXPECT_EQ(unit(0), 0.0);
  EXPECT_EQ(unit(~0ULL), 1.0 - 0x1p-53);
  EXPECT_EQ(open_unit(0), 0x1p-53);
  EXPECT_EQ(open_unit(~0ULL), kLargestOpenUnit);
  EXPECT_LT(kLargestOpenUnit, 1.0);
}

RC_GTEST_PROP(Uniform, OpenUnitIsSymmetricAndItsComplementExact, (std::uint64_t bits)) {
  RC_ASSERT((open_unit(~bits) == 1.0 - open_unit(bits) ||
             std::abs(open_unit(~bits) + open_unit(bits) - 1.0) <= 0x1p-52));
  const double u = open_unit(bits);
  RC_ASSERT(1.0 - (1.0 - u) == u);
  RC_ASSERT((u > 0 && u < 1));
}

RC_GTEST_PROP(Uniform, StaysInItsRange, (double a, double b)) {
  RC_PRE(std::isfinite(a - b));
  Stream stream = any_stream();
  const auto [low, high] = std::minmax(a, b);
  for (int i = 0; i < 20; ++i) {
    const double x = uniform(stream, low, high);
    RC_ASSERT((x >= low && (x < high || low == high)));
  }
}

RC_GTEST_PROP(Below, StaysBelow, (std::uint64_t any)) {
  const std::uint64_t n = std::max<std::uint64_t>(any >> *rc::gen::inRange(0, 64), 1);
  Stream stream = any_stream();
  for (int i = 0; i < 20; ++i) RC_ASSERT(below(stream, n) < n);
}

RC_GTEST_PROP(Between, StaysBetweenTheWidestBoundsToo, (std::int64_t a, std::int64_t b)) {
  const auto [first, last] = std::minmax(a, b);
  Stream stream = any_stream();
  const std::int64_t x = between(stream, first, last);
  RC_ASSERT((x >= first && x <= last));
  const Stream before = stream;
  constexpr auto kMin = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  RC_ASSERT(static_cast<std::uint64_t>(between(stream, kMin, kMax)) - (1ULL << 63U) ==
            before.at(static_cast<std::uint32_t>(before.position())));
}

RC_GTEST_PROP(Chance, IsCertainAtTheEndsAndMonotoneBetween, (std::uint64_t entity)) {
  const StreamKey key{.seed = 1, .entity = entity};
  const auto happens = [&](double p) {
    Stream stream(key);
    return chance(stream, p);
  };
  RC_ASSERT((!happens(0) && happens(1)));
  const double p = any_double(0, 1);
  const double q = any_double(0, 1);
  RC_ASSERT(happens(std::min(p, q)) <= happens(std::max(p, q)));
}

RC_GTEST_PROP(Shuffle, KeepsTheThings, (std::vector<int> things)) {
  std::vector<int> shuffled = things;
  Stream stream = any_stream();
  shuffle(std::span<int>(shuffled), stream);
  RC_ASSERT(stream.position() == (things.empty() ? 0 : things.size() - 1));
  std::sort(things.begin(), things.end());
  std::sort(shuffled.begin(), shuffled.end());
  RC_ASSERT(shuffled == things);
}

// Closed-form or Boost oracle of each quantile, relative to the spread.
template <class Distribution, class Reference>
void assert_quantile(const Distribution& distribution, const Reference& reference, double u) {
  const double want = boost::math::quantile(reference, u);
  const double got = distribution.quantile(u);
  RC_ASSERT(std::abs(got - want) <=
            1e-12 * (std::abs(want) + boost::math::standard_deviation(reference)));
}

RC_GTEST_PROP(Quantile, AgreesWithBoost, ()) {
  namespace bm = boost::math;
  const double u = any_open_unit();
  const double a = any_double(-50, 50);
  const double b = any_double(0.3, 20);
  assert_quantile(Normal(a, b), bm::normal(a, b), u);
  assert_quantile(Lognormal(a / 10, b / 10), bm::lognormal(a / 10, b / 10), u);
  assert_quantile(Exponential(b), bm::exponential(1 / b), u);
  assert_quantile(Weibull(b, b + 1), bm::weibull(b, b + 1), u);
  assert_quantile(Gumbel(a, b), bm::extreme_value(a, b), u);
  assert_quantile(Triangular(a, a + b / 3, a + b), bm::triangular(a, a + b / 3, a + b), u);
}

RC_GTEST_PROP(Quantile, RisesWithU, ()) {
  const double x = any_open_unit();
  const double y = any_open_unit();
  const double low = std::min(x, y);
  const double high = std::max(x, y);
  const auto rises = [&](const auto& distribution) {
    const double from = distribution.quantile(low);
    const double to = distribution.quantile(high);
    return from <= to + 1e-14 * (std::abs(from) + std::abs(to));
  };
  const double a = any_double(-5, 5);
  const double b = any_double(0.3, 5);
  RC_ASSERT(rises(Normal(a, b)));
  RC_ASSERT(rises(Lognormal(a, b)));
  RC_ASSERT(rises(Exponential(b)));
  RC_ASSERT(rises(Weibull(b, b)));
  RC_ASSERT(rises(Gamma(b, b)));
  RC_ASSERT(rises(Gumbel(a, b)));
  RC_ASSERT(rises(Triangular(a, a, a + b)));
  RC_ASSERT(rises(TruncatedNormal(a, b, a + b, a + 6 * b)));
  RC_ASSERT(rises(TruncatedNormal(a, b, a - b, a + 2 * b)));
  RC_ASSERT(rises(TruncatedLognormal(a, b, 0.5, 40)));
  RC_ASSERT(rises(TruncatedExponential(b, 1, 9)));
  RC_ASSERT(rises(TruncatedWeibull(b, b + 1, b, 3 * b)));
}

RC_GTEST_PROP(Truncated, StaysBetweenItsBounds, ()) {
  const double low = any_double(-30, 30);
  const double high = low + any_double(1e-6, 20);
  const double u = any_open_unit();
  const auto inside = [&](double x) { return x >= low && x <= high; };
  RC_ASSERT(inside(TruncatedNormal(0, 1, low, high).quantile(u)));
  const double from = std::abs(low);
  const double until = from + (high - low);
  const double x = TruncatedLognormal(1, 0.5, from, until).quantile(u);
  const double y = TruncatedExponential(7, from, until).quantile(u);
  const double z = TruncatedWeibull(1.7, 12, from, until).quantile(u);
  RC_ASSERT((x >= from && x <= until && y >= from && y <= until && z >= from && z <= until));
}

// The truncated quantile answers its own definition: F(x) - F(low) = u (F(high) - F(low)).
RC_GTEST_PROP(Truncated, ReachesTheProbabilityItWasAskedFor, ()) {
  namespace bm = boost::math;
  const double low = any_double(-20, 20);
  const double high = low + any_double(0.01, 10);
  const double u = any_double(0.001, 0.999);
  const double x = TruncatedNormal(0, 1, low, high).quantile(u);
  const bm::normal whole;
  const bool upper = low > 0;  // compared in the tail that keeps its digits
  const auto tail = [&](double at) {
    return upper ? bm::cdf(bm::complement(whole, at)) : bm::cdf(whole, at);
  };
  const double share = (tail(x) - tail(low)) / (tail(high) - tail(low));
  RC_ASSERT(std::abs(share - u) < 1e-10);
  const TruncatedExponential kept(3, std::abs(low), std::abs(low) + high - low);
  const double spent = std::expm1(-(kept.quantile(u) - std::abs(low)) / 3);
  RC_ASSERT(std::abs(spent / std::expm1(-(high - low) / 3) - u) < 1e-10);
}

RC_GTEST_PROP(Truncated, WeibullReachesTheProbabilityItWasAskedFor, ()) {
  const double shape = any_double(0.5, 5);
  const double low = any_double(0, 15);
  const double high = low + any_double(0.1, 30);
  const double u = any_open_unit();
  const auto hazard = [&](double x) { return std::pow(x / 12, shape); };
  const double x = TruncatedWeibull(shape, 12, low, high).quantile(u);
  const double spent = std::expm1(hazard(low) - hazard(x));
  RC_ASSERT(std::abs(spent / std::expm1(hazard(low) - hazard(high)) - u) < 1e-9);
}

TEST(Truncated, WeibullFarBelowItsUpperBoundIsTheWholeAboveTheLower) {
  const TruncatedWeibull wide(1, 2, 0, 1e300);
  EXPECT_DOUBLE_EQ(wide.quantile(0.25), Exponential(2).quantile(0.25));
  const TruncatedWeibull steep(40, 1, 0, 1e9);  // the power of 1e9 is no double
  EXPECT_DOUBLE_EQ(steep.quantile(0.5), Weibull(40, 1).quantile(0.5));
}

TEST(Truncated, ToInfinityIsTheWholeDistribution) {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  const TruncatedNormal whole(3, 2, -kInf, kInf);
  const TruncatedNormal half(0, 1, 0, kInf);
  for (const double u : {0x1p-53, 0.01, 0.5, 0.99, kLargestOpenUnit}) {
    EXPECT_DOUBLE_EQ(whole.quantile(u), Normal(3, 2).quantile(u));
    EXPECT_TRUE(std::isfinite(half.quantile(u)));
  }
}

TEST(Truncated, ExponentialOfANarrowRangeIsUniformThere) {
  const TruncatedExponential narrow(1e9, 5, 5 + 1e-3);
  EXPECT_NEAR(narrow.quantile(0.25), 5.00025, 1e-12);
}

std::vector<double> any_weights() {
  const auto size = *rc::gen::inRange<std::size_t>(1, 40);
  std::vector<double> weights(size);
  for (double& w : weights) w = *rc::gen::element(0.0, 1e-9, any_double(0, 1), any_double(0, 1e6));
  weights[*rc::gen::inRange<std::size_t>(0, size)] = any_double(0.1, 5);
  return weights;
}

RC_GTEST_PROP(AliasTable, GivesEachIndexItsShare, ()) {
  const std::vector<double> weights = any_weights();
  const AliasTable table(weights);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    RC_ASSERT(std::abs(table.probability(i) - weights[i] / sum) <
              1e-15 * static_cast<double>(weights.size()));
    if (weights[i] == 0) RC_ASSERT(table.probability(i) == 0.0);
  }
}

// probability() is what index() does: every 2^16-th of the bits, each standing for its stretch.
TEST(AliasTable, ProbabilityIsTheShareOfBits) {
  const std::vector<double> weights = {1, 2, 0, 5};
  const AliasTable table(weights);
  std::vector<double> seen(4);
  for (std::uint64_t i = 0; i < 65'536; ++i)
    seen[table.index(i << 48U | 1U << 31U)] += 1 / 65'536.0;
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(seen[i], weights[i] / 8, 1e-4);
    EXPECT_NEAR(table.probability(i), weights[i] / 8, 1e-16);
  }
}

RC_GTEST_PROP(AliasTable, NeverGivesWeightZeroNorAnIndexOutside, (std::uint64_t bits)) {
  const std::vector<double> weights = any_weights();
  const std::size_t i = AliasTable(weights).index(bits);
  RC_ASSERT((i < weights.size() && weights[i] > 0));
}

RC_GTEST_PROP(PickByWeight, FindsTheStretchThatHoldsU, ()) {
  const std::vector<double> weights = any_weights();
  const double u = any_double(0, 1);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  const std::size_t i = pick_by_weight(weights, u);
  const auto at = weights.begin() + static_cast<std::ptrdiff_t>(i);
  const double before = std::accumulate(weights.begin(), at, 0.0);
  RC_ASSERT(weights[i] > 0);
  RC_ASSERT(before <= u * sum * (1 + 1e-14) + 1e-300);
  RC_ASSERT(before + weights[i] >= u * sum * (1 - 1e-14));
  const double v = any_double(0, 1);
  const std::size_t j = pick_by_weight(weights, v);
  RC_ASSERT(((u <= v && i <= j) || (u >= v && i >= j)));
}

std::vector<QuantileKnot> any_knots() {
  const auto size = *rc::gen::inRange<std::size_t>(2, 12);
  std::vector<QuantileKnot> knots(size);
  double value = any_double(-100, 100);
  for (std::size_t i = 0; i < size; ++i) {
    knots[i] = {static_cast<double>(i) / static_cast<double>(size - 1), value};
    value += *rc::gen::element(0.0, any_double(0, 1), any_double(0, 1000));
  }
  return knots;
}

RC_GTEST_PROP(QuantileTable, RisesAndMeetsItsKnots, ()) {
  const std::vector<QuantileKnot> knots = any_knots();
  const QuantileTable table(knots);
  for (const QuantileKnot& knot : knots) RC_ASSERT(table.quantile(knot.p) == knot.value);
  const double u = any_double(0, 1);
  const double v = any_double(0, 1);
  RC_ASSERT(table.quantile(std::min(u, v)) <= table.quantile(std::max(u, v)));
  RC_ASSERT((table.quantile(u) >= knots.front().value && table.quantile(u) <= knots.back().value));
}

// Knots as dense as they may be: many in one cell of the guide table, some one step of a double
// apart; u on a knot, beside one, or anywhere.
RC_GTEST_PROP(QuantileTable, FindsTheStretchThatALinearSearchFinds, ()) {
  std::vector<double> p{0, 1, any_double(0, 1)};
  for (int i = *rc::gen::inRange(0, 400); i > 0; --i)
    p.push_back(std::min(1.0, p[2] + any_double(0, 1) * *rc::gen::element(1e-3, 1e-15, 1.0)));
  std::sort(p.begin(), p.end());
  p.erase(std::unique(p.begin(), p.end()), p.end());
  std::vector<QuantileKnot> knots;
  for (const double at : p) knots.push_back({at, std::floor(at * 1e3)});
  const QuantileTable table(knots);
  const double knot = knots[*rc::gen::inRange<std::size_t>(0, knots.size())].p;
  const double u = *rc::gen::element(knot, std::nextafter(knot, 0.0), std::nextafter(knot, 1.0),
                                     any_double(0, 1));
  std::size_t above = 1;
  while (above + 1 < knots.size() && knots[above].p <= u) ++above;
  const QuantileKnot& left = knots[above - 1];
  const QuantileKnot& right = knots[above];
  const double share = (u - left.p) / (right.p - left.p);
  RC_ASSERT(table.quantile(u) ==
            std::min(left.value + (right.value - left.value) * share, right.value));
}

// Oracle: the ends by bisection of the whole table, then its quantile between them.
RC_GTEST_PROP(QuantileTable, TruncatedIsTheSameTableBetweenTheBounds, ()) {
  const QuantileTable whole(any_knots());
  const double spread = whole.quantile(1) - whole.quantile(0);
  const double low = whole.quantile(0) + spread * any_double(-0.2, 1);
  const double high = low + spread * any_double(0, 1);
  const auto last = [&](auto holds) {  // the largest p where it does
    double from = 0;
    double to = 1;
    for (int i = 0; i < 60; ++i) (holds((from + to) / 2) ? from : to) = (from + to) / 2;
    return from;
  };
  const double below = last([&](double p) { return whole.quantile(p) < low; });
  const double up_to = last([&](double p) { return whole.quantile(p) <= high; });
  const std::optional<QuantileTable> kept = whole.truncated(low, high);
  if (up_to - below < 1e-9) return;
  RC_ASSERT(kept.has_value());
  const double u = any_double(0, 1);
  const double want = std::clamp(whole.quantile(below + u * (up_to - below)), low, high);
  RC_ASSERT(std::abs(kept->quantile(u) - want) <= 1e-6 * spread);
  RC_ASSERT((kept->quantile(0) >= low && kept->quantile(1) <= high));
}

// The probability up to a value just below a knot rounds to more than the knot's own.
TEST(QuantileTable, TruncatedJustBelowAKnotLeavesTheKnotOut) {
  const std::vector<QuantileKnot> knots{{0, 0}, {0.338, 4.8}, {0.852, 14}, {1, 20}};
  const double high = std::nextafter(14.0, 0.0);
  const auto kept = QuantileTable(knots).truncated(-1, high);
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->quantile(1), high);
}

TEST(QuantileTable, TruncatedKeepsKnotsAndRefusesWhatHasNoProbability) {
  const std::vector<QuantileKnot> knots{{0, 0}, {0.5, 10}, {0.75, 10}, {1, 20}};
  const QuantileTable table(knots);
  const auto kept = table.truncated(5, 15);  // 1/4 below 10, 1/4 at 10, 1/8 above
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->quantile(0), 5);
  EXPECT_DOUBLE_EQ(kept->quantile(0.2), 7.5);
  EXPECT_EQ(kept->quantile(0.5), 10);
  EXPECT_DOUBLE_EQ(kept->quantile(0.9), 12.5);
  EXPECT_EQ(kept->quantile(1), 15);
  EXPECT_EQ(table.truncated(10, 10)->quantile(0.3), 10);  // a quarter of all stands there
  for (const auto& [low, high] : {std::pair(5.0, 5.0), {21.0, 30.0}, {-9.0, -1.0}, {9.0, 3.0}})
    EXPECT_FALSE(table.truncated(low, high).has_value()) << low;
}

TEST(QuantileTable, OfASampleHasItsMedianAndItsMean) {
  const auto table = QuantileTable::from_sample({9, 1, 4, 2, 4});
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->quantile(0), 1.0);
  EXPECT_EQ(table->quantile(0.5), 4.0);
  EXPECT_EQ(table->quantile(0.375), 3.0);
  EXPECT_EQ(table->quantile(1), 9.0);
  EXPECT_DOUBLE_EQ(table->mean(), (1.5 + 3 + 4 + 6.5) / 4);
}

RC_GTEST_PROP(Variates, ArePositiveAndFiniteForAnyValidFigures, ()) {
  Stream stream = any_stream();
  const double shape = std::pow(10.0, any_double(-2, 6));
  const double scale = std::pow(10.0, any_double(-6, 6));
  const double x = Gamma(shape, scale)(stream);
  RC_ASSERT((std::isfinite(x) && x >= 0));
  const double b = Beta(any_double(0.1, 4), any_double(0.1, 4))(stream);
  RC_ASSERT((b >= 0 && b <= 1));
  const double p = Pert(1, 1 + shape / (shape + 1), 2)(stream);
  RC_ASSERT((p >= 1 && p <= 2));
  RC_ASSERT(Poisson(any_double(0, 50))(stream) >= 0);
}

TEST(Variates, ConsumeTheDrawsTheySay) {
  for (std::uint64_t entity = 0; entity < 200; ++entity) {
    const StreamKey key{.seed = 6, .entity = entity};
    Stream gamma(key);
    (void)Gamma(0.5, 1)(gamma);
    EXPECT_EQ(gamma.position(), 1);
    Stream beta(key);
    (void)Beta(2, 1)(beta);
    EXPECT_EQ(beta.position() % 2, 0);
    Stream small_beta(key);
    (void)Beta(0.5, 1)(small_beta);
    EXPECT_EQ(small_beta.position() % 2, 1);
    Stream poisson(key);
    EXPECT_EQ(Poisson(0)(poisson), 0);
    EXPECT_EQ(poisson.position(), 0);
    (void)Poisson(9.9)(poisson);
    EXPECT_EQ(poisson.position(), 1);
    (void)Poisson(10)(poisson);
    EXPECT_EQ(poisson.position() % 2, 1);
    Stream normal(key);
    (void)Normal(0, 1)(normal);
    EXPECT_EQ(normal.position(), 1);
  }
}

}  // namespace
}  // namespace stopover::random
