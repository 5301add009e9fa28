// SPDX-License-Identifier: Apache-2.0
// The day sweep: what happens when plans meet capacity, queue by queue.
//
// Parties follow routes made of steps (walk, queue at a checkpoint, ride a service, stay). Every
// checkpoint and every service is a *stage*; a route visits stages in one order. Stages are sorted
// once (strongly connected components and topological order, Boost.Graph); then each stage takes
// all who come to it, ordered by (time, party key), and runs its exact recursion:
//   checkpoint  FIFO multi-server queue, Kiefer & Wolfowitz (1955), with desks that open and close
//               by the clock; a service in progress finishes; a party is one job of its members'
//               services (checkpoint_queue.hpp). With types of desk, priorities, patience or a
//               finite hall it is a station of lines (desk_queue.hpp)
//   service     runs as their boarding closes, which a delay puts off; each boards those ready in
//               time, reserved passengers of this run first, then by (ready time, key), until its
//               places are gone between board and alight; those left try the next run
//               (vehicle_boarding.hpp: who waits for which run, and what bookings hold)
//   walk, road  a drawn time
// No global event queue is needed. Where stages are feed-forward they are worked in their order,
// over any span of time. Where routes lead in a circle, time goes in windows no longer than the
// least time that the backward ways take, so that within a window all is feed-forward
// (conservative time windows: Lubachevsky 1989). Only a circle of ways that may take no time is
// refused by `stage_order`.
//
// Days come as a stream: plans join batch by batch, time advances by any steps, and what has ended
// leaves; what is under way is carried over. The outcome is the same bytes however time is cut.
//
// What it is not: choice (plans are given; other ways are found by the caller's Rerouter) or
// learning.
//
// Units: Instants and whole seconds; persons. Inside, time is whole milliseconds; every time and
// wait of the outcome is rounded once, to the nearest second (clock.hpp). Randomness: draws keyed
// by (seed, replication, party key or run, purpose, what the step is), so a party meets the same
// luck whatever else changes (draws.hpp). Determinism: the outcome depends only on the arguments;
// stages at one depth of the order may run in parallel. Memory: 24 bytes an arrival on its way, 32
// a party, the plans and outcome of batches that have not ended.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "engine/flow/miss_causes.hpp"
#include "engine/network/network.hpp"
#include "engine/timetable/timetable.hpp"

namespace stopover::flow {

using network::CheckpointId;
using timetable::RunId;
using timetable::ServiceId;

using RouteId = Id<struct RouteTag>;
using BatchId = Id<struct BatchTag>;
using PartyIndex = Id<struct PartyTag>;  // position in one Plans value; the identity is `key`

// ---- what is given ----

enum class Distribution : std::uint8_t { kConstant, kExponential, kLognormal, kGamma };

struct ServiceTime {
  Distribution distribution = Distribution::kConstant;
  double mean_seconds = 0;  // per person, > 0
  double cv = 0;            // standard deviation / mean
};

struct StaffPeriod {
  Instant from{};
  Instant until{};
  int desks = 0;
};

// Others at the same desks, evenly drawn over [from, until).
struct BackgroundFlow {
  Instant from{};
  Instant until{};
  std::int32_t people = 0;
  std::uint8_t passenger_class = 0;
};

// Passenger classes are numbers below 32; a mask has bit c for class c. They count at checkpoints
// only.
using ClassMask = std::uint32_t;

// A type of desk beside the ordinary ones: e-gates, a fast lane, crew. Who may use it prefers it,
// and takes an ordinary desk when that is free and it is not.
struct DeskType {
  std::vector<StaffPeriod> staffing;
  ServiceTime service;
  ClassMask serves = ~ClassMask{0};
  double eligible_share = 1;  // of their parties, that may use it
  double refusal_share = 0;   // of parties at it: they join the ordinary desks' line after it
};

// How classes are treated; the first rule that names a class counts, without one it has level 0
// and weight 1. Priority: desk_queue.hpp.
struct PassengerRule {
  ClassMask classes = 0;
  int level = 0;
  int weight = 1;
  std::optional<ServiceTime> service;  // at the ordinary desks
};

// Who waits longer leaves and goes on by other means, which takes `instead`.
struct Patience {
  ServiceTime time;  // one draw a party
  Seconds instead{};
};

// Bags come out evenly over [first, first + span) after the previous ride has arrived. A party
// goes on with its last one; a person has one with chance `bag_share`.
struct BagStream {
  Seconds first{};
  Seconds span{};
  double bag_share = 1;
};

struct Checkpoint {
  std::string key;
  std::vector<StaffPeriod> staffing;  // ascending, without overlap; no desk outside
  ServiceTime service;
  std::optional<Seconds> closes_before;  // before the planned departure of the route's next ride
  std::vector<BackgroundFlow> background;
  // Without these it is one queue, first come, first served.
  std::vector<DeskType> desk_types;  // up to kMostExtraDesks
  std::vector<PassengerRule> rules;  // up to kMostRules
  std::optional<std::int64_t> room;  // persons in the hall; more wait outside, in order
  std::optional<Patience> patience;
  // Nobody queues: a stay as long as the service (a shop), of `visit_share` of the parties, from
  // coming or from the last bag on. Staffing, background and all above do not count.
  bool unlimited = false;
  double visit_share = 1;
  std::optional<BagStream> bags;  // unlimited only

