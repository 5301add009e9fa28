// SPDX-License-Identifier: Apache-2.0
// The timetables from elsewhere that a scenario names: `files.gtfs`, `ssim`, `flight_schedules`,
// `rail`. In messages and reports the name of the list is their kind, their path their id.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/base/check.hpp"
#include "models/scenario/scenario.pb.h"

namespace stopover::scenario {

inline constexpr std::array<std::string_view, 4> kFeedLists{"gtfs", "ssim", "flight_schedules",
                                                            "rail"};

[[nodiscard]] inline bool is_feed_list(std::string_view kind) {
  return std::find(kFeedLists.begin(), kFeedLists.end(), kind) != kFeedLists.end();
}

[[nodiscard]] inline google::protobuf::RepeatedPtrField<Feed>& feeds_of(Files& files,
                                                                        std::string_view list) {
  if (list == "gtfs") return *files.mutable_gtfs();
  if (list == "ssim") return *files.mutable_ssim();
  if (list == "flight_schedules") return *files.mutable_flight_schedules();
  STOPOVER_CHECK(list == "rail", "a list of feeds");
  return *files.mutable_rail();
}

[[nodiscard]] inline const google::protobuf::RepeatedPtrField<Feed>& feeds_of(
    const Files& files, std::string_view list) {
  if (list == "gtfs") return files.gtfs();
  if (list == "ssim") return files.ssim();
  if (list == "flight_schedules") return files.flight_schedules();
  STOPOVER_CHECK(list == "rail", "a list of feeds");
  return files.rail();
}

// use(name of the list, feed), list by list.
template <class Use>
void each_feed(const Files& files, Use use) {
  for (const std::string_view list : kFeedLists)
    for (const Feed& feed : feeds_of(files, list)) use(list, feed);
}

}  // namespace stopover::scenario
