// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/transit.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::journeys {

int ChangeRule::rank() const {
  const auto weight = [](const RuleSide& side) {
    return !side.trip.is_none() ? 3 : side.route.is_none() ? 0 : 1;
  };
  // 6 both trips, 4 trip and route, 3 one trip, 2 both routes, 1 one route, 0 stops alone.
  return weight(left) + weight(boarded);
}

std::optional<Fen> Pattern::fare(std::uint32_t board, std::uint32_t alight) const {
  if (line.tariff.empty()) return Fen(0);
  const std::int64_t fen = line.tariff[std::size_t{board} * call_count + alight];
  return fen < 0 ? std::nullopt : std::optional(Fen(fen));
}

std::span<const Call> Transit::calls_of(PatternId pattern) const {
  const Pattern& p = patterns_[pattern];
  return std::span(calls_).subspan(p.first_call, p.call_count);
}

std::span<const CallTime> Transit::times_of(TripId trip) const {
  const Trip& t = trips_[trip];
  return std::span(times_).subspan(t.first_time, patterns_[t.pattern].call_count);
}

bool Transit::runs_on(TripId trip, ServiceDay day) const {
  if (!dates_.contains(day.date())) return false;
  const auto bit = static_cast<std::size_t>(days_between(dates_.from, day.date()));
  return (days_[trips_[trip].days].bits[bit / 64] >> (bit % 64) & 1U) != 0;
}

DatedTrip Transit::next_on(TripId trip, ServiceDay day) const {
  auto at = std::lower_bound(next_.begin(), next_.end(), trip,
                             [](const Next& next, TripId t) { return next.trip < t; });
  for (; at != next_.end() && at->trip == trip; ++at) {
    const ServiceDay then(at->how.next_day ? day.date().plus_days(1) : day.date());
    if (!runs_on(at->next, then)) continue;
    // A day may have 23 hours.
    const auto instant = [&](TripId t, ServiceDay d, std::int32_t time) {
      return zone_of(t).instant_at(d, Seconds(trips_[t].shift)) + Seconds(time);
    };
    const bool late = at->how.next_day && instant(at->next, then, times_of(at->next)[0].depart) <
                                              instant(trip, day, times_of(trip).back().arrive);
    return at->how.may_stay && !late ? DatedTrip{at->next, then} : DatedTrip{};
  }
  return {};
}

std::span<const ChangeRule> Transit::rules_from(StopId from) const {
  const auto [first, last] =
      std::equal_range(rules_.begin(), rules_.end(), ChangeRule{from, {}, {}, {}},
                       [](const auto& a, const auto& b) { return a.from < b.from; });
  return {first, last};
}

std::optional<Seconds> Transit::change_time(StopId from, StopId to, TripId left, TripId boarded,
                                            std::optional<Instant> at) const {
  const auto rules = rules_from(from);
  for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule)
    if (rule->to == to && rule->left.holds_for(trips_[left].side) &&
        rule->boarded.holds_for(trips_[boarded].side))
      return rule->time;
  if (from == to) return stops_[from].change;
  const Link* link = this->link(from, to);
  if (link == nullptr) return std::nullopt;
  return at ? time_of(*link, *at) : Seconds(link->seconds);
}

std::span<const Link> Transit::links_of(StopId from) const {
  const std::uint32_t first = first_link_[from.value()];
  return std::span(links_).subspan(first, first_link_[from.value() + 1] - first);
}

HalfOpen<CivilDate> Transit::running() const {
  std::vector<std::uint64_t> any(
      (static_cast<std::size_t>(std::max(0, days_between(dates_.from, dates_.until))) + 63) / 64,
      0);
  for (const Trip& trip : trips_) {
    const std::vector<std::uint64_t>& bits = days_[trip.days].bits;
    for (std::size_t i = 0; i < any.size(); ++i) any[i] |= bits[i];
  }
  std::optional<CivilDate> first;
  CivilDate last;
  for (CivilDate date = dates_.from; date < dates_.until; date = date.plus_days(1)) {
    const auto bit = static_cast<std::size_t>(days_between(dates_.from, date));
    if ((any[bit / 64] >> (bit % 64) & 1U) == 0) continue;
    first = first.value_or(date);
    last = date;
  }
  return first ? HalfOpen<CivilDate>{*first, last.plus_days(1)} : HalfOpen<CivilDate>{};
}

const Link* Transit::link(StopId from, StopId to) const {
  const auto links = links_of(from);
  const auto at = std::lower_bound(links.begin(), links.end(), to,
                                   [](const Link& link, StopId stop) { return link.to < stop; });
  return at != links.end() && at->to == to ? &*at : nullptr;
}

