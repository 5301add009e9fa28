// SPDX-License-Identifier: Apache-2.0
// Trips while their rows are read. Private to engine/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/gtfs_parts.hpp"

namespace stopover::io::gtfs {

// trips.txt as it stands; which of them are used shows when their stop times are known.
struct Drafts {
  struct Draft {
    Trip trip;
    std::size_t row = 0;
    bool sound = true;
  };
  std::vector<Draft> rows;
};

// stop_times.txt, the one large file: its text is gone once each row is reduced to 28 bytes.
class StopSheet {
 public:
  // Trips are positions in `trips`.
  StopSheet(Reading& reading, const KeyIndex<TripId>& trips);

  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::int32_t kBlank = std::numeric_limits<std::int32_t>::min();

  struct Row {
    std::uint32_t trip = kNone;
    StopId stop;  // none(): unknown, or not sound
    std::int32_t arrive = kBlank;
    std::int32_t depart = kBlank;
    std::uint32_t sequence = kNone;
    std::int32_t line = 0;
    bool pick_up = true;
    bool set_down = true;
    bool bad = false;
  };
  static_assert(sizeof(Row) == 28);

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  // NaN where there is none.
  [[nodiscard]] double distance(std::size_t row) const { return distances_[row]; }
  [[nodiscard]] bool has_distances() const { return !distances_.empty(); }
  [[nodiscard]] bool usable() const { return usable_; }

  // The row cannot be used. A row counts once, however many faults it has.
  void fault(std::size_t row, const Found& found);
  void warn(std::size_t row, const Found& found);
  void settle(double share, FaultList& faults) const;

 private:
  void take(const CsvTable& portion, Reading& reading, const KeyIndex<TripId>& trips);
  [[nodiscard]] InputFault at(std::size_t row, const Found& found) const;

  std::string file_;
  std::vector<Row> rows_;
  std::vector<double> distances_;  // by row, or empty
  HeldFaults held_;
  std::string last_key_;  // of the row before: most rows are of its trip
  std::uint32_t last_trip_ = kNone;
  std::size_t bad_rows_ = 0;  // with rows that the CSV reader left out
  std::size_t left_out_ = 0;
  bool usable_ = false;
};

// The drafts' stop times, put into the feed.
class StopTimes {
 public:
  StopTimes(Reading& reading, StopSheet& sheet, Drafts& drafts)
      : reading_(reading), sheet_(sheet), rows_(sheet.rows()), drafts_(drafts) {}

  // A draft that cannot be used is no longer sound.
  void read(FeedTable& trips);

 private:
  struct Call {
    StopTime time;
    std::size_t row = 0;
    bool timed = true;
  };
  // A stop's position in degrees, longitudes shortened to those of latitude.
  struct Spot {
    double lon = 0;
    double lat = 0;
    double shrink = 0;  // of a degree of longitude; 0 if the stop has no position
  };
  void group();
  void find_spots();
  bool take(std::span<std::uint32_t> rows);
  bool take_row(std::size_t row, bool end);
  bool check_order(std::span<const std::uint32_t> rows);
  void check_distances(std::span<const std::uint32_t> rows);
  void check_speed(const Route& route);
  void fill_in();
  void fill_between(std::size_t from, std::size_t until);
  [[nodiscard]] bool has_distances(std::size_t from, std::size_t until) const;

  Reading& reading_;
  StopSheet& sheet_;
  const std::vector<StopSheet::Row>& rows_;
  Drafts& drafts_;
  std::vector<std::uint32_t> order_;  // rows of all trips, by trip
  std::vector<std::size_t> begins_;   // of each trip in order_, and one past
  std::vector<Call> calls_;           // of the trip at hand
  std::vector<Spot> spots_;           // by stop
  std::set<std::pair<StopId, StopId>> too_fast_;
};

}  // namespace stopover::io::gtfs
