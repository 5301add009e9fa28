// SPDX-License-Identifier: Apache-2.0
#include "tests/models/entry/entry_cases.hpp"

#include <algorithm>
#include <sstream>

namespace stopover::entry {
namespace {

const std::string k24 = "transit_24";
const std::string k144 = "transit_144";
const std::string k240 = "transit_240";
const std::string kGroup = "cruise_group";

// Shape of the route, clocks, tickets.
std::vector<EntryCase> transit_cases() {
  using policy::Activity;
  using policy::Ticket;
  const std::string day144 = "2019-05-06T10:00";
  const std::string day240 = "2025-05-06T10:00";
  std::vector<EntryCase> all{
      {"T01", k240, "yes", "GB", "JP", "GB", "2025-05-06T10:00"},
      {"T07", "transit_144_chengdu", "yes", "KR", "KR", "MY", "2019-06-20T17:30",
       "2019-06-26T23:55", "2019-06-26T24:00", "CTU"},
      {"T08", k144, "yes", "US", "US", "JP", "2017-07-01T06:00", "", "2017-07-07T24:00"},
      {"T09", k240, "yes", "US", "US", "KR", "2026-03-07T12:00", "", "2026-03-17T24:00"},
      {"T10", k240, "yes", "GB", "GB", "JP", "2025-05-29T19:00", "2025-06-08T14:00",
       "2025-06-08T24:00", "XIY"},
      {"T11", k240, "yes", "US", "US", "KR", "2025-01-01T00:05", "2025-01-11T23:50",
       "2025-01-11T24:00"},
      {"T12", k240, "yes", "US", "US", "KR", "2025-01-01T23:55", "2025-01-11T23:50",
       "2025-01-11T24:00"},
      {"T13", k240, "stay", "US", "US", "KR", "2025-01-01T10:00", "2025-01-12T00:10",
       "2025-01-11T24:00"},
      {"T14", k144, "stay", "US", "US", "KR", "2024-12-16T22:00", "2024-12-23T10:00",
       "2024-12-22T24:00"},
      {"T15", k24, "yes", "IN", "TH", "JP", "2025-05-01T08:00", "2025-05-02T08:00",
       "2025-05-02T08:00"},
      {"T16", k24, "stay", "IN", "TH", "JP", "2025-05-01T08:00", "2025-05-02T08:05",
       "2025-05-02T08:00"},
      // A Tuesday: the Monday after it ends the stay, not the Sunday before.
      {"T43", k144, "yes", "US", "US", "KR", "2024-06-04T08:00", "2024-06-10T23:59",
       "2024-06-10T24:00"},
  };
  EntryCase next_day = {
      "T16b", k24, "yes", "IN", "TH", "JP", "2025-05-01T08:00", "2025-05-02T08:05"};
  next_day.switched = "next_day_24";
  all.push_back(next_day);
  struct Shape {
    const char* id;
    const char* from;
    const char* to;
    const char* says;
  };
  for (const Shape& s : {Shape{"T02", "US", "US", "third-country"}, Shape{"T03", "US", "HK", "yes"},
                         Shape{"T04", "US", "TW", "yes"}, Shape{"T05", "JP", "JP", "third-country"},
                         Shape{"T06", "US", "JP", "yes"}}) {
    all.push_back({s.id, k144, s.says, "US", s.from, s.to, day144});
    all.push_back({std::string(s.id) + "b", k240, s.says, "US", s.from, s.to, day240});
  }
  for (const std::string& regime : {k24, k144, k240}) {
    const std::string day = regime == k144 ? day144 : day240;
    EntryCase old{"T17", regime, "passport", "US", "US", "JP", day};
    old.passport_until = regime == k144 ? "2019-07-26" : "2025-07-26";  // 2 months and 20 days
    EntryCase open{"T18", regime, "onward-ticket", "US", "US", "JP", day};
    open.ticket = Ticket::kOpen;
    all.insert(all.end(), {old, open});
    for (const Activity activity : {Activity::kWork, Activity::kStudy, Activity::kNews}) {
      EntryCase works{"T19", regime, "activity", "US", "US", "JP", day};
      works.activity = activity;
      all.push_back(works);
    }
  }
  return all;
}

// Ships, groups, areas, ports.
std::vector<EntryCase> place_cases() {
  std::vector<EntryCase> all;
  const auto add = [&](EntryCase one, const auto& alter) {
    alter(one);
    all.push_back(one);
  };
  add({"T20", k144, "yes", "AU", "AU", "KR", "2019-08-23T09:00", "2019-08-26T17:00",
       "2019-08-29T24:00"},
      [](EntryCase& c) { c.exit_port = "WUSONGKOU"; });
  add({"T21", k144, "yes", "AU", "JP", "AU", "2019-08-23T08:00", "2019-08-26T20:00"},
      [](EntryCase& c) { c.port = "WUSONGKOU", c.exit_port = "PVG"; });
  const EntryCase by_ship{"T22", k144, "third-country", "AU", "AU", "CN", "2019-08-23T09:00"};
  add(by_ship, [](EntryCase& c) { c.exit_port = "WUSONGKOU", c.next_abroad = "KR"; });
  add(by_ship, [](EntryCase& c) {
    c.id = "T22b", c.regime = k240, c.arrive = "2025-08-23T09:00", c.next_abroad = "KR";
  });
  add(by_ship, [](EntryCase& c) {
    c.id = "T22c", c.regime = k240, c.says = "yes", c.arrive = "2025-08-23T09:00";
    c.next_abroad = "KR", c.switched = "ship_calls_240";
  });
  add({"T23", k144, "yes", "GB", "GB", "JP", "2018-03-01T10:00", "2018-03-03T16:00"},
      [](EntryCase& c) { c.exit_port = "WUSONGKOU"; });
  add({"T23b", k24, "yes", "GB", "JP", "GB", "2018-03-08T07:00", "2018-03-08T23:00"},
      [](EntryCase& c) { c.port = "WUSONGKOU", c.exit_port = "PVG"; });
  const policy::Group pair{
      .persons = 2, .agency = true, .same_ship = true, .list_hours_before = 24};
  const auto group = [&](const char* id, const char* says, const auto& alter) {
    EntryCase one{id, kGroup, says, "IN", "JP", "JP", "2026-05-03T07:00"};
    one.port = "WUSONGKOU", one.group = pair, one.latest = "2026-05-18T24:00";
    one.ticket = policy::Ticket::kNone;
    alter(one);
    all.push_back(one);
  };
  group("T24", "group-size", [](EntryCase& c) { c.group.persons = 1; });
  group("T25", "yes", [](EntryCase&) {});
  group("T26", "group-ship", [](EntryCase& c) { c.group.same_ship = false, c.exit_port = "PVG"; });
  group("T27", "group-list", [](EntryCase& c) { c.group.list_hours_before = 20; });
  const EntryCase to_beijing{"T28", k144, "area", "US", "US", "JP", "2019-05-06T10:00"};
  add(to_beijing, [](EntryCase& c) { c.visits = "SH BJ"; });
  add(to_beijing, [](EntryCase& c) {
    c.id = "T29", c.regime = k240, c.says = "yes", c.arrive = "2025-05-06T10:00";
    c.visits = "SH BJ", c.exit_port = "PEK";
  });
  const EntryCase by_train{"T30", k144, "yes", "US", "HK", "US", "2019-05-06T15:00"};
  add(by_train, [](EntryCase& c) { c.port = "SH_RAIL"; });
  add(by_train, [](EntryCase& c) {
    c.id = "T30b", c.regime = k240, c.says = "port", c.arrive = "2025-05-06T15:00";
    c.port = "SH_RAIL";
  });
  add(by_train, [](EntryCase& c) {
    c.id = "T30c", c.regime = k240, c.arrive = "2025-05-06T15:00", c.port = "SH_RAIL";
    c.switched = "station_240";
  });
  add(by_train, [](EntryCase& c) {
    c.id = "T31", c.regime = k240, c.arrive = "2025-11-05T10:00", c.port = "WEST_KOWLOON";
    c.visits = "GD SH", c.exit_port = "PVG";
  });
  add(by_train, [](EntryCase& c) {
    c.id = "T31b", c.regime = k240, c.says = "port", c.arrive = "2025-11-04T23:59";
    c.port = "WEST_KOWLOON";
  });
  add({"T42", "eastern_hub", "yes", "IN", "IN", "IN", "2025-12-10T10:00", "2026-01-09T20:00",
       "2026-01-09T24:00"},
      [](EntryCase& c) { c.invited = true, c.visits = "EASTERN_HUB"; });
  add({"T42b", "eastern_hub", "area document", "IN", "IN", "IN", "2025-12-10T10:00"},
      [](EntryCase& c) { c.visits = "EASTERN_HUB SH"; });
  return all;
}

// Which regime lasts longest on a day.
std::vector<EntryCase> dated_cases() {
  return {
      {"T32", k240, "nationality", "ID", "SG", "JP", "2025-06-11T10:00"},
      {"T32b", k240, "yes", "ID", "SG", "JP", "2025-06-12T00:00"},
      {"T33", "", k240, "SE", "DE", "JP", "2025-11-09T10:00"},
      {"T34", "", "exempt_30", "SE", "DE", "JP", "2025-11-10T10:00", "", "2025-12-10T24:00"},
      {"T35", "", k240, "RU", "DE", "JP", "2025-09-14T10:00"},
      {"T36", "", "exempt_30", "RU", "DE", "JP", "2025-09-15T10:00"},
      {"T37", "", k240, "GB", "DE", "JP", "2026-02-16T10:00"},
      {"T38", "", "exempt_30", "CA", "DE", "JP", "2026-02-17T10:00"},
      {"T39", "", k240, "US", "DE", "JP", "2026-06-01T10:00"},
      {"T40", "", "mutual_30", "SG", "DE", "JP", "2025-03-01T10:00"},
      {"T41", "", "exempt_15", "FR", "DE", "JP", "2024-06-01T10:00"},
  };
}

}  // namespace

Instant civil_instant(const std::string& text) {
  const TimeZone zone = *TimeZone::find("Asia/Shanghai");
  if (text.ends_with("T24:00"))
    return zone.instant_at(CivilDate::parse(text.substr(0, 10))->plus_days(1), Seconds(0));
  const CivilTime time = *parse_civil_time(text);
  return zone.instant_at(time.date, time.time_of_day);
}

policy::EntryQuestion question_of(const EntryCase& one, const EntryBook& book) {
  policy::EntryQuestion q;
  q.nationality = policy::Country(one.nationality);
  q.previous_stop = policy::Country(one.from);
  q.next_stop = policy::Country(one.to);
  if (!one.next_abroad.empty()) q.next_abroad = policy::Country(one.next_abroad);
  q.ticket = one.ticket;
  q.port = book.port.at(one.port);
  if (!one.exit_port.empty()) q.exit_port = book.port.at(one.exit_port);
  q.arrival = civil_instant(one.arrive);
  if (!one.exit.empty()) q.exit = civil_instant(one.exit);
  if (!one.passport_until.empty()) q.passport_until = CivilDate::parse(one.passport_until);
  q.activity = one.activity;
  std::istringstream regions(one.visits);
  for (std::string region; regions >> region;)
    q.visits |= policy::region_bit(book.region.at(region));
  if (one.invited) q.documents |= policy::document_bit(policy::Document::kInvitation);
  q.group = one.group;
  return q;
}

std::string failed_text(std::uint32_t failed) {
  std::string text;
  for (const policy::ConditionName& condition : policy::kConditions)
    if ((failed & condition.bit) != 0)
      text += (text.empty() ? "" : " ") + std::string(condition.name);
  return text.empty() ? "yes" : text;
}

std::vector<EntryCase> entry_cases() {
  std::vector<EntryCase> all = transit_cases();
  for (const auto& more : {place_cases(), dated_cases()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace stopover::entry
