// SPDX-License-Identifier: Apache-2.0
#include "models/economy/multipliers.hpp"

#include <algorithm>

#include "engine/base/names.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/base/units.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::economy {
namespace {

constexpr random::Purpose kMultiplier = random::purpose("economy.multiplier");

}  // namespace

std::optional<Effect> parse_effect(std::string_view text) {
  return enumerator_called<Effect>(text, kEffectNames);
}

std::optional<Reach> parse_reach(std::string_view text) {
  return enumerator_called<Reach>(text, kReachNames);
}

std::vector<double> values(std::span<const Multiplier> multipliers) {
  std::vector<double> out;
  out.reserve(multipliers.size());
  for (const Multiplier& one : multipliers) out.push_back(one.value);
  return out;
}

std::vector<double> drawn_values(std::span<const Multiplier> multipliers, demand::Luck luck) {
  std::vector<double> out = values(multipliers);
  for (std::size_t i = 0; i < multipliers.size(); ++i) {
    const Multiplier& one = multipliers[i];
    if (!(one.low < one.high)) continue;
    const double u = random::open_unit(
        random::bits({luck.seed, luck.replication, stable_hash(one.key), kMultiplier}, 0));
    out[i] = random::Triangular(one.low, one.value, one.high).quantile(u);
  }
  return out;
}

std::int64_t effect_of(const Multiplier& multiplier, double value,
                       std::span<const spending::Amounts> by_visitor) {
  std::int64_t fen = 0;
  for (const spending::Amounts& amounts : by_visitor)
    for (std::size_t c = 0; c < amounts.size(); ++c)
      if (multiplier.of[c]) fen += amounts[c].count();
  return round_to<Fen>(std::min(value * static_cast<double>(fen), kMostEffect)).count();
}

}  // namespace stopover::economy
