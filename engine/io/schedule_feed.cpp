// SPDX-License-Identifier: Apache-2.0
#include "engine/io/schedule_feed.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/check.hpp"

namespace stopover::io::gtfs {
namespace {

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr int kFlight = 1100;  // extended route types
constexpr int kRail = 2;

// A trip on its days, before it has a number.
struct NewTrip {
  std::string key;
  RouteId route;
  std::vector<StopTime> calls;
  std::vector<CivilDate> dates;  // ascending
  Places seats{};
};

class Maker {
 public:
  explicit Maker(TimeZone zone) { out_.feed.zone = zone; }

  StopId stop(const std::string& key, TimeZone zone, StopId parent = StopId::none()) {
    const auto [at, is_new] = stop_of_.emplace(key, out_.feed.stops.next_id());
    if (is_new) {
      Stop stop;
      stop.key = stop.name = key;
      stop.parent = parent;
      stop.zone = zone;
      out_.feed.stops.push_back(std::move(stop));
    }
    return at->second;
  }

  // `carrier` empty: none.
  RouteId route(const std::string& key, int type, const std::string& carrier = {}) {
    const auto [at, is_new] = route_of_.emplace(key, out_.feed.routes.next_id());
    if (is_new)
      out_.feed.routes.push_back({.key = key,
                                  .short_name = key,
                                  .long_name = "",
                                  .type = type,
                                  .agency = carrier.empty() ? AgencyId::none() : agency(carrier)});
    return at->second;
  }

  void trip(NewTrip trip) {
    const auto [at, is_new] = calendar_of_.emplace(trip.dates, out_.feed.calendars.next_id());
    if (is_new)
      out_.feed.calendars.push_back({.key = std::to_string(at->second.value()),
                                     .span = {},
                                     .weekdays = 0,
                                     .added = std::move(trip.dates),
                                     .removed = {}});
    std::vector<StopTime>& times = out_.feed.stop_times;
    out_.feed.trips.push_back({.key = std::move(trip.key),
                               .route = trip.route,
                               .calendar = at->second,
                               .first_stop_time = static_cast<std::uint32_t>(times.size()),
                               .stop_time_count = static_cast<std::uint32_t>(trip.calls.size())});
    times.insert(times.end(), trip.calls.begin(), trip.calls.end());
    out_.seats.push_back(trip.seats);
  }

  [[nodiscard]] Feed& feed() { return out_.feed; }
  [[nodiscard]] ScheduleFeed take() { return std::move(out_); }

 private:
  AgencyId agency(const std::string& carrier) {
    const auto [at, is_new] = agency_of_.emplace(carrier, out_.feed.agencies.next_id());
    if (is_new) out_.feed.agencies.push_back({carrier, carrier});
    return at->second;
  }

  ScheduleFeed out_;
  std::map<std::string, StopId> stop_of_;
  std::map<std::string, RouteId> route_of_;
  std::map<std::string, AgencyId> agency_of_;
  std::map<std::vector<CivilDate>, CalendarId> calendar_of_;
};

// Instants of one flight as trips by days of UTC: one for each set of times.
class DaysOfUtc {
 public:
  explicit DaysOfUtc(HalfOpen<CivilDate> days) : days_(days) {}

  // Departure and arrival of each leg.
  void add(const std::vector<std::pair<Instant, Instant>>& legs) {
    const std::int64_t first = legs.front().first.unix_seconds();
    const std::int64_t day =
        first / kSecondsOfDay - (first % kSecondsOfDay < 0 ? 1 : 0);  // rounded down
    const CivilDate date(day);
    if (!days_.contains(date)) return;
    std::vector<std::int32_t> times;
    for (const auto& [depart, arrive] : legs)
      for (const Instant t : {depart, arrive})
        times.push_back(static_cast<std::int32_t>(t.unix_seconds() - day * kSecondsOfDay));
    dates_[times].push_back(date);
  }

