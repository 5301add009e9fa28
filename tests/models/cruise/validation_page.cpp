// SPDX-License-Identifier: Apache-2.0
#include "tests/models/cruise/validation_page.hpp"

#include <cmath>

#include <fmt/format.h>

namespace stopover::cruise {
namespace {

std::string shown(std::optional<double> value) {
  return value ? fmt::format("{:.0f}", std::round(*value)) : "not published";
}

std::string error(std::optional<double> value) {
  return value ? fmt::format("{:+.1f} %", *value * 100) : "–";
}

}  // namespace

std::string validation_page(const std::vector<FitSeries>& fits) {
  std::string out =
      "# Cruise calls against published totals\n\n"
      "Written by `tests/models/cruise/fit_test.cpp` (`STOPOVER_WRITE_DOCS=1`) from "
      "`scenarios/shanghai/cruise`. Calls are made from ships, cycles and seasons; two figures a "
      "series are fitted, ratios of sums ([model](../models/cruise.md)). Totals with use *predict* "
      "are "
      "not seen by the fit.\n\n"
      "What is known of a predicted span beside its total: which ships came, from when to when, "
      "and "
      "their cycles, in most rows from general knowledge and in 2024 for two ships from reports of "
      "that year. So the first error is of the fitted share and load on a known fleet, the last "
      "one, "
      "with the published number of calls, of the load alone. Neither is a forecast of a fleet. "
      "*Own*: errors of the scenario as it is "
      "simulated, with the shares and loads that its rows state, which are not fitted.\n\nThe "
      "seasons "
      "were written down once and not changed after the errors were seen. After them were "
      "changed:\n"
      "that the fit no longer counts the shares of the rows, the share of the small ships from\n"
      "2023 on (own columns alone), hours of a visiting ship, some figures of terminal and "
      "channel.\n";
  for (const FitSeries& series : fits) {
    out += fmt::format("\n## Series `{}`\n\n", series.series);
    if (series.calls_factor && series.load)
      out += fmt::format("Fitted: {:.3f} of the made calls, {:.3f} of the lower berths.\n\n",
                         *series.calls_factor, *series.load);
    out +=
        "| total | use | calls | made | told | error | passengers | told | error | error with its "
        "calls | own calls | own passengers | source | confidence |\n| --- | --- | --- | --- | --- "
        "| "
        "--- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for (const FitRow& row : series.rows) {
      std::optional<double> calls;
      if (row.total.calls) calls = static_cast<double>(*row.total.calls);
      const auto& passengers = row.total.passengers;
      out += fmt::format(
          "| {} | {} | {} | {:.0f} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
          row.total.key, row.total.use, shown(calls), row.made_calls, shown(row.calls),
          error(relative_error(row.calls, calls)), shown(passengers), shown(row.passengers),
          error(relative_error(row.passengers, passengers)),
          error(relative_error(row.given_calls, passengers)),
          error(relative_error(row.own_calls, calls)),
          error(relative_error(row.own_passengers, passengers)), row.total.source,
          row.total.confidence);
    }
  }
  out +=
      "\nNo figure was found, and so none is judged, for: the years 2010 to 2014 as a whole city, "
      "2020 "
      "to 2022 (no cruises), the year 2024 after June, 2025 and later, guests by origin or way to "
      "the "
      "port, waits, clear-out times, spending, the number of calls lost to fog or typhoon. The "
      "totals "
      "of 2018 and 2019 are general knowledge; of 2015 calls and passengers have different "
      "scopes.\n";
  return out;
}

}  // namespace stopover::cruise
