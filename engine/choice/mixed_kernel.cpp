// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/mixed_kernel.hpp"

#include <string_view>

namespace stopover::choice {

const MixedKernel* mixed_kernel(const char* name) {
  const std::string_view wanted = name;
  if (wanted == "sse2") return &sse2::kKernel;
#if defined(__x86_64__)
  if (wanted == "avx2" && __builtin_cpu_supports("avx2") != 0) return &avx2::kKernel;
  if (wanted == "avx512" && __builtin_cpu_supports("avx512f") != 0 &&
      __builtin_cpu_supports("avx512dq") != 0)
    return &avx512::kKernel;
#endif
  return nullptr;
}

const MixedKernel& mixed_kernel() {
  static const MixedKernel& chosen = []() -> const MixedKernel& {
    for (const char* const name : {"avx512", "avx2"})
      if (const MixedKernel* const kernel = mixed_kernel(name)) return *kernel;
    return sse2::kKernel;
  }();
  return chosen;
}

}  // namespace stopover::choice
