// SPDX-License-Identifier: Apache-2.0
// The generator of calls held against published totals.
//
// What it is: for each series of totals two figures, from the totals with use `fit`:
//   calls  = sum of published calls / sum of calls that the deployments make
//   load   = sum of published passengers / sum of lower berths both ways of those calls, each year
//            scaled to its published number of calls
// and with them every total of the series is told again, those with use `predict` too. Ratios of
// sums and not means of ratios: large years count more.
//
// The deployments' own shares and loads do not enter the fit; what they would give stands beside
// it.
//
// What it is not: a forecast of fleets. Which ships come and when is the scenario's; a prediction
// takes them as known, and says beside it what would follow from the published number of calls.
//
// Errors: none. A total whose span has no deployment is told as such.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/cruise/calls.hpp"

namespace stopover::cruise {

struct FitRow {
  Total total;
  double made_calls = 0;              // as if every made call took place
  double lower_berths = 0;            // both ways, of made calls
  std::optional<double> calls;        // told: factor * made
  std::optional<double> passengers;   // told: load * factor * berths
  std::optional<double> given_calls;  // passengers, from the published number of calls
  // With the scenario's own shares and loads: what a simulation starts from. Not fitted.
  double own_calls = 0;
  double own_passengers = 0;
};

struct FitSeries {
  std::string series;
  std::optional<double> calls_factor;  // none: no total to fit
  std::optional<double> load;
  std::vector<FitRow> rows;  // by span, then key
};

[[nodiscard]] std::vector<FitSeries> fit_totals(const PortBook& book,
                                                const scenario::Elements& elements);

// told / published - 1; nullopt where either is missing.
[[nodiscard]] std::optional<double> relative_error(std::optional<double> told,
                                                   std::optional<double> published);

}  // namespace stopover::cruise
