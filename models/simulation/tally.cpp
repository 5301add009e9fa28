// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/tally.hpp"

#include <algorithm>
#include <cmath>

#include "models/simulation/made_journey.hpp"
#include "models/simulation/visitor_stay.hpp"

namespace stopover::simulation {
namespace {

constexpr std::size_t kLastMinute = 240;
constexpr Seconds kTransferLimit = hours(24);

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
        journeys_(world, plans, outcome) {}

  // Whether a planned connection was missed.
  bool count(std::size_t i) {
    const PlannedParty& party = plans_.parties[i];
    persons_ = party.size;
    only_here_ = party.only_here;
    row_ = &tally_.counts[world_.demand.markets[party.market].segment];
    const auto& legs = journeys_.of(flow::PartyIndex(static_cast<std::uint32_t>(i)));
    made_.clear();
    for (const MadeLeg& leg : legs) {
      if (leg.begins_way_on) add(Count::kRebooked);
      if (leg.made) made_.push_back(&leg);
    }
    add(Count::kPersons);
    (*row_)[static_cast<std::size_t>(Count::kParties)] += 1;
    if (outcome_.stranded[flow::PartyIndex(static_cast<std::uint32_t>(i))] != 0)
      add(Count::kStranded);
    (*row_)[static_cast<std::size_t>(Count::kFares)] += (party.fare - party.saved_on_rides).count();
    const Journey& journey = world_.alternatives.journeys[party.journey];
    if (journey.over_gateway) add(Count::kOverGateway);
    if (journey.over_rival) add(Count::kOverRival);
    if (party.may_enter) {
      add(Count::kMayEnter);
      if (party.passenger_class != kAirside) add(Count::kEntered);
    }
    if (party.stay == StayKind::kStepOut) add(Count::kSteppedOut);
    add(Count::kLikelyOverGateway, party.chances.over_gateway * persons_);
    add(Count::kLikelySteppedOut, party.chances.step_out * persons_);
    add(Count::kLikelyNights, party.chances.nights * persons_);
    add(Count::kNights, std::int64_t{party.nights} * persons_);
    count_overstay(party);
    count_flights();
    const bool missed = count_connections(legs);
    count_access();
    return missed;
  }

 private:
  void add(Count count) { add(count, persons_); }
  void add(Count count, std::int64_t amount) {
    (*row_)[static_cast<std::size_t>(count)] += amount;
    if (!only_here_) return;
    for (const OnlyHere& twin : kOnlyHereOf)
      if (twin.count == count) (*row_)[static_cast<std::size_t>(twin.only_here)] += amount;
  }

  [[nodiscard]] Instant departs(const MadeLeg& leg) const {
    return world_.timetable.departure(leg.outcome.run, leg.leg->board) + delay_of(leg);
  }
  [[nodiscard]] Instant arrives(const MadeLeg& leg) const {
    return world_.timetable.arrival(leg.outcome.run, leg.leg->alight) + delay_of(leg);
  }
  [[nodiscard]] Seconds delay_of(const MadeLeg& leg) const {
    return Seconds(run_delay_[leg.outcome.run.value()]);
  }
  [[nodiscard]] bool in_gateway(network::PlaceId place) const {
    return world_.places[place].in_gateway;
  }
  [[nodiscard]] bool international(const MadeLeg& leg) const {
    return world_.places[leg.from].country != world_.places[leg.to].country;
  }
  // An intercity rail leg next to flight k, before it or after it, up to the next flight.
  [[nodiscard]] bool rail_beside(std::size_t k, bool before) const {
    const auto stops = [](const MadeLeg* leg) { return leg->is_intercity(); };
    const auto at = made_.begin() + static_cast<std::ptrdiff_t>(k);
    if (before) {
      const auto next = std::find_if(std::reverse_iterator(at), made_.rend(), stops);
      return next != made_.rend() && !(*next)->is_flight();
    }
    const auto next = std::find_if(at + 1, made_.end(), stops);
    return next != made_.end() && !(*next)->is_flight();
  }

