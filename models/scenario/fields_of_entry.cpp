// SPDX-License-Identifier: Apache-2.0
// Field rules of entry.proto.
#include "models/scenario/field_rows.hpp"

namespace stopover::scenario::field_row {
namespace {

constexpr FieldRule kEntryFields[] = {
    of("Regime", "id", Form::kId, kNeeded),
    text("Regime", "name", kNeeded),
    text("Regime", "name_zh"),
    of("Regime", "valid_from", Form::kDate),
    of("Regime", "valid_until", Form::kDate),
    of("Regime", "transit", Form::kFlag),
    whole("Regime", "stay_hours", {0, 8'784, "h"}),
    of("Regime", "clock", Form::kEnum, kNeeded),
    of("Regime", "all_nationalities", Form::kFlag),
    to("Regime", "ports", "place|entry_port"),
    of("Regime", "provenance", Form::kMessage, kNeeded),
    of("Regime", "counter", Form::kEnum),
    of("Regime", "no_limit", Form::kFlag),
    of("Regime", "clock_start", Form::kEnum),
    of("Regime", "domestic_call", Form::kEnum),
    of("Regime", "port_stay", Form::kEnum),
    of("Regime", "exit_ports", Form::kFlag),
    to("Regime", "regions", "entry_region"),
    whole("Regime", "passport_months", {0, 120, "months"}),
    of("Regime", "activities", Form::kEnum),
    of("Regime", "documents", Form::kEnum),
    of("Regime", "group", Form::kMessage),
    whole("Regime", "max_uses", {0, 1'000, "entries"}),
    whole("Regime", "uses_within_days", {0, 3'660, "d"}),
    to("Regime", "countries_as", "regime"),
    to("Regime", "ports_as", "regime"),

    whole("GroupRule", "persons_min", {1, 10'000, "persons"}),
    of("GroupRule", "agency", Form::kFlag),
    of("GroupRule", "same_ship", Form::kFlag),
    whole("GroupRule", "list_hours_before", {0, 720, "h"}),

    of("EntryListing", "id", Form::kId, kNeeded),
    to("EntryListing", "regime", "regime", kNeeded),
    of("EntryListing", "country", Form::kCountry, kNeeded),
    of("EntryListing", "valid_from", Form::kDate),
    of("EntryListing", "valid_until", Form::kDate),
    of("EntryListing", "provenance", Form::kMessage, kNeeded),

    of("PortListing", "id", Form::kId, kNeeded),
    to("PortListing", "regime", "regime", kNeeded),
    to("PortListing", "port", "entry_port", kNeeded),
    of("PortListing", "valid_from", Form::kDate),
    of("PortListing", "valid_until", Form::kDate),
    of("PortListing", "provenance", Form::kMessage, kNeeded),

    of("EntryPort", "id", Form::kId, kNeeded),
    text("EntryPort", "name", kNeeded),
    text("EntryPort", "name_zh"),
    to("EntryPort", "region", "entry_region"),
    to("EntryPort", "places", "place"),
    of("EntryPort", "provenance", Form::kMessage, kNeeded),

    of("EntryRegion", "id", Form::kId, kNeeded),
    text("EntryRegion", "name", kNeeded),
    text("EntryRegion", "name_zh"),
    of("EntryRegion", "provenance", Form::kMessage, kNeeded),

    of("EntryStop", "id", Form::kId, kNeeded),
    text("EntryStop", "name", kNeeded),
    text("EntryStop", "name_zh"),
    of("EntryStop", "country", Form::kCountry, kNeeded),
    of("EntryStop", "provenance", Form::kMessage, kNeeded),

    of("EntrySwitch", "id", Form::kId, kNeeded),
    text("EntrySwitch", "name", kNeeded),
    text("EntrySwitch", "name_zh"),
    of("EntrySwitch", "on", Form::kFlag),
    to("EntrySwitch", "regimes", "regime", kNeeded),
    of("EntrySwitch", "clock", Form::kEnum),
    of("EntrySwitch", "clock_start", Form::kEnum),
    of("EntrySwitch", "domestic_call", Form::kEnum),
    to("EntrySwitch", "ports", "entry_port"),
    of("EntrySwitch", "provenance", Form::kMessage, kNeeded),
};

}  // namespace

std::span<const FieldRule> fields_of_entry() {
  return kEntryFields;
}

}  // namespace stopover::scenario::field_row
