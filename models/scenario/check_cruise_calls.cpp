// SPDX-License-Identifier: Apache-2.0
// Calls and deployments of cruise ships: times, berths that hold the ship, stays that do not
// overlap.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "engine/base/half_open.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/cruise_rules.hpp"

namespace stopover::scenario {
namespace {

// Minutes are enough to order two times of one port; a date alone is its whole day.
struct Times {
  std::optional<CivilTime> from;
  std::optional<CivilTime> until;
};

std::optional<CivilTime> parse_call_time(const std::string& text) {
  if (const auto time = parse_civil_time(text)) return time;
  if (const auto date = CivilDate::parse(text)) return CivilTime{*date, Seconds(0)};
  return std::nullopt;
}

std::optional<CivilTime> read_time(Checking& c, const Spot& spot, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto time = parse_call_time(text);
  if (!time)
    c.fault(rule::kCallTime, spot, text, "a local time such as 2024-06-03T07:00, or a date");
  return time;
}

class Calls {
 public:
  explicit Calls(Checking& c) : c_(c) {
    for (const CruiseShip& ship : c.elements().cruise_ship()) ships_.emplace(ship.id(), &ship);
    for (const CruiseBerth& berth : c.elements().cruise_berth())
      berths_.emplace(berth.id(), &berth);
  }

  void check(const CruiseCall& call) {
    const Spot spot{"cruise_call", call.id(), ""};
    Times times{read_time(c_, spot.at("arrive"), call.arrive()),
                read_time(c_, spot.at("depart"), call.depart())};
    check_times(call, spot, times);
    check_berth(spot, call.ship(), call.terminal(), call.berth());
    check_guests(call, spot);
    if (!times.from || !times.until || !(*times.from < *times.until)) return;
    const HalfOpen<CivilTime> stay{*times.from, *times.until};
    overlap(rule::kShipTwice, ship_stays_[call.ship()], call, {"ship", call.ship(), stay});
    if (!call.berth().empty())
      overlap(rule::kBerthTaken, berth_stays_[call.berth()], call, {"berth", call.berth(), stay});
  }

  void check(const CruiseDeployment& one) {
    const Spot spot{"cruise_deployment", one.id(), ""};
    check_valid_dates(c_, spot, one.valid_from(), one.valid_until());
    for (int i = 0; i < one.nights_size(); ++i)
      if (std::isfinite(one.nights(i)) && std::trunc(one.nights(i)) != one.nights(i))
        c_.fault(rule::kNights, spot.at(indexed("nights", i)), fmt::format("{}", one.nights(i)),
                 "a whole number of nights");
    const auto arrive = parse_service_time(one.arrive());
    const auto depart = parse_service_time(one.depart());
    if (arrive && depart && *depart <= *arrive)
      c_.fault(rule::kCallOrder, spot.at("depart"), one.depart(), "a time after " + one.arrive());
    check_berth(spot, one.ship(), one.terminal(), "");
  }

 private:
  struct Stay {
    const char* field = "";
    const std::string& of;
    HalfOpen<CivilTime> time;
  };
  struct Known {
    HalfOpen<CivilTime> time;
    const CruiseCall* call = nullptr;
  };

  void check_times(const CruiseCall& call, const Spot& spot, const Times& times) {
    const bool comes = call.kind() != "embark";
    const bool goes = call.kind() != "disembark";
    if (comes && call.arrive().empty())
      c_.fault(rule::kCallNoTime, spot.at("arrive"), "", "when a ship of this kind comes");
    if (goes && call.depart().empty())
      c_.fault(rule::kCallNoTime, spot.at("depart"), "", "when a ship of this kind leaves");
    if (!times.from || !times.until) return;
    const bool dates = call.arrive().size() <= 10 || call.depart().size() <= 10;
    if (*times.until < *times.from || (*times.until == *times.from && !dates))
      c_.fault(rule::kCallOrder, spot.at("depart"), call.depart(), "a time after " + call.arrive());
  }

  void check_guests(const CruiseCall& call, const Spot& spot) {
    const auto ship = ships_.find(call.ship());
    if (ship == ships_.end()) return;
    const auto check = [&](const char* field, int guests) {
      if (guests + call.guests_through() > ship->second->guests_max())
        c_.fault(rule::kTooManyGuests, spot.at(field), fmt::format("{}", guests),
                 fmt::format("at most the {} beds of {}, with those who stay aboard",
                             ship->second->guests_max(), ship->second->id()));
    };
    if (call.has_guests_off()) check("guests_off", call.guests_off());
    if (call.has_guests_on()) check("guests_on", call.guests_on());
    if (call.has_guests_through() && !call.has_guests_off() && !call.has_guests_on())
      check("guests_through", 0);
  }

  static bool holds(const CruiseBerth& berth, const CruiseShip& ship) {
    return ship.length_m() <= berth.length_m() && ship.draught_m() <= berth.depth_m() &&
           (berth.gt_max() == 0 || ship.gt() <= berth.gt_max());
  }

  void check_berth(const Spot& spot, const std::string& ship_id, const std::string& terminal,
                   const std::string& berth_id) {
    const auto ship = ships_.find(ship_id);
    if (ship == ships_.end()) return;
    const std::string what =
        fmt::format("{} of {} m, {} m deep, {} GT", ship_id, ship->second->length_m(),
                    ship->second->draught_m(), ship->second->gt());
    if (berth_id.empty()) {
      const auto& all = c_.elements().cruise_berth();
      const bool any = std::any_of(all.begin(), all.end(), [&](const CruiseBerth& berth) {
        return berth.terminal() == terminal && holds(berth, *ship->second);
      });
      if (!any && c_.has_all("cruise_berth"))
        c_.fault(rule::kBerthTooSmall, spot.at("terminal"), what,
                 "a ship that some berth of " + terminal + " holds");
      return;
    }
    const auto berth = berths_.find(berth_id);
    if (berth == berths_.end()) return;
    if (berth->second->terminal() != terminal)
      c_.fault(rule::kBerthElsewhere, spot.at("berth"), berth_id, "a berth of " + terminal);
    if (!holds(*berth->second, *ship->second))
      c_.fault(rule::kBerthTooSmall, spot.at("berth"), what,
               fmt::format("a ship for {} m, {} m deep{}", berth->second->length_m(),
                           berth->second->depth_m(),
                           berth->second->gt_max() == 0
                               ? std::string()
                               : fmt::format(", {} GT", berth->second->gt_max())));
  }

  void overlap(std::string_view rule, std::vector<Known>& known, const CruiseCall& call,
               const Stay& stay) {
    for (const Known& other : known)
      if (other.time.overlaps(stay.time)) {
        c_.fault(rule, {"cruise_call", call.id(), stay.field}, stay.of,
                 fmt::format("no stay while {} is there, {}", other.call->id(),
                             c_.place_text({"cruise_call", other.call->id(), ""})));
        break;
      }
    known.push_back({stay.time, &call});
  }

  Checking& c_;
  std::map<std::string, const CruiseShip*, std::less<>> ships_;
  std::map<std::string, const CruiseBerth*, std::less<>> berths_;
  std::map<std::string, std::vector<Known>> ship_stays_;
  std::map<std::string, std::vector<Known>> berth_stays_;
};

}  // namespace

void check_cruise_calls(Checking& c) {
  Calls calls(c);
  c.each("cruise_call", c.elements().cruise_call(),
         [&](const CruiseCall& call) { calls.check(call); });
  c.each("cruise_deployment", c.elements().cruise_deployment(),
         [&](const CruiseDeployment& one) { calls.check(one); });
}

}  // namespace stopover::scenario
