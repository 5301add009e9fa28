// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/fault_words.hpp"
#include "tools/stopover/scenario_finder.hpp"

namespace stopover::tool {
namespace {

bool wants_value(const OptionRow& row) {
  return row.kind != Kind::kFlag;
}

std::string words_of(const CommandRow& command) {
  std::string out;
  for (const std::string_view name : command.options) {
    const OptionRow row = option_of(command, name);
    out += fmt::format("{}--{}", out.empty() ? "" : " ", name);
    if (row.letter != 0) out += fmt::format(" -{}", row.letter);
  }
  return out;
}

std::string shell_names() {
  std::string out;
  for (const std::string_view shell : kShells)
    out += fmt::format("{}{}", out.empty() ? "" : " ", shell);
  return out;
}

// In single quotes of any of the three shells.
std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

bool takes_files(const CommandRow& command) {
  return std::ranges::any_of(command.arguments, [](const ArgumentRow& row) {
    return row.kind == ArgumentKind::kScenario || row.kind == ArgumentKind::kScenarioOrFeed ||
           row.kind == ArgumentKind::kFolder || row.kind == ArgumentKind::kFile;
  });
}

// What an argument can be, apart from files: names that are known when the script is written.
std::string words_for(ArgumentKind kind) {
  std::string out;
  const auto add = [&](std::string_view word) {
    if (word.find_first_of(" \t\n'\"\\$`*?[(;&|<>") != std::string_view::npos) return;
    out += fmt::format("{}{}", out.empty() ? "" : " ", word);
  };
  if (kind == ArgumentKind::kShell) return shell_names();
  if (kind == ArgumentKind::kAction)
    for (const std::string_view action : kSweepActions) add(action);
  if (kind == ArgumentKind::kCommand)
    for (const CommandRow& row : command_table()) add(row.name);
  if (kind == ArgumentKind::kRule) {
    const RuleBook book = rule_book();
    for (const Rule& rule : book.rules()) add(rule.code);
  }
  if (kind == ArgumentKind::kScenario || kind == ArgumentKind::kScenarioOrFeed)
    for (const std::string& name : known_scenarios()) add(name);
  return out;
}

std::string words_for(const CommandRow& command) {
  return command.arguments.empty() ? "" : words_for(command.arguments[0].kind);
}

// ---- bash ---------------------------------------------------------------------------------------

// What follows an option that takes a value.
std::string bash_values() {
  std::string out;
  for (const OptionRow& row : option_table()) {
    if (!wants_value(row)) continue;
    std::string names = "--" + std::string(row.name);
    if (row.letter != 0) names += std::string(" | -") + row.letter;
    std::string_view words;
    if (row.kind == Kind::kFolder) words = "-d";
    if (row.kind == Kind::kFile) words = "-f";
    if (row.kind == Kind::kLanguage) words = "-W 'en zh'";
    // One name a line: names may hold spaces.
    const std::string reply =
        words.empty() ? ""
                      : fmt::format("mapfile -t COMPREPLY < <(compgen {} -- \"$word\"); ", words);
    out += fmt::format("    {}) {}return ;;\n", names, reply);
  }
  return out;
}

std::string bash_script() {
  std::string commands;
  std::string roots;
  std::string cases;
  for (const OptionRow& row : root_options()) {
    roots += fmt::format("{}--{}", roots.empty() ? "" : " ", row.name);
    if (row.letter != 0) roots += fmt::format(" -{}", row.letter);
  }
  for (const CommandRow& command : command_table()) {
    commands += fmt::format("{}{}", commands.empty() ? "" : " ", command.name);
    cases += fmt::format("    {}) options='{}'", command.name, words_of(command));
    if (const std::string words = words_for(command); !words.empty())
      cases += fmt::format("; words='{}'", words);
    if (takes_files(command)) cases += "; files=1";
    cases += " ;;\n";
  }
  return fmt::format(R"sh(# bash completion of stopover; written by `stopover completion bash`
_stopover() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  local options='' words='' files=''
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '{} {}' -- "$word"))
    return
  fi
  case $previous in
{}  esac
  case ${{COMP_WORDS[1]}} in
{}  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  else
    mapfile -t COMPREPLY < <(
      compgen -W "$words" -- "$word"
      [[ $files ]] && compgen -f -- "$word"
    )
  fi
}}
complete -o filenames -F _stopover stopover
)sh",
                     commands, roots, bash_values(), cases);
}

// ---- zsh ----------------------------------------------------------------------------------------

