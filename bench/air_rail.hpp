// SPDX-License-Identifier: Apache-2.0
// A made-up country of airports and stations for the air–rail bench: as many flights and trains as
// MultiModX reports for its network, in about as many places.
//
// Cities lie at random in a square of 1,500 km. Most have a station, the larger an airport too, an
// hour apart by an airport link. Trains run along lines that join near cities, flights from a few
// large airports to all others and back. Fares by distance.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/journeys/hub_rules.hpp"
#include "engine/journeys/transit.hpp"

namespace stopover::bench {

struct AirRail {
  journeys::Transit transit;
  journeys::HubRules rules;
  std::vector<journeys::StopId> cities;  // the places to travel between
  CivilDate date;
};

class AirRailMaker {
 public:
  static constexpr int kCities = 170;
  static constexpr int kAirports = 80;  // and a station a city: 250 places
  static constexpr int kBases = 6;      // airports with flights to all others
  static constexpr int kLines = 60;
  static constexpr int kFlights = 1'300;
  static constexpr int kTrains = 1'500;

  static AirRail make() { return AirRailMaker().run(); }

 private:
  using Group = journeys::Group;
  static constexpr Group kFlight = 1;
  static constexpr Group kTrain = 2;

  struct City {
    double x = 0;  // km
    double y = 0;
    journeys::StopId centre;
    journeys::StopId station;
    journeys::StopId airport = journeys::StopId::none();
  };

  AirRailMaker() : date_(*CivilDate::from_ymd(2024, 6, 3)), builder_({date_, date_.plus_days(2)}) {}

  AirRail run() {
    days_ = builder_.add_days(TimeZone::utc(), {date_, date_.plus_days(1)});
    add_cities();
    for (int i = 0; i < kFlights; ++i) add_flight();
    for (int i = 0; i < kLines; ++i) add_line();
    journeys::HubRules rules;
    for (journeys::Hub hub = 0; hub < kCities; ++hub) {
      rules.set({hub, kFlight, hub, kFlight}, minutes(60));
      rules.set({hub, kFlight, hub, kTrain}, minutes(75));
      rules.set({hub, kTrain, hub, kFlight}, minutes(105));
      rules.set({hub, kTrain, hub, kTrain}, minutes(15));
    }
    std::vector<journeys::StopId> centres;
    for (const City& city : cities_) centres.push_back(city.centre);
    return {std::move(builder_).build(), std::move(rules), std::move(centres), date_};
  }

  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  static double km(const City& a, const City& b) { return std::hypot(a.x - b.x, a.y - b.y); }

  journeys::StopId add_stop(const std::string& key, const City& city, journeys::Hub hub,
                            std::optional<Seconds> change) {
    journeys::Stop stop;
    stop.key = key;
    stop.name = key;
    stop.lon = city.x / 111;
    stop.lat = city.y / 111;
    stop.change = change;
    stop.hub = hub;
    return builder_.add_stop(std::move(stop));
  }

  void add_cities() {
    for (int i = 0; i < kCities; ++i) {
      City city;
      city.x = number(0, 1'500);
      city.y = number(0, 1'500);
      const auto hub = static_cast<journeys::Hub>(i);
      const std::string name = "c" + std::to_string(i);
      city.centre = add_stop(name, city, hub, std::nullopt);
      city.station = add_stop(name + " rail", city, hub, minutes(10));
      builder_.add_link(city.centre, city.station, minutes(20));
      builder_.add_link(city.station, city.centre, minutes(20));
      if (i < kAirports) {
        city.airport = add_stop(name + " air", city, hub, minutes(30));
        builder_.add_link(city.centre, city.airport, minutes(100), yuan(30));
        builder_.add_link(city.airport, city.centre, minutes(60), yuan(30));
        builder_.add_link(city.station, city.airport, minutes(60), yuan(25));
        builder_.add_link(city.airport, city.station, minutes(45), yuan(25));
      }
      cities_.push_back(city);
    }
  }

  void add_flight() {
    const City& a = cities_[static_cast<std::size_t>(number(0, kBases - 1))];
    const City& b = cities_[static_cast<std::size_t>(number(0, kAirports - 1))];
    if (a.airport == b.airport) return add_flight();
    const bool back = number(0, 1) == 1;
    const std::int32_t start = 300 * number(6 * 12, 22 * 12);
    const auto time = static_cast<std::int32_t>(1'800 + km(a, b) / 800 * 3'600);
    const auto fen = static_cast<std::int64_t>(20'000 + km(a, b) * 50);
    const journeys::PatternId pattern =
        builder_.add_pattern({"flight", 1100, kFlight, {-1, fen, -1, -1}},
                             {{back ? b.airport : a.airport}, {back ? a.airport : b.airport}});
    builder_.add_trip(
        "F" + std::to_string(flights_++), pattern, days_,
        std::vector<journeys::CallTime>{{start, start}, {start + time, start + time}});
  }

  // From one city to the nearest not yet on the line, eight times.
  void add_line() {
    std::vector<const City*> line{&cities_[static_cast<std::size_t>(number(0, kCities - 1))]};
    while (line.size() < 9) {
      const City* next = nullptr;
      for (const City& city : cities_) {
        if (std::find(line.begin(), line.end(), &city) != line.end()) continue;
        if (next == nullptr || km(*line.back(), city) < km(*line.back(), *next)) next = &city;
      }
      line.push_back(next);
    }
    for (const bool back : {false, true}) {
      if (back) std::reverse(line.begin(), line.end());
      std::vector<journeys::Call> calls;
      std::vector<journeys::CallTime> times;
      std::vector<double> at{0};
      std::int32_t t = 0;
      for (std::size_t i = 0; i < line.size(); ++i) {
        if (i > 0) {
          at.push_back(at.back() + km(*line[i - 1], *line[i]));
          t += static_cast<std::int32_t>(120 + km(*line[i - 1], *line[i]) / 220 * 3'600);
        }
        calls.push_back({line[i]->station});
        times.push_back({t, t + 120});
        t += 120;
      }
      journeys::Tariff tariff;
      for (const double from : at)
        for (const double to : at)
          tariff.push_back(to > from ? static_cast<std::int64_t>((to - from) * 46) : -1);
      const journeys::PatternId pattern =
          builder_.add_pattern({"rail", 101, kTrain, tariff}, calls);
      const int trains = kTrains / kLines / 2;
      for (int k = 0; k < trains; ++k) {
        std::vector<journeys::CallTime> shifted = times;
        const std::int32_t start = 3'600 * 6 + k * (15 * 3'600 / trains) + 60 * number(0, 20);
        for (journeys::CallTime& time : shifted) time = {time.arrive + start, time.depart + start};
        builder_.add_trip("G" + std::to_string(trains_++), pattern, days_, shifted);
      }
    }
  }

  std::mt19937_64 random_{20'240'603};
  CivilDate date_;
  journeys::TransitBuilder builder_;
  journeys::DaysId days_;
  std::vector<City> cities_;
  int flights_ = 0;
  int trains_ = 0;
};

}  // namespace stopover::bench
