// SPDX-License-Identifier: Apache-2.0
#include "engine/estimation/hypothesis.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include <Eigen/Cholesky>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "engine/base/check.hpp"

namespace stopover::estimation {

namespace {

using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

double chi_square_tail(double statistic, int degrees_of_freedom) {
  if (!(statistic > 0)) return std::isnan(statistic) ? statistic : 1.0;
  return boost::math::gamma_q(0.5 * degrees_of_freedom, 0.5 * statistic, Policy());
}

}  // namespace

TestResult likelihood_ratio(double restricted, double unrestricted, int degrees_of_freedom) {
  STOPOVER_CHECK(degrees_of_freedom >= 1, "a restriction is tested");
  const double statistic = 2 * (unrestricted - restricted);
  return {statistic, degrees_of_freedom, chi_square_tail(statistic, degrees_of_freedom)};
}

TestResult wald(const Vector& theta, const Matrix& covariance,
                const std::vector<std::size_t>& which, const Vector& values) {
  const auto n = static_cast<Eigen::Index>(which.size());
  STOPOVER_CHECK(n >= 1 && values.size() == n, "one value a tested parameter");
  Vector difference(n);
  Matrix part(n, n);
  for (Eigen::Index r = 0; r < n; ++r) {
    const auto i = static_cast<Eigen::Index>(which[static_cast<std::size_t>(r)]);
    difference[r] = theta[i] - values[r];
    for (Eigen::Index c = 0; c < n; ++c)
      part(r, c) = covariance(i, static_cast<Eigen::Index>(which[static_cast<std::size_t>(c)]));
  }
  TestResult result{std::numeric_limits<double>::quiet_NaN(), static_cast<int>(n),
                    std::numeric_limits<double>::quiet_NaN()};
  if (!part.allFinite()) return result;
  const Eigen::LLT<Matrix> factor(part);
  if (factor.info() != Eigen::Success) return result;
  result.statistic = difference.dot(factor.solve(difference));
  result.p = chi_square_tail(result.statistic, result.degrees_of_freedom);
  return result;
}

double two_sided_normal_p(double z) {
  if (std::isnan(z)) return z;
  return boost::math::erfc(std::abs(z) / std::numbers::sqrt2, Policy());
}

}  // namespace stopover::estimation
