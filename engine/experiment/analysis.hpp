// SPDX-License-Identifier: Apache-2.0
// What the cells of an experiment say: each against the base, each level against all, and what
// share of the spread each factor accounts for.
//
//   paired effects   cell - base, replication by replication under the same luck, with intervals
//                    and p values that Holm's rule adjusts for the number of cells (stats/paired,
//                    stats/multiple)
//   main effects     mean of the cells of a level - mean of all cells that set the factor, likewise
//                    by replication; of factorial and one-at-a-time designs. Of a fraction all
//                    cells count as one combination, and an effect stands for all that are aliased
//                    with it (fraction.hpp)
//   Sobol' indices, elementary effects
//                    of Saltelli and Morris designs (stats/sensitivity.hpp)
//
// A replication of a rate is its jackknife value (stats/ratio.hpp). Cells that failed, or have no
// such output, are left out; of Saltelli and Morris designs the whole row or trajectory.
//
// What it is not: a model of the output. Units: the output's.
// Errors: none; what cannot be said is absent.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/experiment/plan.hpp"
#include "engine/stats/paired.hpp"
#include "engine/stats/sensitivity.hpp"

namespace stopover::experiment {

using Results = std::map<std::uint64_t, CellResult>;  // by cell
[[nodiscard]] std::uint64_t failed_cells(const Results& results);

// A cell's estimate of an output (by position); nullopt: it says nothing of it.
[[nodiscard]] std::optional<stats::Estimate> cell_estimate(const Plan& plan, const Results& results,
                                                           std::uint64_t cell, std::size_t output);

// Of a cell one value a replication, whose mean is its estimate; nullopt: it says nothing.
using CellValues = std::optional<std::vector<double>>;
// By cell.
[[nodiscard]] std::vector<CellValues> replication_values(const Plan& plan, const Results& results,
                                                         std::size_t output);

struct PairedEffect {
  std::uint64_t cell = 0;
  stats::PairedDifference difference;
  std::optional<double> adjusted_p;  // nullopt: one replication
};
// Cells in order, without the base; empty if the base says nothing.
[[nodiscard]] std::vector<PairedEffect> paired_effects(const Plan& plan, const Results& results,
                                                       std::size_t output);

struct LevelEffect {
  double level = 0;
  std::uint64_t cells = 0;
  stats::Estimate effect;  // against the mean of all levels
};
// Of a factor: only over those combinations of the other factors for which each of its levels has a
// result. With others the levels' means would differ by what the others do.
struct MainEffect {
  std::size_t factor = 0;
  std::uint64_t used = 0;           // combinations
  std::uint64_t left_out = 0;       // with a level that has no result
  std::vector<LevelEffect> levels;  // ascending; empty if no combination is used
};
// By factor. Empty for designs whose levels are points.
[[nodiscard]] std::vector<MainEffect> main_effects(const Plan& plan, const Results& results,
                                                   std::size_t output);

struct SobolAnalysis {
  std::uint64_t rows = 0;      // used
  std::uint64_t left_out = 0;  // with a cell that says nothing
  stats::SobolIndices indices;
};
// nullopt: another design, fewer than two rows, or an output that does not vary.
[[nodiscard]] std::optional<SobolAnalysis> sobol_analysis(const Plan& plan, const Results& results,
                                                          std::size_t output);

struct MorrisAnalysis {
  std::uint64_t trajectories = 0;
  std::uint64_t left_out = 0;
  std::vector<stats::ElementaryEffects> factors;
};
// nullopt: another design, or no trajectory.
[[nodiscard]] std::optional<MorrisAnalysis> morris_analysis(const Plan& plan,
                                                            const Results& results,
                                                            std::size_t output);

}  // namespace stopover::experiment
