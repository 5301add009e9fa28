// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/field_rules.hpp"

#include <map>
#include <utility>

#include "engine/base/check.hpp"
#include "models/scenario/scenario.pb.h"

namespace stopover::scenario {
namespace {

constexpr bool kNeeded = true;
constexpr double kDay = 86'400;
constexpr double kMinutesOfDay = 1'440;
constexpr double kMoneyMax = 1e9;
constexpr double kWeightMax = 1e12;
constexpr std::string_view kSightCategories =
    "aquarium|boat-tour|garden|historic-street|lake|museum|observation-deck|park|shopping|temple|"
    "theme-park|water-town|waterfront|zoo";

constexpr FieldRule text(std::string_view message, std::string_view field, bool needed = false) {
  return {.message = message, .field = field, .form = Form::kText, .needed = needed};
}
constexpr FieldRule of(std::string_view message, std::string_view field, Form form,
                       bool needed = false) {
  return {.message = message, .field = field, .form = form, .needed = needed};
}
constexpr FieldRule to(std::string_view message, std::string_view field, std::string_view kinds,
                       bool needed = false) {
  return {.message = message,
          .field = field,
          .form = Form::kReference,
          .needed = needed,
          .detail = kinds};
}
constexpr FieldRule word(std::string_view message, std::string_view field, std::string_view words) {
  return {
      .message = message, .field = field, .form = Form::kWord, .needed = kNeeded, .detail = words};
}
struct Range {
  double min = 0;
  double max = 0;
  std::string_view unit = {};
};
constexpr FieldRule number(std::string_view message, std::string_view field, Range range) {
  return {.message = message,
          .field = field,
          .form = Form::kNumber,
          .min = range.min,
          .max = range.max,
          .unit = range.unit};
}
// More than `range.min`: so zero, which may mean "left out", is an error.
constexpr FieldRule above(std::string_view message, std::string_view field, Range range) {
  FieldRule rule = number(message, field, range);
  rule.above_min = true;
  return rule;
}
constexpr FieldRule whole(std::string_view message, std::string_view field, Range range) {
  FieldRule rule = number(message, field, range);
  rule.form = Form::kWhole;
  return rule;
}
constexpr FieldRule money(std::string_view message, std::string_view field) {
  FieldRule rule = number(message, field, {0, kMoneyMax, "yuan"});
  rule.form = Form::kMoney;
  return rule;
}
constexpr FieldRule time(std::string_view message, std::string_view field, bool needed,
                         double max_hours) {
  return {.message = message,
          .field = field,
          .form = Form::kTime,
          .needed = needed,
          .min = 0,
          .max = max_hours * 3600};
}

constexpr FieldRule kTable[] = {
    of("Scenario", "id", Form::kId, kNeeded),
    text("Scenario", "title", kNeeded),
    text("Scenario", "title_zh"),
    text("Scenario", "description"),
    text("Scenario", "base"),
    of("Scenario", "gateway", Form::kMessage, kNeeded),
    of("Scenario", "horizon", Form::kMessage, kNeeded),
    of("Scenario", "run", Form::kMessage),
    of("Scenario", "files", Form::kMessage),
    of("Scenario", "elements", Form::kMessage),
    of("Scenario", "change", Form::kMessage),

    text("Gateway", "name", kNeeded),
    text("Gateway", "name_zh"),
    of("Gateway", "time_zone", Form::kZone, kNeeded),
    of("Gateway", "country", Form::kCountry, kNeeded),
    to("Gateway", "places", "place", kNeeded),

    of("Horizon", "first_day", Form::kDate, kNeeded),
    whole("Horizon", "days", {1, 400, "d"}),
    whole("Horizon", "warmup_days", {0, 60, "d"}),

    whole("RunDefaults", "seed", {0, 18446744073709551615.0}),
    whole("RunDefaults", "replications", {0, 100'000}),
    number("RunDefaults", "sample", {0, 1}),
    of("RunDefaults", "learning", Form::kMessage),

    whole("Learning", "rounds", {1, 100}),
    whole("Learning", "days", {0, 400, "d"}),
    number("Learning", "tolerance", {0, 1}),

    text("Feed", "path", kNeeded),
    text("Feed", "prefix"),
    of("Feed", "stop_place", Form::kMessage),
    of("Feed", "provenance", Form::kMessage, kNeeded),
    whole("Feed", "seats", {1, 100'000}),
    of("Feed", "fare", Form::kMessage),
    money("Feed", "flat_fare_yuan"),
    to("Feed", "delay", "delay"),
    whole("Feed", "closes_minutes", {0, kMinutesOfDay, "min"}),

    text("StopPlace", "key", kNeeded),
    to("StopPlace", "value", "place", kNeeded),

    of("Provenance", "source", Form::kSource, kNeeded),
    of("Provenance", "confidence", Form::kConfidence, kNeeded),
    text("Provenance", "note"),

    of("Place", "id", Form::kId, kNeeded),
    text("Place", "name", kNeeded),
    text("Place", "name_zh"),
    of("Place", "kind", Form::kEnum, kNeeded),
    number("Place", "lon", {-180, 180, "deg"}),
    number("Place", "lat", {-90, 90, "deg"}),
    of("Place", "time_zone", Form::kZone, kNeeded),
    of("Place", "country", Form::kCountry, kNeeded),
    whole("Place", "board_minutes", {0, kMinutesOfDay, "min"}),
    whole("Place", "alight_minutes", {0, kMinutesOfDay, "min"}),
    whole("Place", "connect_minutes", {0, kMinutesOfDay, "min"}),
    whole("Place", "reserve_minutes", {0, kMinutesOfDay, "min"}),
    of("Place", "provenance", Form::kMessage, kNeeded),

    of("Hub", "id", Form::kId, kNeeded),
    text("Hub", "name", kNeeded),
    text("Hub", "name_zh"),
    to("Hub", "places", "place", kNeeded),
    of("Hub", "checkpoint", Form::kMessage),
    of("Hub", "walk", Form::kMessage, kNeeded),
    of("Hub", "minimum_connection", Form::kMessage),
    of("Hub", "provenance", Form::kMessage, kNeeded),

    of("Checkpoint", "id", Form::kId, kNeeded),
    text("Checkpoint", "name", kNeeded),
    text("Checkpoint", "name_zh"),
    of("Checkpoint", "kind", Form::kEnum, kNeeded),
    of("Checkpoint", "serves", Form::kEnum),
    of("Checkpoint", "staffing", Form::kMessage),
    of("Checkpoint", "service", Form::kMessage, kNeeded),
    whole("Checkpoint", "closes_minutes_before", {0, kMinutesOfDay, "min"}),
    whole("Checkpoint", "wait_target_minutes", {0, kMinutesOfDay, "min"}),
    of("Checkpoint", "provenance", Form::kMessage, kNeeded),
    of("Checkpoint", "desk_type", Form::kMessage),
    of("Checkpoint", "passenger_rule", Form::kMessage),
    whole("Checkpoint", "hall_room", {1, 1'000'000, "persons"}),
    of("Checkpoint", "patience", Form::kMessage),
    of("Checkpoint", "dwell", Form::kMessage),

    of("DeskType", "id", Form::kId, kNeeded),
    text("DeskType", "name", kNeeded),
    text("DeskType", "name_zh"),
    of("DeskType", "serves", Form::kEnum),
    of("DeskType", "staffing", Form::kMessage, kNeeded),
    of("DeskType", "service", Form::kMessage, kNeeded),
    number("DeskType", "eligible_share", {0, 1}),
    number("DeskType", "refusal_share", {0, 1}),
    of("DeskType", "provenance", Form::kMessage, kNeeded),

    of("PassengerRule", "of", Form::kEnum, kNeeded),
    whole("PassengerRule", "level", {-10, 10}),
    whole("PassengerRule", "weight", {1, 1000}),
    of("PassengerRule", "service", Form::kMessage),

    of("Patience", "time", Form::kMessage, kNeeded),
    whole("Patience", "instead_minutes", {0, kMinutesOfDay, "min"}),

    number("Dwell", "visit_share", {0, 1}),
    of("Dwell", "bags", Form::kMessage),

    whole("BagStream", "first_minutes", {0, kMinutesOfDay, "min"}),
    whole("BagStream", "span_minutes", {0, kMinutesOfDay, "min"}),
    number("BagStream", "bag_share", {0, 1}),

    time("Staffing", "from", kNeeded, 24),
    time("Staffing", "until", kNeeded, 24),
    whole("Staffing", "desks", {0, 10'000, "desks"}),

    of("ServiceTime", "distribution", Form::kEnum, kNeeded),
    number("ServiceTime", "mean_seconds", {0.1, kDay, "s"}),
    number("ServiceTime", "cv", {0, 10}),

    of("Walk", "from", Form::kVertex, kNeeded),
    of("Walk", "to", Form::kVertex, kNeeded),
    number("Walk", "seconds", {0, 14'400, "s"}),
    number("Walk", "sd_seconds", {0, 14'400, "s"}),
    of("Walk", "only", Form::kEnum),
    of("Walk", "both_ways", Form::kFlag),

    to("MinimumConnection", "from", "place", kNeeded),
    to("MinimumConnection", "to", "place", kNeeded),
    whole("MinimumConnection", "minutes", {1, kMinutesOfDay, "min"}),
    of("MinimumConnection", "provenance", Form::kMessage, kNeeded),

    of("Line", "id", Form::kId, kNeeded),
    text("Line", "name", kNeeded),
    text("Line", "name_zh"),
    of("Line", "mode", Form::kEnum, kNeeded),
    of("Line", "stop", Form::kMessage),
    of("Line", "both_ways", Form::kFlag),
    of("Line", "valid_from", Form::kDate),
    of("Line", "valid_until", Form::kDate),
    of("Line", "days", Form::kDays),
    of("Line", "headway", Form::kMessage),
    whole("Line", "seats", {0, 100'000, "seats"}),
    whole("Line", "standing", {0, 100'000, "persons"}),
    of("Line", "reserved", Form::kFlag),
    of("Line", "fare", Form::kMessage),
    money("Line", "flat_fare_yuan"),
    whole("Line", "boarding_closes_seconds", {0, kDay, "s"}),
    to("Line", "delay", "delay"),
    of("Line", "provenance", Form::kMessage, kNeeded),

    to("LineStop", "place", "place", kNeeded),
    number("LineStop", "minutes", {0, 10'080, "min"}),

    time("Headway", "from", kNeeded, 48),
    time("Headway", "until", kNeeded, 48),
    number("Headway", "minutes", {0.5, kMinutesOfDay, "min"}),

    to("Fare", "from", "place", kNeeded),
    to("Fare", "to", "place", kNeeded),
    money("Fare", "yuan"),

    of("Road", "id", Form::kId, kNeeded),
    of("Road", "mode", Form::kEnum, kNeeded),
    to("Road", "from", "place", kNeeded),
    to("Road", "to", "place", kNeeded),
    of("Road", "both_ways", Form::kFlag),
    above("Road", "minutes", {0, 2'880, "min"}),
    number("Road", "sd_minutes", {0, 2'880, "min"}),
    money("Road", "fare_yuan"),
    whole("Road", "party_max", {1, 100, "persons"}),
    of("Road", "provenance", Form::kMessage, kNeeded),

    of("FlightGroup", "id", Form::kId, kNeeded),
    text("FlightGroup", "carrier", kNeeded),
    to("FlightGroup", "from", "place", kNeeded),
    to("FlightGroup", "to", "place", kNeeded),
    time("FlightGroup", "first_departure", kNeeded, 24),
    time("FlightGroup", "last_departure", !kNeeded, 48),
    whole("FlightGroup", "per_day", {1, 2'000, "flights"}),
    of("FlightGroup", "days", Form::kDays),
    whole("FlightGroup", "block_minutes", {10, kMinutesOfDay, "min"}),
    whole("FlightGroup", "seats", {1, 1'000, "seats"}),
    money("FlightGroup", "fare_yuan"),
    of("FlightGroup", "valid_from", Form::kDate),
    of("FlightGroup", "valid_until", Form::kDate),
    to("FlightGroup", "delay", "delay"),
    whole("FlightGroup", "gate_closes_minutes", {0, 180, "min"}),
    of("FlightGroup", "provenance", Form::kMessage, kNeeded),

    of("DelayProfile", "id", Form::kId, kNeeded),
    number("DelayProfile", "on_time_share", {0, 1}),
    number("DelayProfile", "mean_late_minutes", {0, kMinutesOfDay, "min"}),
    number("DelayProfile", "max_minutes", {0, 2'880, "min"}),
    of("DelayProfile", "provenance", Form::kMessage, kNeeded),
    number("DelayProfile", "hour_factor", {0, 100}),
    number("DelayProfile", "month_factor", {0, 100}),
    number("DelayProfile", "common_share", {0, 0.99}),
    text("DelayProfile", "common_group"),
    number("DelayProfile", "cancelled_share", {0, 1}),
    of("DelayProfile", "on_day", Form::kMessage),

    to("DayEffect", "day_type", "day_type", kNeeded),
    number("DayEffect", "late_factor", {0, 100}),
    number("DayEffect", "lateness_factor", {0, 100}),
    number("DayEffect", "cancelled_share", {0, 1}),

    of("DayType", "id", Form::kId, kNeeded),
    text("DayType", "name", kNeeded),
    text("DayType", "name_zh"),
    number("DayType", "month_weight", {0, kWeightMax}),
    of("DayType", "provenance", Form::kMessage, kNeeded),

    of("Rotation", "id", Form::kId, kNeeded),
    text("Rotation", "carrier"),
    to("Rotation", "member", "line|flight"),
    whole("Rotation", "turnaround_minutes", {0, kMinutesOfDay, "min"}),
    of("Rotation", "provenance", Form::kMessage, kNeeded),

    of("Restriction", "id", Form::kId, kNeeded),
    text("Restriction", "name", kNeeded),
    text("Restriction", "name_zh"),
    to("Restriction", "target", "line|flight|place|hub", kNeeded),
    of("Restriction", "only", Form::kEnum),
    to("Restriction", "day_type", "day_type"),
    of("Restriction", "valid_from", Form::kDate),
    of("Restriction", "valid_until", Form::kDate),
    time("Restriction", "from", kNeeded, 48),
    time("Restriction", "until", kNeeded, 48),
    above("Restriction", "per_hour", {0, 10'000, "vehicles/h"}),
    whole("Restriction", "hold_minutes", {0, 2'880, "min"}),
    of("Restriction", "provenance", Form::kMessage, kNeeded),

    of("Background", "id", Form::kId, kNeeded),
    to("Background", "target", "line|flight|checkpoint", kNeeded),
    time("Background", "from", kNeeded, 48),
    time("Background", "until", kNeeded, 48),
    number("Background", "seat_share", {0, 1}),
    number("Background", "people_per_quarter", {0, 1'000'000, "persons"}),
    of("Background", "provenance", Form::kMessage, kNeeded),
    of("Background", "passenger_class", Form::kEnum),

    of("Segment", "id", Form::kId, kNeeded),
    text("Segment", "name", kNeeded),
    text("Segment", "name_zh"),
    of("Segment", "kind", Form::kEnum, kNeeded),
    text("Segment", "purpose", kNeeded),
    of("Segment", "nationality", Form::kMessage, kNeeded),
    number("Segment", "party_size_weight", {0, kWeightMax}),
    number("Segment", "value_of_time_yuan_per_hour", {0.01, 100'000, "yuan/h"}),
    number("Segment", "value_of_time_sigma", {0, 5}),
    to("Segment", "time_profile", "time_profile", kNeeded),
    number("Segment", "nights_weight", {0, kWeightMax}),
    number("Segment", "stay_interest", {0, 100}),
    whole("Segment", "volume_year", {1900, 2200}),
    number("Segment", "growth_per_year", {-0.5, 1}),
    number("Segment", "volume_low", {0.01, 1}),
    number("Segment", "volume_high", {1, 100}),
    of("Segment", "provenance", Form::kMessage, kNeeded),

    of("WeightedCountry", "country", Form::kCountry, kNeeded),
    number("WeightedCountry", "weight", {0, kWeightMax}),

    of("TimeProfile", "id", Form::kId, kNeeded),
    number("TimeProfile", "hour_weight", {0, kWeightMax}),
    of("TimeProfile", "provenance", Form::kMessage, kNeeded),

    of("Catchment", "id", Form::kId, kNeeded),
    of("Catchment", "member", Form::kMessage, kNeeded),
    of("Catchment", "provenance", Form::kMessage, kNeeded),

    to("WeightedPlace", "place", "place", kNeeded),
    number("WeightedPlace", "weight", {0, kWeightMax}),

    of("Market", "id", Form::kId, kNeeded),
    to("Market", "from", "place|catchment", kNeeded),
    to("Market", "to", "place|catchment", kNeeded),
    to("Market", "segment", "segment", kNeeded),
    number("Market", "persons_per_day", {0, 100'000'000, "persons/d"}),
    of("Market", "provenance", Form::kMessage, kNeeded),

    of("Regime", "id", Form::kId, kNeeded),
    text("Regime", "name", kNeeded),
    text("Regime", "name_zh"),
    of("Regime", "valid_from", Form::kDate),
    of("Regime", "valid_until", Form::kDate),
    of("Regime", "transit", Form::kFlag),
    whole("Regime", "stay_hours", {0, 8'784, "h"}),
    of("Regime", "clock", Form::kEnum, kNeeded),
    of("Regime", "all_nationalities", Form::kFlag),
    to("Regime", "ports", "place|entry_port"),
    of("Regime", "provenance", Form::kMessage, kNeeded),
    of("Regime", "counter", Form::kEnum),
    of("Regime", "no_limit", Form::kFlag),
    of("Regime", "clock_start", Form::kEnum),
    of("Regime", "domestic_call", Form::kEnum),
    of("Regime", "port_stay", Form::kEnum),
    of("Regime", "exit_ports", Form::kFlag),
    to("Regime", "regions", "entry_region"),
    whole("Regime", "passport_months", {0, 120, "months"}),
    of("Regime", "activities", Form::kEnum),
    of("Regime", "documents", Form::kEnum),
    of("Regime", "group", Form::kMessage),
    whole("Regime", "max_uses", {0, 1'000, "entries"}),
    whole("Regime", "uses_within_days", {0, 3'660, "d"}),
    to("Regime", "countries_as", "regime"),
    to("Regime", "ports_as", "regime"),

    whole("GroupRule", "persons_min", {1, 10'000, "persons"}),
    of("GroupRule", "agency", Form::kFlag),
    of("GroupRule", "same_ship", Form::kFlag),
    whole("GroupRule", "list_hours_before", {0, 720, "h"}),

    of("EntryListing", "id", Form::kId, kNeeded),
    to("EntryListing", "regime", "regime", kNeeded),
    of("EntryListing", "country", Form::kCountry, kNeeded),
    of("EntryListing", "valid_from", Form::kDate),
    of("EntryListing", "valid_until", Form::kDate),
    of("EntryListing", "provenance", Form::kMessage, kNeeded),

    of("PortListing", "id", Form::kId, kNeeded),
    to("PortListing", "regime", "regime", kNeeded),
    to("PortListing", "port", "entry_port", kNeeded),
    of("PortListing", "valid_from", Form::kDate),
    of("PortListing", "valid_until", Form::kDate),
    of("PortListing", "provenance", Form::kMessage, kNeeded),

    of("EntryPort", "id", Form::kId, kNeeded),
    text("EntryPort", "name", kNeeded),
    text("EntryPort", "name_zh"),
    to("EntryPort", "region", "entry_region"),
    to("EntryPort", "places", "place"),
    of("EntryPort", "provenance", Form::kMessage, kNeeded),

    of("EntryRegion", "id", Form::kId, kNeeded),
    text("EntryRegion", "name", kNeeded),
    text("EntryRegion", "name_zh"),
    of("EntryRegion", "provenance", Form::kMessage, kNeeded),

    of("EntryStop", "id", Form::kId, kNeeded),
    text("EntryStop", "name", kNeeded),
    text("EntryStop", "name_zh"),
    of("EntryStop", "country", Form::kCountry, kNeeded),
    of("EntryStop", "provenance", Form::kMessage, kNeeded),

    of("EntrySwitch", "id", Form::kId, kNeeded),
    text("EntrySwitch", "name", kNeeded),
    text("EntrySwitch", "name_zh"),
    of("EntrySwitch", "on", Form::kFlag),
    to("EntrySwitch", "regimes", "regime", kNeeded),
    of("EntrySwitch", "clock", Form::kEnum),
    of("EntrySwitch", "clock_start", Form::kEnum),
    of("EntrySwitch", "domestic_call", Form::kEnum),
    to("EntrySwitch", "ports", "entry_port"),
    of("EntrySwitch", "provenance", Form::kMessage, kNeeded),

    of("Parameter", "id", Form::kId, kNeeded),
    number("Parameter", "value", {-1e12, 1e12}),
    number("Parameter", "low", {-1e12, 1e12}),
    number("Parameter", "high", {-1e12, 1e12}),
    text("Parameter", "unit", kNeeded),
    of("Parameter", "provenance", Form::kMessage, kNeeded),

    of("Spending", "id", Form::kId, kNeeded),
    word("Spending", "visitor", "airside|step-out|stopover|visitor|resident"),
    word("Spending", "category", "accommodation|food|shopping|local-transport|sights|other"),
    number("Spending", "probability", {0, 1}),
    money("Spending", "mean_yuan"),
    money("Spending", "mean_yuan_low"),
    money("Spending", "mean_yuan_high"),
    number("Spending", "sigma", {0, 5}),
    word("Spending", "per", "visit|day|night"),
    of("Spending", "provenance", Form::kMessage, kNeeded),

    of("Sight", "id", Form::kId, kNeeded),
    text("Sight", "name", kNeeded),
    text("Sight", "name_zh"),
    word("Sight", "category", kSightCategories),
    to("Sight", "place", "place", kNeeded),
    number("Sight", "lon", {-180, 180, "deg"}),
    number("Sight", "lat", {-90, 90, "deg"}),
    time("Sight", "opens", kNeeded, 24),
    time("Sight", "closes", kNeeded, 48),
    time("Sight", "last_entry", !kNeeded, 48),
    of("Sight", "closed_days", Form::kDays),
    whole("Sight", "minutes_low", {1, kMinutesOfDay, "min"}),
    whole("Sight", "minutes", {1, kMinutesOfDay, "min"}),
    whole("Sight", "minutes_high", {1, kMinutesOfDay, "min"}),
    money("Sight", "ticket_yuan"),
    money("Sight", "ticket_low_yuan"),
    number("Sight", "appeal", {0, 100}),
    to("Sight", "same_as", "sight"),
    of("Sight", "outdoors", Form::kFlag),
    of("Sight", "provenance", Form::kMessage, kNeeded),

    of("SightDays", "id", Form::kId, kNeeded),
    to("SightDays", "sight", "sight", kNeeded),
    of("SightDays", "valid_from", Form::kDate),
    of("SightDays", "valid_until", Form::kDate),
    of("SightDays", "every_year", Form::kFlag),
    of("SightDays", "closed", Form::kFlag),
    time("SightDays", "opens", !kNeeded, 24),
    time("SightDays", "closes", !kNeeded, 48),
    time("SightDays", "last_entry", !kNeeded, 48),
    of("SightDays", "all_week", Form::kFlag),
    of("SightDays", "closed_days", Form::kDays),
    of("SightDays", "provenance", Form::kMessage, kNeeded),

    of("Hotel", "id", Form::kId, kNeeded),
    text("Hotel", "name", kNeeded),
    text("Hotel", "name_zh"),
    to("Hotel", "place", "place", kNeeded),
    number("Hotel", "lon", {-180, 180, "deg"}),
    number("Hotel", "lat", {-90, 90, "deg"}),
    word("Hotel", "grade", "budget|middle|upper|luxury"),
    money("Hotel", "room_yuan"),
    of("Hotel", "provenance", Form::kMessage, kNeeded),

    of("VisitPoint", "id", Form::kId, kNeeded),
    text("VisitPoint", "name", kNeeded),
    text("VisitPoint", "name_zh"),
    word("VisitPoint", "kind", "meal|storage"),
    to("VisitPoint", "place", "place", kNeeded),
    number("VisitPoint", "lon", {-180, 180, "deg"}),
    number("VisitPoint", "lat", {-90, 90, "deg"}),
    time("VisitPoint", "opens", kNeeded, 24),
    time("VisitPoint", "closes", kNeeded, 48),
    whole("VisitPoint", "minutes", {1, kMinutesOfDay, "min"}),
    money("VisitPoint", "yuan"),
    of("VisitPoint", "provenance", Form::kMessage, kNeeded),

    of("VisitInterest", "id", Form::kId, kNeeded),
    text("VisitInterest", "purpose", kNeeded),
    word("VisitInterest", "category", kSightCategories),
    number("VisitInterest", "interest", {0, 100}),
    of("VisitInterest", "provenance", Form::kMessage, kNeeded),
};

using RuleIndex = std::map<std::pair<std::string_view, std::string_view>, const FieldRule*>;

RuleIndex index_rules() {
  RuleIndex index;
  for (const FieldRule& rule : kTable) index.emplace(std::pair(rule.message, rule.field), &rule);
  STOPOVER_CHECK(index.size() == std::size(kTable), "one rule a field");
  return index;
}

}  // namespace

std::vector<const google::protobuf::FileDescriptor*> schema_files() {
  const auto* const whole = Scenario::descriptor()->file();
  std::vector<const google::protobuf::FileDescriptor*> files{whole};
  for (int i = 0; i < whole->dependency_count(); ++i) files.push_back(whole->dependency(i));
  return files;
}

std::span<const FieldRule> field_rules() {
  return kTable;
}

const FieldRule* find_rule(std::string_view message, std::string_view field) {
  static const RuleIndex kIndex = index_rules();
  const auto at = kIndex.find({message, field});
  return at == kIndex.end() ? nullptr : at->second;
}

const FieldRule& rule_of(const google::protobuf::FieldDescriptor& field) {
  const FieldRule* rule = find_rule(field.containing_type()->name(), field.name());
  STOPOVER_CHECK(rule != nullptr, "every field of the schema has a rule");
  return *rule;
}

}  // namespace stopover::scenario
