// SPDX-License-Identifier: Apache-2.0
// What goods are worth to a person, and what a product adds to buying singly: mixed bundling
// (Adams & Yellen 1976, Quarterly Journal of Economics 90; Schmalensee 1984, Journal of Business
// 57).
//
// What a good is worth to a party, a person, is lognormal; its median is such that the share
// `bought_singly` finds it worth more than its single price. Who can buy parts singly gains from a
// product
//
//   Σ worth − price − effort − Σ max(0, worth − single price)
//     = saving − effort − Σ max(0, single price − worth)
//
// a person, where rides count with their fares: they are on the journey in any case. So a product
// that costs what its parts cost is never better than they are: it changes nothing.
//
// What it is not: goods that are worth more or less together than apart; budget.
// Units: yuan a person. Draws: one a party and good, keyed by the good's name, and one a party and
// product, so that other goods and products move nobody's.
#pragma once

#include <optional>
#include <vector>

#include "models/demand/demand.hpp"
#include "models/product/shelf.hpp"

namespace stopover::product {

// The levels of a shelf that have ranges, as written or as drawn for a replication.
struct Levels {
  Table<GoodId, double> bought_singly;
  Table<ProductId, double> awareness;
  Table<ProductId, double> effort;  // yuan a person
};
[[nodiscard]] Levels levels(const Shelf& shelf);
// Triangular between the bounds, its mode the value; keyed by the names.
[[nodiscard]] Levels drawn_levels(const Shelf& shelf, demand::Luck luck);

// One party in front of a shelf. Keeps references.
class Shopper {
 public:
  Shopper(const Shelf& shelf, const Levels& levels, std::uint64_t party, demand::Luck luck);

  [[nodiscard]] bool knows(ProductId product);
  // Yuan a person, for one unit.
  [[nodiscard]] double worth(GoodId id);
  // Would it buy the good by itself?
  [[nodiscard]] bool buys_singly(GoodId good);
  // Yuan a person, over buying singly; may be negative.
  [[nodiscard]] double gain(ProductId id, Fen rides, int nights);

 private:
  const Shelf* shelf_;
  const Levels* levels_;
  std::uint64_t party_;
  demand::Luck luck_;
  std::vector<std::optional<double>> worth_;  // by GoodId, when asked for
  std::vector<std::optional<bool>> knows_;    // by ProductId
};

}  // namespace stopover::product
