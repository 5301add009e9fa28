// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/learning.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "models/simulation/candidates.hpp"
#include "models/simulation/experience.hpp"
#include "models/simulation/made_journey.hpp"
#include "models/simulation/run.hpp"
#include "models/simulation/simulation.hpp"

namespace stopover::simulation {
namespace {

// Of many persons one party of so many, by its key, chooses anew.
constexpr std::uint64_t kOneOf = 4;
constexpr double kMany = 100'000;
constexpr int kShort = 21;  // counted days that are lived through whole
// Days about a counted day of a long horizon, so that those who travel then meet others: who set
// out the day before, and who of the days after crosses their way.
constexpr int kDaysBefore = 1;
constexpr int kDaysAfter = 2;
constexpr int kWeek = 7;
constexpr int kDays = 12;
constexpr double kTolerance = 0.001;

// Days in a row that are simulated together; some of them count.
struct Stretch {
  HalfOpen<std::uint16_t> simulated;
  HalfOpen<std::uint16_t> counted;
};

struct Lived {
  std::vector<Stretch> stretches;
  std::uint32_t times = 1;  // each
  [[nodiscard]] int days() const {
    int sum = 0;
    for (const Stretch& s : stretches) sum += s.counted.until - s.counted.from;
    return sum * static_cast<int>(times);
  }
};

// The i-th of so many days at even distances, or the nearest free one of the weekday whose turn it
// is; of any, if there is none.
int spread_day(const World& world, int i, int of, std::vector<bool>& taken) {
  const int even = static_cast<int>(std::int64_t{i} * world.days / of);
  for (const bool any_weekday : {false, true}) {
    for (int distance = 0; distance < world.days; ++distance) {
      for (const int day : {even + distance, even - distance}) {
        if (day < 0 || day >= world.days || taken[static_cast<std::size_t>(day)]) continue;
        if (!any_weekday && world.first_day.plus_days(day).weekday() != i % kWeek) continue;
        taken[static_cast<std::size_t>(day)] = true;
        return day;
      }
    }
  }
  return even;
}

Lived days_to_live(const World& world, int wanted) {
  const int warmup = world.warmup_days;
  const int all = warmup + world.days;
  const auto span = [](int from, int until) {
    return HalfOpen<std::uint16_t>{static_cast<std::uint16_t>(from),
                                   static_cast<std::uint16_t>(until)};
  };
  if (static_cast<std::size_t>(all) <= kShortHorizon || world.days <= kShort) {
    const int times = (wanted + world.days - 1) / world.days;
    return {{{span(0, all), span(warmup, all)}}, static_cast<std::uint32_t>(times)};
  }
  const int days = std::min(wanted, world.days);
  Lived lived;
  std::vector<bool> taken(static_cast<std::size_t>(world.days));
  for (int i = 0; i < days; ++i) {
    const int day = warmup + spread_day(world, i, days, taken);
    lived.stretches.push_back({span(std::max(0, day - std::max(warmup, kDaysBefore)),
                                    std::min(all, day + 1 + kDaysAfter)),
                               span(day, day + 1)});
  }
  return lived;
}

double persons_a_day(const World& world) {
  double sum = 0;
  for (const demand::Market& market : world.demand.markets) sum += market.persons_per_day;
  return sum * world.sample;
}

HalfOpen<Instant> anchors_of(const World& world, HalfOpen<std::uint16_t> days) {
  const std::vector<CivilDate> dates = world.demand_days();
  return {anchors_of_day(world, dates[days.from]).from,
          anchors_of_day(world, dates[days.until - 1]).until};
}

// One party of the sample, and what it chose.
struct Chosen {
  demand::Party party;
  demand::Luck luck;
  Candidate candidate;  // its option is gone
  Instant anchor{};
  timetable::RunId run = timetable::RunId::none();

  [[nodiscard]] bool is(const Candidate& other) const {
    return other.journey == candidate.journey && other.side == candidate.side &&
           other.stay == candidate.stay && other.nights == candidate.nights &&
           other.option->anchor == anchor && other.option->run == run;
  }
};

// Persons of the sample who choose something of a kind, and who come to it or leave it.
struct Moved {
  std::int64_t before = 0;
  std::int64_t change = 0;
  std::int64_t squares = 0;  // of each party's change

  void count(bool was, bool is, std::int64_t persons) {
    if (was) before += persons;
    if (was == is) return;
    change += is ? persons : -persons;
    squares += persons * persons;
  }
  void add(const Moved& other) {
    before += other.before;
    change += other.change;
    squares += other.squares;
  }
  [[nodiscard]] Shift shift() const {
    const auto whole = static_cast<double>(before);
    if (before == 0) return {};
    return {static_cast<double>(change) / whole, std::sqrt(static_cast<double>(squares)) / whole};
  }
};

// Sums over persons of the sample.
struct Anew {
  double gained_hours = 0;
  double travelled_hours = 0;
  std::int64_t persons = 0;
  std::int64_t changed = 0;
  Moved over_gateway;
  Moved air_rail;

