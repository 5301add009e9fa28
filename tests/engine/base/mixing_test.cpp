// SPDX-License-Identifier: Apache-2.0
// Negative compile tests: which operations exist between each ordered pair of strong types.
//
// Every pair of the list below is tried with every operation; only what `allowed` names may
// compile. A new strong type of engine/base is added to the list and gets its row and column free.
#include <cstdint>
#include <string>
#include <tuple>
#include <type_traits>

#include <gtest/gtest.h>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"

namespace stopover {
namespace {

using StopId = Id<struct MixingStopTag>;
using TripId = Id<struct MixingTripTag>;
using Whole = std::int64_t;

using Strong = std::tuple<Seconds, Millimetres, Fen, People, Places, Instant, CivilDate, ServiceDay,
                          CivilTime, StopId, TripId>;
using All = std::tuple<Seconds, Millimetres, Fen, People, Places, Instant, CivilDate, ServiceDay,
                       CivilTime, StopId, TripId, Whole, bool, char, double, std::string>;

enum Operation : unsigned {
  kPlus = 1U << 0U,
  kMinus = 1U << 1U,
  kTimes = 1U << 2U,
  kOver = 1U << 3U,
  kLess = 1U << 4U,
  kEqual = 1U << 5U,
  kAssign = 1U << 6U,
  kPlusAssign = 1U << 7U,
  kMake = 1U << 8U,     // A(b)
  kConvert = 1U << 9U,  // A a = b, a parameter, a return value
  kModulo = 1U << 10U,
};

template <class A, class B>
consteval unsigned operations() {
  unsigned found = 0;
  if (requires(A a, B b) { a + b; }) found |= kPlus;
  if (requires(A a, B b) { a - b; }) found |= kMinus;
  if (requires(A a, B b) { a* b; }) found |= kTimes;
  if (requires(A a, B b) { a / b; }) found |= kOver;
  if (requires(A a, B b) { a % b; }) found |= kModulo;
  if (requires(A a, B b) { a < b; }) found |= kLess;
  if (requires(A a, B b) { a == b; }) found |= kEqual;
  if (requires(A a, B b) { a = b; }) found |= kAssign;
  if (requires(A a, B b) { a += b; }) found |= kPlusAssign;
  // An aggregate begun with its first member is not a mixture (and compilers differ on it).
  if (std::is_constructible_v<A, B> && !(std::is_same_v<A, CivilTime> && !std::is_same_v<B, A>))
    found |= kMake;
  if (std::is_convertible_v<B, A>) found |= kConvert;
  return found;
}

constexpr unsigned kSame = kLess | kEqual | kAssign | kMake | kConvert;

template <class T>
constexpr bool kIsQuantity = false;
template <class Tag>
constexpr bool kIsQuantity<Quantity<Tag>> = true;
template <class T>
constexpr bool kIsId = false;
template <class Tag>
constexpr bool kIsId<Id<Tag>> = true;

// What may be done with an A on the left and a B on the right.
template <class A, class B>
consteval unsigned allowed() {
  constexpr bool kSameType = std::is_same_v<A, B>;
  if (kIsQuantity<A> && kSameType) return kSame | kPlus | kMinus | kPlusAssign | kOver;
  if (kIsQuantity<A> && std::is_same_v<B, Whole>) return kTimes | kOver | kMake;
  if (std::is_same_v<A, Whole> && kIsQuantity<B>) return kTimes;
  if (std::is_same_v<A, Instant> && kSameType) return kSame | kMinus;
  if (std::is_same_v<A, Instant> && std::is_same_v<B, Seconds>) return kPlus | kMinus | kPlusAssign;
  if (std::is_same_v<A, ServiceDay> && std::is_same_v<B, CivilDate>) return kMake;
  constexpr bool kCounted = kIsId<A> || std::is_same_v<A, Instant> || std::is_same_v<A, CivilDate>;
  if (kCounted && std::is_same_v<B, Whole>) return kMake;
  return kSameType ? kSame : 0U;
}

template <class A, class B>
consteval bool only_what_is_allowed() {
  static_assert(operations<A, B>() == allowed<A, B>());
  return true;
}
template <class A, class... Bs>
consteval bool row(std::tuple<Bs...>*) {
  return (only_what_is_allowed<A, Bs>() && ...) && (only_what_is_allowed<Bs, A>() && ...);
}
template <class... As>
consteval bool whole_matrix(std::tuple<As...>*) {
  return (row<As>(static_cast<All*>(nullptr)) && ...);
}

// The pairs that the design names, spelled out so that a reader sees them.
static_assert(operations<Seconds, Fen>() == 0, "seconds + fen");
static_assert(operations<Instant, Seconds>() == (kPlus | kMinus | kPlusAssign));
static_assert((operations<Instant, Instant>() & kPlus) == 0, "instant + instant");
static_assert(operations<Seconds, Instant>() == 0, "seconds and instant");
static_assert(operations<CivilDate, ServiceDay>() == 0, "civil date and service day");
static_assert(operations<StopId, TripId>() == 0, "ids of two kinds");
static_assert(operations<People, Places>() == 0, "persons and seats");
static_assert((operations<Seconds, Seconds>() & kTimes) == 0, "seconds times seconds");

template <class TableT, class Index>
concept Indexable = requires(TableT table, Index index) {
  table[index];
};
static_assert(Indexable<Table<StopId, int>, StopId>);
static_assert(!Indexable<Table<StopId, int>, TripId>);
static_assert(!Indexable<Table<StopId, int>, int>);
static_assert(!Indexable<Table<StopId, int>, std::size_t>);

template <class Interval, class T>
concept Holds = requires(Interval interval, T t) {
  interval.contains(t);
};
static_assert(Holds<HalfOpen<Instant>, Instant>);
static_assert(!Holds<HalfOpen<Instant>, Seconds>);
static_assert(!Holds<HalfOpen<Instant>, CivilDate>);

template <class D, class T>
concept ZoneTakes = requires(TimeZone zone, D d, T t) {
  zone.instant_at(d, t);
};
static_assert(ZoneTakes<CivilDate, Seconds> && ZoneTakes<ServiceDay, Seconds>);
static_assert(!ZoneTakes<Instant, Seconds> && !ZoneTakes<CivilDate, Instant>);
static_assert(!ZoneTakes<CivilDate, int> && !ZoneTakes<Seconds, CivilDate>);

template <class U, class V>
concept Rounds = requires(V v) {
  round_to<U>(v);
};
static_assert(Rounds<Fen, double> && !Rounds<Fen, Seconds>);

template <class A, class B>
concept CheckedAddable = requires(A a, B b) {
  checked_add(a, b);
};
static_assert(CheckedAddable<Fen, Fen> && !CheckedAddable<Fen, Seconds> &&
              !CheckedAddable<Fen, int>);

template <class From, class To>
concept DaysBetween = requires(From from, To to) {
  days_between(from, to);
};
static_assert(DaysBetween<CivilDate, CivilDate> && !DaysBetween<CivilDate, ServiceDay>);
static_assert(!DaysBetween<Instant, Instant>);

TEST(StrongTypes, NoPairOfStrongTypesMixesBeyondWhatIsAllowed) {
  static_assert(whole_matrix(static_cast<Strong*>(nullptr)));
  EXPECT_EQ(std::tuple_size_v<Strong> * std::tuple_size_v<All>, 176u);
}

}  // namespace
}  // namespace stopover
