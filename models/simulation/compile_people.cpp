// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/base/check.hpp"
#include "models/entry/entry_book.hpp"
#include "models/simulation/compile_parts.hpp"

namespace stopover::simulation {
namespace {

using demand::WeightedIndex;

double mean_size(const std::vector<double>& weights) {
  double sum = 0;
  double people = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += weights[i];
    people += weights[i] * static_cast<double>(i + 1);
  }
  return people / sum;
}

// From the year of a segment's volumes to the simulated one.
double growth(const scenario::Segment& segment, CivilDate first_day) {
  if (!segment.has_volume_year()) return 1;
  const int years = first_day.year() - segment.volume_year();
  double factor = 1;
  for (int y = 0; y < std::abs(years); ++y) factor *= 1 + segment.growth_per_year();
  return years < 0 ? 1 / factor : factor;
}

void add_segments(Compiling& c) {
  std::map<std::string, std::vector<double>> profiles;
  for (const auto& p : c.scenario.elements().time_profile())
    profiles[p.id()] = {p.hour_weight().begin(), p.hour_weight().end()};
  for (const auto& s : c.scenario.elements().segment()) {
    demand::Segment segment;
    segment.key = s.id();
    segment.name = s.name();
    segment.name_zh = s.name_zh();
    segment.kind = static_cast<demand::VisitorKind>(static_cast<int>(s.kind()) - 1);
    segment.purpose = s.purpose();
    std::vector<double> shares;
    for (const auto& n : s.nationality()) {
      segment.nationalities.emplace_back(n.country());
      shares.push_back(n.weight());
    }
    segment.nationality = WeightedIndex(shares);
    const std::vector<double> sizes(s.party_size_weight().begin(), s.party_size_weight().end());
    segment.party_size = WeightedIndex(sizes);
    segment.mean_party_size = mean_size(sizes);
    segment.value_of_time = s.value_of_time_yuan_per_hour();
    segment.value_of_time_sigma = s.value_of_time_sigma();
    const auto profile = profiles.find(s.time_profile());
    STOPOVER_CHECK(profile != profiles.end(), "validation found every time profile");
    segment.wanted_hour = WeightedIndex(profile->second);
    const std::vector<double> nights(s.nights_weight().begin(), s.nights_weight().end());
    if (!nights.empty()) segment.nights = WeightedIndex(nights);
    segment.stay_interest = s.stay_interest();
    if (s.has_volume_low()) segment.volume_low = s.volume_low();
    if (s.has_volume_high()) segment.volume_high = s.volume_high();
    segment.booking_days = s.booking_days();
    segment.booking_sigma = s.booking_sigma();
    segment.growth = growth(s, c.world.first_day);
    c.names.segment[s.id()] = c.world.demand.segments.push_back(std::move(segment));
  }
}

void add_markets(Compiling& c) {
  std::map<std::string, const scenario::Catchment*> catchments;
  for (const auto& k : c.scenario.elements().catchment()) catchments[k.id()] = &k;
  const auto ends = [&](const std::string& id, std::vector<network::PlaceId>& places) {
    std::vector<double> weights;
    if (const auto it = catchments.find(id); it != catchments.end()) {
      for (const auto& member : it->second->member()) {
        places.push_back(lookup(c.names.place, member.place()));
        weights.push_back(member.weight());
      }
    } else {
      places.push_back(lookup(c.names.place, id));
      weights.push_back(1);
    }
    return WeightedIndex(weights);
  };
  for (const auto& m : c.scenario.elements().market()) {
    demand::Market market;
    market.key = m.id();
    market.segment = lookup(c.names.segment, m.segment());
    market.from_weight = ends(m.from(), market.from);
    market.to_weight = ends(m.to(), market.to);
    market.persons_per_day = m.persons_per_day() * c.world.demand.segments[market.segment].growth;
    c.world.demand.markets.push_back(std::move(market));
  }
}

void add_entry_rules(Compiling& c) {
  entry::EntryBook book = entry::entry_book(c.scenario);
  for (const auto& [place, port] : book.port_of_place)
    c.world.places[lookup(c.names.place, place)].port = port;
  c.world.entry = std::move(book.rules);
}

void add_spending(Compiling& c) {
  for (const auto& s : c.scenario.elements().spending()) {
    const auto visitor = spending::parse_visitor(s.visitor());
    const auto category = spending::parse_category(s.category());
    const auto per = spending::parse_per(s.per());
    STOPOVER_CHECK(visitor && category && per, "validation found visitor, category and unit");
    c.world.spending.set(
        *visitor, *category,
        {.probability = s.probability(),
         .mean_yuan = s.mean_yuan(),
         .sigma = s.sigma(),
         .per = *per,
         .mean_low = s.has_mean_yuan_low() ? s.mean_yuan_low() : s.mean_yuan(),
         .mean_high = s.has_mean_yuan_high() ? s.mean_yuan_high() : s.mean_yuan()});
  }
}

}  // namespace

void compile_people(Compiling& c) {
  add_segments(c);
  add_markets(c);
  add_entry_rules(c);
  add_spending(c);
}

}  // namespace stopover::simulation
