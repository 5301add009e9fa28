// SPDX-License-Identifier: Apache-2.0
// Closures of desks: which a replication has, what is open under them against a look at each
// cell of time, and what a sweep makes of them against the event simulation.
#include "engine/flow/desk_closures.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/flow/events.hpp"
#include "engine/flow/own_delay.hpp"
#include "tests/engine/flow/event_sweep.hpp"
#include "tests/engine/flow/small_world.hpp"

namespace stopover::flow {
namespace {

using testing::draw_world;
using testing::event_sweep;
using testing::SmallWorld;
using testing::story_text;

constexpr std::int64_t kCell = 600;  // all times below are multiples of it
constexpr std::int64_t kEnd = 48 * 3600;
const CivilDate kFirst = *CivilDate::parse("1970-01-01");

DeskRestriction strike(Seconds from, Seconds until, int desks) {
  return {.key = "strike",
          .checkpoint = CheckpointId(0),
          .desk = std::nullopt,
          .desks = desks,
          .day_type = DayTypeId::none(),
          .dates = {kFirst, kFirst.plus_days(400)},
          .from = from,
          .until = until};
}

HalfOpen<Instant> span(std::int64_t from, std::int64_t until) {
  return {Instant(from), Instant(until)};
}

TEST(DeskClosures, AreThoseOfTheDatesAskedForByTheClockOfTheZone) {
  Disruption disruption;
  disruption.zone = *TimeZone::find("Asia/Shanghai");
  DeskRestriction r = strike(hours(6), hours(30), 2);
  r.dates = {kFirst.plus_days(1), kFirst.plus_days(3)};
  r.desk = 1;
  disruption.desk_restrictions.push_back(r);
  const auto all = desk_closures(disruption, {1, 0}, {kFirst, kFirst.plus_days(9)});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0], (DeskClosure{DeskRestrictionId(0), CheckpointId(0), std::uint8_t{1},
                                 span((24 + 6 - 8) * 3600, (24 + 30 - 8) * 3600), 2}));
  EXPECT_EQ(all[1].span, span((48 + 6 - 8) * 3600, (48 + 30 - 8) * 3600));
  EXPECT_EQ(desk_closures(disruption, {1, 0}, {kFirst.plus_days(2), kFirst.plus_days(9)}),
            std::vector{all[1]});
  EXPECT_TRUE(
      desk_closures(disruption, {1, 0}, {kFirst.plus_days(3), kFirst.plus_days(9)}).empty());
}

TEST(DeskClosures, OnDaysOfATypeAreThoseThatAReplicationDraws) {
  Disruption disruption;
  DayType fair{"fair", {}};
  fair.month_weight.fill(3);
  DayType foul{"foul", {}};
  foul.month_weight.fill(1);
  disruption.day_types.push_back(fair);
  disruption.day_types.push_back(foul);
  DeskRestriction r = strike(hours(0), hours(24), 0);
  r.day_type = DayTypeId(1);
  disruption.desk_restrictions.push_back(r);
  std::set<std::size_t> numbers;
  for (std::uint32_t replication = 0; replication < 8; ++replication) {
    const SweepLuck luck{5, replication};
    std::vector<Instant> wanted;
    for (CivilDate day = kFirst; day < kFirst.plus_days(60); day = day.plus_days(1))
      if (draw_day_type(disruption, luck, day) == DayTypeId(1))
        wanted.push_back(disruption.zone.instant_at(day, Seconds(0)));
    std::vector<Instant> found;
    for (const DeskClosure& c : desk_closures(disruption, luck, {kFirst, kFirst.plus_days(60)}))
      found.push_back(c.span.from);
    EXPECT_EQ(found, wanted);
    numbers.insert(found.size());
  }
  EXPECT_GT(numbers.size(), 2U);
  EXPECT_GT(*numbers.begin(), 0U);
  EXPECT_LT(*numbers.rbegin(), 60U);
}

// ---- against each cell of time ------------------------------------------------------------------

std::vector<DeskClosure> draw_closures(std::size_t checkpoints) {
  using rc::gen::inRange;
  std::vector<DeskClosure> closures;
  for (int n = *inRange(0, 6); n > 0; --n) {
    const std::int64_t from = *inRange<std::int64_t>(0, 60) * kCell;
    DeskClosure c{DeskRestrictionId(0), CheckpointId(*inRange<std::size_t>(0, checkpoints)),
                  std::nullopt, span(from, from + *inRange<std::int64_t>(1, 60) * kCell),
                  *inRange(0, 4)};
    if (*rc::gen::arbitrary<bool>()) c.desk = static_cast<std::uint8_t>(*inRange(0, 3));
    closures.push_back(c);
  }
  return closures;
}

int desks_at(const std::vector<StaffPeriod>& staffing, std::int64_t t) {
  for (const StaffPeriod& period : staffing)
    if (period.from <= Instant(t) && Instant(t) < period.until) return period.desks;
  return 0;
}

int left_at(const std::vector<StaffPeriod>& staffing, const std::vector<DeskClosure>& closures,
            CheckpointId id, int type, std::int64_t t) {
  int desks = desks_at(staffing, t);
  for (const DeskClosure& c : closures)
    if (c.checkpoint == id && (!c.desk || *c.desk == type) && c.span.from <= Instant(t) &&
        Instant(t) < c.span.until && c.desks < desks)
      desks = c.desks;
  return desks;
}

