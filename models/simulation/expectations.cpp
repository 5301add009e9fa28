// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/expectations.hpp"

#include <algorithm>
#include <utility>

#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

using timetable::ServiceId;

constexpr double kSecondsPerHour = 3600;

// A mean of so many times, held to what else one would think.
double credible(double mean, double times, double otherwise) {
  return (times * mean + kCredible * otherwise) / (times + kCredible);
}

double hours_of(Seconds s) {
  return static_cast<double>(s.count()) / kSecondsPerHour;
}

}  // namespace

void Expectations::MeanLateness::add(const Lateness& met, double part) {
  const auto persons = static_cast<double>(met.persons);
  times += part * static_cast<double>(met.times);
  extra += part * static_cast<double>(met.extra) / persons;
  late += part * static_cast<double>(met.late) / persons;
}

void Expectations::MeanLateness::add(const MeanLateness& cell) {
  times += cell.times;
  extra += cell.times * cell.extra;
  late += cell.times * cell.late;
}

void Expectations::MeanLateness::scale(double part) {
  times *= part;
  extra *= part;
  late *= part;
}

void Expectations::MeanAboard::add(const Aboard& met, double part) {
  if (met.all == 0) return;
  const auto all = static_cast<double>(met.all);
  crowded += part * static_cast<double>(met.crowded) / all;
  standing += part * static_cast<double>(met.standing) / all;
}

void Expectations::MeanAboard::scale(double part) {
  crowded *= part;
  standing *= part;
}

template <class IdT, class Mean>
void Expectations::Cells<IdT, Mean>::resize(std::size_t ids) {
  first.assign(ids + 1, 0);
  all = Table<IdT, Mean>(ids);
}

template <class IdT, class Mean>
const Mean* Expectations::Cells<IdT, Mean>::at(IdT id, QuarterHour quarter_hour) const {
  const auto from = quarter.begin() + first[id.value()];
  const auto until = quarter.begin() + first[id.value() + 1];
  const auto found = std::lower_bound(from, until, quarter_hour);
  if (found == until || *found != quarter_hour) return nullptr;
  return &mean[static_cast<std::size_t>(found - quarter.begin())];
}

template <class IdT, class Mean>
template <class Whole>
void Expectations::Cells<IdT, Mean>::move_towards(const QuarterTable<IdT, Whole>& met,
                                                  double step) {
  Cells moved;
  moved.resize(all.size());
  auto next = met.cells().begin();
  for (const IdT id : ids_of(all)) {
    std::uint32_t old = first[id.value()];
    const std::uint32_t old_end = first[id.value() + 1];
    const auto meets = [&] { return next != met.cells().end() && next->id == id; };
    while (old < old_end || meets()) {
      const bool was = old < old_end && (!meets() || quarter[old] <= next->quarter);
      const bool is = meets() && (old == old_end || next->quarter <= quarter[old]);
      moved.quarter.push_back(was ? quarter[old] : static_cast<QuarterHour>(next->quarter));
      Mean value = was ? mean[old++] : Mean();
      if (is) {
        value.scale(was ? 1 - step : 0);
        value.add(next++->value, was ? step : 1);
      }
      moved.mean.push_back(value);
      moved.all[id].add(value);
    }
    moved.first[id.value() + 1] = static_cast<std::uint32_t>(moved.quarter.size());
  }
  *this = std::move(moved);
}

Expectations::Expectations(const World& world) {
  journeys_.resize(world.alternatives.journeys.size() * kWays);
  services_.resize(world.timetable.services().size());
  rides_.resize(world.timetable.services().size());
}

void Expectations::move_towards(const Experience& met, double step) {
  journeys_.move_towards(met.journeys, step);
  services_.move_towards(met.services, step);
  rides_.move_towards(met.rides, step);
}

double Expectations::service_extra(ServiceId service, QuarterHour quarter) const {
  const MeanLateness& all = services_.all[service];
  if (all.times <= 0) return 0;
  const double usual = credible(all.extra / all.times, all.times, 0);
  const MeanLateness* here = services_.at(service, quarter);
  return here == nullptr ? usual : credible(here->extra, here->times, usual);
}

Expected Expectations::of(const World& world, JourneyId journey, Way way,
                          const timetable::Itinerary& plan) const {
  if (empty()) return {};
  double extra = 0;
  double crowded = 0;
  double standing = 0;
  for (const timetable::ScheduledLeg& leg : plan.legs) {
    if (!leg.leg.is_ride()) continue;
    const ServiceId id = leg.leg.service;
    extra += service_extra(id, world.quarters.at(leg.depart));
    const timetable::Service& service = world.timetable.services()[id];
    if (service.reserved) continue;
    const timetable::Run& run = world.timetable.runs()[leg.run];
    const MeanAboard* ridden = rides_.at(id, world.quarters.at(run.departure));
    if (ridden == nullptr) continue;
    const double aboard = hours_of(leg.arrive - leg.depart);
    standing += aboard * ridden->standing;
    crowded += aboard * ridden->crowded;
  }
  const double services = extra / kSecondsPerHour;
  // Of so many times, seconds.
  const auto credit = [](double times, double extra_seconds, double late_seconds,
                         Expected& expected) {
    const auto mean = [&](double seconds, float other) {
      return static_cast<float>(
          credible(seconds / kSecondsPerHour, times, static_cast<double>(other)));
    };
    expected.extra_hours = mean(extra_seconds, expected.extra_hours);
    expected.late_hours = mean(late_seconds, expected.late_hours);
  };
  Expected expected{.extra_hours = static_cast<float>(services),
                    .late_hours = static_cast<float>(std::max(0.0, services)),
                    .crowded_hours = static_cast<float>(crowded),
                    .standing_hours = static_cast<float>(standing)};
  const OfferId offer = offer_of(journey, way);
  const MeanLateness& all = journeys_.all[offer];
  if (all.times > 0) credit(all.times, all.extra / all.times, all.late / all.times, expected);
  const Instant anchor = plan.legs[world.alternatives.journeys[journey].legs.anchor].depart;
  if (const MeanLateness* here = journeys_.at(offer, world.quarters.at(anchor)))
    credit(here->times, here->extra, here->late, expected);
  return expected;
}

}  // namespace stopover::simulation
