// SPDX-License-Identifier: Apache-2.0
#include "engine/timetable/timetable.hpp"

#include <algorithm>
#include <map>

namespace stopover::timetable {
namespace {

constexpr Seconds kLoneRunHeadway = hours(24);

// First run number in [first, last) for which `after` holds; `after` is monotone, false then true.
// Looks around `guess` first, in steps that double: a near guess spares most of the search, and
// what it reads lies together.
template <class After>
std::uint32_t partition_point(std::uint32_t first, std::uint32_t last, std::uint32_t guess,
                              const After& after) {
  if (first == last) return last;
  const bool before_guess = after(RunId(guess));
  (before_guess ? last : first) = before_guess ? guess : guess + 1;
  for (std::uint32_t step = 1; last - first >= step; step *= 2) {
    const std::uint32_t at = before_guess ? last - step : first + step - 1;
    const bool holds = after(RunId(at));
    (holds ? last : first) = holds ? at : at + 1;
    if (holds != before_guess) break;
  }
  while (first < last) {
    const std::uint32_t middle = first + (last - first) / 2;
    if (after(RunId(middle)))
      last = middle;
    else
      first = middle + 1;
  }
  return first;
}

// First run of the service whose time, which `time_of` tells and which never falls from run to run,
// is one for which `after` holds. The guess supposes that runs come evenly.
template <class TimeOf, class After>
std::uint32_t first_run(const Service& service, Instant t, const TimeOf& time_of,
                        const After& after) {
  const std::uint32_t first = service.first_run;
  const std::uint32_t last = first + service.run_count;
  if (first == last) return last;
  const Instant from = time_of(RunId(first));
  const auto seconds_to = [&](Instant at) {
    return static_cast<double>(at.unix_seconds()) - static_cast<double>(from.unix_seconds());
  };
  const double span = seconds_to(time_of(RunId(last - 1)));
  const double share = span > 0 ? seconds_to(t) / span : 0;
  const auto guess =
      static_cast<std::uint32_t>(std::clamp(share, 0.0, 1.0) * (service.run_count - 1));
  return partition_point(first, last, first + guess,
                         [&](RunId run) { return after(time_of(run)); });
}

}  // namespace

std::optional<Fen> Service::fare_between(std::size_t board, std::size_t alight) const {
  if (fare.empty() || board >= alight || alight >= stops.size()) return std::nullopt;
  const Fen price = fare[board * stops.size() + alight];
  if (price < Fen(0)) return std::nullopt;
  return price;
}

Instant Timetable::departure(RunId run, std::size_t stop) const {
  const Run& row = runs_[run];
  const std::vector<std::int32_t>& depart = offsets_[row.offsets].depart;
  STOPOVER_CHECK(stop < depart.size(), "a stop of the run's service");
  return row.departure + Seconds(depart[stop]);
}

Instant Timetable::arrival(RunId run, std::size_t stop) const {
  const Run& row = runs_[run];
  const std::vector<std::int32_t>& arrive = offsets_[row.offsets].arrive;
  STOPOVER_CHECK(stop < arrive.size(), "a stop of the run's service");
  return row.departure + Seconds(arrive[stop]);
}

std::optional<RunId> Timetable::first_departing(ServiceId service, std::size_t stop,
                                                Instant t) const {
  const Service& row = services_[service];
  const std::uint32_t found = first_run(
      row, t, [&](RunId run) { return departure(run, stop); }, [&](Instant at) { return at >= t; });
  if (found == row.first_run + row.run_count) return std::nullopt;
  return RunId(found);
}

std::optional<RunId> Timetable::last_departing(ServiceId service, std::size_t stop,
                                               Instant t) const {
  const Service& row = services_[service];
  const std::uint32_t found = first_run(
      row, t, [&](RunId run) { return departure(run, stop); }, [&](Instant at) { return at > t; });
  if (found == row.first_run) return std::nullopt;
  return RunId(found - 1);
}

std::optional<RunId> Timetable::last_arriving(ServiceId service, std::size_t stop,
                                              Instant t) const {
  const Service& row = services_[service];
  const std::uint32_t found = first_run(
      row, t, [&](RunId run) { return arrival(run, stop); }, [&](Instant at) { return at > t; });
  if (found == row.first_run) return std::nullopt;
  return RunId(found - 1);
}

Seconds Timetable::mean_headway(ServiceId service) const {
  const Service& row = services_[service];
  if (row.run_count < 2) return kLoneRunHeadway;
  const Seconds span = runs_[RunId(row.first_run + row.run_count - 1)].departure -
                       runs_[RunId(row.first_run)].departure;
  return span / (row.run_count - 1);
}

Seconds Timetable::mean_ride(ServiceId service, std::size_t board, std::size_t alight) const {
  const Service& row = services_[service];
  STOPOVER_CHECK(row.run_count > 0, "a service with runs");
  STOPOVER_CHECK(board < alight && alight < row.stops.size(), "board and alight in order");
  std::map<OffsetsId, std::int64_t> uses;  // few patterns, many runs
  for (std::uint32_t i = 0; i < row.run_count; ++i) ++uses[runs_[RunId(row.first_run + i)].offsets];
  Seconds sum{};
  for (const auto& [id, count] : uses) {
    const Offsets& times = offsets_[id];
    sum += Seconds(times.arrive[alight] - times.depart[board]) * count;
  }
  return (sum + Seconds(row.run_count / 2)) / row.run_count;
}

}  // namespace stopover::timetable
