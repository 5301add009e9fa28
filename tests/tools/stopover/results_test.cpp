// SPDX-License-Identifier: Apache-2.0
// Runs scenarios/minimal and reads what was written back, as a user's tools would.
#include "tools/stopover/results.hpp"

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/base/executor.hpp"
#include "engine/io/csv_writer.hpp"
#include "models/simulation/indicators.hpp"
#include "tests/engine/io/result_sample.hpp"
#include "tests/models/simulation/small_scenarios.hpp"
#include "tools/stopover/indicator_words.hpp"
#include "tools/stopover/report.hpp"
#include "tools/stopover/result_table.hpp"
#include "tools/stopover/text_table.hpp"

namespace stopover::tool {
namespace {

using io::bytes_of;
using io::ScratchFolder;
using io::tree_of;
using nlohmann::json;

struct Ran {
  explicit Ran(Executor& executor, std::uint64_t seed = 18'446'744'073'709'551'615ULL,
               const std::function<void(scenario::Scenario&)>& change = {}) {
    FaultList faults;
    loaded = scenario::load(STOPOVER_SOURCE_DIR "/scenarios/minimal", faults);
    if (change) change(loaded.scenario);
    world = simulation::compile(loaded.scenario, executor, faults);
    EXPECT_FALSE(faults.has_errors()) << faults.text();
    indicators = simulation::indicators(world);
    detail = simulation::empty_detail(world);
    data = simulation::run_replications(world, {.seed = seed, .replications = 3, .detail = &detail},
                                        executor);
    bottlenecks = simulation::find_bottlenecks(detail, 5);
    simulation::try_one_more_desk(world, seed, 2, executor, bottlenecks);
    estimates = simulation::estimate(indicators, data);
    results = {.loaded = &loaded,
               .world = &world,
               .seed = seed,
               .replications = 3,
               .estimates = &estimates,
               .replications_data = &data,
               .detail = &detail,
               .command = "stopover run minimal",
               .bottlenecks = &bottlenecks,
               .learned = &learned};
  }
  scenario::LoadedScenario loaded;
  simulation::World world;
  std::vector<simulation::Indicator> indicators;
  simulation::Detail detail;
  std::vector<simulation::Replication> data;
  std::vector<simulation::Bottleneck> bottlenecks;
  simulation::Learned learned{
      .expectations = {},
      .days = 12,
      .tolerance = 0.01,
      .rounds = {{0.05, 0.1, {-0.02, 0.001}, {0.03, 0.002}}, {0.002, 0.01, {0.001, 0.0005}, {}}}};
  std::vector<simulation::Estimated> estimates;
  RunResults results;
};

class Results : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto executor = serial_executor();
    ran_ = std::make_unique<Ran>(*executor);
  }
  static void TearDownTestSuite() { ran_.reset(); }
  static std::unique_ptr<Ran> ran_;
};
std::unique_ptr<Ran> Results::ran_;

// Rows of a CSV without quotes that hold line ends.
std::vector<std::vector<std::string>> csv_rows(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        fields.emplace_back();
      else
        fields.back() += c;
    }
    rows.push_back(fields);
  }
  return rows;
}

// As CSV writes it.
std::string cell_text(const SQLite::Column& cell) {
  if (cell.isNull()) return "";
  if (cell.isFloat()) return io::decimal_text(cell.getDouble());
  std::string text;
  for (const char c : cell.getString())
    if (c != '"') text += c;  // csv_rows drops them too
  return text;
}

TEST_F(Results, TheFolderIsWholeAndVerifies) {
  const ScratchFolder scratch;
  write_run(ran_->results, scratch / "r", io::Existing::kRefuse);
  EXPECT_TRUE(io::verify_result_folder(scratch / "r").empty());
  std::string names;
  for (const auto& [name, bytes] : tree_of(scratch / "r")) names += name + " ";
  EXPECT_EQ(names,
            "csv/ csv/assumptions.csv csv/bottlenecks.csv csv/changes.csv csv/connections.csv "
            "csv/counts.csv csv/desk_hours.csv csv/failing_connections.csv csv/full_vehicles.csv "
            "csv/goals.csv csv/indicators.csv "
            "csv/kpi.csv csv/learning.csv csv/links.csv csv/places.csv csv/product_counts.csv "
            "csv/queue_hours.csv csv/queues.csv csv/replications.csv csv/rides.csv "
            "csv/spending.csv csv/trips.csv "
            "manifest.json results.sqlite scenario.resolved.txtpb summary.json ");
}

