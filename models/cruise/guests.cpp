// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/guests.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/choice/logit.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"
#include "models/policy/entry.hpp"

namespace stopover::cruise {
namespace {

constexpr random::Purpose kLoadPurpose = random::purpose("cruise.load");
constexpr random::Purpose kPartyPurpose = random::purpose("cruise.party");
constexpr random::Purpose kModePurpose = random::purpose("cruise.mode");
constexpr double kHundredYuan = 100;
constexpr double kHourMinutes = 60;

struct Weighted {
  GuestId guest;
  double share = 0;
  double foreign_share = 0;
};

// What the border says to one nationality of one call and kind.
struct Answer {
  bool enters = false;
  bool group = false;      // a tour of it uses the group's counter
  std::size_t regime = 0;  // in CallParties::entry
};

class Drawing {
 public:
  Drawing(const PortBook& book, const PlannedCall& call, const CallTimes& times, const Luck& luck)
      : book_(book), call_(call), times_(times), luck_(luck) {
    call_hash_ = stable_hash(call.key);
    for (const GuestId id : ids_of(book.guests)) {
      const Guest& guest = book.guests[id];
      auto& list = guest.kind == GuestKind::kHomeport  ? homeport_
                   : guest.kind == GuestKind::kTransit ? transit_
                                                       : crew_;
      list.push_back({id, guest.share, guest.foreign_share});
    }
    modes_of_.resize(book.guests.size());
    const Seconds margin = book.minutes_of("shore.margin_minutes");
    const Seconds clearance = book.minutes_of("terminal.clearance_minutes");
    hours_ashore_ = std::max(
        0.0,
        static_cast<double>((times.leaves - margin - (times.moored + clearance)).count()) / 3600);
    for (const ModeId id : ids_of(book.modes)) {
      const Mode& mode = book.modes[id];
      if (!mode.terminal.is_none() && mode.terminal != call.terminal) continue;
      Choice& choice = modes_of_[mode.guest.value()];
      choice.modes.push_back(id);
      choice.utility.push_back(utility(mode));
      choice.key.push_back(stable_hash(mode.key));
    }
  }

  [[nodiscard]] double utility(const Mode& mode) const {
    return mode.constant + book_.figure("mode.hour") * mode.minutes / kHourMinutes +
           book_.figure("mode.hundred_yuan") * mode.yuan / kHundredYuan +
           mode.hour_utility * hours_ashore_;
  }

  void fill(Flow flow, std::int64_t persons) {
    const auto& kinds = flow == Flow::kAshore ? transit_ : flow == Flow::kCrew ? crew_ : homeport_;
    if (kinds.empty()) return;
    std::int64_t left = persons;
    for (std::int64_t ordinal = 0; left > 0; ++ordinal) {
      CruiseParty party = draw(flow, ordinal, kinds);
      party.persons = static_cast<std::int16_t>(std::min<std::int64_t>(party.persons, left));
      party.slow = std::min(party.slow, party.persons);
      left -= party.persons;
      add(party);
    }
  }

  CallParties take() {
    std::sort(out_.entry.begin(), out_.entry.end(),
              [](const EntryCount& a, const EntryCount& b) { return a.regime < b.regime; });
    return std::move(out_);
  }

 private:
  struct Choice {
    std::vector<ModeId> modes;
    std::vector<double> utility;
    std::vector<std::uint64_t> key;
  };

  CruiseParty draw(Flow flow, std::int64_t ordinal, const std::vector<Weighted>& kinds) {
    CruiseParty party;
    party.flow = flow;
    party.key = stable_hash(static_cast<std::int64_t>(call_hash_), static_cast<int>(flow), ordinal);
    random::Stream stream({.seed = luck_.seed,
                           .replication = luck_.replication,
                           .entity = party.key,
                           .purpose = kPartyPurpose});
    nationality_ = pick_country(random::unit(stream));
    party.foreign = flow != Flow::kCrew && nationality_->first != book_.own;
    party.guest = pick_guest(kinds, party.foreign, random::unit(stream));
    const Guest& guest = book_.guests[GuestId(party.guest)];
    party.persons = pick_size(guest.party_size, random::unit(stream));
    bool child = false;
    for (int i = 0; i < party.persons; ++i) {
      const double age = random::unit(stream);
      child = child || (i > 0 && age < call_.mix.age[0]);  // somebody is grown up
      if (age >= 1 - call_.mix.age[2]) ++party.slow;
    }
    party.tour = random::unit(stream) < guest.group_share;
    const bool gate = random::unit(stream) < book_.figure("egate.share");
    party.lane = flow == Flow::kCrew ? Lane::kCrew
                 : party.foreign     ? Lane::kForeign
                 : gate && !child    ? Lane::kEgate
                                     : Lane::kCitizen;
    const double nights = random::unit(stream);
    const double how_many = random::open_unit(stream);
    if (flow == Flow::kOn)
      party.nights = nights_of(guest.nights_before_share, guest.nights_before, nights, how_many);
    if (flow == Flow::kOff)
      party.nights = nights_of(guest.nights_after_share, guest.nights_after, nights, how_many);
    party.mode = flow == Flow::kCrew ? kNoMode : pick_mode(party);
    return party;
  }

