// SPDX-License-Identifier: Apache-2.0
#include "engine/random/tabulated.hpp"

#include <cmath>

namespace stopover::random::detail {

std::shared_ptr<const InverseCells> fit_cells(const std::function<double(double)>& quantile) {
  const auto upper = [&](double tail) { return quantile(1.0 - tail); };
  auto cells = std::make_shared<InverseCells>();
  for (std::size_t i = 0; i < kCellsATail; ++i) {
    (*cells)[i] = fit_cell(i, quantile);
    (*cells)[kCellsATail + i] = fit_cell(i, upper);
  }
  return cells;
}

double tabulated_share(const InverseCells& cells) {
  double share = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t cell = i % kCellsATail;
    if (!std::isnan(cells[i].c[0])) share += tail_at(cell, 0.5) - tail_at(cell, -0.5);
  }
  return share;
}

}  // namespace stopover::random::detail