  // `stops`: one more than legs.
  void make(Maker& maker, const NewTrip& pattern, const std::vector<StopId>& stops) const {
    std::size_t version = 0;
    for (const auto& [times, dates] : dates_) {
      NewTrip trip = pattern;
      if (version++ > 0) trip.key += fmt::format("#{}", version);
      trip.dates = dates;
      for (std::size_t i = 0; i < stops.size(); ++i)
        trip.calls.push_back({.stop = stops[i],
                              .arrive = times[i == 0 ? 0 : 2 * i - 1],
                              .depart = times[i + 1 == stops.size() ? 2 * i - 1 : 2 * i]});
      maker.trip(std::move(trip));
    }
  }

 private:
  HalfOpen<CivilDate> days_;
  std::map<std::vector<std::int32_t>, std::vector<CivilDate>> dates_;
};

// Local days that may be days of UTC within `days`; an SSIM leg may lie days after its operating
// day.
template <class Use>
void each_local_day(HalfOpen<CivilDate> days, Use use) {
  constexpr int kFarthest = 10;
  for (CivilDate day = days.from.plus_days(-kFarthest); day < days.until.plus_days(kFarthest);
       day = day.plus_days(1))
    use(day);
}

// ---- SSIM ---------------------------------------------------------------------------------------

bool sells_seats(const ssim::FlightLeg& leg) {
  return std::string_view("JSQGBR").find(leg.service) != std::string_view::npos;
}

class SsimZones {
 public:
  void add(const ssim::LegEnd& end) { offsets_[end.airport].insert(end.utc_offset); }
  [[nodiscard]] TimeZone of(const std::string& airport) const {
    const auto& offsets = offsets_.at(airport);
    const std::int64_t seconds = offsets.begin()->count();
    constexpr std::int64_t kHour = 3600;
    if (offsets.size() > 1 || seconds % kHour != 0) return TimeZone::utc();
    // The sign is turned round: Etc/GMT-8 is eight hours ahead.
    return TimeZone::find(fmt::format("Etc/GMT{:+}", -seconds / kHour)).value_or(TimeZone::utc());
  }

 private:
  std::map<std::string, std::set<Seconds>> offsets_;
};

class SsimFeed {
 public:
  SsimFeed(const ssim::Schedule& schedule, HalfOpen<CivilDate> days, Terminals terminals)
      : schedule_(schedule), days_(days), terminals_(terminals) {}

  ScheduleFeed make() {
    for (const ssim::FlightLeg& leg : schedule_.legs) {
      flights_.insert(leg.flight);
      zones_.add(leg.origin);
      zones_.add(leg.destination);
    }
    for (const ssim::Itinerary& itinerary : schedule_.itineraries) {
      const auto legs = schedule_.legs_of(itinerary);
      for (std::size_t begin = 0; begin < legs.size();) {
        std::size_t end = begin;
        while (end < legs.size() && is_kept(legs[end])) ++end;
        if (end > begin) add(legs.subspan(begin, end - begin));
        begin = std::max(end, begin + 1);
      }
    }
    return maker_.take();
  }

 private:
  [[nodiscard]] bool is_kept(const ssim::FlightLeg& leg) const {
    return sells_seats(leg) && !(leg.operated_as && flights_.contains(*leg.operated_as));
  }
  StopId stop(const ssim::LegEnd& end) {
    const TimeZone zone = zones_.of(end.airport);
    const StopId airport = maker_.stop(end.airport, zone);
    return end.terminal.empty() || terminals_ == Terminals::kTogether
               ? airport
               : maker_.stop(end.airport + "/" + end.terminal, zone, airport);
  }
  void add(std::span<const ssim::FlightLeg> legs) {
    DaysOfUtc days(days_);
    each_local_day(days_, [&](CivilDate day) {
      if (!ssim::operates(legs.front(), day)) return;
      std::vector<std::pair<Instant, Instant>> times;
      for (const ssim::FlightLeg& leg : legs)
        times.emplace_back(ssim::instant_of(leg.origin, day),
                           ssim::instant_of(leg.destination, day));
      days.add(times);
    });
    std::vector<StopId> stops{stop(legs.front().origin)};
    Places seats = legs.front().seats;
    for (const ssim::FlightLeg& leg : legs) {
      stops.push_back(stop(leg.destination));
      seats = std::min(seats, leg.seats);  // of the smallest aircraft, if all are stated
    }
    const std::string name = legs.front().flight.text();
    days.make(maker_,
              {.key = fmt::format("{}:{}", name, legs.front().line),
               .route = maker_.route(name, kFlight, legs.front().flight.carrier),
               .seats = seats},
              stops);
  }

