// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/figures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace stopover::tool {
namespace {

bool is_money(const std::string& unit) {
  return unit.starts_with("yuan");
}

// Groups of three before the point.
std::string parted(std::string text) {
  const std::size_t first = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  std::size_t end = text.find('.');
  if (end == std::string::npos) end = text.size();
  for (std::size_t at = end; at > first + 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

// By the unit alone: figures of one column stand under each other.
int decimals(const std::string& unit) {
  if (unit.ends_with("/year")) return 0;
  if (unit == "share" || unit == "minutes" || unit == "yuan/yuan") return 2;
  return is_money(unit) ? 0 : 1;
}

double scaled(const std::string& unit, double value) {
  return unit == "share" ? 100 * value : value;
}

std::string digits(const std::string& unit, double value, bool sign) {
  double shown = scaled(unit, value);
  const int places = decimals(unit);
  if (std::abs(shown) < 0.5 * std::pow(10.0, -places)) shown = 0;  // never "-0.00"
  return parted(sign && shown != 0 ? fmt::format("{:+.{}f}", shown, places)
                                   : fmt::format("{:.{}f}", shown, places));
}

std::string between(const std::string& unit, const std::optional<stats::Interval>& interval,
                    bool sign) {
  if (!interval) return "–";
  return fmt::format("{} … {}", digits(unit, interval->low, sign),
                     digits(unit, interval->high, sign));
}

}  // namespace

std::string figure_text(const std::string& unit, double value) {
  return digits(unit, value, false) + (unit == "share" ? " %" : "");
}

std::string change_text(const std::string& unit, double value) {
  return digits(unit, value, true);
}

std::string interval_text(const std::string& unit, const std::optional<stats::Interval>& interval) {
  if (!interval) return between(unit, interval, false);
  // Shown within what can be: shares to 1, nothing below 0; the files have the interval as it is.
  const double most = unit == "share" ? 1.0 : std::numeric_limits<double>::infinity();
  const stats::Interval possible{std::clamp(interval->low, 0.0, most),
                                 std::clamp(interval->high, 0.0, most)};
  return between(unit, possible, false);
}

std::string change_interval_text(const std::string& unit,
                                 const std::optional<stats::Interval>& interval) {
  return between(unit, interval, true);
}

std::string whole_text(long long value) {
  return parted(std::to_string(value));
}

}  // namespace stopover::tool
