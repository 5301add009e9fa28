// SPDX-License-Identifier: Apache-2.0
// Small worlds for the sweep's tests: one put together by hand, one drawn from a seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/flow/run_conditions.hpp"
#include "engine/flow/sweep.hpp"

namespace stopover::flow::testing {

// Everything a sweep needs, as one value. Copies stand alone.
struct SmallWorld {
  timetable::Timetable timetable;
  Table<RouteId, Route> routes;
  Table<CheckpointId, Checkpoint> checkpoints;
  Table<timetable::DelayId, DelayProfile> delays;
  Plans plans = no_plans();
  std::vector<RunCondition> conditions;  // empty: by the delay profiles
  std::uint64_t seed = 7;
  std::uint32_t replication = 0;

  [[nodiscard]] Setting setting() const {
    Setting s{&timetable, &routes, &checkpoints, &delays, seed, replication};
    if (!conditions.empty()) s.conditions = &conditions;
    return s;
  }
  [[nodiscard]] static Plans no_plans() {
    Plans plans;
    plans.ride_offset = {0};
    plans.stay_offset = {0};
    return plans;
  }
  [[nodiscard]] Outcome sweep_serially() const;
};

struct NewParty {
  std::uint64_t key = 0;
  std::int16_t size = 1;
  RouteId route{0};
  Instant release{};
  std::vector<RunId> planned;
  std::vector<Instant> stays;
};
void add_party(Plans& plans, const NewParty& party);
[[nodiscard]] NewParty party_of(const Plans& plans, std::size_t index);

[[nodiscard]] Step walk(int mean, int sd = 0);
[[nodiscard]] Step queue(std::uint32_t checkpoint);
[[nodiscard]] Step ride(std::uint32_t service, int board = 0, int alight = 1);
[[nodiscard]] Step stay();

// A service of `stops` stops with a run at each of `departures`, `hop` seconds between stops.
struct NewService {
  std::string key = "s";
  std::size_t stops = 2;
  bool reserved = false;
  Seconds boarding_closes{};
  timetable::DelayId delay = timetable::DelayId::none();
  std::vector<std::int64_t> departures;  // seconds since 1970
  int places = 100;
  int background = 0;
  int hop = 600;
};
void add_service(timetable::TimetableBuilder& builder, const NewService& service);

struct WorldSize {
  int parties = 60;
  int stages = 7;
  int routes = 12;
  bool circles = false;  // some routes go round again, a walk between
};
// A network without cycles and with a bit of everything: delays, reservations, closed desks, full
// vehicles, stays, background, ties.
[[nodiscard]] SmallWorld draw_world(std::uint64_t seed, const WorldSize& size);

// Gives each run a condition: late, on time or cancelled, one in three each.
void disrupt(SmallWorld& world, std::uint64_t seed);

// One number for a whole outcome: equal outcomes, equal numbers.
[[nodiscard]] std::uint64_t fingerprint(const Outcome& outcome);

}  // namespace stopover::flow::testing
