// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/visitor_stay.hpp"

#include "models/simulation/plans.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

std::optional<spending::Visitor> visitor_of(const World& world, demand::MarketId market,
                                            JourneyId journey, StayKind stay, network::PlaceId to) {
  switch (world.demand.segments[world.demand.markets[market].segment].kind) {
    case demand::VisitorKind::kVisitorIn:
      if (!world.places[to].in_gateway) return std::nullopt;
      return spending::Visitor::kVisitor;
    case demand::VisitorKind::kResidentOut:
      return spending::Visitor::kResident;
    case demand::VisitorKind::kResidentBack:
    case demand::VisitorKind::kVisitorBack:
      return std::nullopt;
    case demand::VisitorKind::kThrough:
      break;
  }
  if (!world.alternatives.journeys[journey].over_gateway) return std::nullopt;
  switch (stay) {
    case StayKind::kNone:
      return spending::Visitor::kAirside;
    case StayKind::kStepOut:
      return spending::Visitor::kStepOut;
    case StayKind::kNights:
      return spending::Visitor::kStopover;
  }
  return std::nullopt;
}

std::optional<spending::Stay> stay_of(const World& world, const Behaviour& behaviour,
                                      const PlannedParty& party) {
  const auto visitor = visitor_of(world, party.market, party.journey, party.stay, party.to);
  if (!visitor) return std::nullopt;
  spending::Stay stay{.visitor = *visitor, .persons = party.size};
  switch (*visitor) {
    case spending::Visitor::kVisitor:
      stay.nights = party.nights;
      stay.days = party.nights + 1;
      return stay;
    case spending::Visitor::kResident:
      return stay;
    case spending::Visitor::kStopover:
      stay.nights = party.nights;
      break;
    case spending::Visitor::kAirside:
    case spending::Visitor::kStepOut:
      break;
  }
  stay.days = static_cast<double>(party.stay_hours) / behaviour.spending_day_hours;
  return stay;
}

}  // namespace stopover::simulation
