// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "tools/stopover/figures.hpp"
#include "tools/stopover/report.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using simulation::Compared;

constexpr std::size_t kOthersShown = 30;
constexpr std::size_t kIndicatorWidth = 40;

// The interval that decides: the total one where there is one.
const std::optional<stats::Interval>& deciding(const Compared& c) {
  return c.total ? c.total : c.difference.difference.interval;
}

std::string verdict(const Compared& c, const ReportForm& form) {
  if (!deciding(c)) return in(form, "no interval", "无区间");
  // Without drawn parameters the luck of the replications is all that was weighed.
  const std::string by_luck = c.total ? "" : in(form, " by luck alone", "（仅就随机性）");
  return (c.distinguishable ? in(form, "distinguishable", "可区分")
                            : in(form, "not distinguishable", "不可区分")) +
         by_luck;
}

// What should be known before the first verdict is read.
std::string cautions(const CompareResults& results, const ReportForm& form) {
  std::string out;
  out += few_replications(results.base.replications, form);
  const simulation::World& base = *results.base.world;
  const simulation::World& variant = *results.variant.world;
  if (base.days != variant.days || base.first_day != variant.first_day)
    out += in(form,
              "The two do not simulate the same days: a difference is that of the days too, of "
              "season and weekdays.\n",
              "两个情景模拟的日期不同：差值中还含日期本身（季节、星期）的差别。\n");
  return out;
}

std::string table_of(const std::vector<const Compared*>& rows, const ReportForm& form) {
  TextTable table({{"", Align::kLeft, kIndicatorWidth},
                   {in(form, "base", "基础"), Align::kRight},
                   {in(form, "variant", "对比"), Align::kRight},
                   {in(form, "difference", "差值"), Align::kRight},
                   {in(form, "unit", "单位")},
                   {in(form, "95 % from … to", "95 % 区间"), Align::kRight},
                   {in(form, "from zero", "与零")}});
  for (const Compared* const c : rows) {
    const std::string& unit = c->indicator->unit;
    table.add({indicator_name(*c->indicator, form), figure_text(unit, c->difference.base.value),
               figure_text(unit, c->difference.variant.value),
               change_text(unit, c->difference.difference.value),
               unit == "share" ? in(form, "points", "百分点") : unit_text(unit, form),
               change_interval_text(unit, deciding(*c)), verdict(*c, form)});
  }
  return table.text(form.style);
}

// Whether a row parts a difference by who would travel anyway.
bool tells_origin(const Compared& c) {
  return c.indicator->id == "diverted" || c.indicator->id == "new_trips";
}

std::string others(const CompareResults& results, const ReportForm& form) {
  if (results.base.replications < 2) return {};
  const std::vector<Compared>& compared = *results.compared;
  std::vector<const Compared*> rows;
  for (const Compared& c : compared)
    if (!c.indicator->headline && c.distinguishable && !tells_origin(c)) rows.push_back(&c);
  if (rows.empty())
    return heading(in(form, "Nothing else is distinguishable from zero", "其余差值均不可与零区分"),
                   form);
  const std::size_t all = rows.size();
  rows.resize(rows_shown(all, kOthersShown));
  return heading(say(form, "Also distinguishable from zero: {} of {}",
                     "其余可与零区分的差值：{} / {}", rows.size(), all),
                 form) +
         table_of(rows, form);
}

// Of what is gained or lost, how much by people who would travel anyway.
std::string by_origin(const std::vector<Compared>& compared, const ReportForm& form) {
  std::vector<const Compared*> rows;
  for (const Compared& c : compared)
    if (tells_origin(c)) rows.push_back(&c);
  if (rows.empty()) return {};
  return heading(in(form, "Gained from other routes, and new trips", "转移客流与新增出行"), form) +
         table_of(rows, form);
}

std::string how_decided(const CompareResults& results, const ReportForm& form) {
  const auto& all = *results.compared;
  const auto found =
      std::ranges::count_if(all, [](const Compared& c) { return c.distinguishable; });
  const bool total =
      std::ranges::any_of(all, [](const Compared& c) { return c.total.has_value(); });
  std::string out = "\n";
  if (results.base.replications < 2)
    return out +
           in(form,
              "One replication gives no interval, and nothing can be told from chance: ask for\n"
              "more with --replications.\n",
              "单次重复无法给出区间，也无法与随机波动区分：请用 --replications 增加重复次数。\n") +
           learning_text(results, form) + sample_note(results.base, form);
  out += total ? in(form,
                    "Same luck in both scenarios. The interval shown decides: it is the total "
                    "one (luck and\nparameter ranges), and the simulation interval must leave "
                    "out zero too.\n",
                    "两个情景使用相同随机数。判定依据为所示总区间（随机性与参数范围），且模拟区间"
                    "亦须不含零。\n") +
                     total_covers(form)
               : in(form,
                    "Same luck in both scenarios. Parameters were not drawn: the interval shown, "
                    "and the verdict,\nare by the luck of the replications alone.\n",
                    "两个情景使用相同随机数。未抽取参数：所示区间与判定只就重复间的随机性而言。\n");
  out += say(form,
             "{} of {} indicators differ; where nothing differed, up to one in twenty "
             "would look so by chance.\n",
             "{} / {} 项指标有差异；即使毫无差异，也会有至多二十分之一偶然显得不同。\n", found,
             all.size());
  return out + learning_text(results, form) + sample_note(results.base, form);
}

}  // namespace

std::string compare_report(const CompareResults& results, const ReportForm& form) {
  std::string out = in(form, "Base:    ", "基础情景：") + scenario_line(results.base, form);
  out += in(form, "Variant: ", "对比情景：") + scenario_line(results.variant, form);
  out += form.language == Language::kChinese
             ? fmt::format("各重复 {} 次，种子 {}\n", results.base.replications, results.base.seed)
             : fmt::format("{} each, seed {}\n", counted(results.base.replications, "replication"),
                           results.base.seed);
  out += cautions(results, form);

  std::vector<const Compared*> headlines;
  for (const Compared& c : *results.compared)
    if (c.indicator->headline) headlines.push_back(&c);
  out +=
      heading(in(form, "Headline differences, variant minus base", "主要差值（对比减基础）"), form);
  out += table_of(headlines, form);
  out += by_origin(*results.compared, form);
  return out + others(results, form) + how_decided(results, form);
}

}  // namespace stopover::tool
