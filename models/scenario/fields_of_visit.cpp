// SPDX-License-Identifier: Apache-2.0
// Field rules of visit.proto.
#include "models/scenario/field_rows.hpp"

namespace stopover::scenario::field_row {
namespace {

constexpr std::string_view kSightCategories =
    "aquarium|boat-tour|garden|historic-street|lake|museum|observation-deck|park|shopping|temple|"
    "theme-park|water-town|waterfront|zoo";

constexpr FieldRule kVisitFields[] = {
    of("Sight", "id", Form::kId, kNeeded),
    text("Sight", "name", kNeeded),
    text("Sight", "name_zh"),
    word("Sight", "category", kSightCategories),
    to("Sight", "place", "place", kNeeded),
    number("Sight", "lon", {-180, 180, "deg"}),
    number("Sight", "lat", {-90, 90, "deg"}),
    time("Sight", "opens", kNeeded, 24),
    time("Sight", "closes", kNeeded, 48),
    time("Sight", "last_entry", !kNeeded, 48),
    of("Sight", "closed_days", Form::kDays),
    whole("Sight", "minutes_low", {1, kMinutesOfDay, "min"}),
    whole("Sight", "minutes", {1, kMinutesOfDay, "min"}),
    whole("Sight", "minutes_high", {1, kMinutesOfDay, "min"}),
    money("Sight", "ticket_yuan"),
    money("Sight", "ticket_low_yuan"),
    number("Sight", "appeal", {0, 100}),
    to("Sight", "same_as", "sight"),
    of("Sight", "outdoors", Form::kFlag),
    of("Sight", "provenance", Form::kMessage, kNeeded),

    of("SightDays", "id", Form::kId, kNeeded),
    to("SightDays", "sight", "sight", kNeeded),
    of("SightDays", "valid_from", Form::kDate),
    of("SightDays", "valid_until", Form::kDate),
    of("SightDays", "every_year", Form::kFlag),
    of("SightDays", "closed", Form::kFlag),
    time("SightDays", "opens", !kNeeded, 24),
    time("SightDays", "closes", !kNeeded, 48),
    time("SightDays", "last_entry", !kNeeded, 48),
    of("SightDays", "all_week", Form::kFlag),
    of("SightDays", "closed_days", Form::kDays),
    of("SightDays", "provenance", Form::kMessage, kNeeded),

    of("Hotel", "id", Form::kId, kNeeded),
    text("Hotel", "name", kNeeded),
    text("Hotel", "name_zh"),
    to("Hotel", "place", "place", kNeeded),
    number("Hotel", "lon", {-180, 180, "deg"}),
    number("Hotel", "lat", {-90, 90, "deg"}),
    word("Hotel", "grade", "budget|middle|upper|luxury"),
    money("Hotel", "room_yuan"),
    of("Hotel", "provenance", Form::kMessage, kNeeded),

    of("VisitPoint", "id", Form::kId, kNeeded),
    text("VisitPoint", "name", kNeeded),
    text("VisitPoint", "name_zh"),
    word("VisitPoint", "kind", "meal|storage"),
    to("VisitPoint", "place", "place", kNeeded),
    number("VisitPoint", "lon", {-180, 180, "deg"}),
    number("VisitPoint", "lat", {-90, 90, "deg"}),
    time("VisitPoint", "opens", kNeeded, 24),
    time("VisitPoint", "closes", kNeeded, 48),
    whole("VisitPoint", "minutes", {1, kMinutesOfDay, "min"}),
    money("VisitPoint", "yuan"),
    of("VisitPoint", "provenance", Form::kMessage, kNeeded),

    of("VisitInterest", "id", Form::kId, kNeeded),
    text("VisitInterest", "purpose", kNeeded),
    word("VisitInterest", "category", kSightCategories),
    number("VisitInterest", "interest", {0, 100}),
    of("VisitInterest", "provenance", Form::kMessage, kNeeded),
};

}  // namespace

std::span<const FieldRule> fields_of_visit() {
  return kVisitFields;
}

}  // namespace stopover::scenario::field_row
