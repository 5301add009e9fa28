// SPDX-License-Identifier: Apache-2.0
// transfers.txt: what a feed says about changing vehicles.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "engine/io/gtfs_parts.hpp"

namespace stopover::io::gtfs {
namespace {

bool of_trips(TransferKind kind) {
  return kind >= TransferKind::kInSeat;
}

class TransferReader {
 public:
  TransferReader(Reading& reading, FeedTable& table) : reading_(reading), table_(table) {}

  void read() {
    for (const CsvRow row : table_.rows()) take(row);
  }

 private:
  using Key = std::tuple<StopId, StopId, RouteId, RouteId, TripId, TripId>;

  // One end of a transfer.
  struct End {
    StopId& stop;
    RouteId& route;
    TripId& trip;
    TransferColumn stop_column;
    TransferColumn route_column;
    TransferColumn trip_column;
    std::string side;  // "from" or "to"
  };
  void take(const CsvRow& row);
  bool take_end(const CsvRow& row, const End& end, TransferKind kind);
  std::optional<TripId> trip_of(const CsvRow& row, const End& end);
  bool check_end(const CsvRow& row, const End& end, TransferKind kind);
  [[nodiscard]] bool calls_at(TripId trip, StopId stop) const;

  Reading& reading_;
  FeedTable& table_;
  std::map<Key, std::size_t> seen_;  // and the row
};

// Nothing if the trip is not used here; a trip of no name is none().
std::optional<TripId> TransferReader::trip_of(const CsvRow& row, const End& end) {
  const std::string field = end.side + "_trip_id";
  const auto at = refer_if_any(table_, {row.index(), field, row.text(end.trip_column), "trips.txt"},
                               reading_.trip_row);
  if (!at || at->is_none()) return at;
  const TripId trip = reading_.trip_of_row[at->value()];
  return trip.is_none() ? std::nullopt : std::optional(trip);
}

bool TransferReader::calls_at(TripId trip, StopId stop) const {
  const auto times = reading_.feed.stop_times_of(trip);
  return std::any_of(times.begin(), times.end(), [&](const StopTime& time) {
    return time.stop == stop || reading_.feed.stops[time.stop].parent == stop;
  });
}

bool TransferReader::check_end(const CsvRow& row, const End& end, TransferKind kind) {
  const Feed& feed = reading_.feed;
  const auto fault = [&](std::string_view rule, const std::string& field, std::string_view found,
                         std::string_view expected) {
    table_.fault(row.index(), {rule, end.side + field, found, expected});
    return false;
  };
  if (of_trips(kind) && row.text(end.trip_column).empty())
    return fault(rule::kTransferEnds, "_trip_id", "nothing", "a trip, for transfer_type 4 and 5");
  if (!of_trips(kind) && row.text(end.stop_column).empty())
    return fault(rule::kTransferEnds, "_stop_id", "nothing", "a stop, for transfer_type 0 to 3");
  if (!end.stop.is_none()) {
    const StopKind stop = feed.stops[end.stop].kind;
    if (stop != StopKind::kPlatform && (of_trips(kind) || stop != StopKind::kStation))
      return fault(
          rule::kTransferStop, "_stop_id", row.text(end.stop_column),
          of_trips(kind) ? "a stop with location_type 0" : "a stop with location_type 0 or 1");
  }
  if (end.trip.is_none()) return true;
  if (!end.route.is_none() && feed.trips[end.trip].route != end.route)
    return fault(rule::kTransferTrip, "_route_id", row.text(end.route_column),
                 "the route of " + feed.trips[end.trip].key);
  if (!end.stop.is_none() && !calls_at(end.trip, end.stop))
    return fault(rule::kTransferTrip, "_stop_id", row.text(end.stop_column),
                 "a stop of " + feed.trips[end.trip].key);
  return true;
}

// False if the row cannot be used; without a word if it leads to what is left out already.
bool TransferReader::take_end(const CsvRow& row, const End& end, TransferKind kind) {
  const std::string stop_field = end.side + "_stop_id";
  const std::string route_field = end.side + "_route_id";
  const auto stop = refer_if_any(
      table_, {row.index(), stop_field, row.text(end.stop_column), "stops.txt"}, reading_.stop);
  const auto route = refer_if_any(
      table_, {row.index(), route_field, row.text(end.route_column), "routes.txt"}, reading_.route);
  const auto trip = trip_of(row, end);
  if (!stop || !route || !trip || table_.bad(row.index())) return false;
  end.stop = *stop;
  end.route = *route;
  end.trip = *trip;
  return check_end(row, end, kind);
}

void TransferReader::take(const CsvRow& row) {
  Transfer t;
  t.kind = row.choice<TransferKind>(TransferColumn::kKind);
  const End from{t.from_stop,
                 t.from_route,
                 t.from_trip,
                 TransferColumn::kFromStop,
                 TransferColumn::kFromRoute,
                 TransferColumn::kFromTrip,
                 "from"};
  const End to{t.to_stop,
               t.to_route,
               t.to_trip,
               TransferColumn::kToStop,
               TransferColumn::kToRoute,
               TransferColumn::kToTrip,
               "to"};
  const bool from_good = take_end(row, from, t.kind);
  const bool to_good = take_end(row, to, t.kind);
  if (!from_good || !to_good) return;
  if (row.has(TransferColumn::kMinTime))
    t.min_time = Seconds(row.integer(TransferColumn::kMinTime));
  if (t.kind == TransferKind::kMinimumTime && !t.min_time) {
    table_.warn(row.index(), {rule::kTransferTime, "min_transfer_time", "nothing",
                              "seconds, for transfer_type 2"});
    t.kind = TransferKind::kRecommended;
  }
  const Key key{t.from_stop, t.to_stop, t.from_route, t.to_route, t.from_trip, t.to_trip};
  const auto [place, fresh] = seen_.emplace(key, row.index());
  if (!fresh) {
    report_twice(table_, row.index(), place->second, "from_stop_id, to_stop_id",
                 std::string(row.text(TransferColumn::kFromStop)) + ", " +
                     std::string(row.text(TransferColumn::kToStop)));
    return;
  }
  reading_.feed.transfers.push_back(t);
  reading_.transfer_lines.push_back(row.line());
}

}  // namespace

void read_transfers(Reading& reading) {
  FeedTable table = reading.table("transfers.txt", transfers_spec());
  if (table.usable()) TransferReader(reading, table).read();
  if (!table.settle_optional(reading.options.bad_row_share, reading.faults))
    reading.feed.transfers.clear();
}

}  // namespace stopover::io::gtfs
