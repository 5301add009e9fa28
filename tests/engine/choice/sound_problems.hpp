// SPDX-License-Identifier: Apache-2.0
// Sound models with sound data, one a kind, and what a slip in them is expected to bring.
#pragma once

#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/choice/choice_sample.hpp"

namespace stopover::choice::testing {

// Ten choices of ten persons, all parts sound.
inline Sample sound() {
  Luck luck(81);
  Sample sample = trips(luck, 10, 1);
  add_linear_utilities(sample);
  return sample;
}

inline Sample sound_mixed() {
  Sample sample = sound();
  sample.parameter("spread", 0.1);
  sample.random("taste", Draw::kNormal, Shape::kPlain, "b_time", "spread");
  for (Alternative& alternative : sample.spec.alternatives)
    alternative.utility = alternative.utility.with({{"b_time", parsed("taste")}});
  return sample;
}

inline Sample sound_nested() {
  Sample sample = sound();
  sample.parameter("mu", 1);
  sample.nest("public", "mu", {{"bus", ""}, {"rail", ""}});
  return sample;
}

inline Sample sound_classes() {
  Sample sample = sound();
  sample.parameter("p", 0.5);
  sample.share("one", "p", {{"b_time", "0"}});
  sample.share("two", "1 - p");
  return sample;
}

// Three sets of two rows.
inline Sample sound_long() {
  Sample sample;
  sample.data = {.long_form = true, .choice = "times", .case_id = "set"};
  sample.column("set", {1, 1, 2, 2, 3, 3});
  sample.column("x", {1, 2, 3, 4, 5, 7});
  sample.column("there", {1, 1, 1, 1, 1, 1});
  sample.column("times", {1, 0, 3, 2, 0, 1});
  sample.parameter("b");
  sample.alternative("row", 0, "b * x", "there");
  return sample;
}

struct Expected {
  const char* rule;
  int line;  // of the data; 0: of the model
  const char* field;
  const char* found;
  const char* expected;
};

// One fault, with everything a reader needs.
inline void expect_fault(const Sample& sample, const Expected& expected) {
  const FaultList faults = faults_of(sample);
  SCOPED_TRACE(std::string(expected.rule) + " " + expected.field + "\n" + faults.text());
  ASSERT_EQ(faults.kept().size(), 1U);
  const InputFault& fault = faults.kept().front();
  EXPECT_EQ(fault.rule, expected.rule);
  EXPECT_EQ(fault.file, expected.line > 0 ? "choices.csv" : "model.txtpb");
  EXPECT_EQ(fault.line, expected.line > 0 ? expected.line
                                          : static_cast<int>(std::string(expected.field).size()));
  EXPECT_EQ(fault.field, expected.field);
  EXPECT_EQ(fault.found, expected.found);
  EXPECT_THAT(fault.expected, ::testing::HasSubstr(expected.expected));
}

using Slip = std::function<void(Sample&)>;
inline void expect_after(Sample sample, const Slip& slip, const Expected& expected) {
  slip(sample);
  expect_fault(sample, expected);
}

}  // namespace stopover::choice::testing
