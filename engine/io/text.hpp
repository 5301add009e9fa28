// SPDX-License-Identifier: Apache-2.0
// Small helpers for messages about text that a person wrote.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stopover::io {

// Position of the first byte that is not well-formed UTF-8 (RFC 3629: no overlong forms, no
// surrogates, at most U+10FFFF), or text.size().
[[nodiscard]] std::size_t utf8_error(std::string_view text);

// Some editors begin UTF-8 text with it.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// By its own byte order mark, of either order.
[[nodiscard]] inline bool is_utf16(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

// The name nearest to `word`, or "" if none is close: at most a third of its letters wrong (case
// counts half). Distance: optimal string alignment (Damerau 1964, restricted).
[[nodiscard]] std::string nearest_name(std::string_view word, std::span<const std::string> names);

[[nodiscard]] std::string lower(std::string text);  // letters of ASCII only

// `; did you mean "departure"?` or "".
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> names);

// Text for a message: cut at 60 bytes, control and broken bytes as \xHH.
[[nodiscard]] std::string bare_text(std::string_view text);   // for InputFault::found
[[nodiscard]] std::string shown_text(std::string_view text);  // in double quotes

// Parts of `text` between separators; "" gives no part.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace stopover::io
