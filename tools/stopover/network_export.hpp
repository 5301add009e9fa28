// SPDX-License-Identifier: Apache-2.0
// The network of a compiled scenario for other programs: its timetable as GTFS, its places and
// links as GMNS.
//
//   write_gtfs(world, "network.zip");
//   write_gmns(world, "network", io::Existing::kRefuse);
//
// GTFS (gtfs.org/schedule/reference, revision of 2024-08): runs that leave their first stop on the
// counted days by the gateway's clock, as listed dates (calendar_dates.txt). Runs of a service with
// the same times are one trip, unless two leave at once on one date. A run before the service day
// begins (clocks go back) belongs to the day before. All times are service times of the gateway's
// zone, as the format wants them, flights abroad too. Feeds and schedules that the scenario names
// are worked in. route_long_name is the id of the line; control characters in texts become blanks.
// Not in it: pairs of stops that are not sold though both ends are (pickup_type, drop_off_type),
// seats, fares, ways through hubs, roads, delays.
//
// GMNS 0.96 (General Modeling Network Specification, Zephyr): node.csv, link.csv (one direction of
// one mode each, roads too), config.csv. Lengths are great circles in kilometres; capacity is left
// out, since it belongs to desks and vehicles here and not to links. Own columns: mode
// (allowed_uses needs vehicles that are not known), runs_per_day. Lines are cut at 180°.
//
// Both in WGS-84. The same scenario makes the same bytes. Errors: EnvironmentError; E-RES-006 and
// E-RES-007 of the folder. A file that is there is replaced.
#pragma once

#include <string>

#include "engine/io/result_folder.hpp"
#include "models/simulation/world.hpp"

namespace stopover::tool {

void write_gtfs(const simulation::World& world, const std::string& file);
void write_gmns(const simulation::World& world, const std::string& folder, io::Existing existing);

}  // namespace stopover::tool
