// SPDX-License-Identifier: Apache-2.0
// Computes the cells of a sweep that are not finished yet.
//
// As many whole cells side by side as there are threads; what is left when fewer cells than threads
// remain is computed cell by cell, each on all threads. So there are never more threads at work
// than asked for.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <nlohmann/json.hpp>

#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/signals.hpp"
#include "tools/stopover/sweep.hpp"

namespace stopover::tool {
namespace {

using experiment::CellResult;
using Clock = std::chrono::steady_clock;

// Thrown inside a cell that is abandoned.
struct Stopped : std::exception {};

void stop_if_asked() {
  if (StoppableWork::asked_to_stop()) throw Stopped();
}

// Cells that share a key: one is computed, the others have the same result.
using ByKey = std::map<std::string, std::vector<std::uint64_t>>;

class Cells {
 public:
  Cells(const OpenSweep& sweep, experiment::StoreWriter& store, experiment::Shard shard,
        Progress& progress)
      : sweep_(sweep), store_(store), results_(store.before().results), progress_(progress) {
    for (std::uint64_t cell = 0; cell < sweep.plan.cells.size(); ++cell) {
      if (!shard.has(cell)) continue;
      ++all_;
      if (!results_.contains(cell)) twins_[sweep.plan.keys[cell]].push_back(cell);
    }
    take_over_known();
    to_do_.reserve(twins_.size());
    for (const auto& [key, cells] : twins_) to_do_.push_back(cells.front());
    std::ranges::sort(to_do_);
    left_ = to_do_.size();
  }

  // False: asked to stop, or failed; what is finished is on disk all the same.
  bool run(Executor& executor) {
    const Keeper keeper(*this);
    const auto threads = static_cast<std::size_t>(executor.threads());
    const std::size_t apart = to_do_.size() - to_do_.size() % threads;
    executor.run(apart, [&](std::size_t i) {
      const auto inside = serial_executor();
      compute(to_do_[i], *inside);
    });
    for (std::size_t i = apart; i < to_do_.size(); ++i) compute(to_do_[i], executor);
    finish();
    return left_ == 0;
  }

  [[nodiscard]] bool has_work() const { return left_ > 0; }
  [[nodiscard]] const experiment::Results& results() const { return results_; }
  [[nodiscard]] std::uint64_t computed() const { return computed_; }
  [[nodiscard]] std::uint64_t of_shard() const { return all_; }

 private:
  // Writes down what is pending once a second, however long the next cell takes.
  class Keeper {
   public:
    explicit Keeper(Cells& cells) : thread_([this, &cells] { keep(cells); }) {}
    ~Keeper() {
      {
        const std::lock_guard lock(ending_);
        ended_ = true;
      }
      end_.notify_all();
      thread_.join();
    }
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;
    Keeper(Keeper&&) = delete;
    Keeper& operator=(Keeper&&) = delete;

   private:
    void keep(Cells& cells) {
      std::unique_lock lock(ending_);
      while (!end_.wait_for(lock, kCommitEvery, [this] { return ended_; })) cells.keep_pending();
    }
    std::mutex ending_;
    std::condition_variable end_;
    bool ended_ = false;
    std::thread thread_;  // last: it uses the others
  };

  static constexpr std::chrono::seconds kCommitEvery{1};

  void keep_pending() {
    const std::lock_guard lock(keeping_);
    if (given_up_.load()) return;
    try {
      commit_pending();
    } catch (...) {
      keeper_failure_ = std::current_exception();
    }
  }

