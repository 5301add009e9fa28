// SPDX-License-Identifier: Apache-2.0
// A GTFS feed, a flight schedule or a table of trains as services and runs of the simulated days.
//
// Trips of a route that call at the same places in the same order, with the same boarding and
// alighting allowed, become one service. Stops count where `stop_place` maps them, themselves or by
// a stop above them; others are passed without a call, and two calls in a row at one place are one.
//
// Keys: line = prefix + route id; service = line + "/" + eight hexadecimal digits made of the
// pattern's places, so that neither the order of a file nor other trips change it.
// A ride costs what the scenario states for its places. Else a schedule does not sell it, and of a
// GTFS feed it costs what the fares say, if they are in yuan; of a service's trips the one whose id
// sorts first tells by which stops it goes. Else 0 yuan, and a warning if the feed has fares.
// Places of a vehicle: of a schedule those of its file, else those stated; of a GTFS feed those
// stated, else `places_of`. A ticket is for any run, but for flights and trains of a table.
//
// Simulated days: of a GTFS feed by its service days; of a schedule by the date at the place of
// departure, as days of a flight's service are those of UTC.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/io/gtfs.hpp"
#include "engine/io/gtfs_rules.hpp"
#include "engine/io/schedule_feed.hpp"
#include "engine/io/text.hpp"
#include "models/simulation/background.hpp"
#include "models/simulation/compile_parts.hpp"
#include "models/simulation/feed_fares.hpp"
#include "models/simulation/world_rules.hpp"

namespace stopover::simulation {
namespace {

namespace gtfs = io::gtfs;
using network::PlaceId;
using timetable::TimetableBuilder;

constexpr std::int64_t kSecondsOfDay = 86'400;
// 24 bytes each when built and about twice that before: under 2 GB.
constexpr std::size_t kMaxRuns = 20'000'000;

struct Call {
  PlaceId place;
  bool pick_up = true;
  bool set_down = true;
  friend auto operator<=>(const Call&, const Call&) = default;
};

struct PatternKey {
  gtfs::RouteId route;
  std::vector<Call> calls;
  friend auto operator<=>(const PatternKey&, const PatternKey&) = default;
};

// The stop times of a trip at one mapped place, first and last.
struct Visit {
  std::size_t first = 0;
  std::size_t last = 0;
};

// A trip's mapped calls and their times.
struct MappedTrip {
  std::vector<Call> calls;
  std::vector<Visit> visits;
  timetable::Offsets times;  // seconds of service time, not yet counted from the first departure
};

// Trips of one pattern, each with its times (seconds of service time).
using TripTimes = std::vector<std::pair<gtfs::TripId, timetable::Offsets>>;
using Patterns = std::map<PatternKey, TripTimes>;

// Extended kinds (Google, "Extended GTFS route types") are numbered in hundreds.
scenario::Mode mode_of(int type) {
  constexpr int kTram = 0;
  constexpr int kSubway = 1;
  constexpr int kRail = 2;
  constexpr int kFerry = 4;
  constexpr int kMonorail = 12;
  switch (type / 100) {
    case 0:
      if (type == kTram || type == kSubway || type == kMonorail) return scenario::METRO;
      if (type == kRail) return scenario::RAIL;
      return type == kFerry ? scenario::FERRY : scenario::COACH;
    case 1:
      return scenario::RAIL;
    case 4:  // urban railway, metro, monorail
    case 5:
    case 6:
    case 9:  // tram
      return scenario::METRO;
    case 10:
    case 12:
      return scenario::FERRY;
    case 11:
      return scenario::AIR;
    default:
      return scenario::COACH;
  }
}

// A bus that stays inside one hub is that hub's shuttle.
scenario::Mode mode_of(int type, const std::vector<Call>& calls, const World& world) {
  const scenario::Mode mode = mode_of(type);
  const network::HubId hub = world.network.places[calls.front().place].hub;
  const bool inside = !hub.is_none() && std::all_of(calls.begin(), calls.end(), [&](const Call& c) {
    return world.network.places[c.place].hub == hub;
  });
  return mode == scenario::COACH && inside ? scenario::SHUTTLE : mode;
}

// Seats and standing of one vehicle: round figures of usual stock, on the small side, so that a
// feed does not add room that is not there. A line of the scenario states its own.
std::int32_t places_of(scenario::Mode mode) {
  switch (mode) {
    case scenario::METRO:
      return 1000;  // six cars
    case scenario::RAIL:
      return 500;  // one trainset
    case scenario::FERRY:
      return 200;
    case scenario::AIR:
      return 20;  // what publishes GTFS are commuter aircraft
    default:
      return 60;  // a bus of 12 m
  }
}

class FeedCompiler {
 public:
  FeedCompiler(const Compiling& c, std::string_view list, const scenario::Feed& feed,
               const gtfs::ScheduleFeed& read, TimetableBuilder& builder)
      : c_(c),
        list_(list),
        feed_(feed),
        read_(read.feed),
        seats_(read.seats),
        builder_(builder),
        fares_(read.feed) {}
  void compile();

