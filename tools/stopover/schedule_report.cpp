// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/schedule_report.hpp"

#include <algorithm>
#include <set>

#include "engine/io/flight_table.hpp"
#include "engine/io/rail_table.hpp"
#include "engine/io/schedule_feed.hpp"
#include "engine/io/ssim.hpp"

namespace stopover::tool {
namespace {

namespace flights = io::flights;
namespace rail = io::rail;
namespace ssim = io::ssim;

template <class Rows, class Is>
std::size_t count_of(const Rows& rows, Is is) {
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is));
}

template <class Schedule>
void add_days(ValidationReport& report, const Schedule& schedule) {
  const HalfOpen<CivilDate> days = io::gtfs::stated_days(schedule);
  if (days.empty()) return;
  report.details.emplace_back(Phrase{"first day stated", "所载首日"}, days.from.text());
  report.details.emplace_back(Phrase{"last day stated", "所载末日"},
                              days.until.plus_days(-1).text());
}

Phrase times_not_checked() {
  return {"whether the times are true: only that they are possible",
          "时刻是否属实：只检查其是否可能"};
}
Phrase airports_not_checked() {
  return {"whether the airports exist: only the form of a code", "机场是否存在：只检查代码的格式"};
}

}  // namespace

ValidationReport check_ssim(const std::string& path) {
  ValidationReport report{.input = path, .kind = {"SSIM schedule", "SSIM 航班时刻"}};
  const ssim::Schedule schedule = ssim::read_schedule(path, report.faults);
  std::set<std::string> airports;
  for (const ssim::FlightLeg& leg : schedule.legs)
    airports.insert({leg.origin.airport, leg.destination.airport});
  report.counts = {
      {{"carriers", "承运人"}, schedule.carriers.size()},
      {{"itineraries", "航程"}, schedule.itineraries.size()},
      {{"legs", "航段"}, schedule.legs.size()},
      {{"airports", "机场"}, airports.size()},
      {{"codeshare legs", "代码共享航段"},
       count_of(schedule.legs, [](const ssim::FlightLeg& l) { return l.operated_as.has_value(); })},
      {{"without seats", "未载座位数"},
       count_of(schedule.legs, [](const ssim::FlightLeg& l) { return l.seats == Places(0); })},
      {{"segment records", "区段记录"}, schedule.segment_records}};
  add_days(report, schedule);
  report.not_checked = {times_not_checked(),
                        airports_not_checked(),
                        {"booking classes, meals, traffic restrictions, crews: not used",
                         "舱位、餐食、航权限制、机组：未使用"}};
  return report;
}

ValidationReport check_flights(const std::string& path) {
  ValidationReport report{.input = path, .kind = {"flight schedule", "航班时刻表"}};
  const flights::Schedule schedule = flights::read_flights(path, report.faults);
  std::set<std::string> airports;
  for (const flights::Flight& flight : schedule.flights)
    airports.insert({flight.origin.airport, flight.destination.airport});
  report.counts = {
      {{"flights", "航班"}, schedule.flights.size()},
      {{"airports", "机场"}, airports.size()},
      {{"codeshares", "代码共享"},
       count_of(schedule.flights,
                [](const flights::Flight& f) { return f.operated_as.has_value(); })},
      {{"without seats", "未载座位数"},
       count_of(schedule.flights, [](const flights::Flight& f) { return f.seats == Places(0); })}};
  add_days(report, schedule);
  report.not_checked = {times_not_checked(), airports_not_checked()};
  return report;
}

ValidationReport check_rail(const std::string& folder) {
  ValidationReport report{.input = folder, .kind = {"rail timetable", "列车时刻表"}};
  const rail::Timetable trains = rail::read_timetable(rail::files_in(folder), report.faults);
  std::set<std::string> codes;
  for (const rail::Trip& trip : trains.trips) codes.insert(trip.train);
  report.counts = {{{"train codes", "车次"}, codes.size()},
                   {{"versions", "车次版本"}, trains.trips.size()},
                   {{"stop times", "停靠时刻"}, trains.stop_times.size()},
                   {{"stations", "车站"}, trains.stations.size()},
                   {{"without seats", "未载席位数"},
                    count_of(trains.trips, [](const rail::Trip& t) { return t.seats.empty(); })}};
  add_days(report, trains);
  report.not_checked = {times_not_checked(),
                        {"the time zone, which the tables do not name", "时区：表中未注明"}};
  return report;
}

}  // namespace stopover::tool
