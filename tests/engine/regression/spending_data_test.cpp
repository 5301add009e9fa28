// SPDX-License-Identifier: Apache-2.0
// Regressions of spending on real surveys against the figures of other programs
// (choice/reference in STOPOVER_SHARED_DATA): statsmodels 0.13.5 for spending_computed_here.csv,
// R's sampleSelection 1.2-12 for heckman_mroz_greene22_8.csv (Greene 2002, example 22.8).
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "engine/regression/gamma_glm.hpp"
#include "engine/regression/selection.hpp"
#include "engine/regression/truncated.hpp"
#include "engine/regression/two_part.hpp"
#include "tests/engine/regression/choice_data.hpp"

namespace stopover::regression {
namespace {

using testing::choice_table;
using testing::DataTable;
using testing::DesignBuilder;
using testing::Figure;

// Relative. Nine digits are printed; the full selection model of the reference stopped 3e-9
// standard errors short, which is 5e-8 of its smallest coefficient.
constexpr double kPrinted = 6e-9;
constexpr double kStopped = 1e-7;

Vector logarithms(const Vector& values) {
  return values.array().log();
}

// Compares with every reference row of one model, and that none is left over.
class Reference {
 public:
  Reference(const DataTable& table, const std::string& group, const std::string& wanted,
            double tolerance)
      : name_(wanted), tolerance_(tolerance) {
    const std::vector<std::string> groups = table.texts(group);
    const std::vector<std::string> terms = table.texts(group == "method" ? "param" : "term");
    const Vector estimates = table.numbers(group == "method" ? "est" : "estimate");
    const Vector errors = table.numbers("se");
    const Vector robust = group == "method" ? Vector(Vector::Constant(errors.size(), kNone))
                                            : table.numbers("se_HC1");
    for (std::size_t r = 0; r < table.rows(); ++r) {
      const auto at = static_cast<Eigen::Index>(r);
      if (groups[r] == wanted) rows_[terms[r]] = {estimates[at], errors[at], robust[at]};
    }
    EXPECT_FALSE(rows_.empty()) << wanted;
  }
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;
  ~Reference() {
    EXPECT_TRUE(rows_.empty()) << name_ << " leaves " << rows_.size() << ", first "
                               << rows_.begin()->first;
    std::printf("%-45s worst relative difference %.1e (%s)\n", name_.c_str(), worst_,
                worst_at_.c_str());
  }

  void compare(const std::string& term, double estimate, double error = kNone,
               double robust_error = kNone) {
    const auto found = rows_.find(term);
    ASSERT_NE(found, rows_.end()) << name_ << ' ' << term;
    near(term, estimate, found->second.estimate);
    near(term + " s.e.", error, found->second.error);
    near(term + " HC1", robust_error, found->second.robust_error);
    rows_.erase(found);
  }

  void compare(const std::vector<std::string>& terms, const Vector& estimates,
               const Matrix& covariance, const Matrix& robust = {}) {
    for (std::size_t t = 0; t < terms.size(); ++t) {
      const auto k = static_cast<Eigen::Index>(t);
      compare(terms[t], estimates[k], std::sqrt(covariance(k, k)),
              robust.size() == 0 ? kNone : std::sqrt(robust(k, k)));
    }
  }

 private:
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  void near(const std::string& what, double got, double expected) {
    if (std::isnan(expected)) return;
    const double difference = std::abs(got - expected) / std::abs(expected);
    EXPECT_LE(difference, tolerance_)
        << name_ << ' ' << what << ": " << got << ", expected " << expected;
    if (difference > worst_) {
      worst_ = difference;
      worst_at_ = what;
    }
  }

