// SPDX-License-Identifier: Apache-2.0
// Waits at passport control by the hour, and their replay through a queue. For
// border_waits_test.cpp.
//
// Data: US Customs and Border Protection, Airport Wait Times: a row an hour in which flights
// arrived, for the passengers of those flights. A wait runs from the flight's arrival at the gate,
// less an allowance for the walk, until the passenger has been seen at primary inspection
// (GAO-17-470, 2017); the booths are those that were used.
//
// The model: flights arrive at any time of their hour, each with an equal share of its passengers,
// who reach the line one after another; one line, first come, first served, at as many desks as the
// larger figure of this hour and the one before; exponential services, whose mean hangs on the part
// of the day (who flies in then). Hours without a figure keep the desks of the hour before.
// Not in it: lines by nationality, kiosks, booths that open within an hour, flights of unlike size.
//
// Units: minutes for waits, seconds in the model. Shapes: a prediction has an entry an hour.
// Errors: E-CSV rules, with file, line and field.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/fault.hpp"
#include "engine/flow/checkpoint_queue.hpp"
#include "engine/flow/clock.hpp"

namespace stopover::flow::testing {

struct BorderHour {
  Tick from = 0;  // by the airport's clock, as if it were UTC
  int month = 1;
  int hour = 0;
  double average = 0;
  double longest = 0;
  std::int64_t passengers = 0;  // without crews
  std::int64_t flights = 0;
  std::int64_t booths = 0;  // 0: no figure; such an hour is replayed and not judged
};

struct BorderTerminal {
  std::string name;
  std::vector<BorderHour> hours;  // ascending
};

// By name. Faults go to `faults`; hours with one are left out.
[[nodiscard]] std::vector<BorderTerminal> read_border_waits(std::string bytes, std::string file,
                                                            FaultList& faults);

struct BorderModel {
  // Until 11:00, 15:00, 18:00, and after: mean seconds at a desk.
  static constexpr std::array<int, 3> kPartEnds = {11, 15, 18};
  std::array<double, 4> service = {80, 80, 80, 80};
  double first = 600;  // seconds from the gate to the line beyond the allowance, the first to come
  double between = 4;  // seconds from one passenger of a flight to the next
  friend bool operator==(const BorderModel&, const BorderModel&) = default;
};

// Mean waits, the mean of replications 0 to n - 1.
[[nodiscard]] std::vector<double> replay(std::span<const BorderHour> hours,
                                         const BorderModel& model, std::uint32_t replications);

struct Score {
  std::size_t hours = 0;
  double observed = 0;  // mean
  double bias = 0;      // predicted less observed
  double absolute = 0;  // mean absolute error
  double square = 0;    // root of the mean squared error
  double correlation = 0;
  double within_5 = 0;  // share of hours, minutes
  double within_10 = 0;
};
// Over the hours that have booths and pass `which`.
[[nodiscard]] Score score(std::span<const BorderHour> hours, std::span<const double> predicted,
                          const std::function<bool(const BorderHour&)>& which);

// Least squares over all hours with booths, from `start`: one parameter after another a step up or
// down, a quarter of its first value, halved three times when none helps any more.
// `one_service`: the same in all parts of the day.
[[nodiscard]] BorderModel fit(std::span<const BorderHour> hours, const BorderModel& start,
                              bool one_service);

}  // namespace stopover::flow::testing
