// SPDX-License-Identifier: Apache-2.0
// A scenario from its files to estimates: the part that `run`, `compare` and `demo` share.
//
// Errors: InputError with every fault of all stages that could be reached; EnvironmentError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/fault.hpp"
#include "models/scenario/load.hpp"
#include "models/simulation/detail.hpp"
#include "models/simulation/indicators.hpp"
#include "models/simulation/learning.hpp"
#include "models/simulation/run.hpp"
#include "models/simulation/world.hpp"
#include "tools/stopover/options.hpp"
#include "tools/stopover/progress.hpp"

namespace stopover::tool {

// Loaded, checked and compiled. `faults` then holds warnings only.
struct Session {
  std::string name;  // as the person wrote it; of a scenario that is known by name, the name
  std::filesystem::path folder;
  scenario::LoadedScenario loaded;
  FaultList faults;
  simulation::World world;
  std::vector<simulation::Indicator> indicators;
  simulation::Learned learned;  // without its expectations, which the world has
};

// Load and check; stops before compiling when there are errors. Throws only EnvironmentError.
[[nodiscard]] scenario::LoadedScenario read_scenario(const std::string& name, FaultList& faults);

// `sample` replaces the scenario's, also in its hash.
[[nodiscard]] Session open_session(const std::string& name, std::optional<double> sample,
                                   Executor& executor);

inline constexpr std::uint32_t kUsualReplications = 20;  // where nothing else is said

// What is to be run, settled from flags, scenario and defaults.
struct RunPlan {
  std::uint64_t seed = 0;
  std::uint32_t replications = 0;  // with a precision: at most
  std::optional<double> precision;
  bool drawn = true;
  simulation::LearningSettings learning;
  bool learning_given = false;  // by a flag
};

// The name of the indicator whose precision counts: the first headline rate, the same in all.
[[nodiscard]] const simulation::Indicator* precision_indicator(const Session& session);

[[nodiscard]] RunPlan settle(const Options& options, const scenario::RunDefaults& defaults);
[[nodiscard]] int settle_threads(const Options& options);

// Before the replications: what the travellers of each session expect. All take the same rounds.
void learn(std::span<Session* const> sessions, const RunPlan& plan, Executor& executor,
           Progress& progress);

struct Replicated {
  std::vector<std::vector<simulation::Replication>> of;  // by session, all of one length
  std::vector<simulation::Detail> detail;                // by session
  bool precise = true;  // the precision asked for, if any, was reached
};

// Each session with the same seed and number of replications. How many a precision takes depends on
// the estimates only, not on threads.
[[nodiscard]] Replicated replicate(std::span<const Session* const> sessions, const RunPlan& plan,
                                   Executor& executor, Progress& progress);

// "runs/NAME-1a2b3c4d": a name, and the first digits of a hash of all that decides the results.
[[nodiscard]] std::string default_folder(std::string name, std::string_view hash);
// The ids of the scenarios are its name.
[[nodiscard]] std::string default_folder(std::span<const Session* const> sessions,
                                         const RunPlan& plan);

// The line that repeats a run: without threads and output folder, which change nothing in it.
[[nodiscard]] std::string repeat_line(std::string_view command,
                                      std::span<const Session* const> sessions, const RunPlan& plan,
                                      std::optional<double> sample);

}  // namespace stopover::tool
