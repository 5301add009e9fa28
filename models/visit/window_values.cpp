// SPDX-License-Identifier: Apache-2.0
#include "models/visit/window_values.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/visit/value.hpp"
#include "models/visit/world_ways.hpp"

namespace stopover::visit {
namespace {

using simulation::VisitValues;
using simulation::World;

constexpr std::int64_t kSteps = 300;  // of the search
constexpr int kLongest = VisitValues::kLengths.back();

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

std::map<int, CivilDate> one_of_each_weekday(const World& world) {
  std::map<int, CivilDate> out;
  for (const CivilDate day : world.demand_days()) out.emplace(day.weekday(), day);
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

  [[nodiscard]] VisitValues::Row row(const VisitQuestion& taste, Executor& executor) const {
    const ValueSettings settings{.itineraries = 1,
                                 .search = {.seed = 1, .steps = kSteps, .starts = 1}};
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
    q.span = {midnight, midnight + hours(24 + kLongest)};
    return q;
  }

  WorldWays ways_;
  VisitCity city_;
};

}  // namespace

void value_windows(World& world, const SightBook& book, Executor& executor) {
  if (book.sights.empty()) return;
  const Tastes tastes = tastes_of(world);
  if (tastes.questions.empty()) return;
  const Placement places = placement(book);
  world.visit_values = VisitValues(tastes.of_segment);
  for (const auto& [hub, place] : landings(world))
    for (const auto& [weekday, day] : one_of_each_weekday(world)) {
      const View view(world, book, places, place, day, executor);
      for (std::size_t taste = 0; taste < tastes.questions.size(); ++taste)
        world.visit_values.set(hub, weekday, static_cast<std::int32_t>(taste),
                               view.row(tastes.questions[taste], executor));
    }
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
