// SPDX-License-Identifier: Apache-2.0
// What CsvWriter writes, read_csv reads back; a file with a footer shows every cut.
#include <cmath>
#include <cstring>
#include <tuple>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/io/csv.hpp"
#include "engine/io/csv_writer.hpp"

namespace stopover::io {
namespace {

using Row = std::tuple<std::string, std::int64_t, double, std::int64_t>;

CsvSpec spec() {
  return {.columns = {{.name = "text", .type = TextField{}, .need = Need::kColumn},
                      {.name = "whole", .type = IntegerField{}},
                      {.name = "real", .type = DecimalField{.min = -1.797e308, .max = 1.797e308}},
                      {.name = "yuan", .type = MoneyField{.min = yuan(-1'000'000'000)}}}};
}

// Everything that the format treats specially, and some that it does not.
rc::Gen<std::string> any_text() {
  return rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
          ",", "\"", "\n", "\r", "\r\n", "#", "#rows=", " ", "a", "Z", "0", "海", "\xef\xbb\xbf")),
      [](const std::vector<std::string>& parts) {
        std::string text;
        for (const std::string& part : parts) text += part;
        return text;
      });
}

// Any finite double, by its bits: denormals and extremes too.
rc::Gen<double> any_double() {
  return rc::gen::map(rc::gen::arbitrary<std::uint64_t>(), [](std::uint64_t bits) {
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return std::isfinite(value) && std::abs(value) < 1.797e308 ? value : 0.0;
  });
}

rc::Gen<std::vector<Row>> any_rows() {
  return rc::gen::container<std::vector<Row>>(rc::gen::tuple(
      any_text(), rc::gen::inRange<std::int64_t>(-9'000'000'000'000'000, 9'000'000'000'000'000),
      any_double(), rc::gen::inRange<std::int64_t>(-100'000'000'000, 100'000'000'000)));
}

std::string written(const std::vector<Row>& rows) {
  std::string out;
  CsvWriter csv(out, {"text", "whole", "real", "yuan"});
  for (const auto& [text, whole, real, fen] : rows)
    csv.text(text).integer(whole).decimal(real).yuan(Fen(fen)).end_row();
  csv.footer();
  return out;
}

RC_GTEST_PROP(CsvProperty, WhatIsWrittenReadsBackTheSame, ()) {
  const std::vector<Row> rows = *any_rows();
  FaultList faults;
  const CsvTable table = read_csv(written(rows), "t.csv", spec(), faults);
  RC_ASSERT_FALSE(faults.has_errors());
  RC_ASSERT(table.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [text, whole, real, fen] = rows[i];
    RC_ASSERT(std::string(table[i].text("text")) == text);
    RC_ASSERT(table[i].integer("whole") == whole);
    RC_ASSERT(table[i].decimal("real") == real);
    RC_ASSERT(table[i].fen("yuan") == Fen(fen));
  }
}

RC_GTEST_PROP(CsvProperty, AFileWithAFooterShowsEveryCut, ()) {
  CsvSpec strict = spec();
  strict.footer = Footer::kRequired;
  const std::string whole = written(*any_rows());
  // The last byte is the footer's line end: without it nothing is lost.
  const auto size = *rc::gen::inRange<std::size_t>(0, whole.size() - 1);
  FaultList faults;
  (void)read_csv(whole.substr(0, size), "t.csv", strict, faults);
  RC_ASSERT(faults.has_errors());
}

RC_GTEST_PROP(CsvProperty, AnyBytesEndInATableOrAFault, (const std::string& noise)) {
  std::string text = "text,whole,real,yuan\n" + noise + *any_text();
  FaultList faults;
  const CsvTable table = read_csv(text, "t.csv", spec(), faults);
  for (const CsvRow row : table)
    RC_ASSERT((row.faulty() || (row.has("whole") && row.has("real") && row.has("yuan"))));
}

TEST(CsvFooter, EachCutOfASmallTableIsFound) {
  const std::string whole = written({{"a", 1, 0.5, 1}, {"b,\"c\"\n", 22, 1e-300, 1'000}});
  CsvSpec strict = spec();
  strict.footer = Footer::kRequired;
  for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
    FaultList faults;
    (void)read_csv(whole.substr(0, size), "t.csv", strict, faults);
    EXPECT_TRUE(faults.has_errors()) << size;
  }
  FaultList faults;
  (void)read_csv(whole, "t.csv", strict, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
}

}  // namespace
}  // namespace stopover::io
