// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/learning.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "models/simulation/choosing_anew.hpp"
#include "models/simulation/experience.hpp"
#include "models/simulation/learning_days.hpp"
#include "models/simulation/simulation.hpp"

namespace stopover::simulation {
namespace {

// Of more persons than that one party in so many chooses anew.
constexpr double kMany = 100'000;
constexpr std::uint64_t kOneInOfMany = 4;

double persons_a_day(const World& world) {
  double sum = 0;
  for (const demand::Market& market : world.demand.markets) sum += market.persons_per_day;
  return sum * world.sample;
}

class Learner {
 public:
  Learner(const World& world, const LearningSettings& settings)
      : world_(world),
        seed_(stable_hash(settings.seed, stable_hash("learning"))),
        assumptions_(central(world)),
        days_(learning_days(world, settings.days)),
        expectations_(world) {}

  // Lives through the days by what is expected.
  LearningRound live(Executor& executor) {
    const SampleOf of{.world = world_,
                      .behaviour = assumptions_.behaviour,
                      .seed = seed_,
                      .times = days_.times,
                      .one_in = persons_a_day(world_) * days_.counted() > kMany ? kOneInOfMany : 1};
    met_ = {};
    std::vector<std::vector<Chosen>> chosen;
    for (const Stretch& stretch : days_.stretches) {
      const Departures departures = departures_of(stretch, expectations_, executor);
      simulate(stretch, departures, executor);
      chosen.push_back(choose_sample(of, stretch.counted, departures, executor));
    }
    met_.settle();

    Expectations now = expectations_;
    now.move_towards(met_, 1);
    Anew sums;
    for (std::size_t s = 0; s < chosen.size(); ++s) {
      const Departures departures = departures_of(days_.stretches[s], now, executor);
      sums.add(choose_anew(of, chosen[s], departures, executor));
    }
    return sums.round();
  }
  void learn(double step) { expectations_.move_towards(met_, step); }
  [[nodiscard]] int days() const { return days_.counted(); }
  [[nodiscard]] Expectations take() && { return std::move(expectations_); }

 private:
  // Keeps a reference to the expectations.
  [[nodiscard]] Departures departures_of(const Stretch& stretch, const Expectations& expectations,
                                         Executor& executor) const {
    const std::vector<CivilDate> dates = world_.demand_days();
    Departures departures(world_, expectations);
    departures.slide({anchors_of_day(world_, dates[stretch.simulated.from]).from,
                      anchors_of_day(world_, dates[stretch.simulated.until - 1]).until},
                     executor);
    return departures;
  }

  void simulate(const Stretch& stretch, const Departures& departures, Executor& executor) {
    std::vector<Experience> met(days_.times);
    const auto live_once = [&](std::size_t time, Executor& inside) {
      const std::string text = fmt::format("learning {}, time {}", world_.id, time);
      const BugContext context(text);
      Observer observer(world_, stretch.counted);
      Simulation simulation(world_, assumptions_, {seed_, static_cast<std::uint32_t>(time)},
                            {.seen = [&](const EndedParties& ended) { observer.look_at(ended); }},
                            stretch.simulated);
      for (auto d = stretch.simulated.from; d < stretch.simulated.until; ++d)
        simulation.next_day(departures, inside);
      (void)simulation.finish(inside);
      met[time] = std::move(observer).finish(simulation.conditions());
    };
    if (days_.times == 1) {
      live_once(0, executor);
    } else {
      executor.run(days_.times, [&](std::size_t time) {
        const auto inside = serial_executor();
        live_once(time, *inside);
      });
    }
    for (const Experience& experience : met) met_.add(experience);
  }

  const World& world_;
  std::uint64_t seed_;
  Assumptions assumptions_;
  LearningDays days_;
  Expectations expectations_;
  Experience met_;  // in the last round
};

}  // namespace

LearningSettings learning_settings(const scenario::RunDefaults& defaults, std::uint64_t seed) {
  const scenario::Learning& learning = defaults.learning();
  LearningSettings settings{.seed = seed, .rounds = learning.rounds()};
  if (learning.days() > 0) settings.days = learning.days();
  if (learning.tolerance() > 0) settings.tolerance = learning.tolerance();
  return settings;
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
  std::size_t lived = 0;
  for (int k = 1; k <= settings.rounds; ++k) {
    for (std::size_t w = 0; w < worlds.size(); ++w) {
      learned[w].rounds.push_back(learners[w].live(executor));
      if (settings.progress) settings.progress(++lived, all);
    }
    if (k == settings.rounds || std::ranges::all_of(learned, &Learned::settled)) break;
    for (Learner& learner : learners) learner.learn(2.0 / (k + 1));
  }
  for (std::size_t w = 0; w < worlds.size(); ++w)
    learned[w].expectations = std::move(learners[w]).take();
  return learned;
}

std::vector<Learned> teach(std::span<World* const> worlds, const LearningSettings& settings,
                           Executor& executor) {
  std::vector<Learned> learned(worlds.size());
  if (settings.rounds == 0) return learned;
  learned = learn(std::vector<const World*>(worlds.begin(), worlds.end()), settings, executor);
  for (std::size_t w = 0; w < worlds.size(); ++w)
    worlds[w]->expectations = std::exchange(learned[w].expectations, {});
  return learned;
}

}  // namespace stopover::simulation
