// SPDX-License-Identifier: Apache-2.0
#include "engine/base/half_open.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/base/time.hpp"

namespace stopover {
namespace {

using Span = HalfOpen<int>;

TEST(HalfOpen, HoldsItsStartAndNotItsEnd) {
  const HalfOpen<Instant> shift{Instant(100), Instant(200)};
  EXPECT_TRUE(shift.contains(Instant(100)));
  EXPECT_TRUE(shift.contains(Instant(199)));
  EXPECT_FALSE(shift.contains(Instant(200)));
  EXPECT_FALSE(shift.contains(Instant(99)));
}

TEST(HalfOpen, AdjacentOnesMeetWithoutOverlapOrGap) {
  const Span morning{0, 12};
  const Span afternoon{12, 24};
  EXPECT_FALSE(morning.overlaps(afternoon));
  EXPECT_FALSE(afternoon.overlaps(morning));
  EXPECT_EQ(morning.intersection(afternoon), std::nullopt);
  for (int hour = 0; hour < 24; ++hour)
    EXPECT_EQ(int{morning.contains(hour)} + int{afternoon.contains(hour)}, 1) << hour;
}

TEST(HalfOpen, AnEmptyOrReversedOneHoldsAndMeetsNothing) {
  for (const Span span : {Span{5, 5}, Span{9, 3}}) {
    EXPECT_TRUE(span.empty());
    EXPECT_FALSE(span.contains(5));
    EXPECT_FALSE(span.overlaps({0, 10}));
    EXPECT_FALSE(Span({0, 10}).overlaps(span));
    EXPECT_EQ(span.intersection({0, 10}), std::nullopt);
  }
}

RC_GTEST_PROP(HalfOpen, AgreesWithSetsOfWholeNumbers, ()) {
  const auto bound = rc::gen::inRange(-6, 7);
  const Span a{*bound, *bound};
  const Span b{*bound, *bound};
  bool meet = false;
  const auto both = a.intersection(b);
  for (int x = -8; x <= 8; ++x) {
    const bool in_a = a.from <= x && x < a.until;
    const bool in_b = b.from <= x && x < b.until;
    RC_ASSERT(a.contains(x) == in_a);
    RC_ASSERT((both && both->contains(x)) == (in_a && in_b));
    meet = meet || (in_a && in_b);
  }
  RC_ASSERT(a.overlaps(b) == meet);
  RC_ASSERT(b.overlaps(a) == meet);
  RC_ASSERT(both.has_value() == meet);
}

}  // namespace
}  // namespace stopover
