// SPDX-License-Identifier: Apache-2.0
// Lines, roads, flights, delays and background load: what several of their values say together.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/time.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

constexpr Seconds kHour = hours(1);
constexpr double kMostMinutes = 1'200;  // of a road, as its field's range has it

using Words = std::initializer_list<int>;

bool one_of(int value, Words words) {
  return value == 0 || std::find(words.begin(), words.end(), value) != words.end();
}

// ---- lines --------------------------------------------------------------------------------------

void check_stops(Checking& c, const Line& line, const Spot& spot) {
  if (line.stop_size() < 2) {
    c.fault(rule::kFewStops, spot.at("stop"), std::to_string(line.stop_size()),
            "two stops or more");
    return;
  }
  if (line.stop(0).minutes() > 0)
    c.fault(rule::kStopOrder, spot.at("stop[0].minutes"), fmt::format("{}", line.stop(0).minutes()),
            "0 at the first stop");
  for (int i = 1; i < line.stop_size(); ++i) {
    const LineStop& before = line.stop(i - 1);
    const LineStop& stop = line.stop(i);
    const Spot at = spot.at(indexed("stop", i));
    if (stop.minutes() <= before.minutes())
      c.fault(rule::kStopOrder, at.at("minutes"), fmt::format("{}", stop.minutes()),
              fmt::format("more than {}, the minutes of the stop before", before.minutes()));
    if (stop.place() == before.place() && !stop.place().empty())
      c.fault(rule::kSamePlace, at.at("place"), stop.place(), "another place than the stop before");
  }
}

void check_headways(Checking& c, const Line& line, const Spot& spot) {
  if (line.headway().empty())
    c.fault(rule::kNoService, spot.at("headway"), "", "at least one period with departures");
  std::optional<Seconds> end;
  for (int i = 0; i < line.headway_size(); ++i) {
    const Spot at = spot.at(indexed("headway", i));
    const auto from = parse_service_time(line.headway(i).from());
    const auto until = parse_service_time(line.headway(i).until());
    if (!from || !until) return;
    // The last period includes its end: from = until is one departure.
    const bool single = *until == *from && i + 1 == line.headway_size();
    if (*until <= *from && !single)
      c.fault(rule::kTimeRange, at.at("until"), line.headway(i).until(),
              "a time after " + line.headway(i).from());
    else if (end && *from < *end)
      c.fault(rule::kPeriods, at.at("from"), line.headway(i).from(),
              "not before the end of the period above, " + line.headway(i - 1).until());
    end = *until > *from ? until : std::nullopt;
  }
}

void check_line_fares(Checking& c, const Line& line, const Spot& spot) {
  if (line.fare().empty() && !line.has_flat_fare_yuan())
    c.fault(rule::kNothingSold, spot.at("fare"), "", "fares of pairs of stops or flat_fare_yuan");
  if (line.stop_size() < 2) return;
  std::set<std::string> stops;
  for (const LineStop& stop : line.stop()) stops.insert(stop.place());
  check_fares(c, line.fare(), stops, spot, "line");
}

void check_line(Checking& c, const Line& line) {
  const Spot spot{"line", line.id(), ""};
  if (!one_of(line.mode(), {RAIL, METRO, MAGLEV, LINK, COACH, SHUTTLE, FERRY}))
    c.fault(rule::kMode, spot.at("mode"), Mode_Name(line.mode()),
            "one of RAIL, METRO, MAGLEV, LINK, COACH, SHUTTLE, FERRY");
  check_stops(c, line, spot);
  check_headways(c, line, spot);
  check_line_fares(c, line, spot);
  check_valid_dates(c, spot, line.valid_from(), line.valid_until());
  if (line.seats() == 0 && line.standing() == 0)
    c.fault(rule::kNoService, spot.at("seats"), "0", "seats or standing places");
}

// ---- roads and flights --------------------------------------------------------------------------

void check_ends(Checking& c, const Spot& spot, const std::string& from, const std::string& to) {
  if (!from.empty() && from == to)
    c.fault(rule::kSamePlace, spot.at("to"), to, "another place than from");
}

void check_road(Checking& c, const Road& road) {
  const Spot spot{"road", road.id(), ""};
  if (!one_of(road.mode(), {TAXI, CAR, SHUTTLE}))
    c.fault(rule::kMode, spot.at("mode"), Mode_Name(road.mode()), "one of TAXI, CAR, SHUTTLE");
  check_ends(c, spot, road.from(), road.to());
  const auto is_minutes = [](double x) { return x >= 0 && x <= kMostMinutes; };
  const int figures = road.hour_minutes_size();
  if (figures != 0 && figures != kHoursOfDay) {
    c.fault(rule::kFactorCount, spot.at("hour_minutes"), fmt::format("{} figures", figures),
            fmt::format("{} figures", kHoursOfDay));
    return;
  }
  for (int h = 0; h < figures; ++h) {
    const double now = road.hour_minutes(h);
    const double then = road.hour_minutes((h + 1) % figures);
    if (!is_minutes(now) || !is_minutes(then)) continue;  // told by the field's own range
    // In whole seconds, as the ways are built.
    const Seconds least = round_to<Seconds>(60 * now) - kHour;
    if (round_to<Seconds>(60 * then) < least)
      c.fault(rule::kOvertaking, spot.at(indexed("hour_minutes", (h + 1) % figures)),
              fmt::format("{} after {}", then, now),
              fmt::format("at least {:.8g}: who sets out an hour later does not arrive earlier",
                          static_cast<double>(least.count()) / 60));
  }
}

