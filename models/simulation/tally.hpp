// SPDX-License-Identifier: Apache-2.0
// Exact counts of one replication: persons, seconds and fen. Adding tallies in any order gives the
// same bytes.
//
// Counted are parties of the counted days (not the warm-up), over their whole journey.
// What each count means is in `kCounts`; every rate that is made of them names its numerator and
// denominator in indicators.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/network/network.hpp"
#include "models/demand/demand.hpp"
#include "models/simulation/assumptions.hpp"
#include "models/simulation/made_journey.hpp"
#include "models/simulation/plans.hpp"
#include "models/simulation/product_tally.hpp"
#include "models/simulation/run_tally.hpp"
#include "models/spending/spending.hpp"

namespace stopover::simulation {

// One count per market segment, in persons unless the text says otherwise.
enum class Count : std::uint8_t {
  kPersons,
  kParties,
  kUnserved,
  kStranded,
  kByAir,
  kHandled,
  kHandledInternational,
  kTransfer,
  kStopover,
  kAirMovements,
  kAirRail,
  kMayEnter,
  kEntered,
  kSteppedOut,
  kOverstayed,
  kOverGateway,
  kOverRival,
  kConnections,
  kMissed,  // its causes follow it, as those of each count of misses
  kMissedInbound,
  kMissedQueue,
  kMissedWalk,
  kMissedClosed,
  kMissedSeat,
  kMissedCancelled,
  kRebooked,
  kDepartures,
  kDeparturesMissed,
  kDeparturesMissedInbound,
  kDeparturesMissedQueue,
  kDeparturesMissedWalk,
  kDeparturesMissedClosed,
  kDeparturesMissedSeat,
  kDeparturesMissedCancelled,
  kNights,
  kFares,
  kLikelyOverGateway,
  kLikelySteppedOut,
  kLikelyNights,
  kOnlyHere,  // and of some counts above, in kOnlyHereOf
  kOnlyHereHandled,
  kOnlyHereTransfer,
  kOnlyHereStopover,
  kOnlyHereAirRail,
  kOnlyHereEntered,
  kOnlyHereNights,
  kCount
};

// Of a count of misses, kMissed or kDeparturesMissed: those for one cause.
[[nodiscard]] constexpr Count count_for(Count misses, flow::MissCause cause) {
  return static_cast<Count>(static_cast<int>(misses) + static_cast<int>(cause));
}
static_assert(count_for(Count::kMissed, flow::MissCause::kLateInbound) == Count::kMissedInbound &&
              count_for(Count::kMissed, flow::MissCause::kQueue) == Count::kMissedQueue &&
              count_for(Count::kMissed, flow::MissCause::kWalk) == Count::kMissedWalk &&
              count_for(Count::kMissed, flow::MissCause::kClosed) == Count::kMissedClosed &&
              count_for(Count::kMissed, flow::MissCause::kNoSeat) == Count::kMissedSeat &&
              count_for(Count::kMissed, flow::MissCause::kCancelled) == Count::kMissedCancelled);
static_assert(count_for(Count::kDeparturesMissed, flow::MissCause::kLateInbound) ==
                  Count::kDeparturesMissedInbound &&
              count_for(Count::kDeparturesMissed, flow::MissCause::kCancelled) ==
                  Count::kDeparturesMissedCancelled);

// Of whom the scenario compared with keeps at home (demand/volumes.hpp): which count has which.
struct OnlyHere {
  Count count;
  Count only_here;
};
inline constexpr std::array<OnlyHere, 7> kOnlyHereOf{{{Count::kPersons, Count::kOnlyHere},
                                                      {Count::kHandled, Count::kOnlyHereHandled},
                                                      {Count::kTransfer, Count::kOnlyHereTransfer},
                                                      {Count::kStopover, Count::kOnlyHereStopover},
                                                      {Count::kAirRail, Count::kOnlyHereAirRail},
                                                      {Count::kEntered, Count::kOnlyHereEntered},
                                                      {Count::kNights, Count::kOnlyHereNights}}};

struct CountText {
  std::string_view id;
  std::string_view unit;
  std::string_view text;
};

inline constexpr std::array<CountText, static_cast<std::size_t>(Count::kCount)> kCounts{{
    {"persons", "people", "travelled"},
    {"parties", "parties", "travelled together"},
    {"unserved", "people", "found no alternative in the timetable"},
    {"stranded", "people", "did not reach their destination within the simulated days"},
    {"by_air", "people", "took a flight at the gateway"},
    {"handled", "people", "arrived plus departed on flights at the gateway"},
    {"handled_international", "people",
     "of these on international flights, HK, MO and TW included"},
    {"transfer", "people", "went on by air within 24 h of arriving by air at the gateway"},
    {"stopover", "people", "went on by air later than that"},
    {"air_movements", "people", "origin-destination air movements: handled, transfers left out"},
    {"air_rail", "people", "of these with an intercity rail leg on the same side of the flight"},
    {"may_enter", "people", "foreigners connecting at the gateway whom an entry regime covers"},
    {"entered", "people", "of these entered the country"},
    {"stepped_out", "people", "left the airport between flights without a night"},
    {"overstayed", "people",
     "entered between flights and left after the latest exit that their regime allows"},
    {"over_gateway", "people", "planned to connect between flights at the gateway"},
    {"over_rival", "people", "planned to connect between flights at another hub"},
    {"connections", "people", "planned connections between flights or intercity trains"},
    {"missed", "people", "of these not made"},
    {"missed_inbound", "people", "missed: late inbound service"},
    {"missed_queue", "people", "missed: queues"},
    {"missed_walk", "people", "missed: walks, services and bags longer than planned"},
    {"missed_closed", "people", "missed: came after a checkpoint had closed"},
    {"missed_seat", "people", "missed: no place left"},
    {"missed_cancelled", "people", "missed: planned run cancelled"},
    {"rebooked", "people", "went on another way after a missed flight or train, each time"},
    {"departures", "people", "planned first departures by flight or intercity train"},
    {"departures_missed", "people", "of these not made"},
    {"departures_missed_inbound", "people", "first departure missed: late inbound service"},
    {"departures_missed_queue", "people", "first departure missed: queues"},
    {"departures_missed_walk", "people",
     "first departure missed: walks, services and bags longer than planned"},
    {"departures_missed_closed", "people",
     "first departure missed: came after a checkpoint had closed"},
    {"departures_missed_seat", "people", "first departure missed: no place left"},
    {"departures_missed_cancelled", "people", "first departure missed: planned run cancelled"},
    {"nights", "person-nights", "spent in the gateway"},
    {"fares", "fen", "paid for tickets, taxis and cars"},
    {"likely_over_gateway", "millionths of people",
     "through passengers by how likely they plan to connect at the gateway"},
    {"likely_stepped_out", "millionths of people",
     "by how likely they plan to leave the airport between flights without a night"},
    {"likely_nights", "millionths of people", "by how likely they plan nights between flights"},
    {"only_here", "people", "travelled, and would not in the scenario compared with"},
    {"only_here_handled", "people", "of handled those"},
    {"only_here_transfer", "people", "of transfer those"},
    {"only_here_stopover", "people", "of stopover those"},
    {"only_here_air_rail", "people", "of air_rail those"},
    {"only_here_entered", "people", "of entered those"},
    {"only_here_nights", "person-nights", "of nights those"},
}};

// How people came to or left the gateway's airports: the land leg next to the airport.
inline constexpr std::size_t kModes = 12;

struct QueueTally {
  std::int64_t persons = 0;
  std::int64_t wait_seconds = 0;           // persons × wait
  std::int64_t over_target = 0;            // persons who waited longer than the target
  std::vector<std::int64_t> wait_minutes;  // persons by whole minutes waited, last = 240 and more
  std::int64_t gave_up = 0;                // persons who left for want of patience
  std::int64_t refused = 0;                // persons whom a desk sent on to the ordinary ones
  std::int64_t held = 0;                   // persons who waited outside a full hall
  std::int64_t held_seconds = 0;           // persons × time outside

