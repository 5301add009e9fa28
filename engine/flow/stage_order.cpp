// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include "engine/base/check.hpp"
#include "engine/flow/draws.hpp"
#include "engine/flow/sweep.hpp"

namespace stopover::flow {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Vertex = std::uint32_t;

// One stage follows another on some route, at the soonest so long after it was worked.
struct Edge {
  Vertex from = 0;
  Vertex to = 0;
  Seconds least{};
  friend auto operator<=>(const Edge&, const Edge&) = default;
};

// Stages that routes visit, checkpoints before services, each by id.
struct VisitedStages {
  std::vector<StageOrder::Stage> stages;
  std::vector<Edge> edges;  // ascending, one a pair of stages
};

// Of whoever is boarded at a closing, until they leave the vehicle.
class LeastRides {
 public:
  explicit LeastRides(const timetable::Timetable& timetable) : timetable_(timetable) {}

  Seconds of(const Step& step) {
    const auto [entry, added] =
        known_.try_emplace(std::tuple(step.service, step.board, step.alight), Seconds(0));
    if (!added) return entry->second;
    const timetable::Service& service = timetable_.services()[step.service];
    std::optional<Seconds> least;
    for (std::uint32_t n = service.first_run; n < service.first_run + service.run_count; ++n) {
      const RunId run(n);
      const Seconds ride =
          timetable_.arrival(run, step.alight) - timetable_.departure(run, step.board);
      least = std::min(least.value_or(ride), ride);
    }
    return entry->second = least.value_or(Seconds(0)) + service.boarding_closes;
  }

 private:
  const timetable::Timetable& timetable_;
  std::map<std::tuple<ServiceId, std::uint16_t, std::uint16_t>, Seconds> known_;
};

[[nodiscard]] VisitedStages visited_stages(const Setting& setting) {
  const std::size_t checkpoints = setting.checkpoints->size();
  const std::size_t services = setting.timetable->services().size();
  constexpr auto kUnseen = static_cast<Vertex>(-1);
  LeastRides rides(*setting.timetable);
  std::map<std::pair<Vertex, Vertex>, Seconds> least;  // between slots: checkpoints, then services
  std::vector<Vertex> vertex(checkpoints + services, kUnseen);
  for (const Route& route : *setting.routes) {
    Vertex before = kUnseen;
    Seconds taken{};
    for (const Step& step : route.steps) {
      if (step.kind == Step::Kind::kWalk) taken += least_walk(step.mean, step.sd);
      const bool queue = step.kind == Step::Kind::kQueue;
      if (!queue && step.kind != Step::Kind::kRide) continue;
      STOPOVER_CHECK(queue ? setting.checkpoints->contains(step.checkpoint)
                           : setting.timetable->services().contains(step.service),
                     "a step names a stage of its table");
      const auto slot =
          static_cast<Vertex>(queue ? step.checkpoint.value() : checkpoints + step.service.value());
      vertex[slot] = 0;
      if (before != kUnseen) {
        const auto [entry, added] = least.try_emplace({before, slot}, taken);
        if (!added) entry->second = std::min(entry->second, taken);
      }
      before = slot;
      taken = queue ? Seconds(0) : rides.of(step);
    }
  }
  VisitedStages result;
  for (std::size_t slot = 0; slot < vertex.size(); ++slot) {
    if (vertex[slot] == kUnseen) continue;
    vertex[slot] = static_cast<Vertex>(result.stages.size());
    const bool queue = slot < checkpoints;
    result.stages.push_back(
        {queue ? CheckpointId(static_cast<std::uint32_t>(slot)) : CheckpointId::none(),
         queue ? ServiceId::none() : ServiceId(static_cast<std::uint32_t>(slot - checkpoints))});
  }
  for (const auto& [ends, seconds] : least)
    result.edges.push_back({vertex[ends.first], vertex[ends.second], seconds});
  std::sort(result.edges.begin(), result.edges.end());
  return result;
}

[[nodiscard]] const std::string& key_of(const StageOrder::Stage& stage, const Setting& setting) {
  return stage.checkpoint.is_none() ? setting.timetable->services()[stage.service].key
                                    : (*setting.checkpoints)[stage.checkpoint].key;
}

// The stages joined by ways that take less than a window.
class Within {
 public:
  Within(const VisitedStages& visited, std::optional<Seconds> window)
      : graph_(visited.stages.size()), component_(visited.stages.size()) {
    for (const Edge& edge : visited.edges) {
      if (window && edge.least >= *window) continue;
      add_edge(edge.from, edge.to, graph_);
      follows_itself_ = follows_itself_ || edge.from == edge.to;
    }
    if (!visited.stages.empty())
      components_ = static_cast<std::size_t>(boost::strong_components(
          graph_,
          boost::make_iterator_property_map(component_.begin(), get(boost::vertex_index, graph_))));
  }

