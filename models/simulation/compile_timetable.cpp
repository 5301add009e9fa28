// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "engine/base/check.hpp"
#include "models/scenario/feeds.hpp"
#include "models/scenario/valid_days.hpp"
#include "models/simulation/background.hpp"
#include "models/simulation/compile_parts.hpp"

namespace stopover::simulation {
namespace {

using timetable::Offsets;
using timetable::ServiceId;
using timetable::TimetableBuilder;

void compile_delays(Compiling& c) {
  for (const auto& d : c.scenario.elements().delay())
    c.names.delay[d.id()] =
        c.world.delays.push_back({d.on_time_share(), seconds_from_minutes(d.mean_late_minutes()),
                                  seconds_from_minutes(d.max_minutes())});
}

// ---- pattern lines ------------------------------------------------------------------------------

std::vector<Fen> fares_of(const scenario::Line& line, const std::vector<std::string>& stops) {
  const std::size_t n = stops.size();
  std::vector<Fen> fares(n * n, Fen(-1));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) {
      Fen& fare = fares[i * n + j];
      if (line.has_flat_fare_yuan()) fare = fen_from_yuan(line.flat_fare_yuan());
      for (const auto& f : line.fare())
        if ((f.from() == stops[i] && f.to() == stops[j]) ||
            (f.from() == stops[j] && f.to() == stops[i]))
          fare = fen_from_yuan(f.yuan());
    }
  }
  return fares;
}

struct Direction {
  std::string key;
  std::vector<std::string> stops;
  std::vector<double> minutes;  // from the first stop
};

Direction forward(const scenario::Line& line) {
  Direction d{line.id() + "/out", {}, {}};
  for (const auto& stop : line.stop()) {
    d.stops.push_back(stop.place());
    d.minutes.push_back(stop.minutes());
  }
  return d;
}

Direction backward(const Direction& there, const std::string& id) {
  Direction d{id + "/back", {there.stops.rbegin(), there.stops.rend()}, {}};
  for (auto it = there.minutes.rbegin(); it != there.minutes.rend(); ++it)
    d.minutes.push_back(there.minutes.back() - *it);
  return d;
}

std::vector<timetable::HeadwayPeriod> periods_of(const scenario::Line& line) {
  std::vector<timetable::HeadwayPeriod> periods;
  for (const auto& h : line.headway())
    periods.push_back(
        {service_time(h.from()), service_time(h.until()), seconds_from_minutes(h.minutes())});
  return periods;
}

void add_direction(const Compiling& c, const scenario::Line& line, const Direction& direction,
                   TimetableBuilder& builder) {
  timetable::Service service;
  service.key = direction.key;
  service.line = line.id();
  service.carrier = line.id();
  service.mode = static_cast<network::Mode>(line.mode());
  for (const std::string& stop : direction.stops)
    service.stops.push_back(lookup(c.names.place, stop));
  service.reserved = line.reserved();
  if (line.standing() > 0)
    service.standing_share =
        static_cast<double>(line.standing()) / (line.seats() + line.standing());
  service.boarding_closes = Seconds(line.boarding_closes_seconds());
  service.delay = delay_of(c, line.delay());
  service.fare = fares_of(line, direction.stops);
  const TimeZone zone = c.world.network.places[service.stops.front()].zone;
  const ServiceId id = builder.add_service(std::move(service));

  Offsets offsets;
  for (const double m : direction.minutes) {
    const auto s = static_cast<std::int32_t>(seconds_from_minutes(m).count());
    offsets.arrive.push_back(s);
    offsets.depart.push_back(s);
  }
  const BackgroundShare background(c, line.id());
  const std::int32_t places = line.seats() + line.standing();
  const HalfOpen<CivilDate> valid = scenario::valid_days(line.valid_from(), line.valid_until());
  const std::vector<Seconds> departures = timetable::departures_of(periods_of(line));
  const HalfOpen<CivilDate> days = c.world.service_days();
  for (CivilDate day = days.from; day < days.until; day = day.plus_days(1)) {
    if (!valid.contains(day) || !runs_on(line.days(), day)) continue;
    for (const Seconds t : departures)
      builder.add_run(
          id, {zone.instant_at(ServiceDay(day), t), places, background.taken(t, places)}, offsets);
  }
}

// ---- flights ------------------------------------------------------------------------------------

void add_flights(const Compiling& c, const scenario::FlightGroup& flight,
                 TimetableBuilder& builder) {
  timetable::Service service;
  service.key = flight.id();
  service.line = flight.id();
  service.carrier = flight.carrier();
  service.mode = scenario::AIR;
  service.stops = {lookup(c.names.place, flight.from()), lookup(c.names.place, flight.to())};
  service.reserved = true;
  service.boarding_closes = minutes(flight.gate_closes_minutes());
  service.delay = delay_of(c, flight.delay());
  service.fare = {Fen(-1), fen_from_yuan(flight.fare_yuan()), Fen(-1), Fen(-1)};
  const TimeZone zone = c.world.network.places[service.stops.front()].zone;
  const ServiceId id = builder.add_service(std::move(service));

  const auto block = static_cast<std::int32_t>(minutes(flight.block_minutes()).count());
  const Offsets offsets{{0, block}, {0, block}};
  const Seconds first = service_time(flight.first_departure());
  const Seconds last =
      flight.last_departure().empty() ? first : service_time(flight.last_departure());
  const BackgroundShare background(c, flight.id());
  const HalfOpen<CivilDate> valid = scenario::valid_days(flight.valid_from(), flight.valid_until());
  const std::vector<Seconds> departures =
      timetable::spread_departures(first, last, flight.per_day());
  const HalfOpen<CivilDate> days = c.world.service_days();
  for (CivilDate day = days.from; day < days.until; day = day.plus_days(1)) {
    if (!valid.contains(day) || !runs_on(flight.days(), day)) continue;
    for (const Seconds t : departures)
      builder.add_run(
          id, {zone.instant_at(day, t), flight.seats(), background.taken(t, flight.seats())},
          offsets);
  }
}

}  // namespace

timetable::DelayId delay_of(const Compiling& c, const std::string& id) {
  return id.empty() ? timetable::DelayId::none() : lookup(c.names.delay, id);
}

void compile_timetable(Compiling& c) {
  compile_delays(c);
  TimetableBuilder builder;
  for (const auto& line : c.scenario.elements().line()) {
    const Direction there = forward(line);
    add_direction(c, line, there, builder);
    if (line.both_ways()) add_direction(c, line, backward(there, line.id()), builder);
  }
  for (const auto& flight : c.scenario.elements().flight()) add_flights(c, flight, builder);
  FeedNames names;
  scenario::each_feed(c.scenario.files(), [&](std::string_view list, const scenario::Feed& feed) {
    add_feed(c, list, feed, builder, names);
  });
  check_route_targets(c, names.routes);
  c.world.timetable = std::move(builder).build();
  check_minimum_rows(c, names.carriers);
}

}  // namespace stopover::simulation
