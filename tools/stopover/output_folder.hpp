// SPDX-License-Identifier: Apache-2.0
// Before anything is simulated: can the results be written where they are to go?
//
// Errors: InputError E-RES-006 if the folder is there and --force was not given; EnvironmentError
// if the place cannot be written to. Better said now than after an hour; the writer checks again.
#pragma once

#include <string>

#include "engine/io/result_folder.hpp"

namespace stopover::tool {

[[nodiscard]] io::Existing check_output_folder(const std::string& folder, bool force);

}  // namespace stopover::tool
