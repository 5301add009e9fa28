// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/vehicle_boarding.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::flow {
namespace {

constexpr Tick kBefore = std::numeric_limits<Tick>::min();

}  // namespace

VehicleBoarding::VehicleBoarding(std::size_t stops, bool reserved, Tick longest_wait,
                                 bool notes_missed)
    : stops_(stops),
      reserved_(reserved),
      notes_missed_(notes_missed && reserved),
      longest_wait_(longest_wait),
      now_(kBefore),
      at_(stops) {
  STOPOVER_CHECK(stops >= 2 && stops <= 0xffff, "a service has 2 to 65535 stops");
}

VehicleBoarding::VehicleRun& VehicleBoarding::run_of(std::uint32_t run) {
  STOPOVER_CHECK(run >= first_run_, "a run that has not closed for good");
  while (runs_.size() <= run - first_run_) runs_.emplace_back();
  return runs_[run - first_run_];
}

// Made by the first booking, or when the run is added.
std::vector<VehicleBoarding::Segment>& VehicleBoarding::segments_of(VehicleRun& run) const {
  if (run.segments.empty()) run.segments.resize(stops_);
  return run.segments;
}

void VehicleBoarding::book(const Booking& booking) {
  if (!reserved_) return;
  STOPOVER_CHECK(run_of(booking.run).next_stop == 0,
                 "a booking is known before its run begins to board");
  book_late(booking);
}

void VehicleBoarding::book_late(const Booking& booking) {
  STOPOVER_CHECK(booking.board < booking.alight && booking.alight < stops_ && booking.persons >= 0,
                 "a booking is for a ride forward along the stops");
  if (!reserved_) return;
  VehicleRun& run = run_of(booking.run);
  STOPOVER_CHECK(run.next_stop <= booking.board, "a booking is known before the closing there");
  std::vector<Segment>& segments = segments_of(run);
  for (std::size_t stop = booking.board; stop < booking.alight; ++stop)
    segments[stop].held += booking.persons;
  run.bookings.push_back(booking);
  run.sorted = false;
}

bool VehicleBoarding::unbook(const Booking& booking) {
  if (!reserved_ || booking.run < first_run_ || booking.run - first_run_ >= runs_.size())
    return false;
  VehicleRun& run = runs_[booking.run - first_run_];
  if (run.next_stop > booking.board) return false;
  const auto at = std::find(run.bookings.begin(), run.bookings.end(), booking);
  if (at == run.bookings.end()) return false;
  run.bookings.erase(at);
  for (std::size_t stop = booking.board; stop < booking.alight; ++stop)
    run.segments[stop].held -= booking.persons;
  return true;
}

std::int32_t VehicleBoarding::places_left(std::uint32_t run, std::int32_t places, std::size_t board,
                                          std::size_t alight) const {
  if (run < first_run_) return 0;
  if (run - first_run_ >= runs_.size() || runs_[run - first_run_].segments.empty()) return places;
  const VehicleRun& vehicle = runs_[run - first_run_];
  if (vehicle.next_stop > board) return 0;
  std::int32_t least = places;
  for (std::size_t at = board; at < alight; ++at) {
    const Segment& segment = vehicle.segments[at];
    least = std::min(least, (run < next_run_ ? segment.free : places) - segment.held);
  }
  return std::max(least, 0);
}

void VehicleBoarding::add_run(std::int32_t places, std::span<const Tick> closing) {
  STOPOVER_CHECK(closing.size() == stops_, "one closing for each stop");
  STOPOVER_CHECK(places >= 0, "places are not negative");
  std::vector<Segment>& segments = segments_of(run_of(next_run_++));
  for (std::size_t stop = 0; stop + 1 < stops_; ++stop) {
    STOPOVER_CHECK(closing[stop] >= now_ && (stop == 0 || closing[stop - 1] <= closing[stop]),
                   "a run closes stop by stop, after it was added");
    segments[stop].closing = closing[stop];
    segments[stop].free = places;
  }
}

