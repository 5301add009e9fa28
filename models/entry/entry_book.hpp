// SPDX-License-Identifier: Apache-2.0
// A scenario's rules of entry made ready for questions (models/policy), with the names that an
// answer shows.
//
// What it is not: a part of the timetable: it needs no network, so `stopover entry` makes it from
// the elements alone.
//
// Errors: the scenario is validated; what it got wrong is a bug here.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "models/policy/entry.hpp"
#include "models/scenario/scenario.pb.h"

namespace stopover::entry {

struct EntryBook {
  policy::EntryRules rules{TimeZone::utc(), {}, {}, {}};
  // Places of the scenario that belong to a port; by place id.
  std::map<std::string, policy::PortId, std::less<>> port_of_place;
  std::map<std::string, policy::PortId, std::less<>> port;  // by entry_port id
  std::map<std::string, policy::RegionId, std::less<>> region;
};

// `switched`: ids of entry_switch elements that are turned over, on or off.
[[nodiscard]] EntryBook entry_book(const scenario::Scenario& scenario,
                                   const std::set<std::string>& switched = {});

}  // namespace stopover::entry
