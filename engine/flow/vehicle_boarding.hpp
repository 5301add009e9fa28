// SPDX-License-Identifier: Apache-2.0
// The exact recursion of boarding: one service, all its runs, all who come to ride it.
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
//     run, from its closing on (they do not know before).
//   - a refused party (came to a checkpoint after it closed for its run) waits from its own run's
//     closing on, whatever the service.
// Who is ready after the last closing, or never fits, is not carried: kNoRun.
//
// Places of others (background) are taken on every segment before all this.
//
// Cost: O(log) of the waiting parties for each one boarded; those who do not fit are not looked at
// one by one but by class (alight, size). Memory: 24 bytes a segment of every run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/clock.hpp"

namespace stopover::flow {

inline constexpr std::uint32_t kNoRun = static_cast<std::uint32_t>(-1);

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
  std::uint32_t own_run = kNoRun;  // planned; kNoRun: any
  std::int16_t size = 1;
  std::uint16_t board = 0;
  std::uint16_t alight = 0;
  bool refused = false;  // by a checkpoint, for own_run
};

// Requests in order of (ready, key). Writes the run each one boards, or kNoRun.
void board_vehicles(const ServiceRuns& service, std::span<const Booking> bookings,
                    std::span<const BoardingRequest> requests, std::span<std::uint32_t> boarded);

}  // namespace stopover::flow
