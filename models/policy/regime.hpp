// SPDX-License-Identifier: Apache-2.0
// A regime of entry as data: who, where, how long, on which clock and under which conditions.
//
// What it is not: the decision (entry.hpp), or where the data come from (a scenario).
//
// Clocks run in the gateway's civil time. ELAPSED counts from the entry itself. NEXT_MIDNIGHT
// counts civil days and hours from 00:00 of the day after it, so 240 hours end at 24:00 of the
// tenth day, also where a clock changes in between. A country is an ISO 3166 alpha-2 code; Hong
// Kong (HK), Macao (MO) and Taiwan (TW) stand for themselves, so each counts as a third region on
// the way to another country. Dates are half-open and those of the entry.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace stopover::policy {

using RegimeId = Id<struct RegimeTag>;
// Where a border is crossed: an airport, a station, a harbour.
using PortId = Id<struct EntryPortTag>;
// A part of the country that may be visited, as provinces; at most kMostRegions.
using RegionId = Id<struct EntryRegionTag, std::uint8_t>;
inline constexpr std::size_t kMostRegions = 64;
inline constexpr std::size_t kMostRegimes = 64;

// Regions as bits, by id.
using RegionSet = std::uint64_t;
[[nodiscard]] constexpr RegionSet region_bit(RegionId id) {
  return RegionSet{1} << id.value();
}

// Two letters in one comparable value.
class Country {
 public:
  constexpr Country() = default;
  explicit constexpr Country(std::string_view alpha2)
      : letters_{alpha2.empty() ? '?' : alpha2[0], alpha2.size() < 2 ? '?' : alpha2[1]} {}
  [[nodiscard]] std::string text() const { return {letters_[0], letters_[1]}; }
  [[nodiscard]] constexpr bool is_none() const { return letters_[0] == '?'; }

  // 0 … kCodes - 1; all that is not two capitals is the last.
  static constexpr std::size_t kCodes = std::size_t{26} * 26 + 1;
  [[nodiscard]] constexpr std::size_t index() const {
    const auto rank = [](char c) { return static_cast<std::size_t>(c - 'A'); };
    const bool capitals =
        letters_[0] >= 'A' && letters_[0] <= 'Z' && letters_[1] >= 'A' && letters_[1] <= 'Z';
    return capitals ? rank(letters_[0]) * 26 + rank(letters_[1]) : kCodes - 1;
  }
  friend constexpr auto operator<=>(const Country&, const Country&) = default;

 private:
  char letters_[2] = {'?', '?'};
};

enum class Clock : std::uint8_t { kElapsed, kNextMidnight };
// Which time of the arrival the clock goes by.
enum class CountsFrom : std::uint8_t { kActualEntry, kScheduledArrival };
// A ship that calls at another port of the country before it leaves for good: is that port the
// next stop, or travel inside the country?
enum class DomesticCall : std::uint8_t { kNextStop, kTravelInside };
// Whether the regime is for those who leave the port, for those who stay in it, or for both.
enum class PortStay : std::uint8_t { kEither, kInside, kOutside };

enum class Counter : std::uint8_t {
  kOrdinaryDesk,
  kPermitDesk,
  kTransferDesk,  // no entry
  kCitizenDesk,
  kGroupDesk,  // a list, checked aboard or at the pier
};

enum class Activity : std::uint8_t {
  kTourism,
  kBusiness,
  kFamilyVisit,
  kExchange,
  kTransit,
  kWork,
  kStudy,
  kNews,
};
inline constexpr std::size_t kActivities = 8;
using ActivitySet = std::uint16_t;
[[nodiscard]] constexpr ActivitySet activity_bit(Activity a) {
  return static_cast<ActivitySet>(1U << static_cast<unsigned>(a));
}

enum class Document : std::uint8_t {
  kPassport,
  kOnwardTicket,  // a condition of its own: kOnwardTicket
  kArrivalCard,
  kPermitForm,
  kGroupList,  // a condition of its own: kGroupList
  kVisa,
  kInvitation,  // filed with the authority
  kResidencePermit,
  kIdentityCard,
  kHomeReturnPermit,  // of residents of Hong Kong and Macao
  kTaiwanPermit,      // of residents of Taiwan
};
inline constexpr std::size_t kDocuments = 11;
using DocumentSet = std::uint16_t;
[[nodiscard]] constexpr DocumentSet document_bit(Document d) {
  return static_cast<DocumentSet>(1U << static_cast<unsigned>(d));
}
// What every traveller has or can fill in; whether the others are held is a condition.
inline constexpr DocumentSet kOrdinaryDocuments =
    document_bit(Document::kPassport) | document_bit(Document::kOnwardTicket) |
    document_bit(Document::kArrivalCard) | document_bit(Document::kPermitForm) |
    document_bit(Document::kGroupList);

struct GroupRule {
  std::int16_t persons_min = 0;        // 0: not only for groups
  bool agency = false;                 // organised or received by a registered agency
  bool same_ship = false;              // all come and leave on one ship
  std::int16_t list_hours_before = 0;  // the list is filed so long before the arrival
};

struct Regime {
  std::string key;
  HalfOpen<CivilDate> valid;
  bool transit = false;   // onward ticket to a third country or region
  bool no_limit = false;  // the document or the right itself says how long; `stay` is idle
  Seconds stay{};
  Clock clock = Clock::kElapsed;
  CountsFrom counts_from = CountsFrom::kActualEntry;
  DomesticCall domestic_call = DomesticCall::kNextStop;
  bool all_nationalities = false;
  Counter counter = Counter::kOrdinaryDesk;
  PortStay port_stay = PortStay::kEither;
  bool exit_ports = false;           // left by a port of its list too
  RegionSet regions = 0;             // where one may go; 0: anywhere
  std::int16_t passport_months = 0;  // valid so long after the entry
  ActivitySet activities = 0;        // 0: any
  DocumentSet documents = 0;
  GroupRule group;
  std::int16_t max_uses = 0;          // entries, this one counted; 0: any number
  std::int16_t uses_within_days = 0;  // of so many days, that of the entry the last; 0: ever
};

// A nationality that a regime covers.
struct Listing {
  RegimeId regime;
  Country country;
  HalfOpen<CivilDate> valid;
};

// A port of a regime. A regime without any is for all ports.
struct PortListing {
  RegimeId regime;
  PortId port;
  HalfOpen<CivilDate> valid;
};

}  // namespace stopover::policy
