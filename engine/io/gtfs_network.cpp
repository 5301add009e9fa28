// SPDX-License-Identifier: Apache-2.0
// Agencies, stops, their levels and routes of a GTFS feed.
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "engine/io/gtfs_parts.hpp"

namespace stopover::io::gtfs {
namespace {

using Row = std::size_t;

void take_zone(Reading& reading, CsvRow row, std::optional<TimeZone>& zone) {
  const std::string_view name = row.text(AgencyColumn::kZone);
  if (name.empty()) return;  // reported: the column needs a value
  const auto found = TimeZone::find(name);
  if (!found) {
    reading.faults.add(row.fault(rule::kZoneUnknown, "agency_timezone", name,
                                 "a name of the tz database like Asia/Tokyo"));
    return;
  }
  if (!zone) zone = found;
  if (*zone != *found)
    reading.faults.add(row.fault(rule::kZonesDiffer, "agency_timezone", name,
                                 fmt::format("{}, as the first agency", zone->name())));
}

// ---- stops

std::optional<Position> position_of(FeedTable& table, CsvRow row, StopKind kind) {
  const bool own = kind <= StopKind::kEntrance;
  const bool has = row.has(StopColumn::kLat) && row.has(StopColumn::kLon);
  if (!has) {
    if (own && table.usable() && !row.faulty())
      table.fault(row.index(),
                  {rule::kNoPosition, "stop_lat, stop_lon", "nothing", "a position of this stop"});
    return std::nullopt;
  }
  const Position at{row.decimal(StopColumn::kLon), row.decimal(StopColumn::kLat)};
  if (at == Position{})
    table.warn(row.index(), {rule::kNullIsland, "stop_lat, stop_lon", "0, 0", "a place on land"});
  return at;
}

// Kind of the parent that a stop of this kind has; a station has none.
bool parent_fits(StopKind kind, StopKind parent) {
  if (kind == StopKind::kStation) return false;
  return parent == (kind == StopKind::kBoardingArea ? StopKind::kPlatform : StopKind::kStation);
}

void find_parent(Reading& reading, FeedTable& table, CsvRow row, StopId id) {
  Stop& stop = reading.feed.stops[id];
  const std::string_view key = row.text(StopColumn::kParent);
  const auto wrong = [&](std::string_view expected) {
    table.fault(row.index(), {rule::kParentKind, "parent_station", key, expected});
  };
  if (key.empty()) {
    if (stop.kind >= StopKind::kEntrance)
      wrong("a station for an entrance or node, a platform for a boarding area");
    return;
  }
  if (reading.stop.complete && reading.stop.find(key) == nullptr)
    table.warn(row.index(),
               {rule::kNoParent, "parent_station", key, "a station that stops.txt defines"});
  const auto* entry = reading.stop.find(key);
  if (entry == nullptr) return;
  const StopId parent = entry->id;
  if (!parent_fits(stop.kind, reading.feed.stops[parent].kind))
    wrong(stop.kind == StopKind::kStation ? "nothing: a station has no parent"
                                          : "a station, or a platform for a boarding area");
  else
    stop.parent = parent;
}

void check_distance(Reading& reading, FeedTable& table, const CsvRow& row, const Stop& stop) {
  constexpr double kFarMetres = 1000;
  if (stop.parent.is_none() || stop.kind != StopKind::kPlatform || !stop.position) return;
  const auto& station = reading.feed.stops[stop.parent].position;
  if (!station) return;
  const double metres = great_circle_metres(*stop.position, *station);
  if (metres > kFarMetres)
    table.warn(row.index(), {rule::kFarFromStation, "stop_lat, stop_lon",
                             fmt::format("{:.0f} m from {}", metres, row.text(StopColumn::kParent)),
                             "at most 1000 m"});
}

// Its own zone for now: that of its station counts once all stops are known.
TimeZone zone_of(Reading& reading, FeedTable& table, const CsvRow& row) {
  const std::string_view name = row.text(StopColumn::kZone);
  if (name.empty()) return reading.feed.zone;
  const auto zone = TimeZone::find(name);
  if (!zone)
    table.fault(row.index(), {rule::kZoneUnknown, "stop_timezone", name,
                              "a name of the tz database like Asia/Tokyo"});
  return zone.value_or(reading.feed.zone);
}

FareZoneId fare_zone_of(Reading& reading, const CsvRow& row) {
  const std::string_view key = row.text(StopColumn::kFareZone);
  if (key.empty()) return FareZoneId::none();
  const KeyIndex<FareZoneId>::Entry* at = nullptr;
  if (reading.fare_zone.add(key, {reading.feed.fare_zones.next_id(), row.index(), true}, &at))
    reading.feed.fare_zones.push_back(std::string(key));
  return at->id;
}

LevelId level_of(Reading& reading, FeedTable& table, const CsvRow& row) {
  const std::string_view key = row.text(StopColumn::kLevel);
  if (key.empty()) return LevelId::none();
  const auto* entry = reading.level.find(key);
  if (entry != nullptr) return entry->sound ? entry->id : LevelId::none();
  if (reading.level.complete)
    table.warn(row.index(), {rule::kNoLevel, "level_id", key, "a level that levels.txt defines"});
  return LevelId::none();
}

// A stop in a station keeps the station's clocks, a boarding area those of its platform.
void inherit_zones(Table<StopId, Stop>& stops) {
  for (Stop& stop : stops) {
    StopId above = stop.parent;
    while (!above.is_none() && !stops[above].parent.is_none()) above = stops[above].parent;
    if (!above.is_none()) stop.zone = stops[above].zone;
  }
}

bool is_known_type(std::int64_t type) {
  constexpr std::int64_t kFirstExtended = 100;
  return (type >= 0 && type <= 7) || type == 11 || type == 12 || type >= kFirstExtended;
}

AgencyId agency_of(Reading& reading, FeedTable& table, CsvRow row) {
  const std::string_view key = row.text(RouteColumn::kAgency);
  const std::size_t agencies = reading.feed.agencies.size();
  if (key.empty()) {
    if (agencies > 1)
      table.fault(row.index(), {rule::kAgencyNeeded, "agency_id", "nothing",
                                "one of the feed's agencies, as there are several"});
    return agencies == 1 ? AgencyId(0) : AgencyId::none();
  }
  return refer(table, {row.index(), "agency_id", key, "agency.txt"}, reading.agency)
      .value_or(AgencyId::none());
}

}  // namespace

void read_agencies(Reading& reading) {
  FeedTable table = reading.table("agency.txt", agency_spec());
  std::optional<TimeZone> zone;
  for (const CsvRow row : table.rows()) {
    const std::string_view key = row.text(AgencyColumn::kId);
    if (key.empty() && table.size() > 1)
      table.fault(row.index(), {rule::kAgencyNeeded, "agency_id", "nothing",
                                "an id, as there are several agencies"});
    take_zone(reading, row, zone);
    if (enter(table, row.index(), "agency_id", reading.agency, key,
              reading.feed.agencies.next_id()))
      reading.feed.agencies.push_back(
          {std::string(key), std::string(row.text(AgencyColumn::kName))});
  }
  if (zone) reading.feed.zone = *zone;
  reading.agency.complete = table.complete();
  table.settle(0, reading.faults);  // a feed has few agencies, and times hang on them
}

void read_info(Reading& reading) {
  FeedTable table = reading.table("feed_info.txt", feed_info_spec());
  for (const CsvRow row : table.rows()) {
    if (reading.feed.info) {
      table.warn(row.index(), {rule::kInfoRows, "", "a second row", "one row"});
      break;
    }
    FeedInfo info{.publisher = std::string(row.text(InfoColumn::kPublisher)),
                  .version = std::string(row.text(InfoColumn::kVersion))};
    if (row.has(InfoColumn::kStart)) info.start = row.date(InfoColumn::kStart);
    if (row.has(InfoColumn::kEnd)) info.end = row.date(InfoColumn::kEnd);
    if (info.start && info.end && *info.end < *info.start)
      table.fault(row.index(), {rule::kDateOrder, "feed_end_date", info.end->text(),
                                "a day not before feed_start_date"});
    reading.feed.info = std::move(info);
  }
  if (!table.settle_optional(0, reading.faults)) reading.feed.info.reset();
}

void read_levels(Reading& reading) {
  FeedTable table = reading.table("levels.txt", levels_spec());
  for (const CsvRow row : table.rows()) {
    const std::string_view key = row.text(LevelColumn::kId);
    if (key.empty() ||
        !enter(table, row.index(), "level_id", reading.level, key, reading.feed.levels.next_id()))
      continue;
    if (table.bad(row.index())) continue;  // entered as unsound
    reading.feed.levels.push_back({std::string(key), row.decimal(LevelColumn::kIndex),
                                   std::string(row.text(LevelColumn::kName))});
  }
  reading.level.complete = !reading.has("levels.txt") || table.complete();
  if (table.settle_optional(reading.options.bad_row_share, reading.faults)) return;
  reading.feed.levels = {};
  reading.level = {};
  reading.level.complete = false;
}

void read_stops(Reading& reading) {
  FeedTable table = reading.table("stops.txt", stops_spec());
  std::vector<std::pair<Row, StopId>> entered;
  for (const CsvRow row : table.rows()) {
    const std::string_view key = row.text(StopColumn::kId);
    if (key.empty()) continue;
    const auto kind = row.choice<StopKind>(StopColumn::kKind);
    const std::optional<Position> at = position_of(table, row, kind);
    const StopId id = reading.feed.stops.next_id();
    if (!enter(table, row.index(), "stop_id", reading.stop, key, id)) continue;
    reading.feed.stops.push_back({.key = std::string(key),
                                  .name = std::string(row.text(StopColumn::kName)),
                                  .position = at,
                                  .kind = kind,
                                  .zone = zone_of(reading, table, row),
                                  .fare_zone = fare_zone_of(reading, row),
                                  .level = level_of(reading, table, row)});
    entered.emplace_back(row.index(), id);
  }
  reading.stop.complete = reading.fare_zone.complete = table.complete();
  for (const auto& [row, id] : entered) {
    find_parent(reading, table, table.rows()[row], id);
    check_distance(reading, table, table.rows()[row], reading.feed.stops[id]);
    if (table.bad(row)) reading.stop.spoil(reading.feed.stops[id].key);
  }
  inherit_zones(reading.feed.stops);
  table.settle(reading.options.bad_row_share, reading.faults);
}

void read_routes(Reading& reading) {
  FeedTable table = reading.table("routes.txt", routes_spec());
  for (const CsvRow row : table.rows()) {
    const std::string_view key = row.text(RouteColumn::kId);
    if (key.empty()) continue;
    const AgencyId agency = agency_of(reading, table, row);
    const std::int64_t type = row.integer_or(RouteColumn::kType, 0);
    if (!is_known_type(type))
      table.warn(row.index(), {rule::kRouteType, "route_type", fmt::format("{}", type),
                               "0 to 7, 11, 12 or 100 to 1799"});
    if (!enter(table, row.index(), "route_id", reading.route, key, reading.feed.routes.next_id()))
      continue;
    reading.feed.routes.push_back({std::string(key), std::string(row.text(RouteColumn::kShortName)),
                                   std::string(row.text(RouteColumn::kLongName)),
                                   static_cast<int>(type), agency});
  }
  reading.route.complete = table.complete();
  table.settle(reading.options.bad_row_share, reading.faults);
}

}  // namespace stopover::io::gtfs
