// SPDX-License-Identifier: Apache-2.0
// Small samples for the tests of engine/regression.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/regression/design.hpp"
#include "tests/engine/stats/sample.hpp"

namespace stopover::regression::testing {

using stats::SplitMix;

inline Vector vector_of(const std::vector<double>& values) {
  return Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}

// An intercept "one" and a column "x".
inline Design line(const std::vector<double>& x) {
  Design design{{"one", "x"}, RowMatrix::Ones(static_cast<Eigen::Index>(x.size()), 2)};
  design.cells.col(1) = vector_of(x);
  return design;
}

inline Design intercept_only(std::size_t rows) {
  return {{"one"}, RowMatrix::Ones(static_cast<Eigen::Index>(rows), 1)};
}

// "one", then standard normal columns "x1", "x2", ...
inline Design normal_design(std::size_t rows, std::size_t columns, SplitMix& luck) {
  Design design{
      {"one"},
      RowMatrix::Ones(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns + 1))};
  for (std::size_t c = 1; c <= columns; ++c) {
    design.terms.push_back("x" + std::to_string(c));
    for (std::size_t r = 0; r < rows; ++r)
      design.cells(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) = luck.normal();
  }
  return design;
}

inline double error_of(const Matrix& covariance, std::size_t k) {
  return std::sqrt(covariance(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(k)));
}

// Row r of the sample, times[r] times over.
inline Sample repeated(const Sample& sample, const std::vector<int>& times) {
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < times.size(); ++r)
    rows.insert(rows.end(), static_cast<std::size_t>(times[r]), r);
  return rows_of(sample, rows);
}

// Recovery tests: the null is that each estimate is normal about the truth with its standard
// error; 4.5 of them are passed once in 147,000 estimates.
inline constexpr double kFarOff = 4.5;

}  // namespace stopover::regression::testing
