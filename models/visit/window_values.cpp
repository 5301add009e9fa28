// SPDX-License-Identifier: Apache-2.0
#include "models/visit/window_values.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "models/visit/value.hpp"
#include "models/visit/world_ways.hpp"

namespace stopover::visit {
namespace {

using simulation::VisitValues;
using simulation::World;

constexpr int kLongestWindow = VisitValues::kLengths.back();

struct Tastes {
  Table<demand::SegmentId, std::optional<std::int32_t>> of_segment;
  std::vector<VisitQuestion> questions;
};

Tastes tastes_of(const World& world) {
  Tastes tastes;
  std::map<std::pair<std::string, double>, std::int32_t> seen;
  for (const demand::Segment& segment : world.demand.segments) {
    if (segment.kind != demand::VisitorKind::kThrough) {
      tastes.of_segment.push_back(std::nullopt);
      continue;
    }
    const auto [at, fresh] = seen.emplace(std::pair(segment.purpose, segment.value_of_time),
                                          static_cast<std::int32_t>(seen.size()));
    tastes.of_segment.push_back(at->second);
    if (!fresh) continue;
    VisitQuestion question;
    question.purpose = segment.purpose;
    question.yuan_per_hour = segment.value_of_time;
    tastes.questions.push_back(std::move(question));
  }
  return tastes;
}

bool can_stay(const simulation::Journey& journey) {
  return journey.first_air >= 0 && journey.over_gateway &&
         std::ranges::any_of(journey.route, [](const auto& both) { return !both[1].is_none(); });
}

// Of each hub the place where most journeys land that allow a stay.
std::map<network::HubId, network::PlaceId> landings(const World& world) {
  std::map<network::HubId, std::map<network::PlaceId, int>> journeys;
  for (const simulation::Journey& journey : world.alternatives.journeys) {
    if (!can_stay(journey)) continue;
    const timetable::Leg& in = journey.legs.legs[static_cast<std::size_t>(journey.first_air)];
    const network::PlaceId place = world.timetable.services()[in.service].stops[in.alight];
    const network::HubId hub = world.network.places[place].hub;
    if (!hub.is_none()) ++journeys[hub][place];
  }
  std::map<network::HubId, network::PlaceId> out;
  for (const auto& [hub, places] : journeys)
    out[hub] = std::ranges::max_element(places, {}, [](const auto& p) { return p.second; })->first;
  return out;
}

// When each sight is open on that day and the next.
std::vector<std::optional<OpenHours>> hours_from(const SightBook& book, CivilDate day) {
  std::vector<std::optional<OpenHours>> out;
  for (const CivilDate date : {day, day.plus_days(1)})
    for (const Sight& sight : book.sights) out.push_back(sight.hours_on(date));
  return out;
}

// Of each weekday a day of the horizon on which sights open as they do then: the first counted one
// if there is none, since nobody lands beyond the horizon.
std::array<CivilDate, 7> like_weekdays(const World& world, const SightBook& book) {
  const HalfOpen<CivilDate> horizon = world.service_days();
  std::array<CivilDate, 7> out{};
  for (int ahead = 0; ahead < 7; ++ahead) {
    const CivilDate day = world.first_day.plus_days(ahead);
    CivilDate& like = out[static_cast<std::size_t>(day.weekday())];
    like = world.first_day;
    for (CivilDate other = world.first_day; other <= day; other = other.plus_days(1)) {
      if (other.plus_days(2) > horizon.until) break;
      if (hours_from(book, other) != hours_from(book, day)) continue;
      like = other;
      break;
    }
  }
  return out;
}

std::vector<WindowClass> windows() {
  std::vector<WindowClass> out;
  for (const int arrival : VisitValues::kArrivals)
    for (const int length : VisitValues::kLengths)
      out.push_back({.length = hours(length), .arrival = hours(arrival)});
  return out;
}

// The city as it is seen from a terminal on a day.
class View {
 public:
  View(const World& world, const SightBook& book, const Placement& places, network::PlaceId place,
       CivilDate day, Executor& executor)
      : ways_(world, question(world, place, day), places.spots, executor),
        city_{.book = book,
              .placement = places,
              .ways = ways_.ways(),
              .clock = {ways_.zero(), world.zone},
              .day = day,
              .gate_closes = gate_closes(world, place)} {}

  [[nodiscard]] VisitValues::Row row(const VisitQuestion& taste, std::int64_t steps,
                                     Executor& executor) const {
    const ValueSettings settings{.itineraries = 1,
                                 .search = {.seed = 1, .steps = steps, .starts = 1}};
    VisitValues::Row row{};
    const std::vector<VisitValue> values =
        visit_values(city_, windows(), taste, settings, executor);
    std::ranges::transform(values, row.begin(),
                           [](const VisitValue& v) { return static_cast<float>(v.minutes / 60); });
    return row;
  }

 private:
  static WaysQuestion question(const World& world, network::PlaceId place, CivilDate day) {
    WaysQuestion q;
    q.from = place;
    q.to = place;
    const Instant midnight = world.zone.instant_at(day, Seconds(0));
    q.span = {midnight, midnight + hours(24 + kLongestWindow)};
    return q;
  }

  WorldWays ways_;
  VisitCity city_;
};

}  // namespace

void value_windows(World& world, const SightBook& book, Executor& executor, std::int64_t steps) {
  if (book.sights.empty()) return;
  const Tastes tastes = tastes_of(world);
  if (tastes.questions.empty()) return;
  const Placement places = placement(book);
  world.visit_values = VisitValues(tastes.of_segment);
  const std::array<CivilDate, 7> days = like_weekdays(world, book);
  for (const auto& [hub, place] : landings(world)) {
    std::vector<VisitValues::Week> weeks(tastes.questions.size());
    for (const CivilDate day : std::set<CivilDate>(days.begin(), days.end())) {
      const View view(world, book, places, place, day, executor);
      for (std::size_t taste = 0; taste < weeks.size(); ++taste) {
        const VisitValues::Row row = view.row(tastes.questions[taste], steps, executor);
        for (std::size_t weekday = 0; weekday < days.size(); ++weekday)
          if (days[weekday] == day) weeks[taste][weekday] = row;
      }
    }
    for (std::size_t taste = 0; taste < weeks.size(); ++taste)
      world.visit_values.set(hub, static_cast<std::int32_t>(taste), weeks[taste]);
  }
}

World compile_with_visits(const scenario::LoadedScenario& loaded, Executor& executor,
                          FaultList& faults) {
  World world = simulation::compile(loaded.scenario, executor, faults, &loaded.sources);
  if (!faults.has_errors()) value_windows(world, sight_book(loaded.scenario), executor);
  return world;
}

Seconds gate_closes(const World& world, network::PlaceId place) {
  Seconds most{};
  for (const timetable::Service& service : world.timetable.services()) {
    const auto& stops = service.stops;
    if (std::ranges::find(stops, place) != stops.end() && stops.back() != place)
      most = std::max(most, service.boarding_closes);
  }
  return most;
}

}  // namespace stopover::visit
