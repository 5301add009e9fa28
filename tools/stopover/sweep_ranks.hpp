// SPDX-License-Identifier: Apache-2.0
// A sweep on several processes that `mpirun` started: rank 0 hands out cells one by one
// and keeps the results, every rank computes, rank 0 too.
//
//   std::optional<Ranks> ranks = Ranks::of_launcher();      // nullopt: started alone
//   if (ranks && !ranks->is_root()) help_root(*ranks, sweep, *executor);
//   else if (ranks) compute_with_ranks(*ranks, sweep, cells, *executor, progress);
//   bool all = cells.finish();
//
// A rank holds one cell more than it has threads, so that none of them waits for rank 0, until
// there are no more than one for each thread of all. A rank that is asked to stop gives back what
// it has not finished if it comes to that within eight seconds (signals.hpp), and stays, idle,
// until the others end. A rank that dies takes the others with it, as Open MPI has it: what rank 0
// has written is finished, and the same line goes on.
//
// Which rank computes a cell changes nothing in its result. All ranks read the experiment and
// compile the base themselves, and the base learns on each.
//
// MPI: calls come from the thread that made `Ranks`
// (MPI_THREAD_FUNNELED), which looks for messages every 200 µs rather than wait in MPI, where
// waiting takes a core, once cells are computed.
// Errors: what a cell or the disk throws on rank 0, when the others have gone. What another rank
// throws ends all (MPI_Abort).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tools/stopover/sweep_cells.hpp"

namespace stopover::tool {

class Ranks {
 public:
  [[nodiscard]] static std::optional<Ranks> of_launcher();
  ~Ranks();  // waits for the others to do the same
  Ranks(Ranks&& other) noexcept;
  Ranks& operator=(Ranks&&) = delete;
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;

  // No longer waits: mpirun, told to end the job, ends no rank that waits for the others.
  void abandon() { open_ = false; }

  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] bool is_root() const { return rank_ == 0; }

  // Every rank calls them, in the same order. The first rank that failed; `count`: none.
  [[nodiscard]] int first_failed(bool failed) const;
  [[nodiscard]] std::string as_root_has(std::string text) const;

 private:
  Ranks();
  int rank_ = 0;
  int count_ = 1;
  bool open_ = true;
};

// Rank 0: learns, hands out, computes. How many cells others computed.
std::uint64_t compute_with_ranks(const Ranks& ranks, OpenSweep& sweep, Cells& cells,
                                 Executor& executor, Progress& progress);
// The others, until rank 0 has no more for them.
void help_root(const Ranks& ranks, OpenSweep& sweep, Executor& executor);

}  // namespace stopover::tool
