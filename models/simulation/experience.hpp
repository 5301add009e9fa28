// SPDX-License-Identifier: Apache-2.0
// What parties have met: how late journeys and rides were, and how they rode, in whole numbers.
//
// - journeys, each way of making them, by the quarter-hour of the planned departure of the anchor:
//     how much later than planned the party came to its door;
//   - services, by that of the planned departure of a ride: how much later the ride (the last: the
//     door) was than the ride before it. Time caught up, in a layover or stay, is no merit of the
//     ride after it: what a ride brings is below 0 only as far as it is before its own plan. What
//     followed a missed run, on whatever way, falls to the ride that was missed;
//   - runs without reservation, by that of the departure from the first stop: person-seconds
//     aboard, on seats of crowded runs, and standing. Others than the parties count too. The load
//     of a run is its mean from the first stop to the last; beyond the seats people stand.
// Lateness beyond kLatestTold counts as that, and so does being stranded: else one such party would
// empty its quarter-hour (robust credibility: Gisler & Reinhard 1993).
//
// Adding in any order gives the same. Units: persons, seconds. Cost: 48 bytes a ride until
// `settle`, then 48 a quarter-hour that occurs; 8 bytes a run of the horizon while days are lived.
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
  std::int64_t times = 0;  // days on which there were any: those of one day share their luck
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
    QuarterHour quarter = 0;
    Value value;
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  void add(IdT id, QuarterHour quarter, const Value& value);
  void add(const QuarterTable& other);
  // Puts in order and joins cells of one id and quarter-hour.
  void settle();
  [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }  // settled
  template <class Change>
  void for_each(const Change& change) {
    for (Cell& cell : cells_) change(cell.value);
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
  // Parties of one demand day, and on runs that depart on those dates (gateway's clock) all riders.
  void look_at(const EndedParties& ended);
  // After the last. `conditions`: of the simulation, empty if none; who runs are cancelled for is
  // aboard none.
  [[nodiscard]] Experience finish(const std::vector<flow::RunCondition>& conditions) &&;

 private:
  const World& world_;
  HalfOpen<std::uint16_t> days_;
  HalfOpen<Instant> dates_;
  std::vector<std::int64_t> person_seconds_;  // of the parties, by RunId
  Experience experience_;
};

}  // namespace stopover::simulation
