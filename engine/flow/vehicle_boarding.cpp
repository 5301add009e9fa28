// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/vehicle_boarding.hpp"

#include <algorithm>
#include <compare>
#include <functional>
#include <numeric>
#include <queue>
#include <tuple>

#include "engine/base/check.hpp"

namespace stopover::flow {
namespace {

using Rank = std::uint32_t;  // position in the requests, so order of (ready, key)
using EarliestFirst = std::priority_queue<Rank, std::vector<Rank>, std::greater<>>;

// Who waits at one stop for the same alighting stop with the same size: equal but for their rank.
struct WaitingClass {
  std::uint16_t board = 0;
  std::uint16_t alight = 0;
  std::int16_t size = 0;
  EarliestFirst waiting;

  [[nodiscard]] auto id() const { return std::tuple(board, alight, size); }
};

[[nodiscard]] auto class_id(const BoardingRequest& request) {
  return std::tuple(request.board, request.alight, request.size);
}

// Items of each bucket in their given order: items[begin[b] .. begin[b + 1]).
struct Buckets {
  std::vector<std::uint32_t> begin;
  std::vector<Rank> items;

  [[nodiscard]] std::span<const Rank> of(std::size_t bucket) const {
    return std::span(items).subspan(begin[bucket], begin[bucket + 1] - begin[bucket]);
  }
};

constexpr std::uint32_t kNoBucket = static_cast<std::uint32_t>(-1);

[[nodiscard]] Buckets put_in_buckets(std::span<const std::uint32_t> bucket, std::size_t count) {
  Buckets result;
  result.begin.assign(count + 1, 0);
  for (const std::uint32_t b : bucket)
    if (b != kNoBucket) ++result.begin[b + 1];
  std::partial_sum(result.begin.begin(), result.begin.end(), result.begin.begin());
  result.items.resize(result.begin.back());
  std::vector<std::uint32_t> next(result.begin.begin(), result.begin.end() - 1);
  for (Rank i = 0; i < bucket.size(); ++i)
    if (bucket[i] != kNoBucket) result.items[next[bucket[i]]++] = i;
  return result;
}

// The closings of one service in the order they happen.
class Closings {
 public:
  Closings(const ServiceRuns& service, const std::vector<std::uint8_t>& wanted_stop)
      : service_(service), at_stop_(service.stops), number_(service.closing.size(), kNoBucket) {
    for (std::size_t run = 0; run < service.runs(); ++run)
      for (std::size_t stop = 0; stop + 1 < service.stops; ++stop)
        if (wanted_stop[stop] != 0)
          events_.push_back(static_cast<std::uint32_t>(run * service.stops + stop));
    std::sort(events_.begin(), events_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(service.closing[a], a) < std::tuple(service.closing[b], b);
    });
    for (std::uint32_t n = 0; n < events_.size(); ++n) {
      number_[events_[n]] = n;
      at_stop_[events_[n] % service.stops].push_back(n);
    }
  }

  [[nodiscard]] std::size_t count() const { return events_.size(); }
  [[nodiscard]] std::size_t run(std::size_t n) const { return events_[n] / service_.stops; }
  [[nodiscard]] std::size_t stop(std::size_t n) const { return events_[n] % service_.stops; }
  [[nodiscard]] Tick time(std::size_t n) const { return service_.closing[events_[n]]; }
  // Number of the closing of `run` at `stop`.
  [[nodiscard]] std::uint32_t number(std::size_t run, std::size_t stop) const {
    return number_[run * service_.stops + stop];
  }
  // First closing at `stop`, number `from` or later, at or after `ready`; kNoBucket: none.
  [[nodiscard]] std::uint32_t first(std::size_t stop, Tick ready, std::uint32_t from) const {
    const std::vector<std::uint32_t>& numbers = at_stop_[stop];
    const auto found = std::partition_point(numbers.begin(), numbers.end(), [&](std::uint32_t n) {
      return n < from || time(n) < ready;
    });
    return found == numbers.end() ? kNoBucket : *found;
  }

 private:
  const ServiceRuns& service_;
  std::vector<std::uint32_t> events_;                // run * stops + stop, in order of closing
  std::vector<std::vector<std::uint32_t>> at_stop_;  // numbers of the closings at a stop
  std::vector<std::uint32_t> number_;                // by run * stops + stop
};

class Boarding {
 public:
  Boarding(const ServiceRuns& service, std::span<const Booking> bookings,
           std::span<const BoardingRequest> requests, std::span<std::uint32_t> boarded)
      : service_(service),
        bookings_(bookings),
        requests_(requests),
        boarded_(boarded),
        closings_(service, wanted_stops()),
        free_(service.runs() * service.stops),
        held_(service.reserved ? service.runs() * service.stops : 0) {
    fill_vehicles();
    make_classes();
  }

