// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/journeys/enumeration.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "tests/engine/journeys/oracle.hpp"

namespace stopover::journeys::testing {
namespace {

class Enumeration {
 public:
  Enumeration(const Transit& transit, HalfOpen<CivilDate> days, const HubRules& rules,
              const std::vector<Cancelled>& cancelled, const Request& request)
      : t_(transit), days_(days), rules_(rules), cancelled_(cancelled), q_(request) {}

  std::vector<OfferPoint> find() {
    if (q_.from == q_.to) return {};
    State start{q_.from, std::nullopt, 0, Fen(0), Seconds(0), {}, {}, TripId::none()};
    for (const LeftBehind& left : q_.left) start.left.push_back({left.hub, left.group, left.at});
    if (q_.clock && inside(q_.from)) start.deadline = q_.clock->running;
    board_anywhere(start, q_.from, nullptr);
    for (const Link& link : t_.links_of(q_.from)) board_anywhere(start, link.to, &link);
    return best();
  }

 private:
  struct Left {
    Hub hub;
    Group group;
    Instant at{};
  };
  struct State {
    StopId stop;
    std::optional<Instant> at;  // nullopt: at the origin, any time
    int boardings = 0;
    Fen fare{};
    Seconds walking{};
    std::vector<Left> left;  // governed rides, all of them
    Instant leave{};
    TripId last = TripId::none();       // alighted from
    std::optional<Instant> deadline{};  // of the stay clock
    bool boarded_inside = false;
    Instant boarded{};
  };

  [[nodiscard]] bool inside(StopId stop) const {
    return q_.clock && q_.clock->inside[stop.value()];
  }

  // From one side of the border to the other: out at `leaves`, in at `enters`.
  [[nodiscard]] bool cross(State& state, bool from, bool to, Instant leaves, Instant enters) const {
    if (from && !to) {
      if (state.deadline && leaves > *state.deadline) return false;
      state.deadline.reset();
    }
    if (!from && to) state.deadline = q_.clock->deadline(enters);
    return true;
  }

  [[nodiscard]] bool runs(TripId trip, ServiceDay day) const {
    if (!days_.contains(day.date()) || !t_.runs_on(trip, day)) return false;
    return std::find(cancelled_.begin(), cancelled_.end(), Cancelled{trip, day}) ==
           cancelled_.end();
  }

  // Over a link or none; after a ride rules may say otherwise.
  void board_anywhere(const State& state, StopId stop, const Link* link) {
    if (state.boardings == q_.most_boardings) return;
    for (const TripId trip : ids_of(t_.trips()))
      for (CivilDate date = days_.from; date < days_.until; date = date.plus_days(1)) {
        const ServiceDay day(date);
        if (!runs(trip, day)) continue;
        const auto calls = t_.calls_of(t_.trips()[trip].pattern);
        std::optional<Seconds> time = Seconds(0);
        if (state.at) time = change_time_by_looking(t_, state.stop, stop, state.last, trip);
        if (state.at && link != nullptr && link->by_hour != 0) time = t_.time_of(*link, *state.at);
        for (std::uint32_t i = 0; i + 1 < calls.size() && time; ++i)
          if (calls[i].stop == stop && calls[i].board) try_board(state, trip, day, i, *time, link);
      }
  }

  [[nodiscard]] Instant time(TripId trip, ServiceDay day, std::int32_t t) const {
    return t_.zone_of(trip).instant_at(day, Seconds(t_.trips()[trip].shift)) + Seconds(t);
  }

  // As late as can be, second by second.
  [[nodiscard]] Instant leave_for(const Link* link, Instant ends) const {
    if (link == nullptr) return ends;
    Instant leaves = ends - Seconds(link->seconds);
    while (leaves + t_.time_of(*link, leaves) > ends) leaves = leaves - Seconds(1);
    return leaves;
  }

