// SPDX-License-Identifier: Apache-2.0
// Private to models/scenario: how rows of field rules are written, and the tables of them, one a
// file of the schema.
#pragma once

#include <span>
#include <string_view>

#include "models/scenario/field_rules.hpp"

namespace stopover::scenario::field_row {

[[nodiscard]] std::span<const FieldRule> fields_of_scenario();  // and of provenance
[[nodiscard]] std::span<const FieldRule> fields_of_network();
[[nodiscard]] std::span<const FieldRule> fields_of_people();
[[nodiscard]] std::span<const FieldRule> fields_of_entry();
[[nodiscard]] std::span<const FieldRule> fields_of_visit();
[[nodiscard]] std::span<const FieldRule> fields_of_product();
[[nodiscard]] std::span<const FieldRule> fields_of_cruise();
[[nodiscard]] std::span<const FieldRule> fields_of_economy();

inline constexpr bool kNeeded = true;
inline constexpr double kDay = 86'400;
inline constexpr double kMinutesOfDay = 1'440;
inline constexpr double kMoneyMax = 1e9;
inline constexpr double kWeightMax = 1e12;

constexpr FieldRule text(std::string_view message, std::string_view field, bool needed = false) {
  return {.message = message, .field = field, .form = Form::kText, .needed = needed};
}
constexpr FieldRule of(std::string_view message, std::string_view field, Form form,
                       bool needed = false) {
  return {.message = message, .field = field, .form = form, .needed = needed};
}
constexpr FieldRule to(std::string_view message, std::string_view field, std::string_view kinds,
                       bool needed = false) {
  return {.message = message,
          .field = field,
          .form = Form::kReference,
          .needed = needed,
          .detail = kinds};
}
constexpr FieldRule word(std::string_view message, std::string_view field, std::string_view words) {
  return {
      .message = message, .field = field, .form = Form::kWord, .needed = kNeeded, .detail = words};
}
constexpr FieldRule optional_word(std::string_view message, std::string_view field,
                                  std::string_view words) {
  FieldRule rule = word(message, field, words);
  rule.needed = !kNeeded;
  return rule;
}
struct Range {
  double min = 0;
  double max = 0;
  std::string_view unit = {};
};
constexpr FieldRule number(std::string_view message, std::string_view field, Range range) {
  return {.message = message,
          .field = field,
          .form = Form::kNumber,
          .min = range.min,
          .max = range.max,
          .unit = range.unit};
}
// More than `range.min`: so zero, which may mean "left out", is an error.
constexpr FieldRule above(std::string_view message, std::string_view field, Range range) {
  FieldRule rule = number(message, field, range);
  rule.above_min = true;
  return rule;
}
constexpr FieldRule whole(std::string_view message, std::string_view field, Range range) {
  FieldRule rule = number(message, field, range);
  rule.form = Form::kWhole;
  return rule;
}
constexpr FieldRule money(std::string_view message, std::string_view field) {
  FieldRule rule = number(message, field, {0, kMoneyMax, "yuan"});
  rule.form = Form::kMoney;
  return rule;
}
constexpr FieldRule time(std::string_view message, std::string_view field, bool needed,
                         double max_hours) {
  return {.message = message,
          .field = field,
          .form = Form::kTime,
          .needed = needed,
          .min = 0,
          .max = max_hours * 3600};
}

}  // namespace stopover::scenario::field_row
