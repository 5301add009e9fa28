// SPDX-License-Identifier: Apache-2.0
// Streams of different identities are independent, and one stream is evenly spread.
//
// Null hypothesis: the uniforms compared are independent. A correlation r of n pairs then has
// r * sqrt(n) ~ N(0, 1); the squares of m such numbers add up to chi-square(m) (their weak
// dependence is neglected). n = 100,000 entities, alpha = 1e-7 and, for too good a fit, 1 - 1e-7.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/random/transforms.hpp"
#include "tests/engine/random/goodness_of_fit.hpp"

namespace stopover::random {
namespace {

using testing::chi_square_p_value;
using testing::equal_chi_square_p_value;
using testing::test_seed;

constexpr std::size_t kEntities = 100'000;
const std::array<Purpose, 8> kPurposes = {
    purpose("choice"), purpose("walk"),    purpose("spending"), purpose("immigration"),
    purpose("delay"),  purpose("choice2"), Purpose{0},          Purpose{1}};

// Entity ids as they occur: dense numbers, and hashes of content.
std::uint64_t dense(std::size_t i) {
  return i;
}
std::uint64_t hashed(std::size_t i) {
  return stable_hash(stable_hash("market"), i);
}

template <class KeyOf>
std::vector<double> column(KeyOf key_of, std::uint32_t draw) {
  std::vector<double> values(kEntities);
  for (std::size_t i = 0; i < kEntities; ++i) values[i] = unit(bits(key_of(i), draw)) - 0.5;
  return values;
}

// r * sqrt(n) of uniforms whose mean and variance are known; b is shifted by `lag` entities.
double correlation_z(const std::vector<double>& a, const std::vector<double>& b,
                     std::size_t lag = 0) {
  double sum = 0;
  for (std::size_t i = 0; i + lag < a.size(); ++i) sum += a[i] * b[i + lag];
  return sum * 12 / std::sqrt(static_cast<double>(a.size() - lag));
}

void expect_uncorrelated(const std::vector<double>& zs) {
  double statistic = 0;
  for (const double z : zs) statistic += z * z;
  const double p = chi_square_p_value(statistic, static_cast<double>(zs.size()));
  EXPECT_GT(p, 1e-7);
  EXPECT_LT(p, 1 - 1e-7);
}

template <class EntityOf>
std::vector<double> correlations_between_purposes(EntityOf entity_of) {
  std::vector<std::vector<double>> columns;
  for (const Purpose use : kPurposes)
    columns.push_back(column(
        [&](std::size_t i) {
          return StreamKey{.seed = test_seed(), .entity = entity_of(i), .purpose = use};
        },
        0));
  std::vector<double> zs;
  for (std::size_t a = 0; a < columns.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) zs.push_back(correlation_z(columns[a], columns[b]));
  return zs;
}

TEST(Independence, OfPurposes) {
  expect_uncorrelated(correlations_between_purposes(dense));
  expect_uncorrelated(correlations_between_purposes(hashed));
}

TEST(Independence, OfNeighbouringEntities) {
  std::vector<double> zs;
  for (const Purpose use : kPurposes) {
    const std::vector<double> values = column(
        [&](std::size_t i) { return StreamKey{.seed = test_seed(), .entity = i, .purpose = use}; },
        0);
    for (std::size_t lag = 1; lag <= 16; ++lag) zs.push_back(correlation_z(values, values, lag));
  }
  expect_uncorrelated(zs);
}

TEST(Independence, OfDrawsOfOneStream) {
  std::vector<std::vector<double>> columns;
  for (std::uint32_t d = 0; d < 8; ++d)
    columns.push_back(
        column([&](std::size_t i) { return StreamKey{.seed = test_seed(), .entity = i}; }, d));
  std::vector<double> zs;
  for (std::size_t a = 0; a < columns.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) zs.push_back(correlation_z(columns[a], columns[b]));
  expect_uncorrelated(zs);
}

TEST(Independence, OfReplicationsAndOfNeighbouringSeeds) {
  std::vector<std::vector<double>> columns;
  for (std::uint32_t r = 0; r < 6; ++r) {
    columns.push_back(column(
        [&](std::size_t i) {
          return StreamKey{.seed = test_seed(), .replication = r, .entity = i};
        },
        0));
    columns.push_back(column(
        [&](std::size_t i) { return StreamKey{.seed = test_seed() + r + 1, .entity = i}; }, 0));
  }
  std::vector<double> zs;
  for (std::size_t a = 0; a < columns.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) zs.push_back(correlation_z(columns[a], columns[b]));
  expect_uncorrelated(zs);
}

// Replications of one entity: the pairs an interval over replications relies on.
TEST(Independence, OfConsecutiveReplicationsOfOneEntity) {
  const std::vector<double> values = column(
      [&](std::size_t r) {
        return StreamKey{
            .seed = test_seed(), .replication = static_cast<std::uint32_t>(r), .entity = 77};
      },
      0);
  std::vector<double> zs;
  for (std::size_t lag = 1; lag <= 64; ++lag) zs.push_back(correlation_z(values, values, lag));
  expect_uncorrelated(zs);
}

// 10^5 entities x 8 purposes: among 800,000 numbers of 64 bits two are equal with probability
// 800,000^2 / 2^65 = 1.7e-8.
template <class BitsOf>
std::size_t repeated(BitsOf bits_of) {
  std::vector<std::uint64_t> seen;
  seen.reserve(kEntities * kPurposes.size());
  for (std::size_t i = 0; i < kEntities; ++i)
    for (const Purpose use : kPurposes) seen.push_back(bits_of(i, use));
  std::sort(seen.begin(), seen.end());
  return static_cast<std::size_t>(seen.end() - std::unique(seen.begin(), seen.end()));
}

TEST(Independence, NoTwoIdentitiesShareANumber) {
  EXPECT_EQ(repeated([](std::size_t i, Purpose use) {
              return bits({.seed = test_seed(), .entity = i, .purpose = use}, 0);
            }),
            0);
  // Planted: a key that adds entity and purpose makes neighbours share their luck.
  EXPECT_GT(repeated([](std::size_t i, Purpose use) {
              return bits({.seed = test_seed(), .entity = i + static_cast<std::uint32_t>(use)}, 0);
            }),
            0);
}

// Null hypothesis: a 16-bit field of the draws is uniform; n = 500,000, pooled from 65,536
// cells. Every field of both draws of a block, walked along entities and along draws.
TEST(Independence, EveryFieldOfTheBitsIsEvenlySpread) {
  constexpr std::uint32_t kN = 500'000;
  for (unsigned shift = 0; shift < 64; shift += 16) {
    for (const std::uint32_t draw : {0U, 1U}) {
      std::vector<std::uint64_t> along_entities(65'536);
      std::vector<std::uint64_t> along_draws(65'536);
      const Stream stream({.seed = test_seed(), .purpose = purpose("fields")});
      for (std::uint32_t i = 0; i < kN; ++i) {
        ++along_entities[(bits({.seed = test_seed(), .entity = i}, draw) >> shift) & 0xffffU];
        ++along_draws[(stream.at(2 * i + draw) >> shift) & 0xffffU];
      }
      for (const double p :
           {equal_chi_square_p_value(along_entities), equal_chi_square_p_value(along_draws)}) {
        EXPECT_GT(p, 1e-7) << shift;
        EXPECT_LT(p, 1 - 1e-7) << shift;
      }
    }
  }
}

}  // namespace
}  // namespace stopover::random
