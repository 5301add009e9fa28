// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/tally.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/check.hpp"

namespace stopover::simulation {
namespace {

constexpr std::size_t kLastMinute = 240;
constexpr Seconds kTransferLimit = hours(24);

// One party on its way: which legs it made, when and where.
struct MadeLeg {
  const timetable::Leg* leg = nullptr;
  network::Mode mode = 0;
  bool is_ride = false;
  bool made = false;  // a road is, unless behind where the party is stranded
  Instant depart{};
  Instant arrive{};
  network::PlaceId board;
  network::PlaceId alight;
  std::size_t ride = 0;  // index into Outcome::rides
  bool begins_way_on = false;
};

bool intercity(const MadeLeg& leg) {
  return leg.is_ride && (leg.mode == scenario::AIR || leg.mode == scenario::RAIL);
}

class PartyCounter {
 public:
  PartyCounter(const World& world, const PlansOfReplication& plans,
               const flow::PartyOutcomes& outcome, const std::vector<std::int32_t>& run_delay,
               Tally& tally)
      : world_(world),
        plans_(plans),
        outcome_(outcome),
        run_delay_(run_delay),
        tally_(tally),
        ways_(outcome.reroutings) {
    std::stable_sort(
        ways_.begin(), ways_.end(),
        [](const flow::Rerouting& a, const flow::Rerouting& b) { return a.party < b.party; });
  }

  // Parties in order of their number, each counted or skipped.
  void skip(std::size_t i) {
    while (next_way_ < ways_.size() && ways_[next_way_].party.value() == i) ++next_way_;
  }
  void count(std::size_t i) {
    const PlannedParty& party = plans_.parties[i];
    persons_ = party.size;
    row_ = &tally_.counts[world_.demand.markets[party.market].segment];
    follow(i, party);
    add(Count::kPersons);
    (*row_)[static_cast<std::size_t>(Count::kParties)] += 1;
    if (outcome_.stranded[flow::PartyIndex(static_cast<std::uint32_t>(i))] != 0)
      add(Count::kStranded);
    (*row_)[static_cast<std::size_t>(Count::kFares)] += party.fare.count();
    const Journey& journey = world_.alternatives.journeys[party.journey];
    if (journey.over_gateway) add(Count::kOverGateway);
    if (journey.over_rival) add(Count::kOverRival);
    if (party.may_enter) {
      add(Count::kMayEnter);
      if (party.passenger_class != kAirside) add(Count::kEntered);
    }
    if (party.stay == StayKind::kStepOut) add(Count::kSteppedOut);
    add(Count::kNights, std::int64_t{party.nights} * persons_);
    count_flights();
    count_connections();
    count_access();
  }

 private:
  void add(Count count) { add(count, persons_); }
  void add(Count count, std::int64_t amount) { (*row_)[static_cast<std::size_t>(count)] += amount; }

  // Fills legs_ with what was made: of the journey, then of ways on.
  void follow(std::size_t i, const PlannedParty& party) {
    legs_.clear();
    add_legs(world_.alternatives.journeys[party.journey].legs, plans_.flow.ride_offset[i]);
    for (; next_way_ < ways_.size() && ways_[next_way_].party.value() == i; ++next_way_) {
      const flow::Rerouting& way = ways_[next_way_];
      const auto missed = std::find_if(legs_.begin(), legs_.end(), [&](const MadeLeg& leg) {
        return leg.is_ride && leg.ride == way.missed_ride;
      });
      STOPOVER_CHECK(missed != legs_.end(), "the missed ride is one of the party's");
      legs_.erase(missed + 1, legs_.end());
      const std::size_t kept = legs_.size();
      add_legs(*world_.ways_on.legs.at(way.route), way.first_ride);
      legs_[kept].begins_way_on = true;
      add(Count::kRebooked);
    }
    strand(outcome_.stranded[flow::PartyIndex(static_cast<std::uint32_t>(i))] != 0);
  }

  // Nothing was made behind a ride that was neither made nor left by another way; nor, where the
  // party is stranded though it made all rides, behind the last of them.
  void strand(bool stranded) {
    std::size_t end = 0;
    for (std::size_t k = 0; k < legs_.size(); ++k) {
      const bool left = k + 1 < legs_.size() && legs_[k + 1].begins_way_on;
      if (!legs_[k].made && !left) {
        end = k;
        stranded = true;
        break;
      }
      if (legs_[k].is_ride) end = k + 1;
    }
    if (!stranded) return;
    for (std::size_t k = end; k < legs_.size(); ++k) legs_[k].made = false;
  }

