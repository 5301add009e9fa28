// SPDX-License-Identifier: Apache-2.0
#include "tests/models/scenario/slips.hpp"

namespace stopover::scenario {
namespace {

std::string many(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

const std::string kDayHours =
    "    id: \"spend.day_hours\"\n    value: 24 low: 1 high: 24\n    unit: \"h\"\n";
const std::string kNights =
    "    id: \"stay.max_nights\"\n    value: 30 low: 0 high: 30\n    unit: \"count\"\n";

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

const std::string kMoreFood =
    R"(spending { id: "visitor:more" visitor: "visitor" category: "food" probability: 1 )"
    R"(mean_yuan: 1 per: "day" )" +
    kWho + " }";

// A flight schedule of which `stated` is what the scenario says.
Slip in_schedule(const std::string& rule, const std::string& field, const std::string& stated) {
  const std::string at = stated.empty() ? "ssim {" : stated;
  return {rule,
          field,
          {with_field("files {\n  ssim {\n    path: \"s.ssim\" prefix: \"x:\" " + kWho +
                      "\n    stop_place { key: \"PVG\" value: \"rail\" }\n    " + stated +
                      "\n  }\n}\n")},
          at,
          {{"s.ssim", "1AIRLINE\n"}}};
}

std::vector<Slip> party_slips() {
  return {
      {"E-SCN-214",
       "hour_weight",
       {{"[0, 0, 0, 0, 0, 0, 1,", "[0, 0, 0, 0, 0, 1,"}},
       "hour_weight"},
      {"E-SCN-215", "party_size_weight", {{"[0.5, 0.5]", "[0, 0]"}}, "[0, 0]"},
      {"E-SCN-215",
       "party_size_weight",
       {{"    party_size_weight: [0.5, 0.5]\n", ""}},
       "segment {"},
      {"E-SCN-215", "nights_weight", {{"[0, 1, 2]", "[0]"}}, "nights_weight"},
      {"E-SCN-103",
       "party_size_weight",
       {{"[0.5, 0.5]", "[0.5" + many(", 0", 100) + "]"}},
       "[0.5, 0"},
      {"E-SCN-103", "nights_weight", {{"[0, 1, 2]", "[1" + many(", 0", 401) + "]"}}, "[1, 0"},
      {"W-SCN-216",
       "all_nationalities",
       {{"all_nationalities: false", "all_nationalities: true"}},
       "all_nat"},
      {"E-SCN-217", "high", {{kNights, with(kNights, "high: 30", "high: 29")}}, "high: 29"},
      {"E-SCN-217",
       "low",
       {{kNights, with(kNights, "value: 30 low: 0", "value: 5 low: 6")}},
       "low: 6"},
      {"E-SCN-217",
       "mean_yuan_low",
       {{"mean_yuan_low: 100 ", "mean_yuan_low: 120.26 "}},
       "mean_yuan_low: 120.26"},
      {"E-SCN-217",
       "mean_yuan_high",
       {{"mean_yuan_high: 140.5", "mean_yuan_high: 120.24"}},
       "mean_yuan_high: 120.24"},
      {"E-SCN-218",
       "id",
       {with_element("parameter { id: \"stay.max_night\" value: 1 unit: \"count\" " + kWho + " }")},
       "\"stay.max_night\""},
      {"E-SCN-219", "unit", {{kDayHours, with(kDayHours, "\"h\"", "\"hours\"")}}, "\"hours\""},
      {"E-SCN-220", "value", {{kNights, with(kNights, "value: 30", "value: 2.5")}}, "value: 2.5"},
      {"E-SCN-220",
       "low",
       {{kDayHours, with(kDayHours, "low: 1 ", "low: 0 ")}},
       "low: 0 high: 24\n    unit: \"h\"\n    provenance { source: \"own estimate\" confidence: "
       "\"assumption\" }\n  }\n  parameter {\n    id: \"stay.max"},
      {"E-SCN-221",
       "elements.parameter",
       {{"  parameter {\n" + kDayHours +
             "    provenance { source: \"own estimate\" confidence: \"assumption\" }\n  }\n",
         ""}},
       "# one line"},
      {"E-SCN-222", "category", {with_element(kMoreFood)}, "id: \"visitor:more\""},
      {"E-SCN-223",
       "people_per_quarter",
       {{"seat_share: 0.4", "people_per_quarter: 4"}},
       "people_per_quarter: 4"},
      {"E-SCN-223",
       "seat_share",
       {{" seat_share: 0.4", ""}},
       "background {\n    id: \"commuters\""},
      {"E-SCN-224",
       "target",
       {{"id: \"in\" carrier", "id: \"security\" carrier"}},
       "target: \"security\""},
      {"E-SCN-224",
       "to",
       {{"id: \"region\"", "id: \"town\""}, {"\"region\" segment", "\"town\" segment"}},
       "\"town\" segment"},
      {"E-SCN-225", "max_minutes", {{"max_minutes: 120", "max_minutes: 10"}}, "max_minutes: 10"},
      {"E-SCN-225",
       "mean_late_minutes",
       {{"mean_late_minutes: 12", "mean_late_minutes: 0"}},
       "mean_late_minutes: 0"},
      in_schedule("E-SCN-230", "files.ssim.fare", ""),
      in_schedule("E-SCN-205", "files.ssim.fare[0].to",
                  "fare { from: \"rail\" to: \"town\" yuan: 9 }"),
      in_schedule("E-SCN-105", "files.ssim.delay", "flat_fare_yuan: 9 delay: \"lat\""),
      in_schedule("E-SCN-103", "files.ssim.seats", "flat_fare_yuan: 9 seats: 0"),
  };
}

std::string regime_like(const std::string& id, const std::string& model) {
  return "regime { id: \"" + id + "\" name: \"x\" stay_hours: 24 clock: ELAPSED countries_as: \"" +
         model + "\" " + kWho + " }\n";
}

std::string regions(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "entry_region { id: \"r" + std::to_string(100 + i) + "\" name: \"x\" " + kWho + " }\n";
  return text;
}

std::vector<Slip> entry_slips() {
  return {
      {"E-SCN-231", "stay_hours", {{"stay_hours: 144", "stay_hours: 0"}}, "stay_hours: 0"},
      {"E-SCN-231",
       "stay_hours",
       {{"stay_hours: 144", "stay_hours: 144 no_limit: true"}},
       "stay_hours: 144"},
      {"E-SCN-232",
       "ports[0]",
       {with_element("entry_port { id: \"P\" name: \"x\" places: [\"gates\"] " + kWho + " }")},
       "ports: [\"gates\"]"},
      {"E-SCN-232",
       "places[0]",
       {{"ports: [\"gates\"]", ""},
        with_element("entry_port { id: \"P\" name: \"x\" places: [\"gates\"] " + kWho +
                     " }\nentry_port { id: \"Q\" name: \"x\" places: [\"gates\"] " + kWho +
                     " }\n")},
       "id: \"Q\""},
      {"E-SCN-233", "id", {with_element(regions(65))}, "\"r164\""},
      {"E-SCN-234",
       "id",
       {with_element("entry_switch { id: \"idle\" name: \"x\" regimes: [\"transit\"] " + kWho +
                     " }")},
       "\"idle\""},
      {"E-SCN-235",
       "countries_as",
       {with_element(regime_like("a", "transit") + regime_like("b", "a"))},
       "countries_as: \"a\""},
  };
}

std::string sight_like(const std::string& id, const std::string& same_as) {
  return "sight { id: \"" + id +
         "\" name: \"x\" category: \"park\" place: \"town\" opens: \"08:05\" "
         "closes: \"18:05\" minutes_low: 5 minutes: 6 minutes_high: 7 same_as: \"" +
         same_as + "\" " + kWho + " }\n";
}

std::vector<Slip> visit_slips() {
  const std::string point = "visit_interest { id: \"leisure:later\" purpose: \"leisure\"\n";
  return {
      {"E-SCN-202", "closes", {{"\"17:15\"", "\"09:30\""}}, "closes: \"09:30\""},
      {"E-SCN-202", "last_entry", {{"\"16:45\"", "\"17:16\""}}, "last_entry: \"17:16\""},
      {"E-SCN-202", "closes", {{"\"20:45\"", "\"10:30\""}}, "closes: \"10:30\""},
      {"E-SCN-217", "minutes_low", {{"minutes_low: 51", "minutes_low: 93"}}, "minutes_low: 93"},
      {"E-SCN-217",
       "minutes_high",
       {{"minutes_high: 153", "minutes_high: 91"}},
       "minutes_high: 91"},
      {"E-SCN-217",
       "ticket_low_yuan",
       {{"ticket_low_yuan: 33", "ticket_low_yuan: 45"}},
       "ticket_low_yuan: 45"},
      {"E-SCN-101", "valid_until", {{" valid_until: \"2000-03-02\"", ""}}, "sight_days {"},
      {"E-SCN-236",
       "closed_days",
       {{"closed_days: \"1\"", "closed_days: \"1234567\""}},
       "closed_days: \"1234567\""},
      {"E-SCN-236",
       "closes",
       {{"minutes_low: 51 minutes: 92 minutes_high: 153",
         "minutes_low: 466 minutes: 466 minutes_high: 466"}},
       "closes: \"17:15\""},
      {"E-SCN-237",
       "same_as",
       {with_element(sight_like("p", "garden") + sight_like("q", "p"))},
       "same_as: \"p\""},
      {"E-SCN-238", "id", {{" closes: \"16:15\"", ""}}, "id: \"garden:winter\""},
      {"E-SCN-239",
       "category",
       {with_element(point + "category: \"garden\" interest: 2 " + kWho + " }")},
       "category: \"garden\" interest: 2"},
  };
}

std::string product_like(const std::string& what) {
  return "product { id: \"odd\" name: \"Odd\" awareness: 0.5 " + what + " " + kWho + " }\n";
}

// Ways that ask for them.
Edit with_five_ways() {
  const std::string last = "    walk { from: \"security\" to: \"gates:depart\" seconds: 120 }\n";
  std::string ways = last;
  for (const std::string right : {"b", "c", "d", "e", "f"})
    ways += "    walk { from: \"rail:arrive\" to: \"gates:depart\" seconds: 9 needs: \"" + right +
            "\" }\n";
  return {last, ways};
}

// Before the one that is there, which is then the sixth of its kind.
std::string five_kinds_of_holders() {
  std::string text;
  for (const std::string right : {"b", "c", "d", "e", "f"}) {
    text += "right { id: \"" + right + "\" name: \"R\" " + kWho + " }\n";
    text += "product { id: \"of_" + right + "\" name: \"P\" awareness: 0.5 percent_off: 1 " + kWho +
            " part { good: \"walk\" } grants: \"" + right + "\" }\n";
  }
  return text;
}

std::vector<Slip> product_slips() {
  const auto odd = [](const std::string& what) { return with_element(product_like(what)); };
  const std::string walk = "part { good: \"walk\" } ";
  return {
      {"E-SCN-217",
       "bought_singly_low",
       {{"bought_singly_low: 0.0625", "bought_singly_low: 0.13"}},
       "bought_singly_low: 0.13"},
      {"E-SCN-217",
       "awareness_high",
       {{"awareness_high: 0.875", "awareness_high: 0.6"}},
       "awareness_high: 0.6"},
      {"E-SCN-217",
       "effort_yuan_low",
       {{"effort_yuan_low: 11", "effort_yuan_low: 23"}},
       "effort_yuan_low: 23"},
      {"E-SCN-260", "part[0]", {odd("part { per_day: 3 } percent_off: 1")}, "part { per_day: 3 }"},
      {"E-SCN-260",
       "part[0]",
       {odd("part { good: \"walk\" mode: RAIL } percent_off: 1")},
       "part { good: \"walk\" mode"},
      {"E-SCN-260",
       "part[0].end",
       {odd("part { good: \"walk\" end: \"town\" } percent_off: 1")},
       "end: \"town\" } percent"},
      {"E-SCN-260",
       "part[0].count",
       {odd("part { mode: AIR count: 4 } percent_off: 1")},
       "count: 4"},
      {"E-SCN-261", "price_yuan", {odd(walk)}, "id: \"odd\""},
      {"E-SCN-261", "price_yuan", {odd(walk + "price_yuan: 3 percent_off: 2")}, "price_yuan: 3"},
      {"E-SCN-262", "bearer", {{"share: 0.75", "share: 0.375"}}, "share: 0.375"},
      {"E-SCN-262",
       "bearer[1].name",
       {{"name: \"town\" share", "name: \"railway\" share"},
        {"guarantor: \"town\"", "guarantor: \"railway\""}},
       "name: \"railway\" share: 0.25"},
      {"E-SCN-262", "guarantor", {{"guarantor: \"town\"", "guarantor: \"sea\""}}, "\"sea\""},
      {"E-SCN-263",
       "part[0].count",
       {odd("part { good: \"bed\" } price_yuan: 3")},
       "part { good: \"bed\" } price"},
      {"E-SCN-264", "nights_max", {{"nights_max: 5", "nights_max: 0"}}, "nights_max: 0"},
      {"E-SCN-264",
       "layover_hours_max",
       {{"layover_hours_max: 88", "layover_hours_max: 7"}},
       "layover_hours_max: 7"},
      {"E-SCN-264", "cutoff_days", {{"booking_days: 21", "booking_days: 0"}}, "cutoff_days: 3"},
      {"E-SCN-264",
       "visitor",
       {odd(walk + "percent_off: 3 layover_hours_min: 8 visitor: \"visitor\"")},
       "layover_hours_min: 8"},
      {"E-SCN-264",
       "persons_min",
       {odd(walk + "percent_off: 3 per_day: 2 persons_min: 3")},
       "persons_min: 3"},
      {"E-SCN-264",
       "nights_min",
       {odd(walk + "percent_off: 3 nights_min: 1 visitor: \"step-out\"")},
       "nights_min: 1 visitor"},
      {"W-SCN-267",
       "grants[0]",
       {{" needs: \"pass_by\"", ""}, {" not_with: \"pass_by\"", ""}},
       "grants: [\"pass_by\"]"},
      {"W-SCN-269", "walk[2].needs", {{"    grants: [\"pass_by\"]\n", ""}}, " needs: \"pass_by\""},
      {"E-SCN-268",
       "walk[2].needs",
       {{"needs: \"pass_by\"", "not_with: \"pass_by\" needs: \"pass_by\""}},
       " needs: \"pass_by\""},
      {"E-SCN-268",
       "walk[2].needs",
       {{"needs: \"pass_by\"", "only: CREW needs: \"pass_by\""}},
       "needs: \"pass_by\""},
      {"E-SCN-266",
       "grants",
       {with_five_ways(), with_element(five_kinds_of_holders())},
       "grants: [\"pass_by\"]"},
  };
}

std::vector<Slip> economy_slips() {
  return {
      {"E-SCN-217", "value_low", {{"value_low: 1.125", "value_low: 1.9375"}}, "value_low: 1.9375"},
      {"E-SCN-265", "indicator", {{"reason: \"no model\" ", ""}}, "id: \"silent\""},
      {"E-SCN-265",
       "indicator",
       {{"at_most: true", "at_most: true reason: \"none\""}},
       "indicator: \"spending\""},
      {"E-SCN-265", "value_high", {{"value_high: 2.625", "value_high: 21"}}, "value_high: 21"},
      {"E-SCN-265",
       "at_most",
       {{"value: 9876543 at_most: true", "at_most: true"}},
       "at_most: true"},
      {"E-SCN-265",
       "value",
       {{"unit: \"share\" reason", "unit: \"share\" value: 6 reason"}},
       "value: 6 reason"},
      {"E-SCN-265",
       "observed_year",
       {{"observed_year: 2029", "observed_year: 0"}},
       "observed_year: 0"},
  };
}

}  // namespace

std::vector<Slip> people_slips() {
  std::vector<Slip> all = party_slips();
  for (std::vector<Slip> more : {entry_slips(), visit_slips(), product_slips(), economy_slips()})
    for (Slip& slip : more) all.push_back(std::move(slip));
  return all;
}

}  // namespace stopover::scenario
