// SPDX-License-Identifier: Apache-2.0
#include "engine/base/provenance.hpp"

#include <gtest/gtest.h>

namespace stopover {
namespace {

TEST(Confidence, EveryNameReadsBackAsItself) {
  int read = 0;
  for (int i = 0; i <= static_cast<int>(Confidence::kAssumption); ++i) {
    const auto confidence = static_cast<Confidence>(i);
    EXPECT_EQ(parse_confidence(confidence_text(confidence)), confidence);
    ++read;
  }
  EXPECT_EQ(read, 6);
  EXPECT_EQ(confidence_text(Confidence::kGeneralKnowledge), "general-knowledge");
}

TEST(Confidence, OnlyTheExactNameIsRead) {
  for (const char* text : {"", "High", "high ", "general knowledge", "assumptions", "0"})
    EXPECT_EQ(parse_confidence(text), std::nullopt) << text;
}

TEST(Confidence, IsOrderedFromStrongestToWeakest) {
  EXPECT_LT(Confidence::kHigh, Confidence::kMedium);
  EXPECT_LT(Confidence::kDerived, Confidence::kAssumption);
}

TEST(ConfidenceDeathTest, AValueOutsideTheEnumerationIsABug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((void)confidence_text(static_cast<Confidence>(6)), "a named confidence");
}

TEST(Figure, ARangeLeftOutIsTheValueItself) {
  const Figure figure{.value = 30.5};
  EXPECT_EQ(figure.low, 30.5);
  EXPECT_EQ(figure.high, 30.5);
  EXPECT_EQ(figure.provenance.confidence, Confidence::kAssumption);
  const Figure ranged{.value = 30, .low = 20, .high = 45};
  EXPECT_EQ(ranged.low, 20);
  EXPECT_EQ(ranged.high, 45);
}

}  // namespace
}  // namespace stopover
