// SPDX-License-Identifier: Apache-2.0
#include "engine/io/flight_table.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/io/csv.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/flight_days.hpp"
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

using Start = std::pair<FlightName, std::string>;  // the flight and its first airport

Start start_of(const Flight& flight) {
  return {flight.name, flight.origin.airport};
}

// "PVG 09:05:00 to NRT 13:00:00"
std::string ends_text(const Flight& flight) {
  return fmt::format("{} {} to {} {}", flight.origin.airport, service_time_text(flight.origin.time),
                     flight.destination.airport, service_time_text(flight.destination.time));
}

class Reader {
 public:
  Reader(CsvTable rows, FaultList& faults) : faults_(faults), rows_(std::move(rows)) {}

  Schedule read() {
    for (const CsvRow row : rows_) take(row);
    drop_twice();
    link_codeshares();
    return std::move(out_);
  }

 private:
  void take(const CsvRow& row);
  bool read_fields(const CsvRow& row, Flight& flight);
  bool read_end(const CsvRow& row, FlightEnd& end, bool is_origin);
  bool check(const CsvRow& row, const Flight& flight);
  bool check_zone(const CsvRow& row, const FlightEnd& end, std::string_view field);
  bool check_block_time(const CsvRow& row, const Flight& flight);
  using Spans = std::vector<RunSpan>;
  void drop_twice();
  void link_codeshares();
  void link(const Spans& operating, const Spans& codeshares);
  void report_differs(std::uint32_t codeshare, std::uint32_t similar);
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
  std::map<std::string, KnownZone> zone_of_;  // by airport
  Spans spans_;                               // of each flight
};

void Reader::take(const CsvRow& row) {
  Flight flight;
  flight.line = row.line();
  if (!read_fields(row, flight) || row.faulty() || !check(row, flight)) return;
  auto span = span_of(flight);
  if (!span) {
    add(row, rule::kNeverFlies, "valid_from, valid_until, days", flight.name.text(),
        "a day of operation or more");
    return;
  }
  span->at = static_cast<std::uint32_t>(out_.flights.size());
  spans_.push_back(*span);
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
  if (flight.origin.airport == flight.destination.airport)
    return add(row, rule::kNowhere, "to", flight.destination.airport, "another airport");
  if (flight.valid_from && flight.valid_until && *flight.valid_until <= *flight.valid_from)
    return add(row, rule::kValidity, "valid_until", flight.valid_until->text(),
               "a day after valid_from");
  const bool zones_agree =
      check_zone(row, flight.origin, "from_zone") && check_zone(row, flight.destination, "to_zone");
  return zones_agree && check_block_time(row, flight);
}

bool Reader::check_block_time(const CsvRow& row, const Flight& flight) {
  constexpr Seconds kLongest = hours(26);
  constexpr Seconds kLongestOvernight = hours(20);  // beyond it a missing day mark is no guess
  for (const CivilDate day : days_to_check(flight)) {
    const Seconds block = arrival(flight, day) - departure(flight, day);
    if (block > Seconds(0) && block <= kLongest) continue;
    const bool unmarked = block <= Seconds(0) && block + hours(24) <= kLongestOvernight;
    return add(row, rule::kBlockTime, "arrives", row.text(Column::kArrives),
               fmt::format("a time up to 26 h after {} at {}; on {} it is {} after it{}",
                           row.text(Column::kDeparts), flight.origin.airport, day.text(),
                           service_time_text(block),
                           unmarked ? ", maybe a day mark (+1) is missing" : ""));
  }
  return true;
}

// Of rows of one flight from one airport that fly on one day, the first stays.
void Reader::drop_twice() {
  std::vector<Flight>& flights = out_.flights;
  std::map<Start, std::vector<RunSpan>> spans_from;
  for (const RunSpan& span : spans_) spans_from[start_of(flights[span.at])].push_back(span);
  std::vector<int> first_line(flights.size(), 0);  // 0: flies alone
  for (auto& [start, spans] : spans_from)
    find_twice(
        std::move(spans),
        [&](const RunSpan& a, const RunSpan& b) {
          return fly_together(flights[a.at], flights[b.at]);
        },
        [&](const RunSpan& later, const RunSpan& earlier) { first_line[later.at] = earlier.line; });
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < flights.size(); ++i) {
    if (first_line[i] > 0) {
      add(rows_[row_of_[i]], rule::kTwice, "carrier, number", flights[i].name.text(),
          fmt::format("a flight once a day; line {} has it", first_line[i]));
      continue;
    }
    if (kept < i) {
      flights[kept] = std::move(flights[i]);
      row_of_[kept] = row_of_[i];
    }
    spans_[kept] = spans_[i];
    spans_[kept].at = kept;
    ++kept;
  }
  flights.resize(kept);
  spans_.resize(kept);
}

