// SPDX-License-Identifier: Apache-2.0
// How far what learning left open may move the differences of a comparison.
//
// Both sides learnt from the same luck, so that what is left in common cancels: the bias is about
// the difference of the two, told with twice the standard error of their samples added. It covers
// the rates whose planned connections learning watches, those of transfer and of air and rail. What
// it is not: the distance to expectations that have settled for good, nor what more days of
// learning would tell.
#pragma once

#include <vector>

#include "tools/stopover/results.hpp"

namespace stopover::tool {

struct LearningBias {
  const simulation::Compared* compared = nullptr;
  double about = 0;       // as in the indicator's unit
  double half_width = 0;  // of the paired difference, by the luck of the replications
  [[nodiscard]] bool within() const { return about <= half_width; }
};

// Empty where nobody learnt, or there are no intervals.
[[nodiscard]] std::vector<LearningBias> learning_biases(const CompareResults& results);

}  // namespace stopover::tool
