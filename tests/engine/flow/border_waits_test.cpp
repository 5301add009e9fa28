// SPDX-License-Identifier: Apache-2.0
// The queue against waits that were measured: passport control at San Francisco, 2015
// (choice/cbp_awt_SFO_2015.csv in STOPOVER_SHARED_DATA). Fitted to January to June, held to July to
// December, beside two guesses without a queue. Record: docs/validation/border-waits.md.
//
// Nothing here is a test of significance: the bounds are what the first sound run reached, with
// some room for another luck.
#include "tests/engine/flow/border_waits.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/io/file_source.hpp"
#include "engine/random/transforms.hpp"

namespace stopover::flow {
namespace {

using testing::BorderHour;
using testing::BorderModel;
using testing::BorderTerminal;
using testing::Score;

constexpr std::uint32_t kReplications = 4;
constexpr Tick kHour = 3'600'000;

const std::string kHeader =
    "Airport,Terminal,Date,Hour,Average,Max,p015,p1630,p3145,p4660,p6190,p91120,p121Plus,Excluded,"
    "Total,Flights,Booths\n";

bool any(const BorderHour& /*hour*/) {
  return true;
}
bool first_half(const BorderHour& hour) {
  return hour.month <= 6;
}
bool second_half(const BorderHour& hour) {
  return hour.month > 6;
}

// ---- reading ----

TEST(BorderWaits, ReadsAnHour) {
  FaultList faults;
  const auto terminals = testing::read_border_waits(
      kHeader + "SFO,Terminal A,1/2/2015,2300 - 0000,25,45,75,112,115,0,0,0,0,6,308,2,18\n",
      "sfo.csv", faults);
  ASSERT_TRUE(faults.empty()) << faults.text();
  ASSERT_EQ(terminals.size(), 1U);
  EXPECT_EQ(terminals[0].name, "Terminal A");
  ASSERT_EQ(terminals[0].hours.size(), 1U);
  const BorderHour& hour = terminals[0].hours[0];
  EXPECT_EQ(hour.from, (Tick{16'437} * 24 + 23) * kHour);  // 16,437 days after 1970-01-01
  EXPECT_EQ(hour.month, 1);
  EXPECT_EQ(hour.passengers, 302);
  EXPECT_EQ(hour.flights, 2);
  EXPECT_EQ(hour.booths, 18);
  EXPECT_EQ(hour.average, 25);
  EXPECT_EQ(hour.longest, 45);
}

TEST(BorderWaits, NamesEveryFault) {
  const std::string good = "SFO,A,1/1/2015,0700 - 0800,25,45,75,112,115,0,0,0,0,6,308,2,18\n";
  const struct {
    const char* from;
    const char* to;
    const char* text;
  } slips[] = {
      {"1/1/2015", "2/29/2015", "t.csv:2: Date: found \"2/29/2015\", expected a date"},
      {"0700 - 0800", "0700 - 0900", "t.csv:2: Hour: found \"0700 - 0900\", expected an hour"},
      {"0800,25,", "0800,?,", "t.csv:2: Average: found \"?\""},
      {"0800,25,", "0800,46,", "t.csv:2: Average: found \"46\", expected at most Max"},
      {"308,2", "309,2", "t.csv:2: Total: found \"309\", expected the sum of all bands"},
      {"308,2,", "308,0,", "t.csv:2: Flights: found \"0\", expected at least one flight"},
      {",18\n", ",-1\n", "t.csv:2: Booths: found \"-1\""},
      {",18\n", "\n", "t.csv:2"},
  };
  for (const auto& slip : slips) {
    std::string row = good;
    row.replace(row.find(slip.from), std::string(slip.from).size(), slip.to);
    FaultList faults;
    const auto terminals = testing::read_border_waits(kHeader + row, "t.csv", faults);
    EXPECT_TRUE(terminals.empty()) << row;
    ASSERT_EQ(faults.errors(), 1U) << row << faults.text();
    EXPECT_THAT(faults.text(), ::testing::HasSubstr(slip.text));
  }
  FaultList faults;
  (void)testing::read_border_waits(kHeader + good + good, "t.csv", faults);
  EXPECT_EQ(faults.errors(), 1U) << "the same hour twice";
}

// ---- the model ----

std::vector<BorderHour> made_up_hours(int days) {
  random::Stream luck({.seed = 3, .purpose = random::purpose("test.border")});
  std::vector<BorderHour> hours;
  for (int day = 0; day < days; ++day) {
    for (int h = 7; h < 23; ++h) {
      BorderHour hour;
      hour.from = (Tick{day} * 24 + h) * kHour;
      hour.hour = h;
      hour.flights = random::between(luck, 1, 4);
      hour.passengers = hour.flights * random::between(luck, 60, 200);
      hour.booths = random::between(luck, 8, 20);
      hours.push_back(hour);
    }
  }
  return hours;
}

// The waits come from replications of which the fit knows the luck of a few.
TEST(BorderWaits, FitFindsWhatMadeTheWaits) {
  std::vector<BorderHour> hours = made_up_hours(25);
  const BorderModel truth = {.service = {70, 110, 60, 90}, .first = 400, .between = 3};
  const std::vector<double> waits = testing::replay(hours, truth, 20);
  for (std::size_t h = 0; h < hours.size(); ++h) hours[h].average = waits[h];
  const BorderModel found = testing::fit(hours, {}, false);
  for (std::size_t k = 0; k < truth.service.size(); ++k)
    EXPECT_NEAR(found.service[k], truth.service[k], 0.15 * truth.service[k]) << k;
  // Half a flight's spread and the start are hard to tell apart; their sum is not.
  const double way = truth.first + 65 * truth.between;
  EXPECT_NEAR(found.first + 65 * found.between, way, 0.2 * way);
  const Score score = testing::score(hours, testing::replay(hours, found, kReplications), any);
  EXPECT_GT(score.correlation, 0.95);
  EXPECT_LT(score.absolute, 2);
}

TEST(BorderWaits, AnEmptyHallTakesTheWayAndTheDesk) {
  BorderHour hour;
  hour.hour = 12;
  hour.passengers = 50;
  hour.flights = 1;
  hour.booths = 50;
  // 50 desks for 50 persons: the first after 300 s, on average 25 * 4 s later, and 30 s there.
  const std::vector<double> waits =
      testing::replay({&hour, 1}, {.service = {0, 30, 0, 0}, .first = 300, .between = 4}, 400);
  EXPECT_NEAR(waits[0], (300 + 100 + 30) / 60.0, 0.02);
}

TEST(BorderWaits, ScoreIsWhatItSays) {
  std::vector<BorderHour> hours(4);
  for (std::size_t h = 0; h < 4; ++h) hours[h].booths = h < 3 ? 1 : 0;  // the last is not judged
  hours[0].average = 10;
  hours[1].average = 20;
  hours[2].average = 30;
  const Score score = testing::score(hours, std::vector<double>{12, 19, 42, 99}, any);
  EXPECT_EQ(score.hours, 3U);
  EXPECT_NEAR(score.bias, 13.0 / 3, 1e-12);
  EXPECT_NEAR(score.absolute, 5, 1e-12);
  EXPECT_NEAR(score.square, std::sqrt(149.0 / 3), 1e-12);
  // Deviations (-10, 0, 10) and (-37, -16, 53) / 3.
  EXPECT_NEAR(score.correlation, 900.0 / std::sqrt(200.0 * (37 * 37 + 16 * 16 + 53 * 53)), 1e-12);
  EXPECT_NEAR(score.within_5, 2.0 / 3, 1e-12);
  EXPECT_NEAR(score.within_10, 2.0 / 3, 1e-12);
}

// ---- San Francisco ----

// The mean wait of the first half's hours that have the same `key`; of all where none has.
template <class Key>
std::vector<double> mean_by(const std::vector<BorderHour>& hours, const Key& key) {
  std::map<std::int64_t, std::pair<double, double>> of_key;  // sum, count
  std::pair<double, double> all;
  for (const BorderHour& hour : hours) {
    if (!first_half(hour) || hour.booths == 0) continue;
    for (auto* total : {&of_key[key(hour)], &all}) {
      total->first += hour.average;
      total->second += 1;
    }
  }
  std::vector<double> mean;
  for (const BorderHour& hour : hours) {
    const auto found = of_key.find(key(hour));
    const auto& total = found == of_key.end() ? all : found->second;
    mean.push_back(total.first / total.second);
  }
  return mean;
}
std::vector<double> mean_of_hour(const std::vector<BorderHour>& hours) {
  return mean_by(hours, [](const BorderHour& hour) { return hour.hour; });
}
std::vector<double> mean_of_load(const std::vector<BorderHour>& hours) {
  return mean_by(hours, [](const BorderHour& hour) {
    return hour.booths == 0 ? 0 : std::min<std::int64_t>(hour.passengers / hour.booths / 5, 16);
  });
}

std::string line(const std::string& name, const Score& s) {
  return fmt::format("| {} | {} | {:.1f} | {:+.1f} | {:.1f} | {:.2f} | {:.0f} % | {:.0f} % |\n",
                     name, s.hours, s.observed, s.bias, s.absolute, s.correlation, 100 * s.within_5,
                     100 * s.within_10);
}

std::string text_of(const BorderModel& model) {
  return fmt::format("services {:.0f}, {:.0f}, {:.0f}, {:.0f} s, first {:.0f} s, between {:.1f} s",
                     model.service[0], model.service[1], model.service[2], model.service[3],
                     model.first, model.between);
}

struct Reached {
  const char* terminal;
  double absolute;  // at most
  double bias;
  double correlation;  // at least
};

void expect_predicted(const BorderTerminal& terminal, const Reached& reached) {
  std::vector<BorderHour> training;
  std::ranges::copy_if(terminal.hours, std::back_inserter(training), first_half);
  const BorderModel model = testing::fit(training, {}, false);
  const std::vector<double> by_queue = testing::replay(terminal.hours, model, kReplications);
  const auto later = [&](const std::vector<double>& predicted) {
    return testing::score(terminal.hours, predicted, second_half);
  };
  const Score queue = later(by_queue);
  const Score hourly = later(mean_of_hour(terminal.hours));
  const Score load = later(mean_of_load(terminal.hours));

  std::string text = fmt::format("{}: {}\n", terminal.name, text_of(model));
  text += line("queue, first half", testing::score(terminal.hours, by_queue, first_half));
  text += line("queue", queue);
  text += line("mean of the hour", hourly);
  text += line("mean of the load", load);
  for (int h = 0; h < 24; ++h) {
    const Score of_hour = testing::score(terminal.hours, by_queue, [&](const BorderHour& hour) {
      return second_half(hour) && hour.hour == h;
    });
    if (of_hour.hours >= 30) text += line(fmt::format("{:02}:00", h), of_hour);
  }
  if (std::getenv("STOPOVER_WRITE_DOCS") != nullptr) {
    const BorderModel one = testing::fit(training, {}, true);
    text += "one service: " + text_of(one) + '\n';
    text += line("queue, one service", later(testing::replay(terminal.hours, one, kReplications)));
  }
  std::fputs(text.c_str(), stdout);

  EXPECT_LT(queue.absolute, reached.absolute);
  EXPECT_LT(std::abs(queue.bias), reached.bias);
  EXPECT_GT(queue.correlation, reached.correlation);
  // It must be worth its while: better than either guess, in every figure.
  for (const Score& guess : {hourly, load}) {
    EXPECT_LT(queue.absolute, 0.97 * guess.absolute);
    EXPECT_LT(queue.square, 0.97 * guess.square);
    EXPECT_GT(queue.correlation, guess.correlation + 0.08);
  }
  for (const double service : model.service) {
    EXPECT_GT(service, 20);
    EXPECT_LT(service, 150);
  }
}

TEST(BorderWaits, SecondHalfOfSanFrancisco2015FromTheFirst) {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) GTEST_SKIP() << "STOPOVER_SHARED_DATA does not name the references";
  const std::string file =
      (std::filesystem::path(root) / "choice" / "cbp_awt_SFO_2015.csv").string();
  FaultList faults;
  const auto terminals =
      testing::read_border_waits(io::read_file(file), "cbp_awt_SFO_2015.csv", faults);
  ASSERT_TRUE(faults.empty()) << faults.text();
  ASSERT_EQ(terminals.size(), 2U);
  ASSERT_EQ(terminals[0].hours.size() + terminals[1].hours.size(), 10'715U);
  constexpr Reached kReached[] = {{"Terminal A", 7.7, 2.5, 0.5}, {"Terminal G", 6.5, 2.0, 0.45}};
  for (std::size_t k = 0; k < 2; ++k) {
    ASSERT_EQ(terminals[k].name, kReached[k].terminal);
    SCOPED_TRACE(terminals[k].name);
    expect_predicted(terminals[k], kReached[k]);
  }
}

}  // namespace
}  // namespace stopover::flow
