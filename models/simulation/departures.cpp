// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/departures.hpp"

#include <algorithm>

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

// Which departure of a journey, for whom, and how long outside between the flights.
struct Departure {
  Instant anchor{};
  timetable::RunId run = timetable::RunId::none();
  int passenger_class = 0;
  Seconds hold{};  // 0: straight on
};

std::optional<timetable::Itinerary> plan_of(const World& world, const Journey& j,
                                            const Departure& d) {
  timetable::ScheduleRequest request;
  request.wanted = d.anchor;
  request.anchor_run = d.run;
  request.passenger_class = d.passenger_class;
  if (d.hold > Seconds(0)) {
    request.hold_after_leg = j.first_air;
    request.hold = d.hold;
  }
  return schedule(world.network, world.timetable, j.legs, request);
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

// One departure; with nights only if the next flight allows just so many.
std::optional<timetable::Itinerary> plan_at(const World& world, const Journey& j, Departure d,
                                            int nights) {
  if (nights > 0) d.hold = hold_of(world, arrival_of(world, j, d.run), nights);
  auto plan = plan_of(world, j, d);
  if (!plan || !near_enough(world, *plan, plan->legs[j.legs.anchor].depart)) return std::nullopt;
  if (nights > 0 && nights_of(world, option_of(j, *plan)) != nights) return std::nullopt;
  return plan;
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
  int passenger_class = 0;
  int nights = 0;
  [[nodiscard]] Way way() const {
    if (nights > 0) return Way::kNights;
    return passenger_class == kAirside ? Way::kAirside : Way::kDirect;
  }
};

// Appends those with anchors in the span.
void add_options(const World& world, const Expectations& expectations, const Offer& offer,
                 HalfOpen<Instant> span, DatedOptions& options) {
  const Journey& j = world.alternatives.journeys[offer.journey];
  for_anchors(world, j, span, [&](Departure d) {
    d.passenger_class = offer.passenger_class;
    const auto plan = plan_at(world, j, d, offer.nights);
    if (!plan) return true;
    Option option = option_of(j, *plan);
    option.expected = expectations.of(world, offer.journey, offer.way(), *plan);
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
      until_(horizon(world).from) {}

void Departures::slide(HalfOpen<Instant> anchors, Executor& executor) {
  const HalfOpen<Instant> fresh{std::max(until_, anchors.from), anchors.until};
  const World& world = *world_;
  const auto slide_one = [&](JourneyId id) {
    const Journey& j = world.alternatives.journeys[id];
    JourneyDepartures& departures = of_[id];
    const int entering = planning_class(j.group);
    const auto slide_list = [&](DatedOptions& list, int passenger_class, int nights) {
      list.drop_before(anchors.from);
      add_options(world, *expectations_, {id, passenger_class, nights}, fresh, list);
    };
    if (j.direct[0]) slide_list(departures.direct[0], entering, 0);
    if (j.direct[1]) slide_list(departures.direct[1], kAirside, 0);
    departures.nights.resize(static_cast<std::size_t>(j.max_nights));
    for (int n = 1; n <= j.max_nights; ++n)
      slide_list(departures.nights[static_cast<std::size_t>(n) - 1], entering, n);
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
  bool found = false;
  for_anchors(world, journey, horizon(world), [&](Departure d) {
    d.passenger_class = passenger_class;
    found = plan_at(world, journey, d, 0).has_value();
    return !found;
  });
  return found;
}

std::optional<timetable::Itinerary> replay(const World& world, const Journey& journey,
                                           const Option& option, int passenger_class, int nights) {
  Departure d{option.anchor, option.run, passenger_class, Seconds(0)};
  if (nights > 0) d.hold = hold_of(world, arrival_of(world, journey, option.run), nights);
  return plan_of(world, journey, d);
}

}  // namespace stopover::simulation
