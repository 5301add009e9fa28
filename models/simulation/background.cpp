// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/background.hpp"

#include <algorithm>
#include <cmath>

namespace stopover::simulation {
namespace {

constexpr Seconds kDay(86'400);
constexpr Seconds kQuarter(900);
// Of background without a class: desk types and rules for all count, those for a class do not.
constexpr std::uint8_t kNoClass = 31;

void add_day(const TimeZone& zone, CivilDate day, const scenario::Background& b,
             std::vector<flow::BackgroundFlow>& flows) {
  const Seconds from = service_time(b.from());
  const Seconds until = service_time(b.until());
  const auto people_before = [&](Seconds t) {
    return std::llround(b.people_per_quarter() * static_cast<double>((t - from).count()) /
                        static_cast<double>(kQuarter.count()));
  };
  const auto passenger_class =
      b.has_passenger_class() ? static_cast<std::uint8_t>(b.passenger_class() - 1) : kNoClass;
  for (Seconds t = from; t < until; t += kQuarter) {
    const Seconds end = std::min(t + kQuarter, until);
    const Instant start = zone.instant_at(day, t);
    flows.push_back({start, start + (end - t),
                     static_cast<std::int32_t>(people_before(end) - people_before(t)),
                     passenger_class});
  }
}

}  // namespace

BackgroundShare::BackgroundShare(const Compiling& c, const std::string& target) {
  for (const auto& b : c.scenario.elements().background())
    if (b.target() == target && b.has_seat_share())
      periods_.push_back({{service_time(b.from()), service_time(b.until())}, b.seat_share()});
}

std::int32_t BackgroundShare::taken(Seconds departure, std::int32_t places) const {
  double share = 0;
  const Seconds of_day(departure.count() % kDay.count());
  for (const auto& [period, value] : periods_)
    if (period.contains(of_day) || period.contains(of_day + kDay)) share += value;
  return static_cast<std::int32_t>(std::llround(std::min(share, 1.0) * places));
}

std::vector<flow::BackgroundFlow> background_flows(const Compiling& c,
                                                   const std::string& checkpoint) {
  std::vector<flow::BackgroundFlow> flows;
  const HalfOpen<CivilDate> days = c.world.service_days();
  for (const auto& b : c.scenario.elements().background()) {
    if (b.target() != checkpoint || !b.has_people_per_quarter()) continue;
    for (CivilDate day = days.from; day < days.until; day = day.plus_days(1))
      add_day(c.world.zone, day, b, flows);
  }
  return flows;
}

}  // namespace stopover::simulation
