// SPDX-License-Identifier: Apache-2.0
// What rides of a GTFS feed cost in a scenario: yuan, or nothing and a warning.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/base/units.hpp"
#include "engine/io/gtfs.hpp"

namespace stopover::simulation {

class FeedFares {
 public:
  explicit FeedFares(const io::gtfs::Feed& feed) : feed_(feed) {}

  // Of a ride on one vehicle that calls at `stops`. 0 if the feed has no fares, none that applies,
  // or one in another currency; the last two are remembered.
  Fen price(io::gtfs::RouteId route, const std::vector<io::gtfs::StopId>& stops);

  // W-GTFS-074 for each other currency, W-GTFS-075 for rides without a fare.
  void report(const std::string& path, FaultList& faults) const;

 private:
  const io::gtfs::Feed& feed_;
  std::map<std::string, std::size_t> other_currencies_;  // rides by currency
  std::size_t without_fare_ = 0;                         // rides
  std::string first_without_fare_;
};

}  // namespace stopover::simulation
