// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/fault.hpp"
#include "engine/io/file_ops.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/figures.hpp"
#include "tools/stopover/output_file.hpp"
#include "tools/stopover/report_layers.hpp"
#include "tools/stopover/report_page.hpp"
#include "tools/stopover/report_sheet.hpp"
#include "tools/stopover/result_reader.hpp"
#include "tools/stopover/terminal.hpp"

namespace stopover::tool {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Nothing of the machine, the time or where the folders lie: the same results, the same bytes.
json report_data(const Options& options) {
  json results = json::array();
  for (const std::string& folder : options.arguments) results.push_back(read_result(folder));
  json language = nullptr;  // the browser's
  if (options.language) language = *options.language == Language::kChinese ? "zh" : "en";
  return {{"format", kReportFormat},
          {"language", std::move(language)},
          {"results", std::move(results)}};
}

void tell(const Options& options, const std::string& file) {
  std::error_code error;
  const auto bytes = fs::file_size(file, error);
  if (options.quiet || error) return;
  print(fmt::format(language_of(options) == Language::kChinese
                        ? fmt::runtime("报告：{}（{} 字节）\n")
                        : fmt::runtime("Report: {} ({} bytes)\n"),
                    file, whole_text(static_cast<long long>(bytes))));
}

// Files beside the page, each of one result.
struct Extra {
  const char* option;
  const std::optional<std::string>* file;
};

std::vector<Extra> extras_of(const Options& options) {
  std::vector<Extra> out;
  for (const Extra& one :
       {Extra{"--xlsx", &options.xlsx}, Extra{"--geojson", &options.geojson_file},
        Extra{"--gpkg", &options.gpkg}, Extra{"--omx", &options.omx}})
    if (*one.file) out.push_back(one);
  return out;
}

void check_files(const Options& options, const std::string& page,
                 const std::vector<Extra>& extras) {
  std::set<fs::path> names{true_path(page)};
  check_output_file(page, options.force);
  for (const Extra& one : extras) {
    if (options.arguments.size() > 1)
      throw UsageError("report", fmt::format("{} takes one RESULT; make one of each", one.option));
    if (!names.insert(true_path(**one.file)).second)
      throw UsageError("report", fmt::format("{} and another option name one file", one.option));
    check_output_file(**one.file, options.force);
  }
}

// Before anything is written: a result that has no layers leaves an older page as it is.
std::optional<Layers> wanted_layers(const Options& options, const json& result) {
  if (!options.geojson_file && !options.gpkg && !options.omx) return std::nullopt;
  const std::string& folder = options.arguments.front();
  return layers_of(read_whole_tables(folder, kLayerTables), result["summary"],
                   folder + "/results.sqlite");
}

void write_layers(const Options& options, const Layers& layers) {
  if (options.geojson_file) write_geojson(layers, *options.geojson_file);
  if (options.gpkg) write_geopackage(layers, *options.gpkg);
  if (options.omx) write_open_matrix(layers, *options.omx);
}

}  // namespace

int report_command(const Options& options) {
  const std::string file = options.output.value_or("report.html");
  const std::vector<Extra> extras = extras_of(options);
  check_files(options, file, extras);
  const ReportPage page = ReportPage::find();
  const json data = report_data(options);
  check_outside_results(file, options.arguments);
  for (const Extra& one : extras) {
    check_outside_results(**one.file, options.arguments);
    if (is_sweep_result(data["results"].front()))
      throw UsageError("report", fmt::format("{} is of a run or a comparison; a sweep has tables "
                                             "of its own",
                                             one.option));
  }
  const std::optional<Layers> layers = wanted_layers(options, data["results"].front());
  io::FileOps files;
  io::write_whole_file(files, file, page.filled(data));
  if (options.xlsx) write_workbook(data["results"].front(), *options.xlsx);
  if (layers) write_layers(options, *layers);
  tell(options, file);
  for (const Extra& one : extras) tell(options, **one.file);
  return kExitOk;
}

}  // namespace stopover::tool
