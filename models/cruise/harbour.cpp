// SPDX-License-Identifier: Apache-2.0
#include "models/cruise/harbour.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/random/continuous.hpp"
#include "engine/random/gamma.hpp"
#include "engine/random/rejection.hpp"
#include "models/cruise/sun_and_tide.hpp"

namespace stopover::cruise {
namespace {

constexpr random::Purpose kClosurePurpose = random::purpose("cruise.closure");
constexpr random::Purpose kLatePurpose = random::purpose("cruise.late");
constexpr random::Purpose kSharePurpose = random::purpose("cruise.share");
constexpr std::size_t kRemembered = 64;  // passages, before old ones are forgotten
constexpr Seconds kTideStep = minutes(10);
constexpr Seconds kFarAhead = hours(24 * 30);  // a passage that is not found by then is not

void draw_month(const PortBook& book, const Closure& closure, CivilDate first, const Luck& luck,
                std::vector<ClosedSpan>& out) {
  random::Stream stream({.seed = luck.seed,
                         .replication = luck.replication,
                         .entity = stable_hash(static_cast<std::int64_t>(stable_hash(closure.key)),
                                               std::int64_t{first.days_since_epoch()}),
                         .purpose = kClosurePurpose});
  const auto month = static_cast<std::size_t>(first.month() - 1);
  const double mean = closure.events[month];
  const std::int64_t events = mean > 0 ? random::Poisson(mean)(stream) : 0;
  const CivilDate after = first.plus_days(32);
  const CivilDate next = CivilDate::from_ymd(after.year(), after.month(), 1).value();
  for (std::int64_t k = 0; k < events; ++k) {
    const auto day = static_cast<std::int32_t>(
        random::below(stream, static_cast<std::uint64_t>(days_between(first, next))));
    const double from = random::uniform(stream, static_cast<double>(closure.starts_from.count()),
                                        static_cast<double>(closure.starts_until.count()));
    const double u = random::open_unit(stream);
    double length = closure.mean_hours;
    if (closure.cv > 0)
      length = random::Gamma::from_mean_sd(closure.mean_hours, closure.cv * closure.mean_hours)
                   .value()
                   .quantile(u);
    const Instant begins =
        book.zone.instant_at(first.plus_days(day), round_to<Seconds>(from / 60) * 60);
    out.push_back({{begins, begins + round_to<Seconds>(length * 60) * 60}, closure.kind});
  }
}

struct Passage {
  HalfOpen<Instant> time;
  HalfOpen<Instant> pilot;
  bool inward = false;
};

// What is booked of one channel, and the earliest start of one more.
class ChannelBook {
 public:
  ChannelBook(const PortBook& book, const Channel& channel, const std::vector<ClosedSpan>& closed,
              double lon, double lat)
      : book_(book), channel_(channel), closed_(closed), lon_(lon), lat_(lat) {}

  struct Found {
    bool ok = false;
    Instant start{};
  };

  Found find(Instant from, const Ship& ship, bool inward, Waits& waits) {
    forget(from);
    Instant start = from;
    while (start < from + kFarAhead) {
      const auto [wait, next] = next_start(start, ship, inward);
      if (next == start) return {true, start};
      waits[static_cast<std::size_t>(wait)] += next - start;
      start = next;
    }
    return {};
  }

  void book(Instant start, bool inward) {
    const HalfOpen<Instant> time{start, start + channel_.passage};
    const HalfOpen<Instant> pilot = inward
                                        ? HalfOpen<Instant>{time.from - channel_.pilot, time.until}
                                        : HalfOpen<Instant>{time.from, time.until + channel_.pilot};
    passages_.push_back({time, pilot, inward});
  }

 private:
  using Step = std::pair<Wait, Instant>;

  // Passages that nobody can meet any more: asks come in order of time, but for a pilot's way.
  void forget(Instant from) {
    if (passages_.size() < kRemembered) return;
    std::erase_if(passages_, [&](const Passage& one) { return one.time.until + hours(48) < from; });
  }

