// SPDX-License-Identifier: Apache-2.0
// The rules that input must keep: what each fault code means, for `stopover explain CODE` and
// docs/formats/rules.md, in English and Chinese.
//
// To add rules: an area keeps one table in `<folder>/<area>_rules.cpp` and declares one function
// returning it, e.g. `[[nodiscard]] std::span<const Rule> csv_rules();`. Codes are
// "E-<AREA>-<nnn>" (error) or "W-<AREA>-<nnn>" (warning), ascending in the table, never reused.
// tests/engine/base/rules_test.cpp reads the sources: a code used anywhere in engine/ or models/
// must be in a *_rules.cpp, and each registered code must be used and be named by a test.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stopover {

struct Rule {
  std::string_view code;
  std::string_view title_en;  // one clause: what is wrong
  std::string_view title_zh;
  std::string_view explanation_en;  // why it matters and how to repair it
  std::string_view explanation_zh;
};

enum class Language : unsigned char { kEnglish, kChinese };

// The tables of several areas together, sorted by code. Views of the areas' constant tables.
class RuleBook {
 public:
  RuleBook(std::initializer_list<std::span<const Rule>> areas);

  [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
  [[nodiscard]] const Rule* find(std::string_view code) const;  // nullptr if unknown
  // "E-CSV-010 A column is missing\n\n..." for a terminal.
  [[nodiscard]] std::string explain(const Rule& rule, Language language) const;
  [[nodiscard]] std::string markdown() const;  // docs/formats/rules.md

 private:
  std::vector<Rule> rules_;
};

}  // namespace stopover
