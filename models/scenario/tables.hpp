// SPDX-License-Identifier: Apache-2.0
// The CSV tables of a scenario: which columns each has and which field each column fills.
//
// A row is one element; in `catchments` a row is one member, rows with the same `catchment` make
// one element. Column types and ranges are those of the fields (field_rules.hpp). Columns may stand
// in any order; optional ones may be left out. Order of rows has no meaning.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>

#include "engine/base/fault.hpp"
#include "engine/io/csv.hpp"

namespace stopover::scenario {

enum class CellForm : std::uint8_t {
  kField,      // the field's own type
  kWeights,    // repeated double: "0.5;0.3;0.2"
  kFigures,    // the same: "90;95;110"
  kCountries,  // repeated WeightedCountry: "US:0.6;CA:0.4"
  kList,       // repeated text or enum: "SH;JS;ZJ"
  kMember,     // a field of WeightedPlace, in the long table of catchments
};

struct TableColumn {
  std::string_view name;
  std::string_view path;  // "seats", "provenance.source"
  bool needed = false;    // the column and each of its cells
  CellForm form = CellForm::kField;
};

struct TableKind {
  std::string_view list;  // field of Files: "flights"
  std::string_view kind;  // field of Elements: "flight"
  std::span<const TableColumn> columns;
};

[[nodiscard]] std::span<const TableKind> table_kinds();
[[nodiscard]] const TableKind* find_table(std::string_view list);
// The field a column fills, from the element's descriptor.
[[nodiscard]] const google::protobuf::FieldDescriptor& field_of(const TableKind& table,
                                                                const TableColumn& column);
[[nodiscard]] io::CsvSpec csv_spec(const TableKind& table);

struct TableRow {
  std::unique_ptr<google::protobuf::Message> element;
  int line = 0;
  bool faulty = false;                 // some cell was refused and is absent
  std::vector<int> member_lines = {};  // of a catchment's members
};

// Calls `take` for each element, catchments in order of id, others in order of rows. False if rows
// were left out, so that references to them cannot be checked.
bool read_table(const TableKind& table, std::string bytes, const std::string& file,
                const std::function<void(TableRow)>& take, FaultList& faults);

}  // namespace stopover::scenario