  void add_legs(const timetable::Template& way, std::size_t ride) {
    const auto& services = world_.timetable.services();
    for (const timetable::Leg& leg : way.legs) {
      MadeLeg made;
      made.leg = &leg;
      made.is_ride = leg.is_ride();
      if (made.is_ride) {
        const timetable::Service& service = services[leg.service];
        made.mode = service.mode;
        made.board = service.stops[leg.board];
        made.alight = service.stops[leg.alight];
        made.ride = ride++;
        const timetable::RunId run = outcome_.rides[made.ride].run;
        made.made = !run.is_none();
        if (made.made) {
          const Seconds late(run_delay_[run.value()]);
          made.depart = world_.timetable.departure(run, leg.board) + late;
          made.arrive = world_.timetable.arrival(run, leg.alight) + late;
        }
      } else {
        const network::Road& road = world_.network.roads[leg.road];
        made.mode = road.mode;
        made.board = road.from;
        made.alight = road.to;
        made.made = true;
      }
      legs_.push_back(made);
    }
  }

  [[nodiscard]] bool in_gateway(network::PlaceId place) const {
    return world_.places[place].in_gateway;
  }
  [[nodiscard]] bool international(const MadeLeg& leg) const {
    return world_.places[leg.board].country != world_.places[leg.alight].country;
  }
  // One that was missed is none: whoever misses it goes on by another, or is stranded.
  [[nodiscard]] static bool is_flight(const MadeLeg& leg) {
    return leg.is_ride && leg.mode == scenario::AIR && leg.made;
  }
  // An intercity rail leg next to flight k, before it or after it, up to the next flight.
  [[nodiscard]] bool rail_beside(std::size_t k, bool before) const {
    const auto is_rail = [&](std::size_t i) {
      return legs_[i].is_ride && legs_[i].mode == scenario::RAIL && legs_[i].made;
    };
    if (before) {
      for (std::size_t i = k; i-- > 0 && !is_flight(legs_[i]);)
        if (is_rail(i)) return true;
    } else {
      for (std::size_t i = k + 1; i < legs_.size() && !is_flight(legs_[i]); ++i)
        if (is_rail(i)) return true;
    }
    return false;
  }

  void count_flights() {
    bool flew = false;
    for (std::size_t k = 0; k < legs_.size(); ++k) {
      const MadeLeg& leg = legs_[k];
      if (!is_flight(leg)) continue;
      for (const bool departing : {true, false}) {
        if (!in_gateway(departing ? leg.board : leg.alight)) continue;
        flew = true;
        add(Count::kHandled);
        if (international(leg)) add(Count::kHandledInternational);
        count_movement(k, departing);
      }
    }
    if (flew) add(Count::kByAir);
  }

  // The flight before (departing) or after (arriving) on the other side of the gateway, if any.
  [[nodiscard]] const MadeLeg* other_flight(std::size_t k, bool departing) const {
    if (departing) {
      for (std::size_t i = k; i-- > 0;)
        if (is_flight(legs_[i])) return in_gateway(legs_[i].alight) ? &legs_[i] : nullptr;
    } else {
      for (std::size_t i = k + 1; i < legs_.size(); ++i)
        if (is_flight(legs_[i])) return in_gateway(legs_[i].board) ? &legs_[i] : nullptr;
    }
    return nullptr;
  }

  void count_movement(std::size_t k, bool departing) {
    if (const MadeLeg* other = other_flight(k, departing)) {
      const Seconds between =
          departing ? legs_[k].depart - other->arrive : other->depart - legs_[k].arrive;
      const bool transfer = between <= kTransferLimit;
      if (departing) add(transfer ? Count::kTransfer : Count::kStopover);  // once a person
      if (transfer) return;
    }
    add(Count::kAirMovements);
    if (rail_beside(k, departing)) add(Count::kAirRail);
  }

