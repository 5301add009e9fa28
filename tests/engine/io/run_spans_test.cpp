// SPDX-License-Identifier: Apache-2.0
#include "engine/io/run_spans.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::io {
namespace {

// Runs on one weekday between two days.
struct Weekly {
  int first = 0;
  int length = 0;
  int weekday = 0;
  [[nodiscard]] bool runs(int day) const {
    return day >= first && day < first + length && day % 7 == weekday;
  }
};

bool meet(const Weekly& a, const Weekly& b) {
  for (int day = 0; day < 100; ++day)
    if (a.runs(day) && b.runs(day)) return true;
  return false;
}

std::vector<RunSpan> spans_of(const std::vector<Weekly>& rows) {
  std::vector<RunSpan> spans;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    int first = -1, last = -1;
    for (int day = 0; day < 100; ++day) {
      if (!rows[i].runs(day)) continue;
      last = day;
      if (first < 0) first = day;
    }
    if (first >= 0)
      spans.push_back({CivilDate(first), CivilDate(last), static_cast<int>(i) + 2, i});
  }
  return spans;
}

// What is reported meets what it is said to meet, and of what is not reported no two meet.
RC_GTEST_PROP(RunSpans, WhatIsNotReportedHasItsDaysToItself, ()) {
  const auto rows = *rc::gen::container<std::vector<Weekly>>(rc::gen::apply(
      [](int first, int length, int weekday) {
        return Weekly{first, length, weekday};
      },
      rc::gen::inRange(0, 60), rc::gen::inRange(0, 40), rc::gen::inRange(0, 7)));
  std::map<std::uint32_t, std::uint32_t> reported;
  find_twice(
      spans_of(rows),
      [&](const RunSpan& a, const RunSpan& b) { return meet(rows[a.at], rows[b.at]); },
      [&](const RunSpan& later, const RunSpan& earlier) {
        RC_ASSERT(reported.emplace(later.at, earlier.at).second);
      });
  for (const auto& [later, earlier] : reported) {
    RC_ASSERT(earlier < later);
    RC_ASSERT(meet(rows[earlier], rows[later]));
  }
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    for (std::uint32_t j = 0; j < i; ++j)
      if (!reported.contains(i) && !reported.contains(j)) RC_ASSERT(!meet(rows[i], rows[j]));
}

// However long the file is, a row is compared with those of a week.
TEST(RunSpans, ComparesARowWithFewOthers) {
  std::vector<RunSpan> spans;
  constexpr std::uint32_t kRows = 20'000;
  for (std::uint32_t i = 0; i < kRows; ++i) {
    const auto day = static_cast<std::int32_t>(i * 7'919 % kRows);  // in no order
    spans.push_back({CivilDate(day), CivilDate(day + 6), static_cast<int>(i), i});
  }
  std::size_t asked = 0;
  find_twice(
      std::move(spans),
      [&](const RunSpan& a, const RunSpan& b) {
        ++asked;
        return days_between(a.first, b.first) % 7 == 0;
      },
      [](const RunSpan&, const RunSpan&) { ADD_FAILURE() << "none run twice"; });
  EXPECT_LT(asked, std::size_t{kRows} * 7);
  EXPECT_GT(asked, std::size_t{kRows});
}

}  // namespace
}  // namespace stopover::io
