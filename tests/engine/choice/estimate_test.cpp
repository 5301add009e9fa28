// SPDX-License-Identifier: Apache-2.0
// Estimates of simulated choices, the same bytes on every executor, and warnings.
//
// Recovery: null hypothesis of each comparison is that the estimator is normal around the true
// value
// with its robust standard error. 26 comparisons at |z| < 4.1 (two-sided 4.1e-5 each): one false
// alarm in about 900 seeds. Seeds were written down before the first run.
#include "engine/choice/estimate.hpp"

#include <cmath>
#include <cstring>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/choice/choice_sample.hpp"

namespace stopover::choice {
namespace {

using estimation::Vector;
using testing::built;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Luck;
using testing::Sample;
using testing::trips;
using testing::vector_of;

constexpr double kFarthest = 4.1;

struct Result {
  Estimate estimate;
  FaultList faults;
};

Result estimated(const Sample& sample, const Problem& problem, const EstimateOptions& options,
                 Executor& executor) {
  Result result;
  result.estimate = estimate(problem, options, sample.places, result.faults, executor);
  return result;
}

void expect_recovered(const Result& result, const std::vector<double>& truth) {
  ASSERT_TRUE(result.estimate.maximum.converged);
  EXPECT_TRUE(result.faults.empty()) << result.faults.text();
  const Vector error = estimation::standard_errors(result.estimate.covariances.robust);
  ASSERT_EQ(result.estimate.maximum.theta.size(), static_cast<Eigen::Index>(truth.size()));
  for (Eigen::Index k = 0; k < error.size(); ++k) {
    const double z =
        (result.estimate.maximum.theta[k] - truth[static_cast<std::size_t>(k)]) / error[k];
    EXPECT_LT(std::abs(z), kFarthest) << "parameter " << k;
    EXPECT_LT(error[k], 0.35) << "else it says little";
  }
}

// Utilities of bus, rail and car of a row.
std::vector<double> linear(Sample& s, std::size_t row, const std::vector<double>& t) {
  const auto of = [&](const char* mode, double constant) {
    return constant + t[2] * s.cells(std::string("time_") + mode)[row] +
           t[3] * s.cells(std::string("cost_") + mode)[row];
  };
  return {of("bus", t[0]), of("rail", t[1]), of("car", 0)};
}

// ---- samples with known parameters --------------------------------------------------------------

const std::vector<double> kLogit{0.5, -0.3, -1.2, -0.6};

Sample logit_sample(std::uint64_t seed, std::size_t rows) {
  Luck luck(seed);
  Sample sample = trips(luck, rows, 1);
  choose_by(sample, luck, 1, [&](std::size_t r, bool) { return linear(sample, r, kLogit); });
  add_linear_utilities(sample);
  return sample;
}

// Choices by the nested formula itself: the nest first, then within it.
Sample nested_sample(std::uint64_t seed, std::size_t rows, double mu) {
  Luck luck(seed);
  Sample sample = trips(luck, rows, 1);
  for (std::size_t r = 0; r < rows; ++r) {
    std::vector<double> u = linear(sample, r, kLogit);
    const double bus = std::exp(mu * u[0]);
    const double rail = sample.cells("rail_there")[r] == 0 ? 0 : std::exp(mu * u[1]);
    const double both = std::pow(bus + rail, 1 / mu);
    const bool car = luck.chance(std::exp(u[2]) / (both + std::exp(u[2])));
    sample.cells("choice")[r] = car ? 3 : (luck.chance(bus / (bus + rail)) ? 1 : 2);
  }
  add_linear_utilities(sample);
  sample.parameter("mu", 1, 1, 20);
  sample.nest("public", "mu", {{"bus", ""}, {"rail", ""}});
  return sample;
}

Sample class_sample(std::uint64_t seed, std::size_t persons, std::size_t each) {
  Luck luck(seed);
  Sample sample = trips(luck, persons, each);
  std::vector<double> theta = kLogit;
  choose_by(sample, luck, each, [&](std::size_t r, bool new_person) {
    if (new_person) theta[2] = luck.chance(0.35) ? 0.0 : -2.0;
    return linear(sample, r, theta);
  });
  add_linear_utilities(sample);
  sample.spec.parameters[2].start = -1;
  sample.data.panel = "person";
  sample.parameter("p", 0.5, 0.001, 0.999);
  sample.share("time does not matter", "p", {{"b_time", "0"}});
  sample.share("time matters", "1 - p");
  return sample;
}

Sample mixed_sample(std::uint64_t seed, std::size_t persons, std::size_t each) {
  Luck luck(seed);
  Sample sample = trips(luck, persons, each);
  std::vector<double> theta = kLogit;
  choose_by(sample, luck, each, [&](std::size_t r, bool new_person) {
    if (new_person) theta[2] = -1.2 + 0.9 * luck.normal();
    return linear(sample, r, theta);
  });
  add_linear_utilities(sample);
  sample.data.panel = "person";
  sample.parameter("spread", 0.1);
  sample.random("taste", Draw::kNormal, Shape::kPlain, "b_time", "spread");
  for (Alternative& alternative : sample.spec.alternatives)
    alternative.utility = alternative.utility.with({{"b_time", testing::parsed("taste")}});
  return sample;
}

TEST(Estimate, RecoversALogit) {
  const Sample sample = logit_sample(101, 4000);
  const Problem problem = built(sample);
  expect_recovered(estimated(sample, problem, {}, *serial_executor()), kLogit);
}

TEST(Estimate, RecoversNests) {
  const Sample sample = nested_sample(102, 4000, 2.0);
  const Problem problem = built(sample);
  std::vector<double> truth = kLogit;
  truth.push_back(2.0);
  expect_recovered(estimated(sample, problem, {}, *serial_executor()), truth);
}

TEST(Estimate, RecoversClasses) {
  const Sample sample = class_sample(103, 700, 6);
  const Problem problem = built(sample);
  std::vector<double> truth = kLogit;
  truth[2] = -2.0;
  truth.push_back(0.35);
  expect_recovered(estimated(sample, problem, {}, *serial_executor()), truth);
}

TEST(Estimate, RecoversADistribution) {
  const Sample sample = mixed_sample(104, 700, 6);
  const Problem problem = built(sample);
  std::vector<double> truth = kLogit;
  truth.push_back(0.9);
  const Result result = estimated(
      sample, problem, {.draws = {.number = 512, .seed = 1}, .seeds = 3}, *serial_executor());
  expect_recovered(result, truth);
  ASSERT_EQ(result.estimate.ln_l_by_seed.size(), 3U);
  for (const double value : result.estimate.ln_l_by_seed) {
    EXPECT_NEAR(value, result.estimate.maximum.value, 1.0);
    EXPECT_NE(value, result.estimate.maximum.value);
  }
}

TEST(Estimate, RecoversParametersOfAShape) {
  Luck luck(105);
  Sample sample = trips(luck, 3000, 1);
  choose_by(sample, luck, 1, [&](std::size_t r, bool) {
    const auto of = [&](const std::string& mode) {
      return -1.5 * (std::sqrt(sample.cells("time_" + mode)[r]) - 1) / 0.5 -
             0.6 * sample.cells("cost_" + mode)[r];
    };
    return std::vector<double>{of("bus"), of("rail"), of("car")};
  });
  sample.parameter("b_time", -1);
  sample.parameter("b_cost");
  sample.parameter("lambda", 1, -5, 5);
  for (const auto& [name, code] : {std::pair{"bus", 1}, {"rail", 2}, {"car", 3}})
    sample.alternative(
        name, code,
        std::string("b_time * boxcox(time_") + name + ", lambda) + b_cost * cost_" + name,
        code == 2 ? "rail_there" : "");
  const Problem problem = built(sample);
  expect_recovered(estimated(sample, problem, {}, *serial_executor()), {-1.5, -0.6, 0.5});
}

// ---- the same on every executor -----------------------------------------------------------------

std::string bytes(const Estimate& estimate) {
  std::string out;
  const auto add = [&out](const auto& matrix) {
    out.append(reinterpret_cast<const char*>(matrix.data()),
               static_cast<std::size_t>(matrix.size()) * sizeof(double));
  };
  add(estimate.maximum.theta);
  add(estimate.maximum.gradient);
  add(estimate.maximum.information);
  add(estimate.covariances.classical);
  add(estimate.covariances.robust);
  add(estimate.bootstrap.covariance);
  add(Vector(
      vector_of({estimate.maximum.value, estimate.null_ln_l, estimate.start_ln_l,
                 estimate.least_probability, static_cast<double>(estimate.maximum.evaluations)})));
  add(Vector(vector_of(estimate.ln_l_by_seed)));
  return out;
}

void expect_same_everywhere(const Sample& sample, const EstimateOptions& options) {
  const Problem problem = built(sample);
  const Result expected = estimated(sample, problem, options, *serial_executor());
  ASSERT_TRUE(expected.estimate.maximum.converged);
  for (const int threads : {1, 2, 3, 7, 16})
    EXPECT_EQ(bytes(estimated(sample, problem, options, *tbb_executor(threads)).estimate),
              bytes(expected.estimate))
        << threads << " threads";
  for (const std::uint64_t seed : {1U, 2U})
    EXPECT_EQ(bytes(estimated(sample, problem, options, *shuffled_executor(seed)).estimate),
              bytes(expected.estimate))
        << "shuffled by " << seed;
}

TEST(Estimate, OfALogitIsTheSameBytesOnEveryExecutor) {
  expect_same_everywhere(logit_sample(111, 1000), {.bootstrap = 5});
}
TEST(Estimate, OfNestsIsTheSameBytesOnEveryExecutor) {
  expect_same_everywhere(nested_sample(112, 900, 2), {});
}
TEST(Estimate, OfClassesIsTheSameBytesOnEveryExecutor) {
  expect_same_everywhere(class_sample(113, 300, 5), {});
}
TEST(Estimate, OfADistributionIsTheSameBytesOnEveryExecutor) {
  expect_same_everywhere(mixed_sample(114, 150, 5),
                         {.draws = {.number = 260, .seed = 3}, .seeds = 2});
}

// ---- two climbs ---------------------------------------------------------------------------------

TEST(Estimate, OfFewDrawsFirstIsThatOfAllAtOnce) {
  const Sample sample = mixed_sample(121, 300, 6);
  const Problem problem = built(sample);
  const DrawSpec draws{.number = 1024, .seed = 1};
  const auto serial = serial_executor();
  const Result two_climbs = estimated(sample, problem, {.draws = draws}, *serial);
  const auto likelihood = make_mixed(problem, draws);
  Vector start(5);
  start << 0, 0, 0, 0, 0.1;
  const estimation::Maximum direct = estimation::maximise(*likelihood, start, {}, {}, {}, *serial);
  ASSERT_TRUE(direct.converged);
  EXPECT_NEAR(two_climbs.estimate.maximum.value, direct.value, 1e-8);
  const Vector error = estimation::standard_errors(two_climbs.estimate.covariances.classical);
  for (Eigen::Index k = 0; k < 5; ++k)
    EXPECT_NEAR(two_climbs.estimate.maximum.theta[k], direct.theta[k], 1e-4 * error[k]);
}

// ---- figures ------------------------------------------------------------------------------------

TEST(Estimate, CountsWhatWasChosen) {
  Sample sample;
  sample.column("x", {1, 2, 3, 4});
  sample.column("there", {1, 0, 1, 1});
  sample.column("choice", {1, 2, 1, 2});
  sample.column("w", {1, 2, 3, 4});
  sample.parameter("b");
  sample.alternative("a", 1, "b * x", "there");
  sample.alternative("c", 2, "0");
  sample.data.weight = testing::parsed("w");
  const Problem problem = built(sample);
  const Result result = estimated(sample, problem, {}, *serial_executor());
  const Estimate& found = result.estimate;
  EXPECT_EQ(found.cases, 4U);
  EXPECT_EQ(found.units, 4U);
  EXPECT_EQ(found.clusters, 4U);
  EXPECT_EQ(found.choices, 10);
  ASSERT_EQ(found.overview.size(), 2U);
  EXPECT_EQ(found.overview[0].available, 8);
  EXPECT_EQ(found.overview[0].chosen, 4);
  EXPECT_EQ(found.overview[0].share, 0.4);
  EXPECT_EQ(found.overview[1].available, 10);
  EXPECT_NEAR(found.null_ln_l, -8 * std::log(2.0), 1e-12);
  EXPECT_NEAR(found.start_ln_l, -8 * std::log(2.0), 1e-12) << "b starts at 0";
  const double ln_l = found.maximum.value;
  EXPECT_NEAR(found.rho_square(), 1 - ln_l / found.null_ln_l, 1e-15);
  EXPECT_NEAR(found.rho_square_bar(), 1 - (ln_l - 1) / found.null_ln_l, 1e-15);
  EXPECT_NEAR(found.aic(), 2 - 2 * ln_l, 1e-12);
  EXPECT_NEAR(found.bic(), std::log(4.0) - 2 * ln_l, 1e-12);
}

TEST(Estimate, ConstantsAloneGiveTheSharesOfTheSample) {
  Luck luck(122);
  Sample sample = trips(luck, 500, 1);
  sample.cells("rail_there") = std::vector<double>(500, 1.0);
  sample.parameter("bus");
  sample.parameter("rail");
  sample.alternative("bus", 1, "bus");
  sample.alternative("rail", 2, "rail", "rail_there");
  sample.alternative("car", 3, "0");
  const Problem problem = built(sample);
  const Estimate found = estimated(sample, problem, {}, *serial_executor()).estimate;
  const double car = found.overview[2].share;
  // To the promised 1e-5 standard errors, of about 0.11.
  EXPECT_NEAR(found.maximum.theta[0], std::log(found.overview[0].share / car), 1.2e-6);
  EXPECT_NEAR(found.maximum.theta[1], std::log(found.overview[1].share / car), 1.2e-6);
  const double n = 500;
  // Inverse information of shares: 1 / (n p_bus) + 1 / (n p_car).
  EXPECT_NEAR(found.covariances.classical(0, 0), 1 / (n * found.overview[0].share) + 1 / (n * car),
              1e-7);
}

TEST(Estimate, ClustersAndPersonsAgree) {
  Sample sample = logit_sample(123, 600);
  std::vector<double> zone;
  for (std::size_t r = 0; r < 600; ++r) zone.push_back(static_cast<double>(r / 4));
  sample.column("zone", zone);
  sample.data.cluster = "zone";
  const Problem clustered = built(sample);
  const Estimate one = estimated(sample, clustered, {}, *serial_executor()).estimate;
  EXPECT_EQ(one.clusters, 150U);
  const Estimate small =
      estimated(sample, clustered, {.small_sample = true}, *serial_executor()).estimate;
  EXPECT_NEAR(small.covariances.robust(0, 0) / one.covariances.robust(0, 0), 150.0 / 149, 1e-12);
  sample.data.cluster = "";
  sample.data.panel = "zone";
  const Problem panel = built(sample);
  const Estimate two = estimated(sample, panel, {}, *serial_executor()).estimate;
  EXPECT_LT((one.maximum.theta - two.maximum.theta).norm(), 1e-7);
  EXPECT_LT((one.covariances.robust - two.covariances.robust).norm(),
            1e-4 * one.covariances.robust.norm());
}

// ---- warnings -----------------------------------------------------------------------------------

TEST(Estimate, WarnsOfAnAlternativeThatNobodyChose) {
  Sample sample = logit_sample(131, 300);
  for (double& choice : sample.cells("choice"))
    if (choice == 2) choice = 3;
  const Problem problem = built(sample);
  const Result result = estimated(sample, problem, {}, *serial_executor());
  ASSERT_EQ(result.faults.count("W-CHO-020"), 1U) << result.faults.text();
  const InputFault& fault = result.faults.kept().front();
  EXPECT_EQ(fault.rule, "W-CHO-020");
  EXPECT_EQ(fault.file, "model.txtpb");
  EXPECT_EQ(fault.field, "alternative[1]");
  EXPECT_EQ(fault.line, 14);
  EXPECT_EQ(fault.found, "rail");
  EXPECT_FALSE(result.faults.has_errors());
}

TEST(Estimate, NamesParametersThatCannotBeToldApart) {
  Sample sample = logit_sample(132, 300);
  sample.parameter("b_twice");
  for (const auto& [j, mode] : {std::pair{0, "bus"}, {1, "rail"}, {2, "car"}})
    sample.spec.alternatives[static_cast<std::size_t>(j)].utility =
        combine(Op::kAdd, sample.spec.alternatives[static_cast<std::size_t>(j)].utility,
                testing::parsed(std::string("b_twice * 2 * cost_") + mode));
  const Problem problem = built(sample);
  const Result result = estimated(sample, problem, {}, *serial_executor());
  ASSERT_EQ(result.faults.count("W-CHO-021"), 1U) << result.faults.text();
  const InputFault& fault = result.faults.kept().front();
  EXPECT_EQ(fault.file, "model.txtpb");
  EXPECT_EQ(fault.field, "parameter");
  EXPECT_THAT(fault.found, HasSubstr("b_cost"));
  EXPECT_THAT(fault.found, HasSubstr("b_twice"));
  EXPECT_THAT(fault.found, ::testing::Not(HasSubstr("time")));
  EXPECT_THAT(fault.expected, HasSubstr("each in its own way"));
}

TEST(Estimate, NamesTheConstantsWhereEveryAlternativeHasOne) {
  Sample sample = logit_sample(133, 300);
  sample.parameter("asc_car");
  sample.spec.alternatives[2].utility = testing::parsed("asc_car + b_time * time_car");
  const Problem problem = built(sample);
  const Result result = estimated(sample, problem, {}, *serial_executor());
  ASSERT_EQ(result.faults.count("W-CHO-021"), 1U) << result.faults.text();
  for (const char* name : {"asc_bus", "asc_rail", "asc_car"})
    EXPECT_THAT(result.faults.kept().front().found, HasSubstr(name));
}

TEST(Estimate, WarnsOfPerfectSeparation) {
  Luck luck(134);
  Sample sample;
  std::vector<double> x;
  std::vector<double> choice;
  for (int r = 0; r < 60; ++r) {
    x.push_back(luck.between(-1, 1));
    if (std::abs(x.back()) < 0.05) x.back() = 0.05;
    choice.push_back(x.back() > 0 ? 1 : 2);
  }
  sample.column("x", x);
  sample.column("choice", choice);
  sample.parameter("b");
  sample.alternative("a", 1, "b * x");
  sample.alternative("c", 2, "0");
  const Problem problem = built(sample);
  const Result result = estimated(sample, problem, {}, *serial_executor());
  EXPECT_EQ(result.faults.count("W-CHO-022"), 1U) << result.faults.text();
  EXPECT_GT(result.estimate.maximum.theta[0], 50);
  EXPECT_GT(result.estimate.least_probability, 1 - 1e-6);
}

TEST(Estimate, WarnsWhereItDidNotConverge) {
  Sample sample = logit_sample(135, 100);
  sample.parameter("p", 0);
  sample.share("one", "p", {{"b_time", "0"}});
  sample.share("two", "p");
  const Problem problem = built(sample);
  const Result result = estimated(sample, problem, {}, *serial_executor());
  EXPECT_FALSE(result.estimate.maximum.converged);
  EXPECT_EQ(result.faults.count("W-CHO-023"), 1U) << result.faults.text();
}

TEST(Estimate, OfASoundModelWarnsOfNothing) {
  const Sample sample = logit_sample(136, 500);
  const Problem problem = built(sample);
  EXPECT_TRUE(estimated(sample, problem, {}, *serial_executor()).faults.empty());
}

}  // namespace
}  // namespace stopover::choice
