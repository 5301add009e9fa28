// SPDX-License-Identifier: Apache-2.0
#include "tools/stopover/sweep_ranks.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <deque>
#include <functional>
#include <set>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <mpi.h>

#include "engine/base/check.hpp"
#include "tools/stopover/command_table.hpp"
#include "tools/stopover/signals.hpp"
#include "tools/stopover/terminal.hpp"

namespace stopover::tool {
namespace {

using experiment::CellResult;
constexpr std::chrono::microseconds kLook{200};

// From rank 0: a cell; no more, once. To rank 0: how many threads there are; a result; gone, once.
enum Tag : int { kCell = 1, kNoMore, kThreads, kResult, kGone };

using NumberBytes = std::array<char, sizeof(std::uint64_t)>;  // the machines of a job are alike

struct Message {
  int from = 0;
  Tag tag = kCell;
  std::string bytes;
  [[nodiscard]] std::uint64_t number() const {
    NumberBytes out{};
    STOPOVER_CHECK(bytes.size() == out.size(), "a message of one number");
    std::ranges::copy(bytes, out.begin());
    return std::bit_cast<std::uint64_t>(out);
  }
};

void send(int to, Tag tag, std::string_view bytes = {}) {
  MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD);
}

void send(int to, Tag tag, std::uint64_t number) {
  const auto bytes = std::bit_cast<NumberBytes>(number);
  send(to, tag, std::string_view(bytes.data(), bytes.size()));
}

// nullopt: none has come.
std::optional<Message> receive() {
  int there = 0;
  MPI_Status status{};
  MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status);
  if (there == 0) return std::nullopt;
  int size = 0;
  MPI_Get_count(&status, MPI_BYTE, &size);
  Message message{.from = status.MPI_SOURCE, .tag = static_cast<Tag>(status.MPI_TAG), .bytes = {}};
  message.bytes.resize(static_cast<std::size_t>(size));
  MPI_Recv(message.bytes.data(), size, MPI_BYTE, message.from, message.tag, MPI_COMM_WORLD,
           MPI_STATUS_IGNORE);
  return message;
}

// Threads that compute cells as they are put in.
class Workshop {
 public:
  using Take = std::function<void(const CellResult&)>;  // called by any of the threads

  Workshop(const OpenSweep& sweep, int threads, Take take) : sweep_(sweep), take_(std::move(take)) {
    try {
      for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
    } catch (...) {  // those that have started wait for work
      close();
      throw;
    }
  }
  ~Workshop() { close(); }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  Workshop(Workshop&&) = delete;
  Workshop& operator=(Workshop&&) = delete;

  void put(std::uint64_t cell) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(cell);
      ++held_;
    }
    changed_.notify_one();
  }
  // Cells put in and not taken yet.
  [[nodiscard]] std::size_t held() {
    const std::lock_guard lock(mutex_);
    return held_;
  }
  // What is not finished is abandoned.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_.store(true);
    }
    changed_.notify_all();
    threads_.clear();
  }
  // What a thread threw.
  void rethrow() {
    const std::lock_guard lock(mutex_);
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void work() {
    const auto inside = serial_executor();
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return closed_.load() || !waiting_.empty(); });
      if (closed_.load()) return;
      const std::uint64_t cell = waiting_.front();
      waiting_.pop_front();
      lock.unlock();
      compute(cell, *inside);
      lock.lock();
    }
  }
  void compute(std::uint64_t cell, Executor& inside) {
    const auto stop_if_closed = [this] {
      if (closed_.load()) throw Stopped();
      stop_if_asked();
    };
    try {
      take_(sweep_.runner->run(sweep_.plan, cell, inside, stop_if_closed));
      const std::lock_guard lock(mutex_);
      --held_;
    } catch (const Stopped&) {  // the cell is computed next time
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
    }
  }

  const OpenSweep& sweep_;
  Take take_;
  std::atomic<bool> closed_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::uint64_t> waiting_;
  std::size_t held_ = 0;
  std::exception_ptr failure_;
  std::vector<std::jthread> threads_;  // last: they use the others
};

