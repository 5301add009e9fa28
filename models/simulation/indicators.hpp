// SPDX-License-Identifier: Apache-2.0
// What is reported: indicators made of tallies, and their estimates over replications.
//
// Every rate names its numerator and denominator (`of`). Definitions of the field:
//   air transfer rate       2 × transfer passengers / passengers handled (a transfer passenger is
//                           handled twice: the convention of airport statistics)
//   air–rail transfer rate  origin–destination air movements whose journey has an intercity rail
//                           leg on that side of the flight / origin–destination air movements
//   entry–exit share        passengers on international and HK/MO/TW flights / passengers handled
//   exit rate               foreigners connecting at the gateway whom a regime covers and who
//                           enter / those whom a regime covers
//   missed-connection rate  planned connections not made / planned connections
//
// Two intervals, always: *simulation* covers the luck of the replications; *total* also the ranges
// of parameters, mean spending and volumes (stats/total_interval.hpp), so it equals the simulation
// interval where nothing has a range. Structure and network are in neither.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/stats/estimate.hpp"
#include "engine/stats/paired.hpp"
#include "engine/stats/ratio.hpp"
#include "models/simulation/run.hpp"

namespace stopover::simulation {

struct Indicator {
  std::string id;     // "air_transfer_rate"
  std::string group;  // "all", a segment, a mode, a category, a checkpoint
  std::string unit;   // "share", "people/day", "yuan/day", "minutes"
  std::string name;
  std::string name_zh;
  bool headline = false;
  // A rate: both given. A mean per counted day or a value: numerator alone, divided by `scale`.
  std::function<std::int64_t(const Tally&)> numerator;
  std::function<std::int64_t(const Tally&)> denominator;  // empty: none
  double scale = 1;  // value = numerator / (denominator or 1) / scale

  [[nodiscard]] bool is_ratio() const { return static_cast<bool>(denominator); }
};

struct Estimated {
  const Indicator* indicator = nullptr;
  stats::Estimate simulation;            // value and simulation interval
  std::optional<stats::Interval> total;  // nullopt: parameters were not drawn
};

struct Compared {
  const Indicator* indicator = nullptr;
  stats::PairedDifference difference;  // simulation
  std::optional<stats::Interval> total;
  // The verdict for a decision: by the total interval where there is one.
  bool distinguishable = false;
};

// In a fixed order: headline rates, passengers by segment, connections, access, spending and what
// it makes, products, queues, and what runs met; in a world whose trip costs are set, also who
// travels in both scenarios of the comparison and who in one only.
[[nodiscard]] std::vector<Indicator> indicators(const World& world);

// Indicators without a denominator in any replication (nobody connects, say) are left out.
[[nodiscard]] std::vector<Estimated> estimate(const std::vector<Indicator>& indicators,
                                              const std::vector<Replication>& replications);

// One scenario's side of a comparison.
struct Side {
  const std::vector<Indicator>& indicators;
  const std::vector<Replication>& replications;
};

// Base and variant replication by replication (the same number of them), by id and group. An amount
// that only one of them knows is 0 in the other: what a restriction of the variant cancels, say. A
// rate that only one knows is left out.
[[nodiscard]] std::vector<Compared> compare(const Side& base, const Side& variant);

}  // namespace stopover::simulation
