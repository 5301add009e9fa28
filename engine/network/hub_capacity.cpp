// SPDX-License-Identifier: Apache-2.0
// Capacity of a hub for one class: each vertex is split into an entry and an exit, joined by an arc
// of its capacity; walks and places are as wide as all checkpoints together and one more, so that
// only checkpoints are ever cut.
#include <algorithm>
#include <queue>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>

#include "engine/network/hub_graph_impl.hpp"

namespace stopover::network {
namespace {

using Vertex = HubGraph::Vertex;
using Flow = std::int64_t;
using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Arc = Traits::edge_descriptor;

struct ArcData {
  Flow capacity = 0;
  Flow residual = 0;
  Arc reverse;
};
using FlowGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, ArcData>;

constexpr Flow kMostPersonsAnHour = 1'000'000'000'000;

std::size_t entry(Vertex v) {
  return 2 * std::size_t{v};
}
std::size_t exit(Vertex v) {
  return entry(v) + 1;
}

void add_arc(FlowGraph& graph, std::size_t from, std::size_t to, Flow capacity) {
  const Arc there = boost::add_edge(from, to, graph).first;
  const Arc back = boost::add_edge(to, from, graph).first;
  graph[there].capacity = capacity;
  graph[there].reverse = back;
  graph[back].reverse = there;
}

// Vertices that still could be reached by more flow.
std::vector<char> unsaturated_side(const FlowGraph& graph, std::size_t source) {
  std::vector<char> reached(boost::num_vertices(graph), 0);
  std::queue<std::size_t> open;
  reached[source] = 1;
  open.push(source);
  while (!open.empty()) {
    const std::size_t at = open.front();
    open.pop();
    for (auto [arc, end] = boost::out_edges(at, graph); arc != end; ++arc) {
      const std::size_t next = boost::target(*arc, graph);
      if (graph[*arc].residual == 0 || reached[next] != 0) continue;
      reached[next] = 1;
      open.push(next);
    }
  }
  return reached;
}

std::vector<PlaceId> places_of(const std::map<PlaceId, Vertex>& vertices) {
  std::vector<PlaceId> places;
  places.reserve(vertices.size());
  for (const auto& [place, vertex] : vertices) places.push_back(place);
  return places;
}

}  // namespace

std::optional<HubCapacity> HubGraph::capacity(
    PlaceId from, PlaceId to, int passenger_class,
    const Table<CheckpointId, std::int64_t>& persons_an_hour) const {
  if (impl_->look_up(from, to, passenger_class) == nullptr) return std::nullopt;
  const detail::HubShape& shape = impl_->shape;
  const ClassMask bit = ClassMask{1} << static_cast<unsigned>(passenger_class);
  const auto is_open = [&](Vertex v) { return (shape.vertices[v].serves & bit) != 0; };
  const auto is_desk = [&](Vertex v) {
    return shape.vertices[v].kind == HubVertex::Kind::kCheckpoint;
  };

  Flow unlimited = 1;
  for (Vertex v = 0; v < shape.vertices.size(); ++v) {
    if (!is_desk(v)) continue;
    const Flow rate = persons_an_hour[shape.vertices[v].checkpoint];
    STOPOVER_CHECK(rate >= 0 && rate <= kMostPersonsAnHour, "0 to 1e12 persons an hour");
    unlimited += rate;
  }
  FlowGraph graph(2 * shape.vertices.size());
  for (Vertex v = 0; v < shape.vertices.size(); ++v)
    if (is_open(v))
      add_arc(graph, entry(v), exit(v),
              is_desk(v) ? persons_an_hour[shape.vertices[v].checkpoint] : unlimited);
  for (const detail::Walk& walk : shape.walks)
    if ((walk.only & bit) != 0 && is_open(walk.from) && is_open(walk.to))
      add_arc(graph, exit(walk.from), entry(walk.to), unlimited);

  const std::size_t source = entry(shape.arrivals.at(from));
  const std::size_t sink = exit(shape.departures.at(to));
  const Flow flow = boost::push_relabel_max_flow(
      graph, source, sink, boost::get(&ArcData::capacity, graph),
      boost::get(&ArcData::residual, graph), boost::get(&ArcData::reverse, graph),
      boost::get(boost::vertex_index, graph));
  if (flow >= unlimited) return HubCapacity{};

  HubCapacity result{.persons_an_hour = flow, .bottleneck = {}};
  const std::vector<char> reached = unsaturated_side(graph, source);
  for (Vertex v = 0; v < shape.vertices.size(); ++v)
    if (is_desk(v) && reached[entry(v)] != 0 && reached[exit(v)] == 0)
      result.bottleneck.push_back(shape.vertices[v].checkpoint);
  std::sort(result.bottleneck.begin(), result.bottleneck.end());
  return result;
}

std::vector<PlaceId> HubGraph::arrival_places() const {
  return places_of(impl_->shape.arrivals);
}

std::vector<PlaceId> HubGraph::departure_places() const {
  return places_of(impl_->shape.departures);
}

}  // namespace stopover::network
