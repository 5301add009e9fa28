// SPDX-License-Identifier: Apache-2.0
// One sweep at work. Private to the folder; the contract is sweep.hpp.
//
// Time goes in *windows*. In a window stages are worked in their order; each takes who comes to it
// before the window's end from the outboxes of the stages before it and from its inbox, where
// those lie who left their stage before in an earlier window. Stages of a level run in parallel and
// write to parties, rides and runs of their own: a party stands at one stage at a time. Between
// windows, serially, what goes beyond the window is entered in a calendar, and who is due is
// brought to the inboxes.
//
// A service at which nobody stands is not worked: its runs, closings and bookings lag behind until
// somebody comes, or looks for another way there.
//
// Parties are numbered over all batches, each batch from a multiple of kPage on, so that a number
// leads to its batch by one look-up.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/flow/arrivals.hpp"
#include "engine/flow/calendar.hpp"
#include "engine/flow/checkpoint_lines.hpp"
#include "engine/flow/checkpoint_queue.hpp"
#include "engine/flow/draws.hpp"
#include "engine/flow/journal.hpp"
#include "engine/flow/program.hpp"
#include "engine/flow/queue_visits.hpp"
#include "engine/flow/run_conditions.hpp"
#include "engine/flow/still_waiting.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/flow/vehicle_boarding.hpp"

namespace stopover::flow {

// What is remembered of a party since its previous ride. `late` and `lost` are how much earlier it
// would stand here had that ride been on plan, and had there been no queues either.
struct SinceRide {
  Tick queued = 0;
  Tick late = 0;
  Tick lost = 0;
  std::uint32_t rides = 0;  // the party's first, in its batch, and
  std::int16_t size = 1;    // its persons: copies, because whoever needs the rest needs them too
  bool refused = false;     // by a checkpoint already closed for the next ride's planned run
  std::uint8_t way = 0;     // beside the plan, from 1; 255: or a later one
};
static_assert(sizeof(SinceRide) == 32, "two parties a cache line");

class DaySweep {
 public:
  DaySweep(const Setting& setting, const StageOrder& order);

  BatchId add(std::shared_ptr<const Plans> plans);
  void advance(Tick until, Executor& executor);
  void finish(Executor& executor);
  [[nodiscard]] std::vector<EndedBatch> take_ended();
  [[nodiscard]] Table<CheckpointId, CheckpointOutcome> take_checkpoints();
  [[nodiscard]] const std::vector<std::int32_t>& run_delay() const { return run_delay_; }
  [[nodiscard]] const std::vector<std::int32_t>& run_boarded() const { return run_boarded_; }

 private:
  using Outbox = std::vector<Arrival>;

  struct Batch {
    BatchId id;
    std::uint32_t first = 0;  // number of its first party
    std::uint32_t under_way = 0;
    std::shared_ptr<const Plans> plans;
    std::vector<SinceRide> since;
    PartyOutcomes outcome;  // reroutings in order of time
    [[nodiscard]] RunId planned_run(std::size_t ride) const {
      return outcome.planned_run(*plans, ride);
    }
  };

  // Where parties go from a stage or from their release.
  struct Exits {
    std::vector<Outbox> outboxes;      // to stages of this window
    Outbox later;                      // beyond the window
    std::vector<std::uint32_t> ended;  // parties
    std::vector<Passage> passages;     // for the journal
    std::vector<LinesPassage> lines;   // of these
  };

  // Parties released together, by a fixed number.
  struct Release {
    Batch* batch;
    std::size_t first;  // row
    Exits exits;
    std::vector<std::vector<Booking>> bookings;  // by stage; reserved services only
  };

