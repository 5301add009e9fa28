// SPDX-License-Identifier: Apache-2.0
#include "engine/regression/design.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::regression {

namespace {

constexpr std::ptrdiff_t kKept = 20;
constexpr double kNothingLeft = 1e-9;  // of a column, by Gram and Schmidt
constexpr double kPartNamed = 1e-6;    // of a combination of columns of length 1

constexpr std::array<std::string_view, 12> kNames{
    "not finite",     "negative weight", "too few rows",  "collinear",
    "one class only", "neither 0 nor 1", "not positive",  "beyond limit",
    "exact fit",      "separated",       "not converged", "not identified",
};

// An orthonormal basis of the columns so far, and how to write it in them.
class Basis {
 public:
  Basis(Eigen::Index rows, Eigen::Index columns)
      : vectors_(rows, columns), triangle_(Matrix::Zero(columns, columns)) {}

  // Parts of `column`, of length 1, in the columns accepted before; empty if it is a new direction.
  std::optional<Vector> parts_or_accept(Vector column) {
    const auto so_far = vectors_.leftCols(size_);
    Vector along = so_far.transpose() * column;
    column -= so_far * along;
    const Vector again = so_far.transpose() * column;
    column -= so_far * again;
    along += again;
    const double left = column.norm();
    if (left < kNothingLeft)
      return triangle_.topLeftCorner(size_, size_).triangularView<Eigen::Upper>().solve(along);
    vectors_.col(size_) = column / left;
    triangle_.col(size_).head(size_) = along;
    triangle_(size_, size_) = left;
    ++size_;
    return std::nullopt;
  }

 private:
  Matrix vectors_;
  Matrix triangle_;
  Eigen::Index size_ = 0;
};

// Columns with rows of no weight as zeros.
Matrix weighted_rows(const Design& design, std::span<const double> weights) {
  Matrix cells = design.cells;
  for (std::size_t r = 0; r < weights.size(); ++r)
    if (weights[r] == 0) cells.row(static_cast<Eigen::Index>(r)).setZero();
  return cells;
}

void check_shape(const Design& design, std::span<const double> weights) {
  STOPOVER_CHECK(design.terms.size() == static_cast<std::size_t>(design.cells.cols()),
                 "one name a column");
  STOPOVER_CHECK(weights.empty() || weights.size() == design.rows(), "one weight a row");
}

}  // namespace

std::string text(const Finding& finding) {
  std::string result(kNames.at(static_cast<std::size_t>(finding.problem)));
  for (std::size_t t = 0; t < finding.terms.size(); ++t)
    result += (t == 0 ? ": " : ", ") + finding.terms[t];
  if (finding.row) result += " (row " + std::to_string(*finding.row) + ")";
  return result;
}

void add(Findings& findings, Finding finding) {
  const auto alike = std::ranges::count(findings, finding.problem, &Finding::problem);
  if (alike < kKept) findings.push_back(std::move(finding));
}

void check_columns(const Design& design, std::span<const double> weights, Findings& findings) {
  const Matrix cells = weighted_rows(design, weights);
  Basis basis(cells.rows(), cells.cols());
  std::vector<std::size_t> accepted;
  for (std::size_t c = 0; c < design.terms.size(); ++c) {
    const Vector column = cells.col(static_cast<Eigen::Index>(c));
    const double length = column.stableNorm();
    if (length == 0) {
      add(findings, {.problem = Problem::kCollinear, .terms = {design.terms[c]}});
      continue;
    }
    const std::optional<Vector> parts = basis.parts_or_accept(column / length);
    if (!parts) {
      accepted.push_back(c);
      continue;
    }
    Finding finding{.problem = Problem::kCollinear, .terms = {design.terms[c]}};
    for (std::size_t a = 0; a < accepted.size(); ++a)
      if (std::abs((*parts)[static_cast<Eigen::Index>(a)]) > kPartNamed)
        finding.terms.push_back(design.terms[accepted[a]]);
    add(findings, std::move(finding));
  }
}

