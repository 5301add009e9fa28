// SPDX-License-Identifier: Apache-2.0
#include "engine/io/sqlite_writer.hpp"

#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include "engine/base/check.hpp"
#include "engine/base/fault.hpp"
#include "engine/io/result_lock.hpp"

namespace stopover::io {
namespace {

constexpr std::string_view type_text(SqlType type) {
  switch (type) {
    case SqlType::kInteger:
      return "INTEGER";
    case SqlType::kReal:
      return "REAL";
    case SqlType::kText:
      return "TEXT";
  }
  return {};
}

std::string identifier(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string create_text(const SqlTable& table) {
  std::string columns;
  for (const SqlColumn& column : table.columns)
    columns += fmt::format("{}{} {}{}", columns.empty() ? "" : ", ", identifier(column.name),
                           type_text(column.type), column.nullable ? "" : " NOT NULL");
  std::string key;
  for (const std::string& name : table.key) key += (key.empty() ? "" : ", ") + identifier(name);
  if (!key.empty()) columns += fmt::format(", PRIMARY KEY ({})", key);
  return fmt::format("CREATE TABLE {} ({}) STRICT", identifier(table.name), columns);
}

std::string insert_text(const SqlTable& table) {
  std::string marks;
  for (std::size_t i = 0; i < table.columns.size(); ++i) marks += i == 0 ? "?" : ", ?";
  return fmt::format("INSERT INTO {} VALUES ({})", identifier(table.name), marks);
}

bool fits(const SqlColumn& column, const SqlValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return column.nullable;
  switch (column.type) {
    case SqlType::kInteger:
      return std::holds_alternative<std::int64_t>(value);
    case SqlType::kReal:
      return std::holds_alternative<double>(value) && std::isfinite(std::get<double>(value));
    case SqlType::kText:
      return std::holds_alternative<std::string>(value);
  }
  return false;
}

void bind(SQLite::Statement& statement, int index, const SqlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    statement.bind(index, *number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    statement.bind(index, *real + 0.0);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    statement.bindNoCopy(index, *text);
  } else {
    statement.bind(index);  // NULL
  }
}

}  // namespace

class SqliteWriter::Impl {
 public:
  explicit Impl(const std::string& path) : path_(path) {
    if (name_taken(path)) throw EnvironmentError(path, "create the database", "File exists");
    guard("create the database",
          [&] { db_.emplace(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE); });
  }

  // Runs `step`; what SQLite throws becomes an EnvironmentError.
  template <class Step>
  void guard(std::string_view operation, Step step) {
    try {
      step();
    } catch (const SQLite::Exception& error) {
      STOPOVER_CHECK(error.getErrorCode() != SQLITE_CONSTRAINT, "rows keep their table's key");
      throw EnvironmentError(path_, std::string(operation), error.what());
    }
  }

  void begin(SqliteIdentity identity) {
    guard("set up the database", [&] {
      db_->exec("PRAGMA page_size = 4096");
      db_->exec("PRAGMA encoding = 'UTF-8'");
      db_->exec("PRAGMA journal_mode = DELETE");
      db_->exec("PRAGMA trusted_schema = OFF");
      db_->exec(fmt::format("PRAGMA application_id = {}", identity.application_id));
      db_->exec(fmt::format("PRAGMA user_version = {}", identity.user_version));
      db_->exec("BEGIN");
    });
  }

  void table(const SqlTable& table) {
    STOPOVER_CHECK(db_.has_value(), "tables come before close");
    columns_ = table.columns;
    guard("create a table", [&] {
      insert_.reset();
      db_->exec(create_text(table));
      insert_.emplace(*db_, insert_text(table));
    });
  }

  void row(const std::vector<SqlValue>& values) {
    STOPOVER_CHECK(insert_.has_value() && values.size() == columns_.size(),
                   "a value for each column of a table");
    guard("write a row", [&] {
      for (std::size_t i = 0; i < values.size(); ++i) {
        STOPOVER_CHECK(fits(columns_[i], values[i]), "a value of its column's type");
        bind(*insert_, static_cast<int>(i) + 1, values[i]);
      }
      insert_->exec();
      insert_->reset();
    });
  }

  void close() {
    STOPOVER_CHECK(db_.has_value(), "a database is closed once");
    guard("finish the database", [&] {
      insert_.reset();
      const std::string found = db_->execAndGet("PRAGMA integrity_check").getString();
      if (found != "ok") throw EnvironmentError(path_, "check the database", found);
      db_->exec("COMMIT");
    });
    db_.reset();
  }

 private:
  std::string path_;
  std::optional<SQLite::Database> db_;
  std::optional<SQLite::Statement> insert_;
  std::vector<SqlColumn> columns_;
};

SqliteWriter::SqliteWriter(const std::string& path, SqliteIdentity identity)
    : impl_(std::make_unique<Impl>(path)) {
  impl_->begin(identity);
}
SqliteWriter::~SqliteWriter() = default;

void SqliteWriter::table(const SqlTable& table) {
  impl_->table(table);
}

void SqliteWriter::row(const std::vector<SqlValue>& values) {
  impl_->row(values);
}

void SqliteWriter::close() {
  impl_->close();
}

}  // namespace stopover::io