TEST_F(Results, OneNumberIsTheSameInJsonCsvAndSqlite) {
  const ScratchFolder scratch;
  write_run(ran_->results, scratch / "r", io::Existing::kRefuse);
  const json summary = json::parse(bytes_of(scratch / "r/summary.json"));
  const auto csv = csv_rows(scratch / "r/csv/kpi.csv");
  ASSERT_EQ(csv.size(), summary["indicators"].size() + 1);
  EXPECT_EQ(csv[0][6], "value");
  const SQLite::Database db(scratch / "r/results.sqlite");
  SQLite::Statement rows(db,
                         "SELECT kpi, kpi_group, value, total_low, seed FROM kpi ORDER BY rowid");
  for (std::size_t i = 0; i < summary["indicators"].size(); ++i) {
    const json& item = summary["indicators"][i];
    ASSERT_TRUE(rows.executeStep());
    EXPECT_EQ(item["id"], rows.getColumn(0).getString());
    EXPECT_EQ(item["group"], csv[i + 1][4]);
    EXPECT_EQ(io::decimal_text(item["value"].get<double>()), csv[i + 1][6]);
    EXPECT_EQ(item["value"].get<double>(), rows.getColumn(2).getDouble());
    EXPECT_EQ(item["total"].is_null(), rows.getColumn(3).isNull());
    EXPECT_EQ(rows.getColumn(4).getString(), "18446744073709551615");
  }
}

TEST_F(Results, EveryTableIsTheSameInCsvAndSqlite) {
  const ScratchFolder scratch;
  write_run(ran_->results, scratch / "r", io::Existing::kRefuse);
  const SQLite::Database db(scratch / "r/results.sqlite");
  SQLite::Statement tables(db, "SELECT table_name FROM tables ORDER BY rowid");
  std::size_t cells = 0;
  while (tables.executeStep()) {
    const std::string name = tables.getColumn(0).getString();
    const auto csv = csv_rows(scratch / ("r/csv/" + name + ".csv"));
    SQLite::Statement rows(db, "SELECT * FROM \"" + name + "\" ORDER BY rowid");
    std::size_t line = 1;
    for (; rows.executeStep(); ++line) {
      ASSERT_LT(line, csv.size()) << name;
      ASSERT_EQ(csv[line].size(), static_cast<std::size_t>(rows.getColumnCount())) << name;
      for (int c = 0; c < rows.getColumnCount(); ++c, ++cells)
        ASSERT_EQ(csv[line][static_cast<std::size_t>(c)], cell_text(rows.getColumn(c)))
            << name << " line " << line;
    }
    EXPECT_EQ(line, csv.size()) << name;
  }
  EXPECT_GT(cells, 2000U);
}

// A value can be worked out again from the exact sums.
TEST_F(Results, ReplicationsMakeTheEstimates) {
  std::map<std::string, std::pair<double, int>> means;  // of amounts a day
  for (const ResultTable& table : run_tables(ran_->results)) {
    if (table.name != "replications") continue;
    table.rows([&](const ResultRow& row) {
      if (std::get<std::string>(row[3]) != "central" || row[6].index() != 0) return;
      auto& [sum, n] = means[std::get<std::string>(row[1]) + "/" + std::get<std::string>(row[2])];
      sum += static_cast<double>(std::get<std::int64_t>(row[5])) / std::get<double>(row[7]);
      ++n;
    });
  }
  int compared = 0;
  for (const simulation::Estimated& e : ran_->estimates) {
    if (e.indicator->is_ratio()) continue;
    const auto& [sum, n] = means.at(e.indicator->id + "/" + e.indicator->group);
    EXPECT_EQ(n, 3);
    EXPECT_DOUBLE_EQ(sum / n, e.simulation.value) << e.indicator->id;
    ++compared;
  }
  EXPECT_GT(compared, 10);
}

TEST_F(Results, EveryColumnAndIndicatorIsExplained) {
  for (const ResultTable& table : run_tables(ran_->results))
    for (const ResultColumn& column : table.columns) {
      EXPECT_FALSE(column.meaning.empty()) << table.name << "." << column.name;
      EXPECT_FALSE(column.meaning_zh.empty()) << table.name << "." << column.name;
      if (column.type != io::SqlType::kText) {
        EXPECT_FALSE(column.unit.empty()) << column.name;
      }
    }
  for (const simulation::Indicator& i : ran_->indicators) {
    const IndicatorWords* const words = words_of(i.id);
    ASSERT_NE(words, nullptr) << i.id;
    EXPECT_EQ(i.is_ratio(), !words->denominator.empty()) << i.id;
  }
}

