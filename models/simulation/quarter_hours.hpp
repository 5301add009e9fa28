// SPDX-License-Identifier: Apache-2.0
// The quarter-hours of a day by the gateway's clock, 0 … 95.
//
// Cost: one look-up a moment; a byte a quarter-hour of the horizon. All zones have differed from
// UTC by whole quarter-hours since 1980; before, what is left over is cut off.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/time.hpp"

namespace stopover::simulation {

using QuarterHour = std::uint8_t;
inline constexpr std::size_t kQuarterHours = 96;

class QuarterHours {
 public:
  QuarterHours() = default;
  QuarterHours(TimeZone zone, HalfOpen<Instant> span);
  // A moment outside the span counts by the nearest offset.
  [[nodiscard]] QuarterHour at(Instant t) const;

 private:
  Instant first_{};
  std::vector<QuarterHour> of_{0};  // by quarter-hours since `first_`
};

}  // namespace stopover::simulation
