// SPDX-License-Identifier: Apache-2.0
#include "models/visit/ways.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace stopover::visit {
namespace {

constexpr double kEarthKm = 6371;
constexpr double kRadian = std::numbers::pi / 180;
constexpr double kFareFirstKm = 6;
constexpr double kFareStepKm = 10;

}  // namespace

double straight_km(const Spot& a, const Spot& b) {
  const double x = (a.lon - b.lon) * kRadian * std::cos((a.lat + b.lat) / 2 * kRadian);
  const double y = (a.lat - b.lat) * kRadian;
  return kEarthKm * std::hypot(x, y);
}

LocalWay local_way(const Local& local, double km) {
  const double way = km * local.detour;
  if (way * 1000 <= local.walk_most_m)
    return {.time = round_to<Seconds>(way / local.walk_km_h * 3600),
            .on_foot = true,
            .walk_m = std::llround(way * 1000)};
  const double slow = std::min(way, local.slow_km);
  const double ride = slow / local.slow_km_h + (way - slow) / local.fast_km_h;
  const double steps = std::max(0.0, std::ceil((way - kFareFirstKm) / kFareStepKm));
  return {.time = round_to<Seconds>(local.wait_minutes * 60 + ride * 3600),
          .walk_m = std::llround(local.walk_at_ends_m),
          .fare = round_to<Fen>((local.first_yuan + steps) * 100)};
}

Ways ways_by_distance(const Local& local, const std::vector<Spot>& spots) {
  const std::size_t n = spots.size();
  Ways ways;
  std::vector<Tick> matrix(n * n, orienteering::kNever);
  ways.fare.assign(n * n, 0);
  ways.walk_m.assign(n * n, 0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double km = straight_km(spots[i], spots[j]);
      if (km > local.most_km) continue;
      const LocalWay way = local_way(local, km);
      matrix[i * n + j] = static_cast<Tick>(way.time.count());
      ways.fare[i * n + j] = way.fare.count();
      ways.walk_m[i * n + j] = way.walk_m;
    }
  ways.travel = orienteering::TravelTimes::constant(n, std::move(matrix));
  return ways;
}

}  // namespace stopover::visit
