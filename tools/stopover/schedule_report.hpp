// SPDX-License-Identifier: Apache-2.0
// What `validate` says about flight schedules and tables of trains.
#pragma once

#include <string>

#include "tools/stopover/validation_page.hpp"

namespace stopover::tool {

[[nodiscard]] ValidationReport check_ssim(const std::string& path);
[[nodiscard]] ValidationReport check_flights(const std::string& path);
// `folder` as in io::rail::files_in.
[[nodiscard]] ValidationReport check_rail(const std::string& folder);

}  // namespace stopover::tool
