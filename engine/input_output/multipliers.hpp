// SPDX-License-Identifier: Apache-2.0
// Input-output analysis: what a spend on some sectors' products makes all sectors produce, and
// what of it becomes income, jobs, value added, tax or imports (Leontief 1936; Miller & Blair 2009,
// ch. 2 and 6).
//
//   A  = Z diag(x)^-1     what a yuan of a sector's output uses of each sector's products
//   L  = (I - A)^-1       type I: direct and indirect
//   L' = (I - A')^-1      type II: A closed by households, who earn a row and spend a column, so
//                         that what is earned is spent again (induced)
//
// Multipliers of a yuan of final demand for sector j:
//   output    sum of column j of L, or of the n sectors of column j of L' ("truncated")
//   effect    r L, or r L', with r the effect of a yuan of output: income, jobs, value added, tax
//   ratio     effect over the direct effect r_j ("type I" and "type II" of the literature)
// With r' = 1 - 1'A, all that a sector does not buy at home (value added and imports), r' L = 1:
// every yuan spent ends as value added or leaks.
//
// What it is not: prices, capacities, substitution or time. Coefficients are averages of one year,
// so effects are an upper bound where sectors are full or buyers go elsewhere; type II more so.
//
// Shapes: n sectors; flows(i, j) is what j buys of i. Units: one kind of money; jobs in persons.
// Errors: `faults_of` names what is wrong with a table; a Model of a faulty one is a bug.
#pragma once

#include <cstddef>
#include <vector>

#include <Eigen/Core>

namespace stopover::input_output {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

// A region in a year. Households may be left out (no wages): there is no type II then.
struct Economy {
  Matrix flows;   // n x n, of the region's own products
  Vector output;  // n, > 0
  Vector wages;   // n or 0: paid to the region's households
  // What households buy of each sector, and the wages of their own staff, a year; out of `income`.
  Vector purchases;               // n or 0
  double household_services = 0;  // households' own
  double income = 0;              // > 0 with wages
};

enum class Fault : unsigned char {
  kNotANumber,     // or negative
  kNoOutput,       // a sector that makes nothing
  kOverspent,      // households buy more than they earn
  kNotProductive,  // sectors use up more than they make: some effects would be negative or endless
};
struct Finding {
  Fault fault = Fault::kNotANumber;
  std::size_t sector = 0;  // n: households, or all of them together
  friend bool operator==(const Finding&, const Finding&) = default;
};
// By sector; productive (Hawkins & Simon 1949) is asked only of what is otherwise sound.
[[nodiscard]] std::vector<Finding> faults_of(const Economy& economy);

// Output of each sector that a final demand makes.
struct Effects {
  Vector direct;    // the demand itself
  Vector indirect;  // of suppliers, and theirs
  Vector induced;   // of what households earn and spend; 0 without wages
  [[nodiscard]] Vector type1() const { return direct + indirect; }
  [[nodiscard]] Vector type2() const { return direct + indirect + induced; }
};

class Model {
 public:
  explicit Model(const Economy& economy);

  [[nodiscard]] bool has_households() const { return closed_.size() > 0; }
  [[nodiscard]] const Matrix& coefficients() const { return coefficients_; }  // A
  [[nodiscard]] const Matrix& inverse() const { return inverse_; }            // L
  [[nodiscard]] const Matrix& closed_inverse() const { return closed_; }      // L', n + 1; or empty

  [[nodiscard]] Effects effects_of(const Vector& final_demand) const;

  // Of a yuan of final demand for each sector.
  [[nodiscard]] Vector output_multipliers() const;
  [[nodiscard]] Vector total_output_multipliers() const;  // type II, of the n sectors
  // `per_output`: the effect of a yuan of each sector's output.
  [[nodiscard]] Vector effect_multipliers(const Vector& per_output) const;
  // `of_households`: the effect of a yuan of households' income, such as the wages of their staff.
  [[nodiscard]] Vector total_effect_multipliers(const Vector& per_output,
                                                double of_households = 0) const;

 private:
  [[nodiscard]] Matrix closed_sectors() const { return closed_.topLeftCorner(size(), size()); }
  [[nodiscard]] Eigen::Index size() const { return coefficients_.rows(); }

  Matrix coefficients_;
  Matrix inverse_;
  Matrix closed_;
};

}  // namespace stopover::input_output
