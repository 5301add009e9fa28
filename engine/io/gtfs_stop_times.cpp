// SPDX-License-Identifier: Apache-2.0
// stop_times.txt: rows to trips, blanks filled in.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/io/gtfs_trips.hpp"

namespace stopover::io::gtfs {
namespace {

constexpr double kRadiansOfDegree = std::numbers::pi / 180;
constexpr double kKilometresOfDegree = kEarthRadiusMetres * kRadiansOfDegree / 1000;  // of latitude

// The fastest vehicle of a kind, km/h: the fastest train in service anywhere runs at 431.
double top_speed(int type) {
  constexpr int kRail = 2;
  if (type == kRail || type / 100 == 1) return 500;
  return type / 100 == 11 ? 1200 : 150;
}

std::int32_t time_of(std::span<const std::int64_t> times, std::size_t i) {
  return times.empty() || times[i] == CsvTable::kAbsent ? StopSheet::kBlank
                                                        : static_cast<std::int32_t>(times[i]);
}

bool allowed(std::span<const std::int64_t> kinds, std::size_t i) {
  return kinds.empty() || kinds[i] != 1;
}

}  // namespace

StopSheet::StopSheet(Reading& reading, const KeyIndex<TripId>& trips) {
  const std::string name = reading.root + "stop_times.txt";
  file_ = reading.source.display_name(name);
  if (!reading.source.contains(name)) return;
  FaultList faults;
  try {
    std::string bytes = reading.source.read(name);
    // A row is 16 bytes at the least; a file of bare line ends must not ask for more.
    const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    rows_.reserve(std::min(lines, bytes.size() / 16) + 1);
    read_csv_portions(std::move(bytes), file_, stop_times_spec(), faults,
                      [&](const CsvTable& portion) { take(portion, reading, trips); });
  } catch (const InputError& damaged) {
    reading.faults.merge(damaged.faults());
    return;
  }
  held_.sort_in(faults);
  usable_ = held_.usable();
}

void StopSheet::take(const CsvTable& portion, Reading& reading, const KeyIndex<TripId>& trips) {
  const auto trip = portion.texts(StopTimeColumn::kTrip);
  const auto stop = portion.texts(StopTimeColumn::kStop);
  const auto arrive = portion.numbers(StopTimeColumn::kArrive);
  const auto depart = portion.numbers(StopTimeColumn::kDepart);
  const auto sequence = portion.numbers(StopTimeColumn::kSequence);
  const auto pick_up = portion.numbers(StopTimeColumn::kPickUp);
  const auto set_down = portion.numbers(StopTimeColumn::kSetDown);
  const auto distance = portion.decimals(StopTimeColumn::kDistance);
  const std::size_t before = rows_.size();
  const auto text = [](std::span<const std::string_view> column, std::size_t i) {
    return column.empty() ? std::string_view() : column[i];
  };
  for (std::size_t i = 0; i < portion.size(); ++i) {
    rows_.push_back({.arrive = time_of(arrive, i),
                     .depart = time_of(depart, i),
                     .sequence = time_of(sequence, i) == kBlank
                                     ? kNone
                                     : static_cast<std::uint32_t>(sequence[i]),
                     .line = portion.line(i),
                     .pick_up = allowed(pick_up, i),
                     .set_down = allowed(set_down, i)});
    const std::size_t row = before + i;
    const std::string_view key = text(trip, i);
    if (key != last_key_ || last_trip_ == kNone) {
      const auto* entry = trips.find(key);
      last_key_ = key;
      last_trip_ = entry == nullptr ? kNone : entry->id.value();
      if (last_trip_ == kNone) (void)refer(*this, {row, "trip_id", key, "trips.txt"}, trips);
    }
    rows_[row].trip = last_trip_;
    rows_[row].stop = refer(*this, {row, "stop_id", text(stop, i), "stops.txt"}, reading.stop)
                          .value_or(StopId::none());
  }
  distances_.insert(distances_.end(), distance.begin(), distance.end());
  for (const std::size_t row : portion.faulty_rows()) {
    bad_rows_ += rows_[before + row].bad ? 0U : 1U;
    rows_[before + row].bad = true;
  }
  const std::size_t left_out = portion.bad_rows() - portion.faulty_rows().size();
  left_out_ += left_out;
  bad_rows_ += left_out;
}

InputFault StopSheet::at(std::size_t row, const Found& found) const {
  return {.rule = std::string(found.rule),
          .file = file_,
          .line = rows_[row].line,
          .field = std::string(found.field),
          .found = std::string(found.found),
          .expected = std::string(found.expected)};
}

void StopSheet::fault(std::size_t row, const Found& found) {
  bad_rows_ += rows_[row].bad ? 0U : 1U;
  rows_[row].bad = true;
  held_.add_row_fault(at(row, found));
}

void StopSheet::warn(std::size_t row, const Found& found) {
  held_.add_warning(at(row, found));
}

void StopSheet::settle(double share, FaultList& faults) const {
  held_.settle(file_, {bad_rows_, rows_.size() + left_out_}, share, faults);
}

// Rows by trip, in file order: a counting sort.
void StopTimes::group() {
  begins_.assign(drafts_.rows.size() + 1, 0);
  for (const StopSheet::Row& row : rows_)
    if (row.trip != StopSheet::kNone) ++begins_[row.trip + 1];
  for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
  order_.resize(begins_.back());
  std::vector<std::size_t> next(begins_.begin(), begins_.end() - 1);
  for (std::size_t row = 0; row < rows_.size(); ++row)
    if (rows_[row].trip != StopSheet::kNone)
      order_[next[rows_[row].trip]++] = static_cast<std::uint32_t>(row);
}

void StopTimes::find_spots() {
  spots_.reserve(reading_.feed.stops.size());
  for (const Stop& stop : reading_.feed.stops) {
    if (!stop.position || *stop.position == Position{})
      spots_.push_back({});
    else
      spots_.push_back({stop.position->lon, stop.position->lat,
                        std::cos(stop.position->lat * kRadiansOfDegree)});
  }
}

// One row into `calls_`; false if the trip cannot be used.
bool StopTimes::take_row(std::size_t row, bool end) {
  const StopSheet::Row& r = rows_[row];
  const bool has_arrive = r.arrive != StopSheet::kBlank;
  const bool has_depart = r.depart != StopSheet::kBlank;
  if (r.bad || r.stop.is_none()) return false;
  const Stop& stop = reading_.feed.stops[r.stop];
  if (stop.kind != StopKind::kPlatform) {
    sheet_.fault(row, {rule::kStopKind, "stop_id", stop.key, "a stop with location_type 0"});
    return false;
  }
  if (!has_arrive && !has_depart && end) {
    sheet_.fault(row, {rule::kNoEndTime, "arrival_time, departure_time", "nothing",
                       "the time at the trip's first and last stop"});
    return false;
  }
  if (has_arrive != has_depart)
    sheet_.warn(row, {rule::kOneTime, has_arrive ? "departure_time" : "arrival_time", "nothing",
                      "both times or none"});
  const bool timed = has_arrive || has_depart;
  const std::int32_t arrive = has_arrive ? r.arrive : timed ? r.depart : 0;
  const std::int32_t depart = has_depart ? r.depart : arrive;
  calls_.push_back({{r.stop, arrive, depart, r.pick_up, r.set_down}, row, timed});
  return true;
}

// Of rows in order of stop_sequence: no number twice, no time before the one before it.
bool StopTimes::check_order(std::span<const std::uint32_t> rows) {
  bool good = true;
  std::int32_t reached = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const StopSheet::Row& row = rows_[rows[i]];
    if (i > 0 && row.sequence != StopSheet::kNone && row.sequence == rows_[rows[i - 1]].sequence) {
      sheet_.fault(rows[i], {rule::kSequenceTwice, "stop_sequence", std::to_string(row.sequence),
                             "each number once in a trip"});
      good = false;
    }
    for (const auto& [time, field] :
         {std::pair(row.arrive, "arrival_time"), std::pair(row.depart, "departure_time")}) {
      if (time == StopSheet::kBlank) continue;
      if (time < reached) {
        sheet_.fault(rows[i], {rule::kTimeOrder, field, service_time_text(Seconds(time)),
                               service_time_text(Seconds(reached)) + " or later"});
        good = false;
      }
      reached = time;  // one slip, one message
    }
  }
  return good;
}

