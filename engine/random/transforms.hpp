// SPDX-License-Identifier: Apache-2.0
// Everything that turns a stream's bits into variates, in one include.
//
//   header          variates                                           draws      same luck after a
//                                                                      a variate  small change
//   uniform.hpp     unit, open_unit, uniform, chance                   1          yes
//                   below, between, shuffle                            1 (+)      -
//   normal.hpp      standard_normal                                    1          yes
//   continuous.hpp  Normal, Lognormal, Exponential, Weibull, Gumbel,   1          yes
//                   Triangular, TruncatedNormal, -Lognormal,
//                   -Exponential, -Weibull
//   gamma.hpp       Gamma                                              1          yes
//   tabulated.hpp   Tabulated<any of continuous.hpp and gamma.hpp>     1          yes
//   rejection.hpp   Beta, Pert                                         4 or more  mostly
//                   Poisson                                            1 or more  below mean 10
//   tables.hpp      AliasTable                                         1          no
//                   pick_by_weight, QuantileTable, PoissonTable        1          yes
//
// (+) one more with probability below n / 2^64. Nanoseconds a draw: bench/README.md.
//
// What is promised about bits: every function here gives the same bits on every machine with
// IEEE-754 doubles, for every compiler and optimisation level, as long as contraction is off (the
// build's flag -ffp-contract=off). No function calls the C library's log, exp or lgamma
// (portable_math.hpp has the reason). Tested: x86-64, g++ 12 and clang 14, -O0 to -O3. Another
// architecture is expected to agree and has not been tried. tests/engine/random/stability_test.cpp
// pins the bits; a change there changes every result and needs a changelog line.
#pragma once

#include "engine/random/continuous.hpp"  // IWYU pragma: export
#include "engine/random/gamma.hpp"       // IWYU pragma: export
#include "engine/random/normal.hpp"      // IWYU pragma: export
#include "engine/random/rejection.hpp"   // IWYU pragma: export
#include "engine/random/stream.hpp"      // IWYU pragma: export
#include "engine/random/tables.hpp"      // IWYU pragma: export
#include "engine/random/tabulated.hpp"   // IWYU pragma: export
#include "engine/random/uniform.hpp"     // IWYU pragma: export