void check_flight(Checking& c, const FlightGroup& flight) {
  const Spot spot{"flight", flight.id(), ""};
  for (const auto& [field, id] : {std::pair("from", flight.from()), std::pair("to", flight.to())}) {
    const Place* place = c.place(id);
    if (place != nullptr && !one_of(place->kind(), {AIRPORT_GATES, REGION, CITY}))
      c.fault(rule::kFlightPlace, spot.at(field),
              fmt::format("{} ({})", id, PlaceKind_Name(place->kind())),
              "a place of kind AIRPORT_GATES, REGION or CITY");
  }
  check_ends(c, spot, flight.from(), flight.to());
  check_valid_dates(c, spot, flight.valid_from(), flight.valid_until());
  const auto first = parse_service_time(flight.first_departure());
  const auto last = parse_service_time(flight.last_departure());
  if (first && last && *last < *first)
    c.fault(rule::kTimeRange, spot.at("last_departure"), flight.last_departure(),
            "not before the first departure, " + flight.first_departure());
}

// ---- delays and background ----------------------------------------------------------------------

void check_delay(Checking& c, const DelayProfile& delay) {
  const Spot spot{"delay", delay.id(), ""};
  if (delay.max_minutes() < delay.mean_late_minutes())
    c.fault(rule::kNoDelay, spot.at("max_minutes"), fmt::format("{}", delay.max_minutes()),
            fmt::format("at least the mean, {}", delay.mean_late_minutes()));
  if (delay.on_time_share() < 1 && delay.mean_late_minutes() == 0)
    c.fault(rule::kNoDelay, spot.at("mean_late_minutes"), "0",
            fmt::format("more than 0: a share of {:.6g} is late", 1 - delay.on_time_share()));
}

void check_background(Checking& c, const Background& background) {
  const Spot spot{"background", background.id(), ""};
  const auto from = parse_service_time(background.from());
  const auto until = parse_service_time(background.until());
  if (from && until && *until <= *from)
    c.fault(rule::kTimeRange, spot.at("until"), background.until(),
            "a time after " + background.from());
  const bool desk = c.knows("checkpoint", background.target());
  const bool vehicle = c.knows("line", background.target()) ||
                       c.knows("flight", background.target()) || c.is_of_feed(background.target());
  if (desk == vehicle) return;  // nothing, or two things: reported as such
  const char* const right = desk ? "people_per_quarter" : "seat_share";
  const char* const wrong = desk ? "seat_share" : "people_per_quarter";
  const bool has_right = desk ? background.has_people_per_quarter() : background.has_seat_share();
  const bool has_wrong = desk ? background.has_seat_share() : background.has_people_per_quarter();
  if (has_wrong)
    c.fault(rule::kBackgroundForm, spot.at(wrong), wrong,
            fmt::format("{} alone, as {} is a {}", right, background.target(),
                        desk ? "checkpoint" : "line or flight"));
  else if (!has_right)
    c.fault(rule::kBackgroundForm, spot.at(right), "", "to be given for " + background.target());
}

}  // namespace

void check_valid_dates(Checking& c, const Spot& element, const std::string& from,
                       const std::string& until) {
  const auto first = CivilDate::parse(from);
  const auto end = CivilDate::parse(until);
  if (first && end && *end <= *first)
    c.fault(rule::kDateRange, element.at("valid_until"), until, "a date after " + from);
}

void check_fares(Checking& c, const FareList& fares, const std::set<std::string>& stops,
                 const Spot& spot, std::string_view owner) {
  std::map<std::pair<std::string, std::string>, int> pairs;
  std::map<std::string, std::vector<int>> rows_of;  // of a stop, each pair once
  std::set<std::string> priced;
  for (int i = 0; i < fares.size(); ++i) {
    const Fare& fare = fares[i];
    const Spot at = spot.at(indexed("fare", i));
    bool sound = true;
    for (const auto& [field, place] :
         {std::pair("from", fare.from()), std::pair("to", fare.to())}) {
      // A place that does not exist is reported as such.
      if (stops.contains(place) || c.place(place) == nullptr) continue;
      c.fault(rule::kFareStop, at.at(field), place, "a stop of this " + std::string(owner));
      sound = false;
    }
    if (!sound) continue;
    if (fare.from() == fare.to()) {
      c.fault(rule::kFareStop, at.at("to"), fare.to(), "another stop than " + fare.from());
      continue;
    }
    const auto [first, fresh] = pairs.try_emplace(std::minmax(fare.from(), fare.to()), i);
    if (!fresh) {
      c.fault(rule::kFareStop, at,
              fmt::format("{} - {}, {} yuan", fare.from(), fare.to(), fare.yuan()),
              fmt::format("each pair of stops once, for both directions; fare[{}] says {} yuan",
                          first->second, fares[first->second].yuan()));
      continue;
    }
    for (const std::string& stop : {fare.from(), fare.to()}) {
      rows_of[stop].push_back(i);
      if (fare.yuan() > 0) priced.insert(stop);
    }
  }
  for (const auto& [stop, rows] : rows_of)
    if (rows.size() > 1 && !priced.contains(stop) && !priced.empty())
      c.fault(rule::kFreeStop, spot.at(indexed("fare", rows.front())).at("yuan"),
              fmt::format("0 in all {} fares of {}", rows.size(), stop),
              "its fares: other stops have some above 0");
}

void check_services(Checking& c) {
  c.each("line", c.elements().line(), [&](const Line& line) { check_line(c, line); });
  c.each("road", c.elements().road(), [&](const Road& road) { check_road(c, road); });
  c.each("flight", c.elements().flight(),
         [&](const FlightGroup& flight) { check_flight(c, flight); });
  c.each("delay", c.elements().delay(), [&](const DelayProfile& delay) { check_delay(c, delay); });
  c.each("background", c.elements().background(),
         [&](const Background& background) { check_background(c, background); });
}

}  // namespace stopover::scenario
