// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "models/simulation/compile_parts.hpp"
#include "models/simulation/world.hpp"
#include "models/simulation/world_rules.hpp"

namespace stopover::simulation {
namespace {

constexpr int kDaysBefore = 1;  // overnight services that arrive on the first simulated day
constexpr int kDaysAfter = 3;   // long journeys and missed connections of the last day

void compile_frame(Compiling& c) {
  World& w = c.world;
  w.id = c.scenario.id();
  w.title = c.scenario.title();
  w.title_zh = c.scenario.title_zh();
  const auto zone = TimeZone::find(c.scenario.gateway().time_zone());
  const auto first = CivilDate::parse(c.scenario.horizon().first_day());
  STOPOVER_CHECK(zone && first, "validation found zone and first day");
  w.zone = *zone;
  w.country = policy::Country(c.scenario.gateway().country());
  w.first_day = *first;
  w.days = c.scenario.horizon().days();
  w.warmup_days = c.scenario.horizon().warmup_days();
  w.sample = c.scenario.run().sample() > 0 ? c.scenario.run().sample() : 1.0;
  for (const auto& p : c.scenario.elements().parameter())
    w.parameters[p.id()] =
        Figure{.value = p.value(),
               .low = p.has_low() ? p.low() : p.value(),
               .high = p.has_high() ? p.high() : p.value(),
               .unit = p.unit(),
               .provenance = {
                   p.provenance().source(),
                   parse_confidence(p.provenance().confidence()).value_or(Confidence::kAssumption),
                   p.provenance().note()}};
}

std::string joined(const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "" : " > ") + key;
  return text;
}

void check_hubs(const World& w) {
  for (const network::HubId hub : ids_of(w.network.hubs))
    STOPOVER_CHECK(w.network.hubs[hub].check().cycles.empty(),
                   "validation found every circle of walks and checkpoints");
}

void check_markets(Compiling& c) {
  const World& w = c.world;
  for (const demand::MarketId id : ids_of(w.demand.markets)) {
    const demand::Market& market = w.demand.markets[id];
    if (market.persons_per_day <= 0) continue;
    const auto served = [&](Group group) {
      for (const auto from : market.from)
        for (const auto to : market.to) {
          const PairId pair = w.alternatives.pair(from, to, group);
          if (!pair.is_none() && !w.alternatives.journeys_of[pair].empty()) return true;
        }
      return false;
    };
    if (served(Group::kCitizen) || served(Group::kForeign)) continue;
    c.add_fault("market", market.key,
                {.rule = std::string(rule::kNoJourney),
                 .field = "from, to",
                 .found = "no journey in the network",
                 .expected = "places that services connect; its people stay away and are counted "
                             "as unserved"});
  }
}

// Where the clock leaps over an hour the span is empty, where it repeats one it is longer.
flow::TimeSlots hours_of_day(const World& w) {
  std::vector<flow::Tick> edges;
  std::vector<std::uint32_t> slot;
  for (int day = 0; day < w.days; ++day) {
    for (std::uint32_t hour = 0; hour < kHours; ++hour) {
      edges.push_back(flow::ticks(w.zone.instant_at(w.first_day.plus_days(day), hours(hour))));
      slot.push_back(hour);
    }
  }
  edges.push_back(flow::ticks(w.zone.instant_at(w.first_day.plus_days(w.days), Seconds(0))));
  return {std::move(edges), std::move(slot)};
}

void check_stages(Compiling& c) {
  for (const auto& cycle : c.world.stages.cycles)
    c.add_fault("scenario", "",
                {.rule = std::string(rule::kStageCycle),
                 .field = "stages",
                 .found = joined(cycle),
                 .expected = "checkpoints and services that nobody visits in a circle"});
}

}  // namespace

HalfOpen<CivilDate> World::service_days() const {
  const int nights = static_cast<int>(value_of(parameters, "stay.max_nights"));
  return {first_day.plus_days(-warmup_days - kDaysBefore),
          first_day.plus_days(days + nights + kDaysAfter)};
}

