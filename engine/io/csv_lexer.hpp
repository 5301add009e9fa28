// SPDX-License-Identifier: Apache-2.0
// Cuts the text of a CSV file into rows of fields (RFC 4180). Part of csv.cpp and the fuzz targets;
// everyone else uses csv.hpp.
//
// Fields are views into the caller's buffer; a field with doubled quotes is unescaped in place, so
// the buffer must be writable and is changed. One pass, no allocation a field.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stopover::io {

enum class LexFault : std::uint8_t {
  kNone,
  kQuoteNotClosed,  // the file ends inside a quoted field
  kStrayQuote,      // a quote in an unquoted field, or text after a closing quote
  kCarriageReturn,  // CR that does not end a line
};

class CsvLexer {
 public:
  // With `comments` a line that begins with '#' is one field, whatever it holds.
  CsvLexer(std::span<char> buffer, bool comments)
      : at_(buffer.data()), end_(at_ + buffer.size()), comments_(comments) {}

  // Moves to the next row; false at the end of the file.
  bool next();

  [[nodiscard]] const std::vector<std::string_view>& fields() const { return fields_; }
  [[nodiscard]] int line() const { return row_line_; }  // on which the row begins, 1-based
  [[nodiscard]] bool blank() const { return fields_.size() == 1 && fields_[0].empty() && !quoted_; }
  [[nodiscard]] bool ended_by_newline() const { return newline_; }
  // The row is one field: a whole line that begins with '#'.
  [[nodiscard]] bool comment() const { return comment_; }
  [[nodiscard]] LexFault fault() const { return fault_; }
  [[nodiscard]] std::size_t fault_field() const { return fault_field_; }  // position in the row

 private:
  bool take_field();  // true if another field follows in this row
  bool take_quoted_field();
  void take_comment();
  bool end_field();
  void note(LexFault fault);

  char* at_;
  char* end_;
  bool comments_;
  std::vector<std::string_view> fields_;
  int line_ = 1;
  int row_line_ = 1;
  bool quoted_ = false;  // some field of the row was quoted
  bool comment_ = false;
  bool newline_ = false;
  LexFault fault_ = LexFault::kNone;
  std::size_t fault_field_ = 0;
};

}  // namespace stopover::io
