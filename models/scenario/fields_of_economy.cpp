// SPDX-License-Identifier: Apache-2.0
// Field rules of economy.proto.
#include "models/scenario/field_rows.hpp"

namespace stopover::scenario::field_row {
namespace {

constexpr double kMostPersonsPerMillion = 1'000;
constexpr double kMostYuan = 1e15;

constexpr FieldRule year(std::string_view message, std::string_view field) {
  return whole(message, field, {0, 2'200});  // 0: left out
}

constexpr FieldRule kEconomyFields[] = {
    of("Multiplier", "id", Form::kId, kNeeded),
    text("Multiplier", "name", kNeeded),
    text("Multiplier", "name_zh"),
    word("Multiplier", "effect", "output|value-added|income|tax|jobs"),
    word("Multiplier", "reach", "indirect|induced|unstated"),
    optional_word("Multiplier", "category",
                  "accommodation|food|shopping|local-transport|sights|other"),
    above("Multiplier", "value", {0, kMostPersonsPerMillion}),
    number("Multiplier", "value_low", {0, kMostPersonsPerMillion}),
    number("Multiplier", "value_high", {0, kMostPersonsPerMillion}),
    of("Multiplier", "provenance", Form::kMessage, kNeeded),

    of("Goal", "id", Form::kId, kNeeded),
    text("Goal", "name", kNeeded),
    text("Goal", "name_zh"),
    text("Goal", "indicator"),
    text("Goal", "group"),
    word("Goal", "unit", "share|people/year|yuan/year"),
    number("Goal", "value", {0, kMostYuan}),
    of("Goal", "at_most", Form::kFlag),
    year("Goal", "year"),
    of("Goal", "part", Form::kFlag),
    number("Goal", "observed", {0, kMostYuan}),
    year("Goal", "observed_year"),
    text("Goal", "reason"),
    text("Goal", "reason_zh"),
    of("Goal", "provenance", Form::kMessage, kNeeded),
};

}  // namespace

std::span<const FieldRule> fields_of_economy() {
  return kEconomyFields;
}

}  // namespace stopover::scenario::field_row
