// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/stage_queue.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/flow/checkpoint_queue.hpp"
#include "engine/flow/desk_queue.hpp"

namespace stopover::cruise {
namespace {

using flow::Tick;
using flow::ticks;

constexpr random::Purpose kDeskPurpose = random::purpose("cruise.desk");
constexpr std::int16_t kTaxiSeats = 4;

void sort_coming(std::vector<Coming>& coming) {
  std::sort(coming.begin(), coming.end(), [](const Coming& a, const Coming& b) {
    return std::tie(a.time, a.party) < std::tie(b.time, b.party);
  });
}

struct Waited {
  Tick arrival = 0;
  Tick start = 0;
  std::uint32_t party = 0;
};

void note(const std::vector<Waited>& waits, const People& people, Tick long_wait,
          StageNotes& notes) {
  std::vector<std::pair<Tick, std::int64_t>> changes;
  changes.reserve(waits.size() * 2);
  for (const Waited& one : waits) {
    const std::int64_t persons = people.parties[one.party].persons;
    const Tick wait = one.start - one.arrival;
    notes.last_wait[one.party] = wait;
    notes.max_wait[one.party] = std::max(notes.max_wait[one.party], wait);
    const std::int64_t seconds = flow::seconds_of(wait);
    notes.result.persons += persons;
    notes.result.wait_seconds += seconds * persons;
    notes.result.longest_wait_seconds = std::max(notes.result.longest_wait_seconds, seconds);
    if (wait > long_wait) notes.result.waited_long += persons;
    notes.result.wait_minutes.add(seconds / 60, persons);
    if (wait == 0) continue;
    changes.emplace_back(one.arrival, persons);
    changes.emplace_back(one.start, -persons);
  }
  notes.result.longest_queue =
      std::max(notes.result.longest_queue, greatest_sum(std::move(changes)));
}

}  // namespace

std::int64_t greatest_sum(std::vector<std::pair<Tick, std::int64_t>> changes) {
  std::sort(changes.begin(), changes.end());
  std::int64_t now = 0;
  std::int64_t most = 0;
  for (const auto& [time, change] : changes) {
    now += change;
    most = std::max(most, now);
  }
  return most;
}

Groups::Groups(const PortBook& book, Instant moored, Instant clear, std::int64_t with_bags)
    : group_(book.figure("group.guests")),
      gangway_(book.figure("gangway.per_minute")),
      bags_per_guest_(book.figure("bags.per_guest")),
      bags_per_minute_(book.figure("bags.per_minute")),
      first_(book.figure("bags.first_minutes")),
      moored_(moored),
      clear_(clear),
      with_bags_(with_bags) {}

Groups::Called Groups::next(const CruiseParty& party) {
  const auto group = static_cast<std::int64_t>(static_cast<double>(called_) / group_);
  called_ += party.persons;
  Called out;
  const double minutes_on = static_cast<double>(group) * group_ / gangway_;
  out.released = ticks(clear_) + flow::ticks_of_draw(minutes_on * 60);
  out.bags = ticks(moored_);
  if (party.flow != Flow::kOff) return out;
  bagged_ += party.persons;
  // The group's last bag: of the end of the group that this party's last member is in.
  const auto size = static_cast<std::int64_t>(group_);
  const std::int64_t end = std::min(((bagged_ - 1) / size + 1) * size, with_bags_);
  const double bag_minutes = first_ + static_cast<double>(end) * bags_per_guest_ / bags_per_minute_;
  if (bags_per_guest_ > 0) out.bags += flow::ticks_of_draw(bag_minutes * 60);
  return out;
}

std::int64_t Groups::last_bag_seconds() const {
  if (bagged_ == 0 || bags_per_guest_ == 0) return 0;
  const double bag_minutes =
      first_ + static_cast<double>(bagged_) * bags_per_guest_ / bags_per_minute_;
  return round_to<Seconds>(bag_minutes * 60).count();
}

StageQueues::StageQueues(const PortBook& book, TerminalId terminal,
                         const std::vector<TerminalCall>& calls, const DeskTable& desks,
                         const Luck& luck)
    : book_(book),
      terminal_(terminal),
      desks_(desks),
      luck_(luck),
      slow_(book.figure("slow.over_64")) {
  STOPOVER_CHECK(!calls.empty(), "a terminal's day has a ship");
  Instant from = calls.front().stay.moored;
  Instant until = calls.front().stay.sailed;
  for (const TerminalCall& call : calls) {
    from = std::min({from, call.stay.moored, call.planned->depart - hours(24)});
    until = std::max(until, call.stay.sailed);
  }
  first_ = book.zone.civil(from).date.plus_days(-1);
  last_ = book.zone.civil(until).date.plus_days(1);
}

// Rows of one kind may overlap: their desks add up.
std::vector<flow::DeskPeriod> StageQueues::periods(Stage stage, DeskKind kind) const {
  std::map<Tick, int> change;
  for (const DeskHours& desk : book_.terminals[terminal_].desks[static_cast<std::size_t>(stage)]) {
    if (desk.kind != kind || desk.desks == 0) continue;
    for (CivilDate date = first_; date <= last_; date = date.plus_days(1)) {
      change[ticks(book_.zone.instant_at(date, desk.from))] += desk.desks;
      change[ticks(book_.zone.instant_at(date, desk.until))] -= desk.desks;
    }
  }
  std::vector<flow::DeskPeriod> out;
  int desks = 0;
  Tick since = 0;
  for (const auto& [time, by] : change) {
    if (desks > 0) {
      if (!out.empty() && out.back().until == since && out.back().desks == desks)
        out.back().until = time;
      else
        out.push_back({since, time, desks});
    }
    desks += by;
    since = time;
  }
  return out;
}

Tick StageQueues::service(Stage stage, DeskKind kind, const CruiseParty& party, int persons) const {
  const random::Stream stream(
      {.seed = luck_.seed,
       .replication = luck_.replication,
       .entity = stable_hash(static_cast<std::int64_t>(party.key), static_cast<int>(stage),
                             static_cast<int>(kind)),
       .purpose = kDeskPurpose});
  const Tick plain = desks_.time(terminal_, stage, kind).draw(stream, persons);
  if (party.slow == 0 || slow_ == 1) return plain;
  const double more = (slow_ - 1) * party.slow / party.persons;
  return plain + static_cast<Tick>(more * static_cast<double>(plain));
}

std::vector<Coming> StageQueues::pass(Stage stage, std::vector<Coming> coming, const People& people,
                                      StageNotes notes) const {
  if (coming.empty()) return coming;
  sort_coming(coming);
  const bool border = stage == Stage::kBorderIn || stage == Stage::kBorderOut;
  std::vector<Coming> out =
      border ? pass_border(stage, coming, people, notes) : pass_plain(stage, coming, people, notes);
  sort_coming(out);
  return out;
}

std::vector<Coming> StageQueues::pass_plain(Stage stage, const std::vector<Coming>& coming,
                                            const People& people, StageNotes& notes) const {
  std::vector<Tick> arrival;
  std::vector<Tick> services;
  for (const Coming& one : coming) {
    const CruiseParty& party = people.parties[one.party];
    int jobs = party.persons;
    if (stage == Stage::kTaxi) jobs = (party.persons + kTaxiSeats - 1) / kTaxiSeats;
    if (stage == Stage::kCar) jobs = 1;
    arrival.push_back(one.time);
    services.push_back(service(stage, DeskKind::kAny, party, jobs));
  }
  std::vector<Tick> start(coming.size());
  flow::checkpoint_starts(periods(stage, DeskKind::kAny), arrival, services, start);
  std::vector<Coming> out;
  std::vector<Waited> waits;
  for (std::size_t i = 0; i < coming.size(); ++i) {
    if (start[i] == flow::kNever) {
      notes.result.stranded += people.parties[coming[i].party].persons;
      continue;
    }
    out.push_back({start[i] + services[i], coming[i].party});
    waits.push_back({arrival[i], start[i], coming[i].party});
  }
  note(waits, people, ticks(book_.minutes_of("wait.minutes")), notes);
  return out;
}

std::vector<Coming> StageQueues::pass_border(Stage stage, const std::vector<Coming>& coming,
                                             const People& people, StageNotes& notes) const {
  constexpr std::array kKinds{DeskKind::kManual, DeskKind::kEgate, DeskKind::kForeign,
                              DeskKind::kGroup, DeskKind::kCrew};
  flow::QueueRules rules;
  std::vector<DeskKind> kinds;
  std::array<std::optional<std::uint8_t>, kDeskKindNames.size()> type;
  for (const DeskKind kind : kKinds) {
    std::vector<flow::DeskPeriod> open = periods(stage, kind);
    if (open.empty()) continue;
    type[static_cast<std::size_t>(kind)] = static_cast<std::uint8_t>(kinds.size());
    kinds.push_back(kind);
    rules.desks.push_back(std::move(open));
  }
  const auto of = [&](DeskKind wanted, DeskKind otherwise) {
    const auto one = type[static_cast<std::size_t>(wanted)];
    return one ? *one : type[static_cast<std::size_t>(otherwise)].value();
  };
  const std::uint8_t manual = of(DeskKind::kManual, DeskKind::kManual);
  const std::uint8_t foreign = of(DeskKind::kForeign, DeskKind::kManual);
  const std::uint8_t gate = of(DeskKind::kEgate, DeskKind::kManual);
  rules.lines.resize(kLanes);
  rules.lines[static_cast<std::size_t>(Lane::kEgate)].desks = {gate};
  if (gate != manual) rules.lines[static_cast<std::size_t>(Lane::kEgate)].desks.push_back(manual);
  rules.lines[static_cast<std::size_t>(Lane::kCitizen)].desks = {manual};
  rules.lines[static_cast<std::size_t>(Lane::kForeign)].desks = {foreign};
  rules.lines[static_cast<std::size_t>(Lane::kGroup)].desks = {
      of(DeskKind::kGroup, DeskKind::kForeign)};
  rules.lines[static_cast<std::size_t>(Lane::kCrew)].desks = {
      of(DeskKind::kCrew, DeskKind::kManual)};

  std::vector<Tick> arrival;
  std::vector<Tick> services;
  std::vector<std::uint8_t> line;
  for (const Coming& one : coming) {
    const CruiseParty& party = people.parties[one.party];
    arrival.push_back(one.time);
    line.push_back(static_cast<std::uint8_t>(party.lane));
    const auto& usable = rules.lines[line.back()].desks;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      const bool uses = std::find(usable.begin(), usable.end(), k) != usable.end();
      services.push_back(uses ? service(stage, kinds[k], party, party.persons) : 0);
    }
  }
  flow::DeskQueue queue(rules);
  queue.add({.arrival = arrival, .service = services, .line = line});
  std::vector<flow::QueueVisit> visits;
  queue.finish(visits);
  std::vector<Coming> out;
  std::vector<Waited> waits;
  for (const flow::QueueVisit& visit : visits) {
    const auto i = static_cast<std::size_t>(visit.customer);
    if (visit.fate != flow::QueueVisit::Fate::kServed) {
      notes.result.stranded += people.parties[coming[i].party].persons;
      continue;
    }
    out.push_back({visit.end, coming[i].party});
    waits.push_back({arrival[i], visit.start, coming[i].party});
  }
  note(waits, people, ticks(book_.minutes_of("wait.minutes")), notes);
  return out;
}

