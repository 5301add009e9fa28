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

// The interval that decides: the total one where there is one.
const std::optional<stats::Interval>& deciding(const Compared& c) {
  return c.total ? c.total : c.difference.difference.interval;
}

std::string verdict(const Compared& c, const ReportForm& form) {
  if (c.distinguishable) return in(form, "distinguishable", "可区分");
  if (!deciding(c)) return in(form, "no interval", "无区间");
  return in(form, "not distinguishable", "不可区分");
}

std::string table_of(const std::vector<const Compared*>& rows, const ReportForm& form) {
  TextTable table({{in(form, "", "")},
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

// "Air transfer rate: difference +1.30 points, 95 % from +0.90 to +1.70: distinguishable"
std::string sentence(const Compared& c, const ReportForm& form) {
  const std::string& unit = c.indicator->unit;
  const std::string units =
      unit == "share" ? in(form, "points", "个百分点") : unit_text(unit, form);
  std::string range = in(form, "no interval (one replication)", "无区间（单次重复）");
  if (const auto& interval = deciding(c))
    range =
        say(form, "95 % from {} to {}: {}", "95 % 区间 {} 至 {}：{}",
            change_text(unit, interval->low), change_text(unit, interval->high),
            form.style.paint(c.distinguishable ? Colour::kGreen : Colour::kDim, verdict(c, form)));
  return say(form, "  {}: difference {} {}, {}\n", "  {}：差值 {} {}，{}\n",
             indicator_name(*c.indicator, form), change_text(unit, c.difference.difference.value),
             units, range);
}

std::string others(const std::vector<Compared>& compared, const ReportForm& form) {
  std::vector<const Compared*> rows;
  for (const Compared& c : compared)
    if (!c.indicator->headline && c.distinguishable) rows.push_back(&c);
  if (rows.empty())
    return heading(in(form, "Nothing else is distinguishable from zero", "其余差值均不可与零区分"),
                   form);
  const std::size_t all = rows.size();
  if (all > kOthersShown) rows.resize(kOthersShown);
  return heading(say(form, "Also distinguishable from zero: {} of {}",
                     "其余可与零区分的差值：{} / {}", rows.size(), all),
                 form) +
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
    out += in(form, "One replication gives no interval: ask for more with --replications.\n",
              "单次重复无法给出区间：请用 --replications 增加重复次数。\n");
  else
    out += total ? in(form,
                      "Same luck in both scenarios. The interval shown decides: it is the total "
                      "one (luck and\nparameter ranges), and the simulation interval must leave "
                      "out zero too.\n",
                      "两个情景使用相同随机数。判定依据为所示总区间（随机性与参数范围），且模拟区间"
                      "亦须不含零。\n")
                 : in(form,
                      "Same luck in both scenarios. The interval shown covers luck only "
                      "(parameters were not drawn).\n",
                      "两个情景使用相同随机数。所示区间只含随机性（未抽取参数）。\n");
  out += say(form,
             "{} of {} indicators differ; where nothing differed, up to one in twenty "
             "would look so by chance.\n",
             "{} / {} 项指标有差异；即使毫无差异，也会有至多二十分之一偶然显得不同。\n", found,
             all.size());
  return out + sample_note(results.base, form);
}

}  // namespace

std::string compare_report(const CompareResults& results, const ReportForm& form) {
  std::string out = in(form, "Base:    ", "基础情景：") + scenario_line(results.base, form);
  out += in(form, "Variant: ", "对比情景：") + scenario_line(results.variant, form);
  out += say(form, "{} replication(s) each, seed {}\n", "各重复 {} 次，种子 {}\n",
             results.base.replications, results.base.seed);

  std::vector<const Compared*> headlines;
  for (const Compared& c : *results.compared)
    if (c.indicator->headline) headlines.push_back(&c);
  out +=
      heading(in(form, "Headline differences, variant minus base", "主要差值（对比减基础）"), form);
  for (const Compared* const c : headlines) out += sentence(*c, form);
  out += heading(in(form, "The same with both sides", "两侧数值"), form);
  out += table_of(headlines, form);
  return out + others(*results.compared, form) + how_decided(results, form);
}

}  // namespace stopover::tool
