// SPDX-License-Identifier: Apache-2.0
#include "engine/base/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stopover {
namespace {

class CheckDeathTest : public testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(CheckDeathTest, AFailedCheckNamesVersionPlaceExpectationAndCondition) {
  const int seats = -1;
  EXPECT_DEATH(STOPOVER_CHECK(seats >= 0, "seats are not negative"),
               testing::AllOf(testing::HasSubstr("this is a bug in stopover"),
                              testing::HasSubstr("version   " STOPOVER_VERSION),
                              testing::HasSubstr("check_test.cpp:"),
                              testing::HasSubstr("expected  seats are not negative"),
                              testing::HasSubstr("condition seats >= 0")));
}

TEST_F(CheckDeathTest, TheMessageSaysWhatWasBeingSimulated) {
  EXPECT_DEATH(
      {
        const BugContext outer("seed 7");
        const BugContext inner("seed 7 replication 3");
        STOPOVER_CHECK(false, "never");
      },
      "while     seed 7 replication 3\n");
}

TEST_F(CheckDeathTest, AnEndedContextGivesWayToTheOneAround) {
  EXPECT_DEATH(
      {
        const BugContext outer("seed 7");
        { const BugContext inner("seed 7 replication 3"); }
        STOPOVER_CHECK(false, "never");
      },
      "while     seed 7\n");
}

TEST_F(CheckDeathTest, WithoutAContextThereIsNoWhileLine) {
  EXPECT_DEATH(STOPOVER_CHECK(false, "never"), testing::Not(testing::HasSubstr("while")));
}

TEST(Check, ATrueConditionIsEvaluatedOnceAndNothingHappens) {
  int evaluated = 0;
  STOPOVER_CHECK(++evaluated == 1, "once");
  EXPECT_EQ(evaluated, 1);
}

TEST(Check, TheMacroIsOneStatement) {
  bool other = false;
  if (other)
    STOPOVER_CHECK(true, "not reached");
  else
    other = true;
  EXPECT_TRUE(other);
}

#ifdef STOPOVER_HEAVY_CHECKS
TEST_F(CheckDeathTest, HeavyChecksStopInTheirPreset) {
  EXPECT_DEATH(STOPOVER_HEAVY_CHECK(false, "whole state holds"), "whole state holds");
}
#else
TEST(Check, HeavyChecksAreCompiledButNotEvaluatedOutsideTheirPreset) {
  int evaluated = 0;
  STOPOVER_HEAVY_CHECK(++evaluated == 0, "never evaluated");
  EXPECT_EQ(evaluated, 0);
}
#endif

}  // namespace
}  // namespace stopover
