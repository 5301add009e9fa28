// SPDX-License-Identifier: Apache-2.0
// What travellers expect beyond the timetable, from what they and others have met (experience.hpp).
//
// A mean over n quarter-hours lived through counts n / (n + kCredible), and a coarser one the rest
// (Bühlmann 1967; it is these that are drawn anew, not persons, who share the luck of their run):
// the journey at this quarter-hour; the journey at any; the sum over its services at their
// quarter-hours; each service at any; the timetable. Of services only the mean lateness is summed:
// an unknown journey is expected to be late by it, and by no more.
//
// Vehicles without reservation: the time aboard is parted as those parted it who rode then, who sat
// on a crowded vehicle and who stood; the averages of Wardman & Whelan (2011) weigh these.
//
// What it is not: a prediction for a date (it knows no weather), nor of seats sold out.
//
// Units: hours for one person. Cost: some binary searches among 96 an option; 25 bytes a
// quarter-hour known, 84 a journey and 52 a service.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/timetable/itineraries.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/simulation/experience.hpp"
#include "models/simulation/quarter_hours.hpp"

namespace stopover::simulation {

inline constexpr double kCredible = 10;  // quarter-hours; an assumption, without a source

struct Expected {
  float extra_hours = 0;    // later than planned; earlier is below 0
  float late_hours = 0;     // the mean of the later alone: what unreliability costs
  float crowded_hours = 0;  // on a seat
  float standing_hours = 0;
  friend bool operator==(const Expected&, const Expected&) = default;
};

class Expectations {
 public:
  Expectations() = default;  // the timetable
  explicit Expectations(const World& world);

  // `plan`: of the journey. All 0 where nothing was learnt.
  [[nodiscard]] Expected of(const World& world, JourneyId journey, Way way,
                            const timetable::Itinerary& plan) const;
  // Where something was met the part `step` is that, the rest what was expected before, if
  // anything; where nothing was met, what was expected stays (asynchronous averaging: a way that
  // is avoided is not forgotten). Settled.
  void move_towards(const Experience& met, double step);
  [[nodiscard]] bool empty() const { return journeys_.all.empty(); }
  friend bool operator==(const Expectations&, const Expectations&) = default;

 private:
  // Over rounds. In a cell means over its persons, seconds; over cells sums of times × these.
  struct MeanLateness {
    double times = 0;
    double extra = 0;
    double late = 0;
    void add(const Lateness& met, double part);
    void add(const MeanLateness& cell);
    void scale(double part);
    friend bool operator==(const MeanLateness&, const MeanLateness&) = default;
  };
  struct MeanAboard {  // shares of the time aboard
    double crowded = 0;
    double standing = 0;
    void add(const Aboard& met, double part);
    void add(const MeanAboard& /*cell*/) {}  // over quarter-hours nobody asks
    void scale(double part);
    friend bool operator==(const MeanAboard&, const MeanAboard&) = default;
  };
  // By id, then quarter-hour; `all`: over quarter-hours.
  template <class IdT, class Mean>
  struct Cells {
    std::vector<std::uint32_t> first;  // by id, and one more
    std::vector<QuarterHour> quarter;
    std::vector<Mean> mean;
    Table<IdT, Mean> all;

    void resize(std::size_t ids);
    [[nodiscard]] const Mean* at(IdT id, QuarterHour quarter_hour) const;  // nullptr: none
    template <class Whole>
    void move_towards(const QuarterTable<IdT, Whole>& met, double step);
    friend bool operator==(const Cells&, const Cells&) = default;
  };

  [[nodiscard]] double service_extra(timetable::ServiceId service, QuarterHour quarter) const;

  Cells<OfferId, MeanLateness> journeys_;
  Cells<timetable::ServiceId, MeanLateness> services_;
  Cells<timetable::ServiceId, MeanAboard> rides_;
};

}  // namespace stopover::simulation
