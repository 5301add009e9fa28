// SPDX-License-Identifier: Apache-2.0
// Staffing by date, and restrictions that close desks: fields arrive, all that is counted knows
// them, nothing stalls.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/simulation/bottlenecks.hpp"
#include "models/simulation/hub_capacity.hpp"
#include "models/simulation/indicators.hpp"
#include "models/simulation/run.hpp"
#include "models/simulation/told.hpp"
#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

scenario::Checkpoint& checkpoint_of(scenario::Scenario& s, const std::string& id) {
  for (auto& c : *s.mutable_elements()->mutable_hub(0)->mutable_checkpoint())
    if (c.id() == id) return c;
  ADD_FAILURE() << "no checkpoint " << id;
  return *s.mutable_elements()->mutable_hub(0)->mutable_checkpoint(0);
}

scenario::Staffing& staff(scenario::Checkpoint& c, const std::string& from,
                          const std::string& until, int desks) {
  auto* period = c.add_staffing();
  period->set_from(from);
  period->set_until(until);
  period->set_desks(desks);
  return *period;
}

scenario::Restriction& leave(scenario::Scenario& s, const std::string& type, int desks) {
  auto* r = s.mutable_elements()->add_restriction();
  r->set_id("strike" + type);
  r->set_name("Strike");
  r->set_name_zh("罢工");
  r->set_target("security");
  r->set_desk_type(type);
  r->set_desks(desks);
  r->set_from("00:00");
  r->set_until("24:00");
  return *r;
}

network::CheckpointId security_of(const World& world) {
  for (const network::CheckpointId id : ids_of(world.checkpoint_info))
    if (world.checkpoint_info[id].key == "security") return id;
  return network::CheckpointId::none();
}

struct Ran {
  Detail detail;
  Tally sum;
  std::vector<Replication> all;
};

constexpr std::uint64_t kSeed = 3;
constexpr std::uint32_t kReplications = 4;

Ran run(const World& world) {
  Ran ran{empty_detail(world), empty_tally(world), {}};
  const auto executor = serial_executor();
  ran.all = run_replications(
      world, {.seed = kSeed, .replications = kReplications, .drawn = false, .detail = &ran.detail},
      *executor);
  for (const Replication& one : ran.all) ran.sum.add(one.central);
  return ran;
}

int desks_at(const World& world, const std::vector<flow::StaffPeriod>& staffing, CivilDate day,
             Seconds time) {
  const Instant t = world.zone.instant_at(day, time);
  for (const flow::StaffPeriod& period : staffing)
    if (period.from <= t && t < period.until) return period.desks;
  return 0;
}

TEST(DeskClosures, OnADateTheLastPlanOfStaffingThatHoldsCounts) {
  const World world = minimal_world([](scenario::Scenario& s) {
    s.mutable_horizon()->set_first_day("2024-06-03");  // a Monday
    s.mutable_horizon()->set_days(9);
    auto& c = checkpoint_of(s, "security");
    c.clear_staffing();
    staff(c, "00:00", "12:00", 2);
    staff(c, "06:00", "18:00", 9).set_days("67");
    staff(c, "12:00", "24:00", 3);
    for (const int desks : {5, 6}) {
      auto& festival =
          staff(c, desks == 5 ? "00:00" : "08:00", desks == 5 ? "08:00" : "24:00", desks);
      festival.set_valid_from("2024-06-08");
      festival.set_valid_until("2024-06-09");
    }
  });
  const auto at = [&](int day, int hour) {
    return desks_at(world, world.checkpoints[security_of(world)].staffing,
                    world.first_day.plus_days(day), hours(hour));
  };
  EXPECT_EQ(at(0, 5), 2);  // Monday
  EXPECT_EQ(at(0, 20), 3);
  EXPECT_EQ(at(5, 5), 5);  // Saturday of the festival
  EXPECT_EQ(at(5, 20), 6);
  EXPECT_EQ(at(6, 5), 0);  // Sunday
  EXPECT_EQ(at(6, 7), 9);
  EXPECT_EQ(at(6, 20), 0);
  EXPECT_EQ(at(7, 20), 3);
}

