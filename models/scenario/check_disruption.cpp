// SPDX-License-Identifier: Apache-2.0
// Kinds of days, how delays vary with them, rotations, restrictions: what several of their values
// say together.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/base/time.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

void check_length(Checking& c, const Spot& spot, int length, int wanted) {
  if (length != 0 && length != wanted)
    c.fault(rule::kFactorCount, spot, fmt::format("{} figures", length),
            fmt::format("{} figures", wanted));
}

// ---- days ---------------------------------------------------------------------------------------

void check_day_types(Checking& c) {
  const auto& types = c.elements().day_type();
  if (types.empty() || !c.has_all("day_type")) return;
  std::map<int, double> weight;  // by month
  bool sound = true;
  for (const DayType& type : types) {
    const Spot spot{"day_type", type.id(), "month_weight"};
    const int length = type.month_weight_size();
    if (length != 1 && length != kMonthsOfYear) {
      c.fault(rule::kFactorCount, spot, fmt::format("{} figures", length), "12 figures, or one");
      sound = false;
    }
    for (int month = 0; sound && month < kMonthsOfYear; ++month)
      weight[month] += type.month_weight(type.month_weight_size() == 1 ? 0 : month);
  }
  for (int month = 0; sound && month < kMonthsOfYear; ++month)
    if (weight[month] == 0)
      c.fault(rule::kNoWeight, {"day_type", types.begin()->id(), "month_weight"},
              fmt::format("month {}, all 0", month + 1),
              "at least one type with a weight above 0 in each month");
}

void check_variation(Checking& c, const DelayProfile& delay) {
  const Spot spot{"delay", delay.id(), ""};
  check_length(c, spot.at("hour_factor"), delay.hour_factor_size(), kHoursOfDay);
  check_length(c, spot.at("month_factor"), delay.month_factor_size(), kMonthsOfYear);
  std::set<std::string> seen;
  for (int i = 0; i < delay.on_day_size(); ++i) {
    const std::string& type = delay.on_day(i).day_type();
    if (!type.empty() && !seen.insert(type).second)
      c.fault(rule::kTwiceInList, spot.at(indexed("on_day", i) + ".day_type"), type,
              "each day_type once");
  }
}

// ---- rotations ----------------------------------------------------------------------------------

class RotationChecks {
 public:
  explicit RotationChecks(Checking& c) : c_(c) {
    for (const FlightGroup& flight : c.elements().flight())
      flights_of_[flight.carrier()].push_back(flight.id());
  }

  void check(const Rotation& rotation) {
    const Spot spot{"rotation", rotation.id(), ""};
    if (rotation.carrier().empty() == rotation.member().empty()) {
      c_.fault(rule::kRotation, spot.at("member"),
               rotation.carrier().empty() ? "neither" : "carrier and member",
               "a carrier, or members");
      return;
    }
    for (int i = 0; i < rotation.member_size(); ++i)
      once(rotation.member(i), rotation, spot.at(indexed("member", i)));
    if (rotation.carrier().empty()) return;
    const auto flights = flights_of_.find(rotation.carrier());
    if (flights == flights_of_.end()) {
      if (c_.has_all("flight"))
        c_.fault(rule::kReference, spot.at("carrier"), rotation.carrier(),
                 "the carrier of a flight");
      return;
    }
    for (const std::string& flight : flights->second) once(flight, rotation, spot.at("carrier"));
  }

 private:
  void once(const std::string& member, const Rotation& rotation, const Spot& spot) {
    const auto [first, is_new] = rotation_of_.try_emplace(member, rotation.id());
    if (!is_new && first->second != rotation.id())
      c_.fault(rule::kRotation, spot, member,
               "lines and flights of no other rotation; it is in " + first->second);
  }

  Checking& c_;
  std::map<std::string, std::vector<std::string>> flights_of_;
  std::map<std::string, std::string> rotation_of_;
};

// ---- restrictions -------------------------------------------------------------------------------

void check_dates(Checking& c, const Restriction& restriction, const Spot& spot) {
  check_valid_dates(c, spot, restriction.valid_from(), restriction.valid_until());
  const Horizon& horizon = c.loaded().scenario.horizon();
  const auto first = CivilDate::parse(horizon.first_day());
  const auto from = CivilDate::parse(restriction.valid_from());
  const auto until = CivilDate::parse(restriction.valid_until());
  if (c.loaded().base_missing) return;  // the horizon may be half the base's
  if (!first || horizon.days() < 1 || (from && until && *until <= *from)) return;
  const bool after = from && *from >= first->plus_days(std::min(horizon.days(), 400));
  const bool before =
      until && *until <= first->plus_days(-std::clamp(horizon.warmup_days(), 0, 400));
  if (after || before)
    c.fault(rule::kOtherDates, spot.at(after ? "valid_from" : "valid_until"),
            after ? restriction.valid_from() : restriction.valid_until(),
            fmt::format("dates within the {} days from {}", horizon.days(), horizon.first_day()));
}

void check_restriction(Checking& c, const Restriction& restriction) {
  const Spot spot{"restriction", restriction.id(), ""};
  check_dates(c, restriction, spot);
  const auto from = parse_service_time(restriction.from());
  const auto until = parse_service_time(restriction.until());
  if (from && until && *until <= *from)
    c.fault(rule::kTimeRange, spot.at("until"), restriction.until(),
            "a time after " + restriction.from());
  if (restriction.has_per_hour() && restriction.hold_minutes() != 0)
    c.fault(rule::kRestriction, spot.at("hold_minutes"), std::to_string(restriction.hold_minutes()),
            "nothing beside per_hour, where everybody waits");
  const bool of_one_mode = c.knows("line", restriction.target()) ||
                           c.knows("flight", restriction.target()) ||
                           c.is_of_feed(restriction.target());
  if (of_one_mode && !restriction.only().empty())
    c.fault(rule::kRestriction, spot.at("only"), Mode_Name(restriction.only(0)),
            fmt::format("nothing, as {} is no place or hub", restriction.target()));
}

}  // namespace

void check_disruption(Checking& c) {
  check_day_types(c);
  c.each("delay", c.elements().delay(),
         [&](const DelayProfile& delay) { check_variation(c, delay); });
  RotationChecks rotations(c);
  c.each("rotation", c.elements().rotation(),
         [&](const Rotation& rotation) { rotations.check(rotation); });
  c.each("restriction", c.elements().restriction(),
         [&](const Restriction& restriction) { check_restriction(c, restriction); });
}

}  // namespace stopover::scenario
