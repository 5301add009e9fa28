// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/timetable/timetable.hpp"

namespace stopover::timetable {

std::vector<Seconds> departures_of(const std::vector<HeadwayPeriod>& periods) {
  Seconds end = Seconds::min();  // of the day
  for (const HeadwayPeriod& period : periods) end = std::max(end, period.until);
  std::vector<Seconds> departures;
  for (const HeadwayPeriod& period : periods) {
    STOPOVER_CHECK(period.headway > Seconds(0), "a headway is positive");
    STOPOVER_CHECK(period.from <= period.until, "a period ends after it begins");
    Seconds t = period.from;
    for (; t < period.until; t += period.headway) departures.push_back(t);
    if (t == end && t == period.until) departures.push_back(t);
  }
  std::sort(departures.begin(), departures.end());
  departures.erase(std::unique(departures.begin(), departures.end()), departures.end());
  return departures;
}

std::vector<Seconds> spread_departures(Seconds first, Seconds last, int count) {
  STOPOVER_CHECK(count >= 0, "a number of departures");
  STOPOVER_CHECK(count < 2 || first <= last, "the last departure is not before the first");
  std::vector<Seconds> departures;
  for (int i = 0; i < count; ++i) {
    if (i == 0 || i == count - 1) {
      departures.push_back(i == 0 ? first : last);
      continue;
    }
    // Floor division to minutes, negative service times (before noon minus 12 h) included.
    const Seconds exact = first + (last - first) * i / (count - 1) + Seconds(30);
    const std::int64_t past = ((exact.count() % 60) + 60) % 60;
    departures.push_back(std::clamp(exact - Seconds(past), first, last));
  }
  return departures;
}

}  // namespace stopover::timetable
