// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/via.hpp"

#include <algorithm>
#include <tuple>

namespace stopover::journeys {
namespace {

bool no_worse(const StopoverOffer& a, const StopoverOffer& b, const Request& request) {
  const JourneyPoint x = a.point();
  const JourneyPoint y = b.point();
  return x.depart >= y.depart && x.arrive <= y.arrive && x.boardings <= y.boardings &&
         (!request.by_fare || a.fare() <= b.fare()) &&
         (!request.by_walking || a.walking() <= b.walking());
}

}  // namespace

std::vector<StopoverOffer> profile_via(MultiCriteriaSearch& search, const Request& request,
                                       const Via& via) {
  Request first = request;
  first.to = via.place;
  if (first.arrive_by) first.arrive_by = *first.arrive_by - via.stay;
  const std::vector<Offer> there = search.profile(first);
  if (there.empty()) return {};
  const auto arrives = [](const Offer& a, const Offer& b) {
    return a.journey.point.arrive < b.journey.point.arrive;
  };
  const auto [early, late] = std::minmax_element(there.begin(), there.end(), arrives);
  Request second = request;
  second.from = via.place;
  second.departures = {early->journey.point.arrive + via.stay,
                       late->journey.point.arrive + via.stay + via.within};
  const std::vector<Offer> onward = search.profile(second);

  std::vector<StopoverOffer> all;
  for (const Offer& a : there) {
    const Instant ready = a.journey.point.arrive + via.stay;
    for (const Offer& b : onward) {
      const Instant leaves = b.journey.point.depart;
      if (leaves < ready || leaves >= ready + via.within) continue;
      const StopoverOffer offer{a, b};
      if (std::any_of(all.begin(), all.end(),
                      [&](const StopoverOffer& o) { return no_worse(o, offer, request); }))
        continue;
      all.erase(std::remove_if(all.begin(), all.end(),
                               [&](const StopoverOffer& o) { return no_worse(offer, o, request); }),
                all.end());
      all.push_back(offer);
    }
  }
  std::sort(all.begin(), all.end(), [](const StopoverOffer& a, const StopoverOffer& b) {
    return std::tuple(a.point().depart, a.point().arrive, a.point().boardings, a.fare()) <
           std::tuple(b.point().depart, b.point().arrive, b.point().boardings, b.fare());
  });
  return all;
}

}  // namespace stopover::journeys
