// SPDX-License-Identifier: Apache-2.0
// The gap to the best known value of every published instance within 50 ms and within 1 s of one
// core. With STOPOVER_WRITE_DOCS=1 writes docs/validation/orienteering.md: of every seventh
// instance in 45 s of a core, of all with STOPOVER_FULL=1 in five minutes.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/orienteering/bound.hpp"
#include "engine/orienteering/exact.hpp"
#include "engine/orienteering/search.hpp"
#include "tests/engine/orienteering/made.hpp"
#include "tests/engine/orienteering/published.hpp"

namespace stopover::orienteering {
namespace {

using ::testing::IsEmpty;

constexpr std::array<double, 2> kBudgets = {0.05, 1.0};  // seconds of a core

// Counts what this thread has been given, so that a busy machine does not shorten the search.
SearchResult searched(const Problem& problem, double seconds) {
  const auto executor = serial_executor();
  const double start = testing::thread_seconds();
  const auto result = solve(problem,
                            {.steps = 1'000'000'000,
                             .go_on = [&] { return testing::thread_seconds() - start < seconds; }},
                            *executor);
  STOPOVER_CHECK(result.has_value(), "empty tours are feasible");
  return *result;
}

bool whole() {
  return std::getenv("STOPOVER_FULL") != nullptr;
}

// Every seventh: of all instances and numbers of tours in turn.
template <class T>
std::vector<T> sampled(std::vector<T> all) {
  if (whole()) return all;
  std::vector<T> kept;
  for (std::size_t i = 0; i < all.size(); i += 7) kept.push_back(all[i]);
  return kept;
}

struct Row {
  std::string set{};
  std::string name{};
  std::size_t tours = 1;
  std::int64_t best_known = 0;  // or proved here; 0: unknown
  std::int64_t bound = 0;
  std::array<std::int64_t, 2> score{};
  std::int64_t steps = 0;

  [[nodiscard]] double gap(std::size_t budget) const {
    return 100 * (1 - static_cast<double>(score[budget]) / static_cast<double>(best_known));
  }
};

template <class Check>
void run(Row& row, const Problem& problem, const Check& check) {
  row.bound = score_bound(problem);
  for (std::size_t b = 0; b < kBudgets.size(); ++b) {
    const SearchResult found = searched(problem, kBudgets[b]);
    EXPECT_THAT(check(found.best), IsEmpty()) << row.name;
    row.score[b] = found.best.score;
    row.steps = found.steps;
  }
}

std::string set_of(const std::string& name) {
  if (name.starts_with("pr")) return "pr01–pr10";
  if (name.starts_with("rc")) return "rc101–rc104";
  if (name.starts_with("r")) return "r101–r106";
  return name.starts_with("c1") ? "c101–c109" : "c201–c208";
}

std::vector<Row> toptw_rows(const std::string& folder) {
  std::vector<Row> rows;
  for (const auto& reference : sampled(testing::toptw_references(folder))) {
    const auto instance = testing::read_toptw(folder, reference.file, reference.tours);
    Row row{set_of(reference.file), reference.file, reference.tours, reference.best_known};
    run(row, Problem(testing::spec_of(instance)),
        [&](const Solution& s) { return testing::faults_of(instance, s); });
    rows.push_back(row);
  }
  return rows;
}

std::vector<Row> mctopmtw_rows(const std::string& folder) {
  std::vector<Row> rows;
  for (const auto& reference : sampled(testing::mctopmtw_references(folder))) {
    const auto instance = testing::read_mctopmtw(folder, reference.file);
    const std::string name = reference.file.substr(reference.file.rfind('-') + 1);
    Row row{"MCTOPMTW", name, reference.tours, reference.best_known};
    run(row, Problem(testing::spec_of(instance)),
        [&](const Solution& s) { return testing::faults_of(instance, s); });
    rows.push_back(row);
  }
  return rows;
}

std::vector<Row> timed_rows(const std::string& folder) {
  std::vector<Row> rows;
  for (const std::string& name : sampled(testing::tdoptw_names())) {
    const auto instance = testing::read_tdoptw(folder, name);
    const Problem problem(instance.spec);
    Row row{"TD-OPTW", name};
    if (problem.sites() <= kMaxExactSitesOfOneRoute) row.best_known = solve_exactly(problem)->score;
    run(row, problem,
        [&](const Solution& s) { return testing::faults_of_tdoptw(folder, name, s); });
    rows.push_back(row);
  }
  for (const std::string& name : sampled(testing::tdop_names(folder))) {
    const auto instance = testing::read_tdop(folder, name);
    Row row{"TD-OP", name};
    run(row, Problem(testing::spec_of(instance)),
        [&](const Solution& s) { return testing::faults_of(instance, s); });
    rows.push_back(row);
  }
  return rows;
}

struct Summary {
  int count = 0;
  int reached = 0;  // the best known or more, within the longer budget
  std::array<double, 2> sum{};
  std::array<double, 2> worst{};