  std::string name_;
  double tolerance_;
  std::map<std::string, Figure> rows_;
  double worst_ = 0;
  std::string worst_at_;
};

struct Poland {
  DataTable reference;
  Design with_region;
  Design plain;
  Vector total;
  Vector commodities;
};

std::optional<Poland> poland() {
  const auto data = choice_table("Tourism_PL.csv", ',');
  const auto reference = choice_table("reference/spending_computed_here.csv", ',');
  if (!data || !reference) return std::nullopt;
  const auto build = [&](bool region) {
    DesignBuilder builder(data->rows());
    builder.levels("purpose", data->texts("Purpose_of_trip"))
        .levels("accom", data->texts("Accommodation_type"))
        .levels("agency", data->texts("Travel_agency"));
    if (region) builder.levels("region", data->texts("World_Region"));
    builder.number("ln_nights", logarithms(data->numbers("Nights_spent")))
        .number("ln_party", logarithms(data->numbers("Number_of_trip's_participants")));
    return builder.design();
  };
  return Poland{*reference, build(true), build(false), data->numbers("Total_expenditure"),
                data->numbers("Expenditure_on_commodities")};
}

void compare_least_squares(Reference& expected, const LeastSquares& fit) {
  ASSERT_TRUE(fit.findings.empty()) << text(fit.findings.front());
  expected.compare(fit.terms, fit.coefficients, fit.classical, fit.robust);
  expected.compare("#n", static_cast<double>(fit.rows));
  expected.compare("#sigma", fit.sigma);
  expected.compare("#R2", fit.r_squared);
  expected.compare("#logLik", fit.log_likelihood);
}

TEST(SpendingData, LogLinearRegressionOfPolishTripsAgrees) {
  const auto data = poland();
  if (!data) GTEST_SKIP() << testing::kNoData;
  Reference expected(data->reference, "model", "ols_ln_total", kPrinted);
  compare_least_squares(expected, log_linear({data->with_region, data->total}));
}

TEST(SpendingData, TruncatedRegressionOfPolishTripsAgrees) {
  const auto data = poland();
  if (!data) GTEST_SKIP() << testing::kNoData;
  const auto executor = serial_executor();
  Reference expected(data->reference, "model", "truncated_normal_ln_total_lower_ln1000", kPrinted);
  const LimitedFit fit = truncated_regression({data->with_region, logarithms(data->total)},
                                              {.lower = std::log(1000.0)}, *executor);
  ASSERT_TRUE(fit.fit.findings.empty()) << text(fit.fit.findings.front());
  expected.compare(fit.fit.names, fit.fit.coefficients(), fit.fit.covariances.classical);
  expected.compare("#logLik", fit.fit.log_likelihood());
}

TEST(SpendingData, TwoPartRegressionOfPolishShoppingAgrees) {
  const auto data = poland();
  if (!data) GTEST_SKIP() << testing::kNoData;
  const auto executor = serial_executor();
  const TwoPartSample sample{data->plain, data->plain, data->commodities};
  for (const Link link : {Link::kLogit, Link::kProbit}) {
    const TwoPart model = two_part(sample, link, *executor);
    ASSERT_TRUE(model.findings.empty()) << text(model.findings.front());
    const MlFit& whether = model.participation.fit;
    Reference expected(
        data->reference, "model",
        link == Link::kLogit ? "twopart_commodities_logit" : "twopart_commodities_probit",
        kPrinted);
    expected.compare(whether.names, whether.coefficients(), whether.covariances.classical);
    expected.compare("#n", static_cast<double>(whether.rows));
    expected.compare("#logLik", whether.log_likelihood());
    if (link == Link::kProbit) continue;
    Reference amounts(data->reference, "model", "twopart_commodities_ols_ln", kPrinted);
    compare_least_squares(amounts, model.amount);
    amounts.compare("#duan_smearing", model.smearing_factor);
    Reference means(data->reference, "model", "twopart_commodities", kPrinted);
    const auto mean = [&](Retransform how) {
      return mean_outcomes(model, data->plain, data->plain, how).mean();
    };
    means.compare("#mean_prediction_logit_duan", mean(Retransform::kSmearing));
    means.compare("#mean_prediction_logit_lognormal", mean(Retransform::kLognormal));
    means.compare("#sample_mean", data->commodities.mean());
  }
}

TEST(SpendingData, GammaRegressionOfPolishTripsAgrees) {
  const auto data = poland();
  if (!data) GTEST_SKIP() << testing::kNoData;
  Reference expected(data->reference, "model", "glm_gamma_log_total", kPrinted);
  const GammaGlm fit = gamma_glm({data->with_region, data->total});
  ASSERT_TRUE(fit.findings.empty()) << text(fit.findings.front());
  expected.compare(fit.terms, fit.coefficients, fit.classical);
  expected.compare("#scale_pearson", fit.scale);
  expected.compare("#deviance", fit.deviance);
}

TEST(SpendingData, LogLinearRegressionOfCanadianTripsAgrees) {
  const auto data = choice_table("travel_spending.csv", ',');
  const auto reference = choice_table("reference/spending_computed_here.csv", ',');
  if (!data || !reference) GTEST_SKIP() << testing::kNoData;
  DesignBuilder builder(data->rows());
  for (const char* column : {"Reason", "HHI", "Mode", "Age", "Gender", "Q", "ProvO"})
    builder.levels(column, data->texts(column));
  builder.number("ln_duration", logarithms(data->numbers("Duration")))
      .number("ln_distance", logarithms(data->numbers("Distance")))
      .number("ln_party", (data->numbers("Others").array() + 1).log());
  const Sample all{builder.design(), data->numbers("Cost")};
  std::vector<std::size_t> spenders;
  for (std::size_t r = 0; r < data->rows(); ++r)
    if (all.outcome[static_cast<Eigen::Index>(r)] > 0) spenders.push_back(r);
  Reference expected(*reference, "model", "ols_ln_cost_positive", kPrinted);
  compare_least_squares(expected, log_linear(rows_of(all, spenders)));
}

TEST(SpendingData, EveryModelOfTheReferenceIsComparedHere) {
  const auto reference = choice_table("reference/spending_computed_here.csv", ',');
  if (!reference) GTEST_SKIP() << testing::kNoData;
  const std::vector<std::string> models = reference->texts("model");
  EXPECT_EQ(std::set<std::string>(models.begin(), models.end()),
            (std::set<std::string>{"ols_ln_total", "truncated_normal_ln_total_lower_ln1000",
                                   "twopart_commodities", "twopart_commodities_logit",
                                   "twopart_commodities_probit", "twopart_commodities_ols_ln",
                                   "glm_gamma_log_total", "ols_ln_cost_positive"}));
}

// ---- Mroz (1987), wives' wages ----

struct Mroz {
  DataTable reference;
  SelectionSample sample;
};

std::optional<Mroz> mroz() {
  const auto data = choice_table("Mroz87.txt", ' ');
  const auto reference = choice_table("reference/heckman_mroz_greene22_8.csv", ',');
  if (!data || !reference) return std::nullopt;
  const Vector age = data->numbers("age");
  const Vector exper = data->numbers("exper");
  const Vector children = data->numbers("kids5") + data->numbers("kids618");
  const Vector kids = children.unaryExpr([](double k) { return k > 0 ? 1.0 : 0.0; });
  SelectionSample sample{.selection = DesignBuilder(data->rows(), "const")
                                          .number("age", age)
                                          .number("age2", age.cwiseAbs2())
                                          .number("faminc", data->numbers("faminc"))
                                          .number("kids", kids)
                                          .number("educ", data->numbers("educ"))
                                          .design(),
                         .selected = {},
                         .outcome_design = DesignBuilder(data->rows(), "const")
                                               .number("exper", exper)
                                               .number("exper2", exper.cwiseAbs2())
                                               .number("educ", data->numbers("educ"))
                                               .number("city", data->numbers("city"))
                                               .design(),
                         .outcome = data->numbers("wage")};
  for (const double works : data->numbers("lfp")) sample.selected.push_back(works == 1);
  return Mroz{*reference, sample};
}

std::string named(const std::string& stage, const std::string& term) {
  return stage + ":" + term;
}

TEST(SpendingData, HeckmansTwoStepsOnWivesWagesAgree) {
  const auto data = mroz();
  if (!data) GTEST_SKIP() << testing::kNoData;
  const auto executor = serial_executor();
  const TwoStep fit = heckman_two_step(data->sample, *executor);
  ASSERT_TRUE(fit.findings.empty()) << text(fit.findings.front());
  EXPECT_EQ(fit.selected, 428U);
  Reference probit(data->reference, "method", "probit_stage1", kPrinted);
  probit.compare("logLik", fit.selection.fit.log_likelihood());
  Reference expected(data->reference, "method", "heckman_2step", kPrinted);
  std::vector<std::string> names;
  for (const std::string& term : fit.selection.fit.names) names.push_back(named("S", term));
  expected.compare(names, fit.selection.fit.coefficients(),
                   fit.selection.fit.covariances.classical);
  names.clear();
  for (const std::string& term : fit.terms)
    names.push_back(term == "inverse_mills" ? "invMills" : named("O", term));
  expected.compare(names, fit.coefficients, fit.covariance);
  expected.compare("sigma", fit.sigma);
  expected.compare("rho", fit.rho);
}

TEST(SpendingData, SelectionByMaximumLikelihoodOnWivesWagesAgrees) {
  const auto data = mroz();
  if (!data) GTEST_SKIP() << testing::kNoData;
  const auto executor = serial_executor();
  const Selection fit = heckman_ml(data->sample, *executor);
  ASSERT_TRUE(fit.fit.findings.empty()) << text(fit.fit.findings.front());
  Reference expected(data->reference, "method", "ML", kStopped);
  for (std::size_t k = 0; k + 2 < fit.fit.names.size(); ++k) {
    const std::string& name = fit.fit.names[k];
    const auto at = static_cast<Eigen::Index>(k);
    expected.compare(named(name[0] == 's' ? "S" : "O", name.substr(name.find(' ') + 1)),
                     fit.fit.coefficients()[at], std::sqrt(fit.fit.covariances.classical(at, at)));
  }
  expected.compare("sigma", fit.sigma.value, fit.sigma.error);
  expected.compare("rho", fit.rho.value, fit.rho.error);
  expected.compare("logLik", fit.fit.log_likelihood());
}

}  // namespace
}  // namespace stopover::regression
