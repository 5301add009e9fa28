// SPDX-License-Identifier: Apache-2.0
// A choice model applied to the choices of a problem by sample enumeration: probabilities,
// utilities and logsums for each choice, at given parameters.
//
// Closed forms for logit, nests and classes; simulation for mixed models, each choice by itself, as
// for a person whose other choices are not known.
// Logsums (expected maximum utility, up to a constant) exist for logit and nests; with another
// normalisation than kTop they are values of the root, in its own scale.
// What it is not: for long data, which has no list of alternatives.
// Shapes: cases x alternatives, NaN for the utility and 0 for the probability of what is not there.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/choice/problem.hpp"

namespace stopover::choice {

struct Applied {
  estimation::RowMatrix probability;
  estimation::RowMatrix utility;  // logit and nests, else empty
  estimation::Vector logsum;      // likewise
};

// Made once for many parameters. Keeps a problem of its own, and of a mixed model its draws
// (draws.hpp says how much that is).
class Application {
 public:
  Application(Problem problem, const DrawSpec& draws);

  // One call at a time: a mixture turns its choices in place.
  [[nodiscard]] Applied at(const estimation::Vector& theta, Executor& executor);

 private:
  [[nodiscard]] std::vector<bool> choose(std::size_t alternative);

  std::unique_ptr<Problem> problem_;  // stays where it is when an application moves
  std::unique_ptr<estimation::Likelihood>
      mixture_;  // mixed and latent-class models; sees the problem
};

}  // namespace stopover::choice
