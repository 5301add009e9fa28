// SPDX-License-Identifier: Apache-2.0
// Before work begins: can this file be written where it is to go?
//
// Errors: InputError E-RES-010 if it is there and may not be replaced, or is a folder, or would lie
// inside a folder of results; EnvironmentError where the place cannot be looked at.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stopover::tool {

// Two names of one file give one path; as written where the place cannot be looked at.
[[nodiscard]] std::filesystem::path true_path(const std::string& file);
void check_output_file(const std::string& file, bool force);
// A file more in the folder of a result, and `verify` would refuse it ever after.
void check_outside_results(const std::string& file, const std::vector<std::string>& results);

}  // namespace stopover::tool
