// SPDX-License-Identifier: Apache-2.0
// What an experiment varies: a figure with a distribution, a whole number, or one of some choices.
//
// What it is: the map from a point of (0, 1) to a value, by the inverse of the distribution
// function, so that any design of the unit cube serves any mixture of factors, and a larger u is
// never a smaller value.
// What it is not: where the value goes. That is the subject's (models/sweep).
//
// Units: those the factor's `unit` names, for reports only; of a `how` of "times" none. A choice is
// its index, 0-based, as a whole double; `setting_text` writes its id.
// Bits: no function of the C library is used (engine/random/portable_math.hpp), so the same u gives
// the same value on every machine.
// Errors: a factor that `factor_fault` complains of must not be used further; doing so is a bug.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stopover::experiment {

enum class Kind : std::uint8_t { kUniform, kTriangular, kNormal, kLognormal, kWhole, kChoice };

struct Factor {
  std::string id = {};
  // For reports; `how` its value meets what the base has: "set", "times", "plus".
  std::string unit = {};
  std::string name = {};
  std::string name_zh = {};
  std::string how = "set";
  Kind kind = Kind::kUniform;
  // kUniform, kTriangular, kWhole: the range, both ends in. kNormal, kLognormal: kept to it if
  // either is given.
  std::optional<double> low = {};
  std::optional<double> high = {};
  double mode = 0;  // of kTriangular
  double mean = 0;  // of kNormal, kLognormal: of the value itself, before it is kept to the range
  double sd = 0;
  std::vector<std::string> choices = {};  // ids, of kChoice
  // What full factorial and one-at-a-time designs try, in the range; empty: see `levels_of`.
  std::vector<double> levels = {};
};

// The value that a cell gives a factor; nullopt: as the base has it.
using Setting = std::optional<double>;

// What is wrong with it, and in which of its parts; nullopt: nothing.
struct FactorFault {
  std::string part;      // "low", "mode", "level"
  std::string found;     // the figure as text
  std::string expected;  // a clause
};
[[nodiscard]] std::optional<FactorFault> factor_fault(const Factor& factor);

// For u in (0, 1).
[[nodiscard]] double value_at(const Factor& factor, double u);

// The written levels; without them every choice, the ends of a whole range (each value, if there
// are at most five), else the 5 %, 50 % and 95 % points.
[[nodiscard]] std::vector<double> levels_of(const Factor& factor);

// "0.25", "second_desk", or empty for the base's own; reads back to the same setting.
[[nodiscard]] std::string setting_text(const Factor& factor, const Setting& setting);
// nullopt: no value that this factor can have.
[[nodiscard]] std::optional<Setting> setting_of_text(const Factor& factor, const std::string& text);

}  // namespace stopover::experiment
