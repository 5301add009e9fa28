// SPDX-License-Identifier: Apache-2.0
// The queue recursion against closed forms of queueing theory.
//
// Null hypothesis of each test: the long-run mean equals the formula. Estimate: 40 batch means
// after a warm-up of one batch; it passes when the formula lies within 3.56 standard errors
// (two-sided 99.9 %, Student t, 39 degrees of freedom) *and* the band is narrow (a stated share of
// the mean), so that a wrong recursion cannot hide in noise. Seeds are fixed: no test flakes. With
// fresh seeds the six comparisons below would raise one false alarm in about 170 runs.
//
// Formulas: M/M/c: Erlang (1917), Erlang C; M/D/1: Pollaczek (1930) and Khinchine (1932);
// Little (1961).
#include <cmath>
#include <functional>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "engine/flow/checkpoint_queue.hpp"
#include "engine/random/transforms.hpp"

namespace stopover::flow {
namespace {

constexpr int kBatches = 40;
constexpr double kT999 = 3.558;  // Student t, 39 degrees of freedom, 0.9995
constexpr double kServiceMean = 60;

struct Queue {
  std::vector<Tick> arrival;
  std::vector<Tick> service;
  std::vector<Tick> start;

  [[nodiscard]] double wait(std::size_t i) const {
    return static_cast<double>(start[i] - arrival[i]) / 1000;
  }
};

// Poisson arrivals at `load` times the desks' capacity; services by `draw` (seconds).
Queue simulate(int desks, double load, std::size_t customers,
               const std::function<double(random::Stream&)>& draw) {
  random::Stream gaps({.seed = 11, .entity = 1, .purpose = random::purpose("test.gap")});
  random::Stream services({.seed = 11, .entity = 1, .purpose = random::purpose("test.service")});
  const random::Exponential gap(kServiceMean / (load * desks));
  Queue queue;
  double at = 0;
  for (std::size_t i = 0; i < customers; ++i) {
    at += gap(gaps);
    queue.arrival.push_back(static_cast<Tick>(at * 1000));
    queue.service.push_back(ticks_of_draw(draw(services)));
  }
  queue.start.resize(customers);
  const std::vector<DeskPeriod> always = {{0, queue.arrival.back() * 2, desks}};
  checkpoint_starts(always, queue.arrival, queue.service, queue.start);
  return queue;
}

double exponential_service(random::Stream& stream) {
  return random::Exponential(kServiceMean)(stream);
}

struct Band {
  double mean;
  double half_width;  // 99.9 %
};

Band batch_means(const Queue& queue, const std::function<double(std::size_t)>& value) {
  const std::size_t per_batch = queue.start.size() / (kBatches + 1);
  std::vector<double> means;
  for (std::size_t batch = 1; batch <= kBatches; ++batch) {
    double sum = 0;
    for (std::size_t i = batch * per_batch; i < (batch + 1) * per_batch; ++i) sum += value(i);
    means.push_back(sum / static_cast<double>(per_batch));
  }
  double mean = 0;
  for (const double x : means) mean += x / kBatches;
  double squares = 0;
  for (const double x : means) squares += (x - mean) * (x - mean);
  return {mean, kT999 * std::sqrt(squares / (kBatches - 1) / kBatches)};
}

void expect_mean(const Band& band, double formula, double widest_share) {
  EXPECT_NEAR(band.mean, formula, band.half_width);
  EXPECT_LT(band.half_width, widest_share * formula) << "the band is too wide to tell anything";
}

// P(an arrival waits) in M/M/c with offered load a = c * rho.
double erlang_c(int desks, double rho) {
  const double a = desks * rho;
  double blocking = 1;  // Erlang B by its recursion
  for (int c = 1; c <= desks; ++c) blocking = a * blocking / (c + a * blocking);
  return blocking / (1 - rho * (1 - blocking));
}
double mean_wait_mmc(int desks, double rho) {
  return erlang_c(desks, rho) * kServiceMean / (desks * (1 - rho));
}

TEST(CheckpointQueueTheory, ErlangCIsThePublishedTable) {
  // c = 2, rho = 0.5: 1/3; c = 1: rho; c = 5, a = 4: 0.5541 (Gross & Harris tables).
  EXPECT_NEAR(erlang_c(2, 0.5), 1.0 / 3, 1e-12);
  EXPECT_NEAR(erlang_c(1, 0.7), 0.7, 1e-12);
  EXPECT_NEAR(erlang_c(5, 0.8), 0.5541, 5e-5);
}

TEST(CheckpointQueueTheory, MeanWaitOfMM1) {
  const Queue queue = simulate(1, 0.8, 2'050'000, exponential_service);
  const Band band = batch_means(queue, [&](std::size_t i) { return queue.wait(i); });
  expect_mean(band, 0.8 / (1 - 0.8) * kServiceMean, 0.05);  // 240 s
}

TEST(CheckpointQueueTheory, NinetiethPercentileOfTheWaitInMM1) {
  const Queue queue = simulate(1, 0.8, 2'050'000, exponential_service);
  // P(W > t) = rho exp(-(1 - rho) t / mean) = 0.1
  const double quantile = std::log(0.8 / 0.1) * kServiceMean / (1 - 0.8);
  const Band band =
      batch_means(queue, [&](std::size_t i) { return queue.wait(i) > quantile ? 1.0 : 0.0; });
  expect_mean(band, 0.1, 0.1);
}

TEST(CheckpointQueueTheory, MeanWaitOfMMcInARowAndInAHeap) {
  const Queue few = simulate(5, 0.8, 1'025'000, exponential_service);
  expect_mean(batch_means(few, [&](std::size_t i) { return few.wait(i); }), mean_wait_mmc(5, 0.8),
              0.08);
  const Queue many = simulate(120, 0.95, 4'100'000, exponential_service);
  ASSERT_GT(120, kRowDesks);
  expect_mean(batch_means(many, [&](std::size_t i) { return many.wait(i); }),
              mean_wait_mmc(120, 0.95), 0.15);
}

TEST(CheckpointQueueTheory, ShareOfMMcWhoWait) {
  const Queue queue = simulate(5, 0.8, 1'025'000, exponential_service);
  const Band band = batch_means(
      queue, [&](std::size_t i) { return queue.start[i] > queue.arrival[i] ? 1. : 0.; });
  expect_mean(band, erlang_c(5, 0.8), 0.05);
}

TEST(CheckpointQueueTheory, MeanWaitOfMD1IsHalfThatOfMM1) {
  const Queue queue =
      simulate(1, 0.8, 1'025'000, [](random::Stream& /*stream*/) { return kServiceMean; });
  const Band band = batch_means(queue, [&](std::size_t i) { return queue.wait(i); });
  expect_mean(band, 0.8 / (2 * (1 - 0.8)) * kServiceMean, 0.05);  // 120 s
}

// Little's law holds exactly on a finished day: the time integral of the line's length is the sum
// of the waits. The left side walks through time and never looks at one customer's wait.
TEST(CheckpointQueueTheory, LittlesLawHoldsToTheMillisecond) {
  const Queue queue = simulate(3, 0.9, 100'000, exponential_service);
  std::size_t came = 0;
  std::size_t began = 0;
  Tick integral = 0;
  Tick now = 0;
  while (began < queue.start.size()) {
    const bool arrival_next =
        came < queue.arrival.size() && queue.arrival[came] <= queue.start[began];
    const Tick next = arrival_next ? queue.arrival[came] : queue.start[began];
    integral += (next - now) * static_cast<Tick>(came - began);
    now = next;
    ++(arrival_next ? came : began);
  }
  Tick waits = 0;
  for (std::size_t i = 0; i < queue.start.size(); ++i) waits += queue.start[i] - queue.arrival[i];
  EXPECT_EQ(integral, waits);
}

}  // namespace
}  // namespace stopover::flow
