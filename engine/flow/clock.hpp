// SPDX-License-Identifier: Apache-2.0
// The clock inside the day sweep: whole milliseconds.
//
// Why not seconds: a desk that takes 7.4 s a person would be off by 5 % of its load if every
// service were rounded to a second. Why not floating point: integers add exactly, in any order,
// everywhere. A drawn duration is rounded once, to the millisecond; what leaves the sweep is
// rounded once, to the nearest second (half up). Nothing in between is rounded.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/base/check.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"

namespace stopover::flow {

// Milliseconds since 1970-01-01T00:00:00Z, or a span of them.
using Tick = std::int64_t;

inline constexpr Tick kTicksPerSecond = 1000;
inline constexpr Tick kNever = std::numeric_limits<Tick>::max();
// No drawn duration is longer: a party of 32767 persons, each a week at the desk, is not. Times do
// not add up without limit either: a service starts inside a staff period, a ride ends by the
// timetable.
inline constexpr double kLongestDraw = 1e11;  // seconds

[[nodiscard]] constexpr Tick ticks(Seconds span) {
  return (span * kTicksPerSecond).count();
}
[[nodiscard]] constexpr Tick ticks(Instant t) {
  return ticks(Seconds(t.unix_seconds()));
}

// A drawn duration in seconds, 0 <= x < kLongestDraw: nearest millisecond, half up.
[[nodiscard]] inline Tick ticks_of_draw(double seconds) {
  STOPOVER_CHECK(seconds >= 0 && seconds < kLongestDraw, "a duration between 0 and 1e11 s");
  // Not std::llround, which is a call; the difference is exact, so the result is the same.
  const double exact = seconds * static_cast<double>(kTicksPerSecond);
  const auto whole = static_cast<Tick>(exact);
  return whole + (exact - static_cast<double>(whole) >= 0.5 ? 1 : 0);
}

// Nearest whole second, half up; for points before 1970 too.
[[nodiscard]] constexpr std::int64_t whole_seconds(Tick t) {
  const Tick shifted = t + kTicksPerSecond / 2;
  const Tick quotient = shifted / kTicksPerSecond;
  return quotient - (shifted % kTicksPerSecond < 0 ? 1 : 0);
}
[[nodiscard]] constexpr Instant instant_of(Tick t) {
  return Instant(whole_seconds(t));
}
// A span as the outcome stores it: 68 years at most.
[[nodiscard]] constexpr std::int32_t seconds_of(Tick span) {
  const std::int64_t seconds = whole_seconds(span);
  STOPOVER_CHECK(seconds >= 0 && seconds <= std::numeric_limits<std::int32_t>::max(),
                 "a span of at most 2^31 - 1 seconds");
  return static_cast<std::int32_t>(seconds);
}

}  // namespace stopover::flow
