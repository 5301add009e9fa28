// SPDX-License-Identifier: Apache-2.0
// What stands above and below the line of each indicator, in English and Chinese.
//
// A rate without its numerator and denominator can mean anything: every indicator has an entry, by
// its id. Amounts a day have a numerator only.
#pragma once

#include <string_view>

namespace stopover::tool {

struct IndicatorWords {
  std::string_view id;
  std::string_view numerator;
  std::string_view numerator_zh;
  std::string_view denominator;  // empty: none
  std::string_view denominator_zh;
};

// nullptr: an indicator nobody described, a gap that tests/tools/stopover/results_test.cpp finds.
[[nodiscard]] const IndicatorWords* words_of(std::string_view id);

}  // namespace stopover::tool
