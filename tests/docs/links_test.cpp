// SPDX-License-Identifier: Apache-2.0
// Links between pages lead somewhere, and the tests that docs/validation names are there.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
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

TEST(Links, TestsNamedByTheValidationPageAreThere) {
  const fs::path page = kRoot / "docs/validation/README.md";
  const auto named = found_in(prose(page), std::regex("`([a-z_/]+_test\\.cpp)`"));
  EXPECT_GT(named.size(), 20U);
  for (const std::string& test : named)
    EXPECT_TRUE(fs::exists(kRoot / "tests" / test)) << page << ": " << test;
}

}  // namespace
}  // namespace stopover::docs
