// SPDX-License-Identifier: Apache-2.0
// A template on the timetable: the anchor first, then what leads to it, then what follows.
#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/timetable/itineraries.hpp"

namespace stopover::timetable {
namespace {

using network::Network;

// What joins the legs of a template to each other and to its ends, whenever it is made.
class Joints {
 public:
  Joints(const Network& network, const Timetable& timetable, const Template& journey,
         int passenger_class)
      : network_(network),
        timetable_(timetable),
        journey_(journey),
        passenger_class_(passenger_class) {}

  // How long before its departure one must be there for leg i.
  [[nodiscard]] Seconds closes(std::size_t i) const {
    const Leg& leg = journey_.legs[i];
    return leg.is_ride() ? timetable_.services()[leg.service].boarding_closes : Seconds(0);
  }
  // Planned from leg i to leg i + 1.
  [[nodiscard]] std::optional<Seconds> connection_after(std::size_t i) const {
    network::Changing changing = before(i + 1);
    if (network_.asks_of_rides) {
      changing.in = kind(i);
      changing.out = kind(i + 1);
    }
    return network_.planned_connection(leg_to(network_, timetable_, journey_.legs[i]),
                                       leg_from(network_, timetable_, journey_.legs[i + 1]),
                                       passenger_class_, changing);
  }
  // From where the journey begins to the first leg: the door, or the way through a hub.
  [[nodiscard]] std::optional<Seconds> way_in() const {
    const PlaceId first = leg_from(network_, timetable_, journey_.legs.front());
    if (first != journey_.from)
      return network_.planned_connection(journey_.from, first, passenger_class_, before(0));
    return door(journey_.legs.front(), journey_.from, &network::Place::board);
  }
  [[nodiscard]] std::optional<Seconds> way_out() const {
    return door(journey_.legs.back(), journey_.to, &network::Place::alight);
  }

 private:
  [[nodiscard]] network::Changing before(std::size_t i) const {
    network::Changing changing;
    if (journey_.legs[i].is_ride()) changing.closes = closes(i);
    return changing;
  }
  [[nodiscard]] network::RideKind kind(std::size_t i) const {
    const Leg& leg = journey_.legs[i];
    if (!leg.is_ride()) return {network_.roads[leg.road].mode, {}};
    const Service& service = timetable_.services()[leg.service];
    return {service.mode, service.carrier};
  }
  // nullopt: a ride at a place outside hubs that has no such door.
  [[nodiscard]] std::optional<Seconds> door(const Leg& leg, PlaceId place,
                                            std::optional<Seconds> network::Place::*which) const {
    const network::Place& p = network_.places[place];
    if (!leg.is_ride() || !p.hub.is_none()) return Seconds(0);
    return p.*which;
  }

  const Network& network_;
  const Timetable& timetable_;
  const Template& journey_;
  int passenger_class_;
};

class Scheduler {
 public:
  Scheduler(const Network& network, const Timetable& timetable, const Template& journey,
            const ScheduleRequest& request)
      : network_(network),
        timetable_(timetable),
        journey_(journey),
        request_(request),
        joints_(network, timetable, journey, request.passenger_class) {
    STOPOVER_CHECK(journey.anchor < journey.legs.size(), "a template has an anchor");
    STOPOVER_CHECK(request.hold_after_leg + 1 < static_cast<int>(journey.legs.size()) ||
                       request.hold_after_leg < 0,
                   "a hold lies between two legs");
    plan_.legs.resize(journey.legs.size());
    for (std::size_t i = 0; i < journey.legs.size(); ++i) plan_.legs[i].leg = journey.legs[i];
  }

  std::optional<Itinerary> run() && {
    if (!place_anchor()) return std::nullopt;
    for (std::size_t i = journey_.anchor; i-- > 0;)
      if (!place_before(i)) return std::nullopt;
    for (std::size_t i = journey_.anchor + 1; i < plan_.legs.size(); ++i)
      if (!place_after(i)) return std::nullopt;
    if (!close_doors() || !add_fares()) return std::nullopt;
    return std::move(plan_);
  }

 private:
  [[nodiscard]] const Service& service(const Leg& leg) const {
    return timetable_.services()[leg.service];
  }
  // Least time from the arrival of leg i to the departure of leg i + 1; counts the connection, so
  // asked once.
  [[nodiscard]] std::optional<Seconds> gap_after(std::size_t i) {
    const auto planned = joints_.connection_after(i);
    const bool held = request_.hold_after_leg == static_cast<int>(i);
    if (!planned && !held) return std::nullopt;
    const Seconds connecting = planned.value_or(Seconds(0));
    plan_.connecting += connecting;
    const Seconds gap = connecting + joints_.closes(i + 1);
    if (!held) return gap;
    held_connecting_ = connecting;
    return std::max(gap, request_.hold);
  }

