// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/arrivals.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <iterator>
#include <numeric>

namespace stopover::flow {
namespace {

constexpr unsigned kMostDigitBits = 11;
// As many times more values of the digits than arrivals, if the passes have room: few ties.
constexpr unsigned kSpareBits = 3;
constexpr std::size_t kSmall = 512;  // below, comparison sorting is faster

// The upper part of a time's offset from the least, cut into digits of one width. Not the whole
// offset: a pass more costs more than to compare the few that agree in as many bits as there are
// arrivals. And not 11, 11 and 5 bits, because fewer open buckets are kinder to the cache.
struct Digits {
  Tick least = 0;
  unsigned passes = 0;
  unsigned bits = 1;   // of one digit
  unsigned below = 0;  // bits that no digit holds

  [[nodiscard]] std::uint64_t upper(const Arrival& arrival) const {
    return (static_cast<std::uint64_t>(arrival.time) - static_cast<std::uint64_t>(least)) >> below;
  }
  [[nodiscard]] std::size_t of(const Arrival& arrival, unsigned pass) const {
    const std::size_t mask = (std::size_t{1} << bits) - 1;
    return static_cast<std::size_t>(upper(arrival) >> (pass * bits)) & mask;
  }
};

Digits digits_for(const std::vector<Arrival>& arrivals) {
  Tick least = arrivals.front().time;
  Tick last = least;
  for (const Arrival& arrival : arrivals) {
    least = std::min(least, arrival.time);
    last = std::max(last, arrival.time);
  }
  const auto range = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(least);
  const auto all = static_cast<unsigned>(std::bit_width(range));
  const auto enough = static_cast<unsigned>(std::bit_width(arrivals.size()));
  Digits digits{.least = least};
  digits.passes = (std::min(all, enough) + kMostDigitBits - 1) / kMostDigitBits;
  if (digits.passes == 0) return digits;  // all at one time
  const unsigned wanted = std::min(all, enough + kSpareBits);
  digits.bits = std::min((wanted + digits.passes - 1) / digits.passes, kMostDigitBits);
  digits.below = all - std::min(all, digits.passes * digits.bits);
  return digits;
}

void distribute(const std::vector<Arrival>& from, std::vector<Arrival>& to, const Digits& digits,
                unsigned pass) {
  std::array<std::size_t, std::size_t{1} << kMostDigitBits> next{};
  for (const Arrival& arrival : from) ++next[digits.of(arrival, pass)];
  std::exclusive_scan(next.begin(), next.end(), next.begin(), std::size_t{0});
  for (const Arrival& arrival : from) to[next[digits.of(arrival, pass)]++] = arrival;
}

// Sorts where neighbours that the digits do not tell apart are out of order.
void sort_ties(std::vector<Arrival>& arrivals, const Digits& digits) {
  for (auto at = arrivals.begin() + 1; at < arrivals.end(); ++at) {
    if (!comes_before(*at, at[-1])) continue;
    const auto differs = [&, upper = digits.upper(*at)](const Arrival& a) {
      return digits.upper(a) != upper;
    };
    const auto first =
        std::find_if(std::make_reverse_iterator(at), arrivals.rend(), differs).base();
    const auto last = std::find_if(at, arrivals.end(), differs);
    std::sort(first, last, comes_before);
    at = last - 1;
  }
}

}  // namespace

void sort_arrivals(std::vector<Arrival>& arrivals, std::vector<Arrival>& scratch) {
  if (std::is_sorted(arrivals.begin(), arrivals.end(), comes_before)) return;
  if (arrivals.size() < kSmall) {
    std::sort(arrivals.begin(), arrivals.end(), comes_before);
    return;
  }
  const Digits digits = digits_for(arrivals);
  scratch.resize(arrivals.size());
  for (unsigned pass = 0; pass < digits.passes; ++pass) {
    distribute(arrivals, scratch, digits, pass);
    arrivals.swap(scratch);
  }
  sort_ties(arrivals, digits);
}

}  // namespace stopover::flow
