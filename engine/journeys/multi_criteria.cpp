// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/multi_criteria.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/journeys/labels.hpp"
#include "engine/journeys/legs.hpp"
#include "engine/journeys/trip_scan.hpp"

namespace stopover::journeys {

using detail::Arrived;
using detail::Criteria;
using detail::Found;
using detail::kNever;
using detail::OnBoard;
using detail::Pending;
using detail::Ready;
using detail::Segment;
using detail::Spent;

struct MultiCriteriaSearch::Impl {
  Impl(const Window& window, const Bounds& all_bounds, HubRules hub_rules)
      : w(window),
        bounds(all_bounds),
        rules(std::move(hub_rules)),
        egress(window),
        ready(window.stop_count()),
        fresh(window.stop_count()),
        next_fresh(window.stop_count()),
        from_position(window.line_count(), kNone) {}

  std::vector<Offer> profile(const Request& wanted);

 private:
  struct Result {
    Arrived label;
    Found found;
  };
  // A line to ride in this round, from a position, with who is on board already.
  struct Task {
    std::uint32_t line = 0;
    std::uint32_t position = 0;
    std::vector<OnBoard> on_board;
  };

  void start(const Request& wanted);
  [[nodiscard]] std::vector<std::int32_t> departures() const;
  void search_from(std::int32_t depart, bool wait);
  void leave_at(std::int32_t depart);
  void round(std::uint32_t boardings);
  void mark_lines();
  void ride(const Task& task, std::uint32_t boardings);
  void board(std::uint32_t line, std::uint32_t position, std::uint32_t boardings);
  void alight(std::uint32_t line, std::uint32_t position, const OnBoard& rider,
              std::uint32_t boardings);
  void go_on(std::uint32_t line, std::uint32_t boardings);
  void arrive(const Arrived& label, const Found& found);
  void be_ready(std::uint32_t stop, Ready label);
  [[nodiscard]] std::uint32_t first_run(std::uint32_t line, std::uint32_t position,
                                        const Ready& label) const;
  [[nodiscard]] bool hopeless(const Arrived& at_best) const {
    if (at_best.round > most || at_best.at > latest) return true;
    return std::any_of(known.begin(), known.end(),
                       [&](const Arrived& a) { return beats(a, at_best, criteria); });
  }
  [[nodiscard]] const Stop& stop_at(std::uint32_t line, std::uint32_t position) const {
    return w.transit().stops()[StopId(w.call_stop()[w.first_call(line) + position])];
  }
  template <class Use>
  void each_access(Use use) const {
    use(request.from.value(), Link{request.from, 0, 0});
    for (const Link& link : w.transit().links_of(request.from)) use(link.to.value(), link);
  }

  const Window& w;
  const Bounds& bounds;
  HubRules rules;
  detail::Egress egress;

  Request request;
  Criteria criteria;
  std::uint32_t most = 0;
  std::int32_t latest = kNever;
  bool may_wait = false;  // for the first ride
  const Bound* bound = nullptr;

