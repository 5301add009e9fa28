// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/run.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "models/simulation/simulation.hpp"

namespace stopover::simulation {
namespace {

std::string doing(const World& world, demand::Luck luck) {
  return fmt::format("simulating {} with --seed {} --replications {}", world.id, luck.seed,
                     luck.replication + 1);
}

class Replications {
 public:
  Replications(const World& world, const RunSettings& settings, Executor& executor)
      : world_(world),
        settings_(settings),
        executor_(executor),
        variants_(settings.drawn ? 2 : 1),
        packages_(settings.replications * variants_),
        days_(world.demand_days().size()),
        results_(settings.replications),
        details_(packages_) {}

  std::vector<Replication> run() && {
    if (days_ <= kShortHorizon) {
      run_apart();
    } else {
      const auto together = static_cast<std::size_t>(executor_.threads());
      for (std::size_t first = 0; first < packages_; first += together)
        run_together(first, std::min(packages_, first + together));
    }
    return std::move(results_);
  }

 private:
  [[nodiscard]] demand::Luck luck_of(std::size_t package) const {
    const auto r = static_cast<std::uint32_t>(package / variants_);
    return {settings_.seed, settings_.first_replication + r};
  }
  [[nodiscard]] bool draws(std::size_t package) const { return package % variants_ == 1; }
  [[nodiscard]] Watch watch_of(std::size_t package) {
    if (draws(package)) return {};
    if (settings_.detail != nullptr)
      return (details_[package] = std::make_unique<DetailWatch>(world_))->watch();
    return settings_.watch ? settings_.watch(luck_of(package).replication) : Watch{};
  }
  [[nodiscard]] Simulation simulation_of(std::size_t package) {
    const demand::Luck luck = luck_of(package);
    return {world_, draws(package) ? drawn(world_, luck) : central(world_), luck,
            watch_of(package)};
  }
  void keep(std::size_t package, Tally tally) {
    if (details_[package]) {
      const Detail detail = std::move(*details_[package]).finish();
      details_[package].reset();
      const std::lock_guard lock(reporting_);
      settings_.detail->add(detail);
    }
    Replication& replication = results_[package / variants_];
    (draws(package) ? replication.drawn : replication.central) = std::move(tally);
  }
  void report(std::size_t days) {
    const std::lock_guard lock(reporting_);
    done_ += days;
    if (settings_.progress) settings_.progress(done_, packages_ * days_);
  }

  // Replications are the parallel dimension.
  void run_apart() {
    const Departures departures = whole_departures(world_, executor_);
    executor_.run(packages_, [&](std::size_t package) {
      const std::string text = doing(world_, luck_of(package));
      const BugContext context(text);
      report(0);  // whoever throws there leaves the packages that have not begun
      const auto inside = serial_executor();
      Simulation simulation = simulation_of(package);
      for (std::size_t d = 0; d < days_; ++d) simulation.next_day(departures, *inside);
      keep(package, simulation.finish(*inside));
      report(days_);
    });
  }

  // Day by day side by side, since they share the departures at hand. One alone is parallel inside.
  void run_together(std::size_t first, std::size_t end) {
    std::vector<Simulation> simulations;
    for (std::size_t package = first; package < end; ++package)
      simulations.push_back(simulation_of(package));
    Departures departures(world_);
    const auto each = [&](const auto& body) {
      if (simulations.size() == 1) return body(0, executor_);
      executor_.run(simulations.size(), [&](std::size_t i) {
        const std::string text = doing(world_, luck_of(first + i));
        const BugContext context(text);
        const auto inside = serial_executor();
        body(i, *inside);
      });
    };
    for (const CivilDate day : world_.demand_days()) {
      departures.slide(anchors_of_day(world_, day), executor_);
      each([&](std::size_t i, Executor& inside) {
        simulations[i].next_day(departures, inside);
        report(1);
      });
    }
    each([&](std::size_t i, Executor& inside) { keep(first + i, simulations[i].finish(inside)); });
  }

  const World& world_;
  const RunSettings& settings_;
  Executor& executor_;
  std::size_t variants_;
  std::size_t packages_;
  std::size_t days_;
  std::vector<Replication> results_;
  std::vector<std::unique_ptr<DetailWatch>> details_;  // by package, while at work
  std::mutex reporting_;
  std::size_t done_ = 0;  // days of all packages
};

}  // namespace

Tally simulate(const World& world, const Assumptions& assumptions, demand::Luck luck) {
  const std::string text = doing(world, luck);
  const BugContext context(text);
  const auto inside = serial_executor();
  Departures departures(world);
  Simulation simulation(world, assumptions, luck);
  for (const CivilDate day : world.demand_days()) {
    departures.slide(anchors_of_day(world, day), *inside);
    simulation.next_day(departures, *inside);
  }
  return simulation.finish(*inside);
}

std::vector<Replication> run_replications(const World& world, const RunSettings& settings,
                                          Executor& executor) {
  return Replications(world, settings, executor).run();
}

}  // namespace stopover::simulation
