// SPDX-License-Identifier: Apache-2.0
// A sweep of a second on `minimal`, and how it is run.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/system/program.hpp"

namespace stopover::system_test {

inline constexpr std::size_t kCells = 25;  // of the sweep below, the base among them

// Two factors on `minimal`; three of the first one's values cannot be.
inline std::string write_experiment(const Scratch& scratch, const std::string& more = "",
                                    int replications = 3) {
  const std::string file = scratch / "experiment.txtpb";
  std::ofstream(file) << R"(id: "desks"
base: "minimal"
factor {
  id: "desks" field: "checkpoint[entry].staffing[*].desks"
  whole { low: -2 high: 100000 } level: -2 level: -1 level: 1 level: 2 level: 3 level: 100000
}
factor {
  id: "service" field: "checkpoint[*].service.mean_seconds" how: TIMES
  uniform { low: 0.5 high: 4 } level: 0.5 level: 1 level: 2 level: 4
}
design { full_factorial {} }
output { id: "missed_connection_rate" }
output { id: "air_rail_rate" }
)" << more
                      << "replications: " << replications << "\n";
  return file;
}

[[nodiscard]] inline std::vector<std::string> sweep_words(const std::string& file,
                                                          const std::string& folder,
                                                          std::vector<std::string> more = {}) {
  std::vector<std::string> words{"sweep", "run", file, "-o", folder, "--quiet"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

inline nlohmann::json json_of(const std::vector<std::string>& words) {
  std::vector<std::string> all = words;
  all.emplace_back("--json");
  const Outcome outcome = run(all);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return nlohmann::json::parse(outcome.out, nullptr, false);
}

}  // namespace stopover::system_test
