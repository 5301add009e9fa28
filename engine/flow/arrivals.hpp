// SPDX-License-Identifier: Apache-2.0
// Who comes to a stage, and their order there: (time, key, step), which is total because keys are.
//
// Sorting: least-significant-digit radix sort on the time alone, 11 bits a pass over the range that
// occurs (a day of milliseconds: 3 passes), then ties by comparison. Small or sorted batches skip
// it. Cost: linear; measured in bench/flow_bench.cpp against std::sort.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "engine/flow/clock.hpp"

namespace stopover::flow {

inline constexpr std::uint32_t kNobody = static_cast<std::uint32_t>(-1);

struct Arrival {
  Tick time = 0;
  std::uint64_t key = 0;
  std::uint32_t party = kNobody;  // kNobody: background
  std::uint32_t step = kNobody;   // among all routes' steps

  friend bool operator==(const Arrival&, const Arrival&) = default;
};
static_assert(sizeof(Arrival) == 24, "moved between stages by the million");

[[nodiscard]] inline bool comes_before(const Arrival& a, const Arrival& b) {
  return std::tuple(a.time, a.key, a.step, a.party) < std::tuple(b.time, b.key, b.step, b.party);
}

// `scratch` is room for the passes; its content does not matter.
void sort_arrivals(std::vector<Arrival>& arrivals, std::vector<Arrival>& scratch);

}  // namespace stopover::flow
