// SPDX-License-Identifier: Apache-2.0
// SSIM records written in a test: fields by column, numbered as they are added.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace stopover::io::ssim {

using Fields = std::vector<std::pair<int, std::string>>;  // first column, text

class SsimText {
 public:
  SsimText& add(const Fields& fields) {
    std::string record(200, ' ');
    for (const auto& [column, text] : fields)
      record.replace(static_cast<std::size_t>(column - 1), text.size(), text);
    ++serial_;
    if (record.substr(194) == "      ") record.replace(194, 6, fmt::format("{:06}", serial_));
    text_ += record + "\n";
    return *this;
  }
  SsimText& header() { return add({{1, "1AIRLINE STANDARD SCHEDULE DATA SET"}}); }
  SsimText& filler() {
    text_ += std::string(200, '0') + "\n";
    return *this;
  }
  SsimText& carrier(const Fields& changes = {}) {
    Fields fields{{1, "2LXX"}, {11, "S24"}, {15, "01APR2431OCT24"}, {72, "P"}};
    fields.insert(fields.end(), changes.begin(), changes.end());
    return add(fields);
  }
  // XX 1: Mondays in June 2024, PVG 08:00 (+8) to NRT 12:00 (+9).
  SsimText& leg(const Fields& changes = {}) {
    Fields fields{{1, "3 XX    10101J03JUN2430JUN24"}, {29, "1"},   {37, "PVG08000805+0800T2"},
                  {55, "NRT11551200+0900T1"},          {73, "789"}, {173, "C30Y250VVA"}};
    fields.insert(fields.end(), changes.begin(), changes.end());
    return add(fields);
  }
  SsimText& segment(const Fields& changes) {
    Fields fields{{1, "4 XX    10101J"}, {29, "AB"}, {34, "PVGNRT"}};
    fields.insert(fields.end(), changes.begin(), changes.end());
    return add(fields);
  }
  SsimText& trailer(const Fields& changes = {}) {
    Fields fields{{1, "5 XX"}, {188, fmt::format("{:06}", serial_)}, {194, "E"}};
    fields.insert(fields.end(), changes.begin(), changes.end());
    return add(fields);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
  int serial_ = 0;
};

}  // namespace stopover::io::ssim
