// SPDX-License-Identifier: Apache-2.0
// Who comes to a stage, and their order there: (time, key, step), which is total because keys are.
//
// Sorting: least-significant-digit radix sort on the upper bits of the time within the range that
// occurs, as many as tell that number of arrivals apart (a million: 2 passes of 11 bits); then by
// comparison those who agree in them. Small or sorted batches skip it. Cost: linear where times
// spread over their range, that of std::sort where nearly all are close together and one is far
// away; measured in bench/flow_bench.cpp against std::sort.
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
