// SPDX-License-Identifier: Apache-2.0
#include "engine/timetable/timetable.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::timetable {
namespace {

Service service_of(std::string key, std::size_t stops) {
  Service service;
  service.key = key;
  service.line = std::move(key);
  for (std::size_t i = 0; i < stops; ++i) service.stops.emplace_back(static_cast<std::uint32_t>(i));
  return service;
}

std::vector<RunId> runs_of(const Timetable& timetable, ServiceId id) {
  std::vector<RunId> runs;
  const Service& service = timetable.services()[id];
  for (std::uint32_t i = 0; i < service.run_count; ++i) runs.emplace_back(service.first_run + i);
  return runs;
}

// ---- oracles: look at every run
std::optional<RunId> scan_first_departing(const Timetable& t, ServiceId id, std::size_t stop,
                                          Instant at) {
  for (const RunId run : runs_of(t, id)) {
    if (t.departure(run, stop) >= at) return run;
  }
  return std::nullopt;
}

std::optional<RunId> scan_last_departing(const Timetable& t, ServiceId id, std::size_t stop,
                                         Instant at) {
  std::optional<RunId> found;
  for (const RunId run : runs_of(t, id)) {
    if (t.departure(run, stop) <= at) found = run;
  }
  return found;
}

std::optional<RunId> scan_last_arriving(const Timetable& t, ServiceId id, std::size_t stop,
                                        Instant at) {
  std::optional<RunId> found;
  for (const RunId run : runs_of(t, id)) {
    if (t.arrival(run, stop) <= at) found = run;
  }
  return found;
}

// ---- random input: small times so that ties and overtaking are common
struct Input {
  std::size_t service = 0;
  TimetableBuilder::NewRun run;
  Offsets offsets;
};

struct Drawn {
  std::vector<std::size_t> stops;  // by service
  std::vector<Input> runs;
};

Drawn draw() {
  Drawn drawn;
  const int services = *rc::gen::inRange(1, 4);
  for (int s = 0; s < services; ++s)
    drawn.stops.push_back(static_cast<std::size_t>(*rc::gen::inRange(2, 5)));
  const int runs = *rc::gen::inRange(0, 25);
  for (int r = 0; r < runs; ++r) {
    Input input;
    input.service = static_cast<std::size_t>(*rc::gen::inRange(0, services));
    input.run = {Instant(*rc::gen::inRange(0, 60)), *rc::gen::inRange(2, 5),
                 *rc::gen::inRange(0, 3)};
    int t = -*rc::gen::inRange(0, 3);
    for (std::size_t stop = 0; stop < drawn.stops[input.service]; ++stop) {
      if (stop > 0) t += *rc::gen::inRange(0, 20);
      input.offsets.arrive.push_back(t);
      t = stop == 0 ? 0 : t + *rc::gen::inRange(0, 4);
      input.offsets.depart.push_back(t);
    }
    drawn.runs.push_back(std::move(input));
  }
  return drawn;
}

Timetable build(const Drawn& drawn) {
  TimetableBuilder builder;
  std::vector<ServiceId> ids;
  for (std::size_t s = 0; s < drawn.stops.size(); ++s)
    ids.push_back(builder.add_service(service_of(fmt::format("s{}", s), drawn.stops[s])));
  for (const Input& input : drawn.runs)
    builder.add_run(ids[input.service], input.run, input.offsets);
  return std::move(builder).build();
}

// Line, times and places of a run, for comparing tables.
using Content = std::tuple<std::string, std::vector<std::int64_t>, std::int32_t, std::int32_t>;

Content content(const Timetable& t, RunId id) {
  const Run& run = t.runs()[id];
  const Service& service = t.services()[run.service];
  std::vector<std::int64_t> times;
  for (std::size_t stop = 0; stop < service.stops.size(); ++stop) {
    times.push_back(t.arrival(id, stop).unix_seconds());
    times.push_back(t.departure(id, stop).unix_seconds());
  }
  return {service.line, times, run.places, run.background};
}

std::vector<std::pair<std::string, Content>> table_text(const Timetable& t) {
  std::vector<std::pair<std::string, Content>> rows;
  for (const RunId id : ids_of(t.runs()))
    rows.emplace_back(t.services()[t.runs()[id].service].key, content(t, id));
  return rows;
}

RC_GTEST_PROP(Timetable, LookUpsEqualALinearScan, ()) {
  const Timetable t = build(draw());
  for (const ServiceId id : ids_of(t.services())) {
    for (std::size_t stop = 0; stop < t.services()[id].stops.size(); ++stop) {
      for (std::int64_t second = -5; second < 140; ++second) {
        const Instant at(second);
        RC_ASSERT(t.first_departing(id, stop, at) == scan_first_departing(t, id, stop, at));
        RC_ASSERT(t.last_departing(id, stop, at) == scan_last_departing(t, id, stop, at));
        RC_ASSERT(t.last_arriving(id, stop, at) == scan_last_arriving(t, id, stop, at));
      }
    }
  }
}

RC_GTEST_PROP(Timetable, NoRunOvertakesAnotherOfItsService, ()) {
  const Timetable t = build(draw());
  for (const ServiceId id : ids_of(t.services())) {
    const std::vector<RunId> runs = runs_of(t, id);
    for (std::size_t i = 1; i < runs.size(); ++i) {
      for (std::size_t stop = 0; stop < t.services()[id].stops.size(); ++stop) {
        RC_ASSERT(t.departure(runs[i - 1], stop) <= t.departure(runs[i], stop));
        RC_ASSERT(t.arrival(runs[i - 1], stop) <= t.arrival(runs[i], stop));
      }
    }
  }
}

RC_GTEST_PROP(Timetable, EveryRunIsKeptOnceUnderItsLine, ()) {
  const Drawn drawn = draw();
  const Timetable t = build(drawn);
  std::vector<Content> expected;
  for (const Input& input : drawn.runs) {
    std::vector<std::int64_t> times;
    for (std::size_t stop = 0; stop < input.offsets.arrive.size(); ++stop) {
      times.push_back(input.run.departure.unix_seconds() + input.offsets.arrive[stop]);
      times.push_back(input.run.departure.unix_seconds() + input.offsets.depart[stop]);
    }
    expected.emplace_back(fmt::format("s{}", input.service), times, input.run.places,
                          input.run.background);
  }
  std::vector<Content> found;
  for (const RunId id : ids_of(t.runs())) found.push_back(content(t, id));
  std::sort(expected.begin(), expected.end());
  std::sort(found.begin(), found.end());
  RC_ASSERT(found == expected);
}

RC_GTEST_PROP(Timetable, OrderOfAddingDoesNotMatter, ()) {
  Drawn drawn = draw();
  const Timetable once = build(drawn);
  std::reverse(drawn.runs.begin(), drawn.runs.end());
  if (drawn.runs.size() > 2) std::swap(drawn.runs[0], drawn.runs[drawn.runs.size() / 2]);
  RC_ASSERT(table_text(build(drawn)) == table_text(once));
}

RC_GTEST_PROP(Timetable, RunsOfAServiceAreContiguous, ()) {
  const Timetable t = build(draw());
  std::uint32_t next = 0;
  for (const Service& service : t.services()) {
    if (service.run_count == 0) continue;
    RC_ASSERT(service.first_run == next);
    next += service.run_count;
  }
  RC_ASSERT(next == t.runs().size());
  for (const ServiceId id : ids_of(t.services())) {
    for (const RunId run : runs_of(t, id)) RC_ASSERT(t.runs()[run].service == id);
  }
}

TEST(Timetable, OvertakingRunsBecomeServicesOfTheirOwn) {
  TimetableBuilder builder;
  const ServiceId train = builder.add_service(service_of("train", 2));
  const ServiceId boat = builder.add_service(service_of("boat", 2));
  const Offsets slow{{0, 100}, {0, 100}};
  const Offsets fast{{0, 30}, {0, 30}};
  const Offsets rocket{{0, 5}, {0, 5}};
  builder.add_run(train, {Instant(0), 10, 0}, slow);
  builder.add_run(train, {Instant(10), 10, 0}, fast);    // passes the slow one
  builder.add_run(train, {Instant(15), 10, 0}, rocket);  // passes both
  builder.add_run(train, {Instant(90), 10, 0}, fast);    // passes no one
  builder.add_run(boat, {Instant(3), 10, 0}, slow);
  const Timetable t = std::move(builder).build();
  ASSERT_EQ(t.services().size(), 4U);
  EXPECT_EQ(t.services()[train].key, "train");
  EXPECT_EQ(t.services()[train].run_count, 2U);
  EXPECT_EQ(t.services()[boat].run_count, 1U);
  EXPECT_EQ(t.services()[ServiceId(2)].key, "train#2");
  EXPECT_EQ(t.services()[ServiceId(3)].key, "train#3");
  EXPECT_EQ(t.services()[ServiceId(3)].line, "train");
  EXPECT_EQ(t.runs()[RunId(t.services()[ServiceId(3)].first_run)].departure, Instant(15));
}

TEST(Timetable, FaresAreSoldForwardsOnlyAndWhereGiven) {
  Service service = service_of("x", 3);
  EXPECT_EQ(service.fare_between(0, 1), std::nullopt);  // no table: nothing sold
  service.fare = {Fen(0), Fen(5),  Fen(-1),             //
                  Fen(5), Fen(0),  Fen(7),              //
                  Fen(9), Fen(-1), Fen(0)};
  EXPECT_EQ(service.fare_between(0, 1), Fen(5));
  EXPECT_EQ(service.fare_between(1, 2), Fen(7));
  EXPECT_EQ(service.fare_between(0, 2), std::nullopt);
  EXPECT_EQ(service.fare_between(2, 0), std::nullopt);
  EXPECT_EQ(service.fare_between(1, 1), std::nullopt);
  EXPECT_EQ(service.fare_between(1, 3), std::nullopt);
}

TEST(Timetable, MeansAreOverAllRuns) {
  TimetableBuilder builder;
  const ServiceId line = builder.add_service(service_of("x", 2));
  const ServiceId lone = builder.add_service(service_of("y", 2));
  const Offsets one{{0, 100}, {0, 100}};
  const Offsets two{{0, 105}, {0, 105}};
  builder.add_run(line, {Instant(0), 1, 0}, one);
  builder.add_run(line, {Instant(1000), 1, 0}, one);
  builder.add_run(line, {Instant(1600), 1, 0}, two);
  builder.add_run(lone, {Instant(1600), 1, 0}, two);
  const Timetable t = std::move(builder).build();
  EXPECT_EQ(t.mean_headway(line), Seconds(800));
  EXPECT_EQ(t.mean_headway(lone), hours(24));
  EXPECT_EQ(t.mean_ride(line, 0, 1), Seconds(102));  // 101.67
}

TEST(TimetableDeathTest, BuilderMisuseAborts) {
  TimetableBuilder builder;
  EXPECT_DEATH(builder.add_service(service_of("x", 1)), "two stops");
  Service bad_fares = service_of("x", 2);
  bad_fares.fare = {Fen(1)};
  EXPECT_DEATH(builder.add_service(bad_fares), "fares for each pair");
  const ServiceId id = builder.add_service(service_of("x", 2));
  EXPECT_DEATH(builder.add_run(id, {Instant(0), 1, 0}, {{0}, {0}}), "one arrival and departure");
  EXPECT_DEATH(builder.add_run(id, {Instant(0), 1, 0}, {{0, 9}, {1, 9}}), "starts at 0");
  EXPECT_DEATH(builder.add_run(id, {Instant(0), 1, 0}, {{0, -1}, {0, 9}}), "never goes back");
  EXPECT_DEATH(builder.add_run(id, {Instant(0), 1, 2}, {{0, 9}, {0, 9}}), "background");
}

}  // namespace
}  // namespace stopover::timetable
