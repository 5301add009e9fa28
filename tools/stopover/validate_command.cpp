// SPDX-License-Identifier: Apache-2.0
#include <string>
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
#include "tools/stopover/session.hpp"
#include "tools/stopover/terminal.hpp"
#include "tools/stopover/validation_page.hpp"

namespace stopover::tool {
namespace {

using Report = ValidationReport;

std::size_t size_of(int n) {
  return static_cast<std::size_t>(n);
}

void count_elements(Report& report, const scenario::Elements& e) {
  report.counts = {{"places", size_of(e.place_size())},
                   {"hubs", size_of(e.hub_size())},
                   {"lines", size_of(e.line_size())},
                   {"roads", size_of(e.road_size())},
                   {"flight groups", size_of(e.flight_size())},
                   {"delay profiles", size_of(e.delay_size())},
                   {"segments", size_of(e.segment_size())},
                   {"markets", size_of(e.market_size())},
                   {"entry regimes", size_of(e.regime_size())},
                   {"entry listings", size_of(e.entry_listing_size())},
                   {"parameters", size_of(e.parameter_size())},
                   {"spending rows", size_of(e.spending_size())},
                   {"background loads", size_of(e.background_size())}};
}

Report check_scenario(const std::string& name, int threads) {
  Report report{.input = name, .kind = "scenario"};
  const scenario::LoadedScenario loaded = read_scenario(name, report.faults);
  report.hash = loaded.hash;
  report.counts.clear();
  count_elements(report, loaded.scenario.elements());
  report.counts.emplace_back("files read", loaded.inputs.size());
  report.not_checked = {
      "whether the figures are true: only that they are possible and name a source",
      "whether demand and capacity fit each other: a run shows the queues"};
  if (report.faults.has_errors()) {
    report.not_checked.emplace_back(
        "network, timetable and GTFS feeds: they are compiled once the errors are mended");
    if (!loaded.complete)
      report.not_checked.emplace_back("references: some files could not be read");
    return report;
  }
  const auto executor = tbb_executor(threads);
  const simulation::World world = simulation::compile(loaded.scenario, *executor, report.faults);
  report.counts.emplace_back("checkpoints", world.checkpoints.size());
  return report;
}

std::string text(const Report& report, const Style& style) {
  const bool valid = report.valid();
  std::string out = fmt::format(
      "{} {}: {}\n", report.kind, style.paint(Colour::kBold, report.input),
      valid ? style.paint(Colour::kGreen, "valid") : style.paint(Colour::kRed, "not valid"));
  if (!report.hash.empty() && valid) out += fmt::format("  hash {}\n", report.hash);
  const auto line = [&](std::string_view what, std::size_t count) {
    out += fmt::format("  {:<17}{:>12}\n", what, whole_text(static_cast<long long>(count)));
  };
  for (const auto& [what, count] : report.counts) line(what, count);
  for (const auto& [what, value] : report.details)
    out += fmt::format("  {:<17}{:>12}\n", what, io::bare_text(value));
  line("errors", report.faults.errors());
  line("warnings", report.faults.warnings());
  out += "Not checked:\n";
  for (const std::string& what : report.not_checked) out += "  " + what + "\n";
  return out;
}

nlohmann::json json(const Report& report) {
  nlohmann::json counts = nlohmann::json::object();
  for (const auto& [what, count] : report.counts) counts[what] = count;
  nlohmann::json details = nlohmann::json::object();
  for (const auto& [what, value] : report.details) details[what] = value;
  return {{"format", "stopover-validation-1"},
          {"input", report.input},
          {"kind", report.kind},
          {"valid", report.valid()},
          {"hash", report.hash},
          {"counts", counts},
          {"details", details},
          {"faults", faults_json(report.faults)},
          {"not_checked", report.not_checked}};
}

io::gtfs::ReadOptions read_options(const Options& options) {
  io::gtfs::ReadOptions read;
  if (options.bad_rows) read.bad_row_share = *options.bad_rows;
  return read;
}

}  // namespace

int validate_command(const Options& options) {
  const std::string& input = options.arguments[0];
  const Report report = is_feed(input) ? check_feed(input, read_options(options))
                                       : check_scenario(input, settle_threads(options));
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
    print(text(report, stdout_style(options.no_color)));
  }
  return report.faults.has_errors() ? kExitInput : kExitOk;
}

}  // namespace stopover::tool
