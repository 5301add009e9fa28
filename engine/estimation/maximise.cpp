// SPDX-License-Identifier: Apache-2.0
#include "engine/estimation/maximise.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <numeric>

#include <Eigen/Eigenvalues>
#include <nlopt.hpp>

#include "engine/base/check.hpp"

namespace stopover::estimation {

namespace {

constexpr double kFlat = 1e-9;          // relative curvature below which a direction is flat
constexpr double kStepInScales = 1e-4;  // of differences, in units of a parameter's scale
constexpr double kSearchGain = 1e-5;    // the search stops when ln L gains less
constexpr int kNewtonSteps = 60;
constexpr int kHalvings = 30;

class Climb {
 public:
  Climb(const Likelihood& likelihood, const std::vector<Bound>& bounds,
        std::span<const double> weights, const MaximiseOptions& options, Executor& executor)
      : likelihood_(likelihood),
        bounds_(bounds),
        weights_(weights),
        options_(options),
        executor_(executor) {}

  Maximum run(const Vector& start) {
    best_.theta = clipped(start);
    best_.at_bound.assign(likelihood_.parameters(), false);
    move_to(best_.theta);
    if (!std::isfinite(best_.value)) return best_;
    measure_scales();
    if (!options_.near) search();
    polish();
    return best_;
  }

 private:
  [[nodiscard]] Bound bound(Eigen::Index i) const {
    return bounds_.empty() ? Bound{} : bounds_[static_cast<std::size_t>(i)];
  }

  [[nodiscard]] Vector clipped(Vector theta) const {
    for (Eigen::Index i = 0; i < theta.size(); ++i)
      theta[i] = std::clamp(theta[i], bound(i).lower, bound(i).upper);
    return theta;
  }

  [[nodiscard]] Total at(const Vector& theta) {
    ++best_.evaluations;
    Total sum = total(likelihood_, theta, weights_, Want::kGradient, executor_);
    if (!sum.gradient.allFinite()) sum.value = -std::numeric_limits<double>::infinity();
    return sum;
  }

  void move_to(const Vector& theta) {
    const Total here = at(theta);
    best_.theta = theta;
    best_.value = here.value;
    best_.gradient = here.gradient;
  }

  void measure_scales() {
    const RowMatrix all = scores(likelihood_, best_.theta, executor_);
    Vector squares = Vector::Zero(best_.theta.size());
    for (Eigen::Index u = 0; u < all.rows(); ++u) {
      const double weight = weights_.empty() ? 1.0 : weights_[static_cast<std::size_t>(u)];
      squares += weight * all.row(u).cwiseAbs2().transpose();
    }
    scale_ = squares.unaryExpr([](double s) { return s > 0 ? 1.0 / std::sqrt(s) : 1.0; });
  }

  // Climbs by NLopt. What it throws (round-off, evaluations used up) only ends the search.
  void search() {
    nlopt::opt optimiser(nlopt::LD_SLSQP, static_cast<unsigned>(best_.theta.size()));
    std::vector<double> lower;
    std::vector<double> upper;
    std::vector<double> x;
    for (Eigen::Index i = 0; i < best_.theta.size(); ++i) {
      lower.push_back(bound(i).lower / scale_[i]);
      upper.push_back(bound(i).upper / scale_[i]);
      x.push_back(std::clamp(best_.theta[i] / scale_[i], lower.back(), upper.back()));
    }
    optimiser.set_lower_bounds(lower);
    optimiser.set_upper_bounds(upper);
    optimiser.set_ftol_abs(kSearchGain);
    optimiser.set_maxeval(options_.max_evaluations);
    lowest_ = best_.value;
    optimiser.set_max_objective(
        [](const std::vector<double>& at, std::vector<double>& gradient, void* self) {
          return static_cast<Climb*>(self)->objective(at, gradient);
        },
        this);
    try {
      double value = 0;
      optimiser.optimize(x, value);
    } catch (const nlopt::roundoff_limited&) {
    } catch (const nlopt::forced_stop&) {
    } catch (const std::runtime_error&) {
    }
  }

  // What NLopt climbs: in scaled parameters. The best point seen is kept, wherever it stops. Where
  // the likelihood is not finite the search meets a finite cliff.
  double objective(const std::vector<double>& x, std::vector<double>& gradient) {
    Vector theta(best_.theta.size());
    for (Eigen::Index i = 0; i < theta.size(); ++i)
      theta[i] = x[static_cast<std::size_t>(i)] * scale_[i];
    theta = clipped(theta);
    const Total here = at(theta);
    const bool finite = std::isfinite(here.value);
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      const auto k = static_cast<Eigen::Index>(i);
      gradient[i] = finite ? here.gradient[k] * scale_[k] : 0.0;
    }
    if (!finite) return lowest_ - 1e6;
    lowest_ = std::min(lowest_, here.value);
    if (here.value > best_.value) {
      best_.theta = theta;
      best_.value = here.value;
      best_.gradient = here.gradient;
    }
    return here.value;
  }

  void mark_bounds() {
    for (Eigen::Index i = 0; i < best_.theta.size(); ++i) {
      const bool low = best_.theta[i] <= bound(i).lower && best_.gradient[i] <= 0;
      const bool high = best_.theta[i] >= bound(i).upper && best_.gradient[i] >= 0;
      best_.at_bound[static_cast<std::size_t>(i)] = low || high;
    }
  }

  [[nodiscard]] std::vector<Eigen::Index> free_parameters() const {
    std::vector<Eigen::Index> free;
    for (std::size_t i = 0; i < best_.at_bound.size(); ++i)
      if (!best_.at_bound[i]) free.push_back(static_cast<Eigen::Index>(i));
    return free;
  }

