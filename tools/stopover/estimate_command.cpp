// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/choice/estimate.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/sha256.hpp"
#include "models/choice/estimate_output.hpp"
#include "models/choice/model_file.hpp"
#include "tools/stopover/build_info.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/estimate_report.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/output_folder.hpp"
#include "tools/stopover/session.hpp"

namespace stopover::tool {
namespace {

constexpr int kOtherSeeds = 4;  // to show the simulation error of a mixed model

struct Read {
  choice::EstimateInput input;
  choice::ModelFile model;
  choice::Table table;
  choice::Problem problem;
};

Read read(const Options& options, FaultList& faults) {
  Read result;
  choice::EstimateInput& input = result.input;
  input.model_file = options.arguments[0];
  input.data_file = options.arguments[1];
  input.version = std::string(kVersion);
  const std::string text = io::read_file(input.model_file);
  std::string data = io::read_unpacked(input.data_file);
  input.model_sha256 = io::sha256_hex(text);
  input.data_sha256 = io::sha256_hex(data);
  result.model = choice::read_model(text, input.model_file, faults);
  if (faults.has_errors()) throw InputError(std::move(faults));
  result.table = choice::read_table(std::move(data), input.data_file, result.model, faults);
  if (options.draws) result.model.draws.number = *options.draws;
  if (options.seed) result.model.draws.seed = *options.seed;
  input.draws = result.model.draws;
  result.problem = choice::build(result.model.spec, result.model.data, result.table,
                                 result.model.places, faults);
  if (faults.has_errors()) throw InputError(std::move(faults));
  return result;
}

void write(const std::string& folder, io::Existing existing, const Read& read,
           const choice::Estimate& estimate, const std::vector<choice::Indicator>& indicators,
           const nlohmann::json& document) {
  io::ResultFolder out(folder, existing);
  out.write_file("estimate.json",
                 document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  out.write_file("estimates.csv", choice::estimates_csv(read.problem, estimate));
  out.write_file("covariance.csv", choice::covariance_csv(read.problem, estimate));
  if (!indicators.empty()) out.write_file("indicators.csv", choice::indicators_csv(indicators));
  out.write_file("parameters.txtpb",
                 choice::scenario_parameters(read.problem, estimate, read.input));
  out.publish({{"command", "estimate"},
               {"version", read.input.version},
               {"model_sha256", read.input.model_sha256},
               {"data_sha256", read.input.data_sha256}});
}

}  // namespace

int estimate_command(const Options& options) {
  FaultList faults;
  const Read input = read(options, faults);
  const io::Existing existing =
      options.output ? check_output_folder(*options.output, options.force) : io::Existing::kRefuse;
  const auto executor = tbb_executor(settle_threads(options));
  const choice::Estimate estimate = choice::estimate(input.problem,
                                                     {.draws = input.model.draws,
                                                      .small_sample = input.model.small_sample,
                                                      .bootstrap = options.bootstrap.value_or(0),
                                                      .seeds = kOtherSeeds},
                                                     input.model.places, faults, *executor);
  const std::vector<choice::Indicator> indicators =
      choice::indicators(input.model, input.table, input.problem, estimate, faults, *executor);
  if (faults.has_errors()) throw InputError(std::move(faults));
  remark_warnings(faults, options);
  const nlohmann::json document =
      choice::estimate_json(input.problem, estimate, input.input, indicators, faults);
  if (options.output) write(*options.output, existing, input, estimate, indicators, document);
  const ReportForm form = report_form(options);
  if (options.json)
    print_json(document);
  else
    print(estimate_report(input.problem, estimate, indicators, form) +
          (options.output ? files_report(*options.output, form) : std::string()));
  return kExitOk;
}

}  // namespace stopover::tool
