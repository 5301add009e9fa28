// SPDX-License-Identifier: Apache-2.0
// Real feeds, where STOPOVER_SHARED_DATA says they lie: for tests and benches.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/io/gtfs.hpp"
#include "engine/journeys/from_gtfs.hpp"
#include "engine/journeys/window.hpp"

namespace stopover::journeys::testing {

// Path of a file there; nullopt if the variable is not set or the file is not there.
[[nodiscard]] std::optional<std::string> shared_path(const std::string& relative);
// Path of gtfs/<name>.zip; nullopt if the variable is not set or the file is not there.
[[nodiscard]] std::optional<std::string> feed_path(const std::string& name);
// A feed with errors aborts.
[[nodiscard]] io::gtfs::Feed read_sound_feed(const std::string& path);
// The date on which most stop times are served, the first of several.
[[nodiscard]] CivilDate busiest_date(const io::gtfs::Feed& feed);
// Between served stops, at 1.2 m/s and a detour of 1.3.
[[nodiscard]] std::vector<Walk> walks_within(const io::gtfs::Feed& feed, double metres);
// Stops at which some run calls, ascending.
[[nodiscard]] std::vector<StopId> served_stops(const Window& window);

}  // namespace stopover::journeys::testing
