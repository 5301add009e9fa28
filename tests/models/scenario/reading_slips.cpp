// SPDX-License-Identifier: Apache-2.0
#include "tests/models/scenario/slips.hpp"

namespace stopover::scenario {
namespace {

const std::string kFlights =
    "id,carrier,from,to,first_departure,per_day,block_minutes,seats,fare_yuan,source,confidence\n"
    "night,XB,gates,abroad,23:00,1,150,180,900,s,low\n";

std::string change(const std::string& inside) {
  return "change {\n  id: \"c\"\n  " + inside + "\n}\n";
}

}  // namespace

Edit with_field(const std::string& text) {
  return {"elements {\n  place", text + "elements {\n  place"};
}

Edit with_element(const std::string& text) {
  return {"  delay {\n", "  " + text + "\n  delay {\n"};
}

std::vector<Slip> reading_slips() {
  return {
      {"E-SCN-002", "", {{"title: \"Sound\"", "title: \"So\xff\""}}, "title: \"So\xff\""},
      {"E-SCN-003",
       "",
       {{"places: [\"gates\", \"rail\"]\n}", "places: " + std::string(40, '[')}},
       ""},
      {"E-SCN-004", "horizon.days", {{"days: 7 ", "days: seven "}}, "days: seven"},
      {"E-SCN-004",
       "elements.place",
       {{"elements {\n  place", "elements {\n  place ]"}},
       "place ]"},
      {"E-SCN-005", "horizon.dayz", {{"days: 7 ", "days: 7 dayz: 7 "}}, "dayz"},
      {"E-SCN-006",
       "elements.hub.checkpoint.kind",
       {{"kind: BORDER_ENTRY", "kind: BORDER"}},
       "kind: BORDER"},
      {"E-SCN-007", "horizon.days", {{"days: 7 ", "days: 7 days: 7 "}}, "days: 7 days"},
      {"E-SCN-008", "horizon.days", {{"days: 7 ", "days: 07 "}}, "days: 07"},
      {"E-SCN-009",
       "files.flights",
       {with_field("files {\n  flights: \"none.csv\"\n}\n")},
       "none.csv"},
      {"E-SCN-009", "base", {with_field("base: \"../none\"\n")}, "../none"},
      {"E-SCN-009",
       "files.gtfs",
       {with_field("files {\n  gtfs { path: \"none.zip\" " + kWho + " }\n}\n")},
       "none.zip"},
      {"E-SCN-010", "base", {with_field("base: \".\"\n")}, "base: \".\""},
      {"E-SCN-011",
       "files.flights",
       {with_field("files {\n  flights: \"f.csv\"\n  flights: \"./f.csv\"\n}\n")},
       "./f.csv",
       {{"f.csv", kFlights}}},
      {"E-SCN-012", "id", {{"id: \"taxi\" mode", "mode"}}, "road {"},
      {"E-SCN-013",
       "id",
       {{"id: \"in\" carrier", "id: \"out\" carrier"}},
       "flight {\n    id: \"out\" carrier: \"XA\" from: \"abroad\""},
      {"E-SCN-014",
       "road",
       {with_field(change("reason: \"r\" " + kWho + "\n  remove { road: \"taxy\" }"))},
       "taxy"},
      {"E-SCN-014",
       "line",
       {with_field(change("reason: \"r\" " + kWho + "\n  alter { line { id: \"trein\" } }"))},
       "trein"},
      {"E-SCN-015",
       "change.reason",
       {with_field(change(kWho + "\n  remove { road: \"taxi\" }"))},
       "change {"},
      {"E-SCN-016",
       "nationality",
       {with_field("files {\n  segments: \"s.csv\"\n}\n")},
       "business,B",
       {{"s.csv",
         "id,name,kind,purpose,nationality,party_size_weight,value_of_time_yuan_per_hour,"
         "time_profile,source,confidence\nbusiness,B,THROUGH,business,US=1,1,60,day,s,low\n"}},
       "s.csv"},
  };
}

}  // namespace stopover::scenario
