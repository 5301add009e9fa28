// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "engine/choice/likelihoods.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::choice {

namespace {

namespace pm = random::portable;
using estimation::RowMatrix;
using estimation::Vector;

// L = sum over classes of share x product over the unit's cases of P. A unit's weight is that of
// its first case.
class ClassLikelihood : public estimation::Likelihood {
 public:
  explicit ClassLikelihood(const Problem& problem) : problem_(problem) {}

  [[nodiscard]] std::size_t parameters() const override { return problem_.free.size(); }
  [[nodiscard]] std::size_t units() const override { return problem_.units(); }

  void evaluate(std::span<const double> theta, std::size_t first, std::span<double> ln_l,
                std::span<double> scores) const override {
    const std::size_t classes = problem_.classes.size();
    const std::size_t k = parameters();
    const std::size_t n = ln_l.size();
    const std::size_t first_case = problem_.unit_case[first];
    const std::size_t last_case = problem_.unit_case[first + n];
    std::vector<double> inside(classes * n, 0.0);  // ln of the product of P, a class and unit
    std::vector<double> slopes(scores.empty() ? 0 : classes * n * k, 0.0);
    RowUtilities rows;
    for (std::size_t s = 0; s < classes; ++s) {
      row_utilities(problem_, problem_.classes[s], theta, {first_case, last_case}, !scores.empty(),
                    rows);
      for (std::size_t u = 0; u < n; ++u)
        inside[s * n + u] = logit_cases(
            problem_, rows, {problem_.unit_case[first + u], problem_.unit_case[first + u + 1]},
            false,
            slopes.empty() ? std::span<double>{} : std::span(slopes).subspan((s * n + u) * k, k));
    }
    std::vector<double> ln_share(classes);
    std::vector<double> by_theta(scores.empty() ? 0 : classes * k);
    for (std::size_t u = 0; u < n; ++u) {
      shares(theta, first + u, ln_share, by_theta);
      double greatest = kLnZero;
      for (std::size_t s = 0; s < classes; ++s)
        greatest = std::max(greatest, ln_share[s] + inside[s * n + u]);
      if (greatest == kLnZero) {
        ln_l[u] = kLnZero;
        continue;
      }
      double sum = 0;
      for (std::size_t s = 0; s < classes; ++s)
        sum += pm::exp(ln_share[s] + inside[s * n + u] - greatest);
      const double weight = problem_.weight[problem_.unit_case[first + u]];
      ln_l[u] = weight * (greatest + pm::log(sum));
      if (scores.empty()) continue;
      const std::span<double> score = scores.subspan(u * k, k);
      std::ranges::fill(score, 0.0);
      for (std::size_t s = 0; s < classes; ++s) {
        const double posterior = weight * pm::exp(ln_share[s] + inside[s * n + u] - greatest) / sum;
        if (!(posterior > 0)) continue;
        for (std::size_t p = 0; p < k; ++p)
          score[p] += posterior * (slopes[(s * n + u) * k + p] + by_theta[s * k + p]);
      }
    }
  }

 private:
  // ln of each class's share and its derivatives; a share that is not positive is -inf.
  void shares(std::span<const double> theta, std::size_t u, std::vector<double>& ln_share,
              std::vector<double>& by_theta) const {
    const std::size_t classes = ln_share.size();
    const std::size_t k = parameters();
    const std::size_t row =
        problem_.long_form ? problem_.case_row[problem_.unit_case[u]] : problem_.unit_case[u];
    std::ranges::fill(by_theta, 0.0);
    std::vector<double> derivative;
    for (std::size_t s = 0; s < classes; ++s) {
      const ClassShare& share = problem_.shares[s];
      const Program& program = share.share ? *share.share : *share.membership;
      derivative.resize(by_theta.empty() ? 0 : program.parameters().size());
      double value = 0;
      program.evaluate(problem_.columns, theta, row, {&value, 1}, derivative);
      ln_share[s] = share.share ? (value > 0 ? pm::log(value) : kLnZero) : value;
      const double by_value = share.share ? 1.0 / value : 1.0;
      for (std::size_t p = 0; p < derivative.size(); ++p)
        by_theta[s * k + program.parameters()[p]] += derivative[p] * by_value;
    }
    if (problem_.shares.front().membership) normalise(ln_share, by_theta);
  }

  // Utilities to ln of logit shares.
  static void normalise(std::vector<double>& ln_share, std::vector<double>& by_theta) {
    const std::size_t classes = ln_share.size();
    const double greatest = *std::ranges::max_element(ln_share);
    double sum = 0;
    for (const double value : ln_share) sum += pm::exp(value - greatest);
    for (double& value : ln_share) value -= greatest + pm::log(sum);
    const std::size_t k = by_theta.size() / classes;
    for (std::size_t p = 0; p < k; ++p) {
      double mean = 0;
      for (std::size_t s = 0; s < classes; ++s) mean += pm::exp(ln_share[s]) * by_theta[s * k + p];
      for (std::size_t s = 0; s < classes; ++s) by_theta[s * k + p] -= mean;
    }
  }

  const Problem& problem_;
};

}  // namespace

std::unique_ptr<estimation::Likelihood> make_latent_class(const Problem& problem) {
  return std::make_unique<ClassLikelihood>(problem);
}

}  // namespace stopover::choice
