// SPDX-License-Identifier: Apache-2.0
// GTFS feeds, flight schedules and tables of trains, one or several, as what `journeys` searches.
//
// Assumed, since no file says it: a change of flights takes 60 minutes, of trains of a table 15;
// the feeds' own changes are as in engine/journeys/from_gtfs.hpp. Places of different inputs are
// joined by walks of up to 400 m where both have coordinates, by the links that a person states,
// and where two flight inputs have one airport, or two tables of trains one station.
#pragma once

#include "tools/stopover/journey_source.hpp"
#include "tools/stopover/options.hpp"

namespace stopover::tool {

// Of `options`: INPUT and --with; --links, --zone; and the date of --depart or --arrive-by, since
// schedules without an end are laid out for the days around it only.
// Errors: those of reading (InputError, EnvironmentError); UsageError for --zone, or no date.
[[nodiscard]] JourneySource timetable_source(const Options& options);

}  // namespace stopover::tool
