// SPDX-License-Identifier: Apache-2.0
// The fixed network: places, hubs with their process graphs, roads.
//
// What it is: where services stop and what lies between an arrival and a departure there.
// What it is not: timed (timetable/) or loaded (flow/). It knows no city and no rule: passenger
// classes are bits whose meaning the models give.
//
// A hub's process graph has three kinds of vertex: a place where a service is left (`arrive`), a
// place where one is boarded (`depart`), and a checkpoint. Edges are walks. Both may be closed to
// some classes. A passenger follows the path of least expected time open to their class, found once
// (Dijkstra 1959, Boost.Graph) and shared.
//
// Units: whole seconds; a way whose time does not fit 64 bits counts as no way. Errors: a builder
// given a negative time, an unknown vertex, two arrivals or departures of one place, or anything
// after the first question, aborts (readers check figures first), and so does a class outside
// 0 … 31; what a person can get wrong (cycles, unreachable vertices) is reported by
// `HubGraph::check`.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"

namespace stopover::network {

using PlaceId = Id<struct PlaceTag>;
using HubId = Id<struct HubTag>;
using CheckpointId = Id<struct CheckpointTag>;
using RoadId = Id<struct RoadTag>;

// A set of passenger classes: bit i is class i (at most 32 classes).
using ClassMask = std::uint32_t;
constexpr ClassMask kAllClasses = ~ClassMask{0};

// A mode of transport, as the models number them; compared and grouped, never interpreted here.
using Mode = std::uint8_t;

struct Place {
  std::string key;
  TimeZone zone = TimeZone::utc();
  HubId hub = HubId::none();
  // Outside hubs: door to departure, arrival to door, between two services (absent: not possible).
  std::optional<Seconds> board;
  std::optional<Seconds> alight;
  std::optional<Seconds> connect;
  Seconds reserve{};  // planned slack before a departure from here
};

// On demand between two places: no timetable, no seats. One direction.
struct Road {
  std::string key;
  Mode mode = 0;
  PlaceId from;
  PlaceId to;
  Seconds mean{};
  Seconds sd{};
  Fen fare{};                      // per vehicle
  std::vector<Seconds> by_hour{};  // 24, at full hours of setting out; empty: the mean at all hours
  int party_max = 4;               // persons per vehicle
};

// One thing a passenger does between two services.
struct ProcessStep {
  enum class Kind : std::uint8_t { kWalk, kCheckpoint };
  Kind kind = Kind::kWalk;
  Seconds mean{};  // walk
  Seconds sd{};    // walk
  CheckpointId checkpoint = CheckpointId::none();
  friend bool operator==(const ProcessStep&, const ProcessStep&) = default;
};

struct ProcessPath {
  std::vector<ProcessStep> steps;
  Seconds expected{};  // walks and expected checkpoint times
  // At the least from the beginning to the departure that follows, so that each checkpoint is
  // joined before it closes; 0: none closes.
  Seconds to_departure{};
  friend bool operator==(const ProcessPath&, const ProcessPath&) = default;
};

struct HubVertex {
  enum class Kind : std::uint8_t { kArrive, kDepart, kCheckpoint };
  Kind kind = Kind::kArrive;
  PlaceId place = PlaceId::none();
  CheckpointId checkpoint = CheckpointId::none();
  ClassMask serves = kAllClasses;
  Seconds expected{};               // expected time at a checkpoint, queue included
  std::string key;                  // for messages: "pvg_t2_i:arrive", "pvg_t2_border"
  std::optional<Seconds> closes{};  // a checkpoint: so long before the departure that follows
};

// Keys of vertices. Reachability is judged class by class: a way that no class may walk from end
// to end is none.
struct HubCheck {
  // All vertices in topological order of their strongly connected components; inside one, by
  // number.
  std::vector<std::string> order;
  // Components of more than one vertex, and vertices with a walk to themselves.
  std::vector<std::vector<std::string>> cycles;
  std::vector<std::string> unreachable_from_arrivals;  // no arrival or door leads there
  std::vector<std::string> dead_ends;                  // leads to no departure
};

// The most persons of one class who can pass an hour, spread over all ways as serves best, and what
// holds them there. An upper bound: passengers take the way of least expected time alone.
struct HubCapacity {
  std::optional<std::int64_t> persons_an_hour;  // nullopt: some way meets no checkpoint
  // Checkpoints that together are all the capacity there is, ascending; of several such sets the
  // one nearest the arrival.
  std::vector<CheckpointId> bottleneck;
  friend bool operator==(const HubCapacity&, const HubCapacity&) = default;
};

// One hub. Build, then ask; asking is const and thread-safe.
class HubGraph {
 public:
  using Vertex = std::uint32_t;

  HubGraph();
  ~HubGraph();
  HubGraph(HubGraph&&) noexcept;
  HubGraph& operator=(HubGraph&&) noexcept;
  HubGraph(const HubGraph&) = delete;
  HubGraph& operator=(const HubGraph&) = delete;

  Vertex add_vertex(HubVertex vertex);
  void add_walk(Vertex from, Vertex to, Seconds mean, Seconds sd, ClassMask only);

