// SPDX-License-Identifier: Apache-2.0
// The day sweep: passengers a second through desks, vehicles and whole days.
//
// Must reach: the queue's recursion 10 M customers a second at any number of desks up to 200; a
// sort of a day's arrivals at least three times std::sort; a day of a million parties (two desks,
// two rides, four walks) within 2 s on one core, without rebooking and conditions of runs. Wanted
// later: 10 M passengers a second and core through `pipeline`; terminal_bench.cpp has them in a
// program of its own of the same parts, not in a sweep. All inputs are drawn from fixed seeds.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/base/stable_hash.hpp"
#include "engine/flow/arrivals.hpp"
#include "engine/flow/checkpoint_queue.hpp"
#include "engine/flow/desk_queue.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/flow/vehicle_boarding.hpp"
#include "engine/random/transforms.hpp"

namespace {

using namespace stopover;
using namespace stopover::flow;

constexpr std::size_t kPassengers = 1'000'000;
constexpr Tick kDay = 86'400'000;

random::Stream stream_for(const char* what) {
  return random::Stream({.seed = 1, .purpose = random::purpose(what)});
}

void set_passengers(benchmark::State& state, std::size_t per_iteration) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(per_iteration));
}

// ---- one checkpoint ----

struct DeskDay {
  std::vector<Tick> arrival;
  std::vector<Tick> service;
};
DeskDay desk_day(int desks, double load) {
  random::Stream stream = stream_for("bench.desks");
  const random::Exponential gap(30'000.0 / (desks * load));
  const random::Exponential service(30'000.0);
  DeskDay day;
  double at = 0;
  for (std::size_t i = 0; i < kPassengers; ++i) {
    at += gap(stream);
    day.arrival.push_back(static_cast<Tick>(at));
    day.service.push_back(static_cast<Tick>(service(stream)));
  }
  return day;
}

void queue_recursion(benchmark::State& state, DeskStore store) {
  const int desks = static_cast<int>(state.range(0));
  const DeskDay day = desk_day(desks, 0.95);
  const std::vector<DeskPeriod> always = {{0, kNever, desks}};
  std::vector<Tick> start(kPassengers);
  for (auto _ : state) {
    FifoQueue(always, store).serve(day.arrival, day.service, start);
    benchmark::DoNotOptimize(start.data());
  }
  set_passengers(state, kPassengers);
}
void queue_in_row(benchmark::State& state) {
  queue_recursion(state, DeskStore::kRow);
}
void queue_in_heap(benchmark::State& state) {
  queue_recursion(state, DeskStore::kHeap);
}
BENCHMARK(queue_in_row)->Arg(1)->Arg(4)->Arg(8)->Arg(16)->Arg(32)->Arg(64)->Arg(128)->Arg(200);
BENCHMARK(queue_in_heap)->Arg(1)->Arg(4)->Arg(8)->Arg(16)->Arg(32)->Arg(64)->Arg(128)->Arg(200);

// The same customers at the general checkpoint, by its own events and by the recursion, which it
// takes where the rules allow.
void desk_queue(benchmark::State& state, QueuePath path) {
  const int desks = static_cast<int>(state.range(0));
  const DeskDay day = desk_day(desks, 0.95);
  const QueueRules rules = {.desks = {{{0, kNever, desks}}}, .lines = {{.desks = {0}}}};
  std::vector<QueueVisit> visits;
  for (auto _ : state) {
    visits.clear();
    DeskQueue queue(rules, path);
    queue.add({.arrival = day.arrival, .service = day.service});
    queue.finish(visits);
    benchmark::DoNotOptimize(visits.data());
  }
  set_passengers(state, kPassengers);
}
void desk_queue_by_events(benchmark::State& state) {
  desk_queue(state, QueuePath::kGeneral);
}
void desk_queue_fastest(benchmark::State& state) {
  desk_queue(state, QueuePath::kFastest);
}
BENCHMARK(desk_queue_by_events)->Arg(1)->Arg(4)->Arg(16)->Arg(64)->Arg(200);
BENCHMARK(desk_queue_fastest)->Arg(1)->Arg(4)->Arg(16)->Arg(64)->Arg(200);

// ---- order of arrival ----

std::vector<Arrival> day_of_arrivals(std::size_t n) {
  random::Stream stream = stream_for("bench.arrivals");
  std::vector<Arrival> arrivals;
  for (std::uint32_t i = 0; i < n; ++i)
    arrivals.push_back({random::between(stream, 0, kDay - 1), stream.next64(), i, 0});
  return arrivals;
}
void sort_by_radix(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const std::vector<Arrival> day = day_of_arrivals(n);
  std::vector<Arrival> arrivals;
  std::vector<Arrival> scratch;
  for (auto _ : state) {
    arrivals = day;
    sort_arrivals(arrivals, scratch);
    benchmark::DoNotOptimize(arrivals.data());
  }
  set_passengers(state, n);
}
void sort_by_comparison(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const std::vector<Arrival> day = day_of_arrivals(n);
  std::vector<Arrival> arrivals;
  for (auto _ : state) {
    arrivals = day;
    std::sort(arrivals.begin(), arrivals.end(), comes_before);
    benchmark::DoNotOptimize(arrivals.data());
  }
  set_passengers(state, n);
}
BENCHMARK(sort_by_radix)->Arg(1000)->Arg(30'000)->Arg(1'000'000);
BENCHMARK(sort_by_comparison)->Arg(1000)->Arg(30'000)->Arg(1'000'000);

// ---- boarding ----

// A line of ten stops, a run every three minutes, parties of one to four; `reserved`: everyone
// holds a booking.
void boarding(benchmark::State& state) {
  const bool reserved = state.range(0) != 0;
  ServiceRuns service{.stops = 10, .reserved = reserved, .places = {}, .closing = {}};
  for (Tick departure = 0; departure < kDay; departure += 180'000) {
    service.places.push_back(1500);
    for (std::size_t stop = 0; stop < service.stops; ++stop)
      service.closing.push_back(departure + static_cast<Tick>(stop) * 120'000);
  }
  random::Stream stream = stream_for("bench.boarding");
  constexpr std::size_t kParties = 300'000;
  std::vector<BoardingRequest> requests(kParties);
  for (BoardingRequest& r : requests) {
    r.ready = random::between(stream, 0, kDay - 1);
    r.size = static_cast<std::int16_t>(random::between(stream, 1, 4));
    r.board = static_cast<std::uint16_t>(random::between(stream, 0, 8));
    r.alight = static_cast<std::uint16_t>(random::between(stream, r.board + 1, 9));
    const Tick run = r.ready / 180'000 + 1;
    if (reserved) r.own_run = static_cast<std::uint32_t>(std::min<Tick>(run, 479));
  }
  std::sort(requests.begin(), requests.end(),
            [](const auto& a, const auto& b) { return a.ready < b.ready; });
  std::vector<Booking> bookings;
  if (reserved)
    for (const BoardingRequest& r : requests)
      bookings.push_back({r.own_run, r.board, r.alight, r.size});
  std::vector<std::uint32_t> boarded(kParties);
  for (auto _ : state) {
    board_vehicles(service, bookings, requests, boarded);
    benchmark::DoNotOptimize(boarded.data());
  }
  set_passengers(state, kParties);
}
BENCHMARK(boarding)->ArgName("reserved")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// ---- whole sweeps ----

struct World {
  timetable::Timetable timetable;
  Table<RouteId, Route> routes;
  Table<CheckpointId, Checkpoint> checkpoints;
  Table<timetable::DelayId, DelayProfile> delays;
  Plans plans;
  [[nodiscard]] Setting setting() const {
    return {&timetable, &routes, &checkpoints, &delays, 1, 0};
  }
};

Step walk_step() {
  Step step;
  step.mean = Seconds(240);
  step.sd = Seconds(60);
  return step;
}
Step queue_step(std::uint32_t checkpoint) {
  Step step;
  step.kind = Step::Kind::kQueue;
  step.checkpoint = CheckpointId(checkpoint);
  return step;
}
Step ride_step(std::uint32_t service) {
  Step step;
  step.kind = Step::Kind::kRide;
  step.service = ServiceId(service);
  step.alight = 1;
  return step;
}
Checkpoint desks_for(std::size_t passengers, Distribution distribution, double mean) {
  Checkpoint c;
  const double busy = static_cast<double>(passengers) * mean / 86'400;
  c.staffing = {{Instant(-86'400), Instant(10 * 86'400), static_cast<int>(busy / 0.9) + 1}};
  c.service = {distribution, mean, 0.6};
  return c;
}
void add_parties(World& world, std::size_t passengers, std::size_t rides) {
  random::Stream stream = stream_for("bench.parties");
  const auto routes = static_cast<std::int64_t>(world.routes.size());
  world.plans.ride_offset = {0};
  world.plans.stay_offset = {0};
  for (std::uint64_t p = 0; p < passengers; ++p) {
    const RouteId route(static_cast<std::uint32_t>(random::between(stream, 0, routes - 1)));
    const Instant release(random::between(stream, 0, 86'399));
    world.plans.key.push_back(mix64(p));
    world.plans.size.push_back(1);
    world.plans.route.push_back(route);
    world.plans.release.push_back(release);
    if (rides > 0)
      for (const Step& step : world.routes[route].steps)
        if (step.kind == Step::Kind::kRide)
          world.plans.planned_run.push_back(
              world.timetable.first_departing(step.service, 0, release + Seconds(3600))
                  .value_or(RunId::none()));
    world.plans.ride_offset.push_back(static_cast<std::uint32_t>(world.plans.planned_run.size()));
    world.plans.stay_offset.push_back(0);
  }
}
void run_sweeps(benchmark::State& state, const World& world, Executor& executor) {
  const StageOrder order = stage_order(world.setting());
  for (auto _ : state) {
    const Outcome outcome = sweep(world.plans, world.setting(), order, executor);
    benchmark::DoNotOptimize(outcome.finished.rows().data());
  }
  set_passengers(state, world.plans.key.size());
}

// Three checkpoints with two walks between, on one core. Argument: the distribution of services.
void pipeline(benchmark::State& state) {
  World world;
  for (int i = 0; i < 3; ++i)
    world.checkpoints.push_back(
        desks_for(kPassengers, static_cast<Distribution>(state.range(0)), 10));
  world.routes.push_back({{queue_step(0), walk_step(), queue_step(1), walk_step(), queue_step(2)}});
  add_parties(world, kPassengers, 0);
  const auto executor = serial_executor();
  run_sweeps(state, world, *executor);
}
BENCHMARK(pipeline)
    ->ArgName("distribution")
    ->Arg(0)
    ->Arg(1)
    ->Arg(2)
    ->Arg(3)
    ->Unit(benchmark::kMillisecond);

// 40 hubs in pairs: desk, walk, reserved ride, walk, desk, metro. Argument: threads.
void whole_day(benchmark::State& state) {
  constexpr std::uint32_t kPairs = 20;
  World world;
  world.delays.push_back({0.7, Seconds(600), Seconds(7200)});
  timetable::TimetableBuilder builder;
  for (std::uint32_t pair = 0; pair < kPairs; ++pair) {
    for (const bool reserved : {true, false}) {
      timetable::Service s;
      s.key = (reserved ? "train" : "metro") + std::to_string(pair);
      s.stops = {network::PlaceId(0), network::PlaceId(1)};
      s.reserved = reserved;
      s.boarding_closes = Seconds(reserved ? 180 : 0);
      s.delay = reserved ? timetable::DelayId(0) : timetable::DelayId::none();
      const ServiceId id = builder.add_service(s);
      for (int t = 0; t < 3 * 86'400; t += 300)
        builder.add_run(id, {Instant(t), 1000, 300}, {{0, 1800}, {0, 1800}});
    }
    world.checkpoints.push_back(desks_for(kPassengers / kPairs, Distribution::kLognormal, 30));
    world.checkpoints.push_back(desks_for(kPassengers / kPairs, Distribution::kGamma, 45));
    world.routes.push_back(
        {{walk_step(), queue_step(2 * pair), walk_step(), ride_step(2 * pair), walk_step(),
          queue_step(2 * pair + 1), ride_step(2 * pair + 1), walk_step()}});
  }
  world.timetable = std::move(builder).build();
  add_parties(world, kPassengers, 2);
  const auto executor = tbb_executor(static_cast<int>(state.range(0)));
  run_sweeps(state, world, *executor);
}
BENCHMARK(whole_day)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

}  // namespace
