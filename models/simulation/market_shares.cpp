// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/market_shares.hpp"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace stopover::simulation {
namespace {

WayKind kind_of(const World& world, const Candidate& c) {
  const Journey& j = world.alternatives.journeys[c.journey];
  if (c.stay == StayKind::kNights) return WayKind::kNights;
  if (c.stay == StayKind::kStepOut) return WayKind::kStepOut;
  if (j.over_gateway) return WayKind::kAirside;
  if (j.over_rival) return WayKind::kRival;
  if (j.first_air < 0) return WayKind::kLand;
  return j.air_rail ? WayKind::kAirRail : WayKind::kAir;
}

std::size_t number(WayKind kind) {
  return static_cast<std::size_t>(kind);
}

std::size_t lever(std::size_t kind) {
  return static_cast<std::size_t>(lever_of(static_cast<WayKind>(kind)));
}

// Generalised hours of an attribute.
double hours_of(std::size_t attribute, const UtilityParts& parts) {
  if (attribute == 0) return parts.money;
  return attribute == 1 ? parts.riding : parts.waiting + parts.connecting;
}

SegmentShares shares_of(const EnumeratedParty& one) {
  SegmentShares sums;
  std::vector<Candidate> all;
  candidates(one.planning, one.party, all);
  if (all.empty()) return sums;
  const std::vector<double> share = shares(one.planning, all);
  std::vector<std::size_t> kind;
  std::vector<UtilityParts> parts;
  std::array<bool, kLevers.size()> offered{};
  for (const Candidate& c : all) {
    kind.push_back(number(kind_of(one.planning.world, c)));
    parts.push_back(utility_parts(one.planning, one.party, c));
    offered[lever(kind.back())] = true;
  }
  sums.persons = one.persons;
  sums.value_of_time = one.persons * one.party.value_of_time;
  for (std::size_t i = 0; i < all.size(); ++i) sums.by[kind[i]] += one.persons * share[i];
  std::vector<double> direction(all.size());
  for (std::size_t a = 0; a < kAttributes.size(); ++a)
    for (std::size_t changed = 0; changed < offered.size(); ++changed) {
      if (!offered[changed]) continue;
      for (std::size_t i = 0; i < all.size(); ++i)
        direction[i] = lever(kind[i]) == changed
                           ? -one.planning.behaviour.scale_per_hour * hours_of(a, parts[i])
                           : 0.0;
      const std::vector<double> slope = slopes(one.planning, all, direction);
      for (std::size_t i = 0; i < all.size(); ++i)
        sums.answer[a][changed][kind[i]] += one.persons * share[i] * slope[i];
    }
  return sums;
}

// Sums of markets into their segments, in order.
template <class Sums>
Table<demand::SegmentId, Sums> by_segment(const World& world,
                                          const Table<demand::MarketId, Sums>& by_market) {
  Table<demand::SegmentId, Sums> result(world.demand.segments.size());
  for (const demand::MarketId m : ids_of(by_market))
    result[world.demand.markets[m].segment].add(by_market[m]);
  return result;
}

// An alternative in either scenario: journey, stay, nights, and which of these by departure.
using AlternativeKey = std::tuple<std::uint64_t, StayKind, std::int16_t, int>;

struct Offered {
  double utility = 0;
  double share = 0;
};

// What one party is offered.
struct Offers {
  double logsum = 0;
  double value_of_time = 0;
  std::map<AlternativeKey, Offered> by_key;
};

Offers offers_of(const EnumeratedParty& one) {
  Offers offers;
  std::vector<Candidate> all;
  candidates(one.planning, one.party, all);
  if (all.empty()) return offers;
  offers.value_of_time = one.party.value_of_time;
  offers.logsum = expected_utility(one.planning, all);
  const std::vector<double> share = shares(one.planning, all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Journey& j = one.planning.world.alternatives.journeys[all[i].journey];
    AlternativeKey key{j.identity, all[i].stay, all[i].nights, 0};
    while (offers.by_key.contains(key)) ++std::get<3>(key);
    offers.by_key[key] = {all[i].utility, share[i]};
  }
  return offers;
}

// `yuan`: that a unit of utility is worth.
SegmentSurplus surplus_of(const Offers& base, const Offers& variant, double persons, double yuan) {
  SegmentSurplus s;
  s.persons = persons;
  s.yuan = persons * yuan * (variant.logsum - base.logsum);
  for (const auto& [key, before] : base.by_key) {
    const auto after = variant.by_key.find(key);
    if (after == variant.by_key.end()) continue;
    const double mean_share = (before.share + after->second.share) / 2;
    s.yuan_by_half += persons * yuan * mean_share * (after->second.utility - before.utility);
    s.matched += persons * mean_share;
  }
  return s;
}

}  // namespace

