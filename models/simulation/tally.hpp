// SPDX-License-Identifier: Apache-2.0
// Exact counts of one replication: persons, seconds and fen. Adding tallies in any order gives the
// same bytes.
//
// Counted are parties of the counted days (not the warm-up), over their whole journey.
// What each count means is in `count_texts`; every rate that is made of them names its numerator
// and denominator in indicators.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
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
  kMissed,  // in all, then by cause
  kRebooked = kMissed + static_cast<int>(flow::kMissCauses),
  kDepartures,
  kDeparturesMissed,  // likewise
  kNights = kDeparturesMissed + static_cast<int>(flow::kMissCauses),
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
  std::string id;
  std::string_view unit;
  std::string text;
};
// By Count.
[[nodiscard]] const std::vector<CountText>& count_texts();

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
