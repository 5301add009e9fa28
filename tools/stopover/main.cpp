// SPDX-License-Identifier: Apache-2.0
// The `stopover` command: parses the line, calls the command, turns errors into messages and exit
// codes. What each code means: command_table.cpp.
#include <array>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/base/fault.hpp"
#include "tools/stopover/build_info.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/fault_words.hpp"
#include "tools/stopover/signals.hpp"
#include "tools/stopover/terminal.hpp"

namespace stopover::tool {
namespace {

int print_and_done(const std::string& text) {
  print(text);
  return kExitOk;
}

int dispatch(const Options& options) {
  if (options.version) return print_and_done(version_text());
  if (options.cite) return print_and_done(std::string(kCitation));
  if (options.help) return print_and_done(help_text(options.command));
  if (options.command == nullptr) throw UsageError("", "a command is missing");

  struct Entry {
    std::string_view name;
    int (*run)(const Options&);
  };
  constexpr std::array kEntries{
      Entry{"run", run_command},
      Entry{"compare", compare_command},
      Entry{"validate", validate_command},
      Entry{"demo", demo_command},
      Entry{"estimate", estimate_command},
      Entry{"journeys", journeys_command},
      Entry{"trace", trace_command},
      Entry{"choices", choices_command},
      Entry{"hubs", hubs_command},
      Entry{"entry", entry_command},
      Entry{"visit", visit_command},
      Entry{"cruise", cruise_command},
      Entry{"sweep", sweep_command},
      Entry{"explain", explain_command},
      Entry{"report", report_command},
      Entry{"export", export_command},
      Entry{"verify", verify_command},
      Entry{"completion",
            [](const Options& o) { return print_and_done(completion_script(o.arguments[0])); }},
      Entry{"help",
            [](const Options& o) {
              return print_and_done(
                  help_text(o.arguments.empty() ? nullptr : find_command(o.arguments[0])));
            }},
      Entry{"man", [](const Options&) { return print_and_done(man_page()); }},
  };
  static_assert(kEntries.size() == kCommandCount, "each command of the table has its entry");
  for (const Entry& entry : kEntries)
    if (entry.name == options.command->name) return entry.run(options);
  bug("entry", "each command of the table has its entry", __FILE__, __LINE__);
}

std::string hint(const UsageError& fault) {
  return fault.command().empty()
             ? "stopover --help shows the commands"
             : fmt::format("stopover {} --help shows examples and options", fault.command());
}

int guarded(int argc, const char* const* argv) {
  Options options;
  try {
    options = parse_command_line(argc, argv);
    return dispatch(options);
  } catch (const UsageError& fault) {
    remark(fmt::format("stopover: {}\n{}", fault.what(), hint(fault)));
    return kExitUsage;
  } catch (const InputError& fault) {
    const Language language = language_of(options);
    remark(faults_text(fault.faults(), language));
    if (!fault.faults().kept().empty())
      remark(fmt::format(
          "`stopover explain {}` {}", fault.faults().kept().front().rule,
          language == Language::kChinese ? "可说明代码含义" : "says more about a code"));
    return kExitInput;
  } catch (const EnvironmentError& fault) {
    remark(fmt::format("stopover: {}", fault.what()));
    return kExitEnvironment;
  } catch (const std::bad_alloc&) {
    remark("stopover: memory ran out");
    return kExitEnvironment;
  }
}

}  // namespace
}  // namespace stopover::tool

int main(int argc, char** argv) {
  stopover::tool::ignore_closed_pipes();
  stopover::tool::handle_signals();
  try {
    return stopover::tool::guarded(argc, argv);
  } catch (const std::exception& fault) {
    // What no class of error covers is a bug; say what it was before the abort.
    stopover::bug("no other exception", fault.what(), __FILE__, __LINE__);
  }
}
