// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/own_delay.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
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

// What the luck of a run is measured against.
struct Shares {
  double on_time = 1;
  double mean_late = 0;  // seconds
  double cancelled = 0;
};

Shares shares_of(const DelayProfile& profile, const DelayVariation& variation, std::size_t hour,
                 std::size_t month, const DayEffect& effect) {
  const double factor = variation.hour[hour] * variation.month[month] * effect.late;
  const double late = std::min((1 - profile.on_time_share) * factor, 1.0);
  return {factor == 1 ? profile.on_time_share : 1 - late,
          static_cast<double>(profile.mean_late.count()) * effect.lateness, effect.cancelled};
}

// The three uniforms of one run.
struct Scores {
  double late;
  double how_late;
  double cancelled;
};

Scores scores_of(const random::Stream& stream, const DelayVariation& variation, double factor) {
  const Scores alone{random::unit(stream.at(0)), random::open_unit(stream.at(1)),
                     random::unit(stream.at(2))};
  if (variation.common == 0) return alone;
  const double shared = std::sqrt(variation.common) * factor;
  const double own = std::sqrt(1 - variation.common);
  const auto joined = [&](double u) {
    const double z = random::normal_quantile(std::max(u, 0x1p-54));
    return std::clamp(random::normal_cdf(shared + own * z), 0x1p-54, random::kLargestOpenUnit);
  };
  return {joined(alone.late), joined(alone.how_late), joined(alone.cancelled)};
}

Seconds lateness(const Scores& scores, const Shares& shares, Seconds most) {
  if (shares.mean_late == 0 || scores.late < shares.on_time) return Seconds(0);
  const random::Exponential late(shares.mean_late);
  return round_to<Seconds>(
      std::min(late.quantile(scores.how_late), static_cast<double>(most.count())));
}

bool is_cancelled(const Scores& scores, const Shares& shares) {
  return scores.cancelled >= 1 - shares.cancelled;
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
  const Scores scores =
      scores_of(luck.stream(kDelayPurpose, stable_hash(run.service, run.departure.unix_seconds())),
                variation, day.factor);
  const auto under = [&](const DayEffect& effect) {
    return shares_of(profile, variation, static_cast<std::size_t>(run.hour), month_of(day.date),
                     effect);
  };
  const DayEffect none{.cancelled = variation.cancelled};
  const Shares any_day = under(none);
  const Shares this_day =
      variation.on_day.empty() ? any_day : under(variation.on_day.at(day.type.value()));
  if (is_cancelled(scores, this_day))
    return {.cancelled = true, .by_day = !is_cancelled(scores, any_day)};
  return {.late = lateness(scores, this_day, profile.max),
          .on_any_day =
              is_cancelled(scores, any_day) ? Seconds(0) : lateness(scores, any_day, profile.max)};
}

}  // namespace stopover::flow
