// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/multi_criteria.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/journeys/labels.hpp"
#include "engine/journeys/legs.hpp"
#include "engine/journeys/stay_area.hpp"
#include "engine/journeys/trip_scan.hpp"

namespace stopover::journeys {

using detail::Arrived;
using detail::Criteria;
using detail::Found;
using detail::OnBoard;
using detail::PendingId;
using detail::Pendings;
using detail::Ready;
using detail::Segment;
using detail::Spent;

struct MultiCriteriaSearch::Impl {
  Impl(const Window& window, const Bounds& all_bounds, HubRules hub_rules)
      : w_(window),
        bounds_(all_bounds),
        rules_(std::move(hub_rules)),
        by_hour_(window.transit().has_times_by_hour()),
        area_(window),
        ready_(window.stop_count()),
        fresh_(window.stop_count()),
        next_fresh_(window.stop_count()),
        from_position_(window.line_count(), kNone) {}

  std::vector<Offer> profile(const Request& wanted);
  [[nodiscard]] const Window& window() const { return w_; }
  [[nodiscard]] const HubRules& rules() const { return rules_; }
  [[nodiscard]] std::optional<Offer> direct(StopId from, StopId to, Instant depart) const {
    const Link* link = w_.transit().link(from, to);
    if (link == nullptr) return std::nullopt;
    const Seconds time = w_.transit().time_of(*link, depart);
    const JourneyPoint point{depart, depart + time, 0};
    return Offer{
        {point, detail::walk_of(w_, from, to, point)}, Fen(link->fen), Seconds(link->seconds)};
  }

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
  void board_run(std::uint32_t run, std::uint32_t position, const Ready& label,
                 std::uint32_t boardings);
  void alight(std::uint32_t line, std::uint32_t position, const OnBoard& rider,
              std::uint32_t boardings);
  void go_on(std::uint32_t line, std::uint32_t boardings);
  void arrive_from(std::uint32_t stop, const Ready& label, std::uint32_t event);
  void arrive(const Arrived& label, const Found& found);
  void be_ready(std::uint32_t stop, const Ready& label);
  void be_fresh(std::uint32_t stop, const Ready& label);
  void change_from(std::uint32_t call, Ready label);
  // With the change that a rule makes; nothing if it forbids it.
  [[nodiscard]] std::optional<Ready> changed(const Ready& label, std::uint32_t line) const;
  [[nodiscard]] std::uint32_t first_run(std::uint32_t line, std::uint32_t position,
                                        const Ready& label) const;
  [[nodiscard]] bool hopeless(const Arrived& at_best) const {
    if (at_best.round > most_ || at_best.at > latest_) return true;
    return std::any_of(known_.begin(), known_.end(),
                       [&](const Arrived& a) { return beats(a, at_best, criteria_, pendings_); });
  }
  [[nodiscard]] const Stop& stop_at(std::uint32_t line, std::uint32_t position) const {
    return w_.transit().stops()[StopId(w_.call_stop()[w_.first_call(line) + position])];
  }
  // What a link takes from then on; when it must be begun at the latest to end by then.
  [[nodiscard]] std::int32_t over(const Link& link, std::int32_t begins) const {
    if (link.by_hour == 0) return link.seconds;
    return static_cast<std::int32_t>(w_.transit().time_of(link, w_.instant(begins)).count());
  }
  [[nodiscard]] std::int32_t latest(const Link& link, std::int32_t ends) const {
    if (link.by_hour == 0) return ends - link.seconds;
    return w_.seconds(w_.transit().latest_start(link, w_.instant(ends)));
  }
  // From the origin to a stop of it.
  [[nodiscard]] Link access(std::uint32_t stop) const {
    const Link* link = w_.transit().link(request_.from, StopId(stop));
    return link == nullptr ? Link{request_.from, 0, 0, 0} : *link;
  }
  template <class Use>
  void each_access(Use use) const {
    use(request_.from.value(), Link{request_.from, 0, 0, 0});
    for (const Link& link : w_.transit().links_of(request_.from)) use(link.to.value(), link);
  }

  const Window& w_;
  const Bounds& bounds_;
  HubRules rules_;
  bool by_hour_;  // whether some links take longer at some hours

  Request request_;
  detail::StayArea area_;  // of its clock
  Criteria criteria_;
  std::uint32_t most_ = 0;
  std::int32_t latest_ = kNever;
  bool may_wait_ = false;  // for the first ride
  std::int32_t leaving_ = 0;
  const Bound* bound_ = nullptr;

