// SPDX-License-Identifier: Apache-2.0
// Parties: volumes by closed form, traits by weight, and a superset that volume only extends.
#include "models/demand/demand.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::demand {
namespace {

const CivilDate kDay = *CivilDate::parse("2024-06-03");

Demand demand_of(double persons_per_day, std::vector<double> sizes = {1}) {
  Demand d;
  Segment s;
  s.key = "s";
  s.nationalities = {policy::Country("US"), policy::Country("JP")};
  s.nationality = WeightedIndex(std::array{0.25, 0.75});
  s.party_size = WeightedIndex(sizes);
  double people = 0;
  double sum = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    people += sizes[i] * static_cast<double>(i + 1);
    sum += sizes[i];
  }
  s.mean_party_size = people / sum;
  s.value_of_time = 100;
  s.value_of_time_sigma = 0.5;
  std::array<double, 24> hours{};
  hours[8] = 1;
  hours[17] = 3;
  s.wanted_hour = WeightedIndex(hours);
  Market m;
  m.key = "m";
  m.segment = d.segments.push_back(s);
  m.from = {network::PlaceId(0)};
  m.from_weight = WeightedIndex(std::array{1.0});
  m.to = {network::PlaceId(1), network::PlaceId(2)};
  m.to_weight = WeightedIndex(std::array{1.0, 1.0});
  m.persons_per_day = persons_per_day;
  d.markets.push_back(m);
  return d;
}

constexpr MarketId kMarket{0};

// Null: counts are Poisson(mean 40). n = 4000 replications; mean within 4 standard errors (0.4),
// variance within 4 of its own (about 3.6). Fixed seed: no flake.
TEST(Demand, PartyCountsArePoisson) {
  const Demand d = demand_of(60, {0.5, 0.5});  // mean party 1.5
  double sum = 0;
  double squares = 0;
  constexpr int kRuns = 4000;
  for (std::uint32_t r = 0; r < kRuns; ++r) {
    const auto n = static_cast<double>(party_count(d, kMarket, kDay, 1, {7, r}));
    sum += n;
    squares += n * n;
  }
  const double mean = sum / kRuns;
  EXPECT_NEAR(mean, 40, 0.4);
  EXPECT_NEAR(squares / kRuns - mean * mean, 40, 3.6);
}

RC_GTEST_PROP(Demand, MoreVolumeNeverSendsFewer,
              (std::uint16_t a, std::uint16_t b, std::uint32_t replication)) {
  const auto [low, high] = std::minmax(a, b);
  const Luck luck{3, replication};
  RC_ASSERT(party_count(demand_of(low), kMarket, kDay, 1, luck) <=
            party_count(demand_of(high), kMarket, kDay, 1, luck));
}

RC_GTEST_PROP(Demand, VolumeChangesNobody, (std::uint16_t ordinal, std::uint32_t replication)) {
  const Luck luck{3, replication};
  const Party small = draw_party(demand_of(10), kMarket, kDay, ordinal, luck);
  const Party large = draw_party(demand_of(1000), kMarket, kDay, ordinal, luck);
  RC_ASSERT(small.key == large.key);
  RC_ASSERT(small.nationality == large.nationality);
  RC_ASSERT(small.to == large.to);
  RC_ASSERT(small.wanted == large.wanted);
  RC_ASSERT(small.value_of_time == large.value_of_time);
}

// Null: traits follow their weights. n = 100,000; each share within 4 standard errors.
TEST(Demand, TraitsFollowTheirWeights) {
  const Demand d = demand_of(10, {0.2, 0.3, 0.5});
  constexpr int kPeople = 100'000;
  int japanese = 0;
  int evening = 0;
  int threes = 0;
  double log_sum = 0;
  for (int k = 0; k < kPeople; ++k) {
    const Party p = draw_party(d, kMarket, kDay, k, {5, 1});
    japanese += p.nationality == policy::Country("JP") ? 1 : 0;
    evening += p.wanted >= hours(17) ? 1 : 0;
    threes += p.size == 3 ? 1 : 0;
    log_sum += std::log(p.value_of_time / 100);
    EXPECT_TRUE((p.wanted >= hours(8) && p.wanted < hours(9)) ||
                (p.wanted >= hours(17) && p.wanted < hours(18)));
  }
  const auto tolerance = [](double share) { return 4 * std::sqrt(share * (1 - share) / kPeople); };
  EXPECT_NEAR(japanese / double{kPeople}, 0.75, tolerance(0.75));
  EXPECT_NEAR(evening / double{kPeople}, 0.75, tolerance(0.75));
  EXPECT_NEAR(threes / double{kPeople}, 0.5, tolerance(0.5));
  EXPECT_NEAR(log_sum / kPeople, 0, 4 * 0.5 / std::sqrt(kPeople));
}

TEST(WeightedIndex, NeverGivesAnIndexWithoutWeight) {
  const WeightedIndex w(std::array{0.0, 1.0, 0.0, 2.0, 0.0});
  for (int i = 0; i < 1000; ++i) {
    const std::size_t at = w.at(i / 1000.0);
    EXPECT_TRUE(at == 1 || at == 3) << i;
  }
  EXPECT_EQ(w.at(0.0), 1U);
  EXPECT_EQ(w.at(1.0 - 0x1p-53), 3U);
  EXPECT_NEAR(w.probability(3), 2.0 / 3, 1e-15);
}

}  // namespace
}  // namespace stopover::demand