  [[nodiscard]] bool is_plain() const {
    return desk_types.empty() && rules.empty() && !room && !patience;
  }
};
inline constexpr std::size_t kMostExtraDesks = 3;
inline constexpr std::size_t kMostRules = 3;

// Delay of one run: on time with `on_time_share`, else exponential, cut at `max`.
struct DelayProfile {
  double on_time_share = 1;
  Seconds mean_late{};
  Seconds max{};
};

struct Step {
  enum class Kind : std::uint8_t { kWalk, kQueue, kRide, kStay };
  Kind kind = Kind::kWalk;
  Seconds mean{};                                  // kWalk
  Seconds sd{};                                    // kWalk: truncated normal, never below mean / 3
  CheckpointId checkpoint = CheckpointId::none();  // kQueue
  std::uint8_t passenger_class = 0;                // kQueue: of whoever takes this route
  ServiceId service = ServiceId::none();           // kRide
  std::uint16_t board = 0;                         // kRide: stop index
  std::uint16_t alight = 0;
  friend bool operator==(const Step&, const Step&) = default;
};

struct Route {
  std::vector<Step> steps;
};

// All parties of one replication, as columns (structure of arrays), sorted by nothing in
// particular.
struct Plans {
  Table<PartyIndex, std::uint64_t> key;  // unique, from the party's content
  Table<PartyIndex, std::int16_t> size;  // persons, >= 1
  Table<PartyIndex, RouteId> route;
  Table<PartyIndex, Instant> release;  // starts its first step
  // For party p, one entry per kRide step of its route, in order: [ride_offset[p],
  // ride_offset[p+1]).
  std::vector<std::uint32_t> ride_offset;
  std::vector<RunId> planned_run;  // none: the first run with room, never missed
  // One entry per kStay step of its route: may not go on before this. [stay_offset[p],
  // stay_offset[p+1]).
  std::vector<std::uint32_t> stay_offset;
  std::vector<Instant> stay_until;
};

class DeskTimes;      // draws.hpp
class Journal;        // journal.hpp
struct RunCondition;  // run_conditions.hpp
class QueueListener;  // queue_visits.hpp

// A party whose own run has closed without it, and which waits for the next: a run of a reserved
// service, or a cancelled one of any.
struct Stuck {
  BatchId batch = BatchId::none();
  PartyIndex party = PartyIndex::none();
  std::uint64_t key = 0;
  std::int16_t size = 1;
  RouteId route = RouteId::none();
  std::uint16_t step = 0;  // of the route: the ride
  RunId missed = RunId::none();
  Instant since{};  // when it knows: its run closed, or it came to be ready after that
};

// What can still be had at a moment.
class PlacesLeft {
 public:
  virtual ~PlacesLeft() = default;
  // Not taken and not sold between two stops of a run that has not closed at the first; else 0.
  // A cancelled run has its places until Setting::cancelled_known_ahead of its departure.
  [[nodiscard]] virtual std::int32_t places(RunId run, std::size_t board,
                                            std::size_t alight) const = 0;
  // Closing time at a stop, as it is known: by the timetable and the delay.
  [[nodiscard]] virtual Instant closing(RunId run, std::size_t stop) const = 0;
};

struct WayOn {
  RouteId route = RouteId::none();  // of Setting::routes, without stays
  std::vector<RunId> planned_run;   // one a ride
  Instant release{};                // not before `now`
};

// Finds other ways for parties that are stuck. Called one party after another, by (since, key), at
// `now`; what an earlier one books is gone for a later one. Must be a pure function of these.
class Rerouter {
 public:
  virtual ~Rerouter() = default;
  // nullopt: waits on, for the next run of the same service that has room. What the party has
  // booked beyond the run it missed is among the places left.
  [[nodiscard]] virtual std::optional<WayOn> way_on(const Stuck& stuck, Instant now,
                                                    const PlacesLeft& left) const = 0;
};

struct Setting {
  const timetable::Timetable* timetable = nullptr;
  const Table<RouteId, Route>* routes = nullptr;  // shared by all replications
  const Table<CheckpointId, Checkpoint>* checkpoints = nullptr;
  const Table<timetable::DelayId, DelayProfile>* delays = nullptr;
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  // Of `checkpoints`, shared by all replications; without it each sweep makes its own.
  const DeskTimes* desks = nullptr;
  // Who waits longer for a run, from when they were ready or from the closing of their own run, is
  // stranded there. none: waits as long as runs run.
  std::optional<Seconds> longest_wait;
  // Asked at each multiple of `rerouting_every` since 1970, up to eight times, for those stuck
  // before it who still wait; null: who misses a run waits for the next of the same service.
  const Rerouter* rerouter = nullptr;
  Seconds rerouting_every = minutes(15);
  // Before its planned departure at the stop, and once its first boarding would have closed; those
  // who planned it know at its closing. An assumption, without a source.
  Seconds cancelled_known_ahead = hours(3);
  // By RunId, of this seed and replication; without it runs are late by their delay profiles alone.
  // Delays are not negative.
  const std::vector<RunCondition>* conditions = nullptr;
  // What happens is written there too; the outcome is the same. Absent: nothing is written.
  Journal* journal = nullptr;
  QueueListener* listener = nullptr;  // may be none
};

// ---- what comes out ----

// A planned run is missed when its boarding closed without the party, and no run that closed before
// it took the party either (without reservation one boards the first run that has room).
// The cause is the first of these that holds; C is the closing of the planned run at the stop, its
// delay included:
//   kCancelled    the planned run was cancelled; its passengers know at its closing
//   kClosed       since the previous ride, the party joined a checkpoint after it had closed for
//                 the planned run. It goes through, but may not board that run or one before it
//   kNoSeat       ready <= C
//   kLateInbound  ready - L <= C, where L is how much later than scheduled the previous ride's
//                 planned run arrived: by its delay, or because a later run was taken (0 on the
//                 first ride)
//   kQueue        ready - L - Q <= C, where Q is the waits in queues since then, without services
//                 and bags
//   kWalk         the rest
// A stay that would have been waited out anyway takes its slack off L and Q. Counterfactuals move
// one party alone: no queue is run again. A party that never leaves a queue (no desk opens again)
// has missed its next planned run: kCancelled, kClosed or kQueue. Rides after it were not tried: no
// run, kNone.
struct RideOutcome {
  RunId run = RunId::none();  // boarded; none: no further run, or never came so far (stranded)
  MissCause cause = MissCause::kNone;
  std::int32_t queued = 0;  // seconds in queues since the previous ride
  friend bool operator==(const RideOutcome&, const RideOutcome&) = default;
};

// What befell a party of the plans at a checkpoint of several lines.
struct QueueIncident {
  enum class Kind : std::uint8_t {
    kGaveUp,   // for want of patience
    kRefused,  // by a desk, and sent on to the ordinary ones
    kHeld,     // outside a full hall
  };
  Instant joined{};
  std::int32_t seconds = 0;  // kHeld: how long
  std::int16_t persons = 1;
  Kind kind = Kind::kGaveUp;
  friend bool operator==(const QueueIncident&, const QueueIncident&) = default;
};

struct CheckpointOutcome {
  // Waits (not services) of the plans' parties, in seconds, in order of service. Background and
  // those never served are left out.
  std::vector<std::int32_t> wait;
  std::vector<std::int16_t> persons;     // same order
  std::vector<Instant> joined;           // same order
  std::vector<QueueIncident> incidents;  // as each visit's end becomes known
  friend bool operator==(const CheckpointOutcome&, const CheckpointOutcome&) = default;
};

// A party that went another way: what its route still held is not attempted.
struct Rerouting {
  PartyIndex party = PartyIndex::none();
  std::uint32_t missed_ride = 0;  // index into rides
  RouteId route = RouteId::none();
  std::uint32_t first_ride = 0;  // of the new route's, in rides
  Instant at{};
  friend bool operator==(const Rerouting&, const Rerouting&) = default;
};

struct PartyOutcomes {
  // Parallel to Plans::planned_run, then those of reroutings.
  std::vector<RideOutcome> rides;
  std::vector<RunId> later_runs;      // planned for the rides of reroutings, in their order
  std::vector<Rerouting> reroutings;  // by party, one's in order of time
  // End of the last step; of a stranded party, when it came to where it is stranded.
  Table<PartyIndex, Instant> finished;
  Table<PartyIndex, std::uint8_t> stranded;  // 1: did not finish its route