 private:
  struct Line {
    std::string id;
    BackgroundShare background;
    std::set<std::string> keys;
  };
  void map_stops();
  [[nodiscard]] PlaceId place_of(gtfs::StopId stop) const;
  [[nodiscard]] MappedTrip mapped(gtfs::TripId trip) const;
  Line& line_of(gtfs::RouteId route);
  [[nodiscard]] std::string service_key(Line& line, const std::vector<Call>& calls) const;
  [[nodiscard]] timetable::Service service_of(const PatternKey& pattern, const TripTimes& trips);
  [[nodiscard]] std::vector<Fen> fares_of(const PatternKey& pattern, const TripTimes& trips);
  [[nodiscard]] std::optional<Fen> stated_fare(PlaceId from, PlaceId to) const;
  void warn_of_dates();
  void add_pattern(const PatternKey& pattern, const TripTimes& trips);
  [[nodiscard]] std::vector<Seconds> departures(gtfs::TripId trip, Seconds first) const;
  [[nodiscard]] bool is_schedule() const { return list_ != "gtfs"; }
  // At the place of departure; of a GTFS feed the service time.
  [[nodiscard]] CivilTime clock(gtfs::TripId trip, ServiceDay day, Seconds t) const;
  template <class Use>
  void each_run(gtfs::TripId trip, Seconds first, Use use) const;
  [[nodiscard]] std::size_t count_runs(const Patterns& patterns) const;
  void add_trip(timetable::ServiceId service, gtfs::TripId trip, timetable::Offsets times);
  void fault(std::string_view rule, std::string field, std::string found, std::string expected) {
    c_.faults.add({std::string(rule), feed_.path(), 0, std::move(field), std::move(found),
                   std::move(expected)});
  }

