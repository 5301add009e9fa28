// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/flow/event_station.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace stopover::flow::testing {
EventStation::EventStation(const QueueRules& rules) : rules_(rules) {
  for (const auto& periods : rules.desks)
    for (const DeskPeriod& period : periods) {
      times_.insert(period.from);
      times_.insert(period.until);
    }
}

void EventStation::add(const StationCustomer& customer) {
  Person p;
  p.customer = customer;
  p.line = customer.line;
  p.visit.customer = people_.size();
  times_.insert(customer.arrival);
  if (limited(p)) times_.insert(last_moment(p));
  people_.push_back(p);
}

std::vector<QueueVisit> EventStation::act(Tick now) {
  now_ = now;
  times_.erase(now);
  leave_desks();
  come_in();
  arrive();
  do {
    call_up();
  } while (leave_desks_and_come_in() || walk_out());
  return std::exchange(log_, {});
}

std::vector<QueueVisit> EventStation::strand() {
  for (Person& p : people_) {
    if (p.where == Where::kGone || p.where == Where::kAtDesk) continue;
    p.visit.waited = 0;
    go(p, QueueVisit::Fate::kStranded, kNever);
  }
  return std::exchange(log_, {});
}

bool EventStation::limited(const Person& p) const {
  return rules_.lines[p.customer.line].impatient && p.customer.patience != kNever;
}

Tick EventStation::last_moment(const Person& p) {
  return p.customer.arrival + p.customer.patience;
}

int EventStation::open(std::size_t desk) const {
  for (const DeskPeriod& period : rules_.desks[desk])
    if (period.from <= now_ && now_ < period.until) return period.desks;
  return 0;
}

bool EventStation::free(std::size_t desk) const {
  return std::count_if(people_.begin(), people_.end(), [&](const Person& p) {
           return p.where == Where::kAtDesk && p.desk == desk;
         }) < open(desk);
}

bool EventStation::has_room_for(std::int64_t persons) const {
  if (!rules_.room) return true;
  std::int64_t inside = 0;
  for (const Person& p : people_)
    if (p.where == Where::kInLine || p.where == Where::kAtDesk) inside += p.customer.persons;
  if (inside == 0) return *rules_.room != 0;
  return inside + persons <= *rules_.room;
}

bool EventStation::anybody_outside() const {
  return std::any_of(people_.begin(), people_.end(),
                     [](const Person& p) { return p.where == Where::kOutside; });
}

void EventStation::go(Person& p, QueueVisit::Fate fate, Tick end) {
  p.where = Where::kGone;
  p.visit.fate = fate;
  p.visit.end = end;
  log_.push_back(p.visit);
}

void EventStation::stand_in_line(Person& p) {
  p.where = Where::kInLine;
  p.came_here = now_;
  p.stamp = stamps_++;
}

bool EventStation::leave_desks() {
  bool any = false;
  for (Person& p : people_) {
    if (p.where != Where::kAtDesk || p.goes != now_) continue;
    any = true;
    if (p.sent_on) {
      p.sent_on = false;
      p.line = *rules_.lines[p.line].after_refusal;
      stand_in_line(p);
    } else {
      p.where = Where::kGone;
    }
  }
  return any;
}

void EventStation::come_in() {
  for (Person& p : people_) {  // arrivals are in order
    if (p.where != Where::kOutside) continue;
    if (!has_room_for(p.customer.persons)) return;
    p.visit.waited += now_ - p.came_here;
    p.visit.entered = now_;
    stand_in_line(p);
  }
}

bool EventStation::leave_desks_and_come_in() {
  const bool any = leave_desks();
  if (any) come_in();
  return any;
}

void EventStation::arrive() {
  for (Person& p : people_) {
    if (p.where != Where::kComing || p.customer.arrival != now_) continue;
    if (!anybody_outside() && has_room_for(p.customer.persons)) {
      p.visit.entered = now_;
      stand_in_line(p);
    } else if (rules_.turns_away) {
      go(p, QueueVisit::Fate::kTurnedAway, now_);
    } else {
      p.where = Where::kOutside;
      p.came_here = now_;
    }
  }
}

bool EventStation::walk_out() {
  bool any = false;
  for (Person& p : people_) {
    if (p.where != Where::kOutside && p.where != Where::kInLine) continue;
    if (p.served_once || !limited(p) || last_moment(p) != now_) continue;
    any = true;
    p.visit.waited += now_ - p.came_here;
    go(p, QueueVisit::Fate::kGaveUp, now_);
  }
  if (any) come_in();
  return any;
}

std::optional<std::uint8_t> EventStation::desk_for(const Person& p) const {
  for (const std::uint8_t desk : rules_.lines[p.line].desks)
    if (free(desk)) return desk;
  return std::nullopt;
}

bool EventStation::precedes(const Person& a, const Person& b) const {
  if (a.line == b.line) return a.stamp < b.stamp;
  const QueueLine& line_a = rules_.lines[a.line];
  const QueueLine& line_b = rules_.lines[b.line];
  if (line_a.level != line_b.level) return line_a.level < line_b.level;
  const Tick worth_a = line_a.weight * (now_ - a.came_here);
  const Tick worth_b = line_b.weight * (now_ - b.came_here);
  return worth_a == worth_b ? a.stamp < b.stamp : worth_a > worth_b;
}

void EventStation::call_up() {
  for (;;) {
    Person* best = nullptr;
    for (Person& p : people_)
      if (p.where == Where::kInLine && desk_for(p) && (best == nullptr || precedes(p, *best)))
        best = &p;
    if (best == nullptr) return;
    sit_down(*best, *desk_for(*best));
  }
}

void EventStation::sit_down(Person& p, std::uint8_t desk) {
  const StationCustomer& customer = p.customer;
  p.where = Where::kAtDesk;
  p.desk = desk;
  p.visit.waited += now_ - p.came_here;
  p.goes = now_ + customer.service[desk];
  times_.insert(p.goes);
  p.served_once = true;
  p.sent_on = !p.visit.refused && rules_.lines[p.line].after_refusal.has_value() &&
              (customer.refused & (1 << desk)) != 0;
  if (p.sent_on) {
    p.visit.refused = Refusal{now_, p.goes, desk};
    return;
  }
  QueueVisit& visit = p.visit;
  visit.start = now_;
  visit.end = p.goes;
  visit.desk = desk;
  visit.fate = QueueVisit::Fate::kServed;
  log_.push_back(visit);
}

std::vector<QueueVisit> simulate_station(const QueueRules& rules,
                                         const std::vector<StationCustomer>& customers) {
  EventStation station(rules);
  for (const StationCustomer& customer : customers) station.add(customer);
  std::vector<QueueVisit> log;
  const auto append = [&](const std::vector<QueueVisit>& visits) {
    log.insert(log.end(), visits.begin(), visits.end());
  };
  while (!station.times().empty()) append(station.act(*station.times().begin()));
  append(station.strand());
  return log;
}

}  // namespace stopover::flow::testing
