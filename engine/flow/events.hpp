// SPDX-License-Identifier: Apache-2.0
// A sweep told as events: what each party does, sees and misses, in one order.
//
//   const std::vector<flow::Event> events = flow::events_of(journal, setting, run_delay);
//
// Which runs left a party behind, and when a run was missed, is worked out here from the journal
// and the timetable; tools/verify_events checks all of it without this code.
//
// Order: (time, key, way, step, kind, run), which is total: the same for any threads and any cuts
// of time. When what happens:
//   left behind   as the run closes
//   enters        as a full hall lets it in; not told of who never waited outside
//   tries         as a service begins at a desk that will send it on to the ordinary ones
//   gave up       as its patience ends; `through` once it has passed by other means
//   missed        as the planned run closes, or later, when the party is ready and sees it gone
//   stranded      as the last run closes for which the party would wait, or the last desk; at once
//                 where there is none
// Units: ticks (milliseconds), persons. Memory: 40 bytes an event.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/flow/journal.hpp"

namespace stopover::flow {

enum class EventKind : std::uint8_t {  // in the order of one step
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

struct Event {
  Tick time = 0;
  std::uint64_t key = 0;
  RunId run = RunId::none();
  CheckpointId checkpoint = CheckpointId::none();
  std::uint32_t ahead = 0;  // kJoins; where nobody queues 0
  std::uint16_t way = 0;    // 0: the plan; then one for each rerouting
  std::uint16_t step = 0;
  std::uint16_t stop = 0;  // where there is a run, or at kReady
  std::int16_t size = 1;
  EventKind kind = EventKind::kReleased;
  MissCause cause = MissCause::kNone;
  bool other = false;
  std::uint8_t desk = 0;  // type, at several lines; else 0
  friend bool operator==(const Event&, const Event&) = default;
};

// Of those whom the journal tells about, in order. `run_delay`: as the sweep gives it.
[[nodiscard]] std::vector<Event> events_of(const Journal& journal, const Setting& setting,
                                           const std::vector<std::int32_t>& run_delay);

[[nodiscard]] std::string_view name_of(EventKind kind);  // "walk_starts"

// When boarding of a run ends at a stop.
[[nodiscard]] Tick closing_of(const timetable::Timetable& timetable, RunId run, std::size_t stop,
                              Seconds delay);

}  // namespace stopover::flow
