// SPDX-License-Identifier: Apache-2.0
// Products of a run: how many buy, what is gained, who pays.
#include <fmt/format.h>

#include "tools/stopover/figures.hpp"
#include "tools/stopover/report.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using simulation::Estimated;

class ProductRows {
 public:
  ProductRows(const RunResults& run, const ReportForm& form) : run_(run), form_(form) {}

  [[nodiscard]] std::string buyers() const {
    TextTable table({name_column(), figure("take-up, %", "使用率（%）"), range(),
                     figure("buyers/day", "购买者/日"), figure("same journey, %", "同样出行（%）"),
                     figure("visitors gained/day", "新增访客/日"), range(),
                     figure("riders gained/day", "新增乘客/日"),
                     figure("days sold out, %", "售罄日（%）")});
    for (const product::Product& p : run_.world->shelf.products)
      table.add({name(p), percent(p, "product_take_up"), interval(p, "product_take_up"),
                 value(p, "product_buyers"), percent(p, "product_unchanged"),
                 change(p, "product_visitors"), interval(p, "product_visitors"),
                 change(p, "product_riders"), percent(p, "product_sold_out")});
    return table.text(form_.style);
  }
  [[nodiscard]] std::string money() const {
    TextTable table({name_column(), figure("paid", "实付"), figure("saved over parts", "优惠额"),
                     figure("public cost", "公共支出"), figure("spending gained", "新增消费"),
                     range(), figure("public cost/visitor", "公共支出/新增访客"),
                     figure("/night", "/新增人夜"),
                     figure("gained a public yuan", "每元公共支出新增消费")});
    for (const product::Product& p : run_.world->shelf.products)
      table.add({name(p), value(p, "product_paid"), value(p, "product_saved"),
                 value(p, "product_public_cost"), change(p, "product_spending"),
                 interval(p, "product_spending"), ratio(p, "product_cost_per_visitor"),
                 ratio(p, "product_cost_per_night"), signed_ratio(p, "product_return")});
    return table.text(form_.style);
  }

 private:
  using Column = TextTable::Column;
  [[nodiscard]] Column name_column() const { return {in(form_, "product", "产品")}; }
  [[nodiscard]] Column figure(std::string_view english, std::string_view chinese) const {
    return {in(form_, english, chinese), Align::kRight};
  }
  [[nodiscard]] Column range() const { return {in(form_, "95 %", "95 % 区间"), Align::kRight}; }
  [[nodiscard]] std::string name(const product::Product& p) const {
    return in(form_, p.name, p.name_zh.empty() ? p.name : p.name_zh);
  }
  [[nodiscard]] const Estimated* find(const product::Product& p, std::string_view id) const {
    for (const Estimated& e : *run_.estimates)
      if (e.indicator->id == id && e.indicator->group == p.key) return &e;
    return nullptr;
  }
  template <class Text>
  [[nodiscard]] std::string cell(const product::Product& p, std::string_view id,
                                 const Text& text) const {
    const Estimated* const e = find(p, id);
    return e == nullptr ? "–" : text(*e);
  }
  [[nodiscard]] std::string percent(const product::Product& p, std::string_view id) const {
    return cell(p, id,
                [](const Estimated& e) { return fmt::format("{:.2f}", 100 * e.simulation.value); });
  }
  [[nodiscard]] std::string value(const product::Product& p, std::string_view id) const {
    return cell(p, id, [](const Estimated& e) {
      return figure_text(e.indicator->unit, e.simulation.value);
    });
  }
  [[nodiscard]] std::string change(const product::Product& p, std::string_view id) const {
    return cell(p, id, [](const Estimated& e) {
      return change_text(e.indicator->unit, e.simulation.value);
    });
  }
  [[nodiscard]] std::string signed_ratio(const product::Product& p, std::string_view id) const {
    return cell(p, id,
                [](const Estimated& e) { return fmt::format("{:+.2f}", e.simulation.value); });
  }
  // The total interval where there is one; a gain may be negative.
  [[nodiscard]] std::string interval(const product::Product& p, std::string_view id) const {
    return cell(p, id, [](const Estimated& e) {
      const std::string& unit = e.indicator->unit;
      const auto& interval = e.total ? e.total : e.simulation.interval;
      return unit == "share" ? interval_text(unit, interval) : change_interval_text(unit, interval);
    });
  }
  // Where nothing is gained there is no cost of it.
  [[nodiscard]] std::string ratio(const product::Product& p, std::string_view id) const {
    return cell(p, id, [](const Estimated& e) {
      return e.simulation.value > 0 ? fmt::format("{:.2f}", e.simulation.value) : std::string("–");
    });
  }

  const RunResults& run_;
  const ReportForm& form_;
};

}  // namespace

std::string products_text(const RunResults& run, const ReportForm& form) {
  if (run.world->shelf.empty()) return "";
  const ProductRows rows(run, form);
  return heading(in(form, "Products: who buys, and what is gained", "产品：购买与增量"), form) +
         rows.buyers() +
         heading(in(form, "Products: yuan a day, and public cost of what is gained",
                    "产品：每日金额（元）与新增所需公共支出"),
                 form) +
         rows.money() +
         in(form,
            "Each buyer against itself in the same world with nothing on sale; what their seats "
            "do to others shows in\n`stopover compare` only. 95 %: total where figures were "
            "drawn.\n",
            "每位购买者与其在无产品时的选择相比；座位占用对他人的影响请用 stopover compare "
            "查看。95 % 区间为总区间（如已抽取参数）。\n");
}

}  // namespace stopover::tool