  void count_connections() {
    const MadeLeg* previous = nullptr;
    bool rebooked = false;
    for (const MadeLeg& leg : legs_) {
      rebooked = rebooked || leg.begins_way_on;
      if (!intercity(leg)) continue;
      // A run before the planned one is no miss, and what a stranded party never came to is neither
      // made nor missed (flow/sweep.hpp).
      const flow::RideOutcome& ride = outcome_.rides[leg.ride];
      const bool missed = ride.cause != flow::MissCause::kNone;
      if (ride.run.is_none() && !missed) return;
      if (rebooked) {  // what follows a miss was not planned as a connection
        rebooked = false;
      } else if (previous == nullptr) {
        add(Count::kDepartures);
        count_miss(Count::kDeparturesMissed, ride.cause);
      } else {
        add(Count::kConnections);
        count_miss(Count::kMissed, ride.cause);
      }
      previous = &leg;
    }
  }

  // In all, and by cause.
  void count_miss(Count misses, flow::MissCause cause) {
    if (cause == flow::MissCause::kNone) return;
    add(misses);
    add(count_for(misses, cause));
  }

  // The land leg next to a gateway airport; a leg between two flights leads to neither city.
  void count_access() {
    std::vector<const MadeLeg*> made;
    for (const MadeLeg& leg : legs_)
      if (leg.made) made.push_back(&leg);
    const auto flies = [](const MadeLeg* leg) { return is_flight(*leg); };
    const auto first = std::find_if(made.begin(), made.end(), flies);
    if (first == made.end()) return;
    if (first != made.begin() && in_gateway((*first)->board))
      tally_.access[(*(first - 1))->mode] += persons_;
    const auto after = std::find_if(made.rbegin(), made.rend(), flies).base();
    if (after != made.end() && in_gateway((*(after - 1))->alight))
      tally_.access[(*after)->mode] += persons_;
  }

