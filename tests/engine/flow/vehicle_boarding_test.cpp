// SPDX-License-Identifier: Apache-2.0
// Boarding against a simulation that looks at every party at every closing, and by hand.
#include "engine/flow/vehicle_boarding.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::flow {
namespace {

struct Day {
  ServiceRuns service;
  std::vector<Booking> bookings;
  std::vector<BoardingRequest> requests;
};

std::vector<std::uint32_t> board(const Day& day) {
  std::vector<std::uint32_t> boarded(day.requests.size());
  board_vehicles(day.service, day.bookings, day.requests, boarded);
  return boarded;
}

// The oracle: no buckets, no classes, no running totals; everything is counted anew.
class PlainSimulation {
 public:
  explicit PlainSimulation(const Day& day) : day_(day), boarded_(day.requests.size(), kNoRun) {}

  std::vector<std::uint32_t> run() {
    struct Closing {
      Tick time;
      std::uint32_t run;
      std::size_t stop;
    };
    std::vector<Closing> closings;
    for (std::uint32_t run = 0; run < day_.service.runs(); ++run)
      for (std::size_t stop = 0; stop + 1 < day_.service.stops; ++stop)
        closings.push_back({day_.service.closing_at(run, stop), run, stop});
    std::sort(closings.begin(), closings.end(), [](const Closing& a, const Closing& b) {
      return std::tuple(a.time, a.run, a.stop) < std::tuple(b.time, b.run, b.stop);
    });
    for (const Closing& now : closings) {
      for (const bool holders : {true, false})
        for (std::size_t i = 0; i < day_.requests.size(); ++i)
          if (boarded_[i] == kNoRun && day_.requests[i].board == now.stop &&
              day_.requests[i].ready <= now.time && in_turn(i, now.run, now.time, holders) &&
              fits(i, now.run, now.stop, holders))
            boarded_[i] = now.run;
    }
    return boarded_;
  }

 private:
  bool in_turn(std::size_t i, std::uint32_t run, Tick time, bool holders) const {
    const BoardingRequest& r = day_.requests[i];
    const bool bound = r.own_run != kNoRun && (day_.service.reserved || r.refused);
    if (holders) return day_.service.reserved && !r.refused && r.own_run == run;
    if (!bound) return true;
    // Only after their own run has closed.
    return std::tuple(time, run) >
           std::tuple(day_.service.closing_at(r.own_run, r.board), r.own_run);
  }
  bool fits(std::size_t i, std::uint32_t run, std::size_t stop, bool holder) const {
    const BoardingRequest& r = day_.requests[i];
    for (std::size_t segment = r.board; segment < r.alight; ++segment) {
      std::int64_t taken = r.size;
      for (std::size_t j = 0; j < boarded_.size(); ++j)
        if (boarded_[j] == run && day_.requests[j].board <= segment &&
            segment < day_.requests[j].alight)
          taken += day_.requests[j].size;
      if (!holder && day_.service.reserved)
        for (const Booking& b : day_.bookings)
          if (b.run == run && b.board > stop && b.board <= segment && segment < b.alight)
            taken += b.persons;
      if (taken > day_.service.places[run]) return false;
    }
    return true;
  }

  const Day& day_;
  std::vector<std::uint32_t> boarded_;
};

// Over the whole range from the first case on; RapidCheck's own small cases are mostly empty days.
template <class T>
T pick(T least, T beyond) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(least, beyond));
}

