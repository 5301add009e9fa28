// SPDX-License-Identifier: Apache-2.0
// Private to models/cruise: who misses an onward connection, and what people spend.
//
// Spending is a two-part lognormal (models/spending) by kind of guest and category, a person and
// visit or night: one draw whether, one how much, by party and rule. A visit of a guest of the home
// port is one end of a cruise, so a cruise has two. Of each amount a share stays in the city.
#pragma once

#include <cstdint>
#include <vector>

#include "models/cruise/terminal.hpp"

namespace stopover::cruise {

class KerbLuck {
 public:
  KerbLuck(const PortBook& book, const Luck& luck) : book_(book), luck_(luck) {}
  // A party that goes from the terminal at `time`.
  void leave(const TerminalCall& call, const CruiseParty& party, flow::Tick time,
             CallResult& result) const;

 private:
  const PortBook& book_;
  Luck luck_;
};

class Money {
 public:
  Money(const PortBook& book, const Luck& luck);
  void spend(const CruiseParty& party, Amounts& amounts) const;
  void fees(int gt, std::int64_t movements, Amounts& amounts) const;

 private:
  struct Rule {
    const SpendingRule* rule = nullptr;
    std::uint32_t draw = 0;
    double log_mean = 0;
  };
  const PortBook& book_;
  Luck luck_;
  std::vector<std::vector<Rule>> by_guest_;
};

}  // namespace stopover::cruise
