// SPDX-License-Identifier: Apache-2.0
// The defect that the executor's rules forbid: packages that add to one shared number. Under preset
// tsan a report is expected; see CMakeLists.txt.
#include <cstdio>

#include "engine/base/executor.hpp"

int main() {
  long total = 0;
  stopover::tbb_executor(4)->run(8, [&](std::size_t) { ++total; });
  std::printf("%ld\n", total);
}
