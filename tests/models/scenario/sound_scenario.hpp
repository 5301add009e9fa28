// SPDX-License-Identifier: Apache-2.0
// A small scenario without a fault that writes every kind of element and every field of the schema,
// for tests that alter one thing. Each figure stands on a line of its own kind.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "models/scenario/known_cruise.hpp"
#include "models/scenario/known_parameters.hpp"

namespace stopover::scenario {

inline constexpr std::string_view kSoundText = R"(# one line before the scenario
id: "sound"
title: "Sound"
title_zh: "完好"
description: "Nothing is wrong here."
gateway {
  name: "Gateway"
  name_zh: "口岸"
  time_zone: "Asia/Shanghai"
  country: "CN"
  places: ["gates", "rail"]
}
horizon { first_day: "2024-06-03" days: 7 warmup_days: 1 }
run { seed: 5 replications: 3 learning { rounds: 5 days: 12 tolerance: 0.01 } sample: 1 }
elements {
  place {
    id: "gates" name: "Gates" name_zh: "登机口" kind: AIRPORT_GATES
    lon: 121.8 lat: 31.15
    time_zone: "Asia/Shanghai" country: "CN"
    board_minutes: 40 alight_minutes: 20 connect_minutes: 60 reserve_minutes: 30
    provenance { source: "atlas" confidence: "high" note: "n" }
  }
  place {
    id: "rail" name: "Rail" kind: RAIL_STATION lon: 121.79 lat: 31.16
    time_zone: "Asia/Shanghai" country: "CN"
    provenance { source: "atlas" confidence: "high" }
  }
  place {
    id: "town" name: "Town" kind: CITY lon: 120.6 lat: 31.3
    time_zone: "Asia/Shanghai" country: "CN" board_minutes: 5 alight_minutes: 5
    provenance { source: "atlas" confidence: "high" }
  }
  place {
    id: "abroad" name: "Abroad" kind: REGION lon: 139.7 lat: 35.7
    time_zone: "Asia/Tokyo" country: "JP" board_minutes: 60 alight_minutes: 30
    provenance { source: "atlas" confidence: "high" }
  }
  hub {
    id: "port" name: "Port" name_zh: "港"
    places: ["gates", "rail"]
    checkpoint {
      id: "entry" name: "Entry" name_zh: "入境" kind: BORDER_ENTRY
      serves: [CITIZEN, FOREIGN_ORDINARY]
      staffing { from: "00:00" until: "12:00" desks: 2 }
      staffing { from: "12:00" until: "24:00" desks: 4 }
      service { distribution: LOGNORMAL mean_seconds: 45 cv: 0.5 }
      closes_minutes_before: 15 wait_target_minutes: 30
      provenance { source: "count" confidence: "medium" }
    }
    checkpoint {
      id: "security" name: "Security" kind: SECURITY
      staffing { from: "06:00" until: "23:00" desks: 3 }
      service { distribution: CONSTANT mean_seconds: 30 }
      provenance { source: "count" confidence: "medium" }
    }
    walk { from: "gates:arrive" to: "entry" seconds: 300 sd_seconds: 60 only: [CITIZEN] }
    walk { not_with: "pass_by" from: "entry" to: "rail:depart" seconds: 240 }
    walk { needs: "pass_by" seconds: 150 from: "entry" to:  "rail:depart" }
    walk { from: "rail:arrive" to: "security" seconds: 180 }
    walk { from: "security" to: "gates:depart" seconds: 120 }
    minimum_connection {
      from: "gates" to: "rail" minutes: 45
      provenance { source: "operator" confidence: "high" }
    }
    minimum_connection {
      from: "gates" to: "gates" minutes: 60 mode_in: AIR mode_out: AIR carrier_in: "XA"
      carrier_out: "XA" only: [AIRSIDE] product: "bed_off" replaces: true
      provenance { source: "operator" confidence: "high" }
    }
    provenance { source: "plan" confidence: "low" }
  }
  line {
    id: "train" name: "Train" name_zh: "列车" mode: RAIL both_ways: true
    stop { place: "rail" minutes: 0 }
    stop { place: "town" minutes: 40 }
    valid_from: "2024-01-01" valid_until: "2025-01-01"
    days: "12345"
    headway { from: "06:00" until: "09:00" minutes: 20 }
    headway { from: "09:00" until: "22:00" minutes: 30 }
    seats: 600 standing: 100 reserved: true
    fare { from: "rail" to: "town" yuan: 34.5 }
    flat_fare_yuan: 40 boarding_closes_seconds: 180 delay: "late"
    provenance { source: "timetable" confidence: "high" }
  }
  road {
    id: "taxi" mode: TAXI from: "rail" to: "town" both_ways: true
    minutes: 90 sd_minutes: 10 fare_yuan: 400 party_max: 4
    hour_minutes: [90, 90, 90, 90, 90, 90, 95, 110, 120, 110, 100, 100]
    hour_minutes: [95, 96, 97, 98, 99, 115, 121, 105, 95, 90, 90, 90]
    provenance { source: "own estimate" confidence: "assumption" }
  }
  flight {
    id: "out" carrier: "XA" from: "gates" to: "abroad"
    first_departure: "08:00" last_departure: "20:00" per_day: 3 days: "67"
    block_minutes: 150 seats: 200 fare_yuan: 1500.5
    valid_from: "2024-01-01" valid_until: "2025-01-01"
    delay: "late" gate_closes_minutes: 15
    provenance { source: "schedule" confidence: "high" }
  }
  flight {
    id: "in" carrier: "XA" from: "abroad" to: "gates"
    first_departure: "09:00" per_day: 1 block_minutes: 170 seats: 200 fare_yuan: 1500
    provenance { source: "schedule" confidence: "high" }
  }
  delay {
    id: "late" on_time_share: 0.8 mean_late_minutes: 12 max_minutes: 120
    hour_factor: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1]
    month_factor: [1, 1, 1, 1, 1, 1.5, 1.5, 1, 1, 1, 1, 1]
    common_share: 0.3 common_group: "region" cancelled_share: 0.01
    on_day { day_type: "foul" late_factor: 1.5 lateness_factor: 3 cancelled_share: 0.1 }
    provenance { source: "statistics" confidence: "medium" }
  }
  day_type {
    id: "fair" name: "Fair" name_zh: "晴" month_weight: 0.9
    provenance { source: "almanac" confidence: "low" }
  }
  day_type {
    id: "foul" name: "Foul"
    month_weight: [0.1, 0.1, 0, 0, 0, 0, 0.2, 0.2, 0, 0, 0, 0.1]
    provenance { source: "almanac" confidence: "low" }
  }
  rotation {
    id: "fleet" carrier: "XA" turnaround_minutes: 50
    provenance { source: "own estimate" confidence: "assumption" }
  }
  rotation {
    id: "sets" member: ["train"] turnaround_minutes: 20
    provenance { source: "own estimate" confidence: "assumption" }
  }
  restriction {
    id: "fog" name: "Fog" name_zh: "雾" target: "port" only: [AIR] day_type: "foul"
    valid_from: "2024-06-04" valid_until: "2039-01-01" from: "05:30" until: "08:30"
    hold_minutes: 240
    provenance { source: "own estimate" confidence: "assumption" }
  }
  restriction {
    id: "cap" name: "Cap" target: "gates" from: "06:15" until: "23:45" per_hour: 30
    provenance { source: "own estimate" confidence: "assumption" }
  }
  segment {
    id: "leisure" name: "Leisure" name_zh: "休闲" kind: VISITOR_IN purpose: "leisure"
    nationality { country: "JP" weight: 0.7 }
    nationality { country: "US" weight: 0.3 }
    party_size_weight: [0.5, 0.5]
    value_of_time_yuan_per_hour: 60 value_of_time_sigma: 0.5
    time_profile: "day"
    nights_weight: [0, 1, 2]
    booking_days: 21 booking_sigma: 0.875
    stay_interest: 1
    volume_year: 2023 growth_per_year: 0.03 volume_low: 0.9 volume_high: 1.2
    provenance { source: "survey" confidence: "low" }
  }
  market {
    id: "visits" from: "abroad" to: "region" segment: "leisure" persons_per_day: 120
    provenance { source: "statistics" confidence: "medium" }
  }
  catchment {
    id: "region"
    member { place: "town" weight: 3 }
    member { place: "rail" weight: 1 }
    provenance { source: "census" confidence: "high" }
  }
  time_profile {
    id: "day"
    hour_weight: [0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 2, 1, 1, 0, 0]
    provenance { source: "own estimate" confidence: "assumption" }
  }
  regime {
    id: "transit" name: "Transit" name_zh: "过境"
    valid_from: "2024-01-01" valid_until: "2026-01-01"
    transit: true stay_hours: 144 clock: NEXT_MIDNIGHT all_nationalities: false
    ports: ["gates"] counter: AT_PERMIT_DESK
    provenance { source: "notice" confidence: "high" }
  }
  entry_listing {
    id: "transit:JP" regime: "transit" country: "JP"
    valid_from: "2024-01-01" valid_until: "2026-01-01"
    provenance { source: "notice" confidence: "high" }
  }
  spending {
    id: "visitor:food" visitor: "visitor" category: "food"
    probability: 0.9 mean_yuan: 120.25 sigma: 0.6 per: "day"
    mean_yuan_low: 100 mean_yuan_high: 140.5
    provenance { source: "survey" confidence: "low" }
  }
  background {
    id: "commuters" target: "train" from: "07:00" until: "09:00" seat_share: 0.4
    provenance { source: "statistics" confidence: "medium" }
  }
  background {
    id: "others" target: "security" from: "06:00" until: "23:00" people_per_quarter: 20
    provenance { source: "statistics" confidence: "medium" }
  }
  sight {
    id: "garden" name: "Garden" name_zh: "园林" category: "garden" place: "town"
    lon: 118.6 lat: 31.9 opens: "09:30" closes: "17:15" last_entry: "16:45"
    closed_days: "1" outdoors: true
    minutes_low: 51 minutes: 92 minutes_high: 153
    ticket_yuan: 44.5 ticket_low_yuan: 33 appeal: 2.25
    provenance { source: "guide" confidence: "low" }
  }
  sight_days {
    id: "garden:winter" sight: "garden" valid_from: "2000-11-16" valid_until: "2000-03-02"
    every_year: true closes: "16:15"
    provenance { source: "guide" confidence: "low" }
  }
  hotel {
    id: "inn" name: "Inn" name_zh: "客栈" place: "town" lon: 118.7 lat: 32 grade: "budget"
    room_yuan: 333
    provenance { source: "guide" confidence: "low" }
  }
  visit_point {
    id: "noodles" name: "Noodles" name_zh: "面馆" kind: "meal" place: "town" lon: 118.7 lat: 32
    opens: "10:30" closes: "20:45" minutes: 44 yuan: 55
    provenance { source: "guide" confidence: "low" }
  }
  visit_interest {
    id: "leisure:garden" purpose: "leisure" category: "garden" interest: 1.25
    provenance { source: "guide" confidence: "low" }
  }
  good {
    id: "walk" name: "Guided walk" name_zh: "导览" kind: "tour" seller: "guides" price_yuan: 77
    per: "visit" bought_singly: 0.125 bought_singly_low: 0.0625 bought_singly_high: 0.25
    spread: 0.75 category: "sights"
    provenance { source: "guide" confidence: "low" }
  }
  good {
    id: "bed" name: "Bed" kind: "hotel-night" seller: "inn" price_yuan: 166 per: "night"
    bought_singly: 0.5 spread: 0.8125
    provenance { source: "guide" confidence: "low" }
  }
  product {
    id: "walk_and_train" name: "Walk and train" name_zh: "导览＋列车"
    part { good: "walk" count: 2 per_day: 35 }
    part { mode: MAGLEV line: ["out"] end: ["town"] }
    part { good: "bed" count: 3 }
    price_yuan: 222.5
    segment: ["leisure"] nationality: ["JP"] regime: ["transit"] visitor: ["stopover", "visitor"]
    layover_hours_min: 7.5 layover_hours_max: 88 nights_min: 1 nights_max: 5
    persons_min: 1 persons_max: 6
    valid_from: "2024-06-01" valid_until: "2024-10-01" days: "12345" cutoff_days: 3 per_day: 45
    awareness: 0.625 awareness_low: 0.3125 awareness_high: 0.875
    bearer { name: "railway" share: 0.75 }
    bearer { name: "town" share: 0.25 public_money: true }
    guarantee_yuan: 333.5 guarantor: "town"
    effort_yuan: 22 effort_yuan_low: 11 effort_yuan_high: 44.5
    grants: ["pass_by"]
    provenance { source: "offer" confidence: "assumption" }
  }
  product {
    id: "bed_off" name: "Bed"
    part { good: "bed" }
    percent_off: 12.5
    awareness: 0.5
    provenance { source: "offer" confidence: "assumption" }
  }
  multiplier {
    id: "made" name: "Made" name_zh: "带动" effect: "output" reach: "indirect"
    category: ["food", "sights"] value: 1.875 value_low: 1.125 value_high: 2.625
    provenance { source: "table" confidence: "low" }
  }
  goal {
    id: "more" name: "More" name_zh: "更多" indicator: "spending" group: "all" unit: "yuan/year"
    value: 9876543 at_most: true year: 2031 part: true observed: 8765432 observed_year: 2029
    provenance { source: "council" confidence: "low" }
  }
  goal { id: "silent" name: "Silent" unit: "share" reason: "no model" reason_zh: "未建模"
    provenance { source: "council" confidence: "low" }
  }
  right {
    id: "pass_by" name: "Pass by" name_zh: "免检通行"
    provenance { source: "offer" confidence: "assumption" }
  }
  cruise_terminal {
    id: "quay" name: "Quay" name_zh: "码头" place: "town" arrival_hall: 801 departure_hall: 802
    provenance { source: "port" confidence: "low" }
  }
  cruise_berth {
    id: "quay_1" terminal: "quay" length_m: 350.5 depth_m: 11.5 gt_max: 220001
    valid_from: "2020-01-01" valid_until: "2040-01-01"
    provenance { source: "port" confidence: "low" }
  }
  cruise_ship {
    id: "ship" name: "Ship" name_zh: "船" listed_as: "MS Ship" length_m: 330.5 draught_m: 8.25
    gt: 135501 lower_berths: 4251 guests_max: 5247 crew: 1301 cabins: 2126
    provenance { source: "port" confidence: "low" }
  }
  cruise_call {
    id: "call" ship: "ship" terminal: "quay" berth: "quay_1" kind: "turnaround"
    arrive: "2024-06-04T07:00" depart: "2024-06-04T17:00" guests_off: 3001 guests_on: 3002
    guests_through: 301 load: 0.91 nationality { country: "KR" weight: 0.71 }
    nationality { country: "NO" weight: 0.29 } age_weight: [0.11, 0.61, 0.28] crew_ashore: 0.21
    previous_country: "JP" next_country: "KR" previous_port: "Naha" next_port: "Busan"
    provenance { source: "port" confidence: "low" }
  }
  cruise_deployment {
    id: "season" ship: "ship" terminal: "quay" kind: "turnaround" valid_from: "2024-06-08"
    valid_until: "2024-07-01" nights: [4, 5] departs_on: "15" arrive: "07:10" depart: "17:10"
    share: 0.9 load: 0.91 nationality { country: "KR" weight: 0.71 }
    nationality { country: "NO" weight: 0.29 } age_weight: [0.11, 0.61, 0.28] crew_ashore: 0.21
    previous_country: "JP" next_country: "KR"
    provenance { source: "port" confidence: "low" }
  }
  cruise_channel {
    id: "channel" terminals: "quay" minutes: 121 separation_minutes: 16 one_way: true pilots: 5
    pilot_minutes: 61 depth_m: 12.25 tide_m: 2.5 keel_share: 0.12 daylight_over_m: 310
    provenance { source: "port" confidence: "low" }
  }
  cruise_closure {
    id: "fog" name: "Fog" name_zh: "雾" kind: "fog"
    month_events: [1.5, 1, 2, 3, 2, 1, 0, 0, 0, 1, 1, 1] starts_from: "02:00" starts_until: "08:01"
    mean_hours: 5.5 cv: 0.6
    provenance { source: "port" confidence: "low" }
  }
  cruise_closure {
    id: "dredging" name: "Dredging" kind: "works"
    valid_from: "2024-06-20" valid_until: "2024-06-21" from: "05:10" until: "09:10"
    provenance { source: "port" confidence: "low" }
  }
  cruise_desk {
    id: "quay:border" terminal: "quay" stage: "border_in" type: "manual" from: "05:10"
    until: "24:00" desks: 12 mean_seconds: 41 cv: 0.4
    provenance { source: "port" confidence: "low" }
  }
  cruise_guest {
    id: "delta" name: "Delta" name_zh: "长三角" kind: "homeport" share: 1 foreign_share: 1
    party_size_weight: [0.1, 0.6, 0.3] group_share: 0.41 nights_before: 1.25
    nights_before_share: 0.43 nights_after: 1.75 nights_after_share: 0.44
    provenance { source: "port" confidence: "low" }
  }
  cruise_mode {
    id: "delta_rail" guest: "delta" terminal: "quay" name: "Train" name_zh: "火车" mode: "rail"
    kerb: "metro" constant: -0.5 hour_utility: 0.25 minutes: 95 sd_minutes: 14 yuan: 83.5
    late_share: 0.15 late_minutes: 47 onward_minutes: 240 protected_share: 0.22
    provenance { source: "port" confidence: "low" }
  }
  cruise_spending {
    id: "delta:food" guest: "delta" mode: "delta_rail" category: "food" probability: 0.65
    mean_yuan: 123.25 mean_yuan_low: 101 mean_yuan_high: 151.5 sigma: 0.8 per: "visit"
    city_share: 0.56
    provenance { source: "port" confidence: "low" }
  }
  cruise_total {
    id: "2018" valid_from: "2018-01-01" valid_until: "2019-01-01" use: "fit" series: "old"
    calls: 403 passengers: 2752900
    provenance { source: "port" confidence: "low" }
  }
  cruise_guest {
    id: "visitors" name: "Visitors" kind: "transit" share: 1 party_size_weight: 1
    provenance { source: "port" confidence: "low" }
  }
  cruise_mode {
    id: "visitors_walk" guest: "visitors" name: "Walk" mode: "local" kerb: "none"
    provenance { source: "port" confidence: "low" }
  }
)";

