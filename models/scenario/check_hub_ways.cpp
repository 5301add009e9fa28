// SPDX-License-Identifier: Apache-2.0
// Whether passengers can cross each hub: the shape that the simulation will build, asked the same
// way (engine/network). Only hubs whose points and walks are sound alone are looked at.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/network/network.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/feeds.hpp"
#include "models/scenario/holders.hpp"
#include "models/scenario/hub_points.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

using network::ClassMask;
using network::HubGraph;
using network::HubVertex;
using Vertices = std::map<std::string, HubGraph::Vertex, std::less<>>;

// Where services leave passengers and where they take them.
struct Served {
  std::set<std::string> arrive;
  std::set<std::string> depart;

  void both(const std::string& place) {
    arrive.insert(place);
    depart.insert(place);
  }
  void trip(const std::string& from, const std::string& to, bool both_ways) {
    depart.insert(from);
    arrive.insert(to);
    if (both_ways) trip(to, from, false);
  }
};

Served served_by(const Checking& c) {
  Served served;
  for (const Line& line : c.elements().line())
    for (int i = 1; i < line.stop_size(); ++i)
      served.trip(line.stop(i - 1).place(), line.stop(i).place(), line.both_ways());
  for (const Road& road : c.elements().road())
    served.trip(road.from(), road.to(), road.both_ways());
  for (const FlightGroup& flight : c.elements().flight())
    served.trip(flight.from(), flight.to(), false);
  each_feed(c.loaded().scenario.files(), [&](std::string_view, const Feed& feed) {
    for (const StopPlace& stop : feed.stop_place()) served.both(stop.value());
  });
  return served;
}

// In a direction that passengers go.
bool is_walkable(const Walk& walk) {
  using Kind = HubPoint::Kind;
  const Kind from = hub_point(walk.from()).kind;
  const Kind to = hub_point(walk.to()).kind;
  if (walk.both_ways()) return from == Kind::kCheckpoint && to == Kind::kCheckpoint;
  return from != Kind::kDepart && to != Kind::kArrive && walk.from() != walk.to();
}

class HubWays {
 public:
  HubWays(Checking& c, const Hub& hub) : c_(c), hub_(hub), holders_(holders_of(hub)) {}

  void run(const Served& served) {
    if (!build()) return;
    const network::HubCheck check = graph_.check();
    for (const auto& cycle : check.cycles) report_cycle(cycle);
    dead_ends_ = {check.dead_ends.begin(), check.dead_ends.end()};
    unreached_ = {check.unreachable_from_arrivals.begin(), check.unreachable_from_arrivals.end()};
    for (int i = 0; i < hub_.places_size(); ++i) check_place(served, i);
    behind_stuck_ = from(stuck_, onward_);
    before_shut_ = from(shut_, back_);
    for (int i = 0; i < hub_.checkpoint_size(); ++i) check_checkpoint(i);
  }

 private:
  using Ways = std::multimap<std::string, std::string, std::less<>>;

  void check_place(const Served& served, int i) {
    const std::string& place = hub_.places(i);
    const Spot spot{"hub", hub_.id(), indexed("places", i)};
    const std::string arrive = place + ":arrive";
    const std::string depart = place + ":depart";
    if (!walked_.contains(arrive) && !walked_.contains(depart)) {
      c_.fault(rule::kNoWalks, spot, place, "walks from its arrival and to its departure");
      stuck_.insert(arrive);
      shut_.insert(depart);
      return;
    }
    const bool stuck = served.arrive.contains(place) && dead_ends_.contains(arrive);
    const bool shut = served.depart.contains(place) && unreached_.contains(depart);
    if (stuck) {
      c_.fault(rule::kDeadEnd, spot, arrive, "a way to a departure, open to one class throughout");
      stuck_.insert(arrive);
    }
    if (shut) {
      c_.fault(rule::kUnreached, spot, depart,
               "a way from an arrival, open to one class throughout");
      shut_.insert(depart);
    }
  }

  static std::set<std::string> from(const std::set<std::string>& points, const Ways& ways) {
    std::set<std::string> reached = points;
    std::vector<std::string> next(points.begin(), points.end());
    while (!next.empty()) {
      const auto [first, end] = ways.equal_range(next.back());
      next.pop_back();
      for (auto way = first; way != end; ++way)
        if (reached.insert(way->second).second) next.push_back(way->second);
    }
    return reached;
  }

  // What the fault of a place says already, or a walk that this place lacks would mend: a
  // checkpoint between it and the other end, or any if it has no walk there at all.
  [[nodiscard]] bool is_echo(const std::string& id) const {
    const auto without = [](const std::set<std::string>& points, const Ways& ways) {
      return std::ranges::any_of(points, [&](const auto& one) { return !ways.contains(one); });
    };
    return behind_stuck_.contains(id) || before_shut_.contains(id) ||
           (unreached_.contains(id) && without(stuck_, onward_)) ||
           (dead_ends_.contains(id) && without(shut_, back_));
  }

