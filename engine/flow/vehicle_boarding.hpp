// SPDX-License-Identifier: Apache-2.0
// The exact recursion of boarding: one service, its runs, and all who come to ride it.
//
// Boarding at a stop ends at the *closing* of the run there: its actual departure (delay included)
// less the service's boarding time. Closings are worked through in order of (closing, run, stop),
// as they happen, so that a run overtaken because of its delay is met after the one that passed it.
// At one closing:
//   1. Reserved services only. Places booked from this stop on this run are released, taken up or
//      not; until then they were held. Who holds such a booking, is ready and was not refused
//      boards, by (ready, key), as long as places last (a run may be sold beyond its places).
//   2. Who waits at the stop boards by (ready, key), whole parties only. A party needs `size`
//      places on every segment from board to alight, beside those on board and those held for
//      bookings from later stops. A party that does not fit stays; a smaller one behind it may
//      board.
// Who waits at a closing: who is ready by it (ready <= closing), and
//   - on a service without reservation: everyone;
//   - with reservation: who has no booking, and who was late for, or found no place on, their own
//     run, from its closing on (they do not know before);
//   - a refused party (came to a checkpoint after it closed for its run) waits from its own run's
//     closing on, whatever the service.
// Who waits longer than `longest_wait` gives up: boards no run that closes after that. Waiting
// begins when the party is ready, or at the closing of its own run.
//
// Places of others (background) are taken on every segment before all this.
//
// It is a stream: runs, bookings and people join, `advance` works through the closings before a
// time, and the result is the same however time is cut. What it asks for: a booking is known before
// the first closing of its run, a person before the first closing they are ready for.
//
// Cost: O(log) of the waiting parties for each one boarded; those who do not fit are not looked at
// one by one but by class (alight, size). Memory: 16 bytes a segment of every run between its
// booking and its last closing, 48 bytes a person there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <utility>
#include <vector>

#include "engine/flow/clock.hpp"

namespace stopover::flow {

inline constexpr std::uint32_t kNoRun = static_cast<std::uint32_t>(-1);

// Places sold on one run of a reserved service, whether their holders come or not.
struct Booking {
  std::uint32_t run = 0;
  std::uint16_t board = 0;
  std::uint16_t alight = 0;
  std::int32_t persons = 0;
  friend bool operator==(const Booking&, const Booking&) = default;
};

struct BoardingRequest {
  Tick ready = 0;
  Tick own_closing = 0;            // of own_run at `board`
  std::uint32_t own_run = kNoRun;  // planned; kNoRun: any
  std::int16_t size = 1;
  std::uint16_t board = 0;
  std::uint16_t alight = 0;
  bool refused = false;  // by a checkpoint, for own_run
};

class VehicleBoarding {
 public:
  using Ticket = std::uint32_t;
  struct Boarded {
    Ticket ticket = 0;
    std::uint32_t run = kNoRun;  // kNoRun: gave up
    Tick closing = 0;            // of the run, where they board
  };
  // Somebody without a run of their own any more, who waits for the next with room.
  struct Missed {
    Ticket ticket = 0;
    std::uint32_t number = 0;  // tickets are used again, numbers are not
    Tick since = 0;
  };

  // `notes_missed`: take_missed() tells who missed their own run of a reserved service.
  VehicleBoarding(std::size_t stops, bool reserved, Tick longest_wait = kNever,
                  bool notes_missed = false);

  void book(const Booking& booking);
  // On a run that may be under way: known before its closing at `board`.
  void book_late(const Booking& booking);
  // Takes a booking back; false: there is none, or its run has closed at `board`.
  bool unbook(const Booking& booking);
  // Of a run that has not closed at `board`, not taken and not held; `places`: as in add_run.
  [[nodiscard]] std::int32_t places_left(std::uint32_t run, std::int32_t places, std::size_t board,
                                         std::size_t alight) const;
  // The next run by number. `places`: for the plans, background taken off, >= 0. `closing`: by
  // stop, not falling; the last stop's is not used.
  void add_run(std::int32_t places, std::span<const Tick> closing);
  [[nodiscard]] std::uint32_t runs_added() const { return next_run_; }
  // In order of (ready, key), over all calls. The ticket is the person's until they board or give
  // up; the next joins use it again.
  Ticket join(const BoardingRequest& request);
  // All closings before `until`: who boarded or gave up, in that order. Valid until the next call.
  [[nodiscard]] std::span<const Boarded> advance(Tick until);
  // Of who has not boarded or given up, or did in the last `advance` or `withdraw`.
  [[nodiscard]] const BoardingRequest& request(Ticket ticket) const {
    return people_[ticket].request;
  }
  // Since the last call.
  [[nodiscard]] std::vector<Missed> take_missed();
  [[nodiscard]] Missed missed_of(Ticket ticket, Tick since) const {
    return {ticket, people_[ticket].rank, since};
  }
  [[nodiscard]] bool still_waits(const Missed& missed) const {
    const Person& person = people_[missed.ticket];
    return person.here && person.rank == missed.number && !too_long(missed.ticket, now_);
  }
  // They go away. Not for holders whose run has not closed. Cost: O(those waiting at the stop).
  void withdraw(Ticket ticket);
  // No closing comes before this that somebody is there for; kNever if nobody is, or no run was
  // added that still closes.
  [[nodiscard]] Tick next_closing() const;
  [[nodiscard]] bool empty() const { return people_.size() == unused_.size(); }
  // Closings before this have been worked.
  [[nodiscard]] Tick now() const { return now_; }
  // Nothing runs any more: all who still wait, by ticket.
  [[nodiscard]] std::vector<Ticket> close();

