// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/year.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace stopover::cruise {
namespace {

constexpr Seconds kLate = minutes(30);
// Guests come to the terminal up to so long before their ship is there.
constexpr Seconds kBefore = hours(1);

struct Run {  // of days at one terminal
  std::uint32_t replication = 0;
  TerminalId terminal;
  std::vector<TerminalCall> calls;
};

// Calls of each terminal whose stays meet, in order of mooring.
void cut_into_runs(const PortBook& book, const std::vector<PlannedCall>& calls,
                   std::uint32_t replication, const YearReplication& rep, const Luck& luck,
                   std::vector<Run>& runs) {
  Table<TerminalId, std::vector<std::size_t>> at(book.terminals.size());
  for (std::size_t i = 0; i < calls.size(); ++i)
    if (rep.stays[i].fate == StayFate::kServed) at[calls[i].terminal].push_back(i);
  for (const TerminalId terminal : ids_of(book.terminals)) {
    std::vector<std::size_t>& list = at[terminal];
    std::sort(list.begin(), list.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(rep.stays[a].moored, a) < std::pair(rep.stays[b].moored, b);
    });
    Instant until{};
    bool open = false;
    for (const std::size_t i : list) {
      const Stay& stay = rep.stays[i];
      // Ships that meet on one day share desks and queues; the next day begins with empty halls.
      if (!open || stay.moored - kBefore >= until) {
        runs.push_back({replication, terminal, {}});
        until = Instant(INT64_MIN / 2);
        open = true;
      }
      runs.back().calls.push_back({i, &calls[i], stay, call_guests(book, calls[i], luck)});
      until = std::max(until, stay.sailed);
    }
  }
}

void add_entry(std::vector<EntryCount>& to, const std::vector<EntryCount>& from) {
  for (const EntryCount& one : from) {
    const auto at = std::lower_bound(
        to.begin(), to.end(), one.regime,
        [](const EntryCount& a, const std::string& regime) { return a.regime < regime; });
    if (at != to.end() && at->regime == one.regime)
      at->persons += one.persons;
    else
      to.insert(at, one);
  }
}

void add_call(const CallResult& call, YearTotals& t) {
  t.passengers += call.movements();
  t.off += call.guests.off;
  t.on += call.guests.on;
  t.through += call.guests.through;
  t.ashore += call.ashore;
  t.kept_aboard += call.kept_aboard;
  t.border_count += call.border_count();
  t.crew_ashore += call.crew_ashore;
  t.foreign += call.foreign;
  t.boarded += call.boarded;
  t.left_behind += call.left_checkin + call.left_gangway;
  t.back_late += call.back_late;
  t.onward += call.onward;
  t.onward_missed += call.onward_missed;
  t.onward_kept += call.onward_kept;
  t.rush += call.rush;
  t.passed += call.passed;
  t.waited_long += call.waited_long;
  for (std::size_t m = 0; m < t.by_mode.size(); ++m)
    t.by_mode[m] += call.by_mode_off[m] + call.by_mode_on[m];
  add_entry(t.entry, call.entry);
  t.amounts.add(call.amounts);
}

void add_stays(const std::vector<PlannedCall>& calls, const std::vector<Stay>& stays,
               YearTotals& t) {
  for (std::size_t i = 0; i < stays.size(); ++i) {
    const Stay& stay = stays[i];
    t.not_sailed += stay.fate == StayFate::kNotSailed ? 1 : 0;
    t.gave_up += stay.fate == StayFate::kGaveUp ? 1 : 0;
    t.no_berth += stay.fate == StayFate::kNoBerth ? 1 : 0;
    if (stay.fate != StayFate::kServed) continue;
    ++t.calls;
    t.late_calls += stay.moored - calls[i].arrive > kLate ? 1 : 0;
    t.late_sailings += stay.sailed - calls[i].depart > kLate ? 1 : 0;
    for (std::size_t w = 0; w < t.wait_seconds.size(); ++w)
      t.wait_seconds[w] += (stay.in[w] + stay.out[w]).count();
    t.berth_waits += stay.in[static_cast<std::size_t>(Wait::kBerth)] > Seconds(0) ? 1 : 0;
  }
}