  // At least one where any: one and an exponential part, so that the mean is as given.
  static std::int16_t nights_of(double share, double mean, double u, double how_many) {
    if (u >= share || mean <= 0) return 0;
    if (mean <= 1) return 1;
    const double more = random::Exponential(mean - 1).quantile(how_many);
    return static_cast<std::int16_t>(1 + round_to<Seconds>(std::min(more, 29.0)).count());
  }

  [[nodiscard]] const std::pair<policy::Country, double>* pick_country(double u) const {
    for (const auto& one : call_.mix.nationality) {
      u -= one.second;
      if (u < 0) return &one;
    }
    return &call_.mix.nationality.back();
  }

  static std::uint16_t pick_guest(const std::vector<Weighted>& kinds, bool foreign, double u) {
    if (kinds.size() == 1) return static_cast<std::uint16_t>(kinds[0].guest.value());
    for (const Weighted& one : kinds) {
      u -= foreign ? one.foreign_share : one.share;
      if (u < 0) return static_cast<std::uint16_t>(one.guest.value());
    }
    return static_cast<std::uint16_t>(kinds.back().guest.value());
  }

  static std::int16_t pick_size(const std::vector<double>& weights, double u) {
    double sum = 0;
    for (const double weight : weights) sum += weight;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      u -= weights[i] / sum;
      if (u < 0) return static_cast<std::int16_t>(i + 1);
    }
    return static_cast<std::int16_t>(std::max<std::size_t>(1, weights.size()));
  }

  std::uint16_t pick_mode(const CruiseParty& party) {
    const Choice& choice = modes_of_[party.guest];
    STOPOVER_CHECK(!choice.modes.empty(), "validation found a mode for every guest");
    if (choice.modes.size() == 1) return static_cast<std::uint16_t>(choice.modes[0].value());
    error_.resize(choice.modes.size());
    const random::Gumbel gumbel(0, 1);
    for (std::size_t i = 0; i < choice.modes.size(); ++i)
      error_[i] = gumbel.quantile(random::open_unit(
          random::bits({.seed = luck_.seed,
                        .replication = luck_.replication,
                        .entity = stable_hash(static_cast<std::int64_t>(party.key),
                                              static_cast<std::int64_t>(choice.key[i])),
                        .purpose = kModePurpose},
                       0)));
    const auto best = choice::choose(choice.utility, error_);
    return static_cast<std::uint16_t>(choice.modes[best.value_or(0)].value());
  }

  void add(CruiseParty party) {
    const bool stays =
        party.flow == Flow::kAshore && book_.modes[ModeId(party.mode)].way == LongWay::kShip;
    const bool asks = party.foreign && party.flow != Flow::kOn && !stays;
    if (asks) {
      const Answer& answer = ask(party);
      if (!answer.enters && party.flow == Flow::kAshore) {
        out_.kept_aboard += party.persons;
        return;
      }
      out_.entry[answer.regime].persons += party.persons;
      if (answer.group && party.tour) party.lane = Lane::kGroup;
    } else if (party.foreign && party.flow == Flow::kOn && party.tour) {
      party.lane = Lane::kGroup;
    }
    if (stays) {
      out_.stay_aboard += party.persons;
      return;
    }
    out_.parties.push_back(party);
  }

  const Answer& ask(const CruiseParty& party) {
    const auto key = std::tuple(nationality_->first.index(), party.flow, party.tour);
    const auto at = answers_.find(key);
    if (at != answers_.end()) return at->second;
    return answers_.emplace(key, answer_of(nationality_->first, party.flow, party.tour))
        .first->second;
  }