void StopTimes::check_distances(std::span<const std::uint32_t> rows) {
  double last = 0;
  for (const std::uint32_t row : rows) {
    const double here = sheet_.distance(row);
    if (std::isnan(here)) continue;
    if (here < last) {
      sheet_.warn(row, {rule::kDistanceOrder, "shape_dist_traveled", fmt::format("{}", here),
                        fmt::format("{} or more", last)});
      return;
    }
    last = here;
  }
}

// Between timed calls, as the crow flies: times are often rounded to the minute.
void StopTimes::check_speed(const Route& route) {
  constexpr std::int32_t kRounding = 60;
  const double limit = top_speed(route.type);
  const double degrees_a_second = limit / 3600 / kKilometresOfDegree;
  const Call* last = nullptr;
  for (const Call& call : calls_) {
    if (!call.timed || spots_[call.time.stop.value()].shrink == 0) continue;
    const Call* const before = std::exchange(last, &call);
    if (before == nullptr) continue;
    const Spot& a = spots_[before->time.stop.value()];
    const Spot& b = spots_[call.time.stop.value()];
    const double east = std::abs(a.lon - b.lon);
    const double lon = std::min(east, 360 - east) * std::min(a.shrink, b.shrink);
    const double lat = a.lat - b.lat;
    const std::int32_t seconds = call.time.arrive - before->time.depart + kRounding;
    const double reach = degrees_a_second * seconds;
    const double square = lon * lon + lat * lat;
    if (square <= reach * reach) continue;
    if (!too_fast_.emplace(before->time.stop, call.time.stop).second) continue;
    sheet_.warn(call.row,
                {rule::kTooFast, "arrival_time",
                 fmt::format("{:.0f} km in {} s after {}", std::sqrt(square) * kKilometresOfDegree,
                             seconds - kRounding, reading_.feed.stops[before->time.stop].key),
                 fmt::format("at most {} km/h", limit)});
  }
}

