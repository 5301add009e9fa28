// SPDX-License-Identifier: Apache-2.0
#include "engine/io/csv.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/io/csv_bytes.hpp"
#include "engine/io/csv_fields.hpp"
#include "engine/io/csv_lexer.hpp"
#include "engine/io/text.hpp"

namespace stopover::io {
namespace {

constexpr std::size_t kIgnored = static_cast<std::size_t>(-1);  // a file column nobody declared
constexpr std::string_view kFooterMark = "#rows=";
constexpr std::size_t kPortionRows = 4096;  // some hundred kilobytes: they stay in the cache
constexpr double kAbsentDecimal = std::numeric_limits<double>::quiet_NaN();

// Excel pads every line to the width of the table.
std::string_view without_trailing_commas(std::string_view text) {
  while (text.ends_with(',')) text.remove_suffix(1);
  return text;
}

bool looks_like_other_separator(const std::vector<std::string_view>& header) {
  return header.size() == 1 && header[0].find_first_of(";\t|") != std::string_view::npos;
}

}  // namespace

// Reads one file; lives for one call of read_csv.
class CsvReader {
 public:
  CsvReader(std::string bytes, std::string file, const CsvSpec& spec, FaultList& faults)
      : spec_(spec), faults_(faults) {
    table_.file_ = std::move(file);
    table_.buffer_ = std::make_unique<std::string>(std::move(bytes));
    for (const CsvColumn& column : spec.columns) table_.columns_.push_back({.declared = column});
  }

  using Use = std::function<void(const CsvTable&)>;

  // With `use` the rows are handed over in portions, and the table comes back empty.
  CsvTable read(const Use* use = nullptr) {
    if (is_utf16(*table_.buffer_)) {
      fault("E-CSV-002", 1, "", "UTF-16 text", "UTF-8 (in Excel: save as \"CSV UTF-8\")");
      return std::move(table_);
    }
    check_bytes(*table_.buffer_, table_.file_, faults_);
    std::span<char> text(*table_.buffer_);
    if (table_.buffer_->starts_with(kByteOrderMark)) text = text.subspan(kByteOrderMark.size());
    CsvLexer lexer(text, spec_.comments);
    if (!read_header(lexer)) return std::move(table_);
    reserve(text.size(), use == nullptr ? spec_.max_rows : kPortionRows);
    while (lexer.next()) {
      if (!read_line(lexer)) break;
      if (use != nullptr && table_.size() == kPortionRows) hand_over(*use);
    }
    if (use != nullptr) hand_over(*use);
    check_end(lexer);
    check_key();
    return std::move(table_);
  }

 private:
  void fault(std::string_view rule, int line, std::string_view field, std::string found,
             std::string expected) {
    faults_.add({.rule = std::string(rule),
                 .file = table_.file_,
                 .line = line,
                 .field = std::string(field),
                 .found = std::move(found),
                 .expected = std::move(expected)});
  }

  bool read_header(CsvLexer& lexer);
  void match_header(const CsvLexer& lexer);
  void match_name(const std::string& name, int line, std::vector<std::string>& unmatched);
  bool lex_fault(const CsvLexer& lexer);
  bool read_line(const CsvLexer& lexer);
  void read_comment(std::string_view text, int line);
  void read_row(const CsvLexer& lexer);
  bool read_cell(CsvTable::Cells& cells, std::string_view text, int line);
  static void store(CsvTable::Cells& cells, bool has, const CellValue& value);
  void reserve(std::size_t bytes, std::size_t most_rows);
  void hand_over(const Use& use);
  void check_end(const CsvLexer& lexer);
  void check_key();

