// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/tally.hpp"

#include <algorithm>
#include <cstddef>

#include "engine/base/check.hpp"

namespace stopover::stats {
namespace {

template <class Int>
void add_exactly(Int& total, Int value) {
  const bool overflow = __builtin_add_overflow(total, value, &total);
  STOPOVER_CHECK(!overflow, "tally fits its integers");
}

constexpr Int128 kMax128 = ~(Int128{1} << 127U);

}  // namespace

void IntegerTally::add(std::int64_t value, std::int64_t times) {
  STOPOVER_CHECK(times >= 0, "nothing is counted a negative number of times");
  if (times == 0) return;
  std::int64_t weighted = 0;
  const bool overflow = __builtin_mul_overflow(value, times, &weighted);
  STOPOVER_CHECK(!overflow, "tally fits its integers");
  const Int128 square = Int128{value} * value;
  // A square below 2^64 times a count below 2^63 always fits.
  STOPOVER_CHECK((square >> 64U) == 0 || times <= kMax128 / square, "tally fits its integers");
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = count_ == 0 ? value : std::max(max_, value);
  add_exactly(count_, times);
  add_exactly(sum_, weighted);
  add_exactly(squares_, square * times);
}

void IntegerTally::add(std::span<const std::int64_t> values) {
  // Values below 2^25 either way: 2^13 of their squares stay below 2^63.
  constexpr std::size_t kBlock = 8192;
  constexpr std::int64_t kSmall = std::int64_t{1} << 25U;
  while (!values.empty()) {
    const auto block = values.first(std::min(kBlock, values.size()));
    values = values.subspan(block.size());
    IntegerTally of_block;
    std::int64_t squares = 0;
    of_block.min_ = of_block.max_ = block.front();
    for (const std::int64_t value : block) {
      of_block.min_ = std::min(of_block.min_, value);
      of_block.max_ = std::max(of_block.max_, value);
    }
    if (of_block.min_ <= -kSmall || of_block.max_ >= kSmall) {
      for (const std::int64_t value : block) add(value);
      continue;
    }
    for (const std::int64_t value : block) {
      of_block.sum_ += value;
      squares += value * value;
    }
    of_block.count_ = static_cast<std::int64_t>(block.size());
    of_block.squares_ = squares;
    merge(of_block);
  }
}

void IntegerTally::merge(const IntegerTally& other) {
  if (other.count_ == 0) return;
  min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = count_ == 0 ? other.max_ : std::max(max_, other.max_);
  add_exactly(count_, other.count_);
  add_exactly(sum_, other.sum_);
  add_exactly(squares_, other.squares_);
}

std::optional<std::int64_t> IntegerTally::min() const {
  return count_ > 0 ? std::optional(min_) : std::nullopt;
}

std::optional<std::int64_t> IntegerTally::max() const {
  return count_ > 0 ? std::optional(max_) : std::nullopt;
}

std::optional<double> IntegerTally::mean() const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(sum_) / static_cast<double>(count_);
}

std::optional<double> IntegerTally::variance() const {
  if (count_ < 2) return std::nullopt;
  // sum (x - mean)^2 = squares - sum^2 / n, whole part and remainder apart.
  const Int128 sum_squared = Int128{sum_} * sum_;
  const Int128 whole = squares_ - sum_squared / count_;
  const auto n = static_cast<double>(count_);
  const double deviations =
      static_cast<double>(whole) - static_cast<double>(sum_squared % count_) / n;
  return deviations / (n - 1);
}

}  // namespace stopover::stats
