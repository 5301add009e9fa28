// SPDX-License-Identifier: Apache-2.0
// What a field may hold, in words.
#include <fmt/format.h>

#include "models/scenario/field_rules.hpp"

namespace stopover::scenario {
namespace {

std::string choices(std::string_view parts) {
  std::string out(parts);
  for (std::size_t at = out.find('|'); at != std::string::npos; at = out.find('|', at))
    out.replace(at, 1, ", ");
  return out;
}

std::string range_text(const FieldRule& rule, std::string_view what) {
  std::string out = rule.above_min
                        ? fmt::format("{} above {}, at most {}", what, rule.min, rule.max)
                        : fmt::format("{} from {} to {}", what, rule.min, rule.max);
  if (!rule.unit.empty()) out += fmt::format(" ({})", rule.unit);
  return out;
}

}  // namespace

std::string enum_words(const google::protobuf::EnumDescriptor& type) {
  std::string out;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    if (!out.empty()) out += ", ";
    out += type.value(i)->name();
  }
  return out;
}

std::string expected_text(const google::protobuf::FieldDescriptor& field) {
  const FieldRule& rule = rule_of(field);
  switch (rule.form) {
    case Form::kText:
      return "text";
    case Form::kId:
      return "an id: letters, digits and _ . : -, at most 128";
    case Form::kReference:
      return "the id of a " + choices(rule.detail);
    case Form::kVertex:
      return "<place>:arrive, <place>:depart or a checkpoint of this hub";
    case Form::kTime:
      return fmt::format("a time such as 08:15, at most {}:00", rule.max / 3600);
    case Form::kDate:
      return "a date that exists, such as 2024-06-03";
    case Form::kDays:
      return "days of the week such as 12345, Monday = 1, ascending";
    case Form::kCountry:
      return "a country code of two capital letters";
    case Form::kZone:
      return "a tz database name such as Asia/Shanghai";
    case Form::kMoney:
      return range_text(rule, "money with at most two decimals");
    case Form::kNumber:
      return range_text(rule, "a number");
    case Form::kWhole:
      return range_text(rule, "a whole number");
    case Form::kFlag:
      return "true or false";
    case Form::kEnum:
      return "one of " + enum_words(*field.enum_type());
    case Form::kWord:
      return "one of " + choices(rule.detail);
    case Form::kSource:
      return "a citation, a source id or \"own estimate\", never empty";
    case Form::kConfidence:
      return "one of high, medium, low, derived, general-knowledge, assumption";
    case Form::kMessage:
      return fmt::format("a part {} {{ … }}", field.name());
  }
  return {};
}

}  // namespace stopover::scenario