  const CsvSpec& spec_;
  FaultList& faults_;
  CsvTable table_;
  std::vector<std::size_t> target_;  // file column -> declared column or kIgnored
  std::vector<std::string> header_;
  std::set<std::string> names_;   // of header_
  std::size_t rows_in_file_ = 0;  // also the rows left out
  bool footer_seen_ = false;
  bool after_footer_reported_ = false;
};

bool CsvReader::read_header(CsvLexer& lexer) {
  while (lexer.next()) {
    if (lexer.comment()) {
      read_comment(lexer.fields()[0], lexer.line());
      continue;
    }
    if (lexer.blank()) continue;
    if (!lex_fault(lexer)) return false;
    if (looks_like_other_separator(lexer.fields())) {
      fault("E-CSV-007", lexer.line(), "", bare_text(lexer.fields()[0]),
            "columns parted by commas");
      return false;
    }
    match_header(lexer);
    return true;
  }
  fault("E-CSV-001", 0, "", "an empty file", "a first line that names the columns");
  return false;
}

void CsvReader::match_header(const CsvLexer& lexer) {
  std::vector<std::string> unmatched;
  for (const std::string_view name : lexer.fields())
    match_name(std::string(name), lexer.line(), unmatched);
  std::vector<std::string> missing;
  for (const CsvTable::Cells& cells : table_.columns_)
    if (!cells.present) missing.push_back(cells.declared.name);
  for (const std::string& name : unmatched) {
    if (spec_.unknown_columns == UnknownColumns::kIgnored) break;
    const bool warn = spec_.unknown_columns == UnknownColumns::kWarning;
    fault(warn ? "W-CSV-003" : "E-CSV-011", lexer.line(), name, bare_text(name),
          "a column of this table" + did_you_mean(name, missing));
  }
  for (const CsvTable::Cells& cells : table_.columns_)
    if (!cells.present && cells.declared.need != Need::kOptional)
      fault("E-CSV-010", lexer.line(), cells.declared.name, "no such column",
            fmt::format("a column \"{}\": {}", cells.declared.name, expected_text(cells.declared)));
}

// Notes which declared column the next file column fills.
void CsvReader::match_name(const std::string& name, int line, std::vector<std::string>& unmatched) {
  target_.push_back(kIgnored);
  const bool again = !names_.insert(name).second;
  header_.push_back(name);
  if (name.empty()) {
    fault("E-CSV-013", line, "", fmt::format("no name for column {}", header_.size()),
          "a name for each column");
    return;
  }
  if (again) {
    fault("E-CSV-012", line, name, "the column twice", "each column once");
    return;
  }
  for (std::size_t i = 0; i < table_.columns_.size(); ++i) {
    if (table_.columns_[i].declared.name != name) continue;
    table_.columns_[i].present = true;
    target_.back() = i;
    return;
  }
  if (std::find(spec_.unread.begin(), spec_.unread.end(), name) == spec_.unread.end())
    unmatched.push_back(name);
}

// Reports how the row is misquoted; false if the rest of the file cannot be read.
bool CsvReader::lex_fault(const CsvLexer& lexer) {
  const std::size_t at = lexer.fault_field();
  const std::string field = at < header_.size() ? header_[at] : std::string();
  switch (lexer.fault()) {
    case LexFault::kNone:
      return true;
    case LexFault::kQuoteNotClosed:
      fault("E-CSV-004", lexer.line(), field, "a quote that is never closed",
            "a closing quote before the end of the file");
      return false;
    case LexFault::kStrayQuote:
      fault("E-CSV-005", lexer.line(), field, "a quote inside a field",
            "the whole field in quotes and each quote in it doubled");
      return true;
    case LexFault::kCarriageReturn:
      fault("E-CSV-006", lexer.line(), field, "a carriage return inside a line",
            "lines that end in LF or CR LF");
      return true;
  }
  return true;
}

// False if the rest of the file cannot be read.
bool CsvReader::read_line(const CsvLexer& lexer) {
  if (lexer.comment()) {
    read_comment(lexer.fields()[0], lexer.line());
    return true;
  }
  if (lexer.blank()) return true;
  ++rows_in_file_;
  if (footer_seen_ && !after_footer_reported_) {
    after_footer_reported_ = true;
    fault("E-CSV-053", lexer.line(), "", "a row after the footer",
          fmt::format("the line \"{}…\" last", kFooterMark));
  }
  if (lexer.fault() != LexFault::kNone) {
    ++table_.left_out_;
    return lex_fault(lexer);
  }
  if (rows_in_file_ > spec_.max_rows) {
    fault("E-CSV-025", lexer.line(), "", "more rows",
          fmt::format("at most {} rows", spec_.max_rows));
    return false;
  }
  read_row(lexer);
  return true;
}

void CsvReader::read_comment(std::string_view text, int line) {
  text = without_trailing_commas(text);
  if (!text.starts_with(kFooterMark) || spec_.footer == Footer::kNone) return;
  if (footer_seen_) {
    fault("E-CSV-053", line, "", "a second footer", "one footer, as the last line");
    return;
  }
  footer_seen_ = true;
  const std::optional<std::int64_t> stated = parse_integer(text.substr(kFooterMark.size()));
  if (!stated || *stated < 0) {
    fault("E-CSV-052", line, "", bare_text(text), "a footer like #rows=12");
  } else if (static_cast<std::size_t>(*stated) != rows_in_file_) {
    fault("E-CSV-051", line, "", fmt::format("{} rows before the footer", rows_in_file_),
          fmt::format("{} rows as the footer says; the file may be cut", *stated));
  }
}

void CsvReader::read_row(const CsvLexer& lexer) {
  const auto& fields = lexer.fields();
  if (fields.size() != target_.size()) {
    ++table_.left_out_;
    const bool few = fields.size() < target_.size();
    fault(few ? "E-CSV-020" : "E-CSV-021", lexer.line(), few ? header_[fields.size()] : "",
          fmt::format("{} field{}", fields.size(), fields.size() == 1 ? "" : "s"),
          fmt::format("{} fields, as in the header", target_.size()));
    return;
  }
  bool good = true;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].size() > spec_.max_field_bytes) {
      fault("E-CSV-022", lexer.line(), header_[i], fmt::format("{} bytes", fields[i].size()),
            fmt::format("at most {} bytes in a field", spec_.max_field_bytes));
      good = false;
      if (target_[i] != kIgnored) store(table_.columns_[target_[i]], false, {});
    } else if (target_[i] != kIgnored) {
      good = read_cell(table_.columns_[target_[i]], fields[i], lexer.line()) && good;
    }
  }
  if (!good) table_.faulty_.push_back(table_.lines_.size());
  table_.lines_.push_back(lexer.line());
}

