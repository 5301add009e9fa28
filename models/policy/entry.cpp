// SPDX-License-Identifier: Apache-2.0
#include "models/policy/entry.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::policy {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

// The same day of a later month, or the month's last.
CivilDate plus_months(CivilDate date, int months) {
  const int count = date.year() * 12 + date.month() - 1 + months;
  for (int day = date.day(); day > 28; --day)
    if (const auto found = CivilDate::from_ymd(count / 12, count % 12 + 1, day)) return *found;
  const auto found = CivilDate::from_ymd(count / 12, count % 12 + 1, std::min(date.day(), 28));
  STOPOVER_CHECK(found.has_value(), "every month has 28 days");
  return *found;
}

std::uint32_t group_faults(const GroupRule& rule, const Group& group) {
  std::uint32_t failed = 0;
  if (group.persons < rule.persons_min) failed |= kGroupSize;
  if (rule.agency && !group.agency) failed |= kGroupAgency;
  if (rule.same_ship && !group.same_ship) failed |= kGroupShip;
  if (group.list_hours_before < rule.list_hours_before) failed |= kGroupList;
  return failed;
}

std::uint32_t traveller_faults(const Regime& regime, const EntryQuestion& question, CivilDate day) {
  std::uint32_t failed = group_faults(regime.group, question.group);
  if (regime.passport_months > 0 && question.passport_until &&
      *question.passport_until < plus_months(day, regime.passport_months))
    failed |= kPassport;
  if (regime.activities != 0 && (regime.activities & activity_bit(question.activity)) == 0)
    failed |= kActivity;
  if ((regime.documents & ~question.documents) != 0) failed |= kDocument;
  if (regime.regions != 0 && (question.visits & ~regime.regions) != 0) failed |= kRegion;
  if (regime.port_stay == PortStay::kInside && question.leaves_port) failed |= kLeavesPort;
  if (regime.port_stay == PortStay::kOutside && !question.leaves_port) failed |= kStaysInPort;
  return failed;
}

bool used_up(const Regime& regime, std::span<const CivilDate> earlier, CivilDate day) {
  if (regime.max_uses == 0 || earlier.empty()) return false;
  const auto counts = [&](CivilDate entry) {
    return regime.uses_within_days == 0 ||
           days_between(entry, day) < static_cast<std::int32_t>(regime.uses_within_days);
  };
  return std::ranges::count_if(earlier, counts) >= regime.max_uses;
}

}  // namespace

// Civil times of the arrival, found once for all regimes and only if one asks.
struct EntryRules::Arrival {
  TimeZone zone = TimeZone::utc();
  Instant actual{};
  Instant scheduled{};
  CivilDate day{};  // of the actual one: what dates are held to

  [[nodiscard]] Instant counted(CountsFrom from) const {
    return from == CountsFrom::kActualEntry ? actual : scheduled;
  }
  [[nodiscard]] CivilDate counted_day(CountsFrom from) const {
    return from == CountsFrom::kActualEntry || scheduled == actual ? day
                                                                   : zone.civil(scheduled).date;
  }
};

EntryRules::EntryRules(TimeZone zone, Country own, Table<RegimeId, Regime> regimes,
                       std::vector<Listing> listings, std::vector<PortListing> ports)
    : zone_(zone), own_(own), regimes_(std::move(regimes)) {
  STOPOVER_CHECK(regimes_.size() <= kMostRegimes, "a set of regimes is one word");
  const auto bit = [](RegimeId id) { return RegimeSet{1} << id.value(); };
  for (const RegimeId id : ids_of(regimes_)) {
    all_ports_ |= bit(id);
    if (regimes_[id].all_nationalities) all_nationalities_ |= bit(id);
  }
  std::size_t port_count = 0;
  for (const PortListing& row : ports) {
    all_ports_ &= ~bit(row.regime);
    port_count = std::max<std::size_t>(port_count, row.port.value() + std::size_t{1});
  }
  const auto index = [&](auto& rows, std::size_t keys, const auto& key_of) {
    std::ranges::stable_sort(rows, {}, key_of);
    Index built;
    for (const auto& row : rows) {
      while (built.first.size() <= key_of(row))
        built.first.push_back(static_cast<std::uint32_t>(built.rows.size()));
      built.rows.push_back({bit(row.regime), row.valid});
    }
    built.first.resize(keys + 1, static_cast<std::uint32_t>(built.rows.size()));
    return built;
  };
  by_country_ =
      index(listings, Country::kCodes, [](const Listing& row) { return row.country.index(); });
  by_port_ = index(ports, port_count, [](const PortListing& row) {
    return static_cast<std::size_t>(row.port.value());
  });
}

EntryRules::RegimeSet EntryRules::Index::at(std::size_t i, CivilDate day) const {
  RegimeSet set = 0;
  for (std::uint32_t row = first[i]; row < first[i + 1]; ++row)
    if (rows[row].valid.contains(day)) set |= rows[row].regime;
  return set;
}

EntryRules::Arrival EntryRules::arrival_of(const EntryQuestion& question) const {
  return {.zone = zone_,
          .actual = question.arrival,
          .scheduled = question.scheduled_arrival.value_or(question.arrival),
          .day = zone_.civil(question.arrival).date};
}

EntryRules::RegimeSet EntryRules::listed(const EntryQuestion& question, CivilDate day) const {
  return all_nationalities_ | by_country_.at(question.nationality.index(), day);
}

EntryRules::RegimeSet EntryRules::at_port(PortId port, CivilDate day) const {
  const bool known = port.value() + std::size_t{1} < by_port_.first.size();
  return all_ports_ | (known ? by_port_.at(port.value(), day) : RegimeSet{0});
}

