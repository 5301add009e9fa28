// SPDX-License-Identifier: Apache-2.0
// One SSIM record of 200 bytes and its fields by columns. Private to engine/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/fault.hpp"
#include "engine/io/ssim.hpp"

namespace stopover::io::ssim {

inline constexpr std::size_t kRecordBytes = 200;

// 1-based and inclusive, as the manual counts.
struct Columns {
  int first;
  int last;
  std::string_view name;
};

// Reads fields strictly. A faulty one is reported and its value is a default; `good` says whether
// all were sound.
class Record {
 public:
  Record(std::string_view text, int line, const std::string& file, FaultList& faults)
      : text_(text), line_(line), file_(file), faults_(faults) {}

  [[nodiscard]] char type() const { return text_.front(); }
  [[nodiscard]] int line() const { return line_; }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] std::string_view raw(Columns columns) const;
  [[nodiscard]] std::string_view trimmed(Columns columns) const;

  void fault(std::string_view rule, Columns columns, std::string expected);

  std::string carrier(Columns columns);
  std::string airport(Columns columns);
  // Digits, blanks before them allowed.
  int number(Columns columns, int min, int max);
  FlightName flight();  // columns 2-9 of legs and segments
  int variation();      // columns 10-11 and 128 (legs) or 28 (segments)
  int sequence();       // columns 12-13
  Period period(Columns first, Columns last);
  std::uint8_t weekdays(Columns columns);
  Seconds time(Columns columns);
  Seconds utc_variation(Columns columns);
  std::optional<int> date_variation(Columns columns);  // nullopt: blank

 private:
  [[nodiscard]] std::optional<CivilDate> date(Columns columns) const;

  std::string_view text_;
  int line_;
  const std::string& file_;
  FaultList& faults_;
  bool good_ = true;
};

// "XX 123", "XX1234A": nullopt for anything else.
[[nodiscard]] std::optional<FlightName> find_flight_name(std::string_view text);

// Seats of all classes of an aircraft configuration: "W18Y112VV112" has 130. 0: none stated,
// as of a freighter ("PP38").
[[nodiscard]] Places seats_of(std::string_view configuration);

}  // namespace stopover::io::ssim
