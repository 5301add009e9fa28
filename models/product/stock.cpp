// SPDX-License-Identifier: Apache-2.0
#include "models/product/stock.hpp"

#include <algorithm>
#include <cmath>

namespace stopover::product {
namespace {

// A buyer takes one place of every part, so the scarcest counts.
std::int64_t scarcest(const Product& product) {
  std::int64_t limit = product.per_day;
  const auto also = [&](std::int64_t per_day) {
    if (per_day > 0) limit = limit == 0 ? per_day : std::min(limit, per_day);
  };
  for (const GoodPart& part : product.goods) also(part.per_day);
  for (const RidePart& part : product.rides) also(part.per_day);
  return limit;
}

}  // namespace

Stock::Stock(const Shelf& shelf, double sample) {
  for (const Product& product : shelf.products) {
    const double places = std::ceil(static_cast<double>(scarcest(product)) * sample);
    limit_.push_back(static_cast<std::int64_t>(places));
    limited_ = limited_ || places > 0;
  }
}

bool Stock::has(ProductId product, CivilDate day, std::int64_t persons) const {
  if (limit_[product] == 0) return true;
  const auto at = taken_.find({product, day});
  return (at == taken_.end() ? 0 : at->second) + persons <= limit_[product];
}

bool Stock::take(ProductId product, CivilDate day, std::int64_t persons) {
  if (!has(product, day, persons)) return false;
  if (limit_[product] > 0) taken_[{product, day}] += persons;
  return true;
}

}  // namespace stopover::product
