// SPDX-License-Identifier: Apache-2.0
// Small parts of the command: widths, tables, figures, durations.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "models/scenario/network.pb.h"
#include "tools/stopover/figures.hpp"
#include "tools/stopover/journey_source.hpp"
#include "tools/stopover/progress.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("空铁联运"), 8U);
  EXPECT_EQ(display_width("“…–é"), 4U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);         // e and a combining accent
  EXPECT_EQ(display_width("（人次）"), 8U);          // full-width brackets
  EXPECT_EQ(display_width("\xF0\xA0\x80\x80"), 2U);  // U+20000
  EXPECT_EQ(display_width("a\xFF"), 2U);             // a broken byte
  EXPECT_EQ(display_width("\xE7\xA9"), 2U);          // a character cut short
}

TEST(ScenarioMode, EachModeHasWordsOfItsOwn) {
  std::set<std::string> words;
  for (int mode = scenario::MODE_UNSPECIFIED + 1; mode <= scenario::Mode_MAX; ++mode) {
    EXPECT_TRUE(words.insert(scenario_mode(mode, Language::kEnglish)).second) << mode;
    EXPECT_TRUE(words.insert(scenario_mode(mode, Language::kChinese)).second) << mode;
  }
  EXPECT_FALSE(words.contains(scenario_mode(scenario::MODE_UNSPECIFIED, Language::kEnglish)));
}

TEST(TextTable, AlignsMixedScripts) {
  TextTable table({{"name"}, {"n", Align::kRight}});
  table.add({"中转", "1"});
  table.add({"abc", "1,000"});
  EXPECT_EQ(table.text({}),
            "  name      n\n"
            "  中转      1\n"
            "  abc   1,000\n");
}

TEST(Figures, AreReadable) {
  EXPECT_EQ(figure_text("share", 32.0 / 56), "57.14 %");
  EXPECT_EQ(figure_text("people/day", 999.96), "1,000.0");
  EXPECT_EQ(figure_text("people/day", 1234567.8), "1,234,567.8");
  EXPECT_EQ(figure_text("yuan/day", -1234.5), "-1,234");
  EXPECT_EQ(figure_text("minutes", 3.755), "3.75");
  EXPECT_EQ(change_text("share", 0.013), "+1.30");
  EXPECT_EQ(change_text("share", -0.013), "-1.30");
  EXPECT_EQ(change_text("share", -0.00001), "0.00");  // no "-0.00"
  EXPECT_EQ(change_text("yuan/day", 1234), "+1,234");
  EXPECT_EQ(interval_text("share", stats::Interval{0.01, 0.02}), "1.00 … 2.00");
  EXPECT_EQ(interval_text("share", std::nullopt), "–");
  EXPECT_EQ(whole_text(0), "0");
  EXPECT_EQ(whole_text(-1000), "-1,000");
  EXPECT_EQ(whole_text(123), "123");
}

TEST(DurationText, GrowsItsUnits) {
  EXPECT_EQ(duration_text(-1), "0 s");
  EXPECT_EQ(duration_text(2.1), "3 s");
  EXPECT_EQ(duration_text(245), "4 min 05 s");
  EXPECT_EQ(duration_text(7800), "2 h 10 min");
}

}  // namespace
}  // namespace stopover::tool