  // Results that a cell with the same key has already.
  void take_over_known() {
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

  void compute(std::uint64_t cell, Executor& executor) {
    if (given_up_.load() || StoppableWork::asked_to_stop()) return;
    try {
      keep(sweep_.runner->run(sweep_.plan, cell, executor, stop_if_asked));
    } catch (const Stopped&) {  // the cell is computed next time
    } catch (...) {
      given_up_.store(true);
      throw;
    }
  }

  void keep(const CellResult& result) {
    constexpr std::size_t kMostPending = 1000;
    const std::lock_guard lock(keeping_);
    if (given_up_.load()) return;  // the disk failed another cell
    for (const std::uint64_t cell : twins_.at(result.key)) {
      CellResult& one = pending_.emplace_back(result);
      one.cell = cell;
    }
    ++computed_;
    --left_;
    progress_.update(to_do_.size() - left_, to_do_.size());
    const Clock::time_point now = Clock::now();
    if (now - committed_ < kCommitEvery && pending_.size() < kMostPending) return;
    commit_pending();
  }

  void commit_pending() {
    try {
      store_.commit(pending_);
    } catch (...) {
      given_up_.store(true);
      throw;
    }
    for (CellResult& result : pending_) results_.emplace(result.cell, std::move(result));
    pending_.clear();
    committed_ = Clock::now();
  }

  void finish() {
    const std::lock_guard lock(keeping_);
    if (keeper_failure_) std::rethrow_exception(keeper_failure_);
    commit_pending();
  }

  const OpenSweep& sweep_;
  experiment::StoreWriter& store_;
  experiment::Results results_;
  Progress& progress_;
  ByKey twins_;                       // of cells that are not finished
  std::vector<std::uint64_t> to_do_;  // one of each key, ascending
  std::uint64_t all_ = 0;             // cells of this part
  std::atomic<bool> given_up_{false};
  std::mutex keeping_;
  std::vector<CellResult> pending_;
  std::exception_ptr keeper_failure_;
  Clock::time_point committed_{};  // long ago: the first is written at once
  std::uint64_t computed_ = 0;
  std::uint64_t left_ = 0;
};

struct Outcome {
  std::string folder;
  std::string id;
  bool complete = false;  // this part
  std::uint64_t of_part = 0;
  std::uint64_t before = 0;  // finished earlier, of all parts
  std::uint64_t computed = 0;
  double seconds = 0;
};

std::string run_report(const OpenSweep& sweep, const experiment::Results& results,
                       const Outcome& outcome, const ReportForm& form) {
  std::string out =
      say(form, "{} of {} cells finished, {} computed now", "{} / {} 个单元完成，本次计算 {} 个",
          results.size(), sweep.plan.cells.size(), outcome.computed);
  if (outcome.computed > 0 && outcome.seconds > 0)
    out += say(form, " ({:.0f} a minute)", "（每分钟 {:.0f} 个）",
               static_cast<double>(outcome.computed) / outcome.seconds * 60);
  out += say(form, ", {} failed.\n", "，失败 {} 个。\n", experiment::failed_cells(results));
  out += failures_text(sweep.plan, results, form);
  if (results.size() == sweep.plan.cells.size())
    out += say(form, "Hash of all results: {}\n", "全部结果的哈希：{}\n",
               experiment::results_hash(outcome.id, results));
  return out + say(form, "Results: {}\n", "结果：{}\n", outcome.folder);
}

nlohmann::json run_json(const OpenSweep& sweep, const experiment::Results& results,
                        const Outcome& outcome) {
  nlohmann::json out{{"experiment", outcome.id},
                     {"folder", outcome.folder},
                     {"cells", sweep.plan.cells.size()},
                     {"finished", results.size()},
                     {"finished_before", outcome.before},
                     {"computed", outcome.computed},
                     {"failed", experiment::failed_cells(results)},
                     {"part_complete", outcome.complete}};
  out["results_sha256"] = results.size() == sweep.plan.cells.size()
                              ? nlohmann::json(experiment::results_hash(outcome.id, results))
                              : nlohmann::json();
  return out;
}

}  // namespace

int sweep_run(const Options& options) {
  const experiment::Shard shard = shard_of(options);
  const auto executor = tbb_executor(settle_threads(options));
  Progress progress(progress_form(options));
  progress.stage("reading " + options.arguments[1]);
  OpenSweep sweep = open_sweep(options.arguments[1], *executor);
  progress.end();
  remark_warnings(sweep.faults, options);

  const experiment::StoreHeader header = experiment::header_of(sweep.plan);
  Outcome outcome{.folder = {}, .id = header.id()};
  outcome.folder = options.output.value_or("runs/" + sweep.plan.id + "-" + outcome.id.substr(0, 8));
  const StoppableWork work("stopping; finished cells are kept (again to leave at once)\n");
  bool told = false;
  const auto waiting = [&] {
    if (!std::exchange(told, true))
      remark("stopover: waiting for another run that is starting in " + outcome.folder);
    if (StoppableWork::asked_to_stop()) throw Stopped();
  };
  std::optional<experiment::StoreWriter> opened;
  try {
    opened.emplace(outcome.folder, header, shard, std::make_shared<io::FileOps>(), waiting);
  } catch (const Stopped&) {
    return stopped_code();
  }
  experiment::StoreWriter& store = *opened;
  remark_warnings(store.before().faults, options);
  outcome.before = store.before().results.size();
  Cells cells(sweep, store, shard, progress);
  outcome.of_part = cells.of_shard();
  const Clock::time_point begun = Clock::now();
  try {
    progress.stage("learning");
    if (cells.has_work()) sweep.runner->learn_base(sweep.plan.seed, *executor, stop_if_asked);
    progress.stage("cells");
    outcome.complete = cells.run(*executor);
  } catch (const Stopped&) {  // while the base was learning
  }
  progress.end();
  outcome.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  outcome.computed = cells.computed();
  if (!outcome.complete) {
    remark(fmt::format("stopover: stopped with {} of {} cells finished; the same line goes on",
                       cells.results().size(), sweep.plan.cells.size()));
    return stopped_code();
  }
  if (options.json)
    print_json(run_json(sweep, cells.results(), outcome));
  else
    print(run_report(sweep, cells.results(), outcome, report_form(options)));
  return kExitOk;
}

}  // namespace stopover::tool
