// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/window.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/base/fault.hpp"
#include "engine/journeys/journey_rules.hpp"

namespace stopover::journeys {
namespace {

// Calls of a trip that one run makes.
struct Part {
  TripId trip;
  std::uint32_t first_call = 0;
  std::uint32_t call_count = 0;
};

// A part on a day.
struct Vehicle {
  Part part;
  ServiceDay day;
  std::int32_t zero = 0;  // of the service day, from the window's
};

// Runs whose own calls, and those that their vehicles make after them, are equal: among them an
// earlier one is as good as a later one all the way.
struct Runs {
  std::vector<Call> calls;  // own, then the others behind a call at no stop
  std::uint32_t own = 0;
  std::vector<Vehicle> vehicles;
};

// A part with its day.
struct Placed {
  Part part;
  ServiceDay day;
};

// What the rides of a part have in common beside their calls: group, closing, first call, fares,
// what rules of changing call them.
using Rules = std::tuple<Group, Seconds, std::uint32_t, Tariff, RuleSide>;

struct GroupKey {
  std::vector<Call> calls;
  std::vector<Rules> rules;
  friend auto operator<=>(const GroupKey&, const GroupKey&) = default;
};

[[noreturn]] void throw_too_many_runs() {
  throw InputError(InputFault{.rule = std::string(rule::kTooManyRuns),
                              .field = "days",
                              .found = fmt::format("more than {} runs", kMaxRuns),
                              .expected = "a span of fewer days or fewer trips"});
}

}  // namespace

class WindowBuilder {
 public:
  WindowBuilder(Window& window, HalfOpen<CivilDate> days, std::vector<Cancelled> cancelled)
      : w_(window), days_(days), cancelled_(std::move(cancelled)) {
    std::sort(cancelled_.begin(), cancelled_.end());
  }

  void build() {
    find_zero();
    count_runs();
    make_groups();
    for (Runs& group : groups_) lay_out(group);
    w_.first_call_.push_back(static_cast<std::uint32_t>(w_.call_stop_.size()));
    w_.first_run_.push_back(w_.run_count());
    join_vehicles();
    index_boardings();
    w_.change_.reserve(w_.stop_count());
    for (const Stop& stop : w_.transit().stops())
      w_.change_.push_back(
          static_cast<std::int32_t>(stop.change.value_or(Seconds(Window::kNoChange)).count()));
    w_.least_change_ = w_.change_;
    index_rules();
  }

 private:
  [[nodiscard]] const Transit& transit() const { return w_.transit(); }

  [[nodiscard]] bool runs(TripId trip, ServiceDay day) const {
    return transit().runs_on(trip, day) &&
           !std::binary_search(cancelled_.begin(), cancelled_.end(), Cancelled{trip, day});
  }

  void find_zero() { w_.zero_ = TimeZone::utc().instant_at(days_.from, Seconds(0)) - hours(24); }

  [[nodiscard]] std::int32_t day_zero(TimeZone zone, CivilDate date) const {
    const auto [at, fresh] = zeros_.try_emplace({zone.name(), date}, 0);
    if (fresh)
      at->second = static_cast<std::int32_t>(
          (zone.instant_at(ServiceDay(date), Seconds(0)) - w_.zero_).count());
    return at->second;
  }

  // Parts share their boundary stop: the first part ends there, the next starts there.
  [[nodiscard]] Part part_at(TripId trip, std::uint32_t first) const {
    const std::uint32_t calls = transit().patterns()[transit().trips()[trip].pattern].call_count;
    return {trip, first, std::min(kMaxCalls, calls - first)};
  }
  [[nodiscard]] bool is_last(const Part& part) const {
    return part.first_call + part.call_count ==
           transit().patterns()[transit().trips()[part.trip].pattern].call_count;
  }

  // What the vehicle goes on as.
  [[nodiscard]] std::optional<Placed> after(const Placed& at) const {
    const Part& part = at.part;
    if (!is_last(part))
      return Placed{part_at(part.trip, part.first_call + part.call_count - 1), at.day};
    const DatedTrip next = transit().next_on(part.trip, at.day);
    if (next.is_none() || !days_.contains(next.day.date()) || !runs(next.trip, next.day))
      return std::nullopt;
    return Placed{part_at(next.trip, 0), next.day};
  }

