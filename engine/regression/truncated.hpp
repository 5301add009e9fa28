// SPDX-License-Identifier: Apache-2.0
// Normal regression of an outcome that is seen only between known limits (a survey that leaves out
// small sums): Hausman & Wise (1977), maximum likelihood with exact derivatives.
//
//   ln L = ln density((y - x'b) / sigma) - ln sigma - ln P(lower < x'b + sigma N < upper)
//
// What it is not: for outcomes heaped at a limit; that is censoring (tobit.hpp).
// Units: limits in those of the outcome (ln 1000 where the outcome is a logarithm).
// Errors: findings. An outcome outside the limits is one; where the outcomes look no more like a
// normal tail than like an exponential one, sigma runs off and the fit does not converge.
#pragma once

#include <memory>

#include "engine/regression/limits.hpp"

namespace stopover::regression {

[[nodiscard]] LimitedFit truncated_regression(const Sample& sample, const Limits& limits,
                                              Executor& executor);

// The likelihood itself, for tests. `sample` outlives it.
[[nodiscard]] std::unique_ptr<estimation::Likelihood> truncated_likelihood(const Sample& sample,
                                                                           const Limits& limits);

}  // namespace stopover::regression
