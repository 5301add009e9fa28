// SPDX-License-Identifier: Apache-2.0
// What a loaded scenario must mean before anything is compiled from it.
//
// First each value alone: finite, in range, well formed, a reference that leads somewhere, a figure
// with a source (field_rules.hpp). Then what several values say together: stops in order, hubs that
// can be crossed, speeds that a vehicle can have, parameters that the models know. All faults of
// all files together, each with the line a person has to edit, in a table with the column's name.
//
// What it is not: a judgement of figures that are possible, nor a look into GTFS feeds, whose
// routes are taken as there when a target begins with the feed's prefix.
//
// A value that is wrong alone is left out of the joint rules, and so is every element whose row has
// a refused cell: one slip gives one fault. When `loaded.complete` is false parts of the scenario
// are unknown; then only single values that were written are checked, no references, nothing that
// may be missing and no joint rule, so that no fault is an echo of what could not be read.
//
// Errors: rules 1xx to 4xx go to `faults`; EnvironmentError if the machine has no time zones.
#pragma once

#include "engine/base/fault.hpp"
#include "models/scenario/load.hpp"

namespace stopover::scenario {

void validate(const LoadedScenario& loaded, FaultList& faults);

}  // namespace stopover::scenario
