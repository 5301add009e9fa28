// SPDX-License-Identifier: Apache-2.0
// What a person asked for on the command line, typed and within range.
//
// Precedence: flag, then STOPOVER_THREADS and STOPOVER_SEED, then the scenario, then the default;
// the first two are settled here, an empty optional leaves it to the scenario.
//
// Errors: UsageError with one line that says what was found, what was expected and, for a slip,
// what was meant. Exit code 2.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/rules.hpp"
#include "tools/stopover/command_table.hpp"

namespace stopover::tool {

// Of entry, as written; the command makes the question of them.
struct EntryWords {
  std::optional<std::string> nationality;
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::optional<std::string> port;
  std::optional<std::string> exit_port;
  std::optional<std::string> arrive;
  std::optional<std::string> depart;
  std::optional<std::string> passport;
  std::optional<std::string> ticket;
  std::optional<std::string> activity;
  std::optional<std::string> visit;
  std::optional<std::string> holds;
  std::optional<std::string> group;
  std::vector<std::string> switches;
  bool inside = false;
};

// Of visit, beside arrive, depart, class and count.
struct VisitWords {
  std::optional<std::string> segment;
  std::optional<std::string> pace;
  std::optional<std::string> hotel;
  std::vector<std::string> must;
  std::vector<std::string> without;
  std::optional<int> people;
  std::optional<int> at_most;
  std::optional<int> budget;
  std::optional<int> walk;
  std::optional<int> room;
  std::optional<double> miss;
  bool children = false;
  bool luggage = false;
  bool rain = false;
  bool taxi = false;
  bool table = false;
  bool ics = false;
};

struct Options {
  const CommandRow* command = nullptr;  // nullptr: none given
  bool help = false;
  bool version = false;
  bool cite = false;

  std::vector<std::string> arguments;
  std::optional<std::string> output;
  std::optional<int> threads;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> replications;
  std::optional<double> precision;
  std::optional<double> sample;
  std::optional<int> learn;
  std::optional<std::string> events;
  std::optional<std::uint32_t> replication;
  std::optional<std::string> party;
  std::optional<std::string> search;
  std::optional<Language> language;
  // Of validate.
  std::optional<std::string> report_json;
  std::optional<std::string> report_html;
  std::optional<double> bad_rows;
  // Of report.
  std::optional<std::string> xlsx;
  std::optional<std::string> geojson_file;
  std::optional<std::string> gpkg;
  std::optional<std::string> omx;
  // Of export.
  std::optional<std::string> gtfs;
  std::optional<std::string> gmns;
  // Of estimate.
  std::optional<std::uint32_t> draws;
  std::optional<int> bootstrap;
  // Of journeys.
  std::optional<std::string> depart;
  std::optional<std::string> arrive_by;
  std::optional<std::string> via;
  std::optional<std::string> passenger_class;
  std::vector<std::string> with;
  std::optional<std::string> links;
  std::optional<std::string> zone;
  std::optional<int> window;
  std::optional<int> stay;
  std::optional<int> count;
  std::optional<int> boardings;
  std::vector<std::string> also_from;
  std::vector<std::string> also_to;
  std::optional<std::string> cancelled;
  std::optional<std::string> places;
  std::optional<std::string> product;
  std::optional<int> visa;
  bool visa_midnight = false;
  bool lines = false;
  EntryWords entry;
  VisitWords visit;
  // Of cruise.
  std::optional<int> year;
  bool calls = false;
  // Of sweep.
  std::optional<std::string> shard;
  bool partial = false;
  bool geojson = false;
  bool no_drawn = false;
  bool force = false;
  bool json = false;
  bool no_color = false;
  bool quiet = false;
};

class UsageError : public std::runtime_error {
 public:
  UsageError(std::string_view command, const std::string& text)
      : std::runtime_error(text), command_(command) {}
  [[nodiscard]] const std::string& command() const { return command_; }  // empty: none

 private:
  std::string command_;
};

[[nodiscard]] Options parse_command_line(int argc, const char* const* argv);

// --lang, else that of the machine: LC_ALL, LC_MESSAGES, LANG, in the order of POSIX.
[[nodiscard]] Language language_of(const Options& options);

// Value of an environment variable; nullopt if unset or empty.
[[nodiscard]] std::optional<std::string> environment(std::string_view name);

}  // namespace stopover::tool
