// SPDX-License-Identifier: Apache-2.0
// Draws of many entities at once: the same bits as one by one, several to an instruction where the
// processor has AVX-512 (looked up once; elsewhere the same code one by one).
//
// Why it can be the same: Philox is whole numbers, and an exponential's quantile is IEEE-754
// arithmetic in a written order, which a wide instruction carries out lane by lane.
// What it is not: worth its while for a handful of draws.
//
//   std::vector<std::uint64_t> even(n), odd(n);
//   draw_blocks(key, 0, parties, even, odd);    // draws 0 and 1 of each party's stream
//   quantiles(Exponential(90), even, seconds);
//
// Shapes: columns of one length; else a bug. Cost: bench/random_bench.cpp.
#pragma once

#include <cstdint>
#include <span>

#include "engine/random/continuous.hpp"
#include "engine/random/stream.hpp"

namespace stopover::random {

// Draws 2 * block and 2 * block + 1 of the streams (key, but of entities[i]).
void draw_blocks(const StreamKey& key, std::uint32_t block, std::span<const std::uint64_t> entities,
                 std::span<std::uint64_t> even, std::span<std::uint64_t> odd);

// values[i] = distribution.quantile(open_unit(bits[i])).
void quantiles(const Exponential& distribution, std::span<const std::uint64_t> bits,
               std::span<double> values);

}  // namespace stopover::random
