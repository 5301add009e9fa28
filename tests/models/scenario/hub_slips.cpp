// SPDX-License-Identifier: Apache-2.0
#include "tests/models/scenario/slips.hpp"

namespace stopover::scenario {
namespace {

// A second hub, around the town.
std::string second_hub(const std::string& places, const std::string& more) {
  return "hub { id: \"second\" name: \"S\" places: [" + places +
         "]\n    walk { from: \"town:arrive\" to: \"town:depart\" seconds: 60 } " + kWho +
         "\n    " + more + "\n  }";
}

Edit with_walks(const std::string& text) {
  const std::string before = "    minimum_connection {\n      from: \"gates\" to: \"rail\"";
  return {before, text + before};
}

// One more row after the first.
Edit with_minimum(const std::string& text) {
  const std::string after =
      "from: \"gates\" to: \"rail\" minutes: 45\n"
      "      provenance { source: \"operator\" confidence: \"high\" }\n    }\n";
  return {after, after + "    minimum_connection { " + text + " " + kWho + " }\n"};
}

std::string feed(const std::string& path) {
  return "  gtfs { path: \"" + path + "\" prefix: \"x:\" " + kWho + " }\n";
}

const std::string kDesk = R"(checkpoint { id: "entry" name: "E" kind: SECURITY )"
                          R"(staffing { from: "00:00" until: "24:00" desks: 1 } )"
                          R"(service { distribution: CONSTANT mean_seconds: 1 } )" +
                          kWho + " }";

// More of the second checkpoint.
Edit with_lines(const std::string& text) {
  const std::string service = "      service { distribution: CONSTANT mean_seconds: 30 }\n";
  return {service, service + "      " + text + "\n"};
}
std::string gate(const std::string& id, int desks = 1, const std::string& name = "Gate") {
  return "desk_type { id: \"" + id + "\" name: \"" + name +
         "\" staffing { from: \"06:00\" until: \"23:00\" desks: " + std::to_string(desks) +
         " } service { distribution: CONSTANT mean_seconds: 15 } " + kWho + " }\n      ";
}

std::string weekend(const std::string& from, const std::string& until) {
  return "staffing { from: \"" + from + "\" until: \"" + until + "\" desks: 4 days: \"67\" }";
}
// Of a festival; it stands between.
std::string day() {
  return "staffing { from: \"00:00\" until: \"24:00\" desks: 5 valid_from: \"2024-06-08\" "
         "valid_until: \"2024-06-09\" }";
}

// A third checkpoint of the hub.
Edit with_spare() {
  std::string desk = kDesk;
  desk.replace(desk.find("entry"), 5, "spare");
  return {"    walk { from: \"gates:arrive\"",
          "    " + desk + "\n    walk { from: \"gates:arrive\""};
}

std::vector<Slip> hub_shapes() {
  return {
      {"E-SCN-309",
       "places[0]",
       {{"only: [CITIZEN]", "only: [AIRSIDE]"},
        with_walks("    walk { from: \"rail:arrive\" to: \"rail:depart\" seconds: 9 }\n")},
       "places: [\"gates\", \"rail\"]\n    checkpoint"},
      {"W-SCN-310",
       "places[0]",
       {{"from: \"security\" to: \"gates:depart\"", "from: \"security\" to: \"rail:depart\""}},
       "places: [\"gates\", \"rail\"]\n    checkpoint"},
      {"W-SCN-311",
       "places[2]",
       {{"places: [\"gates\", \"rail\"]\n    checkpoint",
         "places: [\"gates\", \"rail\",\n \"town\"]\n    checkpoint"}},
       " \"town\"]"},
      {"W-SCN-314",
       "checkpoint[2]",
       {with_walks("    walk { from: \"spare\" to: \"rail:depart\" seconds: 9 }\n"), with_spare()},
       "id: \"spare\""},
      {"W-SCN-315",
       "checkpoint[2]",
       {with_walks("    walk { from: \"rail:arrive\" to: \"spare\" seconds: 9 }\n"), with_spare()},
       "id: \"spare\""},
      {"E-SCN-313",
       "walk[5]",
       {with_walks("    walk { from: \"entry\" to: \"security\" seconds: 9 }\n"
                   "    walk { from: \"security\" to: \"entry\" seconds: 9 }\n")},
       "to: \"security\" seconds: 9"},
      {"E-SCN-313",
       "walk[5]",
       {with_walks("    walk { from: \"entry\" to: \"security\" seconds: 9 both_ways: true }\n")},
       "both_ways: true }"},
  };
}

}  // namespace

std::vector<Slip> hub_slips() {
  std::vector<Slip> all = {
      {"E-SCN-301",
       "places[1]",
       {with_element(second_hub("\"town\", \"rail\"", ""))},
       "\"second\""},
      {"E-SCN-302", "walk[0].to", {{"to: \"entry\" seconds", "to: \"entri\" seconds"}}, "entri"},
      {"E-SCN-302",
       "walk[1].to",
       {{"to: \"rail:depart\"", "to: \"rail:departure\""}},
       "rail:departure"},
      {"E-SCN-303",
       "walk[1].to",
       {with_element(second_hub("\"town\"", "walk { from: \"town:arrive\" to: \"entry\" }"))},
       "\"town:arrive\" to: \"entry\""},
      {"E-SCN-303",
       "walk[1].to",
       {with_element(second_hub("\"town\"", "walk { from: \"town:arrive\" to: \"rail:depart\" }"))},
       "\"town:arrive\" to: \"rail:depart\""},
      {"E-SCN-304",
       "checkpoint[0].id",
       {with_element(second_hub("\"town\"", kDesk))},
       "id: \"entry\" name: \"E\""},
      {"E-SCN-305", "checkpoint[1].staffing", {{"desks: 3", "desks: 0"}}, "desks: 0"},
      {"E-SCN-305",
       "checkpoint[1].staffing",
       {{"      staffing { from: \"06:00\" until: \"23:00\" desks: 3 }\n", ""}},
       "checkpoint {\n      id: \"security\""},
      {"W-SCN-306",
       "checkpoint[0].staffing[1].from",
       {{"from: \"12:00\"", "from: \"13:00\""}},
       "13:00"},
      {"W-SCN-306",
       "checkpoint[1].staffing",
       {{"desks: 3 }", "desks: 3 days: \"12345\" }"}},
       "desks: 3"},
      {"W-SCN-306",
       "checkpoint[1].staffing",
       {{"desks: 3 }", "desks: 3 valid_from: \"2024-06-03\" }"}},
       "desks: 3"},
      {"W-SCN-306",
       "checkpoint[1].staffing[3].from",
       {with_lines(weekend("06:00", "12:00") + "\n      " + day() + "\n      " +
                   weekend("13:00", "23:00"))},
       "\"13:00\""},
      {"E-SCN-201",
       "checkpoint[1].staffing[1].valid_until",
       {with_lines("staffing { from: \"06:00\" until: \"23:00\" desks: 4 "
                   "valid_from: \"2024-06-05\" valid_until: \"2024-06-05\" }")},
       "valid_from: \"2024-06-05\""},
      {"E-SCN-210",
       "checkpoint[1].staffing[2].from",
       {with_lines(weekend("06:00", "12:00") + "\n      " + weekend("11:00", "23:00"))},
       "\"11:00\""},
      {"E-SCN-316",
       "checkpoint[1].desk_type[0].id",
       {with_lines(gate("ordinary"))},
       "id: \"ordinary\""},
      {"E-SCN-210",
       "checkpoint[0].staffing[1].from",
       {{"from: \"12:00\"", "from: \"11:00\""}},
       "11:00"},
      {"E-SCN-202",
       "checkpoint[0].staffing[0].until",
       {{"until: \"12:00\"", "until: \"00:00\""}},
       "until: \"00:00\""},
      {"E-SCN-307",
       "checkpoint[1].service.cv",
       {{"CONSTANT mean_seconds: 30", "CONSTANT mean_seconds: 30 cv: 1"}},
       "cv: 1"},
      {"E-SCN-307",
       "checkpoint[0].service.cv",
       {{"mean_seconds: 45 cv: 0.5", "mean_seconds: 45"}},
       "LOGNORMAL"},
      {"E-SCN-316",
       "checkpoint[1].desk_type[1].id",
       {with_lines(gate("gate") + gate("gate", 1, "Twin"))},
       "name: \"Twin\""},
      {"E-SCN-316",
       "checkpoint[1].desk_type[3]",
       {with_lines(gate("a") + gate("b") + gate("c") + gate("d"))},
       "id: \"d\""},
      {"W-SCN-319",
       "checkpoint[1].passenger_rule[2]",
       {with_lines("passenger_rule { of: CITIZEN } passenger_rule { of: RESIDENT level: 1 } "
                   "passenger_rule { of: RESIDENT of: CITIZEN level: 2 }")},
       "level: 2"},
      {"E-SCN-316",
       "checkpoint[1].passenger_rule[3]",
       {with_lines("passenger_rule { of: CITIZEN } passenger_rule { of: RESIDENT } "
                   "passenger_rule { of: AIRSIDE } passenger_rule { of: FOREIGN_PERMIT }")},
       "FOREIGN_PERMIT"},
      {"E-SCN-305",
       "checkpoint[1].desk_type[0].staffing",
       {with_lines(gate("gate", 0))},
       "id: \"gate\""},
      {"E-SCN-307",
       "checkpoint[1].patience.time.cv",
       {with_lines("patience { time { distribution: CONSTANT mean_seconds: 600 cv: 2 } }")},
       "cv: 2"},
      {"E-SCN-317",
       "checkpoint[1].staffing",
       {with_lines("dwell { visit_share: 0.5 }")},
       "desks: 3"},
      {"E-SCN-308",
       "walk[4].from",
       {{"from: \"security\" to: \"gates:depart\"", "from: \"gates:depart\" to: \"security\""}},
       "from: \"gates:depart\""},
      {"E-SCN-308",
       "walk[1].both_ways",
       {{"seconds: 240", "seconds: 240 both_ways: true"}},
       "240 both"},
      {"E-SCN-209",
       "walk[5].to",
       {with_walks("    walk { from: \"entry\" to: \"entry\" }\n")},
       "to: \"entry\" }"},
      {"E-SCN-312",
       "minimum_connection[0].to",
       {{"to: \"rail\" minutes", "to: \"town\" minutes"}},
       "to: \"town\" minutes: 45"},
      {"E-SCN-312",
       "minimum_connection[1]",
       {with_minimum("from: \"gates\" to: \"rail\" minutes: 517")},
       "minutes: 517"},
      {"E-SCN-318",
       "minimum_connection[1].carrier_in",
       {with_minimum("carrier_in: \"XB\" minutes: 517")},
       "\"XB\""},
      {"W-SCN-401",
       "gateway.places[2]",
       {{"places: [\"gates\", \"rail\"]\n}", "places: [\"gates\", \"rail\",\n \"abroad\"]\n}"}},
       " \"abroad\"]"},
      {"W-SCN-402",
       "elements.market",
       {{"persons_per_day: 120", "persons_per_day: 0"}},
       "# one line"},
      {"E-SCN-403",
       "files.gtfs.prefix",
       {with_field("files {\n" + feed("f1") + feed("f2") + "}\n")},
       "\"f2\"",
       {{"f1/agency.txt", "agency_id\n"}, {"f2/agency.txt", "agency_id\n"}}},
      {"E-SCN-405",
       "files.rail.stop_place[1].value",
       {with_field("files {\n  rail {\n    path: \"r\" prefix: \"x:\" flat_fare_yuan: 5 " + kWho +
                   "\n    stop_place { key: \"1\" value: \"rail\" }\n"
                   "    stop_place { key: \"2\" value: \"abroad\" }\n  }\n}\n")},
       "value: \"abroad\" }",
       {{"r/trips.csv", "trip\n"}}},
      {"W-SCN-404", "horizon.first_day", {{"\"2024-06-03\"", "\"2037-12-28\""}}, "2037-12-28"},
  };
  for (Slip& slip : hub_shapes()) all.push_back(std::move(slip));
  return all;
}

}  // namespace stopover::scenario
