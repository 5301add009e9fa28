// SPDX-License-Identifier: Apache-2.0
// The search against an oracle that walks every sequence of legs and reads the contract of
// itineraries.hpp word by word, on random small networks.
#include "engine/timetable/itineraries.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/timetable/random_network.hpp"

namespace stopover::timetable {
namespace {

using network::Network;

int random_cases() {
  return std::getenv("STOPOVER_FULL") != nullptr ? 20'000 : 5'000;
}

// ---- the oracle ----

struct OracleLeg {
  Leg leg;
  Seconds weight{};
};

class Oracle {
 public:
  Oracle(const SmallWorld& world, const SearchOptions& options)
      : n_(world.network), t_(world.timetable), options_(options) {
    for (const ServiceId id : ids_of(t_.services())) {
      const Service& s = t_.services()[id];
      if (s.run_count == 0) continue;
      for (std::size_t a = 0; a < s.stops.size(); ++a)
        for (std::size_t b = a + 1; b < s.stops.size(); ++b)
          if (s.fare_between(a, b) && s.stops[a] != s.stops[b])
            legs_.push_back(
                {{id, static_cast<std::uint16_t>(a), static_cast<std::uint16_t>(b), RoadId::none()},
                 t_.mean_ride(id, a, b) + std::min(t_.mean_headway(id), options.headway_cap) / 2});
    }
    for (const RoadId id : ids_of(n_.roads))
      if (n_.roads[id].from != n_.roads[id].to)
        legs_.push_back({{ServiceId::none(), 0, 0, id}, n_.roads[id].mean});
  }

  std::vector<Template> find(PlaceId from, PlaceId to) {
    from_ = from;
    to_ = to;
    for (const OracleLeg& leg : legs_) {
      if (leg_from(n_, t_, leg.leg) != from) continue;
      const auto door = door_of(leg.leg, from, n_.places[from].board);
      if (door) extend({leg.leg}, {from}, *door + leg.weight);
    }
    std::sort(all_.begin(), all_.end(), [](const Template& a, const Template& b) {
      return std::tie(a.expected, a.legs) < std::tie(b.expected, b.legs);
    });
    return select();
  }

 private:
  [[nodiscard]] std::optional<Seconds> door_of(const Leg& leg, PlaceId place,
                                               std::optional<Seconds> door) const {
    if (!leg.is_ride() || !n_.places[place].hub.is_none()) return Seconds(0);
    return door;
  }
  [[nodiscard]] Mode mode_of(const Leg& leg) const {
    return leg.is_ride() ? t_.services()[leg.service].mode : n_.roads[leg.road].mode;
  }
  [[nodiscard]] std::string line_of(const Leg& leg) const {
    return t_.services()[leg.service].line;
  }

  void extend(const std::vector<Leg>& legs, std::vector<PlaceId> visited, Seconds taken) {
    const PlaceId at = leg_to(n_, t_, legs.back());
    if (std::count(visited.begin(), visited.end(), at) != 0) return;
    visited.push_back(at);
    int rides = 0;
    int air = 0;
    for (const Leg& leg : legs) {
      rides += leg.is_ride() ? 1 : 0;
      air += leg.is_ride() && mode_of(leg) == options_.air_mode ? 1 : 0;
    }
    if (rides > options_.max_rides || air > options_.max_air_legs) return;
    if (at == to_) return complete(legs, taken);
    for (const OracleLeg& next : legs_) {
      const PlaceId start = leg_from(n_, t_, next.leg);
      if (start != at && std::count(visited.begin(), visited.end(), start) != 0) continue;
      const auto planned = n_.planned_connection(at, start, options_.passenger_class);
      if (!planned || !allowed(legs, next.leg)) continue;
      std::vector<Leg> longer = legs;
      longer.push_back(next.leg);
      std::vector<PlaceId> seen = visited;
      if (start != at) seen.push_back(start);
      extend(longer, seen, taken + *planned + next.weight);
    }
  }

  [[nodiscard]] bool allowed(const std::vector<Leg>& legs, const Leg& next) const {
    if (!next.is_ride()) return legs.back().is_ride();
    for (std::size_t i = legs.size(); i-- > 0;)
      if (legs[i].is_ride()) return line_of(legs[i]) != line_of(next);
    return true;
  }

  void complete(const std::vector<Leg>& legs, Seconds taken) {
    const auto door = door_of(legs.back(), to_, n_.places[to_].alight);
    if (!door) return;
    all_.push_back({from_, to_, legs, anchor_of(legs), taken + *door});
  }

