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
enum class StopColumn : std::uint8_t { kId, kName, kLat, kLon, kKind, kParent };
enum class RouteColumn : std::uint8_t { kId, kAgency, kShortName, kLongName, kType };
enum class TripColumn : std::uint8_t { kRoute, kCalendar, kId };
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

[[nodiscard]] CsvSpec agency_spec();
[[nodiscard]] CsvSpec stops_spec();
[[nodiscard]] CsvSpec routes_spec();
[[nodiscard]] CsvSpec trips_spec();
[[nodiscard]] CsvSpec stop_times_spec();
[[nodiscard]] CsvSpec calendar_spec();
[[nodiscard]] CsvSpec calendar_dates_spec();
[[nodiscard]] CsvSpec frequencies_spec();

// Files that the specification names. kUsed are read here; kMissed would change times, places or
// prices if they were.
enum class FileUse : std::uint8_t { kUsed, kMissed, kHarmless, kUnknown };
[[nodiscard]] FileUse use_of(std::string_view file);
[[nodiscard]] const std::vector<std::string>& used_files();

// One file of the feed. Faults found in its rows are held back until `settle` has counted them.
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

  struct Found {
    std::string_view rule;
    std::string_view field;
    std::string_view found;
    std::string_view expected;
  };
  // The row cannot be used. A row counts once, however many faults it has.
  void fault(std::size_t row, const Found& found);
  void warn(std::size_t row, const Found& found);

  // Puts the faults into `faults`: as warnings if at most `share` of the rows are bad.
  void settle(double share, FaultList& faults);

 private:
  void demote(const FaultList& row_faults, FaultList& faults) const;

  CsvTable table_;
  FaultList structural_;
  FaultList row_faults_;
  FaultList warnings_;
  std::vector<bool> bad_;
  std::size_t bad_rows_ = 0;  // with rows that the CSV reader left out
  std::size_t all_rows_ = 0;
  bool usable_ = false;
};

}  // namespace stopover::io::gtfs
