// SPDX-License-Identifier: Apache-2.0
// The columns of each GTFS file, and one file being read: its rows, its faults, its budget.
// Private to engine/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/gtfs.hpp"

namespace stopover::io::gtfs {

enum class AgencyColumn : std::uint8_t { kId, kName, kZone };
enum class StopColumn : std::uint8_t {
  kId,
  kName,
  kLat,
  kLon,
  kKind,
  kParent,
  kZone,
  kFareZone,
  kLevel
};
enum class RouteColumn : std::uint8_t { kId, kAgency, kShortName, kLongName, kType };
enum class TripColumn : std::uint8_t { kRoute, kCalendar, kId, kBlock };
enum class StopTimeColumn : std::uint8_t {
  kTrip,
  kArrive,
  kDepart,
  kStop,
  kSequence,
  kPickUp,
  kSetDown,
  kDistance
};
enum class CalendarColumn : std::uint8_t { kId, kMonday, kStart = kMonday + 7, kEnd };
enum class DateColumn : std::uint8_t { kId, kDate, kException };
enum class FrequencyColumn : std::uint8_t { kTrip, kStart, kEnd, kHeadway, kExact };
enum class TransferColumn : std::uint8_t {
  kFromStop,
  kToStop,
  kFromRoute,
  kToRoute,
  kFromTrip,
  kToTrip,
  kKind,
  kMinTime
};
enum class PathwayColumn : std::uint8_t {
  kId,
  kFrom,
  kTo,
  kMode,
  kBothWays,
  kLength,
  kTime,
  kStairs
};
enum class LevelColumn : std::uint8_t { kId, kIndex, kName };
enum class FareColumn : std::uint8_t {
  kId,
  kPrice,
  kCurrency,
  kPayment,
  kTransfers,
  kAgency,
  kDuration
};
enum class FareRuleColumn : std::uint8_t { kFare, kRoute, kOrigin, kDestination, kContains };
enum class InfoColumn : std::uint8_t { kPublisher, kVersion, kStart, kEnd };

[[nodiscard]] CsvSpec agency_spec();
[[nodiscard]] CsvSpec stops_spec();
[[nodiscard]] CsvSpec routes_spec();
[[nodiscard]] CsvSpec trips_spec();
[[nodiscard]] CsvSpec stop_times_spec();
[[nodiscard]] CsvSpec calendar_spec();
[[nodiscard]] CsvSpec calendar_dates_spec();
[[nodiscard]] CsvSpec frequencies_spec();
[[nodiscard]] CsvSpec transfers_spec();
[[nodiscard]] CsvSpec pathways_spec();
[[nodiscard]] CsvSpec levels_spec();
[[nodiscard]] CsvSpec fare_attributes_spec();
[[nodiscard]] CsvSpec fare_rules_spec();
[[nodiscard]] CsvSpec feed_info_spec();

// Files that the specification names. kUsed are read here; kMissed would change times, places or
// prices if they were.
enum class FileUse : std::uint8_t { kUsed, kMissed, kHarmless, kUnknown };
[[nodiscard]] FileUse use_of(std::string_view file);
[[nodiscard]] const std::vector<std::string>& used_files();

// What is wrong in a row.
struct Found {
  std::string_view rule;
  std::string_view field;
  std::string_view found;
  std::string_view expected;
};

// Faults of one file, held back until all its rows are counted.
class HeldFaults {
 public:
  // From the CSV reader.
  void sort_in(const FaultList& faults);
  void add_row_fault(InputFault fault) { row_faults_.add(std::move(fault)); }
  void add_warning(InputFault fault) { warnings_.add(std::move(fault)); }
  // No fault says something about the whole file.
  [[nodiscard]] bool usable() const { return !structural_.has_errors(); }

  struct Count {
    std::size_t bad = 0;
    std::size_t all = 0;
  };
  // Puts the faults into `faults`: those of rows as warnings if at most `share` of all are bad.
  void settle(const std::string& file, Count rows, double share, FaultList& faults) const;
  // Of a table that the timetable does not need: those of rows are always warnings. False if more
  // are bad, so that the table must be left out.
  [[nodiscard]] bool settle_optional(const std::string& file, Count rows, double share,
                                     FaultList& faults) const;

 private:
  void demote(FaultList& faults) const;

  FaultList structural_;
  FaultList row_faults_;
  FaultList warnings_;
};

// One file of the feed.
class FeedTable {
 public:
  FeedTable() = default;  // a file that is not there: no rows
  FeedTable(std::string bytes, std::string file, const CsvSpec& spec);

  [[nodiscard]] const CsvTable& rows() const { return table_; }
  [[nodiscard]] std::size_t size() const { return table_.size(); }
  // All columns that the reader needs are there and the text could be read to its end.
  [[nodiscard]] bool usable() const { return usable_; }
  // Each row of the file is here, if perhaps faulty: a key that is not here is nowhere.
  [[nodiscard]] bool complete() const { return usable_ && all_rows_ == table_.size(); }
  [[nodiscard]] bool bad(std::size_t row) const { return bad_[row]; }

  // The row cannot be used. A row counts once, however many faults it has.
  void fault(std::size_t row, const Found& found);
  void warn(std::size_t row, const Found& found);
  void settle(double share, FaultList& faults);
  [[nodiscard]] bool settle_optional(double share, FaultList& faults);

 private:
  CsvTable table_;
  HeldFaults held_;
  std::vector<bool> bad_;
  std::size_t bad_rows_ = 0;  // with rows that the CSV reader left out
  std::size_t all_rows_ = 0;
  bool usable_ = false;
};

}  // namespace stopover::io::gtfs
