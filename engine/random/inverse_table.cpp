// SPDX-License-Identifier: Apache-2.0
#include "engine/random/inverse_table.hpp"

#include <cmath>
#include <limits>

namespace stopover::random::detail {

double InverseTable::fit(std::size_t index, double s,
                         const std::function<double(double)>& quantile) {
  std::atomic<std::uint8_t>& state = slots_[index].state;
  if (state.load(std::memory_order_acquire) == kMisses)
    return std::numeric_limits<double>::quiet_NaN();
  const bool upper = index >= kCellsATail;
  const InverseCell fitted = fit_cell(
      index % kCellsATail, [&](double tail) { return quantile(upper ? 1.0 - tail : tail); });
  // Only one thread writes; the others use what they have worked out meanwhile.
  std::uint8_t none = kNone;
  if (state.compare_exchange_strong(none, kBeingWritten, std::memory_order_acq_rel)) {
    slots_[index].c = fitted.c;
    state.store(std::isnan(fitted.c[0]) ? kMisses : kHolds, std::memory_order_release);
  }
  return fitted(s);
}

}  // namespace stopover::random::detail
