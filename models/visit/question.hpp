// SPDX-License-Identifier: Apache-2.0
// What is asked of the visit model: a window, a party, what it likes and can pay.
//
// Units: seconds, fen a person, metres a person and day. What has no source is an assumption and
// stands in `Habits`, once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "models/visit/sight_book.hpp"

namespace stopover::visit {

enum class Pace : std::uint8_t { kQuick, kUsual, kSlow };

// Assumptions about how visitors live.
struct Habits {
  Seconds day_starts = minutes(7 * 60 + 30);    // no visit begins before
  Seconds day_ends = minutes(22 * 60 + 30);     // nor ends after
  Seconds new_day = hours(4);                   // until then it is still the night before
  Seconds leaves_hotel = minutes(6 * 60 + 30);  // nobody leaves it before, but for an early gate
  Seconds early_gate = hours(4);                // so long before it the night may end
  Seconds no_night = hours(6);  // so short a window has no night, whatever the clock
  Seconds lunch_from = hours(11);
  Seconds lunch_until = minutes(13 * 60 + 30);  // of its start
  Seconds dinner_from = minutes(17 * 60 + 30);
  Seconds dinner_until = hours(20);
  double meal_worth_hours = 2.5;   // of the value of time
  Seconds quick_below = hours(9);  // shorter windows: quick pace
  double children_slower = 1.15;
  double rain_outdoors = 0.5;  // of the worth
};

struct VisitQuestion {
  Instant arrive{};  // of the flight, at the gate
  Instant gate{};    // when the gate of the next one closes
  int persons = 1;
  bool children = false;
  std::string purpose;
  double yuan_per_hour = 100;  // value of time
  double stay_interest = 1;
  std::optional<Pace> pace{};  // absent: by the length of the window
  std::vector<SightId> must{};
  std::vector<SightId> without{};
  bool rain = false;
  std::optional<Fen> budget{};         // a person and day: tickets, meals, ways
  std::optional<std::int64_t> walk{};  // metres a day between spots
  int most_of_category = 3;
  std::string hotel_grade = "middle";  // empty: any
  std::optional<Fen> room_most{};      // a night
  Habits habits{};
};

// What a visit is worth, in yuan a person: hours at the value of time, by the sight's appeal and
// the interest in its category, less the ticket; below 0: nothing. A quick visit has the first and
// best part: its share is 1 - (1 - time / typical time)².
[[nodiscard]] double worth_of(const SightBook& book, const Sight& sight,
                              const VisitQuestion& question);
[[nodiscard]] Seconds duration_of(const Sight& sight, const VisitQuestion& question);
[[nodiscard]] Pace pace_of(const VisitQuestion& question);

}  // namespace stopover::visit
