// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace stopover::choice {

namespace {

constexpr std::size_t kCoarse = 16;       // part of the draws for the first climb
constexpr std::size_t kLeastDraws = 256;  // below it nothing is gained by two climbs
constexpr double kCertain = 1e-6;         // ln of a probability that counts as 1

double choices_of(const Problem& problem, std::size_t c) {
  return std::accumulate(
      problem.chosen.begin() + static_cast<std::ptrdiff_t>(problem.case_row[c]),
      problem.chosen.begin() + static_cast<std::ptrdiff_t>(problem.case_row[c + 1]), 0.0);
}

void look_over(const Problem& problem, const ModelPlaces& places, FaultList& faults,
               Estimate& result) {
  result.cases = problem.cases();
  result.units = problem.units();
  result.clusters = problem.clusters == 0 ? problem.units() : problem.clusters;
  std::vector<OverviewRow> rows;
  for (const Alternative& alternative : problem.spec.alternatives)
    rows.push_back({.alternative = alternative.name});
  for (std::size_t c = 0; c < problem.cases(); ++c) {
    const double times = choices_of(problem, c);
    const std::size_t size = problem.case_row[c + 1] - problem.case_row[c];
    result.choices += problem.weight[c] * times;
    result.null_ln_l -= problem.weight[c] * times * std::log(static_cast<double>(size));
    for (std::size_t r = problem.case_row[c]; r < problem.case_row[c + 1]; ++r) {
      rows[problem.row_alternative[r]].available += problem.weight[c];
      rows[problem.row_alternative[r]].chosen += problem.weight[c] * problem.chosen[r];
    }
  }
  if (problem.long_form) return;
  for (std::size_t j = 0; j < rows.size(); ++j) {
    rows[j].share = result.choices > 0 ? rows[j].chosen / result.choices : 0;
    if (rows[j].chosen > 0) continue;
    const std::string field = fmt::format("alternative[{}]", j);
    faults.add({.rule = "W-CHO-020",
                .file = places.file,
                .line = places.line(field),
                .field = field,
                .found = rows[j].alternative,
                .expected = "an alternative that somebody chose"});
  }
  result.overview = std::move(rows);
}

estimation::Vector starts(const Problem& problem) {
  estimation::Vector start(static_cast<Eigen::Index>(problem.free.size()));
  for (std::size_t k = 0; k < problem.free.size(); ++k)
    start[static_cast<Eigen::Index>(k)] = problem.free[k].start;
  return start;
}

std::vector<estimation::Bound> bounds_of(const Problem& problem) {
  std::vector<estimation::Bound> bounds;
  for (const Parameter& parameter : problem.free)
    bounds.push_back({parameter.lower, parameter.upper});
  return bounds;
}

void warn(const Problem& problem, const ModelPlaces& places, const Estimate& result,
          FaultList& faults) {
  const auto add = [&](const char* rule, std::string found, std::string expected) {
    faults.add({.rule = rule,
                .file = places.file,
                .field = "parameter",
                .found = std::move(found),
                .expected = std::move(expected)});
  };
  for (const estimation::FlatDirection& flat : result.maximum.identification) {
    std::string names;
    for (const std::size_t k : flat.parameters)
      names += (names.empty() ? "" : ", ") + problem.free[k].name;
    add("W-CHO-021", names, "parameters that change the likelihood each in its own way");
  }
  if (result.least_probability > 1 - kCertain)
    add("W-CHO-022", "every choice has probability 1", "choices that are not certain");
  if (!result.maximum.converged)
    add("W-CHO-023",
        fmt::format("a gradient that promises {:.2g} of ln L", result.maximum.decrement / 2),
        "an estimate at a maximum");
}

}  // namespace

double Estimate::rho_square() const {
  return 1 - maximum.value / null_ln_l;
}
double Estimate::rho_square_bar() const {
  return 1 - (maximum.value - static_cast<double>(maximum.theta.size())) / null_ln_l;
}
double Estimate::aic() const {
  return 2 * static_cast<double>(maximum.theta.size()) - 2 * maximum.value;
}
double Estimate::bic() const {
  return static_cast<double>(maximum.theta.size()) * std::log(static_cast<double>(cases)) -
         2 * maximum.value;
}

Estimate estimate(const Problem& problem, const EstimateOptions& options, const ModelPlaces& places,
                  FaultList& faults, Executor& executor) {
  Estimate result;
  look_over(problem, places, faults, result);
  const std::vector<estimation::Bound> bounds = bounds_of(problem);
  estimation::Vector start = starts(problem);
  estimation::MaximiseOptions how;
  const bool mixed = !problem.random.coefficients.empty();
  const auto likelihood = make_likelihood(problem, options.draws);
  result.start_ln_l = total(*likelihood, start, {}, estimation::Want::kValue, executor).value;
  int evaluations = 0;
  if (mixed && options.draws.number >= kLeastDraws) {
    DrawSpec few = options.draws;
    few.number /= kCoarse;
    const auto coarse = make_likelihood(problem, few);
    const estimation::Maximum near =
        maximise(*coarse, start, bounds, {}, {.tolerance = 1e-4}, executor);
    evaluations = near.evaluations;
    if (near.converged) {
      start = near.theta;
      how.near = true;
      how.information = near.information;
    }
  }
  result.maximum = maximise(*likelihood, start, bounds, {}, how, executor);
  result.maximum.evaluations += evaluations;
  const estimation::Clusters clusters{
      .of_unit = problem.cluster, .count = problem.clusters, .small_sample = options.small_sample};
  result.covariances = covariances(*likelihood, result.maximum, {}, clusters, executor);
  if (options.bootstrap > 0)
    result.bootstrap = bootstrap(
        *likelihood, result.maximum, bounds,
        {.replications = options.bootstrap, .seed = options.draws.seed, .clusters = clusters},
        executor);
  const estimation::Vector by_unit =
      estimation::by_unit(*likelihood, result.maximum.theta, executor);
  result.least_probability = by_unit.size() == 0 ? 0 : std::exp(by_unit.minCoeff());
  for (int s = 1; mixed && s <= options.seeds; ++s) {
    DrawSpec other = options.draws;
    other.seed += static_cast<std::uint64_t>(s);
    result.ln_l_by_seed.push_back(total(*make_likelihood(problem, other), result.maximum.theta, {},
                                        estimation::Want::kValue, executor)
                                      .value);
  }
  warn(problem, places, result, faults);
  return result;
}

}  // namespace stopover::choice
