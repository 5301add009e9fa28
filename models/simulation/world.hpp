// SPDX-License-Identifier: Apache-2.0
// A scenario, compiled once; from the first replication on unchanged, read by every thread.
//
// `compile` turns the resolved scenario message into places and hub graphs, a timetable of dated
// runs, checkpoints with staffed desks, demand, entry rules, spending rules, and (alternatives.hpp)
// the real alternatives of every pair of places that somebody wants to travel between.
//
// What it is not: checked for what a person can write wrong; `scenario::validate` does that first.
// What only shows once compiled (a hub where a class cannot get through, a cycle of stages, a
// market without any alternative) is added to the fault list here.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/fault.hpp"
#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/flow/desk_closures.hpp"
#include "engine/flow/draws.hpp"
#include "engine/flow/queue_profile.hpp"
#include "engine/flow/run_conditions.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/network/network.hpp"
#include "engine/timetable/timetable.hpp"
#include "models/demand/demand.hpp"
#include "models/demand/volumes.hpp"
#include "models/economy/goals.hpp"
#include "models/economy/multipliers.hpp"
#include "models/policy/entry.hpp"
#include "models/product/shelf.hpp"
#include "models/product/worth.hpp"
#include "models/scenario/holders.hpp"
#include "models/scenario/scenario.pb.h"
#include "models/scenario/source_map.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/simulation/expectations.hpp"
#include "models/simulation/holder_routes.hpp"
#include "models/simulation/parameters.hpp"
#include "models/simulation/products.hpp"
#include "models/simulation/quarter_hours.hpp"
#include "models/simulation/rebooking.hpp"
#include "models/simulation/visit_values.hpp"
#include "models/spending/spending.hpp"

namespace stopover::simulation {

inline constexpr std::size_t kHours = 24;  // of a day

struct PlaceInfo {
  std::string key;
  std::string name;
  std::string name_zh;
  scenario::PlaceKind kind = scenario::PLACE_KIND_UNSPECIFIED;
  policy::Country country;
  bool in_gateway = false;
  double lon = 0;
  double lat = 0;
  policy::PortId port;  // of entry; none: no rule names it
};

struct HubInfo {
  std::string key;
  std::string name;
  std::string name_zh;
};

struct Named {
  std::string key;
  std::string name;
  std::string name_zh;
};

struct CheckpointInfo {
  std::string key;
  std::string name;
  std::string name_zh;
  network::HubId hub;
  scenario::CheckpointKind kind = scenario::CHECKPOINT_KIND_UNSPECIFIED;
  Seconds expected{};  // planned: mean service + half the wait target
  std::optional<Seconds> wait_target;
  std::vector<Named> desk_types;  // beside the ordinary desks
};

struct World {
  std::string id;
  std::string title;
  std::string title_zh;
  TimeZone zone = TimeZone::utc();
  policy::Country country;
  CivilDate first_day;  // counted
  int days = 0;         // counted
  int warmup_days = 0;
  double sample = 1;

  network::Network network;
  Table<network::PlaceId, PlaceInfo> places;
  Table<network::HubId, HubInfo> hubs;
  timetable::Timetable timetable;
  Table<timetable::DelayId, flow::DelayProfile> delays;
  flow::Disruption disruption;
  flow::RunPlan run_plan;  // of `timetable` and `disruption`
  Table<flow::DayTypeId, Named> day_type_names;
  Table<flow::RestrictionId, Named> restriction_names;
  Table<flow::DeskRestrictionId, Named> desk_restriction_names;
  Table<network::CheckpointId, flow::Checkpoint> checkpoints;
  Table<network::CheckpointId, CheckpointInfo> checkpoint_info;
  scenario::Holders holders;  // of products that grant rights at hubs
  demand::Demand demand;
  policy::EntryRules entry{TimeZone::utc(), {}, {}, {}};
  spending::Model spending;
  product::Shelf shelf;            // what is on sale
  product::Levels product_levels;  // as written
  ParameterSet parameters;
  std::vector<economy::Multiplier> multipliers;
  std::vector<economy::Goal> goals;
  Alternatives alternatives;
  ProductsOfJourneys products_of;  // none, where nothing is on sale
  Table<HolderRoutesId, HolderRoutes> holder_routes;
  WaysOn ways_on;
  flow::StageOrder stages;
  flow::DeskTimes desk_times;  // of `checkpoints`
  // The hours of the day, by the gateway's clock, over the counted days.
  flow::TimeSlots hours{{0, 1}, {0}};
  QuarterHours quarters;  // of all days on which anything runs
  // What travellers go by, beside the timetable; learnt before the replications, if at all.
  Expectations expectations;
  // Of windows between two flights, by models/visit; empty: nothing is known of sights.
  VisitValues visit_values;
  // Against the scenario that this one is compared with (trip_costs.hpp); empty: with none.
  demand::RelativeCosts trip_costs;

  // Days on which services run: counted days, warm-up, and room for late arrivals and stays.
  [[nodiscard]] HalfOpen<CivilDate> service_days() const;
  [[nodiscard]] std::vector<CivilDate> demand_days() const;  // warm-up first
  [[nodiscard]] HalfOpen<CivilDate> counted_days() const {
    return {first_day, first_day.plus_days(days)};
  }
  // With desks as staffed; under closures they are those of open_checkpoints.
  [[nodiscard]] flow::Setting setting(std::uint64_t seed, std::uint32_t replication) const;
  // What a replication closes on the service days.
  [[nodiscard]] std::vector<flow::DeskClosure> desk_closures(std::uint64_t seed,
                                                             std::uint32_t replication) const;
  // `checkpoints` under it; without any, these themselves.
  [[nodiscard]] std::shared_ptr<const Table<network::CheckpointId, flow::Checkpoint>>
  open_checkpoints(std::uint64_t seed, std::uint32_t replication) const;
  // By RunId; empty where runs are late by their delay profiles alone.
  [[nodiscard]] std::vector<flow::RunCondition> run_conditions(std::uint64_t seed,
                                                               std::uint32_t replication) const;
  // The same for the runs of some operating days, and nothing for the others.
  [[nodiscard]] std::vector<flow::RunCondition> run_conditions(std::uint64_t seed,
                                                               std::uint32_t replication,
                                                               HalfOpen<CivilDate> of_days) const;
};

// Adds to `faults`; the world is usable when no error was added. Deterministic for any executor.
// Paths of feeds are as `scenario::load` leaves them. With `sources` faults of elements name file
// and line.
[[nodiscard]] World compile(const scenario::Scenario& scenario, Executor& executor,
                            FaultList& faults, const scenario::SourceMap* sources = nullptr);

}  // namespace stopover::simulation
