// SPDX-License-Identifier: Apache-2.0
// On which days flights of a schedule table fly. Private to engine/io.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/io/flight_table.hpp"
#include "engine/io/run_spans.hpp"

namespace stopover::io::flights {

// Nothing for a flight that never flies. `at` is left to the caller.
[[nodiscard]] std::optional<RunSpan> span_of(const Flight& flight);
[[nodiscard]] bool fly_together(const Flight& a, const Flight& b);
// `operating` flies on each day of `codeshare`, which flies.
[[nodiscard]] bool flies_whenever(const Flight& operating, const Flight& codeshare);
// The first and the last day; and of each year one in January, one in July (with and without
// daylight saving), one in March and one about 1 November (when North America alone has it). An
// open end goes to 2037, where zone rules end; an open begin is 2024.
[[nodiscard]] std::vector<CivilDate> days_to_check(const Flight& flight);

}  // namespace stopover::io::flights
