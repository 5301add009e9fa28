// SPDX-License-Identifier: Apache-2.0
#include "engine/timetable/itineraries.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <queue>
#include <set>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/timetable/leg_graph.hpp"

namespace stopover::timetable {
namespace {

using detail::Guide;
using detail::LegGraph;
using detail::LegId;
using detail::LegRow;
using detail::ToGo;
using network::Network;

void check_options(const SearchOptions& o) {
  STOPOVER_CHECK(o.passenger_class >= 0 && o.passenger_class < 32, "a class is 0 to 31");
  STOPOVER_CHECK(
      o.max_rides >= 0 && o.max_templates >= 0 && o.max_per_anchor >= 0 && o.max_air_legs >= 0,
      "limits of a search are not negative");
  STOPOVER_CHECK(o.max_detour >= 1 && std::isfinite(o.max_detour) && o.slack >= Seconds(0) &&
                     o.headway_cap >= Seconds(0),
                 "the detour bound does not cut the fastest way");
}

// Doors: nothing in a hub; outside, what the place says.
std::optional<Seconds> door_of(const Network& network, PlaceId place,
                               std::optional<Seconds> network::Place::*door) {
  const network::Place& p = network.places[place];
  return p.hub.is_none() ? p.*door : std::optional(Seconds(0));
}

// The first leg that satisfies each wish in turn; the first leg of all without any.
template <class Is>
std::optional<std::size_t> first_leg(std::size_t legs, Is is) {
  for (std::size_t i = 0; i < legs; ++i)
    if (is(i)) return i;
  return std::nullopt;
}

// ---- templates ----------------------------------------------------------------------------------

constexpr std::uint32_t kRoot = static_cast<std::uint32_t>(-1);

// A way that has begun: its last leg, and the node of the way before it.
struct Node {
  std::uint32_t before = kRoot;
  LegId leg;
  Seconds taken{};                           // door, legs, connections so far
  ServiceId anchor_air = ServiceId::none();  // first air leg
  std::int16_t rides = 0;
  std::int16_t air_legs = 0;
};

struct Waiting {
  Seconds bound{};  // least expected time of the whole way
  std::uint32_t node = 0;
  // The queue's top is the least; nodes are numbered in order of birth, so ties are deterministic.
  friend bool operator<(const Waiting& a, const Waiting& b) {
    return std::tie(b.bound, b.node) < std::tie(a.bound, a.node);
  }
};

class TemplateSearch {
 public:
  TemplateSearch(const Network& network, LegGraph& legs, const SearchOptions& options,
                 std::pair<PlaceId, PlaceId> ends)
      : network_(network),
        legs_(legs),
        options_(options),
        guide_(legs.guide(options.passenger_class, options.headway_cap)),
        to_go_(guide_.to_go(ends.second)),
        from_(ends.first),
        to_(ends.second),
        board_(door_of(network, from_, &network::Place::board)),
        alight_(door_of(network, to_, &network::Place::alight)) {}

  std::vector<Template> run() {
    begin();
    while (!queue_.empty() && kept_.size() < static_cast<std::size_t>(options_.max_templates)) {
      const Waiting next = queue_.top();
      queue_.pop();
      if (limit_ && next.bound > *limit_) break;
      if (!arrived_.empty() && next.bound > arrived_.front().expected) keep_arrived();
      if (nodes_[next.node].anchor_air.is_none() || !is_full(nodes_[next.node].anchor_air))
        visit(next);
    }
    if (!arrived_.empty()) keep_arrived();
    if (kept_.size() > static_cast<std::size_t>(options_.max_templates))
      kept_.resize(static_cast<std::size_t>(options_.max_templates));
    return std::move(kept_);
  }

 private:
  void begin() {
    begin_at(from_, Seconds(0));
    if (!options_.inside_hub || network_.places[from_].hub.is_none()) return;
    for (const detail::Connection& connection : guide_.connections(from_))
      if (connection.to != from_) begin_at(connection.to, connection.planned);
  }

