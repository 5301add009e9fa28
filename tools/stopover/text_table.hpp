// SPDX-License-Identifier: Apache-2.0
// A table for a terminal: columns as wide as their widest cell, Chinese characters counted as two.
// Nothing is cut: a cell wider than its column may be goes on below, and so do the titles of a
// table that would be wider than a page.
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
// Lines of at most so many columns (at least 4), broken at blanks and between Chinese characters,
// else within a word. At least one.
[[nodiscard]] std::vector<std::string> folded(std::string_view text, std::size_t width);

enum class Align : std::uint8_t { kLeft, kRight };

class TextTable {
 public:
  struct Column {
    std::string title;
    Align align = Align::kLeft;
    std::size_t widest = 0;  // cells wider than this go on below; 0: as wide as they are
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void add(std::vector<std::string> cells);  // one a column
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  // Lines end without blanks; two blanks indent, two part the columns.
  [[nodiscard]] std::string text(const Style& style) const;

 private:
  [[nodiscard]] std::vector<std::vector<std::string>> title_lines(
      const std::vector<std::size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace stopover::tool
