// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/fit.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace stopover::cruise {
namespace {

std::optional<double> published_calls(const FitRow& row) {
  if (!row.total.calls) return std::nullopt;
  return static_cast<double>(*row.total.calls);
}

void fit(FitSeries& series) {
  double calls = 0;
  double made = 0;
  double passengers = 0;
  double berths = 0;
  for (const FitRow& row : series.rows) {
    if (row.total.use != "fit" || row.made_calls <= 0 || !row.total.calls) continue;
    calls += *published_calls(row);
    made += row.made_calls;
  }
  if (made > 0) series.calls_factor = calls / made;
  for (const FitRow& row : series.rows) {
    if (row.total.use != "fit" || row.made_calls <= 0 || !row.total.passengers) continue;
    const double factor =
        row.total.calls ? *published_calls(row) / row.made_calls : series.calls_factor.value_or(1);
    passengers += *row.total.passengers;
    berths += factor * row.lower_berths;
  }
  if (berths > 0) series.load = passengers / berths;
}

void tell(FitSeries& series) {
  for (FitRow& row : series.rows) {
    if (row.made_calls <= 0 || !series.calls_factor) continue;
    row.calls = *series.calls_factor * row.made_calls;
    if (!series.load) continue;
    row.passengers = *series.load * *series.calls_factor * row.lower_berths;
    if (row.total.calls)
      row.given_calls = *series.load * row.lower_berths * *published_calls(row) / row.made_calls;
  }
}

}  // namespace

std::optional<double> relative_error(std::optional<double> told, std::optional<double> published) {
  if (!told || !published || *published == 0) return std::nullopt;
  return *told / *published - 1;
}

std::vector<FitSeries> fit_totals(const PortBook& book, const scenario::Elements& elements) {
  std::map<std::string, FitSeries> by_name;
  for (const Total& total : book.totals) {
    FitRow row{.total = total};
    for (const PlannedCall& call : planned_calls(book, elements, total.span)) {
      row.made_calls += 1;
      row.lower_berths += 2.0 * book.ships[call.ship].lower_berths;
      row.own_calls += call.share;
      row.own_passengers += expected_passengers(book, call);
    }
    FitSeries& series = by_name[total.series];
    series.series = total.series;
    series.rows.push_back(std::move(row));
  }
  std::vector<FitSeries> out;
  for (auto& [name, series] : by_name) {
    std::sort(series.rows.begin(), series.rows.end(), [](const FitRow& a, const FitRow& b) {
      return std::tie(a.total.span.from, a.total.span.until, a.total.key) <
             std::tie(b.total.span.from, b.total.span.until, b.total.key);
    });
    fit(series);
    tell(series);
    out.push_back(std::move(series));
  }
  return out;
}

}  // namespace stopover::cruise
