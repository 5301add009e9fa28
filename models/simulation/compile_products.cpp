// SPDX-License-Identifier: Apache-2.0
// Goods and products of the scenario as the shelf of the world.
#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "models/scenario/valid_days.hpp"
#include "models/simulation/compile_parts.hpp"
#include "models/simulation/holder_routes.hpp"
#include "models/simulation/world_rules.hpp"

namespace stopover::simulation {
namespace {

constexpr double kPerCent = 100;

product::Level level(double value, bool has_low, double low, bool has_high, double high) {
  return {value, has_low ? low : value, has_high ? high : value};
}

using GoodNames = NameMap<product::GoodId>;

GoodNames add_goods(Compiling& c) {
  GoodNames names;
  for (const auto& g : c.scenario.elements().good()) {
    product::Good good{
        .key = g.id(),
        .name = g.name(),
        .name_zh = g.name_zh(),
        .seller = g.seller(),
        .price = fen_from_yuan(g.price_yuan()),
        .per_night = g.per() == "night",
        .bought_singly = level(g.bought_singly(), g.has_bought_singly_low(), g.bought_singly_low(),
                               g.has_bought_singly_high(), g.bought_singly_high()),
        .spread = g.spread(),
        .category = spending::parse_category(g.category())};
    names[g.id()] = c.world.shelf.goods.push_back(std::move(good));
  }
  return names;
}

policy::RegimeId regime_called(const World& world, const std::string& key) {
  for (const policy::RegimeId id : ids_of(world.entry.regimes()))
    if (world.entry.regimes()[id].key == key) return id;
  STOPOVER_CHECK(false, "validation found every regime");
  return policy::RegimeId::none();
}

product::Terms terms_of(const Compiling& c, const scenario::Product& p) {
  product::Terms t;
  for (const std::string& s : p.segment()) t.segments.push_back(lookup(c.names.segment, s));
  for (const std::string& n : p.nationality()) t.nationalities.emplace_back(n);
  for (const std::string& r : p.regime()) t.regimes.push_back(regime_called(c.world, r));
  for (const std::string& v : p.visitor()) {
    const auto visitor = spending::parse_visitor(v);
    STOPOVER_CHECK(visitor.has_value(), "validation found every visitor");
    t.visitors.push_back(*visitor);
  }
  t.needs_layover = p.has_layover_hours_min() || p.has_layover_hours_max();
  if (p.has_layover_hours_min()) t.layover_min = p.layover_hours_min();
  if (p.has_layover_hours_max()) t.layover_max = p.layover_hours_max();
  if (p.has_nights_min()) t.nights_min = p.nights_min();
  if (p.has_nights_max()) t.nights_max = p.nights_max();
  if (p.has_persons_min()) t.persons_min = p.persons_min();
  if (p.has_persons_max()) t.persons_max = p.persons_max();
  t.days_of_use = scenario::valid_days(p.valid_from(), p.valid_until());
  t.weekdays = p.days();
  t.cutoff_days = p.cutoff_days();
  return t;
}

void add_parts(const Compiling& c, const scenario::Product& p, const GoodNames& goods,
               product::Product& product) {
  for (const auto& part : p.part()) {
    if (!part.good().empty()) {
      product.goods.push_back({lookup(goods, part.good()), part.count(), part.per_day()});
      continue;
    }
    product::RidePart ride{.mode = part.mode(),
                           .lines = {part.line().begin(), part.line().end()},
                           .ends = {},
                           .per_day = part.per_day()};
    for (const std::string& end : part.end()) ride.ends.push_back(lookup(c.names.place, end));
    product.rides.push_back(std::move(ride));
  }
  // What means a line takes its rides before what means any of a mode.
  const auto vague = [](const product::RidePart& ride) {
    return std::pair(ride.lines.empty(), ride.ends.empty());
  };
  std::ranges::stable_sort(product.rides, {}, vague);
}

void add_bearers(const scenario::Product& p, product::Product& product) {
  for (const auto& bearer : p.bearer())
    product.bearers.push_back({bearer.name(), bearer.share(), bearer.public_money()});
  product.guarantee = fen_from_yuan(p.guarantee_yuan());
  const auto is_guarantor = [&](const product::Bearer& b) { return b.name == p.guarantor(); };
  const auto at = std::ranges::find_if(product.bearers, is_guarantor);
  if (at != product.bearers.end())
    product.guarantor = static_cast<std::size_t>(at - product.bearers.begin());
}

// How holders of one product fare on the journeys it is offered on, classes and stays apart.
struct Holdup {
  std::int64_t open = 0;
  std::int64_t closed = 0;
  std::set<std::string> closed_to;  // classes
  Seconds longer{};
};

void look_at(const World& w, const HolderRoutes& held, Holdup& holdup) {
  const Journey& journey = w.alternatives.journeys[held.journey];
  for (std::size_t cls = 0; cls < kPassengerClasses; ++cls)
    for (std::size_t stay = 0; stay < 2; ++stay) {
      if (journey.route[cls][stay].is_none()) continue;
      if (held.route[cls][stay].is_none()) {
        ++holdup.closed;
        holdup.closed_to.insert(w.holders.class_name(static_cast<int>(cls)));
        continue;
      }
      ++holdup.open;
      holdup.longer = std::max(holdup.longer, held.longer[cls][stay]);
    }
}

}  // namespace

void compile_products(Compiling& c) {
  const GoodNames goods = add_goods(c);
  for (const auto& p : c.scenario.elements().product()) {
    product::Product product{.key = p.id(), .name = p.name(), .name_zh = p.name_zh()};
    add_parts(c, p, goods, product);
    if (p.has_price_yuan())
      product.price = fen_from_yuan(p.price_yuan());
    else
      product.off = p.percent_off() / kPerCent;
    product.terms = terms_of(c, p);
    product.terms.needs_visitor =
        std::ranges::any_of(product.goods, [&](const product::GoodPart& part) {
          return c.world.shelf.goods[part.good].category.has_value();
        });
    product.per_day = p.per_day();
    product.awareness = level(p.awareness(), p.has_awareness_low(), p.awareness_low(),
                              p.has_awareness_high(), p.awareness_high());
    product.effort = level(p.effort_yuan(), p.has_effort_yuan_low(), p.effort_yuan_low(),
                           p.has_effort_yuan_high(), p.effort_yuan_high());
    add_bearers(p, product);
    c.world.shelf.products.push_back(std::move(product));
  }
  c.world.product_levels = product::levels(c.world.shelf);
}

void place_products(Compiling& c) {
  World& w = c.world;
  if (w.shelf.empty()) return;
  w.products_of = products_of_journeys(w);
  std::vector<bool> placed(w.shelf.products.size(), false);
  for (const auto& offers : w.products_of)
    for (const JourneyProduct& offer : offers) placed[offer.product.value()] = true;
  const HalfOpen<CivilDate> days = w.service_days();
  for (const product::ProductId p : ids_of(w.shelf.products)) {
    const std::string& key = w.shelf.products[p].key;
    if (!w.shelf.products[p].terms.days_of_use.overlaps(days))
      c.add_fault(
          "product", key,
          {.rule = std::string(rule::kNoBuyer),
           .field = "valid_from, valid_until",
           .found = "no day of " + days.from.text() + " to " + days.until.plus_days(-1).text(),
           .expected = "dates among the simulated days"});
    if (!placed[p.value()])
      c.add_fault("product", key,
                  {.rule = std::string(rule::kNoBuyer),
                   .field = "part",
                   .found = "rides that no journey has together",
                   .expected = "modes, lines and ends of one journey that somebody may choose"});
  }
}

void check_holders(Compiling& c) {
  World& w = c.world;
  std::map<product::ProductId, Holdup> holdups;
  for (const auto& offers : w.products_of)
    for (const JourneyProduct& offer : offers)
      if (!offer.routes.is_none())
        look_at(w, w.holder_routes[offer.routes], holdups[offer.product]);
  for (const auto& [product, holdup] : holdups) {
    const std::string& key = w.shelf.products[product].key;
    const auto add = [&](std::string_view rule, std::string found, std::string expected) {
      c.add_fault("product", key,
                  {.rule = std::string(rule),
                   .field = "grants",
                   .found = std::move(found),
                   .expected = std::move(expected)});
    };
    if (holdup.open == 0)
      add(rule::kNoBuyer, "no way through the hubs for holders, on any of its journeys",
          "a journey that its holders can make");
    else if (holdup.closed > 0)
      add(rule::kHoldersHeldUp,
          fmt::format("no way for holders in {} of {} cases of journey and class: {}",
                      holdup.closed, holdup.closed + holdup.open,
                      fmt::join(holdup.closed_to, ", ")),
          "a way wherever others have one; it is not sold there");
    if (holdup.longer > Seconds(0))
      add(rule::kHoldersHeldUp,
          fmt::format("up to {} s more between two rides", holdup.longer.count()),
          "as long as for others; plans leave no time for more");
  }
}

}  // namespace stopover::simulation
