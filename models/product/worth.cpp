// SPDX-License-Identifier: Apache-2.0
#include "models/product/worth.hpp"

#include <algorithm>

#include "engine/base/stable_hash.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::product {
namespace {

constexpr random::Purpose kWorth = random::purpose("worth of a good");
constexpr random::Purpose kKnows = random::purpose("knows a product");
constexpr random::Purpose kLevel = random::purpose("level of a product");

double yuan(Fen fen) {
  return static_cast<double>(fen.count()) / kFenPerYuan;
}

double drawn(const Level& level, std::uint64_t name, demand::Luck luck) {
  if (!(level.low < level.high)) return level.value;
  const random::Stream stream(
      {.seed = luck.seed, .replication = luck.replication, .entity = name, .purpose = kLevel});
  return random::Triangular(level.low, level.value, level.high)
      .quantile(random::open_unit(stream.at(0)));
}

}  // namespace

Levels levels(const Shelf& shelf) {
  Levels out;
  for (const Good& good : shelf.goods) out.bought_singly.push_back(good.bought_singly.value);
  for (const Product& product : shelf.products) {
    out.awareness.push_back(product.awareness.value);
    out.effort.push_back(product.effort.value);
  }
  return out;
}

Levels drawn_levels(const Shelf& shelf, demand::Luck luck) {
  Levels out;
  for (const Good& good : shelf.goods)
    out.bought_singly.push_back(drawn(good.bought_singly, stable_hash(good.key), luck));
  for (const Product& product : shelf.products) {
    const std::uint64_t name = stable_hash(product.key);
    out.awareness.push_back(drawn(product.awareness, stable_hash(name, 1), luck));
    out.effort.push_back(drawn(product.effort, stable_hash(name, 2), luck));
  }
  return out;
}

Shopper::Shopper(const Shelf& shelf, const Levels& levels, std::uint64_t party, demand::Luck luck)
    : shelf_(&shelf),
      levels_(&levels),
      party_(party),
      luck_(luck),
      worth_(shelf.goods.size()),
      knows_(shelf.products.size()) {}

bool Shopper::knows(ProductId product) {
  std::optional<bool>& known = knows_[product.value()];
  if (!known) {
    const std::uint64_t entity = stable_hash(party_, stable_hash(shelf_->products[product].key));
    const random::StreamKey key{luck_.seed, luck_.replication, entity, kKnows};
    known = random::unit(random::bits(key, 0)) < levels_->awareness[product];
  }
  return *known;
}

double Shopper::worth(GoodId id) {
  std::optional<double>& worth = worth_[id.value()];
  if (!worth) {
    const Good& good = shelf_->goods[id];
    const std::uint64_t entity = stable_hash(party_, stable_hash(good.key));
    const double u =
        random::open_unit(random::bits({luck_.seed, luck_.replication, entity, kWorth}, 0));
    const double z =
        random::normal_quantile(u) + random::normal_quantile(levels_->bought_singly[id]);
    worth = yuan(good.price) * random::portable::exp(good.spread * z);
  }
  return *worth;
}

bool Shopper::buys_singly(GoodId good) {
  return worth(good) > yuan(shelf_->goods[good].price);
}

double Shopper::gain(ProductId id, Fen rides, int nights) {
  const Product& product = shelf_->products[id];
  const Quote q = quote(*shelf_, product, rides, nights);
  double gain = yuan(q.saves()) - levels_->effort[id];  // the first exact: 0 is 0
  for (const GoodPart& part : product.goods) {
    const Good& good = shelf_->goods[part.good];
    gain -= units(good, part, nights) * std::max(0.0, yuan(good.price) - worth(part.good));
  }
  return gain;
}

}  // namespace stopover::product
