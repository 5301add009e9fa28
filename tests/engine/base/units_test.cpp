// SPDX-License-Identifier: Apache-2.0
#include "engine/base/units.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover {
namespace {

static_assert(sizeof(Seconds) == 8);
static_assert(minutes(2) + Seconds(5) == Seconds(125));
static_assert(hours(24) == Seconds(86'400) && yuan(3) == Fen(300));
static_assert(Seconds(7) / 2 == Seconds(3) && Seconds(-7) / 2 == Seconds(-3));
static_assert(hours(1) / minutes(15) == 4);
static_assert(3 * Fen(5) == Fen(5) * 3 && -Fen(5) == Fen(-5));
static_assert(Seconds::min() < Seconds() && Seconds() < Seconds::max());

// Overflow is not a constant expression, so it cannot hide in a constant.
template <class Q, auto kCompute>
concept Computes = requires {
  typename std::bool_constant<(kCompute(Q()), true)>;
};
template <class Q>
constexpr bool overflows_do_not_compile() {
  return Computes<Q, [](Q) { return Q::max(); }> &&
         !Computes<Q, [](Q) { return Q::max() + Q(1); }> &&
         !Computes<Q, [](Q) { return Q::min() - Q(1); }> &&
         !Computes<Q, [](Q) { return Q::max() * 2; }> &&
         !Computes<Q, [](Q) { return -Q::min(); }> &&
         !Computes<Q, [](Q) { return Q::min() / -1; }> &&
         !Computes<Q, [](Q) { return Q(1) / 0; }> &&
         !Computes<Q, [](Q) { return Q(std::uint64_t{1} << 63U); }>;
}
static_assert(overflows_do_not_compile<Seconds>() && overflows_do_not_compile<Fen>());

class UnitsDeathTest : public testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
  // Read through a volatile so that nothing is decided while compiling.
  static std::int64_t run_time(std::int64_t value) {
    volatile std::int64_t hidden = value;
    return hidden;
  }
  Seconds one{run_time(1)};
  Seconds largest{run_time(Seconds::max().count())};
  Seconds smallest{run_time(Seconds::min().count())};
};

TEST_F(UnitsDeathTest, OverflowAbortsWithAName) {
  EXPECT_DEATH((void)(largest + one), "quantity sum fits 64 bits");
  EXPECT_DEATH((void)(smallest - one), "quantity difference fits 64 bits");
  EXPECT_DEATH((void)(largest * 2), "quantity product fits 64 bits");
  EXPECT_DEATH((void)(one * std::uint64_t{1ULL << 63U}), "quantity product fits 64 bits");
  EXPECT_DEATH((void)-smallest, "quantity difference fits 64 bits");
  EXPECT_DEATH((void)(smallest / -1), "quotient fits 64 bits");
  EXPECT_DEATH(largest += one, "quantity sum fits 64 bits");
  EXPECT_DEATH((void)Seconds(std::numeric_limits<std::uint64_t>::max()), "quantity fits 64 bits");
}

TEST_F(UnitsDeathTest, DivisionByZeroAborts) {
  EXPECT_DEATH((void)(one / run_time(0)), "divisor is not zero");
  EXPECT_DEATH((void)(one / Seconds(run_time(0))), "divisor is not zero");
}

TEST_F(UnitsDeathTest, OnlyFiniteValuesInRangeBecomeQuantities) {
  EXPECT_DEATH((void)round_to<Fen>(std::nan("")), "finite value");
  EXPECT_DEATH((void)round_to<Fen>(HUGE_VAL), "finite value");
  EXPECT_DEATH((void)round_to<Fen>(9.3e18), "finite value");
}

TEST(Quantity, RoundsHalfAwayFromZero) {
  EXPECT_EQ(round_to<Fen>(2.5), Fen(3));
  EXPECT_EQ(round_to<Fen>(-2.5), Fen(-3));
  EXPECT_EQ(round_to<Fen>(3.5), Fen(4));
  EXPECT_EQ(round_to<Fen>(2.4999999), Fen(2));
  EXPECT_EQ(round_to<Fen>(0.49999999999999994), Fen(0));  // adding a half first would give 1
  EXPECT_EQ(round_to<Fen>(-0.0), Fen(0));
  EXPECT_EQ(round_to<Fen>(8.9e18), Fen(8'900'000'000'000'000'000));
}

TEST(Quantity, AnUnsignedFactorIsNotReinterpreted) {
  EXPECT_EQ(Seconds(0) * std::numeric_limits<std::uint64_t>::max(), Seconds(0));
  EXPECT_EQ(Seconds(-1) * (std::uint64_t{1} << 63U), Seconds::min());
}

RC_GTEST_PROP(Quantity, CheckedAddIsNulloptExactlyWhenTheSumDoesNotFit,
              (std::int64_t a, std::int64_t b)) {
  __extension__ using Wide = __int128;
  const auto scale = *rc::gen::element<std::int64_t>(1, 1 << 20);  // near the ends too
  const std::int64_t x = a / scale;
  const Wide sum = Wide{x} + b;
  const auto got = checked_add(Seconds(x), Seconds(b));
  RC_ASSERT(got.has_value() == (sum >= Seconds::min().count() && sum <= Seconds::max().count()));
  if (got) RC_ASSERT(Wide{got->count()} == sum);
}

TEST(Quantity, CheckedAddAtTheEnds) {
  EXPECT_EQ(checked_add(Seconds::max(), Seconds(0)), Seconds::max());
  EXPECT_EQ(checked_add(Seconds::max(), Seconds(1)), std::nullopt);
  EXPECT_EQ(checked_add(Seconds::min(), Seconds(-1)), std::nullopt);
  EXPECT_EQ(checked_add(Seconds::min(), Seconds::max()), Seconds(-1));
}

RC_GTEST_PROP(Quantity, DivisionAndRemainderRebuildTheValue, (std::int32_t a)) {
  const auto b = *rc::gen::distinctFrom(rc::gen::arbitrary<std::int32_t>(), 0);
  const std::int64_t times = Seconds(a) / Seconds(b);
  const Seconds rest = Seconds(a) - Seconds(b) * times;
  RC_ASSERT(std::abs(rest.count()) < std::abs(std::int64_t{b}));
  RC_ASSERT(Seconds(a) / b == Seconds(times));
}

}  // namespace
}  // namespace stopover
