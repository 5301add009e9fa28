// SPDX-License-Identifier: Apache-2.0
#include "tests/models/scenario/slips.hpp"

namespace stopover::scenario {
namespace {

// The restriction "cap", of another target and with other terms.
Edit cap(const std::string& target, const std::string& terms) {
  return {"target: \"gates\" from: \"06:15\" until: \"23:45\" per_hour: 30",
          target + " from: \"06:15\" until: \"23:45\" " + terms};
}

const std::string kTerminal =
    R"(place { id: "ct" name: "T" kind: CITY_TERMINAL lon: 113 lat: 23 )"
    R"(time_zone: "Asia/Shanghai" )"
    R"(country: "CN" )" +
    kWho + " }\n  flight { id: \"x\" carrier: \"XA\" from: \"gates\"\n" +
    R"(    to: "ct" first_departure: "08:00" per_day: 1 block_minutes: 150 seats: 1 )" + kWho +
    " }";

std::vector<Slip> line_slips() {
  return {
      {"E-SCN-201",
       "valid_until",
       {{"valid_until: \"2025-01-01\"\n    days", "valid_until: \"2024-01-01\"\n    days"}},
       "valid_until: \"2024-01-01\""},
      {"E-SCN-202",
       "until",
       {{"until: \"09:00\" seat", "until: \"07:00\" seat"}},
       "\"07:00\" seat"},
      {"E-SCN-202", "last_departure", {{"\"20:00\"", "\"07:59\""}}, "07:59"},
      {"E-SCN-202",
       "headway[0].until",
       {{"until: \"09:00\" minutes", "until: \"05:00\" minutes"}},
       "05:00"},
      {"E-SCN-203",
       "stop",
       {{"    stop { place: \"town\" minutes: 40 }\n", ""}},
       "stop { place: \"rail\""},
      {"E-SCN-204",
       "stop[1].minutes",
       {{"minutes: 40 }", "minutes: 0 }"}},
       "place: \"town\" minutes: 0"},
      {"E-SCN-204",
       "stop[0].minutes",
       {{"\"rail\" minutes: 0 }", "\"rail\" minutes: 1 }"}},
       "\"rail\" minutes: 1 }"},
      {"E-SCN-205",
       "fare[0].to",
       {{"to: \"town\" yuan", "to: \"gates\" yuan"}},
       "to: \"gates\" yuan"},
      {"E-SCN-205",
       "fare[1]",
       {{"    flat_fare", "    fare { from: \"town\" to: \"rail\" yuan: 1 }\n    flat_fare"}},
       "yuan: 1 }"},
      {"W-SCN-206",
       "fare",
       {{"    fare { from: \"rail\" to: \"town\" yuan: 34.5 }\n    flat_fare_yuan: 40", "   "}},
       "line {"},
      {"E-SCN-207", "mode", {{"mode: TAXI", "mode: AIR"}}, "mode: AIR"},
      {"E-SCN-207", "mode", {{"mode: RAIL", "mode: TAXI"}}, "mode: TAXI both"},
      {"E-SCN-208", "to", {with_element(kTerminal)}, "to: \"ct\""},
      {"E-SCN-209",
       "to",
       {{"TAXI from: \"rail\" to: \"town\"", "TAXI from: \"rail\" to: \"rail\""}},
       "to: \"rail\" both"},
      {"E-SCN-209",
       "to",
       {{"from: \"abroad\" to: \"region\"", "from: \"abroad\" to: \"abroad\""}},
       "to: \"abroad\" segment"},
      {"E-SCN-210",
       "headway[1].from",
       {{"\"09:00\" until: \"22:00\"", "\"08:59\" until: \"22:00\""}},
       "08:59"},
      {"E-SCN-211", "seats", {{"seats: 600 standing: 100", "seats: 0 standing: 0"}}, "standing: 0"},
      {"E-SCN-211",
       "headway",
       {{"    headway { from: \"06:00\" until: \"09:00\" minutes: 20 }\n", ""},
        {"    headway { from: \"09:00\" until: \"22:00\" minutes: 30 }\n", ""}},
       "line {"},
      {"W-SCN-212",
       "block_minutes",
       {{"block_minutes: 150", "block_minutes: 60"}},
       "block_minutes: 60"},
      {"W-SCN-212",
       "block_minutes",
       {{"block_minutes: 150", "block_minutes: 900"}},
       "block_minutes: 900"},
      {"E-SCN-213", "stop[1].minutes", {{"minutes: 40 }", "minutes: 10 }"}}, "minutes: 10 }"},
      {"E-SCN-213", "minutes", {{"minutes: 90 sd", "minutes: 40 sd"}}, "minutes: 40 sd"},
  };
}

// A metro of stops at these positions, each on a line of its own; `more`: of the line.
std::string metro(const std::vector<std::pair<double, double>>& stops,
                  const std::string& more = "flat_fare_yuan: 3") {
  std::string places;
  std::string line = "line { id: \"m\" name: \"M\" mode: METRO both_ways: true seats: 1 " + more +
                     "\n    headway { from: \"06:00\" until: \"07:00\" minutes: 5 } " + kWho;
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::string id = "m" + std::to_string(i);
    places += "place { id: \"" + id +
              "\" name: \"M\" kind: METRO_STATION lon: " + std::to_string(stops[i].first) +
              " lat: " + std::to_string(stops[i].second) +
              " time_zone: \"Asia/Shanghai\" country: \"CN\" " + kWho + " }\n  ";
    line += "\n    stop { place: \"" + id + "\" minutes: " + std::to_string(9 * i) + " }";
  }
  return places + line + "\n  }";
}

std::vector<std::pair<double, double>> along(int stops) {
  std::vector<std::pair<double, double>> all;
  for (int i = 0; i < stops; ++i) all.emplace_back(121 + 0.01 * i, 31);
  return all;
}

std::vector<Slip> metro_slips() {
  auto astray = along(8);
  astray[3].second += 0.03;
  auto branched = along(6);  // and from m2 another way
  for (int i = 1; i < 4; ++i) branched.emplace_back(121.02, 31 - 0.01 * i);
  std::vector<std::pair<double, double>> joining;  // one branch, then another that meets the line
  for (int i = 0; i < 4; ++i) joining.emplace_back(121.03 + 0.001 * i, 31.04 - 0.01 * i);
  for (int i = 0; i < 4; ++i) joining.emplace_back(120.99 + 0.01 * i, 30.99);
  for (int i = 0; i < 4; ++i) joining.emplace_back(121.033 + 0.01 * i, 31);
  std::vector<std::pair<double, double>> round;
  for (int i = 0; i < 4; ++i) round.emplace_back(121 + 0.01 * i, 31);
  for (int i = 0; i < 4; ++i) round.emplace_back(121.03 - 0.01 * i, 31.008);
  const std::string fares =
      "\n    fare { from: \"m0\" to: \"m1\" yuan: 3 } fare { from: \"m0\" to: \"m5\" yuan: 4 }"
      "\n    fare { from: \"m0\" to: \"m2\" yuan: 0 } fare { from: \"m2\" to: \"m1\" yuan: 0 }";
  return {
      {"W-SCN-240", "stop[3].place", {with_element(metro(astray))}, "place: \"m3\""},
      {"W-SCN-241", "stop[6].place", {with_element(metro(branched))}, "place: \"m6\""},
      {"W-SCN-241", "stop[4].place", {with_element(metro(joining))}, "place: \"m4\""},
      {"W-SCN-242", "stop[7].place", {with_element(metro(round))}, "place: \"m7\""},
      {"E-SCN-226", "hour_minutes", {{"95, 110, 120, 110", "95, 110"}}, "95, 110, 100"},
      {"E-SCN-244", "hour_minutes[9]", {{"120, 110, 100", "171, 110, 111"}}, "110, 171"},
      // 60.0 minutes apart as they stand, 3601 seconds as they count.
      {"E-SCN-244",
       "hour_minutes[10]",
       {{"120, 110, 100", "120, 60.00833333333333, 0.008333333333333"}},
       "0.008333333333333"},
      // Twice the one free fare of a stop is no second one.
      {"E-SCN-205",
       "fare[2]",
       {with_element(metro(along(6),
                           "\n    fare { from: \"m0\" to: \"m1\" yuan: 3 }"
                           "\n    fare { from: \"m0\" to: \"m2\" yuan: 0 }"
                           "\n    fare { from: \"m2\" to: \"m0\" yuan: 0 }"))},
       "from: \"m2\" to: \"m0\""},
      {"W-SCN-243", "fare[2].yuan", {with_element(metro(along(6), fares))}, "to: \"m2\" yuan: 0 }"},
  };
}

std::vector<Slip> disruption_slips() {
  return {
      {"E-SCN-202",
       "until",
       {{"until: \"23:45\"", "until: \"06:15\""}},
       "until: \"06:15\" per_hour"},
      {"E-SCN-201",
       "valid_until",
       {{"valid_until: \"2039-01-01\"", "valid_until: \"2024-06-04\""}},
       "valid_until: \"2024-06-04\""},
      {"E-SCN-103", "per_hour", {{"per_hour: 30", "per_hour: 0"}}, "per_hour: 0"},
      {"E-SCN-103", "common_share", {{"share: 0.3", "share: 1"}}, "common_share: 1"},
      {"E-SCN-105", "target", {{"target: \"port\"", "target: \"prot\""}}, "target: \"prot\""},
      {"E-SCN-105",
       "on_day[0].day_type",
       {{"on_day { day_type: \"foul\"", "on_day { day_type: \"fowl\""}},
       "\"fowl\""},
      {"E-SCN-105",
       "carrier",
       {{"id: \"fleet\" carrier: \"XA\"", "id: \"fleet\" carrier: \"XC\""}},
       "carrier: \"XC\""},
      {"E-SCN-115",
       "on_day[1].day_type",
       {{"    on_day {", "    on_day { day_type: \"foul\" }\n    on_day {"}},
       "lateness_factor"},
      {"E-SCN-215",
       "month_weight",
       {{"month_weight: 0.9", "month_weight: [1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]"}},
       "month_weight: [1"},
      {"E-SCN-226",
       "hour_factor",
       {{"hour_factor: [1, 1, ", "hour_factor: [1, "}},
       "hour_factor: [1"},
      {"E-SCN-226",
       "month_factor",
       {{"month_factor: [1, 1, ", "month_factor: [1, "}},
       "month_factor: [1"},
      {"E-SCN-226", "month_weight", {{"month_weight: 0.9", "month_weight: [0.9, 1]"}}, "[0.9, 1]"},
      {"E-SCN-227", "member", {{" member: [\"train\"]", ""}}, "rotation {\n    id: \"sets\""},
      {"E-SCN-227",
       "member",
       {{"member: [\"train\"]", "member: [\"train\"] carrier: \"XA\""}},
       "\"train\"] carrier"},
      {"E-SCN-227", "member[1]", {{"[\"train\"]", "[\"train\",\n\"in\"]"}}, "\"in\"] turn"},
      {"E-SCN-228",
       "hold_minutes",
       {{"per_hour: 30", "per_hour: 30 hold_minutes: 5"}},
       "hold_minutes: 5"},
      {"E-SCN-228",
       "only",
       {{"name_zh: \"雾\" target: \"port\"", "name_zh: \"雾\" target: \"train\""}},
       "target: \"train\" only"},
      {"E-SCN-228",
       "desks",
       {cap("target: \"entry\"", ""), {"{\n    id: \"cap\"", "{ id: \"cap\""}},
       "{ id: \"cap\""},
      {"E-SCN-228",
       "per_hour",
       {cap("target: \"entry\" desks: 0", "per_hour: 30")},
       "target: \"entry\""},
      {"E-SCN-228",
       "hold_minutes",
       {cap("target: \"entry\" desks: 0", "hold_minutes: 5")},
       "target: \"entry\""},
      {"E-SCN-228", "only", {cap("target: \"entry\" desks: 0", "only: RAIL")}, "target: \"entry\""},
      {"E-SCN-228",
       "desk_type",
       {cap("target: \"entry\" desks: 0", "desk_type: \"egate\"")},
       "target: \"entry\""},
      {"E-SCN-228", "desks", {{"per_hour: 30", "per_hour: 30 desks: 0"}}, "desks: 0"},
      {"E-SCN-228",
       "desk_type",
       {{"per_hour: 30", "per_hour: 30 desk_type: \"ordinary\""}},
       "desk_type: \"ordinary\""},
      {"E-SCN-228",
       "target",
       {cap("target: \"security\" desks: 0", ""),
        {"      staffing { from: \"06:00\" until: \"23:00\" desks: 3 }\n",
         "      dwell { visit_share: 0.5 }\n"}},
       "target: \"security\" desks"},
      {"W-SCN-229",
       "valid_until",
       {{"valid_from: \"2024-06-04\" valid_until: \"2039-01-01\"", "valid_until: \"2024-06-02\""}},
       "valid_until: \"2024-06-02\""},
      {"W-SCN-229",
       "valid_from",
       {{"valid_from: \"2024-06-04\" valid_until: \"2039-01-01\"",
         "valid_from: \"2024-06-10\" valid_until: \"2024-06-11\""}},
       "valid_from: \"2024-06-10\""},
  };
}

}  // namespace

std::vector<Slip> service_slips() {
  std::vector<Slip> all = line_slips();
  for (std::vector<Slip> more : {disruption_slips(), metro_slips()})
    for (Slip& slip : more) all.push_back(std::move(slip));
  return all;
}

}  // namespace stopover::scenario