VehicleBoarding::Ticket VehicleBoarding::join(const BoardingRequest& request) {
  STOPOVER_CHECK(request.board < request.alight && request.alight < stops_,
                 "a ride goes forward along the stops");
  STOPOVER_CHECK(request.size >= 1, "a party has a person");
  STOPOVER_CHECK(request.ready >= now_, "a person joins before they are ready");
  STOPOVER_CHECK(joined_ < kNoRun, "those who come are numbered by 32 bits");
  Ticket ticket = 0;
  if (unused_.empty()) {
    ticket = static_cast<Ticket>(people_.size());
    people_.emplace_back();
  } else {
    ticket = unused_.back();
    unused_.pop_back();
  }
  const bool has_own = request.own_run != kNoRun;
  const bool own_to_come = has_own && request.ready <= request.own_closing;
  const bool bound = own_to_come && (reserved_ || request.refused);
  people_[ticket] = {request, bound ? request.own_closing : request.ready, joined_++, true};
  Stop& stop = at_[request.board];
  ++stop.people;
  if (bound) {
    run_of(request.own_run).bound.push_back(ticket);
  } else {
    stop.coming.push_back(ticket);
    if (has_own && notes_missed_) missed_.push_back(missed_of(ticket, request.ready));
  }
  return ticket;
}

std::span<const VehicleBoarding::Boarded> VehicleBoarding::advance(Tick until) {
  STOPOVER_CHECK(until >= now_, "time does not go back");
  boarded_.clear();
  collect_closings(until);
  for (const Closing& closing : closings_) work(closing);
  now_ = until;
  give_up(until);
  while (!runs_.empty() && first_run_ < next_run_ && runs_.front().next_stop + 1 >= stops_) {
    runs_.pop_front();
    ++first_run_;
  }
  return boarded_;
}

// Those where somebody is, or places are held.
void VehicleBoarding::collect_closings(Tick until) {
  closings_.clear();
  for (std::uint32_t n = first_run_; n < next_run_; ++n) {
    VehicleRun& run = runs_[n - first_run_];
    std::size_t& stop = run.next_stop;
    for (; stop + 1 < stops_ && run.segments[stop].closing < until; ++stop)
      if (at_[stop].people > 0 || !run.bookings.empty())
        closings_.push_back({run.segments[stop].closing, n, static_cast<std::uint16_t>(stop)});
  }
  std::sort(closings_.begin(), closings_.end(), [](const Closing& a, const Closing& b) {
    return std::tie(a.time, a.run, a.stop) < std::tie(b.time, b.run, b.stop);
  });
}

void VehicleBoarding::work(const Closing& closing) {
  VehicleRun& run = runs_[closing.run - first_run_];
  if (!run.bookings.empty()) release_bookings(run, closing.stop);
  Stop& stop = at_[closing.stop];
  if (stop.people == 0) return;
  left_behind_.clear();
  if (!run.bound.empty()) board_bound(run, closing);
  let_come(stop, closing.time);
  board_waiting(run, closing);
  for (const Ticket ticket : left_behind_) {
    wait(ticket);
    if (notes_missed_) missed_.push_back(missed_of(ticket, closing.time));
  }
}

void VehicleBoarding::release_bookings(VehicleRun& run, std::size_t stop) {
  if (!run.sorted) {
    std::sort(run.bookings.begin(), run.bookings.end(),
              [](const Booking& a, const Booking& b) { return a.board > b.board; });
    run.sorted = true;
  }
  for (; !run.bookings.empty() && run.bookings.back().board <= stop; run.bookings.pop_back()) {
    const Booking& booking = run.bookings.back();
    for (std::size_t at = booking.board; at < booking.alight; ++at)
      run.segments[at].held -= booking.persons;
  }
}