  // A checkpoint that is not plain.
  struct LinesState {
    LinesState(const Checkpoint& checkpoint, const CheckpointTimes& times)
        : lines(checkpoint, times), queue(lines.rules()) {}
    CheckpointLines lines;
    DeskQueue queue;
    struct Told {
      Passage passage;
      LinesPassage lines;
    };
    struct Inside {
      Arrival arrival;
      std::int16_t size = 1;            // its batch may be gone when it is told of
      std::optional<QueueVisit> visit;  // once over
      std::unique_ptr<Told> told;       // for the journal only
    };
    std::deque<Inside> inside;  // from customer `first` on
    std::uint64_t first = 0;
    StillWaiting waiting;  // of those written down
  };
  struct CheckpointState {
    CheckpointState(const Checkpoint& checkpoint, const CheckpointTimes& times,
                    const SweepLuck& luck);
    std::optional<FifoQueue> queue;     // one of the two,
    std::unique_ptr<LinesState> lines;  // or none: unlimited
    BackgroundDraw background;
    std::vector<std::uint32_t> flows;  // in order of their start
    std::size_t next_flow = 0;
    Calendar drawn;            // beyond the window
    std::deque<Tick> waiting;  // starts of those who came and waited; kept for the journal only
    [[nodiscard]] Tick next_in_lines() const { return lines ? lines->queue.next_event() : kNever; }
    [[nodiscard]] Tick next_flow_from() const {
      return next_flow < flows.size() ? ticks(background.from(flows[next_flow])) : kNever;
    }
  };
  struct ServiceState {
    ServiceState(const timetable::Service& service, Tick longest_wait, bool notes_missed)
        : boarding(service.stops.size(), service.reserved, longest_wait, notes_missed) {}
    VehicleBoarding boarding;
    std::vector<Arrival> arrival;  // by ticket
    // Who lost their own run, and how often they have looked for another way.
    struct Searching {
      VehicleBoarding::Missed missed;
      int looked = 0;
    };
    std::vector<Searching> searching;  // some may have boarded since
  };
  struct StageState {
    Outbox inbox;  // who came before this window to be there in it
    Exits exits;
    std::unique_ptr<CheckpointState> checkpoint;  // one of the two
    std::unique_ptr<ServiceState> service;
  };

  void draw_delays(Executor& executor);
  // Nothing happens before this; kNever: nothing at all.
  [[nodiscard]] Tick next_event() const;
  void work_window(Tick until, Executor& executor);
  void bring_due();
  void release(Release& part) const;
  void add_bookings(const Batch& batch, std::size_t row, const RouteSteps& route,
                    Release& to) const;
  void hand_on(Exits& exits);
  // sweep_rerouting.cpp
  [[nodiscard]] Tick rerouting_after(Tick time) const;
  void reroute();
  // Somebody who looks for another way while they wait for a service's next run.
  struct Looker {
    Tick since = 0;
    Arrival arrival;
    std::uint32_t stage = 0;
    VehicleBoarding::Ticket ticket = 0;
  };
  [[nodiscard]] std::vector<Looker> take_lookers();
  void look(const Looker& looker, const PlacesLeft& places);
  void go_another_way(const Looker& looker, const WayOn& way);
  [[nodiscard]] Stuck stuck_of(const Looker& looker) const;
  // Takes back what is booked of the route beyond the present ride.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, Booking>> unbook_later(const Arrival& a);
  class Places;
  void sweep_stage(std::size_t stage);
  void sweep_checkpoint(std::size_t stage);
  void sweep_service(std::size_t stage);
  void strand_waiting(std::size_t stage);

  // Those of the window, all in the stage's inbox; where they lay is emptied.
  [[nodiscard]] std::vector<Arrival>& take_arrivals(std::size_t stage);
  // Walks and stays from `from.step` on, until a stage or the end.
  void go_on(const Arrival& from, Batch& batch, Exits& exits) const;
  static void strand(const Arrival& a, Batch& batch, Exits& exits);

  // sweep_journal.cpp; nothing is written without a journal.
  [[nodiscard]] bool writes() const { return setting_.journal != nullptr; }
  [[nodiscard]] Passage passage_of(const Arrival& a, Passage::Kind kind) const;
  void write_step(const Arrival& from, std::uint32_t step, Tick begin, Tick end,
                  Exits& exits) const;
  [[nodiscard]] Passage queue_passage(std::size_t stage, const Arrival& a, Tick start,
                                      Tick end) const;
  void write_queue(std::size_t stage, const Arrival& a, Tick start, Tick end, Exits& exits);
  // At several lines: noted when a visit is over, written in order of coming.
  void note_passage(std::size_t stage, const Arrival& a, const QueueVisit& visit,
                    LinesState::Inside& customer) const;
  static void write_lines(LinesState& state, const LinesState::Told& told, Exits& exits);
  // `leaves`: for another way, now.
  void write_ride(const Arrival& a, const timetable::Service& service, std::uint32_t boarded,
                  Exits& exits, bool leaves = false) const;
  void write_reroute(const Arrival& a, RouteId route, Tick release, Exits& exits) const;
  void write_plans(const Arrival& start, const std::vector<RunId>& planned, Exits& exits) const;