  const Compiling& c_;
  std::string_view list_;
  const scenario::Feed& feed_;
  const gtfs::Feed& read_;
  const Table<gtfs::TripId, Places>& seats_;  // as the file has them; of GTFS none
  TimetableBuilder& builder_;
  Table<gtfs::StopId, PlaceId> place_;
  std::map<gtfs::RouteId, Line> lines_;
  Line* line_ = nullptr;           // of the pattern at hand
  std::int32_t places_ = 0;        // of its vehicles, where the file states none
  std::size_t without_seats_ = 0;  // trips
  FeedFares fares_;
};

void FeedCompiler::map_stops() {
  std::map<std::string, gtfs::StopId> known;
  for (const gtfs::StopId stop : ids_of(read_.stops)) known.emplace(read_.stops[stop].key, stop);
  place_ = Table<gtfs::StopId, PlaceId>(read_.stops.size(), PlaceId::none());
  for (const scenario::StopPlace& mapped : feed_.stop_place()) {
    const auto stop = known.find(mapped.key());
    if (stop == known.end())
      fault(gtfs::rule::kMappedStop, "stop_place", mapped.key(),
            list_ == "gtfs"   ? "a stop_id of the feed"
            : list_ == "rail" ? "a station of the tables"
                              : "an airport of the schedule");
    else
      place_[stop->second] = lookup(c_.names.place, mapped.value());
  }
}

// Of the stop itself, else of its station.
PlaceId FeedCompiler::place_of(gtfs::StopId stop) const {
  while (place_[stop].is_none() && !read_.stops[stop].parent.is_none())
    stop = read_.stops[stop].parent;
  return place_[stop];
}

MappedTrip FeedCompiler::mapped(gtfs::TripId trip) const {
  MappedTrip out;
  const auto times = read_.stop_times_of(trip);
  for (std::size_t at = 0; at < times.size(); ++at) {
    const gtfs::StopTime& time = times[at];
    const PlaceId place = place_of(time.stop);
    if (place.is_none()) continue;
    if (!out.calls.empty() && out.calls.back().place == place) {
      out.calls.back().pick_up = out.calls.back().pick_up || time.pick_up;
      out.calls.back().set_down = out.calls.back().set_down || time.set_down;
      out.times.depart.back() = time.depart;
      out.visits.back().last = at;
      continue;
    }
    out.visits.push_back({at, at});
    out.calls.push_back({place, time.pick_up, time.set_down});
    out.times.arrive.push_back(time.arrive);
    out.times.depart.push_back(time.depart);
  }
  return out;
}

FeedCompiler::Line& FeedCompiler::line_of(gtfs::RouteId route) {
  const auto it = lines_.find(route);
  if (it != lines_.end()) return it->second;
  std::string id = feed_.prefix() + read_.routes[route].key;
  BackgroundShare background(c_, id);
  return lines_.emplace(route, Line{std::move(id), std::move(background), {}}).first->second;
}

std::string FeedCompiler::service_key(Line& line, const std::vector<Call>& calls) const {
  std::string content;
  for (const Call& call : calls)
    content += fmt::format("{}{}{};", c_.world.network.places[call.place].key,
                           call.pick_up ? "" : ",no pick-up", call.set_down ? "" : ",no set-down");
  auto number = static_cast<std::uint32_t>(stable_hash(content));
  std::string key;
  do key = fmt::format("{}/{:08x}", line.id, number++);  // two patterns, one number: the next
  while (!line.keys.insert(key).second);
  return key;
}

// By boarding and alighting call; -1 where one of the two is not allowed.
std::vector<Fen> FeedCompiler::fares_of(const PatternKey& pattern, const TripTimes& trips) {
  const std::vector<Call>& calls = pattern.calls;
  const std::size_t n = calls.size();
  std::vector<Fen> fares(n * n, Fen(-1));
  const gtfs::TripId trip =
      std::min_element(trips.begin(), trips.end(), [this](const auto& a, const auto& b) {
        return read_.trips[a.first].key < read_.trips[b.first].key;
      })->first;
  const std::vector<Visit> visits = mapped(trip).visits;
  const auto times = read_.stop_times_of(trip);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) {
      if (!calls[i].pick_up || !calls[j].set_down) continue;
      if (const auto stated = stated_fare(calls[i].place, calls[j].place)) {
        fares[i * n + j] = *stated;
        continue;
      }
      if (is_schedule()) continue;
      std::vector<gtfs::StopId> stops;
      for (std::size_t k = visits[i].last; k <= visits[j].first; ++k)
        stops.push_back(times[k].stop);
      fares[i * n + j] = fares_.price(pattern.route, stops);
    }
  }
  return fares;
}

std::optional<Fen> FeedCompiler::stated_fare(PlaceId from, PlaceId to) const {
  for (const auto& fare : feed_.fare()) {
    const PlaceId a = lookup(c_.names.place, fare.from());
    const PlaceId b = lookup(c_.names.place, fare.to());
    if ((a == from && b == to) || (a == to && b == from)) return fen_from_yuan(fare.yuan());
  }
  if (feed_.has_flat_fare_yuan()) return fen_from_yuan(feed_.flat_fare_yuan());
  return std::nullopt;
}

// Simulated days of which the feed does not speak.
void FeedCompiler::warn_of_dates() {
  const auto& info = read_.info;
  if (!info) return;
  const HalfOpen<CivilDate> days{c_.world.first_day, c_.world.first_day.plus_days(c_.world.days)};
  const bool early = info->start && days.from < *info->start;
  const bool late = info->end && *info->end < days.until.plus_days(-1);
  if (!early && !late) return;
  fault(gtfs::rule::kOutsideDates, "feed_start_date, feed_end_date",
        fmt::format("{} to {}", info->start ? info->start->text() : "",
                    info->end ? info->end->text() : ""),
        fmt::format("dates that cover the simulated days, {} to {}", days.from.text(),
                    days.until.plus_days(-1).text()));
}

