// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/desk_queue.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::flow {
namespace {

constexpr Tick kLongestTicks = static_cast<Tick>(kLongestDraw) * kTicksPerSecond;
// 140,000 years; times a weight it does not overflow.
constexpr Tick kFarthest = Tick{1} << 52U;
constexpr std::uint32_t kNoSlot = static_cast<std::uint32_t>(-1);

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

template <class T>
[[nodiscard]] T entry_of(std::span<const T> column, std::size_t i, T otherwise) {
  return column.empty() ? otherwise : column[i];
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

// First in, first out, in one piece of memory.
template <class T>
class Row {
 public:
  [[nodiscard]] bool empty() const { return head_ == rows_.size(); }
  [[nodiscard]] const T& front() const { return rows_[head_]; }
  void push(T row) { rows_.push_back(row); }
  void pop() {
    ++head_;
    if (head_ < 64 || 2 * head_ < rows_.size()) return;
    rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
  [[nodiscard]] auto begin() const { return rows_.begin() + static_cast<std::ptrdiff_t>(head_); }
  [[nodiscard]] auto end() const { return rows_.end(); }

 private:
  std::vector<T> rows_;
  std::size_t head_ = 0;
};

// The desks of one type.
class Desks {
 public:
  explicit Desks(std::span<const DeskPeriod> periods) : periods_(periods) {}

  [[nodiscard]] bool free() const { return busy_ < open_; }
  void occupy() { ++busy_; }
  void release() { --busy_; }
  // Of the staff at `now`; returns when it changes next.
  [[nodiscard]] Tick staff(Tick now) {
    while (current_ < periods_.size() && periods_[current_].until <= now) ++current_;
    open_ = 0;
    if (current_ == periods_.size()) return kNever;
    const DeskPeriod& period = periods_[current_];
    if (now < period.from) return period.from;
    open_ = period.desks;
    return period.until;
  }

 private:
  std::span<const DeskPeriod> periods_;
  std::size_t current_ = 0;
  int open_ = 0;
  int busy_ = 0;
};

}  // namespace

bool is_first_come_first_served(const QueueRules& rules) {
  const QueueLine& first = rules.lines.front();
  return rules.desks.size() == 1 && !rules.room && !first.impatient && !first.after_refusal &&
         std::all_of(rules.lines.begin(), rules.lines.end(),
                     [&](const QueueLine& line) { return line == first; });
}

class DeskQueue::Plain {
 public:
  explicit Plain(QueueRules rules) : rules_(std::move(rules)), queue_(rules_.desks.front()) {}

  void add(const QueueCustomers& customers) {
    std::uint64_t number = intake_.take(customers, rules_);
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
  void advance(Tick until, std::vector<QueueVisit>& visits) {
    intake_.advance(until);
    visits.insert(visits.end(), visits_.begin(), visits_.end());
    visits_.clear();
  }

 private:
  QueueRules rules_;
  Intake intake_;
  FifoQueue queue_;
  std::vector<Tick> start_;
  std::vector<QueueVisit> visits_;  // not taken yet
};

class DeskQueue::General {
 public:
  explicit General(QueueRules rules) : rules_(std::move(rules)), lines_(rules_.lines.size()) {
    for (const std::vector<DeskPeriod>& periods : rules_.desks) desks_.emplace_back(periods);
    change_staff(std::numeric_limits<Tick>::min());
  }

  void add(const QueueCustomers& customers) {
    std::uint64_t number = intake_.take(customers, rules_);
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

  void advance(Tick until, std::vector<QueueVisit>& visits) {
    intake_.advance(until);
    for (Tick now = next(); now < until; now = next()) {
      instant(now, visits);
      while (!deadlines_.empty() && !may_give_up(deadlines_.top())) deadlines_.pop();
    }
  }

  [[nodiscard]] Tick next_event() const {
    return free_slots_.size() == customers_.size() ? kNever : next();
  }

  // Nothing happens any more.
  void strand(std::vector<QueueVisit>& visits) {
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

 private:
  struct Customer {
    std::uint64_t number = 0;
    Tick arrival = 0;
    Tick entered = kNever;
    Tick joined = 0;  // the line, or the row outside
    Tick deadline = kNever;
    Tick waited = 0;
    std::int16_t persons = 1;
    std::uint8_t line = 0;
    std::uint8_t refused_by = 0;
    bool waiting = false;
    std::optional<Refusal> refused;
  };

  // A place in a row; no longer held if that customer does not wait any more.
  struct Entry {
    std::uint64_t number = 0;
    std::uint64_t order = 0;  // of joining
    std::uint32_t slot = 0;
  };
  struct End {
    Tick time = 0;
    std::uint64_t number = 0;
    std::uint32_t slot = kNoSlot;  // of whom the desk refuses
    std::int16_t persons = 0;
    std::uint8_t type = 0;
    bool operator>(const End& other) const {
      return std::tie(time, number) > std::tie(other.time, other.number);
    }
  };
  struct Deadline {
    Tick time = 0;
    Entry entry;
    bool operator>(const Deadline& other) const {
      return std::tie(time, entry.number) > std::tie(other.time, other.entry.number);
    }
  };
  template <class T>
  using EarliestFirst = std::priority_queue<T, std::vector<T>, std::greater<>>;

  // ---- slots ----

  [[nodiscard]] std::uint32_t take_slot() {
    if (free_slots_.empty()) {
      customers_.emplace_back();
      services_.resize(services_.size() + desks_.size());
      return static_cast<std::uint32_t>(customers_.size() - 1);
    }
    const std::uint32_t slot = free_slots_.back();
    free_slots_.pop_back();
    return slot;
  }
  [[nodiscard]] std::vector<Tick>::iterator services_of(std::uint32_t slot) {
    return services_.begin() + static_cast<std::ptrdiff_t>(slot * desks_.size());
  }
  [[nodiscard]] bool waits(const Entry& entry) const {
    const Customer& c = customers_[entry.slot];
    return c.number == entry.number && c.waiting;
  }

  // ---- time ----

  [[nodiscard]] Tick next() const {
    Tick time = staff_changes_;
    if (!coming_.empty()) time = std::min(time, customers_[coming_.front()].arrival);
    if (!ends_.empty()) time = std::min(time, ends_.top().time);
    if (!deadlines_.empty()) time = std::min(time, deadlines_.top().time);
    return time;
  }

  void instant(Tick now, std::vector<QueueVisit>& visits) {
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

  bool end_services(Tick now) {
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

  void change_staff(Tick now) {
    staff_changes_ = kNever;
    for (Desks& desks : desks_) staff_changes_ = std::min(staff_changes_, desks.staff(now));
  }

  void let_in(Tick now) {
    for (; !outside_.empty(); outside_.pop()) {
      const Entry& entry = outside_.front();
      if (!waits(entry)) continue;
      if (!fits(customers_[entry.slot])) return;
      --outside_count_;
      enter(entry.slot, now);
    }
  }

  void take_arrivals(Tick now, std::vector<QueueVisit>& visits) {
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

  bool give_up(Tick now, std::vector<QueueVisit>& visits) {
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
  [[nodiscard]] bool may_give_up(const Deadline& deadline) const {
    return waits(deadline.entry) && customers_[deadline.entry.slot].deadline == deadline.time;
  }

  // ---- the hall ----

  [[nodiscard]] bool fits(const Customer& c) const {
    return !rules_.room || inside_ + c.persons <= *rules_.room ||
           (inside_ == 0 && *rules_.room > 0);
  }
  void enter(std::uint32_t slot, Tick now) {
    Customer& c = customers_[slot];
    if (c.waiting) c.waited += now - c.joined;
    c.entered = now;
    inside_ += c.persons;
    join(slot, now);
  }
  void join(std::uint32_t slot, Tick now) {
    Customer& c = customers_[slot];
    c.waiting = true;
    c.joined = now;
    lines_[c.line].push({c.number, joins_++, slot});
  }
  // Without a service.
  void leave(std::uint32_t slot, Tick now, QueueVisit::Fate fate, std::vector<QueueVisit>& visits) {
    const Customer& c = customers_[slot];
    visits.push_back({c.number, c.entered, kNever, now, c.waited, fate, 0, c.refused});
    free(slot);
  }
  void free(std::uint32_t slot) {
    customers_[slot].waiting = false;
    free_slots_.push_back(slot);
  }

  // ---- desks ----

  void start_services(Tick now, std::vector<QueueVisit>& visits) {
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
  [[nodiscard]] bool may_start(std::size_t line) {
    if (!free_desk(line)) return false;
    Row<Entry>& row = lines_[line];
    while (!row.empty() && !waits(row.front())) row.pop();
    return !row.empty();
  }
  [[nodiscard]] std::optional<std::uint8_t> free_desk(std::size_t line) const {
    for (const std::uint8_t type : rules_.lines[line].desks)
      if (desks_[type].free()) return type;
    return std::nullopt;
  }
  [[nodiscard]] Tick waited(const Entry& entry, Tick now) const {
    return std::min(now - customers_[entry.slot].joined, kFarthest);
  }
  [[nodiscard]] bool is_before(std::size_t a, std::size_t b, Tick now) const {
    const QueueLine& rule_a = rules_.lines[a];
    const QueueLine& rule_b = rules_.lines[b];
    if (rule_a.level != rule_b.level) return rule_a.level < rule_b.level;
    const Entry& head_a = lines_[a].front();
    const Entry& head_b = lines_[b].front();
    const Tick priority_a = rule_a.weight * waited(head_a, now);
    const Tick priority_b = rule_b.weight * waited(head_b, now);
    return priority_a != priority_b ? priority_a > priority_b : head_a.order < head_b.order;
  }

  void start(std::uint32_t slot, std::uint8_t type, Tick now, std::vector<QueueVisit>& visits) {
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

  QueueRules rules_;
  Intake intake_;
  std::vector<Desks> desks_;
  std::vector<Customer> customers_;  // by slot
  std::vector<Tick> services_;       // by slot * types + type
  std::vector<std::uint32_t> free_slots_;
  Row<std::uint32_t> coming_;  // slots of those added who have not arrived
  Row<Entry> outside_;
  std::int64_t outside_count_ = 0;
  std::vector<Row<Entry>> lines_;
  std::uint64_t joins_ = 0;
  std::int64_t inside_ = 0;  // persons
  EarliestFirst<End> ends_;
  EarliestFirst<Deadline> deadlines_;
  Tick staff_changes_ = kNever;
};

DeskQueue::DeskQueue(QueueRules rules, QueuePath path) {
  check_rules(rules);
  if (path == QueuePath::kFastest && is_first_come_first_served(rules)) {
    plain_ = std::make_unique<Plain>(std::move(rules));
  } else {
    general_ = std::make_unique<General>(std::move(rules));
  }
}
DeskQueue::DeskQueue(DeskQueue&&) noexcept = default;
DeskQueue& DeskQueue::operator=(DeskQueue&&) noexcept = default;
DeskQueue::~DeskQueue() = default;

void DeskQueue::add(const QueueCustomers& customers) {
  plain_ ? plain_->add(customers) : general_->add(customers);
}

void DeskQueue::advance(Tick until, std::vector<QueueVisit>& visits) {
  plain_ ? plain_->advance(until, visits) : general_->advance(until, visits);
}

Tick DeskQueue::next_event() const {
  return plain_ ? plain_->next_event() : general_->next_event();
}

void DeskQueue::finish(std::vector<QueueVisit>& visits) {
  advance(kNever, visits);
  if (general_) general_->strand(visits);
}

}  // namespace stopover::flow