  std::vector<std::vector<Ready>> ready;       // by stop: what beats later labels
  std::vector<std::vector<Ready>> fresh;       // by stop: to board in this round
  std::vector<std::vector<Ready>> next_fresh;  // by stop: in the next
  std::vector<std::uint32_t> stops;            // with fresh labels
  std::vector<std::uint32_t> next_stops;
  std::vector<std::uint32_t> used_stops;     // with ready labels
  std::vector<std::uint32_t> from_position;  // by line: kNone, not marked
  std::vector<std::uint32_t> lines;          // marked
  std::vector<Task> tasks;
  std::vector<OnBoard> on_board;  // of the line at hand
  std::vector<Segment> segments;  // of this departure
  std::vector<Arrived> known;     // beats what leaves no later
  std::vector<Result> results;    // of this departure
};

void MultiCriteriaSearch::Impl::start(const Request& wanted) {
  STOPOVER_CHECK(wanted.most_boardings >= 0 && wanted.most_boardings <= 15,
                 "as many boardings as a search knows");
  request = wanted;
  criteria = {wanted.by_fare, wanted.by_walking};
  most = static_cast<std::uint32_t>(wanted.most_boardings);
  latest = wanted.arrive_by ? w.seconds(*wanted.arrive_by) : kNever;
  bound = bounds.to(wanted.to.value());
  egress.set(wanted.to.value());
  for (const std::uint32_t stop : used_stops) ready[stop].clear();
  used_stops.clear();
  known.clear();
}

// When one may have to leave for some first ride, last first.
std::vector<std::int32_t> MultiCriteriaSearch::Impl::departures() const {
  std::vector<std::int32_t> out;
  const std::int32_t from = w.seconds(request.departures.from);
  const std::int32_t until = w.seconds(request.departures.until);
  each_access([&](std::uint32_t stop, const Link& link) {
    for (const Boarding& b : w.boardings_at(stop)) {
      const std::uint32_t stride = w.call_count(b.line);
      std::uint32_t run = w.first_boarded(b.line, b.position, from + link.seconds);
      if (run == w.end_run(b.line)) continue;
      const std::int32_t* depart = w.depart().data() + w.runs()[run].first_event + b.position;
      const std::int32_t lead = link.seconds + w.closes(b.line);
      for (; run < w.end_run(b.line) && *depart < until + lead; ++run, depart += stride)
        out.push_back(*depart - lead);
    }
  });
  std::sort(out.begin(), out.end(), std::greater<>());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<Offer> MultiCriteriaSearch::Impl::profile(const Request& wanted) {
  start(wanted);
  std::vector<Offer> offers;
  if (wanted.from == wanted.to || most == 0) return offers;
  // Who leaves at the range's end or later bounds who leaves in it.
  search_from(w.seconds(wanted.departures.until), true);
  for (const std::int32_t depart : departures()) {
    search_from(depart, false);
    for (const Result& result : results) {
      const JourneyPoint point{w.instant(depart), w.instant(result.label.at),
                               static_cast<std::int32_t>(result.label.round)};
      offers.push_back({{point, detail::legs_of(w, segments, result.found, wanted.from, wanted.to)},
                        Fen(result.label.spent.fen),
                        Seconds(result.label.spent.walk)});
    }
  }
  std::sort(offers.begin(), offers.end(), [](const Offer& a, const Offer& b) {
    const auto key = [](const Offer& o) {
      return std::tuple(o.journey.point.depart, o.journey.point.boardings, o.journey.point.arrive,
                        o.fare, o.walking);
    };
    return key(a) < key(b);
  });
  return offers;
}

void MultiCriteriaSearch::Impl::search_from(std::int32_t depart, bool wait) {
  may_wait = wait;
  results.clear();
  segments.clear();
  leave_at(depart);
  for (std::uint32_t n = 1; n <= most && !stops.empty(); ++n) round(n);
  for (const std::uint32_t stop : stops) fresh[stop].clear();
  stops.clear();
}

void MultiCriteriaSearch::Impl::leave_at(std::int32_t depart) {
  for (const Link& link : w.transit().links_of(request.from))
    if (link.to == request.to)
      detail::add_to(known, Arrived{depart + link.seconds, 0, {link.fen, link.seconds}}, criteria);
  each_access([&](std::uint32_t stop, const Link& link) {
    Ready label;
    label.at = depart + link.seconds;
    label.spent = {link.fen, link.seconds};
    label.segment = kNone;
    label.left = stop;
    be_ready(stop, label);
  });
  std::swap(fresh, next_fresh);
  std::swap(stops, next_stops);
}

void MultiCriteriaSearch::Impl::be_ready(std::uint32_t stop, Ready label) {
  // Rules that have passed bind no more.
  Pending& p = label.pending;
  if (p.hub != kNoHub && p.since + rules.longest(p.hub, p.group) <= label.at) p = {};
  if (ready[stop].empty()) used_stops.push_back(stop);
  if (!detail::add_to(ready[stop], label, criteria)) return;
  if (next_fresh[stop].empty()) next_stops.push_back(stop);
  detail::add_to(next_fresh[stop], label, criteria);
}

void MultiCriteriaSearch::Impl::round(std::uint32_t boardings) {
  mark_lines();
  for (std::size_t k = 0; k < tasks.size(); ++k) {
    const Task task = std::move(tasks[k]);  // riding adds tasks
    ride(task, boardings);
  }
  tasks.clear();
  for (const std::uint32_t stop : stops) fresh[stop].clear();
  stops.clear();
  std::swap(fresh, next_fresh);
  std::swap(stops, next_stops);
}

void MultiCriteriaSearch::Impl::mark_lines() {
  for (const std::uint32_t stop : stops)
    for (const Boarding& b : w.boardings_at(stop)) {
      if (from_position[b.line] == kNone) lines.push_back(b.line);
      from_position[b.line] = std::min(from_position[b.line], b.position);
    }
  std::sort(lines.begin(), lines.end());
  for (const std::uint32_t line : lines) {
    tasks.push_back({line, from_position[line], {}});
    from_position[line] = kNone;
  }
  lines.clear();
}

void MultiCriteriaSearch::Impl::ride(const Task& task, std::uint32_t boardings) {
  on_board = task.on_board;
  const bool injected = !task.on_board.empty();
  const std::uint32_t calls = w.call_count(task.line);
  for (std::uint32_t i = task.position; i < calls; ++i) {
    if (w.may_alight(w.first_call(task.line) + i))
      for (std::size_t k = 0; k < on_board.size(); ++k)
        if (on_board[k].position < i) alight(task.line, i, on_board[k], boardings);
    if (!injected && i + 1 < calls) board(task.line, i, boardings);
  }
  go_on(task.line, boardings);
}

std::uint32_t MultiCriteriaSearch::Impl::first_run(std::uint32_t line, std::uint32_t position,
                                                   const Ready& label) const {
  std::int32_t t = label.at;
  const Group group = w.transit().patterns()[w.pattern(line)].line.group;
  if (group != kUngoverned && label.pending.hub != kNoHub)
    t = std::max(t, label.pending.since - w.closes(line) +
                        rules.seconds({label.pending.hub, label.pending.group,
                                       stop_at(line, position).hub, group}));
  return w.first_boarded(line, position, t);
}

void MultiCriteriaSearch::Impl::board(std::uint32_t line, std::uint32_t position,
                                      std::uint32_t boardings) {
  if (!w.may_board(w.first_call(line) + position)) return;
  const std::uint32_t stop = w.call_stop()[w.first_call(line) + position];
  const LineInfo& info = w.transit().patterns()[w.pattern(line)].line;
  for (const Ready& label : fresh[stop]) {
    const std::uint32_t run = first_run(line, position, label);
    if (run == w.end_run(line)) continue;
    // Who would wait for the first ride leaves later instead.
    if (label.segment == kNone && !may_wait &&
        w.depart()[w.runs()[run].first_event + position] != label.at + w.closes(line))
      continue;
    OnBoard rider{run,         position,      w.origin(run).first_call + position,
                  label.spent, label.pending, static_cast<std::uint32_t>(segments.size())};
    if (info.group != kUngoverned) rider.pending = {};
    if (!detail::add_to(on_board, rider, criteria, !info.tariff.empty())) continue;
    const std::uint32_t event = w.runs()[run].first_event + position;
    segments.push_back({run, event, event, label.segment, label.left, boardings});
  }
}

void MultiCriteriaSearch::Impl::alight(std::uint32_t line, std::uint32_t position,
                                       const OnBoard& rider, std::uint32_t boardings) {
  const PatternId id = w.pattern(line);
  const Pattern& pattern = w.transit().patterns()[id];
  const std::uint32_t first = w.origin(rider.run).first_call;
  const auto fare = pattern.fare(rider.call, first + position);
  if (!fare) return;
  const std::uint32_t stop = w.call_stop()[w.first_call(line) + position];
  const std::uint32_t event = w.runs()[rider.run].first_event + position;
  Ready label;
  label.at = w.arrive()[event];
  label.round = boardings;
  label.spent = {rider.spent.fen + static_cast<std::int32_t>(fare->count()), rider.spent.walk};
  label.segment = rider.segment;
  label.left = event;
  label.pending = rider.pending;
  if (pattern.line.group != kUngoverned) {
    const Hub hub = stop_at(line, position).hub;
    label.pending = hub == kNoHub ? Pending{} : Pending{hub, pattern.line.group, label.at};
  }
  if (stop == request.to.value()) {
    arrive({label.at, boardings, label.spent}, {label.segment, event});
  } else if (egress[stop] != kNever) {
    for (const Link& link : w.transit().links_of(StopId(stop)))
      if (link.to == request.to)
        arrive({label.at + link.seconds,
                boardings,
                {label.spent.fen + link.fen, label.spent.walk + link.seconds}},
               {label.segment, event});
  }
  if (hopeless(
          {label.at + bound[stop].seconds(), boardings + bound[stop].boardings(), label.spent}))
    return;
  const std::int32_t at = label.at;
  const Spent spent = label.spent;
  if (w.change(stop) < Window::kNoChange) {
    label.at = at + w.change(stop);
    be_ready(stop, label);
  }
  for (const Link& link : w.transit().links_of(StopId(stop))) {
    label.at = at + link.seconds;
    label.spent = {spent.fen + link.fen, spent.walk + link.seconds};
    be_ready(link.to.value(), label);
  }
}

// Whoever stays on as the vehicle becomes another trip.
void MultiCriteriaSearch::Impl::go_on(std::uint32_t line, std::uint32_t boardings) {
  const std::uint32_t last = w.call_count(line) - 1;
  const Pattern& pattern = w.transit().patterns()[w.pattern(line)];
  for (const OnBoard& rider : on_board) {
    const std::uint32_t then = w.runs()[rider.run].then;
    if (then == kNone) continue;
    const std::uint32_t first = w.origin(rider.run).first_call;
    // Within a trip that was cut, the ride is not over.
    const bool cut = w.origin(then).trip == w.origin(rider.run).trip;
    const auto fare = cut ? std::optional(Fen(0)) : pattern.fare(rider.call, first + last);
    if (!fare) continue;
    OnBoard next = rider;
    next.run = then;
    next.position = 0;
    if (!cut) next.call = 0;
    next.spent.fen += static_cast<std::int32_t>(fare->count());
    next.segment = static_cast<std::uint32_t>(segments.size());
    const std::uint32_t event = w.runs()[then].first_event;
    segments.push_back(
        {then, event, event, rider.segment, w.runs()[rider.run].first_event + last, boardings});
    tasks.push_back({w.runs()[then].line, 1, {next}});
  }
}

void MultiCriteriaSearch::Impl::arrive(const Arrived& label, const Found& found) {
  if (label.at > latest || !detail::add_to(known, label, criteria)) return;
  results.erase(std::remove_if(results.begin(), results.end(),
                               [&](const Result& r) { return beats(label, r.label, criteria); }),
                results.end());
  results.push_back({label, found});
}

MultiCriteriaSearch::MultiCriteriaSearch(const Window& window, const Bounds& bounds, HubRules rules)
    : impl_(std::make_unique<Impl>(window, bounds, std::move(rules))) {}
MultiCriteriaSearch::~MultiCriteriaSearch() = default;
MultiCriteriaSearch::MultiCriteriaSearch(MultiCriteriaSearch&&) noexcept = default;
MultiCriteriaSearch& MultiCriteriaSearch::operator=(MultiCriteriaSearch&&) noexcept = default;

std::vector<Offer> MultiCriteriaSearch::profile(const Request& request) {
  return impl_->profile(request);
}

}  // namespace stopover::journeys
