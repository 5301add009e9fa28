// SPDX-License-Identifier: Apache-2.0
// DeskQueue against steady-state figures: closed forms, and a table of 81 published and computed
// references (choice/reference/queue_anchors.csv in STOPOVER_SHARED_DATA).
//
// Null hypothesis of each comparison: the expectation of a replication's mean is the figure.
// Estimate: 30 independent replications, each from an empty queue with a warm-up of 20 times the
// memory of the queue; Student's t, 29 degrees of freedom. Two tests over all rows together:
//   band        every comparison inside limits that hold all of them with probability 0.99 if they
//               were independent (Sidak 1967)
//   chi-square  the rows' first figures as normal scores: the sum of squares between the 0.5 % and
//               99.5 % points, rows degrees of freedom. Rows are independent
// So each set raises a false alarm with probability 2 % before its seed is drawn. The seed (1) and
// the streams (a row's place) were written down before the first run and not changed after. The
// first run had every comparison inside; one band was too wide (below), for which the samples of
// 50 servers were lengthened.
// A band must be narrow too, or a wrong queue would pass.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <gtest/gtest.h>

#include "tests/engine/flow/queue_row.hpp"

namespace stopover::flow {
namespace {

using testing::QueueFigures;
using testing::QueueRow;
using testing::RowService;

constexpr std::uint32_t kReplications = 30;
constexpr double kLevel = 0.99;
constexpr double kWidest = 0.15;  // half of a band, as a share of the figure

const boost::math::students_t kStudent(kReplications - 1);

struct Comparison {
  std::string name;
  double expected = 0;
  double mean = 0;
  double error = 0;    // standard error of the mean
  bool first = false;  // of its row
  [[nodiscard]] double t() const { return (mean - expected) / error; }
  [[nodiscard]] double score() const {
    return boost::math::quantile(boost::math::normal(), boost::math::cdf(kStudent, t()));
  }
};

Comparison compare(const std::string& name, double expected, const std::vector<double>& values) {
  Comparison c{name, expected};
  for (const double x : values) c.mean += x / kReplications;
  double squares = 0;
  for (const double x : values) squares += (x - c.mean) * (x - c.mean);
  c.error = std::sqrt(squares / (kReplications - 1) / kReplications);
  return c;
}

std::vector<Comparison> comparisons_of(const QueueRow& row, std::uint64_t entity) {
  std::vector<QueueFigures> seen;
  for (std::uint32_t r = 0; r < kReplications; ++r)
    seen.push_back(testing::simulate_row(row, entity, r));
  std::vector<Comparison> comparisons;
  const auto add = [&](const char* what, std::optional<double> QueueFigures::*figure) {
    if (!(row.expected.*figure)) return;
    std::vector<double> values;
    for (const QueueFigures& figures : seen) values.push_back((figures.*figure).value());
    comparisons.push_back(compare(row.name + ": " + what, *(row.expected.*figure), values));
  };
  add("wait", &QueueFigures::wait);
  add("wait of the second class", &QueueFigures::wait_second);
  add("P(wait)", &QueueFigures::p_wait);
  add("P(turned away)", &QueueFigures::p_turned_away);
  add("P(gave up)", &QueueFigures::p_gave_up);
  comparisons.front().first = true;
  return comparisons;
}

void expect_all(const std::vector<QueueRow>& rows, std::uint64_t first_entity) {
  std::vector<Comparison> all;
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (Comparison& c : comparisons_of(rows[i], first_entity + i)) all.push_back(std::move(c));

  const double each = 1 - std::pow(kLevel, 1.0 / static_cast<double>(all.size()));
  const double limit = boost::math::quantile(boost::math::complement(kStudent, each / 2));
  double chi_square = 0;
  double widest = 0;
  double farthest = 0;
  const bool print = std::getenv("STOPOVER_WRITE_DOCS") != nullptr;
  for (const Comparison& c : all) {
    EXPECT_LT(std::abs(c.t()), limit) << c.name << ": " << c.mean << " for " << c.expected;
    EXPECT_LT(limit * c.error, kWidest * c.expected) << c.name << ": too wide to tell anything";
    if (c.first) chi_square += c.score() * c.score();
    widest = std::max(widest, limit * c.error / c.expected);
    farthest = std::max(farthest, std::abs(c.t()));
    if (print)
      std::printf("| %s | %.5g | %.5g | %.2g | %.2f |\n", c.name.c_str(), c.expected, c.mean,
                  c.error, c.score());
  }
  const boost::math::chi_squared of_scores(static_cast<double>(rows.size()));
  EXPECT_GT(chi_square, boost::math::quantile(of_scores, (1 - kLevel) / 2));
  EXPECT_LT(chi_square, boost::math::quantile(of_scores, (1 + kLevel) / 2));
  std::printf(
      "%zu rows, %zu comparisons: farthest |t| %.2f of %.2f, widest band %.1f %%, "
      "chi-square %.1f, P(greater) %.3f\n",
      rows.size(), all.size(), farthest, limit, 100 * widest, chi_square,
      boost::math::cdf(boost::math::complement(of_scores, chi_square)));
}

QueueRow row(const char* name, const QueueFigures& expected) {
  QueueRow r;
  r.name = name;
  r.expected = expected;
  return r;
}
QueueRow many_servers(const char* name, int servers, double rate, const QueueFigures& expected) {
  QueueRow r = row(name, expected);
  r.servers = servers;
  r.rate[0] = rate;
  return r;
}
QueueRow one_server(const char* name, double rate, const RowService& service) {
  QueueRow r = row(name, testing::m_g_1(rate, service.moments()));
  r.rate[0] = rate;
  r.service[0] = service;
  return r;
}
QueueRow two_classes(const char* name, const testing::TwoClasses& classes,
                     const QueueFigures& expected) {
  QueueRow r = row(name, expected);
  for (int k = 0; k < 2; ++k) {
    r.rate[k] = classes.rate[k];
    r.service[k].mean = classes.service[k].mean;
  }
  return r;
}

std::vector<QueueRow> closed_forms() {
  using Kind = RowService::Kind;
  std::vector<QueueRow> rows = {
      many_servers("M/M/1 0.9", 1, 0.9, testing::m_m_c(1, 0.9)),
      many_servers("M/M/5 4.5", 5, 4.5, testing::m_m_c(5, 4.5)),
      many_servers("M/M/20 18", 20, 18, testing::m_m_c(20, 18)),
      one_server("M/D/1 0.8", 0.8, {Kind::kConstant}),
      one_server("M/lognormal cv 2/1 0.5", 0.5, {Kind::kLognormal, 1, 2}),
      one_server("M/H2/1 0.8", 0.8, {Kind::kHyperexponential}),
      many_servers("M/M/2/6 1.8", 2, 1.8, testing::m_m_c_k(2, 6, 1.8)),
      many_servers("M/M/10/20 12", 10, 12, testing::m_m_c_k(10, 20, 12)),
      many_servers("M/M/5/5 4 by a full hall", 5, 4, {.p_turned_away = testing::erlang_b(5, 4)}),
      many_servers("M/M/5/5 4 by no patience", 5, 4, {.p_gave_up = testing::erlang_b(5, 4)}),
      many_servers("Erlang-A 10 12", 10, 12, testing::erlang_a(10, 12, 0.1)),
      many_servers("Erlang-A 20 20", 20, 20, testing::erlang_a(20, 20, 1)),
      many_servers("D/M/1 0.8", 1, 0.8, testing::gi_m_1(true, 0.8)),
      many_servers("E2/M/1 0.8", 1, 0.8, testing::gi_m_1(false, 0.8)),
  };
  rows[6].room = 6;
  rows[7].room = 20;
  rows[8].room = 5;
  rows[9].loses = true;
  rows[10].theta = 0.1;
  rows[11].theta = 1;
  rows[12].gaps = QueueRow::Gaps::kConstant;
  rows[13].gaps = QueueRow::Gaps::kErlang2;

  QueueRow planeloads = one_server("M^10/M/1 0.08", 0.08, {});
  planeloads.batch_size = 10;
  planeloads.expected = testing::m_g_1(0.08, {1, 2}, planeloads.batch_moments());
  rows.push_back(planeloads);

  const testing::TwoClasses classes = {{0.2, 0.6}, {{0.5, 0.5}, {1, 2}}};
  rows.push_back(two_classes("strict priority", classes, testing::strict_priority(classes)));
  rows.back().level_step = 1;
  rows.push_back(
      two_classes("weights 4 to 1", classes, testing::accumulating_priority(classes, 4)));
  rows.back().first_weight = 4;
  return rows;
}

TEST(QueueAnchors, ClosedFormsHoldTogether) {
  expect_all(closed_forms(), 1000);
}

TEST(QueueForms, AreThePublishedFigures) {
  EXPECT_NEAR(testing::erlang_b(10, 8), 0.1217, 5e-5);
  EXPECT_NEAR(*testing::m_m_c(5, 4).p_wait, 0.5541, 5e-5);
  EXPECT_NEAR(*testing::m_m_c(1, 0.8).wait, 4, 1e-12);
  EXPECT_NEAR(*testing::m_g_1(0.08, {1, 2}, {10, 100}).wait, 26.5, 1e-12);
  // Without a difference of weights both classes wait as in one queue; with none to speak of left
  // to the second, as under strict priority.
  const testing::TwoClasses classes = {{0.2, 0.6}, {{0.5, 0.5}, {1, 2}}};
  const double one_queue = (0.2 * 0.5 + 0.6 * 2) / 2 / (1 - 0.7);
  EXPECT_NEAR(*testing::accumulating_priority(classes, 1).wait, one_queue, 1e-12);
  EXPECT_NEAR(*testing::accumulating_priority(classes, 1e12).wait,
              *testing::strict_priority(classes).wait, 1e-9);
}

TEST(QueueAnchors, AllRowsOfTheReferenceHoldTogether) {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) GTEST_SKIP() << "STOPOVER_SHARED_DATA does not name the references";
  std::ifstream in(std::filesystem::path(root) / "choice" / "reference" / "queue_anchors.csv");
  ASSERT_TRUE(in.good());
  const std::vector<QueueRow> rows = testing::read_queue_rows(in);
  ASSERT_EQ(rows.size(), 81U);
  expect_all(rows, 0);
}

}  // namespace
}  // namespace stopover::flow
