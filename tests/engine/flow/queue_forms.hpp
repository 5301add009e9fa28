// SPDX-License-Identifier: Apache-2.0
// Steady-state figures of queues, by formula: what simulated queues are held against. Formulas as
// in Gross, Shortle, Thompson & Harris, "Fundamentals of Queueing Theory", 4th ed. 2008, unless
// named. Time in any unit; waits are before service.
#pragma once

#include <optional>

namespace stopover::flow::testing {

struct QueueFigures {
  std::optional<double> wait;         // mean; of the first class where there are two
  std::optional<double> wait_second;  // of the second class
  std::optional<double> p_wait;       // P(an arrival that is let in waits)
  std::optional<double> p_turned_away;
  std::optional<double> p_gave_up;
};

// P(all servers busy) of M/M/c/c at offered load a (Erlang 1917).
[[nodiscard]] double erlang_b(int servers, double load);
// Mean service time 1 in all four.
[[nodiscard]] QueueFigures m_m_c(int servers, double rate);
[[nodiscard]] QueueFigures m_m_c_k(int servers, int room, double rate);
// Patience exponential with rate `theta`; the wait is over all arrivals (Palm 1957).
[[nodiscard]] QueueFigures erlang_a(int servers, double rate, double theta);
// Constant gaps, or Erlang with two phases: sigma = A*(1 - sigma).
[[nodiscard]] QueueFigures gi_m_1(bool constant_gaps, double rate);

struct Moments {
  double mean = 1;
  double second = 1;  // of the square
};
// Batches at `rate`, of sizes with these moments (Pollaczek 1930, Khinchine 1932; Gaver 1959).
[[nodiscard]] QueueFigures m_g_1(double rate, const Moments& service, const Moments& batch = {});

struct TwoClasses {
  double rate[2];
  Moments service[2];
};
// The first has priority, without interruption (Cobham 1954).
[[nodiscard]] QueueFigures strict_priority(const TwoClasses& classes);
// Priority is weight times time waited; the first class's weight is `ratio` >= 1 times the
// second's (Kleinrock 1964).
[[nodiscard]] QueueFigures accumulating_priority(const TwoClasses& classes, double ratio);

}  // namespace stopover::flow::testing
