// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/choosing_anew.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "models/simulation/day_choices.hpp"

namespace stopover::simulation {
namespace {

double share(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

// Appends those of one demand day and replication.
void choose_of_day(const SampleOf& of, CivilDate date, const Planning& planning,
                   std::vector<Chosen>& sample) {
  const DayChoices choices(planning, date, *serial_executor());
  DayChoices::Room room(choices, planning.luck);
  for (const demand::MarketId market : ids_of(of.world.demand.markets)) {
    const std::int64_t count =
        demand::party_count(of.world.demand, market, date, of.world.sample, planning.luck);
    for (std::int64_t k = 0; k < count; ++k) {
      Chosen one{
          demand::draw_party(of.world.demand, market, date, k, planning.luck), planning.luck, {}};
      if (mix64(one.party.key) % of.one_in != 0) continue;
      const Candidate* const best = choices.choose(one.party, room);
      if (best == nullptr) continue;
      one.candidate = *best;
      one.anchor = best->option->anchor;
      one.run = best->option->run;
      one.candidate.option = nullptr;
      sample.push_back(one);
    }
  }
}

// Those of the sample choose anew, one after another; kept while day and luck stay the same.
class ChoosingAnew {
 public:
  // A day of the sample is among `days`.
  ChoosingAnew(const SampleOf& of, const std::map<CivilDate, DayChoices>& days)
      : of_(of), days_(days) {}

  void count(const Chosen& before, Anew& sums) {
    step_to(before);
    const Candidate* const best = choices_->choose(before.party, *room_);
    STOPOVER_CHECK(best != nullptr, "what was chosen can still be chosen");
    const std::int64_t persons = before.party.size;
    const Option& option = *best->option;
    sums.persons += persons;
    sums.travelled_hours += static_cast<double>(persons) *
                            static_cast<double>(option.in_vehicle_hours + option.waiting_hours -
                                                option.held_hours + option.connecting_hours);
    if (!before.is(*best)) {
      sums.changed += persons;
      sums.gained_hours += static_cast<double>(persons) * gain(before, *best);
    }
    const auto& journeys = of_.world.alternatives.journeys;
    const Journey& was = journeys[before.candidate.journey];
    const Journey& is = journeys[best->journey];
    sums.over_gateway.count(was.over_gateway && before.candidate.stay != StayKind::kNights,
                            is.over_gateway && best->stay != StayKind::kNights, persons);
    sums.air_rail.count(was.air_rail, is.air_rail, persons);
  }

 private:
  void step_to(const Chosen& one) {
    const bool there =
        choices_ != nullptr && day_ == one.party.day && replication_ == one.luck.replication;
    if (there) return;
    day_ = one.party.day;
    replication_ = one.luck.replication;
    choices_ = &days_.at(day_);
    room_.emplace(*choices_, one.luck);
  }

  // Hours that the best is better than what was chosen, by what is known now.
  [[nodiscard]] double gain(const Chosen& before, const Candidate& best) {
    const std::vector<Candidate>& all = choices_->listed(*room_);
    const auto kept = std::ranges::find_if(all, [&](const Candidate& c) { return before.is(c); });
    STOPOVER_CHECK(kept != all.end(), "what was chosen can still be chosen");
    const auto place = static_cast<std::size_t>(kept - all.begin());
    return share(
        best.utility + choices_->error(*room_) - kept->utility - choices_->error(*room_, place),
        of_.behaviour.scale_per_hour);
  }

  const SampleOf& of_;
  const std::map<CivilDate, DayChoices>& days_;
  const DayChoices* choices_ = nullptr;
  CivilDate day_;
  std::uint32_t replication_ = 0;
  std::optional<DayChoices::Room> room_;
};

}  // namespace

void Moved::count(bool was, bool is, std::int64_t persons) {
  if (was) before += persons;
  if (was == is) return;
  change += is ? persons : -persons;
  squares += persons * persons;
}

void Moved::add(const Moved& other) {
  before += other.before;
  change += other.change;
  squares += other.squares;
}

Shift Moved::shift() const {
  const auto whole = static_cast<double>(before);
  return {share(static_cast<double>(change), whole),
          share(std::sqrt(static_cast<double>(squares)), whole)};
}

void Anew::add(const Anew& other) {
  gained_hours += other.gained_hours;
  travelled_hours += other.travelled_hours;
  persons += other.persons;
  changed += other.changed;
  over_gateway.add(other.over_gateway);
  air_rail.add(other.air_rail);
}

LearningRound Anew::round() const {
  return {.gap = share(gained_hours, travelled_hours),
          .changed = share(static_cast<double>(changed), static_cast<double>(persons)),
          .transfer = over_gateway.shift(),
          .air_rail = air_rail.shift()};
}

std::vector<Chosen> choose_sample(const SampleOf& of, HalfOpen<std::uint16_t> days,
                                  const Departures& departures, Executor& executor) {
  const std::vector<CivilDate> dates = of.world.demand_days();
  const std::size_t count = days.until - days.from;
  std::vector<std::vector<Chosen>> parts(of.times * count);
  executor.run(parts.size(), [&](std::size_t part) {
    const demand::Luck luck{of.seed, static_cast<std::uint32_t>(part / count)};
    choose_of_day(of, dates[days.from + part % count], {of.world, departures, of.behaviour, luck},
                  parts[part]);
  });
  std::vector<Chosen> sample;
  for (const std::vector<Chosen>& part : parts)
    sample.insert(sample.end(), part.begin(), part.end());
  return sample;
}

Anew choose_anew(const SampleOf& of, const std::vector<Chosen>& sample,
                 const Departures& departures, Executor& executor) {
  constexpr std::size_t kPackage = 1024;
  const Planning planning{of.world, departures, of.behaviour, {of.seed, 0}};
  std::map<CivilDate, DayChoices> days;
  for (const Chosen& one : sample)
    if (!days.contains(one.party.day))
      days.try_emplace(one.party.day, planning, one.party.day, executor);
  std::vector<Anew> parts(package_count(sample.size(), kPackage));
  executor.run(parts.size(), [&](std::size_t part) {
    ChoosingAnew anew(of, days);
    const std::size_t end = std::min(sample.size(), (part + 1) * kPackage);
    for (std::size_t i = part * kPackage; i < end; ++i) anew.count(sample[i], parts[part]);
  });
  Anew sums;
  for (const Anew& part : parts) sums.add(part);
  return sums;
}

}  // namespace stopover::simulation
