// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/transfers.hpp"

#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/journeys/trip_based.hpp"
#include "tests/engine/journeys/made.hpp"
#include "tests/engine/journeys/networks.hpp"

namespace stopover::journeys {
namespace {

using testing::at;
using testing::date_of;
using testing::Made;
using testing::NetworkSize;
using testing::random_transit;
using testing::text_of;

// "first trip, stop > second trip, stop" a line.
std::string text_of(const Window& w, const Transfers& transfers) {
  std::string out;
  for (std::uint32_t r = 0; r < w.run_count(); ++r) {
    const Window::Run& run = w.runs()[r];
    for (std::uint32_t i = 0; i < w.call_count(run.line); ++i)
      for (const Transfer t : transfers.at(run.first_event + i)) {
        const Transit& transit = w.transit();
        const auto stop = [&](std::uint32_t line, std::uint32_t position) {
          return transit.stops()[StopId(w.call_stop()[w.first_call(line) + position])].key;
        };
        out += fmt::format("{}, {} > {}, {}\n", transit.name_of(w.origin(r).trip),
                           stop(run.line, i), transit.name_of(w.origin(t.run()).trip),
                           stop(w.runs()[t.run()].line, t.position()));
      }
  }
  return out;
}

TEST(Transfers, KeepWhatBringsSomething) {
  const CivilDate day = date_of("2024-06-03");
  Made made({day, day.plus_days(1)});
  made.trip("A 08:00 B 08:10 C 08:20", made.daily());
  made.trip("B 08:11 D 08:30", made.daily());
  made.trip("B 08:15 D 08:40", made.daily());  // of the same line, later
  made.trip("B 08:30 C 08:45", made.daily());  // staying on board is faster
  made.trip("C 08:20 E 08:50", made.daily());  // a minute too early to change to
  made.trip("F 08:35 E 09:10", made.daily());
  made.link("C", "F", Seconds(600));
  const Transit transit = made.build();
  const Window window(transit, transit.dates());
  const auto serial = serial_executor();
  EXPECT_EQ(text_of(window, find_transfers(window, *serial, false)),
            "A 08:00 B 08:10 C 08:20, B > B 08:11 D 08:30, B\n"
            "A 08:00 B 08:10 C 08:20, B > B 08:30 C 08:45, B\n"
            "A 08:00 B 08:10 C 08:20, C > F 08:35 E 09:10, F\n");
  EXPECT_EQ(text_of(window, find_transfers(window, *serial)),
            "A 08:00 B 08:10 C 08:20, B > B 08:11 D 08:30, B\n"
            "A 08:00 B 08:10 C 08:20, C > F 08:35 E 09:10, F\n");
}

TEST(Transfers, DoNotTurnBack) {
  const CivilDate day = date_of("2024-06-03");
  for (const bool walk_on : {false, true}) {
    Made made({day, day.plus_days(1)});
    made.trip("A 08:00 B 08:10 C 08:20 D 08:30", made.daily());
    made.trip("D 08:25 C 08:30 B 08:40 A 08:50", made.daily());  // from C back to B and A
    if (walk_on) made.link("B", "X", Seconds(60));
    const Transit transit = made.build();
    const Window window(transit, transit.dates());
    const std::string all = text_of(window, find_transfers(window, *serial_executor(), false));
    const bool turns = all.find("C > D 08:25 C 08:30 B 08:40 A 08:50, C") != std::string::npos;
    // Links are not chained: where one may walk on, coming back may be of use.
    EXPECT_EQ(turns, walk_on) << all;
    EXPECT_NE(all.find("B > D 08:25 C 08:30 B 08:40 A 08:50, B"), std::string::npos) << all;
  }
}

TEST(Transfers, AreTheSameForEveryExecutor) {
  std::mt19937_64 random(11);
  NetworkSize size;
  size.stops = 40;
  size.patterns = 30;
  size.trips = 900;
  size.links = 40;
  const Transit transit = random_transit(random, size);
  const Window window(transit, transit.dates());
  ASSERT_GT(window.run_count(), 2'000U);  // eight packages and more
  const Transfers expected = find_transfers(window, *serial_executor());
  ASSERT_GT(expected.all.size(), 10'000U);
  std::vector<std::unique_ptr<Executor>> executors;
  for (const int threads : {1, 2, 3, 7, 16}) executors.push_back(tbb_executor(threads));
  for (const int threads : {2, 7}) executors.push_back(thread_executor(threads));
  for (const std::uint64_t seed : {1U, 2U, 3U}) executors.push_back(shuffled_executor(seed));
  for (const auto& executor : executors) {
    const Transfers found = find_transfers(window, *executor);
    EXPECT_EQ(found.first, expected.first);
    EXPECT_EQ(found.all, expected.all);
  }
}

TEST(Transfers, LoseNothingByReduction) {
  std::mt19937_64 random(12);
  std::size_t all = 0;
  std::size_t kept = 0;
  const auto serial = serial_executor();
  for (int round = 0; round < 60; ++round) {
    const Transit transit = random_transit(random, NetworkSize{.rules = round % 2 * 20});
    const Prepared reduced(transit, transit.dates(), *serial);
    Prepared whole(transit, transit.dates(), *serial);
    whole.transfers = find_transfers(whole.window, *serial, false);
    all += whole.transfers.all.size();
    kept += reduced.transfers.all.size();
    TripBasedSearch a(reduced);
    TripBasedSearch b(whole);
    const Instant depart =
        at(transit.dates().from, Seconds(static_cast<std::int64_t>(random() % 86'400)));
    for (const StopId from : ids_of(transit.stops()))
      for (const StopId to : ids_of(transit.stops())) {
        const auto points = [&](TripBasedSearch& search) {
          const auto found = search.profile_points(from, to, {depart, depart + hours(12)});
          std::string text = text_of({found.begin(), found.end()});
          const auto earliest = search.earliest_points(from, to, depart);
          return text + text_of({earliest.begin(), earliest.end()});
        };
        EXPECT_EQ(points(a), points(b));
      }
  }
  EXPECT_LT(kept, all / 2);
}

}  // namespace
}  // namespace stopover::journeys
