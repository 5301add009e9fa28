// SPDX-License-Identifier: Apache-2.0
#include "models/visit/lateness.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::visit {
namespace {

constexpr double kNormal95 = 1.959963984540054;
constexpr random::Purpose kPurpose = random::purpose("visit.lateness");

// Bounds of the share k of n.
MissChance wilson(std::size_t k, std::size_t n) {
  if (n == 0) return {};
  const auto size = static_cast<double>(n);
  const double share = static_cast<double>(k) / size;
  const double z2 = kNormal95 * kNormal95;
  const double middle = (share + z2 / (2 * size)) / (1 + z2 / size);
  const double half =
      kNormal95 / (1 + z2 / size) * std::sqrt(share * (1 - share) / size + z2 / (4 * size * size));
  return {share, k == 0 ? 0 : std::max(0.0, middle - half),
          k == n ? 1 : std::min(1.0, middle + half)};
}

// One step with what its draws need.
class Drawn {
 public:
  explicit Drawn(const LateStep& step) : step_(step) {
    if (const auto* going = std::get_if<Going>(&step)) going_.emplace(going->mean, going->sd);
  }

  // Seconds late behind it, for who comes so late.
  [[nodiscard]] double after(double late, const flow::SweepLuck& luck, std::uint64_t number) const {
    return std::visit([&](const auto& step) { return one(step, late, luck, number); }, step_);
  }

 private:
  [[nodiscard]] double one(const Boarding& step, double late, const flow::SweepLuck& /*luck*/,
                           std::uint64_t /*number*/) const {
    const double over = late - static_cast<double>(step.slack.count());
    if (over <= 0) return 0;
    const auto headway = static_cast<double>(std::max<std::int64_t>(1, step.headway.count()));
    return std::ceil(over / headway) * headway;
  }
  [[nodiscard]] double one(const Ride& step, double late, const flow::SweepLuck& luck,
                           std::uint64_t number) const {
    random::Stream stream = luck.stream(kPurpose, number);
    const flow::Lateness own{step.on_time_share, static_cast<double>(step.mean_late.count()),
                             step.max};
    return late + static_cast<double>(own.quantile(random::unit(stream)).count());
  }
  [[nodiscard]] double one(const Going& step, double late, const flow::SweepLuck& luck,
                           std::uint64_t number) const {
    const flow::Tick took = going_->draw(luck, number, 0);
    return late + static_cast<double>(took) / flow::kTicksPerSecond -
           static_cast<double>(step.mean.count());
  }
  [[nodiscard]] double one(const Desk& step, double late, const flow::SweepLuck& luck,
                           std::uint64_t number) const {
    const random::Stream stream = luck.stream(kPurpose, number);
    double took = static_cast<double>(step.time->draw(stream, 1)) / flow::kTicksPerSecond;
    if (step.wait_mean > Seconds(0)) {
      random::Stream waits = luck.stream(kPurpose, stable_hash(number, 1));
      took += random::Exponential(static_cast<double>(step.wait_mean.count()))(waits);
    }
    return late + took - static_cast<double>(step.planned.count());
  }

  LateStep step_;
  std::optional<flow::WalkTime> going_{};
};

}  // namespace

Lateness::Lateness(std::vector<std::int32_t> seconds) : sorted_(std::move(seconds)) {
  std::sort(sorted_.begin(), sorted_.end());
}

MissChance Lateness::beyond(Seconds slack) const {
  const auto at = std::upper_bound(sorted_.begin(), sorted_.end(), slack.count(),
                                   [](std::int64_t s, std::int32_t late) { return s < late; });
  return wilson(static_cast<std::size_t>(sorted_.end() - at), sorted_.size());
}

Seconds Lateness::reserve(double most) const {
  if (sorted_.empty()) return Seconds(0);
  std::size_t k = 0;  // the most that may come later
  while (k < sorted_.size() && wilson(k + 1, sorted_.size()).high <= most) ++k;
  if (k >= sorted_.size()) return Seconds(0);
  return Seconds(std::max(0, sorted_[sorted_.size() - 1 - k]));
}

Lateness lateness_of(const std::vector<LateStep>& steps, const LatenessSettings& settings) {
  STOPOVER_CHECK(settings.draws >= 1, "at least one draw");
  std::vector<Drawn> drawn;
  drawn.reserve(steps.size());
  for (const LateStep& step : steps) drawn.emplace_back(step);
  std::vector<std::int32_t> late(settings.draws);
  for (std::uint32_t draw = 0; draw < settings.draws; ++draw) {
    const flow::SweepLuck luck{settings.seed, draw};
    double seconds = 0;
    for (std::size_t i = 0; i < drawn.size(); ++i) seconds = drawn[i].after(seconds, luck, i);
    constexpr double kMost = std::numeric_limits<std::int32_t>::max();
    late[draw] = static_cast<std::int32_t>(std::clamp(std::ceil(seconds), -kMost, kMost));
  }
  return Lateness(std::move(late));
}

}  // namespace stopover::visit
