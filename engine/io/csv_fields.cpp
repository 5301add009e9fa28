// SPDX-License-Identifier: Apache-2.0
#include "engine/io/csv_fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

#include "engine/io/text.hpp"

namespace stopover::io {
namespace {

constexpr std::size_t kMaxIdBytes = 128;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr std::array<bool, 256> kIdBytes = [] {
  std::array<bool, 256> table{};
  for (unsigned c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (unsigned c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (const char c : {'_', '.', ':', '-'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

CellFault ranged(std::optional<std::int64_t> value, std::int64_t min, std::int64_t max,
                 CellValue& out) {
  if (!value) return CellFault::kForm;
  if (*value < min || *value > max) return CellFault::kRange;
  out.number = *value;
  return CellFault::kNone;
}

std::int64_t seconds_in(DurationUnit unit) {
  switch (unit) {
    case DurationUnit::kSeconds:
      return 1;
    case DurationUnit::kMinutes:
      return 60;
    case DurationUnit::kHours:
      return 3600;
  }
  return 1;
}

std::int64_t millimetres_in(LengthUnit unit) {
  return unit == LengthUnit::kMetres ? 1000 : 1'000'000;
}

std::optional<bool> parse_boolean(std::string_view text) {
  for (const std::string_view yes : {"true", "1", "yes", "TRUE"})
    if (text == yes) return true;
  for (const std::string_view no : {"false", "0", "no", "FALSE"})
    if (text == no) return false;
  return std::nullopt;
}

// One overload a type: the grammar table of this file.
struct CellParser {
  std::string_view text;
  CellValue& out;

  CellFault operator()(const TextField& type) const {
    if (type.check != nullptr && !type.check(text)) return CellFault::kForm;
    if (text.size() > type.max_bytes) return CellFault::kRange;
    out.text = text;
    return CellFault::kNone;
  }
  CellFault operator()(const IdField& /*type*/) const {
    if (!is_id(text)) return CellFault::kForm;
    out.text = text;
    return CellFault::kNone;
  }
  CellFault operator()(const IdListField& /*type*/) const {
    const auto ids = split(text, ';');
    if (!std::all_of(ids.begin(), ids.end(), is_id)) return CellFault::kForm;
    out.text = text;
    return CellFault::kNone;
  }
  CellFault operator()(const IntegerField& type) const {
    return ranged(parse_integer(text), type.min, type.max, out);
  }
  CellFault operator()(const DecimalField& type) const {
    const std::optional<double> value = parse_decimal(text);
    if (!value) return CellFault::kForm;
    if (*value < type.min || *value > type.max) return CellFault::kRange;
    out.decimal = *value;
    return CellFault::kNone;
  }
  CellFault operator()(const ServiceTimeField& type) const {
    const std::optional<Seconds> time = parse_service_time(text);
    if (!time) return CellFault::kForm;
    return ranged(time->count(), type.min.count(), type.max.count(), out);
  }
  CellFault operator()(const DateField& /*type*/) const {
    const std::optional<CivilDate> date = CivilDate::parse(text);
    if (!date) return CellFault::kForm;
    out.number = date->days_since_epoch();
    return CellFault::kNone;
  }
  CellFault operator()(const DateTimeField& /*type*/) const {
    const std::optional<CivilTime> time = parse_civil_time(text);
    if (!time) return CellFault::kForm;
    out.number = std::int64_t{time->date.days_since_epoch()} * 86'400 + time->time_of_day.count();
    return CellFault::kNone;
  }
  CellFault operator()(const BooleanField& /*type*/) const {
    const std::optional<bool> value = parse_boolean(text);
    if (!value) return CellFault::kForm;
    out.number = *value ? 1 : 0;
    return CellFault::kNone;
  }
  CellFault operator()(const ChoiceField& type) const {
    const auto at = std::find(type.names.begin(), type.names.end(), text);
    if (at == type.names.end()) return CellFault::kForm;
    out.number = at - type.names.begin();
    return CellFault::kNone;
  }
  CellFault operator()(const MoneyField& type) const {
    const std::optional<Fen> value = parse_yuan(text);
    if (!value) return CellFault::kForm;
    return ranged(value->count(), type.min.count(), type.max.count(), out);
  }
  CellFault operator()(const DurationField& type) const {
    return ranged(parse_scaled(text, seconds_in(type.unit)), type.min.count(), type.max.count(),
                  out);
  }
  CellFault operator()(const LengthField& type) const {
    return ranged(parse_scaled(text, millimetres_in(type.unit)), type.min.count(), type.max.count(),
                  out);
  }
};

// A count of ticks written in the column's unit: 450 s as "7.5" minutes.
std::string in_unit(std::int64_t ticks, std::int64_t per_unit) {
  return fmt::format("{}", static_cast<double>(ticks) / static_cast<double>(per_unit));
}

std::string unit_name(DurationUnit unit) {
  constexpr std::array<std::string_view, 3> kNames{"seconds", "minutes", "hours"};
  return std::string(kNames.at(static_cast<std::size_t>(unit)));
}

struct Expectation {
  std::string operator()(const TextField& type) const {
    return fmt::format("text of at most {} bytes", type.max_bytes);
  }
  std::string operator()(const IdField& /*type*/) const {
    return "an id of letters, digits, '_', '.', ':' or '-' (at most 128)";
  }
  std::string operator()(const IdListField& /*type*/) const {
    return "ids of letters, digits, '_', '.', ':' or '-', parted by ';'";
  }
  std::string operator()(const IntegerField& type) const {
    return fmt::format("a whole number from {} to {}", type.min, type.max);
  }
  std::string operator()(const DecimalField& type) const {
    return fmt::format("a decimal number from {} to {}", type.min, type.max);
  }
  std::string operator()(const ServiceTimeField& type) const {
    return fmt::format("a time of service like 08:15 or 25:10:00 from {} to {}",
                       service_time_text(type.min), service_time_text(type.max));
  }
  std::string operator()(const DateField& /*type*/) const {
    return "a date that exists, like 2024-06-03";
  }
  std::string operator()(const DateTimeField& /*type*/) const {
    return "a local date and time like 2024-06-03T08:15";
  }
  std::string operator()(const BooleanField& /*type*/) const {
    return "true or false (or yes, no, 1, 0)";
  }
  std::string operator()(const ChoiceField& type) const {
    return fmt::format("one of: {}", fmt::join(type.names, ", "));
  }
  std::string operator()(const MoneyField& type) const {
    return fmt::format("yuan with at most two decimals, from {} to {}",
                       in_unit(type.min.count(), 100), in_unit(type.max.count(), 100));
  }
  std::string operator()(const DurationField& type) const {
    const std::int64_t scale = seconds_in(type.unit);
    return fmt::format("{} from {} to {}, to the second", unit_name(type.unit),
                       in_unit(type.min.count(), scale), in_unit(type.max.count(), scale));
  }
  std::string operator()(const LengthField& type) const {
    const std::int64_t scale = millimetres_in(type.unit);
    return fmt::format("{} from {} to {}, to the millimetre",
                       type.unit == LengthUnit::kMetres ? "metres" : "kilometres",
                       in_unit(type.min.count(), scale), in_unit(type.max.count(), scale));
  }
};

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value == CsvTable::kAbsent) return std::nullopt;
  return value;
}

std::optional<double> parse_decimal(std::string_view text) {
  if (text.empty() || !is_digit(text.back())) return std::nullopt;  // "inf", "1.", ""
  const std::size_t first = text[0] == '-' ? 1 : 0;
  if (first == text.size() || (!is_digit(text[first]) && text[first] != '.'))
    return std::nullopt;  // "nan(1", "--1"
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, std::chars_format::general);
  if (error != std::errc() || stop != end || !std::isfinite(value)) return std::nullopt;
  return value + 0.0;  // -0 becomes 0
}

std::optional<std::int64_t> parse_scaled(std::string_view text, std::int64_t scale) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string_view part =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && part.empty())) return std::nullopt;
  if (!std::all_of(whole.begin(), whole.end(), is_digit) ||
      !std::all_of(part.begin(), part.end(), is_digit))
    return std::nullopt;
  while (part.ends_with('0')) part.remove_suffix(1);
  const std::optional<std::int64_t> units = parse_integer(whole);
  std::int64_t ticks = 0;
  if (!units || __builtin_mul_overflow(*units, scale, &ticks)) return std::nullopt;
  // Digit by digit: what is left of one unit must divide exactly by ten each time it is used.
  std::int64_t remaining = 0;  // part * scale, built from the least digit
  for (auto digit = part.rbegin(); digit != part.rend(); ++digit) {
    const std::int64_t sum = remaining + (*digit - '0') * scale;
    if (sum % 10 != 0) return std::nullopt;
    remaining = sum / 10;
  }
  if (__builtin_add_overflow(ticks, remaining, &ticks)) return std::nullopt;
  return negative ? -ticks : ticks;
}

std::optional<Fen> parse_yuan(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos && text.size() - point > 3) return std::nullopt;
  const std::optional<std::int64_t> fen = parse_scaled(text, 100);
  if (!fen) return std::nullopt;
  return Fen(*fen);
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kMaxIdBytes &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return kIdBytes[static_cast<unsigned char>(c)]; });
}

