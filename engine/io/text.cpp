// SPDX-License-Identifier: Apache-2.0
#include "engine/io/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>

namespace stopover::io {
namespace {

unsigned byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

// Length of the well-formed sequence that begins at i, or 0.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const unsigned b0 = byte_at(text, i);
  const unsigned b1 = byte_at(text, i + 1);
  const auto tail = [&](std::size_t k) { return (byte_at(text, i + k) & 0xC0U) == 0x80U; };
  if (b0 < 0x80) return 1;
  if (b0 < 0xC2 || b0 > 0xF4 || !tail(1)) return 0;
  if (b0 < 0xE0) return 2;
  if (b0 < 0xF0) {
    if ((b0 == 0xE0 && b1 < 0xA0) || (b0 == 0xED && b1 > 0x9F)) return 0;
    return tail(2) ? 3 : 0;
  }
  if ((b0 == 0xF0 && b1 < 0x90) || (b0 == 0xF4 && b1 > 0x8F)) return 0;
  return tail(2) && tail(3) ? 4 : 0;
}

char lower_of(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Twice the edit distance; a letter in the other case costs 1, any other edit 2.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> older(b.size() + 1);
  std::vector<std::size_t> old(b.size() + 1);
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) old[j] = 2 * j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = 2 * i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const char x = a[i - 1];
      const char y = b[j - 1];
      const std::size_t change = x == y ? 0U : (lower_of(x) == lower_of(y) ? 1U : 2U);
      now[j] = std::min({old[j] + 2, now[j - 1] + 2, old[j - 1] + change});
      if (i > 1 && j > 1 && x == b[j - 2] && a[i - 2] == y)
        now[j] = std::min(now[j], older[j - 2] + 2);
    }
    older.swap(old);
    old.swap(now);
  }
  return old[b.size()];
}

}  // namespace

std::size_t utf8_error(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    std::uint64_t word = 0;
    if (i + 8 <= text.size()) {
      std::memcpy(&word, text.data() + i, 8);
      if ((word & 0x8080808080808080ULL) == 0) {
        i += 8;
        continue;
      }
    }
    const std::size_t length = sequence_length(text, i);
    if (length == 0) return i;
    i += length;
  }
  return i;
}

std::string nearest_name(std::string_view word, std::span<const std::string> names) {
  constexpr std::size_t kLongest = 64;  // longer words are not typing slips; bounds the cost
  if (word.empty() || word.size() > kLongest) return {};
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, 2 * word.size() / 3) + 1;
  for (const std::string& name : names) {
    if (name.size() > kLongest) continue;
    const std::size_t d = distance(word, name);
    if (d < best_distance) {
      best_distance = d;
      best = name;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> names) {
  const std::string best = nearest_name(word, names);
  return best.empty() ? "" : fmt::format("; did you mean \"{}\"?", best);
}

std::string bare_text(std::string_view text) {
  constexpr std::size_t kShown = 60;
  std::string out;
  std::size_t i = 0;
  while (i < text.size() && i < kShown) {
    const std::size_t length = sequence_length(text, i);
    const unsigned byte = byte_at(text, i);
    if (length == 0 || byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02X}", byte);
      ++i;
    } else {
      out += text.substr(i, length);
      i += length;
    }
  }
  return out + (i < text.size() ? "…" : "");
}

std::string shown_text(std::string_view text) {
  return "\"" + bare_text(text) + "\"";
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  if (text.empty()) return parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), lower_of);
  return text;
}

}  // namespace stopover::io
