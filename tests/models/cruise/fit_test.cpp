// SPDX-License-Identifier: Apache-2.0
// The fit by hand, and docs/validation/cruise.md, which this test writes with
// STOPOVER_WRITE_DOCS=1.
#include "models/cruise/fit.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/models/cruise/cruise_cases.hpp"
#include "tests/models/cruise/validation_page.hpp"

namespace stopover::cruise {
namespace {

// A call every 10 days of the big ship (600 lower berths): 37 calls in 2021 and in 2022, 36 in
// 2023, when the season begins on the tenth.
std::string seasons() {
  std::string text;
  for (const auto& [year, from] :
       {std::pair("2021", "01-01"), std::pair("2022", "01-01"), std::pair("2023", "01-10")})
    text += std::string("cruise_deployment { id: \"s") + year +
            "\" ship: \"big\" terminal: \"quay\" kind: \"turnaround\" valid_from: \"" + year + "-" +
            from + "\" valid_until: \"" + std::to_string(std::stoi(year) + 1) +
            "-01-01\" nights: 10 arrive: \"07:00\" depart: \"17:00\" }\n";
  return text;
}

std::string total(const std::string& year, const std::string& use, const std::string& figures) {
  return "cruise_total { id: \"" + year + "\" valid_from: \"" + year + "-01-01\" valid_until: \"" +
         std::to_string(std::stoi(year) + 1) + "-01-01\" use: \"" + use + "\" series: \"s\" " +
         figures + " }\n";
}

TEST(Fit, IsARatioOfSums) {
  const auto scenario = small_port(seasons() + total("2021", "fit", "calls: 30 passengers: 30000") +
                                   total("2022", "fit", "calls: 44 passengers: 54000") +
                                   total("2023", "predict", "calls: 40 passengers: 50000"));
  const PortBook book = port_book(scenario);
  const auto fits = fit_totals(book, scenario.elements());
  ASSERT_EQ(fits.size(), 1U);
  // 74 published calls over 74 made; 84,000 passengers over 74 calls of 1,200 berths both ways.
  EXPECT_DOUBLE_EQ(fits[0].calls_factor.value(), 1);
  EXPECT_DOUBLE_EQ(fits[0].load.value(), 84'000.0 / (74 * 1200));
  const FitRow& predicted = fits[0].rows[2];
  EXPECT_EQ(predicted.made_calls, 36);
  EXPECT_DOUBLE_EQ(predicted.passengers.value(), 84'000.0 / 74 * 36);
  EXPECT_DOUBLE_EQ(predicted.given_calls.value(), 84'000.0 / 74 * 40);
  EXPECT_NEAR(relative_error(predicted.calls, 40.0).value(), -0.1, 1e-12);
  EXPECT_DOUBLE_EQ(predicted.own_calls, 36);
  EXPECT_DOUBLE_EQ(predicted.own_passengers, 36 * 1200 * 0.9);
}

TEST(Fit, DoesNotSeeWhatItPredicts) {
  const std::string fitted = seasons() + total("2021", "fit", "calls: 30 passengers: 30000");
  const auto a = small_port(fitted + total("2023", "predict", "calls: 40 passengers: 50000"));
  const auto b = small_port(fitted + total("2023", "predict", "calls: 9 passengers: 1"));
  const auto fit_a = fit_totals(port_book(a), a.elements());
  const auto fit_b = fit_totals(port_book(b), b.elements());
  EXPECT_EQ(fit_a[0].calls_factor, fit_b[0].calls_factor);
  EXPECT_EQ(fit_a[0].load, fit_b[0].load);
  EXPECT_EQ(fit_a[0].rows[1].passengers, fit_b[0].rows[1].passengers);
}

TEST(Fit, SaysNothingWhereNothingIsPublishedOrMade) {
  const auto scenario =
      small_port(seasons() + total("2021", "fit", "") + total("2030", "predict", "calls: 5"));
  const auto fits = fit_totals(port_book(scenario), scenario.elements());
  EXPECT_FALSE(fits[0].calls_factor.has_value());
  EXPECT_FALSE(fits[0].rows[1].calls.has_value());
  EXPECT_FALSE(relative_error(std::nullopt, 3.0).has_value());
}

TEST(Fit, ThePageIsWhatTheCodeTells) {
  const PortBook book = port_book(shanghai().scenario);
  const std::string made = validation_page(fit_totals(book, shanghai().scenario.elements()));
  const std::string path = STOPOVER_SOURCE_DIR "/docs/validation/cruise.md";
  if (std::getenv("STOPOVER_WRITE_DOCS") != nullptr) std::ofstream(path) << made;
  std::ifstream in(path);
  std::ostringstream found;
  found << in.rdbuf();
  EXPECT_EQ(found.str(), made) << "run with STOPOVER_WRITE_DOCS=1";
}

}  // namespace
}  // namespace stopover::cruise
