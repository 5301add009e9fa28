// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zip.h>

#include "engine/base/fault.hpp"
#include "engine/io/csv_writer.hpp"
#include "tools/stopover/library_file.hpp"
#include "tools/stopover/link_loads.hpp"
#include "tools/stopover/network_export.hpp"

namespace stopover::tool {
namespace {

using simulation::World;

// Basic kinds where there is one, since more programs know them; 1100 is the extended kind for air.
constexpr std::array<int, scenario::Mode_ARRAYSIZE> kRouteTypes{
    3, 1100, 2, 1, 12, 2, 3, 3, 3, 3, 4, 4};  // in the order of scenario::Mode
static_assert(scenario::Mode_ARRAYSIZE == 12, "each mode has a kind of route");

constexpr const char* kUrl = "https://www.example.org/";          // wanted, and there is none
constexpr zip_uint16_t kDosDate = (20U << 9U) | (1U << 5U) | 1U;  // 2000-01-01, always

// Arrival and departure at each stop, service times.
using Times = std::vector<std::pair<std::int64_t, std::int64_t>>;
using Dates = std::vector<CivilDate>;
// A trip: times, and which of several vehicles with these times on one date.
using Trips = std::map<std::pair<Times, std::size_t>, Dates>;

// The civil date, but where clocks go back: what leaves before the service day begins belongs to
// the day before, as 24:20:00, since the format has no times below zero.
CivilDate service_date(const World& world, Instant departure) {
  const CivilDate date = world.zone.civil(departure).date;
  return departure < world.zone.instant_at(ServiceDay(date), Seconds(0)) ? date.plus_days(-1)
                                                                         : date;
}

Times times_of(const World& world, timetable::RunId run, std::size_t stops, CivilDate date) {
  const Instant zero = world.zone.instant_at(ServiceDay(date), Seconds(0));
  const auto at = [&](Instant t) { return (t - zero).count(); };
  Times out;
  for (std::size_t s = 0; s < stops; ++s) {
    const bool first = s == 0;
    const bool last = s + 1 == stops;
    const std::int64_t depart = last ? 0 : at(world.timetable.departure(run, s));
    const std::int64_t arrive = first ? depart : at(world.timetable.arrival(run, s));
    out.emplace_back(arrive, last ? arrive : depart);
  }
  return out;
}

std::string date_text(CivilDate date) {
  return fmt::format("{:04}{:02}{:02}", date.year(), date.month(), date.day());
}

// The format allows no line feeds, nor other control characters, in a value.
std::string one_line(std::string text) {
  constexpr unsigned char kDelete = 0x7F;
  std::ranges::replace_if(
      text, [](unsigned char c) { return c < ' ' || c == kDelete; }, ' ');
  return text;
}

// As pickup_type and drop_off_type have it.
constexpr std::int64_t kRegular = 0;
constexpr std::int64_t kNone = 1;

// Where a ticket to some later stop is sold; the last stop is left as it is.
bool boards(const timetable::Service& service, std::size_t stop) {
  bool out = stop + 1 == service.stops.size();
  for (std::size_t to = stop + 1; to < service.stops.size(); ++to)
    out = out || service.fare_between(stop, to).has_value();
  return out;
}
// The same of earlier stops; the first is left as it is.
bool alights(const timetable::Service& service, std::size_t stop) {
  bool out = stop == 0;
  for (std::size_t from = 0; from < stop; ++from)
    out = out || service.fare_between(from, stop).has_value();
  return out;
}

class Feed {
 public:
  explicit Feed(const World& world) : world_(world) {
    const auto& runs = world.timetable.runs();
    for (const timetable::ServiceId id : ids_of(world.timetable.services())) {
      const timetable::Service& service = world.timetable.services()[id];
      Trips trips;
      for (std::uint32_t i = 0; i < service.run_count; ++i) {
        const timetable::RunId run(service.first_run + i);
        if (world.counted_days().contains(world.zone.civil(runs[run].departure).date))
          add_run(trips, run, service.stops.size());
      }
      if (!trips.empty()) add(service, trips);
    }
  }

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> files() const {
    return {{"agency.txt", agency()},      {"stops.txt", stops()},
            {"routes.txt", routes_},       {"trips.txt", trips_},
            {"stop_times.txt", times_},    {"calendar_dates.txt", calendar()},
            {"feed_info.txt", feed_info()}};
  }

 private:
  // Runs come in order of time, so a date that is there is the last.
  void add_run(Trips& trips, timetable::RunId run, std::size_t stops) {
    const CivilDate date = service_date(world_, world_.timetable.runs()[run].departure);
    const Times times = times_of(world_, run, stops, date);
    for (std::size_t nth = 0;; ++nth) {
      Dates& dates = trips[{times, nth}];
      if (!dates.empty() && dates.back() == date) continue;
      dates.push_back(date);
      first_date_ = std::min(first_date_, date);
      return;
    }
  }

