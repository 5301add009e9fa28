// SPDX-License-Identifier: Apache-2.0
// Scenario text: nothing crashes, and a text read whole without errors prints and reads back equal.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>

#include "engine/base/check.hpp"
#include "models/scenario/text_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stopover;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  FaultList faults;
  const scenario::ScenarioText read = scenario::read_scenario_text(text, "fuzz.txtpb", 0, faults);
  (void)faults.text();
  if (!read.whole || faults.has_errors()) return 0;
  std::string printed;
  STOPOVER_CHECK(google::protobuf::TextFormat::PrintToString(read.scenario, &printed),
                 "a message prints into memory");
  FaultList again;
  const scenario::ScenarioText second =
      scenario::read_scenario_text(printed, "again.txtpb", 0, again);
  // A NaN is unequal to itself; validation refuses it later.
  if (printed.find("nan") != std::string::npos || printed.find("inf") != std::string::npos)
    return 0;
  STOPOVER_CHECK(second.whole && !again.has_errors(), "what is printed reads back");
  STOPOVER_CHECK(google::protobuf::util::MessageDifferencer::Equals(read.scenario, second.scenario),
                 "and is the same scenario");
  return 0;
}
