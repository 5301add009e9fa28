// SPDX-License-Identifier: Apache-2.0
// Scheduled services over a span of days, as flat read-only tables.
//
// A *service* is one direction of a line: an ordered list of stops that all its runs serve, without
// overtaking (a builder given overtaking runs splits them into two services, as in RAPTOR: Delling,
// Pajor & Werneck 2012). A *run* is one vehicle on one day. Runs of a service are contiguous and in
// order of departure, at every stop. Flights between two places are services of two stops.
//
// Units: Instants (UTC seconds). Shapes: `runs` ordered by (service, departure); a run's times are
// its first departure plus the offsets of its pattern (one offset per stop, arrive and depart).
// Cost: 24 bytes a run; look-ups by time are binary searches, O(log runs of the service).
// Determinism: a built timetable does not depend on the order in which a service's runs were added.
// Errors: builder misuse aborts; what a person wrote is checked before (models/scenario, io/).
// Misuse is: fewer than two stops; a fare table that is neither empty nor stops × stops; offsets of
// another length, not starting at depart 0, or going back in time; places or background below 0,
// or background above places.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "engine/network/network.hpp"

namespace stopover::timetable {

using network::Mode;
using network::PlaceId;

using ServiceId = Id<struct ServiceTag>;
using RunId = Id<struct RunTag>;
using OffsetsId = Id<struct OffsetsTag>;
using DelayId = Id<struct DelayTag>;

// Arrival and departure at each stop, seconds after the run's departure from its first stop.
struct Offsets {
  std::vector<std::int32_t> arrive;
  std::vector<std::int32_t> depart;
  friend auto operator<=>(const Offsets&, const Offsets&) = default;
};

struct Service {
  std::string key;        // "metro2/forward", "flights/pvg_t2_i>tyo"
  std::string line;       // the scenario's id of the line or flight pair
  std::string carrier{};  // as rules of connecting name it; "": none
  Mode mode = 0;
  std::vector<PlaceId> stops;
  bool reserved = false;      // a ticket is for one run
  double standing_share = 0;  // of its runs' places; below 1
  Seconds boarding_closes{};  // before departure
  DelayId delay = DelayId::none();
  // stops × stops, row = boarded at; negative = not sold; empty = nothing sold.
  std::vector<Fen> fare;
  std::uint32_t first_run = 0;  // set by the builder
  std::uint32_t run_count = 0;  // set by the builder

  // nullopt: not sold, or not board < alight.
  [[nodiscard]] std::optional<Fen> fare_between(std::size_t board, std::size_t alight) const;
};

struct Run {
  Instant departure{};  // from the first stop
  ServiceId service;
  OffsetsId offsets;
  std::int32_t places = 0;      // seats and standing
  std::int32_t background = 0;  // of these, taken by others
};
static_assert(sizeof(Run) == 24, "a year of runs stays in memory");

class Timetable {
 public:
  [[nodiscard]] const Table<ServiceId, Service>& services() const { return services_; }
  [[nodiscard]] const Table<RunId, Run>& runs() const { return runs_; }

  [[nodiscard]] Instant departure(RunId run, std::size_t stop) const;
  [[nodiscard]] Instant arrival(RunId run, std::size_t stop) const;

  // First run of the service that departs from its `stop`-th stop at or after t.
  [[nodiscard]] std::optional<RunId> first_departing(ServiceId service, std::size_t stop,
                                                     Instant t) const;
  // Last run that departs from `stop` at or before t.
  [[nodiscard]] std::optional<RunId> last_departing(ServiceId service, std::size_t stop,
                                                    Instant t) const;
  // Last run that arrives at `stop` at or before t.
  [[nodiscard]] std::optional<RunId> last_arriving(ServiceId service, std::size_t stop,
                                                   Instant t) const;
  // Mean time between departures of the service over its runs (nights included), for expected
  // waits. One run or none has no headway of its own: a day.
  [[nodiscard]] Seconds mean_headway(ServiceId service) const;
  // Mean time on board from the departure at `board` to the arrival at `alight`, to the nearest
  // second, over the service's runs (at least one).
  [[nodiscard]] Seconds mean_ride(ServiceId service, std::size_t board, std::size_t alight) const;

 private:
  friend class TimetableBuilder;
  Table<ServiceId, Service> services_;
  Table<RunId, Run> runs_;
  Table<OffsetsId, Offsets> offsets_;
};

class TimetableBuilder {
 public:
  struct NewRun {
    Instant departure{};
    std::int32_t places = 0;
    std::int32_t background = 0;
  };

  // `first_run` and `run_count` of the argument are ignored.
  ServiceId add_service(Service service);
  // Equal offsets share one entry.
  void add_run(ServiceId service, const NewRun& run, const Offsets& offsets);
  // Sorts runs, splits services whose runs overtake each other. The ids that add_service gave stay
  // those of the first part; further parts come after all of them, in order, with the same line and
  // the key plus "#2", "#3", … A run goes to the first part in which it overtakes no one.
  [[nodiscard]] Timetable build() &&;

 private:
  struct Pending {
    ServiceId service;
    NewRun run;
    OffsetsId offsets;
  };
  void split_overtaking();

  Table<ServiceId, Service> services_;
  Table<OffsetsId, Offsets> offsets_;
  std::map<Offsets, OffsetsId> offsets_index_;
  std::vector<Pending> pending_;
};

// ---- patterns
// ------------------------------------------------------------------------------------

struct HeadwayPeriod {
  Seconds from{};
  Seconds until{};    // >= from; half-open, except that a day's last period includes its end
  Seconds headway{};  // > 0
};

// Departure times of one day (seconds of the service day), ascending, without doubles. Each period
// starts afresh at its `from`; the one that ends last may have a departure at its end, if its
// headway falls on it.
[[nodiscard]] std::vector<Seconds> departures_of(const std::vector<HeadwayPeriod>& periods);

// `count` (>= 0) departures from `first` to `last` (>= first), both included as they stand; those
// between are evenly spread, to the nearest whole minute (halves up) but never outside. Departures
// closer than a minute may coincide. One departure is at `first`.
[[nodiscard]] std::vector<Seconds> spread_departures(Seconds first, Seconds last, int count);

}  // namespace stopover::timetable
