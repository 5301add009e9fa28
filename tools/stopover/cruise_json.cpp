// SPDX-License-Identifier: Apache-2.0
// The JSON form of `stopover cruise`.
#include <nlohmann/json.hpp>

#include "tools/stopover/cruise_report.hpp"

namespace stopover::tool {
namespace {

using nlohmann::json;

json estimate_json(const stats::Estimate& one) {
  json out{{"value", one.value}};
  if (one.interval) out["interval"] = {one.interval->low, one.interval->high};
  return out;
}

json optional_json(const std::optional<double>& value) {
  return value ? json(*value) : json();
}

json calls_json(const CruiseFinding& f) {
  json out = json::array();
  for (const auto& one : f.summaries) {
    const cruise::PlannedCall& call = f.calls[one.call];
    out.push_back({{"id", call.key},
                   {"ship", f.book.ships[call.ship].key},
                   {"terminal", f.book.terminals[call.terminal].key},
                   {"kind", cruise::kCallKindNames[static_cast<std::size_t>(call.kind)]},
                   {"arrive", iso_text(call.arrive, f.book.zone)},
                   {"depart", iso_text(call.depart, f.book.zone)},
                   {"served", one.served},
                   {"passengers", estimate_json(one.passengers)},
                   {"border_count", estimate_json(one.border_count)},
                   {"late_minutes", estimate_json(one.late_minutes)},
                   {"clear_minutes", estimate_json(one.clear_minutes)},
                   {"last_bag_minutes", estimate_json(one.last_bag_minutes)},
                   {"border_p95_minutes", estimate_json(one.border_p95_minutes)},
                   {"left_behind", estimate_json(one.left_behind)},
                   {"onward_missed", estimate_json(one.onward_missed)},
                   {"waited_long_share", estimate_json(one.waited_long_share)},
                   {"air_share", estimate_json(one.air_share)},
                   {"rail_share", estimate_json(one.rail_share)},
                   {"spending_yuan", estimate_json(one.spending_yuan)}});
  }
  return out;
}

json modes_json(const CruiseFinding& f) {
  json out = json::array();
  for (const auto id : ids_of(f.book.modes)) {
    std::vector<std::int64_t> persons;
    for (const auto& rep : f.reps) persons.push_back(rep.totals.by_mode[id.value()]);
    out.push_back({{"mode", f.book.modes[id].key},
                   {"guest", f.book.guests[f.book.modes[id].guest].key},
                   {"persons", estimate_json(stats::mean_estimate(persons))}});
  }
  return out;
}

json terminals_json(const CruiseFinding& f) {
  json out = json::array();
  for (const auto id : ids_of(f.book.terminals)) {
    json stages = json::object();
    for (std::size_t s = 0; s < cruise::kStageNames.size(); ++s) {
      cruise::StageResult sum;
      for (const auto& rep : f.reps) sum.add(rep.stages[id][s]);
      stages[std::string(cruise::kStageNames[s])] = {
          {"persons", sum.persons},
          {"wait_seconds", sum.wait_seconds},
          {"longest_wait_seconds", sum.longest_wait_seconds},
          {"longest_queue", sum.longest_queue},
          {"waited_long", sum.waited_long},
          {"stranded", sum.stranded}};
    }
    std::int64_t arrival = 0;
    std::int64_t departure = 0;
    for (const auto& rep : f.reps) {
      arrival = std::max(arrival, rep.arrival_hall_peak[id]);
      departure = std::max(departure, rep.departure_hall_peak[id]);
    }
    out.push_back({{"terminal", f.book.terminals[id].key},
                   {"stages_all_replications", stages},
                   {"arrival_hall_peak", arrival},
                   {"departure_hall_peak", departure}});
  }
  return out;
}

json berths_json(const CruiseFinding& f) {
  json out = json::array();
  for (const auto id : ids_of(f.book.berths)) {
    std::vector<std::int64_t> most;
    std::vector<std::int64_t> used;
    cruise::ShipId ship;
    for (const auto& rep : f.reps) {
      for (const auto& one : rep.most)
        if (one.berth == id) {
          most.push_back(one.calls);
          ship = one.ship;
        }
      std::int64_t here = 0;
      for (const auto& stay : rep.stays)
        here += stay.fate == cruise::StayFate::kServed && stay.berth == id ? 1 : 0;
      used.push_back(here);
    }
    out.push_back({{"berth", f.book.berths[id].key},
                   {"terminal", f.book.terminals[f.book.berths[id].terminal].key},
                   {"ship", ship.is_none() ? json() : json(f.book.ships[ship].key)},
                   {"most_calls", estimate_json(stats::mean_estimate(most))},
                   {"calls", estimate_json(stats::mean_estimate(used))}});
  }
  return out;
}

json fits_json(const CruiseFinding& f) {
  json out = json::array();
  for (const auto& series : f.fits) {
    json rows = json::array();
    for (const auto& row : series.rows)
      rows.push_back({{"total", row.total.key},
                      {"use", row.total.use},
                      {"published_calls", row.total.calls ? json(*row.total.calls) : json()},
                      {"published_passengers", optional_json(row.total.passengers)},
                      {"made_calls", row.made_calls},
                      {"calls", optional_json(row.calls)},
                      {"passengers", optional_json(row.passengers)},
                      {"passengers_from_published_calls", optional_json(row.given_calls)},
                      {"own_calls", row.own_calls},
                      {"own_passengers", row.own_passengers}});
    out.push_back({{"series", series.series},
                   {"calls_factor", optional_json(series.calls_factor)},
                   {"load", optional_json(series.load)},
                   {"rows", rows}});
  }
  return out;
}

json entry_json(const CruiseFinding& f) {
  std::map<std::string, std::int64_t> persons;
  for (const auto& rep : f.reps)
    for (const auto& one : rep.totals.entry) persons[one.regime] += one.persons;
  json out = json::array();
  for (const auto& [regime, count] : persons)
    out.push_back({{"regime", regime.empty() ? json() : json(regime)},
                   {"persons", static_cast<double>(count) / static_cast<double>(f.reps.size())}});
  return out;
}

}  // namespace

json cruise_json(const CruiseFinding& f) {
  json indicators = json::object();
  for (const auto& one : f.indicators) {
    json row = estimate_json(one.estimate);
    row["unit"] = one.unit;
    row["name"] = one.name;
    indicators[std::string(one.group) + "." + std::string(one.key)] = row;
  }
  json conflicts = json::array();
  for (const auto& one : f.conflicts)
    conflicts.push_back({{"call", f.calls[one.call].key},
                         {"other", one.call == one.other ? json() : json(f.calls[one.other].key)}});
  json limits = json::object();
  for (std::size_t c = 0; c < cruise::kConstraintNames.size(); ++c)
    limits[std::string(cruise::kConstraintNames[c])] = f.limits.passengers[c];
  const auto name = [](cruise::Constraint c) {
    return cruise::kConstraintNames[static_cast<std::size_t>(c)];
  };
  return {{"format", "stopover-cruise-1"},
          {"scenario", f.loaded.scenario.id()},
          {"content", f.loaded.hash},
          {"year", f.year},
          {"seed", f.seed},
          {"replications", f.reps.size()},
          {"planned_calls", f.calls.size()},
          {"indicators", indicators},
          {"modes", modes_json(f)},
          {"entry", entry_json(f)},
          {"terminals", terminals_json(f)},
          {"berths", berths_json(f)},
          {"berth_conflicts", conflicts},
          {"fits", fits_json(f)},
          {"goal",
           {{"passengers", f.limits.goal},
            {"limits", limits},
            {"binds_first", name(f.limits.first)},
            {"binds_first_of_supply", name(f.limits.first_supply)}}},
          {"calls", calls_json(f)}};
}

}  // namespace stopover::tool
