// SPDX-License-Identifier: Apache-2.0
// Trips, their stop times, and frequencies of a GTFS feed.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include "engine/io/gtfs_parts.hpp"

namespace stopover::io::gtfs {
namespace {

using Row = std::uint32_t;
constexpr Row kNoTrip = std::numeric_limits<Row>::max();

// trips.txt as it stands; which of them are used shows when their stop times are known.
struct Drafts {
  struct Draft {
    Trip trip;
    std::size_t row = 0;
    bool sound = true;
  };
  std::vector<Draft> rows;
  KeyIndex<TripId> index;  // positions in `rows`
};

void read_drafts(Reading& reading, FeedTable& table, Drafts& drafts) {
  for (const CsvRow row : table.rows()) {
    const std::string_view key = row.text(TripColumn::kId);
    if (key.empty()) continue;
    const std::size_t at = row.index();
    const auto route =
        refer(table, {at, "route_id", row.text(TripColumn::kRoute), "routes.txt"}, reading.route);
    const auto calendar = refer(
        table,
        {at, "service_id", row.text(TripColumn::kCalendar), "calendar.txt or calendar_dates.txt"},
        reading.calendar);
    if (!enter(table, at, "trip_id", drafts.index, key, TripId(drafts.rows.size()))) continue;
    const bool sound = route && calendar && !table.bad(at);
    drafts.rows.push_back({{std::string(key), route.value_or(RouteId::none()),
                            calendar.value_or(CalendarId::none()), 0, 0},
                           at,
                           sound});
  }
  drafts.index.complete = table.complete();
}

// ---- stop times ----

class StopTimes {
 public:
  StopTimes(Reading& reading, FeedTable& table, Drafts& drafts)
      : reading_(reading),
        table_(table),
        drafts_(drafts),
        arrive_(table.rows().numbers(StopTimeColumn::kArrive)),
        depart_(table.rows().numbers(StopTimeColumn::kDepart)),
        sequence_(table.rows().numbers(StopTimeColumn::kSequence)),
        stop_(table.rows().texts(StopTimeColumn::kStop)),
        pick_up_(table.rows().numbers(StopTimeColumn::kPickUp)),
        set_down_(table.rows().numbers(StopTimeColumn::kSetDown)),
        distance_(table.rows().decimals(StopTimeColumn::kDistance)) {}

  // Fills the drafts' stop times; a draft that cannot be used is no longer sound.
  void read(FeedTable& trips);

 private:
  struct Call {
    StopTime time;
    std::size_t row = 0;
    bool timed = true;
  };
  void group();
  bool take(std::span<Row> rows);
  bool take_row(std::size_t row, bool end);
  bool check_order(std::span<const Row> rows);
  void fill_in();
  void fill_between(std::size_t from, std::size_t until);
  [[nodiscard]] bool has_distances(std::size_t from, std::size_t until) const;

