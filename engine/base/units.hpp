// SPDX-License-Identifier: Apache-2.0
// Quantities whose unit is their type: Seconds, Millimetres, Fen, People, Places.
//
// Each is a 64-bit count of one tick: seconds, millimetres, fen (1/100 yuan), persons, seats.
// Addition, subtraction and comparison stay inside a unit; scaling takes an integer; anything else
// (a fare per kilometre) is written out with .count(). Floating point enters at one place only,
// `round_to<Unit>(double)`: half away from zero, as std::llround.
//
// Errors: overflow and division by zero are bugs and abort (checked in every build; the cost is one
// flag test), and do not compile in a constant expression. Input readers use `checked_add` and
// range rules instead, so no file can reach the abort.
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/base/whole_number.hpp"

namespace stopover {

template <class Tag>
class Quantity {
 public:
  using Rep = std::int64_t;

  constexpr Quantity() = default;
  explicit constexpr Quantity(WholeNumber auto count) : count_(static_cast<Rep>(count)) {
    STOPOVER_CHECK(std::in_range<Rep>(count), "quantity fits 64 bits");
  }

  [[nodiscard]] constexpr Rep count() const { return count_; }

  friend constexpr auto operator<=>(Quantity, Quantity) = default;

  friend constexpr std::optional<Quantity> checked_add(Quantity a, Quantity b) {
    Rep sum = 0;
    if (__builtin_add_overflow(a.count_, b.count_, &sum)) return std::nullopt;
    return Quantity(sum);
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    Rep sum = 0;
    const bool overflow = __builtin_add_overflow(a.count_, b.count_, &sum);
    STOPOVER_CHECK(!overflow, "quantity sum fits 64 bits");
    return Quantity(sum);
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    Rep difference = 0;
    const bool overflow = __builtin_sub_overflow(a.count_, b.count_, &difference);
    STOPOVER_CHECK(!overflow, "quantity difference fits 64 bits");
    return Quantity(difference);
  }
  friend constexpr Quantity operator*(Quantity a, WholeNumber auto factor) {
    Rep product = 0;
    const bool overflow = __builtin_mul_overflow(a.count_, factor, &product);
    STOPOVER_CHECK(!overflow, "quantity product fits 64 bits");
    return Quantity(product);
  }
  friend constexpr Quantity operator*(WholeNumber auto factor, Quantity a) { return a * factor; }
  // Towards zero, as integers do.
  friend constexpr Quantity operator/(Quantity a, WholeNumber auto divisor) {
    return Quantity(a / Quantity(divisor));
  }
  // How many whole times b goes into a, towards zero.
  friend constexpr Rep operator/(Quantity a, Quantity b) {
    STOPOVER_CHECK(b.count_ != 0, "divisor is not zero");
    STOPOVER_CHECK(a != min() || b.count_ != -1, "quotient fits 64 bits");
    return a.count_ / b.count_;
  }
  constexpr Quantity operator-() const { return Quantity(Rep{0}) - *this; }
  constexpr Quantity& operator+=(Quantity other) { return *this = *this + other; }
  constexpr Quantity& operator-=(Quantity other) { return *this = *this - other; }

  static constexpr Quantity max() { return Quantity(std::numeric_limits<Rep>::max()); }
  static constexpr Quantity min() { return Quantity(std::numeric_limits<Rep>::min()); }

 private:
  Rep count_ = 0;
};

using Seconds = Quantity<struct SecondsTag>;          // spans of time
using Millimetres = Quantity<struct MillimetresTag>;  // lengths
using Fen = Quantity<struct FenTag>;                  // money; 100 fen = 1 yuan
using People = Quantity<struct PeopleTag>;            // persons
using Places = Quantity<struct PlacesTag>;            // seats and standing places of a vehicle

[[nodiscard]] constexpr Seconds minutes(WholeNumber auto n) {
  return Seconds(n) * 60;
}
[[nodiscard]] constexpr Seconds hours(WholeNumber auto n) {
  return Seconds(n) * 3600;
}
inline constexpr double kFenPerYuan = 100;

[[nodiscard]] constexpr Fen yuan(WholeNumber auto n) {
  return Fen(n) * 100;
}

// The one place where a floating value becomes a quantity: half away from zero. The value must be
// finite and inside the 64-bit range (a bug otherwise: readers check figures at the door).
template <class Unit>
[[nodiscard]] inline Unit round_to(double value) {
  STOPOVER_CHECK(std::isfinite(value) && std::abs(value) < 9.0e18,
                 "finite value that fits 64 bits");
  return Unit(static_cast<std::int64_t>(std::llround(value)));
}

}  // namespace stopover
