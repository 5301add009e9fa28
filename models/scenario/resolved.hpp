// SPDX-License-Identifier: Apache-2.0
// A resolved scenario's fingerprint and its text.
//
// The hash covers every field of the resolved message; of a feed the prefix, the stops and the
// content, not the path. It does not change with comments, spacing, the order of rows or elements,
// the split into files and bases, or folders. Serialised protobuf is not canonical, so the bytes
// that are hashed are the project's own: fields by number, maps by key, doubles by bits (-0 as 0).
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "models/scenario/load.hpp"

namespace stopover::scenario {

// 64 hexadecimal digits. `feed_contents` has each of the scenario's feeds, by path.
[[nodiscard]] std::string content_hash(const Scenario& scenario,
                                       const std::map<std::string, std::string>& feed_contents);

// A scenario file that stands alone: loads to the same hash when put into `folder` (paths of feeds
// are written relative to it).
[[nodiscard]] std::string resolved_text(const LoadedScenario& loaded,
                                        const std::filesystem::path& folder);

}  // namespace stopover::scenario
