// SPDX-License-Identifier: Apache-2.0
#include "models/scenario/tables.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/base/provenance.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/text.hpp"
#include "models/scenario/field_rules.hpp"
#include "models/scenario/rules.hpp"
#include "models/scenario/scenario.pb.h"

namespace stopover::scenario {
namespace {

namespace pb = google::protobuf;

const pb::Descriptor& element_type(const TableKind& table) {
  const pb::FieldDescriptor* field =
      Elements::descriptor()->FindFieldByName(std::string(table.kind));
  STOPOVER_CHECK(field != nullptr, "a table fills a kind of element");
  return *field->message_type();
}

std::vector<std::string> enum_names(const pb::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 1; i < type.value_count(); ++i) names.push_back(type.value(i)->name());
  return names;
}

io::CsvType cell_type(const TableColumn& column, const pb::FieldDescriptor& field) {
  if (column.form != CellForm::kField && column.form != CellForm::kMember) return io::TextField{};
  const FieldRule& rule = rule_of(field);
  switch (rule.form) {
    case Form::kId:
    case Form::kReference:
      return io::IdField{};
    case Form::kMoney:
      return io::MoneyField{.min = Fen(0), .max = round_to<Fen>(rule.max * 100)};
    case Form::kNumber:
      return io::DecimalField{.min = rule.min, .max = rule.max};
    case Form::kWhole:
      return io::IntegerField{.min = static_cast<std::int64_t>(rule.min),
                              .max = static_cast<std::int64_t>(rule.max)};
    case Form::kFlag:
      return io::BooleanField{};
    case Form::kEnum:
      return io::ChoiceField{.names = enum_names(*field.enum_type())};
    default:
      return io::TextField{};
  }
}

// Steps into single messages: "provenance.source" ends in a Provenance.
pb::Message& owner_of(pb::Message& message, std::string_view& path) {
  pb::Message* at = &message;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    const auto* field = at->GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
    at = at->GetReflection()->MutableMessage(at, field);
    path.remove_prefix(dot + 1);
  }
  return *at;
}

void set_cell(pb::Message& owner, const pb::FieldDescriptor& field, const io::CsvRow& row,
              std::string_view column) {
  const pb::Reflection& reflection = *owner.GetReflection();
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_STRING:
      reflection.SetString(&owner, &field, std::string(row.text(column)));
      break;
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
      reflection.SetDouble(&owner, &field,
                           rule_of(field).form == Form::kMoney
                               ? static_cast<double>(row.fen(column).count()) / 100
                               : row.decimal(column));
      break;
    case pb::FieldDescriptor::CPPTYPE_INT32:
      reflection.SetInt32(&owner, &field, static_cast<std::int32_t>(row.integer(column)));
      break;
    case pb::FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(&owner, &field, row.boolean(column));
      break;
    case pb::FieldDescriptor::CPPTYPE_ENUM:
      reflection.SetEnum(&owner, &field,
                         field.enum_type()->value(static_cast<int>(row.choice(column)) + 1));
      break;
    default:
      STOPOVER_CHECK(false, "tables have no columns of this type");
  }
}

// One part of "0.5;0.3;0.2".
bool add_figure(pb::Message& owner, const pb::FieldDescriptor& field, std::string_view part) {
  const auto figure = io::parse_decimal(part);
  if (figure) owner.GetReflection()->AddDouble(&owner, &field, *figure);
  return figure.has_value();
}

// One part of "US:0.6;CA:0.4".
bool add_country(pb::Message& owner, const pb::FieldDescriptor& field, std::string_view part) {
  const std::size_t colon = part.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const auto weight = io::parse_decimal(part.substr(colon + 1));
  if (!weight) return false;
  WeightedCountry country;
  country.set_country(std::string(part.substr(0, colon)));
  country.set_weight(*weight);
  owner.GetReflection()->AddMessage(&owner, &field)->CopyFrom(country);
  return true;
}

// One part of "SH;JS;ZJ", or of "TOURISM;BUSINESS" where the field is an enum.
bool add_item(pb::Message& owner, const pb::FieldDescriptor& field, std::string_view part) {
  if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_STRING) {
    owner.GetReflection()->AddString(&owner, &field, std::string(part));
    return !part.empty();
  }
  const auto* value = field.enum_type()->FindValueByName(std::string(part));
  if (value == nullptr || value->number() == 0) return false;
  owner.GetReflection()->AddEnum(&owner, &field, value);
  return true;
}

std::string list_example(const TableColumn& column, const pb::FieldDescriptor& field) {
  if (column.form == CellForm::kCountries) return "weights by country such as US:0.6;CA:0.4";
  if (column.form == CellForm::kWeights) return "weights such as 0.5;0.3;0.2";
  if (column.form == CellForm::kFigures) return "figures such as 90;95;110";
  if (field.enum_type() == nullptr) return "ids such as SH;JS;ZJ";
  return "words such as A;B, of " + enum_words(*field.enum_type());
}

bool set_list(pb::Message& owner, const pb::FieldDescriptor& field, const io::CsvRow& row,
              const TableColumn& column, FaultList& faults) {
  const auto add = [&](std::string_view part) {
    return column.form == CellForm::kCountries ? add_country(owner, field, part)
           : column.form == CellForm::kList    ? add_item(owner, field, part)
                                               : add_figure(owner, field, part);
  };
  for (const std::string_view part : io::split(row.text(column.name), ';')) {
    if (add(part)) continue;
    faults.add(row.fault(rule::kWeightList, column.name, row.text(column.name),
                         list_example(column, field)));
    return false;
  }
  return true;
}

