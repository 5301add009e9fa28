// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/departures.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

constexpr double kSecondsPerHour = 3600;
constexpr std::size_t kJourneysPerPackage = 64;

Option option_of(const Journey& j, const timetable::Itinerary& plan) {
  const auto hours_of = [](Seconds s) {
    return static_cast<float>(static_cast<double>(s.count()) / kSecondsPerHour);
  };
  Option o;
  o.anchor = plan.legs[j.legs.anchor].depart;
  o.run = plan.legs[j.legs.anchor].run;
  o.in_vehicle_hours = hours_of(plan.in_vehicle);
  o.waiting_hours = hours_of(plan.waiting);
  o.connecting_hours = hours_of(plan.connecting);
  o.held_hours = hours_of(plan.held);
  o.ride_yuan = static_cast<float>(static_cast<double>(plan.ride_fare.count()) / 100);
  if (j.over_gateway) {
    o.gateway_arrive = plan.legs[static_cast<std::size_t>(j.first_air)].arrive;
    o.gateway_depart = plan.legs[static_cast<std::size_t>(j.last_air)].depart;
  }
  return o;
}

// Which departure of a journey.
struct Departure {
  Instant anchor{};
  timetable::RunId run = timetable::RunId::none();
};

timetable::TemplateSchedule schedule_of(const World& world, const Journey& j, int passenger_class,
                                        bool nights) {
  return {world.network, world.timetable, j.legs, passenger_class, nights ? j.first_air : -1};
}

// From the arrival until the n-th midnight after it, and a whole day at the least: less is a
// layover.
Seconds hold_of(const World& world, Instant arrival, int nights) {
  const CivilDate leaves = world.zone.civil(arrival).date.plus_days(nights);
  return std::max(hours(24), world.zone.instant_at(leaves, Seconds(0)) - arrival);
}

int nights_of(const World& world, const Option& o) {
  return days_between(world.zone.civil(o.gateway_arrive).date,
                      world.zone.civil(o.gateway_depart).date);
}

Instant arrival_of(const World& world, const Journey& j, timetable::RunId anchor) {
  return world.timetable.arrival(anchor, j.legs.legs[j.legs.anchor].alight);
}

// Nobody sets out longer before the anchor, nor any vehicle that is ridden.
bool near_enough(const World& world, const timetable::Itinerary& plan, Instant anchor) {
  Instant first = plan.leave;
  for (const timetable::ScheduledLeg& leg : plan.legs) {
    if (!leg.leg.is_ride()) continue;
    const timetable::Service& service = world.timetable.services()[leg.leg.service];
    first = std::min(first, world.timetable.runs()[leg.run].departure - service.boarding_closes);
  }
  return anchor - first <= kLongestApproach;
}

bool plan_of(const World& world, const Journey& j, const timetable::TemplateSchedule& schedule,
             const Departure& d, int nights, timetable::Itinerary& plan) {
  const Seconds hold =
      nights > 0 ? hold_of(world, arrival_of(world, j, d.run), nights) : Seconds(0);
  return schedule.at({.wanted = d.anchor, .run = d.run, .hold = hold}, plan);
}

// One departure; with nights only if the next flight allows just so many.
bool plan_at(const World& world, const Journey& j, const timetable::TemplateSchedule& schedule,
             const Departure& d, int nights, timetable::Itinerary& plan) {
  return plan_of(world, j, schedule, d, nights, plan) &&
         near_enough(world, plan, plan.legs[j.legs.anchor].depart) &&
         (nights == 0 || nights_of(world, option_of(j, plan)) == nights);
}

// Calls visit(departure) for anchors in the span, in order, until it returns false.
template <class Visit>
void for_anchors(const World& world, const Journey& j, HalfOpen<Instant> span, const Visit& visit) {
  const timetable::Leg& anchor = j.legs.legs[j.legs.anchor];
  if (!anchor.is_ride()) {  // a road alone: one departure an hour stands for any time
    const HalfOpen<CivilDate> days = world.service_days();
    const Instant first = world.zone.instant_at(days.from, Seconds(0));
    const Instant end = std::min(world.zone.instant_at(days.until, Seconds(0)), span.until);
    Instant at = first;
    if (span.from > first) {
      const std::int64_t hour = hours(1).count();
      at += Seconds(((span.from - first).count() + hour - 1) / hour * hour);
    }
    for (; at < end; at += hours(1))
      if (!visit(Departure{.anchor = at})) return;
    return;
  }
  const timetable::Service& service = world.timetable.services()[anchor.service];
  const auto first = world.timetable.first_departing(anchor.service, anchor.board, span.from);
  if (!first) return;
  for (std::uint32_t r = first->value(); r < service.first_run + service.run_count; ++r) {
    const timetable::RunId run(r);
    const Instant departure = world.timetable.departure(run, anchor.board);
    if (departure >= span.until) return;
    if (!visit(Departure{.anchor = departure, .run = run})) return;
  }
}

struct Offer {
  JourneyId journey;
  Way way = Way::kDirect;
  int nights = 0;
};

// Appends those with anchors in the span.
void add_options(const World& world, const Expectations& expectations,
                 const timetable::TemplateSchedule& schedule, const Offer& offer,
                 HalfOpen<Instant> span, DatedOptions& options) {
  const Journey& j = world.alternatives.journeys[offer.journey];
  timetable::Itinerary plan;
  for_anchors(world, j, span, [&](const Departure& d) {
    if (!plan_at(world, j, schedule, d, offer.nights, plan)) return true;
    Option option = option_of(j, plan);
    option.expected = expectations.of(world, offer.journey, offer.way, plan);
    options.add(option);
    return true;
  });
}

