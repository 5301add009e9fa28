// SPDX-License-Identifier: Apache-2.0
// Minimum connection times between governed services (flights, trains) at hubs.
//
// A rule counts from the arrival of a service of one group in a hub to the departure of the next
// governed one, in the same hub or another, whatever lies between: a ride round the car park does
// not shorten it. It comes on top of change times and links. Where there is no rule, none is kept.
//
// Units: seconds. Errors: a negative time, or one over a day, is a bug.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/base/units.hpp"
#include "engine/journeys/transit.hpp"

namespace stopover::journeys {

class HubRules {
 public:
  struct Between {
    Hub left = kNoHub;
    Group from = kUngoverned;
    Hub boarded = kNoHub;
    Group to = kUngoverned;
    friend auto operator<=>(const Between&, const Between&) = default;
  };
  void set(const Between& between, Seconds time) {
    STOPOVER_CHECK(time >= Seconds(0) && time <= hours(24), "a connection takes at most a day");
    const auto seconds = static_cast<std::int32_t>(time.count());
    rules_[between] = seconds;
    std::int32_t& longest = longest_[{between.left, between.from}];
    longest = std::max(longest, seconds);
  }
  // 0: no rule.
  [[nodiscard]] std::int32_t seconds(const Between& between) const {
    const auto at = rules_.find(between);
    return at == rules_.end() ? 0 : at->second;
  }
  // How long who left such a service there has to heed rules.
  [[nodiscard]] std::int32_t longest(Hub left, Group from) const {
    const auto at = longest_.find({left, from});
    return at == longest_.end() ? 0 : at->second;
  }
  [[nodiscard]] bool empty() const { return rules_.empty(); }

 private:
  std::map<Between, std::int32_t> rules_;
  std::map<std::pair<Hub, Group>, std::int32_t> longest_;
};

}  // namespace stopover::journeys
