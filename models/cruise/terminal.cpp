// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/terminal.hpp"

#include <algorithm>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/uniform.hpp"
#include "models/cruise/kerb_and_money.hpp"
#include "models/cruise/stage_queue.hpp"

namespace stopover::cruise {
namespace {

using flow::Tick;
using flow::ticks;

constexpr random::Purpose kComePurpose = random::purpose("cruise.come");
constexpr random::Purpose kCrewPurpose = random::purpose("cruise.crew");
constexpr Seconds kStaySpread = minutes(90);  // that guests come back before they must
constexpr Seconds kCrewSpread = hours(3);     // over which crew goes out

class PierDay {
 public:
  PierDay(const PortBook& book, TerminalId terminal, const std::vector<TerminalCall>& calls,
          const DeskTable& desks, const Luck& luck)
      : book_(book), luck_(luck), queues_(book, terminal, calls, desks, luck) {
    for (const TerminalCall& call : calls) add(call);
    max_wait_.assign(people_.parties.size(), 0);
    at_.assign(people_.parties.size(), flow::kNever);
  }

  TerminalDay day() {
    off();
    on();
    for (std::size_t c = 0; c < people_.calls.size(); ++c) finish(c);
    return std::move(day_);
  }

 private:
  void add(const TerminalCall& call) {
    const CallTimes times{call.stay.moored, call.stay.ready};
    CallParties drawn = call_parties(book_, *call.planned, call.guests, times, luck_);
    CallResult result{.call = call.call, .guests = call.guests};
    result.kept_aboard = drawn.kept_aboard;
    result.stay_aboard = drawn.stay_aboard;
    result.entry = std::move(drawn.entry);
    result.by_mode_off.assign(book_.modes.size(), 0);
    result.by_mode_on.assign(book_.modes.size(), 0);
    for (const CruiseParty& party : drawn.parties) {
      people_.parties.push_back(party);
      people_.call_of.push_back(static_cast<std::uint32_t>(people_.calls.size()));
      count(party, result);
    }
    people_.calls.push_back(call);
    day_.calls.push_back(std::move(result));
  }

  static void count(const CruiseParty& party, CallResult& result) {
    if (party.flow == Flow::kAshore) result.ashore += party.persons;
    if (party.flow == Flow::kCrew) result.crew_ashore += party.persons;
    if (party.foreign) result.foreign += party.persons;
    if (party.mode == kNoMode) return;
    (party.flow == Flow::kOn ? result.by_mode_on : result.by_mode_off)[party.mode] += party.persons;
  }

  [[nodiscard]] random::Stream stream(std::size_t party, random::Purpose purpose) const {
    return random::Stream({.seed = luck_.seed,
                           .replication = luck_.replication,
                           .entity = people_.parties[party].key,
                           .purpose = purpose});
  }

  [[nodiscard]] bool is(std::size_t party, Flow flow) const {
    return people_.parties[party].flow == flow;
  }

  // ---- off -----------------------------------------------------------------------------------

  void off() {
    std::vector<Coming> out = over_the_gangways();
    const std::vector<Coming> through_gangway = out;
    out = queues_.pass(Stage::kBorderIn, std::move(out), people_, notes(Stage::kBorderIn));
    note_border_waits();
    std::vector<Coming> bags;
    std::vector<Coming> leaving;
    for (const Coming& one : out) {
      if (is(one.party, Flow::kOff))
        bags.push_back({std::max(one.time, bag_ready_[one.party]), one.party});
      else
        leaving.push_back(one);
    }
    bags = queues_.pass(Stage::kCustoms, std::move(bags), people_, notes(Stage::kCustoms));
    leaving.insert(leaving.end(), bags.begin(), bags.end());
    day_.arrival_hall_peak = most_inside(through_gangway, leaving);
    go_from_kerb(leaving);
  }

