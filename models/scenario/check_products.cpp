// SPDX-License-Identifier: Apache-2.0
// Goods and combo tickets: what a part is, one price, who bears what it saves, bounds that somebody
// can meet.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "models/scenario/checking.hpp"
#include "models/scenario/holders.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

constexpr double kShareTolerance = 1e-9;

using Goods = std::map<std::string, const Good*>;

void check_bounds(Checking& c, const Spot& spot, std::string_view name, double low, double high) {
  if (low > high)
    c.fault(rule::kNoVisitorLeft, spot.at(fmt::format("{}_max", name)), fmt::format("{}", high),
            fmt::format("at least {}_min, {}", name, low));
}

void check_part(Checking& c, const Spot& spot, const ProductPart& part) {
  const bool rides = part.mode() != MODE_UNSPECIFIED || !part.line().empty();
  if (rides == !part.good().empty()) {
    c.fault(rule::kPartOfWhat, spot, rides ? "a good and rides" : "neither",
            "a good, or a mode or lines");
    return;
  }
  if (!rides && !part.end().empty())
    c.fault(rule::kPartOfWhat, spot.at("end"), part.end(0), "ends of rides only");
  if (rides && part.count() != 0)
    c.fault(rule::kPartOfWhat, spot.at("count"), fmt::format("{}", part.count()),
            "a count of goods only");
}

void check_bearers(Checking& c, const Spot& spot, const Product& product) {
  std::set<std::string> names;
  double sum = 0;
  for (int i = 0; i < product.bearer_size(); ++i) {
    const Bearer& bearer = product.bearer(i);
    sum += bearer.share();
    if (!names.insert(bearer.name()).second)
      c.fault(rule::kBearers, spot.at(indexed("bearer", i) + ".name"), bearer.name(),
              "each bearer once");
  }
  if (product.bearer_size() > 0 && !(std::abs(sum - 1) <= kShareTolerance))
    c.fault(rule::kBearers, spot.at("bearer"), fmt::format("shares that add up to {}", sum), "1");
  if (product.guarantee_yuan() > 0 && !names.contains(product.guarantor()))
    c.fault(rule::kBearers, spot.at("guarantor"), product.guarantor(), "one of the bearers");
}

bool spends_nights(const std::string& visitor) {
  return visitor == "stopover" || visitor == "visitor";
}

bool passes_through(const std::string& visitor) {
  return visitor == "airside" || visitor == "step-out" || visitor == "stopover";
}

bool books_ahead(const Product& p, const Segment& segment) {
  const bool may =
      p.segment().empty() || std::ranges::find(p.segment(), segment.id()) != p.segment().end();
  return may && segment.booking_days() > 0;
}

// Bounds that exclude whoever the product is for.
void check_meeting(Checking& c, const Spot& spot, const Product& p) {
  if (p.cutoff_days() > 0 && c.has_all("segment") &&
      std::ranges::none_of(c.elements().segment(),
                           [&](const Segment& segment) { return books_ahead(p, segment); }))
    c.fault(rule::kNoVisitorLeft, spot.at("cutoff_days"), fmt::format("{}", p.cutoff_days()),
            "0, or booking_days of a segment that may buy it");
  const bool through = p.visitor().empty() || std::ranges::any_of(p.visitor(), passes_through);
  if ((p.has_layover_hours_min() || p.has_layover_hours_max() || !p.regime().empty()) && !through)
    c.fault(rule::kNoVisitorLeft, spot.at("visitor"), p.visitor(0),
            "airside, step-out or stopover: only they have a layover or enter under a regime");
  if (p.per_day() > 0 && p.persons_min() > p.per_day())
    c.fault(rule::kNoVisitorLeft, spot.at("persons_min"), fmt::format("{}", p.persons_min()),
            fmt::format("at most per_day, {}", p.per_day()));
}

