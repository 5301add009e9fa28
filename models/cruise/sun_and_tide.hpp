// SPDX-License-Identifier: Apache-2.0
// When the sun is up and how high the water stands.
//
// Sun: the simple formulas of almanacs (Cooper 1969 for the declination; hour angle of the horizon
// at -0.833 degrees), within a few minutes up to 60 degrees of latitude; the equation of time is
// left out (at most 16 minutes). Tide: the principal lunar wave alone (12 h 25.2 min), high water
// at 2000-01-01T00:00Z, so its hour drifts as tides do, but dates of springs and neaps have no
// meaning. What it is not: a nautical almanac.
//
// Bits: series in a written order, no library functions, so the same on every machine.
#pragma once

#include "engine/base/time.hpp"

namespace stopover::cruise {

struct Daylight {
  Instant rise{};
  Instant set{};
};

// Of the civil date; at latitudes with none, 12:00 to 12:00, with no night 00:00 to 24:00.
[[nodiscard]] Daylight daylight(CivilDate date, TimeZone zone, double lon, double lat);

// Metres above lowest water, 0 to `range_m`.
[[nodiscard]] double tide_height(Instant t, double range_m);

// Cosine in radians, error below 1e-9 for |x| up to 1e6.
[[nodiscard]] double portable_cos(double x);

}  // namespace stopover::cruise
