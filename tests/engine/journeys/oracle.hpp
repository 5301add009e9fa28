// SPDX-License-Identifier: Apache-2.0
// The slow way to find journeys: a time-expanded graph (Pyrga, Schulz, Wagner & Zaroliagis 2008),
// each arrival and departure a vertex, searched backwards from a destination with a label for each
// number of boardings. Shares nothing with the searches but the Transit itself.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/range/iterator_range.hpp>

#include "engine/base/half_open.hpp"
#include "engine/journeys/journey.hpp"
#include "engine/journeys/transit.hpp"

namespace stopover::journeys::testing {

class Oracle {
 public:
  Oracle(const Transit& transit, HalfOpen<CivilDate> days);

  // All that follows is about this destination, with at most so many boardings.
  void aim_at(StopId to, int most_boardings);
  [[nodiscard]] std::vector<JourneyPoint> earliest(StopId from, Instant depart) const;
  [[nodiscard]] std::vector<JourneyPoint> profile(StopId from, HalfOpen<Instant> departures) const;

 private:
  static constexpr std::size_t kMost = 16;
  using Label = std::array<std::int64_t, kMost>;  // earliest arrival by boardings at most
  struct Vertex {
    std::int64_t at = 0;
    StopId stop = StopId::none();
    enum class Kind : std::uint8_t { kArrive, kDepart, kWait } kind = Kind::kArrive;
    bool may = false;  // alight or board
  };
  struct Ways {
    std::int32_t boardings = 0;
  };
  using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Ways>;

  void add_events(HalfOpen<CivilDate> days);
  void add_waits();
  void join();
  void join_by_rules(std::size_t v, StopId to);
  void settle();
  [[nodiscard]] std::size_t first_wait(StopId stop, std::int64_t t) const;

  const Transit& t_;
  // When one must be there for a departure.
  [[nodiscard]] std::int64_t last_call(std::size_t departure) const {
    return vertices_[departure].at - closes_[departure];
  }

  std::vector<Vertex> vertices_;
  std::vector<std::int64_t> closes_;  // by arrival and departure vertex
  std::vector<TripId> trips_;         // the same
  std::vector<std::pair<std::size_t, std::size_t>> edges_;
  std::vector<Ways> ways_;
  std::vector<std::vector<std::size_t>> waits_;  // by stop, in order of time
  std::vector<std::size_t> departure_of_wait_;   // by vertex
  std::vector<std::size_t> by_time_;             // vertices, last first
  Graph graph_;
  std::vector<Label> labels_;
  StopId to_ = StopId::none();
  std::size_t most_ = 0;
};

// From one trip to another, by looking at every rule; nullopt: not possible.
[[nodiscard]] std::optional<Seconds> change_time_by_looking(const Transit& transit, StopId from,
                                                            StopId to, TripId left, TripId boarded);

// Only points that no other is as good as.
[[nodiscard]] std::vector<JourneyPoint> pareto(std::vector<JourneyPoint> points);

}  // namespace stopover::journeys::testing