// Holders board or are left behind; the refused begin to wait once the run has closed.
void VehicleBoarding::board_bound(VehicleRun& run, const Closing& closing) {
  const auto later = std::stable_partition(run.bound.begin(), run.bound.end(), [&](Ticket ticket) {
    return people_[ticket].request.board == closing.stop;
  });
  for (auto it = run.bound.begin(); it != later; ++it) {
    const BoardingRequest& request = people_[*it].request;
    if (request.refused || places_left(run, request.board, request.alight, true) < request.size) {
      left_behind_.push_back(*it);
      continue;
    }
    take_places(run, request);
    settle(*it, closing.run, closing.time);
  }
  run.bound.erase(run.bound.begin(), later);
}

// Who is ready by `until`, itself included, now waits.
void VehicleBoarding::let_come(Stop& stop, Tick until) {
  std::size_t& next = stop.next_coming;
  while (next < stop.coming.size() && people_[stop.coming[next]].request.ready <= until)
    wait(stop.coming[next++]);
  if (2 * next >= stop.coming.size()) {
    stop.coming.erase(stop.coming.begin(), stop.coming.begin() + static_cast<std::ptrdiff_t>(next));
    next = 0;
  }
}

void VehicleBoarding::wait(Ticket ticket) {
  const Person& person = people_[ticket];
  const auto id = std::tuple(person.request.alight, person.request.size);
  std::vector<WaitingClass>& classes = at_[person.request.board].classes;
  auto at = std::lower_bound(classes.begin(), classes.end(), id,
                             [](const WaitingClass& c, const auto& wanted) {
                               return std::tuple(c.alight, c.size) < wanted;
                             });
  if (at == classes.end() || std::tuple(at->alight, at->size) != id)
    at = classes.insert(at, {person.request.alight, person.request.size, {}});
  at->heap.push_back({person.rank, ticket});
  std::push_heap(at->heap.begin(), at->heap.end(), std::greater<>());
}

// Least number of places over the segments of a ride; `held_too`: those held are for the taking.
std::int32_t VehicleBoarding::places_left(const VehicleRun& run, std::size_t board,
                                          std::size_t alight, bool held_too) {
  std::int32_t least = std::numeric_limits<std::int32_t>::max();
  for (std::size_t at = board; at < alight; ++at)
    least = std::min(least, run.segments[at].free - (held_too ? 0 : run.segments[at].held));
  return least;
}

void VehicleBoarding::take_places(VehicleRun& run, const BoardingRequest& request) {
  for (std::size_t at = request.board; at < request.alight; ++at)
    run.segments[at].free -= request.size;
}

// Places only go, so a class that does not fit now does not fit later at this closing.
void VehicleBoarding::board_waiting(VehicleRun& run, const Closing& closing) {
  const std::size_t board = closing.stop;
  if (places_left(run, board, board + 1, false) <= 0) return;
  const auto later = [](const auto& a, const auto& b) { return a.first > b.first; };
  heads_.clear();
  for (WaitingClass& c : at_[board].classes)
    if (!c.heap.empty()) heads_.emplace_back(c.heap.front(), &c);
  std::make_heap(heads_.begin(), heads_.end(), later);
  while (!heads_.empty()) {
    std::pop_heap(heads_.begin(), heads_.end(), later);
    const auto [rank, c] = heads_.back();
    heads_.pop_back();
    const bool gone = too_long(rank.ticket, closing.time);
    if (!gone && places_left(run, board, c->alight, false) < c->size) continue;
    if (!gone) take_places(run, people_[rank.ticket].request);
    settle(rank.ticket, gone ? kNoRun : closing.run, closing.time);
    std::pop_heap(c->heap.begin(), c->heap.end(), std::greater<>());
    c->heap.pop_back();
    if (c->heap.empty()) continue;
    heads_.emplace_back(c->heap.front(), c);
    std::push_heap(heads_.begin(), heads_.end(), later);
  }
}

bool VehicleBoarding::too_long(Ticket ticket, Tick now) const {
  return longest_wait_ != kNever && now - people_[ticket].waits_since > longest_wait_;
}

