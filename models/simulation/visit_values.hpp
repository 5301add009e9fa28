// SPDX-License-Identifier: Apache-2.0
// What a window outside the terminal is worth to those who pass through: a table to look up while
// they choose, filled by models/visit.
//
// The window is known by hub, weekday, hour of arrival and length; between the hours of the table
// the value is linear, from the last hour of a day on to the first of the next; a shorter or longer
// window has the value of the shortest or longest.
//
// What it is not: an itinerary, or a price. A hub or a taste without values gives nullopt: there
// the hours themselves count.
//
// Units: hours of the segment's value of time, for somebody of interest 1.
// Shape: (hub, taste) × weekdays × arrivals × lengths.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/network/network.hpp"
#include "models/demand/demand.hpp"

namespace stopover::simulation {

class VisitValues {
 public:
  static constexpr std::array<int, 8> kArrivals{0, 3, 6, 9, 12, 15, 18, 21};     // o'clock
  static constexpr std::array<int, 9> kLengths{4, 5, 6, 8, 10, 12, 16, 20, 24};  // hours
  static constexpr std::size_t kWindows = kArrivals.size() * kLengths.size();
  using Row = std::array<float, kWindows>;  // arrival * lengths + length
  using Week = std::array<Row, 7>;          // Monday first

  VisitValues() = default;
  // `taste` gives segments that value windows alike the same number; none: no value.
  explicit VisitValues(Table<demand::SegmentId, std::optional<std::int32_t>> taste)
      : taste_(std::move(taste)) {}

  void set(network::HubId hub, std::int32_t taste, const Week& week) {
    weeks_[{hub, taste}] = week;
  }
  [[nodiscard]] bool empty() const { return weeks_.empty(); }
  [[nodiscard]] std::optional<double> hours(network::HubId hub, demand::SegmentId segment,
                                            CivilTime arrival, double length) const;

 private:
  Table<demand::SegmentId, std::optional<std::int32_t>> taste_;
  std::map<std::pair<network::HubId, std::int32_t>, Week> weeks_;
};

}  // namespace stopover::simulation
