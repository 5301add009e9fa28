// SPDX-License-Identifier: Apache-2.0
// One replication with all that happened in it, for event logs and for the story of one party.
//
//   const ToldReplication told =
//       tell(world, central(world), luck, {.everybody = true}, executor);
//   const std::vector<flow::Event> events = told.events(world);
//
// It is the replication that `run` simulates, day by day, and watched. A party's number is its
// position among all plans, by day, market and ordinal.
//
// Determinism: the same for any executor. Memory: the plans of all days (about 200 bytes a party)
// and 72 bytes a passage that is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/flow/events.hpp"
#include "engine/flow/journal.hpp"
#include "models/simulation/assumptions.hpp"
#include "models/simulation/plans.hpp"
#include "models/simulation/tally.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

// The parties of one demand day, and how it went.
struct ToldDay {
  std::size_t first = 0;  // number of its first party
  std::shared_ptr<const PlansOfReplication> plans;
  flow::PartyOutcomes outcome;
};

// One party of it.
struct ToldParty {
  const ToldDay* day = nullptr;
  flow::PartyIndex index;  // in its day
  [[nodiscard]] std::size_t number() const { return day->first + index.value(); }
  [[nodiscard]] std::uint64_t key() const { return day->plans->flow.key[index]; }
  [[nodiscard]] const PlannedParty& plan() const { return day->plans->parties[index.value()]; }
  [[nodiscard]] product::ProductId bought() const;  // none: nothing
  [[nodiscard]] flow::RouteId route() const { return day->plans->flow.route[index]; }
  [[nodiscard]] Instant release() const { return day->plans->flow.release[index]; }
  // Of its n-th ride and stay.
  [[nodiscard]] flow::RunId planned_run(std::size_t n) const {
    return day->plans->flow.planned_run[day->plans->flow.ride_offset[index.value()] + n];
  }
  [[nodiscard]] Instant stay_until(std::size_t n) const {
    return day->plans->flow.stay_until[day->plans->flow.stay_offset[index.value()] + n];
  }
  [[nodiscard]] Instant finished() const { return day->outcome.finished[index]; }
  [[nodiscard]] bool stranded() const { return day->outcome.stranded[index] != 0; }
};

struct ToldReplication {
  demand::Luck luck;
  std::optional<Seconds> longest_wait;  // flow::Setting's
  std::vector<ToldDay> days;
  flow::Journal journal;
  std::vector<std::int32_t> run_delay;  // seconds, by RunId
  std::vector<bool> cancelled;          // by RunId; empty: none
  [[nodiscard]] bool is_cancelled(flow::RunId run) const {
    return !cancelled.empty() && cancelled[run.value()];
  }
  Tally tally;

  [[nodiscard]] std::size_t parties() const;
  [[nodiscard]] ToldParty party(std::size_t number) const;  // beyond the last: a bug
  // nullopt: nobody has this key.
  [[nodiscard]] std::optional<std::size_t> number_of(std::uint64_t key) const;
  [[nodiscard]] std::vector<flow::Event> events(const World& world) const;
};

// Who is told about: everybody, or one party by key or number, or nobody.
struct Wanted {
  bool everybody = false;
  std::optional<std::uint64_t> key;
  std::optional<std::size_t> number;
};

[[nodiscard]] ToldReplication tell(const World& world, const Assumptions& assumptions,
                                   demand::Luck luck, const Wanted& wanted, Executor& executor);

// Persons of the plans aboard as a run leaves each of its stops; by run, empty where nobody rode.
[[nodiscard]] std::vector<std::vector<std::int32_t>> persons_aboard(const World& world,
                                                                    const flow::Journal& journal);

// "00000000000000a3": a party's key as it is written.
[[nodiscard]] std::string party_key_text(std::uint64_t key);

// Why it missed what it missed, on its plan and on the ways on that it took.
[[nodiscard]] std::vector<flow::MissCause> misses_of(const World& world, const ToldParty& party);

// By step of the planned route, of a way on: the road that the step is, or none.
[[nodiscard]] std::vector<network::RoadId> roads_of(const World& world, const ToldParty& party);
[[nodiscard]] std::vector<network::RoadId> roads_of(const World& world, flow::RouteId way_on);

// What one person pays for a ride, and what a party pays for the roads of a journey.
[[nodiscard]] Fen ride_fare(const World& world, const flow::Step& ride);
[[nodiscard]] Fen road_fare(const World& world, const Journey& journey, int size);

}  // namespace stopover::simulation
