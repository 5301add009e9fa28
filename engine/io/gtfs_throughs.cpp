// SPDX-License-Identifier: Apache-2.0
// Which trips one vehicle runs, and which it goes on as: trips.txt, block_id, and the in-seat
// transfers of transfers.txt.
#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/io/gtfs_parts.hpp"

namespace stopover::io::gtfs {
namespace {

// Trips of a block that run at one time, on different days in a sound feed: a city's block has a
// few dozen, one of a service for each date of a year 365. Beyond, only the latest are looked at,
// so that no file takes hours.
constexpr std::size_t kMostAtOnce = 512;
// Trips of a block after the end of one, until its own calendar's is met: as many. Beyond, no
// successor is looked for.
constexpr std::size_t kMostAfter = 1024;

// Whether two calendars share a day, of the pairs asked last: most are asked again at once.
// Its size is fixed, whatever the feed has.
class SharedDays {
 public:
  explicit SharedDays(const Feed& feed) : feed_(feed), known_(std::size_t{1} << kBits) {}

  bool ask(CalendarId a, CalendarId b) {
    if (a == b) return true;
    const auto [low, high] = std::minmax({a.value(), b.value()});
    const std::uint64_t pair = std::uint64_t{low} << 32U | high;
    constexpr std::uint64_t kGolden = 0x9E37'79B9'7F4A'7C15;  // Fibonacci hashing
    Known& known = known_[pair * kGolden >> (64U - kBits)];
    if (known.pair != pair) known = {pair, share_a_day(feed_.calendars[a], feed_.calendars[b])};
    return known.share;
  }

 private:
  static constexpr unsigned kBits = 16;
  struct Known {
    std::uint64_t pair = 0;  // 0 with 0 is no pair that is looked up
    bool share = false;
  };
  const Feed& feed_;
  std::vector<Known> known_;
};

class ThroughFinder {
 public:
  explicit ThroughFinder(Reading& reading)
      : reading_(reading), feed_(reading.feed), shared_days_(reading.feed) {}

  void find() {
    met_by_.resize(feed_.calendars.size());
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
  void take_successors(const Block& block, std::size_t i);
  void check_overlaps(const Block& block);
  void report_overlap(TripId trip, TripId other);
  [[nodiscard]] bool near(StopId a, StopId b) const;
  [[nodiscard]] bool on_one_day(TripId a, TripId b) {
    return shared_days_.ask(feed_.trips[a].calendar, feed_.trips[b].calendar);
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
  std::set<std::pair<StopId, StopId>> ways_;  // of transfers.txt, for all
  SharedDays shared_days_;
  Table<CalendarId, TripId> met_by_;  // the last trip for which a later one of it was looked at
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
  const auto stop = [this](StopId named, StopId end) -> const std::string& {
    return feed_.stops[named.is_none() ? end : named].key;
  };
  reading_.faults.add(
      {.rule = std::string(rule::kInSeat),
       .file = reading_.source.display_name(reading_.root + "transfers.txt"),
       .line = line,
       .field = "from_trip_id, to_trip_id",
       .found = fmt::format("{} at {}, {} at {}", feed_.trips[transfer.from_trip].key,
                            stop(transfer.from_stop, last), feed_.trips[transfer.to_trip].key,
                            stop(transfer.to_stop, first)),
       .expected = fmt::format(
           "the end of one trip, {} at {}, then the start of the other, {} at "
           "{}, at most a day after",
           feed_.stops[last].key, service_time_text(Seconds(end(transfer.from_trip))),
           feed_.stops[first].key, service_time_text(Seconds(start(transfer.to_trip))))});
}

void ThroughFinder::take_transfers() {
  for (std::size_t i = 0; i < feed_.transfers.size(); ++i) {
    const Transfer& transfer = feed_.transfers[i];
    if (transfer.kind == TransferKind::kNotInSeat)
      forbidden_.emplace(transfer.from_trip, transfer.to_trip);
    if (transfer.kind == TransferKind::kInSeat) take_in_seat(transfer, reading_.transfer_lines[i]);
    if (transfer.kind <= TransferKind::kMinimumTime && transfer.from_trip.is_none() &&
        transfer.to_trip.is_none() && transfer.from_route.is_none() && transfer.to_route.is_none())
      ways_.emplace(transfer.from_stop, transfer.to_stop);
  }
}

bool ThroughFinder::near(StopId a, StopId b) const {
  constexpr double kNearMetres = 200;
  const Stop& one = feed_.stops[a];
  const Stop& other = feed_.stops[b];
  if (a == b || (!one.parent.is_none() && one.parent == other.parent)) return true;
  for (const StopId from : {a, one.parent})
    for (const StopId to : {b, other.parent})
      if (!from.is_none() && !to.is_none() && ways_.contains({from, to})) return true;
  return one.position && other.position &&
         great_circle_metres(*one.position, *other.position) <= kNearMetres;
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

// The successors of a trip, each calendar's first: one after the first of the trip's own calendar
// is never reached.
void ThroughFinder::take_successors(const Block& block, std::size_t i) {
  const TripId from = block.trips[i];
  const auto later = block.trips.begin() + static_cast<std::ptrdiff_t>(i) + 1;
  auto at = std::partition_point(later, block.trips.end(),
                                 [&](TripId to) { return start(to) < end(from); });
  std::vector<Through> alone;  // without passengers
  for (std::size_t n = 0; n < kMostAfter && at != block.trips.end(); ++n, ++at) {
    const TripId to = *at;
    const CalendarId calendar = feed_.trips[to].calendar;
    if (std::exchange(met_by_[calendar], from) == from || !on_one_day(from, to)) continue;
    if (!forbidden_.contains({from, to}) &&
        near(feed_.stop_times_of(from).back().stop, feed_.stop_times_of(to).front().stop)) {
      // On days when one of them runs, the vehicle does not go on as this one.
      found_.insert(alone.begin(), alone.end());
      alone.clear();
      found_.insert({from, to, false});
    } else {
      alone.push_back({from, to, false, false});
    }
    if (calendar == feed_.trips[from].calendar) break;
  }
}

void ThroughFinder::take_block(const Block& block) {
  check_overlaps(block);
  for (std::size_t i = 0; i < block.trips.size(); ++i) take_successors(block, i);
}

}  // namespace

void find_throughs(Reading& reading) {
  ThroughFinder(reading).find();
}

}  // namespace stopover::io::gtfs
