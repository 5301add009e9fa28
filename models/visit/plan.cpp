// SPDX-License-Identifier: Apache-2.0
#include "models/visit/plan.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/orienteering/alternatives.hpp"

namespace stopover::visit {
namespace {

constexpr std::size_t kArrivalSpot = 0;
constexpr std::size_t kGateSpot = 1;

class Telling {
 public:
  Telling(const SightBook& book, const VisitProblem& problem, const Placement& placement,
          const WorldWays& ways, const VisitQuestion& question)
      : book_(book), problem_(problem), placement_(placement), ways_(ways), q_(question) {}

  VisitItinerary of(const orienteering::Solution& solution) {
    VisitItinerary out;
    out.nights = static_cast<int>(problem_.days.size()) - 1;
    if (out.nights > 0) {
      out.hotel = problem_.hotels[solution.options[2]];
      const std::int64_t rooms = (q_.persons + 1) / 2;
      out.lodging = book_.hotels[*out.hotel].room * (rooms * out.nights) / q_.persons;
    }
    for (std::size_t r = 0; r < solution.routes.size(); ++r) add_day(r, solution, out);
    for (const SightId must : q_.must)
      if (!seen_.contains(book_.sights[must].identity)) out.must_missing.push_back(must);
    return out;
  }

 private:
  void add_day(std::size_t r, const orienteering::Solution& solution, VisitItinerary& out) {
    const orienteering::Itinerary& route = solution.routes[r];
    const bool last = r + 1 == solution.routes.size();
    const std::size_t bed = out.hotel ? placement_.of_hotel[*out.hotel] : kGateSpot;
    PlannedDay day{.date = problem_.days[r]};
    std::size_t at = r == 0 ? kArrivalSpot : bed;
    Tick ready = problem_.spec.routes[r].earliest;
    for (std::size_t i = 0; i < route.visits.size(); ++i) {
      const orienteering::Visit& visit = route.visits[i];
      const std::size_t to = problem_.spec.sites[visit.site].place;
      if (i == 0 && r > 0) ready = ways_.ways().travel.latest_departure(at, to, visit.start);
      add_way(ways_.way(at, to, ready), day, out);
      add_stop(visit, day, out);
      at = to;
      ready = visit.departure;
    }
    const std::size_t end = last ? kGateSpot : bed;
    const Tick deadline = problem_.spec.routes[r].deadline;
    // Whoever has nothing to visit stays until it is time.
    if (route.visits.empty() && (r > 0 || last) && at != end)
      ready = std::max(ready, ways_.ways().travel.latest_departure(at, end, deadline));
    add_way(ways_.way(at, end, ready), day, out);
    if (last) {
      out.slack = q_.gate - day.ways.back().arrive;
      if (at != kArrivalSpot)
        out.miss = ways_.miss(at, ready, out.slack);
      else
        out.miss = {0, 0, 0};
      out.leave_latest = ways_.instant(ways_.ways().travel.latest_departure(at, end, deadline));
    }
    out.days.push_back(std::move(day));
  }

  static void add_way(Way way, PlannedDay& day, VisitItinerary& out) {
    out.fares += way.fare;
    out.walk_m += way.walk_m;
    day.ways.push_back(std::move(way));
  }

  void add_stop(const orienteering::Visit& visit, PlannedDay& day, VisitItinerary& out) {
    const SiteOf& of = problem_.sites[visit.site];
    PlannedStop stop{.of = of,
                     .arrive = day.ways.back().arrive,
                     .start = ways_.instant(visit.start),
                     .leave = ways_.instant(visit.departure)};
    if (of.kind == SiteOf::Kind::kSight) {
      stop.price = book_.sights[of.sight].ticket;
      out.tickets += stop.price;
      out.worth += problem_.spec.sites[visit.site].score;
      out.visiting += stop.leave - stop.start;
      seen_.insert(book_.sights[of.sight].identity);
    } else {
      stop.price = book_.meals[of.meal].price;
      out.meals += stop.price;
    }
    day.stops.push_back(stop);
  }

  const SightBook& book_;
  const VisitProblem& problem_;
  const Placement& placement_;
  const WorldWays& ways_;
  const VisitQuestion& q_;
  std::set<SightId> seen_;
};

}  // namespace

std::vector<VisitItinerary> plan_visits(const VisitTown& town, const VisitQuestion& question,
                                        const PlanSettings& settings, Executor& executor) {
  const auto& [book, placement, ways, clock] = town;
  const VisitProblem problem = visit_problem(book, placement, ways.ways(), clock, question);
  const auto faults = orienteering::unsound(problem.spec);
  STOPOVER_CHECK(faults.empty(), "a window makes a sound problem");
  const orienteering::Apart apart = apart_by_sights(problem, settings.itineraries, settings.apart);
  std::vector<VisitItinerary> out;
  for (const auto& result : orienteering::solve_apart(orienteering::Problem(problem.spec), apart,
                                                      settings.search, executor)) {
    VisitItinerary one = Telling(book, problem, placement, ways, question).of(result.best);
    if (!out.empty() && one.worth == 0) break;  // nothing new to see
    out.push_back(std::move(one));
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return a.must_missing.size() < b.must_missing.size() ||
           (a.must_missing.size() == b.must_missing.size() && a.worth > b.worth);
  });
  return out;
}

}  // namespace stopover::visit
