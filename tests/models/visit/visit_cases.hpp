// SPDX-License-Identifier: Apache-2.0
// A town for tests: sights in a row, a kilometre of latitude being 1/111.195 of a degree, so that
// times can be worked out. On foot a kilometre takes 1.3 / 4.5 h = 1040 s.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/orienteering/search.hpp"
#include "models/scenario/scenario.pb.h"
#include "models/visit/problem.hpp"

namespace stopover::visit {

inline constexpr double kDegree = 111.1949266;  // km of latitude

inline TimeZone shanghai() {
  return *TimeZone::find("Asia/Shanghai");
}

inline CivilDate monday() {
  return *CivilDate::parse("2024-06-03");
}

struct NewSight {
  std::string id;
  double km = 0;  // north of the terminals
  std::string opens = "09:00";
  std::string closes = "17:00";
  int minutes = 60;
  double ticket = 0;
  std::string category = "garden";
};

inline scenario::Sight& add_sight(scenario::Scenario& s, const NewSight& one) {
  scenario::Sight& sight = *s.mutable_elements()->add_sight();
  sight.set_id(one.id);
  sight.set_name(one.id);
  sight.set_category(one.category);
  sight.set_place("town");
  sight.set_lat(one.km / kDegree);
  sight.set_opens(one.opens);
  sight.set_closes(one.closes);
  sight.set_minutes_low(one.minutes);
  sight.set_minutes(one.minutes);
  sight.set_minutes_high(one.minutes);
  sight.set_ticket_yuan(one.ticket);
  return sight;
}

// Both terminals at the origin.
inline Ways town_ways(const Placement& placement) {
  std::vector<Spot> spots{{"town", 0, 0}, {"town", 0, 0}};
  spots.insert(spots.end(), placement.spots.begin(), placement.spots.end());
  return ways_by_distance({}, spots);
}

// 100 yuan an hour, so that an hour of appeal 1 is worth 100.
inline VisitQuestion asked(int from_hour, int until_hour, CivilDate day = monday()) {
  VisitQuestion q;
  q.arrive = shanghai().instant_at(day, hours(from_hour));
  q.gate = shanghai().instant_at(day, hours(until_hour));
  q.purpose = "leisure";
  q.pace = Pace::kUsual;
  return q;
}

inline Clock clock_of(CivilDate day = monday()) {
  return {shanghai().instant_at(day, Seconds(0)), shanghai()};
}

struct Solved {
  VisitProblem problem;
  std::optional<orienteering::SearchResult> result;

  // By key, in order of the visits.
  [[nodiscard]] std::vector<std::string> seen(const SightBook& book) const {
    std::vector<std::string> keys;
    if (!result) return {"nothing"};
    for (const auto& route : result->best.routes)
      for (const auto& visit : route.visits) {
        const SiteOf& of = problem.sites[visit.site];
        keys.push_back(of.kind == SiteOf::Kind::kSight ? book.sights[of.sight].key
                                                       : book.meals[of.meal].key);
      }
    return keys;
  }
};

inline Solved solved(const SightBook& book, const VisitQuestion& q, CivilDate day = monday()) {
  const Placement spots = placement(book);
  const Ways ways = town_ways(spots);
  Solved out{visit_problem(book, spots, ways, clock_of(day), q), {}};
  EXPECT_TRUE(orienteering::unsound(out.problem.spec).empty());
  const auto serial = serial_executor();
  out.result =
      orienteering::solve(orienteering::Problem(out.problem.spec), {.steps = 3'000}, *serial);
  return out;
}

}  // namespace stopover::visit
