// SPDX-License-Identifier: Apache-2.0
// Tables of text: reads a CSV file against a declared list of columns and reports every fault.
//
//   FaultList faults;
//   const io::CsvTable places = io::read_csv(std::move(bytes), "places.csv",
//       {.columns = {{.name = "id", .type = io::IdField{}},
//                    {.name = "lon", .type = io::DecimalField{.min = -180, .max = 180}},
//                    {.name = "fare_yuan", .type = io::MoneyField{}, .need = io::Need::kOptional}},
//        .key = {"id"}},
//       faults);
//   for (const io::CsvRow row : places)
//     use(row.text("id"), row.decimal("lon"), row.fen("fare_yuan"));
//
// Large files: name columns by their position in the declared list (an enum works), or take a whole
// column: `places.texts(kId)[i]`. Views point into the table, which owns the file's text.
//
// What it is not: a guesser. Separator, encoding and types are declared; nothing is trimmed,
// coerced or defaulted. Form: RFC 4180 with LF or CRLF, UTF-8 (a byte order mark is tolerated).
// Blank lines are skipped. With `comments` lines that start with '#' are skipped, except the footer
// "#rows=12", which must be last and state the number of rows: it makes a cut file an error, unless
// it was cut exactly at the end of a row, the footer with it. Without a footer a file whose last
// line lacks its line end is a warning.
//
// Errors: all faults go to `faults` with the physical line on which the row begins (rule codes
// E-CSV-…, io_rules.cpp). A row with the wrong number of fields is left out; a row with a faulty
// cell stays, `faulty()`, that cell is absent. So references can be checked on a faulty file
// without false alarms, but a table read with errors must not be simulated.
//
// Why not fast-cpp-csv-parser: it reads by line, so a quoted line break ends the row; it throws at
// the first fault of a file, and cuts long file names. The lexer below it replaces is ~100 lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"

namespace stopover::io {

// ---- Column types. A cell must match as a whole: no spaces, signs '+', hex, "1,5" or "nan". ----

struct TextField {
  std::size_t max_bytes = 4096;
  bool (*check)(std::string_view) = nullptr;  // further condition; describe it in `expected`
};
struct IdField {};      // [A-Za-z0-9_.:-]+, at most 128 bytes
struct IdListField {};  // ids parted by ';'
struct IntegerField {
  std::int64_t min = -9'000'000'000'000'000;
  std::int64_t max = 9'000'000'000'000'000;
};
struct DecimalField {
  double min = -1e300;
  double max = 1e300;
};
struct ServiceTimeField {  // "25:10" or "25:10:00"
  Seconds min{0};
  Seconds max = hours(1000);
};
struct DateField {};      // "2024-06-03" or "20240603"
struct DateTimeField {};  // "2024-06-03T08:15", local
struct BooleanField {};   // true false yes no 1 0 TRUE FALSE
struct ChoiceField {      // one of the names; the value is its position
  std::vector<std::string> names;
};
struct MoneyField {  // yuan with at most two decimals, exact
  Fen min{0};
  Fen max = yuan(1'000'000'000'000);
};
enum class DurationUnit : std::uint8_t { kSeconds, kMinutes, kHours };
struct DurationField {  // a decimal number of `unit` that makes whole seconds
  DurationUnit unit = DurationUnit::kMinutes;
  Seconds min{0};
  Seconds max = hours(24 * 366);
};
enum class LengthUnit : std::uint8_t { kMetres, kKilometres };
struct LengthField {  // a decimal number of `unit` that makes whole millimetres
  LengthUnit unit = LengthUnit::kMetres;
  Millimetres min{0};
  Millimetres max{100'000'000'000};  // 100,000 km
};

using CsvType = std::variant<TextField, IdField, IdListField, IntegerField, DecimalField,
                             ServiceTimeField, DateField, DateTimeField, BooleanField, ChoiceField,
                             MoneyField, DurationField, LengthField>;

enum class Need : std::uint8_t {
  kValue,     // the column is there and no cell is empty
  kColumn,    // the column is there, cells may be empty
  kOptional,  // the column may be missing
};

struct CsvColumn {
  std::string name;
  CsvType type = TextField{};
  Need need = Need::kValue;
  std::string unit = {};      // shown in messages: "min"
  std::string expected = {};  // replaces the generated clause: "an IATA code of three letters"
};

enum class Footer : std::uint8_t { kChecked, kRequired, kNone };  // kChecked: if it is there
enum class UnknownColumns : std::uint8_t { kError, kWarning, kIgnored };

struct CsvSpec {
  std::vector<CsvColumn> columns;
  std::vector<std::string> key = {};  // these cells together are unique
  bool comments = true;               // '#' begins a comment line; off for GTFS
  Footer footer = Footer::kChecked;   // needs `comments`
  UnknownColumns unknown_columns = UnknownColumns::kError;
  std::vector<std::string> unread = {};  // known columns that nobody reads: no fault
  bool warn_if_cut = true;               // W-CSV-001: no line end at the end of the file
  bool warn_if_empty = true;             // W-CSV-002: no rows
  std::size_t max_field_bytes = std::size_t{1} << 16U;
  std::size_t max_rows = 200'000'000;
};

// The clause of a fault message: "a whole number from 0 to 1440 (min)".
[[nodiscard]] std::string expected_text(const CsvColumn& column);

// A column by its position in CsvSpec::columns or by its name; implicit, so that calls read as
// `row.text("id")` and `row.text(kId)`.
class ColumnRef {
 public:
  // NOLINTBEGIN(google-explicit-constructor): implicit on purpose, see above
  template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) constexpr ColumnRef(T index)
      : index_(static_cast<std::size_t>(index)) {}
  template <class T>
  requires(std::is_convertible_v<T, std::string_view>) constexpr ColumnRef(const T& name)
      : name_(name) {}
  // NOLINTEND(google-explicit-constructor)

