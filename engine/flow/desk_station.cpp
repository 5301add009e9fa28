// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/desk_station.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace stopover::flow {

DeskStation::DeskStation(QueueRules rules) : rules_(std::move(rules)), lines_(rules_.lines.size()) {
  for (const std::vector<DeskPeriod>& periods : rules_.desks) desks_.emplace_back(periods);
  change_staff(std::numeric_limits<Tick>::min());
}

void DeskStation::add(const QueueCustomers& customers, std::uint64_t number) {
  for (std::size_t i = 0; i < customers.arrival.size(); ++i) {
    const std::uint32_t slot = take_slot();
    Customer& c = customers_[slot];
    c = {};
    c.number = number++;
    c.arrival = customers.arrival[i];
    c.line = entry_of(customers.line, i, std::uint8_t{0});
    c.persons = entry_of(customers.persons, i, std::int16_t{1});
    c.refused_by = entry_of(customers.refused, i, std::uint8_t{0});
    const Tick patience = entry_of(customers.patience, i, kNever);
    if (rules_.lines[c.line].impatient && patience < kNever - std::max<Tick>(c.arrival, 0))
      c.deadline = c.arrival + patience;
    const auto services = customers.service.subspan(i * desks_.size(), desks_.size());
    std::copy(services.begin(), services.end(), services_of(slot));
    coming_.push(slot);
  }
}

void DeskStation::advance(Tick until, std::vector<QueueVisit>& visits) {
  for (Tick now = next(); now < until; now = next()) {
    instant(now, visits);
    while (!deadlines_.empty() && !may_give_up(deadlines_.top())) deadlines_.pop();
  }
}

Tick DeskStation::next_event() const {
  return free_slots_.size() == customers_.size() ? kNever : next();
}

void DeskStation::strand(std::vector<QueueVisit>& visits) {
  std::vector<std::uint32_t> left;
  for (const Row<Entry>& line : lines_)
    for (const Entry& entry : line)
      if (waits(entry)) left.push_back(entry.slot);
  for (const Entry& entry : outside_)
    if (waits(entry)) left.push_back(entry.slot);
  std::sort(left.begin(), left.end(), [this](std::uint32_t a, std::uint32_t b) {
    return customers_[a].number < customers_[b].number;
  });
  for (const std::uint32_t slot : left) {
    customers_[slot].waited = 0;
    leave(slot, kNever, QueueVisit::Fate::kStranded, visits);
  }
}

std::uint32_t DeskStation::take_slot() {
  if (free_slots_.empty()) {
    customers_.emplace_back();
    services_.resize(services_.size() + desks_.size());
    return static_cast<std::uint32_t>(customers_.size() - 1);
  }
  const std::uint32_t slot = free_slots_.back();
  free_slots_.pop_back();
  return slot;
}

std::vector<Tick>::iterator DeskStation::services_of(std::uint32_t slot) {
  return services_.begin() + static_cast<std::ptrdiff_t>(slot * desks_.size());
}

bool DeskStation::waits(const Entry& entry) const {
  const Customer& c = customers_[entry.slot];
  return c.number == entry.number && c.waiting;
}

Tick DeskStation::next() const {
  Tick time = staff_changes_;
  if (!coming_.empty()) time = std::min(time, customers_[coming_.front()].arrival);
  if (!ends_.empty()) time = std::min(time, ends_.top().time);
  if (!deadlines_.empty()) time = std::min(time, deadlines_.top().time);
  return time;
}

void DeskStation::instant(Tick now, std::vector<QueueVisit>& visits) {
  end_services(now);
  if (staff_changes_ <= now) change_staff(now);
  let_in(now);
  take_arrivals(now, visits);
  for (;;) {
    start_services(now, visits);
    if (!end_services(now) && !give_up(now, visits)) return;
    let_in(now);
  }
}

bool DeskStation::end_services(Tick now) {
  bool any = false;
  for (; !ends_.empty() && ends_.top().time <= now; ends_.pop(), any = true) {
    const End& end = ends_.top();
    desks_[end.type].release();
    if (end.slot == kNoSlot) {
      inside_ -= end.persons;
      continue;
    }
    Customer& c = customers_[end.slot];
    c.line = *rules_.lines[c.line].after_refusal;
    join(end.slot, now);
  }
  return any;
}

void DeskStation::change_staff(Tick now) {
  staff_changes_ = kNever;
  for (Desks& desks : desks_) staff_changes_ = std::min(staff_changes_, desks.staff(now));
}

void DeskStation::let_in(Tick now) {
  for (; !outside_.empty(); outside_.pop()) {
    const Entry& entry = outside_.front();
    if (!waits(entry)) continue;
    if (!fits(customers_[entry.slot])) return;
    --outside_count_;
    enter(entry.slot, now);
  }
}

