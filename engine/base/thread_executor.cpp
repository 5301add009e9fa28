// SPDX-License-Identifier: Apache-2.0
// Plain threads behind the executor seam. ThreadSanitizer sees every synchronisation here, which it
// does not inside a oneTBB that was built without it
// (docs/decisions/0009-plain-threads-under-tsan.md).
#include <algorithm>
#include <thread>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/base/executor.hpp"

namespace stopover {
namespace {

class ThreadExecutor final : public Executor {
 public:
  explicit ThreadExecutor(int threads) : threads_(threads) {}
  [[nodiscard]] int threads() const override { return threads_; }

 private:
  // Threads live for one call, so calls may nest. Thread t takes packages t, t + threads, …: shared
  // by a counter, a short call would be over before the second thread starts, and a race between
  // its packages would go unseen.
  void run_packages(std::size_t packages, const std::function<void(std::size_t)>& body) override {
    const auto stride = static_cast<std::size_t>(threads_);
    const auto work = [&](std::size_t first) {
      for (std::size_t i = first; i < packages; i += stride) body(i);
    };
    std::vector<std::jthread> others;
    for (std::size_t first = 1; first < std::min(stride, packages); ++first)
      others.emplace_back(work, first);
    work(0);
  }

  int threads_;
};

}  // namespace

std::unique_ptr<Executor> thread_executor(int threads) {
  STOPOVER_CHECK(threads >= 1 && threads <= kMaxThreads, "1 to kMaxThreads threads");
  return std::make_unique<ThreadExecutor>(threads);
}

}  // namespace stopover
