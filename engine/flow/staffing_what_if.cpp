// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/staffing_what_if.hpp"

#include <algorithm>

namespace stopover::flow {

std::vector<DeskPeriod> with_more_desks(std::span<const DeskPeriod> periods,
                                        std::span<const HalfOpen<Tick>> spans, int more) {
  std::vector<Tick> edges;
  for (const DeskPeriod& period : periods) edges.insert(edges.end(), {period.from, period.until});
  for (const HalfOpen<Tick>& span : spans) edges.insert(edges.end(), {span.from, span.until});
  std::sort(edges.begin(), edges.end());
  std::vector<DeskPeriod> out;
  std::size_t period = 0;
  std::size_t span = 0;
  for (std::size_t k = 0; k + 1 < edges.size(); ++k) {
    const Tick from = edges[k];
    const Tick until = edges[k + 1];
    if (from == until) continue;
    while (period < periods.size() && periods[period].until <= from) ++period;
    while (span < spans.size() && spans[span].until <= from) ++span;
    int desks = 0;
    if (period < periods.size() && periods[period].from <= from) desks += periods[period].desks;
    if (span < spans.size() && spans[span].from <= from) desks += more;
    if (desks <= 0) continue;
    if (!out.empty() && out.back().until == from && out.back().desks == desks)
      out.back().until = until;
    else
      out.push_back({from, until, desks});
  }
  return out;
}

StaffingWhatIf::StaffingWhatIf(const TimeSlots& slots, std::optional<Seconds> wait_target,
                               std::span<const DeskPeriod> staffing)
    : queue_(staffing), profiler_(slots, wait_target) {}

void StaffingWhatIf::add(const QueueVisits& batch) {
  start_.resize(batch.arrival.size());
  queue_.serve(batch.arrival, batch.service, start_);
  QueueVisits moved = batch;
  moved.start = start_;
  profiler_.add(moved);
}

QueueProfile StaffingWhatIf::finish() && {
  return std::move(profiler_).finish();
}

}  // namespace stopover::flow