  [[nodiscard]] Step next_start(Instant start, const Ship& ship, bool inward) const {
    const HalfOpen<Instant> time{start, start + channel_.passage};
    for (const ClosedSpan& one : closed_) {
      if (one.time.from >= time.until) break;
      if (one.time.overlaps(time)) return {Wait::kClosure, one.time.until};
    }
    if (channel_.daylight_over_m > 0 && ship.length_m > channel_.daylight_over_m) {
      const Instant day = next_daylight(start);
      if (day != start) return {Wait::kDaylight, day};
    }
    if (!tide_carries(time, ship)) return {Wait::kTide, start + kTideStep};
    for (const Passage& other : passages_) {
      if (other.inward != inward && channel_.one_way && other.time.overlaps(time))
        return {Wait::kChannel, other.time.until};
      if (other.inward == inward && start > other.time.from - channel_.separation &&
          start < other.time.from + channel_.separation)
        return {Wait::kChannel, other.time.from + channel_.separation};
    }
    return pilot_free(start, inward);
  }

  [[nodiscard]] Step pilot_free(Instant start, bool inward) const {
    const HalfOpen<Instant> work =
        inward ? HalfOpen<Instant>{start - channel_.pilot, start + channel_.passage}
               : HalfOpen<Instant>{start, start + channel_.passage + channel_.pilot};
    std::vector<Instant> ends;
    for (const Passage& other : passages_)
      if (other.pilot.overlaps(work)) ends.push_back(other.pilot.until);
    if (std::cmp_less(ends.size(), channel_.pilots)) return {Wait::kPilot, start};
    const auto first = std::min_element(ends.begin(), ends.end());
    return {Wait::kPilot, *first + (start - work.from)};
  }

  [[nodiscard]] Instant next_daylight(Instant start) const {
    const CivilDate date = book_.zone.civil(start).date;
    for (int ahead = 0; ahead < 2; ++ahead) {
      const Daylight day = daylight(date.plus_days(ahead), book_.zone, lon_, lat_);
      const Instant last = std::max(day.rise, day.set - channel_.passage);
      if (start <= day.rise) return day.rise;
      if (ahead == 0 && start <= last) return start;
    }
    return start + hours(24);
  }

  [[nodiscard]] bool tide_carries(const HalfOpen<Instant>& time, const Ship& ship) const {
    const double needed = ship.draught_m * (1 + channel_.keel_share) - channel_.depth_m;
    if (needed <= 0) return true;
    for (Instant t = time.from; t < time.until; t += kTideStep)
      if (tide_height(t, channel_.tide_m) < needed) return false;
    return tide_height(time.until, channel_.tide_m) >= needed;
  }

  const PortBook& book_;
  const Channel& channel_;
  const std::vector<ClosedSpan>& closed_;
  double lon_;
  double lat_;
  std::vector<Passage> passages_;
};

class Harbour {
 public:
  Harbour(const PortBook& book, const std::vector<PlannedCall>& calls,
          const std::vector<ClosedSpan>& closed, const Luck& luck, const HarbourOptions& options)
      : book_(book),
        calls_(calls),
        luck_(luck),
        options_(options),
        stays_(calls.size()),
        berths_(book.berths.size()) {
    for (const ChannelId id : ids_of(book.channels)) {
      double lon = 0;
      double lat = 0;
      for (const Terminal& terminal : book.terminals)
        if (terminal.channel == id) {
          lon = terminal.lon;
          lat = terminal.lat;
        }
      channels_.emplace_back(book, book.channels[id], closed, lon, lat);
    }
  }

  std::vector<Stay> year() {
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      draw(i);
      if (stays_[i].fate == StayFate::kServed)
        ask_.push({calls_[i].arrive + stays_[i].late - passage_of(i), i, true});
    }
    while (!ask_.empty()) {
      const Ask next = ask_.top();
      ask_.pop();
      if (next.inward)
        come(next);
      else
        leave(next);
    }
    // Whoever waits for a berth that nobody leaves any more.
    for (const std::size_t call : waiting_) stays_[call].fate = StayFate::kGaveUp;
    return std::move(stays_);
  }

 private:
  struct Ask {
    Instant time{};
    std::size_t call = 0;
    bool inward = false;
    friend bool operator<(const Ask& a, const Ask& b) {  // the queue's top is the earliest
      return std::tie(a.time, a.call) > std::tie(b.time, b.call);
    }
  };
  struct BerthState {
    bool taken = false;  // by a ship whose sailing is not known
    Instant free{};      // else: from then on
    bool used = false;
  };

