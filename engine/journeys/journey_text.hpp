// SPDX-License-Identifier: Apache-2.0
// Journeys as lines of text, and back.
//
//   A@2024-06-03T08:00:00Z [G7/2024-06-03 0-3] B@2024-06-03T08:25:00Z walk C@2024-06-03T08:30:00Z
//
// Stops with the instants at which they are left and reached, and between them what is done: a ride
// by a trip's name, service day, and calls of boarding and alighting; "+" before the name: the
// vehicle goes on as that trip, who is on board stays; or "walk", which stands for any link. A stop
// where one waits, before the first ride too, stands once for each instant. In keys and names a
// blank, "+", "#", "@", "/", "[", "]", "%" and what is not printable ASCII are written %XX, by
// bytes. Of several stops of one key the second is KEY#2. Parts of a way with a stay between them
// are joined by " stay ".
//
// What it is not: for people to read (tools/stopover prints tables).
//
// Errors: what is no such text, names what the timetable does not have, or is no journey by it
// (`fault_of`) gives nothing and says why.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/journeys/journey.hpp"
#include "engine/journeys/transit.hpp"

namespace stopover::journeys {

// What stops are called in lines. Keeps nothing of the transit.
class StopWords {
 public:
  explicit StopWords(const Transit& transit);
  [[nodiscard]] const std::string& of(StopId stop) const { return words_[stop]; }
  [[nodiscard]] std::optional<StopId> find(std::string_view word) const;

 private:
  Table<StopId, std::string> words_;
  std::map<std::string, StopId, std::less<>> stop_of_;
};

// Of a journey with legs.
[[nodiscard]] std::string text_of(const Transit& transit, const Journey& journey);
[[nodiscard]] std::string text_of(const Transit& transit, const StopWords& stops,
                                  const Journey& journey);
[[nodiscard]] std::optional<Journey> journey_from(const Transit& transit, std::string_view text,
                                                  std::string& fault);
// Of a line with stays: each part, which begins where the one before ends, no earlier.
[[nodiscard]] std::optional<std::vector<Journey>> parts_from(const Transit& transit,
                                                             std::string_view text,
                                                             std::string& fault);

}  // namespace stopover::journeys
