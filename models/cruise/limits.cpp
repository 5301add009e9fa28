// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/limits.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace stopover::cruise {
namespace {

constexpr int kSteps = 20;       // of the load of a full day
constexpr int kAskedABerth = 8;  // ships a day that ask for the channel
constexpr double kPatience = 6;  // hours
constexpr double kYear = 365;
constexpr Seconds kApart = minutes(20);  // ships of a full day moor

// The largest ship that the berth holds.
ShipId largest(const PortBook& book, const Berth& berth) {
  ShipId best;
  for (const ShipId id : ids_of(book.ships))
    if (holds(berth, book.ships[id]) &&
        (best.is_none() || book.ships[id].lower_berths > book.ships[best].lower_berths))
      best = id;
  return best;
}

double guests_of(const PortBook& book, ShipId ship) {
  return ship.is_none() ? 0 : 2 * book.figure("load.lower_berths") * book.ships[ship].lower_berths;
}

PortBook with_wide_channels(const PortBook& book) {
  PortBook wide = book;
  for (Channel& channel : wide.channels) {
    channel.one_way = false;
    channel.separation = Seconds(0);
    channel.pilots = 1'000'000;
  }
  return wide;
}

// Each berth several times over, and little patience: what the channel alone lets through.
PortBook with_many_berths(const PortBook& book) {
  PortBook many = book;
  for (const Berth& berth : book.berths)
    for (int k = 1; k < kAskedABerth; ++k) {
      Berth copy = berth;
      copy.key += fmt::format("#{}", k);
      many.berths.push_back(copy);
    }
  many.figures["call.give_up_hours"] = kPatience;
  return many;
}

double passengers_of(const PortBook& book, const std::vector<BerthMost>& most) {
  double sum = 0;
  for (const BerthMost& one : most) sum += one.calls * guests_of(book, one.ship);
  return sum;
}

}  // namespace

FullDay full_day(const PortBook& book, TerminalId terminal, CivilDate date, double beds,
                 const DeskTable& desks, std::uint64_t seed) {
  const Luck luck{seed, 0};
  const auto arrive = round_to<Seconds>(book.figure("call.arrive_hour") * 3600);
  const Seconds depart = std::max(round_to<Seconds>(book.figure("call.depart_hour") * 3600),
                                  arrive + book.minutes_of("turnaround.least_minutes"));
  std::vector<PlannedCall> planned;
  for (const Berth& berth : book.berths) {
    if (berth.terminal != terminal || !berth.valid.contains(date)) continue;
    const ShipId ship = largest(book, berth);
    if (ship.is_none()) continue;
    const Seconds later = kApart * static_cast<std::int64_t>(planned.size());
    PlannedCall call{.key = fmt::format("full:{}", berth.key), .ship = ship, .terminal = terminal};
    call.arrive = book.zone.instant_at(date, arrive + later);
    call.depart = book.zone.instant_at(date, depart + later);
    call.mix = mix_of(book, scenario::CruiseCall());
    call.off = call.on =
        static_cast<int>(round_to<People>(beds * book.ships[ship].guests_max).count());
    planned.push_back(std::move(call));
  }
  std::vector<TerminalCall> calls;
  for (std::size_t i = 0; i < planned.size(); ++i)
    calls.push_back(
        {i, &planned[i],
         Stay{.moored = planned[i].arrive, .ready = planned[i].depart, .sailed = planned[i].depart},
         call_guests(book, planned[i], luck)});
  FullDay out;
  if (calls.empty()) return out;
  const TerminalDay day = terminal_day(book, terminal, calls, desks, luck);
  for (const CallResult& call : day.calls) out.passengers += call.movements();
  std::int64_t persons = 0;
  std::int64_t slow = 0;
  for (const Stage stage : {Stage::kBorderIn, Stage::kBorderOut}) {
    const StageResult& one = day.stages[static_cast<std::size_t>(stage)];
    persons += one.persons + one.stranded;
    slow += one.waited_long + one.stranded;
  }
  if (persons > 0)
    out.border_in_time = 1 - static_cast<double>(slow) / static_cast<double>(persons);
  out.arrival_peak = day.arrival_hall_peak;
  out.departure_peak = day.departure_hall_peak;
  return out;
}

Limits limits(const PortBook& book, const std::vector<PlannedCall>& calls, HalfOpen<CivilDate> span,
              std::uint64_t seed, Executor& executor) {
  Limits out;
  out.goal = book.figure("goal.passengers");
  const Luck luck{seed, 0};
  const std::vector<ClosedSpan> closed = closed_spans(book, span, luck);
  const double scale = kYear / std::max(1, days_between(span.from, span.until));
  const auto set = [&](Constraint of, double value) {
    out.passengers[static_cast<std::size_t>(of)] = value * scale;
  };
  std::vector<BerthMost> days;
  std::vector<BerthMost> channel;
  executor.run(2, [&](std::size_t which) {
    if (which == 0)
      days = most_calls(with_wide_channels(book), span, closed, luck);
    else
      channel = most_calls(with_many_berths(book), span, closed, luck);
  });
  double berths = 0;
  for (const BerthMost& one : days) berths += one.days * guests_of(book, one.ship);
  double demand = 0;
  for (const PlannedCall& call : calls) demand += expected_passengers(book, call);
  set(Constraint::kDemand, demand);
  set(Constraint::kBerths, berths);
  set(Constraint::kDays, passengers_of(book, days));
  set(Constraint::kChannel, passengers_of(book, channel));

  // Loads of a full day, terminal by terminal.
  const DeskTable desks(book);
  const std::size_t terminals = book.terminals.size();
  std::vector<FullDay> full(terminals * kSteps);
  const CivilDate date = span.from.plus_days(days_between(span.from, span.until) / 2);
  executor.run(full.size(), [&](std::size_t i) {
    full[i] = full_day(book, TerminalId(i / kSteps), date,
                       static_cast<double>(i % kSteps + 1) / kSteps, desks, seed);
  });
  double hall = 0;
  double border = 0;
  for (const TerminalId id : ids_of(book.terminals)) {
    double open_days = 0;
    int of_terminal = 0;
    for (const BerthMost& one : days) {
      if (book.berths[one.berth].terminal != id || one.ship.is_none()) continue;
      open_days += one.calls;
      ++of_terminal;
    }
    if (of_terminal == 0) continue;
    open_days /= of_terminal;
    std::int64_t in_hall = 0;
    std::int64_t at_border = 0;
    for (int step = 0; step < kSteps; ++step) {
      const FullDay& day = full[std::size_t{id.value()} * kSteps + static_cast<std::size_t>(step)];
      if (day.arrival_peak <= book.terminals[id].arrival_hall &&
          day.departure_peak <= book.terminals[id].departure_hall)
        in_hall = std::max(in_hall, day.passengers);
      if (day.border_in_time >= book.figure("wait.share"))
        at_border = std::max(at_border, day.passengers);
    }
    hall += open_days * static_cast<double>(in_hall);
    border += open_days * static_cast<double>(at_border);
  }
  set(Constraint::kHall, hall);
  set(Constraint::kBorder, border);
  const auto smallest = [&](std::size_t from) {
    const auto* const at = std::min_element(
        out.passengers.begin() + static_cast<std::ptrdiff_t>(from), out.passengers.end());
    return static_cast<Constraint>(at - out.passengers.begin());
  };
  out.first = smallest(0);
  out.first_supply = smallest(1);
  return out;
}

}  // namespace stopover::cruise
