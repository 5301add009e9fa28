// SPDX-License-Identifier: Apache-2.0
// Exact sums of whole numbers: count, sum, sum of squares, least and greatest.
//
// What it is: the accumulator for what happens to people inside a run (seconds waited, fen spent).
// All state is integer, so tallies merge to the same bytes in any order and any grouping.
// What it is not: an estimate. People of one replication are not independent; the spread here
// describes the people, and precision comes from replications (estimate.hpp).
//
//   IntegerTally waits;
//   waits.add(wait.count(), party_size);
//   waits.merge(other_package);
//
// Units: those of the values; variance in their square. Errors: a sum that leaves 64 bits (128 for
// squares) is a bug and aborts, as does times < 0.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace stopover::stats {

__extension__ using Int128 = __int128;

class IntegerTally {
 public:
  // `times` persons (or events) with this value each.
  void add(std::int64_t value, std::int64_t times = 1);
  // Each once. The same tally as one by one, at a fifth of the cost.
  void add(std::span<const std::int64_t> values);
  void merge(const IntegerTally& other);

  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] std::int64_t sum() const { return sum_; }
  [[nodiscard]] Int128 sum_of_squares() const { return squares_; }
  // nullopt while nothing was added.
  [[nodiscard]] std::optional<std::int64_t> min() const;
  [[nodiscard]] std::optional<std::int64_t> max() const;
  [[nodiscard]] std::optional<double> mean() const;
  // Sum of squared deviations / (count - 1), from the exact integers, so without cancellation;
  // nullopt below two values.
  [[nodiscard]] std::optional<double> variance() const;

  friend bool operator==(const IntegerTally&, const IntegerTally&) = default;

 private:
  std::int64_t count_ = 0;
  std::int64_t sum_ = 0;
  Int128 squares_ = 0;
  std::int64_t min_ = 0;  // 0 while count_ == 0
  std::int64_t max_ = 0;
};

}  // namespace stopover::stats
