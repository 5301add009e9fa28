// SPDX-License-Identifier: Apache-2.0
// What a window outside the terminal is worth to those who pass through: a table to look up while
// they choose, filled by models/visit.
//
// The window is known by hub, weekday, hour of arrival and length; between the hours of the table
// the value is linear, round the clock in the hour of arrival; beyond the longest, the longest's.
//
// What it is not: an itinerary, or a price. A hub, weekday or taste without a row gives nullopt:
// there the hours themselves count.
//
// Units: hours of the segment's value of time, for somebody of interest 1.
// Shape: rows (hub, weekday, taste) × arrivals × lengths.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
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

  VisitValues() = default;
  // `taste` gives segments that value windows alike the same number; none: no value.
  explicit VisitValues(Table<demand::SegmentId, std::optional<std::int32_t>> taste)
      : taste_(std::move(taste)) {}

  void set(network::HubId hub, int weekday, std::int32_t taste, const Row& row) {
    rows_[{hub, weekday, taste}] = row;
  }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::optional<double> hours(network::HubId hub, demand::SegmentId segment,
                                            CivilTime arrival, double length) const;

 private:
  Table<demand::SegmentId, std::optional<std::int32_t>> taste_;
  std::map<std::tuple<network::HubId, int, std::int32_t>, Row> rows_;
};

}  // namespace stopover::simulation
