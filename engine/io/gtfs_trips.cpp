// SPDX-License-Identifier: Apache-2.0
// Trips and frequencies of a GTFS feed.
#include "engine/io/gtfs_trips.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "engine/base/stable_hash.hpp"

namespace stopover::io::gtfs {
namespace {

BlockId block_of(Feed& feed, KeyIndex<BlockId>& blocks, std::string_view key) {
  if (key.empty()) return BlockId::none();
  const KeyIndex<BlockId>::Entry* at = nullptr;
  if (blocks.add(key, {feed.blocks.next_id(), 0, true}, &at))
    feed.blocks.push_back({std::string(key), {}});
  return at->id;
}

void read_drafts(Reading& reading, FeedTable& table, Drafts& drafts) {
  KeyIndex<BlockId> blocks;
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
    if (!enter(table, at, "trip_id", reading.trip_row, key, TripId(drafts.rows.size()))) continue;
    const bool sound = route && calendar && !table.bad(at);
    drafts.rows.push_back(
        {{std::string(key), route.value_or(RouteId::none()), calendar.value_or(CalendarId::none()),
          0, 0, block_of(reading.feed, blocks, row.text(TripColumn::kBlock))},
         at,
         sound});
  }
  reading.trip_row.complete = table.complete();
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
    const auto* entry = reading.trip_row.find(key);
    if (entry == nullptr) {
      (void)refer(table, {row.index(), "trip_id", key, "trips.txt"}, reading.trip_row);
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

// ---- twins ----

std::uint64_t content_hash(const Feed& feed, TripId trip) {
  std::uint64_t hash = feed.trips[trip].route.value();
  for (const StopTime& time : feed.stop_times_of(trip)) {
    hash = mix64(hash ^ time.stop.value());
    hash = mix64(hash ^ (static_cast<std::uint64_t>(time.arrive) << 32U |
                         static_cast<std::uint32_t>(time.depart)));
  }
  return hash;
}

bool are_twins(const Feed& feed, TripId a, TripId b) {
  const auto of_a = feed.stop_times_of(a);
  const auto of_b = feed.stop_times_of(b);
  const Calendar& days_a = feed.calendars[feed.trips[a].calendar];
  const Calendar& days_b = feed.calendars[feed.trips[b].calendar];
  return feed.trips[a].route == feed.trips[b].route &&
         std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end()) &&
         share_a_day(days_a, days_b);
}

// Of trips with equal times only the nearest are compared: a city has as many calendars for one at
// most, and no file takes hours.
void warn_of_twins(const Feed& feed, FeedTable& trips, const std::vector<std::size_t>& rows) {
  constexpr std::size_t kMostCompared = 64;
  std::vector<std::pair<std::uint64_t, TripId>> all;
  for (const TripId trip : ids_of(feed.trips))
    if (feed.frequencies_of(trip).empty()) all.emplace_back(content_hash(feed, trip), trip);
  std::sort(all.begin(), all.end());
  std::vector<std::pair<TripId, TripId>> twins;  // the later first
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t first = i < kMostCompared ? 0 : i - kMostCompared;
    for (std::size_t j = i; j-- > first && all[j].first == all[i].first;) {
      if (!are_twins(feed, all[j].second, all[i].second)) continue;
      twins.emplace_back(all[i].second, all[j].second);
      break;
    }
  }
  std::sort(twins.begin(), twins.end());
  for (const auto& [trip, other] : twins)
    trips.warn(rows[trip.value()], {rule::kTwinTrips, "trip_id", feed.trips[trip].key,
                                    "another time, stop or day than " + feed.trips[other].key});
}

}  // namespace

void read_trips(Reading& reading) {
  FeedTable trips = reading.table("trips.txt", trips_spec());
  Drafts drafts;
  read_drafts(reading, trips, drafts);
  const std::vector<Period> periods = read_periods(reading, drafts);
  StopSheet times(reading, reading.trip_row);
  if (times.usable()) StopTimes(reading, times, drafts).read(trips);
  std::vector<std::size_t> rows;  // of trips.txt, by TripId
  reading.trip_of_row.assign(drafts.rows.size(), TripId::none());
  for (std::size_t i = 0; i < drafts.rows.size(); ++i) {
    if (!drafts.rows[i].sound || !times.usable()) continue;
    rows.push_back(drafts.rows[i].row);
    reading.trip_lines.push_back(trips.rows().line(drafts.rows[i].row));
    reading.trip_of_row[i] = reading.feed.trips.push_back(std::move(drafts.rows[i].trip));
  }
  for (Period period : periods) {
    period.frequency.trip = reading.trip_of_row[period.draft];
    if (!period.frequency.trip.is_none()) reading.feed.frequencies.push_back(period.frequency);
  }
  warn_of_twins(reading.feed, trips, rows);
  trips.settle(reading.options.bad_row_share, reading.faults);
  times.settle(reading.options.bad_row_share, reading.faults);
}

}  // namespace stopover::io::gtfs
