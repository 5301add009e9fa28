// SPDX-License-Identifier: Apache-2.0
// Experiments as text, on scenarios/minimal.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "models/sweep/experiment_file.hpp"
#include "models/sweep/variants.hpp"
#include "tests/engine/io/result_sample.hpp"

namespace stopover::sweep {

inline const std::vector<std::filesystem::path> kShelf{std::string(STOPOVER_SOURCE_DIR) +
                                                       "/scenarios"};

inline constexpr const char* kSound = R"(id: "desks"
title: "Desks"
base: "minimal"
factor { id: "desks" field: "checkpoint[entry].staffing[*].desks" whole { low: 1 high: 3 } }
factor {
  id: "service"
  field: "checkpoint[entry].service.mean_seconds"
  how: TIMES
  uniform { low: 0.5 high: 2 }
}
design { full_factorial {} }
replications: 2
output { id: "missed_connection_rate" }
)";

// Written into a folder of its own and read.
struct ReadText {
  io::ScratchFolder folder;
  FaultList faults;
  Experiment experiment;
};
inline void read_text(ReadText& out, const std::string& text) {
  io::put(out.folder / "experiment.txtpb", text);
  out.experiment = read_experiment(out.folder / "experiment.txtpb", kShelf, out.faults);
}

// `text` with the first `from` replaced.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

}  // namespace stopover::sweep
