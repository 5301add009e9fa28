// SPDX-License-Identifier: Apache-2.0
// Between the records of an SSIM file and its itineraries. Private to engine/io.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/io/ssim.hpp"

namespace stopover::io::ssim {

// A leg as its record says: times of day by the file's clock, days apart.
struct LegDraft {
  FlightLeg leg;
  std::optional<int> departs;  // days after the operating day; absent: to be worked out
  std::optional<int> arrives;
};

// From one time of day to the next of another: 0 or more, below 24 h.
[[nodiscard]] inline Seconds time_until(Seconds from, Seconds to) {
  constexpr Seconds kDay = hours(24);
  const Seconds span = to - from;
  return Seconds((span.count() % kDay.count() + kDay.count()) % kDay.count());
}

// Orders legs, drops doubles, works out days and local times, and fills `schedule.legs` and
// `schedule.itineraries`.
void make_itineraries(std::vector<LegDraft>& drafts, const std::string& file, Schedule& schedule,
                      FaultList& faults);

}  // namespace stopover::io::ssim
