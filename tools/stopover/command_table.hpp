// SPDX-License-Identifier: Apache-2.0
// The one table of the command line: commands, arguments, options, examples, exit codes.
//
// The parser (options.cpp), `--help` (help.cpp), the shell completions (completion.cpp) and the
// man page (man_page.cpp) are made from it, so none can differ from another; a system test reads
// all four from the built program and compares.
//
// What it is not: what the commands do (one file each, see commands.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace stopover::tool {

enum class Kind : std::uint8_t {
  kFlag,
  kCount,     // whole number, `low` … `high`
  kSeed,      // whole number, 0 … 2^64 - 1
  kShare,     // number above 0, at most 1
  kLanguage,  // "en" or "zh"
  kFolder,    // a path
  kFile,      // a path
  kText,      // checked by the command
};

struct OptionRow {
  std::string_view name;   // "threads", written --threads
  char letter = 0;         // 'o' for -o; 0: none
  std::string_view value;  // "N": what the help calls it; empty for a flag
  Kind kind = Kind::kFlag;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  std::string_view environment;  // variable that gives it when the flag is absent; may be empty
  std::string_view help;         // a clause, no full stop
  bool repeated = false;         // each of several counts, else the last
};

enum class ArgumentKind : std::uint8_t {
  kScenario,
  kScenarioOrFeed,
  kPlace,
  kFolder,
  kFile,
  kRule,
  kShell,
  kCommand,
  kAction
};

struct ArgumentRow {
  std::string_view name;  // "SCENARIO"
  ArgumentKind kind = ArgumentKind::kScenario;
  bool required = true;
  std::string_view help;
  bool repeated = false;  // the last one only: at least one, as many as are given
};

struct ExampleRow {
  std::string_view line;
  std::string_view meaning;
};

struct CommandRow {
  std::string_view name;
  std::string_view summary;      // a clause, no full stop
  std::string_view description;  // sentences
  std::span<const ArgumentRow> arguments;
  std::span<const std::string_view> options;  // names of OptionRow
  std::span<const ExampleRow> examples;
};

struct ExitRow {
  int code = 0;
  std::string_view meaning;
};

struct VariableRow {
  std::string_view name;
  std::string_view meaning;
};

inline constexpr int kExitOk = 0;
inline constexpr int kExitEnvironment = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitInput = 3;
inline constexpr int kExitPrecision = 5;

inline constexpr std::size_t kCommandCount = 20;
inline constexpr std::string_view kShells[] = {"bash", "zsh", "fish"};
inline constexpr std::string_view kSweepActions[] = {"plan", "run", "merge", "analyse"};
inline constexpr std::string_view kProgramSummary =
    "parallel simulation engine for transit and tourism routes";

[[nodiscard]] std::span<const CommandRow> command_table();
[[nodiscard]] const CommandRow* find_command(std::string_view name);  // nullptr if unknown
[[nodiscard]] std::span<const OptionRow> option_table();
[[nodiscard]] const OptionRow& option_row(std::string_view name);  // an unknown name is a bug
// The same, with what it says in this command.
[[nodiscard]] OptionRow option_of(const CommandRow& command, std::string_view name);
// Before any command: --help, --version, --cite.
[[nodiscard]] std::span<const OptionRow> root_options();
[[nodiscard]] std::span<const ExampleRow> root_examples();
[[nodiscard]] std::span<const ExitRow> exit_table();
[[nodiscard]] std::span<const VariableRow> variable_table();

}  // namespace stopover::tool
