// SPDX-License-Identifier: Apache-2.0
// What `validate` found, as a page for a browser: one file, readable offline and on paper.
//
// Faults stand by rule, errors first, each rule with its meaning. Whatever came from a person's
// files is escaped.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/base/rules.hpp"

namespace stopover::tool {

struct Phrase {
  std::string en;
  std::string zh;
  [[nodiscard]] const std::string& in(Language language) const {
    return language == Language::kChinese ? zh : en;
  }
};

struct ValidationReport {
  std::string input;
  Phrase kind;
  std::string hash{};  // of a scenario
  std::vector<std::pair<Phrase, std::size_t>> counts{};
  std::vector<std::pair<Phrase, std::string>> details{};  // of a feed: its days, its publisher
  std::vector<Phrase> not_checked{};
  FaultList faults{};

  [[nodiscard]] bool valid() const { return !faults.has_errors(); }
};

[[nodiscard]] std::string validation_page(const ValidationReport& report, Language language);

}  // namespace stopover::tool
