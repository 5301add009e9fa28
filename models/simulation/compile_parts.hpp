// SPDX-License-Identifier: Apache-2.0
// The steps of `compile`, one a file. Each fills its part of the world from the scenario message
// and registers names for the steps after it. Private to models/simulation.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "engine/base/fault.hpp"
#include "models/scenario/valid_days.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

template <class IdT>
using NameMap = std::map<std::string, IdT, std::less<>>;

struct Names {
  NameMap<network::PlaceId> place;
  NameMap<network::HubId> hub;
  NameMap<network::CheckpointId> checkpoint;
  NameMap<timetable::DelayId> delay;
  NameMap<flow::DayTypeId> day_type;
  NameMap<demand::SegmentId> segment;
};

struct Compiling {
  const scenario::Scenario& scenario;
  World& world;
  Names names;
  FaultList& faults;
  const scenario::SourceMap* sources = nullptr;  // where elements were written, if known

  // A fault of one element, at its line: the field is told as "market a_delta: from". `kind` is a
  // field of Elements, or "scenario" with an empty id; the fault's own file and line are not used.
  void add_fault(std::string_view kind, const std::string& id, InputFault fault) const;
};

// Places, checkpoints, hub graphs, roads, minimum connections.
void compile_network(Compiling& c);
// Delay profiles, lines, flights, feeds and schedules, with background load.
void compile_timetable(Compiling& c);
// One feed or schedule as services and runs of the simulated days; see compile_feed.cpp. `list` is
// the list of `files` that names it. Adds to `names`.
struct FeedNames {
  std::set<std::string> routes;    // prefixed ids
  std::set<std::string> carriers;  // ids of agencies, airlines
};
void add_feed(const Compiling& c, std::string_view list, const scenario::Feed& feed,
              timetable::TimetableBuilder& builder, FeedNames& names);
// Background load and whatever else names a route of a feed names one of `routes`, which are those
// of all feeds.
void check_route_targets(const Compiling& c, const std::set<std::string>& routes);
// Rows of minimum connections name carriers that are there, those of feeds included, and rides that
// call at the hub; after the timetable.
void check_minimum_rows(const Compiling& c, const std::set<std::string>& carriers);
// Day types, variations of delays, rotations, restrictions; after the timetable.
void compile_disruption(Compiling& c);
// Segments, markets, entry rules, spending, parameters.
void compile_people(Compiling& c);
// Goods and products; after people. Then, once there are journeys, on which of them they apply.
void compile_products(Compiling& c);
void place_products(Compiling& c);
// Once their holders have routes: whether these are held up.
void check_holders(Compiling& c);
// Multipliers and goals; whether runs have the indicators that goals name, once all else is there.
void compile_economy(Compiling& c);
void check_goals(Compiling& c);

// ---- shared small readers (the scenario is validated: failures are bugs) ------------------------

[[nodiscard]] Seconds seconds_from_minutes(double minutes);
[[nodiscard]] Fen fen_from_yuan(double yuan);
[[nodiscard]] Seconds service_time(const std::string& text);
// none(): "".
[[nodiscard]] timetable::DelayId delay_of(const Compiling& c, const std::string& id);
using scenario::runs_on;

template <class IdT>
[[nodiscard]] IdT lookup(const NameMap<IdT>& names, const std::string& key) {
  const auto it = names.find(key);
  STOPOVER_CHECK(it != names.end(), "validation found every reference");
  return it->second;
}

}  // namespace stopover::simulation
