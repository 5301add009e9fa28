// SPDX-License-Identifier: Apache-2.0
#include "engine/io/gtfs_tables.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/io/gtfs_parts.hpp"
#include "engine/io/gtfs_rules.hpp"

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

struct KnownFile {
  std::string_view name;
  FileUse use;
};

constexpr std::array<KnownFile, 31> kFiles{{
    {"agency.txt", FileUse::kUsed},
    {"stops.txt", FileUse::kUsed},
    {"routes.txt", FileUse::kUsed},
    {"trips.txt", FileUse::kUsed},
    {"stop_times.txt", FileUse::kUsed},
    {"calendar.txt", FileUse::kUsed},
    {"calendar_dates.txt", FileUse::kUsed},
    {"frequencies.txt", FileUse::kUsed},
    {"transfers.txt", FileUse::kMissed},
    {"pathways.txt", FileUse::kMissed},
    {"levels.txt", FileUse::kMissed},
    {"fare_attributes.txt", FileUse::kMissed},
    {"fare_rules.txt", FileUse::kMissed},
    {"fare_media.txt", FileUse::kMissed},
    {"fare_products.txt", FileUse::kMissed},
    {"fare_leg_rules.txt", FileUse::kMissed},
    {"fare_leg_join_rules.txt", FileUse::kMissed},
    {"fare_transfer_rules.txt", FileUse::kMissed},
    {"rider_categories.txt", FileUse::kMissed},
    {"timeframes.txt", FileUse::kMissed},
    {"location_groups.txt", FileUse::kMissed},
    {"location_group_stops.txt", FileUse::kMissed},
    {"booking_rules.txt", FileUse::kMissed},
    {"areas.txt", FileUse::kHarmless},
    {"stop_areas.txt", FileUse::kHarmless},
    {"networks.txt", FileUse::kHarmless},
    {"route_networks.txt", FileUse::kHarmless},
    {"shapes.txt", FileUse::kHarmless},
    {"translations.txt", FileUse::kHarmless},
    {"feed_info.txt", FileUse::kHarmless},
    {"attributions.txt", FileUse::kHarmless},
}};

// What stands in a row; the other CSV faults say something about the whole file.
bool is_row_rule(std::string_view rule) {
  constexpr std::array<std::string_view, 2> kForms{"E-CSV-005", "E-CSV-006"};
  return (rule >= "E-CSV-020" && rule < "E-CSV-025") ||
         (rule >= "E-CSV-030" && rule < "E-CSV-050") ||
         std::find(kForms.begin(), kForms.end(), rule) != kForms.end();
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
                  column("parent_station", TextField{}, Need::kOptional)},
                 {"stop_code", "tts_stop_name", "stop_desc", "zone_id", "stop_url", "stop_timezone",
                  "wheelchair_boarding", "level_id", "platform_code", "stop_access"});
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
  return spec_of({column("route_id", TextField{}), column("service_id", TextField{}),
                  column("trip_id", TextField{})},
                 {"trip_headsign", "trip_short_name", "direction_id", "block_id", "shape_id",
                  "wheelchair_accessible", "bikes_allowed", "cars_allowed", "safe_duration_factor",
                  "safe_duration_offset"});
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

FileUse use_of(std::string_view file) {
  const auto* known = std::find_if(kFiles.begin(), kFiles.end(),
                                   [&](const KnownFile& one) { return one.name == file; });
  return known == kFiles.end() ? FileUse::kUnknown : known->use;
}

const std::vector<std::string>& used_files() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const KnownFile& file : kFiles)
      if (file.use == FileUse::kUsed) names.emplace_back(file.name);
    return names;
  }();
  return kNames;
}

FeedTable::FeedTable(std::string bytes, std::string file, const CsvSpec& spec) {
  FaultList all;
  table_ = read_csv(std::move(bytes), std::move(file), spec, all);
  bad_.assign(table_.size(), false);
  std::size_t faulty = 0;
  for (std::size_t row : table_.faulty_rows()) {
    bad_[row] = true;
    ++faulty;
  }
  bad_rows_ = table_.bad_rows();
  all_rows_ = table_.size() + bad_rows_ - faulty;
  for (const InputFault& fault : all.kept()) {
    const bool of_row = is_row_rule(fault.rule) && fault.line > 1;
    (fault.is_warning() ? warnings_ : of_row ? row_faults_ : structural_).add(fault);
  }
  usable_ = !structural_.has_errors();
}

void FeedTable::fault(std::size_t row, const Found& found) {
  if (!bad_[row]) ++bad_rows_;
  bad_[row] = true;
  row_faults_.add(CsvRow(table_, row).fault(found.rule, found.field, found.found, found.expected));
}

void FeedTable::warn(std::size_t row, const Found& found) {
  warnings_.add(CsvRow(table_, row).fault(found.rule, found.field, found.found, found.expected));
}

void report_twice(FeedTable& table, std::size_t row, std::size_t first, std::string_view field,
                  std::string_view key) {
  const bool same = !table.bad(row) && table.rows().equal_rows(row, first);
  const std::string line = fmt::format("line {}", table.rows().line(first));
  if (same)
    table.warn(row, {rule::kRowTwice, field, key, "each row once; it repeats " + line});
  else
    table.fault(row, {rule::kKeyTwice, field, key, "an id used once; " + line + " has it already"});
}

void FeedTable::demote(const FaultList& row_faults, FaultList& faults) const {
  for (InputFault fault : row_faults.kept()) {
    fault.expected += fmt::format(" ({})", fault.rule);
    fault.rule = rule::kRowLeftOut;
    faults.add(std::move(fault));
  }
  faults.add({.rule = std::string(rule::kRowsLeftOut),
              .file = table_.file(),
              .found = fmt::format("{} of {} rows", bad_rows_, all_rows_),
              .expected = "every row without fault"});
}

void FeedTable::settle(double share, FaultList& faults) {
  faults.merge(structural_);
  faults.merge(warnings_);
  if (bad_rows_ == 0) return;
  if (static_cast<double>(bad_rows_) <= share * static_cast<double>(all_rows_)) {
    demote(row_faults_, faults);
    return;
  }
  faults.merge(row_faults_);
  faults.add({.rule = std::string(rule::kBudget),
              .file = table_.file(),
              .found = fmt::format("{} of {} rows", bad_rows_, all_rows_),
              .expected = fmt::format("at most {}% of the rows faulty", share * 100)});
}

}  // namespace stopover::io::gtfs
