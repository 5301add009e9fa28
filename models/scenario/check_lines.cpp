// SPDX-License-Identifier: Apache-2.0
// Whether the stops of a city line lie as stops of one line do: what lists of stations taken from
// elsewhere get wrong. Distances are great circles, compared with the line's own median gap; the
// figures are set so that the public list of the Shanghai metro gives its known faults and one
// corner (tests/models/scenario/metro_lines_test.cpp).
#include <algorithm>
#include <numeric>
#include <span>

#include <fmt/format.h>

#include "engine/base/position.hpp"
#include "engine/network/coordinates_check.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

constexpr std::size_t kFewestStops = 6;  // fewer have no usual gap
constexpr double kJumpGaps = 2;          // from one branch to the next
constexpr double kBranchShare = 0.5;     // of the jump, to where the branch leaves the line
constexpr double kSeamGaps = 1.5;        // from the last stop of a loop to the first
constexpr std::size_t kFewestOfALoop = 8;

// Intercity lines have no usual gap.
bool is_of_a_city(const Line& line) {
  return line.mode() == METRO || line.mode() == MAGLEV || line.mode() == LINK ||
         line.mode() == SHUTTLE;
}

class LineShape {
 public:
  LineShape(Checking& c, const Line& line) : c_(c), line_(line) {
    for (const LineStop& stop : line.stop()) {
      const Place* place = c.located(stop.place());
      if (place == nullptr) return;
      points_.push_back({place->id(), {place->lon(), place->lat()}});
    }
    for (std::size_t i = 1; i < points_.size(); ++i) gaps_.push_back(metres(i - 1, i));
    std::vector<double> sorted = gaps_;
    std::sort(sorted.begin(), sorted.end());
    if (!sorted.empty()) median_ = sorted[sorted.size() / 2];
    known_ = points_.size() >= kFewestStops && median_ > 0;
  }

  void check() {
    if (!known_) return;
    far_stops();
    jumps();
    seam();
  }

 private:
  [[nodiscard]] double metres(std::size_t a, std::size_t b) const {
    return great_circle_metres(points_[a].at, points_[b].at);
  }
  [[nodiscard]] Spot spot(std::size_t stop) const {
    return {"line", line_.id(), indexed("stop", static_cast<int>(stop)) + ".place"};
  }
  static std::string km(double metres) { return fmt::format("{:.1f} km", metres / 1000); }

  void far_stops() {
    std::vector<std::vector<std::uint32_t>> lines(1);
    lines[0].resize(points_.size());
    std::iota(lines[0].begin(), lines[0].end(), 0U);
    for (const std::uint32_t i : network::misplaced_on_lines(points_, lines, {}))
      c_.fault(rule::kFarStop, spot(i),
               fmt::format("{}, {} and {} from the stops beside it", points_[i].name,
                           km(gaps_[i - 1]), km(gaps_[i])),
               fmt::format("a place near them or between them; their gaps are {}", km(median_)));
  }

  // From the end of a branch to the beginning of another, which leaves the line at an earlier stop;
  // or to the far end of one that comes back to it at a later stop.
  void jumps() {
    for (std::size_t i = 1; i < points_.size(); ++i) {
      const double gap = gaps_[i - 1];
      if (gap < kJumpGaps * median_) continue;
      std::size_t branch = points_.size();
      double nearest = kBranchShare * gap;
      const auto look = [&](std::size_t other, std::size_t end) {
        if (metres(other, end) > nearest) return;
        nearest = metres(other, end);
        branch = other;
      };
      for (std::size_t j = 0; j + 1 < i; ++j) look(j, i);
      for (std::size_t j = i + 1; j < points_.size(); ++j) look(j, i - 1);
      if (branch == points_.size()) continue;
      c_.fault(
          rule::kBranchJump, spot(i),
          fmt::format("{} to {}, {}", points_[i - 1].name, points_[i].name, km(gap)),
          fmt::format("stops that follow each other: {} is {} from {}; a branch is a line of "
                      "its own",
                      points_[branch < i ? i : i - 1].name, km(nearest), points_[branch].name));
    }
  }

  void seam() {
    const std::size_t last = points_.size() - 1;
    if (points_.size() < kFewestOfALoop || points_[0].name == points_[last].name ||
        metres(0, last) > kSeamGaps * median_)
      return;
    c_.fault(rule::kOpenLoop, spot(last),
             fmt::format("{}, {} from the first stop, {}", points_[last].name, km(metres(0, last)),
                         points_[0].name),
             "the first stop again as the last, if trains go round");
  }

  Checking& c_;
  const Line& line_;
  std::vector<network::NamedPosition> points_;
  std::vector<double> gaps_;  // to the next stop, metres
  double median_ = 0;
  bool known_ = false;  // where all its stops are
};

}  // namespace

void check_line_shapes(Checking& c) {
  c.each("line", c.elements().line(), [&](const Line& line) {
    if (is_of_a_city(line)) LineShape(c, line).check();
  });
}

}  // namespace stopover::scenario
