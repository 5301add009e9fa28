// SPDX-License-Identifier: Apache-2.0
// How much later than planned somebody is at the gate, who leaves the last sight as planned.
//
// Method: plain simulation. The way back is a chain of steps; each draws from the scenario's own
// distributions, a number of `draws` times, and the sum of what it took less what was planned is
// sorted. A vehicle that is not reached lets whoever comes wait for the next one, at the headway of
// that hour; what it is late itself comes on top. At a checkpoint: the wait is exponential with the
// mean that planning counts with (half the wait target), plus a service time.
// Who is at the end by `slack` after the plan does not miss the flight.
//
// What it is not: queues as the day sweep makes them; no correlation between steps; the flight's
// own lateness, which helps, is left out.
//
// Determinism: a draw depends on the seed, its number and the number of the step.
// Units: seconds. Errors: parameters out of range are a bug (readers check).
// Sources: Wilson 1927, for the interval of a share.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "engine/base/units.hpp"
#include "engine/flow/draws.hpp"

namespace stopover::visit {

// A vehicle is boarded; `slack` after the planned arrival at its stop.
struct Boarding {
  Seconds slack{};
  Seconds headway{};  // to the next one that goes there
  friend auto operator<=>(const Boarding&, const Boarding&) = default;
};
struct Ride {
  double on_time_share = 1;
  Seconds mean_late{};
  Seconds max{};
  friend auto operator<=>(const Ride&, const Ride&) = default;
};
// On foot, by road, or the local approximation.
struct Going {
  Seconds mean{};
  Seconds sd{};
  friend auto operator<=>(const Going&, const Going&) = default;
};
struct Desk {
  const flow::DeskTime* time = nullptr;  // outlives this
  Seconds wait_mean{};
  Seconds planned{};  // service and wait
  friend bool operator==(const Desk&, const Desk&) = default;
};
using LateStep = std::variant<Boarding, Ride, Going, Desk>;

struct MissChance {
  double share = 0;
  double low = 0;  // 95 percent
  double high = 1;
  friend bool operator==(const MissChance&, const MissChance&) = default;
};

class Lateness {
 public:
  Lateness() = default;
  // Ascending or not.
  explicit Lateness(std::vector<std::int32_t> seconds);

  // Of being later than `slack`.
  [[nodiscard]] MissChance beyond(Seconds slack) const;
  // The least slack, 0 or more, whose upper bound of missing is not above `most`; the largest value
  // drawn when there is none such.
  [[nodiscard]] Seconds reserve(double most) const;
  [[nodiscard]] const std::vector<std::int32_t>& sorted() const { return sorted_; }

 private:
  std::vector<std::int32_t> sorted_;
};

struct LatenessSettings {
  std::uint64_t seed = 1;
  std::uint32_t draws = 4'000;
};

[[nodiscard]] Lateness lateness_of(const std::vector<LateStep>& steps,
                                   const LatenessSettings& settings);

}  // namespace stopover::visit