TEST_F(Results, AssumptionsStandWeakestFirst) {
  const std::map<std::string, int> strength{{"assumption", 0}, {"general-knowledge", 1},
                                            {"derived", 2},    {"low", 3},
                                            {"medium", 4},     {"high", 5}};
  int last = 0;
  std::size_t parameters = 0;
  assumptions_table(ran_->results).rows([&](const ResultRow& row) {
    const int now = strength.at(std::get<std::string>(row[9]));
    EXPECT_GE(now, last);
    last = now;
    EXPECT_FALSE(std::get<std::string>(row[10]).empty()) << "a source";
    if (std::get<std::string>(row[2]) != "parameter") return;
    ++parameters;
    EXPECT_EQ(row[5].index(), 2U) << "a parameter has its value";
    EXPECT_TRUE(std::get<std::string>(row[12]).ends_with(".csv")) << "and the file of it";
  });
  EXPECT_EQ(parameters, ran_->world.parameters.size());
}

// The table, summary.json and the report tell of the same bottlenecks.
TEST_F(Results, BottlenecksAreTheSameEverywhere) {
  ASSERT_FALSE(ran_->bottlenecks.empty());
  const json listed = run_json(ran_->results).at("bottlenecks");
  std::size_t i = 0;
  bottlenecks_table(ran_->results).rows([&](const ResultRow& row) {
    ASSERT_LT(i, listed.size());
    EXPECT_EQ(listed[i].at("id"), std::get<std::string>(row[3]));
    EXPECT_EQ(listed[i].at("lost_person_seconds"), std::get<std::int64_t>(row[5]));
    ++i;
  });
  EXPECT_EQ(i, listed.size());
  for (const Language language : {Language::kEnglish, Language::kChinese}) {
    const ReportForm form{language, {}};
    const std::string text = bottlenecks_text(ran_->results, form);
    for (const simulation::Bottleneck& b : ran_->bottlenecks) {
      if (b.checkpoint.is_none()) continue;
      const simulation::CheckpointInfo& info = ran_->world.checkpoint_info[b.checkpoint];
      EXPECT_NE(text.find(in(form, info.name, info.name_zh)), std::string::npos) << text;
    }
    std::istringstream lines(run_report(ran_->results, form));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 100U) << line;
  }
}

// Hours and replications are the whole: what queues says, queue_hours adds up to.
TEST_F(Results, QueueHoursAddUpToQueues) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> by_checkpoint;
  queue_hours_table(ran_->results).rows([&](const ResultRow& row) {
    auto& [people, waited] = by_checkpoint[std::get<std::string>(row[1])];
    people += std::get<std::int64_t>(row[6]);
    waited += std::get<std::int64_t>(row[7]);
  });
  int compared = 0;
  for (const ResultTable& table : run_tables(ran_->results)) {
    if (table.name != "queues") continue;
    table.rows([&](const ResultRow& row) {
      const auto [people, waited] = by_checkpoint.at(std::get<std::string>(row[1]));
      EXPECT_EQ(people, std::get<std::int64_t>(row[4]));
      EXPECT_EQ(waited, std::get<std::int64_t>(row[5]));
      ++compared;
    });
  }
  EXPECT_EQ(compared, 5);
}

// What happens at gates is in the tables, the indicators and the report.
TEST(GateResults, AreInTablesAndReport) {
  const auto executor = serial_executor();
  const Ran ran(*executor, 5, simulation::crowd_at_gates);
  std::map<std::string, std::vector<ResultRow>> rows;
  for (const ResultTable& table : run_tables(ran.results))
    table.rows([&](const ResultRow& row) {
      if (row.size() > 1 && row[1] == io::SqlValue(std::string("security")))
        rows[table.name].push_back(row);
    });
  const auto sum = [&](const std::string& table, std::size_t column) {
    std::int64_t all = 0;
    for (const ResultRow& row : rows[table]) all += std::get<std::int64_t>(row.at(column));
    return all;
  };
  ASSERT_EQ(rows["queues"].size(), 1U);
  ASSERT_EQ(rows["queue_hours"].size(), 24U);
  ASSERT_EQ(rows["desk_hours"].size(), 48U);
  for (std::size_t column = 0; column < 4; ++column) {  // gave up, sent on, held, time held
    EXPECT_GT(sum("queues", 12 + column), 0);
    EXPECT_EQ(sum("queues", 12 + column), sum("queue_hours", 21 + column));
  }
  EXPECT_EQ(sum("desk_hours", 4), sum("queue_hours", 16));                 // open
  EXPECT_LE(std::abs(sum("desk_hours", 5) - sum("queue_hours", 17)), 24);  // busy, rounded
  for (const simulation::Estimated& e : ran.estimates) {
    if (e.indicator->id != "sent_on") continue;
    EXPECT_DOUBLE_EQ(e.simulation.value,
                     static_cast<double>(sum("queues", 13)) / 3 / ran.world.days);
    EXPECT_TRUE(e.simulation.interval.has_value());
  }
  for (const Language language : {Language::kEnglish, Language::kChinese}) {
    const std::string text = run_report(ran.results, {language, {}});
    for (const char* const id : {"sent_on", "gave_up", "held_outside", "mean_held"}) {
      const auto found = std::ranges::find_if(
          ran.indicators, [&](const simulation::Indicator& i) { return i.id == id; });
      ASSERT_NE(found, ran.indicators.end()) << id;
      EXPECT_NE(text.find(language == Language::kEnglish ? found->name : found->name_zh),
                std::string::npos)
          << text;
    }
  }
}

