// SPDX-License-Identifier: Apache-2.0
// Indicators of products: take-up, what is gained and what merely shifted, and who pays.
#include "models/simulation/indicator_list.hpp"

namespace stopover::simulation::indicator_list {
namespace {

using enum ProductCount;

Getter count_of(product::ProductId product, ProductCount count) {
  return [=](const Tally& t) { return t.products[product][count]; };
}

Getter difference(product::ProductId product, ProductCount count, ProductCount less) {
  return [=](const Tally& t) { return t.products[product][count] - t.products[product][less]; };
}

// Discounts and guarantees that public money bears.
Getter public_cost(product::ProductId product) {
  return [=](const Tally& t) {
    const ProductTally& tally = t.products[product];
    return tally[kBornePublicly] + tally[kGuaranteePublicly];
  };
}

// One product; names of indicators are "NAME: what".
class Listed {
 public:
  Listed(List& list, product::ProductId id)
      : list_(list), id_(id), product_(list.world().shelf.products[id]) {}

  void add_buyers() {
    rate("product_take_up", "take-up", "使用率", kBuyers, kMayBuy);
    rate("product_known", "known to", "知晓率", kKnow, kMayBuy);
    rate("product_unchanged", "buyers who would travel the same", "本来就会同样出行的购买者",
         kUnchanged, kBuyers);
    per_day("product_buyers", "buyers", "购买者", "people/day", count_of(id_, kBuyers));
    per_day("product_turned_away", "turned away", "售罄未购", "people/day",
            count_of(id_, kTurnedAway));
    const std::int64_t days = list_.world().days;
    list_.rate(title("product_sold_out", "days sold out", "售罄天数占比"),
               count_of(id_, kSoldOutDays), [days](const Tally&) { return days; });
  }
  void add_gains() {
    per_day("product_visitors", "visitors gained", "新增访客", "people/day",
            difference(id_, kGainedVisitors, kLostVisitors));
    per_day("product_nights", "nights gained", "新增人夜", "person-nights/day",
            difference(id_, kGainedNights, kLostNights));
    per_day("product_transfers", "gained for connections here", "新增经本口岸中转", "people/day",
            difference(id_, kGainedOverGateway, kLostOverGateway));
    if (!product_.rides.empty())
      per_day("product_riders", "riders gained", "新增乘客", "people/day",
              count_of(id_, kGainedRiders));
  }
  void add_money() {
    yuan("product_paid", "paid", "实付", count_of(id_, kPaid));
    yuan("product_saved", "saved over parts", "优惠额", difference(id_, kSingly, kPaid));
    yuan("product_singles", "parts that would sell anyway", "本可单独售出的商品",
         count_of(id_, kSingles));
    yuan("product_guarantee", "guarantee paid", "保障赔付", count_of(id_, kGuarantee));
    yuan("product_public_cost", "public cost", "公共支出", public_cost(id_));
    yuan("product_spending", "spending gained", "新增消费",
         difference(id_, kSpending, kSpendingWithout));
    // Gains alone: a ratio needs a denominator that is not negative.
    mean({"product_cost_per_visitor", "public cost a visitor gained", "每新增访客公共支出"},
         "yuan/person", public_cost(id_), count_of(id_, kGainedVisitors), kFenPerYuan);
    mean({"product_cost_per_night", "public cost a night gained", "每新增人夜公共支出"},
         "yuan/person-night", public_cost(id_), count_of(id_, kGainedNights), kFenPerYuan);
    mean({"product_return", "spending gained a yuan of public cost", "每元公共支出新增消费"},
         "yuan/yuan", difference(id_, kSpending, kSpendingWithout), public_cost(id_), 1);
  }

 private:
  [[nodiscard]] indicator_list::Title title(const char* id, const char* what,
                                            const char* zh) const {
    const std::string& name_zh = product_.name_zh.empty() ? product_.name : product_.name_zh;
    return {id, product_.key, product_.name + ": " + what, name_zh + "：" + zh};
  }
  void rate(const char* id, const char* what, const char* zh, ProductCount n, ProductCount d) {
    list_.rate(title(id, what, zh), count_of(id_, n), count_of(id_, d));
  }
  void per_day(const char* id, const char* what, const char* zh, const char* unit, Getter amount) {
    list_.per_day(title(id, what, zh), unit, std::move(amount));
  }
  void yuan(const char* id, const char* what, const char* zh, Getter fen) {
    list_.per_day(title(id, what, zh), "yuan/day", std::move(fen), kFenPerYuan);
  }
  struct Words {
    const char* id;
    const char* what;
    const char* zh;
  };
  void mean(const Words& words, const char* unit, Getter amount, Getter among, double per) {
    list_.mean(title(words.id, words.what, words.zh), unit, std::move(amount), std::move(among),
               per);
  }

  List& list_;
  product::ProductId id_;
  const product::Product& product_;
};

}  // namespace

void add_products(List& l) {
  for (const product::ProductId id : ids_of(l.world().shelf.products)) {
    Listed listed(l, id);
    listed.add_buyers();
    listed.add_gains();
    listed.add_money();
  }
}

}  // namespace stopover::simulation::indicator_list
