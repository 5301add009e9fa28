// SPDX-License-Identifier: Apache-2.0
#include "engine/flow/checkpoint_queue.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/check.hpp"

namespace stopover::flow {
namespace {

// With fewer customers than this, filling a steady row and emptying it costs more than it saves.
constexpr std::size_t kWorthSteady = 16;

// Ends of the services under way, earliest first, in a window that slides through its buffer: the
// front leaves by moving `head_`, a new end is put at the tail and moved down to its place.
class BusyRow {
 public:
  explicit BusyRow(std::size_t desks) : ends_(8 * desks + 64) {}

  [[nodiscard]] std::size_t size() const { return tail_ - head_; }
  [[nodiscard]] Tick earliest() const { return ends_[head_]; }
  [[nodiscard]] std::span<const Tick> ascending() const {
    return std::span(ends_).subspan(head_, size());
  }
  void clear() { head_ = tail_ = 0; }
  void drop_earliest() { ++head_; }
  void replace_earliest(Tick end) {
    drop_earliest();
    add(end);
  }
  void add(Tick end) {
    if (tail_ == ends_.size()) slide();
    std::size_t at = tail_++;
    for (; at > head_ && ends_[at - 1] > end; --at) ends_[at] = ends_[at - 1];
    ends_[at] = end;
  }

 private:
  void slide() {
    std::copy(ends_.begin() + static_cast<std::ptrdiff_t>(head_), ends_.end(), ends_.begin());
    tail_ -= head_;
    head_ = 0;
  }

  std::vector<Tick> ends_;
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
};

// The same in a binary heap; replacing the top sifts once.
class BusyHeap {
 public:
  explicit BusyHeap(std::size_t desks) { ends_.reserve(desks); }

  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] Tick earliest() const { return ends_.front(); }
  void drop_earliest() {
    const Tick last = ends_.back();
    ends_.pop_back();
    if (!ends_.empty()) replace_earliest(last);
  }
  void replace_earliest(Tick end) {
    const std::size_t n = ends_.size();
    std::size_t at = 0;
    for (std::size_t child = 1; child < n; child = 2 * at + 1) {
      if (child + 1 < n && ends_[child + 1] < ends_[child]) ++child;
      if (ends_[child] >= end) break;
      ends_[at] = ends_[child];
      at = child;
    }
    ends_[at] = end;
  }
  void add(Tick end) {
    std::size_t at = ends_.size();
    ends_.push_back(end);
    for (; at > 0 && ends_[(at - 1) / 2] > end; at = (at - 1) / 2) ends_[at] = ends_[(at - 1) / 2];
    ends_[at] = end;
  }

 private:
  std::vector<Tick> ends_;
};

// Rows for a number of desks that stays as it is: ends of all desks in ascending order, a time that
// has passed for one at rest, no end ever behind them. A new end moves each entry by one place or
// not at all: two comparisons without a branch, where the search for its place is a branch that no
// processor foresees.
template <std::size_t Width>
class SteadyRow {
 public:
  using Number = Tick;
  static constexpr Tick kMost = kNever;

  SteadyRow() { ends_.fill(kNever); }
  void set(std::size_t desk, Tick end) { ends_[desk] = end; }
  [[nodiscard]] Tick end(std::size_t desk) const { return ends_[desk]; }
  [[nodiscard]] Tick start(Tick arrival) const { return std::max(arrival, ends_[0]); }
  void replace_earliest(Tick end) {
    for (std::size_t k = 0; k < Width; ++k)
      ends_[k] = std::max(ends_[k], std::min(end, ends_[k + 1]));
  }

 private:
  std::array<Tick, Width + 1> ends_;
};

// The same with two entries to an instruction: whole numbers in doubles, exact up to 2^53.
template <std::size_t Width>
class SteadyPairs {
 public:
  using Number = double;
  static constexpr Tick kMost = Tick{1} << 52U;