  void count_flights() {
    bool flew = false;
    for (std::size_t k = 0; k < made_.size(); ++k) {
      const MadeLeg& leg = *made_[k];
      if (!leg.is_flight()) continue;
      for (const bool departing : {true, false}) {
        if (!in_gateway(departing ? leg.from : leg.to)) continue;
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
        if (made_[i]->is_flight()) return in_gateway(made_[i]->to) ? made_[i] : nullptr;
    } else {
      for (std::size_t i = k + 1; i < made_.size(); ++i)
        if (made_[i]->is_flight()) return in_gateway(made_[i]->from) ? made_[i] : nullptr;
    }
    return nullptr;
  }

  // By the flights that it really took: a late arrival moves the clock, a missed one the exit. Who
  // is stranded in the gateway has not left and is counted as stranded.
  void count_overstay(const PlannedParty& party) {
    if (party.regime.is_none()) return;
    for (std::size_t k = 0; k < made_.size(); ++k) {
      const MadeLeg& out = *made_[k];
      if (!out.is_flight() || !in_gateway(out.from) || !international(out)) continue;
      const MadeLeg* in = other_flight(k, true);
      if (in == nullptr) continue;
      const auto latest = world_.entry.latest_exit(party.regime, arrives(*in));
      if (latest && departs(out) > *latest) add(Count::kOverstayed);
      return;
    }
  }

  void count_movement(std::size_t k, bool departing) {
    if (const MadeLeg* other = other_flight(k, departing)) {
      const Seconds between =
          departing ? departs(*made_[k]) - arrives(*other) : departs(*other) - arrives(*made_[k]);
      const bool transfer = between <= kTransferLimit;
      if (departing) add(transfer ? Count::kTransfer : Count::kStopover);  // once a person
      if (transfer) return;
    }
    add(Count::kAirMovements);
    if (rail_beside(k, departing)) add(Count::kAirRail);
  }

  bool count_connections(const std::vector<MadeLeg>& legs) {
    bool missed = false;
    for_each_departure(legs, [&](const MadeLeg* before, const MadeLeg& leg) {
      missed = missed || (before != nullptr && leg.missed());
      add(before == nullptr ? Count::kDepartures : Count::kConnections);
      count_miss(before == nullptr ? Count::kDeparturesMissed : Count::kMissed, leg.outcome.cause);
    });
    return missed;
  }

  // In all, and by cause.
  void count_miss(Count misses, flow::MissCause cause) {
    if (cause == flow::MissCause::kNone) return;
    add(misses);
    add(count_for(misses, cause));
  }

  // The land leg next to a gateway airport; a leg between two flights leads to neither city.
  void count_access() {
    const auto flies = [](const MadeLeg* leg) { return leg->is_flight(); };
    const auto first = std::ranges::find_if(made_, flies);
    if (first == made_.end()) return;
    if (first != made_.begin() && in_gateway((*first)->from))
      tally_.access[(*(first - 1))->mode] += persons_;
    const auto after = std::find_if(made_.rbegin(), made_.rend(), flies).base();
    if (after != made_.end() && in_gateway((*(after - 1))->to))
      tally_.access[(*after)->mode] += persons_;
  }

  const World& world_;
  const PlansOfReplication& plans_;
  const flow::PartyOutcomes& outcome_;
  const std::vector<std::int32_t>& run_delay_;
  Tally& tally_;
  MadeJourneys journeys_;
  std::int64_t persons_ = 0;
  bool only_here_ = false;
  std::array<std::int64_t, static_cast<std::size_t>(Count::kCount)>* row_ = nullptr;
  std::vector<const MadeLeg*> made_;  // of the party at hand
};

void add_incident(const flow::QueueIncident& incident, QueueTally& queue) {
  switch (incident.kind) {
    case flow::QueueIncident::Kind::kGaveUp:
      queue.gave_up += incident.persons;
      return;
    case flow::QueueIncident::Kind::kRefused:
      queue.refused += incident.persons;
      return;
    case flow::QueueIncident::Kind::kHeld:
      queue.held += incident.persons;
      queue.held_seconds += std::int64_t{incident.persons} * incident.seconds;
      return;
  }
}

// What products did to the parties that have ended: their spending with goods of them, and without.
class Purchases {
 public:
  Purchases(const World& world, const Assumptions& assumptions, const PlansOfReplication& plans,
            demand::Luck luck, ProductTallies& tallies)
      : world_(world), assumptions_(assumptions), plans_(plans), luck_(luck), tallies_(tallies) {
    for (const product::ProductId p : ids_of(plans.products)) tallies[p].add(plans.products[p]);
  }

  [[nodiscard]] spending::Amounts spent(const spending::Stay& stay, std::size_t i) const {
    const std::uint64_t key = plans_.flow.key[flow::PartyIndex(static_cast<std::uint32_t>(i))];
    return assumptions_.spending.spend(
        stay, {.seed = luck_.seed, .replication = luck_.replication, .entity = key, .purpose = {}});
  }
  // The purchase of party i, asked for in order; none: it bought nothing.
  [[nodiscard]] const Purchase* of(std::size_t i) {
    while (next_ < plans_.purchases.size() && plans_.purchases[next_].party < i) ++next_;
    const bool bought = next_ < plans_.purchases.size() && plans_.purchases[next_].party == i;
    return bought ? &plans_.purchases[next_] : nullptr;
  }
  void count(const Purchase& purchase, bool missed, Fen spent_with) {
    const PlannedParty& party = plans_.parties[purchase.party];
    add_purchase(world_, party, purchase,
                 {.missed = missed, .spent = spent_with, .without = spent_without(party, purchase)},
                 tallies_[purchase.product]);
  }

