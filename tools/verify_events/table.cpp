// SPDX-License-Identifier: Apache-2.0
#include "tools/verify_events/table.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stopover::verify_events {

Table::Table(const std::filesystem::path& folder, std::string name,
             std::vector<std::string_view> columns, Faults& faults)
    : name_(std::move(name)), columns_(std::move(columns)), faults_(faults), file_(folder / name_) {
  if (!file_) {
    faults_.add({.rule = "E-EVT-001", .file = name_});
    return;
  }
  const std::string header = fmt::format("{}", fmt::join(columns_, ","));
  if (!std::getline(file_, line_text_) || line_text_ != header) {
    fault("E-EVT-002", "", line_text_, header);
    file_.close();
    file_.setstate(std::ios::failbit);
    return;
  }
}

bool Table::next() {
  while (std::getline(file_, line_text_)) {
    ++line_;
    if (split()) return true;
    fault("E-EVT-003", "", fmt::format("{} fields", fields_.size()),
          fmt::format("{} fields", columns_.size()));
  }
  if (file_.bad()) throw std::ios_base::failure(name_ + ": cannot read");
  return false;
}

bool Table::split() {
  fields_.clear();
  std::string field;
  bool quoted = false;
  for (std::size_t i = 0; i < line_text_.size(); ++i) {
    const char c = line_text_[i];
    if (c == '"') {
      if (quoted && i + 1 < line_text_.size() && line_text_[i + 1] == '"')
        field += line_text_[i++];
      else
        quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields_.push_back(std::exchange(field, {}));
    } else {
      field += c;
    }
  }
  fields_.push_back(std::move(field));
  return !quoted && fields_.size() == columns_.size();
}

std::optional<std::int64_t> Table::number(std::size_t column) {
  const std::string& field = fields_[column];
  if (field.empty()) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, value);
  if (error == std::errc() && stop == end) return value;
  fault("E-EVT-003", std::string(columns_[column]), field, "a whole number");
  return std::nullopt;
}

std::int64_t Table::needed(std::size_t column, std::int64_t fallback) {
  if (fields_[column].empty())
    fault("E-EVT-003", std::string(columns_[column]), "an empty field", "a whole number");
  return number(column).value_or(fallback);
}

void Table::fault(std::string_view rule, std::string subject, std::string found,
                  std::string expected) {
  faults_.add({rule, name_, line_, std::move(subject), std::move(found), std::move(expected)});
}

}  // namespace stopover::verify_events
