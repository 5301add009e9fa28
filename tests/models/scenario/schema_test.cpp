// SPDX-License-Identifier: Apache-2.0
// The tables beside the schema say something about each of its fields, and nothing about others.
#include <filesystem>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/field_rules.hpp"
#include "models/scenario/known_parameters.hpp"
#include "models/scenario/scenario.pb.h"
#include "models/scenario/tables.hpp"
#include "tests/models/scenario/scenario_text.hpp"

namespace stopover::scenario {
namespace {

namespace pb = google::protobuf;

// Messages whose fields name files and elements; what they hold is checked elsewhere.
bool is_envelope(const pb::Descriptor& message) {
  return message.name() == "Files" || message.name() == "Elements" || message.name() == "Change" ||
         message.name() == "Removal";
}

std::vector<const pb::Descriptor*> ruled_messages() {
  std::vector<const pb::Descriptor*> messages;
  for (const pb::FileDescriptor* file : schema_files())
    for (int i = 0; i < file->message_type_count(); ++i)
      if (!is_envelope(*file->message_type(i))) messages.push_back(file->message_type(i));
  return messages;
}

// Whether the form can be that of the field's type.
bool fits(Form form, const pb::FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_MESSAGE:
      return form == Form::kMessage;
    case pb::FieldDescriptor::CPPTYPE_ENUM:
      return form == Form::kEnum;
    case pb::FieldDescriptor::CPPTYPE_BOOL:
      return form == Form::kFlag;
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
      return form == Form::kNumber || form == Form::kMoney;
    case pb::FieldDescriptor::CPPTYPE_STRING:
      return form != Form::kMessage && form != Form::kEnum && form != Form::kFlag &&
             form != Form::kNumber && form != Form::kMoney && form != Form::kWhole;
    default:
      return form == Form::kWhole;
  }
}

TEST(Schema, EachFieldHasARuleOfItsType) {
  std::size_t fields = 0;
  for (const pb::Descriptor* message : ruled_messages()) {
    for (int i = 0; i < message->field_count(); ++i, ++fields) {
      const pb::FieldDescriptor& field = *message->field(i);
      const FieldRule* rule = find_rule(message->name(), field.name());
      ASSERT_NE(rule, nullptr) << field.full_name();
      EXPECT_TRUE(fits(rule->form, field)) << field.full_name();
      EXPECT_FALSE(expected_text(field).empty()) << field.full_name();
    }
  }
  EXPECT_EQ(fields, field_rules().size()) << "a rule of no field";
}

TEST(Schema, RangesOfNumbersAreNotEmpty) {
  for (const FieldRule& rule : field_rules()) {
    const bool number =
        rule.form == Form::kNumber || rule.form == Form::kWhole || rule.form == Form::kMoney;
    EXPECT_TRUE(!number || rule.min < rule.max) << rule.message << "." << rule.field;
  }
}

TEST(Schema, ReferencesNameKindsOfElements) {
  for (const FieldRule& rule : field_rules()) {
    if (rule.form != Form::kReference) continue;
    std::string kinds(rule.detail);
    for (std::size_t at = 0; at != std::string::npos;) {
      const std::size_t end = kinds.find('|', at);
      const std::string kind = kinds.substr(at, end - at);
      EXPECT_TRUE(kind == "checkpoint" || Elements::descriptor()->FindFieldByName(kind) != nullptr)
          << rule.message << "." << rule.field << ": " << kind;
      at = end == std::string::npos ? end : end + 1;
    }
  }
}

TEST(Schema, TablesAndElementsAgree) {
  for (const TableKind& table : table_kinds()) {
    EXPECT_NE(Files::descriptor()->FindFieldByName(std::string(table.list)), nullptr);
    EXPECT_EQ(find_table(table.list), &table);
    for (const TableColumn& column : table.columns)
      (void)field_of(table, column);  // aborts for a column that fills nothing
    EXPECT_EQ(csv_spec(table).columns.size(), table.columns.size());
  }
}

// What a table may leave out must not be needed by the validator: it could never be given.
TEST(Schema, WhatAnElementNeedsItsTableNeeds) {
  for (const TableKind& table : table_kinds())
    for (const TableColumn& column : table.columns) {
      const FieldRule& rule = rule_of(field_of(table, column));
      EXPECT_TRUE(!rule.needed || column.needed) << table.list << " " << column.name;
    }
}

// The names that models ask for, read off their sources.
TEST(KnownParameters, AreThoseTheModelsAskFor) {
  const std::regex name(R"re("((choice|demand|stay|plan|spend)\.[a-z_]+)")re");
  std::set<std::string> used;
  for (const auto& entry :
       std::filesystem::directory_iterator(STOPOVER_SOURCE_DIR "/models/simulation")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = read_all(entry.path());
    for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at)
      used.insert((*at)[1]);
  }
  ASSERT_GT(used.size(), 20U);
  std::set<std::string> known;
  for (const KnownParameter& parameter : known_parameters()) known.emplace(parameter.name);
  EXPECT_EQ(known, used);
}

TEST(KnownParameters, AreFoundByNameAndSayWhatTheyMean) {
  for (const KnownParameter& parameter : known_parameters()) {
    EXPECT_EQ(find_parameter(parameter.name), &parameter);
    EXPECT_LT(parameter.min, parameter.max);
    EXPECT_FALSE(parameter.unit.empty());
    EXPECT_FALSE(parameter.meaning.empty());
    EXPECT_FALSE(parameter.meaning_zh.empty());
    EXPECT_THAT(parameters_markdown(), testing::HasSubstr(std::string(parameter.meaning_zh)));
  }
  EXPECT_EQ(find_parameter("choice.nothing"), nullptr);
  EXPECT_EQ(find_parameter(""), nullptr);
}

}  // namespace
}  // namespace stopover::scenario
