// SPDX-License-Identifier: Apache-2.0
// What this program was built from and with. Filled by CMake (build_info.in).
#pragma once

#include <string>
#include <string_view>

namespace stopover::tool {

extern const std::string_view kVersion;      // "0.1.0"
extern const std::string_view kCompiler;     // "GNU 12.2.0, Release"
extern const std::string_view kDateVersion;  // of libraries whose headers do not tell: "3.0.1"
extern const std::string_view kEigenVersion;
extern const std::string_view kNloptVersion;
extern const std::string_view kSourceScenarios;  // absolute; need not exist where it runs
extern const std::string_view kSourceReport;     // the built page of the source tree, likewise
extern const std::string_view kCitation;         // text of CITATION.cff

// Several lines for --version: compiler, libraries, tz database.
[[nodiscard]] std::string version_text();

}  // namespace stopover::tool
