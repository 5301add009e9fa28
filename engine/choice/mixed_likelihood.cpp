// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/check.hpp"
#include "engine/choice/draws.hpp"
#include "engine/choice/likelihoods.hpp"
#include "engine/choice/mixed_kernel.hpp"
#include "engine/random/portable_math.hpp"

namespace stopover::choice {

namespace {

namespace pm = random::portable;

constexpr double kNoExponent = 0x1p30;

std::vector<Draw> dimensions_of(const RandomPart& random) {
  std::vector<Draw> dimensions;
  for (const RandomPart::Coefficient& coefficient : random.coefficients)
    dimensions.push_back(coefficient.draw);
  return dimensions;
}

double lanes_sum(const double* lanes) {
  return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) +
         ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

// Coefficients' parameters at one theta.
struct Tastes {
  std::vector<double> mean;
  std::vector<MixedLoad> load;
};

// Arrays of one thread's current unit.
struct Workings {
  std::vector<std::size_t> case_row, chosen;
  std::vector<double> coefficient, by_shape, by_value, probability, draws;
  std::vector<double> likelihood = std::vector<double>(kDrawsAtOnce);
  std::vector<double> exponent = std::vector<double>(kDrawsAtOnce);
  std::vector<double> sum, by_row, by_mean, by_load;
};

// L = mean over draws of the product over the unit's cases of P (Train 2009, ch. 6). A unit's
// weight is that of its first case.
class MixedLikelihood : public estimation::Likelihood {
 public:
  MixedLikelihood(const Problem& problem, const DrawSpec& spec)
      : problem_(problem), draws_(dimensions_of(problem.random), problem.units(), spec) {
    for (std::size_t q = 0; q < problem.random.coefficients.size(); ++q) {
      const RandomPart::Coefficient& coefficient = problem.random.coefficients[q];
      shape_.push_back(static_cast<std::uint8_t>(coefficient.shape));
      lower_.push_back(coefficient.lower);
      width_.push_back(coefficient.upper - coefficient.lower);
      for (const auto& [draw, spread] : coefficient.loads) {
        load_.push_back({.coefficient = q, .draw = draw, .spread = 0});
        load_spread_.push_back(spread);
      }
    }
  }

  [[nodiscard]] std::size_t parameters() const override { return problem_.free.size(); }
  [[nodiscard]] std::size_t units() const override { return problem_.units(); }
  [[nodiscard]] std::size_t block() const override { return 32; }

  void evaluate(std::span<const double> theta, std::size_t first, std::span<double> ln_l,
                std::span<double> scores) const override {
    const std::size_t k = parameters();
    const std::size_t first_case = problem_.unit_case[first];
    RowUtilities rows;
    row_utilities(problem_, problem_.classes.front(), theta,
                  {first_case, problem_.unit_case[first + ln_l.size()]}, !scores.empty(), rows);
    Tastes tastes{.mean = {}, .load = load_};
    for (const RandomPart::Coefficient& coefficient : problem_.random.coefficients)
      tastes.mean.push_back(coefficient.mean.at(theta));
    for (std::size_t l = 0; l < load_.size(); ++l)
      tastes.load[l].spread = load_spread_[l].at(theta);
    Workings w;
    for (std::size_t u = 0; u < ln_l.size(); ++u)
      ln_l[u] = unit(first + u, problem_.case_row[first_case], rows, tastes, w,
                     scores.empty() ? scores : scores.subspan(u * k, k));
  }

 private:
  double unit(std::size_t u, std::size_t from, const RowUtilities& rows, const Tastes& tastes,
              Workings& w, std::span<double> score) const {
    MixedUnit unit = lay_out(u, from, rows, w);
    unit.mean = tastes.mean.data();
    unit.loads = tastes.load.size();
    unit.load = tastes.load.data();
    unit.slopes = !score.empty();
    const double exponent = simulate(u, unit, w);
    const double sum = lanes_sum(w.sum.data());
    std::ranges::fill(score, 0.0);
    if (!(sum > 0)) return kLnZero;
    const double weight = problem_.weight[problem_.unit_case[u]];
    if (!score.empty()) add_scores(u, from, rows, w, sum, score);
    const double ln_mean = pm::log(sum) - pm::log(static_cast<double>(draws_.number()));
    return weight * (ln_mean - exponent * kScaleBits * std::numbers::ln2);
  }