  [[nodiscard]] HubCheck check() const;
  // From leaving a service at `from` to the departure vertex of `to`, for one class (0 … 31): a
  // walk step for each edge, a checkpoint step for each checkpoint, whose expected time counts.
  // nullopt: no way open to this class, or no such arrival or departure here. Ties go to the path
  // with fewer steps, then to the smaller vertex number where the paths part, then to the walk
  // added first. The first question for a class finds all its paths; later ones look them up.
  [[nodiscard]] std::optional<ProcessPath> path(PlaceId from, PlaceId to,
                                                int passenger_class) const;
  // The same path's expected time alone, and its time to the departure.
  [[nodiscard]] std::optional<Seconds> expected(PlaceId from, PlaceId to,
                                                int passenger_class) const;
  [[nodiscard]] std::optional<Seconds> to_departure(PlaceId from, PlaceId to,
                                                    int passenger_class) const;
  // From leaving a service at `from` to boarding one at `to`, when checkpoint c passes
  // `persons_an_hour[c]` (0 … 1e12): maximum flow and minimum cut (Ford & Fulkerson 1956) by
  // push-relabel (Goldberg & Tarjan 1988, Boost.Graph). nullopt as for `path`. Nothing is kept:
  // each question is a search.
  [[nodiscard]] std::optional<HubCapacity> capacity(
      PlaceId from, PlaceId to, int passenger_class,
      const Table<CheckpointId, std::int64_t>& persons_an_hour) const;
  [[nodiscard]] std::vector<PlaceId> arrival_places() const;    // ascending
  [[nodiscard]] std::vector<PlaceId> departure_places() const;  // ascending

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What rules of connecting ask of a ride. nullopt, "": not known; such a ride meets no condition.
struct RideKind {
  std::optional<Mode> mode{};
  std::string carrier{};
};

// Between which rides, and with which product in hand ("": none).
struct Changing {
  RideKind in{};
  RideKind out{};
  std::string product{};
  // How long before its departure the boarding of what is boarded ends; nullopt: not known, or no
  // ride; then no checkpoint closes.
  std::optional<Seconds> closes{};
};

// A row of a table of minimum connection times. What is left out holds for any.
struct MinimumConnection {
  PlaceId from = PlaceId::none();
  PlaceId to = PlaceId::none();
  Seconds time{};
  HubId hub = HubId::none();  // of the places, where one of them is left out
  RideKind in{};
  RideKind out{};
  ClassMask only = kAllClasses;
  std::string product{};
  bool replaces = false;  // the time of the way through the hub, even if that is longer

  [[nodiscard]] bool is_for_any_ride() const {
    return !in.mode && !out.mode && in.carrier.empty() && out.carrier.empty() && product.empty();
  }
};

// The planned time from one place to another for one class. Keeps references to rows.
class PlannedConnection {
 public:
  // Cost: the rows of these places that name this carrier, or none.
  [[nodiscard]] Seconds time(const Changing& changing) const;
  // Whether it depends on `Changing::closes`.
  [[nodiscard]] bool may_close() const { return to_departure_ > way_; }

 private:
  friend class Network;
  using Rank = std::array<int, 5>;
  struct Ranked {
    const MinimumConnection* row = nullptr;
    Rank rank{};
  };
  Seconds way_{};
  Seconds to_departure_{};
  std::map<std::string, std::vector<Ranked>> rows_;  // by the carrier that is left
};

// All of it, immutable once built.
class Network {
 public:
  Table<PlaceId, Place> places;
  Table<HubId, HubGraph> hubs;
  Table<RoadId, Road> roads;
  std::vector<MinimumConnection> minimum_connections;  // see `add`
  bool asks_of_rides = false;  // some row is not for any ride: else none need be told

  void add(MinimumConnection row) {
    asks_of_rides = asks_of_rides || !row.is_for_any_ride();
    minimum_connections.push_back(std::move(row));
  }

  // What a passenger does between leaving a service at `from` and boarding one at `to`: the hub's
  // path, or one walk of `connect` (same place outside a hub). nullopt: not possible.
  [[nodiscard]] std::optional<ProcessPath> connection(PlaceId from, PlaceId to,
                                                      int passenger_class) const;
  // Planned time to the end of boarding: the longest of expected time plus the departure place's
  // reserve, of what closing checkpoints ask for, and of all rows of `minimum_connections` that
  // hold. A row that `replaces` sets the way and its checkpoints aside, and rows less specific than
  // it; no other makes a connection shorter. More specific: by product, then by carriers, places,
  // modes, class that a row names. A row makes no way where there is none. Cost: the rows.
  [[nodiscard]] std::optional<Seconds> planned_connection(PlaceId from, PlaceId to,
                                                          int passenger_class,
                                                          const Changing& changing = {}) const;
  // The same for many kinds of rides.
  [[nodiscard]] std::optional<PlannedConnection> planned(PlaceId from, PlaceId to,
                                                         int passenger_class) const;
};

}  // namespace stopover::network
