// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "tools/verify_events/checks.hpp"

namespace stopover::verify_events {
namespace {

void compare(const Log& log, std::string_view name, std::int64_t made, std::string_view rule,
             Faults& faults) {
  const auto it = log.totals.find(name);
  if (it == log.totals.end() || it->second.value == made) return;
  faults.add({rule, "totals.csv", it->second.line, std::string(name),
              fmt::to_string(it->second.value), fmt::to_string(made)});
}

}  // namespace

void check_totals(const Log& log, Faults& faults) {
  std::int64_t parties = 0;
  std::int64_t persons = 0;
  std::int64_t fares = 0;
  for (const Party& party : log.parties) {
    std::int64_t sum = party.roads;
    for (const auto& [step, planned] : party.ways.front().planned) sum += planned.fare;
    if (sum != party.fare)
      faults.add({"E-EVT-061", "parties.csv", party.line, "party " + party.key,
                  fmt::to_string(party.fare), fmt::to_string(sum)});
    if (!party.counted) continue;
    ++parties;
    persons += party.persons;
    fares += party.fare - party.saved;
  }
  std::int64_t released = 0;
  std::int64_t arrived = 0;
  std::int64_t stranded = 0;
  for (const Event& e : log.events) {
    if (e.party == kNone || !party_of(log, e).counted) continue;
    if (e.kind == Kind::kReleased && e.way == 0) released += e.persons;
    if (e.kind == Kind::kFinished) arrived += e.persons;
    if (e.kind == Kind::kStranded) stranded += e.persons;
  }
  if (released != arrived + stranded)
    faults.add({"E-EVT-060", "events.csv", 0, "persons released", fmt::to_string(released),
                fmt::format("{} arrived and {} stranded", arrived, stranded)});
  compare(log, "parties", parties, "E-EVT-060", faults);
  compare(log, "persons", persons, "E-EVT-060", faults);
  compare(log, "stranded", stranded, "E-EVT-060", faults);
  compare(log, "fares", fares, "E-EVT-061", faults);
}

}  // namespace stopover::verify_events
