// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/product_tally.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "models/simulation/plans.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

bool is_out(std::optional<spending::Visitor> visitor) {
  return visitor && *visitor != spending::Visitor::kAirside &&
         *visitor != spending::Visitor::kResident;
}

}  // namespace

void ProductTally::add(const ProductTally& other) {
  for (std::size_t c = 0; c < counts.size(); ++c) counts[c] += other.counts[c];
  for (std::size_t b = 0; b < borne.size(); ++b) borne[b] += other.borne[b];
}

ProductTallies empty_product_tallies(const product::Shelf& shelf) {
  ProductTallies out;
  for (const product::Product& product : shelf.products) {
    ProductTally tally;
    tally.borne.assign(std::max<std::size_t>(1, product.bearers.size()), 0);
    out.push_back(std::move(tally));
  }
  return out;
}

void add(const ProductTallies& from, ProductTallies& to) {
  for (const product::ProductId p : ids_of(to)) to[p].add(from[p]);
}

std::vector<Fen> paid_by_part(const product::Shelf& shelf, const Purchase& purchase,
                              std::int64_t persons) {
  const product::Product& product = shelf.products[purchase.product];
  const Fen paid = purchase.quote.price * persons;
  std::vector<Fen> singly{purchase.rides * persons};
  for (const product::GoodPart& part : product.goods) {
    const product::Good& good = shelf.goods[part.good];
    singly.push_back(good.price * product::units(good, part, purchase.nights) * persons);
  }
  const Fen all = purchase.quote.singly * persons;
  std::vector<Fen> parts;
  Fen before{};
  Fen given{};
  for (const Fen one : singly) {
    before += one;
    const bool last = parts.size() + 1 == singly.size();
    const double share =
        all == Fen{} ? 0 : static_cast<double>(before.count()) / static_cast<double>(all.count());
    const Fen up_to = last ? paid : round_to<Fen>(share * static_cast<double>(paid.count()));
    parts.push_back(up_to - given);
    given = up_to;
  }
  return parts;
}

spending::Amounts with_goods(const World& world, const Purchase& purchase, std::int64_t persons,
                             spending::Amounts amounts) {
  const product::Product& product = world.shelf.products[purchase.product];
  const std::vector<Fen> paid = paid_by_part(world.shelf, purchase, persons);
  for (std::size_t i = 0; i < product.goods.size(); ++i) {
    const product::Good& good = world.shelf.goods[product.goods[i].good];
    if (!good.category) continue;
    Fen& amount = amounts[static_cast<std::size_t>(*good.category)];
    const int units = product::units(good, product.goods[i], purchase.nights);
    const Fen had =
        good.per_night && purchase.nights > 0
            ? round_to<Fen>(static_cast<double>(amount.count()) * units / purchase.nights)
            : good.price * units * persons;
    amount = std::max(Fen{}, amount - had);
  }
  for (std::size_t i = 0; i < product.goods.size(); ++i) {
    const product::Good& good = world.shelf.goods[product.goods[i].good];
    if (good.category) amounts[static_cast<std::size_t>(*good.category)] += paid[i + 1];
  }
  return amounts;
}

void add_purchase(const World& world, const PlannedParty& party, const Purchase& purchase,
                  const Outcome& outcome, ProductTally& tally) {
  using enum ProductCount;
  const product::Product& product = world.shelf.products[purchase.product];
  const std::int64_t n = party.size;
  const auto persons = [&](ProductCount count, bool counts) { tally[count] += counts ? n : 0; };
  const bool out = is_out(visitor_of(world, party.market, party.journey, party.stay, party.to));
  const bool out_without = purchase.travels && is_out(purchase.visitor);
  const int more_nights = party.nights - purchase.nights_without;
  tally[kBuyers] += n;
  tally[kParties] += 1;
  persons(kUnchanged, purchase.same);
  persons(kGainedVisitors, out && !out_without);
  persons(kLostVisitors, !out && out_without);
  tally[kGainedNights] += std::max(0, more_nights) * n;
  tally[kLostNights] += std::max(0, -more_nights) * n;
  const auto over = [&](JourneyId j) { return world.alternatives.journeys[j].over_gateway; };
  const bool over_without = purchase.travels && over(purchase.journey);
  persons(kGainedOverGateway, over(party.journey) && !over_without);
  persons(kLostOverGateway, !over(party.journey) && over_without);
  persons(kGainedRiders, !product.rides.empty() && !purchase.rides_same);

  const Fen saved = purchase.quote.saves() * n;
  tally[kPaid] += (purchase.quote.price * n).count();
  tally[kSingly] += (purchase.quote.singly * n).count();
  tally[kSingles] += purchase.singles.count();
  const std::vector<Fen> borne = product::split_saving(product, saved);
  for (std::size_t b = 0; b < borne.size(); ++b) {
    tally.borne[b] += borne[b].count();
    if (!product.bearers.empty() && product.bearers[b].public_money)
      tally[kBornePublicly] += borne[b].count();
  }
  if (outcome.missed && product.guarantee > Fen{}) {
    const std::int64_t paid = (product.guarantee * n).count();
    tally[kGuaranteed] += n;
    tally[kGuarantee] += paid;
    if (product.bearers[product.guarantor].public_money) tally[kGuaranteePublicly] += paid;
  }
  tally[kSpending] += outcome.spent.count();
  tally[kSpendingWithout] += outcome.without.count();
}

}  // namespace stopover::simulation
