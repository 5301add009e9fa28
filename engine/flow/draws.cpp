// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/draws.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::flow {
namespace {

// A service spread by less is its mean: a millionth of a week is less than a second.
constexpr double kLeastCv = 1e-6;

template <class Distribution>
Distribution mean_1(const ServiceTime& time) {
  return Distribution::from_mean_sd(1, time.cv).value();
}

void check_mean(double seconds) {
  STOPOVER_CHECK(seconds > 0 && seconds <= kLongestService,
                 "a service takes more than 0 s and at most a week");
}

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
  std::map<std::uint64_t, std::uint32_t> visits;
  for (const Step& step : route.steps) {
    if (step.kind == Step::Kind::kWalk) {
      luck.push_back(stable_hash(named, walks++));
      continue;
    }
    named = step.kind == Step::Kind::kQueue  ? checkpoint_[step.checkpoint]
            : step.kind == Step::Kind::kRide ? service_[step.service]
                                             : stable_hash(stable_hash("stay"), stays++);
    if (const std::uint32_t again = visits[named]++; again > 0) named = stable_hash(named, again);
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
  check_mean(time.mean_seconds);
  STOPOVER_CHECK(time.cv >= 0 && time.cv <= kLargestCv, "a coefficient of variation from 0 to 10");
  const double mean = time.mean_seconds;
  const bool varies = time.cv > kLeastCv;
  switch (time.distribution) {
    case Distribution::kConstant:
      break;
    case Distribution::kExponential:
      time_ = random::Exponential(mean);
      break;
    case Distribution::kLognormal:
      if (varies)
        time_ = Scaled<random::Lognormal>{random::Tabulated(mean_1<random::Lognormal>(time)), mean};
      break;
    case Distribution::kGamma:
      if (varies)
        time_ = Scaled<random::Gamma>{random::Tabulated(mean_1<random::Gamma>(time)), mean};
      break;
  }
}

DeskTime DeskTime::with_mean(double mean_seconds) const {
  check_mean(mean_seconds);
  DeskTime other = *this;
  if (auto* constant = std::get_if<Constant>(&other.time_)) constant->seconds = mean_seconds;
  if (auto* exponential = std::get_if<random::Exponential>(&other.time_))
    *exponential = random::Exponential(mean_seconds);
  if (auto* lognormal = std::get_if<Scaled<random::Lognormal>>(&other.time_))
    lognormal->mean = mean_seconds;
  if (auto* gamma = std::get_if<Scaled<random::Gamma>>(&other.time_)) gamma->mean = mean_seconds;
  return other;
}

DeskTimes::DeskTimes(const Table<CheckpointId, Checkpoint>& checkpoints) {
  std::map<std::pair<Distribution, double>, DeskTime> made;
  const auto time_of = [&](const ServiceTime& time) {
    const std::pair key(time.distribution, time.cv);
    const auto found = made.find(key);
    if (found != made.end()) return found->second.with_mean(time.mean_seconds);
    return made.emplace(key, DeskTime(time)).first->second;
  };
  for (const Checkpoint& checkpoint : checkpoints) {
    CheckpointTimes times{time_of(checkpoint.service), {}, {}, {}};
    for (const DeskType& type : checkpoint.desk_types)
      times.by_type.push_back(time_of(type.service));
    for (const PassengerRule& rule : checkpoint.rules)
      times.by_rule.push_back(rule.service ? time_of(*rule.service) : times.ordinary);
    if (checkpoint.patience) times.patience = time_of(checkpoint.patience->time);
    times_.push_back(std::move(times));
  }
}

Seconds Lateness::quantile(double u) const {
  if (mean_late == 0 || u < on_time_share) return Seconds(0);
  // Rounding may reach 1.
  const double how = std::min((u - on_time_share) / (1 - on_time_share), random::kLargestOpenUnit);
  const random::Exponential late(mean_late);
  return round_to<Seconds>(std::min(late.quantile(how), static_cast<double>(max.count())));
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
  const Lateness lateness{profile.on_time_share, static_cast<double>(profile.mean_late.count()),
                          profile.max};
  return lateness.quantile(random::unit(stream));
}

BackgroundDraw::BackgroundDraw(const Checkpoint& checkpoint, const SweepLuck& luck)
    : flows_(checkpoint.background), luck_(luck), checkpoint_(stable_hash(checkpoint.key)) {
  std::map<Instant, std::uint32_t> seen;
  ordinal_.reserve(flows_.size());
  for (const BackgroundFlow& flow : flows_) {
    STOPOVER_CHECK(flow.people >= 0 && (flow.people == 0 || flow.from < flow.until),
                   "background people come in a period that is not empty");
    ordinal_.push_back(seen[flow.from]++);
  }
}

}  // namespace stopover::flow