Day any_day() {
  Day day;
  const auto stops = pick<std::size_t>(2, 5);
  const auto runs = pick<std::size_t>(0, 8);
  day.service.stops = stops;
  day.service.reserved = *rc::gen::arbitrary<bool>();
  for (std::size_t run = 0; run < runs; ++run) {
    day.service.places.push_back(pick(0, 9));
    // A delay of up to three headways: runs overtake each other.
    Tick at = static_cast<Tick>(run) * 10 + *rc::gen::elementOf(std::vector<int>{0, 0, 0, 7, 25});
    for (std::size_t stop = 0; stop < stops; ++stop) {
      day.service.closing.push_back(at);
      at += pick(0, 8);
    }
  }
  const auto any_ride = [&] {
    const auto from = pick<std::uint16_t>(0, static_cast<std::uint16_t>(stops - 1));
    const auto to = pick<std::uint16_t>(static_cast<std::uint16_t>(from + 1),
                                        static_cast<std::uint16_t>(stops));
    return std::pair(from, to);
  };
  const int parties = pick(0, 30);
  for (int i = 0; i < parties; ++i) {
    BoardingRequest request;
    request.ready = pick(0, 70);
    if (runs > 0 && pick(0, 4) > 0)
      request.own_run = pick<std::uint32_t>(0, static_cast<std::uint32_t>(runs));
    request.size = pick<std::int16_t>(1, 5);
    std::tie(request.board, request.alight) = any_ride();
    request.refused = pick(0, 5) == 0;
    day.requests.push_back(request);
    if (day.service.reserved && request.own_run != kNoRun)
      day.bookings.push_back({request.own_run, request.board, request.alight, request.size});
  }
  for (int i = 0; day.service.reserved && runs > 0 && i < 3; ++i) {  // who will not turn up
    const auto [from, to] = any_ride();
    day.bookings.push_back(
        {pick<std::uint32_t>(0, static_cast<std::uint32_t>(runs)), from, to, pick(0, 4)});
  }
  std::stable_sort(
      day.requests.begin(), day.requests.end(),
      [](const BoardingRequest& a, const BoardingRequest& b) { return a.ready < b.ready; });
  return day;
}

RC_GTEST_PROP(VehicleBoarding, EveryRideIsThatOfThePlainSimulation, ()) {
  const Day day = any_day();
  RC_ASSERT(board(day) == PlainSimulation(day).run());
}

RC_GTEST_PROP(VehicleBoarding, NobodyBoardsLateAndNoSegmentIsOverfull, ()) {
  const Day day = any_day();
  const auto boarded = board(day);
  for (std::size_t run = 0; run < day.service.runs(); ++run)
    for (std::size_t segment = 0; segment + 1 < day.service.stops; ++segment) {
      int persons = 0;
      for (std::size_t i = 0; i < boarded.size(); ++i)
        if (boarded[i] == run && day.requests[i].board <= segment &&
            segment < day.requests[i].alight)
          persons += day.requests[i].size;
      RC_ASSERT(persons <= day.service.places[run]);
    }
  for (std::size_t i = 0; i < boarded.size(); ++i)
    if (boarded[i] != kNoRun)
      RC_ASSERT(day.requests[i].ready <= day.service.closing_at(boarded[i], day.requests[i].board));
}

// One segment, one size: then more places for all never lower the number who ride.
RC_GTEST_PROP(VehicleBoarding, LargerVehiclesNeverCarryFewer, ()) {
  Day day = any_day();
  day.bookings.clear();
  day.service.reserved = false;
  for (BoardingRequest& request : day.requests) {
    request.size = 1;
    request.board = 0;
    request.alight = 1;
  }
  const auto carried = [](const Day& d) {
    const auto boarded = board(d);
    return std::count_if(boarded.begin(), boarded.end(), [](auto run) { return run != kNoRun; });
  };
  const auto before = carried(day);
  for (std::int32_t& places : day.service.places) places += pick(0, 3);
  RC_ASSERT(carried(day) >= before);
}

// One run of three stops, 2 places:   0 ──── 1 ──── 2
//   ready 1  party a (1): 0 → 2       a a a a a a a
//   ready 2  party b (2): 0 → 1       no: one place left, waits, no further run
//   ready 3  party c (1): 0 → 1       c c c
//   ready 9  party d (1): 1 → 2              d d d
const ServiceRuns kOneRun = {.stops = 3, .reserved = false, .places = {2}, .closing = {10, 20, 30}};

TEST(VehicleBoarding, ALargerPartyWaitsAndASmallerOneBehindItBoards) {
  EXPECT_EQ(board({kOneRun,
                   {},
                   {{.ready = 1, .size = 1, .board = 0, .alight = 2},
                    {.ready = 2, .size = 2, .board = 0, .alight = 1},
                    {.ready = 3, .size = 1, .board = 0, .alight = 1},
                    {.ready = 9, .size = 1, .board = 1, .alight = 2}}}),
            (std::vector<std::uint32_t>{0, kNoRun, 0, 0}));
}

TEST(VehicleBoarding, BoardingEndsAfterTheClosingSecond) {
  EXPECT_EQ(
      board({kOneRun,
             {},
             {{.ready = 10, .board = 0, .alight = 1}, {.ready = 11, .board = 0, .alight = 1}}}),
      (std::vector<std::uint32_t>{0, kNoRun}));
}

// Two runs, one place each, closings 10 and 20; all ready before 10.
const ServiceRuns kTwoReservedRuns = {
    .stops = 2, .reserved = true, .places = {1, 1}, .closing = {10, 11, 20, 21}};