  void add(const Row& row) {
    ++count;
    if (row.score[1] >= row.best_known) ++reached;
    for (std::size_t b = 0; b < kBudgets.size(); ++b) {
      sum[b] += row.gap(b);
      worst[b] = std::max(worst[b], row.gap(b));
    }
  }
  [[nodiscard]] double mean(std::size_t b) const { return sum[b] / count; }
  [[nodiscard]] std::string text(const std::string& name) const {
    return fmt::format("| {} | {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {} |\n", name, count,
                       mean(0), worst[0], mean(1), worst[1], reached);
  }
};

constexpr const char* kHead = R"(# Orienteering against published results

Test: [`published_gap_test.cpp`](../../tests/engine/orienteering/published_gap_test.cpp).
Repeat with the folder `orienteering/` in `$STOPOVER_SHARED_DATA`, which writes this page:

    STOPOVER_FULL=1 STOPOVER_WRITE_DOCS=1 STOPOVER_SHARED_DATA=… \
      build/release/tests/engine/orienteering/engine_orienteering_published_gap_test

Each instance is solved once, seed 1, on one core; the budget is processor time of that thread,
asked for every 32 steps. Each solution is checked by a program that reads the file and shares no
code with the search. A gap is 1 − score / best known, negative where the score is better. Best
known: the better of two tables that lie with the instances. How many steps fit in a budget depends
on the machine; with the steps given here the scores are the same anywhere.

What the figures do not say: one seed, so no spread. The tables are not the best of the literature
throughout: where a score passes its row, that row was low, and other rows may be. MCTOPMTW has
only a solution known beforehand to compare with. The search's constants were compared on every
third team orienteering instance (150 ms), so those are not unseen.

Asked: mean gap of team orienteering with windows below 2.5 % within 50 ms, below 1 % within 1 s.

)";

std::string page_of(const std::vector<Row>& toptw, const std::vector<Row>& mctopmtw,
                    const std::vector<Row>& timed) {
  std::map<std::string, Summary> by_set;
  Summary all;
  Summary several;
  for (const Row& row : toptw) {
    by_set[row.set + fmt::format(", {} tours", row.tours)].add(row);
    all.add(row);
  }
  for (const Row& row : mctopmtw) several.add(row);
  std::string page = kHead;
  page +=
      whole()
          ? "All instances.\n\n"
          : "**This page has every seventh instance**: it was made without `STOPOVER_FULL=1`.\n\n";
  page +=
      "| set | instances | 50 ms: mean gap, % | worst | 1 s: mean gap, % | worst | best known "
      "reached or passed |\n| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const auto& [name, summary] : by_set) page += summary.text(name);
  page += all.text("**all of team orienteering with windows**");
  page += several.text("several windows, budget and ten types (MCTOPMTW)");
  Summary proved;
  for (const Row& row : timed)
    if (row.best_known > 0) proved.add(row);
  page += proved.text("travel by departure (TD-OPTW, 18 sites), against the optimum proved here");
  page +=
      "\n## Team orienteering with windows\n\n*Bound*: `score_bound`, cheap and loose.\n\n"
      "| instance | tours | best known | 50 ms | 1 s | gap, % | steps in 1 s | bound |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
  for (const std::vector<Row>* rows : {&toptw, &mctopmtw}) {
    if (rows == &mctopmtw)
      page +=
          "\n## Several windows, a budget, ten types\n\n"
          "| instance | tours | best known | 50 ms | 1 s | gap, % | steps in 1 s | bound |\n"
          "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for (const Row& r : *rows)
      page += fmt::format("| {} | {} | {} | {} | {} | {:.2f} | {} | {} |\n", r.name, r.tours,
                          r.best_known, r.score[0], r.score[1], r.gap(1), r.steps, r.bound);
  }
  page +=
      "\n## Travel by departure\n\nNo best known values lie with these files. Optima are by "
      "`solve_exactly`, up to 18 sites.\n\n"
      "| set | instance | optimum | 50 ms | 1 s | steps in 1 s | bound |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const Row& r : timed)
    page += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", r.set, r.name,
                        r.best_known > 0 ? fmt::format("{}", r.best_known) : "", r.score[0],
                        r.score[1], r.steps, r.bound);
  return page;
}

TEST(PublishedGap, IsBelowWhatIsAskedAndOnThePage) {
  const auto folder = testing::instance_folder();
  if (!folder) GTEST_SKIP() << testing::kNoInstances;
  if (std::getenv("STOPOVER_WRITE_DOCS") == nullptr)
    GTEST_SKIP() << "STOPOVER_WRITE_DOCS=1 writes docs/validation/orienteering.md";
  const std::vector<Row> toptw = toptw_rows(*folder);
  const std::vector<Row> mctopmtw = mctopmtw_rows(*folder);
  const std::vector<Row> timed = timed_rows(*folder);
  Summary all;
  for (const Row& row : toptw) all.add(row);
  std::printf("mean gap %.3f %% in 50 ms, %.3f %% in 1 s\n", all.mean(0), all.mean(1));
  EXPECT_LT(all.mean(0), 2.5);
  EXPECT_LT(all.mean(1), 1.0);
  for (const Row& row : timed)
    if (row.best_known > 0) {
      EXPECT_EQ(row.score[1], row.best_known) << row.name;
    }
  const std::string page = page_of(toptw, mctopmtw, timed);
  std::ofstream(STOPOVER_SOURCE_DIR "/docs/validation/orienteering.md", std::ios::binary) << page;
}

}  // namespace
}  // namespace stopover::orienteering
