// SPDX-License-Identifier: Apache-2.0
// What happened in a sweep, step by step: written while it runs, told afterwards (events.hpp).
//
//   flow::Journal journal;
//   setting.journal = &journal;  // absent: nothing is written, for the price of a test a step
//
// A *passage* is one step of one party, or of one of the others (background) at a desk, written
// once, when it is over. Their order is that of the stages, not of time.
//
// Units: ticks (milliseconds), persons. Memory: 80 bytes a passage, 56 more at a checkpoint of
// several lines; a full day of a large city has millions, so a wish can keep one party's alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/flow/clock.hpp"
#include "engine/flow/desk_queue.hpp"
#include "engine/flow/sweep.hpp"

namespace stopover::flow {

// What a checkpoint of several lines (desk_queue.hpp) adds to the passage of who came to it.
struct LinesPassage {
  Tick entered = kNever;           // the hall; kNever: did not
  Tick patience = kNever;          // drawn; kNever: no end
  std::optional<Refusal> refused;  // before `start`
  std::uint8_t desk = 0;           // type that served
  std::uint8_t passenger_class = 0;
  std::uint8_t may_use = 0;  // bit k: desk type k + 1 of the checkpoint
};

struct Passage {
  static constexpr std::uint32_t kNoLines = static_cast<std::uint32_t>(-1);
  // kReroute: goes another way, of which a kRelease follows and a kPlan for each ride.
  enum class Kind : std::uint8_t { kRelease, kWalk, kQueue, kRide, kStay, kEnd, kReroute, kPlan };
  Tick begin = 0;  // released, walk starts, joins, ready, stay starts, finished, rerouted
  Tick start = 0;  // kQueue: of the service, or gave up; kNever: not served, stranded
  Tick end = 0;    // kWalk, kStay; kQueue: of the service or what it did instead; kRide: alights
  std::uint64_t key = 0;
  CheckpointId checkpoint = CheckpointId::none();
  ServiceId service = ServiceId::none();  // kRide; kQueue: of the ride that follows
  RunId run = RunId::none();              // boarded; none: stranded
  RunId planned = RunId::none();          // kRide, kPlan; kQueue: of the ride that follows
  RouteId route = RouteId::none();        // kReroute: the other way
  std::uint32_t ahead = 0;                // kQueue: parties and others who came before and wait
  std::uint32_t lines = kNoLines;         // kQueue: which of Journal::lines, at several lines
  std::uint16_t way = 0;                  // 0: the plan; then one for each rerouting
  std::uint16_t step = 0;                 // of that way's route
  std::int16_t size = 1;
  std::uint16_t board = 0;
  std::uint16_t alight = 0;
  Kind kind = Kind::kRelease;
  MissCause cause = MissCause::kNone;
  bool other = false;       // not of the plans
  bool closed_out = false;  // kRide: came to a checkpoint that had closed for `planned`
  bool leaves = false;      // kRide: missed `planned`, and at `end` went another way
  bool gave_up = false;     // kQueue: at `start`, for want of patience
};

// Whose passages are kept. Everybody's rides tell how full the vehicles of one party are.
struct JournalWish {
  bool everybody = true;
  bool rides = false;                  // everybody's
  std::optional<std::uint64_t> party;  // by key
  [[nodiscard]] bool tells(std::uint64_t key) const { return everybody || party == key; }
  [[nodiscard]] bool keeps(const Passage& passage) const {
    return tells(passage.key) || (rides && passage.kind == Passage::Kind::kRide);
  }
};

class Journal {
 public:
  explicit Journal(JournalWish wish = {}) : wish_(wish) {}
  // In any order; takes what is wished for. `lines`: which passages point into. Not from two
  // threads at once.
  void take(const std::vector<Passage>& passages, const std::vector<LinesPassage>& lines);
  // From now on this party's too.
  void look_for(std::uint64_t party) { wish_.party = party; }
  [[nodiscard]] const JournalWish& wish() const { return wish_; }
  [[nodiscard]] const std::vector<Passage>& passages() const { return passages_; }
  // nullptr: not at a checkpoint of several lines.
  [[nodiscard]] const LinesPassage* lines_of(const Passage& passage) const {
    return passage.lines == Passage::kNoLines ? nullptr : &lines_[passage.lines];
  }

 private:
  JournalWish wish_;
  std::vector<Passage> passages_;
  std::vector<LinesPassage> lines_;
};

}  // namespace stopover::flow
