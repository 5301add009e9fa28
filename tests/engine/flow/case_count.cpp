// SPDX-License-Identifier: Apache-2.0
// 2000 random cases a property instead of RapidCheck's 100; RC_PARAMS in the environment wins.
#include <cstdlib>

namespace {
const bool kCounted = ::setenv("RC_PARAMS", "max_success=2000", 0) == 0;
}  // namespace
