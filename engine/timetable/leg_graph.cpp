// SPDX-License-Identifier: Apache-2.0
#include "engine/timetable/leg_graph.hpp"

#include <algorithm>
#include <string_view>

#include <boost/graph/dijkstra_shortest_paths.hpp>

namespace stopover::timetable::detail {
namespace {

// More than any journey; sums of it never overflow.
constexpr Seconds kNever = Seconds::max() / 4;

}  // namespace

LegGraph::LegGraph(const Network& network, const Timetable& timetable)
    : network_(network), timetable_(timetable) {
  add_rides();
  add_roads();
  std::vector<LegRow> rows = legs_.rows();
  std::sort(rows.begin(), rows.end(), [](const LegRow& a, const LegRow& b) {
    return std::tie(a.from, a.leg) < std::tie(b.from, b.leg);
  });
  first_leg_.assign(network.places.size() + 1, 0);
  for (const LegRow& row : rows) ++first_leg_[row.from.value() + 1];
  for (std::size_t p = 1; p < first_leg_.size(); ++p) first_leg_[p] += first_leg_[p - 1];
  legs_ = {};
  legs_.reserve(rows.size());
  for (const LegRow& row : rows) legs_.push_back(row);
}

void LegGraph::add_rides() {
  std::map<std::string_view, ServiceId> line_of;
  for (const ServiceId id : ids_of(timetable_.services())) {
    const Service& service = timetable_.services()[id];
    if (service.run_count == 0) continue;
    const ServiceId line = line_of.emplace(service.line, id).first->second;
    const Seconds headway = timetable_.mean_headway(id);
    for (std::size_t board = 0; board < service.stops.size(); ++board) {
      for (std::size_t alight = board + 1; alight < service.stops.size(); ++alight) {
        if (service.stops[board] == service.stops[alight]) continue;
        if (!service.fare_between(board, alight)) continue;
        const Leg leg{id, static_cast<std::uint16_t>(board), static_cast<std::uint16_t>(alight),
                      RoadId::none()};
        legs_.push_back({leg, service.stops[board], service.stops[alight],
                         timetable_.mean_ride(id, board, alight), headway, line, service.mode,
                         service.reserved});
      }
    }
  }
}

void LegGraph::add_roads() {
  for (const RoadId id : ids_of(network_.roads)) {
    const network::Road& road = network_.roads[id];
    if (road.from == road.to) continue;
    legs_.push_back({{ServiceId::none(), 0, 0, id},
                     road.from,
                     road.to,
                     road.mean,
                     Seconds(0),
                     ServiceId::none(),
                     road.mode,
                     false});
  }
}

Guide& LegGraph::guide(int passenger_class, Seconds headway_cap) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<Guide>& guide = guides_[{passenger_class, headway_cap}];
  if (!guide) guide = std::make_unique<Guide>(network_, legs_, passenger_class, headway_cap);
  return *guide;
}

Guide::Guide(const Network& network, const Table<LegId, LegRow>& legs, int passenger_class,
             Seconds headway_cap)
    : places_(network.places.size()),
      connections_(network.places.size()),
      backward_(2 * network.places.size()),
      cache_(network.places.size()) {
  const std::vector<PlaceId> places = ids_of(network.places);
  for (const PlaceId from : places) {
    for (const PlaceId to : places) {
      const std::optional<Seconds> planned = network.planned_connection(from, to, passenger_class);
      if (!planned) continue;
      connections_[from].push_back({to, *planned});
      boost::add_edge(places_ + to.value(), from.value(), Weights{*planned, 0}, backward_);
    }
  }
  std::map<std::pair<PlaceId, PlaceId>, Weights> best;  // of parallel legs, each way of counting
  weight_.reserve(legs.size());
  for (const LegRow& row : legs) {
    const Seconds weight = row.time + std::min(row.headway, headway_cap) / 2;
    STOPOVER_CHECK(weight >= Seconds(0) && weight < kNever / 64, "a leg's time is sane");
    weight_.push_back(weight);
    const std::int64_t rides = row.leg.is_ride() ? 1 : 0;
    const auto [entry, added] = best.try_emplace({row.from, row.to}, Weights{weight, rides});
    entry->second = {std::min(entry->second.time, weight), std::min(entry->second.rides, rides)};
  }
  for (const auto& [ends, weights] : best)
    boost::add_edge(ends.second.value(), places_ + ends.first.value(), weights, backward_);
}

const ToGo& Guide::to_go(PlaceId destination) {
  Cached& cached = cache_[destination.value()];
  std::call_once(cached.once, [&] { cached.to_go = find(destination); });
  return cached.to_go;
}

ToGo Guide::find(PlaceId destination) const {
  const std::size_t vertices = 2 * places_;
  const auto index = boost::get(boost::vertex_index, backward_);
  const auto add = [](Seconds a, Seconds b) { return std::min(kNever, a + b); };
  std::vector<Seconds> time(vertices);
  boost::dijkstra_shortest_paths(
      backward_, destination.value(),
      boost::weight_map(boost::get(&Weights::time, backward_))
          .distance_map(boost::make_iterator_property_map(time.begin(), index))
          .distance_compare(std::less<>())
          .distance_combine(add)
          .distance_inf(kNever)
          .distance_zero(Seconds(0)));
  ToGo result;
  result.rides.resize(vertices);
  boost::dijkstra_shortest_paths(
      backward_, destination.value(),
      boost::weight_map(boost::get(&Weights::rides, backward_))
          .distance_map(boost::make_iterator_property_map(result.rides.begin(), index)));
  result.rides.resize(places_);  // arrived comes first
  const auto known = [](Seconds t) { return t < kNever ? std::optional(t) : std::nullopt; };
  for (std::size_t p = 0; p < places_; ++p) {
    result.arrived.push_back(known(time[p]));
    result.departing.push_back(known(time[places_ + p]));
  }
  return result;
}

}  // namespace stopover::timetable::detail
