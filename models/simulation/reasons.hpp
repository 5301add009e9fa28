// SPDX-License-Identifier: Apache-2.0
// Why a party of a told replication travels as it does: all it chose among, what each was worth to
// it, and how likely it was to be taken.
//
// What it is not: part of a run; the choice is made once more, from the same luck and expectations.
// Units: probabilities 0 to 1; hours from door to door as planned; yuan a person; the parts of a
// utility as in candidates.hpp.
#pragma once

#include <vector>

#include "models/simulation/candidates.hpp"
#include "models/simulation/told.hpp"

namespace stopover::simulation {

struct Considered {
  JourneyId journey;
  StayKind stay = StayKind::kNone;
  std::int16_t nights = 0;
  double stay_hours = 0;
  product::ProductId product = product::ProductId::none();  // that it would buy with it
  Instant leave{};
  Instant arrive{};
  double yuan = 0;
  UtilityParts parts;
  double utility = 0;  // without error
  double error = 0;    // of this party's taste for it, beyond what is modelled
  double probability = 0;
  bool chosen = false;    // what the party took
  bool sold_out = false;  // it took this, and its product was gone
};

struct Reasons {
  demand::Party party;
  double scale_per_hour = 0;
  std::vector<Considered> considered;  // the likeliest first
};

// `assumptions` are those that the replication was told with.
[[nodiscard]] Reasons reasons(const World& world, const Assumptions& assumptions,
                              const ToldReplication& told, std::size_t number, Executor& executor);

}  // namespace stopover::simulation
