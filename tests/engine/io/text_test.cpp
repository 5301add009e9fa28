// SPDX-License-Identifier: Apache-2.0
#include "engine/io/text.hpp"

#include <gtest/gtest.h>

namespace stopover::io {
namespace {

TEST(Utf8, TheFirstBadByteIsFound) {
  struct Case {
    const char* why;
    std::string text;
    std::size_t at;
  };
  const std::vector<Case> cases{
      {"ascii", "abcdefghijk", 11},
      {"two, three and four bytes", "é海😀", 9},
      {"last code point", "\xf4\x8f\xbf\xbf", 4},
      {"past the last code point", "a\xf4\x90\x80\x80", 1},
      {"surrogate", "a\xed\xa0\x80", 1},
      {"overlong slash", "\xc0\xaf", 0},
      {"overlong in three", "\xe0\x80\xaf", 0},
      {"overlong in four", "\xf0\x80\x80\xaf", 0},
      {"tail without head", "ab\x80", 2},
      {"cut in a character", "海\xe6\xb5", 3},
      {"after a word of eight", "12345678\xff", 8},
      {"GBK", "\xc9\xcf\xba\xa3", 0},
  };
  for (const Case& one : cases) EXPECT_EQ(utf8_error(one.text), one.at) << one.why;
}

TEST(NearestName, FindsSlipsAndOnlySlips) {
  const std::vector<std::string> names{"departure_time", "arrival_time", "stop_id"};
  EXPECT_EQ(nearest_name("departure_tiem", names), "departure_time");  // two letters changed places
  EXPECT_EQ(nearest_name("Stop_ID", names), "stop_id");
  EXPECT_EQ(nearest_name("stopid", names), "stop_id");
  EXPECT_EQ(nearest_name("colour", names), "");
  EXPECT_EQ(nearest_name("", names), "");
  EXPECT_EQ(nearest_name(std::string(100, 's'), names), "");
  EXPECT_EQ(did_you_mean("stopid", names), "; did you mean \"stop_id\"?");
  EXPECT_EQ(did_you_mean("colour", names), "");
}

TEST(ShownText, IsCutAndHasNoControlBytes) {
  EXPECT_EQ(shown_text("a\tb\x7f\xff"), "\"a\\x09b\\x7F\\xFF\"");
  EXPECT_EQ(shown_text("海"), "\"海\"");
  EXPECT_EQ(shown_text(std::string(61, 'x')), "\"" + std::string(60, 'x') + "…\"");
  EXPECT_EQ(shown_text(std::string(60, 'x')), "\"" + std::string(60, 'x') + "\"");
}

TEST(Split, KeepsEmptyParts) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(split("", ';'), Parts{});
  EXPECT_EQ(split("a", ';'), Parts{"a"});
  EXPECT_EQ(split("a;;b;", ';'), (Parts{"a", "", "b", ""}));
}

}  // namespace
}  // namespace stopover::io
