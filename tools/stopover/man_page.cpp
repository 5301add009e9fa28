// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "tools/stopover/build_info.hpp"
#include "tools/stopover/commands.hpp"

namespace stopover::tool {
namespace {

// Text for roff: no backslash, minus sign or line-leading control character is left to chance.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n'))
      out += std::string("\\&") + c;
    else
      out += c;
  }
  return out;
}

std::string option(const OptionRow& row) {
  std::string out = fmt::format(".TP\n\\fB{}\\fR", roff("--" + std::string(row.name)));
  if (row.letter != 0) out += fmt::format(", \\fB{}\\fR", roff(std::string("-") + row.letter));
  if (!row.value.empty()) out += fmt::format(" \\fI{}\\fR", roff(row.value));
  out += "\n" + roff(row.help);
  if (!row.environment.empty()) out += fmt::format("; else \\fB{}\\fR", row.environment);
  return out + "\n";
}

std::string examples(std::span<const ExampleRow> rows) {
  std::string out;
  for (const ExampleRow& row : rows)
    out += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(row.line), roff(row.meaning));
  return out;
}

std::string command(const CommandRow& row) {
  std::string out = fmt::format(".SS \"{}\"\n{}.\n.PP\n{}\n", roff(usage_line(row)),
                                roff(row.summary), roff(row.description));
  for (const ArgumentRow& argument : row.arguments)
    out += fmt::format(".TP\n\\fI{}\\fR\n{}\n", roff(argument.name), roff(argument.help));
  for (const std::string_view name : row.options) out += option(option_of(row, name));
  return out + ".PP\nExamples:\n" + examples(row.examples);
}

}  // namespace

std::string man_page() {
  std::string out = fmt::format(
      ".TH STOPOVER 1 \"\" \"stopover {}\" \"User Commands\"\n"
      ".SH NAME\nstopover \\- {}\n"
      ".SH SYNOPSIS\n.B stopover\n\\fICOMMAND\\fR [\\fIoptions\\fR]\n",
      roff(kVersion), roff(kProgramSummary));
  out += ".SH EXAMPLES\n" + examples(root_examples());
  out += ".SH OPTIONS\n";
  for (const OptionRow& row : root_options()) out += option(row);
  out += ".SH COMMANDS\n";
  for (const CommandRow& row : command_table()) out += command(row);
  out += ".SH EXIT STATUS\n";
  for (const ExitRow& row : exit_table())
    out += fmt::format(".TP\n\\fB{}\\fR\n{}\n", row.code, roff(row.meaning));
  out += ".SH ENVIRONMENT\n";
  for (const VariableRow& row : variable_table())
    out += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(row.name), roff(row.meaning));
  return out;
}

}  // namespace stopover::tool
