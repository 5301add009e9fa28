// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/queue_profile.hpp"

#include <algorithm>

#include "engine/base/check.hpp"

namespace stopover::flow {

TimeSlots::TimeSlots(std::vector<Tick> edges, std::vector<std::uint32_t> slot)
    : edges_(std::move(edges)), slot_(std::move(slot)) {
  STOPOVER_CHECK(!slot_.empty() && edges_.size() == slot_.size() + 1,
                 "spans lie between edges, and there is one");
  STOPOVER_CHECK(std::is_sorted(edges_.begin(), edges_.end()), "edges do not go back");
  length_.resize(std::size_t{*std::max_element(slot_.begin(), slot_.end())} + 1);
  for (std::size_t span = 0; span < slot_.size(); ++span)
    length_[slot_[span]] += edges_[span + 1] - edges_[span];
}

std::size_t TimeSlots::span_at(Tick t) const {
  // Spans are mostly of one length: then the place is a quotient.
  const Tick usual = edges_[1] - edges_[0];
  if (usual > 0) {
    const auto guess = static_cast<std::size_t>((t - edges_.front()) / usual);
    if (guess < slot_.size() && edges_[guess] <= t && t < edges_[guess + 1]) return guess;
  }
  return static_cast<std::size_t>(std::upper_bound(edges_.begin(), edges_.end(), t) -
                                  edges_.begin()) -
         1;
}

std::optional<std::size_t> TimeSlots::slot_at(Tick t) const {
  if (t < edges_.front() || t >= edges_.back()) return std::nullopt;
  return slot_[span_at(t)];
}

void QueueCounts::add(const QueueCounts& other) {
  arrived += other.arrived;
  arrived_others += other.arrived_others;
  served += other.served;
  waited_seconds += other.waited_seconds;
  over_target += other.over_target;
  queued_ticks += other.queued_ticks;
  busy_ticks += other.busy_ticks;
  longest = std::max(longest, other.longest);
  gave_up += other.gave_up;
  refused += other.refused;
  held += other.held;
  held_seconds += other.held_seconds;
  for (std::size_t type = 0; type < busy_by_type.size(); ++type)
    busy_by_type[type] += other.busy_by_type[type];
}

void QueueProfile::add(const QueueProfile& other) {
  STOPOVER_CHECK(slots.size() == other.slots.size(), "profiles over the same slots");
  for (std::size_t k = 0; k < slots.size(); ++k) {
    slots[k].counts.add(other.slots[k].counts);
    slots[k].waits.merge(other.slots[k].waits);
  }
}

std::vector<std::int64_t> open_ticks(const TimeSlots& slots, std::span<const DeskPeriod> periods) {
  std::vector<std::int64_t> open(slots.slots());
  for (const DeskPeriod& period : periods)
    slots.split(period.from, period.until,
                [&](std::size_t slot, Tick part) { open[slot] += part * period.desks; });
  return open;
}

QueueProfiler::QueueProfiler(const TimeSlots& slots, std::optional<Seconds> wait_target)
    : slots_(slots), target_(wait_target) {
  profile_.slots.resize(slots.slots());
}

struct QueueProfiler::Visit {
  Tick arrival = 0;
  Tick start = 0;
  Tick service = 0;
  std::int64_t persons = 0;
  bool own = false;
  LineVisit line;

  [[nodiscard]] bool in_queue() const { return start != kNever; }
  [[nodiscard]] bool served() const { return in_queue() && !line.gave_up; }
  [[nodiscard]] Tick waited() const {
    return start - arrival - (line.refused ? line.refused->end - line.refused->start : 0);
  }
};

void QueueProfiler::add(const QueueVisits& batch) {
  const std::size_t n = batch.arrival.size();
  STOPOVER_CHECK(batch.start.size() == n && batch.service.size() == n &&
                     batch.persons.size() == n && batch.own.size() == n &&
                     (batch.lines.empty() || batch.lines.size() == n),
                 "visits are columns of one length");
  for (std::size_t i = 0; i < n; ++i)
    come({batch.arrival[i], batch.start[i], batch.service[i], batch.persons[i], batch.own[i] != 0,
          batch.lines.empty() ? LineVisit() : batch.lines[i]});
}

void QueueProfiler::come(const Visit& visit) {
  STOPOVER_CHECK((!latest_ || *latest_ <= visit.arrival) && visit.arrival <= visit.start,
                 "visits in order of arrival, none served before it");
  latest_ = visit.arrival;
  advance(visit.arrival);
  if (const std::optional<std::size_t> here = slots_.slot_at(visit.arrival))
    count(visit, profile_.slots[*here]);
  if (!visit.in_queue()) return;
  Tick from = visit.arrival;
  if (const std::optional<Refusal>& refused = visit.line.refused) {
    queue(from, refused->start, visit.persons);
    work(refused->desk, refused->start, refused->end);
    from = refused->end;
  }
  queue(from, visit.start, visit.persons);
  work(visit.line.desk, visit.start, visit.start + visit.service);
}

void QueueProfiler::count(const Visit& visit, QueueSlot& slot) const {
  QueueCounts& counts = slot.counts;
  const std::int64_t persons = visit.persons;
  (visit.own ? counts.arrived : counts.arrived_others) += persons;
  if (!visit.own) return;
  if (visit.line.gave_up) counts.gave_up += persons;
  if (visit.line.refused) counts.refused += persons;
  if (visit.line.held > 0) {
    counts.held += persons;
    counts.held_seconds += persons * seconds_of(visit.line.held);
  }
  if (!visit.served()) return;
  const std::int64_t wait = seconds_of(visit.waited());
  counts.served += persons;
  counts.waited_seconds += persons * wait;
  if (target_ && Seconds(wait) > *target_) counts.over_target += persons;
  slot.waits.add(wait, persons);
}

void QueueProfiler::queue(Tick from, Tick until, std::int64_t persons) {
  if (from == until) return;
  slots_.split(from, until, [&](std::size_t slot, Tick part) {
    profile_.slots[slot].counts.queued_ticks += part * persons;
  });
  if (from == latest_) {
    length_ += persons;
    note_length(from);
  } else {
    changes_.push({from, persons});
  }
  changes_.push({until, -persons});
}

void QueueProfiler::work(std::uint8_t desk, Tick from, Tick until) {
  slots_.split(from, until, [&](std::size_t slot, Tick part) {
    profile_.slots[slot].counts.busy_ticks += part;
    profile_.slots[slot].counts.busy_by_type.at(desk) += part;
  });
}

void QueueProfiler::advance(Tick now) {
  const std::span<const Tick> edges = slots_.edges();
  for (;;) {
    const Tick changes = changes_.empty() ? kNever : changes_.top().time;
    const Tick begins = next_span_ + 1 < edges.size() ? edges[next_span_] : kNever;
    if (std::min(changes, begins) > now || std::min(changes, begins) == kNever) return;
    if (changes <= begins) {
      const std::int64_t persons = changes_.top().persons;
      length_ += persons;
      changes_.pop();
      if (persons > 0) note_length(changes);
    } else {
      ++next_span_;
      note_length(begins);
    }
  }
}

void QueueProfiler::note_length(Tick now) {
  const std::optional<std::size_t> slot = slots_.slot_at(now);
  if (!slot) return;
  std::int64_t& longest = profile_.slots[*slot].counts.longest;
  longest = std::max(longest, length_);
}

QueueProfile QueueProfiler::finish() && {
  advance(slots_.edges().back());
  return std::move(profile_);
}

}  // namespace stopover::flow