  [[nodiscard]] bool has_cycle() const {
    return follows_itself_ || components_ < component_.size();
  }

  // Components of more than one stage, and stages that follow themselves.
  [[nodiscard]] std::vector<std::vector<std::string>> cycles(const VisitedStages& visited,
                                                             const Setting& setting) const {
    std::map<Vertex, std::vector<std::string>> members;
    for (Vertex v = 0; v < visited.stages.size(); ++v)
      members[component_[v]].push_back(key_of(visited.stages[v], setting));
    std::vector<std::vector<std::string>> cycles;
    for (auto& [number, keys] : members) {
      const Vertex only = first_of(number);
      if (keys.size() > 1 || edge(only, only, graph_).second) cycles.push_back(std::move(keys));
    }
    std::sort(cycles.begin(), cycles.end());
    return cycles;
  }

  // Without cycles. Tarjan numbers components from the last to the first: descending numbers are a
  // topological order, and each component is one stage.
  [[nodiscard]] std::vector<std::vector<StageOrder::Stage>> levels(
      const VisitedStages& visited) const {
    const std::size_t n = visited.stages.size();
    std::vector<Vertex> sequence(n);
    for (Vertex v = 0; v < n; ++v) sequence[n - 1 - component_[v]] = v;
    std::vector<std::size_t> depth(n, 0);
    for (const Vertex v : sequence)
      for (const auto& way : boost::make_iterator_range(out_edges(v, graph_))) {
        std::size_t& deepest = depth[target(way, graph_)];
        deepest = std::max(deepest, depth[v] + 1);
      }
    std::vector<std::vector<StageOrder::Stage>> levels;
    for (Vertex v = 0; v < n; ++v) {
      if (levels.size() <= depth[v]) levels.resize(depth[v] + 1);
      levels[depth[v]].push_back(visited.stages[v]);
    }
    return levels;
  }

 private:
  [[nodiscard]] Vertex first_of(Vertex component) const {
    return static_cast<Vertex>(std::find(component_.begin(), component_.end(), component) -
                               component_.begin());
  }

  Graph graph_;
  std::vector<Vertex> component_;
  std::size_t components_ = 0;
  bool follows_itself_ = false;
};

// The longest window without a cycle in it, a second at the least; the longer, the fewer. Shorter
// windows leave out more ways, so the longest is found by bisection.
[[nodiscard]] std::optional<Seconds> longest_window(const VisitedStages& visited) {
  std::vector<Seconds> lengths;
  for (const Edge& edge : visited.edges)
    if (edge.least >= Seconds(1)) lengths.push_back(edge.least);
  std::sort(lengths.begin(), lengths.end());
  lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
  const auto beyond = std::partition_point(lengths.begin(), lengths.end(), [&](Seconds window) {
    return !Within(visited, window).has_cycle();
  });
  if (beyond == lengths.begin()) return std::nullopt;
  return *(beyond - 1);
}

}  // namespace

StageOrder stage_order(const Setting& setting) {
  STOPOVER_CHECK(
      setting.timetable != nullptr && setting.routes != nullptr && setting.checkpoints != nullptr,
      "a setting names its tables");
  const VisitedStages visited = visited_stages(setting);
  StageOrder order;
  const Within all(visited, std::nullopt);
  if (!all.has_cycle()) {
    order.levels = all.levels(visited);
    return order;
  }
  order.window = longest_window(visited);
  if (order.window) {
    order.levels = Within(visited, order.window).levels(visited);
  } else {
    order.cycles = Within(visited, Seconds(1)).cycles(visited, setting);
  }
  return order;
}

}  // namespace stopover::flow
