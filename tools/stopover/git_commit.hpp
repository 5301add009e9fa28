// SPDX-License-Identifier: Apache-2.0
// The commit this program was built from: asked at each build (tools/cmake/GitCommit.cmake).
#pragma once

#include <string_view>

namespace stopover::tool {

extern const std::string_view kGitCommit;  // "0a1b2c3d4e5f-dirty"; "unknown" without git

}  // namespace stopover::tool