  [[nodiscard]] Seconds passage_of(std::size_t call) const {
    return book_.channels[book_.terminals[calls_[call].terminal].channel].passage;
  }
  ChannelBook& channel_of(std::size_t call) {
    return channels_[book_.terminals[calls_[call].terminal].channel.value()];
  }
  [[nodiscard]] random::Stream stream(std::size_t call, random::Purpose purpose) const {
    return random::Stream({.seed = luck_.seed,
                           .replication = luck_.replication,
                           .entity = stable_hash(calls_[call].key),
                           .purpose = purpose});
  }

  void draw(std::size_t call) {
    random::Stream share = stream(call, kSharePurpose);
    const double u = random::unit(share);
    if (options_.thinning && u >= calls_[call].share) stays_[call].fate = StayFate::kNotSailed;
    if (!options_.lateness) return;
    random::Stream late = stream(call, kLatePurpose);
    const double whether = random::unit(late);
    const double how_much = random::open_unit(late);
    const double mean = book_.figure("ship.late_minutes");
    if (whether < book_.figure("ship.late_share") && mean > 0)
      stays_[call].late = round_to<Seconds>(random::Exponential(mean).quantile(how_much)) * 60;
  }

  [[nodiscard]] bool fits(BerthId id, const PlannedCall& call) const {
    const Berth& berth = book_.berths[id];
    return berth.terminal == call.terminal && holds(berth, book_.ships[call.ship]) &&
           (call.berth.is_none() || call.berth == id) &&
           berth.valid.contains(book_.zone.civil(call.arrive).date);
  }

  void come(const Ask& ask) {
    const PlannedCall& call = calls_[ask.call];
    const Instant there = ask.time + passage_of(ask.call);
    BerthId best;
    bool any = false;
    for (const BerthId id : ids_of(book_.berths)) {
      if (!fits(id, call)) continue;
      any = true;
      if (berths_[id].taken) continue;
      if (best.is_none() || better(id, best, there)) best = id;
    }
    if (!any) {
      stays_[ask.call].fate = StayFate::kNoBerth;
      return;
    }
    if (best.is_none()) {
      waiting_.push_back(ask.call);  // until a ship's sailing is known
      asked_at_.resize(calls_.size());
      asked_at_[ask.call] = ask.time;
      return;
    }
    moor(ask, best);
  }

  // Free in time before not, then the shorter, or the earlier free.
  [[nodiscard]] bool better(BerthId a, BerthId b, Instant there) const {
    const bool a_free = !berths_[a].used || berths_[a].free <= there;
    const bool b_free = !berths_[b].used || berths_[b].free <= there;
    if (a_free != b_free) return a_free;
    if (!a_free && berths_[a].free != berths_[b].free) return berths_[a].free < berths_[b].free;
    return book_.berths[a].length_m < book_.berths[b].length_m;
  }

  void moor(const Ask& ask, BerthId berth) {
    const PlannedCall& call = calls_[ask.call];
    Stay& stay = stays_[ask.call];
    Instant from = ask.time;
    if (berths_[berth].used && berths_[berth].free - passage_of(ask.call) > from) {
      stay.in[static_cast<std::size_t>(Wait::kBerth)] +=
          berths_[berth].free - passage_of(ask.call) - from;
      from = berths_[berth].free - passage_of(ask.call);
    }
    const auto found = channel_of(ask.call).find(from, book_.ships[call.ship], true, stay.in);
    const Instant moored = found.start + passage_of(ask.call);
    const auto most = round_to<Seconds>(book_.figure("call.give_up_hours") * 3600);
    if (!found.ok || moored - call.arrive > most) {
      stay.fate = StayFate::kGaveUp;
      return;
    }
    channel_of(ask.call).book(found.start, true);
    stay.berth = berth;
    stay.moored = moored;
    berths_[berth] = {.taken = true, .used = true};
    Seconds least = book_.minutes_of("turnaround.least_minutes");
    if (!call.takes_off() || !call.takes_on()) least = least / 2;
    ask_.push({std::max(call.depart, moored + least), ask.call, false});
  }

  void leave(const Ask& ask) {
    Stay& stay = stays_[ask.call];
    const PlannedCall& call = calls_[ask.call];
    const auto found = channel_of(ask.call).find(ask.time, book_.ships[call.ship], false, stay.out);
    stay.ready = ask.time;
    // A month without a passage: the ship is given the last moment, and the wait says so.
    stay.sailed = found.ok ? found.start : ask.time + kFarAhead;
    channel_of(ask.call).book(stay.sailed, false);
    berths_[stay.berth] = {.free = stay.sailed + book_.minutes_of("berth.change_minutes"),
                           .used = true};
    std::vector<std::size_t> again;
    again.swap(waiting_);
    for (const std::size_t waits : again) {
      Seconds& so_far = stays_[waits].in[static_cast<std::size_t>(Wait::kBerth)];
      so_far += ask.time - std::min(ask.time, asked_at_[waits]);
      ask_.push({std::max(ask.time, asked_at_[waits]), waits, true});
    }
  }

