// SPDX-License-Identifier: Apache-2.0
// Private to engine/timetable: all legs that can be taken, and the least expected time from
// anywhere to a destination.
//
// Two vertices a place: *arrived* (left a service or vehicle there) and *departing* (about to take
// a leg there). Legs lead from departing to arrived, planned connections from arrived to departing.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <boost/graph/adjacency_list.hpp>

#include "engine/timetable/itineraries.hpp"

namespace stopover::timetable::detail {

using network::Network;

using LegId = Id<struct LegTag>;

struct LegRow {
  Leg leg;
  PlaceId from;
  PlaceId to;
  Seconds time{};                           // mean
  Seconds headway{};                        // road: 0
  ServiceId same_line = ServiceId::none();  // first service of the line; road: none
  Mode mode = 0;
  bool reserved = false;
};

struct Connection {
  PlaceId to;
  Seconds planned{};
};

// The least still to come; nullopt: no way.
struct ToGo {
  std::vector<std::optional<Seconds>> arrived;    // by place
  std::vector<std::optional<Seconds>> departing;  // by place
  std::vector<std::int64_t> rides;                // by place, once arrived
};

// What depends on class and headway cap.
class Guide {
 public:
  Guide(const Network& network, const Table<LegId, LegRow>& legs, int passenger_class,
        Seconds headway_cap);

  // Connections open to the class from an arrival at a place.
  [[nodiscard]] const std::vector<Connection>& connections(PlaceId from) const {
    return connections_[from];
  }
  // Mean time of a leg and expected wait for it.
  [[nodiscard]] Seconds weight(LegId leg) const { return weight_[leg]; }
  // Found at the first question for a destination.
  [[nodiscard]] const ToGo& to_go(PlaceId destination);

 private:
  struct Weights {
    Seconds time{};
    std::int64_t rides = 0;
  };
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS,
                                      boost::no_property, Weights>;
  struct Cached {
    std::once_flag once;
    ToGo to_go;
  };

  [[nodiscard]] ToGo find(PlaceId destination) const;

  std::size_t places_;
  Table<PlaceId, std::vector<Connection>> connections_;
  Table<LegId, Seconds> weight_;
  Graph backward_;
  std::deque<Cached> cache_;  // by destination
};

class LegGraph {
 public:
  LegGraph(const Network& network, const Timetable& timetable);

  [[nodiscard]] const LegRow& operator[](LegId leg) const { return legs_[leg]; }
  // Legs from a place are numbered from `first` up to `second`.
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> legs_from(PlaceId place) const {
    return {first_leg_[place.value()], first_leg_[place.value() + 1]};
  }
  [[nodiscard]] Mode mode_of(ServiceId service) const {
    return timetable_.services()[service].mode;
  }
  [[nodiscard]] Guide& guide(int passenger_class, Seconds headway_cap);

 private:
  void add_rides();
  void add_roads();

  const Network& network_;
  const Timetable& timetable_;
  Table<LegId, LegRow> legs_;             // by place of departure
  std::vector<std::uint32_t> first_leg_;  // by place, and one past
  std::mutex mutex_;
  std::map<std::pair<int, Seconds>, std::unique_ptr<Guide>> guides_;
};

}  // namespace stopover::timetable::detail
