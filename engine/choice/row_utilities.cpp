// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/row_utilities.hpp"

#include <algorithm>

namespace stopover::choice {

bool Design::linear() const {
  return std::ranges::all_of(rest, [](const std::vector<Program>& r) { return r.empty(); });
}

void row_utilities(const Problem& problem, const Design& design, std::span<const double> theta,
                   HalfOpen<std::size_t> cases, bool with_derivative, RowUtilities& out) {
  const auto [first, last] = cases;
  const std::size_t from = problem.case_row[first];
  const std::size_t n = problem.case_row[last] - from;
  const std::size_t k = theta.size();
  const auto start = static_cast<Eigen::Index>(from);
  const auto size = static_cast<Eigen::Index>(n);
  const Eigen::Map<const estimation::Vector> at(theta.data(), static_cast<Eigen::Index>(k));
  out.first = from;
  out.value.resize(n);
  Eigen::Map<estimation::Vector>(out.value.data(), size) =
      design.offset.segment(start, size) + design.matrix.middleRows(start, size) * at;
  out.derivative = design.matrix.data() + from * k;
  if (design.linear()) return;
  if (with_derivative) {
    out.scratch = design.matrix.middleRows(start, size);
    out.derivative = out.scratch.data();
  }
  // Wide data: a program's rows are cases. Long data: rows, and one alternative.
  const std::size_t table_first = problem.long_form ? from : first;
  const std::size_t table_rows = problem.long_form ? n : last - first;
  std::vector<double> value(table_rows);
  std::vector<double> derivative;
  for (std::size_t j = 0; j < design.rest.size(); ++j)
    for (const Program& program : design.rest[j]) {
      derivative.resize(with_derivative ? program.parameters().size() * table_rows : 0);
      program.evaluate(problem.columns, theta, table_first, value, derivative);
      for (std::size_t c = first; c < last; ++c)
        for (std::size_t r = problem.case_row[c]; r < problem.case_row[c + 1]; ++r) {
          if (problem.row_alternative[r] != j) continue;
          const std::size_t at_row = (problem.long_form ? r : c) - table_first;
          out.value[r - from] += value[at_row];
          if (!with_derivative) continue;
          for (std::size_t p = 0; p < program.parameters().size(); ++p)
            out.scratch(static_cast<Eigen::Index>(r - from),
                        static_cast<Eigen::Index>(program.parameters()[p])) +=
                derivative[p * table_rows + at_row];
        }
    }
}

}  // namespace stopover::choice