  // Who has left the ship, and when. Sets what the way needs: bags, the gangway's end.
  std::vector<Coming> over_the_gangways() {
    std::vector<Coming> out;
    bag_ready_.assign(people_.parties.size(), 0);
    ship_empty_.assign(people_.calls.size(), 0);
    std::size_t next = 0;
    for (std::size_t c = 0; c < people_.calls.size(); ++c) {
      const Stay& stay = people_.calls[c].stay;
      const Instant clear = stay.moored + book_.minutes_of("terminal.clearance_minutes");
      Groups groups(book_, stay.moored, clear, people_.calls[c].guests.off);
      std::vector<Coming> coming;
      for (; next < people_.parties.size() && people_.call_of[next] == c; ++next) {
        const auto party = static_cast<std::uint32_t>(next);
        if (is(next, Flow::kOn)) continue;
        if (is(next, Flow::kCrew)) {
          random::Stream luck = stream(next, kCrewPurpose);
          const double share = random::unit(luck);
          coming.push_back(
              {ticks(clear) + static_cast<Tick>(share * static_cast<double>(ticks(kCrewSpread))),
               party});
          continue;
        }
        const Groups::Called called = groups.next(people_.parties[next]);
        bag_ready_[next] = called.bags;
        coming.push_back({called.released, party});
      }
      day_.calls[c].last_bag_seconds = groups.last_bag_seconds();
      std::vector<Coming> over = queues_.gangway(std::move(coming), people_, clear);
      ship_empty_[c] = ticks(clear);
      for (const Coming& one : over)
        if (!is(one.party, Flow::kCrew)) ship_empty_[c] = std::max(ship_empty_[c], one.time);
      out.insert(out.end(), over.begin(), over.end());
    }
    return out;
  }

  void note_border_waits() {
    std::vector<std::vector<std::pair<Tick, std::int64_t>>> waits(people_.calls.size());
    for (std::size_t p = 0; p < people_.parties.size(); ++p)
      if (is(p, Flow::kOff))
        waits[people_.call_of[p]].emplace_back(last_wait_[p], people_.parties[p].persons);
    for (std::size_t c = 0; c < waits.size(); ++c) {
      std::sort(waits[c].begin(), waits[c].end());
      std::int64_t all = 0;
      for (const auto& [wait, persons] : waits[c]) all += persons;
      std::int64_t rank = stats::Share::percent(95).of_rounded_up(all);
      for (const auto& [wait, persons] : waits[c]) {
        rank -= persons;
        if (rank > 0) continue;
        day_.calls[c].border_p95_seconds = flow::seconds_of(wait);
        break;
      }
    }
  }

  void go_from_kerb(const std::vector<Coming>& leaving) {
    std::array<std::vector<Coming>, kKerbNames.size()> at;
    for (const Coming& one : leaving) {
      const std::uint16_t mode = people_.parties[one.party].mode;
      const Kerb kerb = mode == kNoMode ? Kerb::kNone : book_.modes[ModeId(mode)].kerb;
      at[static_cast<std::size_t>(kerb)].push_back(one);
    }
    std::vector<Coming> gone = std::move(at[static_cast<std::size_t>(Kerb::kNone)]);
    const auto pass = [&](Kerb kerb, Stage stage) {
      auto out =
          queues_.pass(stage, std::move(at[static_cast<std::size_t>(kerb)]), people_, notes(stage));
      gone.insert(gone.end(), out.begin(), out.end());
    };
    std::vector<Coming> coaches = queues_.coaches(
        std::move(at[static_cast<std::size_t>(Kerb::kCoach)]), people_, notes(Stage::kCoach));
    gone.insert(gone.end(), coaches.begin(), coaches.end());
    pass(Kerb::kTaxi, Stage::kTaxi);
    pass(Kerb::kMetro, Stage::kMetro);
    pass(Kerb::kCar, Stage::kCar);
    const KerbLuck kerb(book_, luck_);
    for (const Coming& one : gone) {
      at_[one.party] = one.time;
      const std::uint32_t c = people_.call_of[one.party];
      kerb.leave(people_.calls[c], people_.parties[one.party], one.time, day_.calls[c]);
    }
  }

  // ---- on ------------------------------------------------------------------------------------

  void on() {
    std::vector<Coming> check_in;
    std::vector<Coming> back;
    std::vector<Coming> crew;
    for (std::size_t p = 0; p < people_.parties.size(); ++p) {
      const auto party = static_cast<std::uint32_t>(p);
      if (is(p, Flow::kOn)) come_to_sail(party, check_in);
      if (is(p, Flow::kAshore)) back.push_back({time_back(party), party});
      if (is(p, Flow::kCrew)) crew.push_back({crew_back(party), party});
    }
    std::vector<Coming> inside = check_in;
    inside.insert(inside.end(), back.begin(), back.end());
    check_in = queues_.pass(Stage::kCheckIn, std::move(check_in), people_, notes(Stage::kCheckIn));
    check_in.insert(check_in.end(), back.begin(), back.end());
    std::vector<Coming> out =
        queues_.pass(Stage::kSecurity, std::move(check_in), people_, notes(Stage::kSecurity));
    out.insert(out.end(), crew.begin(), crew.end());
    out = queues_.pass(Stage::kBorderOut, std::move(out), people_, notes(Stage::kBorderOut));
    board(out, inside);
  }

