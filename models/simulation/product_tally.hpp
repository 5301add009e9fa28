// SPDX-License-Identifier: Apache-2.0
// What products did in one replication: exact counts of persons, nights and fen.
//
// Each buyer is set against itself in the same world with nothing on sale (the same luck, so the
// same errors of choice): who would have made the same journey was merely sold what they would
// have bought anyway; who would not have come is gained. What the buyers' seats do to others is not
// in these counts but in the difference of two runs (`stopover compare`).
//
// Counted are purchases of parties of the counted days.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "models/product/shelf.hpp"
#include "models/simulation/products.hpp"
#include "models/spending/spending.hpp"

namespace stopover::simulation {

struct Assumptions;
struct PlannedParty;
struct World;

enum class ProductCount : std::uint8_t {
  kMayBuy,
  kKnow,
  kBuyers,
  kParties,
  kUnchanged,
  kGainedVisitors,
  kLostVisitors,
  kGainedNights,
  kLostNights,
  kGainedOverGateway,
  kLostOverGateway,
  kGainedRiders,
  kTurnedAway,
  kSoldOutDays,
  kPaid,
  kSingly,
  kBornePublicly,
  kSingles,
  kGuaranteed,
  kGuarantee,
  kGuaranteePublicly,
  kSpending,
  kSpendingWithout,
  kCount
};

struct ProductCountText {
  std::string_view id;
  std::string_view unit;
  std::string_view text;
};

inline constexpr std::array<ProductCountText, static_cast<std::size_t>(ProductCount::kCount)>
    kProductCounts{{
        {"may_buy", "people", "meet the terms with one of their alternatives at least"},
        {"know", "people", "of these know of it"},
        {"buyers", "people", "bought it"},
        {"parties", "parties", "bought it together"},
        {"unchanged", "people", "buyers who would have made the same journey and stay without it"},
        {"gained_visitors", "people", "buyers who go out into the city, and would not without it"},
        {"lost_visitors", "people", "buyers who do not go out, and would without it"},
        {"gained_nights", "person-nights", "of buyers in the gateway, over those without it"},
        {"lost_nights", "person-nights", "fewer than without it"},
        {"gained_over_gateway", "people",
         "buyers who change flights at the gateway, and would not without it"},
        {"lost_over_gateway", "people", "buyers who do not, and would without it"},
        {"gained_riders", "people", "buyers who would not take its rides without it"},
        {"turned_away", "people", "would have bought it and found it sold out"},
        {"sold_out_days", "days", "counted days of use on which somebody was turned away"},
        {"paid", "fen", "by buyers"},
        {"singly", "fen", "what its parts cost one by one; its sellers receive that"},
        {"borne_publicly", "fen", "of what it saves, by public money"},
        {"singles", "fen", "goods of it that its buyers would have bought one by one"},
        {"guaranteed", "people", "buyers who missed a connection and were paid"},
        {"guarantee", "fen", "paid to them"},
        {"guarantee_publicly", "fen", "of these by public money"},
        {"spending", "fen", "of buyers in the gateway, what they pay for its goods included"},
        {"spending_without", "fen", "of the same without it"},
    }};

struct ProductTally {
  std::array<std::int64_t, static_cast<std::size_t>(ProductCount::kCount)> counts{};
  std::vector<std::int64_t> borne;  // fen, by bearer; without bearers by the sellers

  [[nodiscard]] std::int64_t& operator[](ProductCount c) {
    return counts[static_cast<std::size_t>(c)];
  }
  [[nodiscard]] std::int64_t operator[](ProductCount c) const {
    return counts[static_cast<std::size_t>(c)];
  }
  void add(const ProductTally& other);
  friend bool operator==(const ProductTally&, const ProductTally&) = default;
};
using ProductTallies = Table<product::ProductId, ProductTally>;

[[nodiscard]] ProductTallies empty_product_tallies(const product::Shelf& shelf);
void add(const ProductTallies& from, ProductTallies& to);

// How what a party pays together falls to the parts: [0] its rides, then the goods in order.
[[nodiscard]] std::vector<Fen> paid_by_part(const product::Shelf& shelf, const Purchase& purchase,
                                            std::int64_t persons);

// A buyer's spending in the gateway where it has the goods of the product: of each good's category
// it spends so much less as the good costs singly, if it would spend that much (of a night, what
// the night would have cost it), and what it pays for the good.
[[nodiscard]] spending::Amounts with_goods(const World& world, const Purchase& purchase,
                                           std::int64_t persons, spending::Amounts amounts);

// A purchase of a party that has ended. `spent`: in the gateway, goods included; `without`: what it
// would have spent with nothing on sale.
struct Outcome {
  bool missed = false;  // a connection
  Fen spent{};
  Fen without{};
};
void add_purchase(const World& world, const PlannedParty& party, const Purchase& purchase,
                  const Outcome& outcome, ProductTally& tally);

}  // namespace stopover::simulation
