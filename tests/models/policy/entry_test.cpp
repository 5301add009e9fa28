// SPDX-License-Identifier: Apache-2.0
// Entry rules: each condition by name, and the clocks over month and year ends.
#include "models/policy/entry.hpp"

#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace stopover::policy {
namespace {

const TimeZone kShanghai = *TimeZone::find("Asia/Shanghai");
constexpr Country kOwn("CN");
constexpr network::PlaceId kPudong{0};
constexpr network::PlaceId kElsewhere{1};

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
                                          .permit_desk = true});
  (void)h24;
  const RegimeId h144 = regimes.push_back({.key = "h144",
                                           .valid = {day("2016-01-30"), day("2024-12-17")},
                                           .transit = true,
                                           .stay = hours(144),
                                           .clock = Clock::kNextMidnight,
                                           .permit_desk = true,
                                           .ports = {kPudong}});
  const RegimeId h240 = regimes.push_back({.key = "h240",
                                           .valid = {day("2024-12-17"), day("2100-01-01")},
                                           .transit = true,
                                           .stay = hours(240),
                                           .clock = Clock::kNextMidnight,
                                           .permit_desk = true,
                                           .ports = {kPudong}});
  const RegimeId exempt = regimes.push_back(
      {.key = "exempt", .valid = always, .stay = hours(15 * 24), .clock = Clock::kNextMidnight});
  return EntryRules(kShanghai, kOwn, regimes,
                    {{h144, Country("US"), always},
                     {h240, Country("US"), always},
                     {exempt, Country("FR"), {day("2023-12-01"), day("2026-12-31")}}});
}

EntryQuestion us_transit(std::string_view arrival) {
  return {.nationality = Country("US"),
          .previous_stop = Country("US"),
          .next_stop = Country("KR"),
          .onward_ticket = true,
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
  EXPECT_EQ(iso_text(best->latest_exit, kShanghai),
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
  q.onward_ticket = false;
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
  q.onward_ticket = false;
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
                  .permit_desk = permit_desk};
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
  RC_ASSERT(best.has_value() == (longest && longest->latest_exit >= depart));
  if (best) RC_ASSERT((best->eligible() && best->latest_exit >= depart));
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
    if (one.eligible()) RC_ASSERT(best->latest_exit >= one.latest_exit);
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

}  // namespace
}  // namespace stopover::policy