std::vector<Coming> StageQueues::coaches(std::vector<Coming> coming, const People& people,
                                         StageNotes notes) const {
  if (coming.empty()) return coming;
  sort_coming(coming);
  const auto seats = static_cast<std::int64_t>(book_.figure("coach.persons"));
  struct Load {
    Tick ready = 0;
    std::vector<std::uint32_t> parties;
    std::int64_t persons = 0;
  };
  std::vector<Load> loads;
  std::vector<std::optional<std::size_t>> open(people.calls.size());
  for (const Coming& one : coming) {
    auto& at = open[people.call_of[one.party]];
    const std::int64_t persons = people.parties[one.party].persons;
    if (at && loads[*at].persons + persons > seats) at.reset();
    if (!at) {
      at = loads.size();
      loads.emplace_back();
    }
    Load& load = loads[*at];
    load.ready = one.time;
    load.persons += persons;
    load.parties.push_back(one.party);
  }
  std::stable_sort(loads.begin(), loads.end(),
                   [](const Load& a, const Load& b) { return a.ready < b.ready; });
  std::vector<Tick> arrival;
  std::vector<Tick> services;
  for (const Load& load : loads) {
    arrival.push_back(load.ready);
    services.push_back(
        service(Stage::kCoach, DeskKind::kAny, people.parties[load.parties.front()], 1));
  }
  std::vector<Tick> start(loads.size());
  flow::checkpoint_starts(periods(Stage::kCoach, DeskKind::kAny), arrival, services, start);
  std::vector<Coming> out;
  std::vector<Waited> waits;
  for (std::size_t i = 0; i < loads.size(); ++i)
    for (const std::uint32_t party : loads[i].parties) {
      if (start[i] == flow::kNever) {
        notes.result.stranded += people.parties[party].persons;
        continue;
      }
      out.push_back({start[i] + services[i], party});
      waits.push_back({arrival[i], start[i], party});
    }
  note(waits, people, ticks(book_.minutes_of("wait.minutes")), notes);
  return out;
}

std::vector<Coming> StageQueues::gangway(std::vector<Coming> coming, const People& people,
                                         Instant opens) const {
  if (coming.empty()) return coming;
  sort_coming(coming);
  const double rate = book_.figure("gangway.per_minute");
  const flow::DeskPeriod always{ticks(opens), ticks(opens + hours(24 * 60)), 1};
  std::vector<Tick> arrival;
  std::vector<Tick> services;
  for (const Coming& one : coming) {
    arrival.push_back(one.time);
    services.push_back(flow::ticks_of_draw(people.parties[one.party].persons * 60.0 / rate));
  }
  std::vector<Tick> start(coming.size());
  flow::checkpoint_starts({&always, 1}, arrival, services, start);
  for (std::size_t i = 0; i < coming.size(); ++i) coming[i].time = start[i] + services[i];
  return coming;
}

}  // namespace stopover::cruise
