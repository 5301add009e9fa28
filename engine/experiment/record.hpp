// SPDX-License-Identifier: Apache-2.0
// What came of one cell, and the bytes in which files of results keep it.
//
// A file of results, all numbers little-endian:
//
//   "STOPCEL1"                      8 bytes
//   for each cell   length u32, CRC-32 u32 of the bytes that follow, so many bytes:
//                     number u64, key 64 hexadecimal digits, failure (u32 length, UTF-8), outputs
//                     u32; each output: replications u32, 2^32 - 1 if the cell has no such output;
//                     scale f64; each replication: numerator i64, denominator i64
//   end             length 2^32 - 1, CRC-32 of what follows, cells u64
//
// A cut at any byte and a flip of any bit are found: lengths are checked against the file's, and
// every frame by its CRC (IEEE 802.3, as zlib has it).
// What it is not: a proof that the file is the one that was written (store.hpp keeps a SHA-256).
//
// Sums are whole numbers, so they are the same for any order of the work. An output without a
// denominator has 1.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/stats/ratio.hpp"

namespace stopover::experiment {

inline constexpr double kLeastScale = 1e-9;
inline constexpr double kMostScale = 1e18;

// The value of replication r is numerator / denominator / scale.
struct OutputSums {
  double scale = 1;                           // kLeastScale … kMostScale
  std::vector<stats::RatioSample> sums = {};  // by replication
  friend bool operator==(const OutputSums&, const OutputSums&) = default;
};

struct CellResult {
  std::uint64_t cell = 0;
  std::string key = {};      // of what it was computed from: 64 hexadecimal digits
  std::string failure = {};  // why there are no outputs; empty: there are
  std::vector<std::optional<OutputSums>> outputs = {};  // nullopt: none of that name in this cell

  [[nodiscard]] bool failed() const { return !failure.empty(); }
};

[[nodiscard]] bool operator==(const CellResult& a, const CellResult& b);

inline constexpr std::size_t kKeyDigits = 64;
inline constexpr std::size_t kLongestFailure = 4000;  // bytes; a longer reason is cut

// The bytes of one cell, as they stand in a frame; what hashes of results are made of.
[[nodiscard]] std::string record_bytes(const CellResult& result);

[[nodiscard]] std::string results_file(std::span<const CellResult> results);
// nullopt: not a file of results, cut or changed.
[[nodiscard]] std::optional<std::vector<CellResult>> read_results_file(std::string_view bytes);

// Of a line of a log, too.
[[nodiscard]] std::uint32_t crc32_of(std::string_view bytes);

}  // namespace stopover::experiment
