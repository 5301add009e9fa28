// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/file_ops.hpp"
#include "engine/io/gtfs.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/load.hpp"
#include "models/simulation/world.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/fault_words.hpp"
#include "tools/stopover/feed_report.hpp"
#include "tools/stopover/figures.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/progress.hpp"
#include "tools/stopover/scenario_finder.hpp"
#include "tools/stopover/schedule_report.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/terminal.hpp"
#include "tools/stopover/text_table.hpp"
#include "tools/stopover/validation_page.hpp"

namespace stopover::tool {
namespace {

using Report = ValidationReport;

std::size_t size_of(int n) {
  return static_cast<std::size_t>(n);
}

void count_elements(Report& report, const scenario::Elements& e) {
  report.counts = {{{"places", "地点"}, size_of(e.place_size())},
                   {{"hubs", "枢纽"}, size_of(e.hub_size())},
                   {{"lines", "线路"}, size_of(e.line_size())},
                   {{"roads", "道路"}, size_of(e.road_size())},
                   {{"flight groups", "航班组"}, size_of(e.flight_size())},
                   {{"delay profiles", "延误分布"}, size_of(e.delay_size())},
                   {{"segments", "客群"}, size_of(e.segment_size())},
                   {{"markets", "市场"}, size_of(e.market_size())},
                   {{"entry regimes", "入境政策"}, size_of(e.regime_size())},
                   {{"entry listings", "入境政策名单"}, size_of(e.entry_listing_size())},
                   {{"parameters", "参数"}, size_of(e.parameter_size())},
                   {{"spending rows", "消费行"}, size_of(e.spending_size())},
                   {{"background loads", "背景客流"}, size_of(e.background_size())}};
}

Report check_scenario(const std::string& name, int threads) {
  Report report{.input = name, .kind = {"scenario", "情景"}};
  const scenario::LoadedScenario loaded = read_scenario(name, report.faults);
  report.hash = loaded.hash;
  report.counts.clear();
  count_elements(report, loaded.scenario.elements());
  report.counts.emplace_back(Phrase{"files read", "读入文件"}, loaded.inputs.size());
  report.not_checked = {
      {"whether the figures are true: only that they are possible and name a source",
       "数值是否属实：只检查其是否可能、是否注明来源"},
      {"whether demand and capacity fit each other: a run shows the queues",
       "需求与能力是否相称：运行后由排队结果反映"}};
  if (report.faults.has_errors()) {
    report.not_checked.push_back(
        {"network, timetable and GTFS feeds: they are compiled once the errors are mended",
         "路网、时刻表与 GTFS 数据：改正错误后才会编译"});
    if (!loaded.complete)
      report.not_checked.push_back({"references to what may stand in files that could not be read",
                                    "对无法读取的文件中可能存在的内容的引用"});
    return report;
  }
  const auto executor = tbb_executor(threads);
  const simulation::World world =
      simulation::compile(loaded.scenario, *executor, report.faults, &loaded.sources);
  report.counts.emplace_back(Phrase{"checkpoints", "查验点"}, world.checkpoints.size());
  return report;
}

// Labels padded to the same width on a terminal, Chinese ones too.
std::string padded(const std::string& label) {
  constexpr std::size_t kWidth = 18;
  const std::size_t width = display_width(label);
  return label + std::string(width < kWidth ? kWidth - width : 1, ' ');
}

std::string text(const Report& report, Language language, const Style& style) {
  const auto word = [&](std::string_view en, std::string_view zh) {
    return std::string(language == Language::kChinese ? zh : en);
  };
  std::string out =
      fmt::format("{} {}: {}\n", report.kind.in(language), style.paint(Colour::kBold, report.input),
                  report.valid() ? style.paint(Colour::kGreen, word("valid", "有效"))
                                 : style.paint(Colour::kRed, word("not valid", "无效")));
  if (!report.hash.empty() && report.valid()) out += fmt::format("  hash {}\n", report.hash);
  const auto line = [&](const std::string& what, std::size_t count) {
    out += fmt::format("  {}{:>11}\n", padded(what), whole_text(static_cast<long long>(count)));
  };
  // What could not be read has not been counted.
  for (const auto& [what, count] : report.counts)
    if (count > 0 || report.valid()) line(what.in(language), count);
  for (const auto& [what, value] : report.details)
    out += fmt::format("  {}{:>11}\n", padded(what.in(language)), io::bare_text(value));
  line(word("errors", "错误"), report.faults.errors());
  line(word("warnings", "警告"), report.faults.warnings());
  out += word("Not checked:", "未检查：") + "\n";
  for (const Phrase& what : report.not_checked) out += "  " + what.in(language) + "\n";
  return out;
}

nlohmann::json json(const Report& report) {
  nlohmann::json counts = nlohmann::json::object();
  for (const auto& [what, count] : report.counts) counts[what.en] = count;
  nlohmann::json details = nlohmann::json::object();
  for (const auto& [what, value] : report.details) details[what.en] = value;
  nlohmann::json not_checked = nlohmann::json::array();
  for (const Phrase& what : report.not_checked) not_checked.push_back(what.en);
  return {{"format", "stopover-validation-1"},
          {"input", report.input},
          {"kind", report.kind.en},
          {"valid", report.valid()},
          {"hash", report.hash},
          {"counts", counts},
          {"details", details},
          {"faults", faults_json(report.faults)},
          {"not_checked", not_checked}};
}

io::gtfs::ReadOptions read_options(const Options& options) {
  io::gtfs::ReadOptions read;
  if (options.bad_rows) read.bad_row_share = *options.bad_rows;
  return read;
}

Report check(const std::string& input, const Options& options) {
  switch (kind_of(input)) {
    case InputKind::kFeed:
      return check_feed(input, read_options(options));
    case InputKind::kSsim:
      return check_ssim(input);
    case InputKind::kFlights:
      return check_flights(input);
    case InputKind::kRail:
      return check_rail(input);
    case InputKind::kScenario:
      break;
  }
  return check_scenario(input, settle_threads(options));
}

// A table of a scenario is not a schedule, though both are CSV.
void point_to_scenario(const std::filesystem::path& input, Language language) {
  const std::filesystem::path folder = input.parent_path();
  std::error_code ignored;
  if (!std::filesystem::exists(folder / "scenario.txtpb", ignored)) return;
  const std::string named = io::bare_text(folder.empty() ? "." : folder.string());
  remark(language == Language::kChinese
             ? fmt::format("该文件与 scenario.txtpb 同在一处：情景的表格随情景一起检查："
                           "stopover validate {}",
                           named)
             : fmt::format("the file lies beside a scenario.txtpb: tables of a scenario are "
                           "checked with it: stopover validate {}",
                           named));
}

}  // namespace

int validate_command(const Options& options) {
  const std::string& input = options.arguments[0];
  const Report report = check(input, options);
  io::FileOps files;
  if (options.report_json)
    io::write_whole_file(
        files, *options.report_json,
        json(report).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  if (options.report_html)
    io::write_whole_file(files, *options.report_html,
                         validation_page(report, language_of(options)));
  if (options.json) {
    print_json(json(report));
  } else {
    if (!report.faults.empty()) remark(faults_text(report.faults, language_of(options)));
    print(text(report, language_of(options), stdout_style(options.no_color)));
    const InputKind kind = kind_of(input);
    if (report.faults.has_errors() && (kind == InputKind::kFlights || kind == InputKind::kRail))
      point_to_scenario(input, language_of(options));
  }
  return report.faults.has_errors() ? kExitInput : kExitOk;
}

}  // namespace stopover::tool
