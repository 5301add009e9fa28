// SPDX-License-Identifier: Apache-2.0
// What the day sweep draws, and under which key.
//
//   purpose                  entity                                  draws
//   flow.walk                hash(party key, step's luck)            1
//   flow.service             hash(party key, step's luck)            the members', in order
//   flow.service             hash(the above, k)                      at desk type k, from 1
//   flow.eligible, .refusal  hash(party key, step's luck)            k - 1: of desk type k
//   flow.patience, .visit    hash(party key, step's luck)            1
//   flow.bags                hash(party key, step's luck)            the members', the last bag's
//   flow.delay               hash(service key, scheduled departure)  1
//   flow.background.arrival  hash(checkpoint key, from, n-th of it)  k: the k-th person
//   flow.background.service  hash(the above, k)                      1 service; else as a party
//
// A step's luck (StepLuck) says what the step is, not where it stands in the route: of a queue, its
// checkpoint; of a walk, the queue, ride or stay it follows and the number of walks between. So a
// party meets the same luck whoever else travels and whichever route leads it to a desk; one more
// checkpoint moves only the walks behind it, up to the next queue, ride or stay; a run has the same
// delay whatever else runs; and more background adds persons to those that were there. Two runs of
// one service with one scheduled departure share their delay.
//
// Units: drawn in seconds, rounded once to ticks (delays: to whole seconds). One person's service
// is cut at a week: a lognormal of cv 10 has no end. Errors: parameters out of range are a bug
// (readers check): a service's mean above 0 and up to a week, cv from 0 to 10; walks up to
// kLongestWalk.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/flow/clock.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/random/transforms.hpp"

namespace stopover::flow {

inline constexpr double kLongestService = 7 * 86400;  // seconds, one person
inline constexpr double kLargestCv = 10;
inline constexpr double kLongestWalk = 1e9;  // seconds, mean and sd

// Seed and replication: the part of every key that one sweep shares.
struct SweepLuck {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;

  [[nodiscard]] random::Stream stream(random::Purpose purpose, std::uint64_t entity) const {
    return random::Stream(
        {.seed = seed, .replication = replication, .entity = entity, .purpose = purpose});
  }
};

// What keys the luck of the steps of routes: keys of the scenario, so equal in every variant that
// has them.
class StepLuck {
 public:
  explicit StepLuck(const Setting& setting);
  // One a step. Walks of a route differ from each other, and so do its queues, second visits too.
  // Rides and stays draw nothing; theirs is what the walks after them hang on.
  [[nodiscard]] std::vector<std::uint64_t> of(const Route& route) const;

 private:
  Table<CheckpointId, std::uint64_t> checkpoint_;
  Table<ServiceId, std::uint64_t> service_;
};

// No draw is shorter, in whole seconds.
[[nodiscard]] constexpr Seconds least_walk(Seconds mean, Seconds sd) {
  return sd == Seconds(0) ? mean : mean / 3;
}

// A walk or a road: normal, kept above a third of its mean (for sd up to mean / 3 that moves the
// mean by less than 2 % of it); the mean itself when sd is 0.
class WalkTime {
 public:
  WalkTime(Seconds mean, Seconds sd);
  [[nodiscard]] Tick draw(const SweepLuck& luck, std::uint64_t party_key,
                          std::uint64_t step_luck) const {
    if (!varies_) return constant_;
    random::Stream stream = luck.stream(kPurpose, stable_hash(party_key, step_luck));
    return ticks_of_draw((*varies_)(stream));
  }

 private:
  static constexpr random::Purpose kPurpose = random::purpose("flow.walk");
  Tick constant_ = 0;
  std::optional<random::TruncatedNormal> varies_;
};

// Seconds at a desk for one person. cv counts for lognormal and gamma, which fill a table as
// they are drawn from; an exponential's is 1.
class DeskTime {
 public:
  explicit DeskTime(const ServiceTime& time);
  // The same distribution and cv, sharing the table.
  [[nodiscard]] DeskTime with_mean(double mean_seconds) const;

  [[nodiscard]] Tick draw(const random::Stream& stream, int size) const {
    return std::visit([&](const auto& one) { return sum(one, stream, size); }, time_);
  }
  // Writes services[i] for i in [0, n): the sum over `size(i)` persons drawn from `stream(i)`.
  template <class StreamOf, class SizeOf>
  void draw(std::size_t n, const StreamOf& stream, const SizeOf& size, Tick* services) const {
    std::visit(
        [&](const auto& one) {
          for (std::size_t i = 0; i < n; ++i) services[i] = sum(one, stream(i), size(i));
        },
        time_);
  }

