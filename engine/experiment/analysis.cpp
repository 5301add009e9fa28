// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/analysis.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/stats/multiple.hpp"

namespace stopover::experiment {
namespace {

const OutputSums* sums_of(const Results& results, std::uint64_t cell, std::size_t output) {
  const auto at = results.find(cell);
  if (at == results.end() || at->second.failed() || output >= at->second.outputs.size())
    return nullptr;
  const std::optional<OutputSums>& sums = at->second.outputs[output];
  return sums && !sums->sums.empty() ? &*sums : nullptr;
}

std::vector<double> scaled(const OutputSums& output) {
  std::vector<double> values;
  values.reserve(output.sums.size());
  for (const stats::RatioSample& sum : output.sums)
    values.push_back(static_cast<double>(sum.numerator) / output.scale);
  return values;
}

// One value a replication, whose mean is the estimate; nullopt where there is no rate.
std::optional<std::vector<double>> values_of(const Output& what, const OutputSums& output) {
  if (!what.is_ratio) return scaled(output);
  auto values = stats::ratio_values(output.sums, stats::RatioMethod::kJackknife);
  if (!values) {
    const auto pooled = stats::pooled_ratio(output.sums);
    if (!pooled || output.sums.size() > 1) return std::nullopt;
    values = std::vector<double>{*pooled};
  }
  for (double& value : *values) value /= output.scale;
  return values;
}

void divide(stats::Estimate& e, double scale) {
  e.value /= scale;
  if (e.standard_error) *e.standard_error /= scale;
  if (e.interval) e.interval = stats::Interval{e.interval->low / scale, e.interval->high / scale};
}

std::optional<stats::PairedDifference> difference_of(const Output& what, const OutputSums& base,
                                                     const OutputSums& variant) {
  if (base.sums.size() != variant.sums.size()) return std::nullopt;
  if (!what.is_ratio) return stats::paired_means(scaled(base), scaled(variant));
  auto difference = stats::paired_ratios(base.sums, variant.sums);
  if (!difference) return std::nullopt;
  for (stats::Estimate* e : {&difference->base, &difference->variant, &difference->difference})
    divide(*e, base.scale);
  return difference;
}

// Sums of values by replication, of several cells.
class Means {
 public:
  void add(const std::vector<double>& values) {
    if (sums_.empty()) sums_.resize(values.size(), 0.0);
    for (std::size_t r = 0; r < sums_.size(); ++r) sums_[r] += values[r];
    ++cells_;
  }
  [[nodiscard]] std::uint64_t cells() const { return cells_; }
  [[nodiscard]] double mean(std::size_t r) const { return sums_[r] / static_cast<double>(cells_); }
  [[nodiscard]] std::size_t replications() const { return sums_.size(); }

