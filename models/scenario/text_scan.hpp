// SPDX-License-Identifier: Apache-2.0
// A first pass over protobuf text: notes the line of every field and finds what the library's
// parser stops at or lets pass.
//
// Reports together: unknown fields and enum values (with the nearest known name), a single field
// given twice, numbers in octal, hexadecimal or with an 'f'. Notes each value that its field cannot
// hold, as the library stops at the first. Values are read by the library.
// What it is not: a parser. At the first token that does not fit it stops noting and leaves the
// report to google::protobuf::TextFormat.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "engine/base/fault.hpp"
#include "models/scenario/source_map.hpp"

namespace stopover::scenario {

// A value that its field cannot hold, or the place where the text stops to be text format.
struct Misfit {
  std::string field;
  int line = 0;
  std::string found;
  std::string expected;  // "" where the text stops: the parser says it better
};

struct TextScan {
  SourceNode root;
  int depth = 0;                // deepest nesting of brackets in the whole text
  bool complete = true;         // false: stopped at something that is not text format
  std::vector<Misfit> misfits;  // in the order of the text
};

// Lines are numbered from 1; nodes get `file_index`, faults `file`.
[[nodiscard]] TextScan scan_text(std::string_view text, const google::protobuf::Descriptor& type,
                                 const std::string& file, int file_index, FaultList& faults);

}  // namespace stopover::scenario