  void measure_information() {
    const Vector step = kStepInScales * scale_;
    best_.information = information(likelihood_, best_.theta, weights_, step, executor_);
    if (!likelihood_.has_hessian()) best_.evaluations += 2 * static_cast<int>(best_.theta.size());
    if (!best_.information.allFinite()) return;
    for (Eigen::Index i = 0; i < scale_.size(); ++i)
      if (best_.information(i, i) > 0) scale_[i] = 1.0 / std::sqrt(best_.information(i, i));
    measured_at_ = best_.theta;
  }

  // Newton's step within the free parameters, by the eigenvectors of the scaled information; flat
  // and rising directions are left out, and noted.
  [[nodiscard]] Vector newton_step() {
    const std::vector<Eigen::Index> free = free_parameters();
    const auto n = static_cast<Eigen::Index>(free.size());
    best_.identification.clear();
    best_.decrement = 0;
    Vector step = Vector::Zero(best_.theta.size());
    if (n == 0) return step;
    Matrix scaled(n, n);
    Vector slope(n);
    for (Eigen::Index r = 0; r < n; ++r) {
      const Eigen::Index i = free[static_cast<std::size_t>(r)];
      slope[r] = best_.gradient[i] * scale_[i];
      for (Eigen::Index c = 0; c < n; ++c) {
        const Eigen::Index j = free[static_cast<std::size_t>(c)];
        scaled(r, c) = best_.information(i, j) * scale_[i] * scale_[j];
      }
    }
    const Eigen::SelfAdjointEigenSolver<Matrix> eigen(scaled);
    for (Eigen::Index e = 0; e < n; ++e) {
      const double curvature = eigen.eigenvalues()[e];
      const Vector direction = eigen.eigenvectors().col(e);
      if (!(curvature > kFlat)) {
        best_.identification.push_back(flat_direction(free, direction, curvature));
        continue;
      }
      const double along = direction.dot(slope);
      best_.decrement += along * along / curvature;
      for (Eigen::Index r = 0; r < n; ++r) {
        const Eigen::Index i = free[static_cast<std::size_t>(r)];
        step[i] += direction[r] * along / curvature * scale_[i];
      }
    }
    return step;
  }

  static FlatDirection flat_direction(const std::vector<Eigen::Index>& free,
                                      const Vector& direction, double curvature) {
    FlatDirection flat;
    flat.curvature = curvature;
    std::vector<std::size_t> order(free.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
      return std::abs(direction[static_cast<Eigen::Index>(a)]) >
             std::abs(direction[static_cast<Eigen::Index>(b)]);
    });
    for (const std::size_t r : order) {
      const double part = direction[static_cast<Eigen::Index>(r)];
      if (std::abs(part) < 0.05) break;
      flat.parameters.push_back(static_cast<std::size_t>(free[r]));
      flat.parts.push_back(part);
    }
    return flat;
  }

  // Begins with an information that is given, as if it had been measured somewhere else.
  void borrow_information() {
    best_.information = options_.information;
    measured_at_ = Vector::Constant(best_.theta.size(), std::numeric_limits<double>::infinity());
  }

  void polish() {
    if (options_.information.size() > 0)
      borrow_information();
    else
      measure_information();
    double before = std::numeric_limits<double>::infinity();
    for (int i = 0; i < kNewtonSteps && best_.information.allFinite(); ++i) {
      mark_bounds();
      const Vector step = newton_step();
      best_.converged = best_.decrement < options_.tolerance;
      const bool stale = best_.decrement > 0.01 * before && !measured_here();
      if (best_.converged || stale) {
        if (!near_measured()) {
          measure_information();
          before = std::numeric_limits<double>::infinity();
          best_.converged = false;
          continue;
        }
        if (best_.converged) return;
      }
      before = best_.decrement;
      if (!take(step)) return;
    }
  }

  [[nodiscard]] bool measured_here() const { return measured_at_ == best_.theta; }

  // Within a thousandth of a standard error of where the information was measured.
  [[nodiscard]] bool near_measured() const {
    return ((best_.theta - measured_at_).cwiseQuotient(scale_)).cwiseAbs().maxCoeff() < 1e-3;
  }

  // Halves the step until it climbs; false if it never does.
  bool take(Vector step) {
    for (int i = 0; i < kHalvings; ++i, step *= 0.5) {
      const Vector theta = clipped(best_.theta + step);
      if (theta == best_.theta) return false;
      const Total there = at(theta);
      // Round-off of a sum is no loss.
      if (there.value >= best_.value - 1e-13 * std::abs(best_.value)) {
        best_.theta = theta;
        best_.value = there.value;
        best_.gradient = there.gradient;
        return true;
      }
    }
    return false;
  }

  const Likelihood& likelihood_;
  const std::vector<Bound>& bounds_;
  std::span<const double> weights_;
  const MaximiseOptions& options_;
  Executor& executor_;
  Maximum best_;
  Vector scale_;        // about one standard error of each parameter alone
  Vector measured_at_;  // where the information belongs to
  double lowest_ = 0;
};

}  // namespace

Maximum maximise(const Likelihood& likelihood, const Vector& start,
                 const std::vector<Bound>& bounds, std::span<const double> weights,
                 const MaximiseOptions& options, Executor& executor) {
  STOPOVER_CHECK(static_cast<std::size_t>(start.size()) == likelihood.parameters(),
                 "one start value a parameter");
  STOPOVER_CHECK(bounds.empty() || bounds.size() == likelihood.parameters(), "one bound each");
  if (likelihood.parameters() == 0) {
    Maximum nothing;
    nothing.value = total(likelihood, start, weights, Want::kValue, executor).value;
    nothing.decrement = 0;
    nothing.converged = true;
    return nothing;
  }
  return Climb(likelihood, bounds, weights, options, executor).run(start);
}

}  // namespace stopover::estimation
