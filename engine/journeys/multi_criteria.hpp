// SPDX-License-Identifier: Apache-2.0
// Search by time, boardings, fare and walking, with hub rules and a deadline.
//
// What it is: the general search. What it is not: the fast one; where time and boardings are all
// that is asked and no hub rules hold, trip_based.hpp gives the same an order of magnitude faster.
//
// Method: McRAPTOR over a range of departures (Delling, Pajor & Werneck 2012): rounds of boardings,
// bags of labels that none beats at each stop, from the last departure to the first. A label of who
// left governed services carries each hub and instant until its longest rule has passed, and beats
// only labels bound no less: no ride in between dodges a rule, governed or not, and no journey that
// keeps the rules is lost. Bounds (bounds.hpp) end what cannot beat an offer known.
//
// Results are the journeys that leave within the range and that none beats which leaves as late or
// later, in the range or after it, by (departure, arrival, boardings) and, if asked for, fare,
// walking and what binds who goes on; one offer stands for each such point. The walk from door to
// door is not among them, nor what it beats.
//
// Units: seconds; the smallest of one currency (fen of yuan). Fares add up ride by ride, a through
// service's parts too, and with links'.
// Determinism: a result depends on its request alone. Cost: grows with the number of Pareto-optimal
// labels; a searcher serves one thread.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/units.hpp"
#include "engine/journeys/bounds.hpp"
#include "engine/journeys/hub_rules.hpp"
#include "engine/journeys/journey.hpp"
#include "engine/journeys/stay_clock.hpp"
#include "engine/journeys/window.hpp"

namespace stopover::journeys {

struct Request {
  StopId from;
  StopId to;
  HalfOpen<Instant> departures;
  int most_boardings = 6;  // at most 15
  bool by_fare = false;
  bool by_walking = false;
  std::optional<Instant> arrive_by{};
  std::optional<StayClock> clock{};
  // Left before the journey, for the rules of hubs.
  std::vector<LeftBehind> left{};
  // The traveller goes on from the destination so long after arriving: what binds then (the clock's
  // deadline, rules of hubs) counts too, less being better. The walk is not compared.
  std::optional<Seconds> stay_after{};
};

struct Offer {
  Journey journey;
  Fen fare{};
  Seconds walking{};  // by links, where they depend on the hour the least: else who comes later to
                      // one would walk less, and no label could beat another
  friend auto operator<=>(const Offer&, const Offer&) = default;
};

class MultiCriteriaSearch {
 public:
  // Keeps references to window and bounds.
  MultiCriteriaSearch(const Window& window, const Bounds& bounds, HubRules rules = {});
  ~MultiCriteriaSearch();
  MultiCriteriaSearch(MultiCriteriaSearch&&) noexcept;
  MultiCriteriaSearch& operator=(MultiCriteriaSearch&&) noexcept;
  MultiCriteriaSearch(const MultiCriteriaSearch&) = delete;
  MultiCriteriaSearch& operator=(const MultiCriteriaSearch&) = delete;

  // From door to door over one link, at any time; nullopt: there is none.
  [[nodiscard]] std::optional<Offer> direct(StopId from, StopId to, Instant depart) const;
  [[nodiscard]] const Window& window() const;
  [[nodiscard]] const HubRules& rules() const;
  // By departure, then boardings, arrival, fare, walking.
  [[nodiscard]] std::vector<Offer> profile(const Request& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stopover::journeys