// Where nobody can be refused, give up or stand outside, nothing is said of it.
TEST_F(Results, WithoutGatesThereAreNoFiguresOfThem) {
  for (const simulation::Indicator& i : ran_->indicators)
    EXPECT_TRUE(i.id != "sent_on" && i.id != "gave_up" && i.id != "held_outside") << i.id;
  desk_hours_table(ran_->results).rows([](const ResultRow&) { ADD_FAILURE(); });
}

TEST(TextTable, FoldsToColumns) {
  EXPECT_THAT(folded("Pudong", 6), testing::ElementsAre("Pudong"));
  EXPECT_THAT(folded("Pudong T2", 6), testing::ElementsAre("Pudong", "T2"));
  EXPECT_THAT(folded("Pudong T2, by metro", 12), testing::ElementsAre("Pudong T2,", "by metro"));
  EXPECT_THAT(folded("a bcdefghij k", 5), testing::ElementsAre("a", "bcdef", "ghij", "k"));
  EXPECT_THAT(folded("浦东机场", 8), testing::ElementsAre("浦东机场"));
  EXPECT_THAT(folded("浦东机场", 7), testing::ElementsAre("浦东机", "场"));
  EXPECT_THAT(folded("浦东 T2 机场", 6), testing::ElementsAre("浦东", "T2 机", "场"));
  EXPECT_THAT(folded("", 8), testing::ElementsAre(""));
}

TEST_F(Results, SameBytesForAnyExecutor) {
  const ScratchFolder scratch;
  write_run(ran_->results, scratch / "serial", io::Existing::kRefuse);
  const auto shuffled = shuffled_executor(5);
  const Ran other(*shuffled);
  write_run(other.results, scratch / "shuffled", io::Existing::kRefuse);
  EXPECT_EQ(tree_of(scratch / "serial"), tree_of(scratch / "shuffled"));
}

TEST_F(Results, ComparisonHoldsBothSides) {
  const ScratchFolder scratch;
  const auto compared =
      simulation::compare({ran_->indicators, ran_->data}, {ran_->indicators, ran_->data});
  const CompareResults results{.base = ran_->results,
                               .variant = ran_->results,
                               .compared = &compared,
                               .command = "stopover compare minimal minimal"};
  write_compare(results, scratch / "c", io::Existing::kRefuse);
  EXPECT_TRUE(io::verify_result_folder(scratch / "c").empty());
  const SQLite::Database db(scratch / "c/results.sqlite");
  const auto count = [&](const char* sql) {
    SQLite::Statement query(db, sql);
    query.executeStep();
    return query.getColumn(0).getInt64();
  };
  EXPECT_EQ(count("SELECT count(*) FROM comparison"), static_cast<std::int64_t>(compared.size()));
  EXPECT_EQ(count("SELECT count(*) FROM comparison WHERE difference <> 0 OR distinguishable"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM kpi WHERE side = 'base'"),
            count("SELECT count(*) FROM kpi WHERE side = 'variant'"));
  const json summary = json::parse(bytes_of(scratch / "c/summary.json"));
  EXPECT_EQ(summary["indicators"].size(), compared.size());
  EXPECT_EQ(summary["variant"]["hash"], ran_->loaded.hash);
}

// A database needs space too: no folder, no remains, the path is named.
TEST_F(Results, AReadOnlyPlaceLeavesNothing) {
  const ScratchFolder scratch;
  io::put(scratch / "file", "x");
  EXPECT_THROW(write_run(ran_->results, scratch / "file/r", io::Existing::kRefuse),
               EnvironmentError);
  EXPECT_EQ(tree_of(scratch.path()).size(), 1U);
}

}  // namespace
}  // namespace stopover::tool
