// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/value_rules.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/provenance.hpp"
#include "engine/base/time.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_country(std::string_view text) {
  return text.size() == 2 && is_capital(text[0]) && is_capital(text[1]);
}

bool are_days(std::string_view text) {
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '1' && c <= '7'; });
  return digits &&
         std::adjacent_find(text.begin(), text.end(), std::greater_equal<>()) == text.end();
}

bool is_time(const FieldRule& rule, std::string_view text) {
  const auto time = parse_service_time(text);
  if (!time) return false;
  const auto seconds = static_cast<double>(time->count());
  return seconds >= rule.min && seconds <= rule.max;
}

bool is_word(const FieldRule& rule, std::string_view text) {
  const auto words = io::split(rule.detail, '|');
  return std::find(words.begin(), words.end(), text) != words.end();
}

// Exact: the nearest double of a figure with two decimals is a whole number over 100, rounded once.
bool has_two_decimals(double yuan) {
  return std::round(yuan * 100) / 100 == yuan;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string_view unless(bool kept, std::string_view code) {
  return kept ? std::string_view() : code;
}

}  // namespace

bool ZoneNames::known(std::string_view name) {
  const auto at = known_.find(name);
  if (at != known_.end()) return at->second;
  const bool found = TimeZone::find(name).has_value();
  known_.emplace(name, found);
  return found;
}

std::string_view broken_by_number(const FieldRule& rule, double value) {
  if (!std::isfinite(value)) return rule::kNotFinite;
  if (value < rule.min || value > rule.max || (rule.above_min && value == rule.min))
    return rule::kRange;
  if (rule.form == Form::kMoney && !has_two_decimals(value)) return rule::kMoney;
  return {};
}

std::string_view broken_by_text(const FieldRule& rule, std::string_view value, ZoneNames& zones) {
  if (rule.form == Form::kSource) return unless(!is_blank(value), rule::kNoSource);
  if (rule.form == Form::kConfidence)
    return unless(parse_confidence(value).has_value(), rule::kConfidence);
  if (value.empty()) return {};
  switch (rule.form) {
    case Form::kText:
      return unless(!rule.needed || !is_blank(value), rule::kMissing);
    case Form::kId:
      return unless(io::is_id(value), rule::kIdForm);
    case Form::kTime:
      return unless(is_time(rule, value), rule::kTime);
    case Form::kDate:
      return unless(CivilDate::parse(value).has_value(), rule::kDate);
    case Form::kDays:
      return unless(are_days(value), rule::kDays);
    case Form::kCountry:
      return unless(is_country(value), rule::kCountry);
    case Form::kZone:
      return unless(zones.known(value), rule::kZone);
    case Form::kWord:
      return unless(is_word(rule, value), rule::kWord);
    default:
      return {};
  }
}

}  // namespace stopover::scenario
