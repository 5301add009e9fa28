// SPDX-License-Identifier: Apache-2.0
// The part of `build` (problem.hpp) that needs no rows: names, what goes together, the network of
// nests. For build.cpp only.
#pragma once

#include <set>
#include <string>

#include "engine/choice/problem.hpp"

namespace stopover::choice {

// Reports all faults of the model against the names of the table.
void check_model(const ModelSpec& spec, const DataSpec& data, const Table& table,
                 const ModelPlaces& places, FaultList& faults);

// The nests in an order in which members come before the nests that hold them; empty if there is a
// circle.
[[nodiscard]] std::vector<std::size_t> nest_order(const ModelSpec& spec);

// Columns that model and data name: all names that are neither parameters nor random coefficients.
[[nodiscard]] std::set<std::string, std::less<>> needed_columns(const ModelSpec& spec,
                                                                const DataSpec& data);

}  // namespace stopover::choice
