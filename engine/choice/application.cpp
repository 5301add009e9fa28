// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/application.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/choice/likelihoods.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::choice {

namespace {

namespace pm = random::portable;

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
    std::ranges::fill(utility, kLnZero);
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

}  // namespace

Application::Application(Problem problem, const DrawSpec& draws)
    : problem_(std::make_unique<Problem>(std::move(problem))) {
  STOPOVER_CHECK(!problem_->long_form, "long data has no list of alternatives");
  if (problem_->random.coefficients.empty() && problem_->classes.size() == 1) return;
  problem_->unit_case.resize(problem_->cases() + 1);
  std::iota(problem_->unit_case.begin(), problem_->unit_case.end(), std::size_t{0});
  std::ranges::fill(problem_->weight, 1.0);
  problem_->cluster.clear();
  mixture_ = make_likelihood(*problem_, draws);
}

// Everybody chooses the alternative; where it is not there, something else. Says where it is there.
std::vector<bool> Application::choose(std::size_t alternative) {
  std::vector<bool> there(problem_->cases(), false);
  std::ranges::fill(problem_->chosen, 0.0);
  for (std::size_t c = 0; c < problem_->cases(); ++c) {
    std::size_t chosen = problem_->case_row[c];
    for (std::size_t r = chosen; r < problem_->case_row[c + 1]; ++r) {
      if (problem_->row_alternative[r] != alternative) continue;
      chosen = r;
      there[c] = true;
    }
    problem_->chosen[chosen] = 1.0;
  }
  return there;
}

Applied Application::at(const estimation::Vector& theta, Executor& executor) {
  const auto cases = static_cast<Eigen::Index>(problem_->cases());
  const auto alternatives = static_cast<Eigen::Index>(problem_->spec.alternatives.size());
  Applied out;
  out.probability = estimation::RowMatrix::Zero(cases, alternatives);
  if (mixture_) {
    // The probability of an alternative is the likelihood if everybody chose it.
    for (Eigen::Index j = 0; j < alternatives; ++j) {
      const std::vector<bool> there = choose(static_cast<std::size_t>(j));
      const estimation::Vector ln_p = estimation::by_unit(*mixture_, theta, executor);
      for (Eigen::Index c = 0; c < cases; ++c)
        if (there[static_cast<std::size_t>(c)]) out.probability(c, j) = pm::exp(ln_p[c]);
    }
    return out;
  }
  out.utility = estimation::RowMatrix::Constant(cases, alternatives,
                                                std::numeric_limits<double>::quiet_NaN());
  out.logsum = estimation::Vector::Zero(cases);
  executor.run(package_count(problem_->cases(), kCasesAtOnce), [&](std::size_t b) {
    const std::size_t first = b * kCasesAtOnce;
    apply_closed(*problem_, theta, first, std::min(problem_->cases(), first + kCasesAtOnce), out);
  });
  return out;
}

}  // namespace stopover::choice
