// SPDX-License-Identifier: Apache-2.0
// Private to models/cruise: the queues of one terminal over the days of some calls.
//
// What it is: turns desks by the clock into periods, parties into customers of engine/flow, and
// their visits into times. What it is not: a queue of its own.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/flow/checkpoint_queue.hpp"
#include "models/cruise/terminal.hpp"

namespace stopover::cruise {

// Everyone of the calls: parties call by call.
struct People {
  std::vector<CruiseParty> parties;
  std::vector<std::uint32_t> call_of;
  std::vector<TerminalCall> calls;
};

struct Coming {
  flow::Tick time = 0;
  std::uint32_t party = 0;
};

// Where a stage leaves what it saw, by party.
struct StageNotes {
  StageResult& result;
  std::vector<flow::Tick>& last_wait;
  std::vector<flow::Tick>& max_wait;
};

// The greatest running sum of changes; at one instant those who leave go first.
[[nodiscard]] std::int64_t greatest_sum(std::vector<std::pair<flow::Tick, std::int64_t>> changes);

// Calls guests of one ship to the gangway, and brings their bags, group by group.
class Groups {
 public:
  Groups(const PortBook& book, Instant moored, Instant clear, std::int64_t with_bags);
  struct Called {
    flow::Tick released = 0;
    flow::Tick bags = 0;  // the last bag of the group is in the hall
  };
  Called next(const CruiseParty& party);
  [[nodiscard]] std::int64_t last_bag_seconds() const;  // since mooring; 0 without bags

 private:
  double group_;
  double gangway_;  // persons a minute
  double bags_per_guest_;
  double bags_per_minute_;
  double first_;  // minutes
  Instant moored_;
  Instant clear_;
  std::int64_t called_ = 0;     // persons who end their cruise or go ashore
  std::int64_t bagged_ = 0;     // who have bags, so far
  std::int64_t with_bags_ = 0;  // of the whole ship
};

class StageQueues {
 public:
  StageQueues(const PortBook& book, TerminalId terminal, const std::vector<TerminalCall>& calls,
              const DeskTable& desks, const Luck& luck);

  // Who comes to the desks of a stage, and when they have been served; those who are never served
  // are left out. Sorted by (time, party).
  [[nodiscard]] std::vector<Coming> pass(Stage stage, std::vector<Coming> coming,
                                         const People& people, StageNotes notes) const;
  // Loads of one ship's guests; each leaves its bay as one.
  [[nodiscard]] std::vector<Coming> coaches(std::vector<Coming> coming, const People& people,
                                            StageNotes notes) const;
  // A ship's own; open from `opens`.
  [[nodiscard]] std::vector<Coming> gangway(std::vector<Coming> coming, const People& people,
                                            Instant opens) const;

 private:
  [[nodiscard]] std::vector<flow::DeskPeriod> periods(Stage stage, DeskKind kind) const;
  [[nodiscard]] flow::Tick service(Stage stage, DeskKind kind, const CruiseParty& party,
                                   int persons) const;
  [[nodiscard]] std::vector<Coming> pass_border(Stage stage, const std::vector<Coming>& coming,
                                                const People& people, StageNotes& notes) const;
  [[nodiscard]] std::vector<Coming> pass_plain(Stage stage, const std::vector<Coming>& coming,
                                               const People& people, StageNotes& notes) const;

  const PortBook& book_;
  TerminalId terminal_;
  const DeskTable& desks_;
  Luck luck_;
  CivilDate first_;
  CivilDate last_;
  double slow_;
};

}  // namespace stopover::cruise
