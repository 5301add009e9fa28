// SPDX-License-Identifier: Apache-2.0
// Closings and rates together against a clock that goes on minute by minute: rows of runs at
// places, whose first one passes when the place lets it and nothing on its way is closed.
#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/flow/run_conditions.hpp"
#include "engine/random/transforms.hpp"
#include "tests/engine/flow/schedule.hpp"

namespace stopover::flow {
namespace {

using testing::Flights;
using testing::kMidnight;
using testing::kSomeDay;
using testing::Schedule;
using testing::schedule_of;
using timetable::PlaceId;
using timetable::RunId;

constexpr int kPlaces = 4;
constexpr int kLongest = 48 * 60;

// Times in minutes after kMidnight; gaps too.
struct Drawn {
  Schedule schedule;
  int hold = 0;  // of all closings
};

Drawn drawn(std::uint64_t seed) {
  random::Stream dice({.seed = seed, .purpose = random::purpose("test.gates")});
  const auto roll = [&](int least, int most) {
    return static_cast<int>(random::between(dice, least, most));
  };
  std::vector<Flights> flights;
  for (const std::vector<int>& stops :
       {std::vector{0, 1}, {1, 0}, {0, 2}, {2, 0}, {1, 3, 0}, {3, 1}}) {
    Flights f{.key = std::to_string(flights.size()), .stops = stops, .block = 600 * roll(2, 12)};
    for (int n = roll(0, 20); n > 0; --n) f.departures.push_back(600 * roll(36, 120));
    flights.push_back(f);
  }
  Drawn d{schedule_of(flights), 10 * roll(0, 12)};
  for (int n = roll(2, 10); n > 0; --n) {
    const bool slow = roll(0, 1) == 1;
    const int from = 10 * roll(30, 120);
    Restriction r{.places = {PlaceId(roll(0, slow ? 1 : kPlaces - 1))},
                  .dates = {kSomeDay, kSomeDay.plus_days(1)},
                  .from = minutes(from),
                  .until = minutes(from + 10 * (slow ? roll(20, 80) : roll(1, 12))),
                  .hold = minutes(d.hold)};
    if (slow) r.per_hour = 60.0 / roll(5, 60);
    d.schedule.disruption.restrictions.push_back(r);
  }
  return d;
}

struct Flight {
  std::vector<std::pair<int, int>> calls;  // place, minutes after departure
  int scheduled = 0;
  int closed = 0;  // waited so far
  bool lands = false;
  int joins = -1;  // when it joins the row of its departure, or of its landing
  int delay = 0;
  bool cancelled = false;
};

class Clock {
 public:
  explicit Clock(const Drawn& d) : hold_(d.hold) {
    const timetable::Timetable& tt = d.schedule.timetable;
    for (const RunId run : ids_of(tt.runs())) {
      const auto& service = tt.services()[tt.runs()[run].service];
      Flight f{.scheduled = minute(tt.departure(run, 0))};
      for (std::size_t s = 0; s < service.stops.size(); ++s)
        f.calls.emplace_back(place(service.stops[s]), minute(tt.arrival(run, s)) - f.scheduled);
      flights_.push_back(f);
    }
    for (const Restriction& r : d.schedule.disruption.restrictions)
      windows_.push_back({place(r.places[0]), static_cast<int>(r.from / minutes(1)),
                          static_cast<int>(r.until / minutes(1)),
                          r.per_hour ? static_cast<int>(std::lround(60 / *r.per_hour)) : 0});
    for (Flight& f : flights_) set_out(f, f.scheduled);
  }

  std::vector<Flight> run_down() {
    for (int now = 0; now < 2 * kLongest; ++now) {
      join(now);
      for (int at = 0; at < kPlaces; ++at) serve(at, now);
    }
    return flights_;
  }