  void board(const std::vector<Coming>& out, const std::vector<Coming>& inside) {
    std::vector<std::vector<Coming>> by_call(people_.calls.size());
    for (const Coming& one : out)
      if (!is(one.party, Flow::kCrew)) by_call[people_.call_of[one.party]].push_back(one);
    std::vector<Coming> aboard;
    for (std::size_t c = 0; c < by_call.size(); ++c) {
      for (Coming& one : by_call[c]) one.time = std::max(one.time, ship_empty_[c]);
      const Instant opens = flow::instant_of(ship_empty_[c]);
      const std::vector<Coming> over = queues_.gangway(std::move(by_call[c]), people_, opens);
      const Tick closes =
          ticks(people_.calls[c].stay.ready - book_.minutes_of("gangway.closes_minutes"));
      CallResult& result = day_.calls[c];
      Tick last = 0;
      for (const Coming& one : over) {
        aboard.push_back(one);
        const std::int64_t persons = people_.parties[one.party].persons;
        const bool in_time = one.time <= closes;
        if (in_time) last = std::max(last, one.time);
        if (is(one.party, Flow::kOn))
          (in_time ? result.boarded : result.left_gangway) += persons;
        else if (!in_time)
          result.back_late += persons;
      }
      result.spare_seconds = last == 0 ? 0 : flow::seconds_of(closes - last);
    }
    day_.departure_hall_peak = most_inside(inside, aboard);
  }

  // Wanted evenly over the time of check-in, met with the spread of the way and late trains.
  void come_to_sail(std::uint32_t party, std::vector<Coming>& check_in) {
    const std::uint32_t c = people_.call_of[party];
    const TerminalCall& call = people_.calls[c];
    const Mode& mode = book_.modes[ModeId(people_.parties[party].mode)];
    random::Stream luck = stream(party, kComePurpose);
    const Seconds opens = book_.minutes_of("checkin.opens_minutes");
    const Seconds closes = book_.minutes_of("checkin.closes_minutes");
    const double wanted = random::unit(luck);
    const double spread = random::normal_quantile(random::open_unit(luck));
    const double late = random::unit(luck);
    const double how_late = random::open_unit(luck);
    // Guests know the timetable, and how late trains and flights are.
    double reserve = book_.figure("checkin.reserve_minutes");
    if (mode.late_share > 0) reserve += 2 * mode.late_minutes;
    const Seconds latest = std::min(closes + round_to<Seconds>(reserve * 60), opens);
    double seconds = -static_cast<double>(opens.count()) +
                     wanted * static_cast<double>((opens - latest).count());
    seconds += spread * (book_.figure("checkin.sd_minutes") + mode.sd_minutes) * 60 / 2;
    if (late < mode.late_share && mode.late_minutes > 0)
      seconds += random::Exponential(mode.late_minutes).quantile(how_late) * 60;
    const Instant come = call.planned->depart + round_to<Seconds>(seconds);
    const Instant shut = call.stay.ready - closes;
    if (come > shut) {
      day_.calls[c].left_checkin += people_.parties[party].persons;
      return;
    }
    const Instant opened = std::max(call.planned->depart - opens, call.stay.moored);
    check_in.push_back({ticks(std::max(come, opened)), party});
  }

  [[nodiscard]] Tick time_back(std::uint32_t party) const {
    const TerminalCall& call = people_.calls[people_.call_of[party]];
    const Mode& mode = book_.modes[ModeId(people_.parties[party].mode)];
    random::Stream luck = stream(party, kComePurpose);
    const double early = random::unit(luck);
    const double spread = random::normal_quantile(random::open_unit(luck));
    const Instant due = call.stay.ready - book_.minutes_of("shore.margin_minutes");
    const double seconds =
        spread * mode.sd_minutes * 60 - early * static_cast<double>(kStaySpread.count());
    return std::max(ticks(due + round_to<Seconds>(seconds)), went_out(party));
  }

  [[nodiscard]] Tick crew_back(std::uint32_t party) const {
    const TerminalCall& call = people_.calls[people_.call_of[party]];
    random::Stream luck = stream(party, kCrewPurpose);
    luck.seek(1);
    const Tick from = went_out(party);
    const Tick due = ticks(call.stay.ready - book_.minutes_of("shore.margin_minutes"));
    if (due <= from) return from;
    return from + static_cast<Tick>(random::unit(luck) * static_cast<double>(due - from));
  }

  // Of whom the desks let out; else the ship is where they are.
  [[nodiscard]] Tick went_out(std::uint32_t party) const {
    return at_[party] == flow::kNever ? ticks(people_.calls[people_.call_of[party]].stay.moored)
                                      : at_[party];
  }

  // ---- notes ---------------------------------------------------------------------------------

  StageNotes notes(Stage stage) {
    last_wait_.assign(people_.parties.size(), 0);
    return {day_.stages[static_cast<std::size_t>(stage)], last_wait_, max_wait_};
  }

