// SPDX-License-Identifier: Apache-2.0
// One fixture a rule of tables: the rule is reported, at the line and field that are wrong.
#include <gtest/gtest.h>

#include "engine/io/csv.hpp"
#include "engine/io/io_rules.hpp"
#include "tests/engine/io/fault_codes.hpp"

namespace stopover::io {
namespace {

struct Fixture {
  std::string rule;
  std::string text;
  int line = 0;
  std::string field = {};
  CsvSpec spec = {};
};

CsvSpec of(CsvType type, Need need = Need::kValue) {
  return {.columns = {{.name = "v", .type = std::move(type), .need = need}}};
}

CsvSpec id_and_number() {
  return {.columns = {{.name = "id", .type = IdField{}}, {.name = "n", .type = IntegerField{}}},
          .key = {"id"}};
}

CsvSpec with_footer(Footer footer) {
  CsvSpec spec = id_and_number();
  spec.footer = footer;
  return spec;
}

CsvSpec limited(std::size_t field_bytes, std::size_t rows) {
  CsvSpec spec = id_and_number();
  spec.max_field_bytes = field_bytes;
  spec.max_rows = rows;
  return spec;
}

CsvSpec warning_of_unknown() {
  CsvSpec spec = id_and_number();
  spec.unknown_columns = UnknownColumns::kWarning;
  return spec;
}

bool is_upper(std::string_view text) {
  return text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

std::vector<Fixture> form_fixtures() {
  return {
      {"E-CSV-001", "", 0, "", id_and_number()},
      {"E-CSV-002", std::string("\xff\xfev\0\n\0", 6), 1, "", of(TextField{})},  // UTF-16
      {"E-CSV-002", "v\n\xc9\xcf\xba\xa3\n", 2, "", of(TextField{})},            // GBK
      {"E-CSV-003", std::string("v\na\0b\n", 6), 2, "", of(TextField{})},
      {"E-CSV-004", "id,n\na,1\n\"b,2\nc,3\n", 3, "id", id_and_number()},
      {"E-CSV-005", "id,n\na,1\"\n", 2, "n", id_and_number()},
      {"E-CSV-006", "id,n\na\rb,1\n", 2, "id", id_and_number()},
      {"E-CSV-007", "id;n\na;1\n", 1, "", id_and_number()},
      {"E-CSV-010", "id\na\n", 1, "n", id_and_number()},
      {"E-CSV-011", "id,n,m\na,1,2\n", 1, "m", id_and_number()},
      {"E-CSV-012", "id,n,n\na,1,2\n", 1, "n", id_and_number()},
      {"E-CSV-013", "id,n,\na,1,\n", 1, "", id_and_number()},
      {"E-CSV-020", "id,n\na\n", 2, "n", id_and_number()},
      {"E-CSV-021", "id,n\na,1,5\n", 2, "", id_and_number()},
      {"E-CSV-022", "id,n\nabcde,1\n", 2, "id", limited(4, 10)},
      {"E-CSV-023", "id,n\na,\n", 2, "n", id_and_number()},
      {"E-CSV-024", "id,n\na,1\nb,1\na,2\n", 4, "id", id_and_number()},
      {"E-CSV-025", "id,n\na,1\nb,2\nc,3\n", 4, "", limited(100, 2)},
      {"E-CSV-050", "id,n\na,1\n", 0, "", with_footer(Footer::kRequired)},
      {"E-CSV-051", "id,n\na,1\n#rows=2\n", 3, "", id_and_number()},
      {"E-CSV-051", "id,n\na,1\nb,2\n#rows=1\n", 4, "", id_and_number()},
      {"E-CSV-052", "id,n\na,1\n#rows=one\n", 3, "", id_and_number()},
      {"E-CSV-053", "id,n\n#rows=0\na,1\n", 3, "", id_and_number()},
      {"W-CSV-001", "id,n\na,1", 0, "", id_and_number()},
      {"W-CSV-002", "id,n\n", 0, "", id_and_number()},
      {"W-CSV-003", "id,n,m\na,1,2\n", 1, "m", warning_of_unknown()},
  };
}

// What is no value of each type; 5.5 of the reliability page lists the usual suspects.
std::vector<Fixture> value_fixtures() {
  std::vector<Fixture> all;
  const auto add = [&](const std::string& rule, const CsvType& type,
                       const std::vector<std::string>& cells) {
    for (const std::string& cell : cells)
      all.push_back({rule, "v\n" + cell + "\n", 2, "v", of(type)});
  };
  const std::vector<std::string> no_number{"nan", "inf", "0x10", "+1",   "1abc", "\"1,5\"",
                                           " 1",  "1 ",  "--1",  "１２", "1e",   "-"};
  add("E-CSV-030", TextField{.check = &is_upper}, {"abc"});
  add("E-CSV-031", IdField{}, {"a b", "上海", "a/b", " a", std::string(129, 'a')});
  add("E-CSV-032", IdListField{}, {"a;", ";", "a; b", "a;;b"});
  add("E-CSV-033", IntegerField{}, no_number);
  add("E-CSV-033", IntegerField{}, {"1.0", "99999999999999999999", "1e3"});
  add("E-CSV-034", DecimalField{}, no_number);
  add("E-CSV-034", DecimalField{}, {"1.", "1e999"});
  add("E-CSV-035", ServiceTimeField{}, {"8", "08:60", "08:15:60", "-1:00", "8:15 ", "1000:00"});
  add("E-CSV-036", DateField{}, {"2023-02-29", "2024-6-3", "03.06.2024", "20241301"});
  add("E-CSV-037", DateTimeField{}, {"2024-06-03", "2024-06-03T24:00", "2024-06-03T8:15"});
  add("E-CSV-038", BooleanField{}, {"True", "2", "y"});
  add("E-CSV-039", ChoiceField{{"red", "green"}}, {"Red", "blue", "0"});
  add("E-CSV-040", MoneyField{}, {"1.234", "¥5", "1e2", "5."});
  add("E-CSV-041", DurationField{}, {"7.51", "1h", "nan"});
  add("E-CSV-042", LengthField{}, {"0.00001", "5km"});
  add("E-CSV-049", IntegerField{.min = -1, .max = 1}, {"-2", "2", "9000000000000000"});
  add("E-CSV-049", DecimalField{.min = -180, .max = 180}, {"180.0001", "-1e300"});
  add("E-CSV-049", TextField{.max_bytes = 3}, {"abcd"});
  add("E-CSV-049", MoneyField{}, {"-0.01"});
  return all;
}

std::vector<Fixture> fixtures() {
  std::vector<Fixture> all = form_fixtures();
  for (Fixture& one : value_fixtures()) all.push_back(std::move(one));
  return all;
}

TEST(CsvRules, EachFixtureIsFoundWhereItIs) {
  for (const Fixture& one : fixtures()) {
    FaultList faults;
    (void)read_csv(one.text, "t.csv", one.spec, faults);
    ASSERT_EQ(codes_of(faults), std::set<std::string>{one.rule}) << one.text << faults.text();
    const InputFault& fault = faults.kept().front();
    EXPECT_EQ(fault.line, one.line) << fault.text();
    EXPECT_EQ(fault.field, one.field) << fault.text();
    EXPECT_EQ(fault.file, "t.csv");
    EXPECT_FALSE(fault.expected.empty()) << one.rule;
    // The message quotes what was found, once.
    EXPECT_EQ(fault.text().find("\"\""), std::string::npos) << fault.text();
  }
}

TEST(CsvRules, EveryRegisteredRuleHasAFixture) {
  std::set<std::string> tried;
  for (const Fixture& one : fixtures()) tried.insert(one.rule);
  EXPECT_EQ(tried, registered(io_rules(), "CSV"));
}

TEST(CsvRules, ValuesAtTheEndsOfARangePass) {
  for (const auto& [type, cell] :
       std::vector<std::pair<CsvType, std::string>>{{IntegerField{.min = -1, .max = 1}, "-1"},
                                                    {IntegerField{.min = -1, .max = 1}, "1"},
                                                    {DecimalField{.min = -180, .max = 180}, "-180"},
                                                    {DecimalField{.min = 0, .max = 1}, "-0"},
                                                    {DecimalField{}, "1e-308"},
                                                    {ServiceTimeField{}, "999:59:59"},
                                                    {IdField{}, std::string(128, 'a')},
                                                    {MoneyField{}, "0.10"},
                                                    {DateField{}, "20240229"}}) {
    FaultList faults;
    const CsvTable table = read_csv("v\n" + cell + "\n", "t.csv", of(type), faults);
    EXPECT_TRUE(faults.empty()) << cell << faults.text();
    EXPECT_EQ(table.size(), 1U);
  }
}

TEST(CsvRules, AllFaultsOfAFileAreReportedTogether) {
  FaultList faults;
  const CsvTable table = read_csv("id,n\na b,x\nc\nd,4\nd,5\n", "t.csv", id_and_number(), faults);
  EXPECT_EQ(codes_of(faults),
            (std::set<std::string>{"E-CSV-020", "E-CSV-024", "E-CSV-031", "E-CSV-033"}));
  EXPECT_EQ(table.size(), 3U);
  EXPECT_EQ(table.bad_rows(), 2U);
  ASSERT_EQ(table.faulty_rows().size(), 1U);
  EXPECT_TRUE(table[0].faulty());
  EXPECT_FALSE(table[0].has("id"));
  EXPECT_EQ(table[1].integer("n"), 4);
}

TEST(CsvRules, ColumnsKnownToBeUnreadAreNoFault) {
  CsvSpec spec = id_and_number();
  spec.unread = {"colour"};
  FaultList faults;
  const CsvTable table = read_csv("colour,id,n\nred,a,1\n", "t.csv", spec, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  EXPECT_EQ(table[0].text("id"), "a");
}

TEST(CsvRules, ALineOfBadBytesEachIsReadInLinearTime) {
  std::string gbk = "id,n\n";
  for (int i = 0; i < 200'000; ++i) gbk += "\xc9\xcf,1\n";
  FaultList faults;
  (void)read_csv(gbk, "t.csv", id_and_number(), faults);  // seconds to minutes if quadratic
  EXPECT_GE(faults.errors(), 200'000U);
}

TEST(CsvTable, EqualRowsComparesEveryDeclaredCell) {
  const CsvSpec spec{.columns = {{.name = "id", .type = IdField{}},
                                 {.name = "n", .type = IntegerField{}, .need = Need::kColumn},
                                 {.name = "x", .type = DecimalField{}, .need = Need::kColumn},
                                 {.name = "gone", .type = IdField{}, .need = Need::kOptional}}};
  FaultList faults;
  const CsvTable table =
      read_csv("id,n,x\na,1,2\na,1,2.0\nb,1,2\na,2,2\na,1,3\na,,\na,,\n", "t.csv", spec, faults);
  EXPECT_TRUE(table.equal_rows(0, 1));
  for (const std::size_t other : {2U, 3U, 4U, 5U})
    EXPECT_FALSE(table.equal_rows(0, other)) << other;
  EXPECT_TRUE(table.equal_rows(5, 6));
}

}  // namespace
}  // namespace stopover::io
