// SPDX-License-Identifier: Apache-2.0
// DeskQueue against a plain simulation (every visit, in order, on random rules and customers), and
// against cases drawn by hand. Closed forms: queue_anchors_test.cpp.
#include "engine/flow/desk_queue.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <span>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/flow/event_station.hpp"

namespace stopover::flow {
namespace {

using testing::StationCustomer;
using Fate = QueueVisit::Fate;

// Customers as the queue takes them.
struct Columns {
  explicit Columns(std::span<const StationCustomer> customers) {
    for (const StationCustomer& c : customers) {
      arrival.push_back(c.arrival);
      service.insert(service.end(), c.service.begin(), c.service.end());
      line.push_back(c.line);
      persons.push_back(c.persons);
      patience.push_back(c.patience);
      refused.push_back(c.refused);
    }
  }
  [[nodiscard]] QueueCustomers view() const {
    return {arrival, service, line, persons, patience, refused};
  }

  std::vector<Tick> arrival;
  std::vector<Tick> service;
  std::vector<std::uint8_t> line;
  std::vector<std::int16_t> persons;
  std::vector<Tick> patience;
  std::vector<std::uint8_t> refused;
};

std::vector<QueueVisit> visits_of(const QueueRules& rules,
                                  const std::vector<StationCustomer>& customers,
                                  QueuePath path = QueuePath::kFastest) {
  DeskQueue queue(rules, path);
  queue.add(Columns(customers).view());
  std::vector<QueueVisit> visits;
  queue.finish(visits);
  return visits;
}

// ---- random stations ----
// Small numbers on purpose: ties, full halls, closed hours and services of no length are common.

template <class T>
rc::Gen<T> full_size(rc::Gen<T> gen) {
  return rc::gen::resize(rc::kNominalSize, std::move(gen));
}
int pick(int least, int most) {
  return *full_size(rc::gen::inRange(least, most + 1));
}
bool one_in(int n) {
  return pick(1, n) == 1;
}

std::vector<DeskPeriod> any_periods() {
  std::vector<DeskPeriod> periods;
  Tick at = pick(-5, 5);
  for (int k = pick(0, 4); k > 0; --k) {
    if (one_in(3)) at += pick(0, 30);
    const Tick from = at;
    at += pick(1, 40);
    periods.push_back({from, at, pick(1, 3)});
  }
  if (!one_in(4)) periods.push_back({at, kNever, pick(1, 2)});
  return periods;
}

QueueLine any_line(int types, int lines) {
  QueueLine line;
  std::vector<std::uint8_t> all(static_cast<std::size_t>(types));
  std::iota(all.begin(), all.end(), std::uint8_t{0});
  std::rotate(all.begin(), all.begin() + pick(0, types - 1), all.end());
  line.desks.assign(all.begin(), all.begin() + pick(1, types));
  line.level = pick(0, 1);
  line.weight = *rc::gen::element(1, 2, 5);
  if (!one_in(3)) line.after_refusal = static_cast<std::uint8_t>(pick(0, lines - 1));
  line.impatient = one_in(2);
  return line;
}

QueueRules any_rules() {
  QueueRules rules;
  const int types = pick(1, 3);
  const int lines = pick(1, 4);
  for (int k = 0; k < types; ++k) rules.desks.push_back(any_periods());
  for (int k = 0; k < lines; ++k) rules.lines.push_back(any_line(types, lines));
  if (one_in(2)) rules.room = pick(0, 10);
  rules.turns_away = one_in(2);
  return rules;
}

std::vector<StationCustomer> any_customers(const QueueRules& rules) {
  std::vector<StationCustomer> customers(static_cast<std::size_t>(pick(0, 60)));
  const int widest_gap = pick(0, 8);
  const int longest = pick(0, 20);
  Tick at = 0;
  for (StationCustomer& c : customers) {
    if (!one_in(3)) at += pick(0, widest_gap);
    c.arrival = at;
    for (std::size_t k = 0; k < rules.desks.size(); ++k) c.service.push_back(pick(0, longest));
    c.line = static_cast<std::uint8_t>(pick(0, static_cast<int>(rules.lines.size()) - 1));
    c.persons = static_cast<std::int16_t>(one_in(3) ? pick(1, 12) : 1);
    if (!one_in(3)) c.patience = one_in(4) ? 0 : pick(0, 60);
    c.refused = static_cast<std::uint8_t>(pick(0, 7));
  }
  return customers;
}

RC_GTEST_PROP(DeskQueue, EveryVisitIsThatOfThePlainSimulation, ()) {
  const QueueRules rules = any_rules();
  const auto customers = any_customers(rules);
  const auto visits = visits_of(rules, customers);
  RC_ASSERT(visits == testing::simulate_station(rules, customers));
}

RC_GTEST_PROP(DeskQueue, AnyCutOfTimeAndArrivalsGivesTheSameVisits, ()) {
  const QueueRules rules = any_rules();
  const auto customers = any_customers(rules);
  DeskQueue queue(rules);
  std::vector<QueueVisit> visits;
  Tick until = -10;
  for (std::size_t from = 0; from < customers.size();) {
    // Any number from none to all of those left, but all who come before the time to be reached.
    std::size_t to =
        from + static_cast<std::size_t>(pick(0, static_cast<int>(customers.size() - from)));
    queue.add(Columns(std::span(customers).subspan(from, to - from)).view());
    const Tick latest = to < customers.size() ? customers[to].arrival : until + pick(0, 30);
    if (latest > until) until += pick(0, static_cast<int>(latest - until));
    queue.advance(until, visits);
    from = to;
  }
  queue.finish(visits);
  RC_ASSERT(visits == visits_of(rules, customers));
}

RC_GTEST_PROP(DeskQueue, FirstComeFirstServedTakesTheFastPathToTheSameVisits, ()) {
  QueueRules rules;
  rules.desks.push_back(any_periods());
  rules.lines.assign(static_cast<std::size_t>(pick(1, 3)), {{0}, 1, 3, {}, false});
  RC_ASSERT(is_first_come_first_served(rules));
  const auto customers = any_customers(rules);
  const auto visits = visits_of(rules, customers);
  RC_ASSERT(visits == visits_of(rules, customers, QueuePath::kGeneral));
  const Columns columns(customers);
  std::vector<Tick> start(customers.size());
  checkpoint_starts(rules.desks[0], columns.arrival, columns.service, start);
  for (std::size_t i = 0; i < start.size(); ++i) RC_ASSERT(visits[i].start == start[i]);
}

RC_GTEST_PROP(DeskQueue, EverybodyLeavesOnceAndTheHallHoldsNoMoreThanItsRoom, ()) {
  const QueueRules rules = any_rules();
  const auto customers = any_customers(rules);
  const auto visits = visits_of(rules, customers);
  std::set<std::uint64_t> seen;
  for (const QueueVisit& v : visits) {
    RC_ASSERT(seen.insert(v.customer).second);
    RC_ASSERT((!rules.room || *rules.room > 0 || v.fate != Fate::kServed));
    std::int64_t inside = 0;
    std::int64_t others = 0;
    for (const QueueVisit& other : visits) {
      if (other.entered > v.entered || other.end <= v.entered) continue;
      inside += customers[other.customer].persons;
      ++others;
    }
    RC_ASSERT((!rules.room || v.entered == kNever || inside <= *rules.room || others == 1));
  }
  RC_ASSERT(seen.size() == customers.size());
}

// ---- by hand ----

constexpr std::uint8_t kManual = 0;
constexpr std::uint8_t kGate = 1;
const std::vector<DeskPeriod> kOneAlways = {{0, kNever, 1}};

std::vector<Tick> starts_of(const QueueRules& rules,
                            const std::vector<StationCustomer>& customers) {
  std::vector<Tick> starts(customers.size());
  for (const QueueVisit& visit : visits_of(rules, customers)) starts[visit.customer] = visit.start;
  return starts;
}

// One manual desk, one gate. Line 0: manual only; line 1: gate, else manual.
QueueRules border() {
  QueueRules rules;
  rules.desks = {kOneAlways, kOneAlways};
  rules.lines = {{.desks = {kManual}}, {.desks = {kGate, kManual}, .after_refusal = 0}};
  return rules;
}

TEST(DeskQueue, WhoMayUseBothTakesTheGateAndTheManualDeskWhenItIsBusy) {
  EXPECT_EQ(starts_of(border(), {{0, {50, 10}, 1}, {1, {50, 10}, 1}, {2, {50, 10}, 1}}),
            (std::vector<Tick>{0, 1, 10}));
}

// The gate takes 10 and refuses; the manual desk is busy until 30 with somebody who came at 5, and
// another has come at 8.
TEST(DeskQueue, WhoIsRefusedHasSpentTheTimeAndJoinsTheEndOfTheManualLine) {
  const auto visits =
      visits_of(border(), {{.arrival = 0, .service = {20, 10}, .line = 1, .refused = 1 << kGate},
                           {.arrival = 5, .service = {25, 0}},
                           {.arrival = 8, .service = {3, 0}}});
  EXPECT_EQ(visits.back(),
            (QueueVisit{0, 0, 33, 53, 23, Fate::kServed, kManual, Refusal{0, 10, kGate}}));
}

TEST(DeskQueue, ALowerLevelGoesFirstButDoesNotInterrupt) {
  QueueRules rules;
  rules.desks = {kOneAlways};
  rules.lines = {{.desks = {0}, .level = 1}, {.desks = {0}, .level = 0}};
  EXPECT_EQ(starts_of(rules, {{0, {10}, 0}, {1, {10}, 0}, {2, {10}, 1}, {12, {10}, 1}}),
            (std::vector<Tick>{0, 30, 10, 20}));
}

// Weights 1 and 3. At 10 the first line has waited 9, worth 9; the second 2, worth 6. At 20: the
// second line's 12 are worth 36, the first line's next 13.
TEST(DeskQueue, WithinALevelWeightTimesWaitDecides) {
  QueueRules rules;
  rules.desks = {kOneAlways};
  rules.lines = {{.desks = {0}}, {.desks = {0}, .weight = 3}};
  EXPECT_EQ(starts_of(rules, {{0, {10}, 0}, {1, {10}, 0}, {7, {10}, 0}, {8, {10}, 1}}),
            (std::vector<Tick>{0, 10, 30, 20}));
}

TEST(DeskQueue, WhoIsOutOfPatienceLeavesUnlessADeskIsFreeAtThatMoment) {
  QueueRules rules;
  rules.desks = {kOneAlways};
  rules.lines = {{.desks = {0}, .impatient = true}};
  const auto visits = visits_of(rules, {{.arrival = 0, .service = {10}},
                                        {.arrival = 2, .service = {5}, .patience = 8},
                                        {.arrival = 3, .service = {5}, .patience = 11}});
  EXPECT_EQ(visits[1], (QueueVisit{1, 2, 10, 15, 8, Fate::kServed}));
  EXPECT_EQ(visits[2], (QueueVisit{2, 3, kNever, 14, 11, Fate::kGaveUp}));
}

TEST(DeskQueue, AFullHallTurnsAway) {
  QueueRules rules;
  rules.desks = {kOneAlways};
  rules.lines = {{.desks = {0}}};
  rules.room = 2;
  rules.turns_away = true;
  const auto visits = visits_of(rules, {{0, {10}}, {1, {10}}, {2, {10}}, {10, {10}}});
  EXPECT_EQ(visits[1], (QueueVisit{2, kNever, kNever, 2, 0, Fate::kTurnedAway}));
  EXPECT_EQ(visits[3], (QueueVisit{3, 10, 20, 30, 10, Fate::kServed}));
}

// Room for 3. The pair does not fit until the second customer leaves at 20; the one behind them
// would, but does not overtake.
TEST(DeskQueue, OutsideAFullHallNobodyOvertakes) {
  QueueRules rules;
  rules.desks = {kOneAlways};
  rules.lines = {{.desks = {0}}};
  rules.room = 3;
  const auto visits = visits_of(rules, {{.arrival = 0, .service = {10}},
                                        {.arrival = 1, .service = {10}},
                                        {.arrival = 2, .service = {5}, .persons = 3},
                                        {.arrival = 3, .service = {5}}});
  EXPECT_EQ(visits[2], (QueueVisit{2, 20, 20, 25, 18, Fate::kServed}));
  EXPECT_EQ(visits[3], (QueueVisit{3, 25, 25, 30, 22, Fate::kServed}));
}

TEST(DeskQueue, WhoIsMoreThanTheHallHoldsEntersWhenItIsEmpty) {
  QueueRules rules;
  rules.desks = {kOneAlways};
  rules.lines = {{.desks = {0}}};
  rules.room = 2;
  EXPECT_EQ(starts_of(rules, {{.arrival = 0, .service = {10}},
                              {.arrival = 1, .service = {10}, .persons = 5}}),
            (std::vector<Tick>{0, 10}));
}

TEST(DeskQueue, ADeskThatClosesFinishesAndThoseWhoNeedItWaitForItsOpening) {
  QueueRules rules = border();
  rules.desks[kManual] = {{0, 10, 1}, {60, 100, 1}};
  EXPECT_EQ(starts_of(rules, {{5, {20, 1}, 0}, {6, {20, 1}, 0}, {6, {20, 1}, 1}}),
            (std::vector<Tick>{5, 60, 6}));
}

// ---- extremes ----

constexpr std::size_t kMany = 1'000'000;

std::vector<StationCustomer> crowd(std::size_t n, const StationCustomer& one) {
  return std::vector<StationCustomer>(n, one);
}

TEST(DeskQueue, AMillionAtOnceGoThroughASmallHall) {
  QueueRules rules = border();
  rules.room = 50;
  const auto visits =
      visits_of(rules, crowd(kMany, {.arrival = 7, .service = {10, 10}, .line = 1}));
  ASSERT_EQ(visits.size(), kMany);
  EXPECT_EQ(visits.back().start, 7 + 10 * (kMany / 2 - 1));
}

TEST(DeskQueue, WithoutADeskOrRoomAMillionAreStranded) {
  QueueRules rules;
  rules.desks = {{}};
  rules.lines = {{.desks = {0}}};
  const QueueVisit last{kMany - 1, 7, kNever, kNever, 0, Fate::kStranded};
  EXPECT_EQ(visits_of(rules, crowd(kMany, {7, {10}})).back(), last);
  EXPECT_EQ(visits_of(rules, crowd(kMany, {7, {10}}), QueuePath::kGeneral).back(), last);
  rules.desks = {kOneAlways};
  rules.room = 0;
  const auto visits = visits_of(rules, crowd(kMany, {7, {10}}));
  EXPECT_EQ(visits.back().fate, Fate::kStranded);
  EXPECT_EQ(visits.back().entered, kNever);
}

TEST(DeskQueue, AMillionWithoutPatienceLeaveAtOnce) {
  QueueRules rules;
  rules.desks = {kOneAlways};
  rules.lines = {{.desks = {0}, .impatient = true}};
  const auto visits =
      visits_of(rules, crowd(kMany, {.arrival = 7, .service = {10}, .patience = 0}));
  EXPECT_EQ(std::count_if(visits.begin(), visits.end(),
                          [](const QueueVisit& v) { return v.fate == Fate::kGaveUp; }),
            kMany - 1);
}

TEST(DeskQueueDeathTest, RulesThatNameNoDeskOrNoLineAreABug) {
  QueueRules rules = border();
  rules.lines[1].desks = {2};
  EXPECT_DEATH(DeskQueue{rules}, "desk types that exist");
  rules = border();
  rules.lines[1].after_refusal = 2;
  EXPECT_DEATH(DeskQueue{rules}, "joins a line that exists");
  rules = border();
  rules.lines[0].weight = 0;
  EXPECT_DEATH(DeskQueue{rules}, "weight from 1");
}

TEST(DeskQueueDeathTest, ArrivalsBeforeTheTimeReachedAreABug) {
  DeskQueue queue(border());
  std::vector<QueueVisit> visits;
  queue.advance(10, visits);
  const std::vector<StationCustomer> late = {{9, {1, 1}}};
  EXPECT_DEATH(queue.add(Columns(late).view()), "arrivals in order");
  EXPECT_DEATH(queue.advance(9, visits), "time does not go back");
}

}  // namespace
}  // namespace stopover::flow
