// SPDX-License-Identifier: Apache-2.0
// The cells of a sweep that are to be computed, and where their results go.
//
//   Cells cells(sweep.plan, store, shard, progress);
//   compute_here(sweep, cells, *executor);
//   bool all = cells.finish();
//
// Cells that share a key are computed once. What is kept goes to disk about once a second, by a
// thread of its own, however long the next cell takes.
//
// Errors: what the disk throws, at the next `keep` or at `finish`; what was written is finished all
// the same.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/executor.hpp"
#include "engine/experiment/analysis.hpp"
#include "engine/experiment/store.hpp"
#include "tools/stopover/progress.hpp"
#include "tools/stopover/sweep.hpp"

namespace stopover::tool {

// Thrown inside a cell that is abandoned.
struct Stopped : std::exception {};
void stop_if_asked();

class Cells {
 public:
  // Refers to store and progress.
  Cells(const experiment::Plan& plan, experiment::StoreWriter& store, experiment::Shard shard,
        Progress& progress);

  // One of each key, ascending.
  [[nodiscard]] const std::vector<std::uint64_t>& to_do() const { return to_do_; }
  // From any thread; once for each of `to_do`.
  void keep(const experiment::CellResult& result);
  // The disk or a cell failed: what is computed now is of no use.
  [[nodiscard]] bool given_up() const { return given_up_.load(); }
  void give_up() { given_up_.store(true); }

  // All that was kept is on disk then. False: cells are left.
  bool finish();

  // Settled by `finish`.
  [[nodiscard]] const experiment::Results& results() const { return results_; }
  [[nodiscard]] std::uint64_t computed() const { return computed_; }
  [[nodiscard]] std::uint64_t of_shard() const { return all_; }

 private:
  void take_over_known();
  void write_pending();
  void write_now_and_then(const std::stop_token& stop);

  experiment::StoreWriter& store_;
  experiment::Results results_;
  Progress& progress_;
  std::map<std::string, std::vector<std::uint64_t>> twins_;  // not finished, by key
  std::vector<std::uint64_t> to_do_;
  std::uint64_t all_ = 0;  // cells of this part
  std::atomic<bool> given_up_{false};
  std::mutex keeping_;  // of what follows
  std::vector<experiment::CellResult> pending_;
  std::exception_ptr failure_;
  std::uint64_t computed_ = 0;
  std::uint64_t left_ = 0;
  std::condition_variable_any kept_;
  std::jthread clerk_;  // last: it uses the others
};

// As many whole cells side by side as there are threads; what is left when fewer cells than threads
// remain is computed cell by cell, each on all threads. So there are never more threads at work
// than asked for.
void compute_here(const OpenSweep& sweep, Cells& cells, Executor& executor);

}  // namespace stopover::tool
