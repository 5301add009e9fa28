// SPDX-License-Identifier: Apache-2.0
// Tables: nothing crashes, a row without fault has what its columns need, and what is read as text
// reads back the same once written.
#include "engine/io/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/check.hpp"
#include "engine/io/csv_writer.hpp"

namespace {

using namespace stopover;
using namespace stopover::io;

// A column of every type; the first byte of the input sets the rest of the declaration.
CsvSpec typed_spec(std::uint8_t choice) {
  CsvSpec spec{.columns = {{.name = "id", .type = IdField{}},
                           {.name = "ids", .type = IdListField{}, .need = Need::kOptional},
                           {.name = "n", .type = IntegerField{}, .need = Need::kColumn},
                           {.name = "x", .type = DecimalField{}, .need = Need::kOptional},
                           {.name = "t", .type = ServiceTimeField{}, .need = Need::kOptional},
                           {.name = "d", .type = DateField{}, .need = Need::kOptional},
                           {.name = "dt", .type = DateTimeField{}, .need = Need::kOptional},
                           {.name = "b", .type = BooleanField{}, .need = Need::kOptional},
                           {.name = "c", .type = ChoiceField{{"r", "g"}}, .need = Need::kOptional},
                           {.name = "m", .type = MoneyField{}, .need = Need::kOptional},
                           {.name = "l", .type = LengthField{}, .need = Need::kOptional},
                           {.name = "s", .type = DurationField{}, .need = Need::kOptional}},
               .key = {"id", "n"}};
  spec.comments = (choice & 1U) != 0;
  spec.footer = (choice & 2U) != 0 ? Footer::kRequired : Footer::kChecked;
  spec.max_field_bytes = (choice & 4U) != 0 ? 8 : 65'536;
  return spec;
}

void read_typed(const std::string& text, std::uint8_t choice) {
  FaultList faults;
  const CsvTable table = read_csv(text, "fuzz.csv", typed_spec(choice), faults);
  (void)faults.text();
  for (const CsvRow row : table) {
    STOPOVER_CHECK(row.faulty() || !table.has_column("id") || row.has("id"),
                   "a row without fault has its id");
    (void)row.id_list("ids");
    (void)row.civil_time("dt").text();
    (void)row.date("d").text();
    (void)service_time_text(row.service_time("t"));
  }
}

void write_and_read_back(const std::string& text) {
  const CsvSpec spec{.columns = {{.name = "id", .type = TextField{}, .need = Need::kColumn},
                                 {.name = "n", .type = TextField{}, .need = Need::kColumn}},
                     .unknown_columns = UnknownColumns::kIgnored};
  FaultList faults;
  const CsvTable first = read_csv(text, "fuzz.csv", spec, faults);
  if (faults.has_errors()) return;
  std::string out;
  CsvWriter csv(out, {"id", "n"});
  for (const CsvRow row : first) csv.text(row.text("id")).text(row.text("n")).end_row();
  csv.footer();
  FaultList again;
  const CsvTable second = read_csv(out, "again.csv", spec, again);
  STOPOVER_CHECK(!again.has_errors() && second.size() == first.size(),
                 "what is written reads back");
  for (std::size_t i = 0; i < first.size(); ++i)
    STOPOVER_CHECK(
        second[i].text("id") == first[i].text("id") && second[i].text("n") == first[i].text("n"),
        "each cell reads back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  read_typed(text, data[0]);
  write_and_read_back(text);
  return 0;
}
