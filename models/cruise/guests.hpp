// SPDX-License-Identifier: Apache-2.0
// Who is on a ship: parties with size, kind, nationality, way to come or go, counter at the border.
//
// What it is: for one call and replication, the parties that leave the ship for good, that join it,
// that go ashore and come back, and the crew that goes ashore. Each party chooses among the modes
// of its kind at the terminal by a multinomial logit (McFadden 1974):
//   V = constant + mode.hour * hours on the way + mode.hundred_yuan * yuan / 100
//       + hour_utility * hours ashore
// with errors keyed by party and mode, so that a mode more leaves the others' luck.
// Entry (models/policy) is asked once for each nationality, kind and direction of a call: who may
// not enter by any rule, and is in transit, stays aboard; who ends a cruise is taken to hold a
// visa. Tours of foreigners whose rule is a group's use the group's counter.
//
// What it is not: where they queue (terminal.hpp). Nobody changes their mind.
//
// A party's id: hash(call, direction, ordinal), so a larger load extends the same parties.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/cruise/harbour.hpp"

namespace stopover::cruise {

enum class Flow : std::uint8_t { kOff, kOn, kAshore, kCrew };
inline constexpr std::array<std::string_view, 4> kFlowNames{"off", "on", "ashore", "crew"};

// Lines at the border.
enum class Lane : std::uint8_t { kEgate, kCitizen, kForeign, kGroup, kCrew };
inline constexpr std::size_t kLanes = 5;

struct CruiseParty {
  std::uint64_t key = 0;
  Flow flow = Flow::kOff;
  Lane lane = Lane::kCitizen;
  std::uint16_t guest = 0;  // GuestId
  std::uint16_t mode = 0;   // ModeId; kNoMode
  std::int16_t persons = 1;
  std::int16_t nights = 0;  // before (on) or after (off) the cruise
  bool foreign = false;
  bool tour = false;
  std::int16_t slow = 0;  // persons of 65 and over
};
inline constexpr std::uint16_t kNoMode = 65535;

// The guests of one call, drawn: persons.
struct CallGuests {
  std::int64_t off = 0;
  std::int64_t on = 0;
  std::int64_t through = 0;  // stay with the ship
  std::int64_t crew = 0;
  [[nodiscard]] std::int64_t aboard_at_arrival() const { return off + through; }
  [[nodiscard]] std::int64_t aboard_at_departure() const { return on + through; }
};
[[nodiscard]] CallGuests call_guests(const PortBook& book, const PlannedCall& call,
                                     const Luck& luck);

// What a nationality may do at a call; by guest kind of the parties.
struct EntryCount {
  std::string regime;  // key; "" none: visa in hand, or stays aboard
  std::int64_t persons = 0;
};

struct CallParties {
  std::vector<CruiseParty> parties;  // off, on, ashore, crew
  std::int64_t kept_aboard = 0;      // persons in transit whom no rule lets in
  std::int64_t stay_aboard = 0;      // of their own will
  std::vector<EntryCount> entry;     // foreigners who come in from the sea, by regime, sorted
};

struct CallTimes {
  Instant moored{};
  Instant leaves{};  // when the ship means to sail
};
[[nodiscard]] CallParties call_parties(const PortBook& book, const PlannedCall& call,
                                       const CallGuests& guests, const CallTimes& times,
                                       const Luck& luck);

// Shares of the modes of a kind at a terminal, by the closed form; for checks and reports.
[[nodiscard]] std::vector<std::pair<ModeId, double>> mode_shares(const PortBook& book,
                                                                 GuestId guest, TerminalId terminal,
                                                                 double hours_ashore);

}  // namespace stopover::cruise
