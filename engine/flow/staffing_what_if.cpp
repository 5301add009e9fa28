// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/staffing_what_if.hpp"

#include <algorithm>
#include <utility>

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

QueueRules one_line(std::vector<DeskPeriod> periods) {
  QueueRules rules;
  rules.desks.push_back(std::move(periods));
  rules.lines.push_back({.desks = {0}, .after_refusal = std::nullopt});
  return rules;
}

StaffingWhatIf::StaffingWhatIf(const TimeSlots& slots, std::optional<Seconds> wait_target,
                               QueueRules rules)
    : queue_(std::move(rules)), profiler_(slots, wait_target) {}

void StaffingWhatIf::add(const QueueCustomers& customers, std::span<const std::uint8_t> own) {
  queue_.add(customers);
  for (std::size_t i = 0; i < customers.arrival.size(); ++i)
    inside_.push_back({customers.arrival[i],
                       customers.persons.empty() ? std::int16_t{1} : customers.persons[i],
                       own[i] != 0, std::nullopt});
  if (customers.arrival.empty()) return;
  queue_.advance(customers.arrival.back(), visits_);
  settle();
}

void StaffingWhatIf::settle() {
  for (const QueueVisit& visit : visits_) inside_[visit.customer - first_].visit = visit;
  visits_.clear();
  VisitColumns columns;
  for (; !inside_.empty() && inside_.front().visit; ++first_) {
    const Inside& over = inside_.front();
    columns.add(over.arrival, *over.visit, over.persons, over.own);
    inside_.pop_front();
  }
  profiler_.add(columns.view());
}

QueueProfile StaffingWhatIf::finish() && {
  queue_.finish(visits_);
  settle();
  return std::move(profiler_).finish();
}

}  // namespace stopover::flow
