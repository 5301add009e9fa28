// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/choosing_anew.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "models/simulation/day_choices.hpp"

namespace stopover::simulation {
namespace {

double share(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

// Those of one demand day, market and replication.
std::vector<Chosen> choose_of_market(const SampleOf& of, CivilDate date, demand::MarketId market,
                                     const DayChoices& choices, demand::Luck luck) {
  std::vector<Chosen> sample;
  DayChoices::Room room(choices, luck);
  const std::int64_t count =
      demand::party_count(of.world.demand, market, date, of.world.sample, luck);
  for (std::int64_t k = 0; k < count; ++k) {
    Chosen one{demand::draw_party(of.world.demand, market, date, k, luck), luck, {}};
    if (mix64(one.party.key) % of.one_in != 0) continue;
    const Candidate* const best = choices.choose(one.party, room);
    if (best == nullptr) continue;
    one.candidate = *best;
    one.anchor = best->option->anchor;
    one.run = best->option->run;
    one.candidate.option = nullptr;
    sample.push_back(one);
  }
  return sample;
}

// Those of the sample choose anew, one after another; room is kept while the luck stays the same.
class ChoosingAnew {
 public:
  ChoosingAnew(const SampleOf& of, const DayChoices& choices) : of_(of), choices_(choices) {}

  void count(const Chosen& before, Anew& sums) {
    step_to(before.luck);
    const Candidate* const best = choices_.choose(before.party, *room_);
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
  void step_to(demand::Luck luck) {
    if (room_ && replication_ == luck.replication) return;
    replication_ = luck.replication;
    room_.emplace(choices_, luck);
  }

  // Hours that the best is better than what was chosen, by what is known now.
  [[nodiscard]] double gain(const Chosen& before, const Candidate& best) {
    const std::vector<Candidate>& all = choices_.listed(*room_);
    const auto kept = std::ranges::find_if(all, [&](const Candidate& c) { return before.is(c); });
    STOPOVER_CHECK(kept != all.end(), "what was chosen can still be chosen");
    const auto place = static_cast<std::size_t>(kept - all.begin());
    return share(
        best.utility + choices_.error(*room_) - kept->utility - choices_.error(*room_, place),
        of_.behaviour.scale_per_hour);
  }

  const SampleOf& of_;
  const DayChoices& choices_;
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
  const std::size_t markets = of.world.demand.markets.size();
  std::vector<std::vector<Chosen>> parts(of.times * count * markets);  // the last varies fastest
  for (std::size_t d = 0; d < count; ++d) {
    const CivilDate date = dates[days.from + d];
    const DayChoices choices({of.world, departures, of.behaviour, {of.seed, 0}}, date, executor);
    executor.run(of.times * markets, [&](std::size_t package) {
      const std::size_t r = package / markets;
      const std::size_t m = package % markets;
      parts[(r * count + d) * markets + m] =
          choose_of_market(of, date, demand::MarketId(static_cast<std::uint32_t>(m)), choices,
                           {of.seed, static_cast<std::uint32_t>(r)});
    });
  }
  std::vector<Chosen> sample;
  for (const std::vector<Chosen>& part : parts)
    sample.insert(sample.end(), part.begin(), part.end());
  return sample;
}

Anew choose_anew(const SampleOf& of, const std::vector<Chosen>& sample,
                 const Departures& departures, Executor& executor) {
  constexpr std::size_t kPackage = 1024;
  const Planning planning{of.world, departures, of.behaviour, {of.seed, 0}};
  std::vector<Anew> parts(package_count(sample.size(), kPackage));
  for (std::size_t from = 0, until = 0; from < sample.size(); from = until) {
    const CivilDate day = sample[from].party.day;
    while (until < sample.size() && sample[until].party.day == day) ++until;
    const DayChoices choices(planning, day, executor);
    // A package that the day before began is gone on with, so that cuts are not of the sums.
    const std::size_t first = from / kPackage;
    executor.run(package_count(until, kPackage) - first, [&](std::size_t package) {
      const std::size_t part = first + package;
      ChoosingAnew anew(of, choices);
      const std::size_t end = std::min(until, (part + 1) * kPackage);
      for (std::size_t i = std::max(from, part * kPackage); i < end; ++i)
        anew.count(sample[i], parts[part]);
    });
  }
  Anew sums;
  for (const Anew& part : parts) sums.add(part);
  return sums;
}

}  // namespace stopover::simulation
