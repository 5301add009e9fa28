// SPDX-License-Identifier: Apache-2.0
// What runs meet on drawn days: two oracles, and what holds for every day.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/flow/operating_day.hpp"
#include "engine/flow/run_conditions.hpp"
#include "engine/random/transforms.hpp"
#include "tests/engine/flow/schedule.hpp"

namespace stopover::flow {
namespace {

using testing::clock;
using testing::closed_at_0;
using testing::Flights;
using testing::kMidnight;
using testing::kSomeDay;
using testing::rotate_all;
using testing::Schedule;
using testing::schedule_of;
using timetable::DelayId;
using timetable::PlaceId;
using timetable::RunId;
using timetable::ServiceId;

constexpr SweepLuck kLuck{3, 1};

// Flights between a hub (0) and four other places over `days` days, with delays of their own.
Schedule drawn_schedule(std::uint64_t seed, int days) {
  random::Stream dice({.seed = seed, .purpose = random::purpose("test.schedule")});
  const auto roll = [&](int least, int most) {
    return static_cast<int>(random::between(dice, least, most));
  };
  std::vector<Flights> flights;
  for (int other = 1; other <= 4; ++other) {
    const int block = 600 * roll(3, 40);
    for (const bool out : {true, false}) {
      Flights f{.key = std::to_string(flights.size()),
                .stops = out ? std::vector{0, other} : std::vector{other, 0},
                .block = block,
                .places = 100 * roll(1, 2),
                .delay = DelayId(roll(0, 1))};
      for (int d = 0; d < days; ++d)
        for (int n = roll(0, 6); n > 0; --n)
          f.departures.push_back(d * 86'400 + clock(4) + 600 * roll(0, 140));
      flights.push_back(f);
    }
  }
  Schedule s = schedule_of(flights);
  s.delays = {{0.5, minutes(40), minutes(300)}, {0.2, minutes(90), hours(48)}};
  return s;
}

// Everything at once.
Schedule drawn_disruption(std::uint64_t seed, int days) {
  Schedule s = drawn_schedule(seed, days);
  rotate_all(s, minutes(40));
  const std::array<double, 12> even{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  s.disruption.day_types = {{"fair", even}, {"foul", even}};
  DelayVariation v;
  v.common = 0.3;
  v.group = "g";
  v.cancelled = 0.05;
  v.hour[9] = 2;
  v.on_day = {DayEffect{.cancelled = 0.05}, DayEffect{.late = 2, .lateness = 2, .cancelled = 0.2}};
  s.disruption.variations = {v, v};
  const HalfOpen<CivilDate> all{kSomeDay, kSomeDay.plus_days(days)};
  Restriction closed = closed_at_0(hours(9), hours(13), hours(2));
  Restriction slow = closed_at_0(hours(6), hours(26), Seconds(0));
  Restriction line{.services = {ServiceId(2)}, .from = hours(8), .until = hours(40)};
  slow.per_hour = 6;
  slow.day_type = DayTypeId(1);
  Restriction far = closed_at_0(hours(14), hours(17), minutes(90));
  far.places = {PlaceId(1), PlaceId(3)};
  closed.dates = slow.dates = far.dates = all;
  line.dates = {kSomeDay.plus_days(1), kSomeDay.plus_days(2)};
  s.disruption.restrictions = {closed, slow, line, far};
  return s;
}

RC_GTEST_PROP(RunConditions, WithoutDisruptionAreTheDelaysOfTheProfiles, (std::uint64_t seed)) {
  const Schedule s = drawn_schedule(seed, 3);
  const std::vector<RunCondition> all = s.conditions();
  for (const RunId run : ids_of(s.timetable.runs())) {
    const auto& service = s.timetable.services()[s.timetable.runs()[run].service];
    const Seconds own =
        draw_delay(s.delays[service.delay], kLuck, service.key, s.timetable.runs()[run].departure);
    RC_ASSERT(all[run.value()].delay == own.count());
    RC_ASSERT((own == Seconds(0)) == (all[run.value()].cause == DisruptionCause::kNone));
  }
}

// Without gates the recursion has a closed form: the worst of the chain's own delays, each less the
// slack since.
RC_GTEST_PROP(RunConditions, OfRotationsAreTheWorstDelayOfTheChain, (std::uint64_t seed)) {
  Schedule s = drawn_schedule(seed, 1);
  rotate_all(s, minutes(40));
  const std::vector<RunCondition> all = s.conditions();
  const Rotations rotations(s.timetable, s.disruption);
  for (const RunId run : ids_of(s.timetable.runs())) {
    Seconds worst{};
    Seconds slack{};
    for (RunId at = run; !at.is_none();) {
      const auto& service = s.timetable.services()[s.timetable.runs()[at].service];
      const Instant departure = s.timetable.runs()[at].departure;
      worst = std::max(worst,
                       draw_delay(s.delays[service.delay], kLuck, service.key, departure) - slack);
      const RunId before = rotations.before(at);
      if (!before.is_none()) slack += departure - s.timetable.arrival(before, 1) - minutes(40);
      at = before;
    }
    RC_ASSERT(all[run.value()].cancelled == (worst > kLongestDelay));
    if (worst <= kLongestDelay) RC_ASSERT(all[run.value()].delay == worst.count());
  }
}

// The oracle of rates and rotations together: whole passes over all runs, one after the other as if
// the last pass were the truth, until nothing moves.
std::vector<std::int64_t> settle(const Schedule& s, std::int64_t gap_ms) {
  const auto& runs = s.timetable.runs();
  const Rotations rotations(s.timetable, s.disruption);
  std::vector<std::int64_t> delay(runs.size());
  for (bool moved = true; moved;) {
    struct Request {
      std::int64_t time;
      RunId run;
    };
    std::vector<Request> requests;
    std::vector<std::int64_t> next(runs.size());
    for (const RunId run : ids_of(runs)) {
      const auto& service = s.timetable.services()[runs[run].service];
      const std::int64_t scheduled = runs[run].departure.unix_seconds();
      const std::int64_t own =
          draw_delay(s.delays[service.delay], kLuck, service.key, runs[run].departure).count();
      std::int64_t ready = scheduled + own;
      const RunId before = rotations.before(run);
      if (!before.is_none())
        ready = std::max(
            ready, s.timetable.arrival(before, 1).unix_seconds() + delay[before.value()] + 2400);
      next[run.value()] = ready - scheduled;
      const bool lands = service.stops[0] != PlaceId(0);
      const std::int64_t block = s.timetable.arrival(run, 1).unix_seconds() - scheduled;
      requests.push_back({ready + (lands ? block : 0), run});
    }
    std::sort(requests.begin(), requests.end(), [](const Request& a, const Request& b) {
      return std::tie(a.time, a.run) < std::tie(b.time, b.run);
    });
    std::int64_t free_ms = 0;
    for (const Request& r : requests) {
      const std::int64_t at = std::max(r.time * 1000, free_ms);
      next[r.run.value()] += (at + 999) / 1000 - r.time;
      free_ms = at + gap_ms;
    }
    moved = next != delay;
    delay = next;
  }
  return delay;
}

RC_GTEST_PROP(RunConditions, OfRatesAndRotationsAreWhereAllPassesSettle, (std::uint64_t seed)) {
  Schedule s = drawn_schedule(seed, 1);
  s.delays = {{0.5, minutes(40), minutes(200)}, {0.2, minutes(90), minutes(200)}};
  rotate_all(s, minutes(40));
  const int per_hour = *rc::gen::inRange(1, 12);
  Restriction slow = closed_at_0(Seconds(0), hours(48), Seconds(0));
  slow.per_hour = per_hour;
  slow.dates = {kSomeDay.plus_days(-1), kSomeDay.plus_days(4)};
  s.disruption.restrictions = {slow};
  const std::vector<std::int64_t> expected = settle(s, std::llround(3'600'000.0 / per_hour));
  const std::vector<RunCondition> all = s.conditions();
  for (std::size_t r = 0; r < all.size(); ++r) {
    RC_ASSERT(!all[r].cancelled);
    RC_ASSERT(all[r].delay == expected[r]);
  }
}

RC_GTEST_PROP(RunConditions, DoNotDependOnHowTheSpanIsCut, (std::uint64_t seed)) {
  const Schedule s = drawn_disruption(seed, 8);
  const RunPlan plan(s.timetable, s.disruption);
  const RunConditions conditions(s.timetable, s.delays, s.disruption, plan);
  const std::vector<RunCondition> whole = s.conditions();
  std::vector<RunCondition> pieces(whole.size(), RunCondition{.cancelled = true});
  for (CivilDate from = kSomeDay.plus_days(-1); from < kSomeDay.plus_days(12);) {
    const CivilDate until = from.plus_days(*rc::gen::inRange(1, 5));
    conditions.write(kLuck, {from, until}, pieces);
    from = until;
  }
  RC_ASSERT(pieces == whole);
}

// A day is told by the days from two before it to one after it, and who follows whom on the first
// of these by who landed from the day before.
RC_GTEST_PROP(RunConditions, DoNotDependOnFarDays, (std::uint64_t seed)) {
  const Schedule s = drawn_disruption(seed, 7);
  const CivilDate day = kSomeDay.plus_days(3);
  const HalfOpen<CivilDate> near{day.plus_days(-3), day.plus_days(2)};
  // The same timetable without the runs of other days.
  timetable::TimetableBuilder builder;
  for (const auto& service : s.timetable.services()) {
    const auto id = builder.add_service(service);
    for (std::uint32_t n = service.first_run; n < service.first_run + service.run_count; ++n) {
      const auto& run = s.timetable.runs()[RunId(n)];
      const auto block =
          static_cast<std::int32_t>((s.timetable.arrival(RunId(n), 1) - run.departure).count());
      if (near.contains(operating_date(s.disruption.zone, run.departure)))
        builder.add_run(id, {run.departure, run.places, run.background}, {{0, block}, {0, block}});
    }
  }
  const Schedule cut{std::move(builder).build(), s.delays, s.disruption};
  const auto of_day = [&](const Schedule& schedule) {
    std::map<std::pair<ServiceId, std::int64_t>, std::vector<std::int32_t>> found;
    const std::vector<RunCondition> all = schedule.conditions();
    for (const RunId run : ids_of(schedule.timetable.runs())) {
      const auto& r = schedule.timetable.runs()[run];
      if (operating_date(s.disruption.zone, r.departure) == day)
        found[{r.service, r.departure.unix_seconds()}].push_back(
            all[run.value()].cancelled ? -1 : all[run.value()].delay);
    }
    return found;
  };
  RC_ASSERT(of_day(cut) == of_day(s));
}

// Those of drawn_disruption are closed on all of its first days.
bool is_closed(const Disruption& disruption, PlaceId place, Instant t) {
  const std::int64_t after_midnight = t.unix_seconds() - kMidnight;
  return std::any_of(
      disruption.restrictions.begin(), disruption.restrictions.end(), [&](const Restriction& r) {
        const Seconds at(after_midnight % 86'400);
        return !r.per_hour && std::count(r.places.begin(), r.places.end(), place) > 0 &&
               r.from <= at && at < r.until;
      });
}

RC_GTEST_PROP(RunConditions, NobodyOperatesWhatIsClosedOrHasNoVehicle, (std::uint64_t seed)) {
  constexpr int kDays = 7;  // 4 with runs; no delay is over 2
  Schedule s = drawn_disruption(seed, 4);
  for (const RestrictionId r : ids_of(s.disruption.restrictions))
    if (!s.disruption.restrictions[r].places.empty())
      s.disruption.restrictions[r].dates.until = kSomeDay.plus_days(kDays);
  const std::vector<RunCondition> all = s.conditions();
  const Rotations rotations(s.timetable, s.disruption);
  for (const RunId run : ids_of(s.timetable.runs())) {
    const RunCondition& c = all[run.value()];
    RC_ASSERT((c.delay >= 0 && c.delay <= kLongestDelay.count()));
    RC_ASSERT((!c.cancelled || c.delay == 0));
    RC_ASSERT((c.cause == DisruptionCause::kNone) == (!c.cancelled && c.delay == 0));
    if (!c.restriction.is_none()) {
      const bool slow = s.disruption.restrictions[c.restriction].per_hour.has_value();
      RC_ASSERT(c.cause == (slow ? DisruptionCause::kRate : DisruptionCause::kClosed));
    }
    if (c.cancelled) continue;
    const auto& r = s.timetable.runs()[run];
    const auto& service = s.timetable.services()[r.service];
    for (std::size_t stop = 0; stop < service.stops.size(); ++stop)
      RC_ASSERT(!is_closed(s.disruption, service.stops[stop],
                           s.timetable.arrival(run, stop) + Seconds(c.delay)));
    const RunId before = rotations.before(run);
    if (before.is_none() || all[before.value()].cancelled) continue;
    if (operating_date(s.disruption.zone, s.timetable.runs()[before].departure) !=
        operating_date(s.disruption.zone, r.departure))
      continue;  // told by another history
    RC_ASSERT(s.timetable.arrival(before, 1) + Seconds(all[before.value()].delay) + minutes(40) <=
              r.departure + Seconds(c.delay));
  }
}

}  // namespace
}  // namespace stopover::flow
