// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/journeys/oracle.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace stopover::journeys::testing {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kNoVertex = std::numeric_limits<std::size_t>::max();

std::int64_t link_time(const Transit& transit, StopId from, StopId to) {
  if (from == to) return 0;
  for (const Link& link : transit.links_of(from))
    if (link.to == to) return link.seconds;
  return kNever;
}

}  // namespace

std::optional<Seconds> change_time_by_looking(const Transit& transit, StopId from, StopId to,
                                              TripId left, TripId boarded) {
  int highest = -1;
  std::optional<Seconds> time;
  const RuleSide a = transit.trips()[left].side;
  const RuleSide b = transit.trips()[boarded].side;
  const auto fits = [](const RuleSide& rule, const RuleSide& trip) {
    if (!rule.trip.is_none() && rule.trip != trip.trip) return false;
    return rule.route.is_none() || rule.route == trip.route;
  };
  for (const ChangeRule& rule : transit.rules()) {
    if (rule.from != from || rule.to != to || !fits(rule.left, a) || !fits(rule.boarded, b))
      continue;
    const int trips = (rule.left.trip.is_none() ? 0 : 1) + (rule.boarded.trip.is_none() ? 0 : 1);
    const int routes = (rule.left.trip.is_none() && !rule.left.route.is_none() ? 1 : 0) +
                       (rule.boarded.trip.is_none() && !rule.boarded.route.is_none() ? 1 : 0);
    const int rank = trips * 3 + routes;  // 6: both trips … 1: one route
    if (rank < highest) continue;
    highest = rank;
    time = rule.time;
  }
  if (highest >= 0) return time;
  if (from == to) return transit.stops()[from].change;
  const std::int64_t walk = link_time(transit, from, to);
  return walk == kNever ? std::nullopt : std::optional(Seconds(walk));
}

std::vector<JourneyPoint> pareto(std::vector<JourneyPoint> points) {
  std::vector<JourneyPoint> out;
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  // Late departures first: a point can only be beaten by one that leaves as late or later.
  std::sort(points.begin(), points.end(), [](const JourneyPoint& a, const JourneyPoint& b) {
    return std::tuple(b.depart, a.arrive, a.boardings) <
           std::tuple(a.depart, b.arrive, b.boardings);
  });
  std::array<Instant, 64> best{};
  best.fill(Instant(std::numeric_limits<std::int64_t>::max()));
  for (const JourneyPoint& p : points) {
    const auto n = static_cast<std::size_t>(p.boardings);
    if (p.arrive >= best[n]) continue;
    for (std::size_t k = n; k < best.size(); ++k) best[k] = std::min(best[k], p.arrive);
    out.push_back(p);
  }
  std::sort(out.begin(), out.end(), [](const JourneyPoint& a, const JourneyPoint& b) {
    return std::tuple(a.depart, a.boardings) < std::tuple(b.depart, b.boardings);
  });
  return out;
}

Oracle::Oracle(const Transit& transit, HalfOpen<CivilDate> days) : t_(transit) {
  waits_.resize(transit.stops().size());
  add_events(days);
  add_waits();
  join();
  graph_ = Graph(boost::edges_are_unsorted_multi_pass, edges_.begin(), edges_.end(), ways_.begin(),
                 vertices_.size());
  by_time_.resize(vertices_.size());
  for (std::size_t v = 0; v < by_time_.size(); ++v) by_time_[v] = v;
  std::stable_sort(by_time_.begin(), by_time_.end(),
                   [&](auto a, auto b) { return vertices_[a].at > vertices_[b].at; });
}

