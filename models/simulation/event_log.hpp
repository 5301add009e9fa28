// SPDX-License-Identifier: Apache-2.0
// A told replication, written as tables that need nothing else to be read.
//
//   io::ResultFolder out("out-events");
//   write_event_log(out, world, told);
//   out.publish(fields);
//
// What it is not: results. It is for an analyst who asks what happened, and for
// tools/verify_events, which checks it without the engine. Tables, columns and units:
// docs/formats/events.md.
//
// Errors: EnvironmentError. A journal that does not keep everybody is a bug.
#pragma once

#include "engine/io/result_folder.hpp"
#include "models/simulation/told.hpp"

namespace stopover::simulation {

void write_event_log(io::ResultFolder& out, const World& world, const ToldReplication& told);

}  // namespace stopover::simulation
