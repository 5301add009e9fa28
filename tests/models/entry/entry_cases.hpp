// SPDX-License-Identifier: Apache-2.0
// Worked cases of entry into China, asked of the rules of scenarios/shanghai: what a traveller
// does, and what the rule says to it. Numbered as in the list of facts that they come from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/entry/entry_book.hpp"
#include "models/policy/entry.hpp"

namespace stopover::entry {

struct EntryCase {
  std::string id;      // "T07", or "T02b" for a second question of the same case
  std::string regime;  // asked about; "": which is the longest?
  std::string says;    // the answer: "yes", or failed conditions by name; of a pick the regime
  std::string nationality;
  std::string from;
  std::string to;
  std::string arrive;  // civil time at the port
  std::string exit = {};
  std::string latest = {};  // "2019-06-26T24:00"; "": not asked
  std::string port = "PVG";
  std::string exit_port = {};
  std::string switched = {};  // a switch that is turned over
  std::string visits = {};    // regions
  std::string passport_until = {};
  policy::Ticket ticket = policy::Ticket::kConfirmed;
  policy::Activity activity = policy::Activity::kTourism;
  policy::Group group = {};
  std::string next_abroad = {};
  bool invited = false;
};

// "…T24:00" is the next day's start.
[[nodiscard]] Instant civil_instant(const std::string& text);
[[nodiscard]] policy::EntryQuestion question_of(const EntryCase& one, const EntryBook& book);
// "yes", or the names of the conditions with blanks between them.
[[nodiscard]] std::string failed_text(std::uint32_t failed);
[[nodiscard]] std::vector<EntryCase> entry_cases();

}  // namespace stopover::entry
