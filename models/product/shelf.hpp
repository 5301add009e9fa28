// SPDX-License-Identifier: Apache-2.0
// What is on sale: goods that can be bought singly, and products that sell goods and rides at one
// price; who may buy a product, and how its money is split.
//
// Money is conserved to the fen: what buyers pay and what bearers add is what the sellers of the
// parts receive (`split_saving` gives every fen to somebody).
//
// What it is not: which journeys have the rides of a product (models/simulation/products.hpp), what
// is left of it on a day (stock.hpp), what it is worth to whom (worth.hpp).
//
// Units: fen a person unless the text says otherwise; hours; nights; days of the gateway's
// calendar.
// Errors: none; a scenario is validated before it becomes a shelf.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "models/demand/demand.hpp"
#include "models/policy/entry.hpp"
#include "models/spending/spending.hpp"

namespace stopover::product {

using GoodId = Id<struct GoodTag>;
using ProductId = Id<struct ProductTag>;

// A level with its range; equal bounds are no range.
struct Level {
  double value = 0;
  double low = 0;
  double high = 0;
};

struct Good {
  std::string key;
  std::string name;
  std::string name_zh;
  std::string seller;
  Fen price{};             // by itself
  bool per_night = false;  // else per visit
  Level bought_singly;     // share of those who could use it
  double spread = 0;       // log standard deviation of what it is worth
  std::optional<spending::Category> category;
};

struct GoodPart {
  GoodId good;
  int count = 0;  // 0: one a visit, or one a night of the stay
  std::int64_t per_day = 0;
};

// Rides that a journey must have.
struct RidePart {
  int mode = 0;                    // 0: any
  std::vector<std::string> lines;  // empty: any
  std::vector<network::PlaceId> ends;
  std::int64_t per_day = 0;
};

// Whom a product is for; empty lists: whoever.
struct Terms {
  std::vector<demand::SegmentId> segments;
  std::vector<policy::Country> nationalities;
  std::vector<policy::RegimeId> regimes;
  std::vector<spending::Visitor> visitors;
  bool needs_visitor = false;  // has goods that are spending in the gateway
  bool needs_layover = false;  // some bound of it is written
  double layover_min = 0;
  double layover_max = std::numeric_limits<double>::infinity();
  int nights_min = 0;
  int nights_max = std::numeric_limits<int>::max();
  int persons_min = 1;
  int persons_max = std::numeric_limits<int>::max();
  HalfOpen<CivilDate> days_of_use{CivilDate(-CivilDate::kFarthestDay),
                                  CivilDate(CivilDate::kFarthestDay)};
  std::string weekdays;  // "12345" with Monday = 1; empty: all
  int cutoff_days = 0;
};

struct Bearer {
  std::string name;
  double share = 0;
  bool public_money = false;
};

struct Product {
  std::string key;
  std::string name;
  std::string name_zh;
  std::vector<GoodPart> goods;
  std::vector<RidePart> rides;
  std::optional<Fen> price;  // else a share off what the parts cost singly
  double off = 0;
  Terms terms;
  std::int64_t per_day = 0;  // persons; 0: without limit
  Level awareness;
  Level effort;                 // yuan a person, over buying singly
  std::vector<Bearer> bearers;  // empty: the sellers
  Fen guarantee{};              // a person who misses a connection
  std::size_t guarantor = 0;    // of bearers
};

struct Shelf {
  Table<GoodId, Good> goods;
  Table<ProductId, Product> products;
  [[nodiscard]] bool empty() const { return products.empty(); }
};

// How somebody would use a product.
struct Use {
  demand::SegmentId segment;
  policy::Country nationality;
  policy::RegimeId regime;  // none: enters by other rights, or not at all
  std::optional<spending::Visitor> visitor;
  std::optional<double> layover_hours;  // between two flights at the gateway
  int nights = 0;                       // in the gateway
  int persons = 1;
  CivilDate day;
  double lead_days = 0;  // booked so long before
};

// What keeps somebody from a product; the first that does, in this order.
enum class Bar : std::uint8_t {
  kNone,
  kSegment,
  kNationality,
  kVisitor,
  kPersons,
  kNights,
  kLayover,
  kDate,
  kCutoff,
  kRegime
};
[[nodiscard]] Bar bar(const Terms& terms, const Use& use);
// Whether somebody may ever buy it, whatever they do.
[[nodiscard]] bool admits(const Terms& terms, demand::SegmentId segment,
                          policy::Country nationality);

// How many of a part somebody gets who stays so many nights.
[[nodiscard]] int units(const Good& good, const GoodPart& part, int nights);

// What a person pays, and what the parts cost one by one. `rides`: the fares of its rides.
struct Quote {
  Fen singly{};
  Fen price{};
  [[nodiscard]] Fen saves() const { return singly - price; }
};
[[nodiscard]] Quote quote(const Shelf& shelf, const Product& product, Fen rides, int nights);

// What each bearer of the product adds where buyers save so much together; sums to `saving`, which
// may be negative. Without bearers: one entry, the sellers.
[[nodiscard]] std::vector<Fen> split_saving(const Product& product, Fen saving);

}  // namespace stopover::product
