// SPDX-License-Identifier: Apache-2.0
// What each party of one replication intends to do.
//
// Parties are drawn market by market and day by day (models/demand), choose, those of
// a day together (day_choices.hpp), and are put on the timetable.
//
// Shapes: `flow` holds the columns the sweep needs; `parties[i]` describes the same party i.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/flow/sweep.hpp"
#include "models/simulation/candidates.hpp"
#include "models/simulation/product_tally.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

struct PlannedParty {
  demand::MarketId market;
  JourneyId journey;
  std::uint16_t day = 0;  // index into World::demand_days()
  std::int16_t size = 1;
  std::int16_t nights = 0;  // in the gateway
  network::PlaceId to;      // where the journey ends
  Instant anchor{};         // planned departure of the anchor
  Instant arrive{};         // planned, at the door
  StayKind stay = StayKind::kNone;
  Way way = Way::kDirect;
  PassengerClass passenger_class = kCitizen;
  policy::RegimeId regime;    // of whoever enters between two flights abroad; bounds the stay
  bool may_enter = false;     // connects at the gateway and some regime would let them in
  bool only_here = false;     // stays at home in the scenario compared with
  bool over_gateway = false;  // connects at the gateway between two foreign places
  float stay_hours = 0;       // usable hours outside between the flights
  Fen fare{};                 // the party's, rides and roads
  Fen saved_on_rides{};       // of it, by a product
  Chances chances;            // of those who neither begin nor end here; else 0
};

struct PlansOfReplication {
  flow::Plans flow;
  std::vector<PlannedParty> parties;
  // Parties of the counted days without any alternative within the timetable, by market: persons.
  Table<demand::MarketId, std::int64_t> unserved;
  std::vector<Purchase> purchases;  // by party
  // Of the counted days: offers and refusals alone; purchases are counted when their parties end.
  ProductTallies products;
};

// The parties of some demand days, by index into World::demand_days(). The departures hold
// anchors_of_day of each. The same for every executor. `beside`, if not empty, is called once, at
// the same time as parties choose: for work that has nothing to do with these plans.
[[nodiscard]] PlansOfReplication make_plans(const Planning& planning, HalfOpen<std::uint16_t> days,
                                            Executor& executor,
                                            const std::function<void()>& beside = {});
// Of all demand days, for which the departures are the whole.
[[nodiscard]] PlansOfReplication make_plans(const Planning& planning);

}  // namespace stopover::simulation
