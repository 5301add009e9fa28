// SPDX-License-Identifier: Apache-2.0
// Entry rules: each condition by name, and the clocks over month and year ends.
#include "models/policy/entry.hpp"

#include <limits>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::policy {
namespace {

const TimeZone kShanghai = *TimeZone::find("Asia/Shanghai");
constexpr Country kOwn("CN");
constexpr PortId kPudong{0};
constexpr PortId kElsewhere{1};

CivilDate day(std::string_view text) {
  return *CivilDate::parse(text);
}
Instant at(std::string_view text) {
  const CivilTime t = *parse_civil_time(text);
  return kShanghai.instant_at(t.date, t.time_of_day);
}

// 24 h for all, 144 h until 2024-12-17 and 240 h from then for the listed, a dated exemption.
EntryRules rules() {
  const HalfOpen<CivilDate> always{day("2013-01-01"), day("2100-01-01")};
  Table<RegimeId, Regime> regimes;
  const RegimeId h24 = regimes.push_back({.key = "h24",
                                          .valid = always,
                                          .transit = true,
                                          .stay = hours(24),
                                          .clock = Clock::kElapsed,
                                          .all_nationalities = true,
                                          .counter = Counter::kPermitDesk});
  (void)h24;
  const RegimeId h144 = regimes.push_back({.key = "h144",
                                           .valid = {day("2016-01-30"), day("2024-12-17")},
                                           .transit = true,
                                           .stay = hours(144),
                                           .clock = Clock::kNextMidnight,
                                           .counter = Counter::kPermitDesk});
  const RegimeId h240 = regimes.push_back({.key = "h240",
                                           .valid = {day("2024-12-17"), day("2100-01-01")},
                                           .transit = true,
                                           .stay = hours(240),
                                           .clock = Clock::kNextMidnight,
                                           .counter = Counter::kPermitDesk});
  const RegimeId exempt = regimes.push_back(
      {.key = "exempt", .valid = always, .stay = hours(15 * 24), .clock = Clock::kNextMidnight});
  return EntryRules(kShanghai, kOwn, regimes,
                    {{h144, Country("US"), always},
                     {h240, Country("US"), always},
                     {exempt, Country("FR"), {day("2023-12-01"), day("2026-12-31")}}},
                    {{h144, kPudong, always}, {h240, kPudong, always}});
}

EntryQuestion us_transit(std::string_view arrival) {
  return {.nationality = Country("US"),
          .previous_stop = Country("US"),
          .next_stop = Country("KR"),
          .ticket = Ticket::kConfirmed,
          .port = kPudong,
          .arrival = at(arrival)};
}

struct ClockCase {
  const char* arrival;
  const char* latest_exit;
};

class LongestStay : public ::testing::TestWithParam<ClockCase> {};

// Rule cases with published answers: the clock starts at 00:00 of the day after entry.
INSTANTIATE_TEST_SUITE_P(
    Clocks, LongestStay,
    ::testing::Values(ClockCase{"2025-01-01T00:05", "2025-01-12T00:00"},
                      ClockCase{"2025-01-01T23:55", "2025-01-12T00:00"},
                      ClockCase{"2024-12-16T22:00", "2024-12-23T00:00"},    // last day of 144 h
                      ClockCase{"2024-02-27T09:00", "2024-03-05T00:00"},    // 29 February
                      ClockCase{"2025-12-28T10:00", "2026-01-08T00:00"}));  // year end

TEST_P(LongestStay, CountsFromTheNextMidnight) {
  const auto best = rules().best(us_transit(GetParam().arrival));
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(iso_text(*best->latest_exit, kShanghai),
            iso_text(at(GetParam().latest_exit), kShanghai));
}

TEST(EntryRules, TwentyFourHoursElapseFromArrival) {
  EntryQuestion q = us_transit("2025-05-01T08:00");
  q.nationality = Country("IN");
  const EntryRules r = rules();
  const auto best = r.best(q);
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(r.regimes()[best->regime].key, "h24");
  EXPECT_EQ(best->latest_exit, at("2025-05-02T08:00"));
}

TEST(EntryRules, NameEachFailedCondition) {
  EntryQuestion q = us_transit("2024-06-03T10:00");
  q.next_stop = Country("US");
  q.ticket = Ticket::kNone;
  q.port = kElsewhere;
  const EntryAnswer answer = rules().decide(q);
  ASSERT_EQ(answer.regimes.size(), 4U);
  EXPECT_EQ(answer.regimes[0].failed, kOnwardTicket | kThirdCountry);
  EXPECT_EQ(answer.regimes[1].failed, kPort | kOnwardTicket | kThirdCountry);
  EXPECT_EQ(answer.regimes[2].failed, kNotInForce | kPort | kOnwardTicket | kThirdCountry);
  EXPECT_EQ(answer.regimes[3].failed, kNationality);
  EXPECT_FALSE(answer.best.has_value());
}

TEST(EntryRules, HongKongIsAThirdRegion) {
  EntryQuestion q = us_transit("2024-06-03T10:00");
  q.next_stop = Country("HK");
  EXPECT_TRUE(rules().best(q).has_value());
}

TEST(EntryRules, TheOwnCountryIsNoThirdCountry) {
  const auto failed = [](const char* previous, const char* next) {
    EntryQuestion q = us_transit("2024-06-03T10:00");
    q.previous_stop = Country(previous);
    q.next_stop = Country(next);
    return rules().decide(q).regimes[0].failed;
  };
  EXPECT_EQ(failed("US", "KR"), 0);
  EXPECT_EQ(failed("US", "CN"), kThirdCountry);
  EXPECT_EQ(failed("CN", "KR"), kThirdCountry);
  EXPECT_EQ(failed("HK", "MO"), 0);
}

TEST(EntryRules, AVisaExemptionAsksForNoThirdCountry) {
  EntryQuestion q = us_transit("2024-06-03T10:00");
  q.nationality = Country("FR");
  q.next_stop = kOwn;
  EXPECT_EQ(rules().decide(q).regimes[3].failed, 0);
}

TEST(EntryRules, AnExemptionHoldsOnItsDatesOnly) {
  EntryQuestion q = us_transit("2023-11-30T23:00");
  q.nationality = Country("FR");
  q.ticket = Ticket::kNone;
  EXPECT_FALSE(rules().best(q).has_value());
  q.arrival = at("2023-12-01T00:00");
  EXPECT_TRUE(rules().best(q).has_value());
}

// A 240 h permit, 24 h without a desk (twice) and 12 h without a desk, for all.
EntryRules desk_rules() {
  const auto regime = [](std::string key, Seconds stay, bool permit_desk) {
    return Regime{.key = std::move(key),
                  .valid = {day("2013-01-01"), day("2100-01-01")},
                  .transit = true,
                  .stay = stay,
                  .all_nationalities = true,
                  .counter = permit_desk ? Counter::kPermitDesk : Counter::kOrdinaryDesk};
  };
  Table<RegimeId, Regime> regimes;
  regimes.push_back(regime("permit", hours(240), true));
  regimes.push_back(regime("half", hours(12), false));
  regimes.push_back(regime("day", hours(24), false));
  regimes.push_back(regime("day_too", hours(24), false));
  return EntryRules(kShanghai, kOwn, regimes, {});
}

TEST(EntryRules, AStayThatNeedsNoPermitTakesNone) {
  const EntryRules r = desk_rules();
  const EntryQuestion q = us_transit("2025-05-01T08:00");
  const auto key = [&](std::string_view depart) {
    const auto best = r.best_until(q, at(depart));
    return best ? r.regimes()[best->regime].key : "none";
  };
  EXPECT_EQ(r.regimes()[r.best(q)->regime].key, "permit");
  EXPECT_EQ(key("2025-05-01T13:00"), "day");
  EXPECT_EQ(key("2025-05-02T08:00"), "day");  // the last lawful instant
  EXPECT_EQ(key("2025-05-02T08:01"), "permit");
  EXPECT_EQ(key("2025-05-11T08:00"), "permit");
  EXPECT_EQ(key("2025-05-11T08:01"), "none");
}

RC_GTEST_PROP(EntryRules, SomeRegimeLastsIfAndOnlyIfTheLongestDoes,
              (std::uint8_t country, std::uint32_t hour, std::uint16_t stay)) {
  const char* countries[] = {"US", "FR", "IN", "KR"};
  const EntryRules r = rules();
  EntryQuestion q = us_transit("2023-10-01T00:00");
  q.nationality = Country(countries[country % 4]);
  q.arrival += hours(hour % 20'000);
  const Instant depart = q.arrival + hours(stay % 400);
  const auto longest = r.best(q);
  const auto best = r.best_until(q, depart);
  RC_ASSERT(best.has_value() == (longest && longest->lasts_until(depart)));
  if (best) RC_ASSERT((best->eligible() && best->lasts_until(depart)));
}

RC_GTEST_PROP(EntryRules, BestIsTheBestOfTheList, (std::uint8_t country, std::uint32_t hour)) {
  const char* countries[] = {"US", "FR", "IN", "KR"};
  const EntryRules r = rules();
  EntryQuestion q = us_transit("2023-10-01T00:00");
  q.nationality = Country(countries[country % 4]);
  q.arrival += hours(hour % 20'000);
  const EntryAnswer answer = r.decide(q);
  const auto best = r.best(q);
  RC_ASSERT(best.has_value() == answer.best.has_value());
  for (const RegimeAnswer& one : answer.regimes)
    if (one.eligible()) RC_ASSERT(best->lasts_until(*one.latest_exit));
}

RC_GTEST_PROP(EntryRules, ListingACountryExcludesNobody, (std::uint32_t hour)) {
  const EntryRules narrow = rules();
  std::vector<Listing> more{{RegimeId(1), Country("US"), {day("2000-01-01"), day("2100-01-01")}},
                            {RegimeId(2), Country("US"), {day("2000-01-01"), day("2100-01-01")}},
                            {RegimeId(2), Country("IN"), {day("2000-01-01"), day("2100-01-01")}}};
  const EntryRules wide(kShanghai, kOwn, narrow.regimes(), more);
  EntryQuestion q = us_transit("2023-10-01T00:00");
  q.arrival += hours(hour % 20'000);
  if (narrow.best(q).has_value()) RC_ASSERT(wide.best(q).has_value());
}

// Each condition of its own: the one regime, what is asked, and what alone must fail.
struct ConditionCase {
  const char* name;
  void (*regime)(Regime&);
  void (*question)(EntryQuestion&);
  std::uint32_t failed;
};

class OneCondition : public ::testing::TestWithParam<ConditionCase> {};

INSTANTIATE_TEST_SUITE_P(
    Each, OneCondition,
    ::testing::Values(
        ConditionCase{"Passport", [](Regime& r) { r.passport_months = 3; },
                      [](EntryQuestion& q) { q.passport_until = day("2025-07-29"); }, kPassport},
        ConditionCase{"Activity",
                      [](Regime& r) { r.activities = activity_bit(Activity::kTourism); },
                      [](EntryQuestion& q) { q.activity = Activity::kWork; }, kActivity},
        ConditionCase{"Document", [](Regime& r) { r.documents = document_bit(Document::kVisa); },
                      [](EntryQuestion&) {}, kDocument},
        ConditionCase{"Region", [](Regime& r) { r.regions = 3; },
                      [](EntryQuestion& q) { q.visits = 6; }, kRegion},
        ConditionCase{"GroupSize", [](Regime& r) { r.group.persons_min = 2; },
                      [](EntryQuestion&) {}, kGroupSize},
        ConditionCase{"GroupAgency", [](Regime& r) { r.group.agency = true; },
                      [](EntryQuestion&) {}, kGroupAgency},
        ConditionCase{"GroupShip", [](Regime& r) { r.group.same_ship = true; },
                      [](EntryQuestion&) {}, kGroupShip},
        ConditionCase{"GroupList", [](Regime& r) { r.group.list_hours_before = 24; },
                      [](EntryQuestion& q) { q.group.list_hours_before = 23; }, kGroupList},
        ConditionCase{"OpenTicket", [](Regime&) {},
                      [](EntryQuestion& q) { q.ticket = Ticket::kOpen; }, kOnwardTicket},
        ConditionCase{"Inside", [](Regime& r) { r.port_stay = PortStay::kInside; },
                      [](EntryQuestion&) {}, kLeavesPort},
        ConditionCase{"Outside", [](Regime& r) { r.port_stay = PortStay::kOutside; },
                      [](EntryQuestion& q) { q.leaves_port = false; }, kStaysInPort},
        ConditionCase{"Stay", [](Regime&) {},
                      [](EntryQuestion& q) { q.exit = at("2025-05-01T10:01"); }, kStay},
        ConditionCase{"ExitPort", [](Regime& r) { r.exit_ports = true; },
                      [](EntryQuestion& q) { q.exit_port = kElsewhere; }, kExitPort}),
    [](const auto& one) { return one.param.name; });

TEST_P(OneCondition, FailsAloneAndByName) {
  Regime regime{.key = "only",
                .valid = {day("2013-01-01"), day("2100-01-01")},
                .transit = true,
                .stay = hours(24),
                .all_nationalities = true};
  GetParam().regime(regime);
  const RegimeId only(0);
  const EntryRules r(kShanghai, kOwn, {regime}, {},
                     {{only, kPudong, {day("2013-01-01"), day("2100-01-01")}}});
  EntryQuestion q = us_transit("2025-04-30T10:00");
  GetParam().question(q);
  const EntryAnswer answer = r.decide(q);
  EXPECT_EQ(answer.regimes[0].failed, GetParam().failed);
  EXPECT_FALSE(answer.best.has_value());
}

TEST(EntryRules, UsesAreCountedOverTheDaysThatTheRegimeSays) {
  Regime regime{.key = "twice",
                .valid = {day("2013-01-01"), day("2100-01-01")},
                .stay = hours(24),
                .all_nationalities = true,
                .max_uses = 2,
                .uses_within_days = 30};
  const EntryRules r(kShanghai, kOwn, {regime}, {});
  EntryQuestion q = us_transit("2025-05-31T10:00");
  const std::vector<CivilDate> within{day("2025-05-02"), day("2025-05-20")};
  const std::vector<CivilDate> once{day("2025-05-01"), day("2025-05-20")};
  q.earlier_entries = within;
  EXPECT_EQ(r.decide(q).regimes[0].failed, kUses);
  q.earlier_entries = once;
  EXPECT_EQ(r.decide(q).regimes[0].failed, 0U);
}

TEST(EntryRules, ThreeMonthsOfAPassportEndOnTheSameDayOrTheMonthsLast) {
  Regime regime{.key = "three",
                .valid = {day("2013-01-01"), day("2100-01-01")},
                .stay = hours(24),
                .all_nationalities = true,
                .passport_months = 3};
  const EntryRules r(kShanghai, kOwn, {regime}, {});
  const auto may = [&](std::string_view arrival, std::string_view until) {
    EntryQuestion q = us_transit(arrival);
    q.passport_until = day(until);
    return r.best(q).has_value();
  };
  EXPECT_TRUE(may("2025-11-30T10:00", "2026-02-28"));
  EXPECT_FALSE(may("2025-11-30T10:00", "2026-02-27"));
  EXPECT_TRUE(may("2025-10-15T23:59", "2026-01-15"));
  EXPECT_FALSE(may("2025-10-15T23:59", "2026-01-14"));
}

// 240 hours from midnight end at midnight where clocks change in between, 24 elapsed hours do not.
TEST(EntryRules, ClocksThatChangeMoveNoMidnight) {
  const TimeZone berlin = *TimeZone::find("Europe/Berlin");
  const auto regime = [](Clock clock, Seconds stay) {
    return Regime{.key = "r",
                  .valid = {day("2013-01-01"), day("2100-01-01")},
                  .stay = stay,
                  .clock = clock,
                  .all_nationalities = true};
  };
  const EntryRules r(berlin, Country("DE"),
                     {regime(Clock::kNextMidnight, hours(240)), regime(Clock::kElapsed, hours(24))},
                     {});
  EntryQuestion q;
  q.arrival = berlin.instant_at(day("2025-03-29"), hours(10));  // the clock leaps on the 30th
  const EntryAnswer answer = r.decide(q);
  EXPECT_EQ(iso_text(*answer.regimes[0].latest_exit, berlin), "2025-04-09T00:00:00+02:00");
  EXPECT_EQ(iso_text(*answer.regimes[1].latest_exit, berlin), "2025-03-30T11:00:00+02:00");
}

// What the clock abroad says has no part in it: the same instant gives the same answer.
TEST(EntryRules, DaylightSavingAbroadChangesNothing) {
  const TimeZone london = *TimeZone::find("Europe/London");
  EntryQuestion summer = us_transit("2025-10-25T20:00");
  summer.arrival = london.instant_at(day("2025-10-25"), hours(13));  // BST
  EntryQuestion winter = us_transit("2025-10-26T20:00");
  winter.arrival = london.instant_at(day("2025-10-26"), hours(12));  // GMT
  EXPECT_EQ(rules().best(summer)->latest_exit, at("2025-11-05T00:00"));
  EXPECT_EQ(rules().best(winter)->latest_exit, at("2025-11-06T00:00"));
}

EntryQuestion drawn(std::uint8_t country, std::uint32_t hour, std::uint8_t bits) {
  const char* countries[] = {"US", "FR", "IN", "KR", "CN", "??"};
  EntryQuestion q = us_transit("2023-10-01T00:00");
  q.nationality = Country(countries[country % 6]);
  q.arrival += hours(hour % 20'000);
  if ((bits & 1U) != 0) q.port = kElsewhere;
  if ((bits & 2U) != 0) q.next_stop = Country("US");
  if ((bits & 4U) != 0) q.ticket = Ticket::kOpen;
  if ((bits & 8U) != 0) q.scheduled_arrival = q.arrival - hours(3);
  return q;
}

RC_GTEST_PROP(EntryRules, ALaterExitMakesNobodyEligible,
              (std::uint8_t country, std::uint32_t hour, std::uint8_t bits, std::uint16_t stay,
               std::uint16_t more)) {
  const EntryRules r = rules();
  EntryQuestion early = drawn(country, hour, bits);
  early.exit = early.arrival + hours(stay % 400);
  EntryQuestion late = early;
  late.exit = *early.exit + minutes(more);
  const EntryAnswer a = r.decide(early);
  const EntryAnswer b = r.decide(late);
  for (std::size_t i = 0; i < a.regimes.size(); ++i)
    RC_ASSERT(a.regimes[i].eligible() || !b.regimes[i].eligible());
}

// The lookup by nationality and port against the whole list.
RC_GTEST_PROP(EntryRules, TheFastAnswersAreThoseOfTheList,
              (std::uint8_t country, std::uint32_t hour, std::uint8_t bits, std::uint16_t stay)) {
  const EntryRules r = rules();
  EntryQuestion q = drawn(country, hour, bits);
  const auto longest = r.best(q);
  const EntryAnswer open = r.decide(q);
  RC_ASSERT(longest.has_value() == open.best.has_value());
  if (longest) RC_ASSERT(longest->regime == open.best->regime);
  q.exit = q.arrival + hours(stay % 400);
  const auto lasting = r.best_until(q, *q.exit);
  const EntryAnswer dated = r.decide(q);
  RC_ASSERT(lasting.has_value() == dated.best.has_value());
  if (lasting) RC_ASSERT(lasting->regime == dated.best->regime);
}

RC_GTEST_PROP(EntryRules, TheClockEndsAtMidnightSoManyDaysOn, (std::uint32_t hour)) {
  EntryQuestion q = drawn(0, hour, 0);
  const EntryAnswer answer = rules().decide(q);
  const CivilTime end = kShanghai.civil(*answer.regimes[2].latest_exit);
  RC_ASSERT(end.time_of_day == Seconds(0));
  RC_ASSERT(days_between(kShanghai.civil(q.arrival).date, end.date) == 11);
}

}  // namespace
}  // namespace stopover::policy
