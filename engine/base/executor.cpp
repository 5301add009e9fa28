// SPDX-License-Identifier: Apache-2.0
#include "engine/base/executor.hpp"

#include <algorithm>
#include <exception>
#include <numeric>
#include <utility>
#include <vector>

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"

namespace stopover {
namespace {

// Preset tsan: oneTBB is not instrumented there, and every hand-over inside it would look like a
// race.
#ifdef STOPOVER_TSAN_EXECUTOR
constexpr bool kThreadsForTbb = true;
#else
constexpr bool kThreadsForTbb = false;
#endif

class SerialExecutor final : public Executor {
 public:
  [[nodiscard]] int threads() const override { return 1; }

 private:
  void run_packages(std::size_t packages, const std::function<void(std::size_t)>& body) override {
    for (std::size_t i = 0; i < packages; ++i) body(i);
  }
};

class TbbExecutor final : public Executor {
 public:
  explicit TbbExecutor(int threads)
      : limit_(tbb::global_control::max_allowed_parallelism, kMaxThreads), arena_(threads) {}
  [[nodiscard]] int threads() const override { return arena_.max_concurrency(); }

 private:
  void run_packages(std::size_t packages, const std::function<void(std::size_t)>& body) override {
    arena_.execute([&] {
      tbb::parallel_for(
          tbb::blocked_range<std::size_t>(0, packages, 1),
          [&](const tbb::blocked_range<std::size_t>& range) {
            for (std::size_t i = range.begin(); i != range.end(); ++i) body(i);
          },
          tbb::simple_partitioner());
    });
  }

  // oneTBB takes the least of all living controls. So each executor asks for the same constant,
  // which lets 16 threads really run on 2 cores, and only the arena holds the executor's own limit.
  tbb::global_control limit_;
  tbb::task_arena arena_;
};

class ShuffledExecutor final : public Executor {
 public:
  explicit ShuffledExecutor(std::uint64_t seed) : seed_(seed) {}
  [[nodiscard]] int threads() const override { return 1; }

 private:
  void run_packages(std::size_t packages, const std::function<void(std::size_t)>& body) override {
    std::vector<std::size_t> order(packages);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::uint64_t call = calls_++;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(stable_hash(seed_, call, a), a) < std::pair(stable_hash(seed_, call, b), b);
    });
    for (const std::size_t i : order) body(i);
  }

  std::uint64_t seed_;
  std::uint64_t calls_ = 0;
};

}  // namespace

void Executor::run(std::size_t packages, const std::function<void(std::size_t)>& body) {
  std::vector<std::exception_ptr> failures(packages);
  run_packages(packages, [&](std::size_t i) {
    try {
      body(i);
    } catch (...) {
      failures[i] = std::current_exception();
    }
  });
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

std::unique_ptr<Executor> serial_executor() {
  return std::make_unique<SerialExecutor>();
}
std::unique_ptr<Executor> tbb_executor(int threads) {
  STOPOVER_CHECK(threads >= 1 && threads <= kMaxThreads, "1 to kMaxThreads threads");
  if constexpr (kThreadsForTbb) return thread_executor(threads);
  return std::make_unique<TbbExecutor>(threads);
}
std::unique_ptr<Executor> shuffled_executor(std::uint64_t seed) {
  return std::make_unique<ShuffledExecutor>(seed);
}

}  // namespace stopover