std::optional<Instant> EntryRules::latest_exit(RegimeId regime, Instant arrival) const {
  EntryQuestion question;
  question.arrival = arrival;
  return exit_of(regimes_[regime], arrival_of(question));
}

std::optional<Instant> EntryRules::exit_of(const Regime& regime, const Arrival& arrival) const {
  if (regime.no_limit) return std::nullopt;
  if (regime.clock == Clock::kElapsed) return arrival.counted(regime.counts_from) + regime.stay;
  const std::int64_t days = regime.stay.count() / kDaySeconds;
  return zone_.instant_at(
      arrival.counted_day(regime.counts_from).plus_days(static_cast<std::int32_t>(days) + 1),
      Seconds(regime.stay.count() % kDaySeconds));
}

std::uint32_t EntryRules::route_faults(const Regime& regime, const EntryQuestion& question) const {
  if (!regime.transit) return 0;
  std::uint32_t failed = 0;
  if (question.ticket != Ticket::kConfirmed) failed |= kOnwardTicket;
  const bool past_calls =
      regime.domestic_call == DomesticCall::kTravelInside && !question.next_abroad.is_none();
  const Country next = past_calls ? question.next_abroad : question.next_stop;
  if (question.previous_stop == next || question.previous_stop == own_ || next == own_)
    failed |= kThirdCountry;
  return failed;
}

// `failed`: what is known of nationality and ports.
RegimeAnswer EntryRules::ask(RegimeId id, const EntryQuestion& question, const Arrival& arrival,
                             std::uint32_t failed) const {
  const Regime& regime = regimes_[id];
  RegimeAnswer answer{.regime = id,
                      .failed = failed | route_faults(regime, question) |
                                traveller_faults(regime, question, arrival.day),
                      .latest_exit = exit_of(regime, arrival)};
  if (!regime.valid.contains(arrival.day)) answer.failed |= kNotInForce;
  if (used_up(regime, question.earlier_entries, arrival.day)) answer.failed |= kUses;
  if (question.exit && !answer.lasts_until(*question.exit)) answer.failed |= kStay;
  return answer;
}

bool EntryRules::longer(const RegimeAnswer& a, const RegimeAnswer& b) const {
  const auto rank = [&](const RegimeAnswer& x) {
    constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();
    return std::tuple(-(x.latest_exit ? x.latest_exit->unix_seconds() : kEver),
                      regimes_[x.regime].counter == Counter::kPermitDesk, x.regime.value());
  };
  return rank(a) < rank(b);
}

bool EntryRules::lighter(const RegimeAnswer& a, const RegimeAnswer& b) const {
  const auto desk = [&](const RegimeAnswer& x) {
    return regimes_[x.regime].counter == Counter::kPermitDesk;
  };
  return desk(a) != desk(b) ? desk(b) : longer(a, b);
}

EntryAnswer EntryRules::decide(const EntryQuestion& question) const {
  const Arrival arrival = arrival_of(question);
  const RegimeSet nationality = listed(question, arrival.day);
  const RegimeSet port = at_port(question.port, arrival.day);
  const RegimeSet exit_port =
      question.exit_port.is_none() ? ~RegimeSet{0} : at_port(question.exit_port, arrival.day);
  EntryAnswer answer;
  for (const RegimeId id : ids_of(regimes_)) {
    const RegimeSet bit = RegimeSet{1} << id.value();
    std::uint32_t failed = 0;
    if ((nationality & bit) == 0) failed |= kNationality;
    if ((port & bit) == 0) failed |= kPort;
    if (regimes_[id].exit_ports && (exit_port & bit) == 0) failed |= kExitPort;
    answer.regimes.push_back(ask(id, question, arrival, failed));
    const RegimeAnswer& latest = answer.regimes.back();
    if (!latest.eligible()) continue;
    const bool better = !answer.best || (question.exit ? lighter(latest, *answer.best)
                                                       : longer(latest, *answer.best));
    if (better) answer.best = latest;
  }
  return answer;
}

template <class Better>
std::optional<RegimeAnswer> EntryRules::first_of(const EntryQuestion& question,
                                                 const Better& better) const {
  const Arrival arrival = arrival_of(question);
  RegimeSet left = listed(question, arrival.day) & at_port(question.port, arrival.day);
  // Ports of exit too are those of the entry's date.
  const RegimeSet exit_port =
      question.exit_port.is_none() ? ~RegimeSet{0} : at_port(question.exit_port, arrival.day);
  std::optional<RegimeAnswer> best;
  for (; left != 0; left &= left - 1) {
    const RegimeId id(static_cast<std::uint32_t>(std::countr_zero(left)));
    const Regime& regime = regimes_[id];
    if (!regime.valid.contains(arrival.day)) continue;
    if (regime.exit_ports && (exit_port & (RegimeSet{1} << id.value())) == 0) continue;
    const RegimeAnswer answer = ask(id, question, arrival, 0);
    if (answer.eligible() && (!best || better(answer, *best))) best = answer;
  }
  return best;
}

std::optional<RegimeAnswer> EntryRules::best(const EntryQuestion& question) const {
  EntryQuestion open = question;
  open.exit.reset();
  return first_of(open, [this](const auto& a, const auto& b) { return longer(a, b); });
}

std::optional<RegimeAnswer> EntryRules::best_until(const EntryQuestion& question,
                                                   Instant exit) const {
  EntryQuestion dated = question;
  dated.exit = exit;
  return first_of(dated, [this](const auto& a, const auto& b) { return lighter(a, b); });
}

}  // namespace stopover::policy
