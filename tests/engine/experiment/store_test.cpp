// SPDX-License-Identifier: Apache-2.0
// Folders of results: what counts as finished, what is planted in them, who may write.
#include "engine/experiment/store.hpp"

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/fault.hpp"
#include "engine/io/result_lock.hpp"
#include "tests/engine/experiment/experiment_sample.hpp"
#include "tests/engine/io/result_sample.hpp"

namespace stopover::experiment {
namespace {

namespace fs = std::filesystem;
using io::ScratchFolder;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

void write_cells(const std::string& folder, std::vector<std::uint64_t> cells, Shard shard = {}) {
  const Plan p = small_plan();
  StoreWriter store(folder, header_of(p), shard);
  for (const std::uint64_t cell : cells)
    store.commit({sample_result(p, cell, static_cast<double>(cell))});
}

std::vector<std::uint64_t> finished(const std::string& folder, FaultList* faults = nullptr) {
  StoreContents contents = read_header(folder);
  read_results(folder, plan_of(contents, folder).keys, contents);
  if (faults != nullptr) *faults = contents.faults;
  std::vector<std::uint64_t> cells;
  for (const auto& [cell, result] : contents.results) cells.push_back(cell);
  return cells;
}

std::vector<std::string> rules_of(const FaultList& faults) {
  std::vector<std::string> rules;
  for (const InputFault& fault : faults.kept()) rules.push_back(fault.rule);
  return rules;
}

std::string rule_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const InputError& error) {
    return error.faults().kept().front().rule;
  }
  return "";
}

TEST(Store, KeepsWhatWasCommittedAndGoesOn) {
  const ScratchFolder scratch;
  write_cells(scratch / "s", {0, 2});
  EXPECT_THAT(finished(scratch / "s"), ElementsAre(0, 2));
  const Plan p = small_plan();
  StoreWriter store(scratch / "s", header_of(p), {});
  EXPECT_THAT(store.before().results, SizeIs(2));
  store.commit({sample_result(p, 1, 1), sample_result(p, 3, 3)});
  EXPECT_THAT(finished(scratch / "s"), ElementsAre(0, 1, 2, 3));
}

TEST(Store, ReadsItsPlanBack) {
  const ScratchFolder scratch;
  write_cells(scratch / "s", {});
  const Plan back = plan_of(read_header(scratch / "s"), scratch / "s");
  const Plan p = small_plan();
  EXPECT_EQ(header_of(back).document, header_of(p).document);
  EXPECT_EQ(back.cells, p.cells);
  EXPECT_EQ(back.keys, p.keys);
  EXPECT_EQ(settings_text(back, 1), "f0 0.05");
  EXPECT_EQ(settings_text(back, 0), "base");
}

TEST(Store, ReadsFractionsAndSecondOrderBack) {
  const std::vector<Design> designs{{.kind = DesignKind::kFractionalFactorial,
                                     .generators = {{.factor = 2, .of = {0, 1}, .minus = true}}},
                                    {.kind = DesignKind::kSaltelli, .n = 2, .second_order = true}};
  for (const Design& design : designs) {
    const ScratchFolder scratch;
    const Plan p = sample_plan(design, 3);
    const StoreWriter store(scratch / "s", header_of(p), {});
    const Plan back = plan_of(read_header(scratch / "s"), scratch / "s");
    EXPECT_EQ(header_of(back).document, header_of(p).document);
    EXPECT_EQ(back.cells, p.cells);
    EXPECT_EQ(back.design.generators, design.generators);
    EXPECT_EQ(back.design.second_order, design.second_order);
  }
}

TEST(Store, IsTheSameExperimentUnderOtherNames) {
  const ScratchFolder scratch;
  write_cells(scratch / "s", {0});
  Plan renamed = small_plan();
  renamed.title = "Another title";
  renamed.base = "./base/scenario.txtpb";
  renamed.factors[0].unit = "min";
  renamed.outputs[0].name = "Another name";
  const StoreWriter store(scratch / "s", header_of(renamed), {});
  EXPECT_THAT(store.before().results, SizeIs(1));
  EXPECT_EQ(plan_of(read_header(scratch / "s"), "s").title, "Another title");
}

