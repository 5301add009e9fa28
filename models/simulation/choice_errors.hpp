// SPDX-License-Identifier: Apache-2.0
// Private to models/simulation: the nests of the choice, and the error terms of a party.
//
// error = Gumbel(quantile) + shift, where the quantile is keyed by party and alternative, and the
// shift, what alternatives of a nest have in common, by party and nest (engine/random/
// positive_stable.hpp; docs/models/choice-and-plans.md).
#pragma once

#include <array>
#include <cstdint>

#include "engine/choice/nested.hpp"
#include "models/demand/demand.hpp"
#include "models/simulation/alternatives.hpp"
#include "models/simulation/parameters.hpp"

namespace stopover::simulation {

struct Candidate;

// Ways of one kind are more alike than others.
enum class RouteKind : std::uint8_t { kDirect, kOverGateway, kOverRival, kByLand };
inline constexpr std::size_t kRouteKinds = 4;
inline constexpr std::size_t kAccessKinds = 16;

[[nodiscard]] choice::NestName nest_of(const Journey& journey);
[[nodiscard]] choice::Dissimilarity dissimilarity(const Behaviour& behaviour);

// What the errors of a party's alternatives have in common, by nest and subnest; drawn when first
// asked for.
class NestErrors {
 public:
  NestErrors(const Behaviour& behaviour, std::uint64_t party, demand::Luck luck);
  [[nodiscard]] double shift(choice::NestName name);

 private:
  [[nodiscard]] double common(double exponent, choice::NestName name) const;

  double outer_;
  double inner_;
  std::uint64_t party_;
  demand::Luck luck_;
  std::array<double, kRouteKinds> nest_{};
  std::array<double, kRouteKinds * kAccessKinds> subnest_{};
};

// The quantile of the error of an alternative: a journey by its identity, how it is made, and which
// of its departures.
[[nodiscard]] double error_quantile(demand::Luck luck, std::uint64_t party, std::uint64_t identity,
                                    const Candidate& alternative, int variant);
// At least the Gumbel error at that quantile, without its two logarithms.
[[nodiscard]] double error_at_most(double quantile);

}  // namespace stopover::simulation
