// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/validate.hpp"

#include "models/scenario/checking.hpp"

namespace stopover::scenario {

void validate(const LoadedScenario& loaded, FaultList& faults) {
  Checking c(loaded, faults);
  check_fields(c);
  if (loaded.text_broken) return;
  // What these find missing among elements they say only where Checking::has_all.
  check_services(c);
  check_disruption(c);
  check_speeds(c);
  check_line_shapes(c);
  check_people(c);
  check_entry_rules(c);
  check_visits(c);
  check_products(c);
  check_rights(c);
  check_economy(c);
  check_cruise(c);
  check_cruise_calls(c);
  check_parameters(c);
  check_hubs(c);
  check_hub_ways(c);
  check_feeds(c);
  check_whole(c);
}

}  // namespace stopover::scenario