  bool take(std::size_t i, std::optional<RunId> run) {
    if (!run) return false;
    ScheduledLeg& at = plan_.legs[i];
    at.run = *run;
    at.depart = timetable_.departure(*run, at.leg.board);
    at.arrive = timetable_.arrival(*run, at.leg.alight);
    return true;
  }

  bool place_anchor() {
    ScheduledLeg& at = plan_.legs[journey_.anchor];
    if (!at.leg.is_ride()) {
      at.depart = request_.wanted;
      at.arrive = at.depart + network_.roads[at.leg.road].mean;
      return true;
    }
    if (!request_.anchor_run.is_none()) {
      STOPOVER_CHECK(timetable_.runs()[request_.anchor_run].service == at.leg.service,
                     "the anchor's run is one of its service");
      return take(journey_.anchor, request_.anchor_run);
    }
    return take(journey_.anchor,
                request_.at_or_after
                    ? timetable_.first_departing(at.leg.service, at.leg.board, request_.wanted)
                    : timetable_.last_departing(at.leg.service, at.leg.board, request_.wanted));
  }

  bool place_before(std::size_t i) {
    ScheduledLeg& at = plan_.legs[i];
    const auto gap = gap_after(i);
    if (!gap) return false;
    const Instant latest = plan_.legs[i + 1].depart - *gap;
    if (at.leg.is_ride())
      return take(i, timetable_.last_arriving(at.leg.service, at.leg.alight, latest));
    at.arrive = latest;
    at.depart = latest - network_.roads[at.leg.road].mean;
    return true;
  }

  bool place_after(std::size_t i) {
    ScheduledLeg& at = plan_.legs[i];
    const auto gap = gap_after(i - 1);
    if (!gap) return false;
    const Instant earliest = plan_.legs[i - 1].arrive + *gap;
    if (at.leg.is_ride())
      return take(i, timetable_.first_departing(at.leg.service, at.leg.board, earliest));
    at.depart = earliest;
    at.arrive = earliest + network_.roads[at.leg.road].mean;
    return true;
  }

  bool close_doors() {
    const auto board = joints_.way_in();
    const auto alight = joints_.way_out();
    if (!board || !alight) return false;
    plan_.leave = plan_.legs.front().depart - joints_.closes(0) - *board;
    plan_.arrive = plan_.legs.back().arrive + *alight;
    plan_.connecting += *board + *alight;
    return true;
  }

  bool add_fares() {
    for (const ScheduledLeg& at : plan_.legs) {
      plan_.in_vehicle += at.arrive - at.depart;
      if (at.leg.is_ride()) {
        const auto fare = service(at.leg).fare_between(at.leg.board, at.leg.alight);
        if (!fare) return false;
        plan_.ride_fare += *fare;
        ++plan_.boardings;
      } else {
        plan_.road_fare += network_.roads[at.leg.road].fare;
      }
    }
    plan_.waiting = plan_.arrive - plan_.leave - plan_.in_vehicle - plan_.connecting;
    if (request_.hold_after_leg >= 0) {
      const auto i = static_cast<std::size_t>(request_.hold_after_leg);
      plan_.held = plan_.legs[i + 1].depart - plan_.legs[i].arrive - held_connecting_;
    }
    return true;
  }

