// SPDX-License-Identifier: Apache-2.0
#include "models/visit/world_ways.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/check.hpp"
#include "models/visit/place_journeys.hpp"

namespace stopover::visit {
namespace {

constexpr std::size_t kArrival = 0;  // spots and nodes
constexpr std::size_t kDeparture = 1;
constexpr std::uint64_t kOtherSeed = 0x9e3779b97f4a7c15ULL;

Tick clamped(Seconds span) {
  return static_cast<Tick>(std::min<std::int64_t>(span.count(), orienteering::kLastTick));
}

}  // namespace

class WaysBuilder {
 public:
  WaysBuilder(WorldWays& out, const simulation::World& world, Executor& executor)
      : out_(out), world_(world), executor_(executor), q_(out.question_) {}

  void build() {
    lay_out_ends();
    search();
    secure();
    assemble();
  }

 private:
  void lay_out_ends() {
    std::map<std::string, network::PlaceId> place_of;
    for (const network::PlaceId id : ids_of(world_.places)) place_of[world_.places[id].key] = id;
    nodes_ = {q_.from, q_.to};
    std::map<std::string, std::size_t> node_of;
    out_.ends_ = {{kArrival, {}}, {kDeparture, {}}};
    for (std::size_t i = 2; i < out_.spots_.size(); ++i) {
      const Spot& spot = out_.spots_[i];
      const auto [at, fresh] = node_of.try_emplace(spot.place, nodes_.size());
      const auto place = place_of.find(spot.place);
      STOPOVER_CHECK(place != place_of.end(), "validation found every reference");
      if (fresh) nodes_.push_back(place->second);
      const simulation::PlaceInfo& middle = world_.places[place->second];
      out_.ends_.push_back(
          {at->second,
           local_way(q_.local, straight_km(spot, {spot.place, middle.lon, middle.lat}))});
    }
    out_.nodes_ = nodes_.size();
    out_.pairs_.resize(nodes_.size() * nodes_.size());
  }

  // Pairs of nodes that some pair of spots needs, from the lower to the higher.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> needed() const {
    std::vector<char> far(nodes_.size() * nodes_.size(), 0);
    for (std::size_t i = 2; i < out_.ends_.size(); ++i)
      for (std::size_t j = 2; j < out_.ends_.size(); ++j)
        if (straight_km(out_.spots_[i], out_.spots_[j]) > q_.local.near_km)
          far[out_.ends_[i].node * nodes_.size() + out_.ends_[j].node] = 1;
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    if (q_.from != q_.to) pairs.emplace_back(kArrival, kDeparture);
    for (std::size_t a = 2; a < nodes_.size(); ++a) {
      pairs.emplace_back(kArrival, a);
      pairs.emplace_back(a, kDeparture);
      for (std::size_t b = 2; b < nodes_.size(); ++b)
        if (a != b && far[a * nodes_.size() + b] != 0) pairs.emplace_back(a, b);
    }
    return pairs;
  }

  // From the spots of a node to its middle: what the lateness of a first boarding counts with.
  [[nodiscard]] std::vector<Seconds> mean_access() const {
    std::vector<Seconds> sum(nodes_.size());
    std::vector<std::int64_t> count(nodes_.size(), 0);
    for (const WorldWays::End& end : out_.ends_) {
      sum[end.node] += end.local.time;
      ++count[end.node];
    }
    for (std::size_t a = 0; a < nodes_.size(); ++a)
      if (count[a] > 0) sum[a] = sum[a] / count[a];
    return sum;
  }

  void search() {
    const SearchNetwork network(world_, q_, executor_);
    pairs_ = needed();
    found_.resize(pairs_.size());
    const std::vector<Seconds> access = mean_access();
    executor_.run(pairs_.size(), [&](std::size_t k) {
      const auto [a, b] = pairs_[k];
      found_[k] =
          find_pair(network, nodes_[a], nodes_[b], b == kDeparture ? access[a] : Seconds(0));
    });
  }

  // Numbers the chains of steps of ways back, draws them, and keeps journeys that none beats in
  // departure and secured arrival.
  void secure() {
    std::vector<std::vector<std::uint32_t>> number(found_.size());
    for (std::size_t k = 0; k < found_.size(); ++k) {
      if (pairs_[k].second != kDeparture) continue;
      const auto add = [&](const FoundJourney& one) {
        const auto at = std::find(out_.late_steps_.begin(), out_.late_steps_.end(), one.late);
        number[k].push_back(static_cast<std::uint32_t>(at - out_.late_steps_.begin()));
        if (at == out_.late_steps_.end()) out_.late_steps_.push_back(one.late);
      };
      for (const FoundJourney& one : found_[k].journeys) add(one);
      for (const FoundJourney& one : found_[k].any_time) add(one);
    }
    out_.late_.resize(out_.late_steps_.size());
    executor_.run(out_.late_.size(), [&](std::size_t n) {
      out_.late_[n] = lateness_of(out_.late_steps_[n], q_.lateness);
    });
    for (std::size_t k = 0; k < found_.size(); ++k) keep(k, number[k]);
  }

