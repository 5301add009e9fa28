// SPDX-License-Identifier: Apache-2.0
// Draws of many entities at once against the same draws one by one: bit by bit.
#include "engine/random/bulk.hpp"

#include <bit>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::random {
namespace {

RC_GTEST_PROP(DrawBlocks, AreTheDrawsOfEachStream,
              (std::uint64_t seed, std::uint32_t replication, const std::string& name)) {
  const auto entities = *rc::gen::resize(
      40, rc::gen::container<std::vector<std::uint64_t>>(rc::gen::arbitrary<std::uint64_t>()));
  const auto wide = *rc::gen::arbitrary<std::uint64_t>();
  const auto block = static_cast<std::uint32_t>(wide % 0x7fffffffU);
  StreamKey key{.seed = seed, .replication = replication, .purpose = purpose(name)};
  std::vector<std::uint64_t> even(entities.size());
  std::vector<std::uint64_t> odd(entities.size());
  draw_blocks(key, block, entities, even, odd);
  for (std::size_t i = 0; i < entities.size(); ++i) {
    key.entity = entities[i];
    RC_ASSERT(even[i] == bits(key, 2 * block));
    RC_ASSERT(odd[i] == bits(key, 2 * block + 1));
  }
}

// RapidCheck's numbers are small at first; these have all 64 bits.
TEST(DrawBlocks, HoldForKeysOfAllBitsAndAnyNumberOfEntities) {
  Stream stream({.seed = 5, .purpose = purpose("test.bulk")});
  for (std::size_t n = 0; n < 40; ++n) {
    StreamKey key{.seed = stream.next64(), .replication = stream(), .purpose = Purpose{stream()}};
    std::vector<std::uint64_t> entities(n);
    for (std::uint64_t& entity : entities) entity = stream.next64();
    std::vector<std::uint64_t> even(n);
    std::vector<std::uint64_t> odd(n);
    const std::uint32_t block = stream() >> 1U;
    draw_blocks(key, block, entities, even, odd);
    for (std::size_t i = 0; i < n; ++i) {
      key.entity = entities[i];
      ASSERT_EQ(even[i], bits(key, 2 * block));
      ASSERT_EQ(odd[i], bits(key, 2 * block + 1));
    }
  }
}

TEST(Quantiles, AreThoseOfEachUniformNumber) {
  Stream stream({.seed = 6, .purpose = purpose("test.bulk")});
  std::vector<std::uint64_t> luck = {0, 1, ~std::uint64_t{0}, std::uint64_t{1} << 63U};
  while (luck.size() < 100'003) luck.push_back(stream.next64());
  for (const double mean : {1e-3, 1.0, 90.0, 1e9}) {
    const Exponential distribution(mean);
    std::vector<double> values(luck.size());
    quantiles(distribution, luck, values);
    for (std::size_t i = 0; i < luck.size(); ++i)
      ASSERT_EQ(std::bit_cast<std::uint64_t>(values[i]),
                std::bit_cast<std::uint64_t>(distribution.quantile(open_unit(luck[i]))));
  }
}

}  // namespace
}  // namespace stopover::random
