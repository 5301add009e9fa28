// SPDX-License-Identifier: Apache-2.0
// Values that must never change: ids and random streams hang on them.
#include "engine/base/stable_hash.hpp"

#include <cstdint>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover {
namespace {

constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;

// Published outputs of SplitMix64 (java.util.SplittableRandom): seed 0 and seed 1234567. Output k
// mixes seed + (k + 1) * golden, and mix64 adds one golden itself.
static_assert(mix64(0) == 0xe220a8397b1dcdafULL);
static_assert(mix64(kGolden) == 0x6e789e6aa1b965f4ULL);
static_assert(mix64(2 * kGolden) == 0x06c45d188009454fULL);
static_assert(mix64(1234567) == 6457827717110365317ULL);
static_assert(mix64(1234567 + kGolden) == 3203168211198807973ULL);

// mix64 undone, to see the published FNV-1a values under it.
constexpr std::uint64_t unshift(std::uint64_t x, unsigned by) {
  std::uint64_t y = x;
  for (int i = 0; i < 64; ++i) y = x ^ (y >> by);
  return y;
}
constexpr std::uint64_t inverse(std::uint64_t odd) {  // modulo 2^64, Newton
  std::uint64_t y = odd;
  for (int i = 0; i < 6; ++i) y *= 2 - odd * y;
  return y;
}
constexpr std::uint64_t unmix64(std::uint64_t x) {
  x = unshift(x, 31) * inverse(0x94d049bb133111ebULL);
  x = unshift(x, 27) * inverse(0xbf58476d1ce4e5b9ULL);
  return unshift(x, 30) - kGolden;
}
static_assert(unmix64(mix64(42)) == 42);
// FNV-1a 64-bit test vectors of Fowler, Noll and Vo.
static_assert(unmix64(stable_hash("")) == 0xcbf29ce484222325ULL);
static_assert(unmix64(stable_hash("a")) == 0xaf63dc4c8601ec8cULL);
static_assert(unmix64(stable_hash("foobar")) == 0x85944171f73967e8ULL);

// Computed by an independent implementation.
TEST(StableHash, ValuesArePinned) {
  EXPECT_EQ(stable_hash("pvg_t2"), 10295809925923620250ULL);
  EXPECT_EQ(stable_hash(1), 11782295644890681798ULL);
  EXPECT_EQ(stable_hash(1, 2, 3), 2017494195059336020ULL);
  EXPECT_EQ(stable_hash("上海"), 10650901277673913274ULL);
}

TEST(StableHash, OrderLengthAndTypeOfWordsMatter) {
  EXPECT_NE(stable_hash(1, 2), stable_hash(2, 1));
  EXPECT_NE(stable_hash(1), stable_hash(1, 0));
  EXPECT_NE(stable_hash(0), stable_hash(0, 0));
  EXPECT_NE(stable_hash("1"), stable_hash(1));
  // Words are widened as values, so a key does not depend on the integer type that carries it.
  EXPECT_EQ(stable_hash(std::int8_t{-1}), stable_hash(std::int64_t{-1}));
  EXPECT_EQ(stable_hash(std::uint8_t{7}), stable_hash(std::int64_t{7}));
}

TEST(StableHash, ZeroBytesInsideATextCount) {
  EXPECT_NE(stable_hash(std::string("a\0", 2)), stable_hash("a"));
}

TEST(StableHash, ThreeHundredThousandNeighbouringKeysDoNotCollide) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t a = 0; a < 1000; ++a)
    for (std::uint64_t b = 0; b < 300; ++b) seen.insert(stable_hash(a, b));
  EXPECT_EQ(seen.size(), 300'000u);  // a random function expects 2e-9 collisions
}

RC_GTEST_PROP(StableHash, FlippingOneInputBitFlipsAboutHalfOfTheOutput, (std::uint64_t x)) {
  int flipped = 0;
  for (unsigned bit = 0; bit < 64; ++bit)
    flipped += __builtin_popcountll(mix64(x) ^ mix64(x ^ (std::uint64_t{1} << bit)));
  // 4096 fair bits: mean 2048, standard deviation 32; 10 deviations.
  RC_ASSERT(flipped > 1728);
  RC_ASSERT(flipped < 2368);
}

}  // namespace
}  // namespace stopover
