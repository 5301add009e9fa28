// SPDX-License-Identifier: Apache-2.0
// A field of a scenario by a path that a person can write (its new value: field_value.hpp).
//
//   parameter[choice.wait_weight].value     a kind of element, its id in brackets, a field
//   checkpoint[entry].staffing[*].desks     a part of any element by its id; [*]: each of a list
//   line[intercity].stop[1].minutes         the second of a list
//   horizon.days                            of the scenario itself
//
// What may be varied: single numbers, words, times, flags and enum words. Not ids, sources, the
// seed and the number of replications, nor what a scenario is read from (base, files of tables).
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

// The node of a field's value, of a list's by index; made on the parent's line where nothing was
// written.
[[nodiscard]] scenario::SourceNode& child_node(scenario::SourceNode& parent,
                                               const std::string& field, std::size_t index);

}  // namespace stopover::sweep
