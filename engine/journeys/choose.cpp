// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/choose.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"

namespace stopover::journeys {
namespace {

double seconds(Instant from, Instant to) {
  return static_cast<double>((to - from).count());
}

double length(const Offer& offer) {
  return seconds(offer.journey.point.depart, offer.journey.point.arrive);
}

double cost(const Offer& offer, const ChooseOptions& o) {
  const JourneyPoint& p = offer.journey.point;
  // Leaving early or late is worth as much as being on the way.
  return length(offer) + std::abs(seconds(o.wanted, p.depart)) / 2 +
         static_cast<double>(o.per_boarding.count()) * p.boardings +
         o.seconds_per_unit * static_cast<double>(offer.fare.count()) /
             static_cast<double>(o.minor_units) +
         o.seconds_per_walked * static_cast<double>(offer.walking.count());
}

double ride_seconds(const Offer& offer) {
  double sum = 0;
  for (const JourneyLeg& leg : offer.journey.legs)
    if (leg.is_ride()) sum += seconds(leg.depart, leg.arrive);
  return sum;
}

// 0: nothing in common, 1: the same rides.
double common_rides(const Offer& a, const Offer& b) {
  double common = 0;
  for (const JourneyLeg& x : a.journey.legs)
    for (const JourneyLeg& y : b.journey.legs)
      if (x.is_ride() && x.trip == y.trip && x.day == y.day)
        common +=
            std::max(0.0, seconds(std::max(x.depart, y.depart), std::min(x.arrive, y.arrive)));
  const double shorter = std::max(1.0, std::min(ride_seconds(a), ride_seconds(b)));
  return common / shorter;
}

double closeness(const Offer& a, const Offer& b, const ChooseOptions& o) {
  const double apart = std::abs(seconds(a.journey.point.depart, b.journey.point.depart)) /
                       std::max(1.0, static_cast<double>(o.close.count()));
  return std::max(0.0, 1 - apart);
}

}  // namespace

std::uint64_t kind_of(const Transit& transit, const Journey& journey) {
  std::uint64_t kind = 0;
  for (const JourneyLeg& leg : journey.legs) {
    if (leg.is_ride()) {
      const LineInfo& line = transit.patterns()[transit.trips()[leg.trip].pattern].line;
      kind = stable_hash(kind, stable_hash(line.name), line.mode);
      continue;
    }
    // A taxi; walks to and from the same lines are not told apart.
    const Link* const link = transit.link(leg.from, leg.to);
    if (link != nullptr && link->fen > 0) kind = stable_hash(kind, std::uint64_t{1});
  }
  return kind;
}

std::vector<std::size_t> choose(const std::vector<Offer>& offers, const ChooseOptions& options,
                                std::span<const std::uint64_t> kinds) {
  STOPOVER_CHECK(kinds.empty() || kinds.size() == offers.size(), "a kind for each offer");
  const auto likeness = [&](std::size_t a, std::size_t b) {
    const double rides = common_rides(offers[a], offers[b]);
    const double close = closeness(offers[a], offers[b], options);
    if (kinds.empty()) return (rides + close) / 2;
    return (rides + close + (kinds[a] == kinds[b] ? 1 : 0)) / 3;
  };
  double fastest = std::numeric_limits<double>::infinity();
  for (const Offer& offer : offers) fastest = std::min(fastest, length(offer));
  const double longest = fastest * options.max_detour + static_cast<double>(options.slack.count());
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < offers.size(); ++i)
    if (length(offers[i]) <= longest) left.push_back(i);
  std::vector<double> alike(offers.size(), 0);  // to the most similar one chosen
  std::vector<std::size_t> chosen;
  while (chosen.size() < options.count && !left.empty()) {
    const auto total = [&](std::size_t i) {
      return cost(offers[i], options) + static_cast<double>(options.likeness.count()) * alike[i];
    };
    const auto best = std::min_element(left.begin(), left.end(),
                                       [&](auto a, auto b) { return total(a) < total(b); });
    chosen.push_back(*best);
    left.erase(best);
    for (const std::size_t i : left) alike[i] = std::max(alike[i], likeness(i, chosen.back()));
  }
  std::sort(chosen.begin(), chosen.end(), [&](std::size_t a, std::size_t b) {
    const JourneyPoint& p = offers[a].journey.point;
    const JourneyPoint& q = offers[b].journey.point;
    return std::tuple(p.depart, p.arrive, p.boardings, a) <
           std::tuple(q.depart, q.arrive, q.boardings, b);
  });
  return chosen;
}

}  // namespace stopover::journeys
