// SPDX-License-Identifier: Apache-2.0
// Queue profiles against a count at every tick, cut into batches at random, and by Little's law.
#include "engine/flow/queue_profile.hpp"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/flow/checkpoint_queue.hpp"

namespace stopover::flow {
namespace {

struct Columns {
  std::vector<Tick> arrival;
  std::vector<Tick> start;
  std::vector<Tick> service;
  std::vector<std::int16_t> persons;
  std::vector<std::uint8_t> own;
  std::vector<LineVisit> lines;

  void add(Tick came, Tick started, Tick length, int size, bool of_plans,
           const LineVisit& line = {}) {
    arrival.push_back(came);
    start.push_back(started);
    service.push_back(length);
    persons.push_back(static_cast<std::int16_t>(size));
    own.push_back(of_plans ? 1 : 0);
    lines.push_back(line);
  }
  [[nodiscard]] QueueVisits part(std::size_t from, std::size_t count) const {
    return {std::span(arrival).subspan(from, count), std::span(start).subspan(from, count),
            std::span(service).subspan(from, count), std::span(persons).subspan(from, count),
            std::span(own).subspan(from, count),     std::span(lines).subspan(from, count)};
  }
  [[nodiscard]] QueueVisits all() const { return part(0, arrival.size()); }
};

QueueProfile profile_of(const TimeSlots& slots, std::optional<Seconds> target,
                        const Columns& visits) {
  QueueProfiler profiler(slots, target);
  profiler.add(visits.all());
  return std::move(profiler).finish();
}

Tick waited(const Columns& v, std::size_t i) {
  Tick ticks = 0;
  for (Tick t = v.arrival[i]; t < v.start[i]; ++t)
    if (!v.lines[i].refused || t < v.lines[i].refused->start || v.lines[i].refused->end <= t)
      ++ticks;
  return ticks;
}

void count_incidents(const LineVisit& line, std::int64_t persons, QueueCounts& counts) {
  counts.gave_up += line.gave_up ? persons : 0;
  counts.refused += line.refused ? persons : 0;
  if (line.held == 0) return;
  counts.held += persons;
  counts.held_seconds += persons * ((line.held + 500) / 1000);
}

// The oracle: every tick of every span looks at every visit.
QueueProfile counted_tick_by_tick(const std::vector<Tick>& edges,
                                  const std::vector<std::uint32_t>& slot,
                                  std::optional<Seconds> target, const Columns& v) {
  QueueProfile out;
  out.slots.resize(*std::max_element(slot.begin(), slot.end()) + std::size_t{1});
  for (std::size_t span = 0; span < slot.size(); ++span) {
    QueueSlot& here = out.slots[slot[span]];
    QueueCounts& counts = here.counts;
    for (Tick t = edges[span]; t < edges[span + 1]; ++t) {
      std::int64_t length = 0;
      for (std::size_t i = 0; i < v.arrival.size(); ++i) {
        const bool served = v.start[i] != kNever;
        if (v.arrival[i] == t) {
          (v.own[i] != 0 ? counts.arrived : counts.arrived_others) += v.persons[i];
          if (v.own[i] != 0) count_incidents(v.lines[i], v.persons[i], counts);
          if (v.own[i] != 0 && served && !v.lines[i].gave_up) {
            const std::int64_t wait = (waited(v, i) + 500) / 1000;
            counts.served += v.persons[i];
            counts.waited_seconds += v.persons[i] * wait;
            if (target && wait > target->count()) counts.over_target += v.persons[i];
            here.waits.add(wait, v.persons[i]);
          }
        }
        if (!served) continue;
        const std::optional<Refusal>& gate = v.lines[i].refused;
        const bool at_gate = gate && gate->start <= t && t < gate->end;
        if (v.arrival[i] <= t && t < v.start[i] && !at_gate) length += v.persons[i];
        if (at_gate) ++counts.busy_by_type[gate->desk];
        if (v.start[i] <= t && t < v.start[i] + v.service[i])
          ++counts.busy_by_type[v.lines[i].desk];
      }
      counts.busy_ticks =
          std::accumulate(counts.busy_by_type.begin(), counts.busy_by_type.end(), std::int64_t{0});
      counts.queued_ticks += length;
      counts.longest = std::max(counts.longest, length);
    }
  }
  return out;
}

// Of a visit that waits so many units.
LineVisit any_line(Tick arrival, int wait, Tick unit) {
  LineVisit line;
  line.desk = static_cast<std::uint8_t>(*rc::gen::inRange(0, 3));
  line.gave_up = *rc::gen::inRange(0, 6) == 0;
  line.held = *rc::gen::inRange(0, wait + 1) * unit;
  if (*rc::gen::inRange(0, 3) != 0) return line;
  const int from = *rc::gen::inRange(0, wait + 1);
  const int until = *rc::gen::inRange(from, wait + 1);
  line.refused = Refusal{arrival + from * unit, arrival + until * unit, 3};
  return line;
}

// A random day of few ticks: ties, waits over several spans, starts out of order, some not served,
// some refused by a desk first.
struct Day {
  std::vector<Tick> edges;
  std::vector<std::uint32_t> slot;
  Columns visits;
};
Day any_day() {
  Day day;
  Tick edge = *rc::gen::inRange(-5, 30);
  const int spans = *rc::gen::inRange(1, 7);
  const int slots = *rc::gen::inRange(1, 4);
  const Tick unit = *rc::gen::element(1, 400);  // 400: waits of some seconds
  day.edges.push_back(edge * unit);
  for (int k = 0; k < spans; ++k) {
    edge += *rc::gen::weightedOneOf<int>({{1, rc::gen::just(0)}, {5, rc::gen::inRange(1, 12)}});
    day.edges.push_back(edge * unit);
    day.slot.push_back(static_cast<std::uint32_t>(*rc::gen::inRange(0, slots)));
  }
  Tick now = *rc::gen::inRange(-5, 5);
  const int visits = *rc::gen::inRange(0, 40);
  for (int i = 0; i < visits; ++i) {
    now += *rc::gen::weightedOneOf<int>({{2, rc::gen::just(0)}, {1, rc::gen::inRange(0, 6)}});
    const int wait =
        *rc::gen::weightedOneOf<int>({{1, rc::gen::just(0)}, {2, rc::gen::inRange(0, 30)}});
    const bool served = *rc::gen::inRange(0, 10) != 0;
    day.visits.add(now * unit, served ? (now + wait) * unit : kNever,
                   *rc::gen::inRange(0, 9) * unit, *rc::gen::inRange(1, 5),
                   *rc::gen::inRange(0, 3) != 0,
                   served ? any_line(now * unit, wait, unit) : LineVisit());
  }
  return day;
}

RC_GTEST_PROP(QueueProfileProperty, EqualsACountAtEveryTick, ()) {
  const Day day = any_day();
  const std::optional<Seconds> target =
      *rc::gen::element<std::optional<Seconds>>(std::nullopt, Seconds(0), Seconds(1), Seconds(4));
  RC_ASSERT(profile_of(TimeSlots(day.edges, day.slot), target, day.visits) ==
            counted_tick_by_tick(day.edges, day.slot, target, day.visits));
}

RC_GTEST_PROP(QueueProfileProperty, IsTheSameHoweverTheVisitsAreCut, ()) {
  const Day day = any_day();
  const TimeSlots slots(day.edges, day.slot);
  QueueProfiler cut(slots, Seconds(1));
  for (std::size_t from = 0; from < day.visits.arrival.size();) {
    const std::size_t count = std::min<std::size_t>(day.visits.arrival.size() - from,
                                                    *rc::gen::inRange<std::size_t>(1, 6));
    cut.add(day.visits.part(from, count));
    cut.add({});  // an empty batch
    from += count;
  }
  RC_ASSERT(std::move(cut).finish() == profile_of(slots, Seconds(1), day.visits));
}

// Little (1961) without its limit: over all of a day that begins and ends empty, the mean length
// times the length of the day is the arrivals times the mean wait.
RC_GTEST_PROP(QueueProfileProperty, LittlesLawHoldsExactlyOverAWholeQueue, ()) {
  const std::vector<DeskPeriod> periods{{0, 50'000, 2}, {60'000, 1'000'000, 1}};
  Columns visits;
  Tick now = 0;
  const int n = *rc::gen::inRange(1, 60);
  for (int i = 0; i < n; ++i) {
    now += *rc::gen::inRange(0, 2'000);
    visits.add(now, 0, *rc::gen::inRange(0, 5'000), *rc::gen::inRange(1, 4), true);
  }
  checkpoint_starts(periods, visits.arrival, visits.service, visits.start);
  const TimeSlots hours({0, 30'000, 70'000, 1'000'000}, {0, 1, 0});
  const QueueProfile profile = profile_of(hours, std::nullopt, visits);
  std::int64_t waited = 0;
  std::int64_t worked = 0;
  for (std::size_t i = 0; i < visits.arrival.size(); ++i) {
    waited += visits.persons[i] * (visits.start[i] - visits.arrival[i]);
    worked += visits.service[i];
  }
  RC_ASSERT(profile.slots[0].counts.queued_ticks + profile.slots[1].counts.queued_ticks == waited);
  RC_ASSERT(profile.slots[0].counts.busy_ticks + profile.slots[1].counts.busy_ticks == worked);
}

RC_GTEST_PROP(QueueProfileProperty, AddsUpInAnyOrder, ()) {
  const TimeSlots slots({0, 4'000, 9'000}, {0, 1});
  const auto one = [&] {
    Columns v;
    const int n = *rc::gen::inRange(0, 6);
    Tick now = 0;
    for (int i = 0; i < n; ++i) {
      now += *rc::gen::inRange(0, 3'000);
      v.add(now, now + *rc::gen::inRange(0, 5'000), 10, *rc::gen::inRange(1, 4), true);
    }
    return profile_of(slots, Seconds(2), v);
  };
  const QueueProfile a = one();
  const QueueProfile b = one();
  QueueProfile ab = a;
  ab.add(b);
  QueueProfile ba = b;
  ba.add(a);
  RC_ASSERT(ab == ba);
  RC_ASSERT(ab.slots[0].counts.longest ==
            std::max(a.slots[0].counts.longest, b.slots[0].counts.longest));
  RC_ASSERT(ab.slots[1].waits.count() == a.slots[1].waits.count() + b.slots[1].waits.count());
}

// Two hours of one minute each. A party of 3 comes at 0:50 and starts at 1:20, a stranger comes at
// 1:00 and starts at 1:30, one person comes at 1:20, as the 3 leave the queue, and is never served.
TEST(QueueProfile, AnExampleByHand) {
  const TimeSlots slots({0, 60'000, 120'000}, {0, 1});
  Columns v;
  v.add(50'000, 80'000, 25'000, 3, true);
  v.add(60'000, 90'000, 40'000, 1, false);
  v.add(80'000, kNever, 10'000, 1, true);
  const QueueProfile p = profile_of(slots, Seconds(29), v);
  const QueueCounts first{.arrived = 3,
                          .arrived_others = 0,
                          .served = 3,
                          .waited_seconds = 90,
                          .over_target = 3,
                          .queued_ticks = 30'000,
                          .busy_ticks = 0,
                          .longest = 3,
                          .busy_by_type = {}};
  const QueueCounts second{.arrived = 1,
                           .arrived_others = 1,
                           .served = 0,
                           .waited_seconds = 0,
                           .over_target = 0,
                           .queued_ticks = 60'000 + 30'000,
                           .busy_ticks = 25'000 + 30'000,
                           .longest = 4,
                           .busy_by_type = {25'000 + 30'000}};
  EXPECT_EQ(p.slots[0].counts, first);
  EXPECT_EQ(p.slots[1].counts, second);
  EXPECT_EQ(p.slots[0].waits.quantile(stats::Share::percent(95)), 30);
  EXPECT_TRUE(p.slots[1].waits.empty());
}

// Two hours of one minute. A family of 2 comes at 0:10, is at an e-gate from 0:20 to 0:50, which
// refuses it, and at a desk from 1:10 to 1:30. One person gives up at 0:40 after 20 s outside.
TEST(QueueProfile, WhoIsRefusedIsInNoQueueMeanwhile) {
  const TimeSlots slots({0, 60'000, 120'000}, {0, 1});
  Columns v;
  LineVisit refused;
  refused.refused = Refusal{20'000, 50'000, 1};
  v.add(10'000, 70'000, 20'000, 2, true, refused);
  LineVisit impatient;
  impatient.gave_up = true;
  impatient.held = 20'000;
  v.add(20'000, 40'000, 0, 1, true, impatient);
  const QueueProfile p = profile_of(slots, std::nullopt, v);
  const QueueCounts first{.arrived = 3,
                          .served = 2,
                          .waited_seconds = 2 * 30,
                          .queued_ticks = 2 * 20'000 + 20'000,
                          .busy_ticks = 30'000,
                          .longest = 2,
                          .gave_up = 1,
                          .refused = 2,
                          .held = 1,
                          .held_seconds = 20,
                          .busy_by_type = {0, 30'000}};
  const QueueCounts second{
      .queued_ticks = 2 * 10'000, .busy_ticks = 20'000, .longest = 2, .busy_by_type = {20'000}};
  EXPECT_EQ(p.slots[0].counts, first);
  EXPECT_EQ(p.slots[1].counts, second);
}

// Somebody waits through an hour in which nobody comes or goes: the queue is as long there.
TEST(QueueProfile, AQueueLastsThroughAnHourWithoutArrivals) {
  const TimeSlots slots({0, 10'000, 20'000, 30'000}, {0, 1, 2});
  Columns v;
  v.add(5'000, 25'000, 1'000, 2, true);
  const QueueProfile p = profile_of(slots, std::nullopt, v);
  EXPECT_EQ(p.slots[1].counts.longest, 2);
  EXPECT_EQ(p.slots[1].counts.queued_ticks, 20'000);
  EXPECT_EQ(p.slots[2].counts.longest, 2);
}

TEST(QueueProfile, OpenDesksAreCountedBySlot) {
  const TimeSlots slots({0, 10, 20, 30}, {0, 1, 0});
  const std::vector<DeskPeriod> periods{{-5, 5, 2}, {8, 25, 3}};
  EXPECT_EQ(open_ticks(slots, periods), (std::vector<std::int64_t>{10 + 6 + 15, 30}));
  EXPECT_EQ(slots.length(0), 20);
}

TEST(QueueProfileDeathTest, VisitsComeInOrder) {
  const TimeSlots slots({0, 10}, {0});
  QueueProfiler profiler(slots, std::nullopt);
  Columns late;
  late.add(5, 5, 1, 1, true);
  Columns early;
  early.add(4, 6, 1, 1, true);
  profiler.add(late.all());
  EXPECT_DEATH(profiler.add(early.all()), "in order of arrival");
  EXPECT_DEATH(TimeSlots({10, 0}, {0}), "do not go back");
}

}  // namespace
}  // namespace stopover::flow
