// SPDX-License-Identifier: Apache-2.0
// The commands, one file each. Each returns the exit code (command_table.hpp) and throws
// InputError, EnvironmentError or UsageError, which main turns into messages and codes.
#pragma once

#include <string>

#include "tools/stopover/options.hpp"

namespace stopover::tool {

[[nodiscard]] int run_command(const Options& options);
[[nodiscard]] int compare_command(const Options& options);
[[nodiscard]] int cruise_command(const Options& options);
[[nodiscard]] int validate_command(const Options& options);
[[nodiscard]] int estimate_command(const Options& options);
[[nodiscard]] int demo_command(const Options& options);
[[nodiscard]] int entry_command(const Options& options);
[[nodiscard]] int explain_command(const Options& options);
[[nodiscard]] int choices_command(const Options& options);
[[nodiscard]] int export_command(const Options& options);
[[nodiscard]] int hubs_command(const Options& options);
[[nodiscard]] int journeys_command(const Options& options);
[[nodiscard]] int report_command(const Options& options);
[[nodiscard]] int sweep_command(const Options& options);
[[nodiscard]] int trace_command(const Options& options);
[[nodiscard]] int verify_command(const Options& options);
[[nodiscard]] int visit_command(const Options& options);

// Texts made from the command table.
[[nodiscard]] std::string help_text(const CommandRow* command);  // nullptr: the program
[[nodiscard]] std::string completion_script(const std::string& shell);
[[nodiscard]] std::string man_page();

// "--threads, -t N" as help and manual show it.
[[nodiscard]] std::string option_usage(const OptionRow& row);
// "stopover run SCENARIO [options]"
[[nodiscard]] std::string usage_line(const CommandRow& command);

}  // namespace stopover::tool