timetable::Service FeedCompiler::service_of(const PatternKey& pattern, const TripTimes& trips) {
  timetable::Service service;
  service.key = service_key(*line_, pattern.calls);
  service.line = line_->id;
  const gtfs::Route& route = read_.routes[pattern.route];
  if (!route.agency.is_none()) service.carrier = read_.agencies[route.agency].key;
  const scenario::Mode mode = mode_of(route.type, pattern.calls, c_.world);
  service.mode = static_cast<network::Mode>(mode);
  service.reserved = mode == scenario::AIR || is_schedule();
  service.boarding_closes = minutes(feed_.closes_minutes());
  service.delay = delay_of(c_, feed_.delay());
  places_ = feed_.has_seats() ? feed_.seats() : is_schedule() ? 0 : places_of(mode);
  for (const Call& call : pattern.calls) service.stops.push_back(call.place);
  service.fare = fares_of(pattern, trips);
  return service;
}

// Service times at which a trip leaves its first mapped call, `first` being the one it states.
std::vector<Seconds> FeedCompiler::departures(gtfs::TripId trip, Seconds first) const {
  const auto frequencies = read_.frequencies_of(trip);
  if (frequencies.empty()) return {first};
  const Seconds later = first - Seconds(read_.stop_times_of(trip).front().depart);
  std::vector<Seconds> all;
  for (const gtfs::Frequency& f : frequencies)
    for (Seconds t = f.span.from; t < f.span.until; t = t + f.headway) all.push_back(t + later);
  return all;
}

// Calls use(service day, service time) for each run on the simulated days until it says no.
template <class Use>
void FeedCompiler::each_run(gtfs::TripId trip, Seconds first, Use use) const {
  const gtfs::Calendar& calendar = read_.calendars[read_.trips[trip].calendar];
  const HalfOpen<CivilDate> days = c_.world.service_days();
  const int around = is_schedule() ? 1 : 0;
  for (const Seconds t : departures(trip, first)) {
    // A service day's late departures fall on later dates: it is these that are simulated.
    const auto nights = static_cast<std::int32_t>(t.count() / kSecondsOfDay);
    for (CivilDate date = days.from.plus_days(-around); date < days.until.plus_days(around);
         date = date.plus_days(1)) {
      const ServiceDay day(date.plus_days(-nights));
      if (!calendar.runs_on(day)) continue;
      if (is_schedule() && !days.contains(clock(trip, day, t).date)) continue;
      if (!use(day, t)) return;
    }
  }
}

CivilTime FeedCompiler::clock(gtfs::TripId trip, ServiceDay day, Seconds t) const {
  if (!is_schedule()) return {day.date(), t};
  for (const gtfs::StopTime& time : read_.stop_times_of(trip))
    if (const PlaceId place = place_of(time.stop); !place.is_none())
      return c_.world.network.places[place].zone.civil(read_.zone.instant_at(day, t));
  STOPOVER_CHECK(false, "a trip of a pattern has a mapped call");
}

std::size_t FeedCompiler::count_runs(const Patterns& patterns) const {
  std::size_t count = 0;
  for (const auto& [pattern, trips] : patterns)
    for (const auto& [trip, times] : trips)
      each_run(trip, Seconds(times.depart.front()),
               [&](ServiceDay /*day*/, Seconds /*t*/) { return ++count <= kMaxRuns; });
  return count;
}

void FeedCompiler::add_trip(timetable::ServiceId service, gtfs::TripId trip,
                            timetable::Offsets times) {
  const std::int32_t first = times.depart.front();
  for (std::int32_t& t : times.arrive) t -= first;
  for (std::int32_t& t : times.depart) t -= first;
  times.arrive.front() = 0;
  std::int32_t places = places_;
  if (is_schedule() && seats_[trip] > Places(0))
    places = static_cast<std::int32_t>(seats_[trip].count());
  if (places == 0) {
    ++without_seats_;
    return;
  }
  each_run(trip, Seconds(first), [&](ServiceDay day, Seconds t) {
    const std::int32_t taken = line_->background.taken(clock(trip, day, t).time_of_day, places);
    builder_.add_run(service, {read_.zone.instant_at(day, t), places, taken}, times);
    return true;
  });
}

void FeedCompiler::add_pattern(const PatternKey& pattern, const TripTimes& trips) {
  line_ = &line_of(pattern.route);
  const timetable::ServiceId service = builder_.add_service(service_of(pattern, trips));
  for (const auto& [trip, times] : trips) add_trip(service, trip, times);
}

