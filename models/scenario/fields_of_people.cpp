// SPDX-License-Identifier: Apache-2.0
// Field rules of people.proto.
#include "models/scenario/field_rows.hpp"

namespace stopover::scenario::field_row {
namespace {

constexpr FieldRule kPeopleFields[] = {
    of("Segment", "id", Form::kId, kNeeded),
    text("Segment", "name", kNeeded),
    text("Segment", "name_zh"),
    of("Segment", "kind", Form::kEnum, kNeeded),
    text("Segment", "purpose", kNeeded),
    of("Segment", "nationality", Form::kMessage, kNeeded),
    number("Segment", "party_size_weight", {0, kWeightMax}),
    number("Segment", "value_of_time_yuan_per_hour", {0.01, 100'000, "yuan/h"}),
    number("Segment", "value_of_time_sigma", {0, 5}),
    to("Segment", "time_profile", "time_profile", kNeeded),
    number("Segment", "nights_weight", {0, kWeightMax}),
    number("Segment", "stay_interest", {0, 100}),
    whole("Segment", "volume_year", {1900, 2200}),
    number("Segment", "growth_per_year", {-0.5, 1}),
    number("Segment", "volume_low", {0.01, 1}),
    number("Segment", "volume_high", {1, 100}),
    number("Segment", "booking_days", {0, 400, "d"}),
    number("Segment", "booking_sigma", {0, 5}),
    of("Segment", "provenance", Form::kMessage, kNeeded),

    of("WeightedCountry", "country", Form::kCountry, kNeeded),
    number("WeightedCountry", "weight", {0, kWeightMax}),

    of("TimeProfile", "id", Form::kId, kNeeded),
    number("TimeProfile", "hour_weight", {0, kWeightMax}),
    of("TimeProfile", "provenance", Form::kMessage, kNeeded),

    of("Catchment", "id", Form::kId, kNeeded),
    of("Catchment", "member", Form::kMessage, kNeeded),
    of("Catchment", "provenance", Form::kMessage, kNeeded),

    to("WeightedPlace", "place", "place", kNeeded),
    number("WeightedPlace", "weight", {0, kWeightMax}),

    of("Market", "id", Form::kId, kNeeded),
    to("Market", "from", "place|catchment", kNeeded),
    to("Market", "to", "place|catchment", kNeeded),
    to("Market", "segment", "segment", kNeeded),
    number("Market", "persons_per_day", {0, 100'000'000, "persons/d"}),
    of("Market", "provenance", Form::kMessage, kNeeded),

    of("Parameter", "id", Form::kId, kNeeded),
    number("Parameter", "value", {-1e12, 1e12}),
    number("Parameter", "low", {-1e12, 1e12}),
    number("Parameter", "high", {-1e12, 1e12}),
    text("Parameter", "unit", kNeeded),
    of("Parameter", "provenance", Form::kMessage, kNeeded),

    of("Spending", "id", Form::kId, kNeeded),
    word("Spending", "visitor", "airside|step-out|stopover|visitor|resident"),
    word("Spending", "category", "accommodation|food|shopping|local-transport|sights|other"),
    number("Spending", "probability", {0, 1}),
    money("Spending", "mean_yuan"),
    money("Spending", "mean_yuan_low"),
    money("Spending", "mean_yuan_high"),
    number("Spending", "sigma", {0, 5}),
    word("Spending", "per", "visit|day|night"),
    of("Spending", "provenance", Form::kMessage, kNeeded),
};

}  // namespace

std::span<const FieldRule> fields_of_people() {
  return kPeopleFields;
}

}  // namespace stopover::scenario::field_row
