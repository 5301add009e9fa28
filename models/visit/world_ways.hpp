// SPDX-License-Identifier: Apache-2.0
// Ways of a visit from a compiled world: between the terminals of the window and every spot, and
// between far spots, by the timetable; what is near, by distance (ways.hpp).
//
// A journey ends at the place in whose area a spot lies; from its middle to the spot the local
// approximation holds. Every departure of the span is kept that no other beats in departure and
// arrival, so a last train is a last train: with `roads` false, who misses it does not get there.
//
// The way back ends at the gate. What planning keeps in reserve before a flight is taken out of it,
// and the reserve that `most_missed` asks for is put in (lateness.hpp), departure by departure. So
// whoever arrives by the deadline in `ways.travel` misses the flight with at most that probability.
//
// What it is not: aware of sold-out trains; the walk inside stations does not count as walking.
//
// Spots 0 and 1 are the terminals of arrival and departure. Ticks: seconds after `zero`.
// Cost: one search a pair of places over the span, on the executor. Same bytes for any executor.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/half_open.hpp"
#include "engine/base/time.hpp"
#include "models/simulation/world.hpp"
#include "models/visit/lateness.hpp"
#include "models/visit/ways.hpp"

namespace stopover::visit {

struct WaysQuestion {
  network::PlaceId from;  // where the flight arrives
  network::PlaceId to;    // where the next one leaves
  simulation::PassengerClass passenger_class = simulation::kForeignOrdinary;
  bool roads = false;  // taxis and cars too
  int persons = 1;     // who share their fares
  HalfOpen<Instant> span;
  double most_missed = 0.01;
  Local local;
  Seconds board_early = minutes(5);  // at the first stop
  LatenessSettings lateness;
};

struct WayLeg {
  enum class Kind : std::uint8_t { kRide, kRoad, kFormalities, kWalk, kLocal };
  Kind kind = Kind::kRide;
  std::string line;  // of a ride or road
  int mode = 0;
  network::PlaceId from = network::PlaceId::none();  // none: a spot
  network::PlaceId to = network::PlaceId::none();
  Instant depart{};
  Instant arrive{};
  std::int64_t walk_m = 0;
};

struct Way {
  Instant depart{};
  Instant arrive{};  // as expected
  Fen fare{};
  std::int64_t walk_m = 0;
  std::vector<WayLeg> legs;
};

// From door to door of two places, or to a gate.
struct PlaceJourney {
  Instant depart{};
  Instant arrive{};   // as expected
  Seconds reserve{};  // beside it, before the flight
  Fen fare{};
  std::vector<WayLeg> legs;
  std::uint32_t lateness = 0;  // of the way back: index into `WorldWays::lateness`
};

struct PlacePair {
  std::vector<PlaceJourney> journeys;    // departures and secured arrivals both ascend
  std::optional<PlaceJourney> any_time;  // at the start of the span
};

class WorldWays {
 public:
  // `spots`: those from number 2 on.
  WorldWays(const simulation::World& world, const WaysQuestion& question,
            const std::vector<Spot>& spots, Executor& executor);

  [[nodiscard]] const Ways& ways() const { return ways_; }
  [[nodiscard]] Instant zero() const { return zero_; }
  [[nodiscard]] Tick tick(Instant t) const { return static_cast<Tick>((t - zero_).count()); }
  [[nodiscard]] Instant instant(Tick t) const { return zero_ + Seconds(t); }
  [[nodiscard]] const WaysQuestion& question() const { return question_; }

  // The way of who is ready at t and goes as late as it gets no one later; there is one.
  [[nodiscard]] Way way(std::size_t from, std::size_t to, Tick ready) const;
  // Of the way from a spot to the departure: how likely it takes longer than `slack` beyond what is
  // expected, by draws of their own.
  [[nodiscard]] MissChance miss(std::size_t from, Tick ready, Seconds slack) const;

 private:
  friend class WaysBuilder;
  struct End {
    std::size_t node = 0;  // place of the search
    LocalWay local;        // from its middle to the spot
  };
  [[nodiscard]] const PlacePair* pair_of(std::size_t from, std::size_t to) const;
  // The journey that who is ready at t takes; nullptr: the local way.
  [[nodiscard]] const PlaceJourney* journey(std::size_t from, std::size_t to, Tick ready,
                                            PlaceJourney& moved) const;
  // From the spot to where a journey of its place begins, and the time before a first boarding.
  [[nodiscard]] Seconds access(std::size_t from) const;

  WaysQuestion question_;
  Instant zero_{};
  std::vector<Spot> spots_;
  std::vector<End> ends_;
  std::size_t nodes_ = 0;
  std::vector<std::optional<PlacePair>> pairs_;    // nodes²
  std::vector<std::vector<LateStep>> late_steps_;  // of ways back
  std::vector<Lateness> late_;                     // for the reserve
  Ways ways_;
};

}  // namespace stopover::visit
