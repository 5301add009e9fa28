// SPDX-License-Identifier: Apache-2.0
// A scenario's cruise ports made ready: ids instead of names, instants, distributions.
//
// What it is not: checked again; `validate` found what is wrong. It knows no calls (calls.hpp).
//
// Units: metres and hours as doubles where the scenario has them; times of day in Seconds; money in
// Fen where it is added up. Errors: a reference that leads nowhere is a bug.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/units.hpp"
#include "models/entry/entry_book.hpp"
#include "models/policy/regime.hpp"
#include "models/scenario/scenario.pb.h"

namespace stopover::cruise {

using TerminalId = Id<struct CruiseTerminalTag>;
using BerthId = Id<struct CruiseBerthTag>;
using ShipId = Id<struct CruiseShipTag>;
using GuestId = Id<struct CruiseGuestTag>;
using ModeId = Id<struct CruiseModeTag>;
using ChannelId = Id<struct CruiseChannelTag>;

enum class Stage : std::uint8_t {
  kBorderIn,
  kCustoms,
  kCoach,
  kTaxi,
  kMetro,
  kCar,
  kCheckIn,
  kSecurity,
  kBorderOut,
};
inline constexpr std::array<std::string_view, 9> kStageNames{
    "border_in", "customs", "coach", "taxi", "metro", "car", "check_in", "security", "border_out"};

enum class DeskKind : std::uint8_t { kAny, kManual, kEgate, kForeign, kGroup, kCrew };
inline constexpr std::array<std::string_view, 6> kDeskKindNames{"any",     "manual", "egate",
                                                                "foreign", "group",  "crew"};

// Day by day between two times of day; `until` may pass 24:00.
struct DeskHours {
  DeskKind kind = DeskKind::kAny;
  Seconds from{};
  Seconds until{};
  int desks = 0;
  double mean_seconds = 0;
  double cv = 0;
};

struct Terminal {
  std::string key;
  std::string name;
  std::string name_zh;
  policy::PortId port;  // none: no port of the rules of entry
  double lon = 0;
  double lat = 0;
  std::int64_t arrival_hall = 0;  // persons
  std::int64_t departure_hall = 0;
  ChannelId channel;
  std::array<std::vector<DeskHours>, kStageNames.size()> desks;
};

struct Berth {
  std::string key;
  TerminalId terminal;
  double length_m = 0;
  double depth_m = 0;
  int gt_max = 0;
  HalfOpen<CivilDate> valid;
};

struct Ship {
  std::string key;
  std::string name;
  std::string name_zh;
  std::string listed_as;
  double length_m = 0;
  double draught_m = 0;
  int gt = 0;
  int lower_berths = 0;
  int guests_max = 0;
  int crew = 0;
};

[[nodiscard]] bool holds(const Berth& berth, const Ship& ship);

struct Channel {
  std::string key;
  Seconds passage{};
  Seconds separation{};
  bool one_way = false;
  int pilots = 0;
  Seconds pilot{};
  double depth_m = 0;
  double tide_m = 0;
  double keel_share = 0;
  double daylight_over_m = 0;
};

enum class ClosureKind : std::uint8_t { kFog, kTyphoon, kWorks };
inline constexpr std::array<std::string_view, 3> kClosureKindNames{"fog", "typhoon", "works"};
struct Closure {
  std::string key;
  ClosureKind kind = ClosureKind::kFog;
  HalfOpen<CivilDate> dates;  // fixed; empty: drawn
  Seconds from{};             // of fixed dates
  Seconds until = hours(24);
  std::array<double, 12> events{};  // drawn, by month
  Seconds starts_from{};
  Seconds starts_until{};
  double mean_hours = 0;
  double cv = 0;
};

enum class GuestKind : std::uint8_t { kHomeport, kTransit, kCrew };
struct Guest {
  std::string key;
  std::string name;
  std::string name_zh;
  GuestKind kind = GuestKind::kHomeport;
  double share = 0;
  double foreign_share = 0;
  std::vector<double> party_size;
  double group_share = 0;
  double nights_before = 0;
  double nights_before_share = 0;
  double nights_after = 0;
  double nights_after_share = 0;
};

enum class LongWay : std::uint8_t { kLocal, kRail, kAir, kRoad, kShip };
inline constexpr std::array<std::string_view, 5> kLongWayNames{"local", "rail", "air", "road",
                                                               "ship"};
enum class Kerb : std::uint8_t { kCoach, kTaxi, kMetro, kCar, kNone };
inline constexpr std::array<std::string_view, 5> kKerbNames{"coach", "taxi", "metro", "car",
                                                            "none"};

struct Mode {
  std::string key;
  std::string name;
  std::string name_zh;
  GuestId guest;
  TerminalId terminal;  // none: all
  LongWay way = LongWay::kLocal;
  Kerb kerb = Kerb::kNone;
  double constant = 0;
  double hour_utility = 0;
  double minutes = 0;
  double sd_minutes = 0;
  double yuan = 0;
  double late_share = 0;
  double late_minutes = 0;
  double onward_minutes = 0;
  double protected_share = 0;
};

inline constexpr std::array<std::string_view, 8> kSpendingNames{
    "accommodation", "food",      "shopping",  "local-transport",
    "sights",        "excursion", "duty-free", "other"};
struct SpendingRule {
  GuestId guest;
  ModeId mode;  // none: all
  std::uint8_t category = 0;
  double probability = 0;
  double mean_yuan = 0;
  double low_yuan = 0;
  double high_yuan = 0;
  double sigma = 0;
  bool per_night = false;
  double city_share = 1;
};

struct Mix {
  double load = 0;
  std::vector<std::pair<policy::Country, double>> nationality;  // weights sum to 1
  std::array<double, 3> age{};                                  // shares: under 14, to 64, over
  double crew_ashore = 0;
  policy::Country previous;
  policy::Country next;
};

struct Total {
  std::string key;
  HalfOpen<CivilDate> span;
  std::string use;  // fit, predict, note
  std::string series;
  std::optional<std::int64_t> calls;
  std::optional<double> passengers;
  std::string source;
  std::string confidence;
};

struct PortBook {
  TimeZone zone = TimeZone::utc();
  policy::Country own;
  Table<TerminalId, Terminal> terminals;
  Table<BerthId, Berth> berths;
  Table<ShipId, Ship> ships;
  Table<ChannelId, Channel> channels;
  std::vector<Closure> closures;
  Table<GuestId, Guest> guests;
  Table<ModeId, Mode> modes;
  std::vector<SpendingRule> spending;
  std::vector<Total> totals;
  std::map<std::string, double, std::less<>> figures;
  entry::EntryBook entry;

  [[nodiscard]] double figure(std::string_view name) const;
  [[nodiscard]] Seconds minutes_of(std::string_view name) const;  // to the second
  [[nodiscard]] std::optional<ShipId> ship(std::string_view key) const;
  [[nodiscard]] std::optional<TerminalId> terminal(std::string_view key) const;
};

[[nodiscard]] PortBook port_book(const scenario::Scenario& scenario);
// Of a call or deployment, with the figures where it says nothing.
[[nodiscard]] Mix mix_of(const PortBook& book, const scenario::CruiseCall& call);
[[nodiscard]] Mix mix_of(const PortBook& book, const scenario::CruiseDeployment& deployment);

}  // namespace stopover::cruise
