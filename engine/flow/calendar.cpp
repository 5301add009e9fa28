// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/calendar.hpp"

#include <algorithm>

namespace stopover::flow {
namespace {

// Slots of 2^20 ms, 17 minutes: about the length of a window.
constexpr int kSlotBits = 20;

constexpr Tick slot_of(Tick time) {
  return time >> kSlotBits;
}

Tick earliest_of(const std::vector<Arrival>& arrivals) {
  Tick earliest = kNever;
  for (const Arrival& a : arrivals) earliest = std::min(earliest, a.time);
  return earliest;
}

}  // namespace

void Calendar::add(const Arrival& arrival) {
  const Tick number = slot_of(arrival.time);
  Slots::value_type*& entry = recent(number);
  if (entry == nullptr || entry->first != number) entry = &*slots_.try_emplace(number).first;
  Slot& slot = entry->second;
  slot.arrivals.push_back(arrival);
  slot.earliest = std::min(slot.earliest, arrival.time);
}

void Calendar::take_before(Tick until, std::vector<Arrival>& to) {
  const auto cut = slots_.lower_bound(slot_of(until));
  for (auto it = slots_.begin(); it != cut; it = slots_.erase(it)) {
    to.insert(to.end(), it->second.arrivals.begin(), it->second.arrivals.end());
    recent(it->first) = nullptr;
  }
  if (cut == slots_.end() || cut->second.earliest >= until) return;
  std::vector<Arrival>& slot = cut->second.arrivals;
  const auto due =
      std::partition(slot.begin(), slot.end(), [&](const Arrival& a) { return a.time >= until; });
  to.insert(to.end(), due, slot.end());
  slot.erase(due, slot.end());
  cut->second.earliest = earliest_of(slot);
  if (!slot.empty()) return;
  recent(cut->first) = nullptr;
  slots_.erase(cut);
}

}  // namespace stopover::flow
