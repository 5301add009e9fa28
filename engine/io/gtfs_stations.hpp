// SPDX-License-Identifier: Apache-2.0
// What a GTFS feed says about changing: transfers, vehicles that go on as another trip, and the
// ways inside stations.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/units.hpp"
#include "engine/io/gtfs_ids.hpp"

namespace stopover::io::gtfs {

// transfer_type, by its number.
enum class TransferKind : std::uint8_t {
  kRecommended,
  kTimed,        // the departing vehicle waits
  kMinimumTime,  // `min_time` is needed
  kImpossible,
  kInSeat,     // the vehicle goes on as the other trip, passengers may stay
  kNotInSeat,  // it goes on, but passengers must leave it
};

// From any stop, route or trip that is none(). Kinds 0 to 3 name two stops, platforms or stations
// (then all platforms of them); kinds 4 and 5 name two trips. Where several fit a change, the most
// specific counts: trips before routes before stops (reference, transfers.txt).
struct Transfer {
  StopId from_stop;
  StopId to_stop;
  RouteId from_route;
  RouteId to_route;
  TripId from_trip;
  TripId to_trip;
  TransferKind kind = TransferKind::kRecommended;
  std::optional<Seconds> min_time;
};

// The trips of one vehicle.
struct Block {
  std::string key;
  std::vector<TripId> trips;  // by first departure
};

// The vehicle of `from` goes on as `to` and passengers may stay aboard. From a block where the next
// trip begins at the same stop or station, within 200 m, or where a transfer for all leads; or from
// an in-seat transfer. Of the successors of a trip in its block the first that runs on the day is
// the one; where passengers must leave it (type 5), nobody stays.
struct Through {
  TripId from;
  TripId to;
  bool next_day = false;  // `to` is of the service day after
  bool may_stay = true;   // false: the vehicle goes on without passengers
  friend auto operator<=>(const Through&, const Through&) = default;
};

struct Level {
  std::string key;
  double index = 0;  // 0 is the ground, below it negative
  std::string name;
};

enum class PathwayMode : std::uint8_t {
  kWalkway,
  kStairs,
  kMovingWalkway,
  kEscalator,
  kElevator,
  kFareGate,
  kExitGate,
};

struct Pathway {
  std::string key;
  StopId from;
  StopId to;
  PathwayMode mode = PathwayMode::kWalkway;
  bool both_ways = false;
  std::optional<Seconds> time;
  std::optional<double> metres;
  std::optional<int> stairs;  // negative: downwards, as walked from `from`
};

}  // namespace stopover::io::gtfs
