// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/stay_area.hpp"

#include "engine/base/check.hpp"

namespace stopover::journeys::detail {

StayArea::StayArea(const Window& window) : w_(window), goes_on_(window.line_count(), false) {
  for (std::uint32_t line = 0; line < w_.line_count(); ++line)
    for (std::uint32_t run = w_.first_run(line); run < w_.end_run(line); ++run)
      if (w_.runs()[run].then != kNone) goes_on_[line] = true;
}

void StayArea::start(const std::optional<StayClock>& clock, StopId from) {
  clock_ = clock ? &*clock : nullptr;
  first_deadline_ = kNoDeadline;
  if (clock_ == nullptr) return;
  STOPOVER_CHECK(clock_->inside.size() == w_.stop_count(), "a flag a stop");
  if (inside(from.value()) && clock_->running) first_deadline_ = w_.seconds(*clock_->running);
  find_entries();
}

void StayArea::find_entries() {
  may_enter_ = goes_on_;
  for (std::uint32_t line = 0; line < w_.line_count(); ++line)
    for (std::uint32_t call = w_.first_call(line); call < w_.first_call(line + 1); ++call)
      if (!inside(w_.call_stop()[call])) may_enter_[line] = true;
}

}  // namespace stopover::journeys::detail
