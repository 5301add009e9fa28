// SPDX-License-Identifier: Apache-2.0
// Small choice models and tables, written in a test as a person writes them in files.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/choice/problem.hpp"
#include "tests/engine/choice/luck.hpp"
#include "tests/engine/choice/random_expression.hpp"

namespace stopover::choice::testing {

using estimation::Matrix;
using estimation::Vector;

// Model and table, built up part by part. Line 2 of choices.csv is the first row; a field of the
// model stands on the line that is its length, so that a test sees which one was looked for.
struct Sample {
  ModelSpec spec{.name = "sample"};
  DataSpec data{.choice = "choice"};
  Table table{.file = "choices.csv"};
  ModelPlaces places{.file = "model.txtpb",
                     .line = [](std::string_view field) { return static_cast<int>(field.size()); }};

  void column(const std::string& name, std::vector<double> values);
  [[nodiscard]] std::vector<double>& cells(const std::string& name);
  void parameter(const std::string& name, double start = 0);
  void parameter(const std::string& name, double start, double lower, double upper);
  void alternative(const std::string& name, double code, const std::string& utility,
                   const std::string& available = "");
  void nest(const std::string& name, const std::string& scale,
            const std::vector<std::pair<std::string, std::string>>& members);  // name, share
  void random(const std::string& name, Draw draw, Shape shape, const std::string& mean,
              const std::string& spread);
  void share(const std::string& name, const std::string& share,
             const std::map<std::string, std::string>& set = {});
  void membership(const std::string& name, const std::string& utility,
                  const std::map<std::string, std::string>& set = {});
};

// Without faults.
[[nodiscard]] Problem built(const Sample& sample);
[[nodiscard]] FaultList faults_of(const Sample& sample);

// Bus, rail and car: columns time_… (hours), cost_…, rail_there, income, person (`each` choices)
// and choice (1, 2, 3; drawn by chance). No alternatives yet.
[[nodiscard]] Sample trips(Luck& luck, std::size_t persons, std::size_t each);
// asc_bus + b_time time + b_cost cost and so on; car has no constant. Parameters start at 0.
void add_linear_utilities(Sample& sample);

// Draws each choice: utilities of the alternatives of a row, errors of their own. The function may
// draw what it needs for a new person.
using Utility = std::function<std::vector<double>(std::size_t row, bool new_person)>;
void choose_by(Sample& sample, Luck& luck, std::size_t each, const Utility& utility);

[[nodiscard]] Vector vector_of(const std::vector<double>& values);
// ln L of each unit.
[[nodiscard]] Vector ln_l(const estimation::Likelihood& likelihood, const Vector& theta);
// Scores of every unit against central differences.
void expect_exact_scores(const estimation::Likelihood& likelihood, const Vector& theta,
                         double tolerance = 1e-6);
// Second derivatives against central differences of the scores.
void expect_exact_hessian(const estimation::Likelihood& likelihood, const Vector& theta);

}  // namespace stopover::choice::testing
