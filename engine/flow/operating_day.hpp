// SPDX-License-Identifier: Apache-2.0
// Operating days as instants (disruption.hpp says what they are).
#pragma once

#include "engine/base/half_open.hpp"
#include "engine/base/time.hpp"
#include "engine/flow/disruption.hpp"

namespace stopover::flow {

[[nodiscard]] inline HalfOpen<Instant> operating_day(TimeZone zone, CivilDate date) {
  return {zone.instant_at(date, kDayStarts), zone.instant_at(date.plus_days(1), kDayStarts)};
}

[[nodiscard]] inline CivilDate operating_date(TimeZone zone, Instant t) {
  const CivilTime local = zone.civil(t);
  return local.time_of_day < kDayStarts ? local.date.plus_days(-1) : local.date;
}

}  // namespace stopover::flow
