// SPDX-License-Identifier: Apache-2.0
#include "engine/base/executor.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/base/stable_hash.hpp"

namespace stopover {
namespace {

struct Kind {
  std::string name;
  std::function<std::unique_ptr<Executor>()> make;
  int threads;
};

std::vector<Kind> kinds() {
  std::vector<Kind> all{{"serial", serial_executor, 1}};
  for (const int n : {1, 2, 3, 7, 16}) {
    all.push_back({"tbb" + std::to_string(n), [n] { return tbb_executor(n); }, n});
    all.push_back({"thread" + std::to_string(n), [n] { return thread_executor(n); }, n});
  }
  for (const std::uint64_t seed : {1U, 2U})
    all.push_back(
        {"shuffled" + std::to_string(seed), [seed] { return shuffled_executor(seed); }, 1});
  return all;
}

class EveryExecutor : public testing::TestWithParam<Kind> {
 protected:
  std::unique_ptr<Executor> executor = GetParam().make();
};
INSTANTIATE_TEST_SUITE_P(Executor, EveryExecutor, testing::ValuesIn(kinds()),
                         [](const auto& each) { return each.param.name; });

TEST_P(EveryExecutor, CallsEachPackageExactlyOnce) {
  for (const std::size_t packages : {0U, 1U, 2U, 15U, 16U, 17U, 1000U}) {
    std::vector<std::atomic<int>> calls(packages);
    executor->run(packages, [&](std::size_t i) { calls.at(i) += 1; });
    for (std::size_t i = 0; i < packages; ++i) EXPECT_EQ(calls[i], 1) << i << " of " << packages;
  }
}

TEST_P(EveryExecutor, SaysHowManyThreadsItHas) {
  EXPECT_EQ(executor->threads(), GetParam().threads);
}

TEST_P(EveryExecutor, RethrowsTheFailureOfTheLowestNumberedPackageAfterAllEnded) {
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> ended = 0;
    std::string message;
    try {
      executor->run(200, [&](std::size_t i) {
        ended += 1;
        if (i % 7 == 5) throw std::runtime_error("package " + std::to_string(i));
      });
    } catch (const std::runtime_error& error) {
      message = error.what();
    }
    EXPECT_EQ(message, "package 5");
    EXPECT_EQ(ended, 200);
  }
}

TEST_P(EveryExecutor, AnExceptionOfAnyTypePassesThroughAndTheExecutorStaysUsable) {
  EXPECT_THROW(executor->run(3,
                             [](std::size_t i) {
                               if (i == 2) throw 42;
                             }),
               int);
  std::atomic<int> calls = 0;
  executor->run(3, [&](std::size_t) { calls += 1; });
  EXPECT_EQ(calls, 3);
}

// A small model: packages write places of their own, the caller combines in package order.
std::uint64_t outcome(Executor& executor) {
  constexpr std::size_t kItems = 1009;
  constexpr std::size_t kPerPackage = 16;
  std::vector<double> sums(package_count(kItems, kPerPackage));
  executor.run(sums.size(), [&](std::size_t p) {
    for (std::size_t i = p * kPerPackage; i < std::min(kItems, (p + 1) * kPerPackage); ++i)
      sums[p] += 1.0 / static_cast<double>(mix64(i) % 1000 + 1);
  });
  std::uint64_t hash = 0;
  double total = 0;
  for (const double sum : sums) {
    total += sum;
    std::uint64_t bits = 0;
    static_assert(sizeof(bits) == sizeof(total));
    std::copy_n(reinterpret_cast<const char*>(&total), sizeof(total),
                reinterpret_cast<char*>(&bits));
    hash = stable_hash(hash, bits);
  }
  return hash;
}

TEST_P(EveryExecutor, GivesTheSameBytesAsTheSerialOne) {
  const std::uint64_t expected = outcome(*serial_executor());
  for (int round = 0; round < 10; ++round) EXPECT_EQ(outcome(*executor), expected);
}

TEST_P(EveryExecutor, ABodyMayRunAnotherExecutor) {
  std::vector<std::uint64_t> inner(8);
  executor->run(inner.size(), [&](std::size_t i) { inner[i] = outcome(*tbb_executor(2)); });
  const std::uint64_t expected = outcome(*serial_executor());
  EXPECT_EQ(inner, std::vector<std::uint64_t>(8, expected));
}

// How many packages were inside `body` at once, each waiting until `wanted` are (or 20 s passed).
int most_at_once(Executor& executor, int wanted) {
  std::atomic<bool> gave_up = false;
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  executor.run(static_cast<std::size_t>(wanted), [&](std::size_t) {
    const int now = ++inside;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    for (int ms = 0; ms < 20'000 && most < wanted && !gave_up; ++ms)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    gave_up = most < wanted;  // the others need not wait as long again
    --inside;
  });
  return most;
}

// The most that were inside at once over many short packages: never above the limit.
int peak(Executor& executor) {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  executor.run(200, [&](std::size_t) {
    const int now = ++inside;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::sleep_for(std::chrono::microseconds(300));
    --inside;
  });
  return most;
}

TEST(Executor, SixteenThreadsReallyRunAtOnceOnFewerCores) {
  EXPECT_EQ(most_at_once(*tbb_executor(16), 16), 16);
  EXPECT_EQ(most_at_once(*thread_executor(16), 16), 16);
}

TEST(Executor, TwoAliveAtOnceKeepTheirOwnLimits) {
  const auto wide = tbb_executor(16);
  const auto narrow = tbb_executor(1);  // a process-wide limit of 1 would starve `wide`
  const auto middle = tbb_executor(3);
  EXPECT_EQ(most_at_once(*wide, 16), 16);
  EXPECT_EQ(peak(*narrow), 1);
  EXPECT_EQ(most_at_once(*middle, 3), 3);
  EXPECT_LE(peak(*middle), 3);
}

TEST(Executor, ALimitEndsWithItsExecutor) {
  { const auto narrow = tbb_executor(1); }
  EXPECT_EQ(most_at_once(*tbb_executor(8), 8), 8);
}

TEST(Executor, TwoRunningAtOnceDoNotDisturbEachOther) {
  const std::uint64_t expected = outcome(*serial_executor());
  std::vector<std::uint64_t> results(3 * 20);
  std::atomic<int> narrow_peak = 0;
  {
    std::vector<std::jthread> simulations;
    for (std::size_t s = 0; s < 2; ++s)
      simulations.emplace_back([&results, s] {
        const auto executor = tbb_executor(s == 0 ? 2 : 16);
        for (std::size_t i = 0; i < 20; ++i) results[s * 20 + i] = outcome(*executor);
      });
    simulations.emplace_back([&] {
      const auto executor = tbb_executor(2);
      narrow_peak = peak(*executor);
      for (std::size_t i = 0; i < 20; ++i) results[40 + i] = outcome(*executor);
    });
  }
  EXPECT_EQ(results, std::vector<std::uint64_t>(60, expected));
  EXPECT_LE(narrow_peak, 2);
}

std::vector<std::size_t> order_of(Executor& executor, std::size_t packages) {
  std::vector<std::size_t> order;
  executor.run(packages, [&](std::size_t i) { order.push_back(i); });
  return order;
}

TEST(SerialExecutor, RunsInOrder) {
  std::vector<std::size_t> expected(100);
  std::iota(expected.begin(), expected.end(), std::size_t{0});
  EXPECT_EQ(order_of(*serial_executor(), 100), expected);
}

TEST(ShuffledExecutor, OrderIsAFunctionOfSeedAndCallAndIsNotTheSerialOne) {
  const auto a = shuffled_executor(5);
  const auto b = shuffled_executor(5);
  const auto other = shuffled_executor(6);
  const auto first = order_of(*a, 100);
  const auto second = order_of(*a, 100);
  EXPECT_EQ(first, order_of(*b, 100));
  EXPECT_EQ(second, order_of(*b, 100));
  EXPECT_NE(first, second);
  EXPECT_NE(first, order_of(*other, 100));
  EXPECT_FALSE(std::is_sorted(first.begin(), first.end()));
}

TEST(ShuffledExecutor, EveryPlaceIsReachedByEveryPackage) {
  // 5 packages, 2000 calls: each of the 25 cells expects 400, deviation 17.9; 6 deviations.
  std::vector<int> cells(25);
  const auto executor = shuffled_executor(11);
  for (int call = 0; call < 2000; ++call) {
    const auto order = order_of(*executor, 5);
    for (std::size_t place = 0; place < 5; ++place) cells[order[place] * 5 + place] += 1;
  }
  for (const int count : cells) EXPECT_NEAR(count, 400, 107);
}

RC_GTEST_PROP(PackageCount, IsTheLeastNumberThatHoldsAllItems, ()) {
  const auto items = *rc::gen::inRange<std::size_t>(0, 10'000);
  const auto per = *rc::gen::inRange<std::size_t>(1, 200);
  const std::size_t n = package_count(items, per);
  RC_ASSERT(n * per >= items);
  RC_ASSERT((n == 0 || (n - 1) * per < items));
}

TEST(PackageCount, DoesNotOverflowNearTheEnd) {
  static_assert(package_count(std::numeric_limits<std::size_t>::max(), 2) == std::size_t{1} << 63U);
  EXPECT_EQ(package_count(0, 16), 0u);
}

TEST(ExecutorDeathTest, ThreadsOutsideTheLimitsAreABug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  for (const int threads : {0, -1, kMaxThreads + 1}) {
    EXPECT_DEATH((void)tbb_executor(threads), "1 to kMaxThreads threads");
    EXPECT_DEATH((void)thread_executor(threads), "1 to kMaxThreads threads");
  }
  EXPECT_DEATH((void)package_count(std::size_t{5}, 0), "at least one item");
}

}  // namespace
}  // namespace stopover