 private:
  friend class CsvTable;
  std::size_t index_ = static_cast<std::size_t>(-1);
  std::string_view name_;
};

class CsvTable;

// One row. A cell that is empty, faulty or whose column is missing is absent: `has` is false and
// the accessors return "", 0, 1970-01-01 or false; the `_or` forms return the given value.
// Asking for an undeclared column or another type is a bug.
class CsvRow {
 public:
  CsvRow(const CsvTable& table, std::size_t index) : table_(&table), index_(index) {}

  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] int line() const;  // physical line on which the row begins, 1-based
  [[nodiscard]] bool faulty() const;
  [[nodiscard]] bool has(ColumnRef column) const;

  [[nodiscard]] std::string_view text(ColumnRef column) const;  // TextField, IdField, IdListField
  [[nodiscard]] std::vector<std::string_view> id_list(ColumnRef column) const;
  [[nodiscard]] std::int64_t integer(ColumnRef column) const;
  [[nodiscard]] std::int64_t integer_or(ColumnRef column, std::int64_t otherwise) const;
  [[nodiscard]] double decimal(ColumnRef column) const;
  [[nodiscard]] double decimal_or(ColumnRef column, double otherwise) const;
  [[nodiscard]] Seconds service_time(ColumnRef column) const;
  [[nodiscard]] CivilDate date(ColumnRef column) const;
  [[nodiscard]] CivilTime civil_time(ColumnRef column) const;
  [[nodiscard]] bool boolean(ColumnRef column) const;
  [[nodiscard]] std::size_t choice(ColumnRef column) const;
  template <class Enum>
  [[nodiscard]] Enum choice(ColumnRef column) const {
    return static_cast<Enum>(choice(column));
  }
  [[nodiscard]] Fen fen(ColumnRef column) const;
  [[nodiscard]] Seconds duration(ColumnRef column) const;
  [[nodiscard]] Millimetres length(ColumnRef column) const;

  // A fault of this row found by the caller, e.g. a reference to nothing.
  [[nodiscard]] InputFault fault(std::string_view rule, std::string_view field,
                                 std::string_view found, std::string_view expected) const;

 private:
  const CsvTable* table_;
  std::size_t index_;
};

class CsvTable {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = CsvRow;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = CsvRow;
    Iterator(const CsvTable& table, std::size_t index) : table_(&table), index_(index) {}
    CsvRow operator*() const { return {*table_, index_}; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.index_ == b.index_; }

   private:
    const CsvTable* table_;
    std::size_t index_;
  };

  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  [[nodiscard]] bool empty() const { return lines_.empty(); }
  [[nodiscard]] CsvRow operator[](std::size_t i) const;
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, size()}; }

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] bool has_column(ColumnRef column) const;
  // Rows whose number of fields was wrong, plus rows with a faulty cell: for a budget of bad rows.
  [[nodiscard]] std::size_t bad_rows() const { return left_out_ + faulty_.size(); }
  // Rows with a faulty cell, ascending.
  [[nodiscard]] std::span<const std::size_t> faulty_rows() const { return faulty_; }
  [[nodiscard]] int line(std::size_t row) const { return lines_.at(row); }
  // All declared cells are the same; absent ones too.
  [[nodiscard]] bool equal_rows(std::size_t a, std::size_t b) const;

  // Whole columns, empty if the file has no such column. An absent text is a view of null, an
  // absent number is kAbsent, an absent decimal is NaN.
  static constexpr std::int64_t kAbsent = INT64_MIN;
  [[nodiscard]] std::span<const std::string_view> texts(ColumnRef column) const;
  [[nodiscard]] std::span<const std::int64_t> numbers(ColumnRef column) const;  // all other types
  [[nodiscard]] std::span<const double> decimals(ColumnRef column) const;

 private:
  friend class CsvReader;
  friend class CsvRow;
  // Cells of one declared column; one of the three vectors is used, by type.
  struct Cells {
    CsvColumn declared = {};
    bool present = false;
    std::vector<std::int64_t> numbers = {};
    std::vector<double> decimals = {};
    std::vector<std::string_view> texts = {};
  };
  [[nodiscard]] const Cells& cells(ColumnRef column) const;
  template <class... Types>
  [[nodiscard]] const Cells& cells_of(ColumnRef column) const;
  // Rows whose cells of these columns are all there and those of an earlier row, and that row.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> repeated_keys(
      const std::vector<std::string>& key) const;
  template <class... Types>
  [[nodiscard]] std::int64_t number(ColumnRef column, std::size_t row,
                                    std::int64_t otherwise) const;

  std::string file_;
  std::unique_ptr<std::string> buffer_;  // by pointer: views survive a move of the table
  std::vector<Cells> columns_;
  std::vector<int> lines_;
  std::vector<std::size_t> faulty_;  // ascending
  std::size_t left_out_ = 0;
};

// `file` names the table in messages. Takes the bytes; cells are views into them.
[[nodiscard]] CsvTable read_csv(std::string bytes, std::string file, const CsvSpec& spec,
                                FaultList& faults);

// The same for a table too large to keep: `use` is shown some thousand rows at a time, in order,
// each time as a table of its own; texts are good until the call returns. No `spec.key`.
void read_csv_portions(std::string bytes, std::string file, const CsvSpec& spec, FaultList& faults,
                       const std::function<void(const CsvTable& portion)>& use);

}  // namespace stopover::io
