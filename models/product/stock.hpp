// SPDX-License-Identifier: Apache-2.0
// What is left of products on each day of use: of those that set places aside, so many persons a
// day, of the whole product and of each of its parts.
//
// What it is not: thread-safe. Who books first is the caller's order.
// Shapes: one counter a product and day of use that somebody asked for.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "engine/base/time.hpp"
#include "models/product/shelf.hpp"

namespace stopover::product {

class Stock {
 public:
  // With a share of the people, that share of the places, rounded up.
  explicit Stock(const Shelf& shelf, double sample = 1);

  // Whether any product has a limit; without one everything is always there.
  [[nodiscard]] bool limited() const { return limited_; }
  [[nodiscard]] bool has(ProductId product, CivilDate day, std::int64_t persons) const;
  // False, and nothing taken, where that many are not left.
  [[nodiscard]] bool take(ProductId product, CivilDate day, std::int64_t persons);
  // Whether nobody had been turned away on that day before.
  bool first_refusal(ProductId product, CivilDate day) {
    return refused_.emplace(product, day).second;
  }
  // Persons a day that the product can serve; 0: without limit.
  [[nodiscard]] std::int64_t limit(ProductId product) const { return limit_[product]; }

 private:
  Table<ProductId, std::int64_t> limit_;
  bool limited_ = false;
  std::map<std::pair<ProductId, CivilDate>, std::int64_t> taken_;
  std::set<std::pair<ProductId, CivilDate>> refused_;
};

}  // namespace stopover::product