void FeedCompiler::compile() {
  map_stops();
  Patterns patterns;
  for (const gtfs::TripId trip : ids_of(read_.trips)) {
    MappedTrip m = mapped(trip);
    if (m.calls.size() < 2) continue;
    patterns[{read_.trips[trip].route, std::move(m.calls)}].emplace_back(trip, std::move(m.times));
  }
  const std::size_t runs = count_runs(patterns);
  if (runs > kMaxRuns) {
    fault(gtfs::rule::kTooManyRuns, "frequencies, calendar",
          fmt::format("more than {} runs", kMaxRuns), "fewer runs on the simulated days");
    return;
  }
  for (const auto& [pattern, trips] : patterns) add_pattern(pattern, trips);
  fares_.report(feed_.path(), c_.faults);
  if (without_seats_ > 0)
    fault(rule::kNoSeats, "seats", fmt::format("{} trips", without_seats_),
          "seats in the file, or stated for those that have none");
  warn_of_dates();
  if (patterns.empty())
    fault(gtfs::rule::kNoPattern, "stop_place", fmt::format("{} trips", read_.trips.size()),
          "a trip that calls at two mapped stops");
  else if (runs == 0)
    fault(gtfs::rule::kNoRun, "calendar", c_.world.first_day.text(),
          "calendars that cover the simulated days");
}

// A schedule is laid out on the simulated days, with some before and after: a train that left days
// ago may still call at mapped stations.
gtfs::ScheduleFeed read_feed(const Compiling& c, std::string_view list, const scenario::Feed& feed,
                             FaultList& faults) {
  constexpr int kAround = 4;
  const HalfOpen<CivilDate> simulated = c.world.service_days();
  const HalfOpen<CivilDate> days{simulated.from.plus_days(-kAround),
                                 simulated.until.plus_days(kAround)};
  if (list == "ssim") {
    const auto schedule = io::ssim::read_schedule(feed.path(), faults);
    return gtfs::feed_of(schedule, days, gtfs::Terminals::kApart);
  }
  if (list == "flight_schedules") {
    const auto schedule = io::flights::read_flights(feed.path(), faults);
    return gtfs::feed_of(schedule, days);
  }
  if (list == "rail") {
    const auto trains = io::rail::read_timetable(io::rail::files_in(feed.path()), faults);
    const TimeZone zone =
        feed.stop_place().empty()
            ? c.world.zone
            : c.world.network.places[lookup(c.names.place, feed.stop_place(0).value())].zone;
    return gtfs::feed_of(trains, zone, days);
  }
  return {.feed = gtfs::read_feed(feed.path(), faults), .seats = {}};
}

}  // namespace

void add_feed(const Compiling& c, std::string_view list, const scenario::Feed& feed,
              TimetableBuilder& builder, FeedNames& names) {
  FaultList found;
  const gtfs::ScheduleFeed read = read_feed(c, list, feed, found);
  c.faults.merge(found);
  for (const gtfs::Route& route : read.feed.routes) names.routes.insert(feed.prefix() + route.key);
  for (const gtfs::Agency& agency : read.feed.agencies)
    if (!agency.key.empty()) names.carriers.insert(agency.key);
  if (!found.has_errors()) FeedCompiler(c, list, feed, read, builder).compile();
}

void check_route_targets(const Compiling& c, const std::set<std::string>& routes) {
  if (c.faults.has_errors()) return;  // a feed may not have been read
  const auto& elements = c.scenario.elements();
  const std::vector<std::string> names(routes.begin(), routes.end());
  std::set<std::string> others;
  for (const auto& line : elements.line()) others.insert(line.id());
  for (const auto& flight : elements.flight()) others.insert(flight.id());
  const auto check = [&](const char* kind, const std::string& element, const char* field,
                         const std::string& id) {
    if (routes.contains(id) || others.contains(id) || c.names.checkpoint.contains(id) ||
        c.names.place.contains(id) || c.names.hub.contains(id))
      return;
    c.add_fault(
        kind, element,
        {.rule = std::string(rule::kNoRoute),
         .field = field,
         .found = id,
         .expected = "a feed's prefix and one of its route_ids" + io::did_you_mean(id, names)});
  };
  for (const auto& b : elements.background()) check("background", b.id(), "target", b.target());
  for (const auto& r : elements.restriction()) check("restriction", r.id(), "target", r.target());
  for (const auto& r : elements.rotation())
    for (const std::string& member : r.member()) check("rotation", r.id(), "member", member);
}

}  // namespace stopover::simulation
