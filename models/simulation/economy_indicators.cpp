// SPDX-License-Identifier: Apache-2.0
// What spending makes in the region, by the scenario's multipliers.
#include "models/simulation/indicator_list.hpp"

namespace stopover::simulation::indicator_list {
namespace {

constexpr double kFen = 100;
constexpr double kYuanOfJobs = 1e6;  // a multiplier of jobs is a million yuan
constexpr double kDays = 365;        // and a year

}  // namespace

void add_economy(List& l) {
  for (std::size_t m = 0; m < l.world().multipliers.size(); ++m) {
    const economy::Multiplier& one = l.world().multipliers[m];
    const bool jobs = one.effect == economy::Effect::kJobs;
    l.per_day(
        {"economy", one.key, one.name, one.name_zh}, jobs ? "jobs" : "yuan/day",
        [m](const Tally& t) { return t.effects[m]; }, jobs ? kFen * kYuanOfJobs / kDays : kFen);
  }
}

}  // namespace stopover::simulation::indicator_list
