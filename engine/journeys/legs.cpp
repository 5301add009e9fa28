// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/legs.hpp"

#include <algorithm>

#include "engine/base/check.hpp"

namespace stopover::journeys::detail {
namespace {

JourneyLeg walk_for(StopId from, StopId to, Instant depart, Seconds time) {
  JourneyLeg leg;
  leg.from = from;
  leg.to = to;
  leg.depart = depart;
  leg.arrive = depart + time;
  return leg;
}

JourneyLeg walk(const Window& w, StopId from, StopId to, Instant depart) {
  const Link* link = w.transit().link(from, to);
  STOPOVER_CHECK(link != nullptr, "a walk goes over a link");
  return walk_for(from, to, depart, w.transit().time_of(*link, depart));
}

// To be over by then.
JourneyLeg walk_by(const Window& w, StopId from, StopId to, Instant ends) {
  const Link* link = w.transit().link(from, to);
  STOPOVER_CHECK(link != nullptr, "a walk goes over a link");
  return walk(w, from, to, w.transit().latest_start(*link, ends));
}

// From a ride to the next, for which a rule may hold.
JourneyLeg walk_between(const Window& w, const JourneyLeg& ride, const JourneyLeg& next) {
  const auto time = w.transit().change_time(ride.to, next.from, ride.trip, next.trip, ride.arrive);
  STOPOVER_CHECK(time.has_value(), "a change is possible");
  return walk_for(ride.to, next.from, ride.arrive, *time);
}

JourneyLeg ride(const Window& w, const Segment& segment, std::uint32_t alight) {
  const Window::Run& run = w.runs()[segment.run];
  const Origin& origin = w.origin(segment.run);
  const std::uint32_t from = segment.board - run.first_event;
  const std::uint32_t to = alight - run.first_event;
  JourneyLeg leg;
  leg.from = StopId(w.call_stop()[w.first_call(run.line) + from]);
  leg.to = StopId(w.call_stop()[w.first_call(run.line) + to]);
  leg.depart = w.instant(w.depart()[segment.board]);
  leg.arrive = w.instant(w.arrive()[alight]);
  leg.trip = origin.trip;
  leg.day = origin.day;
  leg.board = origin.first_call + from;
  leg.alight = origin.first_call + to;
  return leg;
}

}  // namespace

std::vector<JourneyLeg> walk_of(const Window& window, StopId from, StopId to,
                                const JourneyPoint& point) {
  if (from == to) return {};
  return {walk(window, from, to, point.depart)};
}

std::vector<JourneyLeg> legs_of(const Window& window, const std::vector<Segment>& segments,
                                const Found& found, StopId from, StopId to) {
  std::vector<JourneyLeg> legs;  // last first
  std::uint32_t alight = found.event;
  for (std::uint32_t at = found.segment; at != kNone;) {
    const Segment& segment = segments[at];
    JourneyLeg leg = ride(window, segment, alight);
    if (legs.empty()) {
      if (leg.to != to) legs.push_back(walk(window, leg.to, to, leg.arrive));
    } else if (legs.back().from != leg.to && !legs.back().stays_on) {
      legs.push_back(walk_between(window, leg, legs.back()));
    }
    const bool first = segment.parent == kNone;
    leg.stays_on = !first && segments[segment.parent].round == segment.round;
    // A trip that was cut into runs is one ride.
    if (!legs.empty() && legs.back().stays_on && legs.back().trip == leg.trip &&
        legs.back().day == leg.day) {
      leg.to = legs.back().to;
      leg.arrive = legs.back().arrive;
      leg.alight = legs.back().alight;
      legs.back() = leg;
    } else {
      legs.push_back(leg);
    }
    alight = segment.left;
    at = segment.parent;
  }
  if (legs.back().from != from) {
    const TripId first = legs.back().trip;
    const Transit& transit = window.transit();
    const Seconds closes = transit.patterns()[transit.trips()[first].pattern].line.closes;
    legs.push_back(walk_by(window, from, legs.back().from, legs.back().depart - closes));
  }
  std::reverse(legs.begin(), legs.end());
  return legs;
}

}  // namespace stopover::journeys::detail
