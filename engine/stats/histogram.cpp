// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/histogram.hpp"

#include <algorithm>

#include "engine/stats/distributions.hpp"

namespace stopover::stats {
namespace {

// The least k in [first, last] with holds(k), which once true stays true; `last` + 1 if none.
template <class Holds>
std::int64_t first_that(std::int64_t first, std::int64_t last, const Holds& holds) {
  while (first <= last) {
    const std::int64_t middle = first + (last - first) / 2;
    if (holds(middle))
      last = middle - 1;
    else
      first = middle + 1;
  }
  return first;
}

}  // namespace

std::size_t IntegerHistogram::slot_of(std::int64_t number) const {
  // Most histograms have touched every page between their ends: then the place is a difference.
  if (!slots_.empty()) {
    const auto guess =
        static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(slots_.front().number);
    if (guess < slots_.size() && slots_[guess].number == number) return guess;
  }
  const auto at = std::lower_bound(slots_.begin(), slots_.end(), number,
                                   [](const Slot& s, std::int64_t n) { return s.number < n; });
  return static_cast<std::size_t>(at - slots_.begin());
}

IntegerHistogram::Page& IntegerHistogram::page(std::int64_t number) {
  const std::size_t at = slot_of(number);
  if (at < slots_.size() && slots_[at].number == number) return pages_[slots_[at].place];
  slots_.insert(slots_.begin() + static_cast<std::ptrdiff_t>(at), Slot{number, pages_.size()});
  return pages_.emplace_back();
}

void IntegerHistogram::add(std::int64_t value, std::int64_t times) {
  STOPOVER_CHECK(times >= 0, "nothing is counted a negative number of times");
  if (times == 0) return;
  // No single count exceeds the total, so this one check covers all.
  const bool overflow = __builtin_add_overflow(count_, times, &count_);
  STOPOVER_CHECK(!overflow, "histogram fits 64 bits");
  page(value >> kPageBits)[static_cast<std::size_t>(value) % kPageSize] += times;
}

void IntegerHistogram::merge(const IntegerHistogram& other) {
  const bool overflow = __builtin_add_overflow(count_, other.count_, &count_);
  STOPOVER_CHECK(!overflow, "histogram fits 64 bits");
  for (std::size_t s = 0; s < other.slots_.size(); ++s) {
    Page& mine = page(other.slots_[s].number);
    const Page& theirs = other.pages_[other.slots_[s].place];
    for (std::size_t i = 0; i < kPageSize; ++i) mine[i] += theirs[i];
  }
}

std::int64_t IntegerHistogram::count_of(std::int64_t value) const {
  const std::int64_t number = value >> kPageBits;
  const std::size_t at = slot_of(number);
  if (at == slots_.size() || slots_[at].number != number) return 0;
  return pages_[slots_[at].place][static_cast<std::size_t>(value) % kPageSize];
}

std::int64_t IntegerHistogram::count_at_most(std::int64_t value) const {
  std::int64_t below = 0;
  for (const Bin& bin : bins()) {
    if (bin.value > value) break;
    below += bin.count;
  }
  return below;
}

std::vector<IntegerHistogram::Bin> IntegerHistogram::bins() const {
  std::vector<Bin> out;
  for (const Slot& slot : slots_) {
    const Page& counts = pages_[slot.place];
    for (std::size_t i = 0; i < kPageSize; ++i)
      if (counts[i] > 0)
        out.push_back({(slot.number << kPageBits) + static_cast<std::int64_t>(i), counts[i]});
  }
  return out;
}

IntegerTally IntegerHistogram::tally() const {
  IntegerTally tally;
  for (const Bin& bin : bins()) tally.add(bin.value, bin.count);
  return tally;
}

std::int64_t IntegerHistogram::order_statistic(std::int64_t rank) const {
  STOPOVER_CHECK(rank >= 1 && rank <= count_, "a rank among the counts");
  for (const Slot& slot : slots_) {
    const Page& counts = pages_[slot.place];
    for (std::size_t i = 0; i < kPageSize; ++i) {
      if (rank <= counts[i]) return (slot.number << kPageBits) + static_cast<std::int64_t>(i);
      rank -= counts[i];
    }
  }
  bug("rank <= count_", "counts add up to the total", __FILE__, __LINE__);
}

std::optional<std::int64_t> IntegerHistogram::quantile(Share share) const {
  if (empty()) return std::nullopt;
  return order_statistic(std::max<std::int64_t>(1, share.of_rounded_up(count_)));
}

std::optional<QuantileEstimate> IntegerHistogram::quantile_estimate(Share share,
                                                                    double level) const {
  STOPOVER_CHECK(level > 0 && level < 1, "a confidence level between 0 and 1");
  const std::optional<std::int64_t> value = quantile(share);
  if (!value) return std::nullopt;
  QuantileEstimate out{.value = *value, .low = {}, .high = {}, .coverage = 0, .n = count_};

  // B observations of count_ lie at or below the true quantile; B is binomial (count_, share).
  // x_(low) exceeds it when B < low, x_(high) falls short of it when B >= high.
  const double p = share.value();
  const double tail = (1 - level) / 2;
  const auto at_most = [&](std::int64_t k) { return binomial_cdf(k, count_, p); };
  const std::int64_t low =
      first_that(1, count_, [&](std::int64_t r) { return at_most(r - 1) > tail; }) - 1;
  const std::int64_t high =
      first_that(1, count_, [&](std::int64_t r) { return at_most(r - 1) >= 1 - tail; });
  if (low >= 1) out.low = order_statistic(low);
  if (high <= count_) out.high = order_statistic(high);
  out.coverage = (out.high ? at_most(high - 1) : 1.0) - (out.low ? at_most(low - 1) : 0.0);
  return out;
}

bool operator==(const IntegerHistogram& a, const IntegerHistogram& b) {
  const auto same = [&](const IntegerHistogram::Slot& x, const IntegerHistogram::Slot& y) {
    return x.number == y.number && a.pages_[x.place] == b.pages_[y.place];
  };
  return a.count_ == b.count_ &&
         std::equal(a.slots_.begin(), a.slots_.end(), b.slots_.begin(), b.slots_.end(), same);
}

}  // namespace stopover::stats
