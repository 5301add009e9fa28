// SPDX-License-Identifier: Apache-2.0
// What an estimated model says about its sample: market shares, willingness to pay, elasticities,
// forecasts and consumer surplus, by sample enumeration (Ben-Akiva & Lerman 1985, ch. 6).
//
//   share         sum w P / sum w
//   measure       sum w x / sum w of an expression
//   sum           sum w P x, with weights of mean 1
//   elasticity    sum w P e / sum w P, where e is the choice's own elasticity: of a small change,
//   or
//                 of a stated one (arc, about the values before)
//   forecast      shares after a change of the data, and by how much each changes
//   constant      constants at which the model gives stated shares (Train 2009, 2.8): each moved by
//                 ln (wanted / given) until all hold
//   surplus       mean change of the logsum in money (Small & Rosen 1981), and by the rule of a
//   half
//                 as its check; logit and nests with kTop or kBottom only
//
// Intervals: 95 %, from draws of the parameters by their robust covariance, kept within bounds
// (Krinsky & Robb 1986). They cover the sampling error of the parameters, not that of the sample
// that is enumerated.
// Errors: E-CHO-002 (names), E-CHO-005 (long data, surplus of a mixture), as faults; then empty.
#pragma once

#include <string>
#include <vector>

#include "models/choice/model_file.hpp"

namespace stopover::choice {

struct Estimate;

struct Indicator {
  std::string kind;
  std::string name;
  std::string unit;
  double value = 0;
  double low = 0;  // NaN without standard errors
  double high = 0;
};

[[nodiscard]] std::vector<Indicator> indicators(const ModelFile& model, const Table& table,
                                                const Problem& problem, const Estimate& estimate,
                                                FaultList& faults, Executor& executor);

}  // namespace stopover::choice