  SteadyPairs() { ends_.fill(kNone); }
  void set(std::size_t desk, Tick end) { ends_[desk / 2][desk % 2] = static_cast<double>(end); }
  [[nodiscard]] Tick end(std::size_t desk) const {
    return static_cast<Tick>(ends_[desk / 2][desk % 2]);
  }
  [[nodiscard]] double start(Tick arrival) const {
    return std::max(static_cast<double>(arrival), ends_[0][0]);
  }
  void replace_earliest(double end) {
    const Pair both = {end, end};
    for (std::size_t k = 0; k < kPairs; ++k) {
      const Pair after = __builtin_shufflevector(ends_[k], ends_[k + 1], 1, 2);
      const Pair least = both < after ? both : after;
      ends_[k] = ends_[k] > least ? ends_[k] : least;
    }
  }

 private:
  using Pair [[gnu::vector_size(16)]] = double;
  static constexpr std::size_t kPairs = Width / 2;
  static constexpr Pair kNone = {1e300, 1e300};
  std::array<Pair, kPairs + 1> ends_;
};

[[nodiscard]] std::size_t most_desks(std::span<const DeskPeriod> periods) {
  std::size_t most = 0;
  for (const DeskPeriod& period : periods)
    most = std::max(most, static_cast<std::size_t>(period.desks));
  return most;
}

template <class Busy>
class Recursion {
 public:
  explicit Recursion(std::span<const DeskPeriod> periods)
      : periods_(periods.begin(), periods.end()), busy_(most_desks(periods)) {}

  void serve(std::span<const Tick> arrival, std::span<const Tick> service, std::span<Tick> start) {
    for (std::size_t i = 0; i < arrival.size(); ++i) {
      if constexpr (std::is_same_v<Busy, BusyRow>)
        i += serve_steadily(arrival.subspan(i), service.subspan(i), start.subspan(i));
      if (i == arrival.size()) break;
      check_next(last_arrival_, arrival[i], service[i]);
      last_arrival_ = arrival[i];
      start[i] = start_of(arrival[i], service[i]);
    }
  }

 private:
  static void check_next(Tick last_arrival, Tick arrival, Tick service) {
    STOPOVER_CHECK(arrival >= last_arrival && service >= 0,
                   "arrivals in order, services not negative");
  }

  // Serves the first of them while the number of desks stays as it is; how many.
  [[nodiscard]] std::size_t serve_steadily(std::span<const Tick> arrival,
                                           std::span<const Tick> service, std::span<Tick> start) {
    if (arrival.size() < kWorthSteady || current_ == periods_.size() ||
        now_ < periods_[current_].from || periods_[current_].until <= now_)
      return 0;
    while (busy_.size() > 0 && busy_.earliest() <= now_) busy_.drop_earliest();
    const int desks = periods_[current_].desks;
    if (busy_.size() > static_cast<std::size_t>(desks)) return 0;
    if (desks <= 4) return serve_steadily<SteadyRow<4>>(arrival, service, start);
    if (desks <= 8) return serve_steadily<SteadyRow<8>>(arrival, service, start);
    if (desks <= 12) return serve_steadily<SteadyRow<12>>(arrival, service, start);
    if (desks <= 16) return serve_steadily<SteadyRow<16>>(arrival, service, start);
    if (desks <= 32) return serve_steadily<SteadyPairs<32>>(arrival, service, start);
    if (desks <= 64) return serve_steadily<SteadyPairs<64>>(arrival, service, start);
    return 0;
  }
  template <class Row>
  [[nodiscard]] std::size_t serve_steadily(std::span<const Tick> arrival,
                                           std::span<const Tick> service, std::span<Tick> start) {
    const auto desks = static_cast<std::size_t>(periods_[current_].desks);
    const std::span<const Tick> busy = busy_.ascending();
    if (now_ < -Row::kMost || (!busy.empty() && busy.back() > Row::kMost)) return 0;
    Row row;
    const std::size_t at_rest = desks - busy.size();
    for (std::size_t k = 0; k < desks; ++k) row.set(k, k < at_rest ? now_ : busy[k - at_rest]);

    const Tick until = std::min(periods_[current_].until, Row::kMost);
    Tick last_arrival = last_arrival_;
    std::size_t i = 0;
    for (; i < arrival.size(); ++i) {
      if (arrival[i] > Row::kMost || service[i] > Row::kMost) break;
      const typename Row::Number begin = row.start(arrival[i]);
      if (static_cast<Tick>(begin) >= until) break;
      check_next(last_arrival, arrival[i], service[i]);
      last_arrival = arrival[i];
      start[i] = static_cast<Tick>(begin);
      row.replace_earliest(begin + static_cast<typename Row::Number>(service[i]));
    }
    if (i > 0) now_ = start[i - 1];
    last_arrival_ = last_arrival;
    busy_.clear();
    for (std::size_t k = 0; k < desks; ++k)
      if (row.end(k) > now_) busy_.add(row.end(k));
    return i;
  }

