// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <queue>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "tools/verify_events/checks.hpp"

namespace stopover::verify_events {
namespace {

// Whom an event is about at a checkpoint.
[[nodiscard]] auto customer_key(const Event& e) {
  return std::tuple(e.checkpoint, e.party, e.other, e.way, e.step);
}

class CheckpointCheck {
 public:
  CheckpointCheck(const Log& log, const Checkpoint& checkpoint, Faults& faults)
      : log_(log), checkpoint_(checkpoint), faults_(faults) {}

  // In order of coming.
  void check(const std::vector<Customer>& customers) {
    std::vector<Time> starts;  // never falls as long as the order is kept
    Time previous = std::numeric_limits<Time>::min();
    for (const Customer& c : customers) {
      const Time start = time_of(c.start);
      if (start < previous) {
        fault("E-EVT-050", c, time_text(start), "at least " + time_text(previous));
      } else {
        check_start(c, previous);
        check_ahead(c, starts);
      }
      previous = std::max(previous, start);
      starts.push_back(previous);
      if (start != kNever) busy_.push(time_of(c.end));
    }
  }

 private:
  void fault(std::string_view rule, const Customer& c, std::string found, std::string expected) {
    faults_.add({rule, "events.csv", c.joined->line, who_at(log_, *c.joined), std::move(found),
                 std::move(expected)});
  }

  // When it should start, given all before it: as soon as fewer services are under way than desks
  // are open.
  [[nodiscard]] Time earliest(Time from) {
    const std::vector<DeskPeriod>& staffing = checkpoint_.desks.front().staffing;
    for (Time t = from;;) {
      while (period_ < staffing.size() && staffing[period_].until <= t) ++period_;
      if (period_ == staffing.size()) return kNever;
      const DeskPeriod& period = staffing[period_];
      t = std::max(t, period.from);
      while (!busy_.empty() && busy_.top() <= t) busy_.pop();
      if (busy_.size() < static_cast<std::size_t>(period.desks)) return t;
      t = std::min(busy_.top(), period.until);
    }
  }

  void check_start(const Customer& c, Time previous) {
    if (previous == kNever) return;  // nobody after the last is served; the order says so
    const Time expected = earliest(std::max(c.joined->time, previous));
    const Time start = time_of(c.start);
    if (start < expected)
      fault("E-EVT-051", c, time_text(start), time_text(expected));
    else if (start > expected)
      fault("E-EVT-052", c, time_text(start), time_text(expected));
  }

  // Of those who came before, how many still waited.
  void check_ahead(const Customer& c, const std::vector<Time>& starts) {
    if (c.joined->party == kNone) return;
    const auto waiting = std::ranges::upper_bound(starts, c.joined->time);
    const auto ahead = static_cast<std::int32_t>(starts.end() - waiting);
    if (c.joined->ahead != ahead)
      fault("E-EVT-053", c, fmt::to_string(c.joined->ahead), fmt::to_string(ahead));
  }

