// SPDX-License-Identifier: Apache-2.0
// The queue recursion against an event-queue simulation (every start, on random input), and against
// cases drawn by hand. Closed forms: checkpoint_queue_theory_test.cpp.
#include "engine/flow/checkpoint_queue.hpp"

#include <algorithm>
#include <deque>
#include <queue>
#include <span>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::flow {
namespace {

struct Customers {
  std::vector<Tick> arrival;
  std::vector<Tick> service;
};

std::vector<Tick> starts(const std::vector<DeskPeriod>& periods, const Customers& customers) {
  std::vector<Tick> start(customers.arrival.size());
  checkpoint_starts(periods, customers.arrival, customers.service, start);
  return start;
}

std::vector<Tick> starts_in_row(const std::vector<DeskPeriod>& periods,
                                const Customers& customers) {
  std::vector<Tick> start(customers.arrival.size());
  FifoQueue(periods, DeskStore::kRow).serve(customers.arrival, customers.service, start);
  return start;
}
std::vector<Tick> starts_in_heap(const std::vector<DeskPeriod>& periods,
                                 const Customers& customers) {
  std::vector<Tick> start(customers.arrival.size());
  FifoQueue(periods, DeskStore::kHeap).serve(customers.arrival, customers.service, start);
  return start;
}

// The oracle: time-ordered events, a line of waiting customers, a count of desks at work.
class EventSimulation {
 public:
  EventSimulation(const std::vector<DeskPeriod>& periods, const Customers& customers)
      : customers_(customers), start_(customers.arrival.size(), kNever) {
    for (const DeskPeriod& period : periods) {
      events_.push({period.until, Kind::kDesksClose, 0});
      events_.push({period.from, Kind::kDesksOpen, period.desks});
    }
    for (std::size_t i = 0; i < customers.arrival.size(); ++i)
      events_.push({customers.arrival[i], Kind::kArrival, static_cast<int>(i)});
  }

  std::vector<Tick> run() {
    while (!events_.empty()) {
      const Tick now = events_.top().time;
      while (!events_.empty() && events_.top().time == now) {
        happen(events_.top());
        events_.pop();
      }
      begin_services(now);  // may add ends at `now` (service of length 0): the loop comes back
    }
    return start_;
  }

 private:
  enum class Kind { kServiceEnd, kDesksClose, kDesksOpen, kArrival };
  struct Event {
    Tick time;
    Kind kind;
    int detail;
    bool operator<(const Event& other) const {  // the queue's top is the greatest
      return std::tuple(other.time, other.kind, other.detail) < std::tuple(time, kind, detail);
    }
  };

  void happen(const Event& event) {
    switch (event.kind) {
      case Kind::kServiceEnd:
        --at_work_;
        break;
      case Kind::kDesksClose:
        desks_ = 0;
        break;
      case Kind::kDesksOpen:
        desks_ = event.detail;
        break;
      case Kind::kArrival:
        line_.push_back(static_cast<std::size_t>(event.detail));
        break;
    }
  }
  void begin_services(Tick now) {
    while (!line_.empty() && at_work_ < desks_) {
      const std::size_t i = line_.front();
      line_.pop_front();
      start_[i] = now;
      ++at_work_;
      events_.push({now + customers_.service[i], Kind::kServiceEnd, 0});
    }
  }

