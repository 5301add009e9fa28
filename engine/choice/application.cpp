// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/application.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/base/check.hpp"
#include "engine/choice/likelihoods.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::choice {

namespace {

namespace pm = random::portable;

constexpr double kNothing = -std::numeric_limits<double>::infinity();
constexpr std::size_t kCasesAtOnce = 256;

std::span<const double> view(const estimation::Vector& theta) {
  return {theta.data(), static_cast<std::size_t>(theta.size())};
}

std::vector<double> network_values(const Problem& problem, const estimation::Vector& theta) {
  std::vector<double> values(problem.network_values.size());
  for (std::size_t v = 0; v < values.size(); ++v)
    problem.network_values[v].evaluate(problem.columns, view(theta), 0, {&values[v], 1}, {});
  return values;
}

// Logit and nests: utilities by row, then each case.
void apply_closed(const Problem& problem, const estimation::Vector& theta, std::size_t first,
                  std::size_t last, Applied& out) {
  RowUtilities rows;
  row_utilities(problem, problem.classes.front(), view(theta), {first, last}, false, rows);
  const std::vector<double> values = network_values(problem, theta);
  const std::size_t alternatives = problem.spec.alternatives.size();
  std::vector<double> utility(alternatives);
  std::vector<double> probability(alternatives);
  GevScratch scratch;
  for (std::size_t c = first; c < last; ++c) {
    const auto n = static_cast<Eigen::Index>(c);
    std::ranges::fill(utility, kNothing);
    for (std::size_t r = problem.case_row[c]; r < problem.case_row[c + 1]; ++r) {
      const std::uint32_t j = problem.row_alternative[r];
      utility[j] = rows.value[r - problem.case_row[first]];
      out.utility(n, j) = utility[j];
    }
    if (problem.network) {
      out.logsum[n] = problem.network->probabilities(utility, values, scratch);
      probability = scratch.probability;
    } else {
      const std::vector<double> nobody(alternatives, 0.0);
      logit_case(utility, nobody, probability);
      const std::size_t best =
          static_cast<std::size_t>(std::ranges::max_element(utility) - utility.begin());
      out.logsum[n] = utility[best] - pm::log(probability[best]);
    }
    for (std::size_t j = 0; j < alternatives; ++j)
      out.probability(n, static_cast<Eigen::Index>(j)) = probability[j];
  }
}

// Any model: the probability of alternative j is the likelihood if everybody chose it.
void apply_by_likelihood(const Problem& problem, const DrawSpec& draws,
                         const estimation::Vector& theta, Executor& executor, Applied& out) {
  Problem each = problem;
  each.unit_case.resize(problem.cases() + 1);
  std::iota(each.unit_case.begin(), each.unit_case.end(), std::size_t{0});
  std::ranges::fill(each.weight, 1.0);
  each.cluster.clear();
  const auto likelihood = make_likelihood(each, draws);  // sees `each` as it changes
  for (std::size_t j = 0; j < problem.spec.alternatives.size(); ++j) {
    std::vector<bool> there(problem.cases(), false);
    std::ranges::fill(each.chosen, 0.0);
    for (std::size_t c = 0; c < problem.cases(); ++c) {
      std::size_t row = problem.case_row[c];
      for (std::size_t r = row; r < problem.case_row[c + 1]; ++r)
        if (problem.row_alternative[r] == j) {
          row = r;
          there[c] = true;
        }
      each.chosen[row] = 1.0;
    }
    const estimation::Vector ln_p = estimation::by_unit(*likelihood, theta, executor);
    for (std::size_t c = 0; c < problem.cases(); ++c)
      if (there[c])
        out.probability(static_cast<Eigen::Index>(c), static_cast<Eigen::Index>(j)) =
            pm::exp(ln_p[static_cast<Eigen::Index>(c)]);
  }
}

}  // namespace

Applied apply(const Problem& problem, const DrawSpec& draws, const estimation::Vector& theta,
              Executor& executor) {
  STOPOVER_CHECK(!problem.long_form, "long data has no list of alternatives");
  const auto cases = static_cast<Eigen::Index>(problem.cases());
  const auto alternatives = static_cast<Eigen::Index>(problem.spec.alternatives.size());
  Applied out;
  out.probability = estimation::RowMatrix::Zero(cases, alternatives);
  if (!problem.random.coefficients.empty() || problem.classes.size() > 1) {
    apply_by_likelihood(problem, draws, theta, executor, out);
    return out;
  }
  out.utility = estimation::RowMatrix::Constant(cases, alternatives,
                                                std::numeric_limits<double>::quiet_NaN());
  out.logsum = estimation::Vector::Zero(cases);
  executor.run(package_count(problem.cases(), kCasesAtOnce), [&](std::size_t b) {
    const std::size_t first = b * kCasesAtOnce;
    apply_closed(problem, theta, first, std::min(problem.cases(), first + kCasesAtOnce), out);
  });
  return out;
}

}  // namespace stopover::choice