bool CsvReader::read_cell(CsvTable::Cells& cells, std::string_view text, int line) {
  const CsvColumn& column = cells.declared;
  CellValue value;
  if (text.empty()) {
    store(cells, false, value);
    if (column.need != Need::kValue) return true;
    fault("E-CSV-023", line, column.name, "nothing", expected_text(column));
    return false;
  }
  const CellFault problem = parse_cell(column.type, text, value);
  store(cells, problem == CellFault::kNone, value);
  if (problem == CellFault::kNone) return true;
  std::string expected = expected_text(column);
  if (const auto* choice = std::get_if<ChoiceField>(&column.type))
    expected += did_you_mean(text, choice->names);
  fault(rule_of(column.type, problem), line, column.name, bare_text(text), std::move(expected));
  return false;
}

void CsvReader::store(CsvTable::Cells& cells, bool has, const CellValue& value) {
  switch (store_of(cells.declared.type)) {
    case CellStore::kText:
      cells.texts.push_back(has ? value.text : std::string_view());
      break;
    case CellStore::kNumber:
      cells.numbers.push_back(has ? value.number : CsvTable::kAbsent);
      break;
    case CellStore::kDecimal:
      cells.decimals.push_back(has ? value.decimal : kAbsentDecimal);
      break;
  }
}

// One row a line: an upper bound but for quoted line breaks, counted at memory speed.
void CsvReader::reserve(std::size_t bytes, std::size_t most_rows) {
  const std::string& text = *table_.buffer_;
  const auto rows = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  // A file of bare line ends must not ask for many times its own size.
  const std::size_t enough =
      std::min({rows, bytes / (2 * std::max<std::size_t>(1, target_.size())) + 1, most_rows});
  table_.lines_.reserve(enough);
  for (CsvTable::Cells& cells : table_.columns_) {
    if (!cells.present) continue;
    switch (store_of(cells.declared.type)) {
      case CellStore::kText:
        cells.texts.reserve(enough);
        break;
      case CellStore::kNumber:
        cells.numbers.reserve(enough);
        break;
      case CellStore::kDecimal:
        cells.decimals.reserve(enough);
        break;
    }
  }
}

void CsvReader::hand_over(const Use& use) {
  use(table_);
  table_.lines_.clear();
  table_.faulty_.clear();
  table_.left_out_ = 0;
  for (CsvTable::Cells& cells : table_.columns_) {
    cells.numbers.clear();
    cells.decimals.clear();
    cells.texts.clear();
  }
}

void CsvReader::check_end(const CsvLexer& lexer) {
  const bool stopped = lexer.fault() == LexFault::kQuoteNotClosed || rows_in_file_ > spec_.max_rows;
  if (spec_.footer == Footer::kRequired && !footer_seen_ && !stopped)
    fault("E-CSV-050", 0, "", "no footer",
          fmt::format("a last line \"{}{}\"; the file may be cut", kFooterMark, rows_in_file_));
  if (spec_.warn_if_cut && !footer_seen_ && !stopped && !lexer.ended_by_newline())
    fault("W-CSV-001", 0, "", "no line end after the last line", "a line end; the file may be cut");
  if (spec_.warn_if_empty && rows_in_file_ == 0) fault("W-CSV-002", 0, "", "no rows", "some rows");
}

void CsvReader::check_key() {
  for (const auto& [row, first] : table_.repeated_keys(spec_.key))
    fault("E-CSV-024", table_.lines_[row], fmt::format("{}", fmt::join(spec_.key, ", ")),
          fmt::format("the same key as line {}", table_.lines_[first]), "a key used once");
}

CsvTable read_csv(std::string bytes, std::string file, const CsvSpec& spec, FaultList& faults) {
  return CsvReader(std::move(bytes), std::move(file), spec, faults).read();
}

void read_csv_portions(std::string bytes, std::string file, const CsvSpec& spec, FaultList& faults,
                       const std::function<void(const CsvTable& portion)>& use) {
  STOPOVER_CHECK(spec.key.empty(), "a key needs the whole table");
  (void)CsvReader(std::move(bytes), std::move(file), spec, faults).read(&use);
}

}  // namespace stopover::io