  const Customers& customers_;
  std::vector<Tick> start_;
  std::priority_queue<Event> events_;
  std::deque<std::size_t> line_;
  int desks_ = 0;
  int at_work_ = 0;
};

// Generators at their full size from the first case on; RapidCheck's own small cases are mostly
// empty days.
template <class T>
rc::Gen<T> full_size(rc::Gen<T> gen) {
  return rc::gen::resize(rc::kNominalSize, std::move(gen));
}

// Small numbers on purpose: ties, batches, empty hours and zero services are common.
rc::Gen<std::vector<DeskPeriod>> any_periods(int most_desks) {
  return full_size(rc::gen::map(
      rc::gen::container<std::vector<std::tuple<int, int, int>>>(rc::gen::tuple(
          rc::gen::weightedOneOf<int>({{2, rc::gen::just(0)}, {1, rc::gen::inRange(0, 40)}}),
          rc::gen::inRange(1, 30), rc::gen::inRange(1, most_desks + 1))),
      [](const std::vector<std::tuple<int, int, int>>& parts) {
        std::vector<DeskPeriod> periods;
        Tick at = 0;
        for (const auto& [gap, length, desks] : parts) {
          periods.push_back({at + gap, at + gap + length, desks});
          at = periods.back().until;
        }
        return periods;
      }));
}

rc::Gen<Customers> any_customers() {
  return full_size(rc::gen::map(
      rc::gen::container<std::vector<std::pair<int, int>>>(rc::gen::pair(
          rc::gen::weightedOneOf<int>({{1, rc::gen::just(0)}, {2, rc::gen::inRange(0, 12)}}),
          rc::gen::inRange(0, 25))),
      [](const std::vector<std::pair<int, int>>& parts) {
        Customers customers;
        Tick at = 0;
        for (const auto& [gap, service] : parts) {
          at += gap;
          customers.arrival.push_back(at);
          customers.service.push_back(service);
        }
        return customers;
      }));
}

RC_GTEST_PROP(CheckpointQueue, EveryStartIsThatOfTheEventSimulation, ()) {
  const auto periods = *any_periods(6);
  const auto customers = *any_customers();
  const auto expected = EventSimulation(periods, customers).run();
  RC_ASSERT(starts_in_row(periods, customers) == expected);
  RC_ASSERT(starts_in_heap(periods, customers) == expected);
  RC_ASSERT(starts(periods, customers) == expected);
}

RC_GTEST_PROP(CheckpointQueue, BothStoresAgreeOnManyDesks, ()) {
  const int desks = *full_size(rc::gen::inRange(1, 200));
  const auto seeds =
      *full_size(rc::gen::container<std::vector<int>>(2000, rc::gen::inRange(0, 1000)));
  // From 2^52 on, pairs of doubles no longer hold all ticks.
  constexpr Tick kExact = Tick{1} << 52U;
  const Tick from = *rc::gen::element<Tick>(0, kExact - 1500, 2 * kExact + 1, -kExact - 1500);
  const Tick odd = *rc::gen::element<Tick>(0, kExact / 2 + 1, kExact + 1);
  Customers customers;
  Tick at = from;
  for (const int x : seeds) {
    customers.arrival.push_back(at += x % 7);
    customers.service.push_back(x == 77 ? odd : x * desks / 100);
  }
  const std::vector<DeskPeriod> periods = {{from, from + 1000, desks},
                                           {from + 1000, from + 2000, desks / 2 + 1},
                                           {from + 2500, from + 8 * kExact, desks}};
  const auto expected = EventSimulation(periods, customers).run();
  RC_ASSERT(starts_in_row(periods, customers) == expected);
  RC_ASSERT(starts_in_heap(periods, customers) == expected);
}

RC_GTEST_PROP(CheckpointQueue, AnyCutIntoBatchesGivesTheSameStarts, ()) {
  const auto periods = *any_periods(6);
  const auto customers = *any_customers();
  const auto store = *rc::gen::element(DeskStore::kRow, DeskStore::kHeap);
  FifoQueue queue(periods, store);
  std::vector<Tick> start;
  for (std::size_t from = 0; from < customers.arrival.size();) {
    const std::size_t rest = customers.arrival.size() - from;
    const auto count = std::min(rest, *full_size(rc::gen::inRange<std::size_t>(0, 40)));
    std::vector<Tick> batch(count);
    queue.serve(std::span(customers.arrival).subspan(from, count),
                std::span(customers.service).subspan(from, count), batch);
    start.insert(start.end(), batch.begin(), batch.end());
    from += count;
  }
  RC_ASSERT(start == EventSimulation(periods, customers).run());
}

RC_GTEST_PROP(CheckpointQueue, MoreDesksNeverMakeAnybodyWaitLonger, ()) {
  const auto periods = *any_periods(5);
  const auto customers = *any_customers();
  auto more = periods;
  for (DeskPeriod& period : more) period.desks += *full_size(rc::gen::inRange(0, 3));
  const auto before = starts(periods, customers);
  const auto after = starts(more, customers);
  for (std::size_t i = 0; i < before.size(); ++i) RC_ASSERT(after[i] <= before[i]);
}

RC_GTEST_PROP(CheckpointQueue, StartsAreInOrderAfterArrivalAndInsideAPeriod, ()) {
  const auto periods = *any_periods(4);
  const auto customers = *any_customers();
  const auto start = starts(periods, customers);
  RC_ASSERT(std::is_sorted(start.begin(), start.end()));
  for (std::size_t i = 0; i < start.size(); ++i) {
    RC_ASSERT(start[i] >= customers.arrival[i]);
    RC_ASSERT((start[i] == kNever ||
               std::any_of(periods.begin(), periods.end(), [&](const DeskPeriod& period) {
                 return period.from <= start[i] && start[i] < period.until;
               })));
  }
}

// 1 desk [0,100).  arrivals 0 5 5 40, services 10 10 3 1
//   0 ──10── 20 ─23        40─41
TEST(CheckpointQueue, OneDeskByHand) {
  EXPECT_EQ(starts({{0, 100, 1}}, {{0, 5, 5, 40}, {10, 10, 3, 1}}),
            (std::vector<Tick>{0, 10, 20, 40}));
}

// Desks 2 until 10, then 1. Both are busy when one closes: the first to end (15) is the one that
// closes, the other goes on serving from 30.
//   desk a 0────────15 closed
//   desk b 0───────────────30 ──35
TEST(CheckpointQueue, AfterClosingABusyDeskFinishesAndTakesNoOther) {
  EXPECT_EQ(starts({{0, 10, 2}, {10, 100, 1}}, {{0, 0, 1}, {15, 30, 5}}),
            (std::vector<Tick>{0, 0, 30}));
}

// A service begun just before the desk closes at 10 runs to 25 in closed hours; the next customer
// waits for the opening at 60. At 10 itself no service may start.
TEST(CheckpointQueue, ServiceRunsOverTheClosingAndWaitersStayForTheNextOpening) {
  EXPECT_EQ(starts({{0, 10, 1}, {60, 100, 1}}, {{9, 9}, {16, 1}}), (std::vector<Tick>{9, 60}));
  EXPECT_EQ(starts({{0, 10, 1}, {60, 100, 1}}, {{10}, {1}}), (std::vector<Tick>{60}));
}

// Two desks at work until 100 when one of them closes at 10; a desk opens again at 20, but two are
// still at work: nobody new starts before 100.
TEST(CheckpointQueue, DesksStillAtWorkCountWhenDesksReopen) {
  EXPECT_EQ(starts({{0, 10, 2}, {10, 20, 1}, {20, 200, 2}}, {{0, 0, 25}, {100, 100, 1}}),
            (std::vector<Tick>{0, 0, 100}));
}

TEST(CheckpointQueue, WithoutAnyDeskEverybodyIsStranded) {
  EXPECT_EQ(starts({}, {{0, 5}, {1, 1}}), (std::vector<Tick>{kNever, kNever}));
  EXPECT_EQ(starts({{0, 5, 3}}, {{5}, {1}}), (std::vector<Tick>{kNever}));
}

TEST(CheckpointQueue, WhoWaitsWhenTheLastDeskClosesIsStrandedAndAllAfter) {
  EXPECT_EQ(starts({{0, 5, 1}}, {{0, 1, 1}, {5, 1, 1}}), (std::vector<Tick>{0, kNever, kNever}));
}

TEST(CheckpointQueue, NobodyGivesAnEmptyAnswer) {
  EXPECT_TRUE(starts({{0, 5, 1}}, {}).empty());
}

TEST(CheckpointQueue, ServicesOfNoLengthPassOneDeskAtOnce) {
  EXPECT_EQ(starts({{0, 5, 1}}, {{2, 2, 2}, {0, 0, 0}}), (std::vector<Tick>{2, 2, 2}));
}

TEST(CheckpointQueue, TimesBefore1970Work) {
  EXPECT_EQ(starts({{-100, -50, 1}}, {{-120, -90}, {20, 1}}), (std::vector<Tick>{-100, -80}));
}

TEST(CheckpointQueueDeathTest, ArrivalsOutOfOrderAreABug) {
  EXPECT_DEATH(starts({{0, 5, 1}}, {{2, 1}, {0, 0}}), "arrivals in order");
}
TEST(CheckpointQueueDeathTest, ABatchThatComesBeforeTheLastOneIsABug) {
  FifoQueue queue(std::vector<DeskPeriod>{{0, 5, 1}});
  const std::vector<Tick> none = {0};
  std::vector<Tick> start(1);
  queue.serve(std::vector<Tick>{2}, none, start);
  EXPECT_DEATH(queue.serve(std::vector<Tick>{1}, none, start), "arrivals in order");
}
TEST(CheckpointQueueDeathTest, OverlappingPeriodsAreABug) {
  EXPECT_DEATH(starts({{0, 5, 1}, {4, 6, 1}}, {{2}, {0}}), "without overlap");
}

}  // namespace
}  // namespace stopover::flow
