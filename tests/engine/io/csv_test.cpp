// SPDX-License-Identifier: Apache-2.0
#include "engine/io/csv.hpp"

#include <gtest/gtest.h>

namespace stopover::io {
namespace {

TEST(Csv, ReadsTypedRows) {
  FaultList faults;
  const CsvTable places =
      read_csv("id,lon,fare_yuan\npvg,121.8,12.50\nsha,121.3,\n#rows=2\n", "places.csv",
               {.columns = {{.name = "id", .type = IdField{}},
                            {.name = "lon", .type = DecimalField{.min = -180, .max = 180}},
                            {.name = "fare_yuan", .type = MoneyField{}, .need = Need::kOptional}},
                .key = {"id"}},
               faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  ASSERT_EQ(places.size(), 2U);
  EXPECT_EQ(places[0].text("id"), "pvg");
  EXPECT_EQ(places[0].fen(2), Fen(1250));
  EXPECT_FALSE(places[1].has("fare_yuan"));
  EXPECT_EQ(places[1].line(), 3);
}

// 10,000 rows, of which every thousandth is faulty and every 1,500th one field short.
TEST(Csv, PortionsTogetherAreTheTable) {
  std::string text = "id,count,lon\n";
  for (int i = 0; i < 10'000; ++i) {
    const std::string row = std::to_string(i);
    text += "r" + row + "," + (i % 1000 == 7 ? "x" : row) + (i % 1500 == 3 ? "\n" : ",0.5\n");
  }
  const CsvSpec spec{.columns = {{.name = "id", .type = IdField{}},
                                 {.name = "count", .type = IntegerField{}},
                                 {.name = "lon", .type = DecimalField{}}}};
  FaultList whole_faults;
  const CsvTable whole = read_csv(text, "t.csv", spec, whole_faults);
  ASSERT_EQ(whole.bad_rows(), 17U);

  FaultList faults;
  std::size_t portions = 0;
  std::size_t at = 0;
  std::size_t bad = 0;
  read_csv_portions(text, "t.csv", spec, faults, [&](const CsvTable& portion) {
    ++portions;
    bad += portion.bad_rows();
    ASSERT_LE(portion.size(), whole.size() - at);
    for (const CsvRow row : portion) {
      const CsvRow same = whole[at++];
      ASSERT_EQ(row.line(), same.line());
      ASSERT_EQ(row.text("id"), same.text("id"));
      ASSERT_EQ(row.integer_or("count", -1), same.integer_or("count", -1));
      ASSERT_EQ(row.decimal("lon"), same.decimal("lon"));
      ASSERT_EQ(row.faulty(), same.faulty());
    }
  });
  EXPECT_GT(portions, 1U);
  EXPECT_EQ(at, whole.size());
  EXPECT_EQ(bad, whole.bad_rows());
  EXPECT_EQ(faults.text(), whole_faults.text());
}

}  // namespace
}  // namespace stopover::io
