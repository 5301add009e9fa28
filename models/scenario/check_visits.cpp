// SPDX-License-Identifier: Apache-2.0
// Sights, their other days, hotels, points of a visit, interests.
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

constexpr std::size_t kDaysOfWeek = 7;

struct Hours {
  std::string opens;
  std::string closes;
  std::string last_entry{};
};

// Closes after it opens, and the last entry between; `shortest`: what must fit, in minutes.
void check_hours(Checking& c, const Spot& spot, const Hours& hours, int shortest) {
  const auto opens = parse_service_time(hours.opens);
  const auto closes = parse_service_time(hours.closes);
  if (!opens || !closes) return;
  if (*closes <= *opens) {
    c.fault(rule::kTimeRange, spot.at("closes"), hours.closes, "a time after " + hours.opens);
    return;
  }
  if (*closes - *opens < minutes(shortest))
    c.fault(rule::kNeverOpen, spot.at("closes"), hours.closes,
            fmt::format("open for the shortest visit at least, {} min", shortest));
  const auto last = parse_service_time(hours.last_entry);
  if (last && (*last < *opens || *last > *closes))
    c.fault(rule::kTimeRange, spot.at("last_entry"), hours.last_entry,
            fmt::format("a time from {} to {}", hours.opens, hours.closes));
}

bool is_whole_week(const std::string& days) {
  return std::set<char>(days.begin(), days.end()).size() == kDaysOfWeek;
}

void check_sight(Checking& c, const Sight& sight, const std::set<std::string>& second) {
  const Spot spot{"sight", sight.id(), ""};
  check_hours(c, spot, {sight.opens(), sight.closes(), sight.last_entry()}, sight.minutes_low());
  if (is_whole_week(sight.closed_days()))
    c.fault(rule::kNeverOpen, spot.at("closed_days"), sight.closed_days(), "a day that is open");
  if (sight.minutes_low() > sight.minutes())
    c.fault(rule::kLowHigh, spot.at("minutes_low"), fmt::format("{}", sight.minutes_low()),
            fmt::format("at most the typical visit, {}", sight.minutes()));
  if (sight.minutes_high() < sight.minutes())
    c.fault(rule::kLowHigh, spot.at("minutes_high"), fmt::format("{}", sight.minutes_high()),
            fmt::format("at least the typical visit, {}", sight.minutes()));
  if (sight.has_ticket_low_yuan() && sight.ticket_low_yuan() > sight.ticket_yuan())
    c.fault(rule::kLowHigh, spot.at("ticket_low_yuan"), fmt::format("{}", sight.ticket_low_yuan()),
            fmt::format("at most the ticket of dear days, {}", sight.ticket_yuan()));
  if (second.contains(sight.same_as()))
    c.fault(rule::kSameSight, spot.at("same_as"), sight.same_as(),
            "a sight that is not itself the second entry of another");
}

void check_days(Checking& c, const SightDays& days) {
  const Spot spot{"sight_days", days.id(), ""};
  if (!days.every_year()) check_valid_dates(c, spot, days.valid_from(), days.valid_until());
  if (days.every_year() && (days.valid_from().empty() || days.valid_until().empty()))
    c.fault(rule::kMissing, spot.at(days.valid_from().empty() ? "valid_from" : "valid_until"), "",
            "both dates, where month and day alone count");
  check_hours(c, spot, {days.opens(), days.closes(), days.last_entry()}, 0);
  const bool says = days.closed() || days.all_week() || !days.closed_days().empty() ||
                    !days.opens().empty() || !days.closes().empty() || !days.last_entry().empty();
  if (!says)
    c.fault(rule::kIdleDays, spot.at("id"), days.id(),
            "one of closed, opens, closes, last_entry, all_week, closed_days");
}

void check_point(Checking& c, const VisitPoint& point) {
  check_hours(c, {"visit_point", point.id(), ""}, {point.opens(), point.closes()}, 0);
}

}  // namespace

void check_visits(Checking& c) {
  const Elements& e = c.elements();
  std::set<std::string> second;
  for (const Sight& sight : e.sight())
    if (!sight.same_as().empty()) second.insert(sight.id());
  c.each("sight", e.sight(), [&](const Sight& sight) { check_sight(c, sight, second); });
  c.each("sight_days", e.sight_days(), [&](const SightDays& days) { check_days(c, days); });
  c.each("visit_point", e.visit_point(), [&](const VisitPoint& point) { check_point(c, point); });
  std::map<std::pair<std::string, std::string>, std::string> interest;
  c.each("visit_interest", e.visit_interest(), [&](const VisitInterest& one) {
    const auto [at, fresh] = interest.try_emplace({one.purpose(), one.category()}, one.id());
    if (!fresh)
      c.fault(rule::kInterestTwice, Spot{"visit_interest", one.id(), "category"}, one.category(),
              fmt::format("a pair of purpose and category once; \"{}\" has it", at->second));
  });
}

}  // namespace stopover::scenario