  void add(const QueueTally& other);
  friend bool operator==(const QueueTally&, const QueueTally&) = default;
};

struct Tally {
  Table<demand::SegmentId, std::array<std::int64_t, static_cast<std::size_t>(Count::kCount)>>
      counts;
  // [visitor][category], fen; and persons per visitor kind.
  std::array<spending::Amounts, spending::kVisitorNames.size()> spending{};
  std::array<std::int64_t, spending::kVisitorNames.size()> visitors{};
  Table<demand::SegmentId, Fen> spending_by_segment;
  Fen spending_only_here{};
  std::array<std::int64_t, kModes> access{};
  Table<network::CheckpointId, QueueTally> queues;
  RunTally runs;
  ProductTallies products;
  // By World::multipliers: fen, or fen times jobs a million yuan; set once all has been counted.
  std::vector<std::int64_t> effects;

  void add(const Tally& other);
  [[nodiscard]] std::int64_t total(Count count) const;
  friend bool operator==(const Tally&, const Tally&) = default;
};

[[nodiscard]] Tally empty_tally(const World& world);

void add_parties(const World& world, const Assumptions& assumptions, const EndedParties& ended,
                 demand::Luck luck, Tally& tally);
// Adds waits and incidents of those who joined on counted days.
void add_queues(const World& world,
                const Table<network::CheckpointId, flow::CheckpointOutcome>& checkpoints,
                Tally& tally);

// What the spending counted so far makes.
void set_effects(const World& world, const Assumptions& assumptions, Tally& tally);

// A whole outcome.
[[nodiscard]] Tally tally(const World& world, const Assumptions& assumptions,
                          const PlansOfReplication& plans, const flow::Outcome& outcome,
                          demand::Luck luck);

}  // namespace stopover::simulation
