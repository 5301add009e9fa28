// SPDX-License-Identifier: Apache-2.0
// Which cells an experiment has: a base and the rows of a design, in a fixed order.
//
// Cell 0 is the base, with no factor set. The cells after it, for k factors:
//
//   design             cells                    layout after cell 0
//   full factorial     product of level counts  last factor fastest
//   one-at-a-time      sum of level counts      factor by factor, level by level, others as in base
//   Latin hypercube    n                        row by row
//   Sobol' sequence    n                        row by row
//   fractional         2^(k - p)                last basic factor fastest (fraction.hpp)
//   Saltelli           n (k + 2)                for each row: A, A with column j of B (each j), B
//     second order     n (2 k + 2)              … B, B with column j of A (each j)
//   Morris             r (k + 1)                trajectory by trajectory, point by point
//   custom             rows of the table        row by row
//
// Sources. Latin hypercube: McKay, Beckman and Conover 1979. Sobol' points: Sobol' 1967 with the
// direction numbers of Joe and Kuo 2008 (Boost.Random), moved by one random digital shift, its
// zero point kept (Owen 2020); for balance take a power of two. Saltelli: A and B are the first and
// last k columns of 2k-dimensional Sobol' points (Saltelli et al. 2010). Morris 1991: grid points
// at the middle of `levels` equal parts of (0, 1), steps of half of it. An effect is the change of
// the output over a step, times two: for a uniform factor, a straight line's over the whole range.
// Choices and whole numbers need a level for each value, or some would never be tried.
//
// Deterministic: rows depend on the design, its seed and the factors; of Latin hypercube, Sobol'
// and Saltelli column j does not depend on the factors after it (for Saltelli, within A).
// Errors: `design_fault`; making the cells of a faulty design is a bug.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/factor.hpp"
#include "engine/experiment/fraction.hpp"

namespace stopover::experiment {

inline constexpr std::uint64_t kMostCells = 1'000'000;
inline constexpr std::size_t kMostFactors = 500;
inline constexpr std::size_t kMostPairedFactors = 60;       // of second order
inline constexpr std::uint64_t kMostSettings = 20'000'000;  // cells times factors

enum class DesignKind : std::uint8_t {
  kFullFactorial,
  kOneAtATime,
  kLatinHypercube,
  kSobol,
  kSaltelli,
  kMorris,
  kCustom,
  kFractionalFactorial,
};
inline constexpr std::size_t kDesignKinds = 8;

// "latin_hypercube": in files of results. The other way round nullopt for another word.
[[nodiscard]] std::string_view design_word(DesignKind kind);
[[nodiscard]] std::optional<DesignKind> design_of_word(std::string_view word);

using Settings = std::vector<Setting>;  // by factor

struct Design {
  DesignKind kind = DesignKind::kFullFactorial;
  std::uint64_t n = 0;                  // points, rows or trajectories
  std::uint64_t levels = 4;             // of Morris: even, 2 … 100
  std::uint64_t seed = 0;               // of the draws of the design itself
  std::vector<Settings> rows{};         // of kCustom
  std::vector<Generator> generators{};  // of kFractionalFactorial
  bool second_order = false;            // of kSaltelli
};

// How many cells, the base among them; kMostCells + 1 for any more.
[[nodiscard]] std::uint64_t cell_count(const Design& design, const std::vector<Factor>& factors);

// What does not go together; nullopt: nothing.
[[nodiscard]] std::optional<FactorFault> design_fault(const Design& design,
                                                      const std::vector<Factor>& factors);

// By number of the cell.
[[nodiscard]] std::vector<Settings> make_cells(const Design& design,
                                               const std::vector<Factor>& factors);

// ---- layouts, for analysis ----------------------------------------------------------------------

// Numbers of the cells of row `row` of a Saltelli design.
struct SaltelliRow {
  std::uint64_t a = 0;
  std::vector<std::uint64_t> ab;  // by factor
  std::uint64_t b = 0;
  std::vector<std::uint64_t> ba;  // by factor; empty without second order
};
[[nodiscard]] SaltelliRow saltelli_row(std::uint64_t row, std::size_t factors,
                                       bool second_order = false);

// Cells of trajectory t of a Morris design, k + 1 of them; from each to the next one factor moves.
[[nodiscard]] std::vector<std::uint64_t> morris_trajectory(std::uint64_t t, std::size_t factors);

// The points of the unit cube of a Morris design, cell 1 first; for analysis, which needs the sign
// of each step.
[[nodiscard]] std::vector<std::vector<double>> morris_points(const Design& design,
                                                             std::size_t factors);

}  // namespace stopover::experiment
