// SPDX-License-Identifier: Apache-2.0
// Private to engine/journeys: the clock of a stay as a search asks for it, in seconds of its
// window. Without a clock everything is outside and no deadline binds.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/journeys/labels.hpp"
#include "engine/journeys/stay_clock.hpp"
#include "engine/journeys/window.hpp"

namespace stopover::journeys::detail {

class StayArea {
 public:
  explicit StayArea(const Window& window);

  // For journeys from a stop; `clock` is kept by reference.
  void start(const std::optional<StayClock>& clock, StopId from);

  [[nodiscard]] bool inside(std::uint32_t stop) const { return clock_ && clock_->inside[stop]; }
  [[nodiscard]] std::int32_t deadline_of(std::int32_t entered) const {
    return w_.seconds(clock_->deadline(w_.instant(entered)));
  }
  // Of who begins the journey.
  [[nodiscard]] std::int32_t first_deadline() const { return first_deadline_; }
  // Over a link that begins at `at`; false: it leaves the area too late.
  [[nodiscard]] bool cross(std::uint32_t from, std::uint32_t to, std::int32_t at,
                           std::int32_t& deadline) const {
    if (inside(from) == inside(to)) return true;
    if (inside(from) && at > deadline) return false;
    deadline = inside(to) ? deadline_of(at) : kNoDeadline;
    return true;
  }
  // Whether a ride on the line may enter: not all of it lies inside, or its vehicles go on as
  // others.
  [[nodiscard]] bool may_enter(std::uint32_t line) const { return clock_ && may_enter_[line]; }

 private:
  void find_entries();

  const Window& w_;
  const StayClock* clock_ = nullptr;
  std::int32_t first_deadline_ = kNoDeadline;
  std::vector<bool> goes_on_;    // by line: some vehicle becomes another trip
  std::vector<bool> may_enter_;  // by line, under this clock
};

}  // namespace stopover::journeys::detail