TEST(DeskClosures, FieldsOfTheScenarioArriveInTheWorld) {
  const World w = minimal_world([](scenario::Scenario& s) {
    crowd_at_gates(s);
    auto* type = s.mutable_elements()->add_day_type();
    type->set_id("foul");
    type->set_name("foul");
    type->add_month_weight(1);
    auto& gates = leave(s, "gate", 0);
    gates.set_day_type("foul");
    gates.set_until("36:00");
    gates.set_valid_from("2024-06-03");
    leave(s, "ordinary", 1);
    leave(s, "", 2);
  });
  EXPECT_TRUE(w.disruption.restrictions.empty());
  EXPECT_TRUE(w.disruption.empty()) << "no run is touched";
  ASSERT_EQ(w.disruption.desk_restrictions.size(), 3);
  const auto& gates = w.disruption.desk_restrictions[flow::DeskRestrictionId(0)];
  EXPECT_EQ(gates.checkpoint, security_of(w));
  EXPECT_EQ(gates.desk, std::uint8_t{1});
  EXPECT_EQ(gates.desks, 0);
  EXPECT_EQ(gates.day_type, flow::DayTypeId(0));
  EXPECT_EQ(gates.until, hours(36));
  EXPECT_EQ(gates.dates.from, *CivilDate::parse("2024-06-03"));
  const auto& ordinary = w.disruption.desk_restrictions[flow::DeskRestrictionId(1)];
  EXPECT_EQ(ordinary.desk, std::uint8_t{0});
  EXPECT_EQ(ordinary.desks, 1);
  EXPECT_TRUE(ordinary.day_type.is_none());
  EXPECT_EQ(w.disruption.desk_restrictions[flow::DeskRestrictionId(2)].desk, std::nullopt);
  EXPECT_EQ(w.desk_restriction_names[flow::DeskRestrictionId(0)].name_zh, "罢工");
}

TEST(DeskClosures, OfADateLongAgoChangeNothing) {
  const Ran plain = run(minimal_world(crowd_at_gates));
  Ran closed = run(minimal_world([](scenario::Scenario& s) {
    crowd_at_gates(s);
    leave(s, "", 0).set_valid_until("2000-01-01");
  }));
  EXPECT_EQ(closed.sum.runs.desk_seconds_closed.rows(), std::vector<std::int64_t>{0});
  closed.sum.runs.desk_seconds_closed = {};
  EXPECT_EQ(closed.sum, plain.sum);
  EXPECT_EQ(closed.detail, plain.detail);
}

// A closure on all dates is as if the staffing said so: in the sweep, in what is counted, in the
// desks open, in the trial of one more desk.
TEST(DeskClosures, AreAsIfTheStaffingSaidSo) {
  const World closed = minimal_world([](scenario::Scenario& s) {
    crowd_at_gates(s);
    auto& r = leave(s, "", 1);
    r.set_from("09:00");
    r.set_until("14:00");
  });
  const World written = minimal_world([](scenario::Scenario& s) {
    crowd_at_gates(s);
    auto& c = checkpoint_of(s, "security");
    c.clear_staffing();
    staff(c, "00:00", "09:00", 2);
    staff(c, "09:00", "14:00", 1);
    staff(c, "14:00", "24:00", 2);
    *c.mutable_desk_type(0)->mutable_staffing() = c.staffing();
  });
  Ran a = run(closed);
  const Ran b = run(written);
  EXPECT_EQ(a.sum.runs.desk_seconds_closed.rows(),
            std::vector<std::int64_t>{std::int64_t{kReplications} * closed.days * 5 * 3600 * 2});
  a.sum.runs.desk_seconds_closed = {};
  EXPECT_EQ(a.sum, b.sum);
  EXPECT_EQ(a.detail, b.detail);
  EXPECT_EQ(open_by_type(closed, {kSeed, kReplications}).rows(),
            open_by_type(written, {kSeed, kReplications}).rows());
  const auto executor = serial_executor();
  const auto trial = [&](const World& world, const Detail& detail) {
    std::vector<Bottleneck> worst = find_bottlenecks(detail, 3);
    try_one_more_desk(world, kSeed, kReplications, *executor, worst);
    return worst;
  };
  const auto left = trial(closed, a.detail);
  const auto right = trial(written, b.detail);
  ASSERT_EQ(left.size(), right.size());
  bool tried = false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    EXPECT_EQ(left[i].one_more, right[i].one_more);
    if (left[i].checkpoint != security_of(closed)) continue;
    tried = true;
    EXPECT_NEAR(static_cast<double>(left[i].one_more->lost_seconds),
                static_cast<double>(left[i].lost_seconds), kReplications * 24);  // rounded down
    EXPECT_LT(left[i].one_more->lost_seconds_then, left[i].one_more->lost_seconds);
  }
  EXPECT_TRUE(tried);
}

