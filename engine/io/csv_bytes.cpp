// SPDX-License-Identifier: Apache-2.0
#include "engine/io/csv_bytes.hpp"

#include <algorithm>
#include <cstddef>

#include "engine/io/text.hpp"

namespace stopover::io {

void check_bytes(std::string_view text, const std::string& file, FaultList& faults) {
  const auto fault = [&](std::string_view rule, int line, std::string found, std::string expected) {
    faults.add({.rule = std::string(rule),
                .file = file,
                .line = line,
                .field = "",
                .found = std::move(found),
                .expected = std::move(expected)});
  };
  std::size_t at = 0;
  std::size_t counted = 0;
  int line = 1;
  // Positions at or after `at`. Each is looked for again only once it is passed: a file with one of
  // the two in every line would cost the square of its size.
  std::size_t bad_utf8 = utf8_error(text);
  std::size_t nul = std::min(text.find('\0'), text.size());
  while (true) {
    const std::size_t bad = std::min(bad_utf8, nul);
    if (bad >= text.size()) return;
    line += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                        text.begin() + static_cast<std::ptrdiff_t>(bad), '\n'));
    counted = bad;
    if (bad == nul)
      fault("E-CSV-003", line, "a zero byte", "text");
    else
      fault("E-CSV-002", line, bare_text(text.substr(bad, 1)),
            "UTF-8 (in Excel: save as \"CSV UTF-8\")");
    at = text.find('\n', bad);
    if (at == std::string_view::npos) return;
    if (bad_utf8 < at) bad_utf8 = at + utf8_error(text.substr(at));
    if (nul < at) nul = std::min(text.find('\0', at), text.size());
  }
}

}  // namespace stopover::io
