// SPDX-License-Identifier: Apache-2.0
// Writes one SQLite database, once, front to back: STRICT tables, one transaction.
//
//   io::SqliteWriter db(path, {.application_id = 0x53746f70, .user_version = 1});
//   db.table({.name = "kpi", .columns = {{"id", SqlType::kText}, {"share", SqlType::kReal}}});
//   db.row({"air_rail_rate", 0.25});
//   db.close();  // integrity check, commit
//
// The same rows in the same order give the same bytes (for one version of SQLite, which writes its
// number into the header): fixed page size, nothing of the time or the machine. Rollback journal
// (DELETE), so other programs open the file read-only, in a read-only folder, without side files.
//
// What it is not: a way to change a database, or all-or-nothing by itself (result_folder.hpp is).
// -0 is written 0. Units belong into the columns' names.
//
// Errors: EnvironmentError with the path, also when the file exists. Bugs: a number that is not
// finite, a row of another width or type than its table, a row twice of one key. Dropped without
// `close`: what lies at the path is to be removed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace stopover::io {

enum class SqlType : std::uint8_t { kInteger, kReal, kText };

struct SqlColumn {
  std::string name;
  SqlType type = SqlType::kText;
  bool nullable = false;
};

struct SqlTable {
  std::string name;
  std::vector<SqlColumn> columns;
  std::vector<std::string> key{};  // primary key; empty: none
};

using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string>;

// Both stand in the file's header and tell programs what it is.
struct SqliteIdentity {
  std::int32_t application_id = 0;
  std::int32_t user_version = 0;
};

class SqliteWriter {
 public:
  SqliteWriter(const std::string& path, SqliteIdentity identity);
  ~SqliteWriter();
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;
  SqliteWriter(SqliteWriter&&) = delete;
  SqliteWriter& operator=(SqliteWriter&&) = delete;

  void table(const SqlTable& table);  // the rows that follow are this table's
  void row(const std::vector<SqlValue>& values);
  void close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stopover::io
