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

}  // namespace
}  // namespace stopover::io
