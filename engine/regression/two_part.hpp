// SPDX-License-Identifier: Apache-2.0
// Spending with zeros in two parts (Cragg 1971; Duan, Manning, Morris & Newhouse 1983): whether
// anything is spent, by logit or probit, and ln of the amount among those who spend, by least
// squares.
//
// What it is not: a model of a latent amount behind the zeros (tobit.hpp, selection.hpp).
// Units: of the outcome. Errors: findings of each part, named "participation: ..." and
// "amount: ..."; an outcome below 0 is one. With findings nothing can be predicted.
#pragma once

#include "engine/regression/binary.hpp"
#include "engine/regression/least_squares.hpp"

namespace stopover::regression {

struct TwoPartSample {
  Design participation;
  Design amount;   // of all rows
  Vector outcome;  // >= 0
  std::vector<double> weights = {};
  Clusters clusters = {};
};

struct TwoPart {
  Findings findings;
  Binary participation;
  LeastSquares amount;          // of ln outcome, rows with outcome > 0
  double smearing_factor = 0;   // Duan (1983)
  double lognormal_factor = 0;  // exp(sigma^2 / 2)
};

[[nodiscard]] TwoPart two_part(const TwoPartSample& sample, Link link, Executor& executor);

enum class Retransform : std::uint8_t { kSmearing, kLognormal };

// P(outcome > 0) E(outcome | outcome > 0) of each row.
[[nodiscard]] Vector mean_outcomes(const TwoPart& model, const Design& participation,
                                   const Design& amount, Retransform retransform);

}  // namespace stopover::regression
