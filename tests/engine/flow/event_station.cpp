// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/flow/event_station.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>

namespace stopover::flow::testing {
namespace {

enum class Where { kComing, kOutside, kInLine, kAtDesk, kGone };

struct Person {
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

class Station {
 public:
  Station(const QueueRules& rules, const std::vector<StationCustomer>& customers)
      : rules_(rules), customers_(customers), people_(customers.size()) {
    for (std::size_t i = 0; i < people_.size(); ++i) {
      people_[i].line = customers[i].line;
      people_[i].visit.customer = i;
      times_.insert(customers[i].arrival);
      if (limited(i)) times_.insert(last_moment(i));
    }
    for (const auto& periods : rules.desks)
      for (const DeskPeriod& period : periods) {
        times_.insert(period.from);
        times_.insert(period.until);
      }
  }

  std::vector<QueueVisit> run() {
    while (!times_.empty()) {
      now_ = *times_.begin();
      times_.erase(times_.begin());
      leave_desks();
      come_in();
      arrive();
      do {
        call_up();
      } while (leave_desks_and_come_in() || walk_out());
    }
    for (Person& p : people_) {
      if (p.where == Where::kGone) continue;
      p.visit.waited = 0;
      go(p, QueueVisit::Fate::kStranded, kNever);
    }
    return log_;
  }

 private:
  [[nodiscard]] bool limited(std::size_t i) const {
    return rules_.lines[customers_[i].line].impatient && customers_[i].patience != kNever;
  }
  [[nodiscard]] Tick last_moment(std::size_t i) const {
    return customers_[i].arrival + customers_[i].patience;
  }

  [[nodiscard]] int open(std::size_t desk) const {
    for (const DeskPeriod& period : rules_.desks[desk])
      if (period.from <= now_ && now_ < period.until) return period.desks;
    return 0;
  }
  [[nodiscard]] bool free(std::size_t desk) const {
    return std::count_if(people_.begin(), people_.end(), [&](const Person& p) {
             return p.where == Where::kAtDesk && p.desk == desk;
           }) < open(desk);
  }
  [[nodiscard]] bool has_room_for(std::int64_t persons) const {
    if (!rules_.room) return true;
    std::int64_t inside = 0;
    for (std::size_t i = 0; i < people_.size(); ++i)
      if (people_[i].where == Where::kInLine || people_[i].where == Where::kAtDesk)
        inside += customers_[i].persons;
    if (inside == 0) return *rules_.room != 0;
    return inside + persons <= *rules_.room;
  }
  [[nodiscard]] bool anybody_outside() const {
    return std::any_of(people_.begin(), people_.end(),
                       [](const Person& p) { return p.where == Where::kOutside; });
  }

  void go(Person& p, QueueVisit::Fate fate, Tick end) {
    p.where = Where::kGone;
    p.visit.fate = fate;
    p.visit.end = end;
    log_.push_back(p.visit);
  }
  void stand_in_line(Person& p) {
    p.where = Where::kInLine;
    p.came_here = now_;
    p.stamp = stamps_++;
  }

  bool leave_desks() {
    bool any = false;
    for (Person& p : people_) {
      if (p.where != Where::kAtDesk || p.goes != now_) continue;
      any = true;
      if (p.sent_on) {
        p.sent_on = false;
        p.visit.refused = true;
        p.line = *rules_.lines[p.line].after_refusal;
        stand_in_line(p);
      } else {
        p.where = Where::kGone;
      }
    }
    return any;
  }
  void come_in() {
    for (std::size_t i = 0; i < people_.size(); ++i) {  // arrivals are in order
      Person& p = people_[i];
      if (p.where != Where::kOutside) continue;
      if (!has_room_for(customers_[i].persons)) return;
      p.visit.waited += now_ - p.came_here;
      p.visit.entered = now_;
      stand_in_line(p);
    }
  }
  bool leave_desks_and_come_in() {
    const bool any = leave_desks();
    if (any) come_in();
    return any;
  }
  void arrive() {
    for (std::size_t i = 0; i < people_.size(); ++i) {
      Person& p = people_[i];
      if (p.where != Where::kComing || customers_[i].arrival != now_) continue;
      if (!anybody_outside() && has_room_for(customers_[i].persons)) {
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
  bool walk_out() {
    bool any = false;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      Person& p = people_[i];
      if (p.where != Where::kOutside && p.where != Where::kInLine) continue;
      if (p.served_once || !limited(i) || last_moment(i) != now_) continue;
      any = true;
      p.visit.waited += now_ - p.came_here;
      go(p, QueueVisit::Fate::kGaveUp, now_);
    }
    if (any) come_in();
    return any;
  }

  [[nodiscard]] std::optional<std::uint8_t> desk_for(const Person& p) const {
    for (const std::uint8_t desk : rules_.lines[p.line].desks)
      if (free(desk)) return desk;
    return std::nullopt;
  }
  [[nodiscard]] bool precedes(const Person& a, const Person& b) const {
    if (a.line == b.line) return a.stamp < b.stamp;
    const QueueLine& line_a = rules_.lines[a.line];
    const QueueLine& line_b = rules_.lines[b.line];
    if (line_a.level != line_b.level) return line_a.level < line_b.level;
    const Tick worth_a = line_a.weight * (now_ - a.came_here);
    const Tick worth_b = line_b.weight * (now_ - b.came_here);
    return worth_a == worth_b ? a.stamp < b.stamp : worth_a > worth_b;
  }
  void call_up() {
    for (;;) {
      Person* best = nullptr;
      for (Person& p : people_)
        if (p.where == Where::kInLine && desk_for(p) && (best == nullptr || precedes(p, *best)))
          best = &p;
      if (best == nullptr) return;
      sit_down(*best, *desk_for(*best));
    }
  }
  void sit_down(Person& p, std::uint8_t desk) {
    const StationCustomer& customer = customers_[p.visit.customer];
    p.where = Where::kAtDesk;
    p.desk = desk;
    p.visit.waited += now_ - p.came_here;
    p.goes = now_ + customer.service[desk];
    times_.insert(p.goes);
    p.served_once = true;
    p.sent_on = !p.visit.refused && rules_.lines[p.line].after_refusal.has_value() &&
                (customer.refused & (1 << desk)) != 0;
    if (p.sent_on) return;
    QueueVisit& visit = p.visit;
    visit.start = now_;
    visit.end = p.goes;
    visit.desk = desk;
    visit.fate = QueueVisit::Fate::kServed;
    log_.push_back(visit);
  }

  const QueueRules& rules_;
  const std::vector<StationCustomer>& customers_;
  std::vector<Person> people_;
  std::set<Tick> times_;
  std::vector<QueueVisit> log_;
  Tick now_ = 0;
  int stamps_ = 0;
};

}  // namespace

std::vector<QueueVisit> simulate_station(const QueueRules& rules,
                                         const std::vector<StationCustomer>& customers) {
  return Station(rules, customers).run();
}

}  // namespace stopover::flow::testing
