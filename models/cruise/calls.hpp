// SPDX-License-Identifier: Apache-2.0
// The port's timetable: calls that a person wrote, and calls made from ships that sail again and
// again.
//
// A deployment makes a call on its first date and then after each of its nights, over and over, on
// the next day of the week on which the ship may call. Of a written call and a made one of the same
// ship whose stays meet the written one counts. Calls are sorted by (arrival, key).
//
// What it is not: what happens to them (harbour.hpp). Errors: none; the scenario is validated.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/cruise/port_book.hpp"

namespace stopover::cruise {

enum class CallKind : std::uint8_t { kTurnaround, kEmbark, kDisembark, kTransit };
inline constexpr std::array<std::string_view, 4> kCallKindNames{"turnaround", "embark", "disembark",
                                                                "transit"};

struct PlannedCall {
  std::string key;
  ShipId ship;
  TerminalId terminal;
  BerthId berth;  // none: the first that fits
  CallKind kind = CallKind::kTurnaround;
  Instant arrive{};
  Instant depart{};
  bool date_only = false;
  std::optional<int> off;  // none: by load
  std::optional<int> on;
  std::optional<int> through;
  Mix mix;
  double share = 1;  // probability that it takes place
  std::string previous_port;
  std::string next_port;

  [[nodiscard]] bool takes_off() const {
    return kind == CallKind::kTurnaround || kind == CallKind::kDisembark || off.value_or(0) > 0;
  }
  [[nodiscard]] bool takes_on() const {
    return kind == CallKind::kTurnaround || kind == CallKind::kEmbark || on.value_or(0) > 0;
  }
};

// Whose stay begins in the span.
[[nodiscard]] std::vector<PlannedCall> planned_calls(const PortBook& book,
                                                     const scenario::Elements& elements,
                                                     HalfOpen<CivilDate> span);
// Of one deployment, in order.
[[nodiscard]] std::vector<PlannedCall> deployment_calls(
    const PortBook& book, const scenario::CruiseDeployment& deployment, HalfOpen<CivilDate> span);

// Movements of a call by its share and loads: those off and on, and those in transit twice.
[[nodiscard]] double expected_passengers(const PortBook& book, const PlannedCall& call);

// Two calls that the timetable puts at one time where there is no second berth for them.
struct BerthConflict {
  std::size_t call = 0;  // in the calls
  std::size_t other = 0;
};
// As the timetable stands, berths given first come, first served: what finds none.
[[nodiscard]] std::vector<BerthConflict> berth_conflicts(const PortBook& book,
                                                         const std::vector<PlannedCall>& calls);

}  // namespace stopover::cruise
