// SPDX-License-Identifier: Apache-2.0
// Links between pages lead somewhere, and the tests that docs/validation names are there.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace stopover::docs {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = STOPOVER_SOURCE_DIR;

std::vector<fs::path> pages() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(kRoot))
    if (entry.path().extension() == ".md") out.push_back(entry.path());
  for (const char* folder : {"bench", "docs", "engine", "models", "scenarios", "tests", "tools"})
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder))
      if (entry.path().extension() == ".md") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

// Without indented blocks, which hold examples.
std::string prose(const fs::path& page) {
  std::ifstream in(page, std::ios::binary);
  std::string out;
  for (std::string line; std::getline(in, line);)
    if (!line.starts_with("    ")) out += line + '\n';
  return out;
}

// "docs/models/day-sweep.md" wherever it stands; a regular expression takes seconds for the data.
std::vector<std::string> pages_named_in(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  constexpr std::string_view kFolder = "docs/";
  constexpr std::string_view kEnding = ".md";
  const auto is_of_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_./-").find(c) != std::string_view::npos;
  };
  std::vector<std::string> out;
  for (std::size_t at = text.find(kFolder); at != std::string::npos; at = text.find(kFolder, at)) {
    const auto end =
        std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_of_name);
    std::string name(text.begin() + static_cast<std::ptrdiff_t>(at), end);
    at += name.size();
    while (name.ends_with('.')) name.pop_back();
    if (name.ends_with(kEnding)) out.push_back(std::move(name));
  }
  return out;
}

std::vector<std::string> found_in(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> out;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
    out.push_back((*at)[1]);
  return out;
}

TEST(Links, LeadToFilesThatAreThere) {
  const std::regex link(R"(\]\(([^)#\s:]+)(?:#[^)]*)?\))");
  std::size_t seen = 0;
  for (const fs::path& page : pages())
    for (const std::string& target : found_in(prose(page), link)) {
      ++seen;
      EXPECT_TRUE(fs::exists(page.parent_path() / target)) << page << ": " << target;
    }
  EXPECT_GT(seen, 50U);
}

// Sources, schemas, scripts and data name pages of docs/ in their comments.
TEST(Links, PagesNamedInSourcesAreThere) {
  std::set<fs::path> sources;
  for (const char* folder : {".ci", "bench", "engine", "models", "scenarios", "tests", "tools"}) {
    fs::recursive_directory_iterator entries(kRoot / folder);
    for (const auto& entry : entries) {
      if (entry.path().filename() == "node_modules" || entry.path().filename() == "dist")
        entries.disable_recursion_pending();
      else if (entry.is_regular_file() && entry.path() != fs::path(__FILE__))
        sources.insert(entry.path());
    }
  }
  std::size_t seen = 0;
  for (const fs::path& source : sources)
    for (const std::string& page : pages_named_in(source)) {
      ++seen;
      EXPECT_TRUE(fs::exists(kRoot / page)) << source << ": " << page;
    }
  EXPECT_GT(seen, 20U);
}

TEST(Links, TestsNamedByTheValidationPageAreThere) {
  const fs::path page = kRoot / "docs/validation/README.md";
  const auto named = found_in(prose(page), std::regex("`([a-z_/]+_test\\.cpp)`"));
  EXPECT_GT(named.size(), 20U);
  for (const std::string& test : named)
    EXPECT_TRUE(fs::exists(kRoot / "tests" / test)) << page << ": " << test;
}

}  // namespace
}  // namespace stopover::docs
