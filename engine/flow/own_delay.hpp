// SPDX-License-Identifier: Apache-2.0
// The kind of a day, and what befalls a run for reasons of its own: late or not, how late,
// cancelled or not.
//
// What it is not: what a run inherits from its vehicle or waits for at a closed place
// (run_conditions.hpp).
//
// A run's fate is the quantile at one uniform of: on time, late by so much, cancelled. Runs of one
// day and group are correlated by a one-factor Gaussian copula (Li 2000; Joe 2014): a uniform u
// becomes Phi(sqrt(r) F + sqrt(1 - r) z), z = Phi^-1(u), with one F a day and group. It stays
// uniform, so each run keeps its distribution for any r (Sklar 1959): its share cancelled and, of
// the others, the share late and how late these are. Two runs' scores have correlation r; on bad
// days more are late, these are later, and more are cancelled. As r goes to 0 each run's luck goes
// to what it is alone.
//
// Whatever makes the distribution worse makes no run better, the luck being the same: a variant, an
// hour or a kind of day. A run that is late either way is later where more are.
//
//   purpose           entity                                  draws
//   flow.day_type     date                                    1
//   flow.day_factor   hash(group, date)                       1
//   flow.delay        hash(service key, scheduled departure)  1
#pragma once

#include <cstdint>

#include "engine/base/time.hpp"
#include "engine/flow/disruption.hpp"
#include "engine/flow/draws.hpp"

namespace stopover::flow {

// none() where there are no types.
[[nodiscard]] DayTypeId draw_day_type(const Disruption& disruption, const SweepLuck& luck,
                                      CivilDate day);

// Standard normal; large on bad days.
[[nodiscard]] double draw_day_factor(const SweepLuck& luck, std::uint64_t group, CivilDate day);

struct RunDay {
  CivilDate date{};  // operating day
  DayTypeId type = DayTypeId::none();
  double factor = 0;  // draw_day_factor; asked for only if the variation's `common` is above 0
};

struct OwnDelay {
  Seconds late{};
  Seconds on_any_day{};    // of this, what it would be without the effects of the day's type
  bool cancelled = false;  // `late` is 0 then
  bool by_day = false;     // cancelled, and would not be without those effects
  friend bool operator==(const OwnDelay&, const OwnDelay&) = default;
};

struct ScheduledRun {
  std::uint64_t service = 0;  // stable_hash of its key
  Instant departure{};
  int hour = 0;  // of the departure in the zone
};

[[nodiscard]] OwnDelay draw_own_delay(const DelayProfile& profile, const DelayVariation& variation,
                                      const SweepLuck& luck, const ScheduledRun& run,
                                      const RunDay& day);

}  // namespace stopover::flow
