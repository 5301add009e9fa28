// SPDX-License-Identifier: Apache-2.0
// The value of one cell: each column type's exact grammar. Part of csv.cpp; also for readers of
// other texts that need the same grammar (parse_decimal, parse_scaled).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/io/csv.hpp"

namespace stopover::io {

// All of `text` as a decimal integer: [-]digits.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

// All of `text` as a finite decimal number, nearest double:
// [-](digits[.digits]|.digits)[e[±]digits].
// Never "nan", "inf", "0x10", "+1", "1,5", "1.", " 1", nor a value outside the doubles.
[[nodiscard]] std::optional<double> parse_decimal(std::string_view text);

// [-]digits[.digits] times `scale` if that is a whole number that fits, without floating point:
// parse_scaled("12.50", 100) = 1250.
[[nodiscard]] std::optional<std::int64_t> parse_scaled(std::string_view text, std::int64_t scale);

// "183.4" yuan with at most two decimals.
[[nodiscard]] std::optional<Fen> parse_yuan(std::string_view text);

[[nodiscard]] bool is_id(std::string_view text);

enum class CellFault : std::uint8_t { kNone, kForm, kRange };

// A cell's value: `text`, `number` or `decimal`, by the column's type.
struct CellValue {
  std::string_view text;
  std::int64_t number = CsvTable::kAbsent;
  double decimal = 0;
};

enum class CellStore : std::uint8_t { kText, kNumber, kDecimal };
[[nodiscard]] CellStore store_of(const CsvType& type);

// Without one of them a table says nothing; its absence is reported (E-CSV-001, E-CSV-010).
[[nodiscard]] bool has_needed_columns(const CsvTable& table, const CsvSpec& spec);

[[nodiscard]] CellFault parse_cell(const CsvType& type, std::string_view text, CellValue& out);

// The rule a faulty cell breaks: E-CSV-03x, or E-CSV-049 for a value out of range.
[[nodiscard]] std::string_view rule_of(const CsvType& type, CellFault fault);

}  // namespace stopover::io