  void add(const Anew& other) {
    gained_hours += other.gained_hours;
    travelled_hours += other.travelled_hours;
    persons += other.persons;
    changed += other.changed;
    over_gateway.add(other.over_gateway);
    air_rail.add(other.air_rail);
  }
};

double share(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

LearningRound round_of(const Anew& sums) {
  return {.gap = share(sums.gained_hours, sums.travelled_hours),
          .changed = share(static_cast<double>(sums.changed), static_cast<double>(sums.persons)),
          .transfer = sums.over_gateway.shift(),
          .air_rail = sums.air_rail.shift()};
}

class Learner {
 public:
  Learner(const World& world, const LearningSettings& settings)
      : world_(world),
        seed_(stable_hash(settings.seed, stable_hash("learning"))),
        assumptions_(central(world)),
        lived_(days_to_live(world, settings.days)),
        one_of_(persons_a_day(world) * lived_.days() > kMany ? kOneOf : 1),
        expectations_(world) {}

  // Lives through the days by what is expected.
  LearningRound live(Executor& executor) {
    met_ = {};
    std::vector<std::vector<Chosen>> chosen;
    for (const Stretch& stretch : lived_.stretches) {
      Departures departures(world_, expectations_);
      departures.slide(anchors_of(world_, stretch.simulated), executor);
      simulate(stretch, departures, executor);
      chosen.push_back(choose_sample(stretch, departures, executor));
    }
    met_.settle();

    Expectations now = expectations_;
    now.move_towards(met_, 1);
    Anew sums;
    for (std::size_t s = 0; s < lived_.stretches.size(); ++s) {
      Departures departures(world_, now);
      departures.slide(anchors_of(world_, lived_.stretches[s].simulated), executor);
      sums.add(choose_anew(chosen[s], departures, executor));
    }
    return round_of(sums);
  }
  void learn(double step) { expectations_.move_towards(met_, step); }
  [[nodiscard]] int days() const { return lived_.days(); }
  [[nodiscard]] Expectations take() && { return std::move(expectations_); }

 private:
  [[nodiscard]] demand::Luck luck_of(std::size_t time) const {
    return {seed_, static_cast<std::uint32_t>(time)};
  }

  void simulate(const Stretch& stretch, const Departures& departures, Executor& executor) {
    std::vector<Experience> met(lived_.times);
    const auto live_once = [&](std::size_t time, Executor& inside) {
      const std::string text = fmt::format("learning {}, time {}", world_.id, time);
      const BugContext context(text);
      Observer observer(world_, stretch.counted);
      Simulation simulation(world_, assumptions_, luck_of(time),
                            {.seen = [&](const EndedParties& ended) { observer.look_at(ended); }},
                            stretch.simulated);
      for (auto d = stretch.simulated.from; d < stretch.simulated.until; ++d)
        simulation.next_day(departures, inside);
      (void)simulation.finish(inside);
      met[time] = std::move(observer).finish(simulation.conditions());
    };
    if (lived_.times == 1) {
      live_once(0, executor);
    } else {
      executor.run(lived_.times, [&](std::size_t time) {
        const auto inside = serial_executor();
        live_once(time, *inside);
      });
    }
    for (const Experience& experience : met) met_.add(experience);
  }

  // A sample of the parties of the counted days, with what each chose.
  [[nodiscard]] std::vector<Chosen> choose_sample(const Stretch& stretch,
                                                  const Departures& departures,
                                                  Executor& executor) const {
    const std::vector<CivilDate> dates = world_.demand_days();
    const std::size_t days = stretch.counted.until - stretch.counted.from;
    std::vector<std::vector<Chosen>> parts(lived_.times * days);
    executor.run(parts.size(), [&](std::size_t part) {
      const demand::Luck luck = luck_of(part / days);
      const CivilDate date = dates[stretch.counted.from + part % days];
      const Planning planning{world_, departures, assumptions_.behaviour, luck};
      for (const demand::MarketId market : ids_of(world_.demand.markets)) {
        const std::int64_t count =
            demand::party_count(world_.demand, market, date, world_.sample, luck);
        for (std::int64_t k = 0; k < count; ++k) {
          Chosen one{demand::draw_party(world_.demand, market, date, k, luck), luck, {}};
          if (mix64(one.party.key) % one_of_ != 0) continue;
          const std::optional<Candidate> best = choose(planning, one.party);
          if (!best) continue;
          one.candidate = *best;
          one.anchor = best->option->anchor;
          one.run = best->option->run;
          one.candidate.option = nullptr;
          parts[part].push_back(one);
        }
      }
    });
    std::vector<Chosen> sample;
    for (const std::vector<Chosen>& part : parts)
      sample.insert(sample.end(), part.begin(), part.end());
    return sample;
  }

  [[nodiscard]] Anew choose_anew(const std::vector<Chosen>& sample, const Departures& departures,
                                 Executor& executor) const {
    constexpr std::size_t kPackage = 1024;
    std::vector<Anew> parts(package_count(sample.size(), kPackage));
    executor.run(parts.size(), [&](std::size_t part) {
      const std::size_t end = std::min(sample.size(), (part + 1) * kPackage);
      for (std::size_t i = part * kPackage; i < end; ++i)
        count(sample[i], {world_, departures, assumptions_.behaviour, sample[i].luck}, parts[part]);
    });
    Anew sums;
    for (const Anew& part : parts) sums.add(part);
    return sums;
  }

  void count(const Chosen& before, const Planning& anew, Anew& sums) const {
    const std::optional<Candidate> best = choose(anew, before.party);
    STOPOVER_CHECK(best.has_value(), "what was chosen can still be chosen");
    const std::int64_t persons = before.party.size;
    const Option& option = *best->option;
    sums.persons += persons;
    sums.travelled_hours += static_cast<double>(persons) *
                            static_cast<double>(option.in_vehicle_hours + option.waiting_hours -
                                                option.held_hours + option.connecting_hours);
    const bool stays = before.is(*best);
    if (!stays) {
      sums.changed += persons;
      sums.gained_hours += static_cast<double>(persons) * gain(before, *best, anew);
    }
    const auto& journeys = world_.alternatives.journeys;
    const Journey& was = journeys[before.candidate.journey];
    const Journey& is = journeys[best->journey];
    // Whom the transfer rate counts: who goes on within a day.
    sums.over_gateway.count(was.over_gateway && before.candidate.stay != StayKind::kNights,
                            is.over_gateway && best->stay != StayKind::kNights, persons);
    sums.air_rail.count(was.air_rail, is.air_rail, persons);
  }

  // Hours that the best is better than what was chosen, by what is known now.
  [[nodiscard]] double gain(const Chosen& before, const Candidate& best,
                            const Planning& anew) const {
    std::vector<Candidate> all;
    candidates(anew, before.party, all);
    const auto kept = std::ranges::find_if(all, [&](const Candidate& c) { return before.is(c); });
    STOPOVER_CHECK(kept != all.end(), "what was chosen can still be chosen");
    return share(best.utility + best.error - kept->utility - kept->error,
                 assumptions_.behaviour.scale_per_hour);
  }

  const World& world_;
  std::uint64_t seed_;
  Assumptions assumptions_;
  Lived lived_;
  std::uint64_t one_of_;  // parties, one chooses anew
  Expectations expectations_;
  Experience met_;  // in the last round
};

}  // namespace

LearningSettings learning_settings(const scenario::RunDefaults& defaults, std::uint64_t seed) {
  const scenario::Learning& learning = defaults.learning();
  return {.seed = seed,
          .rounds = learning.rounds(),
          .days = learning.days() > 0 ? learning.days() : kDays,
          .tolerance = learning.tolerance() > 0 ? learning.tolerance() : kTolerance};
}

std::vector<Learned> learn(std::span<const World* const> worlds, const LearningSettings& settings,
                           Executor& executor) {
  std::vector<Learned> learned(worlds.size());
  if (settings.rounds == 0) return learned;
  const std::size_t all = static_cast<std::size_t>(settings.rounds) * worlds.size();
  std::vector<Learner> learners;
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    learners.emplace_back(*worlds[w], settings);
    learned[w].days = learners[w].days();
    learned[w].tolerance = settings.tolerance;
  }
  for (int k = 1; k <= settings.rounds; ++k) {
    for (std::size_t w = 0; w < worlds.size(); ++w) {
      learned[w].rounds.push_back(learners[w].live(executor));
      if (settings.progress)
        settings.progress(static_cast<std::size_t>(k - 1) * worlds.size() + w + 1, all);
    }
    if (k == settings.rounds || std::ranges::all_of(learned, &Learned::settled)) break;
    for (Learner& learner : learners) learner.learn(2.0 / (k + 1));
  }
  for (std::size_t w = 0; w < worlds.size(); ++w)
    learned[w].expectations = std::move(learners[w]).take();
  return learned;
}

}  // namespace stopover::simulation