  Reading& reading_;
  FeedTable& table_;
  Drafts& drafts_;
  std::span<const std::int64_t> arrive_;
  std::span<const std::int64_t> depart_;
  std::span<const std::int64_t> sequence_;
  std::span<const std::string_view> stop_;
  std::span<const std::int64_t> pick_up_;
  std::span<const std::int64_t> set_down_;
  std::span<const double> distance_;
  std::vector<Row> rows_;            // of all trips, by trip
  std::vector<std::size_t> begins_;  // of each trip in rows_, and one past
  std::vector<Call> calls_;          // of the trip at hand
};

// Rows by trip, in file order: a counting sort.
void StopTimes::group() {
  const auto keys = table_.rows().texts(StopTimeColumn::kTrip);
  std::vector<Row> trip_of(table_.size(), kNoTrip);
  begins_.assign(drafts_.rows.size() + 1, 0);
  std::string_view last;
  Row last_trip = kNoTrip;
  for (std::size_t row = 0; row < trip_of.size(); ++row) {
    const std::string_view key = keys[row];
    if (key.empty()) continue;
    if (key != last) {
      const auto* entry = drafts_.index.find(key);
      last = key;
      last_trip = entry == nullptr ? kNoTrip : entry->id.value();
    }
    if (last_trip == kNoTrip)
      (void)refer(table_, {row, "trip_id", key, "trips.txt"}, drafts_.index);
    else
      ++begins_[last_trip + 1];
    trip_of[row] = last_trip;
  }
  for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
  rows_.resize(begins_.back());
  std::vector<std::size_t> next(begins_.begin(), begins_.end() - 1);
  for (std::size_t row = 0; row < trip_of.size(); ++row)
    if (trip_of[row] != kNoTrip) rows_[next[trip_of[row]]++] = static_cast<Row>(row);
}

// One row into `calls_`; false if the trip cannot be used.
bool StopTimes::take_row(std::size_t row, bool end) {
  const auto stop = refer(table_, {row, "stop_id", stop_[row], "stops.txt"}, reading_.stop);
  const bool has_arrive = arrive_[row] != CsvTable::kAbsent;
  const bool has_depart = depart_[row] != CsvTable::kAbsent;
  if (table_.bad(row) || !stop) return false;
  if (reading_.feed.stops[*stop].kind != StopKind::kPlatform) {
    table_.fault(row, {rule::kStopKind, "stop_id", stop_[row], "a stop with location_type 0"});
    return false;
  }
  if (!has_arrive && !has_depart && end) {
    table_.fault(row, {rule::kNoEndTime, "arrival_time, departure_time", "nothing",
                       "the time at the trip's first and last stop"});
    return false;
  }
  if (has_arrive != has_depart)
    table_.warn(row, {rule::kOneTime, has_arrive ? "departure_time" : "arrival_time", "nothing",
                      "both times or none"});
  const std::int64_t arrive = has_arrive ? arrive_[row] : depart_[row];
  const std::int64_t depart = has_depart ? depart_[row] : arrive_[row];
  const bool timed = has_arrive || has_depart;
  const auto allowed = [row](std::span<const std::int64_t> kinds) {
    return kinds.empty() || kinds[row] != 1;
  };
  calls_.push_back(
      {{*stop, timed ? static_cast<std::int32_t>(arrive) : 0,
        timed ? static_cast<std::int32_t>(depart) : 0, allowed(pick_up_), allowed(set_down_)},
       row,
       timed});
  return true;
}

// Of rows in order of stop_sequence: no number twice, no time before the one before it.
bool StopTimes::check_order(std::span<const Row> rows) {
  bool good = true;
  std::int64_t reached = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    if (i > 0 && sequence_[row] != CsvTable::kAbsent && sequence_[row] == sequence_[rows[i - 1]]) {
      table_.fault(row, {rule::kSequenceTwice, "stop_sequence", std::to_string(sequence_[row]),
                         "each number once in a trip"});
      good = false;
    }
    for (const auto& [times, field] :
         {std::pair(arrive_, "arrival_time"), std::pair(depart_, "departure_time")}) {
      if (times[row] == CsvTable::kAbsent) continue;
      if (times[row] < reached) {
        table_.fault(row, {rule::kTimeOrder, field, service_time_text(Seconds(times[row])),
                           service_time_text(Seconds(reached)) + " or later"});
        good = false;
      }
      reached = times[row];  // one slip, one message
    }
  }
  return good;
}

bool StopTimes::has_distances(std::size_t from, std::size_t until) const {
  if (distance_.empty()) return false;
  double last = -1;
  for (std::size_t i = from; i <= until; ++i) {
    const double here = distance_[calls_[i].row];
    if (std::isnan(here) || here < last) return false;
    last = here;
  }
  return distance_[calls_[from].row] < last;
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
      const double begin = distance_[calls_[from].row];
      const double share =
          (distance_[calls_[i].row] - begin) / (distance_[calls_[until].row] - begin);
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
bool StopTimes::take(std::span<Row> rows) {
  const auto before = [this](Row a, Row b) {
    return std::pair(sequence_[a], a) < std::pair(sequence_[b], b);
  };
  if (!std::is_sorted(rows.begin(), rows.end(), before))
    std::sort(rows.begin(), rows.end(), before);
  calls_.clear();
  bool good = true;
  for (std::size_t i = 0; i < rows.size(); ++i)
    good = take_row(rows[i], i == 0 || i + 1 == rows.size()) && good;
  good = check_order(rows) && good;
  if (good && rows.size() > 1) fill_in();
  return good;
}

void StopTimes::read(FeedTable& trips) {
  group();
  std::vector<StopTime>& out = reading_.feed.stop_times;
  out.reserve(rows_.size());
  for (std::size_t i = 0; i < drafts_.rows.size(); ++i) {
    Drafts::Draft& draft = drafts_.rows[i];
    const std::span<Row> rows = std::span(rows_).subspan(begins_[i], begins_[i + 1] - begins_[i]);
    const bool good = take(rows);
    if (good && rows.size() < 2)
      trips.warn(draft.row, {rule::kShortTrip, "trip_id", draft.trip.key, "two stops or more"});
    draft.sound = draft.sound && good && rows.size() > 1;
    if (!draft.sound) continue;
    draft.trip.first_stop_time = static_cast<std::uint32_t>(out.size());
    draft.trip.stop_time_count = static_cast<std::uint32_t>(rows.size());
    for (const Call& call : calls_) out.push_back(call.time);
  }
}

// ---- frequencies ----

struct Period {
  std::uint32_t draft = 0;
  Frequency frequency{};  // its trip is not known yet
  std::size_t row = 0;
};

// Periods of one trip that begin before an earlier one has ended.
void refuse_overlaps(FeedTable& table, std::vector<Period>& periods) {
  std::sort(periods.begin(), periods.end(), [](const Period& a, const Period& b) {
    return std::tie(a.draft, a.frequency.span.from, a.row) <
           std::tie(b.draft, b.frequency.span.from, b.row);
  });
  const Period* last = nullptr;
  for (const Period& period : periods) {
    const Seconds from = period.frequency.span.from;
    if (last == nullptr || last->draft != period.draft || from >= last->frequency.span.until)
      last = &period;
    else
      table.fault(period.row,
                  {rule::kFrequencyOverlap, "start_time", service_time_text(from),
                   service_time_text(last->frequency.span.until) + " or later, the end of line " +
                       std::to_string(table.rows().line(last->row))});
  }
}

// Sorted by draft and time. A draft with a faulty row is no longer sound.
std::vector<Period> read_periods(Reading& reading, Drafts& drafts) {
  FeedTable table = reading.table("frequencies.txt", frequencies_spec());
  std::vector<Period> periods;
  for (const CsvRow row : table.rows()) {
    const std::string_view key = row.text(FrequencyColumn::kTrip);
    const HalfOpen<Seconds> span{row.service_time(FrequencyColumn::kStart),
                                 row.service_time(FrequencyColumn::kEnd)};
    if (table.usable() && !row.faulty() && span.empty())
      table.fault(row.index(), {rule::kFrequencyOrder, "end_time", service_time_text(span.until),
                                "a time after start_time"});
    const auto* entry = drafts.index.find(key);
    if (entry == nullptr) {
      (void)refer(table, {row.index(), "trip_id", key, "trips.txt"}, drafts.index);
      continue;
    }
    const Frequency frequency{TripId::none(), span, Seconds(row.integer(FrequencyColumn::kHeadway)),
                              row.choice(FrequencyColumn::kExact) == 1};
    if (table.bad(row.index()))
      drafts.rows[entry->id.value()].sound = false;
    else
      periods.push_back({entry->id.value(), frequency, row.index()});
  }
  refuse_overlaps(table, periods);
  for (const Period& period : periods)
    if (table.bad(period.row)) drafts.rows[period.draft].sound = false;
  table.settle(reading.options.bad_row_share, reading.faults);
  return periods;
}

}  // namespace

void read_trips(Reading& reading) {
  FeedTable trips = reading.table("trips.txt", trips_spec());
  FeedTable times = reading.table("stop_times.txt", stop_times_spec());
  Drafts drafts;
  read_drafts(reading, trips, drafts);
  const std::vector<Period> periods = read_periods(reading, drafts);
  if (times.usable()) StopTimes(reading, times, drafts).read(trips);
  std::vector<TripId> trip_of(drafts.rows.size(), TripId::none());
  for (std::size_t i = 0; i < drafts.rows.size(); ++i)
    if (drafts.rows[i].sound && times.usable())
      trip_of[i] = reading.feed.trips.push_back(std::move(drafts.rows[i].trip));
  for (Period period : periods) {
    period.frequency.trip = trip_of[period.draft];
    if (!period.frequency.trip.is_none()) reading.feed.frequencies.push_back(period.frequency);
  }
  trips.settle(reading.options.bad_row_share, reading.faults);
  times.settle(reading.options.bad_row_share, reading.faults);
}

}  // namespace stopover::io::gtfs
