// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/choosing_anew.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"

namespace stopover::simulation {
namespace {

double share(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

// Appends those of one demand day and replication.
void choose_of_day(const SampleOf& of, CivilDate date, const Planning& planning,
                   std::vector<Chosen>& sample) {
  for (const demand::MarketId market : ids_of(of.world.demand.markets)) {
    const std::int64_t count =
        demand::party_count(of.world.demand, market, date, of.world.sample, planning.luck);
    for (std::int64_t k = 0; k < count; ++k) {
      Chosen one{
          demand::draw_party(of.world.demand, market, date, k, planning.luck), planning.luck, {}};
      if (mix64(one.party.key) % of.one_in != 0) continue;
      const std::optional<Candidate> best = choose(planning, one.party);
      if (!best) continue;
      one.candidate = *best;
      one.anchor = best->option->anchor;
      one.run = best->option->run;
      one.candidate.option = nullptr;
      sample.push_back(one);
    }
  }
}

// Hours that the best is better than what was chosen, by what is known now.
double gain(const Chosen& before, const Candidate& best, const Planning& anew) {
  std::vector<Candidate> all;
  candidates(anew, before.party, all);
  const auto kept = std::ranges::find_if(all, [&](const Candidate& c) { return before.is(c); });
  STOPOVER_CHECK(kept != all.end(), "what was chosen can still be chosen");
  return share(best.utility + best.error - kept->utility - kept->error,
               anew.behaviour.scale_per_hour);
}

void count(const Chosen& before, const Planning& anew, Anew& sums) {
  const std::optional<Candidate> best = choose(anew, before.party);
  STOPOVER_CHECK(best.has_value(), "what was chosen can still be chosen");
  const std::int64_t persons = before.party.size;
  const Option& option = *best->option;
  sums.persons += persons;
  sums.travelled_hours += static_cast<double>(persons) *
                          static_cast<double>(option.in_vehicle_hours + option.waiting_hours -
                                              option.held_hours + option.connecting_hours);
  if (!before.is(*best)) {
    sums.changed += persons;
    sums.gained_hours += static_cast<double>(persons) * gain(before, *best, anew);
  }
  const auto& journeys = anew.world.alternatives.journeys;
  const Journey& was = journeys[before.candidate.journey];
  const Journey& is = journeys[best->journey];
  sums.over_gateway.count(was.over_gateway && before.candidate.stay != StayKind::kNights,
                          is.over_gateway && best->stay != StayKind::kNights, persons);
  sums.air_rail.count(was.air_rail, is.air_rail, persons);
}

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
  std::vector<Anew> parts(package_count(sample.size(), kPackage));
  executor.run(parts.size(), [&](std::size_t part) {
    const std::size_t end = std::min(sample.size(), (part + 1) * kPackage);
    for (std::size_t i = part * kPackage; i < end; ++i)
      count(sample[i], {of.world, departures, of.behaviour, sample[i].luck}, parts[part]);
  });
  Anew sums;
  for (const Anew& part : parts) sums.add(part);
  return sums;
}

}  // namespace stopover::simulation
