// SPDX-License-Identifier: Apache-2.0
// Normal regression of an outcome that is heaped at known limits (spending of 0): Tobin (1958),
// type I in Amemiya's (1984) count, maximum likelihood with exact derivatives. An outcome at or
// beyond a limit counts as censored there.
//
// What it is not: for samples that leave out what lies beyond (truncated.hpp), nor where having
// any spending has causes of its own (two_part.hpp, selection.hpp).
// Units: limits in those of the outcome. Errors: findings; no row between the limits is one.
#pragma once

#include <memory>

#include "engine/regression/limits.hpp"

namespace stopover::regression {

[[nodiscard]] LimitedFit tobit(const Sample& sample, const Limits& limits, Executor& executor);

// The likelihood itself, for tests. `sample` outlives it.
[[nodiscard]] std::unique_ptr<estimation::Likelihood> tobit_likelihood(const Sample& sample,
                                                                       const Limits& limits);

}  // namespace stopover::regression
