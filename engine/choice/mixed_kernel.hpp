// SPDX-License-Identifier: Apache-2.0
// The inner loop of simulated mixed logit: one unit, one block of 64 draws.
//
// Compiled three times, for SSE2, AVX2 and AVX-512 (mixed_kernel_*.cpp), and chosen by the
// processor when a program starts. All three do the same operations in the same order, eight draws
// side by side and no contraction, so their results are the same bytes.
//
// For each draw: coefficients, utilities against the chosen alternative's, the product over the
// cases of P, and with `slopes` the sums over draws of L, L x P(row), and L x derivative by each
// mean and spread. Sums are kept apart by lane (draw mod 8) until the caller adds the eight.
#pragma once

#include <cstddef>
#include <cstdint>

namespace stopover::choice {

inline constexpr std::size_t kLanes = 8;
inline constexpr std::size_t kDrawsAtOnce = 64;

struct MixedLoad {
  std::size_t coefficient;
  std::size_t draw;
  double spread;
};

struct MixedUnit {
  // shape of the unit
  std::size_t cases;
  const std::size_t* case_row;  // cases + 1, the first is 0
  const std::size_t* chosen;    // the row chosen in each case
  const double* utility;        // rows: the part without random coefficients
  const double* multiplier;     // rows x coefficients
  // coefficients
  std::size_t coefficients;
  const std::uint8_t* shape;  // Shape
  const double* mean;
  const double* lower;
  const double* width;  // upper - lower
  std::size_t loads;
  const MixedLoad* load;
  // draws
  const double* draws;  // dimensions x 64
  std::size_t number;   // of draws that count, 1 … 64
  bool slopes;
  // workings
  double* coefficient;  // coefficients x 64
  double* by_shape;     // coefficients x 64: derivative of the coefficient by its argument
  double* by_value;     // coefficients x 64: derivative of ln L by the coefficient
  double* probability;  // rows x 64
  double* likelihood;   // 64
  double* exponent;     // 64: the likelihood is scaled up by 2^(kScaleBits x exponent)
};

// Likelihoods are multiplied by 2^kScaleBits whenever they fall below 2^-kScaleBits, so that a
// person with hundreds of choices does not underflow.
inline constexpr int kScaleBits = 500;

struct MixedSums {
  double* likelihood;  // 8 lanes
  double* by_row;      // rows x 8: sum of L P
  double* by_mean;     // coefficients x 8
  double* by_load;     // loads x 8
};

struct MixedKernel {
  // Fills the workings.
  void (*simulate)(const MixedUnit& unit);
  // Adds the block to the sums; draws of another exponent than `exponent` count as far as a double
  // reaches.
  void (*add)(const MixedUnit& unit, double exponent, const MixedSums& sums);
  const char* name;
};

// The widest one that this processor has.
[[nodiscard]] const MixedKernel& mixed_kernel();
// One by name; nullptr if this processor or build does not have it.
[[nodiscard]] const MixedKernel* mixed_kernel(const char* name);

namespace sse2 {
extern const MixedKernel kKernel;
}
namespace avx2 {
extern const MixedKernel kKernel;
}
namespace avx512 {
extern const MixedKernel kKernel;
}

}  // namespace stopover::choice
