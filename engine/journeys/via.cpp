// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/via.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace stopover::journeys {
namespace {

bool no_worse(const StopoverOffer& a, const StopoverOffer& b, const Request& request) {
  const JourneyPoint x = a.point();
  const JourneyPoint y = b.point();
  return x.depart >= y.depart && x.arrive <= y.arrive && x.boardings <= y.boardings &&
         (!request.by_fare || a.fare() <= b.fare()) &&
         (!request.by_walking || a.walking() <= b.walking());
}

// Those that none beats, as they come.
class Best {
 public:
  explicit Best(const Request& request) : request_(request) {}
  void add(const Offer& there, const Offer& onward) {
    const StopoverOffer offer{there, onward};
    const JourneyPoint point = offer.point();
    if (!request_.departures.contains(point.depart) ||
        (request_.arrive_by && point.arrive > *request_.arrive_by))
      return;
    if (std::any_of(all_.begin(), all_.end(),
                    [&](const StopoverOffer& o) { return no_worse(o, offer, request_); }))
      return;
    all_.erase(std::remove_if(all_.begin(), all_.end(),
                              [&](const StopoverOffer& o) { return no_worse(offer, o, request_); }),
               all_.end());
    all_.push_back(offer);
  }
  std::vector<StopoverOffer> take() && {
    std::sort(all_.begin(), all_.end(), [](const StopoverOffer& a, const StopoverOffer& b) {
      return std::tuple(a.point().depart, a.point().arrive, a.point().boardings, a.fare()) <
             std::tuple(b.point().depart, b.point().arrive, b.point().boardings, b.fare());
    });
    return std::move(all_);
  }

 private:
  const Request& request_;
  std::vector<StopoverOffer> all_;
};

}  // namespace

std::vector<StopoverOffer> profile_via(MultiCriteriaSearch& search, const Request& request,
                                       const Via& via) {
  Request first = request;
  first.to = via.place;
  if (first.arrive_by) first.arrive_by = *first.arrive_by - via.stay;
  const std::vector<Offer> there = search.profile(first);
  const auto link_there = search.direct(request.from, via.place, request.departures.from);

  // From the first that can go on to the last.
  HalfOpen<Instant> ready{request.departures.until, request.departures.from};
  const auto widen = [&](Instant arrives) {
    ready.from = std::min(ready.from, arrives + via.stay);
    ready.until = std::max(ready.until, arrives + via.stay);
  };
  for (const Offer& a : there) widen(a.journey.point.arrive);
  if (link_there) {
    const Seconds time = link_there->journey.point.arrive - link_there->journey.point.depart;
    widen(request.departures.from + time);
    widen(request.departures.until + time);
  }
  if (there.empty() && !link_there) return {};
  Request second = request;
  second.from = via.place;
  second.departures = {ready.from, ready.until + via.within};
  const std::vector<Offer> onward = search.profile(second);

  Best best(request);
  for (const Offer& a : there) {
    const Instant leaves = a.journey.point.arrive + via.stay;
    for (const Offer& b : onward)
      if (b.journey.point.depart >= leaves && b.journey.point.depart < leaves + via.within)
        best.add(a, b);
    if (const auto link_on = search.direct(via.place, request.to, leaves)) best.add(a, *link_on);
  }
  if (link_there)
    for (const Offer& b : onward) {
      const Seconds time = link_there->journey.point.arrive - link_there->journey.point.depart;
      const Instant latest = b.journey.point.depart - via.stay - time;
      best.add(*search.direct(request.from, via.place, latest), b);
    }
  return std::move(best).take();
}

}  // namespace stopover::journeys
