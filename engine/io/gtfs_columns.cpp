// SPDX-License-Identifier: Apache-2.0
// The columns of each GTFS file.
#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/io/gtfs_tables.hpp"

namespace stopover::io::gtfs {
namespace {

CsvColumn column(std::string_view name, CsvType type, Need need = Need::kValue) {
  return {.name = std::string(name), .type = std::move(type), .need = need};
}

CsvSpec spec_of(std::vector<CsvColumn> columns, std::vector<std::string> unread) {
  return {.columns = std::move(columns),
          .comments = false,
          .footer = Footer::kNone,
          .unknown_columns = UnknownColumns::kWarning,
          .unread = std::move(unread)};
}

ChoiceField choices(int last) {
  ChoiceField choice;
  for (int i = 0; i <= last; ++i) choice.names.push_back(fmt::format("{}", i));
  return choice;
}

}  // namespace

CsvSpec agency_spec() {
  return spec_of(
      {column("agency_id", TextField{}, Need::kOptional),
       column("agency_name", TextField{}, Need::kColumn), column("agency_timezone", TextField{})},
      {"agency_url", "agency_lang", "agency_phone", "agency_fare_url", "agency_email",
       "cemv_support"});
}

CsvSpec stops_spec() {
  return spec_of({column("stop_id", TextField{}), column("stop_name", TextField{}, Need::kOptional),
                  column("stop_lat", DecimalField{.min = -90, .max = 90}, Need::kColumn),
                  column("stop_lon", DecimalField{.min = -180, .max = 180}, Need::kColumn),
                  column("location_type", choices(4), Need::kOptional),
                  column("parent_station", TextField{}, Need::kOptional),
                  column("stop_timezone", TextField{}, Need::kOptional),
                  column("zone_id", TextField{}, Need::kOptional),
                  column("level_id", TextField{}, Need::kOptional)},
                 {"stop_code", "tts_stop_name", "stop_desc", "stop_url", "wheelchair_boarding",
                  "platform_code", "stop_access"});
}

CsvSpec routes_spec() {
  return spec_of(
      {column("route_id", TextField{}), column("agency_id", TextField{}, Need::kOptional),
       column("route_short_name", TextField{}, Need::kOptional),
       column("route_long_name", TextField{}, Need::kOptional),
       column("route_type", IntegerField{.min = 0, .max = 1799})},
      {"route_desc", "route_url", "route_color", "route_text_color", "route_sort_order",
       "continuous_pickup", "continuous_drop_off", "network_id", "cemv_support"});
}

CsvSpec trips_spec() {
  return spec_of(
      {column("route_id", TextField{}), column("service_id", TextField{}),
       column("trip_id", TextField{}), column("block_id", TextField{}, Need::kOptional)},
      {"trip_headsign", "trip_short_name", "direction_id", "shape_id", "wheelchair_accessible",
       "bikes_allowed", "cars_allowed", "safe_duration_factor", "safe_duration_offset"});
}

CsvSpec stop_times_spec() {
  return spec_of(
      {column("trip_id", TextField{}), column("arrival_time", ServiceTimeField{}, Need::kColumn),
       column("departure_time", ServiceTimeField{}, Need::kColumn), column("stop_id", TextField{}),
       column("stop_sequence", IntegerField{.min = 0, .max = 1'000'000'000}),
       column("pickup_type", choices(3), Need::kOptional),
       column("drop_off_type", choices(3), Need::kOptional),
       column("shape_dist_traveled", DecimalField{.min = 0}, Need::kOptional)},
      {"stop_headsign", "continuous_pickup", "continuous_drop_off", "timepoint",
       "location_group_id", "location_id", "start_pickup_drop_off_window",
       "end_pickup_drop_off_window", "pickup_booking_rule_id", "drop_off_booking_rule_id"});
}

CsvSpec calendar_spec() {
  std::vector<CsvColumn> columns{column("service_id", TextField{})};
  for (const char* day :
       {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
    columns.push_back(column(day, choices(1)));
  columns.push_back(column("start_date", DateField{}));
  columns.push_back(column("end_date", DateField{}));
  return spec_of(std::move(columns), {"service_name"});
}

CsvSpec calendar_dates_spec() {
  CsvSpec spec = spec_of({column("service_id", TextField{}), column("date", DateField{}),
                          column("exception_type", ChoiceField{{"1", "2"}})},
                         {"holiday_name"});
  spec.warn_if_empty = false;  // often kept empty beside calendar.txt
  return spec;
}

CsvSpec frequencies_spec() {
  CsvSpec spec = spec_of({column("trip_id", TextField{}), column("start_time", ServiceTimeField{}),
                          column("end_time", ServiceTimeField{}),
                          column("headway_secs", IntegerField{.min = 1, .max = 864'000}),
                          column("exact_times", choices(1), Need::kOptional)},
                         {});
  spec.warn_if_empty = false;
  return spec;
}

CsvSpec transfers_spec() {
  CsvSpec spec = spec_of(
      {column("from_stop_id", TextField{}, Need::kOptional),
       column("to_stop_id", TextField{}, Need::kOptional),
       column("from_route_id", TextField{}, Need::kOptional),
       column("to_route_id", TextField{}, Need::kOptional),
       column("from_trip_id", TextField{}, Need::kOptional),
       column("to_trip_id", TextField{}, Need::kOptional),
       column("transfer_type", choices(5), Need::kOptional),
       column("min_transfer_time", IntegerField{.min = 0, .max = 864'000}, Need::kOptional)},
      {});
  spec.warn_if_empty = false;
  return spec;
}

CsvSpec pathways_spec() {
  CsvSpec spec = spec_of(
      {column("pathway_id", TextField{}), column("from_stop_id", TextField{}),
       column("to_stop_id", TextField{}),
       column("pathway_mode", ChoiceField{{"1", "2", "3", "4", "5", "6", "7"}}),
       column("is_bidirectional", choices(1)),
       column("length", DecimalField{.min = 0, .max = 100'000}, Need::kOptional),
       column("traversal_time", IntegerField{.min = 1, .max = 86'400}, Need::kOptional),
       column("stair_count", IntegerField{.min = -100'000, .max = 100'000}, Need::kOptional)},
      {"max_slope", "min_width", "signposted_as", "reversed_signposted_as"});
  spec.warn_if_empty = false;
  return spec;
}

CsvSpec levels_spec() {
  CsvSpec spec = spec_of({column("level_id", TextField{}),
                          column("level_index", DecimalField{.min = -1e6, .max = 1e6}),
                          column("level_name", TextField{}, Need::kOptional)},
                         {});
  spec.warn_if_empty = false;
  return spec;
}

CsvSpec fare_attributes_spec() {
  const auto is_code = [](std::string_view text) {
    return text.size() == 3 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  };
  CsvColumn currency = column("currency_type", TextField{.check = is_code});
  currency.expected = "an ISO 4217 code like CNY";
  CsvSpec spec = spec_of(
      {column("fare_id", TextField{}), column("price", TextField{}), std::move(currency),
       column("payment_method", choices(1)),
       column("transfers", IntegerField{.min = 0, .max = 100}, Need::kOptional),
       column("agency_id", TextField{}, Need::kOptional),
       column("transfer_duration", IntegerField{.min = 0, .max = 31'622'400}, Need::kOptional)},
      {});
  spec.warn_if_empty = false;
  return spec;
}

CsvSpec fare_rules_spec() {
  CsvSpec spec =
      spec_of({column("fare_id", TextField{}), column("route_id", TextField{}, Need::kOptional),
               column("origin_id", TextField{}, Need::kOptional),
               column("destination_id", TextField{}, Need::kOptional),
               column("contains_id", TextField{}, Need::kOptional)},
              {});
  spec.warn_if_empty = false;
  return spec;
}

CsvSpec feed_info_spec() {
  CsvSpec spec = spec_of({column("feed_publisher_name", TextField{}, Need::kOptional),
                          column("feed_version", TextField{}, Need::kOptional),
                          column("feed_start_date", DateField{}, Need::kOptional),
                          column("feed_end_date", DateField{}, Need::kOptional)},
                         {"feed_publisher_url", "feed_lang", "default_lang", "feed_contact_email",
                          "feed_contact_url", "feed_id", "feed_license"});
  spec.warn_if_empty = false;
  return spec;
}

}  // namespace stopover::io::gtfs
