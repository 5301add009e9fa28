// SPDX-License-Identifier: Apache-2.0
// An exact histogram of whole numbers: every value keeps its own count; nothing is binned.
//
// What it is: the distribution of a time or amount over people (waits in seconds, fees in fen),
// with exact quantiles. Counts are integers, so histograms merge to the same value in any order.
// What it is not: compact for values that are all different and far apart; memory is 512 bytes a
// touched run of 64 consecutive values (waits of up to two hours: at most 58 KB).
//
// Quantile: the inverse of the empirical distribution function (type 1 of Hyndman and Fan 1996),
// the least value with at least a share p of all counts at or below it. It is always a value that
// occurred. p is a fraction of integers, so that "95 % of 100" is rank 95 and not, by rounding, 96.
//
// Interval for a quantile: order statistics with binomial ranks (Thompson 1936; David and Nagaraja
// 2003, section 7.1), free of distribution assumptions; for values with ties the coverage is at
// least the stated one. It supposes independent observations. Waits of neighbours in one queue are
// not: there, take one quantile a replication and mean_estimate over replications instead.
//
// Errors: more than 2^63 counts, negative counts and ranks outside 1 ... count() are bugs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/stats/tally.hpp"

namespace stopover::stats {

// A share between 0 and 1 as a quotient of integers.
class Share {
 public:
  constexpr Share(std::int64_t numerator, std::int64_t denominator)
      : numerator_(numerator), denominator_(denominator) {
    STOPOVER_CHECK(denominator > 0 && numerator >= 0 && numerator <= denominator,
                   "a share between 0 and 1");
  }
  static constexpr Share percent(std::int64_t n) { return {n, 100}; }
  static constexpr Share per_mille(std::int64_t n) { return {n, 1000}; }

  [[nodiscard]] constexpr double value() const {
    return static_cast<double>(numerator_) / static_cast<double>(denominator_);
  }
  // The least whole number that is at least this share of n.
  [[nodiscard]] constexpr std::int64_t of_rounded_up(std::int64_t n) const {
    const Int128 scaled = Int128{n} * numerator_;
    return static_cast<std::int64_t>(scaled / denominator_ + (scaled % denominator_ != 0 ? 1 : 0));
  }

 private:
  std::int64_t numerator_;
  std::int64_t denominator_;
};

struct QuantileEstimate {
  std::int64_t value = 0;
  // nullopt: too few observations for a bound on that side.
  std::optional<std::int64_t> low;
  std::optional<std::int64_t> high;
  double coverage = 0;  // exact for continuous values, a lower bound with ties; >= the level asked
  std::int64_t n = 0;
  friend bool operator==(const QuantileEstimate&, const QuantileEstimate&) = default;
};

class IntegerHistogram {
 public:
  struct Bin {
    std::int64_t value = 0;
    std::int64_t count = 0;
    friend bool operator==(const Bin&, const Bin&) = default;
  };

  void add(std::int64_t value, std::int64_t times = 1);
  void merge(const IntegerHistogram& other);

  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::int64_t count_of(std::int64_t value) const;
  [[nodiscard]] std::int64_t count_at_most(std::int64_t value) const;
  // Values that occurred, ascending.
  [[nodiscard]] std::vector<Bin> bins() const;
  // Count, sum, squares, least and greatest of what was added.
  [[nodiscard]] IntegerTally tally() const;

  // The rank-th smallest value, rank 1 ... count().
  [[nodiscard]] std::int64_t order_statistic(std::int64_t rank) const;
  // nullopt while empty. Share 0 is the least value.
  [[nodiscard]] std::optional<std::int64_t> quantile(Share share) const;
  [[nodiscard]] std::optional<QuantileEstimate> quantile_estimate(Share share,
                                                                  double level = 0.95) const;

  friend bool operator==(const IntegerHistogram& a, const IntegerHistogram& b);

 private:
  static constexpr unsigned kPageBits = 6;
  static constexpr std::size_t kPageSize = std::size_t{1} << kPageBits;
  using Page = std::array<std::int64_t, kPageSize>;
  // Page p holds the values [64 p, 64 p + 64). Slots ascend by number, pages lie as they came.
  struct Slot {
    std::int64_t number = 0;
    std::size_t place = 0;
  };

  Page& page(std::int64_t number);
  // Where that page's slot is or belongs.
  [[nodiscard]] std::size_t slot_of(std::int64_t number) const;

  std::vector<Slot> slots_;
  std::vector<Page> pages_;
  std::int64_t count_ = 0;
};

}  // namespace stopover::stats