// Rank 0: who has which cells.
class Root {
 public:
  Root(const Ranks& ranks, Cells& cells, int threads)
      : cells_(cells),
        own_threads_(static_cast<std::size_t>(threads)),
        helpers_(static_cast<std::size_t>(ranks.count())) {
    left_.assign(cells.to_do().begin(), cells.to_do().end());
    there_ = ranks.count() - 1;
  }
  // Every helper has gone then, whatever happened here: MPI ends with all or none.
  ~Root() { dismiss(); }
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;
  Root(Root&&) = delete;
  Root& operator=(Root&&) = delete;

  void run(const OpenSweep& sweep) {
    Workshop own(sweep, static_cast<int>(own_threads_),
                 [this](const CellResult& result) { cells_.keep(result); });
    while (!is_over(own)) {
      hand_out(own);
      own.rethrow();
      if (!listen()) std::this_thread::sleep_for(kLook);
    }
  }
  [[nodiscard]] std::uint64_t by_others() const { return by_others_; }

 private:
  void dismiss() {
    for (int rank = 1; rank < static_cast<int>(helpers_.size()); ++rank)
      if (!helpers_[static_cast<std::size_t>(rank)].gone) send(rank, kNoMore);
    dismissed_ = true;
    while (there_ > 0)
      if (!listen()) std::this_thread::sleep_for(kLook);
  }

  struct Helper {
    std::set<std::uint64_t> has = {};
    std::size_t threads = 0;
    bool gone = false;
  };

  [[nodiscard]] bool is_over(Workshop& own) const {
    if (StoppableWork::asked_to_stop() || cells_.given_up()) return true;
    return left_.empty() && own.held() == 0 &&
           std::ranges::all_of(helpers_, [](const Helper& h) { return h.has.empty(); });
  }

  // One cell for each thread of each rank; and one more, so that none of them waits for its next,
  // while there are enough for all.
  void hand_out(Workshop& own) {
    std::size_t all = own_threads_;
    for (const Helper& helper : helpers_) all += helper.threads;
    for (const std::size_t more : {std::size_t{0}, std::size_t{1}}) {
      if (more > 0 && left_.size() <= all) return;
      while (!left_.empty() && own.held() < own_threads_ + more) own.put(next());
      for (std::size_t rank = 1; rank < helpers_.size(); ++rank) {
        Helper& helper = helpers_[rank];
        while (!left_.empty() && helper.threads > 0 && helper.has.size() < helper.threads + more) {
          const std::uint64_t cell = next();
          helper.has.insert(cell);
          send(static_cast<int>(rank), kCell, cell);
        }
      }
    }
  }

  std::uint64_t next() {
    const std::uint64_t cell = left_.front();
    left_.pop_front();
    return cell;
  }

  // False: nobody said anything.
  bool listen() {
    const std::optional<Message> message = receive();
    if (!message) return false;
    Helper& helper = helpers_[static_cast<std::size_t>(message->from)];
    if (message->tag == kGone) {
      left_.insert(left_.begin(), helper.has.begin(), helper.has.end());
      helper = {.gone = true};
      --there_;
      if (!dismissed_) send(message->from, kNoMore);
    } else if (message->tag == kResult) {
      keep(*message, helper);
    } else {
      helper.threads = static_cast<std::size_t>(message->number());
    }
    return true;
  }

  void keep(const Message& message, Helper& helper) {
    const auto results = experiment::read_results_file(message.bytes);
    STOPOVER_CHECK(results && results->size() == 1, "a rank sends one result");
    helper.has.erase(results->front().cell);
    ++by_others_;
    cells_.keep(results->front());
  }

  Cells& cells_;
  std::size_t own_threads_;
  std::deque<std::uint64_t> left_;
  std::vector<Helper> helpers_;  // by rank; the first is nobody
  int there_ = 0;
  std::uint64_t by_others_ = 0;
  bool dismissed_ = false;
};

