// SPDX-License-Identifier: Apache-2.0
#include "engine/io/sqlite_writer.hpp"

#include <cmath>
#include <csignal>
#include <functional>
#include <limits>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "engine/base/fault.hpp"
#include "tests/engine/io/result_sample.hpp"

namespace stopover::io {
namespace {

using testing::HasSubstr;

const SqlTable kKpi{.name = "kpi",
                    .columns = {{.name = "id"},
                                {.name = "people", .type = SqlType::kInteger},
                                {.name = "share", .type = SqlType::kReal, .nullable = true}},
                    .key = {"id"}};

void write_kpi(const std::string& path, int rows = 3) {
  SqliteWriter db(path, {.application_id = 0x53746f70, .user_version = 1});
  db.table(kKpi);
  db.row({"0.1 + 0.2", std::int64_t{-1}, 0.1 + 0.2});
  db.row({"上海 'quoted' \"🚄\"", std::numeric_limits<std::int64_t>::max(), std::monostate()});
  for (int i = 2; i < rows; ++i) db.row({"row " + std::to_string(i), std::int64_t{i}, 1.0 / i});
  db.table({.name = "empty", .columns = {{.name = "order"}}});
  db.close();
}

// Output and errors of the sqlite3 command, run in `folder` as a user without special rights.
std::string sqlite3_says(const std::string& folder, const std::string& sql, int* status) {
  const std::string out = ::testing::TempDir() + "stopover-sqlite3-" + std::to_string(::getpid());
  const pid_t child = ::fork();
  if (child == 0) {
    if (std::freopen(out.c_str(), "w", stdout) == nullptr || ::dup2(1, 2) != 2 ||
        ::chdir(folder.c_str()) != 0 ||
        (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)))
      ::_exit(99);
    ::execlp("sqlite3", "sqlite3", "-readonly", "results.sqlite", sql.c_str(), nullptr);
    ::_exit(98);
  }
  ::waitpid(child, status, 0);
  const std::string text = bytes_of(out);
  fs::remove(out);
  return text;
}

TEST(SqliteWriter, OtherProgramsReadItInAReadOnlyFolder) {
  const ScratchFolder scratch;
  write_kpi(scratch / "results.sqlite");
  fs::permissions(scratch / "results.sqlite", fs::perms(0444));
  fs::permissions(scratch.path(), fs::perms(0555));
  int status = 0;
  const std::string text = sqlite3_says(
      scratch.path().string(),
      "PRAGMA journal_mode; PRAGMA integrity_check; PRAGMA application_id; PRAGMA user_version; "
      "PRAGMA encoding; SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name = "
      "'kpi'; "
      "SELECT count(*), sum(id = '上海 ''quoted'' \"🚄\"'), max(people), sum(share IS NULL), "
      "sum(share = 0.1 + 0.2) FROM kpi; SELECT count(*) FROM empty;",
      &status);
  EXPECT_EQ(text, "delete\nok\n1400139632\n1\nUTF-8\n1\n3|1|9223372036854775807|1|1\n0\n");
  EXPECT_EQ(status, 0);
  fs::permissions(scratch.path(), fs::perms(0755));
  EXPECT_EQ(tree_of(scratch.path()).size(), 1U) << "no journal, -wal or -shm beside it";
}

TEST(SqliteWriter, TablesAreStrict) {
  const ScratchFolder scratch;
  write_kpi(scratch / "r.sqlite");
  SQLite::Database db(scratch / "r.sqlite", SQLite::OPEN_READWRITE);
  EXPECT_THROW(db.exec("INSERT INTO kpi VALUES ('x', 'not a number', 0)"), SQLite::Exception);
  EXPECT_THROW(db.exec("INSERT INTO kpi VALUES (NULL, 1, 0)"), SQLite::Exception);
  EXPECT_EQ(db.exec("INSERT INTO kpi VALUES ('x', 1, NULL)"), 1);
}

TEST(SqliteWriter, SameRowsAreTheSameBytes) {
  const ScratchFolder scratch;
  write_kpi(scratch / "a.sqlite", 5000);
  write_kpi(scratch / "another name.sqlite", 5000);
  write_kpi(scratch / "c.sqlite", 5001);
  const std::string bytes = bytes_of(scratch / "a.sqlite");
  EXPECT_GT(bytes.size(), 100'000U);
  EXPECT_TRUE(bytes == bytes_of(scratch / "another name.sqlite"));
  EXPECT_FALSE(bytes == bytes_of(scratch / "c.sqlite"));
}

TEST(SqliteWriter, NumbersComeBackBitForBit) {
  const ScratchFolder scratch;
  const std::vector<double> numbers{
      0.1, -0.0, 1.0 / 3, 5e-324, std::numeric_limits<double>::max(), 123456789012345680.0, 4.0};
  {
    SqliteWriter db(scratch / "r.sqlite", {});
    db.table({.name = "t", .columns = {{.name = "x", .type = SqlType::kReal}}});
    for (const double x : numbers) db.row({x});
    db.close();
  }
  const SQLite::Database db(scratch / "r.sqlite");
  SQLite::Statement rows(db, "SELECT x, typeof(x) FROM t ORDER BY rowid");
  for (const double x : numbers) {
    ASSERT_TRUE(rows.executeStep());
    EXPECT_EQ(rows.getColumn(0).getDouble(), x);
    EXPECT_FALSE(std::signbit(rows.getColumn(0).getDouble()));
    EXPECT_EQ(rows.getColumn(1).getString(), "real");
  }
}

std::string error_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const EnvironmentError& error) {
    return error.what();
  }
  return "";
}