HalfOpen<Instant> horizon(const World& world) {
  const HalfOpen<CivilDate> days = world.service_days();
  // Days of other zones, and services that run past midnight, lie beyond by up to 74 hours.
  constexpr Seconds kBeyond = hours(96);
  return {world.zone.instant_at(days.from, Seconds(0)) - kBeyond,
          world.zone.instant_at(days.until, Seconds(0)) + kBeyond};
}

// Which of a journey's schedules: of those that it has, in order.
std::size_t schedule_number(const Journey& j, Way way) {
  std::size_t number = 0;
  if (way != Way::kDirect && j.direct[0]) ++number;
  if (way == Way::kNights && j.direct[1]) ++number;
  return number;
}

}  // namespace

void DatedOptions::drop_before(Instant from) {
  const auto gone = std::ranges::lower_bound(anchors_, from) - anchors_.begin();
  anchors_.erase(anchors_.begin(), anchors_.begin() + gone);
  options_.erase(options_.begin(), options_.begin() + gone);
}

Departures::Departures(const World& world) : Departures(world, world.expectations) {}

Departures::Departures(const World& world, const Expectations& expectations)
    : world_(&world),
      expectations_(&expectations),
      of_(world.alternatives.journeys.size()),
      schedules_(world.alternatives.journeys.size()),
      until_(horizon(world).from) {}

void Departures::slide(HalfOpen<Instant> anchors, Executor& executor) {
  const HalfOpen<Instant> fresh{std::max(until_, anchors.from), anchors.until};
  const World& world = *world_;
  const auto slide_one = [&](JourneyId id) {
    const Journey& j = world.alternatives.journeys[id];
    JourneyDepartures& departures = of_[id];
    std::vector<timetable::TemplateSchedule>& schedules = schedules_[id];
    if (schedules.empty()) {
      schedules.reserve(kWays);
      if (j.direct[0]) schedules.push_back(schedule_of(world, j, planning_class(j.group), false));
      if (j.direct[1]) schedules.push_back(schedule_of(world, j, kAirside, false));
      if (j.max_nights > 0)
        schedules.push_back(schedule_of(world, j, planning_class(j.group), true));
    }
    const auto slide_list = [&](DatedOptions& list, Way way, int nights) {
      list.drop_before(anchors.from);
      add_options(world, *expectations_, schedules[schedule_number(j, way)], {id, way, nights},
                  fresh, list);
    };
    if (j.direct[0]) slide_list(departures.direct[0], Way::kDirect, 0);
    if (j.direct[1]) slide_list(departures.direct[1], Way::kAirside, 0);
    departures.nights.resize(static_cast<std::size_t>(j.max_nights));
    for (int n = 1; n <= j.max_nights; ++n)
      slide_list(departures.nights[static_cast<std::size_t>(n) - 1], Way::kNights, n);
  };
  executor.run(package_count(of_.size(), kJourneysPerPackage), [&](std::size_t package) {
    const std::size_t end = std::min(of_.size(), (package + 1) * kJourneysPerPackage);
    for (std::size_t i = package * kJourneysPerPackage; i < end; ++i)
      slide_one(JourneyId(static_cast<std::uint32_t>(i)));
  });
  until_ = std::max(until_, anchors.until);
}

Departures whole_departures(const World& world, Executor& executor) {
  return whole_departures(world, world.expectations, executor);
}

Departures whole_departures(const World& world, const Expectations& expectations,
                            Executor& executor) {
  Departures departures(world, expectations);
  departures.slide(horizon(world), executor);
  return departures;
}

// A day of any zone: those of the gateway's zone and up to 26 hours on either side.
HalfOpen<Instant> anchors_of_day(const World& world, CivilDate day) {
  const Instant midnight = world.zone.instant_at(day, Seconds(0));
  return {midnight - hours(26) - kEarliest, midnight + hours(24) + hours(26) + kLatest};
}

bool departs_at_all(const World& world, const Journey& journey, int passenger_class) {
  const timetable::TemplateSchedule schedule = schedule_of(world, journey, passenger_class, false);
  timetable::Itinerary plan;
  bool found = false;
  for_anchors(world, journey, horizon(world), [&](const Departure& d) {
    found = plan_at(world, journey, schedule, d, 0, plan);
    return !found;
  });
  return found;
}

std::optional<timetable::Itinerary> replay(const World& world, const Journey& journey,
                                           const Option& option, int passenger_class, int nights) {
  timetable::Itinerary plan;
  const auto schedule = schedule_of(world, journey, passenger_class, nights > 0);
  if (!plan_of(world, journey, schedule, {option.anchor, option.run}, nights, plan))
    return std::nullopt;
  return plan;
}

void Departures::replay(JourneyId id, Way way, const Option& option, int nights,
                        timetable::Itinerary& plan) const {
  const Journey& j = world_->alternatives.journeys[id];
  const bool found = plan_of(*world_, j, schedules_[id][schedule_number(j, way)],
                             {option.anchor, option.run}, nights, plan);
  STOPOVER_CHECK(found, "an option can be planned again");
}

}  // namespace stopover::simulation
