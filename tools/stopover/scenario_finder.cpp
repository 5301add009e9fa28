// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/scenario_finder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/base/fault.hpp"
#include "engine/io/ssim.hpp"
#include "engine/io/text.hpp"
#include "tools/stopover/build_info.hpp"
#include "tools/stopover/options.hpp"

namespace stopover::tool {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScenarioFile = "scenario.txtpb";
constexpr int kDeepest = 3;  // "country/city/year"

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

bool begins_as_ssim(const fs::path& path) {
  std::string begin(io::ssim::kTitle.size(), ' ');
  std::ifstream in(path, std::ios::binary);
  return in.read(begin.data(), static_cast<std::streamsize>(begin.size())) &&
         begin == io::ssim::kTitle;
}

std::optional<fs::path> on_a_shelf(const std::string& name) {
  for (const fs::path& shelf : shelves())
    if (is_scenario(shelf / name)) return shelf / name;
  return std::nullopt;
}

// What reports call a scenario of a shelf: "shanghai-2024" for shanghai/2024.
std::string id_of(std::string name) {
  std::ranges::replace(name, '/', '-');
  return name;
}

}  // namespace

std::vector<fs::path> shelves() {
  std::vector<fs::path> out;
  if (const auto own = environment("STOPOVER_SCENARIOS")) out.emplace_back(*own);
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) out.push_back(program.parent_path().parent_path() / "share/stopover/scenarios");
  out.emplace_back(kSourceScenarios);
  return out;
}

bool is_scenario(const fs::path& path) {
  return is_file(path / kScenarioFile) || (is_file(path) && path.extension() == ".txtpb");
}

InputKind kind_of(const fs::path& path) {
  const auto has_table = [&](const char* name) {
    return is_file(path / name) || is_file(path / (std::string(name) + ".gz"));
  };
  if (is_scenario(path)) return InputKind::kScenario;
  if (is_file(path / "stops.txt")) return InputKind::kFeed;
  if (has_table("trips.csv") && has_table("stop_times.csv")) return InputKind::kRail;
  if (!is_file(path)) return InputKind::kScenario;
  const fs::path name = path.extension() == ".gz" ? path.stem() : path;
  if (name.extension() == ".zip") return InputKind::kFeed;
  if (name.extension() == ".csv") return InputKind::kFlights;
  return name.extension() == ".ssim" || begins_as_ssim(path) ? InputKind::kSsim
                                                             : InputKind::kScenario;
}

std::vector<std::string> known_scenarios() {
  std::vector<std::string> names;
  for (const fs::path& shelf : shelves()) {
    std::error_code error;
    fs::recursive_directory_iterator it(shelf, fs::directory_options::skip_permission_denied,
                                        error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      if (it.depth() >= kDeepest) it.disable_recursion_pending();
      if (it->path().filename() == kScenarioFile)
        names.push_back(it->path().parent_path().lexically_relative(shelf).generic_string());
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string known_name(const std::string& text) {
  std::error_code error;
  const fs::path found = find_scenario(text);
  if (is_file(found) && found.filename() != kScenarioFile) return text;
  const auto place = [&](const fs::path& path) { return fs::weakly_canonical(path, error); };
  const fs::path folder = place(scenario_folder(text));
  for (const fs::path& shelf : shelves()) {
    std::string name = folder.lexically_relative(place(shelf)).generic_string();
    if (name.empty() || name == "." || name.starts_with("..")) continue;
    // What lies in the working directory, or on another shelf, may have the name first.
    if (is_scenario(shelf / name) && place(find_scenario(name)) == folder) return name;
  }
  return text;
}

fs::path scenario_folder(const std::string& text) {
  const fs::path path = find_scenario(text);
  return is_file(path) ? path.parent_path() : path;
}

fs::path find_scenario(const std::string& text) {
  std::error_code error;
  if (fs::exists(text, error)) return text;
  if (!text.empty() && fs::path(text).is_relative())
    if (const auto found = on_a_shelf(text)) return *found;
  const std::vector<std::string> known = known_scenarios();
  for (const std::string& name : known)
    if (id_of(name) == text) return on_a_shelf(name).value_or(name);
  std::vector<std::string> below;
  std::copy_if(known.begin(), known.end(), std::back_inserter(below),
               [&](const std::string& one) { return one.starts_with(text + "/"); });
  if (!text.empty() && !below.empty())
    throw EnvironmentError(
        text, "open",
        fmt::format("a folder of scenarios; name one of them: {}", fmt::join(below, ", ")));
  throw EnvironmentError(text, "open",
                         fmt::format("no such file or folder, and no scenario of this name{} "
                                     "(there are: {})",
                                     io::did_you_mean(text, known), fmt::join(known, ", ")));
}

}  // namespace stopover::tool