 private:
  std::vector<double> sums_;
  std::uint64_t cells_ = 0;
};

stats::Estimate difference_of(const Means& some, const Means& all) {
  std::vector<double> differences(all.replications());
  for (std::size_t r = 0; r < differences.size(); ++r) differences[r] = some.mean(r) - all.mean(r);
  return stats::mean_estimate(differences, {.method = stats::Method::kPairedMean});
}

// Cells that differ in one factor only, by its level.
using Combination = std::vector<std::uint64_t>;

// By combination of the other factors; of a one-at-a-time design there is one, the base's, and of a
// fraction one of all cells.
std::vector<Combination> combinations(const Plan& plan, std::size_t factor, std::uint64_t stride) {
  std::map<std::uint64_t, Combination> by_others;
  const std::size_t levels = levels_of(plan.factors[factor]).size();
  for (std::uint64_t cell = 1; cell < plan.cells.size(); ++cell) {
    if (!plan.cells[cell][factor]) continue;
    const bool crossed = plan.design.kind == DesignKind::kFullFactorial;
    const std::uint64_t at = cell - 1;
    const std::uint64_t level = crossed ? at / stride % levels : 0;
    by_others[crossed ? at - level * stride : 0].push_back(cell);
  }
  std::vector<Combination> out;
  out.reserve(by_others.size());
  for (auto& [others, cells] : by_others) out.push_back(std::move(cells));
  return out;
}

MainEffect main_effect(const Plan& plan, const std::vector<CellValues>& values, std::size_t factor,
                       std::uint64_t stride) {
  MainEffect out{.factor = factor, .levels = {}};
  Means all;
  std::map<double, Means> by_level;
  const std::size_t levels = levels_of(plan.factors[factor]).size();
  for (const Combination& cells : combinations(plan, factor, stride)) {
    const bool complete =
        plan.design.kind == DesignKind::kFractionalFactorial || cells.size() == levels;
    const bool whole =
        complete && std::ranges::all_of(cells, [&](auto cell) { return !!values[cell]; });
    ++(whole ? out.used : out.left_out);
    if (!whole) continue;
    for (const std::uint64_t cell : cells) {
      all.add(*values[cell]);
      by_level[*plan.cells[cell][factor]].add(*values[cell]);
    }
  }
  out.levels.reserve(by_level.size());
  for (const auto& [level, some] : by_level)
    out.levels.push_back({level, some.cells(), difference_of(some, all)});
  return out;
}

std::optional<double> value_of(const Plan& plan, const Results& results, std::uint64_t cell,
                               std::size_t output) {
  const auto estimate = cell_estimate(plan, results, cell, output);
  return estimate ? std::optional(estimate->value) : std::nullopt;
}

// The factor whose point differs between two neighbours of a trajectory.
std::size_t moved(const std::vector<double>& from, const std::vector<double>& to) {
  std::size_t j = 0;
  while (j + 1 < from.size() && from[j] == to[j]) ++j;
  return j;
}

}  // namespace

std::uint64_t failed_cells(const Results& results) {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(results, [](const auto& cell) { return cell.second.failed(); }));
}

std::optional<stats::Estimate> cell_estimate(const Plan& plan, const Results& results,
                                             std::uint64_t cell, std::size_t output) {
  const OutputSums* const sums = sums_of(results, cell, output);
  if (sums == nullptr) return std::nullopt;
  if (!plan.outputs[output].is_ratio) return stats::mean_estimate(scaled(*sums));
  auto estimate = stats::ratio_estimate(sums->sums);
  if (estimate) divide(*estimate, sums->scale);
  return estimate;
}

std::vector<CellValues> replication_values(const Plan& plan, const Results& results,
                                           std::size_t output) {
  std::vector<CellValues> values(plan.cells.size());
  for (std::uint64_t cell = 0; cell < values.size(); ++cell) {
    const OutputSums* const sums = sums_of(results, cell, output);
    if (sums == nullptr || sums->sums.size() != plan.replications) continue;
    values[cell] = values_of(plan.outputs[output], *sums);
  }
  return values;
}

std::vector<PairedEffect> paired_effects(const Plan& plan, const Results& results,
                                         std::size_t output) {
  std::vector<PairedEffect> effects;
  const OutputSums* const base = sums_of(results, 0, output);
  if (base == nullptr) return effects;
  effects.reserve(results.size());
  std::vector<double> p_values;
  p_values.reserve(results.size());
  for (std::uint64_t cell = 1; cell < plan.cells.size(); ++cell) {
    const OutputSums* const sums = sums_of(results, cell, output);
    if (sums == nullptr) continue;
    auto difference = difference_of(plan.outputs[output], *base, *sums);
    if (!difference) continue;
    if (difference->p_value) p_values.push_back(*difference->p_value);
    effects.push_back({cell, *difference, {}});
  }
  const std::vector<double> adjusted = stats::holm_adjusted(p_values);
  std::size_t next = 0;
  for (PairedEffect& effect : effects)
    if (effect.difference.p_value) effect.adjusted_p = adjusted[next++];
  return effects;
}

