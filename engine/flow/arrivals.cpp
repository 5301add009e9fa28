// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/arrivals.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <numeric>

namespace stopover::flow {
namespace {

constexpr unsigned kMostDigitBits = 11;
constexpr std::size_t kSmall = 512;  // below, comparison sorting is faster

// A time's offset from the least, cut into digits of one width: 27 bits (a day) into 3 of 9, not
// into 11, 11 and 5, because fewer open buckets are kinder to the cache.
struct Digits {
  Tick least = 0;
  unsigned bits = 1;  // of one digit

  [[nodiscard]] std::size_t count() const { return std::size_t{1} << bits; }
  [[nodiscard]] std::size_t of(const Arrival& arrival, unsigned pass) const {
    const auto offset =
        static_cast<std::uint64_t>(arrival.time) - static_cast<std::uint64_t>(least);
    return static_cast<std::size_t>(offset >> (pass * bits)) & (count() - 1);
  }
};

void distribute(const std::vector<Arrival>& from, std::vector<Arrival>& to, const Digits& digits,
                unsigned pass) {
  std::array<std::size_t, std::size_t{1} << kMostDigitBits> next{};
  for (const Arrival& arrival : from) ++next[digits.of(arrival, pass)];
  std::exclusive_scan(next.begin(), next.end(), next.begin(), std::size_t{0});
  for (const Arrival& arrival : from) to[next[digits.of(arrival, pass)]++] = arrival;
}

void sort_ties(std::vector<Arrival>& arrivals) {
  for (auto first = arrivals.begin(); first != arrivals.end();) {
    auto last = std::find_if(first + 1, arrivals.end(),
                             [&](const Arrival& a) { return a.time != first->time; });
    if (last - first > 1) std::sort(first, last, comes_before);
    first = last;
  }
}

}  // namespace

void sort_arrivals(std::vector<Arrival>& arrivals, std::vector<Arrival>& scratch) {
  if (std::is_sorted(arrivals.begin(), arrivals.end(), comes_before)) return;
  if (arrivals.size() < kSmall) {
    std::sort(arrivals.begin(), arrivals.end(), comes_before);
    return;
  }
  const auto [first, last] =
      std::minmax_element(arrivals.begin(), arrivals.end(),
                          [](const Arrival& a, const Arrival& b) { return a.time < b.time; });
  const auto range =
      static_cast<std::uint64_t>(last->time) - static_cast<std::uint64_t>(first->time);
  const auto bits = static_cast<unsigned>(std::bit_width(range));
  const unsigned passes = (bits + kMostDigitBits - 1) / kMostDigitBits;
  const Digits digits{first->time, passes == 0 ? 1 : (bits + passes - 1) / passes};
  scratch.resize(arrivals.size());
  for (unsigned pass = 0; pass < passes; ++pass) {
    distribute(arrivals, scratch, digits, pass);
    arrivals.swap(scratch);
  }
  sort_ties(arrivals);
}

}  // namespace stopover::flow