  void try_board(State state, TripId trip, ServiceDay day, std::uint32_t call, Seconds way,
                 const Link* link) {
    const LineInfo& line = t_.patterns()[t_.trips()[trip].pattern].line;
    const Instant depart = time(trip, day, t_.times_of(trip)[call].depart);
    if (state.at && depart - line.closes < *state.at + way) return;
    const Hub hub = t_.stops()[t_.calls_of(t_.trips()[trip].pattern)[call].stop].hub;
    if (line.group != kUngoverned)
      for (const Left& left : state.left)
        if (depart - line.closes <
            left.at + Seconds(rules_.seconds({left.hub, left.group, hub, line.group})))
          return;
    if (!state.at) {
      state.leave = leave_for(link, depart - line.closes);
      if (state.leave < q_.departures.from) return;
      if (link != nullptr) way = t_.time_of(*link, state.leave);
    }
    const StopId at = t_.calls_of(t_.trips()[trip].pattern)[call].stop;
    const Instant begins = state.at ? *state.at : state.leave;
    if (!cross(state, inside(state.stop), inside(at), begins, begins)) return;
    state.boarded_inside = inside(at);
    state.boarded = depart;
    state.fare += Fen(link == nullptr ? 0 : link->fen);
    if (call_walks(state, trip, call))
      state.walking += link != nullptr && link->by_hour != 0 ? Seconds(link->seconds) : way;
    ++state.boardings;
    ride(state, trip, day, call, call);
  }

  // A change at one stop is not walking.
  [[nodiscard]] bool call_walks(const State& state, TripId trip, std::uint32_t call) const {
    return t_.calls_of(t_.trips()[trip].pattern)[call].stop != state.stop;
  }

  void ride(const State& state, TripId trip, ServiceDay day, std::uint32_t boarded,
            std::uint32_t from) {
    const Pattern& pattern = t_.patterns()[t_.trips()[trip].pattern];
    const auto calls = t_.calls_of(t_.trips()[trip].pattern);
    for (std::uint32_t i = from + 1; i < calls.size(); ++i) {
      const auto fare = pattern.fare(boarded, i);
      if (!calls[i].alight || !fare) continue;
      State next = state;
      next.stop = calls[i].stop;
      next.at = time(trip, day, t_.times_of(trip)[i].arrive);
      next.last = trip;
      next.fare += *fare;
      if (pattern.line.group != kUngoverned) {
        const Hub hub = t_.stops()[next.stop].hub;
        if (hub != kNoHub) next.left.push_back({hub, pattern.line.group, *next.at});
      }
      if (!cross(next, state.boarded_inside, inside(next.stop), state.boarded, *next.at)) continue;
      alight(next);
    }
    const DatedTrip then = t_.next_on(trip, day);
    const auto last = static_cast<std::uint32_t>(calls.size() - 1);
    const auto fare = pattern.fare(boarded, last);
    if (then.is_none() || !runs(then.trip, then.day) || !fare) return;
    State next = state;
    next.fare += *fare;
    ride(next, then.trip, then.day, 0, 0);
  }

  void alight(const State& state) {
    if (state.stop == q_.to) record(state, nullptr);
    for (const Link& link : t_.links_of(state.stop)) {
      State there = state;
      if (link.to == q_.to && cross(there, inside(state.stop), inside(q_.to), *state.at, *state.at))
        record(there, &link);
    }
    std::map<StopId, const Link*> targets{{state.stop, nullptr}};
    for (const ChangeRule& rule : t_.rules())
      if (rule.from == state.stop) targets.emplace(rule.to, nullptr);
    for (const Link& link : t_.links_of(state.stop)) targets[link.to] = &link;
    for (const auto& [stop, link] : targets) board_anywhere(state, stop, link);
  }

