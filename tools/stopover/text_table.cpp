// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/text_table.hpp"

#include <algorithm>
#include <array>

#include "engine/base/check.hpp"

namespace stopover::tool {
namespace {

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

std::string clipped(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) return text;
  std::size_t used = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t length = decode(text, i).second;
    const std::size_t wide = display_width(std::string_view(text).substr(i, length));
    if (used + wide + 1 > width) break;
    used += wide;
    i += length;
  }
  return text.substr(0, i) + "…";
}

void TextTable::add(std::vector<std::string> cells) {
  STOPOVER_CHECK(cells.size() == columns_.size(), "one cell a column");
  rows_.push_back(std::move(cells));
}

std::string TextTable::text(const Style& style) const {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    widths.push_back(display_width(columns_[c].title));
    for (const auto& row : rows_) widths[c] = std::max(widths[c], display_width(row[c]));
  }
  const auto line = [&](const auto& cell_of, Colour colour) {
    std::string out;
    for (std::size_t c = 0; c < columns_.size(); ++c)
      out += "  " + padded(cell_of(c), widths[c], columns_[c].align);
    out.erase(out.find_last_not_of(' ') + 1);
    return style.paint(colour, out) + "\n";
  };
  std::string out = line([&](std::size_t c) { return columns_[c].title; }, Colour::kDim);
  for (const auto& row : rows_) out += line([&](std::size_t c) { return row[c]; }, Colour::kPlain);
  return out;
}

}  // namespace stopover::tool