  void run() {
    const Buckets holders = bucket_by([&](Rank i) { return own_closing(requests_[i]); });
    const Buckets joining = bucket_by([&](Rank i) { return first_closing(requests_[i]); });
    const Buckets bookings = bucket_bookings();
    for (std::size_t n = 0; n < closings_.count(); ++n) {
      for (const Rank b : bookings.of(n)) release(bookings_[b]);
      left_behind_.clear();
      for (const Rank i : holders.of(n)) board_holder(n, i);
      for (const Rank i : joining.of(n)) class_of(requests_[i]).waiting.push(i);
      board_waiting(n);
      for (const Rank i : left_behind_) class_of(requests_[i]).waiting.push(i);
    }
  }

 private:
  // Stops where anything happens: someone comes, or holds places.
  [[nodiscard]] std::vector<std::uint8_t> wanted_stops() const {
    std::vector<std::uint8_t> wanted(service_.stops, 0);
    for (const BoardingRequest& request : requests_) {
      STOPOVER_CHECK(request.board < request.alight && request.alight < service_.stops,
                     "a ride goes forward along the stops");
      STOPOVER_CHECK(request.size >= 1, "a party has a person");
      STOPOVER_CHECK(request.own_run == kNoRun || request.own_run < service_.runs(),
                     "the planned run is one of the service");
      wanted[request.board] = 1;
    }
    for (const Booking& booking : bookings_) wanted[booking.board] = 1;
    return wanted;
  }

  void fill_vehicles() {
    for (std::size_t run = 0; run < service_.runs(); ++run)
      for (std::size_t stop = 0; stop < service_.stops; ++stop)
        free_[run * service_.stops + stop] = service_.places[run];
    if (!service_.reserved) return;
    for (const Booking& booking : bookings_) add_held(booking, booking.persons);
  }

  void add_held(const Booking& booking, std::int64_t persons) {
    for (std::size_t stop = booking.board; stop < booking.alight; ++stop)
      held_[booking.run * service_.stops + stop] += persons;
  }
  void release(const Booking& booking) { add_held(booking, -std::int64_t{booking.persons}); }

