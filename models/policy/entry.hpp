// SPDX-License-Identifier: Apache-2.0
// Who may enter without having applied for a visa, and until when.
//
// Rules are dated data: a Regime (hours, clock, dates, ports, whether it is for transit) and
// listings of the nationalities it covers. For one traveller and one arrival, `decide` answers
// every regime with yes or no, each failed condition by name, and the latest lawful exit.
//
// What it is not: complete (passport validity, permitted area, activity and group rules are not yet
// conditions), nor a statement for travellers who hold a visa.
//
// Clocks run in the gateway's civil time. ELAPSED counts hours from the arrival; NEXT_MIDNIGHT from
// 00:00 of the day after it. A country is an ISO 3166 alpha-2 code; Hong Kong (HK), Macao (MO) and
// Taiwan (TW) stand for themselves, so each counts as a third region on the way to another country.
//
// Errors: none; unknown countries are simply not listed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/half_open.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/network/network.hpp"

namespace stopover::policy {

using RegimeId = Id<struct RegimeTag>;

// Two letters in one comparable value.
class Country {
 public:
  constexpr Country() = default;
  explicit constexpr Country(std::string_view alpha2)
      : letters_{alpha2.empty() ? '?' : alpha2[0], alpha2.size() < 2 ? '?' : alpha2[1]} {}
  [[nodiscard]] std::string text() const { return {letters_[0], letters_[1]}; }
  friend constexpr auto operator<=>(const Country&, const Country&) = default;

 private:
  char letters_[2] = {'?', '?'};
};

enum class Clock : std::uint8_t { kElapsed, kNextMidnight };

struct Regime {
  std::string key;
  HalfOpen<CivilDate> valid;
  bool transit = false;
  Seconds stay{};
  Clock clock = Clock::kElapsed;
  bool all_nationalities = false;
  bool permit_desk = false;
  std::vector<network::PlaceId> ports;  // empty: all
};

struct Listing {
  RegimeId regime;
  Country country;
  HalfOpen<CivilDate> valid;
};

struct EntryQuestion {
  Country nationality;
  Country previous_stop;
  Country next_stop;  // meaningful only with an onward ticket
  bool onward_ticket = false;
  network::PlaceId port;
  Instant arrival{};
};

// Why a regime does not apply, as bits.
enum Failed : std::uint8_t {
  kNotInForce = 1,
  kNationality = 2,
  kPort = 4,
  kOnwardTicket = 8,
  kThirdCountry = 16,
};

struct RegimeAnswer {
  RegimeId regime;
  std::uint8_t failed = 0;  // Failed bits; 0: may enter
  Instant latest_exit{};    // last lawful instant, meaningful when nothing failed
  [[nodiscard]] bool eligible() const { return failed == 0; }
};

struct EntryAnswer {
  std::vector<RegimeAnswer> regimes;  // all, in order of id
  // The longest stay; of equals one that needs no permit desk, then the lower id.
  std::optional<RegimeAnswer> best;
};

class EntryRules {
 public:
  // `own`: the gateway's country. It is never a third country to itself.
  EntryRules(TimeZone zone, Country own, Table<RegimeId, Regime> regimes,
             std::vector<Listing> listings);

  [[nodiscard]] EntryAnswer decide(const EntryQuestion& question) const;
  // The same best answer without the list: for use once per party.
  [[nodiscard]] std::optional<RegimeAnswer> best(const EntryQuestion& question) const;
  // Of the regimes that last until `depart`: one that needs no permit desk, then the longest stay,
  // then the lower id. Whoever stays shorter than the longest regime need not queue for its permit.
  [[nodiscard]] std::optional<RegimeAnswer> best_until(const EntryQuestion& question,
                                                       Instant depart) const;
  [[nodiscard]] const Table<RegimeId, Regime>& regimes() const { return regimes_; }

 private:
  [[nodiscard]] RegimeAnswer ask(RegimeId id, const EntryQuestion& question,
                                 CivilTime arrival) const;
  [[nodiscard]] Instant latest_exit(const Regime& regime, Instant arrival, CivilTime civil) const;
  [[nodiscard]] bool better(const RegimeAnswer& a, const RegimeAnswer& b) const;

  TimeZone zone_;
  Country own_;
  Table<RegimeId, Regime> regimes_;
  std::vector<Listing> listings_;  // sorted by (regime, country)
};

}  // namespace stopover::policy
