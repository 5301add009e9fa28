// SPDX-License-Identifier: Apache-2.0
#include "engine/io/ssim_record.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "engine/io/ssim_rules.hpp"
#include "engine/io/text.hpp"

namespace stopover::io::ssim {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Of at most nine digits.
int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Two or three letters and digits, one letter at least.
bool is_carrier(std::string_view code) {
  return (code.size() == 2 || code.size() == 3) &&
         std::all_of(code.begin(), code.end(),
                     [](char c) { return is_letter(c) || is_digit(c); }) &&
         std::any_of(code.begin(), code.end(), is_letter);
}

constexpr Columns kSuffix{2, 2, "operational suffix"};
constexpr Columns kCarrier{3, 5, "airline designator"};
constexpr Columns kNumber{6, 9, "flight number"};
constexpr Columns kVariation{10, 11, "itinerary variation"};
constexpr Columns kSequence{12, 13, "leg sequence number"};
constexpr Columns kLegOverflow{128, 128, "itinerary variation overflow"};
constexpr Columns kSegmentOverflow{28, 28, "itinerary variation overflow"};

}  // namespace

std::string_view Record::raw(Columns columns) const {
  return text_.substr(static_cast<std::size_t>(columns.first - 1),
                      static_cast<std::size_t>(columns.last - columns.first + 1));
}

std::string_view Record::trimmed(Columns columns) const {
  return trim(raw(columns));
}

void Record::fault(std::string_view rule, Columns columns, std::string expected) {
  good_ = false;
  const std::string range = columns.first == columns.last
                                ? fmt::format("column {}", columns.first)
                                : fmt::format("columns {}-{}", columns.first, columns.last);
  faults_.add({.rule = std::string(rule),
               .file = file_,
               .line = line_,
               .field = fmt::format("{} ({})", range, columns.name),
               .found = bare_text(raw(columns)),
               .expected = std::move(expected)});
}

std::string Record::carrier(Columns columns) {
  const std::string_view text = raw(columns);
  const std::string_view code = trim(text);
  if (!is_carrier(code) || text.front() == ' ')
    fault(rule::kField, columns, "two or three letters and digits, to the left");
  return std::string(code);
}

std::string Record::airport(Columns columns) {
  const std::string_view code = raw(columns);
  if (!std::all_of(code.begin(), code.end(), is_letter))
    fault(rule::kField, columns, "an airport code of three letters");
  return std::string(code);
}

int Record::number(Columns columns, int min, int max) {
  std::string_view digits = raw(columns);
  while (!digits.empty() && digits.front() == ' ') digits.remove_prefix(1);
  const bool good = all_digits(digits);
  const int value = good ? value_of(digits) : min;
  if (!good || value < min || value > max)
    fault(rule::kField, columns, fmt::format("a number from {} to {}, to the right", min, max));
  return std::clamp(value, min, max);
}

FlightName Record::flight() {
  FlightName flight;
  flight.carrier = carrier(kCarrier);
  flight.number = number(kNumber, 1, 9999);
  flight.suffix = raw(kSuffix).front();
  if (flight.suffix != ' ' && !is_letter(flight.suffix))
    fault(rule::kField, kSuffix, "a letter or a blank");
  return flight;
}

int Record::variation() {
  const Columns columns = type() == '3' ? kLegOverflow : kSegmentOverflow;
  const char overflow = raw(columns).front();
  if (overflow != ' ' && !is_letter(overflow)) fault(rule::kField, columns, "a letter or a blank");
  const int low = number(kVariation, 0, 99);
  return is_letter(overflow) ? (overflow - 'A' + 1) * 100 + low : low;
}

int Record::sequence() {
  return number(kSequence, 1, 99);
}

