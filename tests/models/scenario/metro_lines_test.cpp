// SPDX-License-Identifier: Apache-2.0
// Public lists of the Shanghai metro (metro/ in STOPOVER_SHARED_DATA), written as lines of a
// scenario as a person would: each trap that they are known for is named where it stands.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/io/file_source.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/validate.hpp"
#include "tests/models/scenario/scenario_text.hpp"
#include "tests/models/scenario/slips.hpp"
#include "tests/models/scenario/sound_scenario.hpp"

namespace stopover::scenario {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// Rows of simple tables: no cell has a comma, quotes fall away.
std::vector<std::vector<std::string>> rows_of(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string>& row = rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) {
      std::erase_if(cell, [](char c) { return c == '"' || c == '\r' || c == ' '; });
      row.push_back(cell);
    }
  }
  return rows;
}

struct StationList {
  std::vector<std::string> ids;
  std::vector<std::string> names;
};

class MetroLines : public testing::Test {
 protected:
  void SetUp() override {
    const char* root = std::getenv("STOPOVER_SHARED_DATA");
    if (root == nullptr) GTEST_SKIP() << "STOPOVER_SHARED_DATA is not set";
    folder_ = std::filesystem::path(root) / "metro";
    if (!exists(folder_)) GTEST_SKIP() << "STOPOVER_SHARED_DATA has no metro/";
    for (const auto& row : table("shmetro_2026/lines.csv")) {
      if (row.at(0) == "line") continue;
      lines_[row.at(0)].ids.push_back(row.at(1));
      lines_[row.at(0)].names.push_back(row.at(2));
    }
    std::ifstream in(folder_ / "shmetro_2026/station_coords_wgs84.json");
    const auto stations = nlohmann::json::parse(in);
    for (const auto& s : stations)
      at_[s.at("name").get<std::string>()] = {s.at("lng").get<double>(), s.at("lat").get<double>()};
  }

  [[nodiscard]] std::vector<std::vector<std::string>> table(const std::string& name) const {
    return rows_of(io::read_unpacked((folder_ / name).string()));
  }

  // Places with coordinates, and a line of the given minutes; 10 a stop where there are none.
  [[nodiscard]] std::string element(const std::string& line, std::set<std::string>& placed,
                                    const std::vector<double>& minutes = {}) const {
    const StationList& list = lines_.at(line);
    std::string places;
    std::string stops;
    for (std::size_t i = 0; i < list.ids.size(); ++i) {
      const auto at = at_.find(list.names[i]);
      if (at == at_.end()) continue;
      if (placed.insert(list.ids[i]).second)
        places += fmt::format(
            "place {{ id: \"{}\" name: \"{}\" kind: METRO_STATION lon: {} lat: {} time_zone: "
            "\"Asia/Shanghai\" country: \"CN\" {} }}\n  ",
            list.ids[i], list.names[i], at->second.first, at->second.second, kWho);
      stops += fmt::format("\n    stop {{ place: \"{}\" minutes: {} }}", list.ids[i],
                           minutes.empty() ? 10.0 * static_cast<double>(i) : minutes[i]);
    }
    return places +
           fmt::format(
               "line {{ id: \"line{}\" name: \"L\" mode: METRO both_ways: true seats: 1 "
               "flat_fare_yuan: 3\n    headway {{ from: \"06:00\" until: \"07:00\" minutes: "
               "5 }} {}{}\n  }}\n  ",
               line, kWho, stops);
  }

  // "W-SCN-241 昌吉东路": rule and the station at which it stands.
  [[nodiscard]] std::multiset<std::string> named(const std::string& elements) const {
    const TempFolder folder;
    std::string text = sound_scenario();
    const Edit edit = with_element(elements);
    text.replace(text.find(edit.from), edit.from.size(), edit.to);
    folder.write("scenario.txtpb", text);
    FaultList faults;
    const LoadedScenario loaded = load(folder.path(), faults);
    validate(loaded, faults);
    std::vector<std::string> written = {""};
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) written.push_back(line);
    std::multiset<std::string> out;
    for (const InputFault& fault : faults.kept()) {
      const std::string& line = written.at(static_cast<std::size_t>(fault.line));
      const std::size_t id = line.find('"') + 1;
      out.insert(fault.rule + " " + name_of(line.substr(id, line.find('"', id) - id)));
    }
    return out;
  }

  [[nodiscard]] std::string name_of(const std::string& id) const {
    for (const auto& [line, list] : lines_)
      for (std::size_t i = 0; i < list.ids.size(); ++i)
        if (list.ids[i] == id) return list.names[i];
    return id;
  }

  std::filesystem::path folder_;
  std::map<std::string, StationList> lines_;
  std::map<std::string, std::pair<double, double>> at_;
};

