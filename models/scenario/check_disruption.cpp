// SPDX-License-Identifier: Apache-2.0
// Kinds of days, how delays vary with them, rotations, restrictions: what several of their values
// say together.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/base/time.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/rules.hpp"
#include "models/scenario/staff_plans.hpp"

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

const Checkpoint* find_checkpoint(const Checking& c, const std::string& id) {
  const Hub* const hub = c.hub_of_checkpoint(id);
  if (hub == nullptr) return nullptr;
  const auto& all = hub->checkpoint();
  const auto at = std::ranges::find(all, id, [](const Checkpoint& one) { return one.id(); });
  return at == all.end() ? nullptr : &*at;
}

void check_desk_type(Checking& c, const Restriction& restriction, const Checkpoint& checkpoint,
                     const Spot& spot) {
  const std::string& wanted = restriction.desk_type();
  std::vector<std::string> known{std::string(kOrdinaryDesks)};
  for (const DeskType& type : checkpoint.desk_type()) known.push_back(type.id());
  if (wanted.empty() || std::ranges::find(known, wanted) != known.end()) return;
  c.fault(rule::kRestriction, spot.at("desk_type"), wanted,
          fmt::format("{} or a desk type of {}", kOrdinaryDesks, checkpoint.id()) +
              io::did_you_mean(wanted, known));
}

// At a checkpoint desks are closed; elsewhere vehicles wait.
void check_desks(Checking& c, const Restriction& restriction, const Spot& spot) {
  const std::string& target = restriction.target();
  const Checkpoint* const checkpoint = find_checkpoint(c, target);
  const auto none = [&](bool there, const char* field, const std::string& found) {
    if (there)
      c.fault(rule::kRestriction, spot.at(field), found,
              fmt::format("nothing, as {} is {}", target,
                          checkpoint == nullptr ? "no checkpoint" : "a checkpoint"));
  };
  if (checkpoint == nullptr) {
    if (c.knows("checkpoint", target)) return;  // reported as there twice
    none(restriction.has_desks(), "desks", std::to_string(restriction.desks()));
    none(!restriction.desk_type().empty(), "desk_type", restriction.desk_type());
    return;
  }
  none(restriction.has_per_hour(), "per_hour", fmt::format("{}", restriction.per_hour()));
  none(restriction.hold_minutes() != 0, "hold_minutes", std::to_string(restriction.hold_minutes()));
  none(!restriction.only().empty(), "only",
       restriction.only().empty() ? "" : Mode_Name(restriction.only(0)));
  if (checkpoint->has_dwell())
    c.fault(rule::kRestriction, spot.at("target"), target, "a checkpoint that has desks");
  else if (!restriction.has_desks())
    c.fault(rule::kRestriction, spot.at("desks"), "", "how many desks are open at most");
  check_desk_type(c, restriction, *checkpoint, spot);
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
  check_desks(c, restriction, spot);
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
