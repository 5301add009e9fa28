// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/via.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/journeys/networks.hpp"

namespace stopover::journeys {
namespace {

using testing::first_date;
using testing::NetworkSize;
using testing::random_transit;

bool beats(const JourneyPoint& a, const JourneyPoint& b) {
  return a.depart >= b.depart && a.arrive <= b.arrive && a.boardings <= b.boardings && a != b;
}

// Against all pairs of journeys that two wide searches find, put together here.
TEST(Via, EqualsAllWaysThereWithAllWaysOn) {
  std::mt19937_64 random(9);
  const auto serial = serial_executor();
  std::size_t found = 0;
  std::size_t by_link = 0;
  for (int round = 0; round < 300; ++round) {
    SCOPED_TRACE(round);
    NetworkSize size;
    size.stops = 7;
    size.trips = 50;
    size.links = 8;
    const Transit transit = random_transit(random, size);
    const Window window(transit, transit.dates());
    const Bounds bounds(window, *serial);
    MultiCriteriaSearch search(window, bounds);
    const Instant day = TimeZone::utc().instant_at(first_date(), Seconds(0));
    Request request{StopId(0U), StopId(1U), {day + hours(6), day + hours(14)}};
    request.most_boardings = 3;
    const Via via{StopId(2U), hours(3), hours(12)};
    const std::vector<StopoverOffer> offers = profile_via(search, request, via);

    Request there = request;
    there.to = via.place;
    Request on = request;
    on.from = via.place;
    on.departures = {day, day + hours(60)};
    std::vector<JourneyPoint> all;
    for (const Offer& a : search.profile(there))
      for (const Offer& b : search.profile(on)) {
        const Seconds stay = b.journey.point.depart - a.journey.point.arrive;
        if (stay >= via.stay && stay < via.stay + via.within)
          all.push_back({a.journey.point.depart, b.journey.point.arrive,
                         a.journey.point.boardings + b.journey.point.boardings});
      }
    // By link alone there, or on.
    const auto link_there = search.direct(request.from, via.place, day);
    const auto link_on = search.direct(via.place, request.to, day);
    const auto time = [](const Offer& offer) {
      return offer.journey.point.arrive - offer.journey.point.depart;
    };
    if (link_there)
      for (const Offer& b : search.profile(on)) {
        const Instant leaves = b.journey.point.depart - via.stay - time(*link_there);
        if (request.departures.contains(leaves))
          all.push_back({leaves, b.journey.point.arrive, b.journey.point.boardings});
      }
    if (link_on)
      for (const Offer& a : search.profile(there))
        all.push_back({a.journey.point.depart, a.journey.point.arrive + via.stay + time(*link_on),
                       a.journey.point.boardings});
    std::vector<JourneyPoint> best;
    for (const JourneyPoint& p : all)
      if (std::none_of(all.begin(), all.end(), [&](const auto& o) { return beats(o, p); }))
        best.push_back(p);
    std::sort(best.begin(), best.end());
    best.erase(std::unique(best.begin(), best.end()), best.end());
    std::vector<JourneyPoint> points;
    for (const StopoverOffer& offer : offers) {
      points.push_back(offer.point());
      EXPECT_GE(offer.onward.journey.point.depart - offer.there.journey.point.arrive, via.stay);
      if (offer.there.journey.point.boardings * offer.onward.journey.point.boardings == 0)
        ++by_link;
    }
    std::sort(points.begin(), points.end());
    EXPECT_EQ(points, best);
    found += points.size();
  }
  EXPECT_GT(found, 300U);
  EXPECT_GT(by_link, 30U);
}

}  // namespace
}  // namespace stopover::journeys
