// SPDX-License-Identifier: Apache-2.0
// A file that a library writes by itself, made to appear whole or not at all.
//
//   write_by_library("plan.xlsx", [](const std::string& path) { ... });  // closes `path`
//
// The library writes beside the target, and what it wrote is taken over as write_whole_file does;
// also after an exception nothing is left beside it. A file that is there is replaced.
//
// Errors: EnvironmentError, and what `write` throws.
#pragma once

#include <functional>
#include <string>

namespace stopover::tool {

void write_by_library(const std::string& file,
                      const std::function<void(const std::string& path)>& write);

}  // namespace stopover::tool
