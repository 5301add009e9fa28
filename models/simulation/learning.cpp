// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/learning.hpp"

#include <algorithm>
#include <cmath>

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

constexpr std::int64_t kEveryOf = 16;  // parties, one chooses anew
constexpr int kDays = 12;
constexpr double kTolerance = 0.001;

// Days in a row that are simulated together; the last of them count.
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

Lived days_to_live(const World& world, int wanted) {
  const auto warmup = static_cast<std::uint16_t>(world.warmup_days);
  const auto all = static_cast<std::uint16_t>(warmup + world.days);
  if (all <= kShortHorizon || world.days <= wanted) {
    const int times = (wanted + world.days - 1) / world.days;
    return {{{{0, all}, {warmup, all}}}, static_cast<std::uint32_t>(times)};
  }
  Lived lived;
  for (int i = 0; i < wanted; ++i) {
    const auto day = static_cast<std::uint16_t>(warmup + i * world.days / wanted);
    const auto next = static_cast<std::uint16_t>(day + 1);
    lived.stretches.push_back(
        {{static_cast<std::uint16_t>(day - warmup), next}, {day, next}});
  }
  return lived;
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

// Sums over persons of the sample.
struct Anew {
  double gained_hours = 0;
  double travelled_hours = 0;
  std::int64_t persons = 0;
  std::int64_t changed = 0;
  std::int64_t over_gateway = 0;
  std::int64_t over_gateway_anew = 0;
  std::int64_t air_rail = 0;
  std::int64_t air_rail_anew = 0;

  void add(const Anew& other) {
    gained_hours += other.gained_hours;
    travelled_hours += other.travelled_hours;
    persons += other.persons;
    changed += other.changed;
    over_gateway += other.over_gateway;
    over_gateway_anew += other.over_gateway_anew;
    air_rail += other.air_rail;
    air_rail_anew += other.air_rail_anew;
  }
};

double share(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

LearningRound round_of(const Anew& sums) {
  const auto shift = [](std::int64_t before, std::int64_t after) {
    return share(static_cast<double>(after - before), static_cast<double>(before));
  };
  return {.gap = share(sums.gained_hours, sums.travelled_hours),
          .changed = share(static_cast<double>(sums.changed), static_cast<double>(sums.persons)),
          .transfer_shift = shift(sums.over_gateway, sums.over_gateway_anew),
          .air_rail_shift = shift(sums.air_rail, sums.air_rail_anew)};
}

class Learner {
 public:
  Learner(const World& world, const LearningSettings& settings)
      : world_(world),
        seed_(stable_hash(settings.seed, stable_hash("learning"))),
        assumptions_(central(world)),
        lived_(days_to_live(world, settings.days)),
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
      Experience& experience = met[time];
      Simulation simulation(world_, assumptions_, luck_of(time),
                            {.seen = [&](const EndedParties& ended) {
                              add_parties(world_, ended, stretch.counted, experience);
                            }},
                            stretch.simulated);
      for (auto d = stretch.simulated.from; d < stretch.simulated.until; ++d)
        simulation.next_day(departures, inside);
      (void)simulation.finish(inside);
      add_runs(world_, stretch.counted, experience);
      experience.settle();
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

  // Each kEveryOf-th party of the counted days, with what it chose.
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
        for (std::int64_t k = 0; k < count; k += kEveryOf) {
          Chosen one{demand::draw_party(world_.demand, market, date, k, luck), luck, {}};
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
      std::vector<Candidate> all;
      const std::size_t end = std::min(sample.size(), (part + 1) * kPackage);
      for (std::size_t i = part * kPackage; i < end; ++i) {
        candidates({world_, departures, assumptions_.behaviour, sample[i].luck}, sample[i].party,
                   all);
        count(sample[i], all, parts[part]);
      }
    });
    Anew sums;
    for (const Anew& part : parts) sums.add(part);
    return sums;
  }

  void count(const Chosen& before, const std::vector<Candidate>& all, Anew& sums) const {
    const auto worth = [](const Candidate& c) { return c.utility + c.error; };
    const auto kept = std::ranges::find_if(all, [&](const Candidate& c) { return before.is(c); });
    const auto best = std::ranges::max_element(all, {}, worth);
    STOPOVER_CHECK(kept != all.end(), "what was chosen can still be chosen");
    const std::int64_t persons = before.party.size;
    const double scale = assumptions_.behaviour.scale_per_hour;
    const Option& option = *kept->option;
    sums.persons += persons;
    sums.gained_hours += static_cast<double>(persons) * share(worth(*best) - worth(*kept), scale);
    sums.travelled_hours += static_cast<double>(persons) *
                            static_cast<double>(option.in_vehicle_hours + option.waiting_hours +
                                                option.connecting_hours);
    if (best != kept) sums.changed += persons;
    const auto& journeys = world_.alternatives.journeys;
    const auto over = [&](const Candidate& c) { return journeys[c.journey].over_gateway; };
    const auto rail = [&](const Candidate& c) { return journeys[c.journey].air_rail; };
    if (over(*kept)) sums.over_gateway += persons;
    if (over(*best)) sums.over_gateway_anew += persons;
    if (rail(*kept)) sums.air_rail += persons;
    if (rail(*best)) sums.air_rail_anew += persons;
  }

  const World& world_;
  std::uint64_t seed_;
  Assumptions assumptions_;
  Lived lived_;
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
