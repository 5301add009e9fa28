// SPDX-License-Identifier: Apache-2.0
#include "engine/io/csv_lexer.hpp"

#include <array>

namespace stopover::io {
namespace {

// Bytes that can end or spoil an unquoted field.
constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> table{};
  for (const char c : {',', '\n', '\r', '"'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool special(char c) {
  return kSpecial[static_cast<unsigned char>(c)];
}

}  // namespace

bool CsvLexer::next() {
  fields_.clear();
  quoted_ = false;
  comment_ = false;
  fault_ = LexFault::kNone;
  row_line_ = line_;
  if (at_ == end_) return false;
  newline_ = false;
  if (comments_ && *at_ == '#') {
    comment_ = true;
    take_comment();
    return true;
  }
  while (take_field()) {
  }
  return true;
}

void CsvLexer::take_comment() {
  const char* begin = at_;
  while (at_ != end_ && *at_ != '\n') ++at_;
  const char* stop = at_ != begin && at_[-1] == '\r' ? at_ - 1 : at_;
  fields_.emplace_back(begin, static_cast<std::size_t>(stop - begin));
  end_field();
}

bool CsvLexer::take_field() {
  if (at_ != end_ && *at_ == '"') return take_quoted_field();
  const char* begin = at_;
  while (true) {
    while (at_ != end_ && !special(*at_)) ++at_;
    if (at_ == end_ || *at_ == ',' || *at_ == '\n') break;
    if (*at_ == '\r' && at_ + 1 != end_ && at_[1] == '\n') break;
    note(*at_ == '"' ? LexFault::kStrayQuote : LexFault::kCarriageReturn);
    ++at_;
  }
  fields_.emplace_back(begin, static_cast<std::size_t>(at_ - begin));
  return end_field();
}

// Unescapes in place: `out` trails `at_` once a doubled quote was met.
bool CsvLexer::take_quoted_field() {
  quoted_ = true;
  char* const begin = ++at_;
  char* out = begin;
  while (true) {
    if (at_ == end_) {
      note(LexFault::kQuoteNotClosed);
      break;
    }
    const char c = *at_++;
    if (c == '"') {
      if (at_ == end_ || *at_ != '"') break;
      ++at_;
    } else if (c == '\n') {
      ++line_;
    }
    *out++ = c;
  }
  fields_.emplace_back(begin, static_cast<std::size_t>(out - begin));
  while (at_ != end_ && *at_ != ',' && *at_ != '\n' &&
         !(*at_ == '\r' && at_ + 1 != end_ && at_[1] == '\n')) {
    note(LexFault::kStrayQuote);
    ++at_;
  }
  return end_field();
}

bool CsvLexer::end_field() {
  if (at_ == end_) return false;
  if (*at_ == ',') {
    ++at_;
    if (at_ == end_) fields_.emplace_back(at_, 0U);  // "a," at the end of the file: two fields
    return at_ != end_;
  }
  if (*at_ == '\r') ++at_;
  ++at_;
  ++line_;
  newline_ = true;
  return false;
}

void CsvLexer::note(LexFault fault) {
  if (fault_ != LexFault::kNone) return;
  fault_ = fault;
  fault_field_ = fields_.size();
}

}  // namespace stopover::io
