// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/store_log.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "engine/experiment/record.hpp"
#include "engine/io/file_source.hpp"

namespace stopover::experiment {
namespace {

std::string line_of(std::string_view words) {
  return fmt::format("{:08x} {} {}\n", crc32_of(words), words.size(), words);
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stopped != text.data() + text.size()) return std::nullopt;
  return value;
}

// Up to the blank, which is taken too.
std::string_view next_word(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

// What a line says; nullopt: it is not as it was written. Written again it must be the same, so
// that no second form of a line is ever taken.
std::optional<std::string_view> words_of(std::string_view line) {
  std::string_view rest = line;
  (void)next_word(rest);
  (void)next_word(rest);
  if (line_of(rest) != std::string(line) + "\n") return std::nullopt;
  return rest;
}

std::optional<LoggedFile> file_of(std::string_view words) {
  const std::string_view name = next_word(words);
  const auto bytes = whole_number(next_word(words));
  if (!bytes || !io::is_safe_relative_name(name) || name.find('/') != std::string_view::npos ||
      words.size() != kKeyDigits)
    return std::nullopt;
  return LoggedFile{std::string(name), *bytes, std::string(words)};
}

}  // namespace

Log read_log(std::string_view text) {
  constexpr std::string_view kFirst = "experiment ";
  Log log;
  std::set<std::string_view> seen;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      log.cut = true;
      break;
    }
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    const auto words = words_of(line);
    std::optional<LoggedFile> file;
    if (words && !words->starts_with(kFirst)) file = file_of(*words);
    if (words && words->starts_with(kFirst)) {
      log.experiment = words->substr(kFirst.size());
    } else if (file) {
      if (!seen.insert(*words).second) continue;
      log.files.push_back(std::move(*file));
    } else {
      log.damaged.push_back(number);
      continue;
    }
    log.sound += line;
    log.sound += '\n';
  }
  return log;
}

std::string experiment_line(std::string_view id) {
  return line_of(fmt::format("experiment {}", id));
}

std::string file_line(const LoggedFile& file) {
  return line_of(fmt::format("{} {} {}", file.name, file.bytes, file.sha256));
}

}  // namespace stopover::experiment
