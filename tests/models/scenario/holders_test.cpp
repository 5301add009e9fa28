// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/holders.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::scenario {
namespace {

using Sets = std::vector<Holders::Rights>;

constexpr ClassMask bit(int passenger_class) {
  return ClassMask{1} << static_cast<unsigned>(passenger_class);
}

TEST(Holders, OfTheSameRightsAreOfOneKind) {
  const Holders holders(Sets{{"bags", "lane"}, {}, {"lane", "bags"}, {"lane"}});
  EXPECT_EQ(holders.sets(), 2U);
  EXPECT_EQ(holders.of_product(0), HolderId(0));
  EXPECT_TRUE(holders.of_product(1).is_none());
  EXPECT_EQ(holders.of_product(2), HolderId(0));
  EXPECT_EQ(holders.of_product(3), HolderId(1));
  EXPECT_TRUE(holders.has(HolderId(0), "bags"));
  EXPECT_FALSE(holders.has(HolderId(1), "bags"));
  EXPECT_FALSE(holders.has(HolderId::none(), "bags"));
}

TEST(Holders, BeyondTheMostHoldNothing) {
  const Holders holders(Sets{{"a"}, {"b"}, {"c"}, {"d"}, {"e"}, {"f"}, {"a"}});
  EXPECT_EQ(holders.sets(), 6U);
  EXPECT_EQ(holders.of_product(4), HolderId(4));
  EXPECT_TRUE(holders.of_product(5).is_none());
  EXPECT_EQ(holders.of_product(6), HolderId(0));
  EXPECT_LT(Holders::class_of(kClassesOfTravellers - 1, HolderId(4)), 31);
}

TEST(Holders, AreNamedByClassAndRights) {
  const Holders holders(Sets{{"lane", "bags"}});
  EXPECT_EQ(holders.class_name(0), "CITIZEN");
  EXPECT_EQ(holders.class_name(5), "CREW");
  EXPECT_EQ(holders.class_name(Holders::class_of(2, HolderId(0))), "FOREIGN_ORDINARY+bags+lane");
  EXPECT_EQ(holders.class_name(31), "");
  EXPECT_EQ(holders.class_name(Holders::class_of(0, HolderId(1))), "");
}

// Against the sentence: open to a holder if open to their class, to who has what it needs, and not
// to who has what closes it.
RC_GTEST_PROP(HoldersProperty, WhatIsOpenToWhom, ()) {
  const std::vector<std::string> names{"", "a", "b", "c"};
  Sets granted;
  const int products = *rc::gen::inRange(0, 5);
  for (int p = 0; p < products; ++p) {
    Holders::Rights rights;
    for (std::size_t r = 1; r < names.size(); ++r)
      if (*rc::gen::arbitrary<bool>()) rights.insert(names[r]);
    granted.push_back(rights);
  }
  const Holders holders(granted);
  const ClassMask classes =
      *rc::gen::arbitrary<bool>() ? network::kAllClasses : *rc::gen::inRange<ClassMask>(0, 64);
  const std::string needs = *rc::gen::elementOf(names);
  const std::string not_with = *rc::gen::elementOf(names);
  const ClassMask open = holders.open_to(classes, needs, not_with);
  for (int one = 0; one < kFirstHolderClass; ++one)
    RC_ASSERT(((open & bit(one)) != 0) == (needs.empty() && (classes & bit(one)) != 0));
  for (std::size_t p = 0; p < granted.size(); ++p) {
    if (granted[p].empty()) continue;
    const bool may =
        (needs.empty() || granted[p].contains(needs)) && !granted[p].contains(not_with);
    for (int one = 0; one < kClassesOfTravellers; ++one) {
      const int held = Holders::class_of(one, holders.of_product(p));
      RC_ASSERT(((open & bit(held)) != 0) == (may && (classes & bit(one)) != 0));
    }
  }
}

}  // namespace
}  // namespace stopover::scenario
