// SPDX-License-Identifier: Apache-2.0
#include "engine/network/coordinates_check.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace stopover::network {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using enum CoordinateSystem;

using Points = std::vector<NamedPosition>;

// Forty stations, 1.1 km apart on a diagonal through Shanghai.
Points line_of_stations() {
  Points points;
  for (int i = 0; i < 40; ++i)
    points.push_back({fmt::format("s{}", i), {121.3 + 0.01 * i, 31.1 + 0.006 * i}});
  return points;
}

Points moved(Points points, CoordinateSystem from, CoordinateSystem to) {
  for (NamedPosition& p : points) p.at = converted(p.at, from, to);
  return points;
}

SystemCheck check(const Points& points, CoordinateSystem declared, const Points& references) {
  return check_system({points, declared}, {references, kWgs84}, {});
}

TEST(CheckSystem, AcceptsPointsInTheSystemTheyDeclare) {
  const Points truth = line_of_stations();
  for (const auto system : {kWgs84, kGcj02, kBd09}) {
    const SystemCheck c = check(moved(truth, kWgs84, system), system, truth);
    EXPECT_EQ(c.verdict, SystemVerdict::kAsDeclared);
    EXPECT_EQ(c.matched, truth.size());
    EXPECT_THAT(c.far, IsEmpty());
    FaultList faults;
    report(c, {truth, system}, "stations.csv", faults);
    EXPECT_TRUE(faults.empty()) << faults.text();
  }
}

TEST(CheckSystem, NamesTheSystemThatPointsAreInInstead) {
  const Points truth = line_of_stations();
  const Points points = moved(truth, kWgs84, kGcj02);
  const SystemCheck c = check(points, kWgs84, truth);
  EXPECT_EQ(c.verdict, SystemVerdict::kOtherSystem);
  EXPECT_EQ(c.nearest, kGcj02);
  EXPECT_NEAR(c.median_metres[0], 480, 30);
  FaultList faults;
  report(c, {points, kWgs84}, "stations.csv", faults);
  EXPECT_THAT(faults.text(), HasSubstr("E-POS-001"));
  EXPECT_THAT(faults.text(), HasSubstr("points of GCJ-02, 0 m from their references (as WGS-84 4"));
}

TEST(CheckSystem, NamesPointsOfASecondSystem) {
  const Points truth = line_of_stations();
  Points points = truth;
  for (const std::size_t i : {3U, 9U, 21U}) points[i].at = converted(truth[i].at, kWgs84, kBd09);
  const SystemCheck c = check(points, kWgs84, truth);
  EXPECT_EQ(c.verdict, SystemVerdict::kMixed);
  EXPECT_THAT(c.strays, ElementsAre(3, 9, 21));
  FaultList faults;
  report(c, {points, kWgs84}, "stations.csv", faults);
  EXPECT_THAT(faults.text(), HasSubstr("3 points of another system, the first s3"));
  EXPECT_THAT(faults.text(), HasSubstr("E-POS-002"));
}

TEST(CheckSystem, TwoPointsOfASecondSystemAreStraysInASetOfOne) {
  const Points truth = line_of_stations();
  Points points = truth;
  for (const std::size_t i : {3U, 9U}) points[i].at = converted(truth[i].at, kWgs84, kBd09);
  const SystemCheck c = check(points, kWgs84, truth);
  EXPECT_EQ(c.verdict, SystemVerdict::kAsDeclared);
  EXPECT_THAT(c.strays, ElementsAre(3, 9));
  FaultList faults;
  report(c, {points, kWgs84}, "stations.csv", faults);
  EXPECT_EQ(faults.warnings(), 2U) << faults.text();
  EXPECT_THAT(faults.text(), HasSubstr("found \"s9\", expected a place near its reference of the "
                                       "same name, where it lies if it is read in another system"));
}

