// SPDX-License-Identifier: Apache-2.0
#include "models/demand/volumes.hpp"

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::demand {
namespace {

constexpr random::Purpose kVolumeRange = random::purpose("demand.range");

double drawn_range(const Segment& segment, Luck luck) {
  if (!(segment.volume_low < segment.volume_high)) return 1;
  const random::StreamKey key{luck.seed, luck.replication, stable_hash(segment.key), kVolumeRange};
  return random::Triangular(segment.volume_low, 1, segment.volume_high)
      .quantile(random::open_unit(random::bits(key, 0)));
}

double trips(double cost, double elasticity) {
  STOPOVER_CHECK(cost > 0, "a generalised cost is positive");
  return cost == 1 ? 1 : random::portable::exp(elasticity * random::portable::log(cost));
}

}  // namespace

Volumes volumes(const Demand& demand, const RelativeCosts& costs, double elasticity,
                std::optional<Luck> luck) {
  Table<SegmentId, double> range(demand.segments.size(), 1);
  if (luck)
    for (const SegmentId s : ids_of(demand.segments))
      range[s] = drawn_range(demand.segments[s], *luck);
  Volumes result;
  result.reserve(demand.markets.size());
  for (const MarketId m : ids_of(demand.markets)) {
    const RelativeCost cost = costs.empty() ? RelativeCost{} : costs[m];
    const double common = range[demand.markets[m].segment];
    result.push_back({.here = common * trips(cost.here, elasticity),
                      .there = common * trips(cost.there, elasticity)});
  }
  return result;
}

}  // namespace stopover::demand
