// SPDX-License-Identifier: Apache-2.0
// Which input a person means. A scenario: a path, or the name of one that came with the program.
//
// Looked up in this order: the text as a path; below STOPOVER_SCENARIOS; below
// ../share/stopover/scenarios from the program (installed); below the source tree it was built of.
// A scenario of a shelf is found by its id too, as reports write it: shanghai-2024.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stopover::tool {

// Errors: EnvironmentError that lists what there is, with a guess at what was meant.
[[nodiscard]] std::filesystem::path find_scenario(const std::string& text);

// Where scenarios with a name lie, in order.
[[nodiscard]] std::vector<std::filesystem::path> shelves();

// The folder of the scenario that `text` means.
[[nodiscard]] std::filesystem::path scenario_folder(const std::string& text);

// The name by which `text`'s scenario is found, "minimal" for "../scenarios/minimal/"; of others,
// `text`. What is written into results, so that they do not depend on where a scenario lies.
[[nodiscard]] std::string known_name(const std::string& text);

// "minimal", "shanghai/2024", …, sorted: what can be given by name.
[[nodiscard]] std::vector<std::string> known_scenarios();

[[nodiscard]] bool is_scenario(const std::filesystem::path& path);

// What a path is, by its name and, for SSIM, its first bytes.
enum class InputKind : std::uint8_t {
  kScenario,  // and what is nothing else
  kFeed,      // a GTFS feed: a zip, or a folder with the table that every feed has
  kSsim,      // .ssim or .ssim.gz, or a file that begins as one
  kFlights,   // .csv or .csv.gz
  kRail,      // a folder of trips.csv and stop_times.csv, both perhaps with .gz
};
[[nodiscard]] InputKind kind_of(const std::filesystem::path& path);

}  // namespace stopover::tool
