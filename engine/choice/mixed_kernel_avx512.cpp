// SPDX-License-Identifier: Apache-2.0
#define STOPOVER_KERNEL avx512
#define STOPOVER_KERNEL_NAME "avx512"
#include "engine/choice/mixed_kernel_loops.inc"
