// SPDX-License-Identifier: Apache-2.0
// docs/validation/cruise.md, made from the fits.
#pragma once

#include <string>
#include <vector>

#include "models/cruise/fit.hpp"

namespace stopover::cruise {

[[nodiscard]] std::string validation_page(const std::vector<FitSeries>& fits);

}  // namespace stopover::cruise
