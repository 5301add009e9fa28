// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cerrno>
#include <filesystem>
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
#include "tools/stopover/report_page.hpp"
#include "tools/stopover/report_sheet.hpp"
#include "tools/stopover/result_reader.hpp"
#include "tools/stopover/terminal.hpp"

namespace stopover::tool {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

void check_output_file(const std::string& file, bool force) {
  std::error_code error;
  const fs::file_type there = fs::status(file, error).type();
  if (there == fs::file_type::none) {  // a name too long, a folder above that may not be entered
    errno = error.value();
    io::throw_errno(file, "write the report to");
  }
  if (there == fs::file_type::not_found) return;
  if (there == fs::file_type::directory)
    refuse_file("E-RES-010", file, "a folder", "the name of a file");
  if (!force) refuse_file("E-RES-010", file, "exists", "a name that is free; --force replaces it");
}

// A file more in the folder of a result, and `verify` would refuse it ever after.
void check_outside_results(const std::string& file, const std::vector<std::string>& results) {
  std::error_code error;
  const fs::path own = fs::weakly_canonical(file, error);
  if (error) return;  // writing it will tell
  for (const std::string& result : results) {
    const fs::path folder = fs::canonical(result, error);
    if (error) continue;  // reading it will tell
    const auto [rest, unused] = std::ranges::mismatch(folder, own);
    if (rest == folder.end())
      refuse_file("E-RES-010", file, "inside the result " + result,
                  "a place outside it: a result stays as it was written");
  }
}

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

}  // namespace

int report_command(const Options& options) {
  const std::string file = options.output.value_or("report.html");
  if (options.xlsx && options.arguments.size() > 1)
    throw UsageError("report", "--xlsx takes one RESULT; make a spreadsheet of each");
  if (options.xlsx == file) throw UsageError("report", "--output and --xlsx name one file");
  check_output_file(file, options.force);
  if (options.xlsx) check_output_file(*options.xlsx, options.force);
  const ReportPage page = ReportPage::find();
  const json data = report_data(options);
  check_outside_results(file, options.arguments);
  if (options.xlsx) check_outside_results(*options.xlsx, options.arguments);
  io::FileOps files;
  io::write_whole_file(files, file, page.filled(data));
  tell(options, file);
  if (options.xlsx) {
    write_workbook(data["results"].front(), *options.xlsx);
    tell(options, *options.xlsx);
  }
  return kExitOk;
}

}  // namespace stopover::tool