  void add(const timetable::Service& service, const Trips& trips) {
    const std::string route = fmt::format("{}:{}", mode_word(service.mode), service.line);
    if (known_routes_.insert(route).second) {
      route_rows_.text(route).text("gateway").text(service.line);
      route_rows_.integer(kRouteTypes.at(service.mode)).end_row();
    }
    for (const network::PlaceId stop : service.stops) used_.insert(stop);
    std::size_t n = 0;
    for (const auto& [key, dates] : trips) {
      const Times& times = key.first;
      const std::string trip = fmt::format("{}#{}", service.key, ++n);
      trip_rows_.text(route)
          .text(calendar_of(dates))
          .text(trip)
          .text(one_line(world_.places[service.stops.back()].name));
      trip_rows_.end_row();
      for (std::size_t s = 0; s < times.size(); ++s) {
        time_rows_.text(trip).text(service_time_text(Seconds(times[s].first)));
        time_rows_.text(service_time_text(Seconds(times[s].second)));
        time_rows_.text(world_.places[service.stops[s]].key);
        time_rows_.integer(static_cast<std::int64_t>(s) + 1);
        time_rows_.integer(boards(service, s) ? kRegular : kNone);
        time_rows_.integer(alights(service, s) ? kRegular : kNone).end_row();
      }
    }
  }

  const std::string& calendar_of(const Dates& dates) {
    const auto [it, added] =
        calendars_.try_emplace(dates, fmt::format("days-{}", calendars_.size() + 1));
    return it->second;
  }

  [[nodiscard]] std::string agency() const {
    std::string out;
    io::CsvWriter csv(out, {"agency_id", "agency_name", "agency_url", "agency_timezone"});
    csv.text("gateway").text(one_line(world_.title.empty() ? world_.id : world_.title)).text(kUrl);
    csv.text(world_.zone.name()).end_row();
    return out;
  }

  [[nodiscard]] std::string stops() const {
    std::string out;
    io::CsvWriter csv(out, {"stop_id", "stop_name", "stop_lat", "stop_lon", "stop_timezone"});
    for (const network::PlaceId id : used_) {
      const simulation::PlaceInfo& place = world_.places[id];
      csv.text(place.key).text(one_line(place.name.empty() ? place.key : place.name));
      csv.decimal(place.lat).decimal(place.lon).text(world_.network.places[id].zone.name());
      csv.end_row();
    }
    return out;
  }

  [[nodiscard]] std::string calendar() const {
    std::string out;
    io::CsvWriter csv(out, {"service_id", "date", "exception_type"});
    for (const auto& [dates, id] : calendars_)
      for (const CivilDate date : dates) {
        csv.text(id).text(date_text(date)).integer(1);
        csv.end_row();
      }
    return out;
  }

  [[nodiscard]] std::string feed_info() const {
    std::string out;
    io::CsvWriter csv(out, {"feed_publisher_name", "feed_publisher_url", "feed_lang",
                            "feed_start_date", "feed_end_date", "feed_version"});
    csv.text("stopover export").text(kUrl).text("en").text(date_text(first_date_));
    csv.text(date_text(world_.first_day.plus_days(world_.days - 1))).text(world_.id).end_row();
    return out;
  }

  const World& world_;
  CivilDate first_date_ = world_.first_day;
  std::set<std::string> known_routes_;
  std::set<network::PlaceId> used_;
  std::map<Dates, std::string> calendars_;
  std::string routes_;
  std::string trips_;
  std::string times_;
  io::CsvWriter route_rows_{routes_, {"route_id", "agency_id", "route_long_name", "route_type"}};
  io::CsvWriter trip_rows_{trips_, {"route_id", "service_id", "trip_id", "trip_headsign"}};
  io::CsvWriter time_rows_{times_,
                           {"trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence",
                            "pickup_type", "drop_off_type"}};
};

// `files` outlive the archive, which reads them as it is closed.
void write_zip(const std::string& path,
               const std::vector<std::pair<std::string, std::string>>& files) {
  int error = 0;
  zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    zip_error_t why;
    zip_error_init_with_code(&why, error);
    const std::string reason = zip_error_strerror(&why);
    zip_error_fini(&why);
    throw EnvironmentError(path, "write", reason);
  }
  bool good = true;
  for (const auto& [name, bytes] : files) {
    zip_source_t* const source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t at =
        source == nullptr ? -1 : zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (at < 0 && source != nullptr) zip_source_free(source);  // else the archive has it
    good = good && at >= 0 &&
           zip_file_set_dostime(archive, static_cast<zip_uint64_t>(at), 0, kDosDate, 0) == 0;
  }
  const std::string why = good ? "" : zip_strerror(archive);
  if (good && zip_close(archive) == 0) return;
  const std::string reason = why.empty() ? zip_strerror(archive) : why;
  zip_discard(archive);
  throw EnvironmentError(path, "write", reason);
}

}  // namespace

void write_gtfs(const World& world, const std::string& file) {
  const Feed feed(world);
  const auto files = feed.files();
  write_by_library(file, [&](const std::string& path) { write_zip(path, files); });
}

}  // namespace stopover::tool
