// SPDX-License-Identifier: Apache-2.0
// The log-likelihood of a choice model on its data, by kind: logit and networks of nests
// (logit_likelihood.cpp), latent classes (class_likelihood.cpp), simulated mixed logit
// (mixed_likelihood.cpp). Scores are exact derivatives; plain linear logit has exact second ones.
//
// A likelihood refers to the problem, which must outlive it. Weights of cases are part of it.
#pragma once

#include <memory>

#include "engine/choice/problem.hpp"
#include "engine/choice/row_utilities.hpp"
#include "engine/estimation/likelihood.hpp"

namespace stopover::choice {

// Draws are used by mixed models alone.
[[nodiscard]] std::unique_ptr<estimation::Likelihood> make_likelihood(const Problem& problem,
                                                                      const DrawSpec& draws);

[[nodiscard]] std::unique_ptr<estimation::Likelihood> make_logit(const Problem& problem);
[[nodiscard]] std::unique_ptr<estimation::Likelihood> make_latent_class(const Problem& problem);
[[nodiscard]] std::unique_ptr<estimation::Likelihood> make_mixed(const Problem& problem,
                                                                 const DrawSpec& draws);

// Sum over cases of ln P by logit, with their weights or without; adds its derivatives to `score`,
// which may be empty.
double logit_cases(const Problem& problem, const RowUtilities& rows, HalfOpen<std::size_t> cases,
                   bool weighted, std::span<double> score);

// Probabilities of the rows of one case by logit: `probability` has one place a row. Returns the
// sum of chosen x ln probability.
double logit_case(std::span<const double> utility, std::span<const double> chosen,
                  std::span<double> probability);

}  // namespace stopover::choice
