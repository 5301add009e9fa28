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

constexpr Time kNever = std::numeric_limits<Time>::max();

// One party, or one of the others, at one checkpoint.
struct Customer {
  const Event* joined = nullptr;
  Time start = kNever;
  Time end = kNever;
};

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
      if (c.start < previous) {
        fault("E-EVT-050", c, time_text(c.start), "at least " + time_text(previous));
      } else {
        check_start(c, previous);
        check_ahead(c, starts);
      }
      previous = std::max(previous, c.start);
      starts.push_back(previous);
      if (c.start != kNever) busy_.push(c.end);
    }
  }

 private:
  [[nodiscard]] static std::string time_text(Time t) {
    return t == kNever ? "never" : fmt::to_string(t);
  }
  void fault(std::string_view rule, const Customer& c, std::string found, std::string expected) {
    const Event& e = *c.joined;
    const std::string who =
        e.party == kNone ? fmt::format("other {:016x}", e.other) : "party " + party_of(log_, e).key;
    faults_.add({rule, "events.csv", e.line, fmt::format("{} at {}", who, checkpoint_.key),
                 std::move(found), std::move(expected)});
  }

  // When it should start, given all before it: as soon as fewer services are under way than desks
  // are open.
  [[nodiscard]] Time earliest(Time from) {
    for (Time t = from;;) {
      while (period_ < checkpoint_.staffing.size() && checkpoint_.staffing[period_].until <= t)
        ++period_;
      if (period_ == checkpoint_.staffing.size()) return kNever;
      const DeskPeriod& period = checkpoint_.staffing[period_];
      t = std::max(t, period.from);
      while (!busy_.empty() && busy_.top() <= t) busy_.pop();
      if (busy_.size() < static_cast<std::size_t>(period.desks)) return t;
      t = std::min(busy_.top(), period.until);
    }
  }

  void check_start(const Customer& c, Time previous) {
    if (previous == kNever) return;  // nobody after the last is served; the order says so
    const Time expected = earliest(std::max(c.joined->time, previous));
    if (c.start < expected)
      fault("E-EVT-051", c, time_text(c.start), time_text(expected));
    else if (c.start > expected)
      fault("E-EVT-052", c, time_text(c.start), time_text(expected));
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

}  // namespace

void check_checkpoints(const Log& log, Faults& faults) {
  std::vector<std::vector<Customer>> at(log.checkpoints.size());
  std::map<decltype(customer_key(Event{})), std::size_t> place;
  for (const Event& e : log.events) {
    if (e.kind != Kind::kJoins && e.kind != Kind::kServiceStarts && e.kind != Kind::kServiceEnds)
      continue;
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
    Customer* const c = it == place.end() ? nullptr : &customers[it->second];
    Time* const field = c == nullptr                     ? nullptr
                        : e.kind == Kind::kServiceStarts ? &c->start
                                                         : &c->end;
    if (field == nullptr || *field != kNever ||
        (e.kind == Kind::kServiceEnds && c->start == kNever)) {
      faults.add({.rule = "E-EVT-054",
                  .file = "events.csv",
                  .line = e.line,
                  .subject = log.checkpoints[static_cast<std::size_t>(e.checkpoint)].key});
      continue;
    }
    *field = e.time;
  }
  for (std::size_t i = 0; i < at.size(); ++i) {
    for (const Customer& c : at[i])
      if (c.start != kNever && c.end == kNever)
        faults.add({.rule = "E-EVT-054",
                    .file = "events.csv",
                    .line = c.joined->line,
                    .subject = log.checkpoints[i].key});
    if (log.checkpoints[i].fifo) CheckpointCheck(log, log.checkpoints[i], faults).check(at[i]);
  }
}

}  // namespace stopover::verify_events