// Whoever is first in their class and has waited too long by then. Others are found later.
void VehicleBoarding::give_up(Tick until) {
  if (longest_wait_ == kNever || until == kNever) return;
  for (Stop& stop : at_) {
    if (stop.people == 0) continue;
    let_come(stop, until - longest_wait_ - 1);
    for (WaitingClass& c : stop.classes)
      while (!c.heap.empty() && too_long(c.heap.front().ticket, until)) {
        settle(c.heap.front().ticket, kNoRun, until);
        std::pop_heap(c.heap.begin(), c.heap.end(), std::greater<>());
        c.heap.pop_back();
      }
  }
}

void VehicleBoarding::settle(Ticket ticket, std::uint32_t run, Tick closing) {
  leave(ticket);
  boarded_.push_back({ticket, run, closing});
}

void VehicleBoarding::leave(Ticket ticket) {
  Person& person = people_[ticket];
  --at_[person.request.board].people;
  person.here = false;
  unused_.push_back(ticket);
}

std::vector<VehicleBoarding::Missed> VehicleBoarding::take_missed() {
  return std::exchange(missed_, {});
}

void VehicleBoarding::withdraw(Ticket ticket) {
  const Person& person = people_[ticket];
  Stop& stop = at_[person.request.board];
  const auto coming = std::find(stop.coming.begin() + static_cast<std::ptrdiff_t>(stop.next_coming),
                                stop.coming.end(), ticket);
  bool found = coming != stop.coming.end();
  if (found) {
    stop.coming.erase(coming);
  } else {
    for (WaitingClass& c : stop.classes) {
      if (c.alight != person.request.alight || c.size != person.request.size) continue;
      const auto at = std::find_if(c.heap.begin(), c.heap.end(),
                                   [&](const Rank& rank) { return rank.ticket == ticket; });
      if (at == c.heap.end()) continue;
      c.heap.erase(at);
      std::make_heap(c.heap.begin(), c.heap.end(), std::greater<>());
      found = true;
    }
  }
  STOPOVER_CHECK(found, "who goes away was waiting");
  leave(ticket);
}

Tick VehicleBoarding::next_closing() const {
  Tick next = kNever;
  if (empty()) return next;
  for (std::uint32_t n = first_run_; n < next_run_; ++n) {
    const VehicleRun& run = runs_[n - first_run_];
    if (run.next_stop + 1 < stops_) next = std::min(next, run.segments[run.next_stop].closing);
  }
  return next;
}

std::vector<VehicleBoarding::Ticket> VehicleBoarding::close() {
  std::vector<Ticket> left;
  for (Ticket ticket = 0; ticket < people_.size(); ++ticket)
    if (people_[ticket].here) left.push_back(ticket);
  return left;
}

void board_vehicles(const ServiceRuns& service, std::span<const Booking> bookings,
                    std::span<const BoardingRequest> requests, std::span<std::uint32_t> boarded) {
  STOPOVER_CHECK(requests.size() == boarded.size() && requests.size() < kNoRun,
                 "columns of one length");
  STOPOVER_CHECK(service.closing.size() == service.runs() * service.stops,
                 "one closing for each run and stop");
  std::fill(boarded.begin(), boarded.end(), kNoRun);
  VehicleBoarding boarding(service.stops, service.reserved);
  for (const Booking& booking : bookings) {
    STOPOVER_CHECK(booking.run < service.runs(), "a booking is for a run of the service");
    boarding.book(booking);
  }
  for (std::size_t run = 0; run < service.runs(); ++run)
    boarding.add_run(service.places[run],
                     std::span(service.closing).subspan(run * service.stops, service.stops));
  for (BoardingRequest request : requests) {
    STOPOVER_CHECK(request.own_run == kNoRun || request.own_run < service.runs(),
                   "the planned run is one of the service");
    if (request.own_run != kNoRun)
      request.own_closing = service.closing_at(request.own_run, request.board);
    static_cast<void>(boarding.join(request));
  }
  for (const VehicleBoarding::Boarded& b : boarding.advance(kNever)) boarded[b.ticket] = b.run;
}

}  // namespace stopover::flow
