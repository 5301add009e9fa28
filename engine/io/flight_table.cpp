// SPDX-License-Identifier: Apache-2.0
#include "engine/io/flight_table.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/io/csv.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/flight_rules.hpp"
#include "engine/io/ssim_record.hpp"

namespace stopover::io::flights {
namespace {

enum class Column : std::uint8_t {
  kCarrier,
  kNumber,
  kFrom,
  kTo,
  kDeparts,
  kArrives,
  kFromZone,
  kToZone,
  kValidFrom,
  kValidUntil,
  kDays,
  kSeats,
  kStops,
  kOperatedAs
};

bool is_airport(std::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

CsvSpec flights_spec() {
  constexpr auto kOptional = Need::kOptional;
  const TextField airport{.max_bytes = 256, .check = is_airport};
  const std::string expected = "an IATA airport code of three letters";
  return {
      .columns = {{.name = "carrier", .type = TextField{}},
                  {.name = "number", .type = TextField{}},
                  {.name = "from", .type = airport, .expected = expected},
                  {.name = "to", .type = airport, .expected = expected},
                  {.name = "departs", .type = TextField{}},
                  {.name = "arrives", .type = TextField{}},
                  {.name = "from_zone", .type = TextField{}},
                  {.name = "to_zone", .type = TextField{}},
                  {.name = "valid_from", .type = DateField{}, .need = kOptional},
                  {.name = "valid_until", .type = DateField{}, .need = kOptional},
                  {.name = "days", .type = TextField{}, .need = kOptional},
                  {.name = "seats", .type = IntegerField{.min = 0, .max = 1000}, .need = kOptional},
                  {.name = "stops", .type = IntegerField{.min = 0, .max = 9}, .need = kOptional},
                  {.name = "operated_as", .type = TextField{}, .need = kOptional}}};
}

// "08:15", "06:55+1", "19:00-1".
std::optional<Seconds> parse_local_time(std::string_view text, bool with_day) {
  constexpr std::size_t kTimeBytes = 5;
  const auto time = parse_service_time(text.substr(0, kTimeBytes));
  if (!time || text.size() < kTimeBytes || *time >= hours(24)) return std::nullopt;
  const std::string_view mark = text.substr(kTimeBytes);
  if (mark.empty()) return time;
  if (!with_day) return std::nullopt;
  if (mark == "-1") return *time - hours(24);
  if (mark == "+1") return *time + hours(24);
  if (mark == "+2") return *time + hours(48);
  return std::nullopt;
}

std::optional<std::uint8_t> parse_days(std::string_view text) {
  unsigned days = 0;
  char last = '0';
  for (const char c : text) {
    if (c <= last || c > '7') return std::nullopt;
    days |= 1U << static_cast<unsigned>(c - '1');
    last = c;
  }
  return static_cast<std::uint8_t>(days);
}

// A day on which both operate, if their days have one in a week of the common validity.
bool fly_together(const Flight& a, const Flight& b) {
  CivilDate from = a.valid_from.value_or(b.valid_from.value_or(CivilDate()));
  if (a.valid_from && b.valid_from) from = std::max(*a.valid_from, *b.valid_from);
  if (!a.valid_from && !b.valid_from) {
    from = std::min(a.valid_until.value_or(CivilDate()), b.valid_until.value_or(CivilDate()));
    from = from.plus_days(-7);
  }
  for (int i = 0; i < 7; ++i)
    if (operates(a, from.plus_days(i)) && operates(b, from.plus_days(i))) return true;
  return false;
}

class Reader {
 public:
  Reader(CsvTable rows, FaultList& faults) : faults_(faults), rows_(std::move(rows)) {}

  Schedule read() {
    for (const CsvRow row : rows_) take(row);
    link_codeshares();
    return std::move(out_);
  }

 private:
  void take(const CsvRow& row);
  bool read_fields(const CsvRow& row, Flight& flight);
  bool read_end(const CsvRow& row, FlightEnd& end, bool is_origin);
  bool check(const CsvRow& row, const Flight& flight);
  bool check_zone(const CsvRow& row, const FlightEnd& end, std::string_view field);
  void link_codeshares();
  bool add(const CsvRow& row, std::string_view rule, std::string_view field, std::string_view found,
           std::string_view expected) {
    faults_.add(row.fault(rule, field, found, expected));
    return false;
  }

  FaultList& faults_;
  CsvTable rows_;
  Schedule out_;
  std::vector<std::size_t> row_of_;  // of each flight
  struct KnownZone {
    TimeZone zone;
    int line;
  };
  std::map<std::string, KnownZone> zone_of_;                     // by airport
  std::map<FlightName, std::vector<std::uint32_t>> flights_of_;  // positions in out_
};

void Reader::take(const CsvRow& row) {
  Flight flight;
  flight.line = row.line();
  if (!read_fields(row, flight) || row.faulty() || !check(row, flight)) return;
  flights_of_[flight.name].push_back(static_cast<std::uint32_t>(out_.flights.size()));
  row_of_.push_back(row.index());
  out_.flights.push_back(std::move(flight));
}

bool Reader::read_fields(const CsvRow& row, Flight& flight) {
  bool good = true;
  if (row.has(Column::kCarrier) && row.has(Column::kNumber)) {
    const auto name = ssim::find_flight_name(
        fmt::format("{:3}{}", row.text(Column::kCarrier), row.text(Column::kNumber)));
    if (name && name->carrier == row.text(Column::kCarrier))
      flight.name = *name;
    else
      good = add(row, rule::kName, "carrier, number",
                 fmt::format("{} {}", row.text(Column::kCarrier), row.text(Column::kNumber)),
                 "a carrier like MU and a number like 5101");
  }
  if (row.has(Column::kOperatedAs)) {
    flight.operated_as = ssim::find_flight_name(row.text(Column::kOperatedAs));
    if (!flight.operated_as)
      good = add(row, rule::kName, "operated_as", row.text(Column::kOperatedAs),
                 "a flight like MU5101");
  }
  good = read_end(row, flight.origin, true) && good;
  good = read_end(row, flight.destination, false) && good;
  if (row.has(Column::kValidFrom)) flight.valid_from = row.date(Column::kValidFrom);
  if (row.has(Column::kValidUntil)) flight.valid_until = row.date(Column::kValidUntil);
  if (row.has(Column::kDays)) {
    const auto days = parse_days(row.text(Column::kDays));
    if (!days)
      good =
          add(row, rule::kDays, "days", row.text(Column::kDays), "digits from 1 to 7, ascending");
    flight.weekdays = days.value_or(0);
  }
  flight.seats = Places(row.integer_or(Column::kSeats, 0));
  flight.stops = static_cast<int>(row.integer_or(Column::kStops, 0));
  return good;
}

bool Reader::read_end(const CsvRow& row, FlightEnd& end, bool is_origin) {
  const Column time_column = is_origin ? Column::kDeparts : Column::kArrives;
  const Column zone_column = is_origin ? Column::kFromZone : Column::kToZone;
  bool good = true;
  end.airport = row.text(is_origin ? Column::kFrom : Column::kTo);
  if (row.has(time_column)) {
    const auto time = parse_local_time(row.text(time_column), !is_origin);
    if (!time)
      good =
          add(row, rule::kTime, is_origin ? "departs" : "arrives", row.text(time_column),
              is_origin ? "a local time like 08:15" : "a local time like 08:15, 06:55+1, 19:00-1");
    end.time = time.value_or(Seconds(0));
  }
  if (row.has(zone_column)) {
    const auto zone = TimeZone::find(row.text(zone_column));
    if (!zone)
      good = add(row, rule::kZone, is_origin ? "from_zone" : "to_zone", row.text(zone_column),
                 "a tz database name like Asia/Shanghai");
    end.zone = zone.value_or(TimeZone::utc());
  }
  return good;
}

bool Reader::check_zone(const CsvRow& row, const FlightEnd& end, std::string_view field) {
  const auto [known, is_new] = zone_of_.try_emplace(end.airport, KnownZone{end.zone, row.line()});
  if (known->second.zone == end.zone) return true;
  return add(row, rule::kZonesDiffer, field, end.zone.name(),
             fmt::format("{}, as {} has in line {}", known->second.zone.name(), end.airport,
                         known->second.line));
}

bool Reader::check(const CsvRow& row, const Flight& flight) {
  constexpr Seconds kLongest = hours(26);
  constexpr int kHalfAYear = 182;
  if (flight.origin.airport == flight.destination.airport)
    return add(row, rule::kNowhere, "to", flight.destination.airport, "another airport");
  if (flight.valid_from && flight.valid_until && *flight.valid_until <= *flight.valid_from)
    return add(row, rule::kValidity, "valid_until", flight.valid_until->text(),
               "a day after valid_from");
  const bool zones_agree =
      check_zone(row, flight.origin, "from_zone") && check_zone(row, flight.destination, "to_zone");
  if (!zones_agree) return false;
  // In both halves of the year: with and without daylight saving.
  CivilDate day = flight.valid_from.value_or(CivilDate(19'737));  // 2024-01-15
  for (int i = 0; i < 2; ++i, day = day.plus_days(kHalfAYear)) {
    if (i > 0 && flight.valid_until && day >= *flight.valid_until) break;
    const Seconds block = arrival(flight, day) - departure(flight, day);
    if (block <= Seconds(0) || block > kLongest)
      return add(
          row, rule::kBlockTime, "arrives", row.text(Column::kArrives),
          fmt::format("a time up to 26 h after {} at {}; it is {} after it, maybe a day mark "
                      "(+1) is missing",
                      row.text(Column::kDeparts), flight.origin.airport, service_time_text(block)));
  }
  for (const std::uint32_t other : flights_of_[flight.name]) {
    const Flight& earlier = out_.flights[other];
    if (earlier.origin.airport == flight.origin.airport && fly_together(earlier, flight))
      return add(row, rule::kTwice, "carrier, number", flight.name.text(),
                 fmt::format("a flight once a day; line {} has it", earlier.line));
  }
  return true;
}

// A codeshare is flown by the row of that name between the same airports, on a day of its own.
void Reader::link_codeshares() {
  for (std::uint32_t i = 0; i < out_.flights.size(); ++i) {
    Flight& flight = out_.flights[i];
    if (!flight.operated_as) continue;
    const CsvRow row = rows_[row_of_[i]];
    const std::string text = flight.operated_as->text();
    const auto found = flights_of_.find(*flight.operated_as);
    if (*flight.operated_as == flight.name) {
      add(row, rule::kNotOperating, "operated_as", text, "another flight");
    } else if (found == flights_of_.end()) {
      add(row, rule::kOperatingMissing, "operated_as", text, "a flight of this table");
    } else {
      const auto by =
          std::find_if(found->second.begin(), found->second.end(), [&](std::uint32_t other) {
            const Flight& operating = out_.flights[other];
            return operating.origin.airport == flight.origin.airport &&
                   operating.destination.airport == flight.destination.airport &&
                   operating.origin.time == flight.origin.time &&
                   operating.destination.time == flight.destination.time &&
                   fly_together(operating, flight);
          });
      if (by == found->second.end())
        add(row, rule::kCodeshareDiffers, "operated_as", text,
            fmt::format("airports, times and days of line {}",
                        out_.flights[found->second.front()].line));
      else if (out_.flights[*by].operated_as)
        add(row, rule::kNotOperating, "operated_as", text, "a flight that is no codeshare itself");
      else
        flight.operated_by = *by;
    }
  }
}

}  // namespace

bool operates(const Flight& flight, CivilDate day) {
  if (flight.valid_from && day < *flight.valid_from) return false;
  if (flight.valid_until && day >= *flight.valid_until) return false;
  return (flight.weekdays >> static_cast<unsigned>(day.weekday()) & 1U) != 0;
}

Instant departure(const Flight& flight, CivilDate day) {
  return flight.origin.zone.instant_at(day, flight.origin.time);
}
Instant arrival(const Flight& flight, CivilDate day) {
  return flight.destination.zone.instant_at(day, flight.destination.time);
}

Schedule parse_flights(std::string bytes, const std::string& file, FaultList& faults) {
  const CsvSpec spec = flights_spec();
  CsvTable rows = read_csv(std::move(bytes), file, spec, faults);
  if (!has_needed_columns(rows, spec)) return {};
  return Reader(std::move(rows), faults).read();
}

Schedule read_flights(const std::string& path, FaultList& faults) {
  try {
    return parse_flights(read_unpacked(path), path, faults);
  } catch (const InputError& error) {
    faults.merge(error.faults());
    return {};
  }
}

}  // namespace stopover::io::flights