// With every parameter the models ask for, then closed.
inline std::string sound_scenario() {
  std::string text(kSoundText);
  for (const KnownParameter& known : known_parameters())
    text += fmt::format(
        "  parameter {{\n"
        "    id: \"{}\"\n    value: {} low: {} high: {}\n    unit: \"{}\"\n"
        "    provenance {{ source: \"own estimate\" confidence: \"assumption\" }}\n  }}\n",
        known.name, known.max, known.min, known.max, known.unit);
  for (const KnownParameter& known : known_cruise_figures())
    text += fmt::format(
        "  cruise_figure {{\n"
        "    id: \"{}\"\n    value: {} low: {} high: {}\n    unit: \"{}\"\n"
        "    provenance {{ source: \"own estimate\" confidence: \"assumption\" }}\n  }}\n",
        known.name, known.max, known.min, known.max, known.unit);
  for (const char* desk :
       {"border_in/foreign", "border_out/manual", "border_out/foreign", "customs/any", "coach/any",
        "taxi/any", "metro/any", "car/any", "check_in/any", "security/any"}) {
    const std::string_view name = desk;
    const std::size_t slash = name.find('/');
    text += fmt::format(
        "  cruise_desk {{\n"
        "    id: \"{}\"\n    terminal: \"quay\" stage: \"{}\" type: \"{}\"\n"
        "    from: \"00:00\" until: \"24:00\" desks: 4 mean_seconds: 30 cv: 0.5\n"
        "    provenance {{ source: \"own estimate\" confidence: \"assumption\" }}\n  }}\n",
        fmt::format("{}:{}", name.substr(0, slash), name.substr(slash + 1)), name.substr(0, slash),
        name.substr(slash + 1));
  }
  return text + "}\n";
}

}  // namespace stopover::scenario
