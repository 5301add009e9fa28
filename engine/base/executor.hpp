// SPDX-License-Identifier: Apache-2.0
// The one seam through which work runs in parallel.
//
// An Executor calls `body(i)` once for each package i in [0, packages). Packages are cut by a fixed
// size from the work itself, never by the number of threads, and write to places of their own; a
// caller combines results in package order. So the outcome is the same bytes for every executor.
//
//   serial      in order, on the calling thread
//   tbb         oneTBB, at most `threads` at once, 1 … kMaxThreads, also more than the cores;
//               several may be alive and run at once, each keeps its own limit
//   thread      plain threads started for each call; ThreadSanitizer understands it, oneTBB it
//               does not
//   shuffled    on the calling thread in a permutation drawn from `seed`: an adversary for tests
//
// Errors: the exception of the lowest-numbered failing package is rethrown once all packages ended,
// whatever the executor, so an error message does not depend on timing either.
//
// One executor is used by one thread at a time; a body may run a nested `run` on another executor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "engine/base/check.hpp"

namespace stopover {

// More is a bug: readers of `--threads` refuse it at the door.
inline constexpr int kMaxThreads = 1024;

class Executor {
 public:
  virtual ~Executor() = default;
  Executor() = default;
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  Executor(Executor&&) = delete;
  Executor& operator=(Executor&&) = delete;

  // Calls body(i) for each i in [0, packages), then rethrows the first failure by number.
  void run(std::size_t packages, const std::function<void(std::size_t)>& body);
  [[nodiscard]] virtual int threads() const = 0;

 private:
  virtual void run_packages(std::size_t packages, const std::function<void(std::size_t)>& body) = 0;
};

[[nodiscard]] std::unique_ptr<Executor> serial_executor();
[[nodiscard]] std::unique_ptr<Executor> tbb_executor(int threads);
[[nodiscard]] std::unique_ptr<Executor> thread_executor(int threads);
[[nodiscard]] std::unique_ptr<Executor> shuffled_executor(std::uint64_t seed);

// Number of packages that hold `items` at `per_package` each.
[[nodiscard]] constexpr std::size_t package_count(std::size_t items, std::size_t per_package) {
  STOPOVER_CHECK(per_package >= 1, "a package holds at least one item");
  return items / per_package + (items % per_package == 0 ? 0 : 1);  // no overflow near SIZE_MAX
}

}  // namespace stopover
