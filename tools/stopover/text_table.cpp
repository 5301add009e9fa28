// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/text_table.hpp"

#include <algorithm>
#include <array>

#include "engine/base/check.hpp"

namespace stopover::tool {
namespace {

constexpr std::size_t kPage = 100;       // columns
constexpr std::size_t kLeastTitle = 10;  // columns of a title that is wrapped

struct Range {
  char32_t first;
  char32_t last;
};

// W and F of EastAsianWidth-15.0, neighbouring blocks joined.
constexpr std::array<Range, 15> kWide{{{0x1100, 0x115F},
                                       {0x231A, 0x231B},
                                       {0x2329, 0x232A},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0x33FF},
                                       {0x3400, 0x4DBF},
                                       {0x4E00, 0x9FFF},
                                       {0xA000, 0xA4CF},
                                       {0xA960, 0xA97F},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF01, 0xFF60},
                                       {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x3FFFD}}};
constexpr std::array<Range, 5> kCombining{
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};

template <std::size_t N>
bool in(const std::array<Range, N>& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [&](Range r) { return r.first <= c && c <= r.last; });
}

// The character at i and its length in bytes; broken bytes stand for themselves.
std::pair<char32_t, std::size_t> decode(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t k) {
    return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
  };
  const unsigned b0 = byte(0);
  const std::size_t length = b0 < 0xC0 ? 1 : b0 < 0xE0 ? 2 : b0 < 0xF0 ? 3 : 4;
  char32_t c = length == 1 ? b0 : b0 & (0xFFU >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(k) & 0xC0U) != 0x80U) return {b0, 1};
    c = (c << 6U) | (byte(k) & 0x3FU);
  }
  return {c, length};
}

std::string without_end_blanks(std::string_view text) {
  return std::string(text.substr(0, text.find_last_not_of(' ') + 1));
}

using Lines = std::vector<std::string>;

std::size_t widest_of(const Lines& lines) {
  std::size_t width = 0;
  for (const std::string& line : lines) width = std::max(width, display_width(line));
  return width;
}

std::string padded(const std::string& text, std::size_t width, Align align) {
  const std::string blanks(width - display_width(text), ' ');
  return align == Align::kLeft ? text + blanks : blanks + text;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, length] = decode(text, i);
    width += in(kWide, c) ? 2U : in(kCombining, c) ? 0U : 1U;
    i += length;
  }
  return width;
}

std::vector<std::string> folded(std::string_view text, std::size_t width) {
  constexpr std::size_t kNarrowest = 4;
  width = std::max(width, kNarrowest);
  std::vector<std::string> lines;
  std::size_t begin = 0;  // of the line
  std::size_t used = 0;   // its columns
  std::size_t fold = 0;   // where it may end; begin: nowhere yet
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, length] = decode(text, i);
    const std::size_t columns = display_width(text.substr(i, length));
    if (columns == 2 && i > begin) fold = i;
    if (used + columns > width) {
      const std::size_t end = c == ' ' || fold == begin ? i : fold;
      lines.push_back(without_end_blanks(text.substr(begin, end - begin)));
      begin = std::min(text.find_first_not_of(' ', end), text.size());
      i = fold = begin;
      used = 0;
      continue;
    }
    used += columns;
    i += length;
    if (c == ' ') fold = i;
  }
  if (begin < text.size() || lines.empty()) lines.push_back(without_end_blanks(text.substr(begin)));
  return lines;
}

void TextTable::add(std::vector<std::string> cells) {
  STOPOVER_CHECK(cells.size() == columns_.size(), "one cell a column");
  rows_.push_back(std::move(cells));
}

std::string TextTable::text(const Style& style) const {
  std::vector<std::vector<Lines>> rows;
  rows.reserve(rows_.size());
  std::vector<std::size_t> widths(columns_.size());  // of the cells
  for (const auto& row : rows_) {
    std::vector<Lines>& cells = rows.emplace_back();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::size_t most = columns_[c].widest;
      cells.push_back(most == 0 ? Lines{row[c]} : folded(row[c], most));
      for (std::size_t n = 1; n < cells.back().size(); ++n) cells.back()[n].insert(0, "  ");
      widths[c] = std::max(widths[c], widest_of(cells.back()));
    }
  }
  std::vector<Lines> titles = title_lines(widths);
  std::size_t tallest = 0;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    widths[c] = std::max(widths[c], widest_of(titles[c]));
    tallest = std::max(tallest, titles[c].size());
  }
  for (Lines& title : titles) title.insert(title.begin(), tallest - title.size(), "");

  const auto lines = [&](const std::vector<Lines>& cells, Colour colour) {
    std::size_t height = 0;
    for (const Lines& cell : cells) height = std::max(height, cell.size());
    std::string out;
    for (std::size_t n = 0; n < height; ++n) {
      std::string line;
      for (std::size_t c = 0; c < cells.size(); ++c)
        line += "  " + padded(n < cells[c].size() ? cells[c][n] : "", widths[c], columns_[c].align);
      out += style.paint(colour, without_end_blanks(line)) + "\n";
    }
    return out;
  };
  std::string out = lines(titles, Colour::kDim);
  for (const auto& cells : rows) out += lines(cells, Colour::kPlain);
  return out;
}

// Titles in one line each where the page has room for the table.
std::vector<Lines> TextTable::title_lines(const std::vector<std::size_t>& widths) const {
  std::size_t page = 0;
  for (std::size_t c = 0; c < columns_.size(); ++c)
    page += 2 + std::max(widths[c], display_width(columns_[c].title));
  std::vector<Lines> out;
  out.reserve(columns_.size());
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const std::string& title = columns_[c].title;
    out.push_back(page <= kPage ? Lines{title} : folded(title, std::max(widths[c], kLeastTitle)));
  }
  return out;
}

}  // namespace stopover::tool
