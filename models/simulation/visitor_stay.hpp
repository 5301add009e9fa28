// SPDX-License-Identifier: Apache-2.0
// As whom, and for how long, a party spends in the gateway city.
//
// By the plan, whatever becomes of it. Days of who passes through are hours outside by
// `spend.day_hours`; visitors have a day more than nights; residents and who stays airside have no
// days (docs/models/spending.md).
#pragma once

#include <optional>

#include "models/demand/demand.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/spending/spending.hpp"

namespace stopover::simulation {

struct Behaviour;
struct PlannedParty;
struct World;

enum class StayKind : std::uint8_t { kNone, kStepOut, kNights };

// nullopt: it never comes there, or its other journey counts.
[[nodiscard]] std::optional<spending::Visitor> visitor_of(const World& world,
                                                          demand::MarketId market,
                                                          JourneyId journey, StayKind stay,
                                                          network::PlaceId to);
[[nodiscard]] std::optional<spending::Stay> stay_of(const World& world, const Behaviour& behaviour,
                                                    const PlannedParty& party);

}  // namespace stopover::simulation
