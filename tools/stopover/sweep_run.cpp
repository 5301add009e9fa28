// SPDX-License-Identifier: Apache-2.0
// Computes the cells of a sweep that are not finished yet.
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/experiment/experiment_rules.hpp"
#include "tools/stopover/frame.hpp"
#include "tools/stopover/json_output.hpp"
#include "tools/stopover/session.hpp"
#include "tools/stopover/signals.hpp"
#include "tools/stopover/sweep.hpp"
#include "tools/stopover/sweep_cells.hpp"
#include "tools/stopover/sweep_ranks.hpp"

namespace stopover::tool {
namespace {

struct Outcome {
  std::string folder;
  std::string id;
  bool complete = false;  // this part
  std::uint64_t of_part = 0;
  std::uint64_t before = 0;  // finished earlier, of all parts
  std::uint64_t computed = 0;
  std::uint64_t by_others = 0;  // ranks but 0
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
                     {"computed_by_other_ranks", outcome.by_others},
                     {"failed", experiment::failed_cells(results)},
                     {"part_complete", outcome.complete}};
  out["results_sha256"] = results.size() == sweep.plan.cells.size()
                              ? nlohmann::json(experiment::results_hash(outcome.id, results))
                              : nlohmann::json();
  return out;
}

// nullopt: another rank failed, or has another experiment; it says so.
std::optional<OpenSweep> open_on_all(const std::string& file, const std::optional<Ranks>& ranks,
                                     Executor& executor) {
  if (!ranks) return open_sweep(file, executor);
  std::optional<OpenSweep> sweep;
  std::exception_ptr failure;
  try {
    sweep.emplace(open_sweep(file, executor));
  } catch (...) {
    failure = std::current_exception();
  }
  if (const int first = ranks->first_failed(failure != nullptr); first < ranks->count()) {
    if (first == ranks->rank()) std::rethrow_exception(failure);
    return std::nullopt;
  }
  const std::string id = experiment::header_of(sweep->plan).id();
  const bool other = ranks->as_root_has(id) != id;
  const int first = ranks->first_failed(other);
  if (first == ranks->count()) return sweep;
  if (first != ranks->rank()) return std::nullopt;
  refuse_file(
      experiment::rule::kOtherExperiment, file,
      fmt::format("another experiment, base or version of the program on rank {}", ranks->rank()),
      "what rank 0 has");
}

// The folder, opened; nullopt: asked to stop meanwhile.
std::optional<experiment::StoreWriter> open_store(const std::string& folder,
                                                  const experiment::StoreHeader& header,
                                                  experiment::Shard shard) {
  bool told = false;
  const auto waiting = [&] {
    if (!std::exchange(told, true))
      remark("stopover: waiting for another run that is starting in " + folder);
    stop_if_asked();
  };
  try {
    return std::optional<experiment::StoreWriter>(std::in_place, folder, header, shard,
                                                  std::make_shared<io::FileOps>(), waiting);
  } catch (const Stopped&) {
    return std::nullopt;
  }
}

// All that can be; how many cells other ranks computed.
std::uint64_t compute(OpenSweep& sweep, Cells& cells, const std::optional<Ranks>& ranks,
                      Executor& executor, Progress& progress) {
  if (cells.to_do().empty()) return 0;
  if (ranks) return compute_with_ranks(*ranks, sweep, cells, executor, progress);
  try {
    progress.stage("learning");
    sweep.runner->learn_base(sweep.plan.seed, executor, stop_if_asked);
    progress.stage("cells");
    compute_here(sweep, cells, executor);
  } catch (const Stopped&) {  // while the base was learning
  }
  return 0;
}

// Tells the other ranks once whether there is work, also when none could be begun.
class Word {
 public:
  explicit Word(const std::optional<Ranks>& ranks) : ranks_(ranks) {}
  ~Word() { tell(false); }
  Word(const Word&) = delete;
  Word& operator=(const Word&) = delete;
  Word(Word&&) = delete;
  Word& operator=(Word&&) = delete;
  void tell(bool work) {
    if (!std::exchange(told_, true) && ranks_) (void)ranks_->as_root_has(work ? "work" : "");
  }

 private:
  const std::optional<Ranks>& ranks_;
  bool told_ = false;
};

}  // namespace

int sweep_run(const Options& options) {
  const experiment::Shard shard = shard_of(options);
  std::optional<StoppableWork> work;  // until the ranks have ended, too
  std::optional<Ranks> ranks = Ranks::of_launcher();
  const bool is_helper = ranks && !ranks->is_root();
  const bool alone = !ranks || ranks->count() == 1;
  const auto executor = tbb_executor(alone ? settle_threads(options) : options.threads.value_or(1));
  Progress progress(is_helper ? ProgressForm::kNone : progress_form(options));
  progress.stage("reading " + options.arguments[1]);
  if (is_helper) work.emplace("a rank gives its cells back\n");
  std::optional<OpenSweep> opened = open_on_all(options.arguments[1], ranks, *executor);
  progress.end();
  if (!opened) return kExitOk;  // mpirun takes the code of the rank that failed
  OpenSweep& sweep = *opened;
  if (is_helper) {
    if (!ranks->as_root_has({}).empty()) help_root(*ranks, sweep, *executor);
    return kExitOk;  // rank 0 says how it ended
  }
  Word word(ranks);
  remark_warnings(sweep.faults, options);

  const experiment::StoreHeader header = experiment::header_of(sweep.plan);
  Outcome outcome{.folder = {}, .id = header.id()};
  outcome.folder = options.output.value_or(default_folder(sweep.plan.id, outcome.id));
  work.emplace("stopping; finished cells are kept (again to leave at once)\n");
  std::optional<experiment::StoreWriter> store = open_store(outcome.folder, header, shard);
  if (!store) return stopped_code();
  remark_warnings(store->before().faults, options);
  outcome.before = store->before().results.size();
  Cells cells(sweep.plan, *store, shard, progress);
  outcome.of_part = cells.of_shard();
  const auto begun = std::chrono::steady_clock::now();
  word.tell(!cells.to_do().empty());
  outcome.by_others = compute(sweep, cells, ranks, *executor, progress);
  outcome.complete = cells.finish();
  progress.end();
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  outcome.computed = cells.computed();
  if (!outcome.complete) {
    remark(fmt::format("stopover: stopped with {} of {} cells finished; the same line goes on",
                       cells.results().size(), sweep.plan.cells.size()));
    if (ranks) ranks->abandon();
    return stopped_code();
  }
  if (options.json)
    print_json(run_json(sweep, cells.results(), outcome));
  else
    print(run_report(sweep, cells.results(), outcome, report_form(options)));
  return kExitOk;
}

}  // namespace stopover::tool