  void begin_at(PlaceId place, Seconds taken) {
    const auto [first, last] = legs_.legs_from(place);
    for (std::uint32_t i = first; i < last; ++i) {
      const LegRow& row = legs_[LegId(i)];
      if (row.leg.is_ride() && !board_) continue;
      const Seconds door = row.leg.is_ride() ? *board_ : Seconds(0);
      add({kRoot, LegId(i), taken + door + guide_.weight(LegId(i)), ServiceId::none(), 0, 0});
    }
  }

  // Adds a way whose counts are still those before its last leg, if it may lead somewhere.
  void add(Node node) {
    const LegRow& row = legs_[node.leg];
    if (row.leg.is_ride()) ++node.rides;
    if (row.leg.is_ride() && row.mode == options_.air_mode) {
      ++node.air_legs;
      if (node.anchor_air.is_none()) node.anchor_air = row.leg.service;
    }
    const auto& to_go = to_go_.arrived[row.to.value()];
    if (!to_go || node.air_legs > options_.max_air_legs) return;
    if (node.rides + to_go_.rides[row.to.value()] > options_.max_rides) return;
    Seconds bound = node.taken + *to_go;
    if (row.to == to_) {  // complete
      if (row.leg.is_ride() && !alight_) return;
      if (row.leg.is_ride()) node.taken += *alight_;
      bound = node.taken;
    }
    if (limit_ && bound > *limit_) return;
    queue_.push({bound, static_cast<std::uint32_t>(nodes_.size())});
    nodes_.push_back(node);
  }

  void visit(const Waiting& next) {
    const Node node = nodes_[next.node];
    const LegRow& row = legs_[node.leg];
    if (row.to == to_) {
      arrived_.push_back(template_of(next.node));
      if (!limit_)
        limit_ = Seconds(static_cast<std::int64_t>(
                     std::floor(options_.max_detour * static_cast<double>(node.taken.count())))) +
                 options_.slack;
      return;
    }
    for (const detail::Connection& connection : guide_.connections(row.to)) {
      if (connection.to != row.to && visited(next.node, connection.to)) continue;
      const auto [first, last] = legs_.legs_from(connection.to);
      for (std::uint32_t i = first; i < last; ++i) {
        const LegRow& leg = legs_[LegId(i)];
        if (!may_follow(next.node, leg) || visited(next.node, leg.to)) continue;
        Node longer = node;
        longer.before = next.node;
        longer.leg = LegId(i);
        longer.taken += connection.planned + guide_.weight(LegId(i));
        add(longer);
      }
    }
  }

  [[nodiscard]] bool visited(std::uint32_t node, PlaceId place) const {
    for (; node != kRoot; node = nodes_[node].before) {
      const LegRow& row = legs_[nodes_[node].leg];
      if (row.from == place || row.to == place) return true;
    }
    return false;
  }

  // No road after a road; no ride after one of the same line, a road between them or not.
  [[nodiscard]] bool may_follow(std::uint32_t node, const LegRow& next) const {
    const LegRow* row = &legs_[nodes_[node].leg];
    if (!next.leg.is_ride()) return row->leg.is_ride();
    if (!row->leg.is_ride()) {
      const std::uint32_t before = nodes_[node].before;
      if (before == kRoot) return true;
      row = &legs_[nodes_[before].leg];
    }
    return row->same_line != next.same_line;
  }

  [[nodiscard]] Template template_of(std::uint32_t node) const {
    Template way{.from = from_, .to = to_, .legs = {}, .expected = nodes_[node].taken};
    std::vector<const LegRow*> rows;
    for (; node != kRoot; node = nodes_[node].before) rows.push_back(&legs_[nodes_[node].leg]);
    std::reverse(rows.begin(), rows.end());
    for (const LegRow* row : rows) way.legs.push_back(row->leg);
    const auto is_ride = [&](std::size_t i) { return rows[i]->leg.is_ride(); };
    auto anchor = first_leg(rows.size(), [&](std::size_t i) {
      return is_ride(i) && rows[i]->mode == options_.air_mode;
    });
    if (!anchor) anchor = first_leg(rows.size(), [&](std::size_t i) { return rows[i]->reserved; });
    if (!anchor) anchor = first_leg(rows.size(), is_ride);
    way.anchor = anchor.value_or(0);
    return way;
  }

