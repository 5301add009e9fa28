// SPDX-License-Identifier: Apache-2.0
// The part of the sweep's oracle in which those who are stuck look for another way: at every round,
// everybody who waits is looked at again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/flow/clock.hpp"
#include "engine/flow/events.hpp"
#include "engine/flow/sweep.hpp"

namespace stopover::flow::testing {

// World: the oracle, whose members these are; Traveller, Load, Way: what it calls those.
template <class World, class Traveller, class Load, class Way>
class EventWays {
 public:
  explicit EventWays(World& world) : world_(world) {}

  // From the first round after `time` on, as long as anything happens.
  void begin(Tick time) { look_at(round_after(time)); }

 private:
  class Places final : public PlacesLeft {
   public:
    explicit Places(const World& world) : world_(world) {}
    std::int32_t places(RunId run, std::size_t board, std::size_t alight) const override {
      const timetable::Timetable& tt = *world_.setting_.timetable;
      const timetable::Run& vehicle = tt.runs()[run];
      const timetable::Service& service = tt.services()[vehicle.service];
      if (world_.closing(run, board) < world_.now_) return 0;
      if (world_.is_cancelled(run) &&
          (ticks(tt.departure(run, board) - world_.setting_.cancelled_known_ahead) <= world_.now_ ||
           ticks(vehicle.departure - service.boarding_closes) < world_.now_))
        return 0;
      std::int32_t least = std::max(vehicle.places - vehicle.background, 0);
      for (std::size_t segment = board; segment < alight; ++segment) {
        std::int32_t left = std::max(vehicle.places - vehicle.background, 0);
        for (const Load& load : world_.on_board_[run.value()])
          if (load.board <= segment && segment < load.alight) left -= load.persons;
        if (service.reserved)
          for (const Load& load : world_.booked_[run.value()])
            if (world_.closing(run, load.board) >= world_.now_ && load.board <= segment &&
                segment < load.alight)
              left -= load.persons;
        least = std::min(least, left);
      }
      return std::max(least, 0);
    }
    Instant closing(RunId run, std::size_t stop) const override {
      return instant_of(world_.closing(run, stop));
    }

   private:
    const World& world_;
  };

  Tick round_after(Tick time) const {
    const Tick every = ticks(world_.setting_.rerouting_every);
    Tick round = time / every * every;
    while (round > time) round -= every;
    return round + every;
  }
  void look_at(Tick round) {
    world_.at_round(round, [this] { all_look(); });
  }
  Tick stuck_since(const Traveller& t) const {
    return std::max(t.clock, world_.closing(world_.planned(t), world_.steps(t)[t.step].board));
  }
  bool is_stuck(const Traveller& t, const timetable::Service& service) const {
    if (world_.planned(t).is_none() ||
        !(service.reserved || world_.is_cancelled(world_.planned(t))))
      return false;
    if (stuck_since(t) >= world_.now_ || t.looked == 8) return false;
    Tick waits_since = t.clock;
    if (service.reserved || t.refused) waits_since = stuck_since(t);
    return !world_.setting_.longest_wait ||
           world_.now_ - waits_since <= ticks(*world_.setting_.longest_wait);
  }
  void all_look() {
    std::vector<std::pair<ServiceId, Traveller>> stuck;
    for (const ServiceId id : ids_of(world_.setting_.timetable->services()))
      for (Traveller& t : world_.waiting_[id.value()])
        if (is_stuck(t, world_.setting_.timetable->services()[id])) {
          ++t.looked;
          stuck.emplace_back(id, t);
        }
    std::sort(stuck.begin(), stuck.end(), [&](const auto& a, const auto& b) {
      return std::tuple(stuck_since(a.second), a.second.key) <
             std::tuple(stuck_since(b.second), b.second.key);
    });
    for (const auto& [service, t] : stuck) look(service, t);
    if (!stuck.empty() || !world_.events_.empty()) look_at(round_after(world_.now_));
  }
  void look(ServiceId service, Traveller t) {
    std::vector<std::pair<RunId, Load>> given_back;
    std::size_t ride = t.ride;
    for (std::size_t i = t.step + 1; i < world_.steps(t).size(); ++i) {
      const Step& step = world_.steps(t)[i];
      if (step.kind != Step::Kind::kRide) continue;
      const RunId run = world_.way_[t.party].planned[++ride];
      if (run.is_none() || world_.closing(run, step.board) < world_.now_) continue;
      const Load load{step.board, step.alight, world_.size(t)};
      auto& booked = world_.booked_[run.value()];
      booked.erase(std::find(booked.begin(), booked.end(), load));
      given_back.emplace_back(run, load);
    }
    const auto way =
        world_.setting_.rerouter->way_on({.batch = BatchId(0),
                                          .party = PartyIndex(t.party),
                                          .key = t.key,
                                          .size = static_cast<std::int16_t>(world_.size(t)),
                                          .route = world_.way_[t.party].route,
                                          .step = static_cast<std::uint16_t>(t.step),
                                          .missed = world_.planned(t),
                                          .since = instant_of(stuck_since(t))},
                                         instant_of(world_.now_), Places(world_));
    if (!way) {
      for (const auto& [run, load] : given_back) world_.booked_[run.value()].push_back(load);
      return;
    }
    std::erase_if(world_.waiting_[service.value()],
                  [&](const Traveller& other) { return other.key == t.key; });
    world_.outcome_.reroutings.push_back(
        {PartyIndex(t.party), static_cast<std::uint32_t>(world_.ride_index(t)), way->route,
         static_cast<std::uint32_t>(world_.outcome_.rides.size()), instant_of(world_.now_)});
    world_.tell(t, world_.now_, EventKind::kRerouted);
    const auto number = static_cast<std::uint16_t>(world_.way_[t.party].number + 1);
    world_.way_[t.party] = {way->route, world_.outcome_.rides.size(), way->planned_run, number};
    world_.outcome_.rides.resize(world_.outcome_.rides.size() + way->planned_run.size());
    world_.outcome_.later_runs.insert(world_.outcome_.later_runs.end(), way->planned_run.begin(),
                                      way->planned_run.end());
    Traveller fresh;
    fresh.party = t.party;
    fresh.key = t.key;
    fresh.clock = fresh.on_plan = fresh.unhindered = ticks(way->release);
    world_.book(fresh);
    world_.tell(fresh, fresh.clock, EventKind::kReleased);
    world_.go_on(fresh);
  }

  World& world_;
};

}  // namespace stopover::flow::testing