  Answer answer_of(policy::Country nationality, Flow flow, bool tour) {
    policy::EntryQuestion q;
    q.nationality = nationality;
    q.previous_stop = call_.mix.previous;
    const bool by_ship = flow == Flow::kAshore;
    // Who ends the cruise goes home; who is in transit goes on with the ship.
    q.next_stop = by_ship ? call_.mix.next : nationality;
    q.next_abroad = q.next_stop;
    q.ticket = q.next_stop.is_none() ? policy::Ticket::kNone : policy::Ticket::kConfirmed;
    q.port = book_.terminals[call_.terminal].port;
    q.arrival = times_.moored;
    q.exit = by_ship ? times_.leaves : times_.moored + hours(24);
    if (tour) {
      q.group.persons = 20;
      q.group.agency = true;
      q.group.same_ship = by_ship;
      q.group.list_hours_before = static_cast<std::int16_t>(book_.figure("group.list_hours"));
    }
    auto best = book_.entry.rules.best_until(q, *q.exit);
    if (!best && !by_ship) {
      q.documents |= policy::document_bit(policy::Document::kVisa);
      best = book_.entry.rules.best_until(q, *q.exit);
    }
    Answer answer{.enters = best.has_value() || !by_ship};
    const std::string regime = best ? book_.entry.rules.regimes()[best->regime].key : "";
    answer.group = tour && best &&
                   book_.entry.rules.regimes()[best->regime].counter == policy::Counter::kGroupDesk;
    for (answer.regime = 0; answer.regime < out_.entry.size(); ++answer.regime)
      if (out_.entry[answer.regime].regime == regime) return answer;
    out_.entry.push_back({regime, 0});
    return answer;
  }

  const PortBook& book_;
  const PlannedCall& call_;
  const CallTimes& times_;
  Luck luck_;
  std::uint64_t call_hash_ = 0;
  double hours_ashore_ = 0;
  std::vector<Weighted> homeport_;
  std::vector<Weighted> transit_;
  std::vector<Weighted> crew_;
  std::vector<Choice> modes_of_;
  std::vector<double> error_;
  const std::pair<policy::Country, double>* nationality_ = nullptr;
  std::map<std::tuple<std::size_t, Flow, bool>, Answer> answers_;
  CallParties out_;
};

std::int64_t loaded(const PortBook& book, const PlannedCall& call, double u) {
  const Ship& ship = book.ships[call.ship];
  const double load = call.mix.load * (1 + book.figure("load.sd") * random::normal_quantile(u));
  const double guests =
      std::clamp(load * ship.lower_berths, 0.0, static_cast<double>(ship.guests_max));
  return round_to<People>(guests).count();
}

}  // namespace

CallGuests call_guests(const PortBook& book, const PlannedCall& call, const Luck& luck) {
  random::Stream stream({.seed = luck.seed,
                         .replication = luck.replication,
                         .entity = stable_hash(call.key),
                         .purpose = kLoadPurpose});
  const std::int64_t off = loaded(book, call, random::open_unit(stream));
  const std::int64_t on = loaded(book, call, random::open_unit(stream));
  const bool transit = call.kind == CallKind::kTransit;
  CallGuests guests;
  guests.through = call.through.value_or(0);
  if (transit && !call.through) guests.through = on;
  const std::int64_t beds = book.ships[call.ship].guests_max - guests.through;
  const auto of = [&](bool there, std::optional<int> given, std::int64_t drawn) {
    return given ? std::int64_t{*given} : there && !transit ? std::min(drawn, beds) : 0;
  };
  guests.off = of(call.takes_off(), call.off, off);
  guests.on = of(call.takes_on(), call.on, on);
  guests.crew = book.ships[call.ship].crew;
  return guests;
}

CallParties call_parties(const PortBook& book, const PlannedCall& call, const CallGuests& guests,
                         const CallTimes& times, const Luck& luck) {
  Drawing drawing(book, call, times, luck);
  drawing.fill(Flow::kOff, guests.off);
  drawing.fill(Flow::kOn, guests.on);
  drawing.fill(Flow::kAshore, guests.through);
  drawing.fill(Flow::kCrew,
               round_to<People>(call.mix.crew_ashore * static_cast<double>(guests.crew)).count());
  return drawing.take();
}

std::vector<std::pair<ModeId, double>> mode_shares(const PortBook& book, GuestId guest,
                                                   TerminalId terminal, double hours_ashore) {
  std::vector<ModeId> modes;
  std::vector<double> utility;
  for (const ModeId id : ids_of(book.modes)) {
    const Mode& mode = book.modes[id];
    if (mode.guest != guest || (!mode.terminal.is_none() && mode.terminal != terminal)) continue;
    modes.push_back(id);
    utility.push_back(mode.constant + book.figure("mode.hour") * mode.minutes / kHourMinutes +
                      book.figure("mode.hundred_yuan") * mode.yuan / kHundredYuan +
                      mode.hour_utility * hours_ashore);
  }
  const std::vector<double> share = choice::probabilities(utility);
  std::vector<std::pair<ModeId, double>> out;
  for (std::size_t i = 0; i < modes.size(); ++i) out.emplace_back(modes[i], share[i]);
  return out;
}

}  // namespace stopover::cruise
