// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/products.hpp"

#include <algorithm>

#include "models/simulation/candidates.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

constexpr double kSecondsPerHour = 3600;

// Whether the part means that ride.
bool is_meant(const World& world, const product::RidePart& part, const timetable::Leg& leg) {
  if (!leg.is_ride()) return false;
  const timetable::Service& service = world.timetable.services()[leg.service];
  if (part.mode != 0 && service.mode != part.mode) return false;
  if (!part.lines.empty() && std::ranges::find(part.lines, service.line) == part.lines.end())
    return false;
  if (part.ends.empty()) return true;
  const auto ends = [&](std::uint16_t stop) {
    return std::ranges::find(part.ends, service.stops[stop]) != part.ends.end();
  };
  return ends(leg.board) || ends(leg.alight);
}

// Fares of the product's rides on the journey: of each part all that it means. nullopt: a part has
// none.
std::optional<Fen> rides_of(const World& world, const product::Product& product,
                            const Journey& journey) {
  Fen fares{};
  std::vector<bool> taken(journey.legs.legs.size(), false);
  for (const product::RidePart& part : product.rides) {
    bool found = false;
    for (std::size_t i = 0; i < taken.size(); ++i) {
      const timetable::Leg& leg = journey.legs.legs[i];
      if (taken[i] || !is_meant(world, part, leg)) continue;
      taken[i] = true;
      found = true;
      const auto fare = world.timetable.services()[leg.service].fare_between(leg.board, leg.alight);
      if (fare) fares += *fare;
    }
    if (!found) return std::nullopt;
  }
  return fares;
}

}  // namespace

ProductsOfJourneys products_of_journeys(const World& world) {
  ProductsOfJourneys out(world.alternatives.journeys.size());
  for (const JourneyId j : ids_of(out))
    for (const product::ProductId p : ids_of(world.shelf.products))
      if (const auto rides =
              rides_of(world, world.shelf.products[p], world.alternatives.journeys[j]))
        out[j].push_back({p, *rides, HolderRoutesId::none()});
  return out;
}

CivilDate day_of_use(const World& world, const Candidate& candidate) {
  const Journey& journey = world.alternatives.journeys[candidate.journey];
  const Option& option = *candidate.option;
  const Instant at = journey.over_gateway ? option.gateway_arrive : option.anchor;
  return world.zone.civil(at).date;
}

PartyProducts::PartyProducts(const World& world, const product::Levels& levels,
                             const product::Stock* stock, const demand::Party& party,
                             demand::Luck luck)
    : world_(&world),
      stock_(stock),
      party_(&party),
      luck_(luck),
      shopper_(world.shelf, levels, party.key, luck),
      offered_{std::vector<bool>(world.shelf.products.size()),
               std::vector<bool>(world.shelf.products.size())} {
  for (const product::Product& product : world.shelf.products)
    may_.push_back(product::admits(product.terms, world.demand.markets[party.market].segment,
                                   party.nationality));
}

double PartyProducts::lead_days() const {
  if (!lead_days_)
    lead_days_ = demand::booking_days(
        world_->demand.segments[world_->demand.markets[party_->market].segment], party_->key,
        luck_);
  return *lead_days_;
}

bool PartyProducts::asks_regime(JourneyId journey) const {
  return std::ranges::any_of(world_->products_of[journey], [&](const JourneyProduct& offer) {
    const product::Terms& terms = world_->shelf.products[offer.product].terms;
    return !terms.regimes.empty() && may_[offer.product.value()];
  });
}

product::Use PartyProducts::use_of(const Candidate& candidate, policy::RegimeId regime) const {
  const Journey& journey = world_->alternatives.journeys[candidate.journey];
  const Option& option = *candidate.option;
  const bool nights = candidate.stay == StayKind::kNights;
  product::Use use{
      .segment = world_->demand.markets[party_->market].segment,
      .nationality = party_->nationality,
      .regime = regime,
      .visitor = visitor_of(*world_, party_->market, candidate.journey, candidate.stay, party_->to),
      .nights = nights ? candidate.nights : 0,
      .persons = party_->size,
      .day = day_of_use(*world_, candidate),
      .lead_days = lead_days()};
  if (use.visitor == spending::Visitor::kVisitor) use.nights = party_->nights;
  if (journey.over_gateway)
    use.layover_hours =
        static_cast<double>((option.gateway_depart - option.gateway_arrive).count()) /
        kSecondsPerHour;
  return use;
}

std::optional<PartyProducts::Best> PartyProducts::best(const Candidate& candidate,
                                                       policy::RegimeId regime) {
  std::optional<product::Use> use;
  std::optional<Best> best;
  for (const JourneyProduct& offer : world_->products_of[candidate.journey]) {
    const product::Product& product = world_->shelf.products[offer.product];
    if (!may_[offer.product.value()]) continue;
    if (!use) use = use_of(candidate, regime);
    if (product::bar(product.terms, *use) != product::Bar::kNone) continue;
    offered_.may_buy[offer.product.value()] = true;
    if (!shopper_.knows(offer.product)) continue;
    offered_.knows[offer.product.value()] = true;
    if (stock_ != nullptr && !stock_->has(offer.product, use->day, party_->size)) continue;
    const double gain = shopper_.gain(offer.product, offer.rides, use->nights);
    if (gain > 0 && (!best || gain > best->gain_yuan)) best = Best{offer.product, gain};
  }
  return best;
}

}  // namespace stopover::simulation
