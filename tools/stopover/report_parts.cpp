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

constexpr std::array<UnitName, 5> kUnits{{{"share", "", ""},
                                          {"people/day", "people/day", "人/日"},
                                          {"yuan/day", "yuan/day", "元/日"},
                                          {"yuan/person", "yuan/person", "元/人"},
                                          {"minutes", "min", "分钟"}}};

}  // namespace

std::string heading(std::string_view text, const ReportForm& form) {
  return "\n" + form.style.paint(Colour::kBold, text) + "\n";
}

std::string scenario_line(const RunResults& run, const ReportForm& form) {
  const simulation::World& world = *run.world;
  const std::string& own = form.language == Language::kChinese ? world.title_zh : world.title;
  const std::string title = own.empty() ? world.id : own;
  return fmt::format(
      "{} ({}): {} {}, {} {}{}\n", form.style.paint(Colour::kBold, title), world.id,
      in(form, "from", "自"), world.first_day.text(), world.days, in(form, "day(s)", "日"),
      world.warmup_days > 0 ? say(form, " after {} of warm-up", "（预热 {} 日）", world.warmup_days)
                            : "");
}

std::string indicator_name(const simulation::Indicator& indicator, const ReportForm& form) {
  if (form.language == Language::kChinese && !indicator.name_zh.empty()) return indicator.name_zh;
  return indicator.name.empty() ? indicator.group : indicator.name;
}

std::string unit_text(const std::string& unit, const ReportForm& form) {
  const auto* const it = std::ranges::find(kUnits, unit, &UnitName::unit);
  return it == kUnits.end() ? unit : in(form, it->english, it->chinese);
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
  std::string out = heading(fmt::format("{}: {}", in(form, "Results", "结果"), folder), form);
  for (const std::string& name : names) {
    std::error_code unused;
    const auto bytes = fs::file_size(fs::path(folder) / name, unused);
    out += fmt::format("  {:<34} {:>12}\n", name, whole_text(static_cast<long long>(bytes)));
  }
  return out;
}

}  // namespace stopover::tool
