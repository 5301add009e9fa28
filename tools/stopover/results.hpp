// SPDX-License-Identifier: Apache-2.0
// What a run or a comparison leaves behind: a folder that appears whole or not at all.
//
//   tool::RunResults run{.loaded = &loaded, .world = &world, ...};
//   tool::write_run(run, "out/minimal", io::Existing::kRefuse);
//   fmt::print("{}", tool::run_json(run).dump(2));
//
// A run: manifest.json, summary.json, scenario.resolved.txtpb, csv/*.csv, results.sqlite.
// A comparison: the same with base and variant in each table, and both scenarios.
// Every file, table, column and unit: docs/formats/results.md.
//
// The bytes depend on the scenario, seed, replications, command and version. They do not depend on
// where the scenario lies, threads, time of day or duration: none of these is written; files are
// named relative to the scenario's folder.
//
// One number is the same text in summary.json, CSV and SQLite: the shortest that reads back to the
// same double.
//
// Errors: those of io::ResultFolder (E-RES-006, E-RES-007, EnvironmentError).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/io/result_folder.hpp"
#include "models/scenario/load.hpp"
#include "models/simulation/bottlenecks.hpp"
#include "models/simulation/detail.hpp"
#include "models/simulation/indicators.hpp"
#include "models/simulation/learning.hpp"
#include "models/simulation/run.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
struct ToldReplication;  // told.hpp
}

namespace stopover::tool {

// Views: what they point to outlives the call. None is null but `bottlenecks` in a comparison.
struct RunResults {
  const scenario::LoadedScenario* loaded = nullptr;
  const simulation::World* world = nullptr;
  std::uint64_t seed = 0;
  std::uint32_t replications = 0;
  const std::vector<simulation::Estimated>* estimates = nullptr;
  const std::vector<simulation::Replication>* replications_data = nullptr;
  const simulation::Detail* detail = nullptr;
  // The line that repeats the run: with seed and replications, without threads and output folder.
  std::string command;
  std::filesystem::path folder = {};  // of the scenario; files are named relative to it
  const std::vector<simulation::Bottleneck>* bottlenecks = nullptr;
  const simulation::Learned* learned = nullptr;
};

// Both sides ran with the same seed and number of replications.
struct CompareResults {
  RunResults base;  // `command` may be empty, here and in `variant`
  RunResults variant;
  const std::vector<simulation::Compared>* compared = nullptr;
  std::string command;
};

void write_run(const RunResults& run, const std::string& folder, io::Existing existing);
void write_compare(const CompareResults& results, const std::string& folder, io::Existing existing);

// The event log of one replication of the run (docs/formats/events.md). `estimates` and
// `replications_data` are not used.
void write_events(const RunResults& run, const simulation::ToldReplication& told,
                  const std::string& folder, io::Existing existing);

// `file` as the results name it: relative to the scenario's folder.
[[nodiscard]] std::string file_name(const RunResults& run, const std::string& file);

[[nodiscard]] nlohmann::json run_json(const RunResults& run);  // summary.json
[[nodiscard]] nlohmann::json compare_json(const CompareResults& results);

}  // namespace stopover::tool