 private:
  struct Window {
    int place;
    int from;
    int until;
    int gap;  // 0: closed
  };
  static int place(PlaceId id) { return static_cast<int>(id.value()); }
  static int minute(Instant t) { return static_cast<int>((t.unix_seconds() - kMidnight) / 60); }

  bool open(const Flight& f, int departure) const {
    return std::none_of(f.calls.begin(), f.calls.end(), [&](const auto& call) {
      return std::any_of(windows_.begin(), windows_.end(), [&](const Window& w) {
        const int then = departure + call.second;
        return w.gap == 0 && w.place == call.first && w.from <= then && then < w.until;
      });
    });
  }
  // It would leave at `departure`.
  void set_out(Flight& f, int departure) {
    for (; !open(f, departure); ++departure) ++f.closed;
    f.cancelled = f.closed > hold_;
    f.joins = f.cancelled ? -1 : departure + (f.lands ? f.calls.back().second : 0);
  }
  void join(int now) {
    std::vector<std::size_t> come;
    for (std::size_t n = 0; n < flights_.size(); ++n)
      if (flights_[n].joins == now) come.push_back(n);
    std::stable_sort(come.begin(), come.end(), [&](std::size_t a, std::size_t b) {
      return flights_[a].closed > flights_[b].closed;
    });
    for (const std::size_t n : come) {
      const Flight& f = flights_[n];
      rows_[f.lands ? f.calls.back().first : f.calls.front().first].push_back(n);
    }
  }
  void serve(int at, int now) {
    std::deque<std::size_t>& row = rows_[at];
    while (!row.empty() && free_[at] <= now) {
      Flight& f = flights_[row.front()];
      row.pop_front();
      const int departure = now - (f.lands ? f.calls.back().second : 0);
      if (!open(f, departure)) {
        set_out(f, departure);
        continue;
      }
      for (const Window& w : windows_)
        if (w.place == at && w.from <= now && now < w.until && w.gap > 0)
          free_[at] = std::max(free_[at], now + w.gap);
      f.joins = f.lands ? -1 : now + f.calls.back().second;
      f.delay = departure - f.scheduled;
      f.lands = true;
    }
  }

  int hold_;
  std::vector<Flight> flights_;
  std::vector<Window> windows_;
  std::map<int, std::deque<std::size_t>> rows_;
  std::map<int, int> free_;
};

RC_GTEST_PROP(RunConditions, OfClosingsAndRatesAreThoseOfTheClock, (std::uint64_t seed)) {
  const Drawn d = drawn(seed);
  const std::vector<Flight> expected = Clock(d).run_down();
  const std::vector<RunCondition> all = d.schedule.conditions();
  for (std::size_t r = 0; r < all.size(); ++r) {
    if (expected[r].delay > kLongest) continue;  // cancelled as too late
    RC_ASSERT(all[r].cancelled == expected[r].cancelled);
    if (all[r].cancelled) continue;
    RC_ASSERT(all[r].delay == expected[r].delay * 60);
  }
}

// The drawn days hold what they are to test.
TEST(RunConditions, DrawnClosingsAndRatesMeet) {
  int pushed = 0;     // cancelled, or held longer by closings than they waited at first
  int cancelled = 0;  // for having to wait for a turn first
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Drawn d = drawn(seed);
    const std::vector<RunCondition> both = d.schedule.conditions();
    for (Restriction& r : d.schedule.disruption.restrictions)
      if (r.per_hour) r.per_hour = 1e6;
    const std::vector<RunCondition> closed = d.schedule.conditions();
    for (std::size_t r = 0; r < both.size(); ++r) {
      cancelled += both[r].cancelled && !closed[r].cancelled ? 1 : 0;
      pushed += both[r].cause == DisruptionCause::kClosed && closed[r] == RunCondition{} ? 1 : 0;
    }
  }
  EXPECT_GT(cancelled, 300);
  EXPECT_GT(pushed, 200);
}

}  // namespace
}  // namespace stopover::flow
