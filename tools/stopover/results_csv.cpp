// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <variant>

#include "engine/io/csv_writer.hpp"
#include "tools/stopover/result_table.hpp"

namespace stopover::tool {
namespace {

void put(io::CsvWriter& csv, const io::SqlValue& value) {
  if (const auto* const whole = std::get_if<std::int64_t>(&value))
    csv.integer(*whole);
  else if (const auto* const real = std::get_if<double>(&value))
    csv.decimal(*real);
  else if (const auto* const text = std::get_if<std::string>(&value))
    csv.text(*text);
  else
    csv.empty();
}

}  // namespace

void write_csv(io::ResultFolder& out, const ResultTable& table) {
  std::vector<std::string> header;
  for (const ResultColumn& column : table.columns) header.push_back(column.name);
  io::OutputFile file(out, "csv/" + table.name + ".csv");
  std::string line;
  io::CsvWriter csv(line, header);
  table.rows([&](const ResultRow& row) {
    for (const io::SqlValue& value : row) put(csv, value);
    csv.end_row();
    file.write(line);
    line.clear();
  });
  file.write(line);  // the header, when there are no rows
  file.close();
}

}  // namespace stopover::tool
