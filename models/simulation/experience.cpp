// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/experience.hpp"

#include <algorithm>
#include <tuple>

#include "models/simulation/made_journey.hpp"

namespace stopover::simulation {
namespace {

using timetable::RunId;
using timetable::Service;
using timetable::ServiceId;

constexpr std::size_t kLoose = 1U << 16U;  // cells, before they are put in order

Lateness lateness_of(std::int64_t persons, Seconds late) {
  return {.persons = persons,
          .extra = persons * late.count(),
          .late = persons * std::max(late, Seconds(0)).count()};
}

HalfOpen<Instant> dates_of(const World& world, HalfOpen<std::uint16_t> days) {
  const CivilDate first = world.demand_days()[days.from];
  const int count = days.until - days.from;
  return {world.zone.instant_at(first, Seconds(0)),
          world.zone.instant_at(first.plus_days(count), Seconds(0))};
}

Seconds duration(const World& world, RunId run, std::size_t board, std::size_t alight) {
  return world.timetable.arrival(run, alight) - world.timetable.departure(run, board);
}

class Observer {
 public:
  Observer(const World& world, const EndedParties& ended, HalfOpen<std::uint16_t> days,
           Experience& experience)
      : world_(world),
        ended_(ended),
        days_(days),
        dates_(dates_of(world, days)),
        experience_(experience),
        journeys_(world, ended.plans, ended.outcome) {}

  void look_at(flow::PartyIndex party) {
    const PlannedParty& plan = ended_.plans.parties[party.value()];
    const std::vector<MadeLeg>& legs = journeys_.of(party);
    for (const MadeLeg& leg : legs)
      if (leg.leg->is_ride() && leg.made) count_aboard(leg, plan.size);
    if (days_.contains(plan.day)) count_lateness(party, plan, legs);
  }

 private:
  void count_aboard(const MadeLeg& ride, std::int64_t persons) {
    const RunId run = ride.outcome.run;
    const Instant departure = world_.timetable.runs()[run].departure;
    const ServiceId service = ride.leg->service;
    if (world_.timetable.services()[service].reserved || !dates_.contains(departure)) return;
    const Seconds aboard = duration(world_, run, ride.leg->board, ride.leg->alight);
    experience_.loads.add(service, world_.quarters.at(departure),
                          {.taken = persons * aboard.count()});
  }

  void count_lateness(flow::PartyIndex party, const PlannedParty& plan,
                      const std::vector<MadeLeg>& legs) {
    const Seconds at_door = ended_.outcome.stranded[party] != 0
                                ? kLatestTold
                                : std::min(ended_.outcome.finished[party] - plan.arrive,
                                           kLatestTold);
    const Journey& journey = world_.alternatives.journeys[plan.journey];
    experience_.journeys.add(plan.journey, world_.quarters.at(plan.anchor),
                             lateness_of(plan.size, at_door));
    // Rides of the plan, up to one that was not made.
    Seconds before{};
    const MadeLeg* last = nullptr;
    for (std::size_t i = 0; i < journey.legs.legs.size() && i < legs.size(); ++i) {
      const MadeLeg& leg = legs[i];
      if (!leg.leg->is_ride()) continue;
      if (last != nullptr) before += count_ride(*last, plan.size, arrives_late(*last) - before);
      last = &leg;
      if (!leg.made || leg.planned.is_none()) break;
    }
    if (last != nullptr && !last->planned.is_none())
      (void)count_ride(*last, plan.size, at_door - before);
  }

  // Returns what it was given.
  Seconds count_ride(const MadeLeg& ride, std::int64_t persons, Seconds brought) {
    const Instant departure = world_.timetable.departure(ride.planned, ride.leg->board);
    experience_.services.add(ride.leg->service, world_.quarters.at(departure),
                             lateness_of(persons, brought));
    return brought;
  }

  [[nodiscard]] Seconds arrives_late(const MadeLeg& ride) const {
    const RunId run = ride.outcome.run;
    return world_.timetable.arrival(run, ride.leg->alight) + Seconds(ended_.run_delay[run.value()]) -
           world_.timetable.arrival(ride.planned, ride.leg->alight);
  }

  const World& world_;
  const EndedParties& ended_;
  HalfOpen<std::uint16_t> days_;
  HalfOpen<Instant> dates_;
  Experience& experience_;
  MadeJourneys journeys_;
};

}  // namespace

void Lateness::add(const Lateness& other) {
  times += other.times;
  persons += other.persons;
  extra += other.extra;
  late += other.late;
}

void Load::add(const Load& other) {
  taken += other.taken;
  places += other.places;
}

template <class IdT, class Value>
void QuarterTable<IdT, Value>::add(IdT id, QuarterHour quarter, const Value& value) {
  cells_.push_back({id, quarter, value});
  if (cells_.size() >= 2 * settled_ + kLoose) settle();
}

template <class IdT, class Value>
void QuarterTable<IdT, Value>::add(const QuarterTable& other) {
  for (const Cell& cell : other.cells_) add(cell.id, cell.quarter, cell.value);
}

template <class IdT, class Value>
void QuarterTable<IdT, Value>::settle() {
  const auto place = [](const Cell& cell) { return std::pair(cell.id, cell.quarter); };
  std::ranges::sort(cells_, {}, place);
  std::size_t kept = 0;
  for (const Cell& cell : cells_) {
    if (kept > 0 && place(cells_[kept - 1]) == place(cell))
      cells_[kept - 1].value.add(cell.value);
    else
      cells_[kept++] = cell;
  }
  cells_.resize(kept);
  settled_ = kept;
}

template class QuarterTable<JourneyId, Lateness>;
template class QuarterTable<ServiceId, Lateness>;
template class QuarterTable<ServiceId, Load>;

void Experience::add(const Experience& other) {
  journeys.add(other.journeys);
  services.add(other.services);
  loads.add(other.loads);
}

void Experience::settle() {
  journeys.settle();
  services.settle();
  loads.settle();
}

void add_parties(const World& world, const EndedParties& ended, HalfOpen<std::uint16_t> days,
                 Experience& experience) {
  Experience of_day;
  Observer observer(world, ended, days, of_day);
  for (const flow::PartyIndex party : ids_of(ended.plans.flow.key)) observer.look_at(party);
  of_day.settle();
  of_day.journeys.for_each([](Lateness& lateness) { lateness.times = 1; });
  of_day.services.for_each([](Lateness& lateness) { lateness.times = 1; });
  experience.add(of_day);
}

void add_runs(const World& world, HalfOpen<std::uint16_t> days, Experience& experience) {
  const HalfOpen<Instant> dates = dates_of(world, days);
  for (const ServiceId id : ids_of(world.timetable.services())) {
    const Service& service = world.timetable.services()[id];
    if (service.reserved) continue;
    const std::uint32_t end = service.first_run + service.run_count;
    const auto first = world.timetable.first_departing(id, 0, dates.from);
    for (std::uint32_t r = first ? first->value() : end; r < end; ++r) {
      const timetable::Run& run = world.timetable.runs()[RunId(r)];
      if (run.departure >= dates.until) break;
      const std::int64_t aboard =
          duration(world, RunId(r), 0, service.stops.size() - 1).count();
      experience.loads.add(id, world.quarters.at(run.departure),
                           {.taken = run.background * aboard, .places = run.places * aboard});
    }
  }
}

}  // namespace stopover::simulation