  void append_calls(const Part& part, std::vector<Call>& calls) const {
    const auto own = transit()
                         .calls_of(transit().trips()[part.trip].pattern)
                         .subspan(part.first_call, part.call_count);
    calls.insert(calls.end(), own.begin(), own.end());
  }

  std::size_t group_of(const Placed& placed) {
    GroupKey key;
    append_calls(placed.part, key.calls);
    key.rules.push_back(rules_of(placed.part));
    for (std::optional<Placed> next = after(placed); next; next = after(*next)) {
      key.calls.push_back({StopId::none(), false, false});
      append_calls(next->part, key.calls);
      key.rules.push_back(rules_of(next->part));
    }
    const auto [at, fresh] = index_.try_emplace(key, groups_.size());
    if (fresh) groups_.push_back({std::move(key.calls), placed.part.call_count, {}});
    return at->second;
  }

  // Parts of a cut pattern have fares of their own calls.
  [[nodiscard]] Rules rules_of(const Part& part) const {
    const Trip& trip = transit().trips()[part.trip];
    const LineInfo& line = transit().patterns()[trip.pattern].line;
    return {line.group, line.closes, line.tariff.empty() ? 0 : part.first_call, line.tariff,
            trip.side};
  }

  // Before anything is laid out.
  void count_runs() const {
    std::uint64_t count = 0;
    for (const TripId trip : ids_of(transit().trips())) {
      const std::uint32_t calls = transit().patterns()[transit().trips()[trip].pattern].call_count;
      const std::uint32_t parts = (calls - 2) / (kMaxCalls - 1) + 1;
      for (CivilDate date = days_.from; date < days_.until; date = date.plus_days(1))
        if (runs(trip, ServiceDay(date))) count += parts;
      if (count > kMaxRuns) throw_too_many_runs();
    }
  }

  void make_groups() {
    Table<PatternId, std::size_t> alone(transit().patterns().size(), kNone);
    for (const TripId trip : ids_of(transit().trips())) {
      const PatternId pattern = transit().trips()[trip].pattern;
      for (CivilDate date = days_.from; date < days_.until; date = date.plus_days(1)) {
        const ServiceDay day(date);
        if (!runs(trip, day)) continue;
        for (Placed at{part_at(trip, 0), day};;) {
          const std::optional<Placed> next = after(at);
          const bool plain =
              !next && at.part.first_call == 0 && transit().trips()[trip].side == RuleSide{};
          std::size_t group = plain ? alone[pattern] : kNone;
          if (group == kNone) group = group_of(at);
          if (plain) alone[pattern] = group;
          groups_[group].vehicles.push_back(vehicle(at));
          if (is_last(at.part)) break;
          at = *next;
        }
      }
    }
  }

  [[nodiscard]] Vehicle vehicle(const Placed& at) const {
    return {at.part, at.day, day_zero(transit().zone_of(at.part.trip), at.day.date())};
  }

  [[nodiscard]] CallTime time_at(const Vehicle& vehicle, std::size_t call) const {
    const CallTime& t = transit().times_of(vehicle.part.trip)[vehicle.part.first_call + call];
    const std::int32_t add = vehicle.zero + transit().trips()[vehicle.part.trip].shift;
    return {t.arrive + add, t.depart + add};
  }

  [[nodiscard]] bool never_before(Vehicle a, Vehicle b) const {
    while (true) {
      for (std::uint32_t i = 0; i < a.part.call_count; ++i) {
        const CallTime x = time_at(a, i);
        const CallTime y = time_at(b, i);
        if (y.arrive < x.arrive || y.depart < x.depart) return false;
      }
      const std::optional<Placed> next_a = after({a.part, a.day});
      const std::optional<Placed> next_b = after({b.part, b.day});
      if (!next_a || !next_b) return true;  // of one group: both or neither
      a = vehicle(*next_a);
      b = vehicle(*next_b);
    }
  }

  void lay_out(Runs& group) {
    std::sort(group.vehicles.begin(), group.vehicles.end(),
              [&](const Vehicle& a, const Vehicle& b) {
                const CallTime x = time_at(a, 0);
                const CallTime y = time_at(b, 0);
                return std::tuple(x.depart, x.arrive, a.part.trip, a.day) <
                       std::tuple(y.depart, y.arrive, b.part.trip, b.day);
              });
    std::vector<std::vector<Vehicle>>
        lines;  // each run joins the first line it overtakes no one in
    for (const Vehicle& vehicle : group.vehicles) {
      const auto fits = std::find_if(lines.begin(), lines.end(), [&](const auto& line) {
        return never_before(line.back(), vehicle);
      });
      if (fits == lines.end())
        lines.push_back({vehicle});
      else
        fits->push_back(vehicle);
    }
    group.calls.resize(group.own);
    for (const auto& line : lines) add_line(group.calls, line);
  }

