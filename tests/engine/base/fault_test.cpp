// SPDX-License-Identifier: Apache-2.0
#include "engine/base/fault.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover {
namespace {

InputFault fault(const std::string& rule, const std::string& file = "a.csv", int line = 1) {
  return {.rule = rule, .file = file, .line = line, .expected = "a number"};
}

struct TextRow {
  const char* why;
  InputFault fault;
  std::string text;
};

TEST(InputFault, TextIsOneLineWithFileLineFieldFoundExpectedAndRule) {
  const std::vector<TextRow> rows{
      {"all parts",
       {"E-CSV-003", "places.csv", 12, "lon", "abc", "a number"},
       "places.csv:12: lon: found \"abc\", expected a number [E-CSV-003]"},
      {"whole file",
       {"E-CSV-001", "places.csv", 0, "", "", "a file"},
       "places.csv: expected a file [E-CSV-001]"},
      {"no file",
       {"E-CLI-001", "", 0, "--threads", "0", "1 to 1024"},
       "--threads: found \"0\", expected 1 to 1024 [E-CLI-001]"},
      {"control characters",
       {"E-CSV-003", "a\nb.csv", 1, "x\t", "1\r\n2\x1b[2J\x7f", "a number"},
       "a\\x0ab.csv:1: x\\x09: found \"1\\x0d\\x0a2\\x1b[2J\\x7f\", expected a number [E-CSV-003]"},
      {"other scripts stay",
       {"E-CSV-003", "地点.csv", 1, "", "上海", "a number"},
       "地点.csv:1: found \"上海\", expected a number [E-CSV-003]"},
  };
  for (const TextRow& row : rows) EXPECT_EQ(row.fault.text(), row.text) << row.why;
}

TEST(InputFault, LongFoundTextIsCutBetweenCharacters) {
  InputFault f = fault("E-CSV-003");
  f.found = std::string(119, 'x') + "海" + std::string(1000, 'y');  // 海 would end at byte 122
  EXPECT_EQ(f.text(),
            "a.csv:1: found \"" + std::string(119, 'x') + "\"..., expected a number [E-CSV-003]");
  f.found = std::string(120, 'x');
  EXPECT_EQ(f.text(),
            "a.csv:1: found \"" + std::string(120, 'x') + "\", expected a number [E-CSV-003]");
}

TEST(InputFault, TheRulePrefixTellsWarningsFromErrors) {
  EXPECT_TRUE(fault("W-CSV-001").is_warning());
  EXPECT_FALSE(fault("E-CSV-001").is_warning());
}

TEST(FaultList, CountsAreExactAndTextsAreCappedPerRule) {
  FaultList list;
  EXPECT_TRUE(list.empty());
  for (int i = 1; i <= 250; ++i) list.add(fault("E-CSV-003", "a.csv", i));
  for (int i = 1; i <= 3; ++i) list.add(fault("W-CSV-004", "a.csv", i));
  EXPECT_EQ(list.errors(), 250u);
  EXPECT_EQ(list.warnings(), 3u);
  EXPECT_EQ(list.kept().size(), FaultList::kKeptPerRule + 3);
  EXPECT_THAT(list.text(), testing::EndsWith("250 errors, 3 warnings (103 shown)\n"));
}

TEST(FaultList, WarningsAloneAreNotErrors) {
  FaultList list;
  list.add(fault("W-CSV-004"));
  EXPECT_FALSE(list.has_errors());
  EXPECT_FALSE(list.empty());
}

TEST(FaultList, TextIsSortedByFileAndLineAndKeepsTheOrderWithinALine) {
  FaultList list;
  list.add(fault("E-B-001", "b.csv", 1));
  list.add(fault("E-A-010", "a.csv", 10));
  list.add(fault("E-A-002", "a.csv", 2));
  list.add(fault("E-A-001", "a.csv", 2));
  EXPECT_EQ(list.text(),
            "a.csv:2: expected a number [E-A-002]\n"
            "a.csv:2: expected a number [E-A-001]\n"
            "a.csv:10: expected a number [E-A-010]\n"
            "b.csv:1: expected a number [E-B-001]\n"
            "4 errors, 0 warnings\n");
}

TEST(FaultList, OneIsNotPlural) {
  FaultList list;
  list.add(fault("E-A-001"));
  list.add(fault("W-A-001"));
  EXPECT_THAT(list.text(), testing::EndsWith("\n1 error, 1 warning\n"));
}

TEST(FaultList, MergingAListIntoItselfDoublesTheCounts) {
  FaultList list;
  for (int i = 0; i < 60; ++i) list.add(fault("E-A-001"));
  list.merge(list);
  EXPECT_EQ(list.errors(), 120u);
  EXPECT_EQ(list.kept().size(), 100u);
}

RC_GTEST_PROP(FaultList, MergedCountsAreTheSumsAndNoRuleIsKeptAboveTheCap, ()) {
  const auto draw = [] {
    FaultList list;
    const int n = *rc::gen::inRange(0, 300);
    for (int i = 0; i < n; ++i)
      list.add(fault(*rc::gen::element<std::string>("E-A-001", "W-B-001"), "f", i));
    return list;
  };
  FaultList a = draw();
  const FaultList b = draw();
  const std::size_t errors = a.errors() + b.errors();
  const std::size_t warnings = a.warnings() + b.warnings();
  a.merge(b);
  RC_ASSERT(a.errors() == errors);
  RC_ASSERT(a.warnings() == warnings);
  RC_ASSERT(a.kept().size() ==
            std::min<std::size_t>(errors, 100) + std::min<std::size_t>(warnings, 100));
}

TEST(InputError, CarriesTheListAndItsTextIsTheMessage) {
  FaultList list;
  list.add(fault("E-A-001"));
  const InputError error(list);
  EXPECT_EQ(error.what(), list.text());
  EXPECT_EQ(error.faults().kept(), list.kept());
}

TEST(EnvironmentError, NamesPathOperationAndReason) {
  const EnvironmentError error("/out/summary.json", "write", "No space left on device");
  EXPECT_STREQ(error.what(), "/out/summary.json: cannot write: No space left on device");
  EXPECT_EQ(error.path(), "/out/summary.json");
}

}  // namespace
}  // namespace stopover
