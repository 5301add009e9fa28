// SPDX-License-Identifier: Apache-2.0
#define STOPOVER_KERNEL sse2
#define STOPOVER_KERNEL_NAME "sse2"
#include "engine/choice/mixed_kernel_loops.inc"
