// SPDX-License-Identifier: Apache-2.0
// What a journey search needs of a timetable, for all its days, as flat read-only tables.
//
// What it is: stops, walking links, *patterns* (the stops that a group of trips serve, in order,
// with what may be done there), trips with their times and the days on which they run. What it is
// not: searchable. A span of days is picked out of it as a `Window` (window.hpp).
//
// A trip's times are seconds after its service day's zero, noon minus twelve hours in the zone of
// its calendar, and may pass 24 h and 48 h. A day is a service day; days are bits of a row of its
// calendar.
//
// Through services: a trip's vehicle becomes, when the trip ends, the first of the trips that
// follow it which runs, on the same service day or on the next, as stated for each; who is on board
// may stay, unless it is stated that all get off. The next trip may start at another stop, to which
// the vehicle takes them; who stayed leaves it at the next trip's second call at the earliest.
//
// Walking is by links, one at most between two rides, before the first and after the last: links
// are not chained. Who changes at one stop needs its `change` time; a link's time is all there is.
// A `ChangeRule` replaces both between certain routes or trips. A taxi's link may take longer at
// some hours (`HourTimes`): for multi_criteria.hpp alone, and not beside rules of changing.
//
// For searches that ask for it (multi_criteria.hpp): stops may lie in a *hub*, patterns may be of
// a *group* that hub rules govern (flights, trains) and have a fare for each pair of calls.
//
// Units: seconds; the smallest of one currency (fen of yuan); WGS-84 degrees. Shapes: a trip has
// one time pair for each stop of its pattern. Memory: 8 bytes a stop time; trips whose times differ
// by a shift share theirs.
// Errors: builder misuse aborts; what a person wrote is checked before (engine/io,
// models/scenario).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"

namespace stopover::journeys {

using StopId = Id<struct JourneyStopTag>;
using PatternId = Id<struct PatternTag>;
using TripId = Id<struct JourneyTripTag>;
using DaysId = Id<struct DaysTag>;
// What rules of changing name: routes, and trips with their copies at other times.
using RouteId = Id<struct JourneyRouteTag>;
using NamedTripId = Id<struct NamedTripTag>;

using Hub = std::uint32_t;
using Group = std::uint16_t;
inline constexpr Hub kNoHub = 0xFFFF'FFFF;
inline constexpr Group kUngoverned = 0;

struct Stop {
  std::string key;
  std::string name;
  double lon = 0;
  double lat = 0;
  std::optional<Seconds> change{};  // between two rides at this stop; nullopt: not possible
  TimeZone zone = TimeZone::utc();
  Hub hub = kNoHub;
};

// A way whose length depends on when one sets out: the figures are those of full hours by the clock
// of the zone, between which it is linear. Who sets out later never arrives earlier: a figure is
// less than the one before by an hour at most. (What changes of the clock would break is
// straightened.)
struct HourTimes {
  TimeZone zone = TimeZone::utc();
  std::array<std::int32_t, 24> seconds{};
  std::int32_t before = 0;  // from the beginning of the link to setting out
  std::int32_t after = 0;   // from the end of the way to the end of the link
};

struct Link {
  StopId to;
  std::int32_t seconds = 0;   // >= 0; at the least, where it is not always the same
  std::int64_t fen = 0;       // a taxi's
  std::uint32_t by_hour = 0;  // 0: always the same; else Transit knows
  friend auto operator<=>(const Link&, const Link&) = default;
};

struct Call {
  StopId stop;
  bool board = true;   // passengers may get on
  bool alight = true;  // passengers may get off
  friend auto operator<=>(const Call&, const Call&) = default;
};

// Arrival and departure at one stop.
struct CallTime {
  std::int32_t arrive = 0;
  std::int32_t depart = 0;
  friend auto operator<=>(const CallTime&, const CallTime&) = default;
};

// calls × calls, row = boarded at; the smallest unit of the currency; negative: not sold. Empty:
// free of charge.
using Tariff = std::vector<std::int64_t>;

// What passengers call it, and what its rides have in common.
struct LineInfo {
  std::string name;
  int mode = 0;  // as the source numbers it; never interpreted here
  Group group = kUngoverned;
  Tariff tariff{};
  Seconds closes{};  // boarding ends so long before a departure
  friend auto operator<=>(const LineInfo&, const LineInfo&) = default;
};

struct Pattern {
  LineInfo line;
  std::uint32_t first_call = 0;
  std::uint32_t call_count = 0;

