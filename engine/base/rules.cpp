// SPDX-License-Identifier: Apache-2.0
#include "engine/base/rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/check.hpp"

namespace stopover {

RuleBook::RuleBook(std::initializer_list<std::span<const Rule>> areas) {
  for (const auto& area : areas) rules_.insert(rules_.end(), area.begin(), area.end());
  const auto by_code = [](const Rule& a, const Rule& b) { return a.code < b.code; };
  std::sort(rules_.begin(), rules_.end(), by_code);
  const auto same = [](const Rule& a, const Rule& b) { return a.code == b.code; };
  STOPOVER_CHECK(std::adjacent_find(rules_.begin(), rules_.end(), same) == rules_.end(),
                 "each rule code registered once");
}

const Rule* RuleBook::find(std::string_view code) const {
  const auto at = std::lower_bound(rules_.begin(), rules_.end(), code,
                                   [](const Rule& r, std::string_view c) { return r.code < c; });
  return at == rules_.end() || at->code != code ? nullptr : &*at;
}

std::string RuleBook::explain(const Rule& rule, Language language) const {
  const bool zh = language == Language::kChinese;
  return fmt::format("{}  {}\n\n{}\n", rule.code, zh ? rule.title_zh : rule.title_en,
                     zh ? rule.explanation_zh : rule.explanation_en);
}

std::string RuleBook::markdown() const {
  std::string out =
      "# Rules for input files\n\n"
      "Made from the rule tables of the code; do not edit. E = error, W = warning.\n\n"
      "| code | what is wrong | 问题 | what to do | 处理 |\n| --- | --- | --- | --- | --- |\n";
  for (const Rule& rule : rules_)
    out += fmt::format("| {} | {} | {} | {} | {} |\n", rule.code, rule.title_en, rule.title_zh,
                       rule.explanation_en, rule.explanation_zh);
  return out;
}

}  // namespace stopover