  const World& world_;
  const PlansOfReplication& plans_;
  const flow::PartyOutcomes& outcome_;
  const std::vector<std::int32_t>& run_delay_;
  Tally& tally_;
  std::vector<flow::Rerouting> ways_;  // by party, in order of time
  std::size_t next_way_ = 0;           // of the next party
  std::int64_t persons_ = 0;
  std::array<std::int64_t, static_cast<std::size_t>(Count::kCount)>* row_ = nullptr;
  std::vector<MadeLeg> legs_;
};

// How the party spends in the gateway; nullopt: it never comes there, or its other journey counts.
std::optional<spending::Stay> stay_of(const World& world, const Behaviour& behaviour,
                                      const PlannedParty& party) {
  const demand::Segment& segment =
      world.demand.segments[world.demand.markets[party.market].segment];
  spending::Stay stay;
  stay.persons = party.size;
  switch (segment.kind) {
    case demand::VisitorKind::kVisitorIn:
      if (!world.places[party.to].in_gateway) return std::nullopt;
      stay.visitor = spending::Visitor::kVisitor;
      stay.nights = party.nights;
      stay.days = party.nights + 1;
      return stay;
    case demand::VisitorKind::kResidentOut:
      stay.visitor = spending::Visitor::kResident;
      return stay;
    case demand::VisitorKind::kThrough:
      break;
    case demand::VisitorKind::kResidentBack:
    case demand::VisitorKind::kVisitorBack:
      return std::nullopt;
  }
  if (!world.alternatives.journeys[party.journey].over_gateway) return std::nullopt;
  const double day_hours = behaviour.spending_day_hours;
  stay.days = static_cast<double>(party.stay_hours) / day_hours;
  switch (party.stay) {
    case StayKind::kNone:
      stay.visitor = spending::Visitor::kAirside;
      break;
    case StayKind::kStepOut:
      stay.visitor = spending::Visitor::kStepOut;
      break;
    case StayKind::kNights:
      stay.visitor = spending::Visitor::kStopover;
      stay.nights = party.nights;
      break;
  }
  return stay;
}

}  // namespace

Tally empty_tally(const World& world) {
  Tally t;
  t.counts.resize(world.demand.segments.size());
  for (auto& row : t.counts) row.fill(0);
  t.spending_by_segment = Table<demand::SegmentId, Fen>(world.demand.segments.size());
  t.queues.resize(world.checkpoints.size());
  for (QueueTally& q : t.queues) q.wait_minutes.assign(kLastMinute + 1, 0);
  t.runs = empty_run_tally(world);
  return t;
}

void Tally::add(const Tally& other) {
  for (const demand::SegmentId s : ids_of(counts)) {
    for (std::size_t c = 0; c < counts[s].size(); ++c) counts[s][c] += other.counts[s][c];
    spending_by_segment[s] += other.spending_by_segment[s];
  }
  for (std::size_t v = 0; v < spending.size(); ++v) {
    visitors[v] += other.visitors[v];
    for (std::size_t c = 0; c < spending[v].size(); ++c) spending[v][c] += other.spending[v][c];
  }
  for (std::size_t m = 0; m < access.size(); ++m) access[m] += other.access[m];
  runs.add(other.runs);
  for (const network::CheckpointId id : ids_of(queues)) {
    QueueTally& mine = queues[id];
    const QueueTally& theirs = other.queues[id];
    mine.persons += theirs.persons;
    mine.wait_seconds += theirs.wait_seconds;
    mine.over_target += theirs.over_target;
    for (std::size_t i = 0; i < mine.wait_minutes.size(); ++i)
      mine.wait_minutes[i] += theirs.wait_minutes[i];
  }
}

std::int64_t Tally::total(Count count) const {
  std::int64_t sum = 0;
  for (const auto& row : counts) sum += row[static_cast<std::size_t>(count)];
  return sum;
}

void add_parties(const World& world, const Assumptions& assumptions,
                 const PlansOfReplication& plans, const flow::PartyOutcomes& outcome,
                 const std::vector<std::int32_t>& run_delay, demand::Luck luck, Tally& tally) {
  PartyCounter counter(world, plans, outcome, run_delay, tally);
  for (std::size_t i = 0; i < plans.parties.size(); ++i) {
    const PlannedParty& party = plans.parties[i];
    if (party.day < world.warmup_days) {
      counter.skip(i);
      continue;
    }
    counter.count(i);
    const auto stay = stay_of(world, assumptions.behaviour, party);
    if (!stay) continue;
    const std::uint64_t key = plans.flow.key[flow::PartyIndex(static_cast<std::uint32_t>(i))];
    const spending::Amounts amounts = assumptions.spending.spend(
        *stay, {.seed = luck.seed, .replication = luck.replication, .entity = key, .purpose = {}});
    const auto visitor = static_cast<std::size_t>(stay->visitor);
    tally.visitors[visitor] += party.size;
    for (std::size_t c = 0; c < amounts.size(); ++c) {
      tally.spending[visitor][c] += amounts[c];
      tally.spending_by_segment[world.demand.markets[party.market].segment] += amounts[c];
    }
  }
  for (const demand::MarketId market : ids_of(plans.unserved))
    tally
        .counts[world.demand.markets[market].segment][static_cast<std::size_t>(Count::kUnserved)] +=
        plans.unserved[market];
}

void add_queues(const World& world,
                const Table<network::CheckpointId, flow::CheckpointOutcome>& checkpoints,
                Tally& tally) {
  const HalfOpen<Instant> counted{
      world.zone.instant_at(world.first_day, Seconds(0)),
      world.zone.instant_at(world.first_day.plus_days(world.days), Seconds(0))};
  for (const network::CheckpointId id : ids_of(world.checkpoints)) {
    const flow::CheckpointOutcome& seen = checkpoints[id];
    const auto& target = world.checkpoint_info[id].wait_target;
    QueueTally& queue = tally.queues[id];
    for (std::size_t i = 0; i < seen.wait.size(); ++i) {
      if (!counted.contains(seen.joined[i])) continue;
      const std::int64_t persons = seen.persons[i];
      const std::int64_t wait = seen.wait[i];
      queue.persons += persons;
      queue.wait_seconds += persons * wait;
      if (target && Seconds(wait) > *target) queue.over_target += persons;
      queue.wait_minutes[std::min<std::size_t>(static_cast<std::size_t>(wait / 60), kLastMinute)] +=
          persons;
    }
  }
}

Tally tally(const World& world, const Assumptions& assumptions, const PlansOfReplication& plans,
            const flow::Outcome& outcome, demand::Luck luck) {
  Tally result = empty_tally(world);
  add_parties(world, assumptions, plans, outcome, outcome.run_delay, luck, result);
  add_queues(world, outcome.checkpoints, result);
  result.runs = tally_runs(world, {luck.seed, luck.replication},
                           world.run_conditions(luck.seed, luck.replication), outcome.run_delay);
  return result;
}

}  // namespace stopover::simulation
