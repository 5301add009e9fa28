// SPDX-License-Identifier: Apache-2.0
// Batches, and what is prepared for them, are the same for every executor.
#include "engine/journeys/batch.hpp"

#include <memory>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/journeys/networks.hpp"

namespace stopover::journeys {
namespace {

using testing::first_date;
using testing::NetworkSize;
using testing::random_transit;

struct Answers {
  std::vector<std::vector<Journey>> profiles;
  std::vector<std::vector<std::vector<Arrival>>> all;
  std::vector<std::vector<Offer>> offers;
  friend bool operator==(const Answers&, const Answers&) = default;
};

Answers ask(const Transit& transit, Executor& executor) {
  const Prepared prepared(transit, transit.dates(), executor);
  const std::vector<StopId> stops = ids_of(transit.stops());
  const Instant day = TimeZone::utc().instant_at(first_date(), Seconds(0));
  const HalfOpen<Instant> departures{day + hours(6), day + hours(20)};
  std::vector<Request> requests;
  for (const Pair& pair : all_pairs(stops, stops)) {
    Request request{pair.from, pair.to, departures};
    request.by_walking = true;
    requests.push_back(request);
  }
  return {profiles(prepared, all_pairs(stops, stops), departures, executor),
          all_from(prepared, stops, day + hours(8), executor),
          offers(prepared.window, prepared.bounds, {}, requests, executor)};
}

TEST(Batch, IsTheSameForEveryExecutor) {
  std::mt19937_64 random(11);
  NetworkSize size;
  size.stops = 24;
  size.patterns = 20;
  size.trips = 300;
  size.links = 30;
  const Transit transit = random_transit(random, size);
  const Answers serial = ask(transit, *serial_executor());
  std::size_t journeys = 0;
  for (const auto& profile : serial.profiles) journeys += profile.size();
  EXPECT_GT(journeys, 1'000U);
  for (const int threads : {1, 2, 3, 7, 16})
    EXPECT_TRUE(serial == ask(transit, *tbb_executor(threads))) << threads;
  EXPECT_TRUE(serial == ask(transit, *thread_executor(3)));
  EXPECT_TRUE(serial == ask(transit, *shuffled_executor(5)));
}

TEST(Batch, PairsStandOriginsFirst) {
  const std::vector<StopId> from{StopId(1U), StopId(2U)};
  const std::vector<StopId> to{StopId(3U), StopId(4U)};
  const std::vector<Pair> pairs = all_pairs(from, to);
  ASSERT_EQ(pairs.size(), 4U);
  EXPECT_EQ(pairs[1].from, StopId(1U));
  EXPECT_EQ(pairs[1].to, StopId(4U));
}

}  // namespace
}  // namespace stopover::journeys