  [[nodiscard]] bool is_full(ServiceId anchor) const {
    if (options_.max_per_anchor == 0) return false;
    const auto it = of_anchor_.find({anchor, RoadId::none()});
    return it != of_anchor_.end() && it->second >= options_.max_per_anchor;
  }

  // What alike templates share: modes in order, services of the anchor and all air legs.
  using Likeness = std::vector<std::pair<Mode, ServiceId>>;
  [[nodiscard]] Likeness likeness_of(const Template& way) const {
    Likeness likeness;
    for (std::size_t i = 0; i < way.legs.size(); ++i) {
      const Leg& leg = way.legs[i];
      const Mode mode = mode_of(leg);
      const bool named = leg.is_ride() && (i == way.anchor || mode == options_.air_mode);
      likeness.emplace_back(mode, named ? leg.service : ServiceId::none());
    }
    return likeness;
  }
  [[nodiscard]] Mode mode_of(const Leg& leg) const {
    return leg.is_ride() ? legs_.mode_of(leg.service) : network_.roads[leg.road].mode;
  }

  // Complete ways of one expected time, in order of their legs.
  void keep_arrived() {
    std::sort(arrived_.begin(), arrived_.end(),
              [](const Template& a, const Template& b) { return a.legs < b.legs; });
    for (Template& way : arrived_) {
      if (kept_.size() == static_cast<std::size_t>(options_.max_templates)) break;
      if (options_.max_per_anchor > 0) {
        const Leg& anchor = way.legs[way.anchor];
        int& count = of_anchor_[{anchor.service, anchor.road}];
        if (count >= options_.max_per_anchor) continue;
        if (!likenesses_.insert({{anchor.service, anchor.road}, likeness_of(way)}).second) continue;
        ++count;
      }
      kept_.push_back(std::move(way));
    }
    arrived_.clear();
  }

  const Network& network_;
  LegGraph& legs_;
  const SearchOptions& options_;
  Guide& guide_;
  const ToGo& to_go_;
  PlaceId from_;
  PlaceId to_;
  std::optional<Seconds> board_;
  std::optional<Seconds> alight_;
  std::optional<Seconds> limit_;  // once the fastest is known
  std::vector<Node> nodes_;
  std::priority_queue<Waiting> queue_;
  std::vector<Template> arrived_;  // complete, all of one expected time, not yet judged
  std::vector<Template> kept_;
  using Anchor = std::pair<ServiceId, RoadId>;
  std::map<Anchor, int> of_anchor_;
  std::set<std::pair<Anchor, Likeness>> likenesses_;
};

}  // namespace

PlaceId leg_from(const Network& network, const Timetable& timetable, const Leg& leg) {
  return leg.is_ride() ? timetable.services()[leg.service].stops[leg.board]
                       : network.roads[leg.road].from;
}

PlaceId leg_to(const Network& network, const Timetable& timetable, const Leg& leg) {
  return leg.is_ride() ? timetable.services()[leg.service].stops[leg.alight]
                       : network.roads[leg.road].to;
}

struct ItinerarySearch::Impl {
  Impl(const Network& n, const Timetable& t) : network(n), legs(n, t) {}
  const Network& network;
  LegGraph legs;
};

ItinerarySearch::ItinerarySearch(const Network& network, const Timetable& timetable)
    : impl_(std::make_unique<Impl>(network, timetable)) {}
ItinerarySearch::~ItinerarySearch() = default;
ItinerarySearch::ItinerarySearch(ItinerarySearch&&) noexcept = default;
ItinerarySearch& ItinerarySearch::operator=(ItinerarySearch&&) noexcept = default;

std::vector<Template> ItinerarySearch::find(PlaceId from, PlaceId to,
                                            const SearchOptions& options) const {
  check_options(options);
  if (from == to) return {};
  return TemplateSearch(impl_->network, impl_->legs, options, {from, to}).run();
}

}  // namespace stopover::timetable
