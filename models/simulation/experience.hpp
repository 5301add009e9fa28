// SPDX-License-Identifier: Apache-2.0
// What parties have met: how late journeys and rides were, and how full vehicles, in whole numbers.
//
//   - journeys, by the quarter-hour of the planned departure of the anchor: how much later than
//     planned the party came to its door;
//   - services, by that of the planned departure of a ride: how much of this the ride brought, from
//     the arrival of the ride before it to its own (of the last ride: to the door). What followed a
//     missed run, on whatever way, falls to the ride that was missed;
//   - runs without reservation, by that of the departure from the first stop: person-seconds
//     aboard.
// Lateness beyond kLatestTold counts as that, and so does being stranded: else one such party would
// empty its quarter-hour (robust credibility: Gisler & Reinhard 1993).
//
// Adding in any order gives the same. Units: persons, seconds. Cost: 24 bytes a ride until
// `settle`, then 24 a quarter-hour that occurs.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
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

// Aboard, and for how many there was room: person-seconds.
struct Load {
  std::int64_t taken = 0;
  std::int64_t places = 0;
  void add(const Load& other);
  friend bool operator==(const Load&, const Load&) = default;
};

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
  QuarterTable<JourneyId, Lateness> journeys;
  QuarterTable<timetable::ServiceId, Lateness> services;
  QuarterTable<timetable::ServiceId, Load> loads;

  void add(const Experience& other);
  void settle();
  friend bool operator==(const Experience&, const Experience&) = default;
};

// Parties of one demand day if it is among `days`, and riders of runs that depart on these dates
// (gateway's clock).
void add_parties(const World& world, const EndedParties& ended, HalfOpen<std::uint16_t> days,
                 Experience& experience);
// Places of the runs that depart on these dates, and of these what others take.
void add_runs(const World& world, HalfOpen<std::uint16_t> days, Experience& experience);

}  // namespace stopover::simulation
