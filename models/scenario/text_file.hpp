// SPDX-License-Identifier: Apache-2.0
// A scenario, or another message, in protobuf text format, with the line of every field.
//
// Errors: E-SCN-002 … E-SCN-008. Names that are wrong are all reported; at the first syntax error
// or value of a wrong type reading ends and the result is false: what was read is only a part.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>

#include "engine/base/fault.hpp"
#include "models/scenario/scenario.pb.h"
#include "models/scenario/source_map.hpp"

namespace stopover::scenario {

inline constexpr std::uint64_t kMaxTextBytes = std::uint64_t{16} << 20U;
inline constexpr int kMaxTextDepth = 32;

struct MessageText {
  SourceNode root;
  bool whole = false;
};

// Fills `message`, of any type.
[[nodiscard]] MessageText read_message_text(std::string_view text, const std::string& file,
                                            int file_index, google::protobuf::Message& message,
                                            FaultList& faults);

struct ScenarioText {
  Scenario scenario;
  SourceNode root;
  bool whole = false;
};

[[nodiscard]] ScenarioText read_scenario_text(std::string_view text, const std::string& file,
                                              int file_index, FaultList& faults);

}  // namespace stopover::scenario
