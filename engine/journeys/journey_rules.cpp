// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/journey_rules.hpp"

#include <array>

namespace stopover::journeys {
namespace {

constexpr std::array<Rule, 1> kRules{{
    {"E-JRN-001", "Too many runs for one search", "单次搜索的车次过多",
     "The trips of all days of the search are more than 16 million. Search a span of fewer days, "
     "or "
     "give services that run every minute as fewer trips.",
     "所搜日期内的车次超过 1600 万。请缩短日期范围，或减少高频服务的车次。"},
}};

}  // namespace

std::span<const Rule> journey_rules() {
  return kRules;
}

}  // namespace stopover::journeys
