// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/desk_closures.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/flow/own_delay.hpp"

namespace stopover::flow {
namespace {

std::vector<DeskClosure> of_desk(const std::vector<DeskClosure>& closures, CheckpointId checkpoint,
                                 std::uint8_t type) {
  std::vector<DeskClosure> found;
  for (const DeskClosure& closure : closures)
    if (closure.checkpoint == checkpoint && closure.is_of(type)) found.push_back(closure);
  return found;
}

void add_period(std::vector<StaffPeriod>& to, const StaffPeriod& period) {
  if (period.desks == 0 || period.from == period.until) return;
  if (!to.empty() && to.back().until == period.from && to.back().desks == period.desks)
    to.back().until = period.until;
  else
    to.push_back(period);
}

// Where a closure begins or ends, in order.
std::vector<Instant> edges_of(const std::vector<DeskClosure>& closures) {
  std::vector<Instant> edges;
  for (const DeskClosure& closure : closures) {
    edges.push_back(closure.span.from);
    edges.push_back(closure.span.until);
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

const std::vector<StaffPeriod>& staffing_of(const Checkpoint& checkpoint, std::size_t type) {
  return type == 0 ? checkpoint.staffing : checkpoint.desk_types[type - 1].staffing;
}

}  // namespace

std::vector<DeskClosure> desk_closures(const Disruption& disruption, const SweepLuck& luck,
                                       HalfOpen<CivilDate> dates) {
  std::vector<DeskClosure> closures;
  for (CivilDate date = dates.from; date < dates.until; date = date.plus_days(1)) {
    const DayTypeId type = draw_day_type(disruption, luck, date);
    for (const DeskRestrictionId id : ids_of(disruption.desk_restrictions)) {
      const DeskRestriction& r = disruption.desk_restrictions[id];
      if (!r.dates.contains(date)) continue;
      if (!r.day_type.is_none() && r.day_type != type) continue;
      const HalfOpen<Instant> span{disruption.zone.instant_at(date, r.from),
                                   disruption.zone.instant_at(date, r.until)};
      if (span.from < span.until) closures.push_back({id, r.checkpoint, r.desk, span, r.desks});
    }
  }
  return closures;
}

std::vector<StaffPeriod> under_closures(const std::vector<StaffPeriod>& staffing,
                                        const std::vector<DeskClosure>& closures,
                                        CheckpointId checkpoint, std::uint8_t type) {
  const std::vector<DeskClosure> here = of_desk(closures, checkpoint, type);
  if (here.empty()) return staffing;
  const std::vector<Instant> edges = edges_of(here);
  const auto most_at = [&](Instant t, int staffed) {
    int most = staffed;
    for (const DeskClosure& closure : here)
      if (closure.span.contains(t)) most = std::min(most, closure.desks);
    return most;
  };
  std::vector<StaffPeriod> open;
  for (const StaffPeriod& period : staffing) {
    Instant from = period.from;
    for (auto edge = std::upper_bound(edges.begin(), edges.end(), from);
         edge != edges.end() && *edge < period.until; ++edge) {
      add_period(open, {from, *edge, most_at(from, period.desks)});
      from = *edge;
    }
    add_period(open, {from, period.until, most_at(from, period.desks)});
  }
  return open;
}

Table<CheckpointId, Checkpoint> under_closures(Table<CheckpointId, Checkpoint> checkpoints,
                                               const std::vector<DeskClosure>& closures) {
  std::vector<bool> closed(checkpoints.size());
  for (const DeskClosure& closure : closures) closed[closure.checkpoint.value()] = true;
  for (const CheckpointId id : ids_of(checkpoints)) {
    if (!closed[id.value()]) continue;
    Checkpoint& checkpoint = checkpoints[id];
    checkpoint.staffing = under_closures(checkpoint.staffing, closures, id, 0);
    for (std::size_t k = 0; k < checkpoint.desk_types.size(); ++k) {
      std::vector<StaffPeriod>& staffing = checkpoint.desk_types[k].staffing;
      staffing = under_closures(staffing, closures, id, static_cast<std::uint8_t>(k + 1));
    }
  }
  return checkpoints;
}

std::int64_t desk_seconds_closed(const Checkpoint& checkpoint, const DeskClosure& closure,
                                 HalfOpen<Instant> within) {
  std::int64_t seconds = 0;
  for (std::size_t type = 0; type <= checkpoint.desk_types.size(); ++type) {
    if (!closure.is_of(static_cast<std::uint8_t>(type))) continue;
    for (const StaffPeriod& period : staffing_of(checkpoint, type)) {
      const Instant from = std::max({period.from, closure.span.from, within.from});
      const Instant until = std::min({period.until, closure.span.until, within.until});
      if (from < until && period.desks > closure.desks)
        seconds += (until - from).count() * (period.desks - closure.desks);
    }
  }
  return seconds;
}

}  // namespace stopover::flow
