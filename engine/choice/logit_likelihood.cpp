// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/choice/likelihoods.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::choice {

namespace {

namespace pm = random::portable;
using estimation::Matrix;
using estimation::Vector;

class LogitLikelihood : public estimation::Likelihood {
 public:
  explicit LogitLikelihood(const Problem& problem) : problem_(problem) {}

  [[nodiscard]] std::size_t parameters() const override { return problem_.free.size(); }
  [[nodiscard]] std::size_t units() const override { return problem_.units(); }
  [[nodiscard]] std::size_t block() const override { return 128; }
  [[nodiscard]] bool has_hessian() const override {
    return !problem_.network && problem_.classes.front().linear();
  }

  void evaluate(std::span<const double> theta, std::size_t first, std::span<double> ln_l,
                std::span<double> scores) const override {
    const std::size_t first_case = problem_.unit_case[first];
    const std::size_t last_case = problem_.unit_case[first + ln_l.size()];
    RowUtilities rows;
    row_utilities(problem_, problem_.classes.front(), theta, {first_case, last_case},
                  !scores.empty(), rows);
    if (problem_.network)
      by_network(theta, first, rows, ln_l, scores);
    else
      by_logit(first, rows, ln_l, scores);
  }

  void add_hessian(std::span<const double> theta, std::size_t first,
                   std::span<const double> weights, Matrix& hessian) const override {
    const std::size_t first_case = problem_.unit_case[first];
    const std::size_t last_case = problem_.unit_case[first + weights.size()];
    RowUtilities rows;
    row_utilities(problem_, problem_.classes.front(), theta, {first_case, last_case}, true, rows);
    const std::size_t from = problem_.case_row[first_case];
    const auto k = static_cast<Eigen::Index>(parameters());
    const auto n = static_cast<Eigen::Index>(problem_.case_row[last_case] - from);
    // Rows about the mean of their case, times the root of their probability: H = - X' X.
    estimation::RowMatrix centred(n, k);
    std::vector<double> probability;
    for (std::size_t u = 0; u < weights.size(); ++u)
      for (std::size_t c = problem_.unit_case[first + u]; c < problem_.unit_case[first + u + 1];
           ++c) {
        const std::size_t row = problem_.case_row[c];
        const std::size_t size = problem_.case_row[c + 1] - row;
        probability.resize(size);
        const std::span<const double> chosen(&problem_.chosen[row], size);
        logit_case({&rows.value[row - from], size}, chosen, probability);
        const double times = std::accumulate(chosen.begin(), chosen.end(), 0.0);
        const Eigen::Map<const estimation::RowMatrix> design(
            rows.derivative + (row - from) * parameters(), static_cast<Eigen::Index>(size), k);
        const Eigen::Map<const Vector> p(probability.data(), static_cast<Eigen::Index>(size));
        const Eigen::RowVectorXd mean = p.transpose() * design;
        const double weight = weights[u] * problem_.weight[c] * times;
        for (std::size_t j = 0; j < size; ++j)
          centred.row(static_cast<Eigen::Index>(row - from + j)) =
              std::sqrt(weight * probability[j]) *
              (design.row(static_cast<Eigen::Index>(j)) - mean);
      }
    hessian.noalias() -= centred.transpose() * centred;
  }

 private:
  void by_logit(std::size_t first, const RowUtilities& rows, std::span<double> ln_l,
                std::span<double> scores) const {
    const std::size_t k = parameters();
    std::ranges::fill(scores, 0.0);
    for (std::size_t u = 0; u < ln_l.size(); ++u)
      ln_l[u] = logit_cases(problem_, rows,
                            {problem_.unit_case[first + u], problem_.unit_case[first + u + 1]},
                            true, scores.empty() ? scores : scores.subspan(u * k, k));
  }

