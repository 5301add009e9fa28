// SPDX-License-Identifier: Apache-2.0
// A table of results, once: from it come the CSV file, the SQLite table and its documentation.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/io/result_folder.hpp"
#include "engine/io/sqlite_writer.hpp"
#include "tools/stopover/results.hpp"

namespace stopover::tool {

struct ResultColumn {
  std::string name;
  io::SqlType type = io::SqlType::kText;
  std::string unit{};  // empty: a name, a text or a date
  std::string meaning{};
  std::string meaning_zh{};
  bool nullable = false;  // an empty field in CSV
};

using ResultRow = std::vector<io::SqlValue>;
using RowSink = std::function<void(const ResultRow&)>;

struct ResultTable {
  std::string name;  // csv/<name>.csv, and the table of results.sqlite
  std::string meaning;
  std::string meaning_zh;
  std::vector<ResultColumn> columns;
  std::vector<std::string> key;
  std::function<void(const RowSink&)> rows;  // the same rows in the same order at each call
};

// Views of `run`, which outlives them.
[[nodiscard]] std::vector<ResultTable> run_tables(const RunResults& run);
// Base and variant in one table each, told apart by a first column `side`; then the differences.
[[nodiscard]] std::vector<ResultTable> compare_tables(const CompareResults& results);

// Columns.
[[nodiscard]] ResultColumn scenario_column();
[[nodiscard]] ResultColumn text_column(const char* name, const char* meaning,
                                       const char* meaning_zh);
[[nodiscard]] ResultColumn whole_column(const char* name, const char* unit, const char* meaning,
                                        const char* meaning_zh, bool nullable = false);
[[nodiscard]] ResultColumn real_column(const char* name, const char* unit, const char* meaning,
                                       const char* meaning_zh, bool nullable = false);

// Gave up, sent on, held: the ends of rows of queues and queue_hours.
[[nodiscard]] std::vector<ResultColumn> incident_columns();

// Parts of run_tables.
[[nodiscard]] ResultTable queue_hours_table(const RunResults& run);
[[nodiscard]] ResultTable desk_hours_table(const RunResults& run);
[[nodiscard]] ResultTable connections_table(const RunResults& run);
[[nodiscard]] ResultTable failing_table(const RunResults& run);
[[nodiscard]] ResultTable vehicles_table(const RunResults& run);
[[nodiscard]] ResultTable learning_table(const RunResults& run);
[[nodiscard]] ResultTable product_counts_table(const RunResults& run);
[[nodiscard]] ResultTable goals_table(const RunResults& run);
[[nodiscard]] ResultTable bottlenecks_table(const RunResults& run);
[[nodiscard]] ResultTable assumptions_table(const RunResults& run);
[[nodiscard]] ResultTable changes_table(const RunResults& run);
[[nodiscard]] ResultTable places_table(const RunResults& run);
[[nodiscard]] ResultTable links_table(const RunResults& run);
[[nodiscard]] ResultTable rides_table(const RunResults& run);
[[nodiscard]] ResultTable trips_table(const RunResults& run);

void write_csv(io::ResultFolder& out, const ResultTable& table);
// `about`: what to say of the whole, key and value.
void write_sqlite(io::ResultFolder& out, const std::vector<ResultTable>& tables,
                  const std::vector<std::pair<std::string, std::string>>& about);

// Version, commit, compiler, libraries and tz database that made a result.
[[nodiscard]] nlohmann::json build_json();

inline constexpr int kResultSchema = 1;

}  // namespace stopover::tool
