// SPDX-License-Identifier: Apache-2.0
// Real alternatives between two places: which services in which order, and when.
//
// In two steps. A *template* is a sequence of legs (ride a service between two of its stops, or
// take a road) that the network joins: found once per pair by a best-first search (A*: Hart,
// Nilsson & Raphael 1968), guided by expected times to the destination from a backward Dijkstra on
// the leg graph (Boost.Graph), kept per destination. It is not a timetable search over all
// departures (that is a later, multi-criteria range search): a template says *how*, `schedule` says
// *when*.
//
// `schedule` puts a template on the timetable around its *anchor*, the leg that a traveller decides
// on first (the first air leg; without one, the first reserved leg; without one, the first ride;
// without one, the road). Legs before the anchor are taken as late as planned connections allow;
// legs after it as early.
//
// What a template may be:
//   - its first leg starts at `from` (searched from inside a hub: or at another place of it, after
//     the planned connection), its last ends at `to`, between them legs join by
//     `Network::planned_connection` for the class;
//   - a place is visited at most once, where visiting is starting or ending a leg there;
//   - a ride is sold (has a fare) and its service has runs; two rides that follow each other, a
//     road between them or not, are not of one line;
//   - no road follows a road;
//   - doors: from a place outside hubs the first ride needs `board`, to one the last ride needs
//     `alight` (absent: not possible); in a hub, and for roads, the door takes no time.
// Expected time: doors, mean rides, half headways (capped) before every ride, road means, planned
// connections.
//
// Which are kept: those within the detour bound, in order of expected time, then of legs, up to
// `max_templates`, except that of one anchor (same service; same road for a lone road) only
// `max_per_anchor` are kept, and of these no two alike: *alike* templates go through the same modes
// in the same order with the same services on the anchor and all air legs, so that a slower way to
// the same flight by another station does not push out another way of travelling.
//
// Units: seconds, fen a person (roads: a vehicle's fare divided by its persons is the caller's).
// Errors: none for unreachable pairs (empty list, nullopt); options out of range, or a template
// that does not fit its network, are bugs.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "engine/timetable/timetable.hpp"

namespace stopover::timetable {

using network::RoadId;

struct Leg {
  ServiceId service = ServiceId::none();  // none: a road
  std::uint16_t board = 0;                // stop index
  std::uint16_t alight = 0;
  RoadId road = RoadId::none();
  [[nodiscard]] bool is_ride() const { return !service.is_none(); }
  friend auto operator<=>(const Leg&, const Leg&) = default;
};

// Where a leg starts and ends.
[[nodiscard]] PlaceId leg_from(const network::Network& network, const Timetable& timetable,
                               const Leg& leg);
[[nodiscard]] PlaceId leg_to(const network::Network& network, const Timetable& timetable,
                             const Leg& leg);

struct Template {
  PlaceId from;
  PlaceId to;
  std::vector<Leg> legs;
  std::size_t anchor = 0;  // index into legs
  Seconds expected{};      // see above
  friend bool operator==(const Template&, const Template&) = default;
};

// What a class needs from leg `at` - 1 to leg `at`, by plan; at 0 from where the template begins.
// nullopt: there is no way.
[[nodiscard]] std::optional<Seconds> planned_before(const network::Network& network,
                                                    const Timetable& timetable,
                                                    const Template& journey, std::size_t at,
                                                    int passenger_class);

struct SearchOptions {
  int passenger_class = 0;
  int max_rides = 4;
  int max_templates = 12;
  int max_per_anchor = 3;   // 0: no limit, alike templates included
  double max_detour = 2.0;  // templates slower than this times the fastest plus `slack` are dropped
  Seconds slack = hours(6);
  Seconds headway_cap = hours(4);  // a wait counts at most half of this
  Mode air_mode = 1;               // makes a leg the anchor
  // Boarding-mode constraint per place, e.g. at most two air legs.
  int max_air_legs = 2;
  // The traveller stands inside the hub of `from`, as if just arrived there: the first leg may also
  // start at another place of the hub, after the planned connection.
  bool inside_hub = false;
};

// Keeps references: network and timetable outlive it.
class ItinerarySearch {
 public:
  ItinerarySearch(const network::Network& network, const Timetable& timetable);
  ~ItinerarySearch();
  ItinerarySearch(ItinerarySearch&&) noexcept;
  ItinerarySearch& operator=(ItinerarySearch&&) noexcept;
  ItinerarySearch(const ItinerarySearch&) = delete;
  ItinerarySearch& operator=(const ItinerarySearch&) = delete;

