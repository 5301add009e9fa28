// SPDX-License-Identifier: Apache-2.0
// Faults of a hub's shape, for the person who drew it.
#include <algorithm>
#include <iterator>

#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>

#include "engine/network/hub_graph_impl.hpp"

namespace stopover::network {
namespace {

using Vertex = HubGraph::Vertex;
using Components = std::vector<std::vector<Vertex>>;

template <class Graph>
Components strong_components_of(const Graph& graph) {
  const std::size_t vertices = boost::num_vertices(graph);
  std::vector<std::size_t> component(vertices);
  const auto index = boost::get(boost::vertex_index, graph);
  const std::size_t count =
      boost::strong_components(graph, boost::make_iterator_property_map(component.begin(), index));

  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> condensed(count);
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) {
    const std::size_t from = component[boost::source(*edge, graph)];
    const std::size_t to = component[boost::target(*edge, graph)];
    if (from != to) boost::add_edge(from, to, condensed);
  }
  std::vector<std::size_t> order;  // the last first, as Boost gives it
  boost::topological_sort(condensed, std::back_inserter(order));

  Components members(count);
  for (std::size_t v = 0; v < vertices; ++v)
    members[component[v]].push_back(static_cast<Vertex>(v));
  Components sorted;
  for (auto c = order.rbegin(); c != order.rend(); ++c) sorted.push_back(members[*c]);
  return sorted;
}

// The classes that can come to each vertex from a vertex of `kind` (or, reversed, go from it to
// one), all classes at once: a mask a vertex, grown until nothing changes.
std::vector<ClassMask> reach(const detail::HubShape& hub, HubVertex::Kind kind, bool reversed) {
  const detail::WalkGraph graph = hub.graph(reversed);
  std::vector<ClassMask> mask(hub.vertices.size(), 0);
  std::vector<Vertex> open;
  for (Vertex v = 0; v < hub.vertices.size(); ++v) {
    if (hub.vertices[v].kind != kind) continue;
    mask[v] = hub.vertices[v].serves;
    open.push_back(v);
  }
  while (!open.empty()) {
    const Vertex at = open.back();
    open.pop_back();
    for (auto [edge, end] = boost::out_edges(at, graph); edge != end; ++edge) {
      const auto next = static_cast<Vertex>(boost::target(*edge, graph));
      const ClassMask come =
          mask[at] & hub.walks[graph[*edge].walk].only & hub.vertices[next].serves;
      if ((come & ~mask[next]) == 0) continue;
      mask[next] |= come;
      open.push_back(next);
    }
  }
  return mask;
}

}  // namespace

HubCheck HubGraph::check() const {
  const auto key = [this](Vertex v) { return impl_->shape.vertices[v].key; };
  const auto walks_to_itself = [this](Vertex v) {
    return std::any_of(impl_->shape.walks.begin(), impl_->shape.walks.end(),
                       [v](const detail::Walk& walk) { return walk.from == v && walk.to == v; });
  };
  HubCheck result;
  for (const std::vector<Vertex>& component : strong_components_of(impl_->shape.graph(false))) {
    std::vector<std::string> keys;
    std::transform(component.begin(), component.end(), std::back_inserter(keys), key);
    result.order.insert(result.order.end(), keys.begin(), keys.end());
    if (component.size() > 1 || walks_to_itself(component.front()))
      result.cycles.push_back(std::move(keys));
  }
  const std::vector<ClassMask> come = reach(impl_->shape, HubVertex::Kind::kArrive, false);
  const std::vector<ClassMask> go = reach(impl_->shape, HubVertex::Kind::kDepart, true);
  for (Vertex v = 0; v < impl_->shape.vertices.size(); ++v) {
    if (come[v] == 0) result.unreachable_from_arrivals.push_back(key(v));
    if (go[v] == 0) result.dead_ends.push_back(key(v));
  }
  return result;
}

}  // namespace stopover::network