void DeskStation::take_arrivals(Tick now, std::vector<QueueVisit>& visits) {
  for (; !coming_.empty() && customers_[coming_.front()].arrival <= now; coming_.pop()) {
    const std::uint32_t slot = coming_.front();
    Customer& c = customers_[slot];
    const bool room = outside_count_ == 0 && fits(c);
    if (!room && rules_.turns_away) {
      leave(slot, now, QueueVisit::Fate::kTurnedAway, visits);
      continue;
    }
    if (c.deadline != kNever) deadlines_.push({c.deadline, {c.number, 0, slot}});
    if (room) {
      enter(slot, now);
    } else {
      c.waiting = true;
      c.joined = now;
      outside_.push({c.number, 0, slot});
      ++outside_count_;
    }
  }
}

bool DeskStation::give_up(Tick now, std::vector<QueueVisit>& visits) {
  bool any = false;
  for (; !deadlines_.empty() && deadlines_.top().time <= now; deadlines_.pop()) {
    if (!may_give_up(deadlines_.top())) continue;
    any = true;
    const std::uint32_t slot = deadlines_.top().entry.slot;
    Customer& c = customers_[slot];
    c.waited += now - c.joined;
    if (c.entered == kNever) {
      --outside_count_;
    } else {
      inside_ -= c.persons;
    }
    leave(slot, now, QueueVisit::Fate::kGaveUp, visits);
  }
  return any;
}

bool DeskStation::may_give_up(const Deadline& deadline) const {
  return waits(deadline.entry) && customers_[deadline.entry.slot].deadline == deadline.time;
}

bool DeskStation::fits(const Customer& c) const {
  return !rules_.room || inside_ + c.persons <= *rules_.room || (inside_ == 0 && *rules_.room > 0);
}

void DeskStation::enter(std::uint32_t slot, Tick now) {
  Customer& c = customers_[slot];
  if (c.waiting) c.waited += now - c.joined;
  c.entered = now;
  inside_ += c.persons;
  join(slot, now);
}

void DeskStation::join(std::uint32_t slot, Tick now) {
  Customer& c = customers_[slot];
  c.waiting = true;
  c.joined = now;
  lines_[c.line].push({c.number, joins_++, slot});
}

void DeskStation::leave(std::uint32_t slot, Tick now, QueueVisit::Fate fate,
                        std::vector<QueueVisit>& visits) {
  const Customer& c = customers_[slot];
  visits.push_back({c.number, c.entered, kNever, now, c.waited, fate, 0, c.refused});
  free(slot);
}

void DeskStation::free(std::uint32_t slot) {
  customers_[slot].waiting = false;
  free_slots_.push_back(slot);
}

void DeskStation::start_services(Tick now, std::vector<QueueVisit>& visits) {
  for (;;) {
    std::size_t best = lines_.size();
    for (std::size_t line = 0; line < lines_.size(); ++line)
      if (may_start(line) && (best == lines_.size() || is_before(line, best, now))) best = line;
    if (best == lines_.size()) return;
    const std::uint32_t slot = lines_[best].front().slot;
    lines_[best].pop();
    start(slot, *free_desk(best), now, visits);
  }
}

bool DeskStation::may_start(std::size_t line) {
  if (!free_desk(line)) return false;
  Row<Entry>& row = lines_[line];
  while (!row.empty() && !waits(row.front())) row.pop();
  return !row.empty();
}

std::optional<std::uint8_t> DeskStation::free_desk(std::size_t line) const {
  for (const std::uint8_t type : rules_.lines[line].desks)
    if (desks_[type].free()) return type;
  return std::nullopt;
}

Tick DeskStation::waited(const Entry& entry, Tick now) const {
  return std::min(now - customers_[entry.slot].joined, kFarthest);
}

bool DeskStation::is_before(std::size_t a, std::size_t b, Tick now) const {
  const QueueLine& rule_a = rules_.lines[a];
  const QueueLine& rule_b = rules_.lines[b];
  if (rule_a.level != rule_b.level) return rule_a.level < rule_b.level;
  const Entry& head_a = lines_[a].front();
  const Entry& head_b = lines_[b].front();
  const Tick priority_a = rule_a.weight * waited(head_a, now);
  const Tick priority_b = rule_b.weight * waited(head_b, now);
  return priority_a != priority_b ? priority_a > priority_b : head_a.order < head_b.order;
}

void DeskStation::start(std::uint32_t slot, std::uint8_t type, Tick now,
                        std::vector<QueueVisit>& visits) {
  Customer& c = customers_[slot];
  c.waiting = false;
  c.waited += now - c.joined;
  c.deadline = kNever;
  desks_[type].occupy();
  const Tick end = now + services_of(slot)[type];
  const bool refuses = !c.refused && (c.refused_by >> type & 1U) != 0 &&
                       rules_.lines[c.line].after_refusal.has_value();
  ends_.push({end, c.number, refuses ? slot : kNoSlot, c.persons, type});
  if (refuses) {
    c.refused = {now, end, type};
    return;
  }
  visits.push_back(
      {c.number, c.entered, now, end, c.waited, QueueVisit::Fate::kServed, type, c.refused});
  free(slot);
}

}  // namespace stopover::flow