  // kNever once no desk opens again.
  [[nodiscard]] Tick start_of(Tick arrival, Tick service) {
    now_ = std::max(now_, arrival);
    while (enter_period()) {
      const DeskPeriod& period = periods_[current_];
      const auto desks = static_cast<std::size_t>(period.desks);
      if (busy_.size() < desks) {
        busy_.add(now_ + service);
        return now_;
      }
      const Tick first = busy_.earliest();
      if (first > now_) {  // wait for that end or for a change of staff
        now_ = std::min(first, period.until);
      } else if (busy_.size() == desks) {
        busy_.replace_earliest(now_ + service);
        return now_;
      } else {
        busy_.drop_earliest();
      }
    }
    return kNever;
  }

  // Moves to the period of `now_`, and `now_` to its opening if that lies ahead.
  [[nodiscard]] bool enter_period() {
    while (current_ < periods_.size() && periods_[current_].until <= now_) ++current_;
    if (current_ == periods_.size()) return false;
    now_ = std::max(now_, periods_[current_].from);
    return true;
  }

  std::vector<DeskPeriod> periods_;
  Busy busy_;
  std::size_t current_ = 0;
  Tick now_ = std::numeric_limits<Tick>::min();
  Tick last_arrival_ = std::numeric_limits<Tick>::min();
};

}  // namespace

void check_desk_periods(std::span<const DeskPeriod> periods) {
  for (std::size_t k = 0; k < periods.size(); ++k) {
    STOPOVER_CHECK(periods[k].from < periods[k].until && periods[k].desks >= 1,
                   "a desk period is not empty and has a desk");
    STOPOVER_CHECK(k == 0 || periods[k - 1].until <= periods[k].from,
                   "desk periods ascend without overlap");
  }
}

struct FifoQueue::State {
  std::variant<Recursion<BusyRow>, Recursion<BusyHeap>> recursion;
};

FifoQueue::FifoQueue(std::span<const DeskPeriod> periods)
    : FifoQueue(periods, most_desks(periods) <= static_cast<std::size_t>(kRowDesks)
                             ? DeskStore::kRow
                             : DeskStore::kHeap) {}

FifoQueue::FifoQueue(std::span<const DeskPeriod> periods, DeskStore store) {
  check_desk_periods(periods);
  state_ = store == DeskStore::kRow ? std::make_unique<State>(State{Recursion<BusyRow>(periods)})
                                    : std::make_unique<State>(State{Recursion<BusyHeap>(periods)});
}

FifoQueue::FifoQueue(FifoQueue&&) noexcept = default;
FifoQueue& FifoQueue::operator=(FifoQueue&&) noexcept = default;
FifoQueue::~FifoQueue() = default;

void FifoQueue::serve(std::span<const Tick> arrival, std::span<const Tick> service,
                      std::span<Tick> start) {
  STOPOVER_CHECK(arrival.size() == service.size() && arrival.size() == start.size(),
                 "columns of one length");
  // In a local of its own, so that writing a start does not reload the state from memory.
  std::visit(
      [&](auto& kept) {
        auto recursion = std::move(kept);
        recursion.serve(arrival, service, start);
        kept = std::move(recursion);
      },
      state_->recursion);
}

void checkpoint_starts(std::span<const DeskPeriod> periods, std::span<const Tick> arrival,
                       std::span<const Tick> service, std::span<Tick> start) {
  FifoQueue(periods).serve(arrival, service, start);
}

}  // namespace stopover::flow
