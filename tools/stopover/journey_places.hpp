// SPDX-License-Identifier: Apache-2.0
// Positions of places that a table states, in the coordinate system that it declares.
//
// Schedules and tables of trains have no positions, and feeds published in mainland China may have
// them in GCJ-02 or BD-09. Rows are read in the system that each names and become WGS-84. Rows of a
// system that are many enough and also have a position in a feed are held against it: a set that
// lies as another system would, or that mixes two, is named (engine/network/coordinates_check.hpp).
//
// Errors: those of reading tables; E-JRN-004 for a place that no input has; E-POS-001 and 002.
#pragma once

#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/io/gtfs.hpp"
#include "tools/stopover/options.hpp"

namespace stopover::tool {

// By --places, if given. A row is for every stop of its id, else of its name.
// Places of one key are the same in all feeds of a family; without one, in this feed.
struct PlacedFeed {
  io::gtfs::Feed* feed = nullptr;
  std::string family;
};

void place_stops(const Options& options, const std::vector<PlacedFeed>& feeds, FaultList& faults);

}  // namespace stopover::tool
