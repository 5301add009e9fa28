// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/choice/choice_sample.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace stopover::choice::testing {

namespace {

Expression optional(const std::string& text) {
  return text.empty() ? Expression{} : parsed(text);
}

std::map<std::string, Expression, std::less<>> settings(
    const std::map<std::string, std::string>& set) {
  std::map<std::string, Expression, std::less<>> out;
  for (const auto& [name, to] : set) out.emplace(name, parsed(to));
  return out;
}

}  // namespace

void Sample::column(const std::string& name, std::vector<double> values) {
  table.names.emplace(name, table.columns.size());
  table.lines.clear();
  for (std::size_t r = 0; r < values.size(); ++r) table.lines.push_back(static_cast<int>(r) + 2);
  table.columns.push_back(std::move(values));
}

std::vector<double>& Sample::cells(const std::string& name) {
  return table.columns.at(table.names.find(name)->second);
}

void Sample::parameter(const std::string& name, double start) {
  spec.parameters.push_back({.name = name, .start = start});
}
void Sample::parameter(const std::string& name, double start, double lower, double upper) {
  spec.parameters.push_back({.name = name, .start = start, .lower = lower, .upper = upper});
}

void Sample::alternative(const std::string& name, double code, const std::string& utility,
                         const std::string& available) {
  spec.alternatives.push_back(
      {.name = name, .code = code, .available = optional(available), .utility = parsed(utility)});
}

void Sample::nest(const std::string& name, const std::string& scale,
                  const std::vector<std::pair<std::string, std::string>>& members) {
  Nest& nest = spec.nests.emplace_back();
  nest.name = name;
  nest.scale = optional(scale);
  for (const auto& [member, share] : members) nest.members.push_back({member, optional(share)});
}

void Sample::random(const std::string& name, Draw draw, Shape shape, const std::string& mean,
                    const std::string& spread) {
  RandomCoefficient& random = spec.random.emplace_back();
  random.name = name;
  random.draw = draw;
  random.shape = shape;
  random.mean = mean;
  if (!spread.empty()) random.loads.push_back({.draw_of = name, .spread = spread});
}

void Sample::share(const std::string& name, const std::string& share,
                   const std::map<std::string, std::string>& set) {
  spec.classes.push_back({.name = name, .share = parsed(share), .set = settings(set)});
}
void Sample::membership(const std::string& name, const std::string& utility,
                        const std::map<std::string, std::string>& set) {
  spec.classes.push_back({.name = name, .membership = parsed(utility), .set = settings(set)});
}

Problem built(const Sample& sample) {
  FaultList faults;
  Problem problem = build(sample.spec, sample.data, sample.table, sample.places, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return problem;
}

FaultList faults_of(const Sample& sample) {
  FaultList faults;
  (void)build(sample.spec, sample.data, sample.table, sample.places, faults);
  return faults;
}

Sample trips(Luck& luck, std::size_t persons, std::size_t each) {
  const std::size_t rows = persons * each;
  const auto drawn = [&](const std::function<double()>& one) {
    std::vector<double> out;
    for (std::size_t r = 0; r < rows; ++r) out.push_back(one());
    return out;
  };
  Sample sample;
  for (const char* mode : {"bus", "rail", "car"}) {
    sample.column(std::string("time_") + mode, drawn([&] { return luck.between(0.2, 2); }));
    sample.column(std::string("cost_") + mode, drawn([&] { return luck.between(0.5, 4); }));
  }
  sample.column("rail_there", drawn([&] { return luck.chance(0.7) ? 1.0 : 0.0; }));
  std::vector<double> person;
  std::vector<double> income;
  std::vector<double> choice;
  for (std::size_t r = 0; r < rows; ++r) {
    person.push_back(static_cast<double>(100 + r / each));
    income.push_back(r % each == 0 ? luck.between(1, 5) : income.back());
    choice.push_back(sample.cells("rail_there")[r] == 0
                         ? 1.0 + 2 * static_cast<double>(luck.below(2))
                         : 1.0 + static_cast<double>(luck.below(3)));
  }
  sample.column("person", person);
  sample.column("income", income);
  sample.column("choice", choice);
  return sample;
}

void add_linear_utilities(Sample& sample) {
  for (const char* name : {"asc_bus", "asc_rail", "b_time", "b_cost"}) sample.parameter(name);
  sample.alternative("bus", 1, "asc_bus + b_time * time_bus + b_cost * cost_bus");
  sample.alternative("rail", 2, "asc_rail + b_time * time_rail + b_cost * cost_rail", "rail_there");
  sample.alternative("car", 3, "b_time * time_car + b_cost * cost_car");
}

void choose_by(Sample& sample, Luck& luck, std::size_t each, const Utility& utility) {
  std::vector<double>& choice = sample.cells("choice");
  for (std::size_t r = 0; r < choice.size(); ++r) {
    std::vector<double> u = utility(r, r % each == 0);
    if (sample.cells("rail_there")[r] == 0) u[1] = -1e300;
    for (double& value : u) value += luck.gumbel();
    choice[r] = 1.0 + static_cast<double>(std::ranges::max_element(u) - u.begin());
  }
}

Vector vector_of(const std::vector<double>& values) {
  return Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}

Vector ln_l(const estimation::Likelihood& likelihood, const Vector& theta) {
  return estimation::by_unit(likelihood, theta, *serial_executor());
}

void expect_exact_scores(const estimation::Likelihood& likelihood, const Vector& theta,
                         double tolerance) {
  const estimation::RowMatrix exact = estimation::scores(likelihood, theta, *serial_executor());
  constexpr double kStep = 1e-5;
  for (Eigen::Index k = 0; k < theta.size(); ++k) {
    Vector at = theta;
    at[k] += kStep;
    const Vector above = ln_l(likelihood, at);
    at[k] -= 2 * kStep;
    const Vector slope = (above - ln_l(likelihood, at)) / (2 * kStep);
    for (Eigen::Index u = 0; u < slope.size(); ++u)
      ASSERT_NEAR(exact(u, k), slope[u], tolerance * (1 + std::abs(slope[u])))
          << "parameter " << k << ", unit " << u;
  }
}

void expect_exact_hessian(const estimation::Likelihood& likelihood, const Vector& theta) {
  const auto k = theta.size();
  const auto serial = serial_executor();
  std::vector<double> weights(likelihood.units());
  for (std::size_t u = 0; u < weights.size(); ++u) weights[u] = static_cast<double>(u % 3);
  ASSERT_TRUE(likelihood.has_hessian());
  Matrix exact = Matrix::Zero(k, k);
  likelihood.add_hessian({theta.data(), static_cast<std::size_t>(k)}, 0, weights, exact);
  constexpr double kStep = 1e-5;
  for (Eigen::Index j = 0; j < k; ++j) {
    Vector at = theta;
    at[j] += kStep;
    const auto gradient = [&] {
      return estimation::total(likelihood, at, weights, estimation::Want::kGradient, *serial)
          .gradient;
    };
    const Vector above = gradient();
    at[j] -= 2 * kStep;
    const Vector slope = (above - gradient()) / (2 * kStep);
    for (Eigen::Index i = 0; i < k; ++i)
      EXPECT_NEAR(exact(i, j), slope[i], 1e-6 * (1 + std::abs(slope[i]))) << i << " " << j;
  }
}

}  // namespace stopover::choice::testing
