// SPDX-License-Identifier: Apache-2.0
// Date and time texts: nothing crashes, and what is accepted reads back equal from its own text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/base/check.hpp"
#include "engine/base/time.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stopover;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto date = CivilDate::parse(text))
    STOPOVER_CHECK(CivilDate::parse(date->text()) == date, "a date reads back");
  if (const auto time = parse_service_time(text))
    STOPOVER_CHECK(parse_service_time(service_time_text(*time)) == time, "a time reads back");
  if (const auto civil = parse_civil_time(text))
    STOPOVER_CHECK(parse_civil_time(civil->text()) == civil, "a civil time reads back");
  if (const auto zone = TimeZone::find(text))
    STOPOVER_CHECK(zone->name() == text, "a zone is found by its own name only");
  return 0;
}
