// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/choice_errors.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/random/bulk.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/portable_math.hpp"
#include "engine/random/positive_stable.hpp"
#include "engine/random/uniform.hpp"
#include "models/simulation/candidates.hpp"

namespace stopover::simulation {
namespace {

constexpr random::Purpose kChoice = random::purpose("choice");
constexpr random::Purpose kNest = random::purpose("nest");
constexpr double kNotDrawn = std::numeric_limits<double>::infinity();

double common_error(double exponent, std::uint64_t angle, std::uint64_t exponential) {
  if (exponent == 1) return 0;
  return random::ln_positive_stable(exponent, random::open_unit(angle),
                                    random::open_unit(exponential));
}

}  // namespace

choice::NestName nest_of(const Journey& j) {
  const RouteKind kind = j.over_gateway    ? RouteKind::kOverGateway
                         : j.over_rival    ? RouteKind::kOverRival
                         : j.first_air < 0 ? RouteKind::kByLand
                                           : RouteKind::kDirect;
  const unsigned access = (j.air_rail ? 1U : 0U) + (j.has_coach ? 2U : 0U) +
                          (j.has_road ? 4U : 0U) + (j.has_metro ? 8U : 0U);
  return {static_cast<std::uint16_t>(kind), static_cast<std::uint16_t>(access)};
}

choice::Dissimilarity dissimilarity(const Behaviour& b) {
  return {.outer = b.nest_route, .inner = b.nest_mode};
}

NestErrors::NestErrors(const Behaviour& behaviour, std::uint64_t party, demand::Luck luck)
    : outer_(behaviour.nest_route), inner_(behaviour.nest_mode), party_(party), luck_(luck) {
  nest_.fill(kNotDrawn);
  subnest_.fill(kNotDrawn);
}

double NestErrors::shift(choice::NestName name) {
  if (outer_ == 1 && inner_ == 1) return 0;
  double& nest = nest_[name.nest];
  if (nest == kNotDrawn) nest = common(outer_, {name.nest, kAccessKinds});
  double& subnest = subnest_[name.nest * kAccessKinds + name.subnest];
  if (subnest == kNotDrawn) subnest = common(inner_, name);
  return subnest + nest / inner_;
}

double NestErrors::common(double exponent, choice::NestName name) const {
  const std::uint64_t entity = stable_hash(party_, name.nest, name.subnest);
  random::Stream luck({luck_.seed, luck_.replication, entity, kNest});
  const std::uint64_t angle = luck.next64();
  return common_error(exponent, angle, luck.next64());
}

std::uint64_t error_entity(std::uint64_t party, std::uint64_t identity, const Candidate& a,
                           int variant) {
  const auto stay_code = static_cast<std::uint64_t>(a.stay) * 64 +
                         static_cast<std::uint64_t>(a.nights) * 2 +
                         static_cast<std::uint64_t>(variant);
  return stable_hash(party, identity, stay_code);
}

double error_of(demand::Luck luck, std::uint64_t entity, double shift) {
  const std::uint64_t bits = random::bits({luck.seed, luck.replication, entity, kChoice}, 0);
  return random::Gumbel(0, 1).quantile(random::open_unit(bits)) + shift;
}

// ---- bounds -------------------------------------------------------------------------------------

namespace {

// Cells of 1 - u: kOfOctave to each halving, kOctaves halvings; below that lies the last edge.
constexpr unsigned kOfOctaveBits = 6;
constexpr std::size_t kOfOctave = std::size_t{1} << kOfOctaveBits;
constexpr std::size_t kOctaves = 24;
constexpr std::size_t kEdges = kOctaves * kOfOctave + 1;
constexpr unsigned kShift = 52 - kOfOctaveBits;
constexpr std::uint64_t kCellOfOne = std::bit_cast<std::uint64_t>(1.0) >> kShift;
// More than the rounding of an edge and of an error.
constexpr double kSlack = 1e-9;

// 1 - u at edge `i`, from 1 down.
double rest_at(std::size_t edge) {
  return std::bit_cast<double>((kCellOfOne - edge) << kShift);
}

}  // namespace

ErrorBounds::ErrorBounds(const Behaviour& behaviour)
    : dissimilarity_(simulation::dissimilarity(behaviour)),
      gumbel_(&gumbel_edges()),
      outer_(angle_edges(dissimilarity_.outer)),
      inner_(angle_edges(dissimilarity_.inner)) {}

// Rising from edge to edge: -infinity where u is 0.
const ErrorBounds::Edges& ErrorBounds::gumbel_edges() {
  static const Edges kAll = [] {
    Edges edges(kEdges, -std::numeric_limits<double>::infinity());
    for (std::size_t i = 1; i < kEdges; ++i)
      edges[i] = random::Gumbel(0, 1).quantile(1 - rest_at(i));
    return edges;
  }();
  return kAll;
}

// ln S without its exponential: it rises with the angle, from a finite value on (Kanter 1975).
ErrorBounds::Edges ErrorBounds::angle_edges(double exponent) {
  constexpr double kNearZero = 1e-9;
  // ln(-ln x) is 0 here: what is left is the angle's part.
  const double no_exponential = random::portable::exp(-1.0);
  Edges edges(exponent == 1 ? 0 : kEdges);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const double angle = i == 0 ? kNearZero : 1 - rest_at(i);
    edges[i] = random::ln_positive_stable(exponent, angle, no_exponential);
  }
  return edges;
}

