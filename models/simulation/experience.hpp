// SPDX-License-Identifier: Apache-2.0
// What parties have met: how late journeys and rides were, and how they rode, in whole numbers.
//
//   - journeys, each way of making them, by the quarter-hour of the planned departure of the
//     anchor: how much later than planned the party came to its door;
//   - services, by that of the planned departure of a ride: what the ride brought, of the lateness
//     of the ride before it and its own (the last ride: the door's). From 10 min late to 30: 20.
//     Time caught up, in a layover or stay, is no merit of the ride after it: from 30 min late to
//     10: 0; to 10 early: -10. What followed a missed run, on whatever way, falls to the ride that
//     was missed, and being stranded to the last ride that was tried;
//   - runs without reservation, by that of the departure from the first stop: person-seconds
//     aboard, on seats of crowded runs, and standing. Others than the parties count too. The load
//     of a run is its mean from the first stop to the last; beyond the seats people stand.
// Lateness beyond kLatestTold counts as that, and so does being stranded: else one such party would
// empty its quarter-hour (robust credibility: Gisler & Reinhard 1993).
//
// Adding in any order gives the same. Units: persons, seconds. Cost: 40 bytes a party, a ride and a
// run until `settle`, then 40 a quarter-hour that occurs; 8 bytes a run of the horizon.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/flow/run_conditions.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/simulation/quarter_hours.hpp"

namespace stopover::simulation {

struct EndedParties;  // made_journey.hpp

inline constexpr Seconds kLatestTold = hours(12);

// Persons, and their seconds. What the seconds are of, the table says.
struct Lateness {
  std::int64_t times = 0;  // dates on which there were any: those of one share their luck
  std::int64_t persons = 0;
  std::int64_t extra = 0;  // later than planned; earlier is below 0
  std::int64_t late = 0;   // the later alone
  void add(const Lateness& other);
  friend bool operator==(const Lateness&, const Lateness&) = default;
};

// Person-seconds aboard.
struct Aboard {
  std::int64_t all = 0;
  std::int64_t crowded = 0;  // on a seat, more than kCrowded of them taken
  std::int64_t standing = 0;
  void add(const Aboard& other);
  friend bool operator==(const Aboard&, const Aboard&) = default;
};
inline constexpr double kCrowded = 0.6;  // of the seats

// Cells by id and quarter-hour. Only those that occur, in order, once settled.
template <class IdT, class Value>
class QuarterTable {
 public:
  struct Cell {
    IdT id;
    std::uint32_t quarter = 0;  // of the day, QuarterHour; while observing, since 1970
    Value value;
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  void add(IdT id, std::uint32_t quarter, const Value& value);
  void add(const QuarterTable& other);
  // Puts in order and joins cells of one id and quarter-hour.
  void settle();
  [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }  // settled
  template <class Change>
  void for_each(const Change& change) {
    for (Cell& cell : cells_) change(cell);
  }
  friend bool operator==(const QuarterTable&, const QuarterTable&) = default;

 private:
  std::vector<Cell> cells_;
  std::size_t settled_ = 0;  // the first so many
};

struct Experience {
  QuarterTable<OfferId, Lateness> journeys;
  QuarterTable<timetable::ServiceId, Lateness> services;
  QuarterTable<timetable::ServiceId, Aboard> rides;

  void add(const Experience& other);
  void settle();
  friend bool operator==(const Experience&, const Experience&) = default;
};

// Notes what one simulation meets on some of its demand days. Keeps references.
class Observer {
 public:
  Observer(const World& world, HalfOpen<std::uint16_t> days);
  // Any demand day, each once: its parties if it is one of them, and who rides on those dates (by
  // the gateway's clock and the run's first departure).
  void look_at(const EndedParties& ended);
  // After the last. Runs that `conditions` cancels are left out: empty, or one entry a run.
  [[nodiscard]] Experience finish(const std::vector<flow::RunCondition>& conditions) &&;

 private:
  const World& world_;
  HalfOpen<std::uint16_t> days_;
  HalfOpen<Instant> dates_;
  std::vector<std::int64_t> person_seconds_;  // of the parties, by RunId
  Experience experience_;
};

}  // namespace stopover::simulation