  [[nodiscard]] std::span<const Rerouting> reroutings_of(PartyIndex party) const;
  // Of a ride of the plans or of a rerouting.
  [[nodiscard]] RunId planned_run(const Plans& plans, std::size_t ride) const {
    const std::size_t planned = plans.planned_run.size();
    return ride < planned ? plans.planned_run[ride] : later_runs[ride - planned];
  }
  friend bool operator==(const PartyOutcomes&, const PartyOutcomes&) = default;
};

struct Outcome : PartyOutcomes {
  Table<CheckpointId, CheckpointOutcome> checkpoints;
  std::vector<std::int32_t> run_delay;    // seconds, by RunId
  std::vector<std::int32_t> run_boarded;  // persons of the plans, by RunId
};

struct StageOrder {
  struct Stage {
    CheckpointId checkpoint = CheckpointId::none();
    ServiceId service = ServiceId::none();
  };
  // Stages that some route visits, by depth: a stage's predecessors lie at smaller depths, those
  // left out from which it takes `window` or longer.
  std::vector<std::vector<Stage>> levels;
  // The longest window in which the levels are feed-forward; none: however long.
  std::optional<Seconds> window;
  // Keys of the stages of each strongly connected component that has a cycle (a stage visited twice
  // by one route has) whose ways may all take less than a second. Not empty: cannot be swept, and
  // `levels` is empty.
  std::vector<std::vector<std::string>> cycles;
};

[[nodiscard]] StageOrder stage_order(const Setting& setting);

// Plans whose parties have all finished or are stranded.
struct EndedBatch {
  BatchId id = BatchId::none();
  std::shared_ptr<const Plans> plans;
  PartyOutcomes outcome;
};

class DaySweep;

// Days as a stream. The stages must be sweepable (order.cycles empty), else a bug; `setting` and
// what it points to outlive the stream.
class SweepStream {
 public:
  SweepStream(const Setting& setting, const StageOrder& order);
  SweepStream(SweepStream&&) noexcept;
  SweepStream& operator=(SweepStream&&) noexcept;
  SweepStream(const SweepStream&) = delete;
  SweepStream& operator=(const SweepStream&) = delete;
  ~SweepStream();

  // Keys are unique over all batches. Nobody is released before the time swept so far; a booking on
  // a reserved service is known before its run's first closing. Ids count from 0.
  BatchId add(std::shared_ptr<const Plans> plans);
  // All that happens before `until`, which does not go back.
  void advance(Instant until, Executor& executor);
  // All that still happens; who then waits is stranded. Nothing after it.
  void finish(Executor& executor);

  // Ended since the last call, by id.
  [[nodiscard]] std::vector<EndedBatch> take_ended();
  // Since the last call.
  [[nodiscard]] Table<CheckpointId, CheckpointOutcome> take_checkpoints();
  [[nodiscard]] const std::vector<std::int32_t>& run_delay() const;
  [[nodiscard]] const std::vector<std::int32_t>& run_boarded() const;

 private:
  std::unique_ptr<DaySweep> sweep_;
};

// One batch from its first step to the end.
[[nodiscard]] Outcome sweep(const Plans& plans, const Setting& setting, const StageOrder& order,
                            Executor& executor);

}  // namespace stopover::flow
