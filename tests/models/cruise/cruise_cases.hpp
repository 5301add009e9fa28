// SPDX-License-Identifier: Apache-2.0
// Small ports for tests: one quay, one channel, constant times; and the scenario of Shanghai.
#pragma once

#include <string>
#include <string_view>

#include "models/cruise/year.hpp"
#include "models/scenario/load.hpp"

namespace stopover::cruise {

// A quay with two berths (350 m and 250 m), ships "big" (300 m, 600 lower berths, 800 beds) and
// "small" (200 m, 200, 250), guests of one kind without company, desks that take constant times.
// `more` is laid over it: elements of the same kind and id are replaced, figures too.
[[nodiscard]] scenario::Scenario small_port(std::string_view more = "");
// One call of the big ship: "2024-06-04T07:00" to "2024-06-04T17:00" unless said.
[[nodiscard]] std::string call_text(std::string_view fields, std::string_view id = "call");

[[nodiscard]] Instant at(const PortBook& book, std::string_view civil);

// As shipped; loaded once.
[[nodiscard]] const scenario::LoadedScenario& shanghai();

[[nodiscard]] HalfOpen<CivilDate> calendar_year(int year);

}  // namespace stopover::cruise
