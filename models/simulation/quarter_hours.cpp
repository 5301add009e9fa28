// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/quarter_hours.hpp"

namespace stopover::simulation {
namespace {

constexpr std::int64_t kQuarter = 900;  // seconds
constexpr auto kOfDay = static_cast<std::int64_t>(kQuarterHours);

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a >= 0 ? a / b : -((b - 1 - a) / b);
}

}  // namespace

QuarterHours::QuarterHours(TimeZone zone, HalfOpen<Instant> span) {
  const std::int64_t from = floor_divide(span.from.unix_seconds(), kQuarter);
  const std::int64_t until = floor_divide(span.until.unix_seconds(), kQuarter) + 1;
  first_ = Instant(from * kQuarter);
  of_.clear();
  for (std::int64_t q = from; q < until; ++q)
    of_.push_back(
        static_cast<QuarterHour>(zone.civil(Instant(q * kQuarter)).time_of_day.count() / kQuarter));
}

QuarterHour QuarterHours::at(Instant t) const {
  const std::int64_t q = floor_divide((t - first_).count(), kQuarter);
  const auto count = static_cast<std::int64_t>(of_.size());
  if (q >= 0 && q < count) return of_[static_cast<std::size_t>(q)];
  const std::int64_t edge = q < 0 ? 0 : count - 1;
  const std::int64_t slot = of_[static_cast<std::size_t>(edge)] + (q - edge);
  return static_cast<QuarterHour>(((slot % kOfDay) + kOfDay) % kOfDay);
}

}  // namespace stopover::simulation
