// SPDX-License-Identifier: Apache-2.0
#include "engine/io/csv_writer.hpp"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "engine/base/check.hpp"

namespace stopover::io {

std::string decimal_text(double value) {
  STOPOVER_CHECK(std::isfinite(value), "finite number in an output");
  return fmt::format("{}", value + 0.0);  // -0 is written 0
}

std::string yuan_text(Fen value) {
  const std::int64_t fen = value.count();
  const auto size =
      fen < 0 ? ~static_cast<std::uint64_t>(fen) + 1 : static_cast<std::uint64_t>(fen);
  return fmt::format("{}{}.{:02}", fen < 0 ? "-" : "", size / 100, size % 100);
}

CsvWriter::CsvWriter(std::string& out, const std::vector<std::string>& header)
    : out_(out), columns_(header.size()) {
  STOPOVER_CHECK(columns_ > 0, "a table has columns");
  for (const std::string& name : header) text(name);
  end_row();
  rows_ = 0;
}

CsvWriter& CsvWriter::text(std::string_view value) {
  // '#' would begin a comment, and an empty line would be skipped.
  const bool quote = value.find_first_of(",\"\r\n") != std::string_view::npos ||
                     (in_row_ == 0 && value.starts_with('#')) || (columns_ == 1 && value.empty());
  if (!quote) {
    raw(value);
    return *this;
  }
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  raw(quoted + '"');
  return *this;
}

CsvWriter& CsvWriter::integer(std::int64_t value) {
  raw(fmt::format_int(value).c_str());
  return *this;
}

CsvWriter& CsvWriter::decimal(double value) {
  raw(decimal_text(value));
  return *this;
}

CsvWriter& CsvWriter::yuan(Fen value) {
  raw(yuan_text(value));
  return *this;
}

CsvWriter& CsvWriter::empty() {
  return text("");
}

void CsvWriter::raw(std::string_view value) {
  if (in_row_ > 0) out_ += ',';
  out_ += value;
  ++in_row_;
}

void CsvWriter::end_row() {
  STOPOVER_CHECK(in_row_ == columns_, "a field for each column");
  out_ += '\n';
  in_row_ = 0;
  ++rows_;
}

void CsvWriter::footer() {
  STOPOVER_CHECK(in_row_ == 0, "the footer stands after a whole row");
  out_ += fmt::format("#rows={}\n", rows_);
}

}  // namespace stopover::io
