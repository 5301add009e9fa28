// SPDX-License-Identifier: Apache-2.0
#include "engine/input_output/multipliers.hpp"

#include <cmath>

#include <Eigen/LU>

#include "engine/base/check.hpp"

namespace stopover::input_output {
namespace {

// A yuan more of demand than this makes output without end, as far as doubles can tell.
constexpr double kLeastReciprocalCondition = 1e-13;
// Households may be told to spend all that they earn, to rounding.
constexpr double kRounding = 1e-9;

Matrix coefficients_of(const Economy& economy) {
  return economy.flows.array().rowwise() / economy.output.transpose().array();
}

Matrix closed_coefficients_of(const Economy& economy) {
  const Eigen::Index n = economy.output.size();
  Matrix closed(n + 1, n + 1);
  closed.topLeftCorner(n, n) = coefficients_of(economy);
  closed.bottomLeftCorner(1, n) = (economy.wages.array() / economy.output.array()).transpose();
  closed.topRightCorner(n, 1) = economy.purchases / economy.income;
  closed(n, n) = economy.household_services / economy.income;
  return closed;
}

Matrix inverse_of(const Matrix& coefficients) {
  const Eigen::Index n = coefficients.rows();
  return (Matrix::Identity(n, n) - coefficients).partialPivLu().inverse();
}

// Hawkins & Simon: the inverse exists and nothing in it is negative.
bool is_productive(const Matrix& coefficients) {
  const Eigen::Index n = coefficients.rows();
  const Eigen::PartialPivLU<Matrix> lu(Matrix::Identity(n, n) - coefficients);
  return lu.rcond() > kLeastReciprocalCondition && lu.inverse().minCoeff() > -kRounding;
}

bool is_sound(double value) {
  return std::isfinite(value) && value >= 0;
}

bool is_sound(const Matrix& values) {
  return values.array().isFinite().all() && (values.array() >= 0).all();
}

void check_shapes(const Economy& economy) {
  const Eigen::Index n = economy.output.size();
  STOPOVER_CHECK(n > 0 && economy.flows.rows() == n && economy.flows.cols() == n,
                 "a row and a column for each sector");
  STOPOVER_CHECK(economy.wages.size() == economy.purchases.size() &&
                     (economy.wages.size() == 0 || economy.wages.size() == n),
                 "wages and purchases of all sectors, or of none");
}

}  // namespace

std::vector<Finding> faults_of(const Economy& economy) {
  check_shapes(economy);
  std::vector<Finding> found;
  const Eigen::Index n = economy.output.size();
  const bool households = economy.wages.size() > 0;
  for (Eigen::Index j = 0; j < n; ++j) {
    const auto sector = static_cast<std::size_t>(j);
    const bool numbers =
        is_sound(economy.flows.col(j)) && is_sound(economy.output[j]) &&
        (!households || (is_sound(economy.wages[j]) && is_sound(economy.purchases[j])));
    if (!numbers)
      found.push_back({Fault::kNotANumber, sector});
    else if (economy.output[j] == 0)
      found.push_back({Fault::kNoOutput, sector});
  }
  const auto all = static_cast<std::size_t>(n);
  if (households && (!is_sound(economy.household_services) || !is_sound(economy.income)))
    found.push_back({Fault::kNotANumber, all});
  else if (households && economy.income == 0)
    found.push_back({Fault::kNoOutput, all});
  if (!found.empty()) return found;
  if (households &&
      economy.purchases.sum() + economy.household_services > economy.income * (1 + kRounding))
    found.push_back({Fault::kOverspent, all});
  if (!is_productive(coefficients_of(economy)) ||
      (households && !is_productive(closed_coefficients_of(economy))))
    found.push_back({Fault::kNotProductive, all});
  return found;
}

Model::Model(const Economy& economy) {
  STOPOVER_CHECK(faults_of(economy).empty(), "a table without faults");
  coefficients_ = coefficients_of(economy);
  inverse_ = inverse_of(coefficients_);
  if (economy.wages.size() > 0) closed_ = inverse_of(closed_coefficients_of(economy));
}

Effects Model::effects_of(const Vector& final_demand) const {
  STOPOVER_CHECK(final_demand.size() == size(), "a demand for each sector");
  const Vector type1 = inverse_ * final_demand;
  Effects effects{
      .direct = final_demand, .indirect = type1 - final_demand, .induced = Vector::Zero(size())};
  if (has_households()) effects.induced = closed_sectors() * final_demand - type1;
  return effects;
}

Vector Model::output_multipliers() const {
  return inverse_.colwise().sum().transpose();
}

Vector Model::total_output_multipliers() const {
  STOPOVER_CHECK(has_households(), "type II needs households");
  return closed_sectors().colwise().sum().transpose();
}

Vector Model::effect_multipliers(const Vector& per_output) const {
  return inverse_.transpose() * per_output;
}

Vector Model::total_effect_multipliers(const Vector& per_output, double of_households) const {
  STOPOVER_CHECK(has_households(), "type II needs households");
  return closed_sectors().transpose() * per_output +
         of_households * closed_.bottomLeftCorner(1, size()).transpose();
}

}  // namespace stopover::input_output