  void record(const State& state, const Link* link) {
    const Seconds walk(link == nullptr ? 0 : link->seconds);
    const Fen fare(link == nullptr ? 0 : link->fen);
    const Instant arrive = *state.at + (link == nullptr ? walk : t_.time_of(*link, *state.at));
    if (q_.arrive_by && arrive > *q_.arrive_by) return;
    all_.push_back({{state.leave, arrive, state.boardings},
                    state.fare + fare,
                    state.walking + walk,
                    state.deadline.value_or(kNoDeadline),
                    still_binding(state, arrive)});
  }

  [[nodiscard]] std::vector<LeftBehind> still_binding(const State& state, Instant arrive) const {
    std::map<std::pair<Hub, Group>, Instant> last;
    for (const Left& left : state.left) last[{left.hub, left.group}] = left.at;
    std::vector<LeftBehind> out;
    for (const auto& [where, at] : last)
      if (at + Seconds(rules_.longest(where.first, where.second)) >
          arrive + q_.stay_after.value_or(Seconds(0)))
        out.push_back({where.first, where.second, at});
    return out;
  }

  // Each that binds `a`, once the later has arrived and stayed, binds `b` as long.
  [[nodiscard]] bool bound_no_more(const OfferPoint& a, const OfferPoint& b) const {
    if (a.deadline < b.deadline) return false;
    for (const LeftBehind& p : a.left) {
      if (p.at + Seconds(rules_.longest(p.hub, p.group)) <= b.point.arrive + *q_.stay_after)
        continue;
      if (std::none_of(b.left.begin(), b.left.end(), [&](const LeftBehind& q) {
            return q.hub == p.hub && q.group == p.group && q.at >= p.at;
          }))
        return false;
    }
    return true;
  }

  [[nodiscard]] bool no_worse(const OfferPoint& a, const OfferPoint& b) const {
    return a.point.depart >= b.point.depart && a.point.arrive <= b.point.arrive &&
           a.point.boardings <= b.point.boardings && (!q_.by_fare || a.fare <= b.fare) &&
           (!q_.by_walking || a.walking <= b.walking) && (!q_.stay_after || bound_no_more(a, b));
  }

  [[nodiscard]] bool walk_is_no_worse(const OfferPoint& p) const {
    if (q_.stay_after) return false;  // is not compared
    const bool late = inside(q_.from) && !inside(q_.to) && q_.clock->running &&
                      p.point.depart > *q_.clock->running;
    for (const Link& link : t_.links_of(q_.from))
      if (!late && link.to == q_.to &&
          no_worse({{p.point.depart, p.point.depart + t_.time_of(link, p.point.depart), 0},
                    Fen(link.fen),
                    Seconds(link.seconds)},
                   p))
        return true;
    return false;
  }

  // What does not count is left out of the points.
  [[nodiscard]] std::vector<OfferPoint> best() {
    for (OfferPoint& p : all_) {
      if (!q_.by_fare) p.fare = Fen(0);
      if (!q_.by_walking) p.walking = Seconds(0);
      if (q_.stay_after) continue;
      p.deadline = {};
      p.left.clear();
    }
    std::sort(all_.begin(), all_.end());
    all_.erase(std::unique(all_.begin(), all_.end()), all_.end());
    std::vector<OfferPoint> out;
    for (const OfferPoint& p : all_)
      if (p.point.depart < q_.departures.until && !walk_is_no_worse(p) &&
          std::none_of(all_.begin(), all_.end(),
                       [&](const OfferPoint& o) { return o != p && no_worse(o, p); }))
        out.push_back(p);
    return out;
  }

  const Transit& t_;
  HalfOpen<CivilDate> days_;
  const HubRules& rules_;
  const std::vector<Cancelled>& cancelled_;
  const Request& q_;
  std::vector<OfferPoint> all_;
};

}  // namespace

std::vector<OfferPoint> enumerate(const Transit& transit, HalfOpen<CivilDate> days,
                                  const HubRules& rules, const std::vector<Cancelled>& cancelled,
                                  const Request& request) {
  return Enumeration(transit, days, rules, cancelled, request).find();
}

}  // namespace stopover::journeys::testing
