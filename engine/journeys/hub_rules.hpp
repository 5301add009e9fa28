// SPDX-License-Identifier: Apache-2.0
// Minimum connection times between governed services (flights, trains) at hubs.
//
// A rule counts from the arrival of a service of one group in a hub to the end of boarding of every
// later governed one that it names, in the same hub or another, whatever lies between: neither a
// ride round the car park nor a train out and back shortens it. It comes on top of change times and
// links. Where there is no rule, none is kept. Who stays on board leaves nothing.
//
// What a hub is, is the caller's: a place by itself where times differ by place.
//
// Units: seconds. Errors: a negative time, or one over a day, is a bug.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/base/units.hpp"
#include "engine/journeys/journey.hpp"
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
  // Of all rules.
  [[nodiscard]] std::int32_t longest() const {
    std::int32_t most = 0;
    for (const auto& [left, seconds] : longest_) most = std::max(most, seconds);
    return most;
  }
  [[nodiscard]] bool empty() const { return rules_.empty(); }

 private:
  std::map<Between, std::int32_t> rules_;
  std::map<std::pair<Hub, Group>, std::int32_t> longest_;
};

// A governed service that was left at a hub.
struct LeftBehind {
  Hub hub = kNoHub;
  Group group = kUngoverned;
  Instant at{};
  friend auto operator<=>(const LeftBehind&, const LeftBehind&) = default;
};

// What the rides of a journey leave behind of which some rule still asks something at `at`: of each
// hub and group the last, in order. `before`: what was left before the journey.
[[nodiscard]] std::vector<LeftBehind> left_behind(const Transit& transit, const HubRules& rules,
                                                  std::span<const JourneyLeg> legs, Instant at,
                                                  std::span<const LeftBehind> before = {});

// What is wrong with the rides of a journey by these rules, empty if nothing. By looking at every
// pair of rides: what searches are held against.
[[nodiscard]] std::string hub_fault_of(const Transit& transit, const HubRules& rules,
                                       std::span<const JourneyLeg> legs);

}  // namespace stopover::journeys