  const Log& log_;
  const Checkpoint& checkpoint_;
  Faults& faults_;
  std::priority_queue<Time, std::vector<Time>, std::greater<>> busy_;  // ends
  std::size_t period_ = 0;
};

// Where an event of a checkpoint belongs in what is known of a customer; nullptr: it cannot follow.
[[nodiscard]] const Event** place_of(const Event& e, Customer& c, bool lines) {
  const bool at_desk = (c.tries != nullptr) != (c.refused != nullptr);
  const bool waits = c.start == nullptr && c.gave_up == nullptr && !at_desk;
  const bool first = waits && c.tries == nullptr;
  switch (e.kind) {
    case Kind::kEnters:
      return lines && first && c.entered == nullptr ? &c.entered : nullptr;
    case Kind::kTries:
      return lines && first ? &c.tries : nullptr;
    case Kind::kRefused:
      return at_desk ? &c.refused : nullptr;
    case Kind::kGaveUp:
      return lines && first ? &c.gave_up : nullptr;
    case Kind::kThrough:
      return c.gave_up != nullptr && c.through == nullptr ? &c.through : nullptr;
    case Kind::kServiceStarts:
      return waits ? &c.start : nullptr;
    default:
      return c.start != nullptr && c.end == nullptr ? &c.end : nullptr;
  }
}

[[nodiscard]] bool is_at_checkpoint(Kind kind) {
  return kind >= Kind::kJoins && kind <= Kind::kServiceEnds;
}

[[nodiscard]] bool has_left(const Customer& c) {
  return (c.tries == nullptr) == (c.refused == nullptr) &&
         (c.start == nullptr) == (c.end == nullptr) &&
         (c.gave_up == nullptr) == (c.through == nullptr);
}

// By checkpoint, in order of coming.
[[nodiscard]] std::vector<std::vector<Customer>> customers_of(const Log& log, Faults& faults) {
  std::vector<std::vector<Customer>> at(log.checkpoints.size());
  std::map<decltype(customer_key(Event{})), std::size_t> place;
  for (const Event& e : log.events) {
    if (!is_at_checkpoint(e.kind)) continue;
    if (e.checkpoint == kNone) {
      faults.add({.rule = "E-EVT-004",
                  .file = "events.csv",
                  .line = e.line,
                  .subject = "checkpoint",
                  .found = "nothing"});
      continue;
    }
    auto& customers = at[static_cast<std::size_t>(e.checkpoint)];
    if (e.kind == Kind::kJoins) {
      place[customer_key(e)] = customers.size();
      customers.push_back({&e});
      continue;
    }
    const auto it = place.find(customer_key(e));
    const bool lines = log.checkpoints[static_cast<std::size_t>(e.checkpoint)].lines();
    const Event** const field =
        it == place.end() ? nullptr : place_of(e, customers[it->second], lines);
    if (field == nullptr)
      faults.add({.rule = "E-EVT-054",
                  .file = "events.csv",
                  .line = e.line,
                  .subject = log.checkpoints[static_cast<std::size_t>(e.checkpoint)].key});
    else
      *field = &e;
  }
  return at;
}

void check_closure(const Log& log, const Closure& closure, Faults& faults) {
  const Checkpoint& checkpoint = log.checkpoints[static_cast<std::size_t>(closure.checkpoint)];
  for (std::size_t k = 0; k < checkpoint.desks.size(); ++k) {
    if (closure.desk && *closure.desk != k) continue;
    for (const DeskPeriod& period : checkpoint.desks[k].staffing) {
      const bool meet = period.from < closure.most.until && closure.most.from < period.until;
      if (meet && period.desks > closure.most.desks)
        faults.add({"E-EVT-062", "staffing.csv", period.line,
                    checkpoint.key + ", " + closure.restriction, fmt::to_string(period.desks),
                    fmt::format("at most {}", closure.most.desks)});
    }
  }
}

}  // namespace

std::string time_text(Time t) {
  return t == kNever ? "never" : fmt::to_string(t);
}

std::string who_at(const Log& log, const Event& event) {
  const std::string who = event.party == kNone ? fmt::format("other {:016x}", event.other)
                                               : "party " + party_of(log, event).key;
  return who + " at " + log.checkpoints[static_cast<std::size_t>(event.checkpoint)].key;
}

void check_checkpoints(const Log& log, Faults& faults) {
  for (const Closure& closure : log.closures) check_closure(log, closure, faults);
  const std::vector<std::vector<Customer>> at = customers_of(log, faults);
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Checkpoint& checkpoint = log.checkpoints[i];
    for (const Customer& c : at[i])
      if (!has_left(c))
        faults.add({.rule = "E-EVT-054",
                    .file = "events.csv",
                    .line = c.joined->line,
                    .subject = checkpoint.key});
    if (checkpoint.fifo) CheckpointCheck(log, checkpoint, faults).check(at[i]);
    if (checkpoint.lines()) check_lines(log, static_cast<Index>(i), at[i], faults);
  }
}

}  // namespace stopover::verify_events
