// SPDX-License-Identifier: Apache-2.0
#include "models/demand/demand.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/poisson.hpp>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::demand {
namespace {

constexpr random::Purpose kVolume = random::purpose("demand.volume");
constexpr random::Purpose kTraits = random::purpose("demand.traits");
constexpr random::Purpose kBooking = random::purpose("demand.booking");

}  // namespace

WeightedIndex::WeightedIndex(std::span<const double> weights) {
  double sum = 0;
  for (const double w : weights) {
    STOPOVER_CHECK(std::isfinite(w) && w >= 0, "weights are finite and not negative");
    sum += w;
    cumulative_.push_back(sum);
  }
  STOPOVER_CHECK(sum > 0, "some weight is positive");
  for (double& c : cumulative_) c /= sum;
  cumulative_.back() = 1;
}

std::size_t WeightedIndex::at(double unit) const {
  const auto above = std::upper_bound(cumulative_.begin(), cumulative_.end(), unit);
  const auto last = cumulative_.end() - 1;
  return static_cast<std::size_t>(std::min(above, last) - cumulative_.begin());
}

double WeightedIndex::probability(std::size_t index) const {
  return cumulative_[index] - (index == 0 ? 0.0 : cumulative_[index - 1]);
}

std::int64_t party_count(const Demand& demand, MarketId market, CivilDate day, double share,
                         Luck luck) {
  const Market& m = demand.markets[market];
  const double mean = m.persons_per_day * share / demand.segments[m.segment].mean_party_size;
  if (mean <= 0) return 0;
  const std::uint64_t draw =
      random::bits({luck.seed, luck.replication,
                    stable_hash(stable_hash(m.key), day.days_since_epoch()), kVolume},
                   0);
  // The smallest count whose distribution function reaches the draw; Boost's default rounds
  // outwards.
  using RoundUp = boost::math::policies::policy<
      boost::math::policies::discrete_quantile<boost::math::policies::integer_round_up>>;
  const boost::math::poisson_distribution<double, RoundUp> poisson(mean);
  return static_cast<std::int64_t>(boost::math::quantile(poisson, random::open_unit(draw)));
}

double booking_days(const Segment& segment, std::uint64_t party, Luck luck) {
  const random::StreamKey key{luck.seed, luck.replication, party, kBooking};
  const double z = random::normal_quantile(random::open_unit(random::bits(key, 0)));
  return segment.booking_days * random::portable::exp(segment.booking_sigma * z);
}

Party draw_party(const Demand& demand, MarketId market, CivilDate day, std::int64_t ordinal,
                 Luck luck) {
  const Market& m = demand.markets[market];
  const Segment& s = demand.segments[m.segment];
  Party party;
  party.key = stable_hash(stable_hash(m.key), day.days_since_epoch(), ordinal);
  party.market = market;
  party.day = day;

  // One draw a trait, in this order; a new trait comes last, so that it moves no other.
  random::Stream traits({luck.seed, luck.replication, party.key, kTraits});
  party.size = static_cast<std::int16_t>(1 + s.party_size.at(random::unit(traits)));
  party.nationality = s.nationalities[s.nationality.at(random::unit(traits))];
  party.from = m.from[m.from_weight.at(random::unit(traits))];
  party.to = m.to[m.to_weight.at(random::unit(traits))];
  party.wanted = hours(s.wanted_hour.at(random::unit(traits)));
  party.wanted += Seconds(static_cast<std::int64_t>(random::unit(traits) * 3600.0));
  const double z = random::standard_normal(traits);
  party.value_of_time = s.value_of_time * random::portable::exp(s.value_of_time_sigma * z);
  if (s.nights.size() > 0)
    party.nights = static_cast<std::int16_t>(s.nights.at(random::unit(traits)));
  return party;
}

}  // namespace stopover::demand
