// SPDX-License-Identifier: Apache-2.0
// Journeys with a stay on the way: the stopover.
//
// Puts journeys to a place and journeys on from it together: who leaves it does so at least `stay`
// after arriving, and within `within` of that. The result is the Pareto set over both parts by
// departure, arrival, boardings and what the request asks for beside; exact, since each criterion
// adds up and a part may be replaced by a better one. Hub rules hold over both parts.
//
// A stay clock (`request.clock`) runs over both parts: it begins where the first enters and ends
// where the second leaves. Exact too, but where the first part is a link into the area.
//
// A part over one link alone (a taxi, a walk) leaves when the other part asks for it: to the place
// as late as the stay allows, on from it when the stay ends.
//
// Errors: none. Cost: two profile searches, one more for each way of being bound after the
// stay (by a clock, or by hub rules longer than it), and the product of what they find.
#pragma once

#include <vector>

#include "engine/base/units.hpp"
#include "engine/journeys/multi_criteria.hpp"

namespace stopover::journeys {

struct Via {
  StopId place;
  Seconds stay{};              // at least
  Seconds within = hours(24);  // after the stay
};

struct StopoverOffer {
  Offer there;
  Offer onward;
  [[nodiscard]] Fen fare() const { return there.fare + onward.fare; }
  [[nodiscard]] Seconds walking() const { return there.walking + onward.walking; }
  [[nodiscard]] JourneyPoint point() const {
    return {there.journey.point.depart, onward.journey.point.arrive,
            there.journey.point.boardings + onward.journey.point.boardings};
  }
};

// By departure, then arrival. `request.most_boardings` holds for each part.
[[nodiscard]] std::vector<StopoverOffer> profile_via(MultiCriteriaSearch& search,
                                                     const Request& request, const Via& via);

}  // namespace stopover::journeys
