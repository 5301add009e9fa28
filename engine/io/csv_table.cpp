// SPDX-License-Identifier: Apache-2.0
// Access to a table that csv.cpp has read.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/text.hpp"

namespace stopover::io {

const CsvTable::Cells& CsvTable::cells(ColumnRef column) const {
  std::size_t index = column.index_;
  if (index == static_cast<std::size_t>(-1)) {
    index = 0;
    while (index < columns_.size() && columns_[index].declared.name != column.name_) ++index;
  }
  STOPOVER_CHECK(index < columns_.size(), "column declared in the CsvSpec");
  return columns_[index];
}

template <class... Types>
const CsvTable::Cells& CsvTable::cells_of(ColumnRef column) const {
  const Cells& found = cells(column);
  STOPOVER_CHECK((std::holds_alternative<Types>(found.declared.type) || ...),
                 "column read as the type it was declared with");
  return found;
}

template <class... Types>
std::int64_t CsvTable::number(ColumnRef column, std::size_t row, std::int64_t otherwise) const {
  const Cells& found = cells_of<Types...>(column);
  if (!found.present || found.numbers[row] == kAbsent) return otherwise;
  return found.numbers[row];
}

CsvRow CsvTable::operator[](std::size_t i) const {
  STOPOVER_CHECK(i < size(), "row inside its table");
  return {*this, i};
}

bool CsvTable::has_column(ColumnRef column) const {
  return cells(column).present;
}

bool CsvTable::equal_rows(std::size_t a, std::size_t b) const {
  const auto same_decimal = [](double x, double y) {
    return x == y || (std::isnan(x) && std::isnan(y));
  };
  return std::all_of(columns_.begin(), columns_.end(), [&](const Cells& cells) {
    return (cells.texts.empty() || cells.texts[a] == cells.texts[b]) &&
           (cells.numbers.empty() || cells.numbers[a] == cells.numbers[b]) &&
           (cells.decimals.empty() || same_decimal(cells.decimals[a], cells.decimals[b]));
  });
}

// Equal keys have equal hashes: sort rows by hash, compare neighbours; the first of equals stays.
std::vector<std::pair<std::size_t, std::size_t>> CsvTable::repeated_keys(
    const std::vector<std::string>& key) const {
  std::vector<const Cells*> columns;
  for (const std::string& name : key) {
    columns.push_back(&cells(name));
    if (!columns.back()->present) return {};
  }
  if (columns.empty()) return {};
  const auto absent = [](const Cells& c, std::size_t row) {
    if (!c.texts.empty()) return c.texts[row].data() == nullptr;
    if (!c.numbers.empty()) return c.numbers[row] == kAbsent;
    return std::isnan(c.decimals[row]);
  };
  const auto hash_of = [](const Cells& c, std::size_t row) {
    if (!c.texts.empty()) return stable_hash(c.texts[row]);
    if (!c.numbers.empty()) return mix64(static_cast<std::uint64_t>(c.numbers[row]));
    return stable_hash(fmt::format("{}", c.decimals[row]));
  };
  const auto equal = [](const Cells& c, std::size_t a, std::size_t b) {
    if (!c.texts.empty()) return c.texts[a] == c.texts[b];
    if (!c.numbers.empty()) return c.numbers[a] == c.numbers[b];
    return c.decimals[a] == c.decimals[b];
  };
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  order.reserve(size());
  for (std::size_t row = 0; row < size(); ++row) {
    std::uint64_t hash = 0;
    bool whole = true;
    for (const Cells* column : columns) {
      whole = whole && !absent(*column, row);
      hash = mix64(hash ^ hash_of(*column, row));
    }
    if (whole) order.emplace_back(hash, row);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::pair<std::size_t, std::size_t>> repeats;
  for (std::size_t i = 0, j = 0; i < order.size(); i = j) {
    for (j = i + 1; j < order.size() && order[j].first == order[i].first; ++j) {
      for (std::size_t k = i; k < j; ++k) {
        const bool same = std::all_of(columns.begin(), columns.end(), [&](const Cells* column) {
          return equal(*column, order[k].second, order[j].second);
        });
        if (!same) continue;
        repeats.emplace_back(order[j].second, order[k].second);
        break;
      }
    }
  }
  std::sort(repeats.begin(), repeats.end());
  return repeats;
}

std::span<const std::string_view> CsvTable::texts(ColumnRef column) const {
  return cells_of<TextField, IdField, IdListField>(column).texts;
}

std::span<const std::int64_t> CsvTable::numbers(ColumnRef column) const {
  return cells_of<IntegerField, ServiceTimeField, DateField, DateTimeField, BooleanField,
                  ChoiceField, MoneyField, DurationField, LengthField>(column)
      .numbers;
}

std::span<const double> CsvTable::decimals(ColumnRef column) const {
  return cells_of<DecimalField>(column).decimals;
}

int CsvRow::line() const {
  return table_->lines_[index_];
}

bool CsvRow::faulty() const {
  return std::binary_search(table_->faulty_.begin(), table_->faulty_.end(), index_);
}

bool CsvRow::has(ColumnRef column) const {
  const CsvTable::Cells& cells = table_->cells(column);
  if (!cells.present) return false;
  switch (store_of(cells.declared.type)) {
    case CellStore::kText:
      return cells.texts[index_].data() != nullptr;
    case CellStore::kNumber:
      return cells.numbers[index_] != CsvTable::kAbsent;
    case CellStore::kDecimal:
      return !std::isnan(cells.decimals[index_]);
  }
  return false;
}

std::string_view CsvRow::text(ColumnRef column) const {
  const auto texts = table_->texts(column);
  return texts.empty() ? std::string_view() : texts[index_];
}

std::vector<std::string_view> CsvRow::id_list(ColumnRef column) const {
  return split(text(column), ';');
}

std::int64_t CsvRow::integer(ColumnRef column) const {
  return integer_or(column, 0);
}

std::int64_t CsvRow::integer_or(ColumnRef column, std::int64_t otherwise) const {
  return table_->number<IntegerField>(column, index_, otherwise);
}

double CsvRow::decimal(ColumnRef column) const {
  return decimal_or(column, 0.0);
}

double CsvRow::decimal_or(ColumnRef column, double otherwise) const {
  const auto decimals = table_->decimals(column);
  return decimals.empty() || std::isnan(decimals[index_]) ? otherwise : decimals[index_];
}

Seconds CsvRow::service_time(ColumnRef column) const {
  return Seconds(table_->number<ServiceTimeField>(column, index_, 0));
}

CivilDate CsvRow::date(ColumnRef column) const {
  return CivilDate(static_cast<std::int32_t>(table_->number<DateField>(column, index_, 0)));
}

CivilTime CsvRow::civil_time(ColumnRef column) const {
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t seconds = table_->number<DateTimeField>(column, index_, 0);
  const std::int64_t day = seconds >= 0 ? seconds / kDay : (seconds - kDay + 1) / kDay;
  return {.date = CivilDate(static_cast<std::int32_t>(day)),
          .time_of_day = Seconds(seconds - day * kDay)};
}

bool CsvRow::boolean(ColumnRef column) const {
  return table_->number<BooleanField>(column, index_, 0) != 0;
}

std::size_t CsvRow::choice(ColumnRef column) const {
  return static_cast<std::size_t>(table_->number<ChoiceField>(column, index_, 0));
}

Fen CsvRow::fen(ColumnRef column) const {
  return Fen(table_->number<MoneyField>(column, index_, 0));
}

Seconds CsvRow::duration(ColumnRef column) const {
  return Seconds(table_->number<DurationField>(column, index_, 0));
}

Millimetres CsvRow::length(ColumnRef column) const {
  return Millimetres(table_->number<LengthField>(column, index_, 0));
}

InputFault CsvRow::fault(std::string_view rule, std::string_view field, std::string_view found,
                         std::string_view expected) const {
  return {.rule = std::string(rule),
          .file = table_->file_,
          .line = line(),
          .field = std::string(field),
          .found = std::string(found),
          .expected = std::string(expected)};
}

}  // namespace stopover::io