ErrorBounds::Bound ErrorBounds::bound(const Edges& edges, std::uint64_t bits) {
  const double rest = 1 - random::open_unit(bits);
  // 1 - u lies in [rest_at(cell + 1), rest_at(cell)).
  const std::uint64_t cell = kCellOfOne - 1 - (std::bit_cast<std::uint64_t>(rest) >> kShift);
  if (cell + 1 >= kEdges) return {edges.back(), std::numeric_limits<double>::infinity()};
  return {edges[cell], edges[cell + 1]};
}

ErrorBounds::Bound ErrorBounds::gumbel(std::uint64_t bits) const {
  const Bound of = bound(*gumbel_, bits);
  return {of.low - kSlack, of.high + kSlack};
}

ErrorBounds::Bound ErrorBounds::common(const Edges& angles, double exponent, std::uint64_t angle,
                                       std::uint64_t exponential) const {
  if (exponent == 1) return {0, 0};
  const double rest = (1 - exponent) / exponent;
  const Bound a = bound(angles, angle);
  const Bound e = bound(*gumbel_, exponential);
  return {a.low + rest * e.low - kSlack, a.high + rest * e.high + kSlack};
}

// ---- the best -----------------------------------------------------------------------------------

std::size_t BestByBounds::place(choice::NestName name, bool is_nest) {
  for (std::size_t i = 0; i < common_.size(); ++i)
    if (common_[i].is_nest == is_nest && common_[i].name == name) return i;
  common_.push_back(
      {.name = name, .is_nest = is_nest, .exact = std::numeric_limits<double>::quiet_NaN()});
  return common_.size() - 1;
}

void BestByBounds::draw_common(std::uint64_t party, std::span<const choice::NestName> nest) {
  common_.clear();
  subnest_of_.resize(nest.size());
  for (std::size_t i = 0; i < nest.size(); ++i) {
    if (i > 0 && nest[i] == nest[i - 1]) {
      subnest_of_[i] = subnest_of_[i - 1];
      continue;
    }
    const std::size_t known = common_.size();
    const std::size_t subnest = place(nest[i], false);
    subnest_of_[i] = subnest;
    if (subnest < known) continue;
    const std::size_t above = place({.nest = nest[i].nest, .subnest = kAccessKinds}, true);
    common_[subnest].nest = above;
  }
  common_entity_.clear();
  for (const Common& one : common_)
    common_entity_.push_back(stable_hash(party, one.name.nest, one.name.subnest));
  angle_.resize(common_.size());
  exponential_.resize(common_.size());
  random::draw_blocks({luck_.seed, luck_.replication, 0, kNest}, 0, common_entity_, angle_,
                      exponential_);
  for (std::size_t i = 0; i < common_.size(); ++i)
    common_[i].bound = common_[i].is_nest ? bounds_.outer(angle_[i], exponential_[i])
                                          : bounds_.inner(angle_[i], exponential_[i]);
}

double BestByBounds::exact(std::size_t common) {
  Common& one = common_[common];
  if (std::isnan(one.exact))
    one.exact =
        common_error(one.is_nest ? bounds_.dissimilarity().outer : bounds_.dissimilarity().inner,
                     angle_[common], exponential_[common]);
  return one.exact;
}

double BestByBounds::shift(std::size_t subnest) {
  return exact(subnest) + exact(common_[subnest].nest) / bounds_.dissimilarity().inner;
}

double BestByBounds::error(std::size_t alternative) {
  const double own = random::Gumbel(0, 1).quantile(random::open_unit(even_[alternative]));
  return own + (common_.empty() ? 0.0 : shift(subnest_of_[alternative]));
}

std::size_t BestByBounds::of(std::uint64_t party, std::span<const double> utility,
                             std::span<const std::uint64_t> entity,
                             std::span<const choice::NestName> nest) {
  const std::size_t n = utility.size();
  STOPOVER_CHECK(n > 0 && entity.size() == n && nest.size() == n, "columns of one length");
  even_.resize(n);
  odd_.resize(n);
  random::draw_blocks({luck_.seed, luck_.replication, 0, kChoice}, 0, entity, even_, odd_);
  const auto [outer, inner] = bounds_.dissimilarity();
  if (outer == 1 && inner == 1)
    common_.clear();
  else
    draw_common(party, nest);
  high_.resize(n);
  double least = -std::numeric_limits<double>::infinity();  // of the best
  for (std::size_t i = 0; i < n; ++i) {
    ErrorBounds::Bound error = bounds_.gumbel(even_[i]);
    if (!common_.empty()) {
      const Common& subnest = common_[subnest_of_[i]];
      const Common& above = common_[subnest.nest];
      error.low += subnest.bound.low + above.bound.low / inner;
      error.high += subnest.bound.high + above.bound.high / inner;
    }
    high_[i] = utility[i] + error.high + kSlack;
    least = std::max(least, utility[i] + error.low - kSlack);
  }
  std::size_t best = n;
  std::size_t left = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (high_[i] < least) continue;
    ++left;
    if (best == n) best = i;
  }
  if (left == 1) return best;
  double value = utility[best] + error(best);
  for (std::size_t i = best + 1; i < n; ++i) {
    if (high_[i] < least) continue;
    const double other = utility[i] + error(i);
    if (other > value) {
      value = other;
      best = i;
    }
  }
  return best;
}

}  // namespace stopover::simulation
