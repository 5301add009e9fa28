// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/trip_costs.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "engine/base/stable_hash.hpp"
#include "models/simulation/candidates.hpp"
#include "models/simulation/enumeration.hpp"

namespace stopover::simulation {
namespace {

struct PartyCost {
  double size = 0;
  bool served = false;
  double composite_hours = 0;
  double reference_hours = 0;
};

// Of each market the parties of the days, in order.
using Enumerated = Table<demand::MarketId, std::vector<PartyCost>>;

PartyCost cost_of(const Planning& planning, const demand::Party& party) {
  std::vector<Candidate> room;
  candidates(planning, party, room);
  PartyCost cost{.size = static_cast<double>(party.size), .served = !room.empty()};
  if (!cost.served) return cost;
  cost.composite_hours = -expected_utility(planning, room) / planning.behaviour.scale_per_hour;
  const std::vector<double> share = shares(planning, room);
  for (std::size_t i = 0; i < room.size(); ++i)
    cost.reference_hours += share[i] * utility_parts(planning, party, room[i]).hours();
  return cost;
}

Enumerated costs_of(const World& world, std::uint64_t seed, Executor& executor) {
  Enumerated all(world.demand.markets.size());
  enumerate(world, behaviour_of(world.parameters), {.luck = {seed, 0}}, executor,
            [&](demand::MarketId market, const EnumeratedParty& one) {
              all[market].push_back(cost_of(one.planning, one.party));
            });
  return all;
}

double relative_cost(const std::vector<PartyCost>& base, const std::vector<PartyCost>& variant) {
  double change = 0;
  double reference = 0;
  for (std::size_t i = 0; i < std::min(base.size(), variant.size()); ++i) {
    if (!base[i].served || !variant[i].served) continue;
    change += base[i].size * (variant[i].composite_hours - base[i].composite_hours);
    reference += base[i].size * base[i].reference_hours;
  }
  return reference > 0 ? std::max(kLeastRelativeCost, 1 + change / reference) : 1;
}

bool may_respond(const World& world) {
  const auto found = world.parameters.find("demand.trip_elasticity");
  return found != world.parameters.end() &&
         (found->second.value != 0 || found->second.low != 0 || found->second.high != 0);
}

}  // namespace

TripCosts trip_costs(const World& base, const World& variant, std::uint64_t seed,
                     Executor& executor) {
  TripCosts costs;
  if (!may_respond(base) && !may_respond(variant)) return costs;
  const std::uint64_t luck = stable_hash(seed, stable_hash("trip costs"));
  const Enumerated of_base = costs_of(base, luck, executor);
  const Enumerated of_variant = costs_of(variant, luck, executor);
  costs.base = demand::RelativeCosts(of_base.size());
  costs.variant = demand::RelativeCosts(of_variant.size());
  std::map<std::string, demand::MarketId> by_key;
  for (const demand::MarketId m : ids_of(base.demand.markets))
    by_key[base.demand.markets[m].key] = m;
  for (const demand::MarketId m : ids_of(variant.demand.markets)) {
    const auto found = by_key.find(variant.demand.markets[m].key);
    if (found == by_key.end()) continue;
    const double cost = relative_cost(of_base[found->second], of_variant[m]);
    costs.base[found->second].there = cost;
    costs.variant[m].here = cost;
  }
  return costs;
}

}  // namespace stopover::simulation