Seconds Transit::time_by_hour(const Link& link, Instant begins) const {
  const ByHour& way = by_hour_[link.by_hour - 1];
  const std::int64_t out = begins.unix_seconds() + way.before;
  const auto next = std::upper_bound(way.at.begin(), way.at.end(), out);
  std::int64_t takes = way.seconds.back();
  if (next == way.at.begin()) {
    takes = way.seconds.front();
  } else if (next != way.at.end()) {
    const auto k = static_cast<std::size_t>(next - way.at.begin());
    const std::int64_t gap = way.at[k] - way.at[k - 1];
    const std::int64_t grows = std::int64_t{way.seconds[k]} - way.seconds[k - 1];
    const std::int64_t part = grows * (out - way.at[k - 1]);
    // Up to the second, so that arrivals keep their order.
    takes = way.seconds[k - 1] + (part > 0 ? (part + gap - 1) / gap : -(-part / gap));
  }
  return Seconds(way.before + takes + way.after);
}

Instant Transit::latest_start(const Link& link, Instant ends) const {
  if (link.by_hour == 0) return ends - Seconds(link.seconds);
  // Who begins at `good` is there in time, at `late` no more.
  Instant good = ends - Seconds(by_hour_[link.by_hour - 1].longest);
  Instant late = ends - Seconds(link.seconds) + Seconds(1);
  while (late - good > Seconds(1)) {
    const Instant middle = good + Seconds((late - good).count() / 2);
    (middle + time_by_hour(link, middle) <= ends ? good : late) = middle;
  }
  return good;
}

void TransitBuilder::add_link(StopId from, StopId to, const HourTimes& times, Fen fare) {
  Transit::ByHour way;
  way.before = times.before;
  way.after = times.after;
  constexpr std::int32_t kHour = 3600;
  for (std::size_t h = 0; h < times.seconds.size(); ++h) {
    const std::int32_t next = times.seconds.at((h + 1) % times.seconds.size());
    STOPOVER_CHECK(times.seconds.at(h) >= 0 && times.seconds.at(h) - next <= kHour,
                   "who sets out later does not arrive earlier");
  }
  STOPOVER_CHECK(times.before >= 0 && times.after >= 0, "a way takes some time");
  for (CivilDate date = transit_.dates_.from.plus_days(-2);
       date < transit_.dates_.until.plus_days(3); date = date.plus_days(1))
    for (std::size_t h = 0; h < times.seconds.size(); ++h) {
      const std::int64_t at =
          times.zone.instant_at(date, hours(static_cast<std::int64_t>(h))).unix_seconds();
      std::int32_t takes = times.seconds.at(h);
      while (!way.at.empty() && way.at.back() >= at) {  // an hour that the clock leaps over
        way.at.pop_back();
        way.seconds.pop_back();
      }
      if (!way.at.empty())
        takes = std::max(takes, way.seconds.back() - static_cast<std::int32_t>(at - way.at.back()));
      way.at.push_back(at);
      way.seconds.push_back(takes);
    }
  const auto [least, most] = std::minmax_element(way.seconds.begin(), way.seconds.end());
  way.longest = times.before + *most + times.after;
  STOPOVER_CHECK(Seconds(way.longest) < hours(24), "a link takes less than a day");
  add_link(from, to, Seconds(times.before + *least + times.after), fare);
  if (from == to) return;
  transit_.by_hour_.push_back(std::move(way));
  links_.back().link.by_hour = static_cast<std::uint32_t>(transit_.by_hour_.size());
}

void TransitBuilder::add_link(StopId from, StopId to, Seconds time, Fen fare) {
  STOPOVER_CHECK(transit_.stops_.contains(from) && transit_.stops_.contains(to),
                 "a link joins known stops");
  STOPOVER_CHECK(time >= Seconds(0) && time < hours(24), "a link takes less than a day");
  if (from != to)
    links_.push_back({from, {to, static_cast<std::int32_t>(time.count()), fare.count(), 0}});
}