  void keep(std::size_t k, const std::vector<std::uint32_t>& number) {
    const auto secured = [&](PlaceJourney journey, std::size_t i) {
      if (number.empty()) return journey;
      journey.lateness = number[i];
      journey.reserve = out_.late_[number[i]].reserve(q_.most_missed);
      return journey;
    };
    PlacePair pair;
    std::vector<FoundJourney>& all = found_[k].journeys;
    for (std::size_t i = all.size(); i-- > 0;) {
      PlaceJourney one = secured(std::move(all[i].journey), i);
      if (pair.journeys.empty() ||
          one.arrive + one.reserve < pair.journeys.back().arrive + pair.journeys.back().reserve)
        pair.journeys.push_back(std::move(one));
    }
    std::reverse(pair.journeys.begin(), pair.journeys.end());
    if (!found_[k].any_time.empty())
      pair.any_time = secured(std::move(found_[k].any_time[0].journey), all.size());
    out_.pairs_[pairs_[k].first * nodes_.size() + pairs_[k].second] = std::move(pair);
  }

  void assemble() {
    const std::size_t n = out_.spots_.size();
    orienteering::TravelProfiles profiles{.places = n,
                                          .between = orienteering::BetweenPoints::kTimetable};
    profiles.walk.assign(n * n, orienteering::kNever);
    out_.ways_.fare.assign(n * n, 0);
    out_.ways_.walk_m.assign(n * n, 0);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        profiles.first.push_back(static_cast<std::uint32_t>(profiles.points.size()));
        add_pair(i, j, profiles);
      }
    profiles.first.push_back(static_cast<std::uint32_t>(profiles.points.size()));
    out_.ways_.travel = orienteering::TravelTimes::by_departure(std::move(profiles));
  }

  void add_pair(std::size_t i, std::size_t j, orienteering::TravelProfiles& profiles) {
    const std::size_t at = i * out_.spots_.size() + j;
    if (i == j || (i == kArrival && j == kDeparture && q_.from == q_.to)) {
      profiles.walk[at] = 0;
      return;
    }
    if (j == kArrival || i == kDeparture) return;
    const PlacePair* pair = out_.pair_of(i, j);
    if (pair == nullptr) {
      const double km = straight_km(out_.spots_[i], out_.spots_[j]);
      if (km > q_.local.most_km) return;
      const LocalWay way = local_way(q_.local, km);
      profiles.walk[at] = clamped(way.time);
      out_.ways_.fare[at] = way.fare.count();
      out_.ways_.walk_m[at] = way.walk_m;
      return;
    }
    const LocalWay& before = out_.ends_[i].local;
    const LocalWay& after = out_.ends_[j].local;
    std::int64_t fare = 0;
    for (const PlaceJourney& one : pair->journeys) {
      const Instant leave = one.depart - out_.access(i);
      if (leave < out_.zero_) continue;
      profiles.points.push_back(
          {out_.tick(leave), out_.tick(one.arrive + one.reserve + after.time)});
      fare = std::max(fare, one.fare.count());
    }
    if (pair->any_time) {
      const PlaceJourney& one = *pair->any_time;
      profiles.walk[at] =
          clamped(before.time + (one.arrive - one.depart) + one.reserve + after.time);
      fare = std::max(fare, one.fare.count());
    }
    out_.ways_.fare[at] = before.fare.count() + fare + after.fare.count();
    out_.ways_.walk_m[at] = before.walk_m + after.walk_m;
  }

  WorldWays& out_;
  const simulation::World& world_;
  Executor& executor_;
  const WaysQuestion& q_;
  std::vector<network::PlaceId> nodes_;
  std::vector<std::pair<std::size_t, std::size_t>> pairs_;
  std::vector<FoundPair> found_;
};

WorldWays::WorldWays(const simulation::World& world, const WaysQuestion& question,
                     const std::vector<Spot>& spots, Executor& executor)
    : question_(question) {
  zero_ = world.zone.instant_at(world.zone.civil(question.span.from).date, Seconds(0));
  for (const network::PlaceId id : {question.from, question.to})
    spots_.push_back({world.places[id].key, world.places[id].lon, world.places[id].lat});
  spots_.insert(spots_.end(), spots.begin(), spots.end());
  WaysBuilder(*this, world, executor).build();
}

