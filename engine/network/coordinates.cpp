// SPDX-License-Identifier: Apache-2.0
#include "engine/network/coordinates.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace stopover::network {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr std::array<std::string_view, kCoordinateSystems> kNames{"WGS-84", "GCJ-02", "BD-09"};

// The waves that both polynomials share.
double short_waves(double x) {
  return (20 * std::sin(6 * x * kPi) + 20 * std::sin(2 * x * kPi)) * 2 / 3;
}

// Metres, of x = lon - 105 and y = lat - 35.
double metres_north(double x, double y) {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) +
         short_waves(x) + (20 * std::sin(y * kPi) + 40 * std::sin(y / 3 * kPi)) * 2 / 3 +
         (160 * std::sin(y / 12 * kPi) + 320 * std::sin(y / 30 * kPi)) * 2 / 3;
}
double metres_east(double x, double y) {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) +
         short_waves(x) + (20 * std::sin(x * kPi) + 40 * std::sin(x / 3 * kPi)) * 2 / 3 +
         (150 * std::sin(x / 12 * kPi) + 300 * std::sin(x / 30 * kPi)) * 2 / 3;
}

Position gcj02_of_wgs84(Position p) {
  if (!in_gcj02_area(p)) return p;
  constexpr double kSemiMajor = 6378245.0;  // Krasovsky 1940
  constexpr double kEccentricity2 = 0.00669342162296594323;
  const double x = p.lon - 105;
  const double y = p.lat - 35;
  const double lat = p.lat / 180 * kPi;
  const double w = 1 - kEccentricity2 * std::sin(lat) * std::sin(lat);
  const double meridian_radius = kSemiMajor * (1 - kEccentricity2) / (w * std::sqrt(w));
  const double parallel_radius = kSemiMajor / std::sqrt(w) * std::cos(lat);
  return {p.lon + metres_east(x, y) * 180 / (parallel_radius * kPi),
          p.lat + metres_north(x, y) * 180 / (meridian_radius * kPi)};
}

Position bd09_of_gcj02(Position p) {
  constexpr double kWave = kPi * 3000 / 180;
  const double radius = std::hypot(p.lon, p.lat) + 0.00002 * std::sin(p.lat * kWave);
  const double angle = std::atan2(p.lat, p.lon) + 0.000003 * std::cos(p.lon * kWave);
  return {radius * std::cos(angle) + 0.0065, radius * std::sin(angle) + 0.006};
}

// The p with moved(p) = q. A shift changes by less than 1 % of the way, so each round gains two
// digits or more.
template <class Move>
Position inverse(Move moved, Position q) {
  constexpr int kRounds = 10;
  Position p = q;
  for (int i = 0; i < kRounds; ++i) {
    const Position m = moved(p);
    p = {p.lon + (q.lon - m.lon), p.lat + (q.lat - m.lat)};
  }
  return p;
}

}  // namespace

std::optional<CoordinateSystem> find_coordinate_system(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames.at(i) == name) return static_cast<CoordinateSystem>(i);
  return std::nullopt;
}

std::string_view name_of(CoordinateSystem system) {
  return kNames.at(static_cast<std::size_t>(system));
}

bool in_gcj02_area(Position wgs84) {
  return wgs84.lon >= 72.004 && wgs84.lon <= 137.8347 && wgs84.lat >= 0.8293 &&
         wgs84.lat <= 55.8271;
}

Position converted(Position p, CoordinateSystem from, CoordinateSystem to) {
  if (from == to) return p;
  if (from == CoordinateSystem::kBd09) p = inverse(bd09_of_gcj02, p);
  if (from == CoordinateSystem::kWgs84) p = gcj02_of_wgs84(p);
  if (to == CoordinateSystem::kBd09) return bd09_of_gcj02(p);
  return to == CoordinateSystem::kWgs84 ? inverse(gcj02_of_wgs84, p) : p;
}

}  // namespace stopover::network
