// SPDX-License-Identifier: Apache-2.0
// The scenario as a whole: its gateway, its horizon, whether anyone travels.
#include <algorithm>

#include <fmt/format.h>

#include "engine/base/time.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

void check_gateway(Checking& c) {
  const Gateway& gateway = c.loaded().scenario.gateway();
  for (int i = 0; i < gateway.places_size(); ++i) {
    const Place* place = c.place(gateway.places(i));
    if (place == nullptr || c.loaded().sources.is_faulty("place", place->id())) continue;
    if (gateway.time_zone().empty() || gateway.country().empty()) continue;
    if (place->time_zone() == gateway.time_zone() && place->country() == gateway.country())
      continue;
    c.fault(rule::kGatewayZone, {"scenario", "", "gateway." + indexed("places", i)},
            fmt::format("{} ({}, {})", place->id(), place->time_zone(), place->country()),
            fmt::format("a place in {}, {}", gateway.time_zone(), gateway.country()));
  }
}

void check_horizon(Checking& c) {
  const Horizon& horizon = c.loaded().scenario.horizon();
  const auto first = CivilDate::parse(horizon.first_day());
  const auto end = CivilDate::from_ymd(kLastZoneRuleYear + 1, 1, 1);
  if (!first || !end || first->plus_days(std::clamp(horizon.days(), 1, 400)) <= *end) return;
  c.fault(rule::kZoneRules, {"scenario", "", "horizon.first_day"}, horizon.first_day(),
          fmt::format("days up to the end of {}", kLastZoneRuleYear));
}

void check_demand(Checking& c) {
  const auto& markets = c.elements().market();
  const bool anybody = std::any_of(markets.begin(), markets.end(), [&](const Market& market) {
    return market.persons_per_day() > 0 || c.loaded().sources.is_faulty("market", market.id());
  });
  if (!anybody && c.has_all("market"))
    c.fault(rule::kNoDemand, {"scenario", "", "elements.market"}, "",
            "at least one market with persons_per_day above 0");
}

}  // namespace

void check_whole(Checking& c) {
  check_gateway(c);
  check_horizon(c);
  check_demand(c);
}

}  // namespace stopover::scenario
