// SPDX-License-Identifier: Apache-2.0
// Field rules of scenario.proto and provenance.proto.
#include "models/scenario/field_rows.hpp"

namespace stopover::scenario::field_row {
namespace {

constexpr FieldRule kScenarioFields[] = {
    of("Scenario", "id", Form::kId, kNeeded),
    text("Scenario", "title", kNeeded),
    text("Scenario", "title_zh"),
    text("Scenario", "description"),
    text("Scenario", "base"),
    of("Scenario", "gateway", Form::kMessage, kNeeded),
    of("Scenario", "horizon", Form::kMessage, kNeeded),
    of("Scenario", "run", Form::kMessage),
    of("Scenario", "files", Form::kMessage),
    of("Scenario", "elements", Form::kMessage),
    of("Scenario", "change", Form::kMessage),

    text("Gateway", "name", kNeeded),
    text("Gateway", "name_zh"),
    of("Gateway", "time_zone", Form::kZone, kNeeded),
    of("Gateway", "country", Form::kCountry, kNeeded),
    to("Gateway", "places", "place", kNeeded),

    of("Horizon", "first_day", Form::kDate, kNeeded),
    whole("Horizon", "days", {1, 400, "d"}),
    whole("Horizon", "warmup_days", {0, 60, "d"}),

    whole("RunDefaults", "seed", {0, 18446744073709551615.0}),
    whole("RunDefaults", "replications", {0, 100'000}),
    number("RunDefaults", "sample", {0, 1}),
    of("RunDefaults", "learning", Form::kMessage),

    whole("Learning", "rounds", {1, 100}),
    whole("Learning", "days", {0, 400, "d"}),
    number("Learning", "tolerance", {0, 1}),

    text("Feed", "path", kNeeded),
    text("Feed", "prefix"),
    of("Feed", "stop_place", Form::kMessage),
    of("Feed", "provenance", Form::kMessage, kNeeded),
    whole("Feed", "seats", {1, 100'000}),
    of("Feed", "fare", Form::kMessage),
    money("Feed", "flat_fare_yuan"),
    to("Feed", "delay", "delay"),
    whole("Feed", "closes_minutes", {0, kMinutesOfDay, "min"}),

    text("StopPlace", "key", kNeeded),
    to("StopPlace", "value", "place", kNeeded),

    of("Provenance", "source", Form::kSource, kNeeded),
    of("Provenance", "confidence", Form::kConfidence, kNeeded),
    text("Provenance", "note"),
};

}  // namespace

std::span<const FieldRule> fields_of_scenario() {
  return kScenarioFields;
}

}  // namespace stopover::scenario::field_row
