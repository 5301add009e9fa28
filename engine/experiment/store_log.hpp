// SPDX-License-Identifier: Apache-2.0
// The log of a writer of results: lines that say by themselves whether they are whole. Part of
// store.cpp.
//
// A line: CRC-32 of the rest in 8 hexadecimal digits, its length in bytes, then the rest, parted by
// blanks: "5e3a01c2 98 all-000001.cells 1234 <SHA-256>". The first names the experiment:
// "… experiment <id>".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stopover::experiment {

struct LoggedFile {
  std::string name;
  std::uint64_t bytes = 0;
  std::string sha256;
  friend bool operator==(const LoggedFile&, const LoggedFile&) = default;
};

struct Log {
  std::string experiment;         // empty: no sound first line
  std::vector<LoggedFile> files;  // in order, each once
  std::vector<int> damaged;       // line numbers, 1-based
  std::string sound;              // the lines that are whole, as they stand
  bool cut = false;               // a last line without its end
};

[[nodiscard]] Log read_log(std::string_view text);
[[nodiscard]] std::string experiment_line(std::string_view id);
[[nodiscard]] std::string file_line(const LoggedFile& file);

}  // namespace stopover::experiment
