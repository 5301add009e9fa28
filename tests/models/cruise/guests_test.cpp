// SPDX-License-Identifier: Apache-2.0
// Who is aboard, how they come, what the border says.
#include "models/cruise/guests.hpp"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "tests/models/cruise/cruise_cases.hpp"

namespace stopover::cruise {
namespace {

CallParties parties_of(const PortBook& book, const PlannedCall& call) {
  const Luck luck{5, 0};
  return call_parties(book, call, call_guests(book, call, luck), {call.arrive, call.depart}, luck);
}

// Null hypothesis: the closed form of the logit; 12,000 parties of one; each share within 4
// standard errors (false alarm below 1 in 10,000). Fixed seed.
TEST(Guests, ChooseByTheLogit) {
  const auto scenario = small_port(
      "cruise_mode { id: \"walk\" constant: 0.3 }"
      "cruise_mode { id: \"train\" guest: \"home\" name: \"Train\" mode: \"rail\" kerb: \"metro\" "
      "minutes: 90 yuan: 80 }"
      "cruise_mode { id: \"flight\" guest: \"home\" name: \"Flight\" mode: \"air\" kerb: \"taxi\" "
      "minutes: 200 yuan: 100 constant: 1 }"
      "cruise_figure { id: \"mode.hour\" value: -0.5 }"
      "cruise_figure { id: \"mode.hundred_yuan\" value: -0.4 }"
      "cruise_ship { id: \"big\" guests_max: 12000 lower_berths: 12000 }" +
      call_text("guests_off: 0 guests_on: 12000"));
  const PortBook book = port_book(scenario);
  const auto call = planned_calls(book, scenario.elements(), calendar_year(2024)).at(0);
  std::vector<double> persons(book.modes.size());
  const CallParties drawn = parties_of(book, call);
  for (const CruiseParty& party : drawn.parties) persons[party.mode] += party.persons;
  double sum = 0;
  for (const auto& [mode, share] : mode_shares(book, GuestId(0), TerminalId(0), 0)) {
    sum += share;
    EXPECT_NEAR(persons[mode.value()] / 12'000, share, 4 * std::sqrt(share * (1 - share) / 12'000));
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  // exp(V): 0.3; -0.75 - 0.32; 1 - 0.5 * 200 / 60 - 0.4.
  const double v[] = {std::exp(0.3), std::exp(-0.75 - 0.32), std::exp(1 - 0.5 * 200 / 60 - 0.4)};
  EXPECT_NEAR(mode_shares(book, GuestId(0), TerminalId(0), 0)[1].second,
              v[1] / (v[0] + v[1] + v[2]), 1e-12);
}

TEST(Guests, AMoreModeLeavesTheLuckOfTheOthers) {
  const std::string two =
      "cruise_mode { id: \"train\" guest: \"home\" name: \"Train\" mode: \"rail\" kerb: \"metro\" "
      "}" +
      call_text("guests_on: 600");
  const auto a = small_port(two);
  const auto b = small_port(two +
                            "cruise_mode { id: \"zz\" guest: \"home\" name: \"Z\" mode: \"road\" "
                            "kerb: \"car\" constant: -2 }");
  const PortBook book_a = port_book(a);
  const PortBook book_b = port_book(b);
  const auto call_a = planned_calls(book_a, a.elements(), calendar_year(2024)).at(0);
  const auto call_b = planned_calls(book_b, b.elements(), calendar_year(2024)).at(0);
  const auto parties_a = parties_of(book_a, call_a).parties;
  const auto parties_b = parties_of(book_b, call_b).parties;
  ASSERT_EQ(parties_a.size(), parties_b.size());
  for (std::size_t i = 0; i < parties_a.size(); ++i) {
    const std::string& mode_b = book_b.modes[ModeId(parties_b[i].mode)].key;
    if (mode_b != "zz") {
      EXPECT_EQ(book_a.modes[ModeId(parties_a[i].mode)].key, mode_b);
    }
  }
}

TEST(Guests, FillTheirShips) {
  const auto scenario =
      small_port(call_text("load: 1") + "cruise_figure { id: \"load.sd\" value: 0.5 }");
  const PortBook book = port_book(scenario);
  const auto call = planned_calls(book, scenario.elements(), calendar_year(2024)).at(0);
  for (std::uint32_t r = 0; r < 50; ++r) {
    const CallGuests guests = call_guests(book, call, {9, r});
    EXPECT_LE(guests.off, 800);
    EXPECT_LE(guests.on, 800);
    EXPECT_EQ(guests.through, 0);
  }
}

// Rules of entry of the shipped scenario at Wusongkou.
struct Border {
  scenario::Scenario scenario = shanghai().scenario;
  Border(const char* kind, const char* country, const char* next) {
    scenario.mutable_elements()->clear_cruise_deployment();
    scenario.mutable_elements()->clear_cruise_call();
    auto& call = *scenario.mutable_elements()->add_cruise_call();
    call.set_id("call");
    call.set_ship("westerdam");
    call.set_terminal("wusongkou");
    call.set_kind(kind);
    call.set_arrive("2024-06-04T07:00");
    call.set_depart("2024-06-04T19:00");
    call.set_previous_country("JP");
    call.set_next_country(next);
    auto& one = *call.add_nationality();
    one.set_country(country);
    one.set_weight(1);
  }
  std::map<std::string, std::int64_t> regimes;
  std::int64_t kept = 0;
  void ask() {
    const PortBook book = port_book(scenario);
    const auto call = planned_calls(book, scenario.elements(), calendar_year(2024)).at(0);
    const CallParties drawn = parties_of(book, call);
    kept = drawn.kept_aboard;
    for (const EntryCount& one : drawn.entry) regimes[one.regime] += one.persons;
  }
};

TEST(Guests, ToursOfAShipEnterAsAGroup) {
  // In June 2024 India is on no list of exemptions or of 144 hours: alone for 24 hours, or in a
  // tour.
  Border india("transit", "IN", "KR");
  india.ask();
  EXPECT_GT(india.regimes["cruise_group"], 0);
  EXPECT_GT(india.kept + india.regimes["transit_24"], 0);
  EXPECT_EQ(india.regimes.count("transit_144"), 0U);
}

TEST(Guests, ExemptNationalitiesNeedNoGroup) {
  Border france("transit", "FR", "KR");
  france.ask();
  EXPECT_GT(france.regimes["exempt_15"], 0);
  EXPECT_EQ(france.kept, 0);
}

TEST(Guests, WhoEndsACruiseByAirUsesTheTransitRuleOrHoldsAVisa) {
  Border usa("disembark", "US", "KR");
  usa.ask();
  // From Japan by ship, on to the United States: a third country.
  EXPECT_GT(usa.regimes["transit_144"], 0);
  Border japan("disembark", "JP", "KR");
  japan.ask();
  // From Japan and back to Japan is no transit.
  EXPECT_EQ(japan.regimes.count("transit_144"), 0U);
  EXPECT_GT(japan.regimes["visa"], 0);
}

}  // namespace
}  // namespace stopover::cruise
