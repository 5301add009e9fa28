// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/station_paths.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

namespace stopover::journeys {
namespace {

namespace gtfs = io::gtfs;
using gtfs::PathwayMode;
using gtfs::StopKind;

constexpr std::int64_t kUnreached = std::numeric_limits<std::int64_t>::max();

// From the one end to the other, upwards positive; nothing unless both levels are known.
std::optional<double> levels_up(const gtfs::Feed& feed, const gtfs::Pathway& way) {
  const gtfs::LevelId from = feed.stops[way.from].level;
  const gtfs::LevelId to = feed.stops[way.to].level;
  if (from.is_none() || to.is_none()) return std::nullopt;
  return feed.levels[to].index - feed.levels[from].index;
}

// By what is left when neither time, length nor stairs are stated.
std::optional<double> guessed_seconds(const gtfs::Feed& feed, const gtfs::Pathway& way,
                                      const PathwaySpeeds& speeds, bool against) {
  const std::optional<double> up = levels_up(feed, way);
  if (up && *up != 0 && way.mode == PathwayMode::kStairs)
    return std::abs(*up) * speeds.steps_a_level *
           ((*up > 0) != against ? speeds.seconds_a_step_up : speeds.seconds_a_step_down);
  if (up && *up != 0 && way.mode == PathwayMode::kEscalator)
    return std::abs(*up) * speeds.belt_metres_a_level / speeds.belt_metres_per_second;
  const auto& from = feed.stops[way.from].position;
  const auto& to = feed.stops[way.to].position;
  if (!from || !to || *from == *to) return std::nullopt;
  return great_circle_metres(*from, *to) / speeds.walk_metres_per_second;
}

}  // namespace

double pathway_seconds(const gtfs::Feed& feed, const gtfs::Pathway& way,
                       const PathwaySpeeds& speeds, bool against) {
  if (way.time) return static_cast<double>(way.time->count());
  switch (way.mode) {
    case PathwayMode::kElevator:
      return static_cast<double>(speeds.elevator.count()) +
             speeds.elevator_seconds_a_level * std::abs(levels_up(feed, way).value_or(0));
    case PathwayMode::kFareGate:
    case PathwayMode::kExitGate:
      return static_cast<double>(speeds.gate.count()) +
             way.metres.value_or(0) / speeds.walk_metres_per_second;
    default:
      break;
  }
  const bool belt = way.mode == PathwayMode::kEscalator || way.mode == PathwayMode::kMovingWalkway;
  // Stairs before their length, which is that on the plan.
  if (way.stairs && *way.stairs != 0 && !belt)
    return std::abs(*way.stairs) *
           ((*way.stairs > 0) != against ? speeds.seconds_a_step_up : speeds.seconds_a_step_down);
  if (way.metres)
    return *way.metres / (belt ? speeds.belt_metres_per_second : speeds.walk_metres_per_second);
  return guessed_seconds(feed, way, speeds, against)
      .value_or(static_cast<double>(speeds.unstated.count()));
}

namespace {

// The pathways of one set of joined locations.
class Searcher {
 public:
  explicit Searcher(std::vector<gtfs::StopId> stops)
      : stops_(std::move(stops)), far_(stops_.size()) {}

