// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/experience.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/simulation/made_journey.hpp"

namespace stopover::simulation {
namespace {

using timetable::RunId;
using timetable::Service;
using timetable::ServiceId;

constexpr std::int64_t kQuarterSeconds = 900;
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

// Quarter-hours since 1970, of UTC.
std::uint32_t quarter_of(Instant t) {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(t.unix_seconds(), 0) / kQuarterSeconds);
}

Seconds duration(const World& world, RunId run, std::size_t board, std::size_t alight) {
  return world.timetable.arrival(run, alight) - world.timetable.departure(run, board);
}

// Of the parties of one ended batch.
class PartyReader {
 public:
  PartyReader(const World& world, const EndedParties& ended, Experience& experience)
      : world_(world),
        ended_(ended),
        experience_(experience),
        journeys_(world, ended.plans, ended.outcome) {}

  [[nodiscard]] const std::vector<MadeLeg>& legs_of(flow::PartyIndex party) {
    return journeys_.of(party);
  }

  // `legs`: of the party.
  void count_lateness(flow::PartyIndex party, const std::vector<MadeLeg>& legs) {
    const PlannedParty& plan = ended_.plans.parties[party.value()];
    const Seconds at_door = ended_.outcome.stranded[party] != 0
                                ? kLatestTold
                                : told(ended_.outcome.finished[party] - plan.arrive);
    const Journey& journey = world_.alternatives.journeys[plan.journey];
    experience_.journeys.add(offer_of(plan.journey, plan.way), quarter_of(plan.anchor),
                             lateness_of(plan.size, at_door));
    // Rides of the plan, up to one that was not made or not come to.
    Seconds before{};
    const MadeLeg* last = nullptr;
    for (std::size_t i = 0; i < journey.legs.legs.size() && i < legs.size(); ++i) {
      const MadeLeg& leg = legs[i];
      if (!leg.leg->is_ride()) continue;
      if (!leg.tried()) break;
      if (last != nullptr) {
        const Seconds arrives = told(arrives_late(*last));
        count_ride(*last, plan.size, brought(before, arrives));
        before = arrives;
      }
      last = &leg;
      if (!leg.made || leg.planned.is_none()) break;
    }
    if (last != nullptr && !last->planned.is_none())
      count_ride(*last, plan.size, brought(before, at_door));
  }

 private:
  [[nodiscard]] static Seconds told(Seconds late) { return std::min(late, kLatestTold); }
  [[nodiscard]] static Seconds brought(Seconds before, Seconds after) {
    if (after >= before) return after - before;
    return std::min(after - std::min(before, Seconds(0)), Seconds(0));
  }

  void count_ride(const MadeLeg& ride, std::int64_t persons, Seconds brought) {
    const Instant departure = world_.timetable.departure(ride.planned, ride.leg->board);
    experience_.services.add(ride.leg->service, quarter_of(departure),
                             lateness_of(persons, brought));
  }

  [[nodiscard]] Seconds arrives_late(const MadeLeg& ride) const {
    const RunId run = ride.outcome.run;
    return world_.timetable.arrival(run, ride.leg->alight) +
           Seconds(ended_.run_delay[run.value()]) -
           world_.timetable.arrival(ride.planned, ride.leg->alight);
  }

  const World& world_;
  const EndedParties& ended_;
  Experience& experience_;
  MadeJourneys journeys_;
};

// Of a run with so many person-seconds aboard, over so many seconds.
Aboard aboard_of(std::int64_t person_seconds, std::int64_t seconds, double seats) {
  const double of_seats =
      static_cast<double>(person_seconds) / (seats * static_cast<double>(seconds));
  Aboard aboard{.all = person_seconds};
  if (of_seats > 1)
    aboard.standing = std::llround(static_cast<double>(person_seconds) * (1 - 1 / of_seats));
  if (of_seats > kCrowded) aboard.crowded = person_seconds - aboard.standing;
  return aboard;
}

}  // namespace

void Lateness::add(const Lateness& other) {
  times += other.times;
  persons += other.persons;
  extra += other.extra;
  late += other.late;
}

void Aboard::add(const Aboard& other) {
  all += other.all;
  crowded += other.crowded;
  standing += other.standing;
}

template <class IdT, class Value>
void QuarterTable<IdT, Value>::add(IdT id, std::uint32_t quarter, const Value& value) {
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

template class QuarterTable<OfferId, Lateness>;
template class QuarterTable<ServiceId, Lateness>;
template class QuarterTable<ServiceId, Aboard>;

void Experience::add(const Experience& other) {
  journeys.add(other.journeys);
  services.add(other.services);
  rides.add(other.rides);
}

void Experience::settle() {
  journeys.settle();
  services.settle();
  rides.settle();
}

Observer::Observer(const World& world, HalfOpen<std::uint16_t> days)
    : world_(world),
      days_(days),
      dates_(dates_of(world, days)),
      person_seconds_(world.timetable.runs().size()) {}

void Observer::look_at(const EndedParties& ended) {
  PartyReader reader(world_, ended, experience_);
  for (const flow::PartyIndex party : ids_of(ended.plans.flow.key)) {
    const PlannedParty& plan = ended.plans.parties[party.value()];
    const std::vector<MadeLeg>& legs = reader.legs_of(party);
    for (const MadeLeg& leg : legs) {
      if (!leg.leg->is_ride() || !leg.made) continue;
      const RunId run = leg.outcome.run;
      if (!dates_.contains(world_.timetable.runs()[run].departure)) continue;
      person_seconds_[run.value()] +=
          plan.size * duration(world_, run, leg.leg->board, leg.leg->alight).count();
    }
    if (days_.contains(plan.day)) reader.count_lateness(party, legs);
  }
}

Experience Observer::finish(const std::vector<flow::RunCondition>& conditions) && {
  for (const ServiceId id : ids_of(world_.timetable.services())) {
    const Service& service = world_.timetable.services()[id];
    if (service.reserved) continue;
    const std::uint32_t end = service.first_run + service.run_count;
    const auto first = world_.timetable.first_departing(id, 0, dates_.from);
    for (std::uint32_t r = first ? first->value() : end; r < end; ++r) {
      const timetable::Run& run = world_.timetable.runs()[RunId(r)];
      if (run.departure >= dates_.until) break;
      if (!conditions.empty() && conditions[r].cancelled) continue;
      const std::int64_t seconds = duration(world_, RunId(r), 0, service.stops.size() - 1).count();
      const std::int64_t taken = person_seconds_[r] + run.background * seconds;
      const double seats = run.places * (1 - service.standing_share);
      if (seats <= 0 || seconds <= 0) continue;
      // Also of nobody: that a vehicle has become empty is known.
      experience_.rides.add(id, world_.quarters.at(run.departure),
                            aboard_of(taken, seconds, seats));
    }
  }
  experience_.settle();
  const auto of_day = [&](auto& cell) {
    cell.quarter = world_.quarters.at(Instant(cell.quarter * kQuarterSeconds));
    cell.value.times = 1;
  };
  experience_.journeys.for_each(of_day);
  experience_.services.for_each(of_day);
  experience_.settle();
  return std::move(experience_);
}

}  // namespace stopover::simulation
