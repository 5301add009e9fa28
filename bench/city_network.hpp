// SPDX-License-Identifier: Apache-2.0
// A city's timetable without data of others: 32 × 32 stops 400 m apart, 64 streets with a line each
// way, every 6 minutes at peaks and 12 between, from 5 to 24 o'clock: some 470,000 stop
// times a day. With another side as many times the square of its share.
#pragma once

#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include "engine/journeys/transit.hpp"

namespace stopover::bench {

class CityMaker {
 public:
  static constexpr std::int32_t kUsualSide = 32;
  static constexpr double kStep = 0.0036;  // degrees, 400 m north

  static HalfOpen<CivilDate> dates() {
    const CivilDate first = *CivilDate::from_ymd(2024, 6, 3);
    return {first, first.plus_days(3)};
  }
  // With `walking`, links to the four stops around.
  static journeys::Transit make(bool walking, std::int32_t side = kUsualSide) {
    return CityMaker(walking, side).city();
  }

 private:
  CityMaker(bool walking, std::int32_t side) : walking_(walking), side_(side), builder_(dates()) {}

  journeys::Transit city() && {
    for (std::int32_t row = 0; row < side_; ++row)
      for (std::int32_t column = 0; column < side_; ++column)
        builder_.add_stop({fmt::format("{}-{}", row, column), "", 121 + column * kStep,
                           31 + row * kStep, Seconds(60), TimeZone::utc()});
    if (walking_) add_walks();
    days_ = builder_.add_days(TimeZone::utc(),
                              {dates().from, dates().from.plus_days(1), dates().from.plus_days(2)});
    for (std::int32_t street = 0; street < side_; ++street)
      for (const bool north : {false, true})
        for (const bool back : {false, true}) add_line(street, north, back);
    return std::move(builder_).build();
  }
  [[nodiscard]] journeys::StopId stop(std::int32_t row, std::int32_t column) const {
    return journeys::StopId(row * side_ + column);
  }
  void add_walks() {
    for (std::int32_t row = 0; row < side_; ++row)
      for (std::int32_t column = 0; column < side_; ++column) {
        const journeys::StopId here = stop(row, column);
        if (row > 0) join(here, stop(row - 1, column));
        if (column > 0) join(here, stop(row, column - 1));
      }
  }
  void join(journeys::StopId a, journeys::StopId b) {
    builder_.add_link(a, b, Seconds(430));
    builder_.add_link(b, a, Seconds(430));
  }
  void add_line(std::int32_t street, bool north, bool back) {
    std::vector<journeys::Call> calls;
    std::vector<journeys::CallTime> times;
    std::int32_t t = 5 * 3'600 + 60 * (street * 7 % 12);
    for (std::int32_t k = 0; k < side_; ++k) {
      const std::int32_t at = back ? side_ - 1 - k : k;
      calls.push_back({north ? stop(at, street) : stop(street, at)});
      times.push_back({t, t + 15});
      t += 75 + 5 * (street * k % 7);  // some streets are slower
    }
    const journeys::PatternId pattern = builder_.add_pattern(
        {fmt::format("{}{}{}", north ? "N" : "E", street, back ? "b" : ""), 3}, calls);
    const journeys::TripId first = builder_.add_trip("first", pattern, days_, times);
    std::int32_t later = 0;
    for (int number = 1; later < 19 * 3'600; ++number) {
      const std::int32_t hour = 5 + later / 3'600;
      later += hour == 7 || hour == 8 || hour == 17 || hour == 18 ? 360 : 720;
      builder_.add_shifted(fmt::format("{}", number), first, Seconds(later));
    }
  }

  bool walking_;
  std::int32_t side_;
  journeys::TransitBuilder builder_;
  journeys::DaysId days_;
};

}  // namespace stopover::bench
