// SPDX-License-Identifier: Apache-2.0
#include "models/visit/value.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/orienteering/alternatives.hpp"

namespace stopover::visit {
namespace {

constexpr std::int64_t kDay = 86'400;

// Of [from, until) inside the visitors' days.
Seconds in_days(const VisitCity& city, const Habits& habits, Tick from, Tick until) {
  Seconds sum{};
  const CivilDate first = city.clock.zone.civil(city.clock.instant(from)).date;
  const std::int64_t days = (until - from) / kDay + 2;
  for (std::int32_t d = 0; d < static_cast<std::int32_t>(days); ++d) {
    const Tick begin = std::max(from, city.clock.tick(first.plus_days(d), habits.day_starts));
    const Tick end = std::min(until, city.clock.tick(first.plus_days(d), habits.day_ends));
    if (end > begin) sum += Seconds(end - begin);
  }
  return sum;
}

Seconds usable_hours(const VisitCity& city, const VisitQuestion& q) {
  Seconds most{};
  for (const SightId id : ids_of(city.book.sights)) {
    const std::size_t spot = city.placement.of_sight[id];
    const Tick arrive = city.ways.travel.arrival(0, spot, city.clock.tick(q.arrive));
    const Tick leave = city.ways.travel.latest_departure(spot, 1, city.clock.tick(q.gate));
    if (arrive < leave && arrive < orienteering::kNever)
      most = std::max(most, in_days(city, q.habits, arrive, leave));
  }
  return most;
}

VisitValue value_of(const VisitCity& city, const VisitQuestion& q, const ValueSettings& settings) {
  const VisitProblem problem = visit_problem(city.book, city.placement, city.ways, city.clock, q);
  const orienteering::Apart apart = apart_by_sights(problem, settings.itineraries, settings.apart);
  const auto serial = serial_executor();
  const auto results = orienteering::solve_apart(orienteering::Problem(problem.spec), apart,
                                                 settings.search, *serial);
  VisitValue value{.usable = usable_hours(city, q), .feasible = !results.empty()};
  std::vector<std::vector<WorthOfSight>> worths;
  for (const auto& result : results) {
    std::vector<WorthOfSight>& one = worths.emplace_back();
    std::int64_t sum = 0;
    for (const auto& route : result.best.routes)
      for (const auto& visit : route.visits) {
        const SiteOf& of = problem.sites[visit.site];
        if (of.kind != SiteOf::Kind::kSight) continue;
        one.push_back({city.book.sights[of.sight].identity, problem.spec.sites[visit.site].score});
        sum += one.back().yuan;
      }
    if (sum > value.best) {
      value.best = sum;
      value.sights = static_cast<int>(one.size());
    }
  }
  value.yuan = expected_maximum(std::move(worths), settings.scale_hours * q.yuan_per_hour);
  value.minutes = value.yuan / q.yuan_per_hour * 60;
  return value;
}

void take_better(VisitValue& value, const VisitValue& other) {
  const Seconds usable = value.usable;
  const bool feasible = value.feasible || other.feasible;
  if (other.yuan > value.yuan || (other.yuan == value.yuan && other.best > value.best))
    value = other;
  value.usable = usable;
  value.feasible = feasible;
}

// A window over the night may also be used on one side of it alone, the rest in the terminal.
std::vector<VisitQuestion> sides_of_the_night(const VisitCity& city, const VisitQuestion& q) {
  if (q.gate - q.arrive <= q.habits.no_night) return {};
  const TimeZone& zone = city.clock.zone;
  const auto next_of = [&](Instant t, int days) {
    const CivilTime civil = zone.civil(t);
    const int later = civil.time_of_day < q.habits.new_day ? 0 : 1;
    return zone.instant_at(civil.date.plus_days(later + days), q.habits.new_day);
  };
  const Instant first = next_of(q.arrive, 0);
  const Instant last = next_of(q.gate - Seconds(1), -1);
  if (first >= q.gate) return {};
  std::vector<VisitQuestion> sides(2, q);
  sides[0].gate = first;
  sides[1].arrive = last;
  return sides;
}

}  // namespace

double expected_maximum(std::vector<std::vector<WorthOfSight>> itineraries, double scale) {
  STOPOVER_CHECK(scale > 0, "a scale above 0");
  const auto sum_of = [](const std::vector<WorthOfSight>& one) {
    std::int64_t sum = 0;
    for (const WorthOfSight& sight : one) sum += sight.yuan;
    return sum;
  };
  std::stable_sort(itineraries.begin(), itineraries.end(),
                   [&](const auto& a, const auto& b) { return sum_of(a) > sum_of(b); });
  std::set<SightId> known;  // of the itineraries before
  double most = 0;          // taken out of the exponents
  std::vector<std::pair<double, double>> terms;
  for (const auto& one : itineraries) {
    double worth = 0;
    double fresh = 0;
    for (const WorthOfSight& sight : one) {
      worth += static_cast<double>(sight.yuan);
      if (!known.contains(sight.sight)) fresh += static_cast<double>(sight.yuan);
    }
    for (const WorthOfSight& sight : one) known.insert(sight.sight);
    if (worth <= 0) continue;
    terms.emplace_back(worth, fresh / worth);
    most = std::max(most, worth);
  }
  double sum = std::exp(-most / scale);
  for (const auto& [worth, size] : terms) sum += size * std::exp((worth - most) / scale);
  return most + scale * std::log(sum);
}

VisitValue visit_value(const VisitCity& city, const WindowClass& window, const VisitQuestion& taste,
                       const ValueSettings& settings) {
  VisitQuestion q = taste;
  q.arrive = city.clock.zone.instant_at(city.day, window.arrival);
  q.gate = q.arrive + std::max(Seconds(0), window.length - city.gate_closes);
  VisitValue value = value_of(city, q, settings);
  for (const VisitQuestion& side : sides_of_the_night(city, q))
    take_better(value, value_of(city, side, settings));
  return value;
}

std::vector<VisitValue> visit_values(const VisitCity& city, const std::vector<WindowClass>& windows,
                                     const VisitQuestion& taste, const ValueSettings& settings,
                                     Executor& executor) {
  std::vector<VisitValue> values(windows.size());
  executor.run(windows.size(),
               [&](std::size_t i) { values[i] = visit_value(city, windows[i], taste, settings); });
  // Who has longer can do the same, and wait.
  const std::vector<VisitValue> alone = values;
  for (std::size_t i = 0; i < windows.size(); ++i)
    for (std::size_t j = 0; j < windows.size(); ++j)
      if (windows[j].arrival == windows[i].arrival && windows[j].length < windows[i].length)
        take_better(values[i], alone[j]);
  return values;
}

}  // namespace stopover::visit