const PlacePair* WorldWays::pair_of(std::size_t from, std::size_t to) const {
  if (from >= 2 && to >= 2 && straight_km(spots_[from], spots_[to]) <= question_.local.near_km)
    return nullptr;
  const auto& pair = pairs_[ends_[from].node * nodes_ + ends_[to].node];
  if (!pair) return nullptr;
  const bool goes = !pair->journeys.empty() || pair->any_time;
  // Between sights without a journey the local way remains; to and from a terminal none does.
  return goes || from < 2 || to < 2 ? &*pair : nullptr;
}

Seconds WorldWays::access(std::size_t from) const {
  return from < 2 ? Seconds(0) : ends_[from].local.time + question_.board_early;
}

const PlaceJourney* WorldWays::journey(std::size_t from, std::size_t to, Tick ready,
                                       PlaceJourney& moved) const {
  const PlacePair* pair = pair_of(from, to);
  if (pair == nullptr) return nullptr;
  const Instant at = instant(ready) + access(from);
  const auto ride = std::find_if(pair->journeys.begin(), pair->journeys.end(),
                                 [&](const PlaceJourney& one) { return one.depart >= at; });
  const PlaceJourney* best = ride == pair->journeys.end() ? nullptr : &*ride;
  if (pair->any_time) {
    moved = *pair->any_time;
    const Seconds shift = instant(ready) + ends_[from].local.time - moved.depart;
    moved.depart += shift;
    moved.arrive += shift;
    for (WayLeg& leg : moved.legs) {
      leg.depart += shift;
      leg.arrive += shift;
    }
    if (best == nullptr || moved.arrive + moved.reserve < best->arrive + best->reserve)
      best = &moved;
  }
  STOPOVER_CHECK(best != nullptr, "an itinerary uses ways that exist");
  return best;
}

Way WorldWays::way(std::size_t from, std::size_t to, Tick ready) const {
  PlaceJourney moved;
  const PlaceJourney* one = journey(from, to, ready, moved);
  Way way;
  if (one == nullptr) {
    const LocalWay local = from == to || (from < 2 && to < 2)
                               ? LocalWay{}
                               : local_way(question_.local, straight_km(spots_[from], spots_[to]));
    way.depart = instant(ready);
    way.arrive = way.depart + local.time;
    way.fare = local.fare;
    way.walk_m = local.walk_m;
    if (local.time > Seconds(0))
      way.legs.push_back({.kind = local.on_foot ? WayLeg::Kind::kWalk : WayLeg::Kind::kLocal,
                          .depart = way.depart,
                          .arrive = way.arrive,
                          .walk_m = local.walk_m});
    return way;
  }
  const auto add = [&](const LocalWay& local, Instant depart, network::PlaceId at, bool first) {
    way.fare += local.fare;
    way.walk_m += local.walk_m;
    if (local.time == Seconds(0)) return;
    WayLeg leg{.kind = local.on_foot ? WayLeg::Kind::kWalk : WayLeg::Kind::kLocal,
               .depart = depart,
               .arrive = depart + local.time,
               .walk_m = local.walk_m};
    (first ? leg.to : leg.from) = at;
    way.legs.push_back(leg);
  };
  const Seconds early = one == &moved || from < 2 ? Seconds(0) : question_.board_early;
  way.depart = one->depart - early - ends_[from].local.time;
  way.fare = one->fare;
  const network::PlaceId first = one->legs.empty() ? network::PlaceId::none() : one->legs[0].from;
  const network::PlaceId last = one->legs.empty() ? network::PlaceId::none() : one->legs.back().to;
  if (from >= 2) add(ends_[from].local, way.depart, first, true);
  way.legs.insert(way.legs.end(), one->legs.begin(), one->legs.end());
  if (to >= 2) add(ends_[to].local, one->arrive, last, false);
  way.arrive = one->arrive + (to >= 2 ? ends_[to].local.time : Seconds(0));
  return way;
}

MissChance WorldWays::miss(std::size_t from, Tick ready, Seconds slack) const {
  PlaceJourney moved;
  const PlaceJourney* one = journey(from, kDeparture, ready, moved);
  if (one == nullptr) return {0, 0, 0};  // never left
  LatenessSettings settings = question_.lateness;
  settings.seed ^= kOtherSeed;
  return lateness_of(late_steps_[one->lateness], settings).beyond(slack);
}

}  // namespace stopover::visit
