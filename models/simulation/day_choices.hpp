// SPDX-License-Identifier: Apache-2.0
// What the parties of one demand day choose, for many of them: what does not depend on the party is
// worked out once.
//
//   const DayChoices choices(planning, day, executor);
//   DayChoices::Room room(choices, luck);          // one a thread
//   const Candidate* taken = choices.choose(party, room);
//
// The same choices, and the same likelihoods, bit for bit, as choose() and chances() of
// candidates.hpp, which work everything out for each party and are its oracle
// (tests/models/simulation/day_choices_test.cpp).
//
// What is spared: errors of alternatives that bounds rule out (choice_errors.hpp); the search for
// departures, by the hours of the day; constants; room.
// What it is not: for parties of another day.
// Cost: ready in some 100 ns a list of departures; then about 25 ns an alternative.
// Memory: 120 bytes a list of departures, of which a journey has one and one more for each number
// of nights, 28 a journey, 12 a pair: so days are gone through one after another.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/executor.hpp"
#include "models/simulation/choice_errors.hpp"
#include "models/simulation/choice_list.hpp"

namespace stopover::simulation {

class DayChoices {
 public:
  // Keeps references to what planning refers to; its luck is not asked.
  DayChoices(const Planning& planning, CivilDate day, Executor& executor);

  // What is kept from party to party. Used by one thread.
  class Room {
   public:
    Room(const DayChoices& choices, demand::Luck luck);

   private:
    friend DayChoices;
    demand::Luck luck_;
    ChoiceList list_;
    BestByBounds best_;
    choice::NestedShares shares_;
    std::size_t taken_ = 0;
  };

  // null: nothing in the timetable serves it. Valid until the room is used again; its error is not
  // set. `offered`: which products it was offered, if wanted.
  [[nodiscard]] const Candidate* choose(const demand::Party& party, Room& room,
                                        Offered* offered = nullptr) const;
  // Of the party that chose last, and chose something: its error; how likely it was what.
  [[nodiscard]] double error(Room& room) const { return error(room, room.taken_); }
  [[nodiscard]] double error(Room& room, std::size_t listed) const {
    return room.best_.error(listed);
  }
  [[nodiscard]] Chances chances(Room& room) const;
  // All that it had, without errors.
  [[nodiscard]] const std::vector<Candidate>& listed(const Room& room) const {
    return room.list_.candidates;
  }

 private:
  // The pairs that begin at a place, by (to, group).
  struct PairTo {
    network::PlaceId to;
    Group group{};
    PairId pair;
  };
  [[nodiscard]] PairId pair_of(const demand::Party& party, Group group) const;
  void index_pairs();

  Planning planning_;
  CivilDate day_;
  ErrorBounds bounds_;
  DayTables tables_;
  std::vector<std::uint32_t> first_pair_;  // by place, and one more
  std::vector<PairTo> pairs_;
};

}  // namespace stopover::simulation
