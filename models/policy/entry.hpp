// SPDX-License-Identifier: Apache-2.0
// Who may enter without having applied beforehand, or by what they hold, and until when.
//
// For one party and one arrival, `decide` answers every regime (regime.hpp) with yes or no, each
// failed condition by name and the latest lawful exit. A condition about something that the
// question leaves open (exit, exit port, passport, regions) does not fail.
//
// What it is not: a promise. An officer may refuse for reasons that no itinerary shows: a list, an
// earlier breach, an endorsement in the passport.
//
// Cost: `best` and `best_until` look up the party's nationality and port, so only the few regimes
// that cover both are asked (bench/entry_bench.cpp); `decide` asks all.
//
// Errors: none; unknown countries and ports are simply not listed. More than kMostRegimes regimes
// are a bug: the scenario's rules forbid them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/policy/regime.hpp"

namespace stopover::policy {

enum class Ticket : std::uint8_t {
  kNone,
  kOpen,  // without seat or date
  kConfirmed,
};

struct Group {
  std::int16_t persons = 1;
  bool agency = false;
  bool same_ship = false;
  std::int16_t list_hours_before = 0;
};

struct EntryQuestion {
  Country nationality;
  Country previous_stop;
  Country next_stop;  // meaningful only with an onward ticket
  // Where a ship goes that calls at another port of the country first; none: next_stop.
  Country next_abroad;
  Ticket ticket = Ticket::kNone;
  PortId port;
  PortId exit_port;
  Instant arrival{};
  std::optional<Instant> scheduled_arrival;  // none: as it arrived
  std::optional<Instant> exit;
  std::optional<CivilDate> passport_until;
  Activity activity = Activity::kTourism;
  bool leaves_port = true;
  RegionSet visits = 0;
  DocumentSet documents = kOrdinaryDocuments;
  Group group;
  std::span<const CivilDate> earlier_entries;  // under the regime asked about
};

// Why a regime does not apply, as bits.
enum Failed : std::uint32_t {
  kNotInForce = 1U << 0U,
  kNationality = 1U << 1U,
  kPort = 1U << 2U,
  kExitPort = 1U << 3U,
  kOnwardTicket = 1U << 4U,
  kThirdCountry = 1U << 5U,
  kStay = 1U << 6U,
  kRegion = 1U << 7U,
  kPassport = 1U << 8U,
  kActivity = 1U << 9U,
  kDocument = 1U << 10U,
  kGroupSize = 1U << 11U,
  kGroupAgency = 1U << 12U,
  kGroupShip = 1U << 13U,
  kGroupList = 1U << 14U,
  kUses = 1U << 15U,
  kLeavesPort = 1U << 16U,
  kStaysInPort = 1U << 17U,
};

struct ConditionName {
  Failed bit;
  std::string_view name;
};
// In the order of the bits.
inline constexpr std::array<ConditionName, 18> kConditions{{
    {kNotInForce, "in-force"},
    {kNationality, "nationality"},
    {kPort, "port"},
    {kExitPort, "exit-port"},
    {kOnwardTicket, "onward-ticket"},
    {kThirdCountry, "third-country"},
    {kStay, "stay"},
    {kRegion, "area"},
    {kPassport, "passport"},
    {kActivity, "activity"},
    {kDocument, "document"},
    {kGroupSize, "group-size"},
    {kGroupAgency, "group-agency"},
    {kGroupShip, "group-ship"},
    {kGroupList, "group-list"},
    {kUses, "uses"},
    {kLeavesPort, "leaves-port"},
    {kStaysInPort, "stays-in-port"},
}};

struct RegimeAnswer {
  RegimeId regime;
  std::uint32_t failed = 0;  // Failed bits; 0: may enter
  // Last lawful instant, whatever failed; none: the regime sets no limit.
  std::optional<Instant> latest_exit;

  [[nodiscard]] bool eligible() const { return failed == 0; }
  [[nodiscard]] bool lasts_until(Instant t) const { return !latest_exit || *latest_exit >= t; }
};

struct EntryAnswer {
  std::vector<RegimeAnswer> regimes;  // all, in order of id
  // As `best`, or as `best_until` if the question says when the party leaves.
  std::optional<RegimeAnswer> best;
};

class EntryRules {
 public:
  // `own`: the gateway's country. It is never a third country to itself.
  EntryRules(TimeZone zone, Country own, Table<RegimeId, Regime> regimes,
             std::vector<Listing> listings, std::vector<PortListing> ports = {});

  [[nodiscard]] EntryAnswer decide(const EntryQuestion& question) const;
  // The longest stay, whatever the question says of the exit; of equals one that needs no permit
  // desk, then the lower id.
  [[nodiscard]] std::optional<RegimeAnswer> best(const EntryQuestion& question) const;
  // Of the regimes that last until `exit`: one that needs no permit desk, then the longest stay,
  // then the lower id. Whoever stays shorter than the longest regime need not queue for its permit.
  [[nodiscard]] std::optional<RegimeAnswer> best_until(const EntryQuestion& question,
                                                       Instant exit) const;
  // The last lawful instant under a regime for whoever arrived then; none: no limit.
  [[nodiscard]] std::optional<Instant> latest_exit(RegimeId regime, Instant arrival) const;
  [[nodiscard]] const Table<RegimeId, Regime>& regimes() const { return regimes_; }

 private:
  struct Arrival;
  // Bit r: regime r.
  using RegimeSet = std::uint64_t;
  struct Dated {
    RegimeSet regime = 0;
    HalfOpen<CivilDate> valid;
  };
  // The rows of one country or port: rows_[first[i]] … rows_[first[i + 1]].
  struct Index {
    std::vector<std::uint32_t> first;
    std::vector<Dated> rows;
    [[nodiscard]] RegimeSet at(std::size_t i, CivilDate day) const;
  };

  [[nodiscard]] Arrival arrival_of(const EntryQuestion& question) const;
  [[nodiscard]] RegimeSet listed(const EntryQuestion& question, CivilDate day) const;
  [[nodiscard]] RegimeSet at_port(PortId port, CivilDate day) const;
  [[nodiscard]] RegimeAnswer ask(RegimeId id, const EntryQuestion& question, const Arrival& arrival,
                                 std::uint32_t failed) const;
  [[nodiscard]] std::uint32_t route_faults(const Regime& regime,
                                           const EntryQuestion& question) const;
  [[nodiscard]] std::optional<Instant> exit_of(const Regime& regime, const Arrival& arrival) const;
  template <class Better>
  [[nodiscard]] std::optional<RegimeAnswer> first_of(const EntryQuestion& question,
                                                     const Better& better) const;
  [[nodiscard]] bool longer(const RegimeAnswer& a, const RegimeAnswer& b) const;
  [[nodiscard]] bool lighter(const RegimeAnswer& a, const RegimeAnswer& b) const;

  TimeZone zone_;
  Country own_;
  Table<RegimeId, Regime> regimes_;
  RegimeSet all_nationalities_ = 0;
  RegimeSet all_ports_ = 0;
  Index by_country_;
  Index by_port_;
};

}  // namespace stopover::policy
