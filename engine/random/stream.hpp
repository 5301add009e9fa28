// SPDX-License-Identifier: Apache-2.0
// Random bits as a pure function of (seed, replication, entity, purpose, draw).
//
// What it is: `bits(key, d)` is draw number d of the stream named by `key`; `Stream` walks the same
// numbers in order. There is no state to share, save or seed: who asks, when, on which thread and
// after how many others makes no difference, and an entity added elsewhere moves nobody's luck.
// What it is not: a source of secrets, nor a distribution (transforms.hpp).
//
//   constexpr Purpose kChoice = purpose("choice");
//   Stream luck({.seed = 7, .replication = 3, .entity = party.value(), .purpose = kChoice});
//   const double wait = Exponential(90.0)(luck);
//
// A draw is 64 bits. `operator()` takes one draw and returns its upper half, so that every call of
// either kind moves the position by exactly one.
//
// Generator: Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as
// 1, 2, 3"), through Random123. One evaluation gives two draws. Layout, lowest word first:
//
//   counter  | draw / 2 : 32 | purpose : 32 | entity : 64 |
//   key      | stable_hash(seed, replication) : 64 |
//
// The counter is injective. The key is injective in the replication for one seed and in the seed
// for one replication (each step of stable_hash is a bijection of 64 bits). So within a seed two
// different (replication, entity, purpose, draw) never use the same block. Runs with different
// seeds and R replications each share some key with probability below R^2 / 2^64 (R = 10^4:
// 5.4e-12), and then only that pair of replications is the same.
// A purpose is 32 bits of a hash of its name: two of p names collide with probability p^2 / 2^33
// (100 names: 1.2e-6). An entity that is a hash of content collides as any 64-bit hash does.
//
// Errors: walking past 2^32 draws of one stream is a bug and aborts.
#pragma once

#include <cstdint>
#include <string_view>

#include <Random123/philox.h>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"

namespace stopover::random {

// What the numbers are for ("choice", "walk", "immigration.service"). Two purposes of one entity
// are independent streams.
enum class Purpose : std::uint32_t {};

[[nodiscard]] constexpr Purpose purpose(std::string_view name) {
  return Purpose{static_cast<std::uint32_t>(stable_hash(name) >> 32U)};
}

struct StreamKey {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  std::uint64_t entity = 0;  // a party, a vehicle run, or stable_hash(party, alternative)
  Purpose purpose{};

  friend bool operator==(const StreamKey&, const StreamKey&) = default;
};

namespace detail {

// Draws 2b and 2b + 1 of a stream.
struct Block {
  std::uint64_t even;
  std::uint64_t odd;
};

struct Counter {
  std::uint32_t block;
  std::uint32_t purpose;
  std::uint64_t entity;
};

[[nodiscard]] constexpr std::uint32_t low_word(std::uint64_t x) {
  return static_cast<std::uint32_t>(x);
}
[[nodiscard]] constexpr std::uint32_t high_word(std::uint64_t x) {
  return static_cast<std::uint32_t>(x >> 32U);
}

[[nodiscard]] inline Block philox_block(std::uint64_t key, Counter c) {
  const philox4x32_ctr_t counter = {{c.block, c.purpose, low_word(c.entity), high_word(c.entity)}};
  const philox4x32_key_t words = {{low_word(key), high_word(key)}};
  const philox4x32_ctr_t out = philox4x32_R(10, counter, words);
  return {out.v[0] | std::uint64_t{out.v[1]} << 32U, out.v[2] | std::uint64_t{out.v[3]} << 32U};
}

[[nodiscard]] constexpr std::uint64_t philox_key(std::uint64_t seed, std::uint32_t replication) {
  return stable_hash(seed, replication);
}

}  // namespace detail

class Stream {
 public:
  using result_type = std::uint32_t;

  explicit Stream(const StreamKey& key)
      : key_(detail::philox_key(key.seed, key.replication)),
        entity_(key.entity),
        purpose_(static_cast<std::uint32_t>(key.purpose)) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return 0xffffffffU; }

  [[nodiscard]] result_type operator()() { return detail::high_word(next64()); }

  [[nodiscard]] std::uint64_t next64() {
    const std::uint64_t draw = position_++;
    if ((draw & 1U) != 0) return odd_;
    STOPOVER_CHECK(draw >> 32U == 0, "a stream has at most 2^32 draws");
    const detail::Block both = block(static_cast<std::uint32_t>(draw >> 1U));
    odd_ = both.odd;
    return both.even;
  }

  // Draw number `draw`; the position stays.
  [[nodiscard]] std::uint64_t at(std::uint32_t draw) const {
    const detail::Block both = block(draw >> 1U);
    return (draw & 1U) != 0 ? both.odd : both.even;
  }

  // Number of the draw that next64() will return.
  [[nodiscard]] std::uint64_t position() const { return position_; }
  void seek(std::uint32_t draw) {
    position_ = draw;
    if ((draw & 1U) != 0) odd_ = block(draw >> 1U).odd;
  }

 private:
  [[nodiscard]] detail::Block block(std::uint32_t number) const {
    return detail::philox_block(key_, {number, purpose_, entity_});
  }

  std::uint64_t key_;
  std::uint64_t entity_;
  std::uint64_t position_ = 0;
  std::uint64_t odd_ = 0;  // second half of the last block, valid at odd positions
  std::uint32_t purpose_;
};
static_assert(sizeof(Stream) <= 64, "a stream is a cheap value");

// One draw without a stream: Stream(key).at(draw).
[[nodiscard]] inline std::uint64_t bits(const StreamKey& key, std::uint32_t draw) {
  return Stream(key).at(draw);
}

}  // namespace stopover::random