  void by_network(std::span<const double> theta, std::size_t first, const RowUtilities& rows,
                  std::span<double> ln_l, std::span<double> scores) const {
    const GevNetwork& network = *problem_.network;
    const std::size_t from = problem_.case_row[problem_.unit_case[first]];
    const std::size_t k = parameters();
    const std::size_t count = network.values();
    std::vector<double> values(count);
    std::vector<std::vector<double>> by_theta(count);
    for (std::size_t v = 0; v < count; ++v) {
      by_theta[v].resize(problem_.network_values[v].parameters().size());
      problem_.network_values[v].evaluate(problem_.columns, theta, 0, {&values[v], 1}, by_theta[v]);
    }
    GevScratch scratch;
    std::vector<double> utility(network.alternatives());
    std::vector<double> chosen(network.alternatives());
    for (std::size_t u = 0; u < ln_l.size(); ++u) {
      ln_l[u] = 0;
      const std::span<double> score =
          scores.empty() ? std::span<double>{} : scores.subspan(u * k, k);
      std::ranges::fill(score, 0.0);
      for (std::size_t c = problem_.unit_case[first + u]; c < problem_.unit_case[first + u + 1];
           ++c) {
        std::ranges::fill(utility, kLnZero);
        std::ranges::fill(chosen, 0.0);
        for (std::size_t r = problem_.case_row[c]; r < problem_.case_row[c + 1]; ++r) {
          utility[problem_.row_alternative[r]] = rows.value[r - from];
          chosen[problem_.row_alternative[r]] = problem_.chosen[r];
        }
        const double weight = problem_.weight[c];
        ln_l[u] += weight * network.evaluate(utility, chosen, values, scratch);
        if (score.empty()) continue;
        for (std::size_t r = problem_.case_row[c]; r < problem_.case_row[c + 1]; ++r)
          add(rows, r - from, weight * scratch.by_utility[problem_.row_alternative[r]], score);
        for (std::size_t v = 0; v < count; ++v)
          for (std::size_t p = 0; p < by_theta[v].size(); ++p)
            score[problem_.network_values[v].parameters()[p]] +=
                weight * scratch.by_value[v] * by_theta[v][p];
      }
    }
  }

  void add(const RowUtilities& rows, std::size_t row, double by_utility,
           std::span<double> score) const {
    const double* const derivative = rows.derivative + row * score.size();
    for (std::size_t p = 0; p < score.size(); ++p) score[p] += by_utility * derivative[p];
  }

  const Problem& problem_;
};

}  // namespace

double logit_cases(const Problem& problem, const RowUtilities& rows, HalfOpen<std::size_t> cases,
                   bool weighted, std::span<double> score) {
  double ln_l = 0;
  std::vector<double> probability;
  for (std::size_t c = cases.from; c < cases.until; ++c) {
    const std::size_t row = problem.case_row[c];
    const std::size_t size = problem.case_row[c + 1] - row;
    probability.resize(size);
    const std::span<const double> chosen(&problem.chosen[row], size);
    const double weight = weighted ? problem.weight[c] : 1.0;
    ln_l += weight * logit_case({&rows.value[row - rows.first], size}, chosen, probability);
    if (score.empty()) continue;
    const double times = std::accumulate(chosen.begin(), chosen.end(), 0.0);
    for (std::size_t j = 0; j < size; ++j) {
      const double by_utility = weight * (chosen[j] - times * probability[j]);
      const double* const derivative = rows.derivative + (row - rows.first + j) * score.size();
      for (std::size_t p = 0; p < score.size(); ++p) score[p] += by_utility * derivative[p];
    }
  }
  return ln_l;
}

double logit_case(std::span<const double> utility, std::span<const double> chosen,
                  std::span<double> probability) {
  double greatest = kLnZero;
  for (const double value : utility) greatest = std::max(greatest, value);
  double sum = 0;
  for (std::size_t j = 0; j < utility.size(); ++j) {
    probability[j] = pm::exp(utility[j] - greatest);
    sum += probability[j];
  }
  const double ln_sum = pm::log(sum);
  double ln_l = 0;
  for (std::size_t j = 0; j < utility.size(); ++j) {
    if (chosen[j] != 0) ln_l += chosen[j] * (utility[j] - greatest - ln_sum);
    probability[j] /= sum;
  }
  return ln_l;
}

std::unique_ptr<estimation::Likelihood> make_logit(const Problem& problem) {
  return std::make_unique<LogitLikelihood>(problem);
}

std::unique_ptr<estimation::Likelihood> make_likelihood(const Problem& problem,
                                                        const DrawSpec& draws) {
  if (!problem.random.coefficients.empty()) return make_mixed(problem, draws);
  if (problem.classes.size() > 1) return make_latent_class(problem);
  return make_logit(problem);
}

}  // namespace stopover::choice
