// SPDX-License-Identifier: Apache-2.0
#include "engine/io/gtfs.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "engine/io/gtfs_parts.hpp"
#include "engine/io/text.hpp"

namespace stopover::io::gtfs {
namespace {

constexpr std::array<std::string_view, 5> kNeeded{"agency.txt", "stops.txt", "routes.txt",
                                                  "trips.txt", "stop_times.txt"};

InputFault file_fault(std::string_view rule, std::string file, std::string found,
                      std::string expected) {
  return {.rule = std::string(rule),
          .file = std::move(file),
          .found = std::move(found),
          .expected = std::move(expected)};
}

bool is_needed(std::string_view name) {
  return std::find(kNeeded.begin(), kNeeded.end(), name) != kNeeded.end();
}

// Where the feed's files are: "" or "folder/"; nothing if there is none or more than one.
std::optional<std::string> find_root(const FileSource& source, FaultList& faults) {
  constexpr std::string_view kMacShadow = "__MACOSX/";
  std::set<std::string> roots;
  for (const std::string& name : source.names()) {
    const std::size_t slash = name.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : name.substr(0, slash + 1);
    if (is_needed(std::string_view(name).substr(folder.size())) && !folder.starts_with(kMacShadow))
      roots.insert(folder);
  }
  if (roots.contains("")) return "";
  if (roots.size() == 1) return *roots.begin();
  if (roots.empty())
    faults.add(file_fault(rule::kNoFeed, source.path(), "no file of a feed",
                          "agency.txt, stops.txt, routes.txt, trips.txt and stop_times.txt"));
  else
    faults.add(file_fault(rule::kTwoFeeds, source.path(),
                          fmt::format("feeds in {}", fmt::join(roots, ", ")), "one feed"));
  return std::nullopt;
}

void check_files(Reading& reading) {
  std::vector<std::string> here;
  for (const std::string& name : reading.source.names())
    if (name.starts_with(reading.root) && name.find('/', reading.root.size()) == std::string::npos)
      here.push_back(name.substr(reading.root.size()));
  const auto report = [&](std::string_view rule, const std::string& name, std::string expected) {
    reading.faults.add(file_fault(rule, reading.source.display_name(reading.root + name), "",
                                  std::move(expected)));
  };
  for (const std::string_view name : kNeeded)
    if (!reading.has(name))
      report(rule::kMissingFile, std::string(name),
             "a file of this name" + did_you_mean(name, here));
  if (!reading.has("calendar.txt") && !reading.has("calendar_dates.txt"))
    report(rule::kNoCalendar, "calendar.txt",
           "this file or calendar_dates.txt" + did_you_mean("calendar.txt", here));
  for (const std::string& name : here) {
    if (use_of(name) == FileUse::kMissed)
      report(rule::kFileNotRead, name,
             "a file that is used; fares version 2 and flexible services are not read");
    if (use_of(name) == FileUse::kMissed || use_of(name) == FileUse::kHarmless)
      reading.feed.not_read.push_back(name);
    if (use_of(name) == FileUse::kUnknown && name.ends_with(".txt"))
      report(rule::kFileUnknown, name, "a file of GTFS" + did_you_mean(name, used_files()));
  }
}

void read_tables(Reading& reading) {
  check_files(reading);
  read_agencies(reading);
  read_info(reading);
  read_levels(reading);
  read_stops(reading);
  read_routes(reading);
  read_calendars(reading);
  read_trips(reading);
  read_transfers(reading);
  find_throughs(reading);
  read_pathways(reading);
  read_fares(reading);
  check_dates(reading);
  if (reading.feed.trips.empty() && !reading.faults.has_errors())
    reading.faults.add(file_fault(rule::kNoTrips, reading.source.path(), "no trip that can be used",
                                  "a trip with two stops and times"));
}

bool holds(const std::vector<CivilDate>& days, CivilDate day) {
  return std::binary_search(days.begin(), days.end(), day);
}

}  // namespace

bool Calendar::runs_on(ServiceDay day) const {
  const CivilDate date = day.date();
  if (holds(removed, date)) return false;
  const bool weekly =
      span.contains(date) && (weekdays >> static_cast<unsigned>(date.weekday()) & 1U) != 0;
  return weekly || holds(added, date);
}

std::span<const StopTime> Feed::stop_times_of(TripId trip) const {
  const Trip& row = trips[trip];
  return std::span(stop_times).subspan(row.first_stop_time, row.stop_time_count);
}

std::span<const Frequency> Feed::frequencies_of(TripId trip) const {
  const auto [first, last] =
      std::equal_range(frequencies.begin(), frequencies.end(), Frequency{trip, {}, {}, false},
                       [](const Frequency& a, const Frequency& b) { return a.trip < b.trip; });
  return {first, last};
}

bool Reading::has(std::string_view file) const {
  return source.contains(root + std::string(file));
}

FeedTable Reading::table(std::string_view file, const CsvSpec& spec) {
  const std::string name = root + std::string(file);
  if (!source.contains(name)) return FeedTable();
  try {
    return FeedTable(source.read(name), source.display_name(name), spec);
  } catch (const InputError& damaged) {
    faults.merge(damaged.faults());
    return FeedTable();
  }
}

Feed read_feed(const std::string& path, FaultList& faults, const ReadOptions& options) {
  Feed feed;
  FaultList found;
  try {
    const FileSource source = FileSource::open(path);
    if (const auto root = find_root(source, found)) {
      Reading reading{source, *root, options, found, feed};
      read_tables(reading);
    }
  } catch (const InputError& damaged) {
    found.merge(damaged.faults());
  }
  faults.merge(found);
  return feed;
}

}  // namespace stopover::io::gtfs