 private:
  [[nodiscard]] Fen spent_without(const PlannedParty& party, const Purchase& purchase) const {
    if (!purchase.travels) return {};
    PlannedParty other = party;
    other.journey = purchase.journey;
    other.stay = purchase.stay;
    other.nights = static_cast<std::int16_t>(purchase.nights_without);
    other.stay_hours = purchase.stay_hours;
    const auto stay = stay_of(world_, assumptions_.behaviour, other);
    if (!stay) return {};
    // What it would buy singly is at least what it would spend in the category.
    const spending::Amounts amounts = spent(*stay, purchase.party);
    Fen sum{};
    for (std::size_t c = 0; c < amounts.size(); ++c)
      sum += std::max(amounts[c], purchase.singles_spent[c]);
    return sum;
  }

  const World& world_;
  const Assumptions& assumptions_;
  const PlansOfReplication& plans_;
  demand::Luck luck_;
  ProductTallies& tallies_;
  std::size_t next_ = 0;
};

}  // namespace

Tally empty_tally(const World& world) {
  Tally t;
  t.counts.resize(world.demand.segments.size());
  for (auto& row : t.counts) row.fill(0);
  t.spending_by_segment = Table<demand::SegmentId, Fen>(world.demand.segments.size());
  t.queues.resize(world.checkpoints.size());
  for (QueueTally& q : t.queues) q.wait_minutes.assign(kLastMinute + 1, 0);
  t.runs = empty_run_tally(world);
  t.products = empty_product_tallies(world.shelf);
  t.effects.assign(world.multipliers.size(), 0);
  return t;
}

void QueueTally::add(const QueueTally& other) {
  persons += other.persons;
  wait_seconds += other.wait_seconds;
  over_target += other.over_target;
  for (std::size_t i = 0; i < wait_minutes.size(); ++i) wait_minutes[i] += other.wait_minutes[i];
  gave_up += other.gave_up;
  refused += other.refused;
  held += other.held;
  held_seconds += other.held_seconds;
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
  spending_only_here += other.spending_only_here;
  for (std::size_t m = 0; m < access.size(); ++m) access[m] += other.access[m];
  runs.add(other.runs);
  simulation::add(other.products, products);
  for (std::size_t m = 0; m < effects.size(); ++m) effects[m] += other.effects[m];
  for (const network::CheckpointId id : ids_of(queues)) queues[id].add(other.queues[id]);
}

std::int64_t Tally::total(Count count) const {
  std::int64_t sum = 0;
  for (const auto& row : counts) sum += row[static_cast<std::size_t>(count)];
  return sum;
}

void add_parties(const World& world, const Assumptions& assumptions, const EndedParties& ended,
                 demand::Luck luck, Tally& tally) {
  const PlansOfReplication& plans = ended.plans;
  PartyCounter counter(world, plans, ended.outcome, ended.run_delay, tally);
  Purchases purchases(world, assumptions, plans, luck, tally.products);
  for (std::size_t i = 0; i < plans.parties.size(); ++i) {
    const PlannedParty& party = plans.parties[i];
    if (party.day < world.warmup_days) continue;
    const bool missed = counter.count(i);
    const Purchase* const purchase = purchases.of(i);
    const auto stay = stay_of(world, assumptions.behaviour, party);
    Fen spent{};
    if (stay) {
      spending::Amounts amounts = purchases.spent(*stay, i);
      if (purchase != nullptr) amounts = with_goods(world, *purchase, party.size, amounts);
      const auto visitor = static_cast<std::size_t>(stay->visitor);
      tally.visitors[visitor] += party.size;
      for (std::size_t c = 0; c < amounts.size(); ++c) {
        tally.spending[visitor][c] += amounts[c];
        spent += amounts[c];
      }
      tally.spending_by_segment[world.demand.markets[party.market].segment] += spent;
      if (party.only_here) tally.spending_only_here += spent;
    }
    if (purchase != nullptr) purchases.count(*purchase, missed, spent);
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
    for (const flow::QueueIncident& incident : seen.incidents)
      if (counted.contains(incident.joined)) add_incident(incident, queue);
  }
}

void set_effects(const World& world, const Assumptions& assumptions, Tally& tally) {
  for (std::size_t m = 0; m < world.multipliers.size(); ++m)
    tally.effects[m] =
        economy::effect_of(world.multipliers[m], assumptions.multipliers[m], tally.spending);
}

Tally tally(const World& world, const Assumptions& assumptions, const PlansOfReplication& plans,
            const flow::Outcome& outcome, demand::Luck luck) {
  Tally result = empty_tally(world);
  add_parties(world, assumptions, {plans, outcome, outcome.run_delay}, luck, result);
  add_queues(world, outcome.checkpoints, result);
  set_effects(world, assumptions, result);
  result.runs = tally_runs(world, {luck.seed, luck.replication},
                           world.run_conditions(luck.seed, luck.replication), outcome.run_delay);
  return result;
}

}  // namespace stopover::simulation
