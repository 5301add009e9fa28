// SPDX-License-Identifier: Apache-2.0
#include "tests/models/scenario/slips.hpp"

namespace stopover::scenario {
namespace {

Slip in_catchments(const std::string& rule, const std::string& field, const std::string& row) {
  return {rule,
          field,
          {with_field("files {\n  catchments: \"c.csv\"\n}\n")},
          row,
          {{"c.csv", "catchment,place,weight,source,confidence\nwest,town,1,s,low\n" + row + "\n"}},
          "c.csv"};
}

Slip in_flights(const std::string& rule, const std::string& field, const std::string& delay,
                const std::string& days) {
  const std::string row = "night,XB,gates,abroad,23:00,1," + days + ",150,180,900," + delay;
  return {rule,
          field,
          {with_field("files {\n  flights: \"f.csv\"\n}\n")},
          row,
          {{"f.csv",
            "id,carrier,from,to,first_departure,per_day,days,block_minutes,seats,fare_yuan,delay,"
            "source,confidence\n" +
                row + ",s,low\n"}},
          "f.csv"};
}

Slip in_stops(const std::string& rule, const std::string& field, const std::string& wrong) {
  return {rule,
          field,
          {with_field("files {\n  gtfs {\n    path: \"feed\" prefix: \"x:\" " + kWho +
                      "\n    stop_place { key: \"1\" value: \"rail\" }\n    stop_place { " + wrong +
                      " }\n  }\n}\n")},
          wrong,
          {{"feed/agency.txt", "agency_id\n"}}};
}

}  // namespace

std::vector<Slip> value_slips() {
  return {
      {"E-SCN-101", "title", {{"title: \"Sound\"", "title: \"\""}}, "title: \"\""},
      {"E-SCN-101", "gateway.name", {{"  name: \"Gateway\"\n", ""}}, "gateway {"},
      {"E-SCN-101", "horizon", {{"horizon {", "run {} #"}, {"run { seed", "#"}}, "# one line"},
      {"E-SCN-101", "horizon.days", {{"days: 7 ", ""}}, "horizon {"},
      {"E-SCN-101", "clock", {{"clock: NEXT_MIDNIGHT", "clock: CLOCK_UNSPECIFIED"}}, "CLOCK_UNS"},
      {"E-SCN-102", "lon", {{"lon: 121.8 ", "lon: nan "}}, "lon: nan"},
      {"E-SCN-102", "lat", {{"lat: 31.15", "lat: -inf"}}, "lat: -inf"},
      {"E-SCN-102", "walk[1].seconds", {{"seconds: 240", "seconds: 1e999"}}, "1e999"},
      {"E-SCN-103", "per_day", {{"per_day: 3 ", "per_day: 2001 "}}, "per_day: 2001"},
      {"E-SCN-103", "member[0].weight", {{"weight: 3 }", "weight: -3 }"}}, "weight: -3"},
      {"E-SCN-103", "run.sample", {{"sample: 1 }", "sample: 1.01 }"}}, "1.01"},
      {"E-SCN-104", "id", {{"id: \"taxi\"", "id: \"ta xi\""}}, "ta xi"},
      {"E-SCN-105", "delay", {{"delay: \"late\" gate", "delay: \"lat\" gate"}}, "\"lat\""},
      {"E-SCN-105",
       "gateway.places[1]",
       {{"places: [\"gates\", \"rail\"]\n}", "places: [\"gates\",\n \"rial\"]\n}"}},
       "rial"},
      in_flights("E-SCN-105", "delay", "lat", "67"),
      in_catchments("E-SCN-105", "place", "west,twon,1,s,low"),
      in_stops("E-SCN-105", "files.gtfs.stop_place[1].value", "key: \"2\" value: \"rial\""),
      {"E-SCN-106", "first_departure", {{"\"08:00\"", "\"8 am\""}}, "8 am"},
      {"E-SCN-106", "headway[1].until", {{"until: \"22:00\"", "until: \"48:01\""}}, "48:01"},
      {"E-SCN-106",
       "checkpoint[1].staffing[0].until",
       {{"until: \"23:00\" desks", "until: \"23:60\" desks"}},
       "23:60"},
      {"E-SCN-107", "horizon.first_day", {{"\"2024-06-03\"", "\"2024-02-30\""}}, "2024-02-30"},
      {"E-SCN-108", "days", {{"days: \"67\"", "days: \"76\""}}, "days: \"76\""},
      {"E-SCN-108", "days", {{"days: \"67\"", "days: \"678\""}}, "days: \"678\""},
      in_flights("E-SCN-108", "days", "late", "66"),
      {"E-SCN-109",
       "nationality[0].country",
       {{"country: \"JP\" weight", "country: \"jp\" weight"}},
       "\"jp\""},
      {"E-SCN-110", "time_zone", {{"\"Asia/Tokyo\"", "\"Asia/Tokio\""}}, "Tokio"},
      {"E-SCN-111", "fare[0].yuan", {{"yuan: 34.5 }", "yuan: 34.555 }"}}, "34.555"},
      {"E-SCN-112", "per", {{"per: \"day\"", "per: \"week\""}}, "week"},
      {"E-SCN-113", "provenance.source", {{"source: \"plan\"", "source: \" \""}}, "source: \" \""},
      {"E-SCN-113",
       "provenance",
       {{"    provenance { source: \"plan\" confidence: \"low\" }\n", ""}},
       "hub {"},
      {"E-SCN-114",
       "provenance.confidence",
       {{"\"plan\" confidence: \"low\"", "\"plan\" confidence: \"sure\""}},
       "\"sure\""},
      {"E-SCN-115",
       "checkpoint[0].serves[1]",
       {{"[CITIZEN, FOREIGN_ORDINARY]", "[CITIZEN,\n CITIZEN]"}},
       " CITIZEN]"},
      {"E-SCN-115",
       "nationality[1].country",
       {{"country: \"US\" weight", "country: \"JP\" weight"}},
       "weight: 0.3"},
      {"E-SCN-115",
       "ports[1]",
       {{"ports: [\"gates\"]", "ports: [\"gates\", \"gates\"]"}},
       "ports:"},
      in_catchments("E-SCN-115", "place", "west,town,2,s,low"),
      in_stops("E-SCN-115", "files.gtfs.stop_place[1].key", "key: \"1\" value: \"town\""),
      {"W-SCN-116", "lon", {{"lon: 139.7 lat: 35.7", "lon: 0 lat: 0"}}, "lon: 0"},
  };
}

}  // namespace stopover::scenario