TEST(CheckSystem, NamesPointsFarFromTheirReference) {
  const Points truth = line_of_stations();
  Points points = truth;
  points[7].at.lat += 0.03;
  const SystemCheck c = check(points, kWgs84, truth);
  EXPECT_EQ(c.verdict, SystemVerdict::kAsDeclared);
  EXPECT_THAT(c.far, ElementsAre(7));
  FaultList faults;
  report(c, {points, kWgs84}, "stations.csv", faults);
  EXPECT_EQ(faults.warnings(), 1U);
  EXPECT_THAT(faults.text(), HasSubstr("found \"s7, 3336 m from its reference of the same name\""));
  EXPECT_THAT(faults.text(), HasSubstr("W-POS-003"));
}

TEST(CheckSystem, DecidesNothingFromFewPointsOrOutsideTheArea) {
  const Points truth = line_of_stations();
  const Points four(truth.begin(), truth.begin() + 4);
  EXPECT_EQ(check(moved(four, kWgs84, kBd09), kWgs84, truth).verdict, SystemVerdict::kUndecided);
  Points japan;
  for (int i = 0; i < 20; ++i) japan.push_back({fmt::format("s{}", i), {139.0 + 0.01 * i, 35}});
  const SystemCheck c = check(japan, kGcj02, japan);
  EXPECT_EQ(c.verdict, SystemVerdict::kUndecided);
  EXPECT_EQ(c.nearest, kGcj02);
  EXPECT_EQ(check({}, kGcj02, {}).matched, 0U);
}

TEST(MisplacedOnLines, NamesAPointFarFromBothNeighboursAndOffTheirWay) {
  Points points = line_of_stations();
  points[12].at.lat += 0.03;
  std::vector<std::vector<std::uint32_t>> lines(1);
  for (std::uint32_t i = 0; i < points.size(); ++i) lines[0].push_back(i);
  const auto misplaced = misplaced_on_lines(points, lines, {});
  EXPECT_THAT(misplaced, ElementsAre(12));
  FaultList faults;
  report_misplaced(misplaced, points, "stations.csv", faults);
  EXPECT_THAT(faults.text(), HasSubstr("W-POS-004"));
  EXPECT_THAT(misplaced_on_lines(line_of_stations(), lines, {}), IsEmpty());
  EXPECT_THAT(misplaced_on_lines({}, std::vector<std::vector<std::uint32_t>>{{}}, {}), IsEmpty());
}

TEST(PositionRules, AreThoseTested) {
  std::set<std::string> codes;
  for (const Rule& rule : position_rules()) codes.insert(std::string(rule.code));
  EXPECT_EQ(codes, (std::set<std::string>{"E-POS-001", "E-POS-002", "W-POS-003", "W-POS-004"}));
}

// ---- The metro sets of Shanghai: three sources in three systems --------------------------------

class Metro : public testing::Test {
 protected:
  void SetUp() override {
    const char* root = std::getenv("STOPOVER_SHARED_DATA");
    if (root == nullptr) GTEST_SKIP() << "STOPOVER_SHARED_DATA is not set";
    folder_ = std::filesystem::path(root) / "metro";
    if (!exists(folder_)) GTEST_SKIP() << "no metro data there";
    read_gcj02();
    read_wgs84();
    read_lines();
    read_bd09();
  }
  [[nodiscard]] nlohmann::json json(const char* file) const {
    std::ifstream in(folder_ / file);
    return nlohmann::json::parse(in);
  }
  void read_gcj02() {
    const auto city = json("metroman_2025/sh.json");
    for (const auto& s : city.at("stationList"))
      gcj02_.push_back(
          {s.at("name"),
           {std::stod(s.at("lng").get<std::string>()), std::stod(s.at("lat").get<std::string>())}});
  }
  void read_wgs84() {
    const auto stations = json("shmetro_2026/station_coords_wgs84.json");
    for (const auto& s : stations) wgs84_.push_back({s.at("name"), {s.at("lng"), s.at("lat")}});
  }
  // Lines as lists of points of wgs84_; codes of stations.
  void read_lines() {
    std::map<std::string, std::uint32_t> point;
    for (std::uint32_t i = 0; i < wgs84_.size(); ++i) point.emplace(wgs84_[i].name, i);
    std::ifstream in(folder_ / "shmetro_2026/lines.csv");
    std::string line, row;
    std::getline(in, row);
    while (std::getline(in, row)) {
      const std::size_t a = row.find(','), b = row.find(',', a + 1);
      const std::string name = row.substr(b + 1);
      code_[row.substr(b - 4, 4)] = name;
      if (lines_.empty() || row.substr(0, a) != line) lines_.emplace_back();
      line = row.substr(0, a);
      if (point.contains(name)) lines_.back().push_back(point[name]);
    }
  }
  void read_bd09() {
    const auto stations = json("station_coords_bd09_2020.json");
    for (const auto& [code, at] : stations.items()) {
      const std::string text = at;
      bd09_.push_back(
          {code_.at(code), {std::stod(text), std::stod(text.substr(text.find(',') + 1))}});
    }
  }

