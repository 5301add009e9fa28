// SPDX-License-Identifier: Apache-2.0
// Private to models/simulation: the nests of the choice, and the error terms of a party.
//
// error = Gumbel(quantile) + shift, where the quantile is keyed by party and alternative, and the
// shift, what alternatives of a nest have in common, by party and nest (engine/random/
// positive_stable.hpp; docs/models/choice-and-plans.md).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

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

// What keys the error of an alternative: a journey by its identity, how it is made, and which of
// its departures.
[[nodiscard]] std::uint64_t error_entity(std::uint64_t party, std::uint64_t identity,
                                         const Candidate& alternative, int variant);
// That of one alternative.
[[nodiscard]] double error_of(demand::Luck luck, std::uint64_t entity, double shift);

// Between what an error lies, by tables over its draws: cells whose width falls with 1 - u, so that
// a bound is as close for who is one in a million. A few operations, where the error itself takes
// ten logarithms.
class ErrorBounds {
 public:
  struct Bound {
    double low;
    double high;
  };
  explicit ErrorBounds(const Behaviour& behaviour);
  [[nodiscard]] const choice::Dissimilarity& dissimilarity() const { return dissimilarity_; }
  // Of Gumbel's law at the quantile that the bits are.
  [[nodiscard]] Bound gumbel(std::uint64_t bits) const;
  // Of what a nest or subnest has in common.
  [[nodiscard]] Bound outer(std::uint64_t angle, std::uint64_t exponential) const {
    return common(outer_, dissimilarity_.outer, angle, exponential);
  }
  [[nodiscard]] Bound inner(std::uint64_t angle, std::uint64_t exponential) const {
    return common(inner_, dissimilarity_.inner, angle, exponential);
  }

 private:
  // Values at the edges of the cells, the greatest first.
  using Edges = std::vector<double>;
  [[nodiscard]] static const Edges& gumbel_edges();
  [[nodiscard]] static Edges angle_edges(double exponent);
  [[nodiscard]] static Bound bound(const Edges& edges, std::uint64_t bits);
  [[nodiscard]] Bound common(const Edges& angles, double exponent, std::uint64_t angle,
                             std::uint64_t exponential) const;

  choice::Dissimilarity dissimilarity_;
  const Edges* gumbel_;
  Edges outer_;
  Edges inner_;
};

// Which alternative has the greatest utility and error, for many parties one after another. The
// same as by all errors; most are not worked out. Keeps references.
class BestByBounds {
 public:
  BestByBounds(const ErrorBounds& bounds, demand::Luck luck) : bounds_(bounds), luck_(luck) {}
  // Index of the best, the first of several. There is one at least. `utility`, `entity`, `nest`:
  // columns of one length.
  [[nodiscard]] std::size_t of(std::uint64_t party, std::span<const double> utility,
                               std::span<const std::uint64_t> entity,
                               std::span<const choice::NestName> nest);
  // Of the last list; as if all had been worked out.
  [[nodiscard]] double error(std::size_t alternative);

 private:
  struct Common {
    choice::NestName name;
    bool is_nest = false;
    std::size_t nest = 0;  // of a subnest: its nest's place
    ErrorBounds::Bound bound{};
    double exact = 0;  // NaN: not worked out
  };
  void draw_common(std::uint64_t party, std::span<const choice::NestName> nest);
  [[nodiscard]] std::size_t place(choice::NestName name, bool is_nest);
  [[nodiscard]] double exact(std::size_t common);
  [[nodiscard]] double shift(std::size_t subnest);

  const ErrorBounds& bounds_;
  demand::Luck luck_;
  std::vector<std::uint64_t> even_;
  std::vector<std::uint64_t> odd_;
  std::vector<double> high_;
  std::vector<std::size_t> subnest_of_;
  std::vector<Common> common_;
  std::vector<std::uint64_t> common_entity_;
  std::vector<std::uint64_t> angle_;
  std::vector<std::uint64_t> exponential_;
};

}  // namespace stopover::simulation