TEST(SqliteWriter, SystemsErrorsNameThePath) {
  const ScratchFolder scratch;
  const std::string nowhere = scratch / "nowhere/r.sqlite";
  EXPECT_THAT(error_of([&] { write_kpi(nowhere); }), HasSubstr(nowhere));
  put(scratch / "there.sqlite", "a thesis");
  EXPECT_THAT(error_of([&] { write_kpi(scratch / "there.sqlite"); }),
              testing::AllOf(HasSubstr(scratch / "there.sqlite"), HasSubstr("File exists")));
  EXPECT_EQ(bytes_of(scratch / "there.sqlite"), "a thesis");
}

// A file size limit stands for the full disk: the same error path in SQLite, at every size.
TEST(SqliteWriter, FullDiskIsHeard) {
  const ScratchFolder scratch;
  const std::string path = scratch / "r.sqlite";
  constexpr int kRows = 3000;
  write_kpi(path, kRows);
  const auto whole = fs::file_size(path);
  for (std::uintmax_t limit = 0; limit < whole; limit += 16'384) {
    fs::remove(path);
    const pid_t child = ::fork();
    if (child == 0) {
      (void)std::signal(SIGXFSZ, SIG_IGN);
      const rlimit cap{limit, limit};
      if (::setrlimit(RLIMIT_FSIZE, &cap) != 0) ::_exit(99);
      const std::string text = error_of([&] { write_kpi(path, kRows); });
      ::_exit(text.find(path) != std::string::npos ? 42 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 42) << "limit " << limit;
  }
}

TEST(SqliteWriterDeathTest, MistakesOfTheProgramAbort) {
  const ScratchFolder scratch;
  const auto row = [&](const std::vector<SqlValue>& values) {
    fs::remove(scratch / "r.sqlite");
    SqliteWriter db(scratch / "r.sqlite", {});
    db.table(kKpi);
    db.row({"a", std::int64_t{1}, 0.5});
    db.row(values);
    db.close();
  };
  EXPECT_DEATH(row({"b", std::int64_t{1}}), "a value for each column");
  EXPECT_DEATH(row({"b", 1.0, 0.5}), "its column's type");
  EXPECT_DEATH(row({"b", std::monostate(), 0.5}), "its column's type");
  EXPECT_DEATH(row({"b", std::int64_t{1}, std::nan("")}), "its column's type");
  EXPECT_DEATH(row({"a", std::int64_t{1}, 0.5}), "keep their table's key");
}

}  // namespace
}  // namespace stopover::io
