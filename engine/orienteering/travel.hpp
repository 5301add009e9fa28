// SPDX-License-Identifier: Apache-2.0
// Times of travel between places: constant, or a function of the departure.
//
// Every function is FIFO: who leaves later does not arrive earlier. So waiting at a place never
// pays by itself, and "the latest departure that still arrives by a" is the inverse of "the arrival
// of who is ready at t". Both are exact here, in whole ticks.
//
// What it is not: a journey search. It holds what such a search has found.
//
//   constant   a matrix, row = from; kNever where there is no way
//   linear     points (departure, arrival) a pair; between two points the arrival is interpolated
//              and rounded up; before the first and after the last the travel time stays as there
//   timetable  the points are departures: who is ready at t takes the first at t or later, and
//              after the last there is none; a pair may also be walked, at any time
//
// Units: ticks, a unit of the caller's (seconds, or tenths where an instance needs them).
// Shapes: pair (i, j) of n places is i * n + j; the points of a pair are
// points[first[pair] … first[pair + 1]), in order of departure.
// Errors: `unsound` lists what is wrong with an input, FIFO among it; building from an unsound one
// is a bug.
// Sources: Ichoua, Gendreau and Potvin 2003 (FIFO by speeds); Verbeeck et al. 2014 and 2017.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace stopover::orienteering {

using Tick = std::int32_t;

// Later than any time; a sum of two stays in range.
inline constexpr Tick kNever = 1 << 30;
// No clock time and no travel time that exists is later or longer than this.
inline constexpr Tick kLastTick = (1 << 29) - 1;

[[nodiscard]] constexpr bool is_time(Tick t) {
  return t >= 0 && t <= kLastTick;
}

struct TravelPoint {
  Tick departure = 0;
  Tick arrival = 0;

  friend bool operator==(const TravelPoint&, const TravelPoint&) = default;
};

enum class BetweenPoints : std::uint8_t { kLinear, kTimetable };

struct TravelProfiles {
  std::size_t places = 0;
  BetweenPoints between = BetweenPoints::kLinear;
  std::vector<std::uint32_t> first{};  // places² + 1
  std::vector<TravelPoint> points{};
  std::vector<Tick> walk{};  // places², kNever where nobody walks; empty: nowhere
};

[[nodiscard]] std::vector<std::string> unsound(const TravelProfiles& profiles);

// An array that is never changed: copies share it.
template <typename T>
class SharedArray {
 public:
  SharedArray() = default;
  explicit SharedArray(std::vector<T> items)
      : owner_(std::make_shared<const std::vector<T>>(std::move(items))), items_(*owner_) {}
  [[nodiscard]] const T& operator[](std::size_t i) const { return items_[i]; }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::span<const T> span() const { return items_; }

 private:
  std::shared_ptr<const std::vector<T>> owner_;
  std::span<const T> items_;
};

// Copies are cheap.
class TravelTimes {
 public:
  // matrix: places², each 0 … kLastTick or kNever.
  [[nodiscard]] static TravelTimes constant(std::size_t places, std::vector<Tick> matrix);
  [[nodiscard]] static TravelTimes by_departure(TravelProfiles profiles);

  [[nodiscard]] std::size_t places() const { return places_; }
  [[nodiscard]] bool is_constant() const { return points_.empty(); }

  // Arrival of who is ready at t, 0 … kLastTick; kNever or later when there is none.
  [[nodiscard]] Tick arrival(std::size_t from, std::size_t to, Tick t) const {
    const std::size_t pair = from * places_ + to;
    const Tick walked = t + matrix_[pair];
    if (is_constant()) return walked;
    const Tick ridden = by_points(pair, t);
    return ridden < walked ? ridden : walked;
  }
  // The latest t, -1 … kLastTick, with arrival(from, to, t) <= by; -1: none.
  [[nodiscard]] Tick latest_departure(std::size_t from, std::size_t to, Tick by) const {
    const std::size_t pair = from * places_ + to;
    const Tick walked = by - matrix_[pair];
    if (is_constant()) return walked < 0 ? -1 : walked;
    const Tick ridden = latest_by_points(pair, by);
    const Tick best = ridden > walked ? ridden : walked;
    return best < 0 ? -1 : best;
  }
  // The shortest travel time of any departure; kNever when there is no way.
  [[nodiscard]] Tick shortest(std::size_t from, std::size_t to) const {
    const std::size_t pair = from * places_ + to;
    return is_constant() ? matrix_[pair] : shortest_[pair];
  }

  // The walk of each pair, or the whole of a constant one: places².
  [[nodiscard]] std::span<const Tick> matrix() const { return matrix_.span(); }

 private:
  TravelTimes(std::size_t places, std::vector<Tick> matrix);
  [[nodiscard]] Tick by_points(std::size_t pair, Tick t) const;
  [[nodiscard]] Tick latest_by_points(std::size_t pair, Tick by) const;
  void find_grid(const std::vector<std::uint32_t>& first, const std::vector<TravelPoint>& points);
  // Number of the first point of the pair that departs at t or later.
  [[nodiscard]] std::uint32_t point_from(std::size_t pair, Tick t) const;

  std::size_t places_;
  SharedArray<Tick> matrix_;
  SharedArray<std::uint32_t> first_;
  SharedArray<TravelPoint> points_;
  SharedArray<Tick> shortest_;  // empty: constant
  BetweenPoints between_ = BetweenPoints::kLinear;
  // Departures of every pair are grid_start_ + k * grid_step_; 0: no common grid, bisect.
  Tick grid_start_ = 0;
  Tick grid_step_ = 0;
};

}  // namespace stopover::orienteering