  void check_checkpoint(int i) {
    const std::string& id = hub_.checkpoint(i).id();
    if (c_.hub_of_checkpoint(id) != &hub_) return;  // two of one id: reported as such
    const Spot spot{"hub", hub_.id(), indexed("checkpoint", i)};
    if (walked_.contains(id) && is_echo(id)) return;
    if (unreached_.contains(id))
      c_.fault(rule::kDeskUnreached, spot, id,
               "a way from an arrival, open to one class throughout");
    else if (dead_ends_.contains(id))
      c_.fault(rule::kDeskDeadEnd, spot, id, "a way to a departure, open to one class throughout");
  }

  // False if the hub has a fault of its own that would be echoed here.
  bool build() {
    std::uint32_t number = 0;
    for (const std::string& place : hub_.places()) {
      const network::PlaceId id(number++);
      if (c_.hub_of_place(place) != &hub_) return false;
      if (!add({.kind = HubVertex::Kind::kArrive, .place = id, .key = place + ":arrive"}) ||
          !add({.kind = HubVertex::Kind::kDepart, .place = id, .key = place + ":depart"}))
        return false;
    }
    number = 0;
    for (const Checkpoint& checkpoint : hub_.checkpoint())
      if (!add({.kind = HubVertex::Kind::kCheckpoint,
                .checkpoint = network::CheckpointId(number++),
                .serves = holders_.open_to(class_mask(checkpoint.serves())),
                .key = checkpoint.id()}))
        return false;
    return std::all_of(hub_.walk().begin(), hub_.walk().end(),
                       [&](const Walk& walk) { return add(walk); });
  }

  bool add(HubVertex vertex) {
    if (vertices_.contains(vertex.key)) return false;
    const std::string key = vertex.key;
    vertices_.emplace(key, graph_.add_vertex(std::move(vertex)));
    return true;
  }

  bool add(const Walk& walk) {
    const auto from = vertices_.find(walk.from());
    const auto to = vertices_.find(walk.to());
    if (from == vertices_.end() || to == vertices_.end() || !is_walkable(walk)) return false;
    const ClassMask only = holders_.open_to(class_mask(walk.only()), walk.needs(), walk.not_with());
    graph_.add_walk(from->second, to->second, Seconds(0), Seconds(0), only);
    if (walk.both_ways()) graph_.add_walk(to->second, from->second, Seconds(0), Seconds(0), only);
    walked_.insert({walk.from(), walk.to()});
    onward_.emplace(walk.from(), walk.to());
    back_.emplace(walk.to(), walk.from());
    if (walk.both_ways()) {
      onward_.emplace(walk.to(), walk.from());
      back_.emplace(walk.from(), walk.to());
    }
    return true;
  }

  void report_cycle(const std::vector<std::string>& cycle) {
    const auto inside = [&](const std::string& key) {
      return std::find(cycle.begin(), cycle.end(), key) != cycle.end();
    };
    const auto walk = std::find_if(hub_.walk().begin(), hub_.walk().end(), [&](const Walk& one) {
      return inside(one.from()) && inside(one.to());
    });
    const auto number = static_cast<int>(walk - hub_.walk().begin());
    c_.fault(rule::kHubCycle, {"hub", hub_.id(), indexed("walk", number)},
             fmt::format("{}", fmt::join(cycle, ", ")), "no way from a checkpoint back to itself");
  }

  // As if for each right that walks ask for some product granted it alone.
  static Holders holders_of(const Hub& hub) {
    std::set<std::string> rights;
    for (const Walk& walk : hub.walk())
      for (const std::string& right : {walk.needs(), walk.not_with()})
        if (!right.empty()) rights.insert(right);
    std::vector<Holders::Rights> sets;
    for (const std::string& right : rights) sets.push_back({right});
    return Holders(sets);
  }

  Checking& c_;
  const Hub& hub_;
  Holders holders_;
  HubGraph graph_;
  Vertices vertices_;
  std::set<std::string> walked_;     // points that walks begin or end at
  std::set<std::string> dead_ends_;  // points without a way to a departure
  std::set<std::string> unreached_;  // points without a way from an arrival
  Ways onward_;                      // walks
  Ways back_;
  std::set<std::string> stuck_;         // arrivals with a fault
  std::set<std::string> shut_;          // departures with a fault
  std::set<std::string> behind_stuck_;  // and what walks lead to from there
  std::set<std::string> before_shut_;
};

}  // namespace

void check_hub_ways(Checking& c) {
  const Served served = served_by(c);
  for (const Hub& hub : c.elements().hub()) HubWays(c, hub).run(served);
}

}  // namespace stopover::scenario
