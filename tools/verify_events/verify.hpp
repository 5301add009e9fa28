// SPDX-License-Identifier: Apache-2.0
// Checks the event log in a folder (docs/formats/events.md) without anything of the engine.
//
//   verify_events FOLDER        every fault with file, line and rule code
//
// What it is not: a check that files are as they were written; `stopover verify` does that.
// Errors: faults of the log are returned; a file that cannot be read throws
// std::ios_base::failure.
#pragma once

#include <filesystem>

#include "tools/verify_events/faults.hpp"

namespace stopover::verify_events {

[[nodiscard]] Faults verify(const std::filesystem::path& folder);

}  // namespace stopover::verify_events
