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

void QueueProfiler::add(const QueueVisits& batch) {
  const std::size_t n = batch.arrival.size();
  STOPOVER_CHECK(batch.start.size() == n && batch.service.size() == n &&
                     batch.persons.size() == n && batch.own.size() == n,
                 "visits are columns of one length");
  for (std::size_t i = 0; i < n; ++i)
    come(batch.arrival[i], batch.start[i], batch.service[i], batch.persons[i], batch.own[i] != 0);
}

void QueueProfiler::come(Tick arrival, Tick start, Tick service, std::int64_t persons, bool own) {
  STOPOVER_CHECK((!latest_ || *latest_ <= arrival) && arrival <= start,
                 "visits in order of arrival, none served before it");
  latest_ = arrival;
  advance(arrival);
  const std::optional<std::size_t> here = slots_.slot_at(arrival);
  const bool served = start != kNever;
  if (here) {
    QueueSlot& slot = profile_.slots[*here];
    (own ? slot.counts.arrived : slot.counts.arrived_others) += persons;
    if (own && served) {
      const std::int64_t wait = seconds_of(start - arrival);
      slot.counts.served += persons;
      slot.counts.waited_seconds += persons * wait;
      if (target_ && Seconds(wait) > *target_) slot.counts.over_target += persons;
      slot.waits.add(wait, persons);
    }
  }
  if (!served) return;
  slots_.split(start, start + service, [&](std::size_t slot, Tick part) {
    profile_.slots[slot].counts.busy_ticks += part;
  });
  if (start == arrival) return;
  slots_.split(arrival, start, [&](std::size_t slot, Tick part) {
    profile_.slots[slot].counts.queued_ticks += part * persons;
  });
  waiting_.push({start, persons});
  length_ += persons;
  if (here) note_length(*here);
}

void QueueProfiler::advance(Tick now) {
  const std::span<const Tick> edges = slots_.edges();
  for (;;) {
    const Tick leaves = waiting_.empty() ? kNever : waiting_.top().start;
    const Tick begins = next_span_ + 1 < edges.size() ? edges[next_span_] : kNever;
    if (std::min(leaves, begins) > now || std::min(leaves, begins) == kNever) return;
    if (leaves <= begins) {
      length_ -= waiting_.top().persons;
      waiting_.pop();
    } else {
      if (begins < edges[next_span_ + 1]) note_length(slots_.slot_of_span(next_span_));
      ++next_span_;
    }
  }
}

void QueueProfiler::note_length(std::size_t slot) {
  std::int64_t& longest = profile_.slots[slot].counts.longest;
  longest = std::max(longest, length_);
}

QueueProfile QueueProfiler::finish() && {
  advance(slots_.edges().back());
  return std::move(profile_);
}

}  // namespace stopover::flow
