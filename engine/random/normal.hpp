// SPDX-License-Identifier: Apache-2.0
// The standard normal distribution: its distribution function and the inverse.
//
// Normal variates are made by inversion, so one draw is one variate, a larger uniform is a larger
// variate, and a change of mean or spread leaves the luck in place (common random numbers).
//
// Errors: none; outside (0, 1) the quantile is -inf, +inf or NaN.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "engine/random/inverse_table.hpp"
#include "engine/random/portable_math.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::random {

namespace detail {

// c[0] + c[1] x + ... + c[7] x^7
[[nodiscard]] constexpr double polynomial(const std::array<double, 8>& c, double x) {
  const double x2 = x * x;
  const double low = (c[0] + c[1] * x) + x2 * (c[2] + c[3] * x);
  const double high = (c[4] + c[5] * x) + x2 * (c[6] + c[7] * x);
  return low + (x2 * x2) * high;
}

// Wichura's coefficients: |p - 1/2| <= 0.425, then r = sqrt(-log(tail)) up to 5, then beyond.
inline constexpr std::array<double, 8> kCentreTop = {
    3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
    1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
    3.3430575583588128105e+4, 2.5090809287301226727e+3};
inline constexpr std::array<double, 8> kCentreBottom = {1.0,
                                                        4.2313330701600911252e+1,
                                                        6.8718700749205790830e+2,
                                                        5.3941960214247511077e+3,
                                                        2.1213794301586595867e+4,
                                                        3.9307895800092710610e+4,
                                                        2.8729085735721942674e+4,
                                                        5.2264952788528545610e+3};
inline constexpr std::array<double, 8> kTailTop = {
    1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4};
inline constexpr std::array<double, 8> kTailBottom = {1.0,
                                                      2.05319162663775882187e0,
                                                      1.67638483018380384940e0,
                                                      6.89767334985100004550e-1,
                                                      1.48103976427480074590e-1,
                                                      1.51986665636164571966e-2,
                                                      5.47593808499534494600e-4,
                                                      1.05075007164441684324e-9};
inline constexpr std::array<double, 8> kFarTop = {
    6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7};
inline constexpr std::array<double, 8> kFarBottom = {1.0,
                                                     5.99832206555887937690e-1,
                                                     1.36929880922735805310e-1,
                                                     1.48753612908506148525e-2,
                                                     7.86869131145613259100e-4,
                                                     1.84631831751005468180e-5,
                                                     1.42151175831644588870e-7,
                                                     2.04426310338993978564e-15};

// Of p in [kLeastTabulated, 1/2]; `root` takes square roots.
template <class Root>
[[nodiscard]] constexpr double normal_quantile_of_tail(double tail, const Root& root) {
  const double q = tail - 0.5;
  if (q >= -0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kCentreTop, r) / polynomial(kCentreBottom, r);
  }
  const double r = root(-portable::log(tail));
  return r <= 5.0 ? -(polynomial(kTailTop, r - 1.6) / polynomial(kTailBottom, r - 1.6))
                  : -(polynomial(kFarTop, r - 5.0) / polynomial(kFarBottom, r - 5.0));
}

// The quantile in the lower tail, by AS 241 at the points that the cells are fitted through.
extern const std::array<InverseCell, kCellsATail> kNormalCells;

}  // namespace detail

// z with P(Z <= z) = p. Wichura 1988, algorithm AS 241 (PPND16): relative error about 1e-16.
// Outside (0, 1) -inf, +inf or NaN.
[[nodiscard]] double exact_normal_quantile(double p);

namespace detail {
[[nodiscard]] inline double normal_at(const TailPlace& place) {
  constexpr std::uint64_t kSign = 0x8000000000000000U;
  const double lower = kNormalCells[place.cell](place.s);
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(lower) ^ (place.upper & kSign));
}
}  // namespace detail

// The same within 1e-13 (1 + |z|) (measured: 4e-14), by table down to tails of 2^-13. Bits pinned.
[[nodiscard]] inline double normal_quantile(double p) {
  const detail::TailPlace place = detail::tail_place(p);
  if (place.cell < detail::kCellsATail) [[likely]]
    return detail::normal_at(place);
  return exact_normal_quantile(p);
}
// normal_quantile(open_unit(bits)), a little quicker.
[[nodiscard]] inline double normal_quantile_of_bits(std::uint64_t bits) {
  const detail::TailPlace place = detail::tail_place_of_bits(bits);
  if (place.cell < detail::kCellsATail) [[likely]]
    return detail::normal_at(place);
  return exact_normal_quantile(open_unit(bits));
}

// P(Z <= z). Relative error below 1e-14 for z > -37 (measured); below -38.5 it is 0. About 0.2 us:
// for setting up distributions, not for every draw.
[[nodiscard]] double normal_cdf(double z);

// Mean 0, standard deviation 1; one draw; within +-8.3.
[[nodiscard]] inline double standard_normal(Stream& stream) {
  return normal_quantile_of_bits(stream.next64());
}

}  // namespace stopover::random
