// SPDX-License-Identifier: Apache-2.0
// 64-bit hashes that are the same on every machine, run and build: for ids made from content, keys
// of random streams and tie-breaking. Not for security and not for checking files (that is
// SHA-256).
//
// Text: FNV-1a (Fowler, Noll, Vo 1991) finished by the SplitMix64 mixer (Steele, Lea, Flood 2014);
// words: SplitMix64 folded in order.
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

namespace stopover {

[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

[[nodiscard]] constexpr std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return mix64(h);
}

template <std::integral... Words>
requires(sizeof...(Words) >= 1) [[nodiscard]] constexpr std::uint64_t stable_hash(Words... words) {
  std::uint64_t h = 0x853c49e6748fea9bULL;
  ((h = mix64(h ^ static_cast<std::uint64_t>(words))), ...);
  return h;
}

}  // namespace stopover
