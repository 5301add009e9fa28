// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/gtfs_changes.hpp"

#include <algorithm>

namespace stopover::journeys {
namespace {

namespace gtfs = io::gtfs;
using gtfs::TransferKind;

bool is_for_all(const gtfs::Transfer& row) {
  return row.from_trip.is_none() && row.to_trip.is_none() && row.from_route.is_none() &&
         row.to_route.is_none();
}

bool is_of_one_vehicle(const gtfs::Transfer& row) {
  return row.kind == TransferKind::kInSeat || row.kind == TransferKind::kNotInSeat;
}

// The inner absence: nobody may change so. The outer: nothing is said of the time.
std::optional<std::optional<Seconds>> time_of(const gtfs::Transfer& row) {
  switch (row.kind) {
    case TransferKind::kTimed:
      return std::optional(Seconds(0));
    case TransferKind::kMinimumTime:
      if (!row.min_time) return std::nullopt;
      return row.min_time;
    case TransferKind::kImpossible:
      return std::optional<Seconds>();
    default:
      return std::nullopt;
  }
}

// The trip says which route.
RuleSide side(gtfs::RouteId route, gtfs::TripId trip) {
  RuleSide out;
  if (!trip.is_none())
    out.trip = NamedTripId(trip.value());
  else if (!route.is_none())
    out.route = RouteId(route.value());
  return out;
}

}  // namespace

GtfsChanges::GtfsChanges(const gtfs::Feed& feed)
    : feed_(feed), route_named_(feed.routes.size(), 0), trip_named_(feed.trips.size(), 0) {
  for (const gtfs::StopId id : ids_of(feed.stops)) {
    const gtfs::Stop& stop = feed.stops[id];
    if (stop.kind == gtfs::StopKind::kPlatform && !stop.parent.is_none())
      platforms_[stop.parent].push_back(id);
  }
  for (const bool of_stations : {true, false})
    for (const gtfs::Transfer& row : feed.transfers) {
      if (is_of_one_vehicle(row) || row.from_stop.is_none() || row.to_stop.is_none()) continue;
      const bool station = platforms_.contains(row.from_stop) || platforms_.contains(row.to_stop);
      if (station == of_stations) read(row);
    }
}

void GtfsChanges::read(const gtfs::Transfer& row) {
  const std::optional<std::optional<Seconds>> time = time_of(row);
  const bool for_all = is_for_all(row);
  if (!for_all)
    for (const RuleSide& named : {left(row), boarded(row)}) {
      if (!named.trip.is_none()) trip_named_[gtfs::TripId(named.trip.value())] = 1;
      if (!named.route.is_none()) route_named_[gtfs::RouteId(named.route.value())] = 1;
    }
  for (const gtfs::StopId from : platforms_of(row.from_stop))
    for (const gtfs::StopId to : platforms_of(row.to_stop)) {
      if (!for_all)
        rules_.push_back({from, to, &row, !time, time.value_or(std::nullopt)});
      else if (time)
        stated_[{from, to}] = *time;
      else if (from != to)
        recommended_.emplace_back(from, to);
    }
}

std::vector<gtfs::StopId> GtfsChanges::platforms_of(gtfs::StopId stop) const {
  const auto at = platforms_.find(stop);
  return at == platforms_.end() ? std::vector{stop} : at->second;
}

RuleSide GtfsChanges::side_of(gtfs::TripId trip) const {
  RuleSide out;
  if (trip_named_[trip] != 0) out.trip = NamedTripId(trip.value());
  const gtfs::RouteId route = feed_.trips[trip].route;
  if (route_named_[route] != 0) out.route = RouteId(route.value());
  return out;
}

RuleSide GtfsChanges::left(const gtfs::Transfer& row) {
  return side(row.from_route, row.from_trip);
}

RuleSide GtfsChanges::boarded(const gtfs::Transfer& row) {
  return side(row.to_route, row.to_trip);
}

bool GtfsChanges::are_joined(gtfs::StopId from, gtfs::StopId to) const {
  const gtfs::StopId station = feed_.stops[from].parent;
  if (from == to || (!station.is_none() && station == feed_.stops[to].parent)) return true;
  const GtfsChanges::Ends ends{from, to};
  if (const auto at = stated_.find(ends); at != stated_.end()) return at->second.has_value();
  return std::find(recommended_.begin(), recommended_.end(), ends) != recommended_.end();
}

}  // namespace stopover::journeys
