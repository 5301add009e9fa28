// SPDX-License-Identifier: Apache-2.0
// The figures that the cruise model asks for by name: unit, range and meaning of each.
//
// A scenario with calls or deployments must give each of them and no other.
#pragma once

#include <span>
#include <string_view>

#include "models/scenario/known_parameters.hpp"

namespace stopover::scenario {

[[nodiscard]] std::span<const KnownParameter> known_cruise_figures();  // sorted by name
[[nodiscard]] const KnownParameter* find_cruise_figure(std::string_view name);
[[nodiscard]] std::string cruise_figures_markdown();  // docs/formats/cruise-figures.md

}  // namespace stopover::scenario
