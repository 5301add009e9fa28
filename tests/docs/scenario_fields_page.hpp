// SPDX-License-Identifier: Apache-2.0
// docs/formats/scenario-fields.md, made from the schema's descriptor, the field rules, the columns
// of the tables and the comments of the schema.
#pragma once

#include <string>
#include <string_view>

namespace stopover::docs {

// `schema`: the text of all models/scenario/*.proto.
[[nodiscard]] std::string scenario_fields_page(std::string_view schema);

}  // namespace stopover::docs