void check_buyers(Checking& c, const Spot& spot, const Product& p) {
  check_meeting(c, spot, p);
  if (p.has_layover_hours_min() && p.has_layover_hours_max())
    check_bounds(c, spot, "layover_hours", p.layover_hours_min(), p.layover_hours_max());
  if (p.has_nights_min() && p.has_nights_max())
    check_bounds(c, spot, "nights", p.nights_min(), p.nights_max());
  if (p.has_persons_min() && p.has_persons_max())
    check_bounds(c, spot, "persons", p.persons_min(), p.persons_max());
  if (p.nights_min() > 0 && !p.visitor().empty() &&
      std::ranges::none_of(p.visitor(), spends_nights))
    c.fault(rule::kNoVisitorLeft, spot.at("nights_min"), fmt::format("{}", p.nights_min()),
            "0, or stopover or visitor among visitors");
  check_valid_dates(c, spot, p.valid_from(), p.valid_until());
}

// Rights that some way or desk asks for.
std::set<std::string> asked_rights(const Checking& c) {
  std::set<std::string> asked;
  for (const Hub& hub : c.elements().hub()) {
    for (const Walk& walk : hub.walk()) asked.insert({walk.needs(), walk.not_with()});
    for (const Checkpoint& checkpoint : hub.checkpoint()) {
      for (const DeskType& type : checkpoint.desk_type()) asked.insert(type.needs());
      for (const PassengerRule& rule : checkpoint.passenger_rule()) asked.insert(rule.needs());
    }
  }
  return asked;
}

void check_rights(Checking& c) {
  const std::set<std::string> asked = asked_rights(c);
  const Holders holders(c.elements().product());
  for (int k = 0; k < c.elements().product_size(); ++k) {
    const Product& product = c.elements().product(k);
    const Spot spot{"product", product.id(), ""};
    for (int i = 0; i < product.grants_size(); ++i)
      if (c.has_all("hub") && c.knows("right", product.grants(i)) &&
          !asked.contains(product.grants(i)))
        c.fault(rule::kIdleRight, spot.at(indexed("grants", i)), product.grants(i),
                "a right that a walk, a type of desk or a rule of a hub asks for");
    if (product.grants_size() > 0 && holders.sets() > kMostHolders &&
        holders.of_product(static_cast<std::size_t>(k)).is_none())
      c.fault(rule::kManyHolders, spot.at("grants"),
              fmt::format("{} different sets of rights", holders.sets()),
              fmt::format("at most {} among all products", kMostHolders));
  }
}

void check_product(Checking& c, const Product& product, const Goods& goods) {
  const Spot spot{"product", product.id(), ""};
  for (int i = 0; i < product.part_size(); ++i) {
    const ProductPart& part = product.part(i);
    const Spot at = spot.at(indexed("part", i));
    check_part(c, at, part);
    const auto good = goods.find(part.good());
    if (product.has_price_yuan() && good != goods.end() && good->second->per() == "night" &&
        part.count() == 0)
      c.fault(rule::kOpenCount, at.at("count"), "0", "how many nights the price is for");
  }
  if (product.has_price_yuan() == product.has_percent_off())
    c.fault(rule::kOnePrice, spot.at("price_yuan"), product.has_price_yuan() ? "both" : "neither",
            "price_yuan or percent_off");
  check_bearers(c, spot, product);
  check_buyers(c, spot, product);
  check_between(c, spot,
                {"awareness", product.awareness(), product.has_awareness_low(),
                 product.awareness_low(), product.has_awareness_high(), product.awareness_high()});
  check_between(
      c, spot,
      {"effort_yuan", product.effort_yuan(), product.has_effort_yuan_low(),
       product.effort_yuan_low(), product.has_effort_yuan_high(), product.effort_yuan_high()});
}

}  // namespace

void check_products(Checking& c) {
  Goods goods;
  for (const Good& good : c.elements().good()) goods.emplace(good.id(), &good);
  c.each("good", c.elements().good(), [&](const Good& g) {
    check_between(c, {"good", g.id(), ""},
                  {"bought_singly", g.bought_singly(), g.has_bought_singly_low(),
                   g.bought_singly_low(), g.has_bought_singly_high(), g.bought_singly_high()});
  });
  c.each("product", c.elements().product(),
         [&](const Product& product) { check_product(c, product, goods); });
  check_rights(c);
}

}  // namespace stopover::scenario
