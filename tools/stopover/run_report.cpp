// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <vector>

#include <fmt/format.h>

#include "tools/stopover/figures.hpp"
#include "tools/stopover/report.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using simulation::Estimated;
using Chosen = std::vector<const Estimated*>;
using Wanted = std::function<bool(const simulation::Indicator&)>;

constexpr std::size_t kQueuesShown = 8;

Chosen choose(const RunResults& run, const Wanted& wanted) {
  Chosen out;
  for (const Estimated& e : *run.estimates)
    if (wanted(*e.indicator)) out.push_back(&e);
  return out;
}

Wanted with_id(std::string_view id) {
  return [id](const simulation::Indicator& i) { return i.id == id; };
}

Wanted one_of(std::vector<std::string_view> ids) {
  return [ids = std::move(ids)](const simulation::Indicator& i) {
    return i.group == "all" && std::ranges::find(ids, i.id) != ids.end();
  };
}

std::string section(std::string_view title, const Chosen& rows, const ReportForm& form) {
  if (rows.empty()) return "";
  const IntervalColumns intervals(rows, form);
  std::vector<TextTable::Column> columns{
      {""}, {in(form, "value", "数值"), Align::kRight}, {in(form, "unit", "单位")}};
  intervals.add_titles(columns);
  TextTable table(std::move(columns));
  for (const Estimated* const e : rows) {
    const std::string& unit = e->indicator->unit;
    const bool share = unit == "share";
    std::vector<std::string> cells{indicator_name(*e->indicator, form),
                                   share ? fmt::format("{:.2f}", 100 * e->simulation.value)
                                         : figure_text(unit, e->simulation.value),
                                   share ? "%" : unit_text(unit, form)};
    intervals.add_cells(*e, cells);
    table.add(std::move(cells));
  }
  return heading(title, form) + table.text(form.style);
}

// What happened to flights, trains and other runs; what did not happen is left out.
std::string runs(const RunResults& run, const ReportForm& form) {
  const auto some = [&](std::vector<std::string_view> ids) {
    return choose(run, [&](const simulation::Indicator& i) {
      return std::ranges::find(ids, i.id) != ids.end();
    });
  };
  Chosen kinds = some({"day_type"});
  Chosen modes = some({"runs_cancelled", "runs_late"});
  Chosen causes = some({"runs_cancelled_by_cause", "run_delay_by_cause", "restriction_cancels",
                        "restriction_holds"});
  Chosen desks = some({"restriction_closes_desks"});
  for (Chosen* const rows : {&kinds, &modes, &causes, &desks})
    std::erase_if(*rows, [](const Estimated* e) { return e->simulation.value == 0; });
  return section(in(form, "Kinds of days", "日型"), kinds, form) +
         section(in(form, "Runs cancelled and late", "班次取消与晚点"), modes, form) +
         section(in(form, "Why runs were cancelled or late", "班次取消与晚点的原因"), causes,
                 form) +
         section(in(form, "Desks closed", "关闭的柜台"), desks, form);
}

// Causes that did not occur are left out.
std::string misses(const RunResults& run, const ReportForm& form) {
  Chosen rows = choose(run, [](const simulation::Indicator& i) {
    return i.id == "missed_connection_rate" || i.id == "missed_by_cause" ||
           i.id == "missed_departure_rate" || i.id == "missed_departures_by_cause";
  });
  std::erase_if(rows, [](const Estimated* e) {
    return e->simulation.value == 0 && e->indicator->group != "all";
  });
  return section(in(form, "Missed connections, and why", "衔接失误及原因"), rows, form);
}

std::string checkpoint_name(const RunResults& run, const std::string& key, const ReportForm& form) {
  for (const simulation::CheckpointInfo& info : run.world->checkpoint_info)
    if (info.key == key)
      return in(form, info.name, info.name_zh.empty() ? info.name : info.name_zh);
  return key;
}

const Estimated* find(const RunResults& run, std::string_view id, std::string_view group) {
  for (const Estimated& e : *run.estimates)
    if (e.indicator->id == id && e.indicator->group == group) return &e;
  return nullptr;
}

// At shops and belts nobody queues.
bool is_queue(const RunResults& run, const std::string& key) {
  for (const network::CheckpointId id : ids_of(run.world->checkpoint_info))
    if (run.world->checkpoint_info[id].key == key) return !run.world->checkpoints[id].unlimited;
  return true;
}

