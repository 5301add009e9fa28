// SPDX-License-Identifier: Apache-2.0
#include "engine/io/flight_table.hpp"

#include <cstdlib>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/io/csv.hpp"
#include "engine/io/file_source.hpp"
#include "engine/io/flight_rules.hpp"
#include "engine/random/stream.hpp"
#include "tests/engine/io/fault_codes.hpp"
#include "tests/engine/io/temp_folder.hpp"

namespace stopover::io::flights {
namespace {

using testing::HasSubstr;

const std::string kHeader =
    "carrier,number,from,to,departs,arrives,from_zone,to_zone,valid_from,valid_until,days,seats,"
    "stops,operated_as\n";
const std::string kZones = ",Asia/Shanghai,Asia/Tokyo,";

Schedule parse(const std::string& rows, FaultList& faults) {
  return parse_flights(kHeader + rows, "f.csv", faults);
}
Schedule sound(const std::string& rows) {
  FaultList faults;
  Schedule schedule = parse(rows, faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  return schedule;
}
CivilDate date(std::string_view text) {
  return *CivilDate::parse(text);
}

TEST(FlightTable, ReadsAFlight) {
  const Schedule s =
      sound("MU,523,PVG,NRT,09:05,13:00" + kZones + "2024-06-01,2024-07-01,135,280,1,\n");
  ASSERT_EQ(s.flights.size(), 1U);
  const Flight& f = s.flights[0];
  EXPECT_EQ(f.name.text(), "MU523");
  EXPECT_EQ(f.seats, Places(280));
  EXPECT_EQ(f.stops, 1);
  EXPECT_EQ(f.line, 2);
  EXPECT_EQ(arrival(f, date("2024-06-03")) - departure(f, date("2024-06-03")),
            hours(2) + minutes(55));
  for (const auto& [day, flies] : {std::pair("2024-05-31", false), std::pair("2024-06-03", true),
                                   std::pair("2024-06-04", false), std::pair("2024-07-01", false)})
    EXPECT_EQ(operates(f, date(day)), flies) << day;
}

TEST(FlightTable, OptionalColumnsMayBeMissing) {
  FaultList faults;
  const Schedule s = parse_flights(
      "carrier,number,from,to,departs,arrives,from_zone,to_zone\n"
      "9C,8515A,PVG,NRT,23:55,03:40+1,Asia/Shanghai,Asia/Tokyo\n",
      "f.csv", faults);
  EXPECT_TRUE(faults.empty()) << faults.text();
  EXPECT_EQ(s.flights[0].name, (FlightName{"9C", 8515, 'A'}));
  EXPECT_EQ(s.flights[0].weekdays, 0x7F);
  EXPECT_TRUE(operates(s.flights[0], date("2031-01-01")));
}

TEST(FlightTable, DayMarksCrossMidnightAndTheDateLine) {
  const Schedule s = sound(
      "MU,5301,SHA,CAN,23:50,02:15+1,Asia/Shanghai,Asia/Shanghai,,,,,,\n"
      "NZ,1,AKL,HNL,00:30,10:00-1,Pacific/Auckland,Pacific/Honolulu,,,,,,\n"
      "MU,588,JFK,PVG,16:00,18:45+1,America/New_York,Asia/Shanghai,,,,,,\n");
  EXPECT_EQ(s.flights[0].destination.time, hours(26) + minutes(15));
  EXPECT_EQ(s.flights[1].destination.time, -hours(14));
  // Daylight saving at one end: the same clocks are an hour further apart in winter.
  const Flight& f = s.flights[2];
  EXPECT_EQ(arrival(f, date("2024-07-01")) - departure(f, date("2024-07-01")),
            hours(14) + minutes(45));
  EXPECT_EQ(arrival(f, date("2024-01-15")) - departure(f, date("2024-01-15")),
            hours(13) + minutes(45));
}

TEST(FlightTable, CodesharesLeadToTheFlightThatFlies) {
  const Schedule s = sound("NH,5701,PVG,NRT,09:05,13:00" + kZones + ",,,,,MU523\n" +
                           "MU,523,PVG,NRT,09:05,13:00" + kZones + ",,,280,,\n" +
                           "MU,523,NRT,HNL,20:00,08:00,Asia/Tokyo,Pacific/Honolulu,,,,280,,\n");
  EXPECT_EQ(s.flights[0].operated_by, 1U);
  EXPECT_EQ(s.flights[1].operated_by, std::nullopt);
}

// Of several rows of one flight, the one that flies on all days of the codeshare.
TEST(FlightTable, ACodeshareIsFlownByTheRowOfItsDays) {
  const std::string ends = ",PVG,NRT,09:05,13:00" + kZones;
  FaultList faults;
  const Schedule s = parse("MU,523" + ends + "2024-01-01,2024-04-01,,,,\n" +  //
                               "MU,523" + ends + "2024-04-01,2024-07-01,135,,,\n" + "MU,523" +
                               ends + "2024-04-01,2024-07-01,246,,,\n" + "NH,1" + ends +
                               "2024-05-01,2024-06-01,24,,,MU523\n" + "NH,1" + ends +
                               "2024-05-01,2024-06-01,35,,,MU523\n" + "NH,1" + ends +
                               "2024-03-01,2024-04-01,,,,MU523\n" +
                               // Its Mondays go on into the second row's.
                               "NH,2" + ends + "2024-03-20,2024-04-20,1,,,MU523\n",
                           faults);
  EXPECT_EQ(faults.errors(), 1U) << faults.text();
  EXPECT_EQ(s.flights[3].operated_by, 2U);
  EXPECT_EQ(s.flights[4].operated_by, 1U);
  EXPECT_EQ(s.flights[5].operated_by, 0U);
  EXPECT_EQ(s.flights[6].operated_by, std::nullopt);
}

TEST(FlightTable, AFlightMayHaveOtherTimesOnOtherDays) {
  EXPECT_EQ(sound("MU,1,PVG,NRT,09:00,13:00" + kZones + ",,135,,,\n" + "MU,1,PVG,NRT,10:00,14:00" +
                  kZones + ",,246,,,\n" + "MU,2,PVG,NRT,09:00,13:00" + kZones +
                  ",2024-06-01,,,,\n" + "MU,2,PVG,NRT,10:00,14:00" + kZones + "2024-06-01,,,,,\n")
                .flights.size(),
            4U);
}

struct Damage {
  const char* code;
  std::string rows;
  const char* says;
};

std::vector<Damage> damages() {
  const std::string z = kZones;
  return {
      // A schedule of fixed offsets (OpenFlights) in place of zones.
      {"E-FLT-001", "MU,1,PVG,NRT,09:00,13:00,8,Asia/Tokyo,,,,,,\n", "from_zone: found \"8\""},
      // Local times that an interface dresses up as UTC (aviationstack).
      {"E-FLT-002", "MU,1,PVG,NRT,2024-03-25T09:00:00+00:00,13:00" + z + ",,,,,\n",
       "departs: found"},
      {"E-FLT-002", "MU,1,PVG,NRT,09:00+1,13:00" + z + ",,,,,\n", "departs: found \"09:00+1\""},
      {"E-FLT-002", "MU,1,PVG,NRT,09:00,24:10" + z + ",,,,,\n", "arrives: found \"24:10\""},
      {"E-FLT-003", "MU,1,PVG,NRT,09:00,13:00" + z + ",,531,,,\n", "days: found \"531\""},
      {"E-FLT-003", "MU,1,PVG,NRT,09:00,13:00" + z + ",,18,,,\n", "days: found \"18\""},
      // The rows of one carrier kept in the table of another (FM in MU).
      {"E-FLT-004", "MU,FM9101,PVG,NRT,09:00,13:00" + z + ",,,,,\n", "found \"MU FM9101\""},
      {"E-FLT-004", "MU,1,PVG,NRT,09:00,13:00" + z + ",,,,,NH5701 and others\n",
       "operated_as: found"},
      {"E-FLT-005", "MU,1,PVG,NRT,09:00,13:00" + z + "2024-06-01,2024-06-01,,,,\n", "valid_until"},
      // Over midnight without its day mark, as all 305 overnight rows of cn_domestic are.
      {"E-FLT-010", "MU,1,PVG,NRT,23:50,03:15" + z + ",,,,,\n", "maybe a day mark (+1) is missing"},
      {"E-FLT-010", "MU,1,PVG,NRT,09:00,13:00+2" + z + ",,,,,\n", " it is 51:00:00 after it"},
      {"E-FLT-011",
       "MU,1,PVG,NRT,09:00,13:00" + z +
           ",,,,,\nMU,2,PVG,NRT,09:00,13:00,Asia/Urumqi,Asia/Tokyo,,,,,,\n",
       "f.csv:3: from_zone: found \"Asia/Urumqi\", expected Asia/Shanghai, as PVG has in line 2"},
      {"E-FLT-012",
       "MU,1,PVG,NRT,09:00,13:00" + z + ",,135,,,\nMU,1,PVG,NRT,10:00,14:00" + z + ",,57,,,\n",
       "line 2 has it"},
      // On Mondays from the later of the two first days, or before the earlier of the last.
      {"E-FLT-012",
       "MU,1,PVG,NRT,09:00,13:00" + z + "2024-06-01,,,,,\nMU,1,PVG,NRT,10:00,14:00" + z +
           "2024-06-20,,1,,,\n",
       "line 2 has it"},
      {"E-FLT-012",
       "MU,1,PVG,NRT,09:00,13:00" + z + ",2024-06-20,1,,,\nMU,1,PVG,NRT,10:00,14:00" + z +
           ",2024-07-01,,,,\n",
       "line 2 has it"},
      // Right in winter, but not while New York has daylight saving.
      {"E-FLT-010",
       "AA,1,KIN,JFK,10:00,10:30,America/Jamaica,America/New_York,2024-01-01,2025-01-01,,,,\n",
       "on 2024-03-20 it is -00:30:00 after it [E"},
      // In its last weeks alone, and in the weeks when North America alone has daylight saving.
      {"E-FLT-010",
       "AA,1,KIN,JFK,10:00,10:30,America/Jamaica,America/New_York,2024-11-20,2025-03-25,,,,\n",
       "on 2025-03-24 it is -00:30:00 after it"},
      {"E-FLT-010",
       "BA,1,LHR,JFK,10:00,05:30,Europe/London,America/New_York,2025-01-01,2025-12-01,,,,\n",
       "on 2025-03-20 it is -00:30:00 after it"},
      {"W-FLT-014", "MU,1,PVG,NRT,09:00,13:00" + z + "2024-06-03,2024-06-05,3,,,\n",
       "f.csv:2: valid_from, valid_until, days: found \"MU1\""},
      {"E-FLT-013", "MU,1,PVG,PVG,09:00,13:00,Asia/Shanghai,Asia/Shanghai,,,,,,\n",
       "another airport"},
      {"E-FLT-020", "MU,1,PVG,NRT,09:00,13:00" + z + ",,,,,MU1\n", "expected another flight"},
      {"E-FLT-020",
       "MU,1,PVG,NRT,09:00,13:00" + z + ",,,,,\nNH,2,PVG,NRT,09:00,13:00" + z +
           ",,,,,MU1\nJL,3,PVG,NRT,09:00,13:00" + z + ",,,,,NH2\n",
       "f.csv:4: operated_as: found \"NH2\""},
      {"E-FLT-021",
       "MU,1,PVG,NRT,09:00,13:00" + z + ",,,,,\nNH,2,PVG,NRT,09:05,13:00" + z + ",,,,,MU1\n",
       "found \"PVG 09:05:00 to NRT 13:00:00\", expected PVG 09:00:00 to NRT 13:00:00, as MU1 in "
       "line 2"},
      {"E-FLT-021",
       "MU,1,PVG,NRT,09:00,13:00" + z + ",,,,,\nNH,2,PVG,NRT,09:00,13:05" + z + ",,,,,MU1\n",
       "found \"PVG 09:00:00 to NRT 13:05:00\", expected PVG 09:00:00"},
      {"E-FLT-021",
       "MU,1,PVG,NRT,09:00,13:00" + z +
           ",,,,,\nNH,2,NRT,PVG,14:00,17:00,Asia/Tokyo,"
           "Asia/Shanghai,,,,,,MU1\n",
       "from, departs, to, arrives: found \"NRT 14:00:00"},
      {"E-FLT-021",
       "MU,1,PVG,NRT,09:00,13:00" + z + ",2024-06-01,,,,\nNH,2,PVG,NRT,09:00,13:00" + z +
           ",,,,,MU1\n",
       "days on which MU1 flies as in line 2"},
      {"E-FLT-021",
       "MU,1,PVG,NRT,09:00,13:00" + z + ",,135,,,\nNH,2,PVG,NRT,09:00,13:00" + z + ",,246,,,MU1\n",
       "days on which MU1 flies as in line 2"},
      // Departure boards list codeshares of carriers that the table does not have.
      {"W-FLT-022", "NH,2,PVG,NRT,09:05,13:00" + z + ",,,,,MU1\n", "operated_as: found \"MU1\""},
      // Airports by name with the terminal behind it (cn_domestic).
      {"E-CSV-030", "MU,1,上海虹桥T2,NRT,09:00,13:00" + z + ",,,,,\n",
       "expected an IATA airport code of three letters"},
  };
}

TEST(FlightRules, EachTrapIsNamedWithItsPlace) {
  std::set<std::string> tried;
  for (const Damage& damage : damages()) {
    FaultList faults;
    (void)parse(damage.rows, faults);
    EXPECT_EQ(codes_of(faults), std::set<std::string>{damage.code}) << damage.rows << faults.text();
    EXPECT_THAT(faults.text(), HasSubstr(damage.says));
    tried.insert(damage.code);
  }
  tried.erase("E-CSV-030");
  EXPECT_EQ(tried, registered(flight_rules(), "FLT"));
}

TEST(FlightRules, ARowWithAFaultIsLeftOutAndTheOthersStay) {
  FaultList faults;
  const Schedule s = parse("MU,1,PVG,NRT,09:00,13:00" + kZones + ",,,-5,,\n" +
                               "MU,2,PVG,NRT,09:00,13:00" + kZones + ",,,5,,\n",
                           faults);
  EXPECT_EQ(codes_of(faults), std::set<std::string>{"E-CSV-049"}) << faults.text();
  ASSERT_EQ(s.flights.size(), 1U);
  EXPECT_EQ(s.flights[0].line, 3);
}

TEST(FlightRules, ATableWithoutANeededColumnIsOneFault) {
  FaultList faults;
  const Schedule s = parse_flights(
      "carrier,number,from,to,arrives,from_zone,to_zone\n"
      "MU,1,PVG,NRT,13:00,Asia/Shanghai,Asia/Tokyo\n",
      "f.csv", faults);
  EXPECT_EQ(codes_of(faults), std::set<std::string>{"E-CSV-010"}) << faults.text();
  EXPECT_TRUE(s.flights.empty());
}

TEST(FlightTable, NeverCrashesOnDamagedText) {
  const std::string whole = "MU,523,PVG,NRT,09:05,13:00" + kZones +
                            "2024-06-01,2024-07-01,135,280,1,\nNH,5701,PVG,NRT,09:05,13:00" +
                            kZones + "2024-06-01,2024-07-01,135,,,MU523\n";
  random::Stream luck({.seed = 5});
  int faulty = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string text = whole;
    for (int changes = 0; changes < 3; ++changes)
      text[luck.next64() % text.size()] = "09:+-,\n\"xA"[luck.next64() % 10];
    text.resize(luck.next64() % (text.size() + 1));
    FaultList faults;
    const Schedule s = parse(text, faults);
    for (const Flight& flight : s.flights) {
      EXPECT_EQ(flight.origin.airport.size(), 3U);
      EXPECT_NE(flight.weekdays, 0);
      if (!flight.operated_by) continue;
      EXPECT_EQ(s.flights.at(*flight.operated_by).name, flight.operated_as);
    }
    // Whole rows without a fault are all there.
    const auto rows = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    EXPECT_TRUE(!faults.empty() || s.flights.size() == rows) << text;
    faulty += faults.empty() ? 0 : 1;
  }
  EXPECT_GT(faulty, 1000);
}

TEST(FlightTable, ReadsFromAPath) {
  const TempFolder folder;
  folder.write("f.csv", kHeader + "MU,1,PVG,NRT,09:00,13:00" + kZones + ",,,,,\n");
  FaultList faults;
  EXPECT_EQ(read_flights(folder.file("f.csv"), faults).flights.size(), 1U);
  EXPECT_THROW((void)read_flights(folder.file("g.csv"), faults), EnvironmentError);
}

// ---- A published list of 4,589 flights, turned into the format row by row ----------------------

class Domestic : public testing::Test {
 protected:
  void SetUp() override {
    const char* root = std::getenv("STOPOVER_SHARED_DATA");
    if (root == nullptr) GTEST_SKIP() << "STOPOVER_SHARED_DATA is not set";
    const auto path = std::filesystem::path(root) / "flights/cn_domestic_2020-08.csv.gz";
    if (!exists(path)) GTEST_SKIP() << "no list of flights there";
    FaultList faults;
    const CsvSpec spec{
        .columns = {{.name = "flight_no", .type = TextField{}},
                    {.name = "flight_date", .type = TextField{}},
                    {.name = "flight_remark", .type = TextField{}, .need = Need::kColumn},
                    {.name = "airport_name_start_code", .type = TextField{}},
                    {.name = "airport_name_end_code", .type = TextField{}}},
        .unknown_columns = UnknownColumns::kIgnored};
    const CsvTable list = read_csv(read_unpacked(path.string()), "list.csv", spec, faults);
    ASSERT_FALSE(faults.has_errors()) << faults.text();
    ASSERT_EQ(list.size(), 4'589U);
    for (const CsvRow row : list) take(row);
  }
  void take(const CsvRow& row) {
    const std::string_view name = row.text("flight_no"), times = row.text("flight_date");
    const std::string_view departs = times.substr(0, 5), arrives = times.substr(6);
    const auto line = [&](const char* mark) {
      return fmt::format("{},{},{},{},{},{}{},Asia/Shanghai,Asia/Shanghai,,,,,{},\n",
                         name.substr(0, 2), name.substr(2), row.text("airport_name_start_code"),
                         row.text("airport_name_end_code"), departs, arrives, mark,
                         row.has("flight_remark") ? 1 : 0);
    };
    const bool overnight = arrives < departs;
    marked_ += line(overnight ? "+1" : "");
    if (overnight) unmarked_ += line("");
  }
  std::string marked_;
  std::string unmarked_;  // those over midnight, without saying so
};

TEST_F(Domestic, LoadsButForFlightsListedOnceForEachPairOfTheirStops) {
  FaultList faults;
  const Schedule s = parse(marked_, faults);
  EXPECT_EQ(s.flights.size(), 4'157U);
  EXPECT_EQ(faults.errors(), 432U);
  EXPECT_EQ(codes_of(faults), std::set<std::string>{"E-FLT-012"});
}

TEST_F(Domestic, EachOfThe305OverMidnightAsksForItsDayMark) {
  FaultList faults;
  EXPECT_TRUE(parse(unmarked_, faults).flights.empty());
  EXPECT_EQ(faults.errors(), 305U);
  EXPECT_EQ(codes_of(faults), std::set<std::string>{"E-FLT-010"});
}

}  // namespace
}  // namespace stopover::io::flights
