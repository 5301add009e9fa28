// SPDX-License-Identifier: Apache-2.0
#include "tests/models/cruise/cruise_cases.hpp"

#include <map>

#include <fmt/format.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "engine/base/check.hpp"
#include "models/scenario/known_cruise.hpp"
#include "models/scenario/validate.hpp"

namespace stopover::cruise {
namespace {

namespace pb = google::protobuf;

constexpr std::string_view kPort = R"(
cruise_terminal { id: "quay" name: "Quay" place: "town" arrival_hall: 1000 departure_hall: 1000 }
cruise_berth { id: "long" terminal: "quay" length_m: 350 depth_m: 12 }
cruise_berth { id: "short" terminal: "quay" length_m: 250 depth_m: 12 }
cruise_ship { id: "big" name: "Big" length_m: 300 draught_m: 8 gt: 100000 lower_berths: 600
  guests_max: 800 crew: 100 }
cruise_ship { id: "small" name: "Small" length_m: 200 draught_m: 7 gt: 40000 lower_berths: 200
  guests_max: 250 crew: 50 }
cruise_channel { id: "way" terminals: "quay" minutes: 60 separation_minutes: 15 pilots: 10
  depth_m: 20 }
cruise_guest { id: "home" name: "Home" kind: "homeport" share: 1 party_size_weight: 1 }
cruise_guest { id: "visitor" name: "Visitor" kind: "transit" share: 1 party_size_weight: 1 }
cruise_guest { id: "crew" name: "Crew" kind: "crew" share: 1 party_size_weight: 1 }
cruise_mode { id: "walk" guest: "home" name: "Walk" mode: "local" kerb: "none" }
cruise_mode { id: "stroll" guest: "visitor" name: "Stroll" mode: "local" kerb: "none" }
)";

// Values that keep times simple.
double figure_value(std::string_view name) {
  const std::map<std::string_view, double> known{{"bags.first_minutes", 40},
                                                 {"bags.per_guest", 1},
                                                 {"bags.per_minute", 60},
                                                 {"berth.change_minutes", 60},
                                                 {"call.arrive_hour", 7},
                                                 {"call.depart_hour", 17},
                                                 {"call.give_up_hours", 24},
                                                 {"checkin.closes_minutes", 60},
                                                 {"checkin.reserve_minutes", 30},
                                                 {"checkin.opens_minutes", 300},
                                                 {"coach.persons", 40},
                                                 {"gangway.closes_minutes", 30},
                                                 {"gangway.per_minute", 60},
                                                 {"goal.passengers", 1'000'000},
                                                 {"group.guests", 100},
                                                 {"group.list_hours", 24},
                                                 {"load.lower_berths", 0.9},
                                                 {"ship.late_minutes", 60},
                                                 {"shore.margin_minutes", 60},
                                                 {"slow.over_64", 1},
                                                 {"terminal.clearance_minutes", 30},
                                                 {"turnaround.least_minutes", 480},
                                                 {"wait.minutes", 30},
                                                 {"wait.share", 0.95}};
  const auto at = known.find(name);
  return at == known.end() ? 0 : at->second;
}

std::string desks_text() {
  std::string text;
  const auto add = [&](std::string_view stage, std::string_view type, int desks, double seconds) {
    text += fmt::format(
        "cruise_desk {{ id: \"{0}:{1}\" terminal: \"quay\" stage: \"{0}\" type: \"{1}\" "
        "from: \"00:00\" until: \"24:00\" desks: {2} mean_seconds: {3} }}\n",
        stage, type, desks, seconds);
  };
  for (const char* border : {"border_in", "border_out"}) {
    add(border, "manual", 10, 20);
    add(border, "foreign", 4, 30);
    add(border, "group", 1, 5);
    add(border, "crew", 2, 10);
  }
  add("customs", "any", 100, 1);
  add("coach", "any", 2, 600);
  for (const char* stage : {"taxi", "metro", "car", "check_in", "security"})
    add(stage, "any", 50, 1);
  return text;
}

scenario::Elements parsed(const std::string& text) {
  scenario::Elements elements;
  const bool good = pb::TextFormat::ParseFromString(text, &elements);
  STOPOVER_CHECK(good, "elements of a test parse");
  return elements;
}

std::string id_of(const pb::Message& element) {
  return element.GetReflection()->GetString(element,
                                            element.GetDescriptor()->FindFieldByName("id"));
}

// Fields that `more` writes replace those of the element of its id; others are added.
void lay_over(scenario::Elements& base, const scenario::Elements& more) {
  const pb::Reflection& reflection = *base.GetReflection();
  for (int k = 0; k < scenario::Elements::descriptor()->field_count(); ++k) {
    const auto* kind = scenario::Elements::descriptor()->field(k);
    for (int i = 0; i < reflection.FieldSize(more, kind); ++i) {
      const pb::Message& one = reflection.GetRepeatedMessage(more, kind, i);
      pb::Message* target = nullptr;
      for (int j = 0; j < reflection.FieldSize(base, kind); ++j)
        if (id_of(reflection.GetRepeatedMessage(base, kind, j)) == id_of(one))
          target = reflection.MutableRepeatedMessage(&base, kind, j);
      if (target == nullptr) target = reflection.AddMessage(&base, kind);
      target->MergeFrom(one);
    }
  }
}

}  // namespace

scenario::Scenario small_port(std::string_view more) {
  scenario::Scenario out;
  out.mutable_gateway()->set_time_zone("Asia/Shanghai");
  out.mutable_gateway()->set_country("CN");
  std::string text(kPort);
  text += desks_text();
  for (const auto& known : scenario::known_cruise_figures())
    text += fmt::format("cruise_figure {{ id: \"{}\" value: {} unit: \"{}\" }}\n", known.name,
                        figure_value(known.name), known.unit);
  *out.mutable_elements() = parsed(text);
  lay_over(*out.mutable_elements(), parsed(std::string(more)));
  return out;
}

std::string call_text(std::string_view fields, std::string_view id) {
  return fmt::format(
      "cruise_call {{ id: \"{}\" ship: \"big\" terminal: \"quay\" kind: \"turnaround\" "
      "arrive: \"2024-06-04T07:00\" depart: \"2024-06-04T17:00\" }}\n"
      "cruise_call {{ id: \"{}\" {} }}\n",
      id, id, fields);
}

Instant at(const PortBook& book, std::string_view civil) {
  const auto time = parse_civil_time(civil);
  STOPOVER_CHECK(time.has_value(), "a time of a test");
  return book.zone.instant_at(time->date, time->time_of_day);
}

const scenario::LoadedScenario& shanghai() {
  static const scenario::LoadedScenario kLoaded = [] {
    FaultList faults;
    scenario::LoadedScenario loaded =
        scenario::load(STOPOVER_SOURCE_DIR "/scenarios/shanghai/2024", faults);
    scenario::validate(loaded, faults);
    EXPECT_FALSE(faults.has_errors()) << faults.text();
    return loaded;
  }();
  return kLoaded;
}

HalfOpen<CivilDate> calendar_year(int year) {
  return {CivilDate::from_ymd(year, 1, 1).value(), CivilDate::from_ymd(year + 1, 1, 1).value()};
}

}  // namespace stopover::cruise