// Another rank. Its threads leave results in an outbox, as this one alone sends.
class Outbox {
 public:
  void put(const CellResult& result) {
    const std::lock_guard lock(mutex_);
    results_.push_back(experiment::results_file(std::span(&result, 1)));
  }
  [[nodiscard]] std::vector<std::string> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(results_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> results_;
};

// Until rank 0 has said that there is no more.
void leave(bool told) {
  send(0, kGone);
  while (!told) {
    const std::optional<Message> message = receive();
    told = message && message->tag == kNoMore;
    if (!message) std::this_thread::sleep_for(kLook);
  }
}

void serve(OpenSweep& sweep, Executor& executor) {
  try {
    sweep.runner->learn_base(sweep.plan.seed, executor, stop_if_asked);
  } catch (const Stopped&) {
    leave(false);
    return;
  }
  Outbox outbox;
  Workshop shop(sweep, executor.threads(), [&](const CellResult& result) { outbox.put(result); });
  send(0, kThreads, static_cast<std::uint64_t>(executor.threads()));
  bool told = false;
  while (!told && !StoppableWork::asked_to_stop()) {
    shop.rethrow();
    bool moved = false;
    for (const std::string& result : outbox.take()) {
      send(0, kResult, result);
      moved = true;
    }
    while (const std::optional<Message> message = receive()) {
      moved = true;
      if (message->tag == kCell) shop.put(message->number());
      told = told || message->tag == kNoMore;
    }
    if (!moved) std::this_thread::sleep_for(kLook);
  }
  shop.close();
  for (const std::string& result : outbox.take()) send(0, kResult, result);
  leave(told);
}

}  // namespace

std::optional<Ranks> Ranks::of_launcher() {
  constexpr std::array kSet{"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"};
  const bool launched = std::ranges::any_of(kSet, [](const char* name) {
    return std::getenv(name) != nullptr;  // NOLINT(concurrency-mt-unsafe): nobody sets it
  });
  if (!launched) return std::nullopt;
  return Ranks();
}

Ranks::Ranks() {
  int provided = MPI_THREAD_SINGLE;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  STOPOVER_CHECK(provided >= MPI_THREAD_FUNNELED, "MPI lets other threads compute");
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &count_);
}

Ranks::Ranks(Ranks&& other) noexcept
    : rank_(other.rank_), count_(other.count_), open_(std::exchange(other.open_, false)) {}

Ranks::~Ranks() {
  if (open_) MPI_Finalize();
}

int Ranks::first_failed(bool failed) const {
  int mine = failed ? rank_ : count_;
  int least = 0;
  MPI_Allreduce(&mine, &least, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  return least;
}

std::string Ranks::as_root_has(std::string text) const {
  unsigned long long size = text.size();
  MPI_Bcast(&size, 1, MPI_UNSIGNED_LONG_LONG, 0, MPI_COMM_WORLD);
  text.resize(size);
  MPI_Bcast(text.data(), static_cast<int>(size), MPI_BYTE, 0, MPI_COMM_WORLD);
  return text;
}

std::uint64_t compute_with_ranks(const Ranks& ranks, OpenSweep& sweep, Cells& cells,
                                 Executor& executor, Progress& progress) {
  Root root(ranks, cells, executor.threads());
  try {
    progress.stage("learning");
    sweep.runner->learn_base(sweep.plan.seed, executor, stop_if_asked);
    progress.stage("cells");
    root.run(sweep);
  } catch (const Stopped&) {  // while the base was learning
  }
  return root.by_others();
}

void help_root(const Ranks& ranks, OpenSweep& sweep, Executor& executor) {
  STOPOVER_CHECK(!ranks.is_root(), "rank 0 is helped");
  try {
    serve(sweep, executor);
  } catch (const std::exception& error) {
    remark(fmt::format("stopover: rank {}: {}", ranks.rank(), error.what()));
    MPI_Abort(MPI_COMM_WORLD, kExitEnvironment);
  }
}

}  // namespace stopover::tool
