// SPDX-License-Identifier: Apache-2.0
// An estimate as other programs take it: JSON, CSV tables, and parameters for a scenario.
//
//   estimate.json      everything (format "stopover-estimate-1")
//   estimates.csv      one row a parameter: estimate, standard errors, t and p of the robust one
//   indicators.csv     one row an indicator, if the model asks for any
//   covariance.csv     one row a pair of parameters: classical and robust
//   parameters.txtpb   elements `parameter` with the range of the robust 95 % interval; a model
//                      whose parameters have the names of a scenario's can be put into its
//                      `elements { }`
// Numbers without a value (no standard error) are null in JSON and empty in CSV.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "engine/choice/estimate.hpp"
#include "models/choice/indicators.hpp"

namespace stopover::choice {

struct EstimateInput {
  std::string model_file;
  std::string data_file;
  std::string model_sha256;
  std::string data_sha256;
  DrawSpec draws;
  std::string version;
};

[[nodiscard]] nlohmann::json estimate_json(const Problem& problem, const Estimate& estimate,
                                           const EstimateInput& input,
                                           const std::vector<Indicator>& indicators,
                                           const FaultList& faults);
[[nodiscard]] std::string estimates_csv(const Problem& problem, const Estimate& estimate);
[[nodiscard]] std::string indicators_csv(const std::vector<Indicator>& indicators);
[[nodiscard]] std::string covariance_csv(const Problem& problem, const Estimate& estimate);
[[nodiscard]] std::string scenario_parameters(const Problem& problem, const Estimate& estimate,
                                              const EstimateInput& input);

// One parameter's figures, for tables.
struct EstimateRow {
  std::string name;
  double value = 0;
  double standard_error = 0;  // NaN: none
  double robust = 0;
  double bootstrap = 0;  // NaN without bootstrap
  double t = 0;          // by the robust one
  double p = 0;
  bool at_bound = false;
};
[[nodiscard]] std::vector<EstimateRow> estimate_rows(const Problem& problem,
                                                     const Estimate& estimate);

}  // namespace stopover::choice