DaysId TransitBuilder::add_days(TimeZone zone, const std::vector<CivilDate>& dates) {
  const auto count = static_cast<std::size_t>(
      std::max(0, days_between(transit_.dates_.from, transit_.dates_.until)));
  std::vector<std::uint64_t> bits((count + 63) / 64, 0);
  for (const CivilDate date : dates) {
    STOPOVER_CHECK(transit_.dates_.contains(date), "a day within the builder's dates");
    const auto bit = static_cast<std::size_t>(days_between(transit_.dates_.from, date));
    bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  const auto [at, fresh] =
      days_index_.try_emplace({std::string(zone.name()), bits}, transit_.days_.next_id());
  if (fresh) transit_.days_.push_back({zone, std::move(bits)});
  return at->second;
}

PatternId TransitBuilder::add_pattern(LineInfo line, const std::vector<Call>& calls) {
  STOPOVER_CHECK(calls.size() >= 2, "a pattern has two calls");
  STOPOVER_CHECK(line.tariff.empty() || line.tariff.size() == calls.size() * calls.size(),
                 "a fare for each pair of calls");
  for (const Call& call : calls)
    STOPOVER_CHECK(transit_.stops_.contains(call.stop), "a pattern calls at known stops");
  const auto [at, fresh] = pattern_index_.try_emplace({line, calls}, transit_.patterns_.next_id());
  if (!fresh) return at->second;
  transit_.patterns_.push_back({std::move(line), static_cast<std::uint32_t>(transit_.calls_.size()),
                                static_cast<std::uint32_t>(calls.size())});
  transit_.calls_.insert(transit_.calls_.end(), calls.begin(), calls.end());
  return at->second;
}

TripId TransitBuilder::add_trip(std::string name, PatternId pattern, DaysId days,
                                std::span<const CallTime> times) {
  STOPOVER_CHECK(times.size() == transit_.patterns_[pattern].call_count, "a time for each call");
  STOPOVER_CHECK(transit_.days_.contains(days), "known days");
  STOPOVER_CHECK(times.front().arrive >= 0, "a trip starts on its service day");
  for (std::size_t i = 0; i < times.size(); ++i)
    STOPOVER_CHECK(
        times[i].arrive <= times[i].depart && (i == 0 || times[i - 1].depart <= times[i].arrive),
        "a trip's times do not go back");
  const auto first = static_cast<std::uint32_t>(transit_.times_.size());
  transit_.times_.insert(transit_.times_.end(), times.begin(), times.end());
  transit_.trip_names_.push_back(std::move(name));
  return transit_.trips_.push_back({pattern, days, first, 0});
}

TripId TransitBuilder::add_shifted(std::string name, TripId original, Seconds later) {
  Trip trip = transit_.trips_[original];
  trip.shift += static_cast<std::int32_t>(later.count());
  STOPOVER_CHECK(transit_.times_[trip.first_time].arrive + trip.shift >= 0,
                 "a trip starts on its service day");
  transit_.trip_names_.push_back(std::move(name));
  return transit_.trips_.push_back(trip);
}

void TransitBuilder::add_next(TripId trip, TripId next, const Onward& how) {
  const Trip& a = transit_.trips_[trip];
  const Trip& b = transit_.trips_[next];
  const std::int32_t day = how.next_day ? 86'400 : 0;
  const std::int32_t arrives = transit_.times_of(trip).back().arrive + a.shift;
  STOPOVER_CHECK(arrives <= transit_.times_of(next).front().depart + b.shift + day,
                 "a vehicle goes on after it arrived");
  STOPOVER_CHECK(transit_.times_of(trip).front().depart + a.shift <
                     transit_.times_of(next).back().arrive + b.shift + day,
                 "a vehicle does not go round in no time");
  STOPOVER_CHECK(transit_.days_[a.days].zone == transit_.days_[b.days].zone,
                 "a vehicle stays in its zone");
  transit_.next_.push_back({trip, next, how});
}

void TransitBuilder::add_rule(const ChangeRule& rule) {
  STOPOVER_CHECK(transit_.stops_.contains(rule.from) && transit_.stops_.contains(rule.to),
                 "a rule is for known stops");
  STOPOVER_CHECK(!rule.time || (*rule.time >= Seconds(0) && *rule.time < hours(24)),
                 "a change takes less than a day");
  transit_.rules_.push_back(rule);
}

Transit TransitBuilder::build() && {
  STOPOVER_CHECK(transit_.by_hour_.empty() || transit_.rules_.empty(),
                 "rules of changing know no hours");
  std::stable_sort(transit_.next_.begin(), transit_.next_.end(),
                   [](const auto& a, const auto& b) { return a.trip < b.trip; });
  std::stable_sort(transit_.rules_.begin(), transit_.rules_.end(),
                   [](const ChangeRule& a, const ChangeRule& b) {
                     return std::tuple(a.from, a.to, a.rank()) < std::tuple(b.from, b.to, b.rank());
                   });
  std::sort(links_.begin(), links_.end());
  const auto same_ends = [](const NewLink& a, const NewLink& b) {
    return a.from == b.from && a.link.to == b.link.to;
  };
  links_.erase(std::unique(links_.begin(), links_.end(), same_ends), links_.end());
  transit_.first_link_.assign(transit_.stops_.size() + 1, 0);
  for (const NewLink& link : links_) {
    ++transit_.first_link_[link.from.value() + 1];
    transit_.links_.push_back(link.link);
  }
  for (std::size_t i = 1; i < transit_.first_link_.size(); ++i)
    transit_.first_link_[i] += transit_.first_link_[i - 1];
  return std::move(transit_);
}

}  // namespace stopover::journeys
