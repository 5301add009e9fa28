// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/kerb_and_money.hpp"

#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"

namespace stopover::cruise {
namespace {

constexpr random::Purpose kOnwardPurpose = random::purpose("cruise.onward");
constexpr random::Purpose kSpendPurpose = random::purpose("cruise.spend");
constexpr Seconds kMorning = hours(7);
constexpr Seconds kMorningEnds = hours(9);
constexpr Seconds kEvening = hours(16) + minutes(30);
constexpr Seconds kEveningEnds = hours(18) + minutes(30);

}  // namespace

void KerbLuck::leave(const TerminalCall& call, const CruiseParty& party, flow::Tick time,
                     CallResult& result) const {
  const Instant at = flow::instant_of(time);
  const Seconds clock = book_.zone.civil(at).time_of_day;
  if (party.flow == Flow::kOff &&
      ((clock >= kMorning && clock < kMorningEnds) || (clock >= kEvening && clock < kEveningEnds)))
    result.rush += party.persons;
  if (party.flow != Flow::kOff || party.mode == kNoMode || party.nights > 0) return;
  const Mode& mode = book_.modes[ModeId(party.mode)];
  if (mode.onward_minutes <= 0) return;
  result.onward += party.persons;
  random::Stream stream({.seed = luck_.seed,
                         .replication = luck_.replication,
                         .entity = party.key,
                         .purpose = kOnwardPurpose});
  const bool is_protected = random::unit(stream) < mode.protected_share;
  const Instant latest = call.planned->arrive + book_.minutes_of("terminal.clearance_minutes") +
                         round_to<Seconds>(mode.onward_minutes * 60);
  if (at <= latest) return;
  (is_protected ? result.onward_kept : result.onward_missed) += party.persons;
}

Money::Money(const PortBook& book, const Luck& luck)
    : book_(book), luck_(luck), by_guest_(book.guests.size()) {
  std::uint32_t draw = 0;
  for (const SpendingRule& rule : book.spending) {
    by_guest_[rule.guest.value()].push_back({&rule, draw, -0.5 * rule.sigma * rule.sigma});
    draw += 2;
  }
}

void Money::spend(const CruiseParty& party, Amounts& amounts) const {
  const random::Stream stream({.seed = luck_.seed,
                               .replication = luck_.replication,
                               .entity = party.key,
                               .purpose = kSpendPurpose});
  for (const Rule& one : by_guest_[party.guest]) {
    const SpendingRule& rule = *one.rule;
    if (!rule.mode.is_none() && rule.mode.value() != party.mode) continue;
    const int units = rule.per_night ? party.nights : 1;
    if (units == 0 || random::unit(stream.at(one.draw)) >= rule.probability) continue;
    const double normal = random::normal_quantile(random::open_unit(stream.at(one.draw + 1)));
    const double factor = random::portable::exp(one.log_mean + rule.sigma * normal);
    const double yuan = rule.mean_yuan * units * party.persons * factor;
    const std::int64_t fen = round_to<Fen>(yuan * kFenPerYuan).count();
    if (party.flow == Flow::kCrew) {
      amounts.crew_fen += fen;
      continue;
    }
    amounts.fen[rule.category] += fen;
    amounts.city_fen[rule.category] += round_to<Fen>(yuan * kFenPerYuan * rule.city_share).count();
  }
}

void Money::fees(int gt, std::int64_t movements, Amounts& amounts) const {
  const double yuan = book_.figure("fee.gt_yuan") * gt +
                      book_.figure("fee.guest_yuan") * static_cast<double>(movements);
  amounts.fees_fen += round_to<Fen>(yuan * kFenPerYuan).count();
}

}  // namespace stopover::cruise