// A period for each cell with a desk in it.
std::vector<StaffPeriod> by_cells(const std::vector<StaffPeriod>& staffing,
                                  const std::vector<DeskClosure>& closures, CheckpointId id,
                                  int type) {
  std::vector<StaffPeriod> cells;
  for (std::int64_t t = 0; t < kEnd; t += kCell)
    if (const int desks = left_at(staffing, closures, id, type, t); desks > 0)
      cells.push_back({Instant(t), Instant(t + kCell), desks});
  return cells;
}

void expect_open(const std::vector<StaffPeriod>& open, const std::vector<StaffPeriod>& staffing,
                 const std::vector<DeskClosure>& closures, CheckpointId id, int type) {
  for (std::int64_t t = 0; t < kEnd; t += kCell)
    RC_ASSERT(desks_at(open, t) == left_at(staffing, closures, id, type, t));
  for (std::size_t i = 1; i < open.size(); ++i) RC_ASSERT(open[i - 1].until <= open[i].from);
}

RC_GTEST_PROP(DeskClosures, LeaveInEachCellTheFewestOfAll, (std::uint64_t seed)) {
  const SmallWorld world = draw_world(seed, {});
  const std::size_t count = world.checkpoints.size();
  RC_PRE(count > 0);
  const std::vector<DeskClosure> closures = draw_closures(count);
  const auto open = under_closures(world.checkpoints, closures);
  for (const CheckpointId id : ids_of(open)) {
    const Checkpoint& before = world.checkpoints[id];
    expect_open(open[id].staffing, before.staffing, closures, id, 0);
    for (std::size_t k = 0; k < before.desk_types.size(); ++k)
      expect_open(open[id].desk_types[k].staffing, before.desk_types[k].staffing, closures, id,
                  static_cast<int>(k) + 1);
  }
}

RC_GTEST_PROP(DeskClosures, TakeAwayTheDeskSecondsOfTheirCells, (std::uint64_t seed)) {
  const SmallWorld world = draw_world(seed, {});
  RC_PRE(world.checkpoints.size() > 0U);
  const HalfOpen<Instant> within = span(*rc::gen::inRange(0, 40) * kCell, kEnd / 2);
  for (const DeskClosure& closure : draw_closures(world.checkpoints.size())) {
    const Checkpoint& checkpoint = world.checkpoints[closure.checkpoint];
    std::int64_t seconds = 0;
    const auto add = [&](const std::vector<StaffPeriod>& staffing, int type) {
      for (std::int64_t t = within.from.unix_seconds(); t < within.until.unix_seconds(); t += kCell)
        seconds += kCell * (desks_at(staffing, t) -
                            left_at(staffing, {closure}, closure.checkpoint, type, t));
    };
    add(checkpoint.staffing, 0);
    for (std::size_t k = 0; k < checkpoint.desk_types.size(); ++k)
      add(checkpoint.desk_types[k].staffing, static_cast<int>(k) + 1);
    RC_ASSERT(desk_seconds_closed(checkpoint, closure, within) == seconds);
  }
}

// The event simulation is given what is left in each cell.
RC_GTEST_PROP(DeskClosures, AreInASweepThoseOfTheEventSimulation, (std::uint64_t seed)) {
  SmallWorld world = draw_world(seed, {.parties = 40, .stages = 7, .routes = 8});
  RC_PRE(world.checkpoints.size() > 0U);
  SmallWorld cells = world;
  const std::vector<DeskClosure> closures = draw_closures(world.checkpoints.size());
  for (const CheckpointId id : ids_of(world.checkpoints)) {
    Checkpoint& checkpoint = cells.checkpoints[id];
    checkpoint.staffing = by_cells(world.checkpoints[id].staffing, closures, id, 0);
    for (std::size_t k = 0; k < checkpoint.desk_types.size(); ++k)
      checkpoint.desk_types[k].staffing = by_cells(world.checkpoints[id].desk_types[k].staffing,
                                                   closures, id, static_cast<int>(k) + 1);
  }
  world.checkpoints = under_closures(std::move(world.checkpoints), closures);
  Journal journal;
  Setting setting = world.setting();
  setting.journal = &journal;
  const Outcome swept = sweep(world.plans, setting, stage_order(setting), *serial_executor());
  std::vector<Event> story;
  const Outcome simulated = event_sweep(cells.plans, cells.setting(), &story);
  RC_ASSERT(story_text(events_of(journal, setting, swept.run_delay)) == story_text(story));
  RC_ASSERT(swept.rides == simulated.rides);
  RC_ASSERT(swept.stranded.rows() == simulated.stranded.rows());
  RC_ASSERT(swept.finished.rows() == simulated.finished.rows());
  RC_ASSERT(swept.checkpoints.rows() == simulated.checkpoints.rows());
}

// Nobody is served, and the sweep ends.
TEST(DeskClosures, OfAllDesksForAllTimeServeNobody) {
  int stranded = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SmallWorld world = draw_world(seed, {});
    std::vector<DeskClosure> closures;
    for (const CheckpointId id : ids_of(world.checkpoints))
      closures.push_back({DeskRestrictionId(0), id, std::nullopt, span(-kEnd, 9 * kEnd), 0});
    world.checkpoints = under_closures(std::move(world.checkpoints), closures);
    const Outcome outcome = world.sweep_serially();
    for (const CheckpointId id : ids_of(world.checkpoints))
      if (!world.checkpoints[id].unlimited) {
        EXPECT_TRUE(outcome.checkpoints[id].wait.empty());
      }
    stranded += static_cast<int>(std::ranges::count(outcome.stranded.rows(), 1));
  }
  EXPECT_GT(stranded, 100);
}

}  // namespace
}  // namespace stopover::flow