  const ssim::Schedule& schedule_;
  HalfOpen<CivilDate> days_;
  Terminals terminals_;
  Maker maker_{TimeZone::utc()};
  std::set<ssim::FlightName> flights_;
  SsimZones zones_;
};

class StatedDays {
 public:
  void add(CivilDate day) {
    first_ = first_ ? std::min(*first_, day) : day;
    last_ = last_ ? std::max(*last_, day) : day;
  }
  void add(std::optional<CivilDate> from, std::optional<CivilDate> until) {
    if (from) add(*from);
    if (until) add(until->plus_days(-1));
  }
  [[nodiscard]] HalfOpen<CivilDate> all() const {
    return first_ ? HalfOpen<CivilDate>{*first_, last_->plus_days(1)} : HalfOpen<CivilDate>{};
  }

 private:
  std::optional<CivilDate> first_;
  std::optional<CivilDate> last_;
};

}  // namespace

ScheduleFeed feed_of(const ssim::Schedule& schedule, HalfOpen<CivilDate> days,
                     Terminals terminals) {
  return SsimFeed(schedule, days, terminals).make();
}

ScheduleFeed feed_of(const flights::Schedule& schedule, HalfOpen<CivilDate> days) {
  Maker maker(TimeZone::utc());
  for (const flights::Flight& flight : schedule.flights) {
    if (flight.operated_by) continue;
    DaysOfUtc of_flight(days);
    each_local_day(days, [&](CivilDate day) {
      if (flights::operates(flight, day))
        of_flight.add({{flights::departure(flight, day), flights::arrival(flight, day)}});
    });
    const std::string name = flight.name.text();
    of_flight.make(maker,
                   {.key = fmt::format("{}:{}", name, flight.line),
                    .route = maker.route(name, kFlight, flight.name.carrier),
                    .seats = flight.seats},
                   {maker.stop(flight.origin.airport, flight.origin.zone),
                    maker.stop(flight.destination.airport, flight.destination.zone)});
  }
  return maker.take();
}

ScheduleFeed feed_of(const rail::Timetable& trains, TimeZone zone, HalfOpen<CivilDate> days) {
  Maker maker(zone);
  // Of trains that do not run on these days too.
  for (const std::string& station : trains.stations) maker.stop(station, zone);
  for (const rail::Trip& train : trains.trips) {
    NewTrip trip{.key = fmt::format("{}:{}", train.train, train.key),
                 .route = maker.route(train.train, kRail)};
    for (CivilDate day = days.from; day < days.until; day = day.plus_days(1))
      if (rail::runs_on(train, day)) trip.dates.push_back(day);
    if (trip.dates.empty()) continue;
    for (const rail::StopTime& call : trains.stop_times_of(train))
      trip.calls.push_back({.stop = maker.stop(trains.stations[call.station], zone),
                            .arrive = static_cast<std::int32_t>(call.arrive.count()),
                            .depart = static_cast<std::int32_t>(call.depart.count()),
                            .pick_up = call.open,
                            .set_down = call.open});
    for (const rail::ClassSeats& seats : train.seats) trip.seats += seats.seats;
    maker.trip(std::move(trip));
  }
  return maker.take();
}

HalfOpen<CivilDate> stated_days(const ssim::Schedule& schedule) {
  StatedDays days;
  for (const ssim::FlightLeg& leg : schedule.legs) {
    days.add(leg.period.first);
    if (leg.period.last) days.add(*leg.period.last);
  }
  return days.all();
}

HalfOpen<CivilDate> stated_days(const flights::Schedule& schedule) {
  StatedDays days;
  for (const flights::Flight& flight : schedule.flights)
    days.add(flight.valid_from, flight.valid_until);
  return days.all();
}

HalfOpen<CivilDate> stated_days(const rail::Timetable& trains) {
  StatedDays days;
  for (const rail::Trip& train : trains.trips) {
    days.add(train.valid_from, train.valid_until);
    for (const CivilDate date : train.dates) days.add(date);
  }
  return days.all();
}

}  // namespace stopover::io::gtfs
