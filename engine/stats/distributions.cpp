// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/distributions.hpp"

#include <cmath>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "engine/base/check.hpp"

namespace stopover::stats {
namespace {
namespace policies = boost::math::policies;
using PlainDouble = policies::policy<policies::promote_double<false>>;
using StudentT = boost::math::students_t_distribution<double, PlainDouble>;
using Binomial = boost::math::binomial_distribution<double, PlainDouble>;
}  // namespace

double student_t_quantile(double p, std::int64_t degrees_of_freedom) {
  STOPOVER_CHECK(p > 0 && p < 1 && degrees_of_freedom >= 1, "a quantile inside the distribution");
  return boost::math::quantile(StudentT(static_cast<double>(degrees_of_freedom)), p);
}

double student_t_two_sided_p(double t, std::int64_t degrees_of_freedom) {
  STOPOVER_CHECK(!std::isnan(t) && degrees_of_freedom >= 1, "a t statistic with its degrees");
  if (std::isinf(t)) return 0;
  const StudentT student(static_cast<double>(degrees_of_freedom));
  return 2 * boost::math::cdf(student, -std::abs(t));
}

double binomial_cdf(std::int64_t k, std::int64_t n, double p) {
  STOPOVER_CHECK(n >= 0 && p >= 0 && p <= 1, "a binomial distribution");
  if (k < 0) return 0;
  if (k >= n) return 1;
  return boost::math::cdf(Binomial(static_cast<double>(n), p), static_cast<double>(k));
}

}  // namespace stopover::stats
