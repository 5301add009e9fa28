// SPDX-License-Identifier: Apache-2.0
// Hubs piece by piece: places, checkpoints and walks. Whether one can cross them is asked in
// check_hub_ways.cpp.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/time.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/checking.hpp"
#include "models/scenario/feeds.hpp"
#include "models/scenario/hub_points.hpp"
#include "models/scenario/rules.hpp"
#include "models/scenario/staff_plans.hpp"

namespace stopover::scenario {
namespace {

constexpr int kMostDeskTypes = 3;  // as the day sweep
constexpr int kMostRules = 3;
constexpr double kSmallestCv = 0.01;  // below it a spread cannot be told from none

// ---- checkpoints --------------------------------------------------------------------------------

// The periods of one day.
void check_staff_plan(Checking& c, const StaffingList& staffing, const StaffPlan& plan,
                      const Spot& spot) {
  std::optional<Seconds> end;
  std::string end_text;
  for (const int i : plan.periods) {
    const Staffing& period = staffing[i];
    const Spot at = spot.at(indexed("staffing", i));
    const auto from = parse_service_time(period.from());
    const auto until = parse_service_time(period.until());
    if (!from || !until) return;
    if (*until <= *from)
      c.fault(rule::kTimeRange, at.at("until"), period.until(), "a time after " + period.from());
    else if (end && *from < *end)
      c.fault(rule::kPeriods, at.at("from"), period.from(),
              "not before the end of the period above, " + end_text);
    else if (end && *from > *end)
      c.fault(rule::kStaffGap, at.at("from"), period.from(),
              "the end of the period above, " + end_text);
    end = *until > *from ? until : std::nullopt;
    end_text = period.until();
  }
}

// The first day of the horizon for which there is no plan.
void check_staffed_days(Checking& c, const std::vector<StaffPlan>& plans, const Spot& spot) {
  const Horizon& horizon = c.loaded().scenario.horizon();
  const auto first = CivilDate::parse(horizon.first_day());
  if (c.loaded().base_missing || !first || plans.empty()) return;
  const CivilDate until = first->plus_days(std::clamp(horizon.days(), 0, 400));
  for (CivilDate day = first->plus_days(-std::clamp(horizon.warmup_days(), 0, 400)); day < until;
       day = day.plus_days(1)) {
    if (plan_on(plans, day) != nullptr) continue;
    c.fault(rule::kStaffGap, spot.at("staffing"), day.text(),
            "periods that hold on each day of the horizon, with 0 desks where nobody is there");
    return;
  }
}

// Of a checkpoint or of a type of desk.
template <class Desks>
void check_staffing(Checking& c, const Desks& checkpoint, const Spot& spot) {
  std::int64_t most = 0;
  for (int i = 0; i < checkpoint.staffing_size(); ++i) {
    const Staffing& period = checkpoint.staffing(i);
    most = std::max<std::int64_t>(most, period.desks());
    check_valid_dates(c, spot.at(indexed("staffing", i)), period.valid_from(),
                      period.valid_until());
  }
  if (most == 0)
    c.fault(rule::kNoStaff, spot.at("staffing"), "", "a period with at least one desk");
  const std::vector<StaffPlan> plans = staff_plans(checkpoint.staffing());
  for (const StaffPlan& plan : plans) check_staff_plan(c, checkpoint.staffing(), plan, spot);
  check_staffed_days(c, plans, spot);
}

void check_service_time(Checking& c, const ServiceTime& service, const Spot& spot) {
  const bool spread = service.distribution() == LOGNORMAL || service.distribution() == GAMMA;
  const bool fixed = service.distribution() == CONSTANT || service.distribution() == EXPONENTIAL;
  if (!(spread && service.cv() < kSmallestCv) && !(fixed && service.cv() != 0)) return;
  c.fault(rule::kServiceTime, spot.at("cv"), fmt::format("{}", service.cv()),
          fmt::format("{} for {}", spread ? fmt::format("{} or more", kSmallestCv) : "no cv",
                      Distribution_Name(service.distribution())));
}

void check_desk_lines(Checking& c, const Checkpoint& checkpoint, const Spot& spot) {
  std::set<std::string> ids;
  for (int k = 0; k < checkpoint.desk_type_size(); ++k) {
    const DeskType& type = checkpoint.desk_type(k);
    const Spot at = spot.at(indexed("desk_type", k));
    if (k >= kMostDeskTypes)
      c.fault(rule::kDeskTypes, at, type.id(),
              fmt::format("at most {} desk types", kMostDeskTypes));
    if (!ids.insert(type.id()).second)
      c.fault(rule::kDeskTypes, at.at("id"), type.id(), "an id that no other type here has");
    if (type.id() == kOrdinaryDesks)
      c.fault(rule::kDeskTypes, at.at("id"), type.id(),
              "another id: so are the desks called that are of no type");
    check_staffing(c, type, at);
    check_service_time(c, type.service(), at.at("service"));
  }
  for (int k = 0; k < checkpoint.passenger_rule_size(); ++k) {
    const Spot at = spot.at(indexed("passenger_rule", k));
    if (k >= kMostRules)
      c.fault(rule::kDeskTypes, at, "", fmt::format("at most {} rules", kMostRules));
    const PassengerRule& rule = checkpoint.passenger_rule(k);
    if (rule.has_service()) check_service_time(c, rule.service(), at.at("service"));
  }
  if (checkpoint.has_patience())
    check_service_time(c, checkpoint.patience().time(), spot.at("patience.time"));
}

void check_dwell(Checking& c, const Checkpoint& checkpoint, const Spot& spot) {
  const auto none = [&](bool there, const char* field) {
    if (there) c.fault(rule::kDwell, spot.at(field), field, "nothing, beside dwell");
  };
  none(checkpoint.staffing_size() > 0, "staffing");
  none(checkpoint.desk_type_size() > 0, "desk_type");
  none(checkpoint.passenger_rule_size() > 0, "passenger_rule");
  none(checkpoint.has_hall_room(), "hall_room");
  none(checkpoint.has_patience(), "patience");
}

void check_checkpoints(Checking& c, const Hub& hub, std::map<std::string, Spot>& first_of) {
  for (int i = 0; i < hub.checkpoint_size(); ++i) {
    const Checkpoint& checkpoint = hub.checkpoint(i);
    const Spot spot{"hub", hub.id(), indexed("checkpoint", i)};
    if (!checkpoint.id().empty()) {
      const auto [first, is_new] = first_of.try_emplace(checkpoint.id(), spot);
      if (!is_new)
        c.fault(rule::kCheckpointTwice, spot.at("id"), checkpoint.id(),
                "an id that no other checkpoint has; first at " + c.place_text(first->second));
    }
    if (checkpoint.has_dwell()) {
      check_dwell(c, checkpoint, spot);
    } else {
      check_staffing(c, checkpoint, spot);
      check_desk_lines(c, checkpoint, spot);
    }
    if (checkpoint.has_service()) check_service_time(c, checkpoint.service(), spot.at("service"));
  }
}

// ---- walks --------------------------------------------------------------------------------------

// Known in this hub?
bool check_end(Checking& c, const Hub& hub, const Spot& spot, const std::string& text) {
  const HubPoint point = hub_point(text);
  const Hub* owner = point.kind == HubPoint::Kind::kCheckpoint ? c.hub_of_checkpoint(text)
                                                               : c.hub_of_place(point.name);
  if (owner == &hub || is_point_of(hub, point)) return true;
  if (text.empty()) return false;  // reported alone
  if (owner != nullptr)
    c.fault(rule::kOtherHub, spot, text,
            fmt::format("a point of hub {}, not {}", hub.id(), owner->id()));
  else
    c.fault(rule::kVertex, spot, text,
            "<place>:arrive, <place>:depart or a checkpoint of this hub" +
                io::did_you_mean(text, points_of(hub)));
  return false;
}

void check_walk(Checking& c, const Hub& hub, const Walk& walk, const Spot& spot) {
  const bool from_known = check_end(c, hub, spot.at("from"), walk.from());
  const bool to_known = check_end(c, hub, spot.at("to"), walk.to());
  if (!from_known || !to_known) return;
  const auto from = hub_point(walk.from()).kind;
  const auto to = hub_point(walk.to()).kind;
  if (walk.from() == walk.to())
    c.fault(rule::kSamePlace, spot.at("to"), walk.to(), "another point than from");
  else if (from == HubPoint::Kind::kDepart)
    c.fault(rule::kWalkDirection, spot.at("from"), walk.from(), "an arrival or a checkpoint");
  else if (to == HubPoint::Kind::kArrive)
    c.fault(rule::kWalkDirection, spot.at("to"), walk.to(), "a departure or a checkpoint");
  else if (walk.both_ways() &&
           (from != HubPoint::Kind::kCheckpoint || to != HubPoint::Kind::kCheckpoint))
    c.fault(rule::kWalkDirection, spot.at("both_ways"), "true",
            "one way only: it begins at an arrival or ends at a departure");
}

// ---- connections --------------------------------------------------------------------------------

constexpr int kMostMinimumConnections = 10'000;  // of a hub

// All that a row says of whom it is for.
std::string conditions_text(const MinimumConnection& row) {
  std::set<int> classes(row.only().begin(), row.only().end());
  return fmt::format("{} - {}, {} {} - {} {}, {} {}", row.from(), row.to(),
                     static_cast<int>(row.mode_in()), row.carrier_in(),
                     static_cast<int>(row.mode_out()), row.carrier_out(), row.product(),
                     fmt::join(classes, " "));
}

// Carriers that a row may name, if all are known: those of feeds are not.
std::optional<std::set<std::string>> known_carriers(const Checking& c) {
  bool feeds = !c.has_all("feed") || !c.has_all("flight") || !c.has_all("line");
  each_feed(c.loaded().scenario.files(),
            [&](std::string_view /*list*/, const Feed& /*feed*/) { feeds = true; });
  if (feeds) return std::nullopt;
  std::set<std::string> carriers;
  for (const FlightGroup& flight : c.elements().flight()) carriers.insert(flight.carrier());
  for (const Line& line : c.elements().line()) carriers.insert(line.id());
  return carriers;
}

void check_carriers(Checking& c, const MinimumConnection& row, const Spot& spot,
                    const std::optional<std::set<std::string>>& carriers) {
  if (!carriers) return;
  for (const auto& [field, name] :
       {std::pair("carrier_in", row.carrier_in()), std::pair("carrier_out", row.carrier_out())})
    if (!name.empty() && !carriers->contains(name))
      c.fault(rule::kMinimumCarrier, spot.at(field), name,
              "the carrier of a flight or the id of a line" +
                  io::did_you_mean(name, std::vector(carriers->begin(), carriers->end())));
}

void check_connections(Checking& c, const Hub& hub,
                       const std::optional<std::set<std::string>>& carriers) {
  std::set<std::string> seen;
  if (hub.minimum_connection_size() > kMostMinimumConnections)
    c.fault(rule::kHubConnection, {"hub", hub.id(), "minimum_connection"},
            fmt::format("{} rows", hub.minimum_connection_size()),
            fmt::format("at most {} rows", kMostMinimumConnections));
  for (int i = 0; i < hub.minimum_connection_size(); ++i) {
    const MinimumConnection& one = hub.minimum_connection(i);
    const Spot spot{"hub", hub.id(), indexed("minimum_connection", i)};
    check_carriers(c, one, spot, carriers);
    for (const auto& [field, place] : {std::pair("from", one.from()), std::pair("to", one.to())})
      if (c.place(place) != nullptr && c.hub_of_place(place) != &hub)
        c.fault(rule::kHubConnection, spot.at(field), place, "a place of hub " + hub.id());
    if (!seen.insert(conditions_text(one)).second)
      c.fault(rule::kHubConnection, spot, one.from() + " - " + one.to(),
              "each pair once for the same modes, carriers, classes and product");
  }
}

}  // namespace

void check_hubs(Checking& c) {
  std::map<std::string, Spot> first_of;
  const auto carriers = known_carriers(c);
  for (const Hub& hub : c.elements().hub()) {
    for (int i = 0; i < hub.places_size(); ++i) {
      const Hub* owner = c.hub_of_place(hub.places(i));
      if (owner != &hub && owner != nullptr)
        c.fault(rule::kTwoHubs, {"hub", hub.id(), indexed("places", i)}, hub.places(i),
                fmt::format("a place that is not in hub {}", owner->id()));
    }
    check_checkpoints(c, hub, first_of);
    for (int i = 0; i < hub.walk_size(); ++i)
      check_walk(c, hub, hub.walk(i), {"hub", hub.id(), indexed("walk", i)});
    check_connections(c, hub, carriers);
  }
}

}  // namespace stopover::scenario
