// SPDX-License-Identifier: Apache-2.0
// Writes CSV: RFC 4180 quoting, UTF-8 without byte order mark, '\n', decimal point whatever the
// locale, doubles in the fewest digits that read back to the same double (fmt's Dragonbox/Grisu).
//
//   std::string out;
//   io::CsvWriter csv(out, {"id", "share"});
//   csv.text("pvg").decimal(0.25).end_row();
//   csv.footer();  // optional: "#rows=1"
//
// Errors: a row with another number of fields than the header, a number that is not finite: bugs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/units.hpp"

namespace stopover::io {

// The shortest text that reads back to exactly `value`; finite values only.
[[nodiscard]] std::string decimal_text(double value);
// "183.40": always two decimals.
[[nodiscard]] std::string yuan_text(Fen value);

class CsvWriter {
 public:
  // Appends to `out`, which must outlive the writer; writes the header line at once.
  CsvWriter(std::string& out, const std::vector<std::string>& header);

  CsvWriter& text(std::string_view value);
  CsvWriter& integer(std::int64_t value);
  CsvWriter& decimal(double value);
  CsvWriter& yuan(Fen value);
  CsvWriter& empty();
  void end_row();
  void footer();  // after the last row
  [[nodiscard]] std::size_t rows() const { return rows_; }

 private:
  void raw(std::string_view value);
  std::string& out_;
  std::size_t columns_;
  std::size_t in_row_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace stopover::io