TEST(VehicleBoarding, AHolderGoesBeforeWhoCameEarlier) {
  EXPECT_EQ(board({kTwoReservedRuns,
                   {{0, 0, 1, 1}},
                   {{.ready = 1, .own_run = kNoRun, .board = 0, .alight = 1},
                    {.ready = 9, .own_run = 0, .board = 0, .alight = 1}}}),
            (std::vector<std::uint32_t>{1, 0}));
}

TEST(VehicleBoarding, AHolderDoesNotTakeAnEarlierRun) {
  EXPECT_EQ(board({kTwoReservedRuns,
                   {{1, 0, 1, 1}},
                   {{.ready = 1, .own_run = 1, .board = 0, .alight = 1}}}),
            (std::vector<std::uint32_t>{1}));
}

TEST(VehicleBoarding, ALateHolderStandsInLineForTheNextRun) {
  EXPECT_EQ(board({kTwoReservedRuns,
                   {{0, 0, 1, 1}, {1, 0, 1, 1}},
                   {{.ready = 12, .own_run = 0, .board = 0, .alight = 1},
                    {.ready = 13, .own_run = 1, .board = 0, .alight = 1}}}),
            (std::vector<std::uint32_t>{kNoRun, 1}));
}

// Sold beyond its places: the later of two holders is left, and waits behind the second run's own.
TEST(VehicleBoarding, OverbookedHoldersAreTakenInOrderOfReadiness) {
  EXPECT_EQ(board({kTwoReservedRuns,
                   {{0, 0, 1, 1}, {0, 0, 1, 1}},
                   {{.ready = 1, .own_run = 0, .board = 0, .alight = 1},
                    {.ready = 2, .own_run = 0, .board = 0, .alight = 1}}}),
            (std::vector<std::uint32_t>{0, 1}));
}

// 0 ──── 1 ──── 2, one place. It is booked from 1 to 2 by someone who will not come. From 0 to 2 no
// place is free; from 0 to 1 one is; at stop 1 the booking is released to who waits there.
TEST(VehicleBoarding, ABookedPlaceIsHeldUntilItsOwnStopCloses) {
  const ServiceRuns run = {.stops = 3, .reserved = true, .places = {1}, .closing = {10, 20, 30}};
  EXPECT_EQ(board({run,
                   {{0, 1, 2, 1}},
                   {{.ready = 1, .board = 0, .alight = 2},
                    {.ready = 2, .board = 0, .alight = 1},
                    {.ready = 3, .board = 1, .alight = 2}}}),
            (std::vector<std::uint32_t>{kNoRun, 0, 0}));
}

// Run 0 is delayed to 30 and run 1 leaves at 20 before it: who is ready at 5 takes run 1.
TEST(VehicleBoarding, TheRunThatLeavesFirstIsTakenNotTheOneScheduledFirst) {
  const ServiceRuns service = {.stops = 2, .places = {1, 1}, .closing = {30, 31, 20, 21}};
  EXPECT_EQ(board({service, {}, {{.ready = 5, .own_run = 0, .board = 0, .alight = 1}}}),
            (std::vector<std::uint32_t>{1}));
}

TEST(VehicleBoarding, ARefusedPartyTakesTheRunAfterItsOwn) {
  ServiceRuns service = kTwoReservedRuns;
  for (const bool reserved : {false, true}) {
    service.reserved = reserved;
    EXPECT_EQ(
        board(
            {service, {}, {{.ready = 5, .own_run = 0, .board = 0, .alight = 1, .refused = true}}}),
        (std::vector<std::uint32_t>{1}));
  }
}

TEST(VehicleBoarding, FullVehiclesAndNoRunsCarryNobody) {
  const std::vector<BoardingRequest> one = {{.ready = 1, .board = 0, .alight = 1}};
  EXPECT_EQ(board({{.stops = 2, .places = {0}, .closing = {10, 11}}, {}, one}),
            (std::vector<std::uint32_t>{kNoRun}));
  EXPECT_EQ(board({{.stops = 2, .places = {}, .closing = {}}, {}, one}),
            (std::vector<std::uint32_t>{kNoRun}));
  EXPECT_TRUE(board({kOneRun, {}, {}}).empty());
}

TEST(VehicleBoardingDeathTest, ARideBackwardsIsABug) {
  EXPECT_DEATH(board({kOneRun, {}, {{.ready = 1, .board = 1, .alight = 1}}}), "forward");
}

}  // namespace
}  // namespace stopover::flow
