// SPDX-License-Identifier: Apache-2.0
#include "engine/random/bulk.hpp"

#include <cstddef>
#include <cstring>

#include "engine/base/check.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#define STOPOVER_WIDE [[gnu::target("avx512f,avx512dq")]]
#endif

namespace stopover::random {
namespace {

struct BlockColumns {
  std::uint64_t key;
  std::uint32_t block;
  std::uint32_t purpose;
  const std::uint64_t* entity;
  std::uint64_t* even;
  std::uint64_t* odd;
};

void one_by_one(const BlockColumns& columns, std::size_t from, std::size_t n) {
  for (std::size_t i = from; i < n; ++i) {
    const detail::Block both =
        detail::philox_block(columns.key, {columns.block, columns.purpose, columns.entity[i]});
    columns.even[i] = both.even;
    columns.odd[i] = both.odd;
  }
}

[[gnu::always_inline]] inline void quantiles_in_order(const Exponential& distribution,
                                                      const std::uint64_t* bits, std::size_t n,
                                                      double* values) {
  for (std::size_t i = 0; i < n; ++i) values[i] = distribution.quantile(open_unit(bits[i]));
}

#if defined(__x86_64__)

bool has_wide() {
  static const bool kHas =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0;
  return kHas;
}

using Lanes [[gnu::vector_size(64)]] = std::uint64_t;

// Of the lower halves of the lanes. The masked form, because gcc 12 warns of the other.
STOPOVER_WIDE inline Lanes product(Lanes a, std::uint64_t b) {
  const Lanes factor = Lanes{} + b;
  return reinterpret_cast<Lanes>(_mm512_maskz_mul_epu32(0xff, reinterpret_cast<__m512i>(a),
                                                        reinterpret_cast<__m512i>(factor)));
}

// Philox4x32-10 in eight lanes of 64 bits, a word in the lower half of each. What the upper halves
// hold does not matter: products read the lower ones.
STOPOVER_WIDE std::size_t eight_by_eight(const BlockColumns& columns, std::size_t n) {
  constexpr std::uint64_t kLowHalf = 0xffffffffU;
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    Lanes entity;
    std::memcpy(&entity, columns.entity + i, sizeof(entity));
    Lanes word0 = Lanes{} + columns.block;
    Lanes word1 = Lanes{} + columns.purpose;
    Lanes word2 = entity;
    Lanes word3 = entity >> 32U;
    std::uint32_t key0 = detail::low_word(columns.key);
    std::uint32_t key1 = detail::high_word(columns.key);
    for (int round = 0; round < 10; ++round) {
      const Lanes product0 = product(word0, PHILOX_M4x32_0);
      const Lanes product1 = product(word2, PHILOX_M4x32_1);
      word0 = (product1 >> 32U) ^ word1 ^ key0;
      word2 = (product0 >> 32U) ^ word3 ^ key1;
      word1 = product1;
      word3 = product0;
      key0 += PHILOX_W32_0;
      key1 += PHILOX_W32_1;
    }
    const Lanes even = (word0 & kLowHalf) | word1 << 32U;
    const Lanes odd = (word2 & kLowHalf) | word3 << 32U;
    std::memcpy(columns.even + i, &even, sizeof(even));
    std::memcpy(columns.odd + i, &odd, sizeof(odd));
  }
  return i;
}

STOPOVER_WIDE void wide_quantiles(const Exponential& distribution, const std::uint64_t* bits,
                                  std::size_t n, double* values) {
  quantiles_in_order(distribution, bits, n, values);
}

#else

bool has_wide() {
  return false;
}
std::size_t eight_by_eight(const BlockColumns& /*columns*/, std::size_t /*n*/) {
  return 0;
}
void wide_quantiles(const Exponential& distribution, const std::uint64_t* bits, std::size_t n,
                    double* values) {
  quantiles_in_order(distribution, bits, n, values);
}

#endif

}  // namespace

void draw_blocks(const StreamKey& key, std::uint32_t block, std::span<const std::uint64_t> entities,
                 std::span<std::uint64_t> even, std::span<std::uint64_t> odd) {
  STOPOVER_CHECK(even.size() == entities.size() && odd.size() == entities.size(),
                 "columns of one length");
  const BlockColumns columns{detail::philox_key(key.seed, key.replication),
                             block,
                             static_cast<std::uint32_t>(key.purpose),
                             entities.data(),
                             even.data(),
                             odd.data()};
  const std::size_t done = has_wide() ? eight_by_eight(columns, entities.size()) : 0;
  one_by_one(columns, done, entities.size());
}

void quantiles(const Exponential& distribution, std::span<const std::uint64_t> bits,
               std::span<double> values) {
  STOPOVER_CHECK(values.size() == bits.size(), "columns of one length");
  if (has_wide())
    wide_quantiles(distribution, bits.data(), bits.size(), values.data());
  else
    quantiles_in_order(distribution, bits.data(), bits.size(), values.data());
}

}  // namespace stopover::random
