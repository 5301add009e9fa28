// SPDX-License-Identifier: Apache-2.0
// Journeys as a person reads them, as JSON and as GeoJSON.
//
// Times are those of each place's zone. "+1" after a time: the date is a day later than that of the
// journey's departure, by the clocks of the two places.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/journeys/multi_criteria.hpp"
#include "tools/stopover/journey_source.hpp"
#include "tools/stopover/terminal.hpp"

namespace stopover::tool {

// One way, or two parts with a stay between them.
struct FoundJourney {
  std::vector<journeys::Offer> parts;
};

struct JourneyQuestion {
  journeys::StopId from;
  journeys::StopId to;
  std::optional<journeys::StopId> via;
  Seconds stay{};
  HalfOpen<Instant> departures;
  std::optional<Instant> arrive_by;
};

struct JourneyAnswer {
  JourneyQuestion question;
  std::vector<FoundJourney> found;
};

// "there are services from 2024-06-03 to 2024-06-09"
[[nodiscard]] std::string service_days_text(const JourneySource& source, Language language);

[[nodiscard]] std::string journeys_text(const JourneySource& source,
                                        const JourneyQuestion& question,
                                        const std::vector<FoundJourney>& found, Language language,
                                        const Style& style);
// One answer, or several as `pairs`.
// `pairs`: as a list, even if it has one.
[[nodiscard]] nlohmann::json journeys_json(const JourneySource& source,
                                           const std::vector<JourneyAnswer>& answers, bool pairs);
// A line for each leg, from stop to stop, WGS-84; none for what is done at one place, or where a
// place has no position.
[[nodiscard]] nlohmann::json journeys_geojson(const JourneySource& source,
                                              const std::vector<JourneyAnswer>& answers);
// A journey a line (engine/journeys/journey_text.hpp); two parts with " stay " between them.
[[nodiscard]] std::string journeys_lines(const JourneySource& source,
                                         const std::vector<JourneyAnswer>& answers);

}  // namespace stopover::tool
