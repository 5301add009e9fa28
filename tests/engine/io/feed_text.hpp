// SPDX-License-Identifier: Apache-2.0
// A GTFS feed as text in a test: a sound one, and changes to it.
//
//     A --s1 08:00--> B --s1 08:10--> C       two trips, t1 and t2 an hour later
//     (A is a platform of station S)
#pragma once

#include <map>
#include <string>

#include "engine/base/check.hpp"
#include "engine/io/gtfs.hpp"
#include "tests/engine/io/temp_folder.hpp"

namespace stopover::io::gtfs {

using FeedText = std::map<std::string, std::string>;  // bytes by file name

inline FeedText sound_feed() {
  return {
      {"agency.txt",
       "agency_id,agency_name,agency_url,agency_timezone\n"
       "ag,Agency,https://example.org/,Asia/Tokyo\n"},
      {"stops.txt",
       "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
       "S,Station,35.0,139.0,1,\n"
       "A,Platform,35.0,139.0,0,S\n"
       "B,Bee,35.1,139.1,,\n"
       "C,Sea,35.2,139.2,,\n"},
      {"routes.txt",
       "route_id,agency_id,route_short_name,route_long_name,route_type\n"
       "r1,ag,1,One,3\n"},
      {"trips.txt", "route_id,service_id,trip_id\nr1,daily,t1\nr1,daily,t2\n"},
      {"stop_times.txt",
       "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
       "t1,08:00:00,08:00:00,A,1\n"
       "t1,08:10:00,08:11:00,B,2\n"
       "t1,08:20:00,08:20:00,C,3\n"
       "t2,09:00:00,09:00:00,A,1\n"
       "t2,09:10:00,09:11:00,B,2\n"
       "t2,09:20:00,09:20:00,C,3\n"},
      {"calendar.txt",
       "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
       "daily,1,1,1,1,1,0,0,20240601,20240630\n"},
  };
}

// The feed with `from` (which must be there) replaced by `to` in one file.
inline FeedText changed(FeedText feed, const std::string& file, const std::string& from,
                        const std::string& to) {
  std::string& text = feed[file];
  const std::size_t at = text.find(from);
  STOPOVER_CHECK(at != std::string::npos, "the text to change is in the file");
  text.replace(at, from.size(), to);
  return feed;
}

inline FeedText with(FeedText feed, const std::string& file, const std::string& text) {
  feed[file] = text;
  return feed;
}

inline FeedText without(FeedText feed, const std::string& file) {
  feed.erase(file);
  return feed;
}

inline void write_feed(const TempFolder& folder, const FeedText& feed, const std::string& below) {
  for (const auto& [name, text] : feed) folder.write(below + name, text);
}

inline Feed read_text(const FeedText& text, FaultList& faults, const ReadOptions& options = {}) {
  const TempFolder folder;
  write_feed(folder, text, "");
  return read_feed(folder.path().string(), faults, options);
}

}  // namespace stopover::io::gtfs