void Reader::link_codeshares() {
  std::map<Start, Spans> operating;
  for (const RunSpan& span : spans_) operating[start_of(out_.flights[span.at])].push_back(span);
  std::map<Start, Spans> codeshares;
  for (const RunSpan& span : spans_) {
    const Flight& flight = out_.flights[span.at];
    if (!flight.operated_as) continue;
    const auto add_here = [&](std::string_view rule, std::string_view expected) {
      add(rows_[row_of_[span.at]], rule, "operated_as", flight.operated_as->text(), expected);
    };
    const auto named = operating.lower_bound({*flight.operated_as, ""});
    if (*flight.operated_as == flight.name)
      add_here(rule::kNotOperating, "another flight");
    else if (named == operating.end() || named->first.first != *flight.operated_as)
      add_here(rule::kOperatingMissing, "a flight of this table");
    else if (const Start start{*flight.operated_as, flight.origin.airport};
             operating.contains(start))
      codeshares[start].push_back(span);
    else
      report_differs(span.at, named->second.front().at);
  }
  for (const auto& [start, spans] : codeshares) link(operating.at(start), spans);
}

// A codeshare is flown by the row between the same airports at the same times, on all its days.
// All rows are of one airport. Those that fly when a codeshare begins have days of their own
// (drop_twice), so they are a week's at most.
void Reader::link(const Spans& operating, const Spans& codeshares) {
  struct Visit {
    RunSpan span;
    bool sells;
  };
  std::vector<Visit> visits;
  std::map<std::string_view, std::uint32_t> first_to;  // of `operating`, by destination
  for (const RunSpan& span : operating) {
    first_to.emplace(out_.flights[span.at].destination.airport, span.at);
    visits.push_back({span, false});
  }
  for (const RunSpan& span : codeshares) visits.push_back({span, true});
  std::sort(visits.begin(), visits.end(), [](const Visit& a, const Visit& b) {
    return std::tuple(a.span.first, a.sells, a.span.at) <
           std::tuple(b.span.first, b.sells, b.span.at);
  });
  Spans flying;
  for (const auto& [span, sells] : visits) {
    if (!sells) {
      flying.push_back(span);
      continue;
    }
    const CivilDate first = span.first;
    std::erase_if(flying, [first](const RunSpan& one) { return one.last < first; });
    Flight& codeshare = out_.flights[span.at];
    const auto by = std::find_if(flying.begin(), flying.end(), [&](const RunSpan& one) {
      return ends_text(out_.flights[one.at]) == ends_text(codeshare) &&
             flies_whenever(out_.flights[one.at], codeshare);
    });
    if (by == flying.end()) {
      const auto same = first_to.find(codeshare.destination.airport);
      report_differs(span.at, same == first_to.end() ? operating.front().at : same->second);
    } else if (out_.flights[by->at].operated_as) {
      add(rows_[row_of_[span.at]], rule::kNotOperating, "operated_as",
          codeshare.operated_as->text(), "a flight that is no codeshare itself");
    } else {
      codeshare.operated_by = by->at;
    }
  }
}

// `similar`: a row of the flight that it names.
void Reader::report_differs(std::uint32_t codeshare, std::uint32_t similar) {
  const Flight& flight = out_.flights[codeshare];
  const Flight& other = out_.flights[similar];
  const CsvRow row = rows_[row_of_[codeshare]];
  if (ends_text(flight) == ends_text(other))
    add(row, rule::kCodeshareDiffers, "valid_from, valid_until, days", flight.name.text(),
        fmt::format("days on which {} flies as in line {}", other.name.text(), other.line));
  else
    add(row, rule::kCodeshareDiffers, "from, departs, to, arrives", ends_text(flight),
        fmt::format("{}, as {} in line {}", ends_text(other), other.name.text(), other.line));
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
  auto bytes = read_unpacked(path, faults);
  return bytes ? parse_flights(*std::move(bytes), path, faults) : Schedule();
}

}  // namespace stopover::io::flights
