// SPDX-License-Identifier: Apache-2.0
#include "engine/network/coordinates_check.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace stopover::network {
namespace {

using Distances = std::array<double, kCoordinateSystems>;  // by the system a point is read in
using References = std::multimap<std::string_view, Position>;

// The upper one of two in the middle; 0 of nothing.
double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::optional<Distances> to_reference(const NamedPosition& point, const References& references) {
  const auto [first, last] = references.equal_range(point.name);
  if (first == last) return std::nullopt;
  Distances metres{};
  for (std::size_t s = 0; s < kCoordinateSystems; ++s) {
    const Position at =
        converted(point.at, static_cast<CoordinateSystem>(s), CoordinateSystem::kWgs84);
    metres.at(s) = std::numeric_limits<double>::infinity();
    for (auto reference = first; reference != last; ++reference)
      metres.at(s) = std::min(metres.at(s), great_circle_metres(at, reference->second));
  }
  return metres;
}

std::optional<std::size_t> vote_of(const Distances& metres, const SystemLimits& limits) {
  const auto best = static_cast<std::size_t>(
      std::distance(metres.begin(), std::min_element(metres.begin(), metres.end())));
  if (!(metres.at(best) <= limits.near_metres)) return std::nullopt;
  for (std::size_t other = 0; other < metres.size(); ++other)
    if (other != best && metres.at(other) - metres.at(best) < limits.clear_metres)
      return std::nullopt;
  return best;
}

struct Matched {
  std::uint32_t point;
  Distances metres;
  std::optional<std::size_t> vote;
};

void judge(SystemCheck& check, CoordinateSystem declared, const SystemLimits& limits) {
  std::size_t all = 0;
  for (const std::size_t votes : check.votes) all += votes;
  check.nearest = declared;
  if (all < std::max<std::size_t>(limits.least_votes, 1)) return;
  const auto most =
      std::distance(check.votes.begin(), std::max_element(check.votes.begin(), check.votes.end()));
  check.nearest = static_cast<CoordinateSystem>(most);
  const std::size_t others = all - check.votes.at(static_cast<std::size_t>(most));
  if (others >= limits.mixed_votes &&
      static_cast<double>(others) >= limits.mixed_share * static_cast<double>(all))
    check.verdict = SystemVerdict::kMixed;
  else
    check.verdict =
        check.nearest == declared ? SystemVerdict::kAsDeclared : SystemVerdict::kOtherSystem;
}

InputFault fault_of(std::string_view rule, std::string_view file, std::string found,
                    std::string expected) {
  return {.rule = std::string(rule),
          .file = std::string(file),
          .line = 0,
          .field = "lon, lat",
          .found = std::move(found),
          .expected = std::move(expected)};
}

// Places of one line that are far from both neighbours and off their way.
void judge_line(std::span<const NamedPosition> points, std::span<const std::uint32_t> line,
                const LineLimits& limits, std::vector<std::uint32_t>& misplaced) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < line.size(); ++i)
    gaps.push_back(great_circle_metres(points[line[i - 1]].at, points[line[i]].at));
  const double gap = median(gaps);
  for (std::size_t i = 1; i + 1 < line.size(); ++i) {
    const double past = great_circle_metres(points[line[i - 1]].at, points[line[i + 1]].at);
    if (std::min(gaps[i - 1], gaps[i]) >= limits.gaps * gap &&
        gaps[i - 1] + gaps[i] - past >= limits.detour_gaps * gap)
      misplaced.push_back(line[i]);
  }
}

}  // namespace

SystemCheck check_system(const PositionSet& points, const PositionSet& references,
                         const SystemLimits& limits) {
  References places;
  for (const NamedPosition& reference : references.points)
    places.emplace(reference.name,
                   converted(reference.at, references.system, CoordinateSystem::kWgs84));
  SystemCheck check;
  std::vector<Matched> matched;
  std::array<std::vector<double>, kCoordinateSystems> metres;
  for (std::size_t i = 0; i < points.points.size(); ++i) {
    const auto found = to_reference(points.points[i], places);
    if (!found) continue;
    matched.push_back({static_cast<std::uint32_t>(i), *found, vote_of(*found, limits)});
    if (matched.back().vote) ++check.votes.at(*matched.back().vote);
    for (std::size_t s = 0; s < kCoordinateSystems; ++s) metres.at(s).push_back(found->at(s));
  }
  check.matched = matched.size();
  for (std::size_t s = 0; s < kCoordinateSystems; ++s)
    check.median_metres.at(s) = median(metres.at(s));
  judge(check, points.system, limits);
  const auto nearest = static_cast<std::size_t>(check.nearest);
  for (const Matched& m : matched) {
    if (m.vote && *m.vote != nearest) {
      check.strays.push_back(m.point);
    } else if (m.metres.at(nearest) > limits.far_metres) {
      check.far.push_back(m.point);
      check.far_metres.push_back(m.metres.at(nearest));
    }
  }
  return check;
}

std::vector<std::uint32_t> misplaced_on_lines(std::span<const NamedPosition> points,
                                              std::span<const std::vector<std::uint32_t>> lines,
                                              const LineLimits& limits) {
  std::vector<std::uint32_t> misplaced;
  for (const auto& line : lines) judge_line(points, line, limits, misplaced);
  std::sort(misplaced.begin(), misplaced.end());
  misplaced.erase(std::unique(misplaced.begin(), misplaced.end()), misplaced.end());
  return misplaced;
}

void report(const SystemCheck& check, const PositionSet& points, std::string_view file,
            FaultList& faults) {
  const auto at = [&check](CoordinateSystem system) {
    return check.median_metres.at(static_cast<std::size_t>(system));
  };
  if (check.verdict == SystemVerdict::kOtherSystem)
    faults.add(fault_of("E-POS-001", file,
                        fmt::format("points of {}, {:.0f} m from their references (as {} {:.0f} m)",
                                    name_of(check.nearest), at(check.nearest),
                                    name_of(points.system), at(points.system)),
                        fmt::format("points of {}, as the file says", name_of(points.system))));
  if (check.verdict == SystemVerdict::kMixed) {
    faults.add(fault_of("E-POS-002", file,
                        fmt::format("{} points of another system, the first {}",
                                    check.strays.size(), points.points[check.strays.front()].name),
                        fmt::format("all points of one system, like the {} of {}",
                                    check.votes.at(static_cast<std::size_t>(check.nearest)),
                                    name_of(check.nearest))));
  }
  for (std::size_t i = 0; i < check.far.size(); ++i)
    faults.add(fault_of("W-POS-003", file,
                        fmt::format("{}, {:.0f} m from its reference of the same name",
                                    points.points[check.far[i]].name, check.far_metres[i]),
                        "a place near it"));
  if (check.verdict == SystemVerdict::kMixed) return;  // E-POS-002 counts the strays
  for (const std::uint32_t point : check.strays)
    faults.add(fault_of("W-POS-003", file, points.points[point].name,
                        "a place near its reference of the same name, where it lies if it is read "
                        "in another system"));
}

void report_misplaced(std::span<const std::uint32_t> misplaced,
                      std::span<const NamedPosition> points, std::string_view file,
                      FaultList& faults) {
  for (const std::uint32_t point : misplaced)
    faults.add(fault_of("W-POS-004", file, points[point].name,
                        "a place near its neighbours on the line, or between them"));
}

}  // namespace stopover::network
