// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/text.hpp"
#include "models/simulation/reasons.hpp"
#include "models/simulation/told.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/trace_report.hpp"

namespace stopover::tool {
namespace {

using simulation::ToldParty;
using simulation::ToldReplication;
using simulation::World;

constexpr std::size_t kDefaultCount = 10;
constexpr std::size_t kKeyDigits = 16;

// "1523": a number; "00000000000000a3", 16 hexadecimal digits: a key.
simulation::Wanted wanted_of(const std::string& text) {
  const bool is_key = text.size() == kKeyDigits;
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, is_key ? 16 : 10);
  if (error != std::errc() || stop != end)
    throw UsageError("trace",
                     fmt::format("--party: found {}, expected a number from 0, or a key of "
                                 "16 hexadecimal digits",
                                 io::shown_text(text)));
  simulation::Wanted wanted;
  if (is_key)
    wanted.key = value;
  else
    wanted.number = value;
  return wanted;
}

// ---- search
// --------------------------------------------------------------------------------------

using Filter = std::function<bool(const ToldParty&)>;

bool misses(const World& world, const ToldParty& party, std::string_view cause) {
  return std::ranges::any_of(misses_of(world, party), [&](flow::MissCause missed) {
    return cause.empty() || flow::name_of(missed) == cause;
  });
}

// A name that no table of the world has is a slip.
void check_name(const std::string& word, const std::string& value,
                const std::vector<std::string>& known) {
  if (std::ranges::find(known, value) != known.end()) return;
  throw UsageError("trace", fmt::format("--search: there is no {} {}{}", word,
                                        io::shown_text(value), io::did_you_mean(value, known)));
}

template <class Rows>
std::vector<std::string> keys_of(const Rows& rows) {
  std::vector<std::string> keys;
  for (const auto& row : rows) keys.push_back(row.key);
  return keys;
}

std::vector<std::string> cause_names() {
  std::vector<std::string> names;
  for (const flow::MissCauseText& cause : flow::kMissCauseTexts) names.emplace_back(cause.id);
  return names;
}

Filter filter_of(const World& world, const std::string& word, const std::string& value) {
  if (word == "missed") {
    if (!value.empty()) check_name("cause", value, cause_names());
    return [&world, value](const ToldParty& p) { return misses(world, p, value); };
  }
  if (word == "stranded" && value.empty()) return [](const ToldParty& p) { return p.stranded(); };
  if (word == "stay") {
    check_name(word, value, {"step_out", "nights"});
    const auto kind =
        value == "nights" ? simulation::StayKind::kNights : simulation::StayKind::kStepOut;
    return [kind](const ToldParty& p) { return p.plan().stay == kind; };
  }
  if (word == "market") {
    check_name(word, value, keys_of(world.demand.markets));
    return [&world, value](const ToldParty& p) {
      return world.demand.markets[p.plan().market].key == value;
    };
  }
  if (word == "segment") {
    check_name(word, value, keys_of(world.demand.segments));
    return [&world, value](const ToldParty& p) {
      return world.demand.segments[world.demand.markets[p.plan().market].segment].key == value;
    };
  }
  if (word == "from" || word == "to") {
    check_name("place", value, keys_of(world.places));
    const bool from = word == "from";
    return [&world, value, from](const ToldParty& p) {
      const network::PlaceId place =
          from ? world.alternatives.journeys[p.plan().journey].legs.from : p.plan().to;
      return world.places[place].key == value;
    };
  }
  const std::vector<std::string> words{"missed",  "stranded", "stay", "market",
                                       "segment", "from",     "to"};
  throw UsageError(
      "trace", fmt::format("--search: found {}, expected missed, missed=CAUSE, stranded, "
                           "stay=step_out, stay=nights, market=, segment=, from= or to=, parted "
                           "by commas{}",
                           io::shown_text(word), io::did_you_mean(word, words)));
}

std::vector<Filter> filters_of(const World& world, const std::string& text) {
  std::vector<Filter> filters;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find(',', from), text.size());
    const std::string part = text.substr(from, end - from);
    const std::size_t equals = std::min(part.find('='), part.size());
    filters.push_back(filter_of(world, part.substr(0, equals),
                                equals < part.size() ? part.substr(equals + 1) : std::string()));
    from = end + 1;
  }
  return filters;
}

std::vector<std::size_t> found_by(const ToldReplication& told, const std::vector<Filter>& filters) {
  std::vector<std::size_t> found;
  for (std::size_t n = 0; n < told.parties(); ++n) {
    const ToldParty party = told.party(n);
    if (std::ranges::all_of(filters, [&](const Filter& filter) { return filter(party); }))
      found.push_back(n);
  }
  return found;
}

// ---- the two uses
// --------------------------------------------------------------------------------

int show_party(const Options& options, const World& world, const ToldReplication& told,
               const simulation::Wanted& wanted, Executor& executor) {
  const auto number = wanted.key ? told.number_of(*wanted.key) : wanted.number;
  if (!number || *number >= told.parties())
    throw UsageError("trace", told.parties() == 0
                                  ? "--party: nobody travels, so there is no party"
                                  : fmt::format("--party: nobody is {}; there are parties 0 to {}",
                                                *options.party, told.parties() - 1));
  const simulation::Reasons reasons =
      simulation::reasons(world, simulation::central(world), told, *number, executor);
  if (options.json)
    print_json(trace_json(world, told, *number, reasons));
  else
    print(trace_text(world, told, *number, reasons, report_form(options)));
  return kExitOk;
}

int show_found(const Options& options, const World& world, const ToldReplication& told,
               const std::vector<Filter>& filters) {
  const std::vector<std::size_t> found = found_by(told, filters);
  const auto shown = options.count ? static_cast<std::size_t>(*options.count) : kDefaultCount;
  if (options.json)
    print_json(search_json(world, told, found, shown));
  else
    print(search_text(world, told, found, shown, report_form(options)));
  return kExitOk;
}

}  // namespace

int trace_command(const Options& options) {
  if (options.party.has_value() == options.search.has_value())
    throw UsageError("trace",
                     "either --party, whose story is told, or --search, which lists parties");
  const simulation::Wanted wanted =
      options.party ? wanted_of(*options.party) : simulation::Wanted{};
  const auto executor = tbb_executor(settle_threads(options));
  Progress progress(progress_form(options));
  progress.stage("reading " + options.arguments[0]);
  Session session = open_session(options.arguments[0], options.sample, *executor);
  const auto filters =
      options.search ? filters_of(session.world, *options.search) : std::vector<Filter>();
  progress.end();
  remark_warnings(session.faults, options);
  const RunPlan plan = settle(options, session.loaded.scenario.run());
  Session* const opened[] = {&session};
  learn(opened, plan, *executor, progress);
  progress.stage("simulating");
  const ToldReplication told =
      simulation::tell(session.world, simulation::central(session.world),
                       {plan.seed, options.replication.value_or(0)}, wanted, *executor);
  progress.end();
  return options.party ? show_party(options, session.world, told, wanted, *executor)
                       : show_found(options, session.world, told, filters);
}

}  // namespace stopover::tool