  [[nodiscard]] std::int64_t most_inside(const std::vector<Coming>& in,
                                         const std::vector<Coming>& out) const {
    std::vector<std::pair<Tick, std::int64_t>> changes;
    changes.reserve(in.size() + out.size());
    for (const Coming& one : in) changes.emplace_back(one.time, people_.parties[one.party].persons);
    for (const Coming& one : out)
      changes.emplace_back(one.time, -std::int64_t{people_.parties[one.party].persons});
    return greatest_sum(std::move(changes));
  }

  void finish(std::size_t c) {
    CallResult& result = day_.calls[c];
    const Stay& stay = people_.calls[c].stay;
    const Tick long_wait = ticks(book_.minutes_of("wait.minutes"));
    const Money money(book_, luck_);
    Tick clear = 0;
    for (std::size_t p = 0; p < people_.parties.size(); ++p) {
      if (people_.call_of[p] != c) continue;
      const CruiseParty& party = people_.parties[p];
      money.spend(party, result.amounts);
      if (party.flow == Flow::kCrew) continue;
      const std::int64_t times = party.flow == Flow::kAshore ? 2 : 1;
      result.passed += party.persons * times;
      if (max_wait_[p] > long_wait) result.waited_long += party.persons * times;
      if (party.flow == Flow::kOff && at_[p] != flow::kNever) clear = std::max(clear, at_[p]);
    }
    if (clear > 0) result.clear_seconds = flow::seconds_of(clear - ticks(stay.moored));
    money.fees(book_.ships[people_.calls[c].planned->ship].gt, result.movements(), result.amounts);
  }

  const PortBook& book_;
  Luck luck_;
  StageQueues queues_;
  People people_;
  std::vector<Tick> bag_ready_;
  std::vector<Tick> ship_empty_;  // by call: the gangway is free for those who board
  std::vector<Tick> last_wait_;
  std::vector<Tick> max_wait_;
  std::vector<Tick> at_;  // when they left the terminal
  TerminalDay day_;
};

}  // namespace

DeskTable::DeskTable(const PortBook& book) {
  std::vector<flow::DeskTime> by_cv;
  std::vector<double> cvs;
  for (const Terminal& terminal : book.terminals)
    for (const auto& desks : terminal.desks)
      for (std::size_t kind = 0; kind < kDeskKindNames.size(); ++kind) {
        times_.emplace_back();
        const auto at = std::find_if(desks.begin(), desks.end(), [&](const DeskHours& desk) {
          return desk.kind == static_cast<DeskKind>(kind);
        });
        if (at == desks.end()) continue;
        const auto known = std::find(cvs.begin(), cvs.end(), at->cv);
        if (known == cvs.end()) {
          cvs.push_back(at->cv);
          by_cv.emplace_back(flow::ServiceTime{.distribution = at->cv > 0
                                                                   ? flow::Distribution::kGamma
                                                                   : flow::Distribution::kConstant,
                                               .mean_seconds = at->mean_seconds,
                                               .cv = at->cv});
          times_.back() = by_cv.back();
        } else {
          times_.back() =
              by_cv[static_cast<std::size_t>(known - cvs.begin())].with_mean(at->mean_seconds);
        }
      }
}

const flow::DeskTime& DeskTable::time(TerminalId terminal, Stage stage, DeskKind kind) const {
  const std::size_t at = (terminal.value() * kStageNames.size() + static_cast<std::size_t>(stage)) *
                             kDeskKindNames.size() +
                         static_cast<std::size_t>(kind);
  STOPOVER_CHECK(times_[at].has_value(), "a stage has desks of this kind");
  return *times_[at];
}

void Amounts::add(const Amounts& other) {
  for (std::size_t i = 0; i < fen.size(); ++i) {
    fen[i] += other.fen[i];
    city_fen[i] += other.city_fen[i];
  }
  crew_fen += other.crew_fen;
  fees_fen += other.fees_fen;
}

void StageResult::add(const StageResult& other) {
  persons += other.persons;
  wait_seconds += other.wait_seconds;
  longest_wait_seconds = std::max(longest_wait_seconds, other.longest_wait_seconds);
  longest_queue = std::max(longest_queue, other.longest_queue);
  waited_long += other.waited_long;
  stranded += other.stranded;
  wait_minutes.merge(other.wait_minutes);
}

TerminalDay terminal_day(const PortBook& book, TerminalId terminal,
                         const std::vector<TerminalCall>& calls, const DeskTable& desks,
                         const Luck& luck) {
  return PierDay(book, terminal, calls, desks, luck).day();
}

}  // namespace stopover::cruise
