// SPDX-License-Identifier: Apache-2.0
// Names of the rows of a GTFS feed: positions in its tables.
#pragma once

#include "engine/base/ids.hpp"

namespace stopover::io::gtfs {

using AgencyId = Id<struct AgencyTag>;
using StopId = Id<struct StopTag>;
using RouteId = Id<struct FeedRouteTag>;
using CalendarId = Id<struct CalendarTag>;
using TripId = Id<struct TripTag>;
using BlockId = Id<struct BlockTag>;
using LevelId = Id<struct LevelTag>;
using FareId = Id<struct FareTag>;
using FareZoneId = Id<struct FareZoneTag>;

}  // namespace stopover::io::gtfs
