// SPDX-License-Identifier: Apache-2.0
#include "engine/orienteering/travel.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"

namespace stopover::orienteering {
namespace {

constexpr std::size_t kFaultsListed = 20;

bool is_travel_matrix(std::span<const Tick> matrix, std::size_t places) {
  return matrix.size() == places * places && std::all_of(matrix.begin(), matrix.end(), [](Tick t) {
           return is_time(t) || t == kNever;
         });
}

std::string fault_of_pair(std::span<const TravelPoint> points) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    const TravelPoint& p = points[i];
    if (!is_time(p.departure) || !is_time(p.arrival))
      return fmt::format("point {}: out of range", i);
    if (p.arrival < p.departure) return fmt::format("point {}: arrives before it departs", i);
    if (i == 0) continue;
    if (p.departure <= points[i - 1].departure)
      return fmt::format("point {}: departs no later than the one before", i);
    if (p.arrival < points[i - 1].arrival)
      return fmt::format("point {}: arrives before an earlier departure", i);
  }
  return {};
}

std::uint32_t first_after(std::span<const TravelPoint> points, Tick by) {
  const auto after = [](Tick limit, const TravelPoint& p) { return limit < p.arrival; };
  return static_cast<std::uint32_t>(std::upper_bound(points.begin(), points.end(), by, after) -
                                    points.begin());
}

}  // namespace

std::vector<std::string> unsound(const TravelProfiles& profiles) {
  const std::size_t pairs = profiles.places * profiles.places;
  if (profiles.first.size() != pairs + 1 || profiles.first.front() != 0 ||
      profiles.first.back() != profiles.points.size() ||
      !std::is_sorted(profiles.first.begin(), profiles.first.end()))
    return {"the points of each pair: offsets do not fit"};
  std::vector<std::string> faults;
  if (!profiles.walk.empty() && !is_travel_matrix(profiles.walk, profiles.places))
    faults.emplace_back("walks: not a matrix of travel times");
  for (std::size_t pair = 0; pair < pairs && faults.size() < kFaultsListed; ++pair) {
    const std::string fault = fault_of_pair(
        std::span(profiles.points)
            .subspan(profiles.first[pair], profiles.first[pair + 1] - profiles.first[pair]));
    if (!fault.empty())
      faults.push_back(
          fmt::format("from {} to {}: {}", pair / profiles.places, pair % profiles.places, fault));
  }
  return faults;
}

TravelTimes::TravelTimes(std::size_t places, std::vector<Tick> matrix) : places_(places) {
  STOPOVER_CHECK(is_travel_matrix(matrix, places_), "a matrix of travel times");
  matrix_ = SharedArray(std::move(matrix));
}

TravelTimes TravelTimes::constant(std::size_t places, std::vector<Tick> matrix) {
  return {places, std::move(matrix)};
}

TravelTimes TravelTimes::by_departure(TravelProfiles profiles) {
  STOPOVER_CHECK(unsound(profiles).empty(), "sound travel profiles");
  if (profiles.walk.empty()) profiles.walk.assign(profiles.places * profiles.places, kNever);
  TravelTimes times(profiles.places, std::move(profiles.walk));
  times.between_ = profiles.between;
  const std::vector<std::uint32_t>& first = profiles.first;
  const std::vector<TravelPoint>& points = profiles.points;
  // The difference of a piecewise linear function and its argument is least at a point.
  std::vector<Tick> shortest;
  if (!points.empty()) shortest.assign(times.matrix().begin(), times.matrix().end());
  for (std::size_t pair = 0; pair < shortest.size(); ++pair)
    for (std::uint32_t i = first[pair]; i < first[pair + 1]; ++i)
      shortest[pair] = std::min(shortest[pair], points[i].arrival - points[i].departure);
  times.find_grid(first, points);
  times.shortest_ = SharedArray(std::move(shortest));
  times.first_ = SharedArray(std::move(profiles.first));
  times.points_ = SharedArray(std::move(profiles.points));
  return times;
}

// A grid of slots needs no bisection.
void TravelTimes::find_grid(const std::vector<std::uint32_t>& first,
                            const std::vector<TravelPoint>& points) {
  std::uint32_t begin = 0;
  while (begin < first.size() - 1 && first[begin + 1] == first[begin]) ++begin;
  if (points.size() - first[std::min<std::size_t>(begin, first.size() - 1)] < 2) return;
  const Tick start = points[0].departure;
  const Tick step = points[1].departure - start;
  bool grid = step > 0;
  for (std::size_t pair = 0; grid && pair + 1 < first.size(); ++pair)
    for (std::uint32_t i = first[pair]; grid && i < first[pair + 1]; ++i)
      grid = std::int64_t{start} + std::int64_t{i - first[pair]} * step == points[i].departure;
  if (!grid) return;
  grid_start_ = start;
  grid_step_ = step;
}

std::uint32_t TravelTimes::point_from(std::size_t pair, Tick t) const {
  const std::uint32_t begin = first_[pair];
  const std::uint32_t end = first_[pair + 1];
  if (grid_step_ > 0) {
    if (t <= grid_start_) return begin;
    const auto slot = static_cast<std::uint32_t>((t - grid_start_ + grid_step_ - 1) / grid_step_);
    return std::min(begin + slot, end);
  }
  const auto before = [](const TravelPoint& p, Tick limit) { return p.departure < limit; };
  const std::span<const TravelPoint> mine = points_.span().subspan(begin, end - begin);
  const auto at = std::lower_bound(mine.begin(), mine.end(), t, before);
  return begin + static_cast<std::uint32_t>(at - mine.begin());
}

Tick TravelTimes::by_points(std::size_t pair, Tick t) const {
  const std::uint32_t begin = first_[pair];
  const std::uint32_t end = first_[pair + 1];
  if (begin == end) return kNever;
  const std::uint32_t i = point_from(pair, t);
  if (between_ == BetweenPoints::kTimetable) return i == end ? kNever : points_[i].arrival;
  if (i == begin) return t + (points_[begin].arrival - points_[begin].departure);
  if (i == end) return t + (points_[end - 1].arrival - points_[end - 1].departure);
  const TravelPoint& a = points_[i - 1];
  const TravelPoint& b = points_[i];
  const std::int64_t length = b.departure - a.departure;
  const std::int64_t rise = std::int64_t{t - a.departure} * (b.arrival - a.arrival);
  return a.arrival + static_cast<Tick>((rise + length - 1) / length);
}

Tick TravelTimes::latest_by_points(std::size_t pair, Tick by) const {
  const std::uint32_t begin = first_[pair];
  const std::uint32_t end = first_[pair + 1];
  if (begin == end) return -1;
  const std::uint32_t i = begin + first_after(points_.span().subspan(begin, end - begin), by);
  if (between_ == BetweenPoints::kTimetable) return i == begin ? -1 : points_[i - 1].departure;
  if (i == begin) return by - (points_[begin].arrival - points_[begin].departure);
  if (i == end) return by - (points_[end - 1].arrival - points_[end - 1].departure);
  const TravelPoint& a = points_[i - 1];
  const TravelPoint& b = points_[i];
  const std::int64_t length = b.departure - a.departure;
  return a.departure +
         static_cast<Tick>(std::int64_t{by - a.arrival} * length / (b.arrival - a.arrival));
}

}  // namespace stopover::orienteering