std::optional<CivilDate> Record::date(Columns columns) const {
  constexpr std::array<std::string_view, 12> kMonths{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                     "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
  constexpr int kFirstYearOfLastCentury = 80;
  const std::string_view text = raw(columns);
  const auto month =
      std::distance(kMonths.begin(), std::find(kMonths.begin(), kMonths.end(), text.substr(2, 3)));
  if (month == std::ssize(kMonths) || !all_digits(text.substr(0, 2)) ||
      !all_digits(text.substr(5, 2)))
    return std::nullopt;
  const int year = value_of(text.substr(5, 2));
  return CivilDate::from_ymd(year < kFirstYearOfLastCentury ? 2000 + year : 1900 + year,
                             static_cast<int>(month) + 1, value_of(text.substr(0, 2)));
}

Period Record::period(Columns first, Columns last) {
  constexpr std::string_view kOpen = "00XXX00";
  const auto from = date(first);
  const auto until = date(last);
  if (!from) fault(rule::kDate, first, "a date like 09JUN05");
  if (!until && raw(last) != kOpen) fault(rule::kDate, last, "a date like 09JUN05, or 00XXX00");
  if (from && until && *until < *from)
    fault(rule::kPeriod, last, fmt::format("{} or later", raw(first)));
  return {from.value_or(CivilDate()), until};
}

std::uint8_t Record::weekdays(Columns columns) {
  const std::string_view text = raw(columns);
  unsigned days = 0;
  bool good = true;
  for (unsigned i = 0; i < 7; ++i) {
    if (text[i] == static_cast<char>('1' + i))
      days |= 1U << i;
    else
      good = good && text[i] == ' ';
  }
  if (!good || days == 0)
    fault(rule::kWeekdays, columns, "each column its digit, 1 … 7, or a blank; one digit or more");
  return static_cast<std::uint8_t>(days);
}

Seconds Record::time(Columns columns) {
  const std::string_view text = raw(columns);
  const int value = all_digits(text) ? value_of(text) : -1;
  if (value < 0 || value > 2400 || value % 100 > 59) {
    fault(rule::kTime, columns, "a time from 0000 to 2400");
    return Seconds(0);
  }
  return hours(value / 100) + minutes(value % 100);
}

Seconds Record::utc_variation(Columns columns) {
  constexpr int kFarthest = 1500;
  const std::string_view text = raw(columns);
  const std::string_view digits = text.substr(1);
  const int value = all_digits(digits) ? value_of(digits) : -1;
  if ((text.front() != '+' && text.front() != '-') || value < 0 || value > kFarthest ||
      value % 100 > 59) {
    fault(rule::kUtcVariation, columns, "a sign and hours and minutes, like +0800");
    return Seconds(0);
  }
  const Seconds size = hours(value / 100) + minutes(value % 100);
  return text.front() == '-' ? -size : size;
}

std::optional<int> Record::date_variation(Columns columns) {
  const char c = raw(columns).front();
  if (c == ' ') return std::nullopt;
  if (c == 'A' || c == 'J') return -1;
  if (is_digit(c)) return c - '0';
  fault(rule::kDateVariation, columns, "a digit, A, J or a blank");
  return std::nullopt;
}

std::optional<FlightName> find_flight_name(std::string_view text) {
  text = trim(text);
  if (text.size() < 3) return std::nullopt;
  const std::size_t size = text[2] == ' ' || is_digit(text[2]) ? 2 : 3;
  FlightName name{std::string(text.substr(0, size)), 0, ' '};
  std::string_view digits = trim(text.substr(size));
  if (!digits.empty() && is_letter(digits.back())) {
    name.suffix = digits.back();
    digits.remove_suffix(1);
  }
  if (!is_carrier(name.carrier) || !all_digits(digits) || digits.size() > 4) return std::nullopt;
  name.number = value_of(digits);
  return name;
}

// A cabin class is one letter and its seats. A letter twice begins what is not seats: VV the
// version of the configuration, PP and LL positions of pallets and containers. Those three are seen
// in files; whether there are more is not known here, so each ends the seats.
Places seats_of(std::string_view configuration) {
  std::int64_t seats = 0;
  std::size_t at = 0;
  while (at < configuration.size() && is_letter(configuration[at])) {
    if (at + 1 < configuration.size() && configuration[at + 1] == configuration[at]) break;
    std::size_t end = ++at;
    while (end < configuration.size() && is_digit(configuration[end])) ++end;
    constexpr std::size_t kMostDigits = 3;
    if (end - at > kMostDigits) return Places(0);
    seats += value_of(configuration.substr(at, end - at));
    at = end;
  }
  return Places(seats);
}

std::string FlightName::text() const {
  return suffix == ' ' ? fmt::format("{}{}", carrier, number)
                       : fmt::format("{}{}{}", carrier, number, suffix);
}

}  // namespace stopover::io::ssim
