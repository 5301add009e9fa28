// SPDX-License-Identifier: Apache-2.0
// How long the ways inside the stations of a GTFS feed take, by its pathways.txt.
//
// Shortest paths over the pathways from each platform and entrance to each other. A platform that
// boarding areas divide is reached at the nearest of them. Where a station has any pathways they
// are all there are (gtfs.org, pathways.txt): platforms that they do not join are not joined.
//
// A pathway takes its `traversal_time`; without one its length at the speed of its mode; without
// that its stairs, one by one; without these what the levels or the places of its ends tell, and at
// last `unstated`. Gates and elevators take their fixed time, unless a time is stated.
//
// What it is not: a model of crowds, tickets or access without steps.
//
// Units: whole seconds, rounded up once a path. Errors: none for a feed that was read.
// Method: Dijkstra (1959) from Boost.Graph, one graph for each set of joined locations.
// Cost: for each platform and entrance one search of its station.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/base/units.hpp"
#include "engine/io/gtfs.hpp"

namespace stopover::journeys {

// On the level: the pace of all walks here, below the mean of 1.34 m/s of Weidmann (1993), since
// people carry bags. Stairs: Weidmann's 0.610 m/s up and 0.694 m/s down along treads of 0.30 m.
// Escalators and travelators: who stands, at the lowest nominal speed of EN 115-1. A floor of 4 m
// in steps of 0.17 m, or on an incline of 30 degrees. Elevators and gates: assumed.
struct PathwaySpeeds {
  double walk_metres_per_second = 1.2;
  double belt_metres_per_second = 0.5;
  double seconds_a_step_up = 0.30 / 0.610;
  double seconds_a_step_down = 0.30 / 0.694;
  double steps_a_level = 4 / 0.17;
  double belt_metres_a_level = 8;
  Seconds elevator = Seconds(60);  // waiting, doors
  double elevator_seconds_a_level = 4;
  Seconds gate = Seconds(3);
  Seconds unstated = Seconds(30);
};

// Along the pathway, or against it.
[[nodiscard]] double pathway_seconds(const io::gtfs::Feed& feed, const io::gtfs::Pathway& way,
                                     const PathwaySpeeds& speeds, bool against);

struct StationPath {
  io::gtfs::StopId from;
  io::gtfs::StopId to;
  Seconds time{};
  friend bool operator==(const StationPath&, const StationPath&) = default;
};

class StationPaths {
 public:
  explicit StationPaths(const io::gtfs::Feed& feed, const PathwaySpeeds& speeds = {});

  // Between platforms and entrances, by (from, to); none from one to itself.
  [[nodiscard]] const std::vector<StationPath>& all() const { return paths_; }
  [[nodiscard]] std::span<const StationPath> from(io::gtfs::StopId stop) const;
  [[nodiscard]] std::optional<Seconds> between(io::gtfs::StopId from, io::gtfs::StopId to) const;
  // Its station, or the stop itself where it has none.
  [[nodiscard]] io::gtfs::StopId station(io::gtfs::StopId stop) const { return root_[stop]; }
  // The stop's station has pathways.
  [[nodiscard]] bool covers(io::gtfs::StopId stop) const { return covered_[root_[stop]] != 0; }
  // And an entrance that they lead to: one comes in and leaves there.
  [[nodiscard]] bool has_entrance(io::gtfs::StopId stop) const {
    return covered_[root_[stop]] == kWithEntrance;
  }
  // Both in one station that has pathways: what they do not join nobody walks between.
  [[nodiscard]] bool rules_out(io::gtfs::StopId from, io::gtfs::StopId to) const {
    return root_[from] == root_[to] && covers(from) && !between(from, to);
  }

 private:
  static constexpr char kWithEntrance = 2;
  Table<io::gtfs::StopId, io::gtfs::StopId> root_;
  Table<io::gtfs::StopId, char> covered_;  // by station: 0 no, 1 yes
  std::vector<StationPath> paths_;
};

}  // namespace stopover::journeys
