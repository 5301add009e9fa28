// SPDX-License-Identifier: Apache-2.0
// Every numeric field of the schema against figures that break readers, in text and in tables:
// what is out is named with its file, line and field, what is in raises nothing of its own.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "models/scenario/field_rules.hpp"
#include "models/scenario/rules.hpp"
#include "models/scenario/tables.hpp"
#include "models/scenario/text_file.hpp"
#include "models/scenario/validate.hpp"
#include "tests/models/scenario/scenario_text.hpp"
#include "tests/models/scenario/sound_scenario.hpp"

namespace stopover::scenario {
namespace {

namespace pb = google::protobuf;

struct Literal {
  std::string text;
  bool good = false;
};

bool is_number(const FieldRule& rule) {
  return rule.form == Form::kNumber || rule.form == Form::kWhole || rule.form == Form::kMoney;
}

bool inside(const FieldRule& rule, double value) {
  return value >= rule.min && value <= rule.max && !(rule.above_min && value == rule.min);
}

// Figures of the rule's own type that are good or bad by its range.
std::vector<Literal> by_range(const FieldRule& rule) {
  std::vector<Literal> out;
  std::vector<double> values = {rule.min, rule.max, rule.min - 1, rule.max + 1, 0, 1, -1};
  if (rule.form == Form::kNumber) values.insert(values.end(), {0.5, 1e-308, 5e-324});
  for (const double value : values)
    if (std::abs(value) < 1e15) out.push_back({fmt::format("{}", value), inside(rule, value)});
  return out;
}

// Neither protobuf text nor a table may take these, whatever the field.
const std::vector<std::string> kNeverTaken = {"nan", "inf",  "-inf", "1e308", "-1e308", "1e999",
                                              "1,5", "0x10", "1abc", "１２",  "1 2",    "--1"};
// Text takes no sign '+' and no 010; tables take neither and no spaces.
const std::vector<std::string> kNotInText = {"+1", "010", "99999999999999999999999999"};
const std::vector<std::string> kNotInTables = {
    "+1", " ", " 1", "1 ", "1.", "NaN", "99999999999999999999999999"};

// Good and bad literals of the `number`-th field: of those that no field may take each meets every
// fourth field, with STOPOVER_FULL=1 all.
std::vector<Literal> literals_of(const FieldRule& rule, std::size_t number,
                                 const std::vector<std::string>& also_never) {
  static const bool kFull = std::getenv("STOPOVER_FULL") != nullptr;
  std::vector<Literal> out = by_range(rule);
  std::vector<std::string> never = kNeverTaken;
  never.insert(never.end(), also_never.begin(), also_never.end());
  for (std::size_t i = 0; i < never.size(); ++i)
    if (kFull || i % 4 == number % 4) out.push_back({never[i]});
  return out;
}

// ---- protobuf text ------------------------------------------------------------------------------

// The first message of this type in the scenario, depth first.
pb::Message* find_message(pb::Message& in, std::string_view type, std::string_view field) {
  const pb::Reflection& reflection = *in.GetReflection();
  std::vector<const pb::FieldDescriptor*> fields;
  reflection.ListFields(in, &fields);
  const auto* wanted = in.GetDescriptor()->FindFieldByName(std::string(field));
  if (in.GetDescriptor()->name() == type &&
      std::find(fields.begin(), fields.end(), wanted) != fields.end())
    return &in;
  for (const pb::FieldDescriptor* one : fields) {
    if (one->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = one->is_repeated() ? reflection.FieldSize(in, one) : 1;
    for (int i = 0; i < size; ++i) {
      pb::Message* inner = one->is_repeated() ? reflection.MutableRepeatedMessage(&in, one, i)
                                              : reflection.MutableMessage(&in, one);
      if (pb::Message* found = find_message(*inner, type, field)) return found;
    }
  }
  return nullptr;
}

// A text in which the field's line reads "<field>: @".
struct Template {
  std::string text;
  int line = 0;

  [[nodiscard]] std::string with(const std::string& literal) const {
    std::string out = text;
    return out.replace(out.find('@'), 1, literal);
  }
};

void replace(std::string& text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
}

// The second checkpoint with lines, or for fields of a dwell with that, as both cannot be.
// The regime also for groups, with uses that are counted.
std::string scenario_with(std::string_view message) {
  std::string text = sound_scenario();
  replace(text, "counter: AT_PERMIT_DESK",
          "counter: AT_PERMIT_DESK passport_months: 6 max_uses: 2 uses_within_days: 365 "
          "group { persons_min: 2 list_hours_before: 24 }");
  const std::string staffing = R"(staffing { from: "06:00" until: "23:00" desks: 3 })";
  if (message == "Dwell" || message == "BagStream") {
    replace(text, staffing,
            "dwell { visit_share: 0.5 "
            "bags { first_minutes: 5 span_minutes: 10 bag_share: 0.5 } }");
  } else {
    replace(text, staffing,
            staffing + R"( desk_type { id: "gate" name: "Gate" )" + staffing +
                R"( service { distribution: CONSTANT mean_seconds: 15 } eligible_share: 0.5 )"
                R"(refusal_share: 0.5 provenance { source: "count" confidence: "medium" } } )"
                R"(passenger_rule { of: CITIZEN level: 1 weight: 2 } hall_room: 90 )"
                R"(patience { time { distribution: CONSTANT mean_seconds: 900 } )"
                R"(instead_minutes: 5 })");
  }
  return text;
}

// What the sound scenario has not: a timetable in a file beside it, closed desks.
void add_the_rest(Scenario& scenario) {
  Feed& feed = *scenario.mutable_files()->add_ssim();
  feed.set_path("s.ssim");
  feed.set_seats(180);
  feed.set_flat_fare_yuan(900);
  feed.set_closes_minutes(45);
  feed.mutable_provenance()->set_source("s");
  feed.mutable_provenance()->set_confidence("low");
  Restriction& strike = *scenario.mutable_elements()->add_restriction();
  strike.set_id("strike");
  strike.set_name("Strike");
  strike.set_target("entry");
  strike.set_from("12:00");
  strike.set_until("13:00");
  strike.set_desks(1);
  *strike.mutable_provenance() = feed.provenance();
}

Template with_hole(const FieldRule& rule) {
  FaultList faults;
  Scenario scenario = read_scenario_text(scenario_with(rule.message), "s", 0, faults).scenario;
  add_the_rest(scenario);
  pb::Message* message = find_message(scenario, rule.message, rule.field);
  EXPECT_NE(message, nullptr) << rule.message << "." << rule.field
                              << " is not in the sound scenario";
  if (message == nullptr) return {};
  const auto* field = message->GetDescriptor()->FindFieldByName(std::string(rule.field));
  const pb::Reflection& reflection = *message->GetReflection();
  constexpr int kHole = 987654321;
  if (field->is_repeated())
    reflection.SetRepeatedDouble(message, field, 0, kHole);
  else if (field->cpp_type() == pb::FieldDescriptor::CPPTYPE_DOUBLE)
    reflection.SetDouble(message, field, kHole);
  else if (field->cpp_type() == pb::FieldDescriptor::CPPTYPE_INT32)
    reflection.SetInt32(message, field, kHole);
  else
    reflection.SetUInt64(message, field, kHole);
  Template out;
  pb::TextFormat::Printer printer;
  printer.SetUseShortRepeatedPrimitives(false);
  EXPECT_TRUE(printer.PrintToString(scenario, &out.text));
  const std::string hole = std::to_string(kHole);
  const std::size_t at = out.text.find(hole);
  out.text.replace(at, hole.size(), "@");
  out.line = 1 + static_cast<int>(std::count(
                     out.text.begin(), out.text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  return out;
}

// Codes of single values: what a number alone can be told.
bool is_of_value(const InputFault& fault) {
  for (const std::string_view code : {rule::kMissing, rule::kNotFinite, rule::kRange, rule::kMoney,
                                      rule::kSyntax, rule::kNumberForm, rule::kUnknownField})
    if (fault.rule == code) return true;
  return fault.rule.starts_with("E-CSV");
}

std::vector<InputFault> value_faults(const std::filesystem::path& folder) {
  FaultList faults;
  validate(load(folder, faults), faults);
  std::vector<InputFault> out;
  std::copy_if(faults.kept().begin(), faults.kept().end(), std::back_inserter(out), is_of_value);
  return out;
}

// Zero may mean "left out": then the message around the field is named.
void expect(const std::vector<InputFault>& faults, const Literal& literal, int line) {
  if (literal.good) {
    EXPECT_TRUE(faults.empty()) << faults.front().text();
    return;
  }
  ASSERT_FALSE(faults.empty());
  EXPECT_TRUE(std::any_of(faults.begin(), faults.end(), [&](const InputFault& fault) {
    return fault.line == line || fault.rule == rule::kSyntax || fault.rule == rule::kMissing;
  })) << faults.front().text();
  for (const InputFault& fault : faults) {
    EXPECT_GT(fault.line, 0) << fault.text();
    EXPECT_FALSE(fault.file.empty());
  }
}

TEST(Numbers, OfEveryFieldInText) {
  std::size_t fields = 0;
  const TempFolder folder;
  folder.write("s.ssim", "");
  for (const FieldRule& rule : field_rules()) {
    if (!is_number(rule)) continue;
    ++fields;
    const Template hole = with_hole(rule);
    ASSERT_GT(hole.line, 0);
    for (const Literal& literal : literals_of(rule, fields, kNotInText)) {
      SCOPED_TRACE(fmt::format("{}.{}: {}", rule.message, rule.field, literal.text));
      folder.write("scenario.txtpb", hole.with(literal.text));
      expect(value_faults(folder.path()), literal, hole.line);
    }
  }
  EXPECT_GT(fields, 40U);
}

// ---- tables -------------------------------------------------------------------------------------

struct SoundTable {
  std::string list;
  std::vector<std::pair<std::string, std::string>> cells;
};

// One sound row of each table.
std::vector<SoundTable> sound_tables() {
  const std::pair<std::string, std::string> source{"source", "s"};
  const std::pair<std::string, std::string> confidence{"confidence", "low"};
  std::vector<SoundTable> tables = {
      {"places",
       {{"id", "p"},
        {"name", "P"},
        {"kind", "CITY"},
        {"lon", "120"},
        {"lat", "30"},
        {"time_zone", "Asia/Shanghai"},
        {"country", "CN"},
        {"board_minutes", "1"},
        {"alight_minutes", "1"},
        {"connect_minutes", "1"},
        {"reserve_minutes", "1"}}},
      {"roads",
       {{"id", "r"},
        {"mode", "CAR"},
        {"from", "rail"},
        {"to", "town"},
        {"minutes", "90"},
        {"sd_minutes", "1"},
        {"fare_yuan", "1"},
        {"party_max", "4"},
        {"hour_minutes", ""}}},
      {"flights",
       {{"id", "f"},
        {"carrier", "X"},
        {"from", "gates"},
        {"to", "abroad"},
        {"first_departure", "08:00"},
        {"last_departure", "09:00"},
        {"per_day", "1"},
        {"block_minutes", "150"},
        {"seats", "100"},
        {"fare_yuan", "1"},
        {"gate_closes_minutes", "1"}}},
      {"segments",
       {{"id", "s"},
        {"name", "S"},
        {"kind", "THROUGH"},
        {"purpose", "x"},
        {"nationality", "US:1"},
        {"party_size_weight", "1"},
        {"value_of_time_yuan_per_hour", "60"},
        {"value_of_time_sigma", "1"},
        {"time_profile", "day"},
        {"nights_weight", "1"},
        {"stay_interest", "1"},
        {"volume_year", "2023"},
        {"growth_per_year", "0.03"},
        {"volume_low", "0.9"},
        {"volume_high", "1.2"},
        {"booking_days", "30"},
        {"booking_sigma", "0.5"}}},
      {"markets",
       {{"id", "m"},
        {"from", "abroad"},
        {"to", "town"},
        {"segment", "leisure"},
        {"persons_per_day", "1"}}},
      {"catchments", {{"catchment", "c"}, {"place", "town"}, {"weight", "1"}}},
      {"parameters", {{"id", "x"}, {"value", "1"}, {"low", "1"}, {"high", "1"}, {"unit", "-"}}},
      {"spending",
       {{"id", "s"},
        {"visitor", "stopover"},
        {"category", "food"},
        {"probability", "1"},
        {"mean_yuan", "1"},
        {"mean_yuan_low", "1"},
        {"mean_yuan_high", "1"},
        {"sigma", "1"},
        {"per", "day"}}},
      {"background",
       {{"id", "b"},
        {"target", "train"},
        {"from", "08:00"},
        {"until", "09:00"},
        {"seat_share", "0.5"},
        {"people_per_quarter", "1"}}},
  };
  for (SoundTable& table : tables) table.cells.insert(table.cells.end(), {source, confidence});
  return tables;
}

std::string csv_of(const SoundTable& table, std::string_view column, const std::string& literal) {
  std::vector<std::string> head;
  std::vector<std::string> row;
  for (const auto& [name, cell] : table.cells) {
    head.push_back(name);
    row.push_back(name == column ? fmt::format("\"{}\"", literal) : cell);
  }
  return fmt::format("{}\n{}\n", fmt::join(head, ","), fmt::join(row, ","));
}

// The cell's text as a list of one weight, where the column holds lists.
std::string cell_text(const TableColumn& column, const std::string& literal) {
  return column.form == CellForm::kCountries ? "US:" + literal : literal;
}

TEST(Numbers, OfEveryColumnInTables) {
  std::size_t columns = 0;
  const TempFolder folder;
  for (const SoundTable& table : sound_tables()) {
    const TableKind& kind = *find_table(table.list);
    folder.write("scenario.txtpb",
                 sound_scenario() + fmt::format("files {{ {}: \"t.csv\" }}\n", table.list));
    for (const TableColumn& column : kind.columns) {
      const pb::FieldDescriptor& field = field_of(kind, column);
      const FieldRule& rule = column.form == CellForm::kCountries
                                  ? *find_rule("WeightedCountry", "weight")
                                  : rule_of(field);
      if (!is_number(rule)) continue;
      ++columns;
      for (const Literal& literal : literals_of(rule, columns, kNotInTables)) {
        SCOPED_TRACE(fmt::format("{} {}: {}", table.list, column.name, literal.text));
        folder.write("t.csv", csv_of(table, column.name, cell_text(column, literal.text)));
        FaultList faults;
        validate(load(folder.path(), faults), faults);
        const bool refused =
            std::any_of(faults.kept().begin(), faults.kept().end(), [&](const InputFault& fault) {
              const bool here = fault.line == 2 && fault.field == column.name;
              return here && (is_of_value(fault) || fault.rule == rule::kWeightList);
            });
        EXPECT_EQ(refused, !literal.good) << faults.text();
      }
    }
  }
  EXPECT_GT(columns, 20U);
}

}  // namespace
}  // namespace stopover::scenario