  const PortBook& book_;
  const std::vector<PlannedCall>& calls_;
  Luck luck_;
  HarbourOptions options_;
  std::vector<Stay> stays_;
  Table<BerthId, BerthState> berths_;
  std::vector<ChannelBook> channels_;
  std::priority_queue<Ask> ask_;
  std::vector<std::size_t> waiting_;
  std::vector<Instant> asked_at_;
};

}  // namespace

std::vector<ClosedSpan> closed_spans(const PortBook& book, HalfOpen<CivilDate> span,
                                     const Luck& luck) {
  std::vector<ClosedSpan> out;
  for (const Closure& closure : book.closures) {
    const auto dates =
        closure.dates.intersection({span.from.plus_days(-2), span.until.plus_days(8)});
    if (dates)
      for (CivilDate date = dates->from; date < dates->until; date = date.plus_days(1))
        out.push_back(
            {{book.zone.instant_at(date, closure.from), book.zone.instant_at(date, closure.until)},
             closure.kind});
    if (!closure.dates.empty()) continue;
    CivilDate month = CivilDate::from_ymd(span.from.year(), span.from.month(), 1).value();
    while (month < span.until) {
      draw_month(book, closure, month, luck, out);
      const CivilDate after = month.plus_days(32);
      month = CivilDate::from_ymd(after.year(), after.month(), 1).value();
    }
  }
  std::sort(out.begin(), out.end(), [](const ClosedSpan& a, const ClosedSpan& b) {
    return std::tie(a.time.from, a.time.until, a.kind) <
           std::tie(b.time.from, b.time.until, b.kind);
  });
  return out;
}

std::vector<Stay> harbour_year(const PortBook& book, const std::vector<PlannedCall>& calls,
                               const std::vector<ClosedSpan>& closed, const Luck& luck,
                               const HarbourOptions& options) {
  static const std::vector<ClosedSpan> kNone;
  return Harbour(book, calls, options.closures ? closed : kNone, luck, options).year();
}

std::vector<BerthMost> most_calls(const PortBook& book, HalfOpen<CivilDate> span,
                                  const std::vector<ClosedSpan>& closed, const Luck& luck) {
  std::vector<BerthMost> out;
  std::vector<PlannedCall> calls;
  const auto arrive = round_to<Seconds>(book.figure("call.arrive_hour") * 3600);
  const Seconds depart = std::max(round_to<Seconds>(book.figure("call.depart_hour") * 3600),
                                  arrive + book.minutes_of("turnaround.least_minutes"));
  for (const BerthId id : ids_of(book.berths)) {
    const Berth& berth = book.berths[id];
    BerthMost most{.berth = id};
    for (const ShipId ship : ids_of(book.ships))
      if (holds(berth, book.ships[ship]) &&
          (most.ship.is_none() ||
           book.ships[ship].lower_berths > book.ships[most.ship].lower_berths))
        most.ship = ship;
    const auto days = berth.valid.intersection(span);
    if (days) most.days = days_between(days->from, days->until);
    for (int day = 0; !most.ship.is_none() && day < most.days; ++day) {
      const CivilDate date = days->from.plus_days(day);
      calls.push_back({.key = berth.key + ":" + date.text(),
                       .ship = most.ship,
                       .terminal = berth.terminal,
                       .berth = id,
                       .arrive = book.zone.instant_at(date, arrive),
                       .depart = book.zone.instant_at(date, depart)});
    }
    out.push_back(most);
  }
  std::sort(calls.begin(), calls.end(), [](const PlannedCall& a, const PlannedCall& b) {
    return std::tie(a.arrive, a.key) < std::tie(b.arrive, b.key);
  });
  const std::vector<Stay> stays =
      harbour_year(book, calls, closed, luck, {.lateness = false, .thinning = false});
  for (std::size_t i = 0; i < calls.size(); ++i)
    if (stays[i].fate == StayFate::kServed)
      for (BerthMost& most : out)
        if (most.berth == stays[i].berth) ++most.calls;
  return out;
}

}  // namespace stopover::cruise
