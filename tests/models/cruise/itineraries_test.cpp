// SPDX-License-Identifier: Apache-2.0
// Itinerary files: both forms, every fault by name, and the real ones where they lie (cruise/ in
// STOPOVER_SHARED_DATA).
#include "models/cruise/itineraries.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/models/cruise/cruise_cases.hpp"

namespace stopover::cruise {
namespace {

namespace fs = std::filesystem;

std::string written(const std::string& name, const std::string& text) {
  const fs::path path = fs::path(testing::TempDir()) / name;
  std::ofstream(path) << text;
  return path.string();
}

std::vector<std::string> codes(const FaultList& faults) {
  std::vector<std::string> out;
  for (const InputFault& fault : faults.kept()) out.push_back(fault.rule);
  std::sort(out.begin(), out.end());
  return out;
}

constexpr const char* kHead = "ship,start_end,arrive,depart,prev_port,next_port\n";

TEST(Itineraries, ATurnaroundIsOneCall) {
  const auto scenario = small_port();
  const PortBook book = port_book(scenario);
  const std::string path = written("turn.csv", std::string(kHead) +
                                                   "Big,2,2024/06/04 07:00,,Naha,\n"
                                                   "Big,1,,2024/06/04 16:30,,Busan\n");
  FaultList faults;
  const auto listed = read_itineraries(path, {}, faults);
  ASSERT_EQ(listed.size(), 2U);
  const auto calls = calls_of_listed(book, listed, path, faults);
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].kind, CallKind::kTurnaround);
  EXPECT_EQ(calls[0].arrive, at(book, "2024-06-04T07:00"));
  EXPECT_EQ(calls[0].depart, at(book, "2024-06-04T16:30"));
  EXPECT_EQ(calls[0].previous_port, "Naha");
  EXPECT_EQ(calls[0].next_port, "Busan");
  EXPECT_TRUE(faults.empty()) << faults.text();
}

TEST(Itineraries, SegmentsThatOverlapCountOnce) {
  const std::string path = written("twice.csv", std::string(kHead) +
                                                    "Big,0,2024/06/04 08:00,2024/06/05 19:00,A,B\n"
                                                    "Big,0,2024/06/04 08:00,2024/06/05 19:00,A,B\n"
                                                    "Big,0,2024/06/09,2024/06/09,A,B\n");
  FaultList faults;
  EXPECT_EQ(read_itineraries(path, {}, faults).size(), 2U);
  EXPECT_EQ(codes(faults), (std::vector<std::string>{"W-CRU-105", "W-CRU-106"}));
}

TEST(Itineraries, FaultsAreNamedWithTheirLine) {
  const auto scenario = small_port();
  const PortBook book = port_book(scenario);
  const std::string path = written("bad.csv", std::string(kHead) +
                                                  "Big,0,2024/06/04 25:00,2024/06/05 19:00,,\n"
                                                  "Big,0,2024/06/06 08:00,2024/06/05 19:00,,\n"
                                                  "Big,0,,,,\n"
                                                  "Ghost,0,2024/06/06 08:00,2024/06/06 19:00,,\n");
  FaultList faults;
  const auto listed = read_itineraries(path, {}, faults);
  EXPECT_EQ(listed.size(), 1U);
  EXPECT_TRUE(calls_of_listed(book, listed, path, faults).empty());
  EXPECT_EQ(codes(faults),
            (std::vector<std::string>{"E-CRU-102", "E-CRU-102", "E-CRU-103", "W-CRU-104"}));
  EXPECT_EQ(faults.kept()[0].line, 2);
  EXPECT_EQ(faults.kept()[0].field, "arrive");
  EXPECT_EQ(faults.kept()[0].found, "2024/06/04 25:00");
}

