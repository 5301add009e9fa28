// SPDX-License-Identifier: Apache-2.0
// The event log of one replication, as docs/formats/events.md describes it, in memory.
//
// Shapes: tables in the order of their files; whatever a row names is an index into its table
// (kNone: nothing). Units: milliseconds since 1970-01-01T00:00:00Z, persons, fen.
// Memory: 72 bytes an event, 80 a party, 48 a visit.
// A log of another form is not read beyond its settings.
// Errors: added to the faults with file and line; rows that name what is not there are left out.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "tools/verify_events/faults.hpp"

namespace stopover::verify_events {

using Time = std::int64_t;
using Index = std::int32_t;
inline constexpr Index kNone = -1;
inline constexpr std::int64_t kLogForm = 4;

// In the order in which events of one step follow each other.
enum class Kind : std::uint8_t {
  kReleased,
  kWalkStarts,
  kWalkEnds,
  kJoins,
  kEnters,
  kTries,
  kRefused,
  kGaveUp,
  kThrough,
  kServiceStarts,
  kServiceEnds,
  kReady,
  kLeftBehind,
  kMissed,
  kBoards,
  kAlights,
  kStayStarts,
  kStayEnds,
  kFinished,
  kStranded,
  kRerouted
};
inline constexpr std::array<std::string_view, 21> kKindNames{
    "released",    "walk_starts", "walk_ends", "joins",          "enters",       "tries",
    "refused",     "gave_up",     "through",   "service_starts", "service_ends", "ready",
    "left_behind", "missed",      "boards",    "alights",        "stay_starts",  "stay_ends",
    "finished",    "stranded",    "rerouted"};

struct Event {
  Time time = 0;
  std::size_t line = 0;
  Kind kind = Kind::kReleased;
  Index party = kNone;
  std::uint64_t other = 0;  // where party is kNone: who of the others
  Index way = 0;            // 0: the plan
  Index step = kNone;
  Index checkpoint = kNone;
  Index run = kNone;
  Index stop = kNone;
  std::int32_t persons = 0;
  std::int32_t ahead = 0;
  Index cause = kNone;  // into kCauseNames
  Index desk = kNone;   // type, at a checkpoint of several lines
};
inline constexpr std::array<std::string_view, 6> kCauseNames{
    "late_inbound", "queue", "walk", "closed", "no_seat", "cancelled"};
enum Cause : Index { kLateInbound, kQueue, kWalk, kClosed, kNoSeat, kCancelled };

// Of passengers. Who is of none belongs to all, and to no list.
struct Classes {
  bool all = false;
  std::vector<std::string> some;
  [[nodiscard]] bool has(std::string_view name) const {
    return all || std::find(some.begin(), some.end(), name) != some.end();
  }
};

struct RouteStep {
  enum class Kind : std::uint8_t { kWalk, kQueue, kRide, kStay };
  Kind kind = Kind::kWalk;
  Index checkpoint = kNone;
  std::string passenger_class;
  Index service = kNone;
  Index board = kNone;
  Index alight = kNone;
};

// What a party plans for one of its rides or stays.
struct Planned {
  std::size_t line = 0;
  Index run = kNone;          // kNone: the first with room
  std::optional<Time> until;  // stay
  std::int64_t fare = 0;      // fen, the party's
};

// The plan, or another way on.
struct Way {
  Index route = kNone;
  Time release = 0;
  std::map<Index, Planned> planned;  // by step
};

struct Party {
  std::string key;
  std::size_t line = 0;
  bool counted = false;
  std::int32_t persons = 0;
  std::int64_t fare = 0;   // all of it
  std::int64_t roads = 0;  // of it, taxis and cars
  std::int64_t saved = 0;  // of it, by a product on rides
  std::vector<Way> ways;   // the plan first
};

struct Call {
  std::size_t line = 0;
  Time scheduled_arrival = 0;
  Time scheduled_departure = 0;
  Time arrives = 0;
  Time closes = 0;
  Time departs = 0;
  std::int32_t persons = 0;  // aboard when it departs
};

struct Run {
  std::int64_t number = 0;
  std::size_t line = 0;
  Index service = kNone;
  bool reserved = false;
  std::int32_t places = 0;
  std::int32_t others = 0;  // places taken by others
  bool cancelled = false;   // has no places; its passengers know when it would close
  std::vector<Call> calls;
};

struct DeskPeriod {
  Time from = 0;
  Time until = 0;
  std::int32_t desks = 0;
  std::size_t line = 0;
};

// How many desks a restriction leaves open at most.
struct Closure {
  std::string restriction;
  Index checkpoint = kNone;
  std::optional<std::size_t> desk;  // type; none: each
  DeskPeriod most;
};

// A type of desk; the first of a checkpoint are the ordinary ones, open to all.
struct DeskType {
  std::vector<DeskPeriod> staffing;  // ascending
  Classes serves{.all = true};
  double eligible_share = 1;
  double refusal_share = 0;
};

// How classes go before each other; the first rule that names a class counts.
struct LineRule {
  Classes classes;
  std::int64_t level = 0;  // lower goes first
  std::int64_t weight = 1;
};

struct Checkpoint {
  std::string key;
  bool fifo = true;        // one line, first come, first served
  bool unlimited = false;  // bags and shops: nobody queues
  std::optional<Time> closes_before;
  std::optional<std::int64_t> room;  // persons in the hall
  std::optional<Time> instead;       // what it takes who loses patience; none: nobody does
  std::vector<DeskType> desks{1};
  std::vector<LineRule> rules;
  [[nodiscard]] bool lines() const { return !fifo && !unlimited; }
};

// The last type of desk that a checkpoint may have: sets of types are 32 bits.
inline constexpr std::int64_t kLastDesk = 31;

// What somebody brings who comes to a checkpoint of several lines.
struct Visit {
  Index checkpoint = kNone;
  Index party = kNone;
  std::uint64_t other = 0;
  Index way = 0;
  Index step = kNone;
  std::uint32_t desks = 0;        // bit k: may use desk type k, from 1
  std::optional<Time> patience;   // none: no end
  Index passenger_class = kNone;  // into Log::classes; kNone: of none
  std::size_t line = 0;
};
[[nodiscard]] inline auto key_of(const Visit& v) {
  return std::tuple(v.checkpoint, v.party, v.other, v.way, v.step);
}

struct Total {
  std::size_t line = 0;
  std::int64_t value = 0;
};

struct Log {
  std::optional<Time> longest_wait;  // for a run, then a party gives up
  std::vector<Checkpoint> checkpoints;
  std::vector<Closure> closures;
  std::vector<std::string> services;
  std::vector<std::vector<Index>> runs_of;  // by service, by number
  std::vector<Run> runs;
  std::vector<std::vector<RouteStep>> routes;
  std::vector<Party> parties;
  std::vector<Event> events;
  std::vector<Visit> visits;  // by key_of
  std::vector<std::string> classes;
  std::map<std::string, Total, std::less<>> totals;
};

[[nodiscard]] Log read_log(const std::filesystem::path& folder, Faults& faults);

}  // namespace stopover::verify_events
