// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/field_rules.hpp"

#include <map>
#include <utility>

#include "engine/base/check.hpp"
#include "models/scenario/field_rows.hpp"
#include "models/scenario/scenario.pb.h"

namespace stopover::scenario {
namespace {

std::vector<FieldRule> all_rules() {
  std::vector<FieldRule> rules;
  for (const std::span<const FieldRule> part :
       {field_row::fields_of_scenario(), field_row::fields_of_network(),
        field_row::fields_of_people(), field_row::fields_of_entry(), field_row::fields_of_visit(),
        field_row::fields_of_product(), field_row::fields_of_cruise(),
        field_row::fields_of_economy()})
    rules.insert(rules.end(), part.begin(), part.end());
  return rules;
}

using RuleIndex = std::map<std::pair<std::string_view, std::string_view>, const FieldRule*>;

RuleIndex index_rules() {
  RuleIndex index;
  for (const FieldRule& rule : field_rules())
    index.emplace(std::pair(rule.message, rule.field), &rule);
  STOPOVER_CHECK(index.size() == field_rules().size(), "one rule a field");
  return index;
}

}  // namespace

std::vector<const google::protobuf::FileDescriptor*> schema_files() {
  const auto* const whole = Scenario::descriptor()->file();
  std::vector<const google::protobuf::FileDescriptor*> files{whole};
  for (int i = 0; i < whole->dependency_count(); ++i) files.push_back(whole->dependency(i));
  return files;
}

std::span<const FieldRule> field_rules() {
  static const std::vector<FieldRule> kRules = all_rules();
  return kRules;
}

const FieldRule* find_rule(std::string_view message, std::string_view field) {
  static const RuleIndex kIndex = index_rules();
  const auto at = kIndex.find({message, field});
  return at == kIndex.end() ? nullptr : at->second;
}

const FieldRule& rule_of(const google::protobuf::FieldDescriptor& field) {
  const FieldRule* rule = find_rule(field.containing_type()->name(), field.name());
  STOPOVER_CHECK(rule != nullptr, "every field of the schema has a rule");
  return *rule;
}

}  // namespace stopover::scenario
