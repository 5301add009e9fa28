// SPDX-License-Identifier: Apache-2.0
// What can go wrong, in three classes that never mix.
//
//   input fault        something a person wrote is wrong. Collected in a FaultList with file, line,
//                      field, what was found, what was expected and a stable rule code; reported
//                      together; thrown once as InputError when a file or scenario has been read.
//   environment fault  the machine said no (missing file, full disk, no permission):
//                      EnvironmentError names the path, the operation and the system's reason.
//   bug                check.hpp: aborts.
//
// Rule codes are stable, "E-<AREA>-<nnn>" for errors and "W-<AREA>-<nnn>" for warnings, e.g.
// "E-CSV-003"; each area registers its rules in a table (code, title, explanation in English and
// Chinese), see docs/formats/rules.md.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace stopover {

struct InputFault {
  std::string rule{};      // "E-CSV-003"
  std::string file{};      // as the user wrote it
  int line = 0;            // 1-based; 0 = the whole file
  std::string field{};     // column or message field; may be empty
  std::string found{};     // the text as found, without quotes; may be empty
  std::string expected{};  // one clause, no full stop

  [[nodiscard]] bool is_warning() const { return rule.starts_with("W-"); }
  // "places.csv:12: lon: found \"abc\", expected a number [E-CSV-003]". Always one line: control
  // characters are written \xNN and what was found is cut after 120 bytes.
  [[nodiscard]] std::string text() const;
  // Its parts, for text in another language: "places.csv:12: lon: " and "\"abc\"", "" if none.
  [[nodiscard]] std::string where_text() const;
  [[nodiscard]] std::string found_text() const;
  friend auto operator<=>(const InputFault&, const InputFault&) = default;
};

// All faults of what was read, in the order found; sorted by (file, line) when printed.
// Counts are exact; beyond `kKeptPerRule` of one rule only the count grows.
class FaultList {
 public:
  static constexpr std::size_t kKeptPerRule = 100;

  void add(InputFault fault);
  void merge(const FaultList& other);

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] std::size_t warnings() const { return warnings_; }
  [[nodiscard]] bool empty() const { return errors_ + warnings_ == 0; }
  [[nodiscard]] std::size_t count(const std::string& rule) const;  // kept or not
  [[nodiscard]] const std::vector<InputFault>& kept() const { return kept_; }
  [[nodiscard]] std::vector<InputFault> sorted() const;  // those kept, by (file, line)
  [[nodiscard]] std::string text() const;                // one line a fault, then a count line

 private:
  std::vector<InputFault> kept_;
  std::map<std::string, std::size_t> of_rule_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

class InputError : public std::runtime_error {
 public:
  explicit InputError(FaultList faults);
  explicit InputError(InputFault fault);  // alone, where nothing else can be looked at
  [[nodiscard]] const FaultList& faults() const { return faults_; }

 private:
  FaultList faults_;
};

// What is wrong with a file as a whole ends the reading of it.
[[noreturn]] void refuse_file(std::string_view rule, const std::string& file, std::string found,
                              std::string expected);

class EnvironmentError : public std::runtime_error {
 public:
  // `reason` is the system's own word, usually std::strerror.
  EnvironmentError(std::string path, std::string operation, std::string reason);
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace stopover
