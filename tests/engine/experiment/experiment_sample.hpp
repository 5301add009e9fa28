// SPDX-License-Identifier: Apache-2.0
// A small experiment whose cells are computed by a formula.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/experiment/plan.hpp"
#include "engine/io/sha256.hpp"

namespace stopover::experiment {

inline Plan sample_plan(Design design, std::size_t factors = 2) {
  Plan plan{.id = "sample", .title = "Sample", .base = "base", .replications = 3};
  for (std::size_t j = 0; j < factors; ++j) {
    plan.factors.push_back(
        {.id = fmt::format("f{}", j), .kind = Kind::kUniform, .low = 0, .high = 1});
    plan.fields.push_back(fmt::format("field{}", j));
  }
  plan.design = std::move(design);
  plan.cells = make_cells(plan.design, plan.factors);
  plan.outputs = {{.id = "y", .group = "all", .unit = "1"},
                  {.id = "rate", .group = "all", .unit = "share", .is_ratio = true}};
  for (std::size_t c = 0; c < plan.cells.size(); ++c)
    plan.keys.push_back(io::sha256_hex(fmt::format("cell {}", c)));
  return plan;
}

inline Plan small_plan() {
  return sample_plan({.kind = DesignKind::kOneAtATime});
}

// y in millionths, with a luck that is the same for all cells; a rate of y over 100.
inline CellResult sample_result(const Plan& plan, std::uint64_t cell, double y) {
  CellResult result{.cell = cell, .key = plan.keys[cell]};
  OutputSums values{.scale = 1e6};
  OutputSums rates;
  for (std::uint32_t r = 0; r < plan.replications; ++r) {
    const auto whole = static_cast<std::int64_t>(std::llround(y * 1e6)) + 1000 * r;
    values.sums.push_back({whole, 1});
    rates.sums.push_back({whole, 100'000'000 + r});
  }
  result.outputs = {values, rates};
  return result;
}

}  // namespace stopover::experiment
