// SPDX-License-Identifier: Apache-2.0
// Timetables written out in a test: trips as text, stops made at their first mention.
//
//   Made made({date, date.plus_days(1)});
//   const TripId trip = made.trip("A 08:00 B 08:10-08:11 C 08:20", made.daily());
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/journeys/journey.hpp"
#include "engine/journeys/transit.hpp"

namespace stopover::journeys::testing {

class Made {
 public:
  explicit Made(HalfOpen<CivilDate> dates, TimeZone zone = TimeZone::utc())
      : builder(dates), dates_(dates), zone_(zone) {}

  // Changes take a minute.
  StopId stop(const std::string& key) {
    const auto [at, fresh] = stops_.try_emplace(key, StopId::none());
    if (fresh) at->second = builder.add_stop({key, key, 0, 0, Seconds(60), zone_});
    return at->second;
  }
  DaysId daily() { return daily(zone_); }
  DaysId daily(TimeZone zone) {
    std::vector<CivilDate> all;
    for (CivilDate date = dates_.from; date < dates_.until; date = date.plus_days(1))
      all.push_back(date);
    return builder.add_days(zone, all);
  }
  TripId trip(const std::string& text, DaysId days) {
    std::vector<Call> calls;
    std::vector<CallTime> times;
    std::istringstream in(text);
    for (std::string key, time; in >> key >> time;) {
      calls.push_back({stop(key)});
      const std::size_t dash = time.find('-');
      const std::int32_t arrive = seconds(time.substr(0, dash));
      times.push_back(
          {arrive, dash == std::string::npos ? arrive : seconds(time.substr(dash + 1))});
    }
    return builder.add_trip(text, builder.add_pattern({"line", 3}, calls), days, times);
  }
  void link(const std::string& from, const std::string& to, Seconds time) {
    const StopId a = stop(from);  // in this order, whatever the compiler's
    const StopId b = stop(to);
    builder.add_link(a, b, time);
  }
  Transit build() { return std::move(builder).build(); }

  TransitBuilder builder;

 private:
  static std::int32_t seconds(const std::string& text) {
    const auto time = parse_service_time(text);
    STOPOVER_CHECK(time.has_value(), "a time such as 08:10");
    return static_cast<std::int32_t>(time->count());
  }

  HalfOpen<CivilDate> dates_;
  TimeZone zone_;
  std::map<std::string, StopId> stops_;
};

inline CivilDate date_of(const char* text) {
  const auto date = CivilDate::parse(text);
  STOPOVER_CHECK(date.has_value(), "a date such as 2024-02-29");
  return *date;
}

inline Instant at(CivilDate date, Seconds time, TimeZone zone = TimeZone::utc()) {
  return zone.instant_at(date, time);
}

inline std::string text_of(const std::vector<JourneyPoint>& points,
                           TimeZone zone = TimeZone::utc()) {
  std::string out;
  for (const JourneyPoint& p : points)
    out += iso_text(p.depart, zone) + " > " + iso_text(p.arrive, zone) + " " +
           std::to_string(p.boardings) + "\n";
  return out;
}

inline std::vector<JourneyPoint> points_of(const std::vector<Journey>& journeys) {
  std::vector<JourneyPoint> points;
  points.reserve(journeys.size());
  for (const Journey& journey : journeys) points.push_back(journey.point);
  return points;
}

}  // namespace stopover::journeys::testing
