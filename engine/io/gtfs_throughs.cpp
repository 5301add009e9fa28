// SPDX-License-Identifier: Apache-2.0
// Which trips one vehicle runs, and which it goes on as: trips.txt, block_id, and the in-seat
// transfers of transfers.txt.
#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "engine/io/gtfs_parts.hpp"

namespace stopover::io::gtfs {
namespace {

// Trips of a block that run at one time, on different days in a sound feed: a city's block has a
// few dozen. Beyond, only the latest are looked at, so that no file takes hours.
constexpr std::size_t kMostAtOnce = 4096;

class ThroughFinder {
 public:
  explicit ThroughFinder(Reading& reading) : reading_(reading), feed_(reading.feed) {}

  void find() {
    fill_blocks();
    take_transfers();
    for (const Block& block : feed_.blocks) take_block(block);
    feed_.throughs.assign(found_.begin(), found_.end());
    std::sort(feed_.throughs.begin(), feed_.throughs.end(),
              [this](const Through& a, const Through& b) {
                return std::tuple(a.from, a.next_day, start(a.to), a.to) <
                       std::tuple(b.from, b.next_day, start(b.to), b.to);
              });
  }

 private:
  void fill_blocks();
  void take_transfers();
  void take_in_seat(const Transfer& transfer, int line);
  void take_block(const Block& block);
  void check_overlaps(const Block& block);
  void report_overlap(TripId trip, TripId other);
  [[nodiscard]] bool near(StopId a, StopId b) const;
  [[nodiscard]] bool on_one_day(TripId a, TripId b) const {
    const CalendarId of_a = feed_.trips[a].calendar;
    const CalendarId of_b = feed_.trips[b].calendar;
    return of_a == of_b || share_a_day(feed_.calendars[of_a], feed_.calendars[of_b]);
  }
  [[nodiscard]] std::int32_t start(TripId trip) const {
    return feed_.stop_times_of(trip).front().depart;
  }
  [[nodiscard]] std::int32_t end(TripId trip) const {
    return feed_.stop_times_of(trip).back().arrive;
  }

  Reading& reading_;
  Feed& feed_;
  std::set<Through> found_;
  std::set<std::pair<TripId, TripId>> forbidden_;
};

// A trip by headway has no time of its own, so no place in a vehicle's day.
void ThroughFinder::fill_blocks() {
  for (const TripId trip : ids_of(feed_.trips)) {
    const BlockId block = feed_.trips[trip].block;
    if (!block.is_none() && feed_.frequencies_of(trip).empty())
      feed_.blocks[block].trips.push_back(trip);
  }
  for (Block& block : feed_.blocks)
    std::sort(block.trips.begin(), block.trips.end(), [this](TripId a, TripId b) {
      return std::tuple(start(a), end(a), a) < std::tuple(start(b), end(b), b);
    });
}

void ThroughFinder::take_in_seat(const Transfer& transfer, int line) {
  const StopId last = feed_.stop_times_of(transfer.from_trip).back().stop;
  const StopId first = feed_.stop_times_of(transfer.to_trip).front().stop;
  const bool at_ends = (transfer.from_stop.is_none() || transfer.from_stop == last) &&
                       (transfer.to_stop.is_none() || transfer.to_stop == first);
  // A trip that leaves before the other arrives is the next service day's.
  constexpr std::int32_t kDay = 86'400;
  const bool next_day = start(transfer.to_trip) < end(transfer.from_trip);
  const bool late = next_day && start(transfer.to_trip) + kDay < end(transfer.from_trip);
  if (at_ends && !late) {
    found_.insert({transfer.from_trip, transfer.to_trip, next_day});
    return;
  }
  reading_.faults.add(
      {.rule = std::string(rule::kInSeat),
       .file = reading_.source.display_name(reading_.root + "transfers.txt"),
       .line = line,
       .field = "from_trip_id, to_trip_id",
       .found = feed_.trips[transfer.from_trip].key + ", " + feed_.trips[transfer.to_trip].key,
       .expected = "the end of one trip, then the start of the other"});
}

void ThroughFinder::take_transfers() {
  for (std::size_t i = 0; i < feed_.transfers.size(); ++i) {
    const Transfer& transfer = feed_.transfers[i];
    if (transfer.kind == TransferKind::kNotInSeat)
      forbidden_.emplace(transfer.from_trip, transfer.to_trip);
    if (transfer.kind == TransferKind::kInSeat) take_in_seat(transfer, reading_.transfer_lines[i]);
  }
}

bool ThroughFinder::near(StopId a, StopId b) const {
  constexpr double kMetresOfDegree = 111'195;
  constexpr double kRadiansOfDegree = 0.017453292519943295;
  constexpr double kNearMetres = 200;
  const Stop& one = feed_.stops[a];
  const Stop& other = feed_.stops[b];
  if (a == b || (!one.parent.is_none() && one.parent == other.parent)) return true;
  if (!one.position || !other.position) return false;
  const double east = std::remainder(one.position->lon - other.position->lon, 360.0) *
                      std::cos(one.position->lat * kRadiansOfDegree);
  return kMetresOfDegree * std::hypot(east, one.position->lat - other.position->lat) <= kNearMetres;
}

void ThroughFinder::report_overlap(TripId trip, TripId other) {
  reading_.faults.add(
      {.rule = std::string(rule::kBlockOverlap),
       .file = reading_.source.display_name(reading_.root + "trips.txt"),
       .line = reading_.trip_lines[trip.value()],
       .field = "block_id",
       .found = feed_.trips[trip].key + " from " + service_time_text(Seconds(start(trip))),
       .expected = "a start at or after " + service_time_text(Seconds(end(other))) + ", when " +
                   feed_.trips[other].key + " ends"});
}

void ThroughFinder::check_overlaps(const Block& block) {
  std::vector<TripId> running;
  for (const TripId trip : block.trips) {
    std::erase_if(running, [&](TripId other) { return end(other) <= start(trip); });
    const auto clash = std::find_if(running.begin(), running.end(),
                                    [&](TripId other) { return on_one_day(trip, other); });
    if (clash != running.end()) {
      report_overlap(trip, *clash);
      forbidden_.emplace(*clash, trip);
    }
    if (running.size() == kMostAtOnce) running.erase(running.begin());
    running.push_back(trip);
  }
}

// The successors of each trip, each calendar's first: one after the first of the trip's own
// calendar is never reached.
void ThroughFinder::take_block(const Block& block) {
  check_overlaps(block);
  std::vector<CalendarId> met;
  for (std::size_t i = 0; i < block.trips.size(); ++i) {
    const TripId from = block.trips[i];
    met.clear();
    for (std::size_t j = i + 1; j < block.trips.size() && met.size() < kMostAtOnce; ++j) {
      const TripId to = block.trips[j];
      const CalendarId calendar = feed_.trips[to].calendar;
      if (start(to) < end(from) || std::find(met.begin(), met.end(), calendar) != met.end() ||
          !on_one_day(from, to))
        continue;
      met.push_back(calendar);
      if (!forbidden_.contains({from, to}) &&
          near(feed_.stop_times_of(from).back().stop, feed_.stop_times_of(to).front().stop))
        found_.insert({from, to, false});
      if (calendar == feed_.trips[from].calendar) break;
    }
  }
}

}  // namespace

void find_throughs(Reading& reading) {
  ThroughFinder(reading).find();
}

}  // namespace stopover::io::gtfs
