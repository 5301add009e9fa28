// SPDX-License-Identifier: Apache-2.0
// Published instances, read where they lie (orienteering/ in STOPOVER_SHARED_DATA), and a checker
// of solutions that works on the numbers of the files alone: its own distances, its own clock.
//
//   toptw     team orienteering with windows: Solomon's and Cordeau's points
//   mctopmtw  the same with several windows, a budget and ten types
//   tdoptw    travel by departure, in slots of 15 minutes
//   tdop      travel by speeds of four periods and five kinds of way
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/orienteering/problem.hpp"

namespace stopover::orienteering::testing {

inline constexpr const char* kNoInstances = "STOPOVER_SHARED_DATA has no folder orienteering/";
[[nodiscard]] std::optional<std::string> instance_folder();

struct PublishedPoint {
  double x = 0;
  double y = 0;
  Tick duration = 0;
  std::int32_t score = 0;
  std::vector<std::vector<Window>> windows{};  // one list, or one a tour
  std::vector<std::int64_t> uses{};            // budget, then types
};

// Times in ticks of `per_unit` to the file's unit. Point 0 is the depot.
struct PublishedInstance {
  std::string name{};
  std::size_t tours = 1;
  Tick per_unit = 10;
  Tick open = 0;
  Tick close = 0;
  std::vector<PublishedPoint> points{};
  std::vector<std::int64_t> capacities{};
};

struct PublishedReference {
  std::string file{};
  std::size_t tours = 1;
  std::int64_t best_known = 0;
};

[[nodiscard]] std::vector<PublishedReference> toptw_references(const std::string& folder);
[[nodiscard]] std::vector<PublishedReference> mctopmtw_references(const std::string& folder);
[[nodiscard]] PublishedInstance read_toptw(const std::string& folder, const std::string& name,
                                           std::size_t tours);
[[nodiscard]] PublishedInstance read_mctopmtw(const std::string& folder, const std::string& name);

[[nodiscard]] Spec spec_of(const PublishedInstance& instance);
// Empty: the tours are feasible and score what they say.
[[nodiscard]] std::vector<std::string> faults_of(const PublishedInstance& instance,
                                                 const Solution& solution);

struct TimedInstance {
  std::string name{};
  Spec spec{};
};
[[nodiscard]] std::vector<std::string> tdoptw_names();
[[nodiscard]] TimedInstance read_tdoptw(const std::string& folder, const std::string& name);
// Empty: feasible by the slots of the file, in floating point, to a millisecond.
[[nodiscard]] std::vector<std::string> faults_of_tdoptw(const std::string& folder,
                                                        const std::string& name,
                                                        const Solution& solution);

struct SpeedInstance {
  std::string name{};
  double tmax = 0;                           // hours from 7:00
  std::vector<PublishedPoint> points{};      // the first is the start, the last the end
  std::vector<int> kind{};                   // points², kind of way
  std::vector<std::vector<double>> speed{};  // by period, by kind
};
[[nodiscard]] std::vector<std::string> tdop_names(const std::string& folder);
[[nodiscard]] SpeedInstance read_tdop(const std::string& folder, const std::string& name);
[[nodiscard]] Spec spec_of(const SpeedInstance& instance);
[[nodiscard]] std::vector<std::string> faults_of(const SpeedInstance& instance,
                                                 const Solution& solution);

}  // namespace stopover::orienteering::testing
