// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/choice_errors.hpp"

#include <limits>

#include "engine/base/stable_hash.hpp"
#include "engine/random/positive_stable.hpp"
#include "engine/random/uniform.hpp"
#include "models/simulation/candidates.hpp"

namespace stopover::simulation {
namespace {

constexpr random::Purpose kChoice = random::purpose("choice");
constexpr double kNotDrawn = std::numeric_limits<double>::infinity();

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
  if (exponent == 1) return 0;
  constexpr random::Purpose kNest = random::purpose("nest");
  const std::uint64_t entity = stable_hash(party_, name.nest, name.subnest);
  random::Stream luck({luck_.seed, luck_.replication, entity, kNest});
  const double angle = random::open_unit(luck);
  return random::ln_positive_stable(exponent, angle, random::open_unit(luck));
}

double error_quantile(demand::Luck luck, std::uint64_t party, std::uint64_t identity,
                      const Candidate& a, int variant) {
  const auto stay_code = static_cast<std::uint64_t>(a.stay) * 64 +
                         static_cast<std::uint64_t>(a.nights) * 2 +
                         static_cast<std::uint64_t>(variant);
  const std::uint64_t entity = stable_hash(party, identity, stay_code);
  return random::open_unit(random::bits({luck.seed, luck.replication, entity, kChoice}, 0));
}

double error_at_most(double quantile) {
  struct Bound {
    double quantile;
    double error;  // rounded up
  };
  constexpr std::array<Bound, 5> kBounds = {
      {{0.5, 0.3666}, {0.75, 1.246}, {0.9, 2.251}, {0.97, 3.492}, {0.99, 4.601}}};
  for (const Bound& bound : kBounds)
    if (quantile <= bound.quantile) return bound.error;
  return std::numeric_limits<double>::infinity();
}

}  // namespace stopover::simulation
