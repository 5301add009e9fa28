// SPDX-License-Identifier: Apache-2.0
// The station of desk_queue.hpp, event by event: what is not one first-come-first-served line.
// Private to the folder; what it is given has been checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <span>
#include <tuple>
#include <vector>

#include "engine/flow/desk_queue.hpp"

namespace stopover::flow {

// Of a column of QueueCustomers; `otherwise` is what an empty one stands for.
template <class T>
[[nodiscard]] T entry_of(std::span<const T> column, std::size_t i, T otherwise) {
  return column.empty() ? otherwise : column[i];
}

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

class DeskStation {
 public:
  explicit DeskStation(QueueRules rules);
  DeskStation(const DeskStation&) = delete;  // its desks look at its rules
  DeskStation& operator=(const DeskStation&) = delete;
  DeskStation(DeskStation&&) = delete;
  DeskStation& operator=(DeskStation&&) = delete;
  ~DeskStation() = default;

  // The first of them has this number.
  void add(const QueueCustomers& customers, std::uint64_t number);
  void advance(Tick until, std::vector<QueueVisit>& visits);
  [[nodiscard]] Tick next_event() const;
  // Nothing happens any more.
  void strand(std::vector<QueueVisit>& visits);

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
  static constexpr std::uint32_t kNoSlot = static_cast<std::uint32_t>(-1);
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

  // Memory of customers.
  [[nodiscard]] std::uint32_t take_slot();
  [[nodiscard]] std::vector<Tick>::iterator services_of(std::uint32_t slot);
  [[nodiscard]] bool waits(const Entry& entry) const;

  // The parts of an instant, and when the next one is.
  [[nodiscard]] Tick next() const;
  void instant(Tick now, std::vector<QueueVisit>& visits);
  bool end_services(Tick now);
  void change_staff(Tick now);
  void let_in(Tick now);
  void take_arrivals(Tick now, std::vector<QueueVisit>& visits);
  bool give_up(Tick now, std::vector<QueueVisit>& visits);
  [[nodiscard]] bool may_give_up(const Deadline& deadline) const;

  // The hall.
  [[nodiscard]] bool fits(const Customer& c) const;
  void enter(std::uint32_t slot, Tick now);
  void join(std::uint32_t slot, Tick now);
  // Without a service.
  void leave(std::uint32_t slot, Tick now, QueueVisit::Fate fate, std::vector<QueueVisit>& visits);
  void free(std::uint32_t slot);

  // Desks and lines.
  void start_services(Tick now, std::vector<QueueVisit>& visits);
  [[nodiscard]] bool may_start(std::size_t line);
  [[nodiscard]] std::optional<std::uint8_t> free_desk(std::size_t line) const;
  [[nodiscard]] Tick waited(const Entry& entry, Tick now) const;
  [[nodiscard]] bool is_before(std::size_t a, std::size_t b, Tick now) const;
  void start(std::uint32_t slot, std::uint8_t type, Tick now, std::vector<QueueVisit>& visits);

  QueueRules rules_;
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

}  // namespace stopover::flow
