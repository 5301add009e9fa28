// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/result_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string_view>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "engine/base/fault.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/result_folder.hpp"
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxJson = std::uint64_t{1} << 30U;

struct WantedTable {
  std::string_view name;
  std::string_view order;  // empty: as written
  int most = 100'000;
};
// Long ones end where a reader has stopped: the files of the result have them whole.
constexpr int kLongest = 150;
constexpr int kAllRows = -1;  // as SQLite has it
constexpr std::array kWanted{
    WantedTable{"counts", ""},
    WantedTable{"spending", ""},
    WantedTable{"queues", ""},
    WantedTable{"queue_hours", ""},
    WantedTable{"connections", ""},
    WantedTable{"failing_connections", "missed_people DESC", kLongest},
    WantedTable{"full_vehicles", "left_behind_people DESC", kLongest},
    WantedTable{"bottlenecks", ""},
    WantedTable{"assumptions", "rank"},
    WantedTable{"changes", "ordinal"},
    WantedTable{"learning", "round"},
    WantedTable{"product_counts", ""},
    WantedTable{"goals", ""},
    WantedTable{"places", ""},
    WantedTable{"links", "people DESC", 4'000},
};
// The same in every row, or told elsewhere.
constexpr std::array<std::string_view, 3> kLeftOut{"scenario", "replications", "meaning"};

bool is_kept(std::string_view column) {
  return std::ranges::find(kLeftOut, column) == kLeftOut.end();
}

json parsed(const std::string& folder, const char* name) {
  const std::string path = fmt::format("{}/{}", folder, name);
  json out = json::parse(io::read_file(path, kMaxJson), nullptr, false);
  if (!out.is_object())
    refuse_file("E-RES-008", path, "no JSON object", "what run or compare writes");
  return out;
}

// A browser would round one above 2^53.
json with_seed_as_text(json object) {
  const auto seed = object.find("seed");
  if (seed != object.end() && seed->is_number()) *seed = seed->dump();
  return object;
}

json read_summary(const std::string& folder) {
  const std::string path = folder + "/summary.json";
  const io::FileSource source = io::FileSource::open(folder);
  if (!source.contains("summary.json") || !source.contains("results.sqlite"))
    refuse_file("E-RES-008", folder, "no summary.json or no results.sqlite",
                "a folder that run or compare wrote");
  json summary = parsed(folder, "summary.json");
  const json kind = summary.value("kind", json());
  if (kind != "run" && kind != "compare")
    refuse_file("E-RES-008", path, "kind " + kind.dump(), "run or compare");
  const json version = summary.value("schema_version", json());
  if (version != kResultSchema)
    refuse_file("E-RES-008", path, "schema_version " + version.dump(),
                fmt::format("{}, of this version of the program", kResultSchema));
  return summary;
}

json cell(const SQLite::Column& value) {
  if (value.isInteger()) return value.getInt64();
  if (value.isFloat()) return value.getDouble();
  return value.isNull() ? json(nullptr) : json(value.getString());
}

json columns_of(SQLite::Database& db, const std::string& table) {
  SQLite::Statement rows(db,
                         "SELECT i.name, coalesce(c.unit, ''), coalesce(c.meaning, ''), "
                         "coalesce(c.meaning_zh, '') FROM pragma_table_info(?) AS i LEFT JOIN "
                         "columns AS c ON c.table_name = ? AND c.column_name = i.name "
                         "ORDER BY i.cid");
  rows.bind(1, table);
  rows.bind(2, table);
  json out = json::array();
  while (rows.executeStep()) {
    if (!is_kept(rows.getColumn(0).getString())) continue;
    out.push_back({{"name", rows.getColumn(0).getString()},
                   {"unit", rows.getColumn(1).getString()},
                   {"en", rows.getColumn(2).getString()},
                   {"zh", rows.getColumn(3).getString()}});
  }
  return out;
}

json read_table(SQLite::Database& db, const WantedTable& wanted) {
  const std::string name(wanted.name);
  json columns = columns_of(db, name);
  std::string list;
  for (const json& column : columns)
    list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", column["name"].get<std::string>());
  // Without an order SQLite may read along an index. Those that are as bad come as written.
  const std::string order = wanted.order.empty() ? "rowid" : fmt::format("{}, rowid", wanted.order);
  SQLite::Statement query(
      db, fmt::format("SELECT {} FROM {} ORDER BY {} LIMIT {}", list, name, order, wanted.most));
  json rows = json::array();
  while (query.executeStep()) {
    json row = json::array();
    for (int i = 0; i < query.getColumnCount(); ++i) row.push_back(cell(query.getColumn(i)));
    rows.push_back(std::move(row));
  }
  const std::int64_t total = db.execAndGet(fmt::format("SELECT count(*) FROM {}", name)).getInt64();
  return {{"columns", std::move(columns)}, {"rows", std::move(rows)}, {"total", total}};
}

json read_tables(const std::string& path, std::span<const WantedTable> wanted) {
  try {
    SQLite::Database db(path, SQLite::OPEN_READONLY);
    json out = json::object();
    for (const WantedTable& one : wanted)
      if (db.tableExists(std::string(one.name))) out[std::string(one.name)] = read_table(db, one);
    return out;
  } catch (const SQLite::Exception& fault) {
    refuse_file("E-RES-009", path, fault.what(), "the database that run or compare wrote");
  }
}

constexpr std::size_t kEffectsKept = 150;

// The cells that are furthest from the base; "effects_total" tells how many there are.
void keep_largest_effects(json& output) {
  json& effects = output["effects"];
  output["effects_total"] = effects.size();
  std::vector<json> order(effects.begin(), effects.end());
  std::ranges::stable_sort(order, std::greater{}, [](const json& one) {
    return std::abs(one["difference"]["value"].get<double>());
  });
  if (order.size() > kEffectsKept) order.resize(kEffectsKept);
  effects = std::move(order);
}

json read_sweep_result(const std::string& folder) {
  if (!io::FileSource::open(folder).contains("manifest.json"))
    refuse_file(
        "E-RES-008", folder, "a sweep that is not merged",
        fmt::format("its tables: stopover sweep merge {} -o merged, then report merged", folder));
  const FaultList faults = io::verify_result_folder(folder);
  if (faults.has_errors()) throw InputError(faults);
  if (!io::FileSource::open(folder).contains("analysis.json"))
    refuse_file("E-RES-008", folder, "no analysis.json",
                "what sweep merge of this version writes: merge again");
  json analysis = parsed(folder, "analysis.json");
  for (json& output : analysis["outputs"]) keep_largest_effects(output);
  return {{"sweep", std::move(analysis)}, {"manifest", parsed(folder, "manifest.json")}};
}

}  // namespace

bool is_sweep_result(const json& result) {
  return result.contains("sweep");
}

json read_result(const std::string& folder) {
  if (io::FileSource::open(folder).contains("experiment.json")) return read_sweep_result(folder);
  const FaultList faults = io::verify_result_folder(folder);
  if (faults.has_errors()) throw InputError(faults);
  json summary = read_summary(folder);
  return {{"summary", with_seed_as_text(std::move(summary))},
          {"manifest", with_seed_as_text(parsed(folder, "manifest.json"))},
          {"tables", read_tables(folder + "/results.sqlite", kWanted)}};
}

json read_whole_tables(const std::string& folder, std::span<const std::string_view> names) {
  std::vector<WantedTable> wanted;
  for (const std::string_view name : names) wanted.push_back({name, "", kAllRows});
  const std::string path = folder + "/results.sqlite";
  json out = read_tables(path, wanted);
  for (const std::string_view name : names)
    if (!out.contains(name))
      refuse_file("E-RES-009", path, fmt::format("no table {}", name),
                  "a result of this version: simulate it again");
  return out;
}

}  // namespace stopover::tool
