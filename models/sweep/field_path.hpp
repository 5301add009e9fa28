// SPDX-License-Identifier: Apache-2.0
// A field of a scenario by a path that a person can write, and a new value for it.
//
//   parameter[choice.wait_weight].value     a kind of element, its id in brackets, a field
//   checkpoint[entry].staffing[*].desks     a part of any element by its id; [*]: each of a list
//   line[intercity].stop[1].minutes         the second of a list
//   horizon.days                            of the scenario itself
//
// What may be varied: single numbers, words, times, flags and enum words. Not ids, sources, the
// seed and the number of replications, nor what a scenario is read from (base, files of tables).
//
// A new value of a figure that may have a range (`value` beside `low`, `high`; `volume` beside
// `volume_low`, `volume_high`) takes the range away. Money is rounded to fen, whole numbers after
// TIMES and PLUS to the nearest, halves up. The source map learns that the field was written.
//
// What it is not: a check that the value is in range. `scenario::validate` does that, for each
// variant.
//
// Errors: `PathFault`, with what was found and what could be there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <google/protobuf/message.h>

#include "models/scenario/load.hpp"

namespace stopover::sweep {

struct PathFault {
  std::string found;
  std::string expected;
};

// One value in a scenario. Good as long as the scenario is not altered otherwise.
struct FieldPlace {
  google::protobuf::Message* owner = nullptr;
  scenario::SourceNode* node = nullptr;  // of the owner
  const google::protobuf::FieldDescriptor* field = nullptr;
  int index = -1;    // in a list; -1: the field is single
  std::string name;  // without stars: "checkpoint[entry].staffing[0].desks"
};

using Found = std::variant<std::vector<FieldPlace>, PathFault>;
// At least one place.
[[nodiscard]] Found find_fields(scenario::LoadedScenario& loaded, std::string_view path);

enum class Combine : std::uint8_t { kSet, kTimes, kPlus };

// nullopt: done. TIMES and PLUS need a number that the scenario has.
[[nodiscard]] std::optional<PathFault> set_number(const FieldPlace& place, Combine how,
                                                  double value);
[[nodiscard]] std::optional<PathFault> set_word(const FieldPlace& place, Combine how,
                                                const std::string& word);

}  // namespace stopover::sweep
