// SPDX-License-Identifier: Apache-2.0
// Bytes that no text table may hold. Part of csv.cpp.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/fault.hpp"

namespace stopover::io {

// One fault a line: E-CSV-002 (not UTF-8) or E-CSV-003 (a zero byte), whichever comes first in it.
void check_bytes(std::string_view text, const std::string& file, FaultList& faults);

}  // namespace stopover::io