// The longest mean waits first.
std::string queues(const RunResults& run, const ReportForm& form) {
  Chosen waits = choose(run, with_id("mean_wait"));
  std::erase_if(waits, [&](const Estimated* e) { return !is_queue(run, e->indicator->group); });
  if (waits.empty()) return "";
  std::ranges::stable_sort(waits, std::greater<>(),
                           [](const Estimated* e) { return e->simulation.value; });
  const std::size_t all = waits.size();
  waits.resize(rows_shown(all, kQueuesShown));
  const bool total =
      std::ranges::any_of(waits, [](const Estimated* e) { return e->total.has_value(); });
  TextTable table({{""},
                   {in(form, "mean wait, min", "平均等候（分钟）"), Align::kRight},
                   {total ? in(form, "95 % total", "95 % 总区间")
                          : in(form, "95 % simulation", "95 % 模拟区间"),
                    Align::kRight},
                   {in(form, "people/day", "人/日"), Align::kRight},
                   {in(form, "over target, %", "超目标（%）"), Align::kRight}});
  for (const Estimated* const e : waits) {
    const std::string& group = e->indicator->group;
    const Estimated* const people = find(run, "checkpoint_people", group);
    const Estimated* const over = find(run, "over_wait_target", group);
    table.add({checkpoint_name(run, group, form), figure_text("minutes", e->simulation.value),
               interval_text("minutes", total ? e->total : e->simulation.interval),
               people == nullptr ? "–" : figure_text("people/day", people->simulation.value),
               over == nullptr ? "–" : fmt::format("{:.2f}", 100 * over->simulation.value)});
  }
  return heading(say(form, "Queues: the longest waits, {} of {}",
                     "排队：等候最长的 {} 处（共 {} 处）", waits.size(), all),
                 form) +
         table.text(form.style);
}

std::string what_intervals_cover(const RunResults& run, const ReportForm& form) {
  std::string out = "\n";
  const bool drawn =
      std::ranges::any_of(*run.estimates, [](const Estimated& e) { return e.total.has_value(); });
  if (run.replications < 2)
    out += in(form, "One replication gives no interval: ask for more with --replications.\n",
              "单次重复无法给出区间：请用 --replications 增加重复次数。\n");
  else if (drawn)
    out += in(form, "simulation: the luck of the replications.\n",
              "模拟区间：只含重复间的随机性。\n") +
           total_covers(form);
  else
    out += in(form,
              "The simulation interval covers the luck of the replications only (parameters were "
              "not drawn).\n",
              "模拟区间只含重复间的随机性（未抽取参数）。\n");
  return out + few_replications(run.replications, form) + sample_note(run, form);
}

}  // namespace

std::string run_report(const RunResults& run, const ReportForm& form) {
  std::string out = scenario_line(run, form);
  out += form.language == Language::kChinese
             ? fmt::format("重复 {} 次，种子 {}\n", run.replications, run.seed)
             : fmt::format("{}, seed {}\n", counted(run.replications, "replication"), run.seed);
  out += learning_text(run, form);
  const auto add = [&](std::string_view english, std::string_view chinese, const Wanted& wanted) {
    out += section(in(form, english, chinese), choose(run, wanted), form);
  };
  add("Rates", "比率", [](const simulation::Indicator& i) {
    return i.headline && i.is_ratio() && i.id != "missed_connection_rate";
  });
  add("Passengers by segment", "分客群旅客", with_id("persons"));
  add("At the gateway", "本口岸",
      one_of({"handled", "transfer", "stopover", "air_rail", "may_enter", "entered", "stepped_out",
              "nights"}));
  add("Left over", "未完成行程", one_of({"unserved", "stranded"}));
  add("Through passengers who connect at the gateway", "经本口岸中转的过境旅客",
      with_id("gateway_share"));
  add("Rare stays, by how likely each passenger chooses them", "少见停留（按各旅客选择概率）",
      one_of({"likely_step_out_rate", "likely_stopover_rate"}));
  out += misses(run, form);
  out += runs(run, form);
  out += failing_text(run, form);
  Chosen access = choose(run, with_id("airport_access"));
  std::erase_if(access, [](const Estimated* e) { return e->simulation.value == 0; });
  out += section(in(form, "Land access to the airports", "机场集疏运"), access, form);
  add("Spending", "消费",
      [](const simulation::Indicator& i) { return i.id == "spending" && i.group == "all"; });
  add("Spending by category", "分类别消费", with_id("spending_by_category"));
  add("Spending by visitor", "分旅客类型消费",
      [](const simulation::Indicator& i) { return i.id == "spending" && i.group != "all"; });
  out += economy_text(run, form);
  out += products_text(run, form);
  out += queues(run, form);
  add("E-gates that refuse, full halls, lost patience", "专用通道拒绝、厅满与放弃等候",
      [](const simulation::Indicator& i) {
        return i.id == "sent_on" || i.id == "gave_up" || i.id == "held_outside" ||
               i.id == "mean_held";
      });
  return out + bottlenecks_text(run, form) + goals_text(run, form) +
         what_intervals_cover(run, form);
}

}  // namespace stopover::tool
