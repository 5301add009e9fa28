// SPDX-License-Identifier: Apache-2.0
// Private to engine/journeys: what a feed's transfers.txt says of changing, by platforms.
//
// Rows that name stops or stations alone say what holds for all; rows that name routes or trips
// too say what holds for some, and become rules. What is stated for platforms goes before what is
// stated for their stations, within one rank.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/units.hpp"
#include "engine/io/gtfs.hpp"
#include "engine/journeys/transit.hpp"

namespace stopover::journeys {

struct PlatformRule {
  io::gtfs::StopId from;
  io::gtfs::StopId to;
  const io::gtfs::Transfer* row = nullptr;
  bool as_usual = false;          // takes what it would if transfers.txt said nothing
  std::optional<Seconds> time{};  // nullopt: not possible
};

class GtfsChanges {
 public:
  using Ends = std::pair<io::gtfs::StopId, io::gtfs::StopId>;

  explicit GtfsChanges(const io::gtfs::Feed& feed);

  // The stop itself, or those of a station.
  [[nodiscard]] std::vector<io::gtfs::StopId> platforms_of(io::gtfs::StopId stop) const;
  [[nodiscard]] const std::map<io::gtfs::StopId, std::vector<io::gtfs::StopId>>& stations() const {
    return platforms_;
  }
  // For all, between two stops or at one: nullopt, not possible.
  [[nodiscard]] const std::map<Ends, std::optional<Seconds>>& stated() const { return stated_; }
  // Places to change of which no time is stated.
  [[nodiscard]] const std::vector<Ends>& recommended() const { return recommended_; }
  // For some.
  [[nodiscard]] const std::vector<PlatformRule>& rules() const { return rules_; }
  // The rows' name for a trip: its route and itself, where any row names them.
  [[nodiscard]] RuleSide side_of(io::gtfs::TripId trip) const;
  [[nodiscard]] static RuleSide left(const io::gtfs::Transfer& row);
  [[nodiscard]] static RuleSide boarded(const io::gtfs::Transfer& row);
  // A vehicle takes passengers along from its last stop to another: both of one station, or some
  // row leads from the one to the other.
  [[nodiscard]] bool are_joined(io::gtfs::StopId from, io::gtfs::StopId to) const;

 private:
  void read(const io::gtfs::Transfer& row);

  const io::gtfs::Feed& feed_;
  std::map<io::gtfs::StopId, std::vector<io::gtfs::StopId>> platforms_;  // of a station
  std::map<Ends, std::optional<Seconds>> stated_;
  std::vector<Ends> recommended_;
  std::vector<PlatformRule> rules_;
  Table<io::gtfs::RouteId, char> route_named_;
  Table<io::gtfs::TripId, char> trip_named_;
};

}  // namespace stopover::journeys
