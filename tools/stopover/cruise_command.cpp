// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/check.hpp"
#include "tools/stopover/commands.hpp"
#include "tools/stopover/cruise_report.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/session.hpp"

namespace stopover::tool {
namespace {

constexpr std::uint32_t kDefaultReplications = 5;
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;

HalfOpen<CivilDate> year_span(int year) {
  const auto from = CivilDate::from_ymd(year, 1, 1);
  const auto until = CivilDate::from_ymd(year + 1, 1, 1);
  STOPOVER_CHECK(from && until, "the option is a year");
  return {*from, *until};
}

// "2015 to 2019, 2023 to 2027".
std::string years_with_calls(const cruise::PortBook& book, const scenario::Elements& elements) {
  std::set<int> years;
  const HalfOpen<CivilDate> ever{year_span(kFirstYear).from, year_span(kLastYear).until};
  for (const cruise::PlannedCall& call : cruise::planned_calls(book, elements, ever))
    years.insert(book.zone.civil(call.arrive).date.year());
  std::string text;
  for (auto at = years.begin(); at != years.end();) {
    const int from = *at;
    int until = from;
    while (++at != years.end() && *at == until + 1) until = *at;
    text += (text.empty() ? "" : ", ") + fmt::format("{}", from);
    if (until > from) text += fmt::format(" to {}", until);
  }
  return text;
}

}  // namespace

int cruise_command(const Options& options) {
  const auto executor = tbb_executor(settle_threads(options));
  FaultList faults;
  const scenario::LoadedScenario loaded = read_scenario(options.arguments[0], faults);
  if (faults.has_errors()) throw InputError(faults);
  remark_warnings(faults, options);
  const scenario::Elements& elements = loaded.scenario.elements();
  if (elements.cruise_call().empty() && elements.cruise_deployment().empty())
    throw UsageError("cruise", fmt::format("{} has no cruise calls: ask a scenario with tables of "
                                           "them, such as shanghai/2024",
                                           loaded.scenario.id()));
  const cruise::PortBook book = cruise::port_book(loaded.scenario);
  const auto first = CivilDate::parse(loaded.scenario.horizon().first_day());
  STOPOVER_CHECK(first.has_value(), "validation found the first day");
  const int year = options.year.value_or(first->year());
  const HalfOpen<CivilDate> span = year_span(year);
  const std::vector<cruise::PlannedCall> calls = cruise::planned_calls(book, elements, span);
  if (calls.empty())
    throw UsageError("cruise", fmt::format("--year: found {}, expected a year with calls: {}", year,
                                           years_with_calls(book, elements)));
  CruiseFinding f{.loaded = loaded, .book = book, .calls = calls, .year = year};
  f.seed = options.seed.value_or(loaded.scenario.run().seed());
  f.reps = cruise::simulate_year(
      book, calls, span,
      {.seed = f.seed, .replications = options.replications.value_or(kDefaultReplications)},
      *executor);
  f.indicators = cruise::year_indicators(book, f.reps);
  f.summaries = cruise::call_summaries(book, f.reps);
  f.conflicts = cruise::berth_conflicts(book, calls);
  f.fits = cruise::fit_totals(book, elements);
  f.limits = cruise::limits(book, calls, span, f.seed, *executor);
  if (options.json)
    print_json(cruise_json(f));
  else
    print(cruise_text(f, options.calls, report_form(options)));
  return kExitOk;
}

}  // namespace stopover::tool
