// SPDX-License-Identifier: Apache-2.0
// What visitors' spending makes in the region, by published multipliers: output, value added,
// income, tax, jobs.
//
//   effect = multiplier x spending of the categories it is stated for
//
// the spending itself included, so that what is indirect (and induced) is the effect less the
// spending. A multiplier with a range is drawn from it for the total interval: triangular, its mode
// the value, one draw a multiplier and replication, the same in every scenario that shares it.
//
// What it is not: an input-output model of sectors (engine/input_output has its algebra; no sourced
// table of the region is part of the project), prices, capacity or what residents would have spent
// otherwise. A multiplier of an old table, of a less open region, overstates.
// Units: fen; jobs: persons employed a year. Source: Miller & Blair (2009), ch. 6; Archer (1977).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/demand/demand.hpp"
#include "models/spending/spending.hpp"

namespace stopover::economy {

enum class Effect : std::uint8_t { kOutput, kValueAdded, kIncome, kTax, kJobs };
inline constexpr std::array<std::string_view, 5> kEffectNames{"output", "value-added", "income",
                                                              "tax", "jobs"};
[[nodiscard]] std::optional<Effect> parse_effect(std::string_view text);

// How far the money is followed: to suppliers (type I), to households too (type II).
enum class Reach : std::uint8_t { kIndirect, kInduced, kUnstated };
inline constexpr std::array<std::string_view, 3> kReachNames{"indirect", "induced", "unstated"};
[[nodiscard]] std::optional<Reach> parse_reach(std::string_view text);

struct Multiplier {
  std::string key;
  std::string name;
  std::string name_zh;
  Effect effect = Effect::kOutput;
  Reach reach = Reach::kUnstated;
  std::array<bool, spending::kCategoryNames.size()> of{};  // which categories
  double value = 0;                                        // yuan a yuan; jobs a million yuan
  double low = 0;  // low <= value <= high; equal bounds are no range
  double high = 0;
};

// One a multiplier.
[[nodiscard]] std::vector<double> values(std::span<const Multiplier> multipliers);
[[nodiscard]] std::vector<double> drawn_values(std::span<const Multiplier> multipliers,
                                               demand::Luck luck);

// What is spent in the multiplier's categories, by whichever visitors, times `value`: fen for
// money, for jobs fen times jobs a million yuan; rounded once, half away from zero. At most
// kMostEffect, which is more than any city makes in a year.
inline constexpr double kMostEffect = 1e15;
[[nodiscard]] std::int64_t effect_of(const Multiplier& multiplier, double value,
                                     std::span<const spending::Amounts> by_visitor);

}  // namespace stopover::economy
