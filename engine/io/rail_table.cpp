// SPDX-License-Identifier: Apache-2.0
#include "engine/io/rail_table.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/io/csv.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/rail_rules.hpp"
#include "engine/io/run_spans.hpp"
#include "engine/io/text.hpp"

namespace stopover::io::rail {
namespace {
namespace fs = std::filesystem;

enum class TripColumn : std::uint8_t {
  kTrip,
  kTrain,
  kDates,
  kKind,
  kFirst,
  kLast,
  kDepart,
  kArrive,
  kValidFrom,
  kValidUntil
};
enum class StopColumn : std::uint8_t { kTrip, kSequence, kStation, kArrive, kDepart, kOpen };
enum class SeatColumn : std::uint8_t { kTrip, kClass, kSeats };

constexpr Seconds kDay = hours(24);
constexpr std::size_t kMaxDatesBytes = std::size_t{1} << 16U;

CsvSpec trips_spec() {
  constexpr auto kOptional = Need::kOptional;
  return {.columns = {{.name = "trip", .type = TextField{}},
                      {.name = "train", .type = TextField{}},
                      {.name = "run_dates", .type = TextField{.max_bytes = kMaxDatesBytes}},
                      {.name = "class", .type = TextField{}, .need = kOptional},
                      {.name = "from", .type = TextField{}, .need = kOptional},
                      {.name = "to", .type = TextField{}, .need = kOptional},
                      {.name = "train_dep", .type = TextField{}, .need = kOptional},
                      {.name = "train_arr", .type = TextField{}, .need = kOptional},
                      {.name = "valid_from", .type = DateField{}, .need = kOptional},
                      {.name = "valid_until", .type = DateField{}, .need = kOptional}},
          .key = {"trip"},
          .unread = {"service", "other"}};
}

CsvSpec stop_times_spec() {
  return {.columns = {{.name = "trip", .type = TextField{}},
                      {.name = "stop_seq", .type = IntegerField{.min = 0, .max = 100'000}},
                      {.name = "station", .type = TextField{}},
                      {.name = "arr", .type = TextField{}, .need = Need::kColumn},
                      {.name = "dep", .type = TextField{}, .need = Need::kColumn},
                      {.name = "open",
                       .type = ChoiceField{{"False", "True", "false", "true", "0", "1"}},
                       .need = Need::kOptional}},
          .unread = {"train", "dwell"}};
}

CsvSpec seats_spec() {
  return {.columns = {{.name = "trip", .type = TextField{}},
                      {.name = "class", .type = TextField{}},
                      {.name = "seats", .type = IntegerField{.min = 0, .max = 10'000}}},
          .key = {"trip", "class"}};
}

// nullopt: the table says nothing, and a fault says why.
std::optional<CsvTable> read_rows(const std::string& path, const CsvSpec& spec, FaultList& faults) {
  auto bytes = read_unpacked(path, faults);
  if (!bytes) return std::nullopt;
  CsvTable table = read_csv(*std::move(bytes), path, spec, faults);
  if (!has_needed_columns(table, spec)) return std::nullopt;
  return table;
}

Seconds clock_of(Seconds service_time) {
  return service_time - kDay * (service_time / kDay);
}

bool is_blank(std::string_view time) {
  return time.find_first_not_of('-') == std::string_view::npos;
}

// A spreadsheet writes a date that stands alone in its cell as its midnight.
std::optional<CivilDate> parse_run_date(std::string_view text) {
  const auto midnight = parse_civil_time(text);
  if (midnight && midnight->time_of_day == Seconds(0)) return midnight->date;
  return CivilDate::parse(text);
}

class Reader {
 public:
  Reader(const CsvTable& trips, const CsvTable& stops, const CsvTable& seats, FaultList& faults)
      : faults_(faults), trip_rows_(trips), stop_rows_(stops), seat_rows_(seats) {}

  Timetable read() {
    read_trips();
    group();
    read_seats();
    for (std::size_t i = 0; i < drafts_.size(); ++i) take(i);
    name_midnights();
    check_versions();
    return std::move(out_);
  }

 private:
  struct Draft {
    Trip trip;
    std::size_t row = 0;
    bool sound = true;
    std::vector<std::size_t> stops;  // rows
  };

  void read_trips();
  bool read_dates(const CsvRow& row, Trip& trip);
  void group();
  void read_seats();
  void take(std::size_t index);
  bool take_stop(const CsvRow& row, Seconds& reached, bool& past_midnight);
  std::optional<Seconds> read_time(const CsvRow& row, StopColumn column, bool& good);
  bool advance(const CsvRow& row, std::string_view field, Seconds& time, Seconds& reached);
  void check_ends(const Draft& draft);
  void name_midnights();
  void check_versions();
  StationId station(std::string_view name);
  void add(const CsvRow& row, std::string_view rule, std::string_view field, std::string_view found,
           std::string_view expected) {
    faults_.add(row.fault(rule, field, found, expected));
  }

  FaultList& faults_;
  const CsvTable& trip_rows_;
  const CsvTable& stop_rows_;
  const CsvTable& seat_rows_;
  Timetable out_;
  std::vector<Draft> drafts_;
  std::unordered_map<std::string_view, std::size_t> draft_of_;  // by key; looked up only
  std::unordered_map<std::string_view, StationId> station_of_;
  std::size_t midnights_ = 0;
  std::size_t first_midnight_ = 0;  // row of its trip
};

bool Reader::read_dates(const CsvRow& row, Trip& trip) {
  const std::string_view text = row.text(TripColumn::kDates);
  if (text == "ALL") {
    trip.every_day = true;
    return true;
  }
  for (const std::string_view part : split(text, '|')) {
    const auto date = parse_run_date(part);
    if (!date) {
      add(row, rule::kRunDates, "run_dates", part, "ALL, or dates parted by '|'");
      return false;
    }
    trip.dates.push_back(*date);
  }
  std::sort(trip.dates.begin(), trip.dates.end());
  trip.dates.erase(std::unique(trip.dates.begin(), trip.dates.end()), trip.dates.end());
  return true;
}

void Reader::read_trips() {
  for (const CsvRow row : trip_rows_) {
    if (!row.has(TripColumn::kTrip)) continue;
    const std::string_view key = row.text(TripColumn::kTrip);
    if (!draft_of_.emplace(key, drafts_.size()).second) continue;  // E-CSV-024
    Draft draft;
    draft.row = row.index();
    Trip& trip = draft.trip;
    trip.key = key;
    trip.train = row.text(TripColumn::kTrain);
    trip.kind = row.text(TripColumn::kKind);
    trip.line = row.line();
    if (row.has(TripColumn::kValidFrom)) trip.valid_from = row.date(TripColumn::kValidFrom);
    if (row.has(TripColumn::kValidUntil)) trip.valid_until = row.date(TripColumn::kValidUntil);
    draft.sound = !row.faulty() && read_dates(row, trip);
    if (trip.valid_from && trip.valid_until && *trip.valid_until <= *trip.valid_from) {
      add(row, rule::kValidity, "valid_until", trip.valid_until->text(), "a day after valid_from");
      draft.sound = false;
    }
    drafts_.push_back(std::move(draft));
  }
}

// Rows by trip. The keys of both files are in memory, so an unknown one is nowhere.
void Reader::group() {
  for (const CsvRow row : stop_rows_) {
    const std::string_view key = row.text(StopColumn::kTrip);
    const auto found = draft_of_.find(key);
    if (found == draft_of_.end()) {
      if (!key.empty()) add(row, rule::kReference, "trip", key, "a trip of the table of trips");
      continue;
    }
    Draft& draft = drafts_[found->second];
    draft.sound = draft.sound && !row.faulty();
    draft.stops.push_back(row.index());
  }
}

void Reader::read_seats() {
  for (const CsvRow row : seat_rows_) {
    const std::string_view key = row.text(SeatColumn::kTrip);
    const auto found = draft_of_.find(key);
    if (found == draft_of_.end() && !key.empty())
      add(row, rule::kReference, "trip", key, "a trip of the table of trips");
    if (found == draft_of_.end() || row.faulty()) continue;
    drafts_[found->second].trip.seats.push_back(
        {std::string(row.text(SeatColumn::kClass)), Places(row.integer(SeatColumn::kSeats))});
  }
  for (Draft& draft : drafts_)
    std::sort(draft.trip.seats.begin(), draft.trip.seats.end(),
              [](const ClassSeats& a, const ClassSeats& b) { return a.name < b.name; });
}

StationId Reader::station(std::string_view name) {
  const auto [at, is_new] = station_of_.emplace(name, StationId(out_.stations.size()));
  if (is_new) out_.stations.push_back(std::string(name));
  return at->second;
}

std::optional<Seconds> Reader::read_time(const CsvRow& row, StopColumn column, bool& good) {
  const std::string_view text = row.text(column);
  if (is_blank(text)) return std::nullopt;
  const auto time = parse_service_time(text);
  if (!time) {
    add(row, rule::kTime, column == StopColumn::kArrive ? "arr" : "dep", text,
        "a time like 08:15 or 08:15:00, or ----");
    good = false;
  }
  return time;
}

// A clock time is on the day that `reached` is on, or the next. One past 24:00 is written out and
// stays.
bool Reader::advance(const CsvRow& row, std::string_view field, Seconds& time, Seconds& reached) {
  constexpr Seconds kLongestLeap = hours(12);
  const bool written_out = time >= kDay;
  const std::string found = service_time_text(time);
  if (!written_out && time < reached) time += kDay * (reached / kDay);
  const bool leaps = time < reached;
  if (leaps && !written_out) time += kDay;
  if (leaps && (written_out || time - reached > kLongestLeap)) {
    add(row, rule::kTimeOrder, field, found,
        written_out ? fmt::format("{} or later", service_time_text(reached))
                    : fmt::format("{} or later, or at most 12 h after it on the next day",
                                  service_time_text(clock_of(reached))));
    return false;
  }
  reached = time;
  return true;
}

bool Reader::take_stop(const CsvRow& row, Seconds& reached, bool& past_midnight) {
  bool good = true;
  auto arrive = read_time(row, StopColumn::kArrive, good);
  auto depart = read_time(row, StopColumn::kDepart, good);
  if (!good) return false;
  if (!arrive && !depart) {
    add(row, rule::kNoTime, "arr, dep", "", "one of the two times");
    return false;
  }
  if (!arrive) arrive = depart;
  if (!depart) depart = arrive;
  const bool written_past = *arrive >= kDay || *depart >= kDay;
  if (!advance(row, "arr", *arrive, reached) || !advance(row, "dep", *depart, reached))
    return false;
  past_midnight = past_midnight || (*depart >= kDay && !written_past);
  const bool open =
      !row.has(StopColumn::kOpen) || row.choice(StopColumn::kOpen) % 2 == 1;  // names in pairs
  out_.stop_times.push_back({station(row.text(StopColumn::kStation)),
                             static_cast<std::int32_t>(row.integer(StopColumn::kSequence)), *arrive,
                             *depart, open});
  return true;
}

void Reader::take(std::size_t index) {
  Draft& draft = drafts_[index];
  if (draft.stops.size() < 2) {
    add(trip_rows_[draft.row], rule::kShortTrip, "trip", draft.trip.key, "two stop times or more");
    draft.sound = false;
  }
  std::erase_if(draft.stops, [this](std::size_t row) { return stop_rows_[row].faulty(); });
  const auto sequence = [this](std::size_t row) {
    return stop_rows_[row].integer(StopColumn::kSequence);
  };
  std::sort(draft.stops.begin(), draft.stops.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(sequence(a), a) < std::pair(sequence(b), b);
  });
  const std::size_t begin = out_.stop_times.size();
  Seconds reached{};
  bool past_midnight = false;
  for (std::size_t i = 0; i < draft.stops.size(); ++i) {
    const CsvRow row = stop_rows_[draft.stops[i]];
    if (i > 0 && sequence(draft.stops[i - 1]) == sequence(draft.stops[i])) {
      add(row, rule::kSequenceTwice, "stop_seq", std::to_string(sequence(draft.stops[i])),
          "each number once in a trip");
      draft.sound = false;
    }
    draft.sound = take_stop(row, reached, past_midnight) && draft.sound;
  }
  if (!draft.sound) {
    out_.stop_times.resize(begin);
    return;
  }
  draft.trip.first_stop_time = static_cast<std::uint32_t>(begin);
  draft.trip.stop_time_count = static_cast<std::uint32_t>(out_.stop_times.size() - begin);
  check_ends(draft);
  if (past_midnight && midnights_++ == 0) first_midnight_ = draft.row;
  out_.trips.push_back(draft.trip);
}

// Clock times are compared, whatever the day.
void Reader::check_ends(const Draft& draft) {
  const CsvRow row = trip_rows_[draft.row];
  const auto stops = out_.stop_times_of(draft.trip);
  const auto differs = [&](TripColumn column, std::string_view name,
                           const std::string& stop_times) {
    const std::string_view text = row.text(column);
    const auto time = parse_service_time(text);
    if (row.has(column) &&
        (time ? service_time_text(clock_of(*time)) : std::string(text)) != stop_times)
      add(row, rule::kEnds, name, text, fmt::format("{}, as in the stop times", stop_times));
  };
  differs(TripColumn::kFirst, "from", out_.stations[stops.front().station]);
  differs(TripColumn::kLast, "to", out_.stations[stops.back().station]);
  differs(TripColumn::kDepart, "train_dep", service_time_text(clock_of(stops.front().depart)));
  differs(TripColumn::kArrive, "train_arr", service_time_text(clock_of(stops.back().arrive)));
}

void Reader::name_midnights() {
  if (midnights_ > 0)
    add(trip_rows_[first_midnight_], rule::kMidnight, "trip",
        fmt::format("{} trips, this the first", midnights_), "times that go on: 24:10, 25:00");
}

void Reader::check_versions() {
  std::map<std::string_view, std::vector<RunSpan>> spans_of;  // a day each, of listed dates
  for (std::uint32_t i = 0; i < out_.trips.size(); ++i) {
    const Trip& trip = out_.trips[i];
    std::vector<RunSpan>& spans = spans_of[trip.train];
    RunSpan span{.line = trip.line, .at = i};
    if (trip.every_day) {
      if (trip.valid_from) span.first = *trip.valid_from;
      if (trip.valid_until) span.last = trip.valid_until->plus_days(-1);
      spans.push_back(span);
      continue;
    }
    for (const CivilDate day : trip.dates) {
      span.first = span.last = day;
      if (runs_on(trip, day)) spans.push_back(span);
    }
  }
  std::vector<int> other(out_.trips.size(), 0);  // line of the first version found; 0: none
  for (auto& [train, spans] : spans_of)
    find_twice(
        std::move(spans), [](const RunSpan&, const RunSpan&) { return true; },
        [&](const RunSpan& later, const RunSpan& earlier) {
          if (other[later.at] == 0) other[later.at] = earlier.line;
        });
  for (std::size_t i = 0; i < out_.trips.size(); ++i)
    if (other[i] > 0)
      add(trip_rows_[drafts_[draft_of_.at(out_.trips[i].key)].row], rule::kTwoVersions, "run_dates",
          out_.trips[i].train, fmt::format("other dates than in line {}", other[i]));
}

}  // namespace

bool runs_on(const Trip& trip, CivilDate day) {
  if (trip.valid_from && day < *trip.valid_from) return false;
  if (trip.valid_until && day >= *trip.valid_until) return false;
  return trip.every_day || std::binary_search(trip.dates.begin(), trip.dates.end(), day);
}

Files files_in(const std::string& folder) {
  const auto path = [&folder](const char* name) {
    const fs::path plain = fs::path(folder) / name;
    const fs::path packed = fs::path(folder) / (std::string(name) + ".gz");
    std::error_code ignored;
    return !fs::exists(plain, ignored) && fs::exists(packed, ignored) ? packed : plain;
  };
  std::error_code ignored;
  const fs::path seats = path("seats.csv");
  return {path("trips.csv").string(), path("stop_times.csv").string(),
          fs::exists(seats, ignored) ? seats.string() : ""};
}

Timetable read_timetable(const Files& files, FaultList& faults) {
  const auto trips = read_rows(files.trips, trips_spec(), faults);
  const auto stops = read_rows(files.stop_times, stop_times_spec(), faults);
  std::optional<CsvTable> seats = CsvTable();
  if (!files.seats.empty()) seats = read_rows(files.seats, seats_spec(), faults);
  // Without one table each row of another would be a fault.
  if (!trips || !stops || !seats) return {};
  return Reader(*trips, *stops, *seats, faults).read();
}

}  // namespace stopover::io::rail
