// SPDX-License-Identifier: Apache-2.0
// What `validate` says about a GTFS feed.
#pragma once

#include <string>

#include "engine/io/gtfs.hpp"
#include "tools/stopover/validation_page.hpp"

namespace stopover::tool {

[[nodiscard]] ValidationReport check_feed(const std::string& path,
                                          const io::gtfs::ReadOptions& options);

}  // namespace stopover::tool
