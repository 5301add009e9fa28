// SPDX-License-Identifier: Apache-2.0
// Defects for preset asan-ubsan to report; see CMakeLists.txt.
#include <climits>
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const bool heap = std::string_view(argv[1]) == "heap";
  const std::vector<int> values(static_cast<std::size_t>(argc), INT_MAX);
  const int* data = values.data();
  if (heap)
    std::printf("%d\n", data[values.size()]);
  else
    std::printf("%d\n", data[0] + argc);
}
