// SPDX-License-Identifier: Apache-2.0
// The rule book, and the promise of its header: a code used anywhere in engine/ or models/ stands
// in a *_rules.cpp, and each code there is used by the program and named by a test.
#include "engine/base/rules.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stopover {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::array<Rule, 2> kLater{{{"E-ABC-002", "Second", "第二", "Mend it.", "请修正。"},
                                      {"W-ABC-003", "Third", "第三", "Look at it.", "请留意。"}}};
constexpr std::array<Rule, 1> kFirst{{{"E-ABC-001", "First", "第一", "Begin.", "开始。"}}};

TEST(RuleBook, SortsTheTablesOfSeveralAreas) {
  const RuleBook book{kLater, kFirst};
  ASSERT_EQ(book.rules().size(), 3U);
  EXPECT_EQ(book.rules()[0].code, "E-ABC-001");
  EXPECT_EQ(book.rules()[2].code, "W-ABC-003");
}

TEST(RuleBook, FindsACodeOrNothing) {
  const RuleBook book{kLater, kFirst};
  ASSERT_NE(book.find("E-ABC-002"), nullptr);
  EXPECT_EQ(book.find("E-ABC-002")->title_en, "Second");
  for (const char* code : {"", "E-ABC-00", "E-ABC-0021", "W-ABC-002", "Z"})
    EXPECT_EQ(book.find(code), nullptr) << code;
}

TEST(RuleBook, ExplainsInBothLanguages) {
  const RuleBook book{kLater};
  EXPECT_EQ(book.explain(*book.find("E-ABC-002"), Language::kEnglish),
            "E-ABC-002  Second\n\nMend it.\n");
  EXPECT_EQ(book.explain(*book.find("E-ABC-002"), Language::kChinese),
            "E-ABC-002  第二\n\n请修正。\n");
}

TEST(RuleBook, ListsAllAsMarkdown) {
  const std::string page = RuleBook({kLater, kFirst}).markdown();
  EXPECT_THAT(page, HasSubstr("| E-ABC-001 | First | 第一 | Begin. | 开始。 |\n| E-ABC-002 | "));
}

TEST(RuleBookDeathTest, ACodeStandsInOneTable) {
  EXPECT_DEATH(RuleBook({kFirst, kFirst}), "each rule code registered once");
}

// ---- what the sources say -----------------------------------------------------------------------

const std::regex kCode(R"re("([EW]-[A-Z]+-[0-9]{3})")re");
const std::regex kRow(R"re(\{\s*"([EW]-[A-Z]+-[0-9]{3})",)re");
const std::regex kRowByName(R"re(\{\s*rule::(k\w+),\s*")re");
const std::regex kName(R"re(string_view (k\w+) =\s+"([EW]-[A-Z]+-[0-9]{3})")re");
const std::regex kUse(R"re(\brule::(k\w+))re");

// Without comments: what they name is not used.
std::string code_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string out;
  for (std::string line; std::getline(in, line);) {
    const std::size_t comment = line.find("//");
    out += comment == std::string::npos ? line : line.substr(0, comment);
    out += '\n';
  }
  return out;
}

std::map<std::string, std::string> sources_under(std::initializer_list<const char*> folders) {
  std::map<std::string, std::string> texts;
  for (const char* folder : folders)
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(STOPOVER_SOURCE_DIR) / folder))
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
        texts[fs::relative(entry.path(), STOPOVER_SOURCE_DIR).generic_string()] =
            code_of(entry.path());
  return texts;
}

std::set<std::string> all(const std::string& text, const std::regex& pattern) {
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
    found.insert((*at)[1]);
  return found;
}

std::string folder_of(const std::string& file) {
  return fs::path(file).parent_path().generic_string();
}

class Codes {
 public:
  explicit Codes(const std::map<std::string, std::string>& sources) {
    for (const auto& [file, text] : sources)
      for (std::sregex_iterator at(text.begin(), text.end(), kName), end; at != end; ++at)
        named_[(*at)[1]][file] = (*at)[2];
    for (const auto& [file, text] : sources) {
      if (!file.ends_with("_rules.cpp")) continue;
      for (const std::string& code : all(text, kRow)) registered_[code] = file;
      for (const std::string& name : all(text, kRowByName))
        for (const std::string& code : codes_named(name, file)) registered_[code] = file;
    }
  }