  std::filesystem::path folder_;
  Points gcj02_, wgs84_, bd09_;
  std::vector<std::vector<std::uint32_t>> lines_;
  std::map<std::string, std::string> code_;
};

TEST_F(Metro, EachSetIsInItsSystemAndInNoOther) {
  for (const auto& [points, system] :
       {std::pair(&gcj02_, kGcj02), std::pair(&wgs84_, kWgs84), std::pair(&bd09_, kBd09)})
    for (const auto& [references, reference_system] :
         {std::pair(&gcj02_, kGcj02), std::pair(&wgs84_, kWgs84), std::pair(&bd09_, kBd09)})
      for (const auto declared : {kWgs84, kGcj02, kBd09}) {
        const SystemCheck c =
            check_system({*points, declared}, {*references, reference_system}, {});
        EXPECT_EQ(c.nearest, system) << name_of(system) << " by " << name_of(reference_system);
        EXPECT_EQ(c.verdict == SystemVerdict::kAsDeclared, declared == system);
        EXPECT_GT(c.matched, 250U);
        EXPECT_LT(c.median_metres.at(static_cast<std::size_t>(system)), 50);
      }
  EXPECT_NEAR(check(gcj02_, kWgs84, wgs84_).median_metres[0], 480, 5);
}

TEST_F(Metro, TwoSetsInOneAreNamedMixed) {
  Points both = wgs84_;
  for (std::size_t i = 0; i < 60; ++i) both.push_back(gcj02_[i]);
  const SystemCheck c = check(both, kWgs84, wgs84_);
  EXPECT_EQ(c.verdict, SystemVerdict::kMixed);
  EXPECT_GT(c.strays.size(), 50U);
  for (const std::uint32_t stray : c.strays) EXPECT_GE(stray, wgs84_.size());
}

TEST_F(Metro, ACrossCheckNamesTheNineWrongPoints) {
  const SystemCheck c = check_system({wgs84_, kWgs84}, {gcj02_, kGcj02}, {});
  std::set<std::string> far;
  for (const std::uint32_t point : c.far) far.insert(wgs84_[point].name);
  EXPECT_THAT(far, UnorderedElementsAre("下沙", "惠南东", "书院", "航头", "汇臻路", "东城一路",
                                        "三鲁公路", "闵瑞路", "浦航路"));
  EXPECT_THAT(c.strays, IsEmpty());
}

// 远东大道 is right: the line turns there, between gaps of 3 and 5 km.
TEST_F(Metro, LinesAloneNameTheTwoWorst) {
  std::set<std::string> names;
  for (const std::uint32_t point : misplaced_on_lines(wgs84_, lines_, {}))
    names.insert(wgs84_[point].name);
  EXPECT_THAT(names, UnorderedElementsAre("下沙", "书院", "远东大道"));
}

}  // namespace
}  // namespace stopover::network