void check_cells(const Design& design, std::span<const double> weights, Findings& findings) {
  check_shape(design, weights);
  for (std::size_t r = 0; r < design.rows(); ++r) {
    for (std::size_t c = 0; c < design.terms.size(); ++c)
      if (!std::isfinite(design.cells(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c))))
        add(findings, {.problem = Problem::kNotFinite, .terms = {design.terms[c]}, .row = r});
    const double weight = weight_of(weights, r);
    if (!std::isfinite(weight))
      add(findings, {.problem = Problem::kNotFinite, .terms = {"weight"}, .row = r});
    else if (weight < 0)
      add(findings, {.problem = Problem::kBadWeight, .terms = {"weight"}, .row = r});
  }
}

Findings check(const Sample& sample) {
  Findings findings;
  const std::size_t rows = sample.design.rows();
  STOPOVER_CHECK(static_cast<std::size_t>(sample.outcome.size()) == rows, "one outcome a row");
  STOPOVER_CHECK(sample.clusters.of_unit.empty() || sample.clusters.of_unit.size() == rows,
                 "one cluster a row");
  check_cells(sample.design, sample.weights, findings);
  for (std::size_t r = 0; r < rows; ++r)
    if (!std::isfinite(sample.outcome[static_cast<Eigen::Index>(r)]))
      add(findings, {.problem = Problem::kNotFinite, .terms = {"outcome"}, .row = r});
  if (!findings.empty()) return findings;
  if (used_rows(rows, sample.weights) <= sample.design.terms.size())
    add(findings, {.problem = Problem::kTooFewRows});
  else
    check_columns(sample.design, sample.weights, findings);
  return findings;
}

void check_positive(const Sample& sample, Findings& findings) {
  for (std::size_t r = 0; r < sample.design.rows(); ++r)
    if (weight_of(sample.weights, r) > 0 && !(sample.outcome[static_cast<Eigen::Index>(r)] > 0))
      add(findings, {.problem = Problem::kNotPositive, .terms = {"outcome"}, .row = r});
}

Findings of_part(const std::string& part, Findings findings) {
  for (Finding& finding : findings) {
    for (std::string& term : finding.terms) term = part + ": " + term;
    if (finding.terms.empty()) finding.terms.push_back(part);
  }
  return findings;
}

Design rows_of(const Design& design, const std::vector<std::size_t>& rows) {
  Design part{design.terms, RowMatrix(static_cast<Eigen::Index>(rows.size()), design.cells.cols())};
  for (std::size_t r = 0; r < rows.size(); ++r)
    part.cells.row(static_cast<Eigen::Index>(r)) =
        design.cells.row(static_cast<Eigen::Index>(rows[r]));
  return part;
}

Sample rows_of(const Sample& sample, const std::vector<std::size_t>& rows) {
  Sample part{rows_of(sample.design, rows), Vector(static_cast<Eigen::Index>(rows.size()))};
  part.clusters.small_sample = sample.clusters.small_sample;
  std::vector<std::uint32_t> renumbered(sample.clusters.count,
                                        std::numeric_limits<std::uint32_t>::max());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    part.outcome[static_cast<Eigen::Index>(r)] = sample.outcome[static_cast<Eigen::Index>(rows[r])];
    if (!sample.weights.empty()) part.weights.push_back(sample.weights[rows[r]]);
    if (sample.clusters.of_unit.empty()) continue;
    std::uint32_t& number = renumbered[sample.clusters.of_unit[rows[r]]];
    if (number == std::numeric_limits<std::uint32_t>::max()) number = part.clusters.count++;
    part.clusters.of_unit.push_back(number);
  }
  return part;
}

std::size_t used_rows(std::size_t rows, std::span<const double> weights) {
  if (weights.empty()) return rows;
  return static_cast<std::size_t>(std::ranges::count_if(weights, [](double w) { return w > 0; }));
}

}  // namespace stopover::regression