bool StopTimes::has_distances(std::size_t from, std::size_t until) const {
  if (!sheet_.has_distances()) return false;
  double last = -1;
  for (std::size_t i = from; i <= until; ++i) {
    const double here = sheet_.distance(calls_[i].row);
    if (std::isnan(here) || here < last) return false;
    last = here;
  }
  return sheet_.distance(calls_[from].row) < last;
}

// Times of the calls between two timed ones.
void StopTimes::fill_between(std::size_t from, std::size_t until) {
  const std::int64_t start = calls_[from].time.depart;
  const std::int64_t length = calls_[until].time.arrive - start;
  const bool by_distance = has_distances(from, until);
  for (std::size_t i = from + 1; i < until; ++i) {
    std::int64_t passed =
        length * static_cast<std::int64_t>(i - from) / static_cast<std::int64_t>(until - from);
    if (by_distance) {
      const double begin = sheet_.distance(calls_[from].row);
      const double share =
          (sheet_.distance(calls_[i].row) - begin) / (sheet_.distance(calls_[until].row) - begin);
      passed = static_cast<std::int64_t>(std::floor(share * static_cast<double>(length)));
    }
    calls_[i].time.arrive = calls_[i].time.depart = static_cast<std::int32_t>(start + passed);
  }
}

void StopTimes::fill_in() {
  std::size_t last = 0;
  for (std::size_t i = 1; i < calls_.size(); ++i) {
    if (!calls_[i].timed) continue;
    if (i > last + 1) fill_between(last, i);
    last = i;
  }
}

// All rows of a trip; false if it cannot be used. Checks go on after the first fault.
bool StopTimes::take(std::span<std::uint32_t> rows) {
  const auto before = [this](std::uint32_t a, std::uint32_t b) {
    return std::pair(rows_[a].sequence, a) < std::pair(rows_[b].sequence, b);
  };
  if (!std::is_sorted(rows.begin(), rows.end(), before))
    std::sort(rows.begin(), rows.end(), before);
  calls_.clear();
  bool good = true;
  for (std::size_t i = 0; i < rows.size(); ++i)
    good = take_row(rows[i], i == 0 || i + 1 == rows.size()) && good;
  good = check_order(rows) && good;
  if (sheet_.has_distances()) check_distances(rows);
  if (good && rows.size() > 1) fill_in();
  return good;
}

void StopTimes::read(FeedTable& trips) {
  group();
  find_spots();
  std::vector<StopTime>& out = reading_.feed.stop_times;
  out.reserve(order_.size());
  for (std::size_t i = 0; i < drafts_.rows.size(); ++i) {
    Drafts::Draft& draft = drafts_.rows[i];
    const auto rows = std::span(order_).subspan(begins_[i], begins_[i + 1] - begins_[i]);
    const bool good = take(rows);
    if (good && rows.size() < 2)
      trips.warn(draft.row, {rule::kShortTrip, "trip_id", draft.trip.key, "two stops or more"});
    draft.sound = draft.sound && good && rows.size() > 1;
    if (!draft.sound) continue;
    check_speed(reading_.feed.routes[draft.trip.route]);
    draft.trip.first_stop_time = static_cast<std::uint32_t>(out.size());
    draft.trip.stop_time_count = static_cast<std::uint32_t>(rows.size());
    for (const Call& call : calls_) out.push_back(call.time);
  }
}

}  // namespace stopover::io::gtfs
