// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "tools/stopover/commands.hpp"

namespace stopover::tool {
namespace {

constexpr std::size_t kWidth = 92;

// `text` broken at blanks, each line after the first indented.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (column > indent && column + 1 + word.size() > kWidth) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out + "\n";
}

std::string item(std::string_view name, std::size_t width, std::string_view help) {
  return fmt::format("  {:<{}}  {}", name, width, wrapped(help, width + 4));
}

std::string examples(std::span<const ExampleRow> rows) {
  std::string out = "Examples:\n";
  for (const ExampleRow& row : rows) out += fmt::format("  {}\n      {}\n", row.line, row.meaning);
  return out;
}

std::string with_environment(const OptionRow& row) {
  std::string help(row.help);
  if (!row.environment.empty()) help += fmt::format("; else {}", row.environment);
  return help;
}

template <class Rows>
std::string options_list(const Rows& rows) {
  std::size_t width = 0;
  for (const OptionRow& row : rows) width = std::max(width, option_usage(row).size());
  std::string out = "Options:\n";
  for (const OptionRow& row : rows) out += item(option_usage(row), width, with_environment(row));
  return out;
}

std::string program_help() {
  std::string out =
      fmt::format("stopover: {}\n\n{}\nUsage: stopover COMMAND [options]\n\nCommands:\n",
                  kProgramSummary, examples(root_examples()));
  for (const CommandRow& row : command_table()) out += item(row.name, 10, row.summary);
  out += "\n" + options_list(root_options());
  out += "\nExit codes:\n";
  for (const ExitRow& row : exit_table())
    out += item(fmt::format("{:>3}", row.code), 3, row.meaning);
  out += "\nEnvironment:\n";
  for (const VariableRow& row : variable_table()) out += item(row.name, 18, row.meaning);
  return out +
         "\n`stopover COMMAND --help` shows more on one command; `stopover man` prints the "
         "manual page.\n";
}

}  // namespace

std::string option_usage(const OptionRow& row) {
  std::string text = "--" + std::string(row.name);
  if (row.letter != 0) text += std::string(", -") + row.letter;
  if (!row.value.empty()) text += " " + std::string(row.value);
  return text;
}

std::string usage_line(const CommandRow& command) {
  std::string line = "stopover " + std::string(command.name);
  for (const ArgumentRow& argument : command.arguments)
    line += fmt::format(fmt::runtime(argument.required ? " {}{}" : " [{}{}]"), argument.name,
                        argument.repeated ? "…" : "");
  return line + " [options]";
}

std::string help_text(const CommandRow* command) {
  if (command == nullptr) return program_help();
  std::string out = fmt::format("stopover {}: {}\n\n{}\nUsage: {}\n\n{}\n", command->name,
                                command->summary, examples(command->examples), usage_line(*command),
                                wrapped(command->description, 0));
  if (!command->arguments.empty()) {
    out += "Arguments:\n";
    for (const ArgumentRow& row : command->arguments) out += item(row.name, 10, row.help);
    out += "\n";
  }
  std::vector<OptionRow> rows;
  for (const std::string_view name : command->options) rows.push_back(option_of(*command, name));
  return out + options_list(rows) + "\nExit codes: stopover --help.\n";
}

}  // namespace stopover::tool