void Oracle::add_events(HalfOpen<CivilDate> days) {
  using Kind = Vertex::Kind;
  std::map<std::pair<TripId, ServiceDay>, std::size_t> first_of;
  for (const TripId trip : ids_of(t_.trips()))
    for (CivilDate date = days.from; date < days.until; date = date.plus_days(1)) {
      const ServiceDay day(date);
      if (!t_.runs_on(trip, day)) continue;
      first_of[{trip, day}] = vertices_.size();
      const std::int64_t zero =
          t_.zone_of(trip).instant_at(day, Seconds(t_.trips()[trip].shift)).unix_seconds();
      const auto calls = t_.calls_of(t_.trips()[trip].pattern);
      const auto times = t_.times_of(trip);
      for (std::size_t i = 0; i < calls.size(); ++i) {
        const std::size_t arrive = vertices_.size();
        vertices_.push_back(
            {zero + times[i].arrive, calls[i].stop, Kind::kArrive, i > 0 && calls[i].alight});
        vertices_.push_back({zero + times[i].depart, calls[i].stop, Kind::kDepart, calls[i].board});
        closes_.resize(vertices_.size(), 0);
        trips_.resize(vertices_.size(), trip);
        closes_.back() = t_.patterns()[t_.trips()[trip].pattern].line.closes.count();
        edges_.emplace_back(arrive, arrive + 1);
        if (i > 0) edges_.emplace_back(arrive - 1, arrive);
      }
    }
  for (const auto& [key, first] : first_of) {
    const Trip& trip = t_.trips()[key.first];
    const DatedTrip then = t_.next_on(key.first, key.second);
    const auto next = first_of.find({then.trip, then.day});
    if (next == first_of.end()) continue;
    const std::size_t last = first + 2 * (t_.patterns()[trip.pattern].call_count - 1);
    edges_.emplace_back(last, next->second + 1);
  }
  ways_.resize(edges_.size());
}

void Oracle::add_waits() {
  const std::size_t events = vertices_.size();
  departure_of_wait_.assign(events, kNoVertex);
  std::vector<std::size_t> departures;
  for (std::size_t v = 0; v < events; ++v)
    if (vertices_[v].kind == Vertex::Kind::kDepart && vertices_[v].may) departures.push_back(v);
  std::stable_sort(departures.begin(), departures.end(),
                   [&](auto a, auto b) { return last_call(a) < last_call(b); });
  for (const std::size_t v : departures) {
    const std::size_t wait = vertices_.size();
    auto& waits = waits_[vertices_[v].stop.value()];
    vertices_.push_back({last_call(v), vertices_[v].stop, Vertex::Kind::kWait, false});
    departure_of_wait_.push_back(v);
    edges_.emplace_back(wait, v);
    ways_.push_back({1});
    if (!waits.empty()) {
      edges_.emplace_back(waits.back(), wait);
      ways_.push_back({0});
    }
    waits.push_back(wait);
  }
}

std::size_t Oracle::first_wait(StopId stop, std::int64_t t) const {
  const auto& waits = waits_[stop.value()];
  const auto at =
      std::lower_bound(waits.begin(), waits.end(), t,
                       [&](std::size_t v, std::int64_t x) { return vertices_[v].at < x; });
  return at == waits.end() ? kNoVertex : *at;
}

// Each departure at the stop by itself, where rules are.
void Oracle::join_by_rules(std::size_t v, StopId to) {
  const Vertex from = vertices_[v];
  for (const std::size_t wait : waits_[to.value()]) {
    const std::size_t departure = departure_of_wait_[wait];
    const auto time = change_time_by_looking(t_, from.stop, to, trips_[v], trips_[departure]);
    if (!time || from.at + time->count() > last_call(departure)) continue;
    edges_.emplace_back(v, departure);
    ways_.push_back({1});
  }
}

void Oracle::join() {
  std::set<std::pair<StopId, StopId>> ruled;
  for (const ChangeRule& rule : t_.rules()) ruled.emplace(rule.from, rule.to);
  for (std::size_t v = 0; v < vertices_.size(); ++v) {
    const Vertex from = vertices_[v];
    if (from.kind != Vertex::Kind::kArrive || !from.may) continue;
    const auto change_to = [&](StopId stop, std::int64_t t) {
      if (ruled.contains({from.stop, stop})) return;
      const std::size_t wait = first_wait(stop, t);
      if (wait == kNoVertex) return;
      edges_.emplace_back(v, wait);
      ways_.push_back({0});
    };
    if (const auto change = t_.stops()[from.stop].change)
      change_to(from.stop, from.at + change->count());
    for (const Link& link : t_.links_of(from.stop)) change_to(link.to, from.at + link.seconds);
    for (auto at = ruled.lower_bound({from.stop, StopId(0)});
         at != ruled.end() && at->first == from.stop; ++at)
      join_by_rules(v, at->second);
  }
}

