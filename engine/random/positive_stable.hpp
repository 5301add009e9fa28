// SPDX-License-Identifier: Apache-2.0
// The logarithm of a positive stable variate: S > 0 with E exp(-t S) = exp(-t^alpha), 0 < alpha <=
// 1.
//
// What for: alpha (ln S + G_j) with standard Gumbel G_j are the errors of a nest of alternatives
// whose dissimilarity is alpha. Each is Gumbel again, and any two are correlated by 1 - alpha^2.
// Drawing S for the nest and G_j for each alternative, each by its own identity, gives nested logit
// by the greatest sum, and adding an alternative leaves everybody else's errors.
//
// Method: Kanter 1975 ("Stable densities under change of scale and total variation inequalities"),
// one uniform for an angle and one for an exponential. Same bits on every machine.
// Errors: alpha outside (0, 1] or uniforms outside (0, 1) are bugs.
#pragma once

namespace stopover::random {

[[nodiscard]] double ln_positive_stable(double alpha, double angle, double exponential);

}  // namespace stopover::random