  MixedUnit lay_out(std::size_t u, std::size_t from, const RowUtilities& rows, Workings& w) const {
    const std::size_t first = problem_.unit_case[u];
    const std::size_t row = problem_.case_row[first];
    const std::size_t coefficients = mean_count();
    w.case_row.clear();
    w.chosen.clear();
    for (std::size_t c = first; c <= problem_.unit_case[u + 1]; ++c)
      w.case_row.push_back(problem_.case_row[c] - row);
    for (std::size_t c = first; c < problem_.unit_case[u + 1]; ++c)
      for (std::size_t r = problem_.case_row[c]; r < problem_.case_row[c + 1]; ++r)
        if (problem_.chosen[r] != 0) w.chosen.push_back(r - row);
    w.coefficient.resize(coefficients * kDrawsAtOnce);
    w.by_shape.resize(coefficients * kDrawsAtOnce);
    w.by_value.resize(coefficients * kDrawsAtOnce);
    w.draws.resize(coefficients * kDrawsAtOnce);
    w.probability.resize(w.case_row.back() * kDrawsAtOnce);
    return {.cases = w.case_row.size() - 1,
            .case_row = w.case_row.data(),
            .chosen = w.chosen.data(),
            .utility = &rows.value[row - from],
            .multiplier = problem_.random.columns.data() + row * coefficients,
            .coefficients = coefficients,
            .shape = shape_.data(),
            .mean = nullptr,
            .lower = lower_.data(),
            .width = width_.data(),
            .loads = 0,
            .load = nullptr,
            .draws = nullptr,
            .number = 0,
            .slopes = false,
            .coefficient = w.coefficient.data(),
            .by_shape = w.by_shape.data(),
            .by_value = w.by_value.data(),
            .probability = w.probability.data(),
            .likelihood = w.likelihood.data(),
            .exponent = w.exponent.data()};
  }

  // Sums over all draws; the exponent they belong to. When a block brings a likelihood of a lower
  // exponent, what was added so far shrinks.
  double simulate(std::size_t u, MixedUnit& unit, Workings& w) const {
    w.sum.assign(kLanes, 0.0);
    w.by_row.assign(w.case_row.back() * kLanes, 0.0);
    w.by_mean.assign(mean_count() * kLanes, 0.0);
    w.by_load.assign(unit.loads * kLanes, 0.0);
    const MixedSums sums{w.sum.data(), w.by_row.data(), w.by_mean.data(), w.by_load.data()};
    double exponent = kNoExponent;
    for (std::size_t b = 0; b < draws_.blocks(); ++b) {
      unit.draws = draws_.block(u, b, w.draws);
      unit.number = std::min(kDrawsAtOnce, draws_.number() - b * kDrawsAtOnce);
      kernel_.simulate(unit);
      const double least = *std::ranges::min_element(w.exponent);
      if (least < exponent) {
        const double scale = exponent - least == 1 ? std::ldexp(1.0, -kScaleBits) : 0.0;
        for (std::vector<double>* all : {&w.sum, &w.by_row, &w.by_mean, &w.by_load})
          for (double& value : *all) value *= scale;
        exponent = least;
      }
      kernel_.add(unit, exponent, sums);
    }
    return exponent;
  }

  void add_scores(std::size_t u, std::size_t from, const RowUtilities& rows, const Workings& w,
                  double likelihood, std::span<double> score) const {
    const double weight = problem_.weight[problem_.unit_case[u]];
    const double per_likelihood = weight / likelihood;
    const std::size_t first_row = problem_.case_row[problem_.unit_case[u]];
    for (std::size_t i = 0; i < w.case_row.back(); ++i) {
      const double chosen = problem_.chosen[first_row + i] != 0 ? weight : 0.0;
      const double by_utility = chosen - per_likelihood * lanes_sum(&w.by_row[i * kLanes]);
      const double* const derivative = rows.derivative + (first_row - from + i) * score.size();
      for (std::size_t p = 0; p < score.size(); ++p) score[p] += by_utility * derivative[p];
    }
    const auto add = [&score](const Value& value, double amount) {
      if (value.parameter >= 0) score[static_cast<std::size_t>(value.parameter)] += amount;
    };
    for (std::size_t q = 0; q < mean_count(); ++q)
      add(problem_.random.coefficients[q].mean, per_likelihood * lanes_sum(&w.by_mean[q * kLanes]));
    for (std::size_t l = 0; l < load_spread_.size(); ++l)
      add(load_spread_[l], per_likelihood * lanes_sum(&w.by_load[l * kLanes]));
  }

  [[nodiscard]] std::size_t mean_count() const { return problem_.random.coefficients.size(); }

  const Problem& problem_;
  Draws draws_;
  const MixedKernel& kernel_ = mixed_kernel();
  std::vector<std::uint8_t> shape_;
  std::vector<double> lower_, width_;
  std::vector<MixedLoad> load_;
  std::vector<Value> load_spread_;
};

}  // namespace

std::unique_ptr<estimation::Likelihood> make_mixed(const Problem& problem, const DrawSpec& draws) {
  return std::make_unique<MixedLikelihood>(problem, draws);
}

}  // namespace stopover::choice
