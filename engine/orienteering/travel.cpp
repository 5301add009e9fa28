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

bool is_time(Tick t) {
  return t >= 0 && t <= kLastTick;
}

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

TravelTimes::TravelTimes(std::size_t places, std::vector<Tick> matrix)
    : places_(places), matrix_(std::move(matrix)) {
  STOPOVER_CHECK(is_travel_matrix(matrix_, places_), "a matrix of travel times");
}

TravelTimes TravelTimes::constant(std::size_t places, std::vector<Tick> matrix) {
  return {places, std::move(matrix)};
}

TravelTimes TravelTimes::by_departure(TravelProfiles profiles) {
  STOPOVER_CHECK(unsound(profiles).empty(), "sound travel profiles");
  if (profiles.walk.empty()) profiles.walk.assign(profiles.places * profiles.places, kNever);
  TravelTimes times(profiles.places, std::move(profiles.walk));
  times.first_ = std::move(profiles.first);
  times.points_ = std::move(profiles.points);
  times.between_ = profiles.between;
  // A grid of slots needs no bisection.
  const std::vector<TravelPoint>& points = times.points_;
  std::uint32_t begin = 0;
  while (begin < times.first_.size() - 1 && times.first_[begin + 1] == times.first_[begin]) ++begin;
  if (points.size() - times.first_[std::min<std::size_t>(begin, times.first_.size() - 1)] < 2)
    return times;
  const Tick start = points[0].departure;
  const Tick step = points[1].departure - start;
  bool grid = step > 0;
  for (std::size_t pair = 0; grid && pair + 1 < times.first_.size(); ++pair)
    for (std::uint32_t i = times.first_[pair]; grid && i < times.first_[pair + 1]; ++i)
      grid =
          std::int64_t{start} + std::int64_t{i - times.first_[pair]} * step == points[i].departure;
  if (grid) {
    times.grid_start_ = start;
    times.grid_step_ = step;
  }
  return times;
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
  const auto at = std::lower_bound(points_.begin() + begin, points_.begin() + end, t, before);
  return static_cast<std::uint32_t>(at - points_.begin());
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
  const std::uint32_t i = begin + first_after(std::span(points_).subspan(begin, end - begin), by);
  if (between_ == BetweenPoints::kTimetable) return i == begin ? -1 : points_[i - 1].departure;
  if (i == begin) return by - (points_[begin].arrival - points_[begin].departure);
  if (i == end) return by - (points_[end - 1].arrival - points_[end - 1].departure);
  const TravelPoint& a = points_[i - 1];
  const TravelPoint& b = points_[i];
  const std::int64_t length = b.departure - a.departure;
  return a.departure +
         static_cast<Tick>(std::int64_t{by - a.arrival} * length / (b.arrival - a.arrival));
}

Tick TravelTimes::shortest(std::size_t from, std::size_t to) const {
  const std::size_t pair = from * places_ + to;
  Tick best = matrix_[pair];
  if (is_constant()) return best;
  // The difference of a piecewise linear function and t is least at a point.
  for (std::uint32_t i = first_[pair]; i < first_[pair + 1]; ++i)
    best = std::min(best, points_[i].arrival - points_[i].departure);
  return best;
}

}  // namespace stopover::orienteering