  const Network& network_;
  const Timetable& timetable_;
  const Template& journey_;
  const ScheduleRequest& request_;
  Joints joints_;
  Itinerary plan_;
  Seconds held_connecting_{};  // planned connection inside the hold
};

}  // namespace

std::optional<Seconds> planned_before(const Network& network, const Timetable& timetable,
                                      const Template& journey, std::size_t at,
                                      int passenger_class) {
  const Joints joints(network, timetable, journey, passenger_class);
  return at == 0 ? joints.way_in() : joints.connection_after(at - 1);
}

std::optional<Itinerary> schedule(const Network& network, const Timetable& timetable,
                                  const Template& journey, const ScheduleRequest& request) {
  return Scheduler(network, timetable, journey, request).run();
}

TemplateSchedule::TemplateSchedule(const Network& network, const Timetable& timetable,
                                   const Template& journey, int passenger_class, int hold_after_leg)
    : timetable_(&timetable), anchor_(journey.anchor), hold_after_leg_(hold_after_leg) {
  STOPOVER_CHECK(journey.anchor < journey.legs.size(), "a template has an anchor");
  STOPOVER_CHECK(hold_after_leg + 1 < static_cast<int>(journey.legs.size()),
                 "a hold lies between two legs");
  const Joints joints(network, timetable, journey, passenger_class);
  for (std::size_t i = 0; i < journey.legs.size(); ++i) {
    const Leg& leg = journey.legs[i];
    Row& row = rows_.emplace_back();
    row.leg = leg;
    if (!leg.is_ride()) row.road_time = network.roads[leg.road].mean;
    constant_.legs.push_back({.leg = leg});
    if (i + 1 == journey.legs.size()) break;
    const auto planned = joints.connection_after(i);
    if (!planned && hold_after_leg != static_cast<int>(i)) return;
    row.connecting = planned.value_or(Seconds(0));
    row.gap = row.connecting + joints.closes(i + 1);
    constant_.connecting += row.connecting;
  }
  const auto board = joints.way_in();
  const auto alight = joints.way_out();
  if (!board || !alight) return;
  before_departure_ = joints.closes(0) + *board;
  after_arrival_ = *alight;
  constant_.connecting += *board + *alight;
  possible_ = add_fares(network);
}

bool TemplateSchedule::add_fares(const Network& network) {
  return std::ranges::all_of(rows_, [&](const Row& row) {
    if (!row.leg.is_ride()) {
      constant_.road_fare += network.roads[row.leg.road].fare;
      return true;
    }
    const Service& service = timetable_->services()[row.leg.service];
    const auto fare = service.fare_between(row.leg.board, row.leg.alight);
    if (!fare) return false;
    constant_.ride_fare += *fare;
    ++constant_.boardings;
    return true;
  });
}

bool TemplateSchedule::place(std::size_t i, std::optional<RunId> run, Itinerary& plan) const {
  if (!run) return false;
  ScheduledLeg& at = plan.legs[i];
  at.run = *run;
  at.depart = timetable_->departure(*run, at.leg.board);
  at.arrive = timetable_->arrival(*run, at.leg.alight);
  return true;
}

Seconds TemplateSchedule::gap_after(std::size_t i, const Anchor& anchor) const {
  const bool held = hold_after_leg_ == static_cast<int>(i);
  return held ? std::max(rows_[i].gap, anchor.hold) : rows_[i].gap;
}

bool TemplateSchedule::place_before(std::size_t i, const Anchor& anchor, Itinerary& plan) const {
  ScheduledLeg& at = plan.legs[i];
  const Instant latest = plan.legs[i + 1].depart - gap_after(i, anchor);
  if (at.leg.is_ride())
    return place(i, timetable_->last_arriving(at.leg.service, at.leg.alight, latest), plan);
  at.arrive = latest;
  at.depart = latest - rows_[i].road_time;
  return true;
}

bool TemplateSchedule::place_after(std::size_t i, const Anchor& anchor, Itinerary& plan) const {
  ScheduledLeg& at = plan.legs[i];
  const Instant earliest = plan.legs[i - 1].arrive + gap_after(i - 1, anchor);
  if (at.leg.is_ride())
    return place(i, timetable_->first_departing(at.leg.service, at.leg.board, earliest), plan);
  at.depart = earliest;
  at.arrive = earliest + rows_[i].road_time;
  return true;
}

bool TemplateSchedule::at(const Anchor& anchor, Itinerary& plan) const {
  if (!possible_) return false;
  plan = constant_;
  ScheduledLeg& first = plan.legs[anchor_];
  if (first.leg.is_ride()) {
    STOPOVER_CHECK(timetable_->runs()[anchor.run].service == first.leg.service,
                   "the anchor's run is one of its service");
    if (!place(anchor_, anchor.run, plan)) return false;
  } else {
    first.depart = anchor.wanted;
    first.arrive = first.depart + rows_[anchor_].road_time;
  }
  for (std::size_t i = anchor_; i-- > 0;)
    if (!place_before(i, anchor, plan)) return false;
  for (std::size_t i = anchor_ + 1; i < rows_.size(); ++i)
    if (!place_after(i, anchor, plan)) return false;
  plan.leave = plan.legs.front().depart - before_departure_;
  plan.arrive = plan.legs.back().arrive + after_arrival_;
  for (const ScheduledLeg& leg : plan.legs) plan.in_vehicle += leg.arrive - leg.depart;
  plan.waiting = plan.arrive - plan.leave - plan.in_vehicle - plan.connecting;
  if (hold_after_leg_ >= 0) {
    const auto i = static_cast<std::size_t>(hold_after_leg_);
    plan.held = plan.legs[i + 1].depart - plan.legs[i].arrive - rows_[i].connecting;
  }
  return true;
}

}  // namespace stopover::timetable