bool has_needed_columns(const CsvTable& table, const CsvSpec& spec) {
  return std::all_of(spec.columns.begin(), spec.columns.end(), [&](const CsvColumn& column) {
    return column.need == Need::kOptional || table.has_column(column.name);
  });
}

CellStore store_of(const CsvType& type) {
  if (std::holds_alternative<TextField>(type) || std::holds_alternative<IdField>(type) ||
      std::holds_alternative<IdListField>(type))
    return CellStore::kText;
  return std::holds_alternative<DecimalField>(type) ? CellStore::kDecimal : CellStore::kNumber;
}

CellFault parse_cell(const CsvType& type, std::string_view text, CellValue& out) {
  return std::visit(CellParser{text, out}, type);
}

std::string_view rule_of(const CsvType& type, CellFault fault) {
  // In the order of CsvType's alternatives.
  constexpr std::array<std::string_view, std::variant_size_v<CsvType>> kRules{
      "E-CSV-030", "E-CSV-031", "E-CSV-032", "E-CSV-033", "E-CSV-034", "E-CSV-035", "E-CSV-036",
      "E-CSV-037", "E-CSV-038", "E-CSV-039", "E-CSV-040", "E-CSV-041", "E-CSV-042"};
  return fault == CellFault::kRange ? "E-CSV-049" : kRules.at(type.index());
}

std::string expected_text(const CsvColumn& column) {
  std::string text =
      column.expected.empty() ? std::visit(Expectation{}, column.type) : column.expected;
  if (!column.unit.empty()) text += fmt::format(" ({})", column.unit);
  return text;
}

}  // namespace stopover::io
