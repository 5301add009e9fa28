// SPDX-License-Identifier: Apache-2.0
// How much of an output's variance each input accounts for, and which inputs matter at all.
//
// Sobol' indices of an output y of k independent inputs, from N rows of two independent samples A
// and B and the k matrices AB_j, which are A with column j of B:
//   first order  S_j  = V(E(y | x_j)) / V(y)        what fixing x_j alone would take away
//                       by mean_i (y_B - m) (y_ABj - y_A) / V    (Saltelli et al. 2010, (b))
//   total        ST_j = E(V(y | all but x_j)) / V(y)  what is left while x_j alone is unknown
//                       by mean_i (y_A - y_ABj)^2 / (2 V)        (Jansen 1999)
// and, where the k matrices BA_j, which are B with column j of A, are there too,
//   second order S_ij = V(E(y | x_i, x_j)) / V(y) - S_i - S_j   what the two do together only
//                       by the mean of (y_BAi - m) (y_ABj - m) - (y_A - m) (y_B - m) over rows and
//                       over both orders of i and j, / V - S_i - S_j (Saltelli 2002)
// m and V are mean and variance of y over A and B together; m is taken off because the first
// estimator's error grows with it.
//
// Elementary effects (Morris 1991): changes of y over a step of one input from r places; mu is
// their mean, mu* the mean of their sizes (Campolongo, Cariboni and Saltelli 2007), sigma their
// standard deviation, which interactions and curvature make.
//
// Intervals: percentiles of bootstrap samples of rows, or of the effects of an input (Archer,
// Saltelli and Sobol' 1997); drawn from counter-based streams, so always the same. They cover the
// sampling of the design, not what the simulation's own luck adds to y.
//
// Of fewer than kFewestRows rows or kFewestEffects effects there is no interval: bootstrap samples
// of so few are too narrow, those of one have no width at all. Nor is there one if fewer than half
// of the samples vary. Of a single effect there is no sigma.
//
// What it is not: for dependent inputs. An estimated index may lie a little below 0 or above 1.
// nullopt: y does not vary, so nothing is shared out. Errors: fewer than two rows, spans of other
// lengths and values that are not finite are bugs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/stats/estimate.hpp"

namespace stopover::stats {

inline constexpr std::size_t kFewestRows = 16;
inline constexpr std::size_t kFewestEffects = 4;

struct BootstrapOptions {
  std::uint32_t samples = 1000;
  std::uint64_t seed = 0;
  double level = 0.95;
};

struct SobolSample {
  std::vector<double> a;                  // by row
  std::vector<double> b;                  // by row
  std::vector<std::vector<double>> ab;    // by input, by row
  std::vector<std::vector<double>> ba{};  // the same; empty: no second order
};

struct Index {
  double value = 0;
  std::optional<Interval> interval;  // nullopt: too little is known
  friend bool operator==(const Index&, const Index&) = default;
};

struct PairIndex {
  std::size_t i = 0;
  std::size_t j = 0;  // above i
  Index index;
  friend bool operator==(const PairIndex&, const PairIndex&) = default;
};

struct SobolIndices {
  double mean = 0;
  double variance = 0;
  std::vector<Index> first;  // by input
  std::vector<Index> total;
  std::vector<PairIndex> second{};  // each pair; empty without BA
};

[[nodiscard]] std::optional<SobolIndices> sobol_indices(const SobolSample& sample,
                                                        const BootstrapOptions& options = {});

struct ElementaryEffects {
  double mu = 0;
  Index mu_star;
  std::optional<double> sigma;  // nullopt: a single effect
};

// Of one input; at least one effect. `input` keeps the draws of several inputs apart.
[[nodiscard]] ElementaryEffects elementary_effects(std::span<const double> effects,
                                                   std::uint64_t input,
                                                   const BootstrapOptions& options = {});

}  // namespace stopover::stats
