// SPDX-License-Identifier: Apache-2.0
// docs/validation/choice-models.md: published choice models and what is estimated here.
#pragma once

#include <string>
#include <vector>

#include "tests/models/choice/published.hpp"

namespace stopover::choice::testing {

struct PublishedResult {
  std::string title;
  PublishedModel figures;
  Estimate estimate;
  std::size_t draws = 0;  // 0: a closed form
};
// Mean over seeds of |ln L - exact| at the exact optimum.
struct SimulationError {
  std::string title;
  double of_100 = 0;
  double of_1000 = 0;
  double of_10000 = 0;
};

[[nodiscard]] std::string published_page(const std::vector<PublishedResult>& results,
                                         const std::vector<SimulationError>& errors);

}  // namespace stopover::choice::testing
