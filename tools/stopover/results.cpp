// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/results.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/check.hpp"
#include "models/scenario/resolved.hpp"
#include "models/simulation/event_log.hpp"
#include "models/simulation/told.hpp"
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
namespace {

using nlohmann::json;
using About = std::vector<std::pair<std::string, std::string>>;

void check_whole(const RunResults& run) {
  STOPOVER_CHECK(run.loaded != nullptr && run.world != nullptr && run.estimates != nullptr &&
                     run.replications_data != nullptr && run.detail != nullptr &&
                     run.replications_data->size() == run.replications,
                 "results are whole");
}

json inputs_json(const RunResults& run) {
  std::vector<scenario::InputFile> files = run.loaded->inputs;
  for (scenario::InputFile& file : files) file.path = file_name(run, file.path);
  std::ranges::sort(files, {}, &scenario::InputFile::path);
  json inputs = json::array();
  for (const scenario::InputFile& file : files)
    inputs.push_back({{"path", file.path}, {"sha256", file.sha256}, {"bytes", file.bytes}});
  return inputs;
}

// What the manifest says of one scenario.
json origin_json(const RunResults& run) {
  return {{"id", run.loaded->scenario.id()},
          {"hash", run.loaded->hash},
          {"chain", run.loaded->chain},
          {"inputs", inputs_json(run)}};
}

json manifest_json(const RunResults& run, const std::string& command) {
  return {{"schema_version", kResultSchema},
          {"made_by", build_json()},
          {"seed", run.seed},
          {"replications", run.replications},
          {"command", command}};
}

About about(const RunResults& run, const std::string& command) {
  const json build = build_json();
  return {{"schema_version", fmt::to_string(kResultSchema)},
          {"stopover_version", build["version"].get<std::string>()},
          {"seed", fmt::to_string(run.seed)},
          {"replications", fmt::to_string(run.replications)},
          {"command", command},
          {"documentation", "docs/formats/results.md; tables `tables` and `columns`"}};
}

void write_tables(io::ResultFolder& out, const std::vector<ResultTable>& tables,
                  const About& about) {
  for (const ResultTable& table : tables) write_csv(out, table);
  write_sqlite(out, tables, about);
}

std::string json_text(const json& value) {
  return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string file_name(const RunResults& run, const std::string& file) {
  namespace fs = std::filesystem;
  if (file.empty()) return file;
  const fs::path folder = fs::absolute(run.folder.empty() ? fs::path(".") : run.folder);
  return fs::absolute(file)
      .lexically_normal()
      .lexically_relative(folder.lexically_normal())
      .generic_string();
}

void write_run(const RunResults& run, const std::string& folder, io::Existing existing) {
  check_whole(run);
  io::ResultFolder out(folder, existing);
  out.write_file("summary.json", json_text(run_json(run)));
  out.write_file("scenario.resolved.txtpb", scenario::resolved_text(*run.loaded, folder));
  About text = about(run, run.command);
  text.emplace_back("scenario", run.loaded->scenario.id());
  text.emplace_back("scenario_hash", run.loaded->hash);
  write_tables(out, run_tables(run), text);
  json fields = manifest_json(run, run.command);
  fields["scenario"] = origin_json(run);
  out.publish(fields);
}

void write_events(const RunResults& run, const simulation::ToldReplication& told,
                  const std::string& folder, io::Existing existing) {
  io::ResultFolder out(folder, existing);
  simulation::write_event_log(out, *run.world, told);
  json fields = manifest_json(run, run.command);
  fields["replication"] = told.luck.replication;
  fields["scenario"] = origin_json(run);
  out.publish(fields);
}

void write_compare(const CompareResults& results, const std::string& folder,
                   io::Existing existing) {
  check_whole(results.base);
  check_whole(results.variant);
  STOPOVER_CHECK(results.compared != nullptr && results.base.seed == results.variant.seed &&
                     results.base.replications == results.variant.replications,
                 "both sides met the same luck");
  io::ResultFolder out(folder, existing);
  out.write_file("summary.json", json_text(compare_json(results)));
  About text = about(results.base, results.command);
  json fields = manifest_json(results.base, results.command);
  for (const auto& [side, run] :
       {std::pair("base", &results.base), std::pair("variant", &results.variant)}) {
    out.write_file(fmt::format("{}.resolved.txtpb", side),
                   scenario::resolved_text(*run->loaded, folder));
    text.emplace_back(side, run->loaded->scenario.id());
    text.emplace_back(fmt::format("{}_hash", side), run->loaded->hash);
    fields[side] = origin_json(*run);
  }
  write_tables(out, compare_tables(results), text);
  out.publish(fields);
}

}  // namespace stopover::tool
