// SPDX-License-Identifier: Apache-2.0
// One sweep at work. Private to the folder; the contract is sweep.hpp.
//
// Arrivals move from the outboxes of one stage to the next, which empties them. A party stands at
// one stage at a time, so the stages of a level write to parties, rides and runs of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/flow/arrivals.hpp"
#include "engine/flow/draws.hpp"
#include "engine/flow/program.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/flow/vehicle_boarding.hpp"

namespace stopover::flow {

// What is remembered of a party since its previous ride. `late` and `lost` are how much earlier it
// would stand here had that ride been on plan, and had there been no queues either.
struct SinceRide {
  Tick queued = 0;
  Tick late = 0;
  Tick lost = 0;
  std::uint32_t rides = 0;  // the party's first, and
  std::int16_t size = 1;    // its persons: copies, because whoever needs the rest needs them too
  bool refused = false;     // by a checkpoint already closed for the next ride's planned run
};
static_assert(sizeof(SinceRide) == 32, "two parties a cache line");

class DaySweep {
 public:
  DaySweep(const Plans& plans, const Setting& setting, const StageOrder& order);
  [[nodiscard]] Outcome run(Executor& executor) &&;

 private:
  using Outbox = std::vector<Arrival>;

  // Parties released together, by a fixed number.
  struct Release {
    std::vector<Outbox> outboxes;
    std::vector<std::vector<Booking>> bookings;  // by stage; reserved services only
  };

  void check_plans() const;
  void draw_delays(Executor& executor);
  void release(std::size_t package);
  void add_bookings(std::size_t party, const RouteSteps& route, Release& to) const;
  void sweep_stage(std::size_t stage);
  void sweep_checkpoint(std::size_t stage);
  void sweep_service(std::size_t stage);

  // Arrivals of a stage, sorted; its sources are emptied.
  [[nodiscard]] std::vector<Arrival> take_arrivals(std::size_t stage,
                                                   const std::vector<Arrival>& background);
  // Walks and stays from `from.step` on, until a stage (into its outbox) or the end.
  void go_on(const Arrival& from, std::vector<Outbox>& outboxes);
  void strand(const Arrival& a);

  // sweep_checkpoint.cpp
  [[nodiscard]] std::vector<Arrival> background_of(const Checkpoint& checkpoint) const;
  [[nodiscard]] std::vector<Tick> services_of(CheckpointId checkpoint,
                                              const std::vector<Arrival>& arrivals) const;
  [[nodiscard]] bool closed_for(const Arrival& a, const Checkpoint& checkpoint) const;
  void note_queue(const Checkpoint& checkpoint, const Arrival& a, Tick wait);
  void strand_in_queue(const Arrival& a);

  // sweep_service.cpp
  [[nodiscard]] ServiceRuns runs_of(const timetable::Service& service) const;
  [[nodiscard]] std::vector<Booking> bookings_of(std::size_t stage);
  [[nodiscard]] BoardingRequest request_of(const Arrival& a,
                                           const timetable::Service& service) const;
  void note_ride(const Arrival& a, const BoardingRequest& request, std::uint32_t boarded,
                 const ServiceRuns& runs);
  void leave_vehicle(const Arrival& a, RunId run, RunId planned, std::vector<Outbox>& outboxes);
  [[nodiscard]] RunId planned_run(const Arrival& a) const { return plans_.planned_run[ride_of(a)]; }
  [[nodiscard]] std::size_t ride_of(const Arrival& a) const {
    return since_ride_[a.party].rides + std::size_t{program_.steps[a.step].ride};
  }
  void fetch_ahead(const std::vector<Arrival>& arrivals, std::size_t i) const;

  const Plans& plans_;
  const Setting& setting_;
  SweepLuck luck_;
  std::optional<DeskTimes> own_desks_;  // when the setting brings none
  const DeskTimes& desks_;
  Program program_;
  std::vector<Release> releases_;
  std::vector<std::vector<Outbox>> outboxes_;  // by stage
  std::vector<SinceRide> since_ride_;          // by party
  Outcome outcome_;
};

}  // namespace stopover::flow
