// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/desk_queue.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/flow/desk_station.hpp"

namespace stopover::flow {
namespace {

constexpr Tick kLongestTicks = static_cast<Tick>(kLongestDraw) * kTicksPerSecond;

void check_line(const QueueLine& line, const QueueRules& rules) {
  STOPOVER_CHECK(!line.desks.empty() && line.weight >= 1 && line.weight <= kLargestWeight,
                 "a line may use a desk and has a weight from 1 to 1000");
  STOPOVER_CHECK(!line.after_refusal || *line.after_refusal < rules.lines.size(),
                 "who is refused joins a line that exists");
  std::uint32_t seen = 0;
  for (const std::uint8_t type : line.desks) {
    STOPOVER_CHECK(type < rules.desks.size() && (seen >> type & 1U) == 0,
                   "a line names desk types that exist, each once");
    seen |= 1U << type;
  }
}

void check_rules(const QueueRules& rules) {
  STOPOVER_CHECK(!rules.desks.empty() && rules.desks.size() <= std::size_t{kMostDeskTypes},
                 "1 to 8 types of desk");
  STOPOVER_CHECK(!rules.lines.empty() && rules.lines.size() <= std::size_t{kMostLines},
                 "1 to 32 lines");
  STOPOVER_CHECK(!rules.room || *rules.room >= 0, "a hall has room for nobody or more");
  for (const std::vector<DeskPeriod>& periods : rules.desks) check_desk_periods(periods);
  for (const QueueLine& line : rules.lines) check_line(line, rules);
}

// Checks what is added, and counts it.
class Intake {
 public:
  // The number of the first customer added.
  std::uint64_t take(const QueueCustomers& customers, const QueueRules& rules) {
    const std::size_t n = customers.arrival.size();
    const auto fits = [n](const auto& column) { return column.empty() || column.size() == n; };
    STOPOVER_CHECK(customers.service.size() == n * rules.desks.size() && fits(customers.line) &&
                       fits(customers.persons) && fits(customers.patience) &&
                       fits(customers.refused),
                   "columns of one length, a service for each type of desk");
    for (std::size_t i = 0; i < n; ++i) {
      STOPOVER_CHECK(customers.arrival[i] >= earliest_, "arrivals in order");
      STOPOVER_CHECK(std::abs(customers.arrival[i]) <= kFarthest, "arrivals near 1970");
      earliest_ = customers.arrival[i];
      STOPOVER_CHECK(entry_of(customers.line, i, std::uint8_t{0}) < rules.lines.size(),
                     "customers join a line that exists");
      STOPOVER_CHECK(entry_of(customers.persons, i, std::int16_t{1}) >= 1 &&
                         entry_of(customers.patience, i, kNever) >= 0,
                     "a customer is a person, and patience not negative");
    }
    for (const Tick service : customers.service)
      STOPOVER_CHECK(service >= 0 && service <= kLongestTicks, "services from 0 to 1e11 s");
    return std::exchange(added_, added_ + n);
  }
  void advance(Tick until) {
    STOPOVER_CHECK(until >= until_, "time does not go back");
    until_ = until;
    earliest_ = std::max(earliest_, until);
  }

 private:
  std::uint64_t added_ = 0;
  Tick earliest_ = std::numeric_limits<Tick>::min();
  Tick until_ = std::numeric_limits<Tick>::min();
};

// One line, first come, first served.
class PlainQueue {
 public:
  explicit PlainQueue(std::span<const DeskPeriod> periods) : queue_(periods) {}

  void add(const QueueCustomers& customers, std::uint64_t number) {
    start_.resize(customers.arrival.size());
    queue_.serve(customers.arrival, customers.service, start_);
    for (std::size_t i = 0; i < start_.size(); ++i) {
      QueueVisit& visit = visits_.emplace_back();
      visit.customer = number++;
      visit.entered = customers.arrival[i];
      if (start_[i] == kNever) continue;
      visit.start = start_[i];
      visit.end = start_[i] + customers.service[i];
      visit.waited = start_[i] - customers.arrival[i];
      visit.fate = QueueVisit::Fate::kServed;
    }
  }
  [[nodiscard]] Tick next_event() const { return visits_.empty() ? kNever : visits_[0].entered; }
  void take(std::vector<QueueVisit>& visits) {
    visits.insert(visits.end(), visits_.begin(), visits_.end());
    visits_.clear();
  }

 private:
  FifoQueue queue_;
  std::vector<Tick> start_;
  std::vector<QueueVisit> visits_;  // not taken yet
};

}  // namespace

bool is_first_come_first_served(const QueueRules& rules) {
  const QueueLine& first = rules.lines.front();
  return rules.desks.size() == 1 && !rules.room && !first.impatient && !first.after_refusal &&
         std::all_of(rules.lines.begin(), rules.lines.end(),
                     [&](const QueueLine& line) { return line == first; });
}

struct DeskQueue::State {
  QueueRules rules;
  Intake intake;
  std::optional<PlainQueue> plain;
  std::optional<DeskStation> station;  // one of the two
};

DeskQueue::DeskQueue(QueueRules rules, QueuePath path) {
  check_rules(rules);
  state_ = std::make_unique<State>();
  state_->rules = std::move(rules);
  if (path == QueuePath::kFastest && is_first_come_first_served(state_->rules)) {
    state_->plain.emplace(state_->rules.desks.front());
  } else {
    state_->station.emplace(state_->rules);
  }
}
DeskQueue::DeskQueue(DeskQueue&&) noexcept = default;
DeskQueue& DeskQueue::operator=(DeskQueue&&) noexcept = default;
DeskQueue::~DeskQueue() = default;

void DeskQueue::add(const QueueCustomers& customers) {
  const std::uint64_t number = state_->intake.take(customers, state_->rules);
  state_->plain ? state_->plain->add(customers, number) : state_->station->add(customers, number);
}

void DeskQueue::advance(Tick until, std::vector<QueueVisit>& visits) {
  state_->intake.advance(until);
  state_->plain ? state_->plain->take(visits) : state_->station->advance(until, visits);
}

Tick DeskQueue::next_event() const {
  return state_->plain ? state_->plain->next_event() : state_->station->next_event();
}

void DeskQueue::finish(std::vector<QueueVisit>& visits) {
  advance(kNever, visits);
  if (state_->station) state_->station->strand(visits);
}

}  // namespace stopover::flow