// Sweeps inside the folder of a sweep, and files that only look like its own.
TEST(Store, LeavesAloneWhatIsNotItsOwn) {
  const ScratchFolder scratch;
  write_cells(scratch / "s", {0, 1});
  Plan other = small_plan();
  other.replications = 7;
  StoreWriter(scratch / "s/inner", header_of(other), {}).commit({sample_result(other, 0, 1)});
  for (const char* const name : {"/notes.log", "/x-000001.cells", "/1-of-x.log"})
    io::put(scratch / ("s" + std::string(name)), "mine");
  FaultList faults;
  EXPECT_THAT(finished(scratch / "s", &faults), ElementsAre(0, 1));
  EXPECT_TRUE(faults.empty()) << faults.text();
  write_cells(scratch / "s", {2});
  EXPECT_THAT(finished(scratch / "s"), ElementsAre(0, 1, 2));
  EXPECT_EQ(io::bytes_of(scratch / "s/x-000001.cells"), "mine");
  StoreContents inner = read_header(scratch / "s/inner");
  read_results(scratch / "s/inner", other.keys, inner);
  EXPECT_THAT(inner.results, SizeIs(1));
  EXPECT_EQ(rule_of([&] { StoreWriter(scratch / "", header_of(other), {}); }), "E-EXP-005");
}

TEST(Store, WaitsForAnotherThatStarts) {
  const ScratchFolder scratch;
  write_cells(scratch / "s", {0});
  io::FileOps ops;
  auto starting = io::ResultLock::take(ops, scratch / "s/.stopover-lock-start", false);
  ASSERT_TRUE(starting);
  int waits = 0;
  const auto waiting = [&] {
    if (++waits == 2) starting->release();
  };
  const StoreWriter store(scratch / "s", header_of(small_plan()), {},
                          std::make_shared<io::FileOps>(), waiting);
  EXPECT_EQ(waits, 2);
}

TEST(Store, RefusesAPlanThatCannotBe) {
  const std::vector<std::pair<std::string, std::string>> plants{
      {"\"replications\": 3", "\"replications\": 0"},
      {"\"one_at_a_time\"", "\"saltelli\""},
      {"\"id\": \"f1\"", "\"id\": \"f0\""}};
  for (const auto& [from, to] : plants) {
    const ScratchFolder scratch;
    write_cells(scratch / "s", {0});
    std::string document = io::bytes_of(scratch / "s/experiment.json");
    ASSERT_NE(document.find(from), std::string::npos) << from;
    document.replace(document.find(from), from.size(), to);
    io::put(scratch / "s/experiment.json", document);
    EXPECT_EQ(rule_of([&] { (void)plan_of(read_header(scratch / "s"), "s"); }), "E-EXP-004") << to;
  }
}

TEST(Store, DropsResultsOfAnotherForm) {
  const ScratchFolder scratch;
  const Plan p = small_plan();
  CellResult few = sample_result(p, 1, 1);
  few.outputs.pop_back();
  CellResult brief = sample_result(p, 2, 1);
  brief.outputs[0]->sums.pop_back();
  StoreWriter(scratch / "s", header_of(p), {}).commit({sample_result(p, 0, 1), few, brief});
  StoreContents contents = read_header(scratch / "s");
  read_results(scratch / "s", p.keys, contents);
  drop_misfits(p, "s", contents);
  EXPECT_THAT(contents.results, SizeIs(1));
  EXPECT_THAT(rules_of(contents.faults), ElementsAre("W-EXP-009", "W-EXP-009"));
}

TEST(Store, GivesOneHashForAnyOrderAndSplit) {
  const ScratchFolder scratch;
  write_cells(scratch / "a", {0, 1, 2, 3, 4, 5, 6});
  write_cells(scratch / "b", {6, 3, 0}, {1, 3});
  write_cells(scratch / "b", {5, 2}, {3, 3});
  write_cells(scratch / "c", {4, 1});
  const auto read = [&](const std::string& folder) {
    StoreContents contents = read_header(folder);
    read_results(folder, small_plan().keys, contents);
    return contents;
  };
  const StoreContents a = read(scratch / "a");
  StoreContents bc = read(scratch / "b");
  add_contents(bc, scratch / "c", read(scratch / "c"));
  EXPECT_EQ(results_hash(a.id, a.results), results_hash(bc.id, bc.results));
  bc.results.erase(4);
  EXPECT_NE(results_hash(a.id, a.results), results_hash(bc.id, bc.results));
}