std::vector<CivilDate> World::demand_days() const {
  std::vector<CivilDate> all;
  for (int d = -warmup_days; d < days; ++d) all.push_back(first_day.plus_days(d));
  return all;
}

flow::Setting World::setting(std::uint64_t seed, std::uint32_t replication) const {
  return {.timetable = &timetable,
          .routes = &alternatives.routes,
          .checkpoints = &checkpoints,
          .delays = &delays,
          .seed = seed,
          .replication = replication,
          .desks = &desk_times,
          .longest_wait = kLongestWait};
}

std::vector<flow::DeskClosure> World::desk_closures(std::uint64_t seed,
                                                    std::uint32_t replication) const {
  if (disruption.desk_restrictions.empty()) return {};
  return flow::desk_closures(disruption, {seed, replication}, service_days());
}

std::shared_ptr<const Table<network::CheckpointId, flow::Checkpoint>> World::open_checkpoints(
    std::uint64_t seed, std::uint32_t replication) const {
  using Checkpoints = Table<network::CheckpointId, flow::Checkpoint>;
  if (disruption.desk_restrictions.empty())
    return {std::shared_ptr<const Checkpoints>(), &checkpoints};
  return std::make_shared<const Checkpoints>(
      flow::under_closures(checkpoints, desk_closures(seed, replication)));
}

std::vector<flow::RunCondition> World::run_conditions(std::uint64_t seed,
                                                      std::uint32_t replication) const {
  return run_conditions(seed, replication, run_plan.days);
}

std::vector<flow::RunCondition> World::run_conditions(std::uint64_t seed, std::uint32_t replication,
                                                      HalfOpen<CivilDate> of_days) const {
  std::vector<flow::RunCondition> by_run;
  if (disruption.empty()) return by_run;
  by_run.resize(timetable.runs().size());
  flow::RunConditions(timetable, delays, disruption, run_plan)
      .write({seed, replication}, of_days, by_run);
  return by_run;
}

void Compiling::add_fault(std::string_view kind, const std::string& id, InputFault fault) const {
  const bool whole = id.empty();
  const std::string element = whole ? scenario.id() : fmt::format("{} {}", kind, id);
  // "from, to": the line of the first of them.
  const std::string_view field = std::string_view(fault.field).substr(0, fault.field.find(','));
  const auto place = sources == nullptr ? scenario::SourcePlace{} : sources->where(kind, id, field);
  fault.file = place.file.empty() ? element : place.file;
  fault.line = place.line;
  if (!whole && !place.file.empty()) fault.field = fmt::format("{}: {}", element, fault.field);
  faults.add(std::move(fault));
}

World compile(const scenario::Scenario& scenario, Executor& executor, FaultList& faults,
              const scenario::SourceMap* sources) {
  World world;
  Compiling c{scenario, world, {}, faults, sources};
  compile_frame(c);
  world.hours = hours_of_day(world);
  const HalfOpen<CivilDate> days = world.service_days();
  world.quarters = QuarterHours(world.zone, {world.zone.instant_at(days.from, Seconds(0)),
                                             world.zone.instant_at(days.until, Seconds(0))});
  compile_network(c);
  check_hubs(world);
  compile_timetable(c);
  compile_disruption(c);
  compile_people(c);
  compile_products(c);
  compile_economy(c);
  if (faults.has_errors()) return world;
  world.alternatives = find_alternatives(world, executor);
  place_products(c);
  world.holder_routes = find_holder_routes(world, executor);
  check_holders(c);
  world.ways_on = find_ways_on(world, executor);
  world.stages = flow::stage_order(world.setting(0, 0));
  world.desk_times = flow::DeskTimes(world.checkpoints);
  check_markets(c);
  check_stages(c);
  check_goals(c);
  return world;
}

Seconds seconds_from_minutes(double minutes) {
  return round_to<Seconds>(minutes * 60);
}
Fen fen_from_yuan(double yuan) {
  return round_to<Fen>(yuan * 100);
}

Seconds service_time(const std::string& text) {
  const auto time = parse_service_time(text);
  STOPOVER_CHECK(time.has_value(), "validation found every time readable");
  return *time;
}

}  // namespace stopover::simulation
