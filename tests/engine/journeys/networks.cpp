// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/journeys/networks.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace stopover::journeys::testing {
namespace {

class Maker {
 public:
  Maker(std::mt19937_64& random, const NetworkSize& size)
      : random_(random), size_(size), builder_({first_date(), first_date().plus_days(size.days)}) {}

  Transit make() {
    for (int i = 0; i < size_.stops; ++i) {
      Stop stop;
      stop.key = fmt::format("s{}", i);
      stop.lon = number(0, 100) / 100.0;
      stop.lat = number(0, 100) / 100.0;
      if (!one_in(10)) stop.change = Seconds(one_in(3) ? 0 : 60 * number(0, 5));
      if (size_.fares_and_hubs && !one_in(4)) stop.hub = static_cast<Hub>(number(0, 2));
      builder_.add_stop(stop);
    }
    for (int i = 0; i < size_.links; ++i) add_link();
    for (int i = 0; i < size_.patterns; ++i) add_pattern(i);
    for (int i = 0; i < size_.trips; ++i) add_trip(i);
    join_vehicles();
    for (int i = 0; i < size_.rules; ++i) add_rule();
    return std::move(builder_).build();
  }

 private:
  struct Made {
    TripId trip;
    Call first;
    Call last;
    std::int32_t start = 0;
    std::int32_t end = 0;
  };
  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  bool one_in(int n) { return number(1, n) == 1; }
  StopId any_stop() { return StopId(static_cast<std::uint32_t>(number(0, size_.stops - 1))); }

  void add_link() {
    const StopId from = any_stop();
    const StopId to = any_stop();
    const Seconds time(60 * number(0, 15));
    const Fen fare(size_.fares_and_hubs && one_in(3) ? number(1, 5) : 0);
    if (!size_.links_by_hour || one_in(3)) return builder_.add_link(from, to, time, fare);
    HourTimes times;
    if (one_in(2)) times.zone = *TimeZone::find("Asia/Kolkata");
    for (std::int32_t& seconds : times.seconds) seconds = 60 * (one_in(8) ? 60 : number(0, 9));
    times.before = 60 * number(0, 3);
    times.after = 60 * number(0, 3);
    builder_.add_link(from, to, times, fare);
  }

  void add_pattern(int i) {
    std::vector<Call> calls;
    const int count = number(2, size_.longest_pattern);
    for (int k = 0; k < count; ++k) {
      StopId stop = any_stop();
      if (!calls.empty() && stop == calls.back().stop && !one_in(10))
        stop = StopId((stop.value() + 1) % static_cast<std::uint32_t>(size_.stops));
      calls.push_back({stop, !one_in(8), !one_in(8)});
    }
    LineInfo line{fmt::format("line{}", i / 2), 3};
    if (one_in(5)) line.closes = Seconds(60 * number(0, 30));
    if (size_.fares_and_hubs) {
      line.group = static_cast<Group>(number(0, 2));
      if (one_in(2))
        for (int k = 0; k < count * count; ++k) line.tariff.push_back(number(-1, 6));
    }
    pattern_.push_back({builder_.add_pattern(line, calls), calls});
  }

  void add_trip(int i) {
    const auto& [pattern, calls] =
        pattern_[static_cast<std::size_t>(number(0, static_cast<int>(pattern_.size()) - 1))];
    std::vector<CivilDate> dates;
    for (int d = 0; d < size_.days; ++d)
      if (!one_in(4)) dates.push_back(first_date().plus_days(d));
    const DaysId days = builder_.add_days(TimeZone::utc(), dates);
    std::int32_t t = 60 * number(one_in(4) ? 20 * 60 : 6 * 60, one_in(4) ? 26 * 60 : 20 * 60 + 30);
    std::vector<CallTime> times;
    for (std::size_t k = 0; k < calls.size(); ++k) {
      CallTime time;
      time.arrive = t += k == 0 ? 0 : 60 * number(0, 20);
      time.depart = t += one_in(3) ? 60 * number(0, 5) : 0;
      times.push_back(time);
    }
    const TripId trip = builder_.add_trip(fmt::format("t{}", i), pattern, days, times);
    if (size_.rules > 0) builder_.set_side(trip, any_side());
    made_.push_back({trip, calls.front(), calls.back(), times.front().depart, times.back().arrive});
    if (one_in(5)) {
      const std::int32_t later = 60 * number(1, 90);
      made_.push_back({builder_.add_shifted(fmt::format("t{}+", i), trip, Seconds(later)),
                       calls.front(), calls.back(), times.front().depart + later,
                       times.back().arrive + later});
    }
  }

  // One of few routes, and now and then a name.
  RuleSide any_side() {
    RuleSide side;
    if (!one_in(4)) side.route = RouteId(number(0, 3));
    if (one_in(3)) side.trip = NamedTripId(number(0, 5));
    return side;
  }

  RuleSide any_rule_side() {
    RuleSide side;
    const int kind = number(0, 3);  // as often any, a route; a trip; rarely a trip and its route
    if (kind == 1 || kind == 2) side.route = RouteId(number(0, 3));
    if (kind == 3 || (kind == 2 && one_in(5))) side.trip = NamedTripId(number(0, 5));
    return side;
  }

  void add_rule() {
    ChangeRule rule{any_stop(), any_stop(), any_rule_side(), any_rule_side(), std::nullopt};
    if (!one_in(3)) rule.to = rule.from;
    if (rule.rank() == 0) rule.left.route = RouteId(0);
    if (!one_in(4)) rule.time = Seconds(one_in(3) ? 0 : 60 * number(0, 12));
    builder_.add_rule(rule);
  }

  // One vehicle in three moves elsewhere or waits for the next day.
  void join_vehicles() {
    join_in_place();
    for (std::size_t k = 0; k + 1 < made_.size(); k += 3) {
      const Made& a = made_[k];
      const Made& b =
          made_[static_cast<std::size_t>(number(0, static_cast<int>(made_.size()) - 1))];
      Onward how{.next_day = one_in(2), .may_stay = !one_in(4)};
      const std::int32_t start = b.start + (how.next_day ? 86'400 : 0);
      if (a.trip == b.trip && !how.next_day) continue;
      if (start < a.end + 60 || start > a.end + 12 * 3'600) continue;
      builder_.add_next(a.trip, b.trip, how);
    }
  }

  void join_in_place() {
    std::vector<bool> taken(made_.size(), false);
    for (std::size_t a = 0; a < made_.size(); ++a)
      for (std::size_t b = 0; b < made_.size(); ++b) {
        if (a == b || taken[b] || made_[a].last.stop != made_[b].first.stop) continue;
        // Later by a minute, so that no vehicle goes in a circle.
        if (made_[b].start < made_[a].end + 60 || made_[b].start > made_[a].end + 3'600) continue;
        if (!one_in(2)) continue;
        builder_.add_next(made_[a].trip, made_[b].trip);
        taken[b] = true;
        if (one_in(2)) break;  // else another for days when this one does not run
      }
  }

  std::mt19937_64& random_;
  NetworkSize size_;
  TransitBuilder builder_;
  std::vector<std::pair<PatternId, std::vector<Call>>> pattern_;
  std::vector<Made> made_;
};

}  // namespace

CivilDate first_date() {
  return *CivilDate::from_ymd(2024, 2, 28);
}

Transit random_transit(std::mt19937_64& random, const NetworkSize& size) {
  return Maker(random, size).make();
}

}  // namespace stopover::journeys::testing