// Planted states: named, not used, and complete again after the next run.
TEST(Store, NamesAndRepeatsWhatIsDamaged) {
  const auto cells_file = [](const std::string& folder) { return folder + "/all-000002.cells"; };
  const std::vector<std::pair<std::string, std::function<void(const std::string&)>>> plants{
      {"W-EXP-007", [&](const std::string& f) { fs::resize_file(cells_file(f), 0); }},
      {"W-EXP-007", [&](const std::string& f) { fs::resize_file(cells_file(f), 40); }},
      {"W-EXP-007", [&](const std::string& f) { fs::remove(cells_file(f)); }},
      {"W-EXP-007",
       [&](const std::string& f) {
         std::string bytes = io::bytes_of(cells_file(f));
         bytes[20] = static_cast<char>(bytes[20] ^ 1);
         io::put(cells_file(f), bytes);
       }},
      {"W-EXP-006", [&](const std::string& f) {
         std::string log = io::bytes_of(f + "/all.log");
         log[log.find("all-000002") + 5] = '7';
         io::put(f + "/all.log", log);
       }}};
  for (const auto& [rule, plant] : plants) {
    const ScratchFolder scratch;
    write_cells(scratch / "s", {0, 1, 2});
    plant(scratch / "s");
    FaultList faults;
    EXPECT_THAT(finished(scratch / "s", &faults), ElementsAre(0, 2)) << rule;
    EXPECT_THAT(rules_of(faults), ElementsAre(rule));
    write_cells(scratch / "s", {1});
    EXPECT_THAT(finished(scratch / "s"), ElementsAre(0, 1, 2)) << rule;
  }
}

TEST(Store, TakesACutLastLineForAKill) {
  const ScratchFolder scratch;
  write_cells(scratch / "s", {0, 1});
  const std::string log = io::bytes_of(scratch / "s/all.log");
  io::put(scratch / "s/all.log", log.substr(0, log.size() - 10));
  FaultList faults;
  EXPECT_THAT(finished(scratch / "s", &faults), ElementsAre(0));
  EXPECT_TRUE(faults.empty());
  write_cells(scratch / "s", {1});
  EXPECT_THAT(finished(scratch / "s"), ElementsAre(0, 1));
  EXPECT_EQ(io::bytes_of(scratch / "s/all.log"), log) << "the file of the cut line was unlisted";
}

TEST(Store, CountsALineOnce) {
  const ScratchFolder scratch;
  write_cells(scratch / "s", {0, 1});
  const std::string log = io::bytes_of(scratch / "s/all.log");
  const std::string last = log.substr(log.rfind('\n', log.size() - 2) + 1);
  io::put(scratch / "s/all.log", log + last);
  FaultList faults;
  EXPECT_THAT(finished(scratch / "s", &faults), ElementsAre(0, 1));
  EXPECT_TRUE(faults.empty());
}

TEST(Store, RemovesWhatKilledWritersLeft) {
  const ScratchFolder scratch;
  write_cells(scratch / "s", {0}, {1, 2});
  const std::string s = scratch / "s";
  for (const char* const left : {"/all-000001.cells.stopover-partial-77", "/1-of-2-000009.cells",
                                 "/experiment.json.stopover-partial-5", "/.stopover-lock-2-of-2"})
    io::put(s + left, "x");
  write_cells(s, {1});
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(s)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  EXPECT_THAT(names, ElementsAre("1-of-2-000001.cells", "1-of-2.log", "all-000001.cells", "all.log",
                                 "cells.csv", "experiment.json"));
}

