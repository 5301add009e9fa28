// SPDX-License-Identifier: Apache-2.0
// verify_events: is what an event log says possible? Exit codes: docs/formats/exit-codes.md.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tools/verify_events/verify.hpp"

namespace stopover::verify_events {
namespace {

constexpr int kOk = 0;
constexpr int kEnvironment = 1;
constexpr int kUsage = 2;
constexpr int kInput = 3;

int print_rules(bool chinese) {
  for (const Rule& rule : rules())
    fmt::print("{} {}\n", rule.code, chinese ? rule.title_zh : rule.title_en);
  return kOk;
}

int check(const std::string& folder, bool chinese) {
  if (!std::filesystem::is_directory(folder)) {
    fmt::print(stderr, "verify_events: {}: no such folder\n", folder);
    return kEnvironment;
  }
  const std::vector<Fault> faults = verify(folder).sorted();
  for (const Fault& fault : faults) fmt::print(stderr, "{}\n", fault_line(fault, chinese));
  if (faults.empty())
    fmt::print("{}: {}\n", folder,
               chinese ? "事件日志前后一致" : "the events agree with each other");
  else
    fmt::print(stderr, "{} {}\n", faults.size(), chinese ? "处错误" : "faults");
  return faults.empty() ? kOk : kInput;
}

int run(int argc, char** argv) {
  CLI::App app(
      "Checks that the event log of a run is possible: people, desks, seats, money, time.");
  std::string folder;
  std::string language = "en";
  bool list = false;
  app.add_option("FOLDER", folder, "folder that `stopover run --events` wrote");
  app.add_flag("--rules", list, "list the rules and exit");
  app.add_option("--lang", language, "en or zh")->check(CLI::IsMember({"en", "zh"}));
  try {
    app.parse(argc, argv);
    if (!list && folder.empty()) throw CLI::RequiredError("FOLDER");
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  return list ? print_rules(language == "zh") : check(folder, language == "zh");
}

}  // namespace
}  // namespace stopover::verify_events

int main(int argc, char** argv) {
  try {
    return stopover::verify_events::run(argc, argv);
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "verify_events: memory ran out\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "verify_events: {}\n", error.what());
  }
  return stopover::verify_events::kEnvironment;
}
