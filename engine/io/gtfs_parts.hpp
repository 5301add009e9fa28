// SPDX-License-Identifier: Apache-2.0
// The steps of read_feed, one group of files a step. Private to engine/io.
//
// Each step fills its tables of the feed and the index of their keys for the steps after it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/gtfs.hpp"
#include "engine/io/gtfs_rules.hpp"
#include "engine/io/gtfs_tables.hpp"

namespace stopover::io::gtfs {

// The keys of one table, for references to it. An entry that is not sound (its row is faulty, or
// leads to one that is) makes what refers to it unsound in silence: one slip, one message.
template <class IdT>
class KeyIndex {
 public:
  struct Entry {
    IdT id;
    std::size_t row = 0;  // where it is defined
    bool sound = true;
  };
  // False if the key is there already; then `at` is the first entry.
  bool add(std::string_view key, const Entry& entry, const Entry** at) {
    const auto [place, fresh] = entries_.try_emplace(std::string(key), entry);
    *at = &place->second;
    return fresh;
  }
  [[nodiscard]] const Entry* find(std::string_view key) const {
    const auto place = entries_.find(key);
    return place == entries_.end() ? nullptr : &place->second;
  }
  void spoil(std::string_view key) {
    const auto place = entries_.find(key);
    if (place != entries_.end()) place->second.sound = false;
  }
  // The whole table could be read, so that a key that is not here is nowhere.
  bool complete = true;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
};

struct Reading {
  const FileSource& source;
  const std::string root;  // "" or "folder/"
  const ReadOptions& options;
  FaultList& faults;
  Feed& feed;
  KeyIndex<AgencyId> agency{};
  KeyIndex<StopId> stop{};
  KeyIndex<RouteId> route{};
  KeyIndex<CalendarId> calendar{};
  KeyIndex<LevelId> level{};
  KeyIndex<FareZoneId> fare_zone{};
  // Rows of trips.txt, and the trips that were made of them: none() if one is not used.
  KeyIndex<TripId> trip_row{};
  std::vector<TripId> trip_of_row{};
  std::vector<int> trip_lines{};      // of trips.txt, by TripId
  std::vector<int> transfer_lines{};  // of transfers.txt, as the feed's transfers

  [[nodiscard]] bool has(std::string_view file) const;
  // A file that is missing, too large or damaged is reported; its table is then not usable.
  [[nodiscard]] FeedTable table(std::string_view file, const CsvSpec& spec);
};

// One cell that names a row of another table.
struct Reference {
  std::size_t row;
  std::string_view field;
  std::string_view key;
  std::string_view file;  // that defines it
};

// The id, or nothing if it is not sound. A key that is nowhere is a fault of the row.
template <class TableT, class IdT>
std::optional<IdT> refer(TableT& table, const Reference& to, const KeyIndex<IdT>& index) {
  const auto* entry = index.find(to.key);
  if (entry != nullptr) return entry->sound ? std::optional<IdT>(entry->id) : std::nullopt;
  if (index.complete && !to.key.empty())
    table.fault(to.row, {rule::kReference, to.field, to.key,
                         "an id that " + std::string(to.file) + " defines"});
  return std::nullopt;
}

// The row has the key of an earlier one: a fault, or a warning if both say the same.
void report_twice(FeedTable& table, std::size_t row, std::size_t first, std::string_view field,
                  std::string_view key);

// Enters the row's key; false (and a report) if an earlier row has it.
template <class IdT>
bool enter(FeedTable& table, std::size_t row, std::string_view field, KeyIndex<IdT>& index,
           std::string_view key, IdT id) {
  const typename KeyIndex<IdT>::Entry* at = nullptr;
  if (index.add(key, {id, row, !table.bad(row)}, &at)) return true;
  report_twice(table, row, at->row, field, key);
  return false;
}

// A reference that may be empty: none() if it is.
template <class IdT>
std::optional<IdT> refer_if_any(FeedTable& table, const Reference& to, const KeyIndex<IdT>& index) {
  return to.key.empty() ? std::optional<IdT>(IdT::none()) : refer(table, to, index);
}

// Some day is a day of both.
[[nodiscard]] bool share_a_day(const Calendar& a, const Calendar& b);

// In this order.
void read_agencies(Reading& reading);
void read_info(Reading& reading);
void read_levels(Reading& reading);
void read_stops(Reading& reading);
void read_routes(Reading& reading);
void read_calendars(Reading& reading);
// Trips, stop times and frequencies.
void read_trips(Reading& reading);
void read_transfers(Reading& reading);
// Blocks, and which trips go on as which.
void find_throughs(Reading& reading);
void read_pathways(Reading& reading);
void read_fares(Reading& reading);
// Service that lies outside the dates of feed_info.txt.
void check_dates(Reading& reading);

}  // namespace stopover::io::gtfs
