// SPDX-License-Identifier: Apache-2.0
// What an estimated model says: closed forms on the example of scenarios/choice, and the published
// indicators of Optima and Apollo.
#include "models/choice/indicators.hpp"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "engine/base/executor.hpp"
#include "engine/choice/application.hpp"
#include "engine/choice/estimate.hpp"
#include "engine/io/file_source.hpp"
#include "tests/models/choice/published.hpp"

namespace stopover::choice {
namespace {

struct Said {
  ModelFile model;
  Table table;
  Problem problem;
  Estimate estimate;
  std::vector<Indicator> list;
  FaultList faults;

  [[nodiscard]] const Indicator& of(const std::string& kind, const std::string& name) const {
    for (const Indicator& indicator : list)
      if (indicator.kind == kind && indicator.name == name) return indicator;
    ADD_FAILURE() << "no " << kind << " " << name;
    return list.front();
  }
  [[nodiscard]] double value(const std::string& kind, const std::string& name) const {
    return of(kind, name).value;
  }
};

Said said(const std::string& text, const std::string& data, std::size_t draws = 40) {
  Said result;
  const auto executor = serial_executor();
  result.model = read_model(text, "model.txtpb", result.faults);
  result.model.indicators.draws = draws;
  result.table = read_table(io::read_file(data), "data.csv", result.model, result.faults);
  result.problem =
      build(result.model.spec, result.model.data, result.table, result.model.places, result.faults);
  EXPECT_FALSE(result.faults.has_errors()) << result.faults.text();
  if (result.faults.has_errors()) return result;
  result.estimate = estimate(result.problem, {}, result.model.places, result.faults, *executor);
  result.list = indicators(result.model, result.table, result.problem, result.estimate,
                           result.faults, *executor);
  return result;
}

const std::string kFolder = std::string(STOPOVER_SOURCE_DIR) + "/scenarios/choice/";

std::string with(std::string text, const std::string& mark, const std::string& by) {
  const std::size_t at = text.find(mark);
  EXPECT_NE(at, std::string::npos) << mark;
  return text.replace(at, mark.size(), by);
}

Said example(const std::string& mark = "", const std::string& by = "") {
  const std::string text = io::read_file(kFolder + "access-mode.txtpb");
  return said(mark.empty() ? text : with(text, mark, by), kFolder + "access-survey.csv");
}

TEST(Indicators, OfTheExampleAddUpAndHoldTheTruth) {
  const Said s =
      said(io::read_file(kFolder + "access-mode.txtpb"), kFolder + "access-survey.csv", 200);
  ASSERT_FALSE(s.faults.has_errors()) << s.faults.text();
  double shares = 0;
  for (const char* name : {"metro", "maglev", "taxi", "coach"}) {
    shares += s.value("share", name);
    const Indicator& change = s.of("change", std::string("maglev 20 yuan cheaper: ") + name);
    EXPECT_NEAR(change.value, s.value("forecast", change.name) - s.value("share", name), 1e-15);
    EXPECT_LT(change.low, change.value);
    EXPECT_GT(change.high, change.value);
  }
  EXPECT_NEAR(shares, 1, 1e-12);
  // Drawn with -0.03 a minute, -0.012 and -0.02 a yuan (scenarios/choice/README.md).
  const Indicator& business = s.of("measure", "value of time, business");
  EXPECT_LT(business.low, 150);
  EXPECT_GT(business.high, 150);
  const Indicator& leisure = s.of("measure", "value of time, leisure");
  EXPECT_LT(leisure.low, 90);
  EXPECT_GT(leisure.high, 90);
  EXPECT_NEAR(leisure.value, 60 * s.estimate.maximum.theta[3] / s.estimate.maximum.theta[5], 1e-9);
  // For a small change the rule of a half is the surplus; here up to its third order.
  const double surplus = s.value("surplus", "maglev 20 yuan cheaper");
  EXPECT_NEAR(s.value("surplus, rule of a half", "maglev 20 yuan cheaper"), surplus,
              0.002 * surplus);
}

// Own and cross elasticity of a logit: x b (1 - P) and -x b P, weighted by P (Train 2009, 3.6).
TEST(Indicators, ElasticitiesAreThoseOfTheFormula) {
  std::string text = io::read_file(kFolder + "access-mode.txtpb");
  text = with(text, "start: 1.2 lower: 1 upper: 10", "start: 1 fixed: true");
  const Said s = said(text, kFolder + "access-survey.csv");
  const auto executor = serial_executor();
  const Applied applied =
      Application(s.problem, s.model.draws).at(s.estimate.maximum.theta, *executor);
  const auto column = [&](const char* name) {
    return s.problem.columns[s.table.names.find(name)->second];
  };
  const std::vector<double> fare = column("maglev_yuan");
  const std::vector<double> business = column("business");
  double own = 0;
  double cross = 0;
  double maglev = 0;
  double metro = 0;
  for (std::size_t c = 0; c < fare.size(); ++c) {
    const auto n = static_cast<Eigen::Index>(c);
    const double b = s.estimate.maximum.theta[business[c] != 0 ? 4 : 5];
    const double p = applied.probability(n, 1);
    own += p * fare[c] * b * (1 - p);
    cross -= applied.probability(n, 0) * fare[c] * b * p;
    maglev += p;
    metro += applied.probability(n, 0);
  }
  EXPECT_NEAR(s.value("elasticity", "maglev / maglev_yuan"), own / maglev, 1e-7);
  EXPECT_NEAR(s.value("elasticity", "metro / maglev_yuan"), cross / metro, 1e-7);
}

TEST(Indicators, ConstantsGiveTheSharesAskedFor) {
  const Said s = example();
  estimation::Vector theta = s.estimate.maximum.theta;
  theta[0] = s.value("constant", "a_maglev for 35 % maglev");
  theta[1] = s.value("constant", "a_taxi for 20 % taxi");
  const auto executor = serial_executor();
  const Applied applied = Application(s.problem, s.model.draws).at(theta, *executor);
  EXPECT_NEAR(applied.probability.col(1).mean(), 0.35, 1e-9);
  EXPECT_NEAR(applied.probability.col(2).mean(), 0.2, 1e-9);
}

TEST(Indicators, AnAlternativeMayBeTakenAway) {
  const Said s = example("change { column: \"maglev_yuan\" to: \"maglev_yuan - 20\" }",
                         "change { column: \"coach_runs\" to: \"0\" }");
  ASSERT_FALSE(s.faults.has_errors()) << s.faults.text();
  EXPECT_EQ(s.value("forecast", "maglev 20 yuan cheaper: coach"), 0);
  EXPECT_LT(s.value("surplus", "maglev 20 yuan cheaper"), 0);
  EXPECT_TRUE(std::isnan(s.value("surplus, rule of a half", "maglev 20 yuan cheaper")));
}

TEST(Indicators, NameWhatTheyDoNotKnow) {
  const auto faults = [](const std::string& mark, const std::string& by) {
    const Said s = example(mark, by);
    EXPECT_TRUE(s.list.empty());
    return s.faults.text();
  };
  EXPECT_NE(faults("of: \"maglev\" column", "of: \"ferry\" column").find("E-CHO-002"),
            std::string::npos);
  EXPECT_NE(faults("money: \"-cost_taste\"", "money: \"-b_yuan\"").find("E-CHO-002"),
            std::string::npos);
  EXPECT_NE(faults("share: 0.35", "share: 0.85").find("E-CHO-008"), std::string::npos);
  EXPECT_NE(faults("indicators {", "indicators { weight: \"bags - 1\"").find("E-CHO-014"),
            std::string::npos);
  // Of changed data, with the forecast that they belong to.
  EXPECT_NE(faults("to: \"maglev_yuan - 20\"", "to: \"log(maglev_yuan - 50)\"")
                .find("indicators.forecast[0]: maglev"),
            std::string::npos);
}

// PUBLISHED.md: Optima (2018 report) and Apollo's forecast, to the digits printed there.
TEST(Indicators, AreThoseThatWerePublished) {
  const auto folder = testing::shared_choice_data();
  if (!folder) GTEST_SKIP() << testing::kNoData;
  const std::string models = std::string(STOPOVER_SOURCE_DIR) + "/tests/models/choice/published/";
  const Said optima = said(io::read_file(models + "optima_2018.txtpb"), *folder + "/optima.dat");
  EXPECT_NEAR(optima.value("share", "car"), 0.65308, 5e-6);
  EXPECT_NEAR(optima.value("share", "public transport"), 0.28074, 5e-6);
  EXPECT_NEAR(optima.value("share", "slow"), 0.06618, 5e-6);
  EXPECT_NEAR(optima.value("sum", "revenue of public transport"), 3018.297, 5e-3);
  EXPECT_NEAR(optima.value("measure", "value of car time, full time"), 6.6899, 5e-5);
  EXPECT_NEAR(optima.value("measure", "value of car time, others"), 2.4185, 5e-5);
  EXPECT_NEAR(optima.value("measure", "value of car time, mean"), 3.9582, 5e-5);
  const std::map<std::string, double> elasticities{{"public transport / TimePT", -0.27431},
                                                   {"public transport / MarginalCostPT", -0.32025},
                                                   {"car / TimeCar", -0.04408},
                                                   {"car / CostCarCHF", -0.09063},
                                                   {"public transport / TimeCar", 0.09531},
                                                   {"public transport / CostCarCHF", 0.19998},
                                                   {"car / TimePT", 0.10657},
                                                   {"car / MarginalCostPT", 0.12301},
                                                   {"slow / distance_km", -1.09095}};
  for (const auto& [name, value] : elasticities)
    EXPECT_NEAR(optima.value("elasticity", name), value, 6e-6) << name;
  EXPECT_NEAR(optima.list.back().value, -1.00708, 6e-6);  // one kilometre more
  const Said apollo =
      said(io::read_file(models + "apollo_mnl.txtpb"), *folder + "/apollo_modeChoiceData.csv");
  const std::map<std::string, double> totals{
      {"car", 2132.587}, {"bus", 399.326}, {"air", 1645.749}, {"rail", 2822.338}};
  for (const auto& [name, value] : totals)
    EXPECT_NEAR(7000 * apollo.value("forecast", "rail fares up 10 %: " + name), value, 6e-4)
        << name;
}

}  // namespace
}  // namespace stopover::choice
