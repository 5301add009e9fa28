// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/report_page.hpp"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/fault.hpp"
#include "engine/io/file_source.hpp"
#include "tools/stopover/build_info.hpp"
#include "tools/stopover/options.hpp"

namespace stopover::tool {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxPage = std::uint64_t{32} << 20U;
constexpr const char* kBuild =
    "the page has not been built: run tools/report/build of the source tree (Node.js 18 or later "
    "and npm), then repeat";

// What the page has where the data goes.
std::string place_mark() {
  return fmt::format(
      R"(<script type="application/json" id="stopover-data" data-format="{}"></script>)",
      kReportFormat);
}
constexpr std::string_view kEndOfPlace = "</script>";

std::vector<std::string> places() {
  if (const auto own = environment("STOPOVER_REPORT_PAGE")) return {*own};
  std::vector<std::string> out;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) out.push_back(program.parent_path().parent_path() / "share/stopover/report.html");
  out.emplace_back(kSourceReport);
  return out;
}

}  // namespace

ReportPage ReportPage::find() {
  const std::vector<std::string> candidates = places();
  for (const std::string& path : candidates) {
    std::error_code error;
    if (fs::is_regular_file(path, error)) return {path, io::read_file(path, kMaxPage)};
  }
  throw EnvironmentError(candidates.back(), "open", kBuild);
}

ReportPage::ReportPage(std::string path, std::string html) : html_(std::move(html)) {
  const std::string mark = place_mark();
  const std::size_t found = html_.find(mark);
  if (found == std::string::npos || html_.find(mark, found + 1) != std::string::npos)
    throw EnvironmentError(
        std::move(path), "fill",
        "it is not the page of this version: build it again (tools/report/build)");
  place_ = found + mark.size() - kEndOfPlace.size();
}

std::string ReportPage::filled(const nlohmann::json& data) const {
  std::string out = html_;
  out.insert(place_, script_json(data));
  return out;
}

std::string script_json(const nlohmann::json& data) {
  const std::string text = data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::string out;
  out.reserve(text.size());
  for (const char c : text)
    if (c == '<')
      out += "\\u003c";  // '<' stands in strings only
    else
      out += c;
  return out;
}

}  // namespace stopover::tool