 private:
  struct Constant {
    double seconds;
  };
  // The mean times a variate of mean 1.
  template <class Distribution>
  struct Scaled {
    random::Tabulated<Distribution> of_mean_1;
    double mean;
    [[nodiscard]] double operator()(random::Stream& stream) const {
      return mean * of_mean_1(stream);
    }
  };
  [[nodiscard]] static Tick sum(const Constant& one, const random::Stream& /*stream*/, int size) {
    return ticks_of_draw(one.seconds * size);
  }
  template <class Distribution>
  [[nodiscard]] static Tick sum(const Distribution& one, random::Stream stream, int size) {
    double seconds = 0;
    for (int person = 0; person < size; ++person) seconds += std::min(one(stream), kLongestService);
    return ticks_of_draw(seconds);
  }

  std::variant<Constant, random::Exponential, Scaled<random::Lognormal>, Scaled<random::Gamma>>
      time_;
};

struct CheckpointTimes {
  DeskTime ordinary;
  std::vector<DeskTime> by_type;  // of Checkpoint::desk_types
  std::vector<DeskTime> by_rule;  // of Checkpoint::rules, at the ordinary desks
  std::optional<DeskTime> patience;
};

// Of each checkpoint. Made once for all replications; a table for each distribution and cv.
class DeskTimes {
 public:
  DeskTimes() = default;
  explicit DeskTimes(const Table<CheckpointId, Checkpoint>& checkpoints);
  // At the ordinary desks.
  [[nodiscard]] const DeskTime& operator[](CheckpointId id) const { return times_[id].ordinary; }
  [[nodiscard]] const CheckpointTimes& all(CheckpointId id) const { return times_[id]; }

 private:
  Table<CheckpointId, CheckpointTimes> times_;
};

// The distribution of a run's delay: on time, else exponential and cut.
struct Lateness {
  double on_time_share = 1;
  double mean_late = 0;  // seconds
  Seconds max{};
  // The delay of which a run is later with probability 1 - u; 0 <= u < 1.
  [[nodiscard]] Seconds quantile(double u) const;
};

// Whole seconds late, the same at every stop. The quantile of one uniform: a better profile makes
// no run later, and of all ways to draw two profiles alike this moves runs least in sum (Dall'Aglio
// 1956).
[[nodiscard]] Seconds draw_delay(const DelayProfile& profile, const SweepLuck& luck,
                                 std::string_view service_key, Instant scheduled_departure);

// Everyone else at a checkpoint, flow by flow.
class BackgroundDraw {
 public:
  BackgroundDraw(const Checkpoint& checkpoint, const SweepLuck& luck);
  [[nodiscard]] Instant from(std::size_t n) const { return flows_[n].from; }
  [[nodiscard]] std::uint8_t passenger_class(std::size_t n) const {
    return flows_[n].passenger_class;
  }
  // Calls add(time, key of the person) for those of the n-th flow, in no order.
  template <class Add>
  void draw(std::size_t n, const Add& add) const;

 private:
  const std::vector<BackgroundFlow>& flows_;
  SweepLuck luck_;
  std::uint64_t checkpoint_;            // hash of its key
  std::vector<std::uint32_t> ordinal_;  // of the flows before it, how many begin when it does
};

inline constexpr random::Purpose kDelayPurpose = random::purpose("flow.delay");
inline constexpr random::Purpose kServicePurpose = random::purpose("flow.service");
inline constexpr random::Purpose kEligiblePurpose = random::purpose("flow.eligible");
inline constexpr random::Purpose kRefusalPurpose = random::purpose("flow.refusal");
inline constexpr random::Purpose kPatiencePurpose = random::purpose("flow.patience");
inline constexpr random::Purpose kVisitPurpose = random::purpose("flow.visit");
inline constexpr random::Purpose kBagPurpose = random::purpose("flow.bags");
inline constexpr random::Purpose kBackgroundArrival = random::purpose("flow.background.arrival");
inline constexpr random::Purpose kBackgroundService = random::purpose("flow.background.service");

template <class Add>
void BackgroundDraw::draw(std::size_t n, const Add& add) const {
  const BackgroundFlow& flow = flows_[n];
  const std::uint64_t entity = stable_hash(checkpoint_, flow.from.unix_seconds(), ordinal_[n]);
  random::Stream stream = luck_.stream(kBackgroundArrival, entity);
  const Tick from = ticks(flow.from);
  const auto length = static_cast<double>(ticks(flow.until) - from);
  for (std::int32_t k = 0; k < flow.people; ++k) {
    const Tick time = from + static_cast<Tick>(random::unit(stream) * length);
    add(time, stable_hash(entity, k));
  }
}

}  // namespace stopover::flow