  // sweep_checkpoint.cpp
  void add_background(CheckpointState& state, std::vector<Arrival>& arrivals) const;
  [[nodiscard]] std::vector<Tick> services_of(CheckpointId checkpoint,
                                              const std::vector<Arrival>& arrivals) const;
  [[nodiscard]] bool closed_for(const Arrival& a, const Checkpoint& checkpoint) const;
  void tell_listener(CheckpointId checkpoint, const std::vector<Arrival>& arrivals,
                     const QueueVisits& times) const;
  void note_queue(const Checkpoint& checkpoint, const Arrival& a, Tick wait);
  void note_wait(CheckpointOutcome& seen, const Arrival& a, Tick wait) const;
  void sweep_plain(std::size_t stage, const std::vector<Arrival>& arrivals);
  void sweep_unlimited(std::size_t stage, const std::vector<Arrival>& arrivals);
  void sweep_lines(std::size_t stage, const std::vector<Arrival>& arrivals);
  void note_visit(std::size_t stage, const Arrival& a, const QueueVisit& visit);
  // Those whose visit is over, up to the first whose is not: so in order of arrival.
  void let_go(CheckpointId checkpoint, LinesState& state, Exits& exits) const;
  [[nodiscard]] std::uint64_t luck_of(const Arrival& a) const {
    return a.party == kNobody ? a.key : stable_hash(a.key, program_.steps[a.step].luck);
  }
  [[nodiscard]] Tick last_bag(const Arrival& a, const BagStream& bags) const;
  void strand_in_queue(const Arrival& a, Exits& exits);

  // sweep_service.cpp
  [[nodiscard]] Tick next_closing(std::size_t stage) const;
  // When somebody there begins to look for another way, or since when they do.
  [[nodiscard]] static Tick next_look(const ServiceState& state);
  [[nodiscard]] bool is_cancelled(RunId run) const {
    return setting_.conditions != nullptr && (*setting_.conditions)[run.value()].cancelled;
  }
  // For the plans; a cancelled run has none.
  [[nodiscard]] std::int32_t places_of(RunId id) const {
    const timetable::Run& run = setting_.timetable->runs()[id];
    return is_cancelled(id) ? 0 : std::max(run.places - run.background, 0);
  }
  [[nodiscard]] Tick closing_of(RunId run, std::size_t stop,
                                const timetable::Service& service) const;
  void add_runs(const timetable::Service& service, VehicleBoarding& boarding) const;
  [[nodiscard]] bool has_bookings_of(std::size_t stage) const;
  void add_bookings_of(std::size_t stage, VehicleBoarding& boarding);
  // Of a service that lagged behind.
  [[nodiscard]] VehicleBoarding& up_to_date(std::size_t stage);
  [[nodiscard]] BoardingRequest request_of(const Arrival& a,
                                           const timetable::Service& service) const;
  // Of the party with this ticket; boards `boarded`, which closed then.
  void note_ride(const Arrival& a, const BoardingRequest& request,
                 const VehicleBoarding::Boarded& boarded);
  void leave_vehicle(const Arrival& a, RunId run, Exits& exits);
  [[nodiscard]] RunId planned_run(const Arrival& a) const {
    return batch_of(a).planned_run(ride_of(a));
  }
  [[nodiscard]] std::size_t ride_of(const Arrival& a) const {
    return since(a).rides + std::size_t{program_.steps[a.step].ride};
  }
  // Of those of the plans.
  void fetch_ahead(const std::vector<Arrival>& arrivals, std::size_t i) const;

  static constexpr int kPageBits = 12;
  static constexpr std::uint32_t kPage = 1U << kPageBits;
  [[nodiscard]] Batch& batch_of(const Arrival& a) const { return *page_[a.party >> kPageBits]; }
  [[nodiscard]] SinceRide& since(const Arrival& a) const {
    Batch& batch = batch_of(a);
    return batch.since[a.party - batch.first];
  }

  const Setting& setting_;
  SweepLuck luck_;
  std::optional<DeskTimes> own_desks_;  // when the setting brings none
  const DeskTimes& desks_;
  Program program_;
  Tick window_;  // kNever: as long as asked for
  Tick now_;
  Tick until_;  // end of the window at work
  bool delays_drawn_ = false;
  std::map<std::uint32_t, std::unique_ptr<Batch>> batches_;  // not ended; by id
  std::uint32_t batch_count_ = 0;
  std::vector<Batch*> page_;
  std::vector<Batch*> added_;  // not released
  std::vector<Release> releases_;
  Calendar later_;  // beyond the window
  std::vector<Arrival> due_;
  Exits other_ways_;
  std::vector<StageState> stages_;
  Table<CheckpointId, CheckpointOutcome> checkpoints_;
  std::vector<std::int32_t> run_delay_;
  std::vector<std::int32_t> run_boarded_;
};

}  // namespace stopover::flow
