// SPDX-License-Identifier: Apache-2.0
// What each field of the schema may hold: one row a field. The validator walks every message with
// it, tables take their column types from it, docs/formats/scenario.md is written from it.
//
// What it is not: rules that join several fields; those are in check_*.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>

namespace stopover::scenario {

enum class Form : std::uint8_t {
  kText,
  kId,
  kReference,  // an id of one of the kinds in `detail`, parted by '|'
  kVertex,     // a point of the hub around it
  kTime,       // "08:15"; min and max in seconds
  kDate,
  kDays,
  kCountry,
  kZone,
  kMoney,   // yuan, at most two decimals
  kNumber,  // double
  kWhole,   // integer
  kFlag,
  kEnum,
  kWord,  // one of the words in `detail`, parted by '|'
  kSource,
  kConfidence,
  kMessage,  // has rows of its own; needed = must be written
};

struct FieldRule {
  std::string_view message;
  std::string_view field;
  Form form;
  bool needed = false;     // text: not empty; list: at least one; enum: not UNSPECIFIED
  bool above_min = false;  // min itself is out
  double min = 0;
  double max = 0;
  std::string_view unit = {};  // of numbers
  std::string_view detail = {};
};

[[nodiscard]] std::span<const FieldRule> field_rules();
// The files of the schema, that of `Scenario` first.
[[nodiscard]] std::vector<const google::protobuf::FileDescriptor*> schema_files();
// Every field of the schema has one (checked by a test).
[[nodiscard]] const FieldRule& rule_of(const google::protobuf::FieldDescriptor& field);
[[nodiscard]] const FieldRule* find_rule(std::string_view message, std::string_view field);

// The clause of a message and of the documentation: "a number from 0 to 1440 (min)".
[[nodiscard]] std::string expected_text(const google::protobuf::FieldDescriptor& field);
// Names of an enum as a person writes them, without the UNSPECIFIED one.
[[nodiscard]] std::string enum_words(const google::protobuf::EnumDescriptor& type);

}  // namespace stopover::scenario