  void add_line(const std::vector<Call>& calls, const std::vector<Vehicle>& vehicles) {
    const auto line = static_cast<std::uint32_t>(w_.first_call_.size());
    w_.first_call_.push_back(static_cast<std::uint32_t>(w_.call_stop_.size()));
    w_.first_run_.push_back(static_cast<std::uint32_t>(w_.run_.size()));
    const TripId trip = vehicles.front().part.trip;
    const LineInfo& info = transit().patterns()[transit().trips()[trip].pattern].line;
    w_.closes_.push_back(static_cast<std::int32_t>(info.closes.count()));
    w_.side_.push_back(side_of(transit().trips()[trip].side));
    for (std::size_t i = 0; i < calls.size(); ++i) {
      const Call& call = calls[i];
      const bool again = std::any_of(calls.begin(), calls.begin() + static_cast<std::ptrdiff_t>(i),
                                     [&](const Call& c) { return c.stop == call.stop; });
      w_.call_stop_.push_back(call.stop.value());
      w_.alight_stop_.push_back(call.alight ? call.stop.value() | (again ? Window::kAgain : 0U)
                                            : kNone);
      w_.call_may_.push_back(
          static_cast<std::uint8_t>((call.board ? 1U : 0U) | (call.alight ? 2U : 0U)));
    }
    for (const Vehicle& vehicle : vehicles) {
      w_.run_.push_back({line, static_cast<std::uint32_t>(w_.arrive_.size()), kNone});
      w_.origin_.push_back({vehicle.part.trip, vehicle.day, vehicle.part.first_call});
      for (std::size_t i = 0; i < calls.size(); ++i) {
        const CallTime t = time_at(vehicle, i);
        w_.arrive_.push_back(t.arrive);
        w_.depart_.push_back(t.depart);
      }
    }
  }

  void join_vehicles() {
    std::vector<std::pair<std::uint32_t, Placed>> joined;  // run, what it goes on as
    std::map<std::tuple<TripId, ServiceDay, std::uint32_t>, std::uint32_t> find;
    for (std::uint32_t r = 0; r < w_.run_count(); ++r) {
      const Origin& o = w_.origin_[r];
      const auto next = after({{o.trip, o.first_call, w_.call_count(w_.run_[r].line)}, o.day});
      if (!next) continue;
      joined.emplace_back(r, *next);
      find[{next->part.trip, next->day, next->part.first_call}] = kNone;
    }
    if (joined.empty()) return;
    for (std::uint32_t r = 0; r < w_.run_count(); ++r) {
      const Origin& o = w_.origin_[r];
      const auto at = find.find({o.trip, o.day, o.first_call});
      if (at != find.end()) at->second = r;
    }
    for (const auto& [r, next] : joined)
      w_.run_[r].then = find.at({next.part.trip, next.day, next.part.first_call});
  }

  void index_boardings() {
    std::vector<std::pair<std::uint32_t, Boarding>> all;
    for (std::uint32_t line = 0; line < w_.line_count(); ++line)
      for (std::uint32_t i = 0; i + 1 < w_.call_count(line); ++i)
        if (w_.may_board(w_.first_call(line) + i))
          all.push_back({w_.call_stop_[w_.first_call(line) + i], {line, i}});
    std::sort(all.begin(), all.end());
    w_.first_boarding_.assign(w_.stop_count() + std::size_t{1}, 0);
    for (const auto& [stop, boarding] : all) {
      ++w_.first_boarding_[stop + 1];
      w_.boardings_.push_back(boarding);
    }
    for (std::size_t i = 1; i < w_.first_boarding_.size(); ++i)
      w_.first_boarding_[i] += w_.first_boarding_[i - 1];
  }

  std::uint32_t side_of(const RuleSide& side) {
    const auto [at, fresh] =
        side_index_.try_emplace(side, static_cast<std::uint32_t>(sides_.size()));
    if (fresh) sides_.push_back(side);
    return at->second;
  }

