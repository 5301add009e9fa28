// SPDX-License-Identifier: Apache-2.0
// Who travels: markets and segments, and the parties drawn from them.
//
// A market is a flow of people of one segment from a place (or a catchment of weighted places) to
// another. On each day it sends a Poisson number of parties; party number k of a market and day is
// the same person for every demand volume, replication settings and thread, because its identity is
// made from (market, day, k) and its traits are drawn by that identity. A larger volume extends the
// sequence of parties, a smaller one cuts it (common random numbers).
//
// What it is not: choice. A drawn party wants to go; what it takes is decided in models/simulation.
//
// Units: persons per day; yuan per hour; seconds of the origin's day. Errors: weights must have a
// positive sum and volumes be finite and non-negative (checked when a scenario is validated); a
// violation here is a bug.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "engine/network/network.hpp"
#include "engine/random/stream.hpp"
#include "models/policy/entry.hpp"

namespace stopover::demand {

using SegmentId = Id<struct SegmentTag>;
using MarketId = Id<struct MarketTag>;

// Draws an index by weight through its cumulative distribution: one uniform, and a small change of
// weights moves few people. Cost: O(log n).
class WeightedIndex {
 public:
  WeightedIndex() = default;
  explicit WeightedIndex(std::span<const double> weights);  // non-negative, positive sum
  [[nodiscard]] std::size_t at(double unit) const;          // 0 <= unit < 1
  [[nodiscard]] double probability(std::size_t index) const;
  [[nodiscard]] std::size_t size() const { return cumulative_.size(); }

 private:
  std::vector<double> cumulative_;  // last is 1
};

// In the order of the schema's VisitorKind, without its zero.
enum class VisitorKind : std::uint8_t {
  kResidentOut,
  kResidentBack,
  kVisitorIn,
  kVisitorBack,
  kThrough,
};

struct Segment {
  std::string key;
  std::string name;
  std::string name_zh;
  VisitorKind kind = VisitorKind::kThrough;
  std::string purpose;
  std::vector<policy::Country> nationalities;
  WeightedIndex nationality;
  WeightedIndex party_size;  // index 0 = one person
  double mean_party_size = 1;
  double value_of_time = 0;        // yuan per hour, median
  double value_of_time_sigma = 0;  // log standard deviation
  WeightedIndex wanted_hour;       // 24 hours
  WeightedIndex nights;            // index = nights; empty: none
  double stay_interest = 1;
  double growth = 1;  // in its markets' volumes already
  // Of its markets' volumes, as multiples of what is written.
  double volume_low = 1;
  double volume_high = 1;
  double booking_days = 0;   // before departure, median
  double booking_sigma = 0;  // log standard deviation
};

struct Market {
  std::string key;
  SegmentId segment;
  std::vector<network::PlaceId> from;
  WeightedIndex from_weight;
  std::vector<network::PlaceId> to;
  WeightedIndex to_weight;
  double persons_per_day = 0;
};

struct Demand {
  Table<SegmentId, Segment> segments;
  Table<MarketId, Market> markets;
};

struct Luck {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
};

struct Party {
  std::uint64_t key = 0;
  MarketId market;
  CivilDate day;
  std::int16_t size = 1;
  std::int16_t nights = 0;
  policy::Country nationality;
  network::PlaceId from;
  network::PlaceId to;
  Seconds wanted{};          // of the origin's day
  double value_of_time = 0;  // yuan per hour and person
};

// Poisson with mean persons_per_day × share / mean party size, by inversion of one uniform:
// monotone in the volume (Boost.Math quantile, rounded up).
[[nodiscard]] std::int64_t party_count(const Demand& demand, MarketId market, CivilDate day,
                                       double share, Luck luck);

// Days before departure at which the party books.
[[nodiscard]] double booking_days(const Segment& segment, std::uint64_t party, Luck luck);

[[nodiscard]] Party draw_party(const Demand& demand, MarketId market, CivilDate day,
                               std::int64_t ordinal, Luck luck);

}  // namespace stopover::demand
