// SPDX-License-Identifier: Apache-2.0
// A CSV table of the log, row by row.
//
// Form: RFC 4180 with '\n', the header exactly as asked for. Reads one line at a time, so a table
// may be longer than memory. A quoted field may hold commas and doubled quotes, but no line end:
// the log has none.
//
// Errors: added to the faults (E-EVT-001 … 003); a row that cannot be read is passed over. A file
// that cannot be read though it is there throws std::ios_base::failure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/verify_events/faults.hpp"

namespace stopover::verify_events {

class Table {
 public:
  Table(const std::filesystem::path& folder, std::string name,
        std::vector<std::string_view> columns, Faults& faults);

  // To the next row that has its fields; false at the end.
  [[nodiscard]] bool next();
  [[nodiscard]] std::size_t line() const { return line_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] const std::string& text(std::size_t column) const { return fields_[column]; }
  // Empty: nullopt. Not a whole number: nullopt, and a fault.
  [[nodiscard]] std::optional<std::int64_t> number(std::size_t column);
  // Empty is a fault too; then `fallback`.
  [[nodiscard]] std::int64_t needed(std::size_t column, std::int64_t fallback = 0);

  void fault(std::string_view rule, std::string subject, std::string found, std::string expected);

 private:
  [[nodiscard]] bool split();  // line_text_ into fields_

  std::string name_;
  std::vector<std::string_view> columns_;
  Faults& faults_;
  std::ifstream file_;
  std::size_t line_ = 1;
  std::string line_text_;
  std::vector<std::string> fields_;
};

}  // namespace stopover::verify_events
