// SPDX-License-Identifier: Apache-2.0
// Paths of one class: a Dijkstra backwards from each departure over what is open to the class, then
// forwards along walks that lie on a shortest path, the smallest vertex number first.
#include <algorithm>
#include <compare>
#include <functional>

#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/property_map/function_property_map.hpp>

#include "engine/network/hub_graph_impl.hpp"

namespace stopover::network::detail {
namespace {

using Vertex = HubGraph::Vertex;
using Edge = boost::graph_traits<WalkGraph>::edge_descriptor;

// Time first, then steps: these also keep Dijkstra's order strict over walks of 0 s.
struct Cost {
  Seconds time{};
  std::int64_t steps = 0;
  friend auto operator<=>(const Cost&, const Cost&) = default;
};

const Cost kNoWay{Seconds::max(), 0};

// A sum that does not fit is no way; it never wraps.
struct Add {
  Cost operator()(const Cost& a, const Cost& b) const {
    const std::optional<Seconds> time = checked_add(a.time, b.time);
    if (!time || *time == kNoWay.time) return kNoWay;
    return {*time, a.steps + b.steps};
  }
};

class PathFinder {
 public:
  PathFinder(const HubShape& hub, int passenger_class)
      : hub_(hub),
        class_bit_(ClassMask{1} << static_cast<unsigned>(passenger_class)),
        backward_(hub.graph(true)),
        out_(hub.vertices.size()) {
    for (std::size_t i = 0; i < hub.walks.size(); ++i) {
      const Walk& walk = hub.walks[i];
      if (is_open(walk) && is_open(walk.from) && is_open(walk.to)) out_[walk.from].push_back(i);
    }
    for (std::vector<std::size_t>& walks : out_) {
      std::stable_sort(walks.begin(), walks.end(), [&](std::size_t a, std::size_t b) {
        return hub.walks[a].to < hub.walks[b].to;
      });
    }
  }

  [[nodiscard]] Paths find() const {
    Paths paths;
    for (const auto& [to, target] : hub_.departures) {
      if (!is_open(target)) continue;
      const std::vector<Cost> cost = costs_to(target);
      for (const auto& [from, source] : hub_.arrivals) {
        if (cost[source] != kNoWay)
          paths.emplace(std::pair(from, to), follow(source, target, cost));
      }
    }
    return paths;
  }

 private:
  [[nodiscard]] bool is_open(std::size_t vertex) const {
    return (hub_.vertices[vertex].serves & class_bit_) != 0;
  }
  [[nodiscard]] bool is_open(const Walk& walk) const { return (walk.only & class_bit_) != 0; }

  // Of a walk and of what it leads to.
  [[nodiscard]] Cost cost_of(const Walk& walk) const {
    const HubVertex& end = hub_.vertices[walk.to];
    const bool checkpoint = end.kind == HubVertex::Kind::kCheckpoint;
    return Add()({walk.mean, 1}, {checkpoint ? end.expected : Seconds(0), checkpoint ? 1 : 0});
  }

  [[nodiscard]] std::vector<Cost> costs_to(Vertex target) const {
    const std::function<bool(Edge)> walk_open = [this](Edge edge) {
      return is_open(hub_.walks[backward_[edge].walk]);
    };
    const std::function<bool(std::size_t)> vertex_open = [this](std::size_t vertex) {
      return is_open(vertex);
    };
    const boost::filtered_graph<WalkGraph, std::function<bool(Edge)>,
                                std::function<bool(std::size_t)>>
        open(backward_, walk_open, vertex_open);
    const auto weight = boost::make_function_property_map<Edge>(
        [this](Edge edge) { return cost_of(hub_.walks[backward_[edge].walk]); });
    const auto index = boost::get(boost::vertex_index, backward_);
    std::vector<Cost> cost(hub_.vertices.size(), kNoWay);
    boost::dijkstra_shortest_paths(
        open, target,
        boost::weight_map(weight)
            .vertex_index_map(index)
            .distance_map(boost::make_iterator_property_map(cost.begin(), index))
            .distance_compare(std::less<>())
            .distance_combine(Add())
            .distance_inf(kNoWay)
            .distance_zero(Cost{}));
    return cost;
  }

  [[nodiscard]] ProcessPath follow(Vertex source, Vertex target,
                                   const std::vector<Cost>& cost) const {
    ProcessPath path;
    path.expected = cost[source].time;
    Seconds spent{};
    for (Vertex at = source; at != target;) {
      const auto on_path = [&](std::size_t i) {
        const Walk& walk = hub_.walks[i];
        return Add()(cost_of(walk), cost[walk.to]) == cost[at];
      };
      const auto next = std::find_if(out_[at].begin(), out_[at].end(), on_path);
      STOPOVER_CHECK(next != out_[at].end(), "a shortest path goes on to its end");
      const Walk& walk = hub_.walks[*next];
      path.steps.push_back({ProcessStep::Kind::kWalk, walk.mean, walk.sd, CheckpointId::none()});
      const HubVertex& end = hub_.vertices[walk.to];
      spent += walk.mean;
      if (end.kind == HubVertex::Kind::kCheckpoint) {
        if (end.closes) path.to_departure = std::max(path.to_departure, spent + *end.closes);
        spent += end.expected;
        path.steps.push_back(
            {ProcessStep::Kind::kCheckpoint, Seconds(0), Seconds(0), end.checkpoint});
      }
      at = walk.to;
    }
    return path;
  }

  const HubShape& hub_;
  ClassMask class_bit_;
  WalkGraph backward_;
  std::vector<std::vector<std::size_t>> out_;  // open walks by their start, in order of preference
};

}  // namespace

Paths find_paths(const HubShape& hub, int passenger_class) {
  return PathFinder(hub, passenger_class).find();
}

}  // namespace stopover::network::detail
