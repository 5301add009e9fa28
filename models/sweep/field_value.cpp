// SPDX-License-Identifier: Apache-2.0
#include "models/sweep/field_value.hpp"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "engine/io/csv_writer.hpp"
#include "models/scenario/field_rules.hpp"

namespace stopover::sweep {
namespace {

namespace pb = google::protobuf;

bool is_number(const pb::FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
    case pb::FieldDescriptor::CPPTYPE_INT64:
    case pb::FieldDescriptor::CPPTYPE_UINT32:
    case pb::FieldDescriptor::CPPTYPE_UINT64:
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
      return true;
    default:
      return false;
  }
}

bool is_whole_field(const pb::FieldDescriptor& field) {
  return is_number(field) && field.cpp_type() != pb::FieldDescriptor::CPPTYPE_DOUBLE &&
         field.cpp_type() != pb::FieldDescriptor::CPPTYPE_FLOAT;
}

// A single field and a list's entry have functions of two names.
#define STOPOVER_GET(Kind)                                           \
  (place.index < 0 ? reflection.Get##Kind(*place.owner, place.field) \
                   : reflection.GetRepeated##Kind(*place.owner, place.field, place.index))
#define STOPOVER_SET(Kind, value)                                          \
  (place.index < 0 ? reflection.Set##Kind(place.owner, place.field, value) \
                   : reflection.SetRepeated##Kind(place.owner, place.field, place.index, value))

double number_at(const FieldPlace& place) {
  const pb::Reflection& reflection = *place.owner->GetReflection();
  switch (place.field->cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
      return STOPOVER_GET(Int32);
    case pb::FieldDescriptor::CPPTYPE_INT64:
      return static_cast<double>(STOPOVER_GET(Int64));
    case pb::FieldDescriptor::CPPTYPE_UINT32:
      return STOPOVER_GET(UInt32);
    case pb::FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<double>(STOPOVER_GET(UInt64));
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
      return static_cast<double>(STOPOVER_GET(Float));
    default:
      return STOPOVER_GET(Double);
  }
}

// A whole value has been found to be one, and within ±2^31 (or 0 … 2^31).
void put_number(const FieldPlace& place, double value) {
  const pb::Reflection& reflection = *place.owner->GetReflection();
  switch (place.field->cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
      return STOPOVER_SET(Int32, static_cast<std::int32_t>(value));
    case pb::FieldDescriptor::CPPTYPE_INT64:
      return STOPOVER_SET(Int64, static_cast<std::int64_t>(value));
    case pb::FieldDescriptor::CPPTYPE_UINT32:
      return STOPOVER_SET(UInt32, static_cast<std::uint32_t>(value));
    case pb::FieldDescriptor::CPPTYPE_UINT64:
      return STOPOVER_SET(UInt64, static_cast<std::uint64_t>(value));
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
      return STOPOVER_SET(Float, static_cast<float>(value));
    default:
      return STOPOVER_SET(Double, value);
  }
}

// The range of a figure that is known now.
void drop_range(const FieldPlace& place) {
  const std::string& name = place.field->name();
  const bool is_value = name == "value";
  for (const char* const end : {"low", "high"}) {
    const std::string range = is_value ? end : name + "_" + end;
    const auto* const field = place.owner->GetDescriptor()->FindFieldByName(range);
    // A plain field of that name is a figure of its own, such as the least minutes of a visit.
    if (field == nullptr || field->is_repeated() || !field->has_presence()) continue;
    place.owner->GetReflection()->ClearField(place.owner, field);
    place.node->fields.erase(range);
  }
}

void note_written(const FieldPlace& place) {
  (void)child_node(*place.node, place.field->name(),
                   place.index < 0 ? 0 : static_cast<std::size_t>(place.index));
}

// A number of a list is always there; of a field that cannot tell, 0 counts if it was written.
bool is_set(const FieldPlace& place) {
  return place.index >= 0 || place.owner->GetReflection()->HasField(*place.owner, place.field) ||
         (!place.field->has_presence() && place.node->wrote(place.field->name()));
}

bool is_money(const pb::FieldDescriptor& field) {
  const scenario::FieldRule* const rule =
      scenario::find_rule(field.containing_type()->name(), field.name());
  return rule != nullptr && rule->form == scenario::Form::kMoney;
}

}  // namespace

std::optional<PathFault> set_number(const FieldPlace& place, Combine how, double value) {
  constexpr double kMostWhole = 2'147'483'647;
  constexpr double kMost = 1e300;
  const pb::FieldDescriptor& field = *place.field;
  if (!is_number(field))
    return PathFault{place.name, "a field that holds a number; for words use choices with a value"};
  if (how != Combine::kSet && !is_set(place))
    return PathFault{fmt::format("no value of {}", place.name),
                     "a field that the base sets, as TIMES and PLUS go by its value"};
  double result = value;
  if (how == Combine::kTimes) result = number_at(place) * value;
  if (how == Combine::kPlus) result = number_at(place) + value;
  const bool whole = is_whole_field(field);
  if (whole && how != Combine::kSet) result = std::floor(result + 0.5);
  const std::string found = std::isfinite(result) ? io::decimal_text(result) : "no finite number";
  if (!(std::abs(result) <= kMost)) return PathFault{found, "a number that can be written"};
  if (whole && (result != std::floor(result) || std::abs(result) > kMostWhole))
    return PathFault{found, fmt::format("a whole number for {}", place.name)};
  const bool is_unsigned = field.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT32 ||
                           field.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT64;
  if (is_unsigned && result < 0)
    return PathFault{found, fmt::format("a number of at least 0 for {}", place.name)};
  if (is_money(field)) result = std::floor(result * 100 + 0.5) / 100;
  put_number(place, result);
  drop_range(place);
  note_written(place);
  return std::nullopt;
}

std::optional<PathFault> set_word(const FieldPlace& place, Combine how, const std::string& word) {
  const pb::Reflection& reflection = *place.owner->GetReflection();
  const pb::FieldDescriptor& field = *place.field;
  if (is_number(field)) {
    double value = 0;
    const auto [stopped, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || stopped != word.data() + word.size() || !std::isfinite(value))
      return PathFault{word, fmt::format("a number for {}", place.name)};
    return set_number(place, how, value);
  }
  if (how != Combine::kSet) return PathFault{word, fmt::format("SET for {}", place.name)};
  if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_BOOL) {
    if (word != "true" && word != "false")
      return PathFault{word, fmt::format("true or false for {}", place.name)};
    STOPOVER_SET(Bool, word == "true");
  } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM) {
    const pb::EnumValueDescriptor* const value = field.enum_type()->FindValueByName(word);
    if (value == nullptr)
      return PathFault{word, fmt::format("one of {} for {}",
                                         scenario::enum_words(*field.enum_type()), place.name)};
    STOPOVER_SET(EnumValue, value->number());
  } else {
    STOPOVER_SET(String, word);
  }
  note_written(place);
  return std::nullopt;
}

#undef STOPOVER_GET
#undef STOPOVER_SET

}  // namespace stopover::sweep