  void make_classes() {
    std::vector<std::tuple<std::uint16_t, std::uint16_t, std::int16_t>> ids;
    ids.reserve(requests_.size());
    for (const BoardingRequest& request : requests_) {
      // Most neighbours in time are alike; the rest is for sort and unique.
      if (ids.empty() || ids.back() != class_id(request)) ids.push_back(class_id(request));
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    classes_.reserve(ids.size());
    for (const auto& [board, alight, size] : ids) classes_.push_back({board, alight, size, {}});
  }
  [[nodiscard]] WaitingClass& class_of(const BoardingRequest& request) {
    return *std::lower_bound(classes_.begin(), classes_.end(), class_id(request),
                             [](const WaitingClass& a, const auto& id) { return a.id() < id; });
  }
  [[nodiscard]] std::span<WaitingClass> classes_at(std::size_t stop) {
    const auto first = std::partition_point(classes_.begin(), classes_.end(),
                                            [&](const WaitingClass& c) { return c.board < stop; });
    const auto last = std::partition_point(first, classes_.end(),
                                           [&](const WaitingClass& c) { return c.board == stop; });
    return {first, last};
  }

  template <class Number>
  [[nodiscard]] Buckets bucket_by(const Number& number) const {
    std::vector<std::uint32_t> bucket(requests_.size());
    for (Rank i = 0; i < requests_.size(); ++i) bucket[i] = number(i);
    return put_in_buckets(bucket, closings_.count());
  }
  [[nodiscard]] Buckets bucket_bookings() const {
    std::vector<std::uint32_t> bucket(service_.reserved ? bookings_.size() : 0);
    for (std::size_t b = 0; b < bucket.size(); ++b)
      bucket[b] = closings_.number(bookings_[b].run, bookings_[b].board);
    return put_in_buckets(bucket, closings_.count());
  }

  // The closing at which a holder takes up a booking; kNoBucket: not a holder, late, refused.
  [[nodiscard]] std::uint32_t own_closing(const BoardingRequest& request) const {
    if (!service_.reserved || request.own_run == kNoRun || request.refused) return kNoBucket;
    if (request.ready > service_.closing_at(request.own_run, request.board)) return kNoBucket;
    return closings_.number(request.own_run, request.board);
  }
  // The first closing at which a party waits beside the holders; kNoBucket: none.
  [[nodiscard]] std::uint32_t first_closing(const BoardingRequest& request) const {
    std::uint32_t from = 0;
    if (request.own_run != kNoRun && (service_.reserved || request.refused)) {
      if (own_closing(request) != kNoBucket) return kNoBucket;  // joins if left behind
      from = closings_.number(request.own_run, request.board) + 1;
    }
    return closings_.first(request.board, request.ready, from);
  }

  // Least number of places over the segments of a ride; `all`: those held are for the taking too.
  [[nodiscard]] std::int64_t places_left(std::size_t run, std::size_t board, std::size_t alight,
                                         bool all) const {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (std::size_t at = run * service_.stops + board; at < run * service_.stops + alight; ++at)
      least = std::min(least, free_[at] - (all || held_.empty() ? 0 : held_[at]));
    return least;
  }

  void take_places(std::size_t run, Rank i) {
    const BoardingRequest& request = requests_[i];
    for (std::size_t stop = request.board; stop < request.alight; ++stop)
      free_[run * service_.stops + stop] -= request.size;
    boarded_[i] = static_cast<std::uint32_t>(run);
  }

  void board_holder(std::size_t n, Rank i) {
    const BoardingRequest& request = requests_[i];
    const std::size_t run = closings_.run(n);
    if (places_left(run, request.board, request.alight, true) >= request.size) {
      take_places(run, i);
    } else {
      left_behind_.push_back(i);
    }
  }

  // Places only go, so a class that does not fit now does not fit later at this closing.
  void board_waiting(std::size_t n) {
    const std::size_t run = closings_.run(n);
    const std::size_t stop = closings_.stop(n);
    if (places_left(run, stop, stop + 1, false) <= 0) return;
    using Head = std::pair<Rank, WaitingClass*>;
    const auto later = [](const Head& a, const Head& b) { return a.first > b.first; };
    std::priority_queue<Head, std::vector<Head>, decltype(later)> heads(later);
    for (WaitingClass& c : classes_at(stop))
      if (!c.waiting.empty()) heads.emplace(c.waiting.top(), &c);
    while (!heads.empty()) {
      const auto [i, c] = heads.top();
      heads.pop();
      if (places_left(run, stop, c->alight, false) < c->size) continue;
      take_places(run, i);
      c->waiting.pop();
      if (!c->waiting.empty()) heads.emplace(c->waiting.top(), c);
    }
  }

  const ServiceRuns& service_;
  std::span<const Booking> bookings_;
  std::span<const BoardingRequest> requests_;
  std::span<std::uint32_t> boarded_;
  Closings closings_;
  std::vector<std::int64_t> free_;  // by run * stops + segment (named by its first stop)
  std::vector<std::int64_t> held_;
  std::vector<WaitingClass> classes_;  // by (board, alight, size)
  std::vector<Rank> left_behind_;      // holders without a place at the present closing
};

void check_service(const ServiceRuns& service, std::span<const Booking> bookings) {
  STOPOVER_CHECK(service.stops >= 2 && service.stops <= 0xffff, "a service has 2 to 65535 stops");
  STOPOVER_CHECK(service.closing.size() == service.runs() * service.stops,
                 "one closing for each run and stop");
  STOPOVER_CHECK(service.closing.size() < kNoBucket, "closings are numbered by 32 bits");
  for (const Booking& booking : bookings)
    STOPOVER_CHECK(booking.run < service.runs() && booking.board < booking.alight &&
                       booking.alight < service.stops && booking.persons >= 0,
                   "a booking is for a ride on a run of the service");
}

}  // namespace

void board_vehicles(const ServiceRuns& service, std::span<const Booking> bookings,
                    std::span<const BoardingRequest> requests, std::span<std::uint32_t> boarded) {
  STOPOVER_CHECK(requests.size() == boarded.size() && requests.size() < kNoBucket,
                 "columns of one length");
  check_service(service, bookings);
  std::fill(boarded.begin(), boarded.end(), kNoRun);
  if (requests.empty()) return;
  Boarding(service, bookings, requests, boarded).run();
}

}  // namespace stopover::flow
