// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/regression/choice_data.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::regression::testing {

namespace {

std::vector<std::string> fields_of(const std::string& line, char separator) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  bool begun = false;  // several blanks part two fields once
  for (const char c : line) {
    if (c == '\r') continue;
    if (c == '"') {
      quoted = !quoted;
      begun = true;
    } else if (c != separator || quoted) {
      fields.back() += c;
      begun = true;
    } else if (separator != ' ' || begun) {
      fields.emplace_back();
      begun = false;
    }
  }
  if (separator == ' ' && fields.back().empty()) fields.pop_back();
  return fields;
}

}  // namespace

DataTable DataTable::parse(const std::string& text, char separator) {
  DataTable table;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> fields = fields_of(line, separator);
    if (table.header_.empty()) {
      table.header_ = std::move(fields);
      continue;
    }
    // R's write.table begins each row with its name, and has no header for it.
    if (fields.size() == table.header_.size() + 1) fields.erase(fields.begin());
    STOPOVER_CHECK(fields.size() == table.header_.size(), "a row of the header's length");
    table.rows_.push_back(std::move(fields));
  }
  return table;
}

std::vector<std::string> DataTable::texts(const std::string& column) const {
  const auto found = std::ranges::find(header_, column);
  STOPOVER_CHECK(found != header_.end(), "a column of the table");
  std::vector<std::string> result;
  for (const std::vector<std::string>& row : rows_)
    result.push_back(row[static_cast<std::size_t>(found - header_.begin())]);
  return result;
}

Vector DataTable::numbers(const std::string& column) const {
  Vector result(static_cast<Eigen::Index>(rows()));
  Eigen::Index r = 0;
  for (const std::string& text : texts(column)) {
    char* end = nullptr;
    result[r] = std::strtod(text.c_str(), &end);
    if (end == text.c_str()) result[r] = std::numeric_limits<double>::quiet_NaN();
    ++r;
  }
  return result;
}

std::optional<DataTable> choice_table(const std::string& name, char separator) {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) {
    std::printf("skipped: STOPOVER_SHARED_DATA is not set, choice/%s is needed\n", name.c_str());
    return std::nullopt;
  }
  const std::filesystem::path path = std::filesystem::path(root) / "choice" / name;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::printf("skipped: %s is not there\n", path.c_str());
    return std::nullopt;
  }
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return DataTable::parse(bytes.str(), separator);
}

DesignBuilder::DesignBuilder(std::size_t rows, std::string intercept) {
  terms_.push_back(std::move(intercept));
  columns_.emplace_back(Vector::Ones(static_cast<Eigen::Index>(rows)));
}

DesignBuilder& DesignBuilder::number(const std::string& term, const Vector& values) {
  STOPOVER_CHECK(values.size() == columns_.front().size(), "one value a row");
  terms_.push_back(term);
  columns_.push_back(values);
  return *this;
}

DesignBuilder& DesignBuilder::levels(const std::string& name,
                                     const std::vector<std::string>& values) {
  const std::set<std::string> all(values.begin(), values.end());
  for (const std::string& level : all) {
    if (level == *all.begin()) continue;
    Vector column(static_cast<Eigen::Index>(values.size()));
    for (std::size_t r = 0; r < values.size(); ++r)
      column[static_cast<Eigen::Index>(r)] = values[r] == level ? 1.0 : 0.0;
    number("C(" + name + ")[T." + level + "]", column);
  }
  return *this;
}

Design DesignBuilder::design() const {
  Design design{terms_,
                RowMatrix(columns_.front().size(), static_cast<Eigen::Index>(columns_.size()))};
  for (std::size_t c = 0; c < columns_.size(); ++c)
    design.cells.col(static_cast<Eigen::Index>(c)) = columns_[c];
  return design;
}

}  // namespace stopover::regression::testing
