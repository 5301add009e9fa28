// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/hub_rules.hpp"

#include <cstddef>
#include <map>
#include <utility>

namespace stopover::journeys {
namespace {

const LineInfo& line_of(const Transit& transit, const JourneyLeg& leg) {
  return transit.patterns()[transit.trips()[leg.trip].pattern].line;
}

}  // namespace

std::vector<LeftBehind> left_behind(const Transit& transit, const HubRules& rules,
                                    std::span<const JourneyLeg> legs, Instant at,
                                    std::span<const LeftBehind> before) {
  std::map<std::pair<Hub, Group>, Instant> last;
  for (const LeftBehind& left : before) last[{left.hub, left.group}] = left.at;
  for (std::size_t i = 0; i < legs.size(); ++i) {
    if (!legs[i].is_ride() || last_of_vehicle(legs, i) != i) continue;
    const Group group = line_of(transit, legs[i]).group;
    const Hub hub = transit.stops()[legs[i].to].hub;
    if (group != kUngoverned && hub != kNoHub) last[{hub, group}] = legs[i].arrive;
  }
  std::vector<LeftBehind> out;
  for (const auto& [where, since] : last)
    if (since + Seconds(rules.longest(where.first, where.second)) > at)
      out.push_back({where.first, where.second, since});
  return out;
}

std::string hub_fault_of(const Transit& transit, const HubRules& rules,
                         std::span<const JourneyLeg> legs) {
  for (std::size_t i = 0; i < legs.size(); ++i) {
    if (!legs[i].is_ride() || last_of_vehicle(legs, i) != i) continue;
    const Group from = line_of(transit, legs[i]).group;
    const Hub left = transit.stops()[legs[i].to].hub;
    if (from == kUngoverned || left == kNoHub) continue;
    for (std::size_t k = i + 1; k < legs.size(); ++k) {
      if (!legs[k].is_ride() || legs[k].stays_on) continue;
      const LineInfo& next = line_of(transit, legs[k]);
      if (next.group == kUngoverned) continue;
      const Seconds time(
          rules.seconds({left, from, transit.stops()[legs[k].from].hub, next.group}));
      if (legs[k].depart - next.closes < legs[i].arrive + time)
        return "leg " + std::to_string(k) + " is boarded too soon after leg " + std::to_string(i);
    }
  }
  return {};
}

}  // namespace stopover::journeys