  [[nodiscard]] std::size_t anchor_of(const std::vector<Leg>& legs) const {
    for (std::size_t i = 0; i < legs.size(); ++i)
      if (legs[i].is_ride() && mode_of(legs[i]) == options_.air_mode) return i;
    for (std::size_t i = 0; i < legs.size(); ++i)
      if (legs[i].is_ride() && t_.services()[legs[i].service].reserved) return i;
    for (std::size_t i = 0; i < legs.size(); ++i)
      if (legs[i].is_ride()) return i;
    return 0;
  }

  std::vector<Template> select() {
    std::vector<Template> kept;
    std::map<std::pair<ServiceId, RoadId>, std::set<std::vector<std::pair<Mode, ServiceId>>>> seen;
    for (const Template& way : all_) {
      const double bound =
          options_.max_detour * static_cast<double>(all_.front().expected.count()) +
          static_cast<double>(options_.slack.count());
      if (static_cast<double>(way.expected.count()) > bound) break;
      if (kept.size() == static_cast<std::size_t>(options_.max_templates)) break;
      if (options_.max_per_anchor > 0) {
        const Leg& anchor = way.legs[way.anchor];
        std::vector<std::pair<Mode, ServiceId>> likeness;
        for (std::size_t i = 0; i < way.legs.size(); ++i) {
          const bool named = way.legs[i].is_ride() &&
                             (i == way.anchor || mode_of(way.legs[i]) == options_.air_mode);
          likeness.emplace_back(mode_of(way.legs[i]),
                                named ? way.legs[i].service : ServiceId::none());
        }
        auto& alike = seen[{anchor.service, anchor.road}];
        if (alike.size() == static_cast<std::size_t>(options_.max_per_anchor)) continue;
        if (!alike.insert(likeness).second) continue;
      }
      kept.push_back(way);
    }
    return kept;
  }

  const Network& n_;
  const Timetable& t_;
  const SearchOptions& options_;
  std::vector<OracleLeg> legs_;
  std::vector<Template> all_;
  PlaceId from_;
  PlaceId to_;
};

SearchOptions random_options(Dice& dice) {
  SearchOptions o;
  o.max_rides = static_cast<int>(1 + dice.roll(4));
  o.max_templates = static_cast<int>(1 + dice.roll(8));
  o.max_per_anchor = static_cast<int>(dice.roll(4));
  o.max_detour = 1.0 + static_cast<double>(dice.roll(3)) / 2;
  o.slack = dice.some_minutes(30);
  o.headway_cap = dice.happens(50) ? Seconds(0) : dice.some_minutes(20);
  o.air_mode = kAir;
  o.max_air_legs = static_cast<int>(dice.roll(3));
  return o;
}

TEST(Itineraries, SearchKeepsWhatTheOracleKeeps) {
  int found = 0;
  for (int seed = 0; seed < random_cases(); ++seed) {
    const SmallWorld world = random_world(static_cast<std::uint64_t>(seed));
    const ItinerarySearch search(world.network, world.timetable);
    Dice dice(static_cast<std::uint64_t>(seed) + 1'000'000);
    const SearchOptions options = random_options(dice);
    const PlaceId from(dice.roll(world.network.places.size()));
    const PlaceId to(dice.roll(world.network.places.size()));
    const auto got = search.find(from, to, options);
    if (from == to) {
      EXPECT_TRUE(got.empty());
      continue;
    }
    const auto wanted = Oracle(world, options).find(from, to);
    ASSERT_EQ(got, wanted) << "seed " << seed << ": " << got.size() << " found, " << wanted.size()
                           << " wanted";
    found += static_cast<int>(got.size());
  }
  EXPECT_GT(found, random_cases() / 2);  // the networks are not empty of ways
}

// One search object gives the same answers whatever was asked before.
TEST(Itineraries, AnswersDoNotDependOnEarlierQuestions) {
  const SmallWorld world = random_world(77);
  const ItinerarySearch one(world.network, world.timetable);
  const auto places = ids_of(world.network.places);
  for (const PlaceId from : places)
    for (const PlaceId to : places) {
      const ItinerarySearch fresh(world.network, world.timetable);
      EXPECT_EQ(one.find(from, to, {}), fresh.find(from, to, {}));
    }
}

}  // namespace
}  // namespace stopover::timetable
