// SPDX-License-Identifier: Apache-2.0
// The columns of each table.
#include "models/scenario/table_columns.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace stopover::scenario {
namespace {

using table_column::field;
using table_column::kConfidence;
using table_column::kNeeded;
using table_column::kNote;
using table_column::kSource;

constexpr TableColumn kPlaces[] = {field("id", kNeeded),
                                   field("name", kNeeded),
                                   field("name_zh"),
                                   field("kind", kNeeded),
                                   field("lon", kNeeded),
                                   field("lat", kNeeded),
                                   field("time_zone", kNeeded),
                                   field("country", kNeeded),
                                   field("board_minutes"),
                                   field("alight_minutes"),
                                   field("connect_minutes"),
                                   field("reserve_minutes"),
                                   kSource,
                                   kConfidence,
                                   kNote};
constexpr TableColumn kRoads[] = {field("id", kNeeded),
                                  field("mode", kNeeded),
                                  field("from", kNeeded),
                                  field("to", kNeeded),
                                  field("both_ways"),
                                  field("minutes", kNeeded),
                                  field("sd_minutes"),
                                  field("fare_yuan", kNeeded),
                                  field("party_max", kNeeded),
                                  {"hour_minutes", "hour_minutes", !kNeeded, CellForm::kFigures},
                                  kSource,
                                  kConfidence,
                                  kNote};
constexpr TableColumn kFlights[] = {field("id", kNeeded),
                                    field("carrier", kNeeded),
                                    field("from", kNeeded),
                                    field("to", kNeeded),
                                    field("first_departure", kNeeded),
                                    field("last_departure"),
                                    field("per_day", kNeeded),
                                    field("days"),
                                    field("block_minutes", kNeeded),
                                    field("seats", kNeeded),
                                    field("fare_yuan", kNeeded),
                                    field("valid_from"),
                                    field("valid_until"),
                                    field("delay"),
                                    field("gate_closes_minutes"),
                                    kSource,
                                    kConfidence,
                                    kNote};
constexpr TableColumn kSegments[] = {
    field("id", kNeeded),
    field("name", kNeeded),
    field("name_zh"),
    field("kind", kNeeded),
    field("purpose", kNeeded),
    {"nationality", "nationality", kNeeded, CellForm::kCountries},
    {"party_size_weight", "party_size_weight", kNeeded, CellForm::kWeights},
    field("value_of_time_yuan_per_hour", kNeeded),
    field("value_of_time_sigma"),
    field("time_profile", kNeeded),
    {"nights_weight", "nights_weight", !kNeeded, CellForm::kWeights},
    field("stay_interest"),
    field("volume_year"),
    field("growth_per_year"),
    field("volume_low"),
    field("volume_high"),
    field("booking_days"),
    field("booking_sigma"),
    kSource,
    kConfidence,
    kNote};
constexpr TableColumn kMarkets[] = {field("id", kNeeded),
                                    field("from", kNeeded),
                                    field("to", kNeeded),
                                    field("segment", kNeeded),
                                    field("persons_per_day", kNeeded),
                                    kSource,
                                    kConfidence,
                                    kNote};
constexpr TableColumn kCatchments[] = {{"catchment", "id", kNeeded},
                                       {"place", "member.place", kNeeded, CellForm::kMember},
                                       {"weight", "member.weight", kNeeded, CellForm::kMember},
                                       kSource,
                                       kConfidence,
                                       kNote};
constexpr TableColumn kEntryListings[] = {field("id", kNeeded),
                                          field("regime", kNeeded),
                                          field("country", kNeeded),
                                          field("valid_from"),
                                          field("valid_until"),
                                          kSource,
                                          kConfidence,
                                          kNote};
constexpr TableColumn kPortListings[] = {field("id", kNeeded),
                                         field("regime", kNeeded),
                                         field("port", kNeeded),
                                         field("valid_from"),
                                         field("valid_until"),
                                         kSource,
                                         kConfidence,
                                         kNote};
constexpr TableColumn kRegimes[] = {field("id", kNeeded),
                                    field("name", kNeeded),
                                    field("name_zh"),
                                    field("valid_from"),
                                    field("valid_until"),
                                    field("transit"),
                                    field("stay_hours"),
                                    field("no_limit"),
                                    field("clock", kNeeded),
                                    field("clock_start"),
                                    field("all_nationalities"),
                                    field("countries_as"),
                                    {"ports", "ports", !kNeeded, CellForm::kList},
                                    field("ports_as"),
                                    field("exit_ports"),
                                    {"regions", "regions", !kNeeded, CellForm::kList},
                                    field("counter"),
                                    field("port_stay"),
                                    field("domestic_call"),
                                    field("passport_months"),
                                    {"activities", "activities", !kNeeded, CellForm::kList},
                                    {"documents", "documents", !kNeeded, CellForm::kList},
                                    {"group_persons_min", "group.persons_min"},
                                    {"group_agency", "group.agency"},
                                    {"group_same_ship", "group.same_ship"},
                                    {"group_list_hours_before", "group.list_hours_before"},
                                    field("max_uses"),
                                    field("uses_within_days"),
                                    kSource,
                                    kConfidence,
                                    kNote};
constexpr TableColumn kEntryPorts[] = {field("id", kNeeded),
                                       field("name", kNeeded),
                                       field("name_zh"),
                                       field("region"),
                                       {"places", "places", !kNeeded, CellForm::kList},
                                       kSource,
                                       kConfidence,
                                       kNote};
constexpr TableColumn kEntryRegions[] = {
    field("id", kNeeded), field("name", kNeeded), field("name_zh"), kSource, kConfidence, kNote};
constexpr TableColumn kEntrySwitches[] = {field("id", kNeeded),
                                          field("name", kNeeded),
                                          field("name_zh"),
                                          field("on"),
                                          {"regimes", "regimes", kNeeded, CellForm::kList},
                                          field("clock"),
                                          field("clock_start"),
                                          field("domestic_call"),
                                          {"ports", "ports", !kNeeded, CellForm::kList},
                                          kSource,
                                          kConfidence,
                                          kNote};
constexpr TableColumn kEntryStops[] = {field("id", kNeeded),
                                       field("name", kNeeded),
                                       field("name_zh"),
                                       field("country", kNeeded),
                                       kSource,
                                       kConfidence,
                                       kNote};
constexpr TableColumn kParameterColumns[] = {field("id", kNeeded),
                                             field("value", kNeeded),
                                             field("low"),
                                             field("high"),
                                             field("unit", kNeeded),
                                             kSource,
                                             kConfidence,
                                             kNote};
constexpr TableColumn kSpending[] = {field("id", kNeeded),
                                     field("visitor", kNeeded),
                                     field("category", kNeeded),
                                     field("probability", kNeeded),
                                     field("mean_yuan", kNeeded),
                                     field("mean_yuan_low"),
                                     field("mean_yuan_high"),
                                     field("sigma", kNeeded),
                                     field("per", kNeeded),
                                     kSource,
                                     kConfidence,
                                     kNote};
constexpr TableColumn kBackground[] = {field("id", kNeeded),
                                       field("target", kNeeded),
                                       field("from", kNeeded),
                                       field("until", kNeeded),
                                       field("seat_share"),
                                       field("people_per_quarter"),
                                       kSource,
                                       kConfidence,
                                       kNote};

constexpr TableColumn kSights[] = {field("id", kNeeded),
                                   field("name", kNeeded),
                                   field("name_zh"),
                                   field("category", kNeeded),
                                   field("place", kNeeded),
                                   field("lon", kNeeded),
                                   field("lat", kNeeded),
                                   field("opens", kNeeded),
                                   field("closes", kNeeded),
                                   field("last_entry"),
                                   field("closed_days"),
                                   field("minutes_low", kNeeded),
                                   field("minutes", kNeeded),
                                   field("minutes_high", kNeeded),
                                   field("ticket_yuan", kNeeded),
                                   field("ticket_low_yuan"),
                                   field("appeal"),
                                   field("same_as"),
                                   field("outdoors"),
                                   kSource,
                                   kConfidence,
                                   kNote};
constexpr TableColumn kSightDays[] = {field("id", kNeeded), field("sight", kNeeded),
                                      field("valid_from"),  field("valid_until"),
                                      field("every_year"),  field("closed"),
                                      field("opens"),       field("closes"),
                                      field("last_entry"),  field("all_week"),
                                      field("closed_days"), kSource,
                                      kConfidence,          kNote};
constexpr TableColumn kHotels[] = {field("id", kNeeded),
                                   field("name", kNeeded),
                                   field("name_zh"),
                                   field("place", kNeeded),
                                   field("lon", kNeeded),
                                   field("lat", kNeeded),
                                   field("grade", kNeeded),
                                   field("room_yuan", kNeeded),
                                   kSource,
                                   kConfidence,
                                   kNote};
constexpr TableColumn kVisitPoints[] = {field("id", kNeeded),
                                        field("name", kNeeded),
                                        field("name_zh"),
                                        field("kind", kNeeded),
                                        field("place", kNeeded),
                                        field("lon", kNeeded),
                                        field("lat", kNeeded),
                                        field("opens", kNeeded),
                                        field("closes", kNeeded),
                                        field("minutes", kNeeded),
                                        field("yuan", kNeeded),
                                        kSource,
                                        kConfidence,
                                        kNote};
constexpr TableColumn kVisitInterests[] = {field("id", kNeeded),
                                           field("purpose", kNeeded),
                                           field("category", kNeeded),
                                           field("interest", kNeeded),
                                           kSource,
                                           kConfidence,
                                           kNote};

constexpr TableColumn kGoods[] = {field("id", kNeeded),
                                  field("name", kNeeded),
                                  field("name_zh"),
                                  field("kind", kNeeded),
                                  field("seller", kNeeded),
                                  field("price_yuan", kNeeded),
                                  field("per", kNeeded),
                                  field("bought_singly", kNeeded),
                                  field("bought_singly_low"),
                                  field("bought_singly_high"),
                                  field("spread", kNeeded),
                                  field("category"),
                                  kSource,
                                  kConfidence,
                                  kNote};

constexpr TableKind kTables[] = {
    {"places", "place", kPlaces},
    {"roads", "road", kRoads},
    {"flights", "flight", kFlights},
    {"segments", "segment", kSegments},
    {"markets", "market", kMarkets},
    {"catchments", "catchment", kCatchments},
    {"entry_listings", "entry_listing", kEntryListings},
    {"port_listings", "port_listing", kPortListings},
    {"regimes", "regime", kRegimes},
    {"entry_ports", "entry_port", kEntryPorts},
    {"entry_regions", "entry_region", kEntryRegions},
    {"entry_switches", "entry_switch", kEntrySwitches},
    {"entry_stops", "entry_stop", kEntryStops},
    {"parameters", "parameter", kParameterColumns},
    {"spending", "spending", kSpending},
    {"background", "background", kBackground},
    {"sights", "sight", kSights},
    {"sight_days", "sight_days", kSightDays},
    {"hotels", "hotel", kHotels},
    {"visit_points", "visit_point", kVisitPoints},
    {"visit_interests", "visit_interest", kVisitInterests},
    {"goods", "good", kGoods},
};

std::vector<TableKind> all_tables() {
  std::vector<TableKind> all(std::begin(kTables), std::end(kTables));
  const std::span<const TableKind> cruise = table_column::tables_of_cruise();
  all.insert(all.end(), cruise.begin(), cruise.end());
  return all;
}

}  // namespace

std::span<const TableKind> table_kinds() {
  static const std::vector<TableKind> kAll = all_tables();
  return kAll;
}

const TableKind* find_table(std::string_view list) {
  const std::span<const TableKind> all = table_kinds();
  const auto at = std::find_if(all.begin(), all.end(),
                               [&](const TableKind& table) { return table.list == list; });
  return at == all.end() ? nullptr : &*at;
}

}  // namespace stopover::scenario
