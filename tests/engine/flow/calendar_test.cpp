// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/calendar.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::flow {
namespace {

Tick earliest_of(const std::vector<Arrival>& list) {
  Tick earliest = kNever;
  for (const Arrival& a : list) earliest = std::min(earliest, a.time);
  return earliest;
}

std::vector<Arrival> sorted(std::vector<Arrival> list) {
  std::sort(list.begin(), list.end(), comes_before);
  return list;
}

// Against a list that is looked through each time; times before 1970, on the edges of slots, and
// 256 slots apart too.
RC_GTEST_PROP(Calendar, GivesJustThoseDue, ()) {
  Calendar calendar;
  std::vector<Arrival> list;
  const auto time = rc::gen::oneOf(
      rc::gen::inRange<Tick>(-5'000'000, 20'000'000),
      rc::gen::map(rc::gen::inRange<Tick>(-4, 16), [](Tick slot) { return slot << 20; }),
      rc::gen::map(rc::gen::inRange<Tick>(-4, 4), [](Tick turn) { return turn << 28; }));
  const int steps = *rc::gen::inRange(1, 40);
  std::uint64_t key = 0;
  for (int step = 0; step < steps; ++step) {
    for (const Tick at : *rc::gen::container<std::vector<Tick>>(time)) {
      list.push_back({at, ++key, 0, 0});
      calendar.add(list.back());
    }
    RC_ASSERT(calendar.earliest() == earliest_of(list));
    const Tick until = step + 1 == steps ? kNever : *time;
    const auto due =
        std::partition(list.begin(), list.end(), [&](const Arrival& a) { return a.time >= until; });
    std::vector<Arrival> taken;
    calendar.take_before(until, taken);
    RC_ASSERT(sorted(taken) == sorted({due, list.end()}));
    list.erase(due, list.end());
    RC_ASSERT(calendar.earliest() == earliest_of(list));
  }
}

TEST(Calendar, HasNobodyAtFirst) {
  Calendar calendar;
  EXPECT_EQ(calendar.earliest(), kNever);
  std::vector<Arrival> taken;
  calendar.take_before(kNever, taken);
  EXPECT_TRUE(taken.empty());
}

}  // namespace
}  // namespace stopover::flow
