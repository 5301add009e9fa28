// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/journey.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

namespace stopover::journeys {
namespace {

class Inspector {
 public:
  Inspector(const Transit& transit, const Journey& journey) : t_(transit), j_(journey) {}

  std::string fault() {
    int boardings = 0;
    for (std::size_t i = 0; i < j_.legs.size(); ++i) {
      const JourneyLeg& leg = j_.legs[i];
      std::string fault = leg.is_ride() ? ride_fault(leg) : walk_fault(i);
      if (fault.empty() && i > 0) fault = join_fault(i);
      if (!fault.empty()) return fmt::format("leg {}: {}", i + 1, fault);
      if (leg.is_ride() && !leg.stays_on) ++boardings;
    }
    if (boardings != j_.point.boardings) return "another number of boardings";
    if (j_.legs.empty()) return j_.point.depart == j_.point.arrive ? "" : "no legs but time";
    if (j_.legs.back().is_ride() && !alights(j_.legs.back())) return "no alighting at the end";
    if (j_.legs.front().depart < j_.point.depart) return "leaves before it departs";
    if (j_.legs.back().arrive != j_.point.arrive) return "another arrival";
    return "";
  }

 private:
  [[nodiscard]] bool is_ride(std::size_t i) const {
    return i < j_.legs.size() && j_.legs[i].is_ride();
  }

  // Between two rides a rule may hold.
  [[nodiscard]] std::string walk_fault(std::size_t i) const {
    const JourneyLeg& leg = j_.legs[i];
    const Link* link = t_.link(leg.from, leg.to);
    std::optional<Seconds> time;
    if (link != nullptr) time = t_.time_of(*link, leg.depart);
    if (i > 0 && is_ride(i - 1) && is_ride(i + 1))
      time = t_.change_time(leg.from, leg.to, j_.legs[i - 1].trip, j_.legs[i + 1].trip, leg.depart);
    if (!time) return "no link";
    return leg.arrive - leg.depart == *time ? "" : "another walking time";
  }

  [[nodiscard]] std::string ride_fault(const JourneyLeg& leg) const {
    if (!t_.runs_on(leg.trip, leg.day)) return "the trip does not run";
    const Trip& trip = t_.trips()[leg.trip];
    const auto calls = t_.calls_of(trip.pattern);
    if (leg.board >= leg.alight || leg.alight >= calls.size()) return "calls out of order";
    if (calls[leg.board].stop != leg.from || calls[leg.alight].stop != leg.to)
      return "another stop";
    if (!leg.stays_on && !calls[leg.board].board) return "no boarding there";
    const Instant zero = t_.zone_of(leg.trip).instant_at(leg.day, Seconds(trip.shift));
    if (zero + Seconds(t_.times_of(leg.trip)[leg.board].depart) != leg.depart)
      return "another departure";
    return zero + Seconds(t_.times_of(leg.trip)[leg.alight].arrive) == leg.arrive
               ? ""
               : "another arrival";
  }

  [[nodiscard]] std::string join_fault(std::size_t i) const {
    const JourneyLeg& before = j_.legs[i - 1];
    const JourneyLeg& leg = j_.legs[i];
    if (leg.stays_on)
      return before.is_ride() && is_whole_to_end(before) && leg.board == 0 &&
                     t_.next_on(before.trip, before.day) == DatedTrip{leg.trip, leg.day}
                 ? ""
                 : "not one vehicle";
    if (before.to != leg.from) return "does not start where the last leg ended";
    if (before.is_ride() && !alights(before)) return "no alighting before it";
    if (!before.is_ride() && !leg.is_ride()) return "two walks in a row";
    std::optional<Seconds> change = Seconds(0);
    if (before.is_ride() && leg.is_ride())
      change = t_.change_time(before.to, leg.from, before.trip, leg.trip);
    if (!change) return "no change there";
    const Seconds closes =
        leg.is_ride() ? t_.patterns()[t_.trips()[leg.trip].pattern].line.closes : Seconds(0);
    return leg.depart >= before.arrive + *change + closes ? "" : "starts too early";
  }

  [[nodiscard]] bool is_whole_to_end(const JourneyLeg& leg) const {
    return leg.alight + 1 == t_.calls_of(t_.trips()[leg.trip].pattern).size();
  }

  [[nodiscard]] bool alights(const JourneyLeg& leg) const {
    return t_.calls_of(t_.trips()[leg.trip].pattern)[leg.alight].alight;
  }

  const Transit& t_;
  const Journey& j_;
};

}  // namespace

std::string fault_of(const Transit& transit, const Journey& journey) {
  return Inspector(transit, journey).fault();
}

}  // namespace stopover::journeys