// Time that is closed, where spans meet once.
std::int64_t closed_seconds(const PortBook& book, const std::vector<ClosedSpan>& closed,
                            HalfOpen<CivilDate> span) {
  const Instant end = book.zone.instant_at(span.until, Seconds(0));
  Instant at = book.zone.instant_at(span.from, Seconds(0));
  std::int64_t sum = 0;
  for (const ClosedSpan& one : closed) {
    const Instant from = std::max(at, one.time.from);
    const Instant until = std::min(end, one.time.until);
    if (from < until) sum += (until - from).count();
    at = std::max(at, until);
  }
  return sum;
}

void sum_up(const PortBook& book, const std::vector<PlannedCall>& calls, YearReplication& rep) {
  YearTotals& t = rep.totals;
  t.by_mode.assign(book.modes.size(), 0);
  add_stays(calls, rep.stays, t);
  std::sort(rep.calls.begin(), rep.calls.end(),
            [](const CallResult& a, const CallResult& b) { return a.call < b.call; });
  std::map<CivilDate, std::int64_t> day;
  for (const CallResult& call : rep.calls) {
    add_call(call, t);
    day[book.zone.civil(rep.stays[call.call].moored).date] += call.movements();
  }
  for (const auto& [date, passengers] : day) t.peak_day = std::max(t.peak_day, passengers);
}

}  // namespace

std::vector<YearReplication> simulate_year(const PortBook& book,
                                           const std::vector<PlannedCall>& calls,
                                           HalfOpen<CivilDate> span, const YearOptions& options,
                                           Executor& executor) {
  const DeskTable desks(book);
  std::vector<YearReplication> reps(options.replications);
  std::vector<std::vector<Run>> runs_of(reps.size());
  executor.run(reps.size(), [&](std::size_t r) {
    const Luck luck{options.seed, static_cast<std::uint32_t>(r)};
    const std::vector<ClosedSpan> closed =
        options.harbour.closures ? closed_spans(book, span, luck) : std::vector<ClosedSpan>{};
    reps[r].stays = harbour_year(book, calls, closed, luck, options.harbour);
    reps[r].most = most_calls(book, span, closed, luck);
    reps[r].totals.closed_seconds = closed_seconds(book, closed, span);
    cut_into_runs(book, calls, static_cast<std::uint32_t>(r), reps[r], luck, runs_of[r]);
  });
  std::vector<Run> runs;
  for (std::vector<Run>& some : runs_of)
    for (Run& run : some) runs.push_back(std::move(run));
  std::vector<TerminalDay> days(runs.size());
  executor.run(runs.size(), [&](std::size_t i) {
    days[i] = terminal_day(book, runs[i].terminal, runs[i].calls, desks,
                           {options.seed, runs[i].replication});
  });
  for (YearReplication& rep : reps) {
    rep.stages.resize(book.terminals.size());
    rep.arrival_hall_peak.resize(book.terminals.size());
    rep.departure_hall_peak.resize(book.terminals.size());
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    YearReplication& rep = reps[runs[i].replication];
    for (CallResult& call : days[i].calls) rep.calls.push_back(std::move(call));
    for (std::size_t s = 0; s < kStageNames.size(); ++s)
      rep.stages[runs[i].terminal][s].add(days[i].stages[s]);
    std::int64_t& in = rep.arrival_hall_peak[runs[i].terminal];
    in = std::max(in, days[i].arrival_hall_peak);
    std::int64_t& out = rep.departure_hall_peak[runs[i].terminal];
    out = std::max(out, days[i].departure_hall_peak);
  }
  for (YearReplication& rep : reps) sum_up(book, calls, rep);
  return reps;
}

}  // namespace stopover::cruise
