// SPDX-License-Identifier: Apache-2.0
// Rates from tallies made by hand, and what the two intervals cover.
#include "models/simulation/indicators.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/models/simulation/small_scenarios.hpp"

namespace stopover::simulation {
namespace {

const World& minimal() {
  static const World world = minimal_world();
  return world;
}

struct Made {
  std::int64_t handled = 0;
  std::int64_t transfer = 0;
};

Tally tally_with(Made made) {
  Tally t = empty_tally(minimal());
  auto& row = t.counts[demand::SegmentId(0)];
  row[static_cast<std::size_t>(Count::kHandled)] = made.handled;
  row[static_cast<std::size_t>(Count::kTransfer)] = made.transfer;
  return t;
}

// One indicator's estimate from tallies (central, drawn) of some replications.
Estimated estimate_of(const std::string& id, const std::vector<Replication>& replications) {
  static const std::vector<Indicator> all = indicators(minimal());
  for (Estimated& e : estimate(all, replications))
    if (e.indicator->id == id && e.indicator->group == "all") return e;
  ADD_FAILURE() << "no " << id;
  return {};
}

std::vector<Replication> replications_of(const std::vector<Made>& central,
                                         const std::vector<Made>& drawn) {
  std::vector<Replication> out;
  for (std::size_t i = 0; i < central.size(); ++i)
    out.push_back({tally_with(central[i]), drawn.empty() ? Tally{} : tally_with(drawn[i])});
  return out;
}

TEST(Indicators, ATransferPassengerIsHandledTwice) {
  // 100 handled, of whom 10 transferred: 20 of the 100 movements are theirs.
  const auto e = estimate_of("air_transfer_rate", replications_of({{100, 10}, {100, 10}}, {}));
  EXPECT_DOUBLE_EQ(e.simulation.value, 0.2);
  EXPECT_FALSE(e.total.has_value());
}

TEST(Indicators, ARateIsOfTotalsNotAMeanOfRates) {
  // 2·(10 + 30) / (100 + 900) = 0.08, not the mean of 0.2 and 0.0667, which is 0.133.
  std::vector<Made> made;
  for (int i = 0; i < 100; ++i) made.push_back(i % 2 == 0 ? Made{100, 10} : Made{900, 30});
  const auto e = estimate_of("air_transfer_rate", replications_of(made, {}));
  EXPECT_NEAR(e.simulation.value, 0.08, 0.001);  // the jackknife takes a small bias off
}

TEST(Indicators, ARateWithoutDenominatorIsLeftOut) {
  const auto all = indicators(minimal());
  for (const Estimated& e : estimate(all, replications_of({{0, 0}, {0, 0}}, {})))
    EXPECT_NE(e.indicator->id, "air_transfer_rate");
}

TEST(Indicators, TheTotalIntervalIsThatOfTheFormula) {
  // Central rates all 0.2, so no simulation error; effects -0.1, 0, 0.1: mean square 0.02 / 3;
  // t(0.975, 2) = 4.302653.
  const auto e = estimate_of(
      "air_transfer_rate",
      replications_of({{100, 10}, {100, 10}, {100, 10}}, {{100, 5}, {100, 10}, {100, 15}}));
  const double half = 4.302653 * std::sqrt(0.02 / 3);
  ASSERT_TRUE(e.total.has_value());
  EXPECT_NEAR(e.total->low, 0.2 - half, 1e-6);
  EXPECT_NEAR(e.total->high, 0.2 + half, 1e-6);
}

TEST(Indicators, BothErrorsAddAsSquares) {
  // Per day: central 5, 10, 15 (se 5 / sqrt 3), effects all 4.
  const auto e = estimate_of("transfer", replications_of({{100, 5}, {100, 10}, {100, 15}},
                                                         {{100, 9}, {100, 14}, {100, 19}}));
  const double half = 4.302653 * std::sqrt(25.0 / 3 + 16);
  ASSERT_TRUE(e.total.has_value());
  EXPECT_NEAR(e.total->low, 10 - half, 1e-4);
  EXPECT_NEAR(e.total->high, 10 + half, 1e-4);
}

TEST(Indicators, WithoutRangesTheTwoIntervalsAreOne) {
  const std::vector<Made> made{{100, 5}, {120, 10}, {90, 15}};
  const auto e = estimate_of("air_transfer_rate", replications_of(made, made));
  ASSERT_TRUE(e.total && e.simulation.interval);
  EXPECT_DOUBLE_EQ(e.total->low, e.simulation.interval->low);
  EXPECT_DOUBLE_EQ(e.total->high, e.simulation.interval->high);
}

TEST(Indicators, PerDayCountsAreDividedByTheDays) {
  World week = minimal_world([](scenario::Scenario& s) { s.mutable_horizon()->set_days(7); });
  const auto all = indicators(week);
  for (const Estimated& e : estimate(all, replications_of({{700, 0}, {700, 0}}, {}))) {
    if (e.indicator->id != "handled") continue;
    EXPECT_DOUBLE_EQ(e.simulation.value, 100);
  }
}

TEST(Compare, VerdictGoesByTheTotalInterval) {
  const auto all = indicators(minimal());
  // A difference of 0.02 in every replication; drawn ones swing from -0.1 to 0.14.
  const auto base =
      replications_of({{100, 10}, {100, 11}, {100, 12}}, {{100, 10}, {100, 10}, {100, 10}});
  const auto sure =
      replications_of({{100, 11}, {100, 12}, {100, 13}}, {{100, 11}, {100, 11}, {100, 11}});
  const auto unsure =
      replications_of({{100, 11}, {100, 12}, {100, 13}}, {{100, 5}, {100, 11}, {100, 17}});
  const auto verdict = [&](const std::vector<Replication>& variant) {
    for (const Compared& c : compare({all, base}, {all, variant}))
      if (c.indicator->id == "air_transfer_rate") return c;
    ADD_FAILURE() << "no air_transfer_rate";
    return Compared{};
  };
  EXPECT_NEAR(verdict(sure).difference.difference.value, 0.02, 1e-9);
  EXPECT_TRUE(verdict(sure).distinguishable);
  EXPECT_TRUE(verdict(unsure).difference.distinguishable);
  EXPECT_FALSE(verdict(unsure).distinguishable);
}

// The base has no disruption at all; a restriction of the variant alone stops a flight.
TEST(Compare, ShowsWhatTheVariantsOwnRestrictionCancels) {
  const World shut = minimal_world([](scenario::Scenario& s) {
    auto* r = s.mutable_elements()->add_restriction();
    r->set_id("fog");
    r->set_name("Fog");
    r->set_target("gates_b");
    r->set_from("00:00");
    r->set_until("24:00");
  });
  const auto executor = serial_executor();
  const RunSettings settings{.seed = 1, .replications = 3};
  const auto of_base = indicators(minimal());
  const auto of_variant = indicators(shut);
  const auto base = run_replications(minimal(), settings, *executor);
  const auto variant = run_replications(shut, settings, *executor);
  const auto all = compare({of_base, base}, {of_variant, variant});
  const auto find = [&](const std::string& id, const std::string& group) -> const Compared* {
    for (const Compared& c : all)
      if (c.indicator->id == id && c.indicator->group == group) return &c;
    return nullptr;
  };
  const Compared* fog = find("restriction_cancels", "fog");
  ASSERT_NE(fog, nullptr);
  EXPECT_EQ(fog->difference.base.value, 0);
  EXPECT_EQ(fog->difference.variant.value, 1);
  EXPECT_EQ(fog->difference.difference.value, 1);
  const Compared* flights = find("runs_cancelled", "air");
  ASSERT_NE(flights, nullptr);
  EXPECT_EQ(flights->difference.base.value, 0);
  EXPECT_DOUBLE_EQ(flights->difference.variant.value, 1.0 / 6);
  const Compared* missed = find("missed_connection_rate", "all");
  const Compared* cancelled = find("missed_by_cause", "cancelled");
  ASSERT_TRUE(missed != nullptr && cancelled != nullptr);
  EXPECT_GT(missed->difference.difference.value, 0);
  EXPECT_EQ(cancelled->difference.difference.value, missed->difference.difference.value);

  // The other way round it is the same with the sign turned.
  for (const Compared& c : compare({of_variant, variant}, {of_base, base})) {
    const Compared* there = find(c.indicator->id, c.indicator->group);
    ASSERT_NE(there, nullptr);
    EXPECT_DOUBLE_EQ(c.difference.difference.value, -there->difference.difference.value);
  }
}

}  // namespace
}  // namespace stopover::simulation