TEST(Itineraries, WhatIsNotAnItineraryIsNamedByItsPlace) {
  FaultList faults;
  EXPECT_TRUE(read_itineraries(written("no.json", "{"), {.port_id = 12}, faults).empty());
  EXPECT_TRUE(read_itineraries(written("type.json", "{}"), {.port_id = 12}, faults).empty());
  const std::string text = R"json([{"Cruise-Ship": "Big", "Itineraries": [
      {"Schedule": [{"Port-ID": 1, "Port-Name": "Busan"},
                    {"Port-ID": 12, "Date-Time(from)": "2024/06/04 07:00",
                     "Date-Time(to)": "2024/06/04 17:00", "Start-End": 0},
                    {"Port-ID": "x"}]},
      {"Schedule": 3}]}, {"Cruise-Ship": "Other"}])json";
  const auto calls = read_itineraries(written("some.json", text), {.port_id = 12}, faults);
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].previous_port, "Busan");
  EXPECT_EQ(codes(faults), std::vector<std::string>(5, "E-CRU-101"));
  EXPECT_EQ(faults.kept()[2].field, "[0].Itineraries[0].Schedule[2].Port-ID");
  EXPECT_EQ(faults.kept()[4].field, "[1].Cruise-Ship");
}

// ---- the real files -----------------------------------------------------------------------------

std::optional<std::string> shared(const char* name) {
  const char* root = std::getenv("STOPOVER_SHARED_DATA");
  if (root == nullptr) return std::nullopt;
  const fs::path path = fs::path(root) / "cruise" / name;
  return fs::exists(path) ? std::optional(path.string()) : std::nullopt;
}

TEST(SharedItineraries, BothFormsHoldTheSameCalls) {
  const auto json = shared("veltra_itineraries_calling_shanghai.json.gz");
  const auto csv = shared("shanghai_calls.csv");
  if (!json || !csv) GTEST_SKIP() << "STOPOVER_SHARED_DATA has no cruise itineraries";
  FaultList faults;
  const auto of_json = read_itineraries(*json, {.port_id = 12}, faults);
  const auto of_csv = read_itineraries(*csv, {}, faults);
  EXPECT_FALSE(faults.has_errors()) << faults.text();
  // 291 rows, 274 distinct (data/cruise/README.md).
  EXPECT_EQ(of_csv.size(), 274U);
  using Key = std::tuple<std::string, std::optional<CivilTime>, std::optional<CivilTime>>;
  std::set<Key> a;
  std::set<Key> b;
  for (const ListedCall& call : of_json) a.emplace(call.ship, call.arrive, call.depart);
  for (const ListedCall& call : of_csv) b.emplace(call.ship, call.arrive, call.depart);
  EXPECT_EQ(a, b);
}

TEST(SharedItineraries, SpectrumHasItsTurnaroundDays) {
  const auto csv = shared("shanghai_calls.csv");
  if (!csv) GTEST_SKIP() << "STOPOVER_SHARED_DATA has no cruise itineraries";
  FaultList faults;
  const PortBook book = port_book(shanghai().scenario);
  const auto calls = calls_of_listed(book, read_itineraries(*csv, {}, faults), *csv, faults);
  EXPECT_EQ(faults.count("W-CRU-104"), 0U) << "every ship is in the scenario\n" << faults.text();
  int turnarounds = 0;
  std::map<int, int> departures;
  for (const PlannedCall& call : calls) {
    if (book.ships[call.ship].key != "spectrum") continue;
    EXPECT_EQ(book.terminals[call.terminal].key, "wusongkou");
    if (call.kind == CallKind::kTurnaround) ++turnarounds;
    if (call.takes_on()) ++departures[book.zone.civil(call.depart).date.year()];
  }
  // Read off the file for its README: 120 turnaround days; departures 46, 60 and 17.
  EXPECT_NEAR(turnarounds, 120, 3);
  EXPECT_EQ(departures[2025], 46);
  EXPECT_EQ(departures[2026], 60);
  EXPECT_EQ(departures[2027], 17);
}

}  // namespace
}  // namespace stopover::cruise