  // Ordered by expected time, then by legs. Const and thread-safe. None from a place to itself.
  [[nodiscard]] std::vector<Template> find(PlaceId from, PlaceId to,
                                           const SearchOptions& options) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct ScheduledLeg {
  Leg leg;
  RunId run = RunId::none();  // none for a road
  Instant depart{};
  Instant arrive{};
  friend bool operator==(const ScheduledLeg&, const ScheduledLeg&) = default;
};

// A small_vector moves what it holds into room of its own or takes the other's: nothing throws.
// NOLINTNEXTLINE(bugprone-exception-escape)
struct Itinerary {
  Instant leave{};                                       // the origin's door
  Instant arrive{};                                      // the destination's door
  boost::container::small_vector<ScheduledLeg, 6> legs;  // most have no more
  Seconds in_vehicle{};
  Seconds connecting{};  // walking and checkpoints, planned
  Seconds waiting{};     // the rest
  Seconds held{};        // of this, where a hold was asked for
  Fen ride_fare{};       // per person, all rides
  Fen road_fare{};       // per vehicle, all roads
  int boardings = 0;     // rides
  friend bool operator==(const Itinerary&, const Itinerary&) = default;
};

struct ScheduleRequest {
  Instant wanted{};         // when the anchor leg should depart
  bool at_or_after = true;  // anchor run: first at or after `wanted`, else last at or before
  RunId anchor_run = RunId::none();  // this run of the anchor's service; `wanted` is not asked then
  int passenger_class = 0;
  // A stopover between leg i and leg i+1: i+1 departs at least `hold` after the arrival of i (the
  // planned connection is part of the hold, not on top). Index i of the leg before the hold; none
  // if < 0. Where the class has no connection the hold alone counts: whoever has so much time goes
  // out and comes back.
  int hold_after_leg = -1;
  Seconds hold{};
};

// Between legs i and i+1, whichever is placed first:
//   depart(i+1) >= arrive(i) + max(planned connection + boarding_closes(i+1), hold)
// with the planned connection of rides of their modes and carriers, without a product. (Templates
// are looked for by connections that hold for any ride: what differs shows in the times.)
// where boarding_closes is 0 for a road. A ride before the anchor is the last run that arrives in
// time for this, after the anchor the first that departs in time; a road fits flush. A lone road
// departs at `wanted`. The origin is left at depart(first) - boarding_closes(first) - board (doors
// as above), the destination's door reached at arrive(last) + alight.
// Times: in_vehicle + connecting + waiting = arrive - leave; connecting is planned connections and
// doors; time between boarding's closing and departure, and holds, are waiting.
// nullopt when a leg finds no run in the timetable, no connection or door for the class, or no
// fare.
[[nodiscard]] std::optional<Itinerary> schedule(const network::Network& network,
                                                const Timetable& timetable, const Template& journey,
                                                const ScheduleRequest& request);

// A template made ready for many questions of one class: connections, doors and fares, which no run
// changes, are looked up once. What it is not: a search for the anchor's run, which is given.
//
// Keeps a reference to the timetable alone. Errors: as `schedule`.
class TemplateSchedule {
 public:
  TemplateSchedule(const network::Network& network, const Timetable& timetable,
                   const Template& journey, int passenger_class, int hold_after_leg = -1);
  // When, and of a ride by which run, the anchor departs, and the hold if there is one.
  struct Anchor {
    Instant wanted{};  // of a road
    RunId run = RunId::none();
    Seconds hold{};
  };
  // The same as `schedule`, written over `plan`, whose room is used again; false: there is none.
  [[nodiscard]] bool at(const Anchor& anchor, Itinerary& plan) const;

 private:
  struct Row {
    Leg leg;
    Seconds road_time{};
    Seconds connecting{};  // to the next leg
    Seconds gap{};         // least time to the next leg's departure, without a hold
  };
  [[nodiscard]] bool place(std::size_t i, std::optional<RunId> run, Itinerary& plan) const;
  [[nodiscard]] bool place_before(std::size_t i, const Anchor& anchor, Itinerary& plan) const;
  [[nodiscard]] bool place_after(std::size_t i, const Anchor& anchor, Itinerary& plan) const;
  [[nodiscard]] Seconds gap_after(std::size_t i, const Anchor& anchor) const;
  bool add_fares(const network::Network& network);

  const Timetable* timetable_;
  std::vector<Row> rows_;
  std::size_t anchor_ = 0;
  int hold_after_leg_ = -1;
  bool possible_ = false;
  Seconds before_departure_{};  // boarding's closing and the way in
  Seconds after_arrival_{};
  Itinerary constant_;  // what no run changes: legs, fares, connecting, boardings
};

}  // namespace stopover::timetable
