// SPDX-License-Identifier: Apache-2.0
// What the verifier finds wrong, each with its file, line and rule code.
//
// What it is not: engine/base/fault.hpp. The verifier links nothing of what it checks, so that one
// error cannot hide in both. Every fault is kept: the list of a broken log is as long as it is.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stopover::verify_events {

struct Rule {
  std::string_view code;
  std::string_view title_en;  // one clause: what is wrong
  std::string_view title_zh;
};

[[nodiscard]] std::span<const Rule> rules();

struct Fault {
  std::string_view rule;  // of rules()
  std::string file;
  std::size_t line = 0;  // 1-based; 0: the whole file
  std::string subject;   // "party 00000000000000a3, step 4"; may be empty
  std::string found;
  std::string expected;
};

class Faults {
 public:
  void add(Fault fault) { faults_.push_back(std::move(fault)); }
  [[nodiscard]] bool empty() const { return faults_.empty(); }
  // By file, line, rule.
  [[nodiscard]] std::vector<Fault> sorted() const;

 private:
  std::vector<Fault> faults_;
};

// "events.csv:12: party a3, step 4: boards before it is ready: found 7, expected at least 9
// [E-EVT-020]": one line.
[[nodiscard]] std::string fault_line(const Fault& fault, bool chinese);

}  // namespace stopover::verify_events
