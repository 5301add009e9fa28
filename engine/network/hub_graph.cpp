// SPDX-License-Identifier: Apache-2.0
#include "engine/network/hub_graph_impl.hpp"

namespace stopover::network {

detail::WalkGraph detail::HubShape::graph(bool reversed) const {
  WalkGraph result(vertices.size());
  for (std::size_t i = 0; i < walks.size(); ++i) {
    const Walk& walk = walks[i];
    boost::add_edge(reversed ? walk.to : walk.from, reversed ? walk.from : walk.to, WalkNumber{i},
                    result);
  }
  return result;
}

HubGraph::HubGraph() : impl_(std::make_unique<Impl>()) {}
HubGraph::~HubGraph() = default;
HubGraph::HubGraph(HubGraph&&) noexcept = default;
HubGraph& HubGraph::operator=(HubGraph&&) noexcept = default;

HubGraph::Vertex HubGraph::add_vertex(HubVertex vertex) {
  STOPOVER_CHECK(!impl_->asked, "a hub is built before it is asked");
  STOPOVER_CHECK(vertex.expected >= Seconds(0), "an expected time is not negative");
  STOPOVER_CHECK(!vertex.closes || *vertex.closes >= Seconds(0), "closes before the departure");
  detail::HubShape& shape = impl_->shape;
  const auto number = static_cast<Vertex>(shape.vertices.size());
  if (vertex.kind == HubVertex::Kind::kCheckpoint) {
    STOPOVER_CHECK(!vertex.checkpoint.is_none(), "a checkpoint vertex has its checkpoint");
  } else {
    const bool arrives = vertex.kind == HubVertex::Kind::kArrive;
    STOPOVER_CHECK(!vertex.place.is_none(), "an arrival or departure has its place");
    auto& index = arrives ? shape.arrivals : shape.departures;
    const bool added = index.emplace(vertex.place, number).second;
    STOPOVER_CHECK(added, "a place arrives at one vertex and departs from one");
  }
  shape.vertices.push_back(std::move(vertex));
  return number;
}

void HubGraph::add_walk(Vertex from, Vertex to, Seconds mean, Seconds sd, ClassMask only) {
  STOPOVER_CHECK(!impl_->asked, "a hub is built before it is asked");
  detail::HubShape& shape = impl_->shape;
  STOPOVER_CHECK(from < shape.vertices.size() && to < shape.vertices.size(),
                 "a walk joins vertices of the hub");
  STOPOVER_CHECK(mean >= Seconds(0) && sd >= Seconds(0), "a walk takes no negative time");
  shape.walks.push_back({from, to, mean, sd, only});
}

const ProcessPath* HubGraph::Impl::look_up(PlaceId from, PlaceId to, int passenger_class) {
  STOPOVER_CHECK(
      passenger_class >= 0 && static_cast<std::size_t>(passenger_class) < detail::kClasses,
      "a passenger class is 0 to 31");
  detail::ClassPaths& of_class = by_class[static_cast<std::size_t>(passenger_class)];
  std::call_once(of_class.once, [&] {
    asked = true;
    of_class.paths = detail::find_paths(shape, passenger_class);
  });
  const auto found = of_class.paths.find({from, to});
  return found == of_class.paths.end() ? nullptr : &found->second;
}

std::optional<ProcessPath> HubGraph::path(PlaceId from, PlaceId to, int passenger_class) const {
  const ProcessPath* found = impl_->look_up(from, to, passenger_class);
  if (found == nullptr) return std::nullopt;
  return *found;
}

std::optional<Seconds> HubGraph::expected(PlaceId from, PlaceId to, int passenger_class) const {
  const ProcessPath* found = impl_->look_up(from, to, passenger_class);
  if (found == nullptr) return std::nullopt;
  return found->expected;
}

std::optional<Seconds> HubGraph::to_departure(PlaceId from, PlaceId to, int passenger_class) const {
  const ProcessPath* found = impl_->look_up(from, to, passenger_class);
  if (found == nullptr) return std::nullopt;
  return found->to_departure;
}

}  // namespace stopover::network