  void index_rules() {
    PairChanges::Seen seen;
    seen.sides = sides_;
    for (std::uint32_t line = 0; line < w_.line_count() && !transit().rules().empty(); ++line)
      for (std::uint32_t i = 0; i < w_.call_count(line); ++i) {
        const std::uint32_t call = w_.first_call(line) + i;
        const PairChanges::Arrival here{StopId(w_.call_stop_[call]), w_.side_[line]};
        if (i > 0 && w_.may_alight(call)) seen.arrivals.push_back(here);
        if (i + 1 < w_.call_count(line) && w_.may_board(call)) seen.departures.push_back(here);
      }
    for (auto* all : {&seen.arrivals, &seen.departures}) {
      std::sort(all->begin(), all->end());
      all->erase(std::unique(all->begin(), all->end()), all->end());
    }
    w_.pairs_ = PairChanges(transit(), seen);
    if (w_.pairs_.empty()) return;
    w_.call_slot_ = w_.call_stop_;
    for (std::uint32_t line = 0; line < w_.line_count(); ++line)
      for (std::uint32_t call = w_.first_call(line) + 1; call < w_.first_call(line + 1); ++call)
        if (w_.may_alight(call)) {
          const StopId stop(w_.call_stop_[call]);
          w_.call_slot_[call] = w_.pairs_.slot({stop, w_.side_[line]});
          if (w_.ruled(call)) w_.alight_stop_[call] |= Window::kRuled;
        }
    for (std::uint32_t slot = w_.stop_count(); slot < w_.slot_count(); ++slot)
      for (const PairChanges::Target& target : w_.pairs_.targets(slot))
        if (!target.walks)
          w_.least_change_[target.stop] =
              std::min(w_.least_change_[target.stop], w_.pairs_.least(target));
  }

  Window& w_;
  HalfOpen<CivilDate> days_;
  std::vector<Cancelled> cancelled_;
  std::vector<Runs> groups_;
  std::map<GroupKey, std::size_t> index_;  // into groups_
  std::vector<RuleSide> sides_;            // by class
  std::map<RuleSide, std::uint32_t> side_index_;
  mutable std::map<std::pair<std::string_view, CivilDate>, std::int32_t> zeros_;
};

Window::Window(const Transit& transit, HalfOpen<CivilDate> days, std::vector<Cancelled> cancelled)
    : transit_(&transit) {
  WindowBuilder(*this, days, std::move(cancelled)).build();
}

HalfOpen<CivilDate> Window::span_for(const Transit& transit, HalfOpen<Instant> departures,
                                     Seconds longest) {
  // A day for each of: zones (UTC-12 … UTC+14), and by how much times pass 24 h.
  Seconds late = hours(24);
  for (const TripId trip : ids_of(transit.trips()))
    late = std::max(
        late, Seconds(transit.times_of(trip).back().depart) + Seconds(transit.trips()[trip].shift));
  const TimeZone utc = TimeZone::utc();
  const CivilDate from = utc.civil(departures.from - late - hours(14)).date;
  const CivilDate until = utc.civil(departures.until + longest + hours(12)).date.plus_days(1);
  return {std::max(from, transit.dates().from), std::min(until, transit.dates().until)};
}

std::int32_t Window::seconds(Instant t) const {
  constexpr std::int64_t kFar = std::numeric_limits<std::int32_t>::max() / 4;
  return static_cast<std::int32_t>(std::clamp((t - zero_).count(), -kFar, kFar));
}

std::uint32_t Window::run_of(std::uint32_t event) const {
  const auto after =
      std::upper_bound(run_.begin(), run_.end(), event,
                       [](std::uint32_t e, const Run& run) { return e < run.first_event; });
  return static_cast<std::uint32_t>(after - run_.begin()) - 1;
}

std::span<const Boarding> Window::boardings_at(std::uint32_t stop) const {
  const std::uint32_t first = first_boarding_[stop];
  return std::span(boardings_).subspan(first, first_boarding_[stop + 1] - first);
}

std::uint32_t Window::first_boarded(std::uint32_t line, std::uint32_t position,
                                    std::int32_t t) const {
  const std::uint32_t stride = call_count(line);
  t += closes_[line];
  const std::int32_t* departs = depart_.data() + run_[first_run(line)].first_event + position;
  std::uint32_t low = 0;
  std::uint32_t count = end_run(line) - first_run(line);
  while (count > 0) {
    const std::uint32_t half = count / 2;
    if (departs[std::size_t{low + half} * stride] < t) {
      low += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return first_run(line) + low;
}

}  // namespace stopover::journeys