void Oracle::aim_at(StopId to, int most_boardings) {
  to_ = to;
  most_ = static_cast<std::size_t>(most_boardings);
  Label never{};
  never.fill(kNever);
  labels_.assign(vertices_.size(), never);
  for (std::size_t v = 0; v < vertices_.size(); ++v) {
    if (vertices_[v].kind != Vertex::Kind::kArrive || !vertices_[v].may) continue;
    const std::int64_t walk = link_time(t_, vertices_[v].stop, to);
    if (walk != kNever) labels_[v].fill(vertices_[v].at + walk);
  }
  settle();
}

// Vertices of one time may lead to each other: again until nothing changes.
void Oracle::settle() {
  const auto better = [&](std::size_t v) {
    bool changed = false;
    for (const auto edge : boost::make_iterator_range(boost::out_edges(v, graph_))) {
      const Label& next = labels_[boost::target(edge, graph_)];
      const auto by = static_cast<std::size_t>(graph_[edge].boardings);
      for (std::size_t n = by; n <= most_; ++n)
        if (next[n - by] < labels_[v][n]) {
          labels_[v][n] = next[n - by];
          changed = true;
        }
    }
    return changed;
  };
  for (std::size_t i = 0; i < by_time_.size();) {
    std::size_t end = i;
    while (end < by_time_.size() && vertices_[by_time_[end]].at == vertices_[by_time_[i]].at) ++end;
    bool changed = true;
    while (changed) {
      changed = false;
      for (std::size_t k = i; k < end; ++k) changed = better(by_time_[k]) || changed;
    }
    i = end;
  }
}

std::vector<JourneyPoint> Oracle::earliest(StopId from, Instant depart) const {
  std::vector<JourneyPoint> points;
  const std::int64_t t = depart.unix_seconds();
  if (const std::int64_t walk = link_time(t_, from, to_); walk != kNever)
    points.push_back({depart, Instant(t + walk), 0});
  const auto board = [&](StopId stop, std::int64_t at) {
    const std::size_t wait = first_wait(stop, at);
    if (wait == kNoVertex) return;
    for (std::size_t n = 0; n <= most_; ++n)
      if (labels_[wait][n] != kNever)
        points.push_back({depart, Instant(labels_[wait][n]), static_cast<std::int32_t>(n)});
  };
  board(from, t);
  for (const Link& link : t_.links_of(from)) board(link.to, t + link.seconds);
  return pareto(std::move(points));
}

std::vector<JourneyPoint> Oracle::profile(StopId from, HalfOpen<Instant> departures) const {
  if (from == to_) return {};
  std::vector<JourneyPoint> points;
  const std::int64_t direct = link_time(t_, from, to_);
  const auto board = [&](StopId stop, std::int64_t walk) {
    for (const std::size_t wait : waits_[stop.value()]) {
      const std::int64_t leave = vertices_[wait].at - walk;
      if (!departures.contains(Instant(leave))) continue;
      const Label& label = labels_[departure_of_wait_[wait]];
      for (std::size_t n = 0; n < most_; ++n)
        if (label[n] != kNever && (direct == kNever || label[n] < leave + direct))
          points.push_back({Instant(leave), Instant(label[n]), static_cast<std::int32_t>(n + 1)});
    }
  };
  board(from, 0);
  for (const Link& link : t_.links_of(from)) board(link.to, link.seconds);
  // None that leaving later beats.
  const std::vector<JourneyPoint> later = earliest(from, departures.until);
  points.insert(points.end(), later.begin(), later.end());
  points = pareto(std::move(points));
  points.erase(std::remove_if(points.begin(), points.end(),
                              [&](const auto& p) { return p.depart == departures.until; }),
               points.end());
  return points;
}

}  // namespace stopover::journeys::testing