  // nullopt: not sold.
  [[nodiscard]] std::optional<Fen> fare(std::uint32_t board, std::uint32_t alight) const;
};

// Of a trip: what rules may call it. Of a rule: whom it is for; none(): any.
struct RuleSide {
  RouteId route = RouteId::none();
  NamedTripId trip = NamedTripId::none();
  friend auto operator<=>(const RuleSide&, const RuleSide&) = default;
  // As a rule's, whether it is for the trip.
  [[nodiscard]] bool holds_for(const RuleSide& of_trip) const {
    return (route.is_none() || route == of_trip.route) && (trip.is_none() || trip == of_trip.trip);
  }
};

// How long it takes to change from certain trips to certain trips, from stop to stop; one to the
// same stop is at it. Of several that hold the one of the highest rank counts, then the one added
// last.
struct ChangeRule {
  StopId from;
  StopId to;
  RuleSide left;
  RuleSide boarded;
  std::optional<Seconds> time{};  // nullopt: not possible
  // GTFS reference: both trips; a trip and a route; one trip; both routes; one route; stops alone.
  [[nodiscard]] int rank() const;
};

struct Trip {
  PatternId pattern;
  DaysId days;
  std::uint32_t first_time = 0;  // into times()
  std::int32_t shift = 0;        // added to them
  RuleSide side{};
};

struct DatedTrip {
  TripId trip = TripId::none();
  ServiceDay day{};
  [[nodiscard]] bool is_none() const { return trip.is_none(); }
  friend auto operator<=>(const DatedTrip&, const DatedTrip&) = default;
};

// How a vehicle goes on.
struct Onward {
  bool next_day = false;  // as a trip of the service day after
  bool may_stay = true;   // false: it does, without passengers
};

// The dates, from `first`, on which something runs; one bit a day.
struct Days {
  TimeZone zone = TimeZone::utc();
  std::vector<std::uint64_t> bits;
  friend bool operator==(const Days&, const Days&) = default;
};

class Transit {
 public:
  [[nodiscard]] const Table<StopId, Stop>& stops() const { return stops_; }
  [[nodiscard]] const Table<PatternId, Pattern>& patterns() const { return patterns_; }
  [[nodiscard]] const Table<TripId, Trip>& trips() const { return trips_; }
  // Dates that some day row covers.
  [[nodiscard]] HalfOpen<CivilDate> dates() const { return dates_; }

  [[nodiscard]] std::span<const Call> calls_of(PatternId pattern) const;
  // To be read with the trip's shift.
  [[nodiscard]] std::span<const CallTime> times_of(TripId trip) const;
  [[nodiscard]] std::string_view name_of(TripId trip) const { return trip_names_[trip]; }
  [[nodiscard]] bool runs_on(TripId trip, ServiceDay day) const;
  // What its vehicle goes on as with who is on board; none: nothing.
  [[nodiscard]] DatedTrip next_on(TripId trip, ServiceDay day) const;
  [[nodiscard]] TimeZone zone_of(TripId trip) const { return days_[trips_[trip].days].zone; }
  // Ascending by stop reached; none to itself.
  [[nodiscard]] std::span<const Link> links_of(StopId from) const;
  // By (from, to), then rank; of equal rank as added.
  [[nodiscard]] const std::vector<ChangeRule>& rules() const { return rules_; }
  [[nodiscard]] std::span<const ChangeRule> rules_from(StopId from) const;
  // To board a trip at `to` after having left another at `from`, then; nullopt: not possible.
  // Without the instant a link takes its least time.
  [[nodiscard]] std::optional<Seconds> change_time(StopId from, StopId to, TripId left,
                                                   TripId boarded,
                                                   std::optional<Instant> at = {}) const;
  // From the first to the last day on which some trip runs; empty if none does.
  [[nodiscard]] HalfOpen<CivilDate> running() const;
  // nullptr: none.
  [[nodiscard]] const Link* link(StopId from, StopId to) const;
  // What a link takes from an instant on.
  [[nodiscard]] Seconds time_of(const Link& link, Instant begins) const {
    return link.by_hour == 0 ? Seconds(link.seconds) : time_by_hour(link, begins);
  }
  // When it must be begun at the latest to be over by an instant.
  [[nodiscard]] Instant latest_start(const Link& link, Instant ends) const;
  [[nodiscard]] bool has_times_by_hour() const { return !by_hour_.empty(); }
  [[nodiscard]] std::size_t link_count() const { return links_.size(); }
  [[nodiscard]] std::size_t stop_time_count() const { return times_.size(); }

