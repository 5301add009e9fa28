// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "tools/stopover/figures.hpp"
#include "tools/stopover/report.hpp"

namespace stopover::tool {
namespace {

struct UnitName {
  std::string_view unit;
  std::string_view english;
  std::string_view chinese;
};

constexpr std::array<UnitName, 19> kUnits{{{"share", "", ""},
                                           {"people/day", "people/day", "人/日"},
                                           {"person-nights/day", "person-nights/day", "人夜/日"},
                                           {"yuan/day", "yuan/day", "元/日"},
                                           {"jobs", "jobs", "个岗位"},
                                           {"people/year", "people/year", "人/年"},
                                           {"yuan/year", "yuan/year", "元/年"},
                                           {"yuan/person", "yuan/person", "元/人"},
                                           {"yuan/person-night", "yuan/person-night", "元/人夜"},
                                           {"yuan/yuan", "yuan/yuan", "元/元"},
                                           {"minutes", "min", "分钟"},
                                           {"runs/day", "runs/day", "班次/日"},
                                           {"hours/day", "h/day", "小时/日"},
                                           {"people", "people", "人"},
                                           {"person-seconds", "person-seconds", "人秒"},
                                           {"seconds", "s", "秒"},
                                           {"minutes, lower edge", "min, lower edge", "分钟，下沿"},
                                           {"replications", "replications", "次"},
                                           {"year", "year", "年"}}};

}  // namespace

std::string heading(std::string_view text, const ReportForm& form) {
  return "\n" + form.style.paint(Colour::kBold, text) + "\n";
}

std::string scenario_line(const RunResults& run, const ReportForm& form) {
  const simulation::World& world = *run.world;
  const std::string& own = form.language == Language::kChinese ? world.title_zh : world.title;
  const std::string title = own.empty() ? world.id : own;
  const std::string shown = form.style.paint(Colour::kBold, title);
  const std::string from = world.first_day.text();
  if (form.language == Language::kChinese)
    return fmt::format(
        "{}（{}）：自 {} 起，共 {} 日{}\n", shown, world.id, from, world.days,
        world.warmup_days > 0 ? fmt::format("（预热 {} 日）", world.warmup_days) : "");
  return fmt::format(
      "{} ({}): from {}, {}{}\n", shown, world.id, from,
      counted(static_cast<std::size_t>(world.days), "day"),
      world.warmup_days > 0 ? fmt::format(" after {} of warm-up", world.warmup_days) : "");
}

std::string counted(std::size_t n, std::string_view thing) {
  return fmt::format("{} {}{}", n, thing, n == 1 ? "" : "s");
}

std::string total_covers(const ReportForm& form) {
  return in(
      form,
      "total: simulation error and the ranges of parameters, of mean spending and of volumes; "
      "structure\nand network are in neither.\n",
      "总区间：含模拟误差、参数取值范围、人均消费与客流总量的取值范围；模型结构与网络\n"
      "的不确定性均不在两种区间之内。\n");
}

std::string indicator_name(const simulation::Indicator& indicator, const ReportForm& form) {
  if (form.language == Language::kChinese && !indicator.name_zh.empty()) return indicator.name_zh;
  return indicator.name.empty() ? indicator.group : indicator.name;
}

std::string unit_text(const std::string& unit, const ReportForm& form) {
  const auto* const it = std::ranges::find(kUnits, unit, &UnitName::unit);
  return it == kUnits.end() ? unit : in(form, it->english, it->chinese);
}

std::string unit_in_chinese(const std::string& unit) {
  const auto* const it = std::ranges::find(kUnits, unit, &UnitName::unit);
  return it == kUnits.end() ? "" : std::string(it->chinese);
}

IntervalColumns::IntervalColumns(const std::vector<const simulation::Estimated*>& rows,
                                 const ReportForm& form)
    : form_(form),
      simulation_(std::ranges::any_of(
          rows, [](const auto* const e) { return e->simulation.interval.has_value(); })),
      total_(std::ranges::any_of(rows, [](const auto* const e) { return e->total.has_value(); })) {}

void IntervalColumns::add_titles(std::vector<TextTable::Column>& columns) const {
  if (simulation_)
    columns.push_back({in(form_, "95 % simulation", "95 % 模拟区间"), Align::kRight});
  if (total_) columns.push_back({in(form_, "95 % total", "95 % 总区间"), Align::kRight});
}

void IntervalColumns::add_cells(const simulation::Estimated& row,
                                std::vector<std::string>& cells) const {
  const std::string& unit = row.indicator->unit;
  if (simulation_) cells.push_back(interval_text(unit, row.simulation.interval));
  if (total_) cells.push_back(interval_text(unit, row.total));
}

std::string few_replications(std::uint32_t replications, const ReportForm& form) {
  if (replications < 2 || replications >= kSteadyReplications) return "";
  return say(form,
             "Few replications ({}): below {} intervals, and verdicts by them, are unsteady; see "
             "--replications.\n",
             "重复次数较少（{} 次）：少于 {} 次时区间不稳定，据此的判定亦然；见 --replications。\n",
             replications, kSteadyReplications);
}

std::string sample_note(const RunResults& run, const ReportForm& form) {
  if (run.world->sample >= 1) return "";
  return say(form,
             "A sample of {:.4g} % of the parties was simulated: people and yuan are those of the "
             "sample, not\nscaled up, and with fewer people queues are shorter and seats freer "
             "than in full.\n",
             "仅模拟 {:.4g} % 的同行组：人数与金额为样本值，未放大；人少则排队更短、座位更宽松。\n",
             100 * run.world->sample);
}

std::string files_report(const std::string& folder, const ReportForm& form) {
  namespace fs = std::filesystem;
  std::vector<std::string> names;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code unused;
    if (it->is_regular_file(unused))
      names.push_back(it->path().lexically_relative(folder).generic_string());
  }
  std::ranges::sort(names);
  std::string out = heading(in(form, "Results: ", "结果：") + folder, form);
  for (const std::string& name : names) {
    std::error_code unused;
    const auto bytes = fs::file_size(fs::path(folder) / name, unused);
    out += fmt::format("  {:<34} {:>12}\n", name, whole_text(static_cast<long long>(bytes)));
  }
  return out;
}

}  // namespace stopover::tool
