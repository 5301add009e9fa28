// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/draws.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/base/check.hpp"

namespace stopover::flow {
namespace {

constexpr random::Purpose kDelayPurpose = random::purpose("flow.delay");

}  // namespace

StepLuck::StepLuck(const Setting& setting) {
  for (const Checkpoint& c : *setting.checkpoints)
    checkpoint_.push_back(stable_hash(stable_hash("checkpoint"), stable_hash(c.key)));
  for (const timetable::Service& s : setting.timetable->services())
    service_.push_back(stable_hash(stable_hash("service"), stable_hash(s.key)));
}

std::vector<std::uint64_t> StepLuck::of(const Route& route) const {
  std::vector<std::uint64_t> luck;
  luck.reserve(route.steps.size());
  std::uint64_t named = stable_hash("start");
  std::uint32_t walks = 0;  // since the named step
  std::uint32_t stays = 0;
  for (const Step& step : route.steps) {
    if (step.kind == Step::Kind::kWalk) {
      luck.push_back(stable_hash(named, walks++));
      continue;
    }
    named = step.kind == Step::Kind::kQueue  ? checkpoint_[step.checkpoint]
            : step.kind == Step::Kind::kRide ? service_[step.service]
                                             : stable_hash(stable_hash("stay"), stays++);
    walks = 0;
    luck.push_back(named);
  }
  return luck;
}

WalkTime::WalkTime(Seconds mean, Seconds sd) : constant_(ticks(mean)) {
  STOPOVER_CHECK(mean >= Seconds(0) && sd >= Seconds(0), "a walk takes time, with a spread");
  if (mean == Seconds(0) || sd == Seconds(0)) return;
  const auto centre = static_cast<double>(mean.count());
  STOPOVER_CHECK(centre <= kLongestWalk && static_cast<double>(sd.count()) <= kLongestWalk,
                 "a walk of at most 1e9 s");
  varies_.emplace(centre, static_cast<double>(sd.count()), centre / 3, kLongestDraw / 2);
}

DeskTime::DeskTime(const ServiceTime& time) : time_(Constant{time.mean_seconds}) {
  STOPOVER_CHECK(time.mean_seconds > 0 && time.mean_seconds <= kLongestService,
                 "a service takes more than 0 s and at most a week");
  STOPOVER_CHECK(time.cv >= 0 && time.cv <= kLargestCv, "a coefficient of variation from 0 to 10");
  const double mean = time.mean_seconds;
  const double sd = time.cv * mean;
  switch (time.distribution) {
    case Distribution::kConstant:
      break;
    case Distribution::kExponential:
      time_ = random::Exponential(mean);
      break;
    case Distribution::kLognormal:
      if (sd > 0) time_ = random::Lognormal::from_mean_sd(mean, sd).value();
      break;
    case Distribution::kGamma:
      if (sd > 0) time_ = random::Gamma::from_mean_sd(mean, sd).value();
      break;
  }
}

Seconds draw_delay(const DelayProfile& profile, const SweepLuck& luck, std::string_view service_key,
                   Instant scheduled_departure) {
  STOPOVER_CHECK(profile.on_time_share >= 0 && profile.on_time_share <= 1,
                 "a share of runs on time");
  STOPOVER_CHECK(profile.mean_late >= Seconds(0) && profile.max >= Seconds(0),
                 "delays are not negative");
  if (profile.mean_late == Seconds(0)) return Seconds(0);
  random::Stream stream = luck.stream(
      kDelayPurpose, stable_hash(stable_hash(service_key), scheduled_departure.unix_seconds()));
  if (random::unit(stream) < profile.on_time_share) return Seconds(0);
  const random::Exponential late(static_cast<double>(profile.mean_late.count()));
  return round_to<Seconds>(std::min(late(stream), static_cast<double>(profile.max.count())));
}

std::vector<std::uint32_t> detail::ordinals_by_start(const std::vector<BackgroundFlow>& flows) {
  std::map<Instant, std::uint32_t> seen;
  std::vector<std::uint32_t> ordinals;
  ordinals.reserve(flows.size());
  for (const BackgroundFlow& flow : flows) ordinals.push_back(seen[flow.from]++);
  return ordinals;
}

}  // namespace stopover::flow
