// SPDX-License-Identifier: Apache-2.0
#define STOPOVER_KERNEL avx2
#define STOPOVER_KERNEL_NAME "avx2"
#include "engine/choice/mixed_kernel_loops.inc"
