// SPDX-License-Identifier: Apache-2.0
// Maximum of a log-likelihood: NLopt's sequential quadratic programming (Kraft 1994) finds the
// neighbourhood within the bounds, Newton's method on the observed information finds the digits.
//
// Each parameter is scaled by its own part of the outer product of scores at the start (Berndt,
// Hall, Hall & Hausman 1974), so that units of cost and time do not matter. Done when the Newton
// decrement g' I^-1 g falls below `tolerance`: half of it is what ln L could still gain, its root
// is the distance to the maximum in standard errors.
//
// What it is not: a global search; a likelihood with several maxima needs several starts.
// A parameter that a bound holds is left out of Newton's steps and has no standard error.
// Errors: never throws on a badly behaved model; `converged` and `identification` say what is
// wrong. A start without finite likelihood gives converged = false at the start.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "engine/estimation/likelihood.hpp"

namespace stopover::estimation {

struct Bound {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
};

struct MaximiseOptions {
  double tolerance = 1e-10;  // of the Newton decrement
  int max_evaluations = 2000;
  bool near = false;  // the start is close: no search, Newton's method alone
  // Of a model much alike, at the start: Newton's method begins with it. Empty: measured.
  Matrix information = {};
};

// A direction in which the likelihood is flat or rises: these parameters cannot be told apart.
struct FlatDirection {
  std::vector<std::size_t> parameters;  // those that matter in it, the largest part first
  std::vector<double> parts;            // in units of each parameter's own scale
  double curvature = 0;                 // relative to that of single parameters, about 1 is healthy
};

struct Maximum {
  Vector theta;
  double value = 0;
  Vector gradient;
  Matrix information;          // -(second derivatives) within 1e-3 standard errors of theta
  std::vector<bool> at_bound;  // held by a bound
  double decrement = std::numeric_limits<double>::infinity();
  int evaluations = 0;  // of the gradient
  bool converged = false;
  std::vector<FlatDirection> identification;  // empty: all parameters are identified
};

// `bounds`: one a parameter, or empty. `weights`: one a unit, or empty.
[[nodiscard]] Maximum maximise(const Likelihood& likelihood, const Vector& start,
                               const std::vector<Bound>& bounds, std::span<const double> weights,
                               const MaximiseOptions& options, Executor& executor);

}  // namespace stopover::estimation