  std::vector<std::vector<Ready>> ready_;       // by stop: what beats later labels
  std::vector<std::vector<Ready>> fresh_;       // by stop: to board in this round
  std::vector<std::vector<Ready>> next_fresh_;  // by stop: in the next
  std::vector<std::uint32_t> stops_;            // with fresh labels
  std::vector<std::uint32_t> next_stops_;
  std::vector<std::uint32_t> used_stops_;     // with ready labels
  std::vector<std::uint32_t> from_position_;  // by line: kNone, not marked
  std::vector<std::uint32_t> lines_;          // marked
  std::vector<Task> tasks_;
  std::vector<OnBoard> on_board_;  // of the line at hand
  std::vector<Segment> segments_;  // of this departure
  Pendings pendings_;              // of this request
  PendingId left_before_ = PendingId::none();
  std::vector<Arrived> known_;   // beats what leaves no later
  std::vector<Result> results_;  // of this departure
};

void MultiCriteriaSearch::Impl::start(const Request& wanted) {
  STOPOVER_CHECK(wanted.most_boardings >= 0 && wanted.most_boardings <= 15,
                 "as many boardings as a search knows");
  request_ = wanted;
  criteria_ = {wanted.by_fare, wanted.by_walking, wanted.clock.has_value(),
               wanted.stay_after.has_value(),
               static_cast<std::int32_t>(wanted.stay_after.value_or(Seconds(0)).count())};
  area_.start(request_.clock, request_.from);
  most_ = static_cast<std::uint32_t>(wanted.most_boardings);
  latest_ = wanted.arrive_by ? w_.seconds(*wanted.arrive_by) : kNever;
  bound_ = bounds_.to(wanted.to.value());
  for (const std::uint32_t stop : used_stops_) ready_[stop].clear();
  used_stops_.clear();
  known_.clear();
  pendings_.clear();
  left_before_ = PendingId::none();
  for (const LeftBehind& left : wanted.left)
    left_before_ = pendings_.left(left_before_, left.hub, left.group, w_.seconds(left.at),
                                  rules_.longest(left.hub, left.group));
}

// When one may have to leave for some first ride, last first.
std::vector<std::int32_t> MultiCriteriaSearch::Impl::departures() const {
  std::vector<std::int32_t> out;
  const std::int32_t from = w_.seconds(request_.departures.from);
  const std::int32_t until = w_.seconds(request_.departures.until);
  each_access([&](std::uint32_t stop, const Link& link) {
    for (const Boarding& b : w_.boardings_at(stop)) {
      const std::uint32_t stride = w_.call_count(b.line);
      std::uint32_t run = w_.first_boarded(b.line, b.position, from + over(link, from));
      if (run == w_.end_run(b.line)) continue;
      const std::int32_t* depart = w_.depart().data() + w_.runs()[run].first_event + b.position;
      const std::int32_t end = until + over(link, until) + w_.closes(b.line);
      for (; run < w_.end_run(b.line) && *depart < end; ++run, depart += stride)
        out.push_back(latest(link, *depart - w_.closes(b.line)));
    }
  });
  std::sort(out.begin(), out.end(), std::greater<>());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<Offer> MultiCriteriaSearch::Impl::profile(const Request& wanted) {
  start(wanted);
  std::vector<Offer> offers;
  if (wanted.from == wanted.to || most_ == 0) return offers;
  // Who leaves at the range's end or later bounds who leaves in it.
  search_from(w_.seconds(wanted.departures.until), true);
  for (const std::int32_t depart : departures()) {
    search_from(depart, false);
    for (const Result& result : results_) {
      const JourneyPoint point{w_.instant(depart), w_.instant(result.label.at),
                               static_cast<std::int32_t>(result.label.round)};
      offers.push_back(
          {{point, detail::legs_of(w_, segments_, result.found, wanted.from, wanted.to)},
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
  may_wait_ = wait;
  results_.clear();
  segments_.clear();
  leave_at(depart);
  for (std::uint32_t n = 1; n <= most_ && !stops_.empty(); ++n) round(n);
  for (const std::uint32_t stop : stops_) fresh_[stop].clear();
  stops_.clear();
}

void MultiCriteriaSearch::Impl::leave_at(std::int32_t depart) {
  const std::uint32_t from = request_.from.value();
  const std::int32_t deadline = area_.first_deadline();
  leaving_ = depart;
  const Link* whole = w_.transit().link(request_.from, request_.to);
  if (whole != nullptr && !criteria_.goes_on) {
    const std::int32_t takes = over(*whole, depart);
    Arrived walk{depart + takes, 0, {whole->fen, whole->seconds}, deadline, left_before_};
    if (area_.cross(from, request_.to.value(), depart, walk.deadline))
      detail::add_to(known_, walk, criteria_, pendings_);
  }
  each_access([&](std::uint32_t stop, const Link& link) {
    Ready label;
    const std::int32_t takes = over(link, depart);
    label.at = depart + takes;
    label.spent = {link.fen, link.seconds};
    label.segment = kNone;
    label.left = stop;
    label.deadline = deadline;
    label.pending = left_before_;
    if (!area_.cross(from, stop, depart, label.deadline)) return;
    // A first link is taken as late as it can be, so whoever must leave the area by it in time
    // stands for nobody who came there by a ride.
    if (deadline != detail::kNoDeadline && !area_.inside(stop))
      be_fresh(stop, label);
    else
      be_ready(stop, label);
  });
  std::swap(fresh_, next_fresh_);
  std::swap(stops_, next_stops_);
}

void MultiCriteriaSearch::Impl::be_ready(std::uint32_t stop, const Ready& label) {
  if (ready_[stop].empty()) used_stops_.push_back(stop);
  if (detail::add_to(ready_[stop], label, criteria_, pendings_)) be_fresh(stop, label);
}

void MultiCriteriaSearch::Impl::be_fresh(std::uint32_t stop, const Ready& label) {
  if (next_fresh_[stop].empty()) next_stops_.push_back(stop);
  detail::add_to(next_fresh_[stop], label, criteria_, pendings_);
}

void MultiCriteriaSearch::Impl::round(std::uint32_t boardings) {
  mark_lines();
  for (std::size_t k = 0; k < tasks_.size(); ++k) {
    const Task task = std::move(tasks_[k]);  // riding adds tasks
    ride(task, boardings);
  }
  tasks_.clear();
  for (const std::uint32_t stop : stops_) fresh_[stop].clear();
  stops_.clear();
  std::swap(fresh_, next_fresh_);
  std::swap(stops_, next_stops_);
}

void MultiCriteriaSearch::Impl::mark_lines() {
  for (const std::uint32_t stop : stops_)
    for (const Boarding& b : w_.boardings_at(stop)) {
      if (from_position_[b.line] == kNone) lines_.push_back(b.line);
      from_position_[b.line] = std::min(from_position_[b.line], b.position);
    }
  std::sort(lines_.begin(), lines_.end());
  for (const std::uint32_t line : lines_) {
    tasks_.push_back({line, from_position_[line], {}});
    from_position_[line] = kNone;
  }
  lines_.clear();
}

void MultiCriteriaSearch::Impl::ride(const Task& task, std::uint32_t boardings) {
  on_board_ = task.on_board;
  const bool injected = !task.on_board.empty();
  const std::uint32_t calls = w_.call_count(task.line);
  for (std::uint32_t i = task.position; i < calls; ++i) {
    if (w_.may_alight(w_.first_call(task.line) + i))
      for (std::size_t k = 0; k < on_board_.size(); ++k)
        if (on_board_[k].position < i) alight(task.line, i, on_board_[k], boardings);
    if (!injected && i + 1 < calls) board(task.line, i, boardings);
  }
  go_on(task.line, boardings);
}

std::uint32_t MultiCriteriaSearch::Impl::first_run(std::uint32_t line, std::uint32_t position,
                                                   const Ready& label) const {
  std::int32_t t = label.at;
  const Group group = w_.transit().patterns()[w_.pattern(line)].line.group;
  if (group != kUngoverned)
    t = pendings_.earliest(label.pending, rules_, stop_at(line, position).hub, group, t);
  return w_.first_boarded(line, position, t);
}

void MultiCriteriaSearch::Impl::board(std::uint32_t line, std::uint32_t position,
                                      std::uint32_t boardings) {
  if (!w_.may_board(w_.first_call(line) + position)) return;
  const std::uint32_t stop = w_.call_stop()[w_.first_call(line) + position];
  for (const Ready& fresh : fresh_[stop]) {
    const std::optional<Ready> boarding = changed(fresh, line);
    if (!boarding) continue;
    const Ready& label = *boarding;
    const std::uint32_t first = first_run(line, position, label);
    if (first == w_.end_run(line)) continue;
    // Who would wait for the first ride leaves later instead.
    const bool at_once = label.segment == kNone && !may_wait_;
    const auto leaves_now = [&](std::uint32_t run) {
      const std::int32_t ends =
          w_.depart()[w_.runs()[run].first_event + position] - w_.closes(line);
      return by_hour_ ? latest(access(stop), ends) == leaving_ : ends == label.at;
    };
    if (at_once && !leaves_now(first)) continue;
    board_run(first, position, label, boardings);
    // Later runs are no better, but that who enters later may stay longer.
    if (!area_.may_enter(line)) continue;
    for (std::uint32_t run = first + 1; run < w_.end_run(line); ++run) {
      if (at_once && !leaves_now(run)) break;
      board_run(run, position, label, boardings);
    }
  }
}

void MultiCriteriaSearch::Impl::board_run(std::uint32_t run, std::uint32_t position,
                                          const Ready& label, std::uint32_t boardings) {
  const std::uint32_t line = w_.runs()[run].line;
  const std::uint32_t stop = w_.call_stop()[w_.first_call(line) + position];
  const LineInfo& info = w_.transit().patterns()[w_.pattern(line)].line;
  const std::uint32_t event = w_.runs()[run].first_event + position;
  const std::int32_t depart = w_.depart()[event];
  const std::int32_t alights = w_.arrive()[event + 1];
  std::int32_t deadline = label.deadline;
  if (criteria_.clock && may_wait_ && label.segment == kNone) {
    // The link before begins so much later.
    deadline = area_.first_deadline();
    const std::int32_t ends = depart - w_.closes(line);
    const std::int32_t begins = by_hour_ ? latest(access(stop), ends) : leaving_ + ends - label.at;
    if (!area_.cross(request_.from.value(), stop, begins, deadline)) return;
  }
  const OnBoard rider{run,
                      position,
                      w_.origin(run).first_call + position,
                      label.spent,
                      pendings_.from(label.pending, alights),
                      static_cast<std::uint32_t>(segments_.size()),
                      alights,
                      deadline,
                      area_.inside(stop),
                      depart <= deadline,
                      area_.may_enter(line)};
  if (!detail::add_to(on_board_, rider, criteria_, pendings_, !info.tariff.empty())) return;
  segments_.push_back({run, event, event, label.segment, label.left, boardings});
}

void MultiCriteriaSearch::Impl::alight(std::uint32_t line, std::uint32_t position,
                                       const OnBoard& rider, std::uint32_t boardings) {
  const PatternId id = w_.pattern(line);
  const Pattern& pattern = w_.transit().patterns()[id];
  const std::uint32_t first = w_.origin(rider.run).first_call;
  const auto fare = pattern.fare(rider.call, first + position);
  if (!fare) return;
  const std::uint32_t stop = w_.call_stop()[w_.first_call(line) + position];
  const std::uint32_t event = w_.runs()[rider.run].first_event + position;
  Ready label;
  label.at = w_.arrive()[event];
  label.round = boardings;
  label.spent = {rider.spent.fen + fare->count(), rider.spent.walk};
  label.segment = rider.segment;
  label.left = event;
  label.deadline = rider.deadline;
  if (rider.inside != area_.inside(stop)) {
    if (rider.inside && !rider.may_leave) return;
    label.deadline = rider.inside ? detail::kNoDeadline : area_.deadline_of(label.at);
  }
  const Hub hub = stop_at(line, position).hub;
  const bool governed = pattern.line.group != kUngoverned && hub != kNoHub;
  const auto leave = [&] {
    label.pending = governed ? pendings_.left(rider.pending, hub, pattern.line.group, label.at,
                                              rules_.longest(hub, pattern.line.group))
                             : rider.pending;
  };
  if (criteria_.goes_on) leave();
  arrive_from(stop, label, event);
  if (hopeless({label.at + bound_[stop].seconds(), boardings + bound_[stop].boardings(),
                label.spent, detail::kNoDeadline, PendingId::none()}))
    return;
  if (!criteria_.goes_on) leave();
  change_from(w_.first_call(line) + position, label);
}

// At the destination, or over one link to it.
void MultiCriteriaSearch::Impl::arrive_from(std::uint32_t stop, const Ready& label,
                                            std::uint32_t event) {
  const std::uint32_t to = request_.to.value();
  if (stop == to)
    return arrive({label.at, label.round, label.spent, label.deadline, label.pending},
                  {label.segment, event});
  const Link* link = w_.transit().link(StopId(stop), request_.to);
  if (link == nullptr) return;
  const std::int32_t takes = over(*link, label.at);
  Arrived there{label.at + takes,
                label.round,
                {label.spent.fen + link->fen, label.spent.walk + link->seconds},
                label.deadline,
                label.pending};
  if (area_.cross(stop, to, label.at, there.deadline)) arrive(there, {label.segment, event});
}

void MultiCriteriaSearch::Impl::change_from(std::uint32_t call, Ready label) {
  const std::uint32_t stop = w_.call_stop()[call];
  const std::int32_t deadline = label.deadline;
  if (w_.ruled(call)) {
    const auto targets = w_.pairs().targets(w_.slot(call));
    for (const PairChanges::Target& target : targets) {
      label.target = static_cast<std::uint32_t>(&target - w_.pairs().all_targets().data()) + 1;
      label.deadline = deadline;
      if (area_.cross(stop, target.stop, label.at, label.deadline)) be_ready(target.stop, label);
    }
    return;
  }
  const std::int32_t at = label.at;
  const Spent spent = label.spent;
  if (w_.change(stop) < Window::kNoChange) {
    label.at = at + w_.change(stop);
    be_ready(stop, label);
  }
  for (const Link& link : w_.transit().links_of(StopId(stop))) {
    const std::int32_t takes = over(link, at);
    label.at = at + takes;
    label.spent = {spent.fen + link.fen, spent.walk + link.seconds};
    label.deadline = deadline;
    if (area_.cross(stop, link.to.value(), at, label.deadline)) be_ready(link.to.value(), label);
  }
}

std::optional<Ready> MultiCriteriaSearch::Impl::changed(const Ready& label,
                                                        std::uint32_t line) const {
  if (label.target == 0) return label;
  const PairChanges::Target& target = w_.pairs().all_targets()[label.target - 1];
  const std::int32_t seconds = w_.pairs().seconds(target, w_.side(line));
  if (seconds >= Window::kNoChange) return std::nullopt;
  Ready out = label;
  out.at += seconds;
  if (target.walks) {
    out.spent.walk += seconds;
    out.spent.fen += target.fen;
  }
  return out;
}

// Whoever stays on as the vehicle becomes another trip.
void MultiCriteriaSearch::Impl::go_on(std::uint32_t line, std::uint32_t boardings) {
  const std::uint32_t last = w_.call_count(line) - 1;
  const Pattern& pattern = w_.transit().patterns()[w_.pattern(line)];
  for (const OnBoard& rider : on_board_) {
    const std::uint32_t then = w_.runs()[rider.run].then;
    if (then == kNone) continue;
    const std::uint32_t first = w_.origin(rider.run).first_call;
    // Within a trip that was cut, the ride is not over.
    const bool cut = w_.origin(then).trip == w_.origin(rider.run).trip &&
                     w_.origin(then).day == w_.origin(rider.run).day;
    const auto fare = cut ? std::optional(Fen(0)) : pattern.fare(rider.call, first + last);
    if (!fare) continue;
    OnBoard next = rider;
    next.run = then;
    next.position = 0;
    if (!cut) next.call = 0;
    next.spent.fen += fare->count();
    next.segment = static_cast<std::uint32_t>(segments_.size());
    const std::uint32_t event = w_.runs()[then].first_event;
    segments_.push_back(
        {then, event, event, rider.segment, w_.runs()[rider.run].first_event + last, boardings});
    tasks_.push_back({w_.runs()[then].line, 1, {next}});
  }
}

void MultiCriteriaSearch::Impl::arrive(const Arrived& label, const Found& found) {
  if (label.at > latest_ || !detail::add_to(known_, label, criteria_, pendings_)) return;
  const auto beaten = [&](const Result& r) { return beats(label, r.label, criteria_, pendings_); };
  results_.erase(std::remove_if(results_.begin(), results_.end(), beaten), results_.end());
  results_.push_back({label, found});
}

MultiCriteriaSearch::MultiCriteriaSearch(const Window& window, const Bounds& bounds, HubRules rules)
    : impl_(std::make_unique<Impl>(window, bounds, std::move(rules))) {}
MultiCriteriaSearch::~MultiCriteriaSearch() = default;
MultiCriteriaSearch::MultiCriteriaSearch(MultiCriteriaSearch&&) noexcept = default;
MultiCriteriaSearch& MultiCriteriaSearch::operator=(MultiCriteriaSearch&&) noexcept = default;

std::optional<Offer> MultiCriteriaSearch::direct(StopId from, StopId to, Instant depart) const {
  return impl_->direct(from, to, depart);
}

const Window& MultiCriteriaSearch::window() const {
  return impl_->window();
}

const HubRules& MultiCriteriaSearch::rules() const {
  return impl_->rules();
}

std::vector<Offer> MultiCriteriaSearch::profile(const Request& request) {
  return impl_->profile(request);
}

}  // namespace stopover::journeys