  [[nodiscard]] const std::map<std::string, std::string>& registered() const { return registered_; }

  // Codes that a file reports, by themselves or by a constant of theirs; a table reports nothing.
  [[nodiscard]] std::set<std::string> used(const std::string& file, const std::string& text) const {
    const bool table = std::any_of(registered_.begin(), registered_.end(),
                                   [&](const auto& row) { return row.second == file; });
    if (table) return {};
    std::set<std::string> codes = all(std::regex_replace(text, kName, ""), kCode);
    for (const std::string& name : all(text, kUse)) codes.merge(codes_named(name, file));
    return codes;
  }

 private:
  // Areas may have constants of one name: a file means its folder's, and of several there that of
  // the area whose name its own begins with ("gtfs_trips.cpp", "gtfs_rules.hpp").
  [[nodiscard]] std::set<std::string> codes_named(const std::string& name,
                                                  const std::string& file) const {
    const auto at = named_.find(name);
    if (at == named_.end()) return {};
    std::set<std::string> near;  // of the folder
    std::set<std::string> own;   // of the area
    std::set<std::string> codes;
    for (const auto& [header, code] : at->second) {
      codes.insert(code);
      if (folder_of(header) != folder_of(file)) continue;
      near.insert(code);
      const std::string area = header.substr(0, header.find("_rules.hpp"));
      if (file.starts_with(area)) own.insert(code);
    }
    return !own.empty() ? own : !near.empty() ? near : codes;
  }

  std::map<std::string, std::string> registered_;                    // with the table's file
  std::map<std::string, std::map<std::string, std::string>> named_;  // constant, header, code
};

TEST(RuleCodes, UsedInTheProgramAreRegistered) {
  const auto sources = sources_under({"engine", "models", "tools"});
  const Codes codes(sources);
  ASSERT_GT(codes.registered().size(), 100U);
  for (const auto& [file, text] : sources) {
    if (file.starts_with("tools/verify_events/")) continue;  // a program apart, with its own table
    for (const std::string& code : all(text, kCode))
      EXPECT_TRUE(codes.registered().contains(code)) << file << " uses " << code;
  }
}

TEST(RuleCodes, RegisteredAreUsedInTheProgram) {
  const auto sources = sources_under({"engine", "models", "tools"});
  const Codes codes(sources);
  std::set<std::string> used;
  for (const auto& [file, text] : sources) used.merge(codes.used(file, text));
  for (const auto& [code, file] : codes.registered())
    EXPECT_TRUE(used.contains(code)) << file << ": nothing reports " << code;
}

TEST(RuleCodes, RegisteredAreNamedByATest) {
  const Codes codes(sources_under({"engine", "models", "tools"}));
  std::set<std::string> tested;
  for (const auto& [file, text] : sources_under({"tests"})) tested.merge(codes.used(file, text));
  for (const auto& [code, file] : codes.registered())
    EXPECT_TRUE(tested.contains(code)) << file << ": no test names " << code;
}

TEST(RuleCodes, AreReadOffTheSources) {
  const std::string constant = "inline constexpr std::string_view kA = \"E-FOO-001\";";
  const Codes codes({{"engine/x/x_rules.cpp", "{rule::kA, \"a\"},\n{\"W-FOO-002\", \"b\"}"},
                     {"engine/x/rules.hpp", constant},
                     {"engine/y/y.cpp", "inline constexpr std::string_view kA = \"E-BAR-001\";"}});
  using Set = std::set<std::string>;
  EXPECT_EQ(codes.registered().size(), 2U) << "not the code that is in no table";
  EXPECT_EQ(codes.used("engine/x/rules.hpp", constant), Set{}) << "a name alone reports nothing";
  EXPECT_EQ(codes.used("engine/x/x.cpp", "add(rule::kA)"), Set{"E-FOO-001"});
  EXPECT_EQ(codes.used("engine/z/z.cpp", "add(rule::kA)"), (Set{"E-FOO-001", "E-BAR-001"}));
  EXPECT_EQ(codes.used("engine/x/x.cpp", "add(\"W-FOO-002\")"), Set{"W-FOO-002"});
  EXPECT_EQ(codes.used("engine/x/x.cpp", "add(Form::kA)"), Set{});
}

}  // namespace
}  // namespace stopover
