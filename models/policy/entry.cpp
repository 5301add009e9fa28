// SPDX-License-Identifier: Apache-2.0
#include "models/policy/entry.hpp"

#include <algorithm>
#include <tuple>

namespace stopover::policy {

EntryRules::EntryRules(TimeZone zone, Country own, Table<RegimeId, Regime> regimes,
                       std::vector<Listing> listings)
    : zone_(zone), own_(own), regimes_(std::move(regimes)), listings_(std::move(listings)) {
  std::sort(listings_.begin(), listings_.end(), [](const Listing& a, const Listing& b) {
    return std::tie(a.regime, a.country, a.valid.from) <
           std::tie(b.regime, b.country, b.valid.from);
  });
}

Instant EntryRules::latest_exit(const Regime& regime, Instant arrival, CivilTime civil) const {
  if (regime.clock == Clock::kElapsed) return arrival + regime.stay;
  const Instant clock_starts = zone_.instant_at(civil.date.plus_days(1), Seconds(0));
  return clock_starts + regime.stay;
}

RegimeAnswer EntryRules::ask(RegimeId id, const EntryQuestion& question, CivilTime arrival) const {
  const Regime& regime = regimes_[id];
  RegimeAnswer answer{.regime = id, .failed = 0, .latest_exit = {}};
  const auto fail = [&](Failed condition) {
    answer.failed = static_cast<std::uint8_t>(answer.failed | condition);
  };

  if (!regime.valid.contains(arrival.date)) fail(kNotInForce);
  if (!regime.all_nationalities) {
    const auto [first, last] =
        std::equal_range(listings_.begin(), listings_.end(), Listing{id, question.nationality, {}},
                         [](const Listing& a, const Listing& b) {
                           return std::tie(a.regime, a.country) < std::tie(b.regime, b.country);
                         });
    const bool listed =
        std::any_of(first, last, [&](const Listing& l) { return l.valid.contains(arrival.date); });
    if (!listed) fail(kNationality);
  }
  if (!regime.ports.empty() &&
      std::find(regime.ports.begin(), regime.ports.end(), question.port) == regime.ports.end())
    fail(kPort);
  if (regime.transit) {
    if (!question.onward_ticket) fail(kOnwardTicket);
    if (question.previous_stop == question.next_stop || question.previous_stop == own_ ||
        question.next_stop == own_)
      fail(kThirdCountry);
  }
  if (answer.failed == 0) answer.latest_exit = latest_exit(regime, question.arrival, arrival);
  return answer;
}

bool EntryRules::better(const RegimeAnswer& a, const RegimeAnswer& b) const {
  const auto rank = [&](const RegimeAnswer& x) {
    return std::tuple(-x.latest_exit.unix_seconds(), regimes_[x.regime].permit_desk,
                      x.regime.value());
  };
  return rank(a) < rank(b);
}

EntryAnswer EntryRules::decide(const EntryQuestion& question) const {
  const CivilTime arrival = zone_.civil(question.arrival);
  EntryAnswer answer;
  for (const RegimeId id : ids_of(regimes_)) {
    answer.regimes.push_back(ask(id, question, arrival));
    const RegimeAnswer& latest = answer.regimes.back();
    if (latest.eligible() && (!answer.best || better(latest, *answer.best))) answer.best = latest;
  }
  return answer;
}

std::optional<RegimeAnswer> EntryRules::best(const EntryQuestion& question) const {
  const CivilTime arrival = zone_.civil(question.arrival);
  std::optional<RegimeAnswer> best;
  for (std::uint32_t i = 0; i < regimes_.size(); ++i) {
    const RegimeAnswer answer = ask(RegimeId(i), question, arrival);
    if (answer.eligible() && (!best || better(answer, *best))) best = answer;
  }
  return best;
}

std::optional<RegimeAnswer> EntryRules::best_until(const EntryQuestion& question,
                                                   Instant depart) const {
  const CivilTime arrival = zone_.civil(question.arrival);
  const auto desk = [&](const RegimeAnswer& x) { return regimes_[x.regime].permit_desk; };
  std::optional<RegimeAnswer> best;
  for (const RegimeId id : ids_of(regimes_)) {
    const RegimeAnswer answer = ask(id, question, arrival);
    if (!answer.eligible() || answer.latest_exit < depart) continue;
    if (!best || desk(answer) < desk(*best) ||
        (desk(answer) == desk(*best) && better(answer, *best)))
      best = answer;
  }
  return best;
}

}  // namespace stopover::policy
