// SPDX-License-Identifier: Apache-2.0
// Field rules of product.proto.
#include "models/scenario/field_rows.hpp"

namespace stopover::scenario::field_row {
namespace {

constexpr double kMostPersons = 10'000'000;

constexpr FieldRule kProductFields[] = {
    of("Good", "id", Form::kId, kNeeded),
    text("Good", "name", kNeeded),
    text("Good", "name_zh"),
    word("Good", "kind",
         "bags|check-in|coupon|data|fast-lane|hotel-night|insurance|meal|pass|sight|tour|transfer"),
    text("Good", "seller", kNeeded),
    money("Good", "price_yuan"),
    word("Good", "per", "visit|night"),
    number("Good", "bought_singly", {0.000'001, 0.999'999}),
    number("Good", "bought_singly_low", {0.000'001, 0.999'999}),
    number("Good", "bought_singly_high", {0.000'001, 0.999'999}),
    above("Good", "spread", {0, 5}),
    optional_word("Good", "category", "accommodation|food|shopping|local-transport|sights|other"),
    of("Good", "provenance", Form::kMessage, kNeeded),

    of("Product", "id", Form::kId, kNeeded),
    text("Product", "name", kNeeded),
    text("Product", "name_zh"),
    of("Product", "part", Form::kMessage, kNeeded),
    money("Product", "price_yuan"),
    number("Product", "percent_off", {0, 100, "%"}),
    to("Product", "segment", "segment"),
    of("Product", "nationality", Form::kCountry),
    to("Product", "regime", "regime"),
    optional_word("Product", "visitor", "airside|step-out|stopover|visitor|resident"),
    number("Product", "layover_hours_min", {0, 8'784, "h"}),
    number("Product", "layover_hours_max", {0, 8'784, "h"}),
    whole("Product", "nights_min", {0, 400}),
    whole("Product", "nights_max", {0, 400}),
    whole("Product", "persons_min", {1, 100}),
    whole("Product", "persons_max", {1, 100}),
    of("Product", "valid_from", Form::kDate),
    of("Product", "valid_until", Form::kDate),
    of("Product", "days", Form::kDays),
    whole("Product", "cutoff_days", {0, 400, "d"}),
    whole("Product", "per_day", {0, kMostPersons, "persons/d"}),
    number("Product", "awareness", {0, 1}),
    number("Product", "awareness_low", {0, 1}),
    number("Product", "awareness_high", {0, 1}),
    of("Product", "bearer", Form::kMessage),
    money("Product", "guarantee_yuan"),
    text("Product", "guarantor"),
    of("Product", "provenance", Form::kMessage, kNeeded),
    money("Product", "effort_yuan"),
    money("Product", "effort_yuan_low"),
    money("Product", "effort_yuan_high"),
    to("Product", "grants", "right"),

    to("ProductPart", "good", "good"),
    of("ProductPart", "mode", Form::kEnum),
    to("ProductPart", "line", "line|flight"),
    to("ProductPart", "end", "place"),
    whole("ProductPart", "count", {0, 400}),
    whole("ProductPart", "per_day", {0, kMostPersons, "persons/d"}),

    text("Bearer", "name", kNeeded),
    number("Bearer", "share", {0, 1}),
    of("Bearer", "public_money", Form::kFlag),
};

}  // namespace

std::span<const FieldRule> fields_of_product() {
  return kProductFields;
}

}  // namespace stopover::scenario::field_row