TEST(Store, RefusesResultsOfAnotherCellOrExperiment) {
  const ScratchFolder scratch;
  const Plan p = small_plan();
  {
    StoreWriter store(scratch / "s", header_of(p), {});
    CellResult other = sample_result(p, 1, 1);
    other.key = p.keys[2];
    store.commit({other});
  }
  FaultList faults;
  EXPECT_THAT(finished(scratch / "s", &faults), IsEmpty());
  EXPECT_THAT(rules_of(faults), ElementsAre("W-EXP-009"));

  Plan changed = p;
  changed.replications = 4;
  EXPECT_EQ(rule_of([&] { StoreWriter(scratch / "s", header_of(changed), {}); }), "E-EXP-002");
  StoreContents mine = read_header(scratch / "s");
  StoreWriter(scratch / "t", header_of(changed), {});
  EXPECT_EQ(rule_of([&] { add_contents(mine, "t", read_header(scratch / "t")); }), "E-EXP-002");
}

TEST(Store, RefusesTwoResultsOfOneCell) {
  const ScratchFolder scratch;
  const Plan p = small_plan();
  StoreWriter(scratch / "s", header_of(p), {1, 2}).commit({sample_result(p, 1, 1)});
  StoreWriter(scratch / "s", header_of(p), {2, 2}).commit({});
  StoreContents a = read_header(scratch / "s");
  read_results(scratch / "s", p.keys, a);
  StoreContents b = a;
  b.results.at(1) = sample_result(p, 1, 1.000001);
  EXPECT_EQ(rule_of([&] { add_contents(a, "other", b); }), "E-EXP-008");
}

TEST(Store, RefusesFoldersThatAreNotIts) {
  const ScratchFolder scratch;
  EXPECT_EQ(rule_of([&] { (void)read_header(scratch / "none"); }), "E-EXP-001");
  io::put(scratch / "mine/notes.txt", "x");
  EXPECT_EQ(rule_of([&] { write_cells(scratch / "mine", {0}); }), "E-EXP-005");
  write_cells(scratch / "s", {0});
  io::put(scratch / "s/cells.csv", "cell\n");
  EXPECT_EQ(rule_of([&] { (void)read_header(scratch / "s"); }), "E-EXP-004");
  write_cells(scratch / "s", {1});  // who knows the experiment mends it
  EXPECT_THAT(finished(scratch / "s"), ElementsAre(0, 1));
  io::put(scratch / "s/experiment.json", "");
  EXPECT_EQ(rule_of([&] { (void)read_header(scratch / "s"); }), "E-EXP-004");
  EXPECT_EQ(rule_of([&] { write_cells(scratch / "s", {1}); }), "E-EXP-004");
  fs::remove(scratch / "s/experiment.json");
  EXPECT_EQ(rule_of([&] { write_cells(scratch / "s", {1}); }), "E-EXP-004");
}

TEST(Store, LetsOnlyPartsThatShareNoCellWriteTogether) {
  const ScratchFolder scratch;
  const StoreHeader header = header_of(small_plan());
  const auto refused = [&](Shard shard) {
    return rule_of([&] { StoreWriter(scratch / "s", header, shard); });
  };
  {
    const StoreWriter whole(scratch / "s", header, {});
    EXPECT_EQ(refused({}), "E-EXP-003");
    EXPECT_EQ(refused({1, 2}), "E-EXP-003");
  }
  const StoreWriter first(scratch / "s", header, {1, 3});
  EXPECT_EQ(refused({1, 3}), "E-EXP-003");
  EXPECT_EQ(refused({}), "E-EXP-003");
  EXPECT_EQ(refused({1, 2}), "E-EXP-003");
  EXPECT_EQ(refused({2, 3}), "");
}

TEST(Store, DealsEveryCellToOnePart) {
  for (std::uint64_t cell = 0; cell < 20; ++cell) {
    int parts = 0;
    for (std::uint64_t part = 1; part <= 3; ++part) parts += Shard{part, 3}.has(cell) ? 1 : 0;
    EXPECT_EQ(parts, 1);
    EXPECT_TRUE(Shard{}.has(cell));
  }
}

}  // namespace
}  // namespace stopover::experiment