void SegmentShares::add(const SegmentShares& other) {
  persons += other.persons;
  value_of_time += other.value_of_time;
  for (std::size_t k = 0; k < by.size(); ++k) by[k] += other.by[k];
  for (std::size_t a = 0; a < answer.size(); ++a)
    for (std::size_t changed = 0; changed < kLevers.size(); ++changed)
      for (std::size_t of = 0; of < by.size(); ++of)
        answer[a][changed][of] += other.answer[a][changed][of];
}

double SegmentShares::share(WayKind kind) const {
  return persons > 0 ? by[number(kind)] / persons : 0;
}

double SegmentShares::elasticity(std::size_t attribute, Lever changed, WayKind of) const {
  const double taken = by[number(of)];
  return taken > 0 ? answer[attribute][static_cast<std::size_t>(changed)][number(of)] / taken : 0;
}

double SegmentShares::mean_value_of_time() const {
  return persons > 0 ? value_of_time / persons : 0;
}

MarketShares market_shares(const World& world, const Behaviour& behaviour, const Enumeration& how,
                           Executor& executor) {
  Table<demand::MarketId, SegmentShares> by_market(world.demand.markets.size());
  enumerate(world, behaviour, how, executor,
            [&](demand::MarketId market, const EnumeratedParty& one) {
              by_market[market].add(shares_of(one));
            });
  return by_segment(world, by_market);
}

void SegmentSurplus::add(const SegmentSurplus& other) {
  persons += other.persons;
  yuan += other.yuan;
  yuan_by_half += other.yuan_by_half;
  matched += other.matched;
}

Surplus consumer_surplus(const SurplusOf& of, const Enumeration& how, Executor& executor) {
  Table<demand::MarketId, std::vector<Offers>> before(of.base.demand.markets.size());
  enumerate(of.base, of.behaviour, how, executor,
            [&](demand::MarketId market, const EnumeratedParty& one) {
              before[market].push_back(offers_of(one));
            });
  std::map<std::string, demand::MarketId> by_key;
  for (const demand::MarketId m : ids_of(of.base.demand.markets))
    by_key[of.base.demand.markets[m].key] = m;
  Table<demand::MarketId, SegmentSurplus> sums(of.base.demand.markets.size());
  Table<demand::MarketId, std::size_t> next(of.variant.demand.markets.size());
  enumerate(of.variant, of.behaviour, how, executor,
            [&](demand::MarketId market, const EnumeratedParty& one) {
              const auto found = by_key.find(of.variant.demand.markets[market].key);
              const std::size_t at = next[market]++;
              if (found == by_key.end() || at >= before[found->second].size()) return;
              const Offers& was = before[found->second][at];
              const Offers is = offers_of(one);
              if (was.by_key.empty() || is.by_key.empty()) return;
              const double yuan = was.value_of_time / of.behaviour.scale_per_hour;
              sums[found->second].add(surplus_of(was, is, one.persons, yuan));
            });
  return by_segment(of.base, sums);
}

}  // namespace stopover::simulation
