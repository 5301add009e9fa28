// SPDX-License-Identifier: Apache-2.0
// A table for a terminal: columns as wide as their widest cell, Chinese characters counted as two.
//
// Width of a character: East Asian Width W and F (Unicode Standard Annex 11) are two columns,
// combining marks none, all else one. From a table of ranges, not the machine's locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/stopover/terminal.hpp"

namespace stopover::tool {

// Columns on a terminal. Bytes that are not UTF-8 count one each.
[[nodiscard]] std::size_t display_width(std::string_view text);
// Cut to so many columns, the last of them "…".
[[nodiscard]] std::string clipped(const std::string& text, std::size_t width);

enum class Align : std::uint8_t { kLeft, kRight };

class TextTable {
 public:
  struct Column {
    std::string title;
    Align align = Align::kLeft;
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void add(std::vector<std::string> cells);  // one a column
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  // Lines end without blanks; two blanks indent, two part the columns.
  [[nodiscard]] std::string text(const Style& style) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace stopover::tool
