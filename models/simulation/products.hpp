// SPDX-License-Identifier: Apache-2.0
// Products as parties meet them: on which journeys, with whose rides, for whom, at what gain.
//
// A product applies to a journey that has a ride for each of its rides (a product without rides, to
// all), and to whoever meets its terms there. The day of use is that of the arrival between two
// flights at the gateway, else of the departure of the anchor, by the gateway's clock.
//
// What it is not: which product is chosen (candidates.hpp takes the best of those that gain).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/demand/demand.hpp"
#include "models/product/shelf.hpp"
#include "models/product/stock.hpp"
#include "models/product/worth.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/simulation/visitor_stay.hpp"

namespace stopover::simulation {

struct World;
struct Candidate;

using HolderRoutesId = Id<struct HolderRoutesTag>;

struct JourneyProduct {
  product::ProductId product;
  Fen rides{};                                     // fares of its rides, a person
  HolderRoutesId routes = HolderRoutesId::none();  // who travels with it; none: as everybody
};
using ProductsOfJourneys = Table<JourneyId, std::vector<JourneyProduct>>;

// Empty lists where nothing is on sale.
[[nodiscard]] ProductsOfJourneys products_of_journeys(const World& world);

// What a party was offered: persons are counted by it. By ProductId.
struct Offered {
  std::vector<bool> may_buy;  // meets the terms with one of its alternatives at least
  std::vector<bool> knows;    // and knows of it
};

// One party in front of all products. Keeps references.
class PartyProducts {
 public:
  // Without a stock everything is always there.
  PartyProducts(const World& world, const product::Levels& levels, const product::Stock* stock,
                const demand::Party& party, demand::Luck luck);

  // Whether any product of the journey asks for the regime.
  [[nodiscard]] bool asks_regime(JourneyId journey) const;
  // The best for a candidate, where one gains anything: product and yuan a person. `regime`: under
  // which the party would enter.
  struct Best {
    product::ProductId product;
    double gain_yuan = 0;
  };
  [[nodiscard]] std::optional<Best> best(const Candidate& candidate, policy::RegimeId regime);
  [[nodiscard]] const Offered& offered() const { return offered_; }

 private:
  [[nodiscard]] double lead_days() const;
  [[nodiscard]] product::Use use_of(const Candidate& candidate, policy::RegimeId regime) const;

  const World* world_;
  const product::Stock* stock_;
  const demand::Party* party_;
  demand::Luck luck_;
  mutable std::optional<double> lead_days_;  // when asked for
  std::vector<bool> may_;                    // by ProductId: segment and nationality fit
  product::Shopper shopper_;
  Offered offered_;
};

// The day on which a candidate's products are used.
[[nodiscard]] CivilDate day_of_use(const World& world, const Candidate& candidate);

// Party `i` of the plans bought it.
struct Purchase {
  std::uint32_t party = 0;
  product::ProductId product;
  Fen rides{};  // a person
  product::Quote quote;
  CivilDate day;  // of use
  int nights = 0;
  // Goods of it that the party would have bought singly, had it come as it would; and of these
  // those that are spending, by category.
  Fen singles{};
  spending::Amounts singles_spent{};
  // How the party would travel were nothing on sale.
  bool travels = false;
  bool same = false;        // journey, departure and stay
  bool rides_same = false;  // would take rides of the product
  JourneyId journey;
  StayKind stay = StayKind::kNone;
  int nights_without = 0;
  float stay_hours = 0;
  std::optional<spending::Visitor> visitor;
};

}  // namespace stopover::simulation
