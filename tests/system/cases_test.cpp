// SPDX-License-Identifier: Apache-2.0
// The worked cases of the guide: what a page shows to be pasted runs, and says what it quotes.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/system/program.hpp"
#include "tools/stopover/report_page.hpp"

namespace stopover::system_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

struct Case {
  std::string title;
  std::string script;               // indented lines
  std::vector<std::string> quoted;  // lines of fenced blocks
};

std::vector<Case> cases_of(const std::string& page) {
  std::ifstream in(fs::path(STOPOVER_SOURCE_DIR) / "docs/guide" / page);
  std::vector<Case> out;
  bool fenced = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) out.push_back({line.substr(3), "", {}});
    if (out.empty()) continue;
    if (line.starts_with("```"))
      fenced = !fenced;
    else if (fenced)
      out.back().quoted.push_back(line);
    else if (line.starts_with("    "))
      out.back().script += line.substr(4) + "\n";
  }
  return out;
}

class Cases : public ::testing::TestWithParam<const char*> {};

TEST_P(Cases, RunAsPastedAndSayWhatIsQuoted) {
  const Scratch scratch;
  const std::string page = scratch / "page.html";
  std::ofstream(page) << "<script type=\"application/json\" id=\"stopover-data\" data-format=\""
                      << tool::kReportFormat << "\"></script>";
  const std::vector<Case> cases = cases_of(GetParam());
  ASSERT_EQ(cases.size(), 3U);
  for (const Case& one : cases) {
    SCOPED_TRACE(one.title);
    // The same commands as the English page, below: what takes long is run once.
    const bool long_one = one.script.find("shanghai/") != std::string::npos;
    if (long_one && std::string(GetParam()) != "cases.md" && !full_sweeps()) continue;
    EXPECT_THAT(one.script, HasSubstr("stopover report"));
    EXPECT_FALSE(one.quoted.empty());
    const fs::path folder = scratch.path() / ("case" + std::to_string(&one - cases.data()));
    fs::create_directory(folder);
    const Outcome outcome = run(Call{
        .arguments = {"-euo", "pipefail", "-c", one.script},
        .environment = {{"STOPOVER_REPORT_PAGE", page},
                        {"PATH", fs::path(kProgram).parent_path().string() + ":/usr/bin:/bin"}},
        .folder = folder,
        .program = "/bin/bash"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    for (const std::string& line : one.quoted) EXPECT_THAT(outcome.out, HasSubstr(line));
  }
}

INSTANTIATE_TEST_SUITE_P(Guide, Cases, ::testing::Values("cases.md", "cases-zh.md"));

// Of what is pasted only the language differs.
TEST(CasesOfTheGuide, AreTheSameInBothLanguages) {
  const auto scripts = [](const char* page) {
    std::vector<std::string> out;
    for (Case& one : cases_of(page)) {
      const std::string language = " --lang zh";
      for (std::size_t at; (at = one.script.find(language)) != std::string::npos;)
        one.script.erase(at, language.size());
      out.push_back(one.script);
    }
    return out;
  };
  EXPECT_EQ(scripts("cases.md"), scripts("cases-zh.md"));
}

}  // namespace
}  // namespace stopover::system_test
