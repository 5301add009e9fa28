// SPDX-License-Identifier: Apache-2.0
// The oracle of DeskQueue: the same station as a plain simulation that keeps no counts. At every
// instant at which anything may happen it looks at every customer again. Shares no code with the
// engine but the types of rules and visits.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "engine/flow/desk_queue.hpp"

namespace stopover::flow::testing {

struct StationCustomer {
  Tick arrival = 0;
  std::vector<Tick> service;  // by desk type
  std::uint8_t line = 0;
  std::int16_t persons = 1;
  Tick patience = kNever;
  std::uint8_t refused = 0;
};

// Customers are numbered in order of adding, which is that of their arrivals.
class EventStation {
 public:
  explicit EventStation(const QueueRules& rules);
  void add(const StationCustomer& customer);
  // When something may happen that has not been acted on.
  [[nodiscard]] const std::set<Tick>& times() const { return times_; }
  // What happens at `now`, the first of times() or before it: visits whose end has become known.
  [[nodiscard]] std::vector<QueueVisit> act(Tick now);
  // Those who wait for ever.
  [[nodiscard]] std::vector<QueueVisit> strand();

 private:
  enum class Where { kComing, kOutside, kInLine, kAtDesk, kGone };
  struct Person {
    StationCustomer customer;
    Where where = Where::kComing;
    std::uint8_t line = 0;
    std::uint8_t desk = 0;
    Tick came_here = 0;  // outside, to the line or to the desk
    Tick goes = 0;       // from the desk
    int stamp = 0;       // order in which they came into lines
    bool served_once = false;
    bool sent_on = false;  // will be, by the desk they are at
    QueueVisit visit;
  };

  [[nodiscard]] bool limited(const Person& p) const;
  [[nodiscard]] static Tick last_moment(const Person& p);
  [[nodiscard]] int open(std::size_t desk) const;
  [[nodiscard]] bool free(std::size_t desk) const;
  [[nodiscard]] bool has_room_for(std::int64_t persons) const;
  [[nodiscard]] bool anybody_outside() const;
  void go(Person& p, QueueVisit::Fate fate, Tick end);
  void stand_in_line(Person& p);
  bool leave_desks();
  void come_in();
  bool leave_desks_and_come_in();
  void arrive();
  bool walk_out();
  [[nodiscard]] std::optional<std::uint8_t> desk_for(const Person& p) const;
  [[nodiscard]] bool precedes(const Person& a, const Person& b) const;
  void call_up();
  void sit_down(Person& p, std::uint8_t desk);

  QueueRules rules_;
  std::vector<Person> people_;
  std::set<Tick> times_;
  std::vector<QueueVisit> log_;
  Tick now_ = 0;
  int stamps_ = 0;
};

[[nodiscard]] std::vector<QueueVisit> simulate_station(
    const QueueRules& rules, const std::vector<StationCustomer>& customers);

}  // namespace stopover::flow::testing
