// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/sweep_cells.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "tools/stopover/signals.hpp"

namespace stopover::tool {
namespace {

using experiment::CellResult;
constexpr std::chrono::seconds kWriteEvery{1};

}  // namespace

void stop_if_asked() {
  if (StoppableWork::asked_to_stop()) throw Stopped();
}

Cells::Cells(const experiment::Plan& plan, experiment::StoreWriter& store, experiment::Shard shard,
             Progress& progress)
    : store_(store), results_(store.before().results), progress_(progress) {
  for (std::uint64_t cell = 0; cell < plan.cells.size(); ++cell) {
    if (!shard.has(cell)) continue;
    ++all_;
    if (!results_.contains(cell)) twins_[plan.keys[cell]].push_back(cell);
  }
  take_over_known();
  to_do_.reserve(twins_.size());
  for (const auto& [key, cells] : twins_) to_do_.push_back(cells.front());
  std::ranges::sort(to_do_);
  left_ = to_do_.size();
  clerk_ = std::jthread([this](const std::stop_token& stop) { write_now_and_then(stop); });
}

// Results that a cell with the same key has already.
void Cells::take_over_known() {
  std::map<std::string, const CellResult*> known;
  for (const auto& [cell, result] : results_) known.try_emplace(result.key, &result);
  std::vector<CellResult> taken;
  for (auto at = twins_.begin(); at != twins_.end();) {
    const auto found = known.find(at->first);
    if (found == known.end()) {
      ++at;
      continue;
    }
    for (const std::uint64_t cell : at->second) {
      taken.push_back(*found->second);
      taken.back().cell = cell;
    }
    at = twins_.erase(at);
  }
  for (const CellResult& result : taken) results_.emplace(result.cell, result);
  store_.commit(taken);
}

void Cells::keep(const CellResult& result) {
  const std::lock_guard lock(keeping_);
  if (failure_) return;  // told at the end
  for (const std::uint64_t cell : twins_.at(result.key)) {
    CellResult& one = pending_.emplace_back(result);
    one.cell = cell;
  }
  ++computed_;
  --left_;
  progress_.update(to_do_.size() - left_, to_do_.size());
  kept_.notify_all();
}

// Nobody waits for the disk but the one who calls it.
void Cells::write_pending() {
  std::vector<CellResult> results;
  {
    const std::lock_guard lock(keeping_);
    if (failure_) return;
    results.swap(pending_);
  }
  std::exception_ptr failure;
  try {
    store_.commit(results);
  } catch (...) {
    given_up_.store(true);
    failure = std::current_exception();
  }
  const std::lock_guard lock(keeping_);
  failure_ = failure;
  if (failure) return;
  for (CellResult& result : results) results_.emplace(result.cell, std::move(result));
}

void Cells::write_now_and_then(const std::stop_token& stop) {
  constexpr std::size_t kMostPending = 1000;
  std::size_t enough = 1;  // the first is written at once
  std::unique_lock lock(keeping_);
  while (!stop.stop_requested()) {
    (void)kept_.wait_for(lock, stop, kWriteEvery, [&] { return pending_.size() >= enough; });
    if (pending_.empty()) continue;
    enough = kMostPending;
    lock.unlock();
    write_pending();
    lock.lock();
  }
}

bool Cells::finish() {
  clerk_ = {};  // ends it
  write_pending();
  if (failure_) std::rethrow_exception(failure_);
  return left_ == 0;
}

void compute_here(const OpenSweep& sweep, Cells& cells, Executor& executor) {
  const std::vector<std::uint64_t>& to_do = cells.to_do();
  const auto compute = [&](std::uint64_t cell, Executor& inside) {
    if (cells.given_up() || StoppableWork::asked_to_stop()) return;
    try {
      cells.keep(sweep.runner->run(sweep.plan, cell, inside, stop_if_asked));
    } catch (const Stopped&) {  // the cell is computed next time
    } catch (...) {
      cells.give_up();
      throw;
    }
  };
  const auto threads = static_cast<std::size_t>(executor.threads());
  const std::size_t apart = to_do.size() - to_do.size() % threads;
  executor.run(apart, [&](std::size_t i) {
    const auto inside = serial_executor();
    compute(to_do[i], *inside);
  });
  for (std::size_t i = apart; i < to_do.size(); ++i) compute(to_do[i], executor);
}

}  // namespace stopover::tool