std::vector<MainEffect> main_effects(const Plan& plan, const Results& results, std::size_t output) {
  std::vector<MainEffect> effects;
  if (plan.design.kind != DesignKind::kFullFactorial &&
      plan.design.kind != DesignKind::kOneAtATime &&
      plan.design.kind != DesignKind::kFractionalFactorial)
    return effects;
  const std::vector<CellValues> values = replication_values(plan, results, output);
  effects.reserve(plan.factors.size());
  std::uint64_t stride = values.size() - 1;  // between a factor's levels, the last fastest
  for (std::size_t j = 0; j < plan.factors.size(); ++j) {
    if (plan.design.kind == DesignKind::kFullFactorial) stride /= levels_of(plan.factors[j]).size();
    effects.push_back(main_effect(plan, values, j, stride));
  }
  return effects;
}

std::optional<SobolAnalysis> sobol_analysis(const Plan& plan, const Results& results,
                                            std::size_t output) {
  if (plan.design.kind != DesignKind::kSaltelli) return std::nullopt;
  const std::size_t k = plan.factors.size();
  SobolAnalysis out;
  stats::SobolSample sample;
  sample.ab.resize(k);
  const bool pairs = plan.design.second_order;
  if (pairs) sample.ba.resize(k);
  const auto values_of_cells = [&](const std::vector<std::uint64_t>& cells) {
    std::vector<double> values;
    values.reserve(cells.size());
    for (const std::uint64_t cell : cells)
      if (const auto value = value_of(plan, results, cell, output)) values.push_back(*value);
    return values;
  };
  for (std::uint64_t row = 0; row < plan.design.n; ++row) {
    const SaltelliRow cells = saltelli_row(row, k, pairs);
    const auto a = value_of(plan, results, cells.a, output);
    const auto b = value_of(plan, results, cells.b, output);
    const std::vector<double> ab = values_of_cells(cells.ab);
    const std::vector<double> ba = values_of_cells(cells.ba);
    if (!a || !b || ab.size() != k || ba.size() != cells.ba.size()) {
      ++out.left_out;
      continue;
    }
    sample.a.push_back(*a);
    sample.b.push_back(*b);
    for (std::size_t j = 0; j < k; ++j) sample.ab[j].push_back(ab[j]);
    for (std::size_t j = 0; j < ba.size(); ++j) sample.ba[j].push_back(ba[j]);
  }
  out.rows = sample.a.size();
  if (out.rows < 2) return std::nullopt;
  auto indices = stats::sobol_indices(sample, {.seed = plan.design.seed});
  if (!indices) return std::nullopt;
  out.indices = std::move(*indices);
  return out;
}

std::optional<MorrisAnalysis> morris_analysis(const Plan& plan, const Results& results,
                                              std::size_t output) {
  if (plan.design.kind != DesignKind::kMorris) return std::nullopt;
  const std::size_t k = plan.factors.size();
  const std::vector<std::vector<double>> points = morris_points(plan.design, k);
  std::vector<std::vector<double>> effects(k);
  MorrisAnalysis out;
  for (std::uint64_t t = 0; t < plan.design.n; ++t) {
    std::vector<double> y;
    y.reserve(k + 1);
    const std::vector<std::uint64_t> cells = morris_trajectory(t, k);
    for (const std::uint64_t cell : cells)
      if (const auto value = value_of(plan, results, cell, output)) y.push_back(*value);
    if (y.size() != cells.size()) {
      ++out.left_out;
      continue;
    }
    ++out.trajectories;
    for (std::size_t i = 0; i < k; ++i) {
      const std::vector<double>& from = points[cells[i] - 1];
      const std::vector<double>& to = points[cells[i + 1] - 1];
      const std::size_t j = moved(from, to);
      effects[j].push_back((y[i + 1] - y[i]) / (to[j] - from[j]));
    }
  }
  if (out.trajectories == 0) return std::nullopt;
  out.factors.reserve(k);
  for (std::size_t j = 0; j < k; ++j)
    out.factors.push_back(stats::elementary_effects(effects[j], j, {.seed = plan.design.seed}));
  return out;
}

}  // namespace stopover::experiment
