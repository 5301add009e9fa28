// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/flow/queue_forms.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stopover::flow::testing {
namespace {

// Probabilities of 0, 1, ... customers, up to `most`, in a birth-death process.
template <class Down>
std::vector<double> birth_death(int most, double up, const Down& down) {
  std::vector<double> p = {1};
  double sum = 1;
  for (int n = 1; n <= most; ++n) {
    p.push_back(p.back() * up / down(n));
    sum += p.back();
  }
  for (double& x : p) x /= sum;
  return p;
}

struct Load {
  double all;       // share of time the server is busy
  double residual;  // mean work found in service
};
Load load_of(const TwoClasses& c) {
  return {c.rate[0] * c.service[0].mean + c.rate[1] * c.service[1].mean,
          (c.rate[0] * c.service[0].second + c.rate[1] * c.service[1].second) / 2};
}

}  // namespace

double erlang_b(int servers, double load) {
  double blocking = 1;
  for (int c = 1; c <= servers; ++c) blocking = load * blocking / (c + load * blocking);
  return blocking;
}

QueueFigures m_m_c(int servers, double rate) {
  const double rho = rate / servers;
  const double b = erlang_b(servers, rate);
  const double p_wait = b / (1 - rho * (1 - b));
  return {.wait = p_wait / (servers - rate), .p_wait = p_wait};
}

QueueFigures m_m_c_k(int servers, int room, double rate) {
  const auto p = birth_death(room, rate, [&](int n) { return std::min(n, servers); });
  double waiting = 0;
  double busy = 0;
  for (int n = servers; n < room; ++n) busy += p[static_cast<std::size_t>(n)];
  for (int n = servers; n <= room; ++n) waiting += (n - servers) * p[static_cast<std::size_t>(n)];
  const double let_in = 1 - p.back();
  return {.wait = waiting / (rate * let_in), .p_wait = busy / let_in, .p_turned_away = p.back()};
}

QueueFigures erlang_a(int servers, double rate, double theta) {
  const auto p = birth_death(
      3000, rate, [&](int n) { return std::min(n, servers) + theta * std::max(n - servers, 0); });
  double waiting = 0;
  double busy = 0;
  for (std::size_t n = static_cast<std::size_t>(servers); n < p.size(); ++n) {
    waiting += static_cast<double>(n - static_cast<std::size_t>(servers)) * p[n];
    busy += p[n];
  }
  return {.wait = waiting / rate, .p_wait = busy, .p_gave_up = theta * waiting / rate};
}

QueueFigures gi_m_1(bool constant_gaps, double rate) {
  double sigma = 0.5;
  for (int i = 0; i < 10'000; ++i) {
    const double phases = 2 * rate / (2 * rate + 1 - sigma);
    sigma = constant_gaps ? std::exp(-(1 - sigma) / rate) : phases * phases;
  }
  return {.wait = sigma / (1 - sigma), .p_wait = sigma};
}

QueueFigures m_g_1(double rate, const Moments& service, const Moments& batch) {
  const double rho = rate * batch.mean * service.mean;
  const double of_others = rate * batch.mean * service.second / 2;
  const double of_own_batch = (batch.second / batch.mean - 1) * service.mean / 2;
  QueueFigures figures;
  figures.wait = (of_others + of_own_batch) / (1 - rho);
  if (batch.second == 1) figures.p_wait = rho;
  return figures;
}

QueueFigures strict_priority(const TwoClasses& classes) {
  const auto [all, residual] = load_of(classes);
  const double first = classes.rate[0] * classes.service[0].mean;
  return {.wait = residual / (1 - first),
          .wait_second = residual / ((1 - first) * (1 - all)),
          .p_wait = all};
}

// The lower class waits R / ((1 - rho)(1 - rho_1 (1 - 1/ratio))); the upper class by the
// conservation law of Kleinrock (1965): sum of rho_i W_i = rho R / (1 - rho).
QueueFigures accumulating_priority(const TwoClasses& classes, double ratio) {
  const auto [all, residual] = load_of(classes);
  const double first = classes.rate[0] * classes.service[0].mean;
  const double lower = residual / (1 - all) / (1 - first * (1 - 1 / ratio));
  const double upper = (all * residual / (1 - all) - (all - first) * lower) / first;
  return {.wait = upper, .wait_second = lower, .p_wait = all};
}

}  // namespace stopover::flow::testing
