// SPDX-License-Identifier: Apache-2.0
// Several comparisons at once: p values adjusted by Holm's step-down Bonferroni (Holm 1979).
//
// Reject where the adjusted p is at most alpha: the chance of even one false rejection among all is
// then at most alpha, whatever the dependence, and comparisons that share random numbers are
// dependent. It rejects at least as much as plain Bonferroni.
//
// What it is not: a control of the false discovery rate. Errors: p outside [0, 1] is a bug.
#pragma once

#include <span>
#include <vector>

namespace stopover::stats {

// In the order given: max over smaller p of min(1, (m - rank + 1) p), rank 1 for the least.
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace stopover::stats
