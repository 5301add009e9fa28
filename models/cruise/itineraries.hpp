// SPDX-License-Identifier: Apache-2.0
// Calls of a port out of files of ships' itineraries.
//
// Two forms, both read where they lie, packed (.gz) or not:
//   JSON  a list of ships, each with Cruise-Ship and Itineraries, each of these with Schedule: port
//   by
//         port Date-Time(from), Date-Time(to), Port-ID, Port-Name, Start-End (1 embark, 2
//         disembark)
//   CSV   one call a row: ship, start_end, arrive, depart, prev_port, next_port
// A voyage is sold in segments that overlap: a call stands in several of them and counts once, by
// (ship, arrive, depart). The end of one voyage and the beginning of the next on one day are one
// turnaround.
//
// What it is not: a list of all ships, nor of guests: loads are the scenario's.
//
// Errors: rules E-CRU-101 to W-CRU-106, with the line of a table or the place in the JSON
// ("[3].Itineraries[2].Schedule[0]"). A call that is not sound is left out.
#pragma once

#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "models/cruise/calls.hpp"

namespace stopover::cruise {

struct ListedCall {
  std::string ship;  // as listed
  CallKind kind = CallKind::kTransit;
  std::optional<CivilTime> arrive;
  std::optional<CivilTime> depart;
  bool date_only = false;
  std::string previous_port;
  std::string next_port;
  friend auto operator<=>(const ListedCall&, const ListedCall&) = default;
};

struct ItineraryQuestion {
  int port_id = 0;  // of the JSON form
};

// Sorted by (ship, time); the same call once.
[[nodiscard]] std::vector<ListedCall> read_itineraries(const std::string& path,
                                                       const ItineraryQuestion& question,
                                                       FaultList& faults);

// Turnarounds joined. A ship is found by its listed name; those that are not known are named once
// each and left out. `terminal_of`: the terminal with a berth for the ship, the shortest that fits.
[[nodiscard]] std::vector<PlannedCall> calls_of_listed(const PortBook& book,
                                                       const std::vector<ListedCall>& listed,
                                                       const std::string& file, FaultList& faults);

}  // namespace stopover::cruise
