// SPDX-License-Identifier: Apache-2.0
// Participation: the probability that an outcome is 1 and not 0, by logit (Berkson 1944; Cox 1958)
// or probit (Bliss 1934), maximum likelihood with exact derivatives.
//
// What it is not: a model of choice between several alternatives (engine/choice).
// Coefficients are in units of the latent index. Errors: findings (design.hpp, ml_fit.hpp). Where
// terms separate the outcomes, wholly or in part (Albert & Anderson 1984), there is no maximum: a
// combination of terms that proves it is found and named. The proof is sound; it is sought in the
// direction in which the search ran off.
#pragma once

#include <memory>

#include "engine/estimation/likelihood.hpp"
#include "engine/regression/ml_fit.hpp"

namespace stopover::regression {

enum class Link : std::uint8_t { kLogit, kProbit };

struct Binary {
  MlFit fit;
  Link link = Link::kLogit;
};

// Outcomes are 0 or 1.
[[nodiscard]] Binary binary_regression(const Sample& sample, Link link, Executor& executor);

[[nodiscard]] double probability(Link link, double index);
[[nodiscard]] Vector probabilities(const Binary& model, const Design& design);

// The likelihood itself, for tests and for other estimators. `sample` outlives it.
[[nodiscard]] std::unique_ptr<estimation::Likelihood> binary_likelihood(const Sample& sample,
                                                                        Link link);

}  // namespace stopover::regression
