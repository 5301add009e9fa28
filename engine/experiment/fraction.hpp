// SPDX-License-Identifier: Apache-2.0
// Regular fractions of two-level factorials, 2^(k - p): which cells they have, and which effects
// they cannot tell apart.
//
// Levels are -1 and 1. The factors that no generator makes are basic and take all 2^(k - p)
// combinations; "e = -a*b*c" makes the level of e in every cell minus the product of those of a, b
// and c. Effects are aliased if their columns of levels are equal, or one the other's negative:
// then the cells tell only their sum or difference. The resolution is the least number of factors
// whose product is constant: of resolution III main effects are apart from one another, of IV also
// from interactions of two factors, of V these from one another too (Box and Hunter 1961).
//
// By resolution the generators are the first that fit, in the order of binary numbers, of the
// highest resolution that as many cells allow: the columns are a lexicographic code (Conway and
// Sloane 1986), whose factors for each number of cells are as many as in the usual tables up to 2^8
// cells. Beyond, of resolution V, there are codes with half the cells for some numbers of factors;
// and other generators may alias fewer pairs (minimum aberration is not sought).
//
// What it is not: irregular (Plackett-Burman) or mixed-level fractions; a choice by what interacts.
// Factors by position. Errors: `generator_fault`; using generators that it complains of is a bug.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/experiment/factor.hpp"

namespace stopover::experiment {

inline constexpr std::size_t kMostFractionFactors = 32;
inline constexpr std::size_t kMostBasicFactors = 19;  // 2^19 cells
inline constexpr int kLeastResolution = 3;
inline constexpr int kMostResolution = 5;  // to be asked for

struct Generator {
  std::size_t factor = 0;
  std::vector<std::size_t> of;  // basic factors, ascending, two or more
  bool minus = false;
  friend bool operator==(const Generator&, const Generator&) = default;
};

// "e = - a*b", as an id may begin with "-"; `generator_of_text` reads it back, and "e = -a*b" where
// no factor is called "-a". nullopt there: not of that form, or a factor
// that is not known or named twice.
[[nodiscard]] std::string generator_text(const Generator& generator,
                                         const std::vector<Factor>& factors);
[[nodiscard]] std::optional<Generator> generator_of_text(const std::string& text,
                                                         const std::vector<Factor>& factors);

// What is wrong with them for these factors, each with two levels; nullopt: nothing.
[[nodiscard]] std::optional<FactorFault> generator_fault(const std::vector<Generator>& generators,
                                                         const std::vector<Factor>& factors);

// For 3, 4 or 5, with few cells, as above; none for all 2^k of them; nullopt: more factors or cells
// than can be.
[[nodiscard]] std::optional<std::vector<Generator>> generators_of_resolution(std::size_t factors,
                                                                             int resolution);

// 3, 4, 5; 6 for any more, as of a design without generators.
[[nodiscard]] int resolution_of(const std::vector<Generator>& generators, std::size_t factors);

// By cell, by factor: true for the upper level. The last basic factor changes fastest.
[[nodiscard]] std::vector<std::vector<bool>> fraction_runs(const std::vector<Generator>& generators,
                                                           std::size_t factors);

// A main effect (b == a) or an interaction of two factors (a < b).
struct FractionEffect {
  std::size_t a = 0;
  std::size_t b = 0;
  bool minus = false;  // against the first of its set
  [[nodiscard]] bool is_main() const { return a == b; }
  friend bool operator==(const FractionEffect&, const FractionEffect&) = default;
};
// Main effects and interactions of two factors in sets that the cells cannot tell apart, main
// effects first; also sets of one. Interactions of more factors are not told.
[[nodiscard]] std::vector<std::vector<FractionEffect>> alias_sets(
    const std::vector<Generator>& generators, std::size_t factors);

// The two levels of a factor: those written, the ends of whole numbers, the two choices, else the
// 5 % and 95 % points; lower first. nullopt: it has not two.
struct TwoLevels {
  double low = 0;
  double high = 0;
};
[[nodiscard]] std::optional<TwoLevels> two_levels_of(const Factor& factor);

}  // namespace stopover::experiment
