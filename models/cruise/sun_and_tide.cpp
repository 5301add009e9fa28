// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/sun_and_tide.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/units.hpp"

namespace stopover::cruise {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kTidePeriod = 44'714;            // seconds
constexpr std::int64_t kHighWater = 946'684'800;  // 2000-01-01T00:00:00Z
constexpr double kHorizon = -0.833;               // degrees
constexpr double kTilt = 23.45;                   // degrees
constexpr double kDaySeconds = 86'400;

double radians(double degrees) {
  return degrees * kPi / 180;
}

double portable_sin(double x) {
  return portable_cos(x - kPi / 2);
}

// In [0, pi], by halving: cosine falls there.
double arc_cos(double value) {
  double low = 0;
  double high = kPi;
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    if (portable_cos(middle) > value)
      low = middle;
    else
      high = middle;
  }
  return (low + high) / 2;
}

}  // namespace

double portable_cos(double x) {
  const double turns = std::round(x / (2 * kPi));
  const double r = x - turns * 2 * kPi;
  const double square = r * r;
  double term = 1;
  double sum = 1;
  for (int n = 1; n <= 12; ++n) {
    term *= -square / ((2 * n - 1) * (2 * n));
    sum += term;
  }
  return sum;
}

Daylight daylight(CivilDate date, TimeZone zone, double lon, double lat) {
  const auto new_year = CivilDate::from_ymd(date.year(), 1, 1);
  const int day = 1 + days_between(new_year.value_or(date), date);
  const double declination = radians(kTilt) * portable_sin(2 * kPi * (284 + day) / 365);
  const double sin_d = portable_sin(declination);
  const double cos_d = portable_cos(declination);
  const double cos_hour = (portable_sin(radians(kHorizon)) - portable_sin(radians(lat)) * sin_d) /
                          (portable_cos(radians(lat)) * cos_d);
  const double half = cos_hour >= 1    ? 0
                      : cos_hour <= -1 ? kDaySeconds / 2
                                       : arc_cos(cos_hour) / (2 * kPi) * kDaySeconds;
  // Noon by the sun: 12:00 of the meridian's own clock.
  const Instant utc_midnight = TimeZone::utc().instant_at(date, Seconds(0));
  const double noon = kDaySeconds / 2 - lon / 360 * kDaySeconds;
  const auto minute = [&](double seconds) {
    return utc_midnight + round_to<Seconds>(seconds / 60) * 60;
  };
  const Instant day_begins = zone.instant_at(date, Seconds(0));
  const Instant day_ends = zone.instant_at(date.plus_days(1), Seconds(0));
  return {std::clamp(minute(noon - half), day_begins, day_ends),
          std::clamp(minute(noon + half), day_begins, day_ends)};
}

double tide_height(Instant t, double range_m) {
  const auto since = static_cast<double>(t.unix_seconds() - kHighWater);
  return range_m / 2 * (1 + portable_cos(2 * kPi * since / kTidePeriod));
}

}  // namespace stopover::cruise