// Gates that refuse nobody and let nobody through: all stand at the ordinary desks.
TEST(DeskClosures, AStrikeOfEGatesSendsAllToTheDesksAndTheRunEnds) {
  const World open = minimal_world(crowd_at_gates);
  const World strike = minimal_world([](scenario::Scenario& s) {
    crowd_at_gates(s);
    leave(s, "gate", 0);
  });
  const Ran before = run(open);
  const Ran after = run(strike);
  const network::CheckpointId id = security_of(strike);
  EXPECT_EQ(after.sum.total(Count::kPersons), before.sum.total(Count::kPersons));
  EXPECT_EQ(after.sum.total(Count::kStranded), 0);
  EXPECT_GT(before.sum.queues[id].refused, 0);
  EXPECT_EQ(after.sum.queues[id].refused, 0);
  EXPECT_GT(after.sum.queues[id].gave_up, before.sum.queues[id].gave_up);
  EXPECT_GT(after.sum.queues[id].held, before.sum.queues[id].held);
  EXPECT_GT(after.sum.queues[id].wait_seconds, before.sum.queues[id].wait_seconds);
  std::int64_t busy = 0;
  for (const flow::QueueSlot& slot : after.detail.queues[id].slots) {
    EXPECT_EQ(slot.counts.busy_by_type.at(1), 0);
    busy += slot.counts.busy_by_type.at(0);
  }
  EXPECT_GT(busy, 0);
  const auto left = open_by_type(strike, {kSeed, kReplications});
  for (const std::int64_t hour : left[id][1]) EXPECT_EQ(hour, 0);
  EXPECT_EQ(after.sum.runs.desk_seconds_closed.rows(),
            std::vector<std::int64_t>{std::int64_t{kReplications} * strike.days * 86'400 * 2});
  bool named = false;
  for (const Indicator& i : indicators(strike)) {
    if (i.id != "restriction_closes_desks") continue;
    named = true;
    EXPECT_EQ(i.group, "strikegate");
    EXPECT_EQ(i.name_zh, "罢工：关闭柜台");
  }
  EXPECT_TRUE(named);
}

TEST(DeskClosures, NoDesksAtAllServeNobodyAndTheRunEnds) {
  const World closed = minimal_world([](scenario::Scenario& s) {
    soften(s);
    leave(s, "", 0);
  });
  const Ran ran = run(closed);
  const Ran open = run(minimal_world(soften));
  EXPECT_EQ(ran.sum.total(Count::kPersons), open.sum.total(Count::kPersons));
  EXPECT_EQ(ran.sum.queues[security_of(closed)].persons, 0);
  EXPECT_GT(open.sum.queues[security_of(closed)].persons, 0);
  EXPECT_GT(ran.sum.total(Count::kStranded), 0);
  EXPECT_GT(ran.sum.total(count_for(Count::kMissed, flow::MissCause::kQueue)) +
                ran.sum.total(count_for(Count::kDeparturesMissed, flow::MissCause::kQueue)),
            0);
}

// Each replication has foul days of its own; what is open adds up over them, for any threads.
TEST(DeskClosures, OnDaysOfATypeDifferByReplicationAndNotByThreads) {
  const World world = minimal_world([](scenario::Scenario& s) {
    crowd_at_gates(s);
    s.mutable_horizon()->set_days(12);
    for (const char* id : {"fair", "foul"}) {
      auto* type = s.mutable_elements()->add_day_type();
      type->set_id(id);
      type->set_name(id);
      type->add_month_weight(1);
    }
    leave(s, "gate", 0).set_day_type("foul");
  });
  const RunSettings settings{.seed = kSeed, .replications = kReplications};
  const auto serial = serial_executor();
  const auto expected = run_replications(world, settings, *serial);
  std::set<std::int64_t> closed;
  std::int64_t sum = 0;
  for (const Replication& one : expected) {
    const std::int64_t seconds = one.central.runs.desk_seconds_closed[flow::DeskRestrictionId(0)];
    EXPECT_EQ(seconds, one.central.runs.days[flow::DayTypeId(1)] * 86'400 * 2);
    closed.insert(seconds);
    sum += seconds;
  }
  EXPECT_GT(closed.size(), 1U);
  std::int64_t open = 0;
  const auto left = open_by_type(world, {kSeed, kReplications});
  for (const std::int64_t hour : left[security_of(world)][1]) open += hour / 1000;
  EXPECT_EQ(open + sum, std::int64_t{kReplications} * world.days * 86'400 * 2);
  for (const int threads : {2, 7}) {
    const auto executor = tbb_executor(threads);
    EXPECT_EQ(run_replications(world, settings, *executor), expected) << threads;
  }
}

// Nobody is begun to be served while the desks are closed; before and after they are.
TEST(DeskClosures, NoServiceBeginsWhileTheDesksAreClosed) {
  const World world = minimal_world([](scenario::Scenario& s) {
    crowd_at_gates(s);
    auto& r = leave(s, "", 0);
    r.set_from("11:00");
    r.set_until("12:00");
  });
  const auto executor = serial_executor();
  const ToldReplication told =
      tell(world, central(world), {kSeed, 0}, {.everybody = true}, *executor);
  std::array<int, 3> starts{};
  for (const flow::Event& event : told.events(world)) {
    if (event.kind != flow::EventKind::kServiceStarts && event.kind != flow::EventKind::kTries)
      continue;
    if (event.checkpoint != security_of(world)) continue;
    const auto hour =
        world.zone.civil(Instant(event.time / flow::kTicksPerSecond)).time_of_day / hours(1);
    if (hour >= 10 && hour <= 12) ++starts[static_cast<std::size_t>(hour - 10)];
  }
  EXPECT_GT(starts[0], 0);
  EXPECT_EQ(starts[1], 0);
  EXPECT_GT(starts[2], 0);
}

}  // namespace
}  // namespace stopover::simulation
