// SPDX-License-Identifier: Apache-2.0
// Published choice models (published/*.txtpb) and their figures
// (choice/reference/{estimates,fits}.csv in STOPOVER_SHARED_DATA).
//
// "verified" is an independent re-estimate; of mixed models it is that of the exact integral.
// Figures that are not there are NaN.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/choice/estimate.hpp"
#include "models/choice/model_file.hpp"

namespace stopover::choice::testing {

struct PublishedParameter {
  std::string name;  // as our model has it
  double published = 0;
  double published_se = 0;
  double published_robust = 0;
  double verified = 0;
  double verified_se = 0;
  double verified_robust = 0;

  [[nodiscard]] double best() const;
  [[nodiscard]] double best_se() const;
};

struct PublishedModel {
  std::string stem;  // of published/*.txtpb
  double published_ln_l = 0;
  double verified_ln_l = 0;
  std::vector<PublishedParameter> parameters;  // in the order of our model

  [[nodiscard]] double best_ln_l() const;
  [[nodiscard]] bool mixed() const;
  [[nodiscard]] bool panel() const;
};

// Stems of published/*.txtpb in a fixed order: closed forms, then mixed models.
[[nodiscard]] const std::vector<std::string>& closed_stems();
[[nodiscard]] const std::vector<std::string>& mixed_stems();

// The folder choice/ of the shared data; nothing if it is not there.
[[nodiscard]] std::optional<std::string> shared_choice_data();
inline constexpr const char* kNoData = "STOPOVER_SHARED_DATA does not name the references";

// A model of published/ joined with its data.
struct Loaded {
  ModelFile model;
  Problem problem;
};
[[nodiscard]] Loaded load_published(const std::string& stem, const std::string& folder);
[[nodiscard]] PublishedModel figures_of(const Loaded& loaded, const std::string& stem,
                                        const std::string& folder);
[[nodiscard]] Estimate estimate_published(const Loaded& loaded);

// The parameters of the verified optimum.
[[nodiscard]] estimation::Vector verified_parameters(const PublishedModel& figures);
// ln L of a model with one random coefficient, its integral by the trapezoidal rule: 1,601 nodes
// over 8.5 standard deviations or the whole range. 6,401 nodes agree to 1e-6.
[[nodiscard]] double exact_ln_l(const Loaded& loaded, const estimation::Vector& theta);

}  // namespace stopover::choice::testing
