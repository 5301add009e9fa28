// SPDX-License-Identifier: Apache-2.0
// What every regression here is given, and how it says what is wrong with it.
//
// A design is an explicit matrix, rows x terms, with a name for each column; the intercept is a
// column like any other, dummies are made by the caller. A sample is a design with its outcome.
// Weights are importances (0 leaves a row out), one a row or none; clusters give each row its
// group, or none.
//
// What it is not: a formula language, nor a reader of tables.
// Errors: what the data are to blame for comes back as findings that name the row (from 0) and the
// terms; an estimator that returns findings of `check` has estimated nothing. Of each kind the
// first 20 are kept. Wrong shapes are bugs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/estimation/covariance.hpp"

namespace stopover::regression {

using estimation::Clusters;
using estimation::Matrix;
using estimation::RowMatrix;
using estimation::Vector;

struct Design {
  std::vector<std::string> terms;
  RowMatrix cells;  // rows x terms

  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(cells.rows()); }
};

struct Sample {
  Design design;
  Vector outcome;
  std::vector<double> weights = {};
  Clusters clusters = {};
};

enum class Problem : std::uint8_t {
  kNotFinite,      // a cell, an outcome or a weight; row and term
  kBadWeight,      // below 0; row
  kTooFewRows,     // of positive weight: not more than terms
  kCollinear,      // terms: a column, then those that it is a combination of (none: it is zero)
  kOneClass,       // a binary outcome is always the same, or no row lies between the limits
  kNotBinary,      // an outcome other than 0 and 1; row
  kNotPositive,    // an outcome that needs a logarithm; row
  kBeyondLimit,    // an outcome outside the limits of truncation; row
  kExactFit,       // no residual: there is no spread to estimate
  kSeparated,      // a combination of these terms foretells some outcomes perfectly; a row of them
  kNotConverged,   // the maximum was not found
  kNotIdentified,  // these parameters cannot be told apart, or have run to the end of their range
};

struct Finding {
  Problem problem = Problem::kNotFinite;
  std::vector<std::string> terms = {};
  std::optional<std::size_t> row = {};
  friend bool operator==(const Finding&, const Finding&) = default;
};
using Findings = std::vector<Finding>;

// "collinear: city, region_north, region_south".
[[nodiscard]] std::string text(const Finding& finding);

// Keeps the first 20 of a kind.
void add(Findings& findings, Finding finding);

// Columns that are combinations of those before them, among rows of positive weight. Gram and
// Schmidt's method, twice over; what is left of a column counts as nothing below 1e-9 of it.
void check_columns(const Design& design, std::span<const double> weights, Findings& findings);

// Not finite, bad weights; then too few rows; then collinear columns.
[[nodiscard]] Findings check(const Sample& sample);
// Rows of positive weight whose outcome is not above 0.
void check_positive(const Sample& sample, Findings& findings);
void check_cells(const Design& design, std::span<const double> weights, Findings& findings);

// Findings of one part of a model: "amount: ln_nights".
[[nodiscard]] Findings of_part(const std::string& part, Findings findings);

[[nodiscard]] Design rows_of(const Design& design, const std::vector<std::size_t>& rows);
// Clusters are numbered anew, those without rows are gone.
[[nodiscard]] Sample rows_of(const Sample& sample, const std::vector<std::size_t>& rows);

[[nodiscard]] inline double weight_of(std::span<const double> weights, std::size_t row) {
  return weights.empty() ? 1.0 : weights[row];
}

// Rows of positive weight.
[[nodiscard]] std::size_t used_rows(std::size_t rows, std::span<const double> weights);

}  // namespace stopover::regression
