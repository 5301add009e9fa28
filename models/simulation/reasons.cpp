// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/reasons.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "models/simulation/departures.hpp"

namespace stopover::simulation {
namespace {

// The party with all its traits: of its market and day, the one with its key.
demand::Party drawn_again(const World& world, const ToldParty& told, CivilDate day,
                          demand::Luck luck) {
  const demand::MarketId market = told.plan().market;
  const std::int64_t count = demand::party_count(world.demand, market, day, world.sample, luck);
  for (std::int64_t k = 0; k < count; ++k) {
    const demand::Party party = demand::draw_party(world.demand, market, day, k, luck);
    if (party.key == told.key()) return party;
  }
  bug("party", "a planned party can be drawn again", __FILE__, __LINE__);
}

Considered considered(const Planning& planning, const demand::Party& party,
                      const Candidate& candidate, double probability) {
  const World& world = planning.world;
  const Journey& journey = world.alternatives.journeys[candidate.journey];
  const int planned_as =
      candidate.side == 1 ? static_cast<int>(kAirside) : planning_class(journey.group);
  const bool nights = candidate.stay == StayKind::kNights;
  const auto plan =
      replay(world, journey, *candidate.option, planned_as, nights ? candidate.nights : 0);
  STOPOVER_CHECK(plan.has_value(), "an option can be planned again");
  const UtilityParts parts = utility_parts(planning, party, candidate);
  return {.journey = candidate.journey,
          .stay = candidate.stay,
          .nights = candidate.nights,
          .stay_hours = candidate.stay_hours,
          .product = candidate.product,
          .leave = plan->leave,
          .arrive = plan->arrive,
          .yuan = static_cast<double>(candidate.option->ride_yuan) +
                  road_yuan(world, journey, party.size),
          .parts = parts,
          .utility = candidate.utility,
          .error = candidate.error,
          .probability = probability};
}

// A party that found a product sold out took another alternative, or the same without it.
bool is_planned(const Candidate& candidate, const ToldParty& told) {
  const PlannedParty& plan = told.plan();
  const Way way = candidate.stay == StayKind::kNights ? Way::kNights
                  : candidate.side == 1               ? Way::kAirside
                                                      : Way::kDirect;
  return candidate.journey == plan.journey && candidate.option->anchor == plan.anchor &&
         candidate.stay == plan.stay && way == plan.way &&
         (way != Way::kNights || candidate.nights == plan.nights);
}

}  // namespace

Reasons reasons(const World& world, const Assumptions& assumptions, const ToldReplication& told,
                std::size_t number, Executor& executor) {
  const ToldParty of = told.party(number);
  const CivilDate day = world.demand_days()[of.plan().day];
  Departures departures(world);
  departures.slide(anchors_of_day(world, day), executor);
  const Planning planning{world, departures, assumptions.behaviour, told.luck};
  Reasons result{.party = drawn_again(world, of, day, told.luck),
                 .scale_per_hour = assumptions.behaviour.scale_per_hour,
                 .considered = {}};
  std::vector<Candidate> all;
  candidates(planning, result.party, all);
  const std::vector<double> share = shares(planning, all);
  const product::ProductId bought = of.bought();
  for (std::size_t i = 0; i < all.size(); ++i) {
    result.considered.push_back(considered(planning, result.party, all[i], share[i]));
    Considered& last = result.considered.back();
    last.chosen = is_planned(all[i], of);
    last.sold_out = last.chosen && !all[i].product.is_none() && all[i].product != bought;
  }
  std::ranges::stable_sort(result.considered, std::ranges::greater{}, &Considered::probability);
  return result;
}

}  // namespace stopover::simulation
