// SPDX-License-Identifier: Apache-2.0
// The three distribution functions that estimates need, from Boost.Math in plain double precision
// (no long double), so that every x86-64 build gives the same figures to about 1e-12.
// Errors: arguments outside the stated ranges are bugs.
#pragma once

#include <cstdint>

namespace stopover::stats {

// t with P(T <= t) = p for Student's T; 0 < p < 1, degrees of freedom >= 1.
[[nodiscard]] double student_t_quantile(double p, std::int64_t degrees_of_freedom);
// P(|T| >= |t|).
[[nodiscard]] double student_t_two_sided_p(double t, std::int64_t degrees_of_freedom);
// P(B <= k) for B binomial with n trials; any k, n >= 0, 0 <= p <= 1.
[[nodiscard]] double binomial_cdf(std::int64_t k, std::int64_t n, double p);

}  // namespace stopover::stats