TableRow element_of(const TableKind& table, const io::CsvRow& row, FaultList& faults) {
  const auto* prototype =
      pb::MessageFactory::generated_factory()->GetPrototype(&element_type(table));
  TableRow out{.element = std::unique_ptr<pb::Message>(prototype->New()),
               .line = row.line(),
               .faulty = row.faulty()};
  for (const TableColumn& column : table.columns) {
    if (column.form == CellForm::kMember || !row.has(column.name)) continue;
    std::string_view path = column.path;
    pb::Message& owner = owner_of(*out.element, path);
    const auto* field = owner.GetDescriptor()->FindFieldByName(std::string(path));
    if (column.form == CellForm::kField)
      set_cell(owner, *field, row, column.name);
    else if (!set_list(owner, *field, row, column, faults))
      out.faulty = true;
  }
  return out;
}

// Weakest first; an unknown word stays, to be reported by the validator.
std::string weaker(const std::string& a, const std::string& b) {
  const auto x = parse_confidence(a);
  const auto y = parse_confidence(b);
  if (!x || !y) return x ? b : a;
  return *x < *y ? b : a;
}

std::string joined(const std::set<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += "; ";
    out += part;
  }
  return out;
}

struct MemberRow {
  WeightedPlace member;
  int line = 0;
};

struct CatchmentRows {
  TableRow first;
  std::vector<MemberRow> members;
  std::set<std::string> sources;
  std::set<std::string> notes;
  std::string confidence;
};

void finish_catchment(CatchmentRows rows, const std::function<void(TableRow)>& take) {
  std::sort(rows.members.begin(), rows.members.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.member.place(), a.member.weight(), a.line) <
           std::tuple(b.member.place(), b.member.weight(), b.line);
  });
  auto& catchment = dynamic_cast<Catchment&>(*rows.first.element);
  for (const auto& [member, line] : rows.members) {
    *catchment.add_member() = member;
    rows.first.member_lines.push_back(line);
  }
  catchment.mutable_provenance()->set_source(joined(rows.sources));
  catchment.mutable_provenance()->set_note(joined(rows.notes));
  catchment.mutable_provenance()->set_confidence(rows.confidence);
  take(std::move(rows.first));
}

// Members by place and provenance by content, so that the order of rows leaves no trace.
void read_catchments(const TableKind& table, const io::CsvTable& csv,
                     const std::function<void(TableRow)>& take, FaultList& faults) {
  std::map<std::string, CatchmentRows> by_id;
  for (const io::CsvRow row : csv) {
    TableRow one = element_of(table, row, faults);
    const Provenance provenance = dynamic_cast<Catchment&>(*one.element).provenance();
    CatchmentRows& rows = by_id[std::string(row.text("catchment"))];
    if (rows.members.empty()) {
      rows.first = std::move(one);
      rows.confidence = provenance.confidence();
    } else {
      rows.first.faulty = rows.first.faulty || one.faulty;
    }
    WeightedPlace member;
    member.set_place(std::string(row.text("place")));
    member.set_weight(row.decimal("weight"));
    rows.members.push_back({member, row.line()});
    rows.sources.insert(provenance.source());
    rows.notes.insert(provenance.note());
    rows.confidence = weaker(rows.confidence, provenance.confidence());
  }
  for (auto& [id, rows] : by_id) finish_catchment(std::move(rows), take);
}

}  // namespace

const pb::FieldDescriptor& field_of(const TableKind& table, const TableColumn& column) {
  const pb::Descriptor* type = &element_type(table);
  std::string_view path = column.path;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    type = type->FindFieldByName(std::string(path.substr(0, dot)))->message_type();
    path.remove_prefix(dot + 1);
  }
  const pb::FieldDescriptor* field = type->FindFieldByName(std::string(path));
  STOPOVER_CHECK(field != nullptr, "a column fills a field");
  return *field;
}

// A clause of its own where a text has a form; "" where the column's type says it all.
std::string cell_text(const io::CsvType& type, const pb::FieldDescriptor& field) {
  const bool formed = std::holds_alternative<io::TextField>(type) && !field.is_repeated() &&
                      rule_of(field).form != Form::kText;
  return formed ? expected_text(field) : std::string();
}

io::CsvSpec csv_spec(const TableKind& table) {
  io::CsvSpec spec;
  for (const TableColumn& column : table.columns) {
    const pb::FieldDescriptor& field = field_of(table, column);
    io::CsvType type = cell_type(column, field);
    std::string expected = cell_text(type, field);
    spec.columns.push_back({.name = std::string(column.name),
                            .type = std::move(type),
                            .need = column.needed ? io::Need::kValue : io::Need::kOptional,
                            .unit = std::string(rule_of(field).unit),
                            .expected = std::move(expected)});
  }
  return spec;
}

bool read_table(const TableKind& table, std::string bytes, const std::string& file,
                const std::function<void(TableRow)>& take, FaultList& faults) {
  const std::size_t errors_before = faults.errors();
  const io::CsvTable csv = io::read_csv(std::move(bytes), file, csv_spec(table), faults);
  std::size_t faulty = 0;
  for (const io::CsvRow row : csv) faulty += row.faulty() ? 1U : 0U;
  // What a missing column would have said is unknown in each row.
  const bool lacks = std::any_of(
      table.columns.begin(), table.columns.end(),
      [&](const TableColumn& column) { return column.needed && !csv.has_column(column.name); });
  const auto take_row = [&](TableRow row) {
    row.faulty = row.faulty || lacks;
    take(std::move(row));
  };
  const bool left_out = csv.bad_rows() > faulty || (csv.empty() && faults.errors() > errors_before);
  if (table.list == "catchments") {
    read_catchments(table, csv, take_row, faults);
  } else {
    for (const io::CsvRow row : csv) take_row(element_of(table, row, faults));
  }
  return !left_out;
}

}  // namespace stopover::scenario