// Lines 5, 10 and 11 have their branches in one list; line 4 is a loop without its last edge. 下沙
// and 书院 lie kilometres wrong, and 远东大道 is right: the line turns there.
TEST_F(MetroLines, BranchesLoopsAndStraysAreNamedAndNothingElse) {
  std::string all;
  std::set<std::string> placed;
  for (const auto& [line, list] : lines_) all += element(line, placed);
  EXPECT_GT(placed.size(), 500U);
  EXPECT_THAT(named(all), testing::UnorderedElementsAre(
                              "W-SCN-241 江川路", "W-SCN-241 虹桥火车站", "W-SCN-241 嘉定北",
                              "W-SCN-242 " + lines_.at("4").names.back(), "W-SCN-240 下沙",
                              "W-SCN-240 书院", "W-SCN-240 远东大道"));
}

// Times between stations are the differences of first trains; where these are of another run there
// is none, and a line written from them has no minutes there.
TEST_F(MetroLines, ASegmentWithoutATimeIsNamed) {
  std::map<std::pair<std::string, std::string>, double> takes;
  std::size_t ones = 0;
  for (const auto& row : table("shmetro_2026/intervals.csv")) {
    if (row.at(0) == "line") continue;
    const double minutes = std::stod(row.at(4));
    ones += minutes == 1 ? 1U : 0U;
    if (row.at(0) == "2") takes[{row.at(2), row.at(3)}] = minutes;
  }
  EXPECT_EQ(ones, 16U) << "rounded to the minute: nobody rides between stations in one";
  std::vector<double> minutes;
  double total = 0;
  std::vector<std::string> missing;
  const std::vector<std::string>& names = lines_.at("2").names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto at = i == 0 ? takes.end() : takes.find({names[i - 1], names[i]});
    if (i > 0 && at == takes.end()) missing.push_back(names[i]);
    if (at != takes.end()) total += at->second;
    minutes.push_back(i > 0 && at == takes.end() ? 0 : total);
  }
  ASSERT_FALSE(missing.empty());
  std::set<std::string> placed;
  const std::multiset<std::string> found = named(element("2", placed, minutes));
  for (const std::string& name : missing) EXPECT_THAT(found, Contains("E-SCN-204 " + name));
}

// One column of the matrix is zero while its row is not.
TEST_F(MetroLines, AFareMatrixWithAnEmptyColumnIsNamed) {
  const auto rows = table("soda_2015/fare_matrix.csv.gz");
  const auto fare = [&](std::size_t a, std::size_t b) { return std::stod(rows[a].at(b)); };
  std::size_t zeros = 0;
  std::size_t asymmetric = 0;
  std::set<std::size_t> columns;
  for (std::size_t a = 1; a < rows.size(); ++a)
    for (std::size_t b = 1; b < rows.size(); ++b) {
      if (a == b) continue;
      asymmetric += fare(a, b) != fare(b, a) ? 1U : 0U;
      if (fare(a, b) != 0) continue;
      ++zeros;
      columns.insert(b);
    }
  EXPECT_EQ(zeros, 346U);
  EXPECT_EQ(asymmetric, 692U);
  ASSERT_EQ(columns.size(), 1U);
  // Of ten stations, by columns; with the row too each pair of the station stands twice.
  const std::size_t empty = *columns.begin();
  std::vector<std::size_t> few{empty};
  for (std::size_t a = 1; few.size() < 10; a += 30)
    if (a != empty) few.push_back(a);
  const auto line_with = [&](bool rows_too) {
    std::string places;
    std::string stops;
    std::string fares;
    for (std::size_t i = 0; i < few.size(); ++i) {
      const std::string id = "f" + std::to_string(few[i]);
      places += fmt::format(
          "place {{ id: \"{}\" name: \"F\" kind: METRO_STATION lon: {} lat: 31 time_zone: "
          "\"Asia/Shanghai\" country: \"CN\" {} }}\n  ",
          id, 121 + 0.01 * static_cast<double>(i), kWho);
      stops += fmt::format("\n    stop {{ place: \"{}\" minutes: {} }}", id, 9 * i);
      for (std::size_t k = i + 1; k < few.size(); ++k) {
        fares += fmt::format("\n    fare {{ from: \"f{}\" to: \"{}\" yuan: {} }}", few[k], id,
                             fare(few[k], few[i]));
        if (rows_too && i == 0)
          fares += fmt::format("\n    fare {{ from: \"{}\" to: \"f{}\" yuan: {} }}", id, few[k],
                               fare(few[i], few[k]));
      }
    }
    return places + fmt::format(
                        "line {{ id: \"f\" name: \"F\" mode: METRO seats: 1 {}{}\n    "
                        "headway {{ from: \"06:00\" until: \"07:00\" minutes: 5 }} {} }}",
                        fares, stops, kWho);
  };
  EXPECT_THAT(named(line_with(false)), ElementsAre("W-SCN-243 f" + std::to_string(few[1])));
  EXPECT_EQ(named(line_with(true)).size(), 9U) << "each with both figures";
  EXPECT_THAT(named(line_with(true)), testing::Each(HasSubstr("E-SCN-205")));
}

}  // namespace
}  // namespace stopover::scenario
