// SPDX-License-Identifier: Apache-2.0
#include "tools/verify_events/verify.hpp"

#include "tools/verify_events/checks.hpp"
#include "tools/verify_events/log.hpp"

namespace stopover::verify_events {

Faults verify(const std::filesystem::path& folder) {
  Faults faults;
  const Log log = read_log(folder, faults);
  check_parties(log, faults);
  check_checkpoints(log, faults);
  check_runs(log, faults);
  check_totals(log, faults);
  return faults;
}

}  // namespace stopover::verify_events
