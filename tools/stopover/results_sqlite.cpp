// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "engine/io/sqlite_writer.hpp"
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
namespace {

constexpr const char* kName = "results.sqlite";
constexpr std::int32_t kApplication = 0x53544f50;  // "STOP"

// The tables that tell of the tables.
io::SqlTable about_table() {
  return {.name = "about", .columns = {{.name = "key"}, {.name = "value"}}, .key = {"key"}};
}
io::SqlTable tables_table() {
  return {.name = "tables",
          .columns = {{.name = "table_name"}, {.name = "meaning"}, {.name = "meaning_zh"}},
          .key = {"table_name"}};
}
io::SqlTable columns_table() {
  return {.name = "columns",
          .columns = {{.name = "table_name"},
                      {.name = "column_name"},
                      {.name = "unit"},
                      {.name = "meaning"},
                      {.name = "meaning_zh"}},
          .key = {"table_name", "column_name"}};
}

io::SqlTable shape_of(const ResultTable& table) {
  io::SqlTable shape{.name = table.name, .columns = {}, .key = table.key};
  for (const ResultColumn& column : table.columns)
    shape.columns.push_back(
        {.name = column.name, .type = column.type, .nullable = column.nullable});
  return shape;
}

}  // namespace

void write_sqlite(io::ResultFolder& out, const std::vector<ResultTable>& tables,
                  const std::vector<std::pair<std::string, std::string>>& about) {
  io::SqliteWriter db(out.path_for(kName),
                      {.application_id = kApplication, .user_version = kResultSchema});
  db.table(about_table());
  for (const auto& [key, value] : about) db.row({key, value});
  db.table(tables_table());
  for (const ResultTable& table : tables) db.row({table.name, table.meaning, table.meaning_zh});
  db.table(columns_table());
  for (const ResultTable& table : tables)
    for (const ResultColumn& c : table.columns)
      db.row({table.name, c.name, c.unit, c.meaning, c.meaning_zh});
  for (const ResultTable& table : tables) {
    db.table(shape_of(table));
    table.rows([&](const ResultRow& row) { db.row(row); });
  }
  db.close();
  out.adopt(kName);
}

}  // namespace stopover::tool
