// SPDX-License-Identifier: Apache-2.0
// The dated departures of journeys over a span of time that slides on.
//
// A journey's *options* are its departures in order of the anchor's; for journeys over the gateway
// also those with n nights between the two flights. Over a short horizon all are kept; over a year
// only those that parties of the days at hand may choose.
//
// Not an option: a departure whose approach, up to the anchor, takes longer than kLongestApproach
// or uses a vehicle that set out so long before it. So what is known of a day kPlanningLead after
// it settles all that happens before.
//
// Cost: one schedule a journey, anchor run and night count, once; memory 72 bytes each, and about
// 600 a journey.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/simulation/expectations.hpp"

namespace stopover::simulation {

struct World;

// One dated departure of a journey.
struct Option {
  Instant anchor{};          // departure of the anchor leg
  Instant gateway_arrive{};  // of the first flight at the gateway, for journeys over it
  Instant gateway_depart{};  // of the second
  float in_vehicle_hours = 0;
  float waiting_hours = 0;
  float connecting_hours = 0;
  float held_hours = 0;  // of the waiting, during nights outside
  float ride_yuan = 0;   // per person
  Expected expected;
  timetable::RunId run = timetable::RunId::none();  // of the anchor; a road has none
};

// In order of anchor. The anchors lie together too: a search reads nothing else.
class DatedOptions {
 public:
  void add(const Option& option) {
    options_.push_back(option);
    anchors_.push_back(option.anchor);
  }
  void drop_before(Instant from);
  [[nodiscard]] const std::vector<Instant>& anchors() const { return anchors_; }
  [[nodiscard]] const Option& operator[](std::size_t i) const { return options_[i]; }
  [[nodiscard]] std::size_t size() const { return options_.size(); }
  [[nodiscard]] bool empty() const { return options_.empty(); }
  [[nodiscard]] auto begin() const { return options_.begin(); }
  [[nodiscard]] auto end() const { return options_.end(); }
  [[nodiscard]] const Option& front() const { return options_.front(); }

 private:
  std::vector<Option> options_;
  std::vector<Instant> anchors_;
};

struct JourneyDepartures {
  // direct[0]: planned for the group's class; direct[1]: planned airside. Either may be empty.
  std::array<DatedOptions, 2> direct;
  // [n-1]: n nights between the flights, that is midnights of the gateway's civil time, and at
  // least 24 hours.
  std::vector<DatedOptions> nights;
};

// A party takes no departure further from the one it wants.
inline constexpr Seconds kEarliest = hours(48);
inline constexpr Seconds kLatest = hours(7 * 24);
inline constexpr Seconds kLongestApproach = hours(48);
// A holder's own way to the first ride makes them set out at most so much earlier.
inline constexpr Seconds kMostEarlier = hours(6);
// Zones differ by up to 26 hours.
inline constexpr Seconds kPlanningLead = hours(26) + kEarliest + kLongestApproach + kMostEarlier;

class Departures {
 public:
  // None yet. Keeps references. Without expectations those of the world count.
  explicit Departures(const World& world);
  Departures(const World& world, const Expectations& expectations);
  // Those with anchors in the span, which does not slide back.
  void slide(HalfOpen<Instant> anchors, Executor& executor);
  [[nodiscard]] const JourneyDepartures& operator[](JourneyId id) const { return of_[id]; }
  // The dated plan of one of its options, as it was planned when the option was made; written over
  // `plan`.
  void replay(JourneyId id, Way way, const Option& option, int nights,
              timetable::Itinerary& plan) const;

 private:
  const World* world_;
  const Expectations* expectations_;
  Table<JourneyId, JourneyDepartures> of_;
  // Made when first asked for: direct, airside, with nights; of these those that there are.
  Table<JourneyId, std::vector<timetable::TemplateSchedule>> schedules_;
  Instant until_;
};

// All of the world's horizon.
[[nodiscard]] Departures whole_departures(const World& world, Executor& executor);
[[nodiscard]] Departures whole_departures(const World& world, const Expectations& expectations,
                                          Executor& executor);
// Anchors that parties of a demand day may choose.
[[nodiscard]] HalfOpen<Instant> anchors_of_day(const World& world, CivilDate day);

// Whether a journey has any departure in the horizon, as direct[side] would list it.
[[nodiscard]] bool departs_at_all(const World& world, const Journey& journey, int passenger_class);

// The dated plan of an option, as it was planned when the option was made.
[[nodiscard]] std::optional<timetable::Itinerary> replay(const World& world, const Journey& journey,
                                                         const Option& option, int passenger_class,
                                                         int nights);

}  // namespace stopover::simulation