 private:
  friend class TransitBuilder;
  Table<StopId, Stop> stops_;
  Table<PatternId, Pattern> patterns_;
  std::vector<Call> calls_;
  Table<TripId, Trip> trips_;
  Table<TripId, std::string> trip_names_;
  std::vector<CallTime> times_;
  struct Next {
    TripId trip;
    TripId next;
    Onward how;
  };
  std::vector<Next> next_;  // by trip, then in the order of preference
  std::vector<ChangeRule> rules_;
  Table<DaysId, Days> days_;
  HalfOpen<CivilDate> dates_;
  std::vector<std::uint32_t> first_link_;  // by stop, and one past
  std::vector<Link> links_;
  // Of a link whose time depends on the hour, over all dates: instants and what the way then takes.
  struct ByHour {
    std::vector<std::int64_t> at;
    std::vector<std::int32_t> seconds;
    std::int32_t before = 0;
    std::int32_t after = 0;
    std::int32_t longest = 0;  // all included
  };
  [[nodiscard]] Seconds time_by_hour(const Link& link, Instant begins) const;
  std::vector<ByHour> by_hour_;
};

class TransitBuilder {
 public:
  explicit TransitBuilder(HalfOpen<CivilDate> dates) { transit_.dates_ = dates; }

  StopId add_stop(Stop stop) { return transit_.stops_.push_back(std::move(stop)); }
  // The shortest of several links between two stops counts.
  void add_link(StopId from, StopId to, Seconds time, Fen fare = Fen(0));
  // Counted by its least time.
  void add_link(StopId from, StopId to, const HourTimes& times, Fen fare);
  // Equal rows share one entry.
  DaysId add_days(TimeZone zone, const std::vector<CivilDate>& dates);
  // Equal patterns share one entry; at least two calls.
  PatternId add_pattern(LineInfo line, const std::vector<Call>& calls);
  // Times never go back along the trip, shifts included they are >= 0.
  TripId add_trip(std::string name, PatternId pattern, DaysId days,
                  std::span<const CallTime> times);
  // The same trip at another time.
  TripId add_shifted(std::string name, TripId original, Seconds later);
  // Of several that follow a trip the one added first counts, if it runs.
  void add_next(TripId trip, TripId next, const Onward& how = {});
  // What rules call it; copies made later are called the same.
  void set_side(TripId trip, const RuleSide& side) { transit_.trips_[trip].side = side; }
  void add_rule(const ChangeRule& rule);
  [[nodiscard]] Transit build() &&;

 private:
  struct NewLink {
    StopId from;
    Link link;
    friend auto operator<=>(const NewLink&, const NewLink&) = default;
  };

  Transit transit_;
  std::vector<NewLink> links_;
  std::map<std::pair<std::string, std::vector<std::uint64_t>>, DaysId> days_index_;
  std::map<std::pair<LineInfo, std::vector<Call>>, PatternId> pattern_index_;
};

}  // namespace stopover::journeys