 private:
  struct Rank {  // order of (ready, key)
    std::uint32_t number;
    Ticket ticket;
    friend bool operator>(const Rank& a, const Rank& b) { return a.number > b.number; }
  };
  struct Person {
    BoardingRequest request;
    Tick waits_since = 0;
    std::uint32_t rank = 0;
    bool here = false;
  };
  // Who waits at one stop for the same alighting stop with the same size: equal but for their rank.
  struct WaitingClass {
    std::uint16_t alight = 0;
    std::int16_t size = 0;
    std::vector<Rank> heap;  // least rank on top
  };
  struct Stop {
    std::vector<WaitingClass> classes;  // by (alight, size)
    std::vector<Ticket> coming;         // from `next_coming` on: in order, not yet in a class
    std::size_t next_coming = 0;
    std::uint32_t people = 0;  // here, waiting or holding
  };
  struct Segment {  // from a stop to the next
    Tick closing = 0;
    std::int32_t free = 0;
    std::int32_t held = 0;
  };
  struct VehicleRun {
    std::vector<Segment> segments;
    std::vector<Booking> bookings;  // by board once the first closing is worked
    std::vector<Ticket> bound;      // holders, and refused who wait for its closing; in order
    std::size_t next_stop = 0;
    bool sorted = false;
  };
  struct Closing {
    Tick time;
    std::uint32_t run;
    std::uint16_t stop;
  };

  [[nodiscard]] VehicleRun& run_of(std::uint32_t run);
  [[nodiscard]] std::vector<Segment>& segments_of(VehicleRun& run) const;
  void collect_closings(Tick until);
  void work(const Closing& closing);
  void release_bookings(VehicleRun& run, std::size_t stop);
  void board_bound(VehicleRun& run, const Closing& closing);
  void let_come(Stop& stop, Tick until);
  void wait(Ticket ticket);
  void board_waiting(VehicleRun& run, const Closing& closing);
  void give_up(Tick until);
  void settle(Ticket ticket, std::uint32_t run, Tick closing);  // boarded, or gave up
  void leave(Ticket ticket);
  [[nodiscard]] bool too_long(Ticket ticket, Tick now) const;
  [[nodiscard]] static std::int32_t places_left(const VehicleRun& run, std::size_t board,
                                                std::size_t alight, bool held_too);
  static void take_places(VehicleRun& run, const BoardingRequest& request);

  std::size_t stops_;
  bool reserved_;
  bool notes_missed_;
  Tick longest_wait_;
  Tick now_;
  std::deque<VehicleRun> runs_;  // from first_run_ on
  std::uint32_t first_run_ = 0;  // earlier ones have closed for good
  std::uint32_t next_run_ = 0;   // to be added
  std::vector<Stop> at_;
  std::vector<Person> people_;  // by ticket
  std::vector<Ticket> unused_;  // tickets
  std::uint32_t joined_ = 0;
  std::vector<Closing> closings_;                      // of the present advance
  std::vector<std::pair<Rank, WaitingClass*>> heads_;  // room for board_waiting
  std::vector<Ticket> left_behind_;
  std::vector<Missed> missed_;
  std::vector<Boarded> boarded_;
};

// A whole day at once, for tests and benches.
struct ServiceRuns {
  std::size_t stops = 0;             // >= 2
  bool reserved = false;             // bookings are for one run
  std::vector<std::int32_t> places;  // by run: for the plans, background taken off; >= 0
  std::vector<Tick> closing;         // by run * stops + stop; the last stop's is not used

  [[nodiscard]] std::size_t runs() const { return places.size(); }
  [[nodiscard]] Tick closing_at(std::size_t run, std::size_t stop) const {
    return closing[run * stops + stop];
  }
};

// Requests in order of (ready, key), own_closing filled in here. Writes the run each one boards, or
// kNoRun.
void board_vehicles(const ServiceRuns& service, std::span<const Booking> bookings,
                    std::span<const BoardingRequest> requests, std::span<std::uint32_t> boarded);

}  // namespace stopover::flow
