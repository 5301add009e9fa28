// SPDX-License-Identifier: Apache-2.0
// What the command `journeys` searches: a scenario's network, or that of feeds and schedules, with
// names.
//
// Errors: those of reading the input (InputError, EnvironmentError). A place that is not
// there: UsageError with a guess at what was meant.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/base/fault.hpp"
#include "engine/base/half_open.hpp"
#include "engine/base/rules.hpp"
#include "engine/journeys/hub_rules.hpp"
#include "engine/journeys/transit.hpp"
#include "engine/journeys/window.hpp"
#include "tools/stopover/options.hpp"

namespace stopover::tool {

struct JourneySource {
  std::string name;
  bool is_feed = false;  // or a schedule: no scenario
  journeys::Transit transit;
  journeys::HubRules rules;
  CivilDate first_date;      // of services
  HalfOpen<CivilDate> days;  // of which the input speaks; empty if it names none
  FaultList faults;          // warnings
  bool priced = false;
  std::string currency = "CNY";
  // Of a scenario: what lies in the gateway's country, and its zone.
  std::vector<bool> inside;
  TimeZone zone = TimeZone::utc();
  std::vector<journeys::Cancelled> cancelled;  // by --cancelled

  struct Named {
    std::string key;
    std::string name;
    std::string name_zh;
  };
  Table<journeys::StopId, Named> names;
  std::map<std::string, std::set<journeys::StopId>> by_name;  // ids too
  // Links that are roads, by what the scenario calls them.
  std::map<std::pair<journeys::StopId, journeys::StopId>, std::string> roads;
  std::function<std::string(int, Language)> mode_name;

  [[nodiscard]] journeys::StopId find(const std::string& text) const;
  [[nodiscard]] const std::string& label(journeys::StopId stop, Language language) const;
};

// For a scenario, --class and --product decide what lies between services.
[[nodiscard]] JourneySource open_source(const Options& options, Executor& executor);

// "flight", "train": a mode of scenarios.
[[nodiscard]] std::string scenario_mode(int mode, Language language);

// "citizen", …: what --class may say.
[[nodiscard]] std::string class_words();

}  // namespace stopover::tool
