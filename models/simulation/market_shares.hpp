// SPDX-License-Identifier: Apache-2.0
// What travellers would choose, how that answers to prices and times, and what it is worth to them:
// by sample enumeration (enumeration.hpp), from probabilities and not from draws.
//
// Shares are of persons. The elasticity of a kind of way to an attribute of a lever is the per cent
// of change of its expected persons for a per cent more of the attribute on all ways of the lever
// (own where the kind is of it, else cross): sum n P d ln P / sum n P, with the derivatives of the
// nested logit (choice/nested.hpp), so exact for small changes. Consumer surplus is the difference
// of two scenarios' logsums in hours times the party's value of time (Small & Rosen 1981); the rule
// of a half, sum (P0 + P1) / 2 (V1 - V0) over what both offer, is its check (Williams 1977).
//
// What it is not: an elasticity of what happens in the end: nothing is sold out, no queue grows,
// and nobody stays at home.
//
// Units: persons a day; shares and elasticities without unit; yuan per hour; yuan a day.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/base/executor.hpp"
#include "models/simulation/enumeration.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {

// Kinds of ways, as a planner asks for them.
enum class WayKind : std::uint8_t {
  kAir,      // with a flight, not by the next kinds
  kAirRail,  // with an intercity train next to the flight
  kAirside,  // changing flights at the gateway, without leaving
  kStepOut,  // leaving between the flights without a night
  kNights,   // with nights between the flights
  kRival,    // over another hub
  kLand,     // without a flight
};
inline constexpr std::array<std::string_view, 7> kWayKinds{
    "air", "air-rail", "airside", "step-out", "nights", "rival-hub", "land"};
template <class T>
using ByWayKind = std::array<T, kWayKinds.size()>;

// What can be changed at once: ways over the gateway share their tickets, whether one leaves the
// airport or not.
enum class Lever : std::uint8_t { kAir, kAirRail, kGateway, kRival, kLand };
inline constexpr std::array<std::string_view, 5> kLevers{"air", "air-rail", "gateway", "rival-hub",
                                                         "land"};
[[nodiscard]] constexpr Lever lever_of(WayKind kind) {
  switch (kind) {
    case WayKind::kAir:
      return Lever::kAir;
    case WayKind::kAirRail:
      return Lever::kAirRail;
    case WayKind::kRival:
      return Lever::kRival;
    case WayKind::kLand:
      return Lever::kLand;
    case WayKind::kAirside:
    case WayKind::kStepOut:
    case WayKind::kNights:
      break;
  }
  return Lever::kGateway;
}

// Attributes that elasticities are told for, in generalised hours each.
inline constexpr std::array<std::string_view, 3> kAttributes{"price", "riding", "waiting"};

// Sums of a segment.
struct SegmentShares {
  double persons = 0;        // that have an alternative
  double value_of_time = 0;  // persons × yuan per hour
  ByWayKind<double> by{};    // persons
  // [attribute][changed][of]: persons × d ln P
  std::array<std::array<ByWayKind<double>, kLevers.size()>, kAttributes.size()> answer{};

  void add(const SegmentShares& other);
  [[nodiscard]] double share(WayKind kind) const;
  // 0 where nobody takes the kind.
  [[nodiscard]] double elasticity(std::size_t attribute, Lever changed, WayKind of) const;
  [[nodiscard]] double mean_value_of_time() const;
};
using MarketShares = Table<demand::SegmentId, SegmentShares>;

[[nodiscard]] MarketShares market_shares(const World& world, const Behaviour& behaviour,
                                         const Enumeration& how, Executor& executor);

// Of a segment, variant less base, for the persons of the base.
struct SegmentSurplus {
  double persons = 0;  // that have an alternative in both
  double yuan = 0;
  double yuan_by_half = 0;  // rule of a half
  // Persons whose choice the rule of a half knows in both, in the mean of the two.
  double matched = 0;

  void add(const SegmentSurplus& other);
};
// By the base's segments; markets are matched by key.
using Surplus = Table<demand::SegmentId, SegmentSurplus>;

struct SurplusOf {
  const World& base;
  const World& variant;
  const Behaviour& behaviour;  // for both
};
[[nodiscard]] Surplus consumer_surplus(const SurplusOf& of, const Enumeration& how,
                                       Executor& executor);

}  // namespace stopover::simulation
