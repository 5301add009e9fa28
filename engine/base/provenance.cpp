// SPDX-License-Identifier: Apache-2.0
#include "engine/base/provenance.hpp"

#include <array>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover {
namespace {
constexpr std::array<std::pair<std::string_view, Confidence>, 6> kNames{{
    {"high", Confidence::kHigh},
    {"medium", Confidence::kMedium},
    {"low", Confidence::kLow},
    {"derived", Confidence::kDerived},
    {"general-knowledge", Confidence::kGeneralKnowledge},
    {"assumption", Confidence::kAssumption},
}};
}  // namespace

std::optional<Confidence> parse_confidence(std::string_view text) {
  for (const auto& [name, confidence] : kNames)
    if (name == text) return confidence;
  return std::nullopt;
}

std::string_view confidence_text(Confidence confidence) {
  const auto place = static_cast<std::size_t>(confidence);
  STOPOVER_CHECK(place < kNames.size(), "a named confidence");
  return kNames[place].first;
}

}  // namespace stopover
