// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/via.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
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
  Best(const Request& request, const Transit& transit) : request_(request), transit_(transit) {}
  void add(const Offer& there, const Offer& onward) {
    const StopoverOffer offer{there, onward};
    const JourneyPoint point = offer.point();
    if (!request_.departures.contains(point.depart) ||
        (request_.arrive_by && point.arrive > *request_.arrive_by))
      return;
    if (std::any_of(all_.begin(), all_.end(),
                    [&](const StopoverOffer& o) { return no_worse(o, offer, request_); }))
      return;
    if (request_.clock && !keeps_clock(offer)) return;
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
  // Of who reaches the place over a link into the area, the onward search does not know.
  [[nodiscard]] bool keeps_clock(const StopoverOffer& offer) const {
    std::vector<JourneyLeg> legs = offer.there.journey.legs;
    const std::vector<JourneyLeg>& onward = offer.onward.journey.legs;
    legs.insert(legs.end(), onward.begin(), onward.end());
    return clock_after(transit_, *request_.clock, legs).fault.empty();
  }

  const Request& request_;
  const Transit& transit_;
  std::vector<StopoverOffer> all_;
};

// What binds who goes on.
struct Binding {
  std::optional<Instant> deadline;
  std::vector<LeftBehind> left;
  friend auto operator<=>(const Binding&, const Binding&) = default;
};

std::map<Binding, std::vector<Offer>> by_bound(const std::vector<Offer>& there,
                                               const MultiCriteriaSearch& search,
                                               const Request& request, Seconds stay) {
  const Transit& transit = search.window().transit();
  std::map<Binding, std::vector<Offer>> groups;
  // After the last event no deadline binds.
  const std::vector<std::int32_t>& events = search.window().arrive();
  std::int32_t last = 0;
  if (request.clock && !events.empty()) last = *std::max_element(events.begin(), events.end());
  const Instant end = search.window().instant(last);
  for (const Offer& offer : there) {
    Binding bound;
    if (request.clock)
      bound.deadline = clock_after(transit, *request.clock, offer.journey.legs).deadline;
    if (bound.deadline) bound.deadline = std::min(*bound.deadline, end);
    bound.left = left_behind(transit, search.rules(), offer.journey.legs,
                             offer.journey.point.arrive + stay, request.left);
    groups[std::move(bound)].push_back(offer);
  }
  return groups;
}

}  // namespace

std::vector<StopoverOffer> profile_via(MultiCriteriaSearch& search, const Request& request,
                                       const Via& via) {
  Request first = request;
  first.to = via.place;
  if (request.clock || via.stay < Seconds(search.rules().longest())) first.stay_after = via.stay;
  if (first.arrive_by) first.arrive_by = *first.arrive_by - via.stay;
  const std::vector<Offer> there = search.profile(first);
  const auto link_there = search.direct(request.from, via.place, request.departures.from);

  if (there.empty() && !link_there) return {};
  Request second = request;
  second.from = via.place;

  Best best(request, search.window().transit());
  for (const auto& [bound, offers] : by_bound(there, search, request, via.stay)) {
    if (second.clock) second.clock->running = bound.deadline;
    second.left = bound.left;
    const auto arrives = [](const Offer& o) { return o.journey.point.arrive; };
    const auto [earliest, latest] = std::ranges::minmax_element(offers, {}, arrives);
    second.departures = {arrives(*earliest) + via.stay, arrives(*latest) + via.stay + via.within};
    const std::vector<Offer> onward = search.profile(second);
    for (const Offer& a : offers) {
      const Instant leaves = a.journey.point.arrive + via.stay;
      for (const Offer& b : onward)
        if (b.journey.point.depart >= leaves && b.journey.point.depart < leaves + via.within)
          best.add(a, b);
      if (const auto link_on = search.direct(via.place, request.to, leaves)) best.add(a, *link_on);
    }
  }
  if (link_there) {
    // Who is inside from the start stays under the clock that runs.
    if (second.clock) {
      const auto& inside = request.clock->inside;
      second.clock->running = inside[request.from.value()] && inside[via.place.value()]
                                  ? request.clock->running
                                  : std::nullopt;
    }
    second.left = request.left;
    // Who walks there leaves for it as late as can be.
    const Transit& transit = search.window().transit();
    const Link& link = *transit.link(request.from, via.place);
    const auto goes_on = [&](Instant leaves) {
      return leaves + transit.time_of(link, leaves) + via.stay;
    };
    second.departures = {goes_on(request.departures.from), goes_on(request.departures.until)};
    for (const Offer& b : search.profile(second)) {
      const Instant leaves = transit.latest_start(link, b.journey.point.depart - via.stay);
      best.add(*search.direct(request.from, via.place, leaves), b);
    }
  }
  return std::move(best).take();
}

}  // namespace stopover::journeys
