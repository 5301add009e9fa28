// SPDX-License-Identifier: Apache-2.0
// Rows of a schedule by the days between which they run, and which of them run on one day. Private
// to engine/io.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/base/time.hpp"

namespace stopover::io {

// The farthest days where there is no first or last one.
struct RunSpan {
  CivilDate first{-CivilDate::kFarthestDay};
  CivilDate last{CivilDate::kFarthestDay};  // inclusive
  int line = 0;
  std::uint32_t at = 0;  // position in the caller's table
};

// Of spans of one flight or train: calls `report` once for each that runs on a day of one in a line
// before it. `together`: both run on some day; asked only of spans that meet. What was reported is
// compared no more, so that those at hand have days of their own. Where days repeat by the week or
// two and spans are tight, these are few, and the cost is n log n.
void find_twice(std::vector<RunSpan> spans,
                const std::function<bool(const RunSpan&, const RunSpan&)>& together,
                const std::function<void(const RunSpan& later, const RunSpan& earlier)>& report);

}  // namespace stopover::io
