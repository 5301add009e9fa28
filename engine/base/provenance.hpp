// SPDX-License-Identifier: Apache-2.0
// Where a figure comes from and how far it can be trusted. Every input figure carries one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stopover {

// From strongest to weakest: the order in which reports list assumptions, reversed.
enum class Confidence : std::uint8_t {
  kHigh,              // official or primary publication
  kMedium,            // press, research
  kLow,               // secondary, community, contradictory
  kDerived,           // computed from sourced figures; the rule is in the note
  kGeneralKnowledge,  // known to practitioners, no source at hand
  kAssumption,        // chosen; no source
};

// "high" "medium" "low" "derived" "general-knowledge" "assumption"
[[nodiscard]] std::optional<Confidence> parse_confidence(std::string_view text);
// A value outside the enumeration is a bug.
[[nodiscard]] std::string_view confidence_text(Confidence confidence);

struct Provenance {
  std::string source{};
  Confidence confidence = Confidence::kAssumption;
  std::string note{};
  friend bool operator==(const Provenance&, const Provenance&) = default;
};

// A number with its plausible range, unit and provenance. `low` and `high` left out are `value`.
struct Figure {
  double value = 0;
  double low = value;
  double high = value;
  std::string unit{};
  Provenance provenance{};
  friend bool operator==(const Figure&, const Figure&) = default;
};

}  // namespace stopover