  // Milliseconds, so that only whole paths are rounded.
  void add(gtfs::StopId from, gtfs::StopId to, double seconds) {
    edges_.emplace_back(index(from), index(to));
    ways_.push_back({std::llround(seconds * 1'000)});
  }
  [[nodiscard]] const std::vector<gtfs::StopId>& stops() const { return stops_; }
  // All are in.
  void close() {
    graph_ = Graph(boost::edges_are_unsorted_multi_pass, edges_.begin(), edges_.end(),
                   ways_.begin(), stops_.size());
  }
  // Milliseconds by stop.
  const std::vector<std::int64_t>& search(std::size_t source) {
    boost::dijkstra_shortest_paths(
        graph_, source,
        boost::distance_map(boost::make_iterator_property_map(
                                far_.begin(), boost::get(boost::vertex_index, graph_)))
            .weight_map(boost::get(&Way::milliseconds, graph_))
            .distance_inf(kUnreached));
    return far_;
  }

 private:
  struct Way {
    std::int64_t milliseconds = 0;
  };
  using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Way>;

  [[nodiscard]] std::size_t index(gtfs::StopId stop) const {
    return static_cast<std::size_t>(std::lower_bound(stops_.begin(), stops_.end(), stop) -
                                    stops_.begin());
  }

  std::vector<gtfs::StopId> stops_;  // ascending
  std::vector<std::pair<std::size_t, std::size_t>> edges_;
  std::vector<Way> ways_;
  Graph graph_;
  std::vector<std::int64_t> far_;
};

// Of the stops that pathways join, ascending in each set.
std::vector<std::vector<gtfs::StopId>> joined_stops(const gtfs::Feed& feed) {
  boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> graph(feed.stops.size());
  std::vector<bool> used(feed.stops.size(), false);
  for (const gtfs::Pathway& way : feed.pathways) {
    boost::add_edge(way.from.value(), way.to.value(), graph);
    used[way.from.value()] = used[way.to.value()] = true;
  }
  std::vector<std::size_t> component(feed.stops.size());
  boost::connected_components(graph, component.data());
  std::map<std::size_t, std::vector<gtfs::StopId>> sets;
  for (const gtfs::StopId stop : ids_of(feed.stops))
    if (used[stop.value()]) sets[component[stop.value()]].push_back(stop);
  std::vector<std::vector<gtfs::StopId>> out;
  out.reserve(sets.size());
  for (auto& [number, stops] : sets) out.push_back(std::move(stops));
  return out;
}

// What a location is to who comes from outside or from a vehicle; none(): a node of the way.
gtfs::StopId end_of_path(const gtfs::Feed& feed, gtfs::StopId stop) {
  switch (feed.stops[stop].kind) {
    case StopKind::kPlatform:
    case StopKind::kEntrance:
      return stop;
    case StopKind::kBoardingArea:
      return feed.stops[stop].parent;
    default:
      return gtfs::StopId::none();
  }
}

void add_paths(const gtfs::Feed& feed, Searcher& searcher, std::vector<StationPath>& paths) {
  searcher.close();
  std::map<std::pair<gtfs::StopId, gtfs::StopId>, std::int64_t> best;
  for (std::size_t i = 0; i < searcher.stops().size(); ++i) {
    const gtfs::StopId from = end_of_path(feed, searcher.stops()[i]);
    if (from.is_none()) continue;
    const std::vector<std::int64_t>& far = searcher.search(i);
    for (std::size_t k = 0; k < far.size(); ++k) {
      const gtfs::StopId to = end_of_path(feed, searcher.stops()[k]);
      if (to.is_none() || to == from || far[k] == kUnreached) continue;
      const auto [at, fresh] = best.try_emplace({from, to}, far[k]);
      if (!fresh) at->second = std::min(at->second, far[k]);
    }
  }
  for (const auto& [ends, time] : best)
    paths.push_back({ends.first, ends.second, Seconds((time + 999) / 1'000)});
}

}  // namespace

StationPaths::StationPaths(const gtfs::Feed& feed, const PathwaySpeeds& speeds)
    : covered_(feed.stops.size(), 0) {
  for (const gtfs::StopId id : ids_of(feed.stops)) {
    gtfs::StopId root = id;
    while (!feed.stops[root].parent.is_none()) root = feed.stops[root].parent;
    root_.push_back(root);
  }
  if (feed.pathways.empty()) return;
  Table<gtfs::StopId, std::size_t> set_of(feed.stops.size(), 0);
  std::vector<Searcher> searchers;
  for (std::vector<gtfs::StopId>& stops : joined_stops(feed)) {
    for (const gtfs::StopId stop : stops) {
      set_of[stop] = searchers.size();
      char& covered = covered_[root_[stop]];
      covered =
          std::max(covered, feed.stops[stop].kind == StopKind::kEntrance ? kWithEntrance : char{1});
    }
    searchers.emplace_back(std::move(stops));
  }
  for (const gtfs::Pathway& way : feed.pathways) {
    Searcher& searcher = searchers[set_of[way.from]];
    searcher.add(way.from, way.to, pathway_seconds(feed, way, speeds, false));
    if (way.both_ways) searcher.add(way.to, way.from, pathway_seconds(feed, way, speeds, true));
  }
  for (Searcher& searcher : searchers) add_paths(feed, searcher, paths_);
  std::sort(paths_.begin(), paths_.end(), [](const StationPath& a, const StationPath& b) {
    return std::tie(a.from, a.to) < std::tie(b.from, b.to);
  });
}

std::span<const StationPath> StationPaths::from(gtfs::StopId stop) const {
  const auto [first, last] =
      std::equal_range(paths_.begin(), paths_.end(), StationPath{stop, {}, {}},
                       [](const StationPath& a, const StationPath& b) { return a.from < b.from; });
  return {first, last};
}

std::optional<Seconds> StationPaths::between(gtfs::StopId from, gtfs::StopId to) const {
  for (const StationPath& path : this->from(from))
    if (path.to == to) return path.time;
  return std::nullopt;
}

}  // namespace stopover::journeys
