// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include "engine/base/check.hpp"
#include "engine/flow/sweep.hpp"

namespace stopover::flow {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Vertex = std::uint32_t;
using Edge = std::pair<Vertex, Vertex>;

// Stages that routes visit, checkpoints before services, each by id; an edge where one follows the
// other on some route.
struct VisitedStages {
  std::vector<StageOrder::Stage> stages;
  std::vector<Edge> edges;  // ascending, without doubles
};

[[nodiscard]] VisitedStages visited_stages(const Setting& setting) {
  const std::size_t checkpoints = setting.checkpoints->size();
  const std::size_t services = setting.timetable->services().size();
  constexpr auto kUnseen = static_cast<Vertex>(-1);
  std::vector<Edge> edges;  // between slots: checkpoints, then services
  std::vector<Vertex> vertex(checkpoints + services, kUnseen);
  for (const Route& route : *setting.routes) {
    Vertex before = kUnseen;
    for (const Step& step : route.steps) {
      const bool queue = step.kind == Step::Kind::kQueue;
      if (!queue && step.kind != Step::Kind::kRide) continue;
      STOPOVER_CHECK(queue ? setting.checkpoints->contains(step.checkpoint)
                           : setting.timetable->services().contains(step.service),
                     "a step names a stage of its table");
      const auto slot =
          static_cast<Vertex>(queue ? step.checkpoint.value() : checkpoints + step.service.value());
      vertex[slot] = 0;
      if (before != kUnseen) edges.emplace_back(before, slot);
      before = slot;
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
  for (auto& [from, to] : edges) {
    from = vertex[from];
    to = vertex[to];
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  result.edges = std::move(edges);
  return result;
}

[[nodiscard]] const std::string& key_of(const StageOrder::Stage& stage, const Setting& setting) {
  return stage.checkpoint.is_none() ? setting.timetable->services()[stage.service].key
                                    : (*setting.checkpoints)[stage.checkpoint].key;
}

// Components of more than one stage, and stages that follow themselves.
[[nodiscard]] std::vector<std::vector<std::string>> cycles_of(const VisitedStages& visited,
                                                              const std::vector<Vertex>& component,
                                                              const Setting& setting) {
  std::map<Vertex, std::vector<std::string>> members;
  for (Vertex v = 0; v < visited.stages.size(); ++v)
    members[component[v]].push_back(key_of(visited.stages[v], setting));
  std::vector<bool> follows_itself(visited.stages.size(), false);
  for (const auto& [from, to] : visited.edges)
    if (from == to) follows_itself[component[from]] = true;
  std::vector<std::vector<std::string>> cycles;
  for (auto& [number, keys] : members)
    if (keys.size() > 1 || follows_itself[number]) cycles.push_back(std::move(keys));
  std::sort(cycles.begin(), cycles.end());
  return cycles;
}

}  // namespace

StageOrder stage_order(const Setting& setting) {
  STOPOVER_CHECK(
      setting.timetable != nullptr && setting.routes != nullptr && setting.checkpoints != nullptr,
      "a setting names its tables");
  const VisitedStages visited = visited_stages(setting);
  const std::size_t n = visited.stages.size();
  const Graph graph(visited.edges.begin(), visited.edges.end(), n);
  std::vector<Vertex> component(n);
  if (n > 0)
    boost::strong_components(graph, boost::make_iterator_property_map(
                                        component.begin(), get(boost::vertex_index, graph)));
  StageOrder order;
  order.cycles = cycles_of(visited, component, setting);
  if (!order.cycles.empty()) return order;

  // Tarjan numbers components from the last to the first: descending numbers are a topological
  // order, and without cycles each component is one stage.
  std::vector<Vertex> sequence(n);
  for (Vertex v = 0; v < n; ++v) sequence[n - 1 - component[v]] = v;
  std::vector<std::size_t> depth(n, 0);
  for (const Vertex v : sequence)
    for (const auto& edge : boost::make_iterator_range(out_edges(v, graph))) {
      std::size_t& deepest = depth[target(edge, graph)];
      deepest = std::max(deepest, depth[v] + 1);
    }
  for (Vertex v = 0; v < n; ++v) {
    if (order.levels.size() <= depth[v]) order.levels.resize(depth[v] + 1);
    order.levels[depth[v]].push_back(visited.stages[v]);
  }
  return order;
}

}  // namespace stopover::flow