// Colons and brackets part the fields of _arguments.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const OptionRow& row) {
  if (!wants_value(row)) return "";
  if (row.kind == Kind::kFolder) return ":folder:_files -/";
  if (row.kind == Kind::kFile) return ":file:_files";
  if (row.kind == Kind::kLanguage) return ":language:(en zh)";
  return fmt::format(":{}: ", row.value);
}

std::string zsh_options(const CommandRow& command) {
  std::string out;
  for (const std::string_view name : command.options) {
    const OptionRow row = option_of(command, name);
    const std::string tail = fmt::format("[{}]{}", zsh_text(row.help), zsh_action(row));
    out += fmt::format(" \\\n        {}",
                       in_quotes(fmt::format("--{}{}{}", name, wants_value(row) ? "=" : "", tail)));
    if (row.letter != 0)
      out += fmt::format(" \\\n        {}", in_quotes(fmt::format("-{}{}", row.letter, tail)));
  }
  for (const ArgumentRow& row : command.arguments) {
    const bool choice = row.kind == ArgumentKind::kShell || row.kind == ArgumentKind::kCommand ||
                        row.kind == ArgumentKind::kAction;
    const std::string action = choice ? fmt::format("({})", words_for(row.kind))
                               : row.kind == ArgumentKind::kRule ? " "
                                                                 : "_files";
    out +=
        fmt::format(" \\\n        {}",
                    in_quotes(fmt::format("{}:{}:{}", row.repeated ? "*" : "", row.name, action)));
  }
  return out;
}

std::string zsh_script() {
  std::string commands;
  std::string roots;
  std::string cases;
  for (const OptionRow& row : root_options()) {
    roots += fmt::format("    {} \\\n",
                         in_quotes(fmt::format("--{}[{}]", row.name, zsh_text(row.help))));
    if (row.letter != 0)
      roots += fmt::format("    {} \\\n",
                           in_quotes(fmt::format("-{}[{}]", row.letter, zsh_text(row.help))));
  }
  for (const CommandRow& command : command_table()) {
    commands += fmt::format(
        "    {}\n", in_quotes(fmt::format("{}:{}", command.name, zsh_text(command.summary))));
    cases += fmt::format("    {})\n      _arguments{} ;;\n", command.name, zsh_options(command));
  }
  return fmt::format(R"sh(#compdef stopover
# zsh completion of stopover; written by `stopover completion zsh`
_stopover() {{
  local -a commands
  local state line
  commands=(
{}  )
  _arguments -C \
{}    '1:command:->command' '*::argument:->argument'
  if [[ $state == command ]]; then
    _describe command commands
    return
  fi
  case $line[1] in
{}  esac
}}
if [ "$funcstack[1]" = _stopover ]; then _stopover "$@"; else compdef _stopover stopover; fi
)sh",
                     commands, roots, cases);
}

// ---- fish ---------------------------------------------------------------------------------------

std::string fish_option(const OptionRow& row, const std::string& condition) {
  std::string out = fmt::format("complete -c stopover -n {} -l {}", in_quotes(condition), row.name);
  if (row.letter != 0) out += fmt::format(" -s {}", row.letter);
  if (row.kind == Kind::kFolder || row.kind == Kind::kFile)
    out += " -r -F";
  else if (row.kind == Kind::kLanguage)
    out += " -x -a 'en zh'";
  else if (wants_value(row))
    out += " -x";
  return out + fmt::format(" -d {}\n", in_quotes(row.help));
}

std::string fish_script() {
  std::string out =
      "# fish completion of stopover; written by `stopover completion fish`\n"
      "complete -c stopover -f\n";
  for (const OptionRow& row : root_options()) out += fish_option(row, "__fish_use_subcommand");
  for (const CommandRow& command : command_table()) {
    out += fmt::format("complete -c stopover -n __fish_use_subcommand -a {} -d {}\n", command.name,
                       in_quotes(command.summary));
    const std::string here = fmt::format("__fish_seen_subcommand_from {}", command.name);
    if (takes_files(command))
      out += fmt::format("complete -c stopover -n {} -F\n", in_quotes(here));
    if (const std::string words = words_for(command); !words.empty())
      out += fmt::format("complete -c stopover -n {} -a {}\n", in_quotes(here), in_quotes(words));
    for (const std::string_view name : command.options)
      out += fish_option(option_of(command, name), here);
  }
  return out;
}

}  // namespace

std::string completion_script(const std::string& shell) {
  if (shell == "bash") return bash_script();
  if (shell == "zsh") return zsh_script();
  STOPOVER_CHECK(shell == "fish", "the parser refused other shells");
  return fish_script();
}

}  // namespace stopover::tool
