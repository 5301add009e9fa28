// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/calls.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/base/names.hpp"
#include "models/scenario/valid_days.hpp"

namespace stopover::cruise {
namespace {

CallKind kind_of(std::string_view word) {
  const auto kind = enumerator_called<CallKind>(word, kCallKindNames);
  STOPOVER_CHECK(kind.has_value(), "validation found every word");
  return *kind;
}

Seconds hour_of(const PortBook& book, std::string_view figure) {
  return round_to<Seconds>(book.figure(figure) * 3600);
}

// nullopt: not written. A date alone takes the usual hour.
std::optional<Instant> time_of(const PortBook& book, const std::string& text,
                               std::string_view usual, bool& date_only) {
  if (const auto time = parse_civil_time(text))
    return book.zone.instant_at(time->date, time->time_of_day);
  const auto date = CivilDate::parse(text);
  if (!date) return std::nullopt;
  date_only = true;
  return book.zone.instant_at(*date, hour_of(book, usual));
}

// At the usual hour of the same date where that keeps the order, else so much earlier or later.
Instant at_hour(const PortBook& book, Instant of, std::string_view usual, Seconds at_least) {
  const Instant usual_time = book.zone.instant_at(book.zone.civil(of).date, hour_of(book, usual));
  if (at_least > Seconds(0)) return std::max(usual_time, of + at_least);
  return std::min(usual_time, of + at_least);
}

bool allowed(const std::string& days, CivilDate date) {
  return days.empty() || days.find(static_cast<char>('1' + date.weekday())) != std::string::npos;
}

PlannedCall call_of(const PortBook& book, const scenario::CruiseCall& one) {
  PlannedCall call{.key = one.id(), .kind = kind_of(one.kind())};
  call.ship = book.ship(one.ship()).value();
  call.terminal = book.terminal(one.terminal()).value();
  for (const BerthId id : ids_of(book.berths))
    if (book.berths[id].key == one.berth()) call.berth = id;
  const auto arrive = time_of(book, one.arrive(), "call.arrive_hour", call.date_only);
  const auto depart = time_of(book, one.depart(), "call.depart_hour", call.date_only);
  const Seconds least = book.minutes_of("turnaround.least_minutes");
  STOPOVER_CHECK(arrive || depart, "validation found a time of every call");
  call.arrive = arrive ? *arrive : at_hour(book, *depart, "call.arrive_hour", -least);
  call.depart = depart ? *depart : at_hour(book, *arrive, "call.depart_hour", least);
  if (call.depart <= call.arrive) call.depart = call.arrive + least;
  if (one.has_guests_off()) call.off = one.guests_off();
  if (one.has_guests_on()) call.on = one.guests_on();
  if (one.has_guests_through()) call.through = one.guests_through();
  call.mix = mix_of(book, one);
  call.previous_port = one.previous_port();
  call.next_port = one.next_port();
  return call;
}

}  // namespace

std::vector<PlannedCall> deployment_calls(const PortBook& book,
                                          const scenario::CruiseDeployment& deployment,
                                          HalfOpen<CivilDate> span) {
  std::vector<PlannedCall> calls;
  const HalfOpen<CivilDate> season =
      scenario::valid_days(deployment.valid_from(), deployment.valid_until());
  const Seconds arrive = parse_service_time(deployment.arrive()).value();
  const Seconds depart = parse_service_time(deployment.depart()).value();
  PlannedCall call{.kind = kind_of(deployment.kind()), .mix = mix_of(book, deployment)};
  call.ship = book.ship(deployment.ship()).value();
  call.terminal = book.terminal(deployment.terminal()).value();
  call.share = deployment.has_share() ? deployment.share() : 1;
  CivilDate date = season.from;
  for (int k = 0; date < season.until && date < span.until; ++k) {
    while (!allowed(deployment.departs_on(), date)) date = date.plus_days(1);
    if (date >= season.until || date >= span.until) break;
    if (span.contains(date)) {
      call.key = fmt::format("{}:{}", deployment.id(), date.text());
      call.arrive = book.zone.instant_at(date, arrive);
      call.depart = book.zone.instant_at(date, depart);
      calls.push_back(call);
    }
    date = date.plus_days(static_cast<std::int32_t>(
        round_to<Seconds>(deployment.nights(k % deployment.nights_size())).count()));
  }
  return calls;
}

std::vector<PlannedCall> planned_calls(const PortBook& book, const scenario::Elements& elements,
                                       HalfOpen<CivilDate> span) {
  std::vector<PlannedCall> calls;
  for (const auto& one : elements.cruise_call()) {
    PlannedCall call = call_of(book, one);
    if (span.contains(book.zone.civil(call.arrive).date)) calls.push_back(std::move(call));
  }
  const std::size_t written = calls.size();
  for (const auto& one : elements.cruise_deployment())
    for (PlannedCall& call : deployment_calls(book, one, span)) {
      const HalfOpen<Instant> stay{call.arrive, call.depart};
      const bool there = std::any_of(
          calls.begin(), calls.begin() + static_cast<std::ptrdiff_t>(written), [&](const auto& w) {
            return w.ship == call.ship && HalfOpen<Instant>{w.arrive, w.depart}.overlaps(stay);
          });
      if (!there) calls.push_back(std::move(call));
    }
  std::sort(calls.begin(), calls.end(), [](const PlannedCall& a, const PlannedCall& b) {
    return std::tie(a.arrive, a.key) < std::tie(b.arrive, b.key);
  });
  return calls;
}

double expected_passengers(const PortBook& book, const PlannedCall& call) {
  const double by_load = call.mix.load * book.ships[call.ship].lower_berths;
  const bool transit = call.kind == CallKind::kTransit;
  const auto one = [&](bool there, std::optional<int> given) {
    return given ? *given : there && !transit ? by_load : 0;
  };
  double persons = one(call.takes_off(), call.off) + one(call.takes_on(), call.on);
  if (transit || call.through) persons += 2 * (call.through ? *call.through : by_load);
  return call.share * persons;
}

std::vector<BerthConflict> berth_conflicts(const PortBook& book,
                                           const std::vector<PlannedCall>& calls) {
  std::vector<BerthConflict> conflicts;
  const Seconds change = book.minutes_of("berth.change_minutes");
  struct Last {
    Instant free{};
    std::size_t call = 0;
    bool used = false;
  };
  Table<BerthId, Last> last(book.berths.size());
  // Those that name a berth have it before all others: they come first of those that meet.
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const PlannedCall& call = calls[i];
    BerthId best;
    BerthId busy;
    for (const BerthId id : ids_of(book.berths)) {
      const Berth& berth = book.berths[id];
      if (berth.terminal != call.terminal || !holds(berth, book.ships[call.ship])) continue;
      if (!call.berth.is_none() && call.berth != id) continue;
      if (!berth.valid.contains(book.zone.civil(call.arrive).date)) continue;
      const bool free = !last[id].used || last[id].free <= call.arrive;
      BerthId& of = free ? best : busy;
      const bool better = of.is_none() || (free ? berth.length_m < book.berths[of].length_m
                                                : last[id].free < last[of].free);
      if (better) of = id;
    }
    if (!best.is_none()) {
      last[best] = {call.depart + change, i, true};
    } else if (!busy.is_none()) {
      conflicts.push_back({i, last[busy].call});
      last[busy] = {std::max(last[busy].free, call.depart + change), i, true};
    } else {
      conflicts.push_back({i, i});  // no berth at all on that day
    }
  }
  return conflicts;
}

}  // namespace stopover::cruise
