// SPDX-License-Identifier: Apache-2.0
// Distance over time: a vehicle that would have to be impossibly fast has a wrong figure.
// Distances are great circles (engine/base/position.hpp); their error is far inside the limits.
#include <optional>

#include <fmt/format.h>

#include "engine/base/position.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

constexpr double kRailsKmh = 400;
constexpr double kMaglevKmh = 500;
constexpr double kRoadKmh = 150;  // and water
constexpr double kSlowestFlightKmh = 150;
constexpr double kFastestFlightKmh = 1100;

// nullopt: one of the places is unknown or without coordinates.
std::optional<double> distance_km(const Checking& c, const std::string& from,
                                  const std::string& to) {
  const Place* a = c.located(from);
  const Place* b = c.located(to);
  if (a == nullptr || b == nullptr) return std::nullopt;
  constexpr double kMetres = 1000;
  return great_circle_metres({a->lon(), a->lat()}, {b->lon(), b->lat()}) / kMetres;
}

// 0 for a mode that no line has: that is reported alone.
double limit_of(Mode mode) {
  switch (mode) {
    case MAGLEV:
      return kMaglevKmh;
    case RAIL:
    case METRO:
    case LINK:
      return kRailsKmh;
    case COACH:
    case SHUTTLE:
    case FERRY:
      return kRoadKmh;
    default:
      return 0;
  }
}

// "64 km in 5 min (772 km/h)"
std::string trip_text(double km, double minutes) {
  return fmt::format("{:.0f} km in {:.6g} min ({:.0f} km/h)", km, minutes, km / minutes * 60);
}

void check_line_speed(Checking& c, const Line& line) {
  const double limit = limit_of(line.mode());
  if (limit == 0) return;
  for (int i = 1; i < line.stop_size(); ++i) {
    const double minutes = line.stop(i).minutes() - line.stop(i - 1).minutes();
    const auto km = distance_km(c, line.stop(i - 1).place(), line.stop(i).place());
    if (!km || !(minutes > 0) || *km / minutes * 60 <= limit) continue;
    c.fault(rule::kLineSpeed, {"line", line.id(), indexed("stop", i) + ".minutes"},
            trip_text(*km, minutes), fmt::format("at most {} km/h in a straight line", limit));
  }
}

void check_road_speed(Checking& c, const Road& road) {
  const auto km = distance_km(c, road.from(), road.to());
  if (!km || !(road.minutes() > 0) || *km / road.minutes() * 60 <= kRoadKmh) return;
  c.fault(rule::kLineSpeed, {"road", road.id(), "minutes"}, trip_text(*km, road.minutes()),
          fmt::format("at most {} km/h in a straight line", kRoadKmh));
}

void check_flight_speed(Checking& c, const FlightGroup& flight) {
  const auto km = distance_km(c, flight.from(), flight.to());
  if (!km || *km == 0 || flight.block_minutes() <= 0) return;
  const double kmh = *km / flight.block_minutes() * 60;
  if (kmh >= kSlowestFlightKmh && kmh <= kFastestFlightKmh) return;
  c.fault(rule::kFlightSpeed, {"flight", flight.id(), "block_minutes"},
          trip_text(*km, flight.block_minutes()),
          fmt::format("{} to {} km/h by great circle", kSlowestFlightKmh, kFastestFlightKmh));
}

}  // namespace

void check_speeds(Checking& c) {
  c.each("place", c.elements().place(), [&](const Place& place) {
    if (place.lon() == 0 && place.lat() == 0)
      c.fault(rule::kNullIsland, {"place", place.id(), "lon"}, "0, 0",
              "the coordinates of the place");
  });
  c.each("line", c.elements().line(), [&](const Line& line) { check_line_speed(c, line); });
  c.each("road", c.elements().road(), [&](const Road& road) { check_road_speed(c, road); });
  c.each("flight", c.elements().flight(),
         [&](const FlightGroup& flight) { check_flight_speed(c, flight); });
}

}  // namespace stopover::scenario
