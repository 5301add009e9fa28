// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/own_delay.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/random/transforms.hpp"

namespace stopover::flow {
namespace {

constexpr random::Purpose kDayType = random::purpose("flow.day_type");
constexpr random::Purpose kDayFactor = random::purpose("flow.day_factor");

// 0 is January.
std::size_t month_of(CivilDate date) {
  return static_cast<std::size_t>(date.month()) - 1;
}

// The distribution of what befalls a run, cancelled being the worst.
struct Fate {
  double cancelled = 0;  // share
  Lateness lateness;     // of the others

  [[nodiscard]] bool is_cancelled(double u) const { return u >= 1 - cancelled; }
  // 0 <= u < 1. 0 where cancelled.
  [[nodiscard]] Seconds late(double u) const {
    return is_cancelled(u) ? Seconds(0) : lateness.quantile(u / (1 - cancelled));
  }
};

Fate fate_of(const DelayProfile& profile, const DelayVariation& variation, std::size_t hour,
             std::size_t month, const DayEffect& effect) {
  const double factor = variation.hour[hour] * variation.month[month] * effect.late;
  const double late = std::min((1 - profile.on_time_share) * factor, 1.0);
  return {effect.cancelled,
          {factor == 1 ? profile.on_time_share : 1 - late,
           static_cast<double>(profile.mean_late.count()) * effect.lateness, profile.max}};
}

// Uniform, whatever the correlation; the larger the worse.
double score(const random::Stream& stream, double common, double factor) {
  const double alone = random::unit(stream.at(0));
  if (common == 0) return alone;
  const double z = random::normal_quantile(std::max(alone, 0x1p-54));
  return std::min(random::normal_cdf(std::sqrt(common) * factor + std::sqrt(1 - common) * z),
                  random::kLargestOpenUnit);
}

}  // namespace

DayTypeId draw_day_type(const Disruption& disruption, const SweepLuck& luck, CivilDate day) {
  if (disruption.day_types.empty()) return DayTypeId::none();
  std::vector<double> weights;
  weights.reserve(disruption.day_types.size());
  for (const DayType& type : disruption.day_types)
    weights.push_back(type.month_weight[month_of(day)]);
  const random::Stream stream =
      luck.stream(kDayType, static_cast<std::uint64_t>(day.days_since_epoch()));
  return DayTypeId(random::pick_by_weight(weights, random::unit(stream.at(0))));
}

double draw_day_factor(const SweepLuck& luck, std::uint64_t group, CivilDate day) {
  random::Stream stream = luck.stream(kDayFactor, stable_hash(group, day.days_since_epoch()));
  return random::standard_normal(stream);
}

OwnDelay draw_own_delay(const DelayProfile& profile, const DelayVariation& variation,
                        const SweepLuck& luck, const ScheduledRun& run, const RunDay& day) {
  STOPOVER_CHECK(variation.common >= 0 && variation.common < 1, "a correlation from 0 to below 1");
  const double u =
      score(luck.stream(kDelayPurpose, stable_hash(run.service, run.departure.unix_seconds())),
            variation.common, day.factor);
  const auto under = [&](const DayEffect& effect) {
    return fate_of(profile, variation, static_cast<std::size_t>(run.hour), month_of(day.date),
                   effect);
  };
  const Fate any_day = under({.cancelled = variation.cancelled});
  const Fate this_day =
      variation.on_day.empty() ? any_day : under(variation.on_day.at(day.type.value()));
  if (this_day.is_cancelled(u)) return {.cancelled = true, .by_day = !any_day.is_cancelled(u)};
  return {.late = this_day.late(u), .on_any_day = any_day.late(u)};
}

}  // namespace stopover::flow
