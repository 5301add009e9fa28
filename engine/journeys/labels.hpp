// SPDX-License-Identifier: Apache-2.0
// Private to engine/journeys: the labels of a multi-criteria search and when one beats another.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/journeys/hub_rules.hpp"
#include "engine/journeys/transit.hpp"

namespace stopover::journeys::detail {

// What hubs still ask of who left governed services there, newest first, as lists that share their
// ends; none: nothing. Of one hub and group the last arrival alone counts.
using PendingId = Id<struct PendingTag>;

class Pendings {
 public:
  void clear() { all_.clear(); }

  // `before`, and who left such a service at a time. What has passed by then is dropped.
  [[nodiscard]] PendingId left(PendingId before, Hub hub, Group group, std::int32_t since,
                               std::int32_t longest) {
    before = from(before, since, hub, group);
    if (longest == 0) return before;
    return add({hub, group, since, since + longest, before});
  }
  // Without what has passed when the next can be boarded at `at` at the earliest.
  [[nodiscard]] PendingId from(PendingId list, std::int32_t at, Hub but = kNoHub,
                               Group but_group = kUngoverned) {
    if (list.is_none()) return list;
    const Pending p = all_[list.value()];
    const PendingId rest = from(p.before, at, but, but_group);
    if (p.until <= at || (p.hub == but && p.group == but_group)) return rest;
    return rest == p.before ? list : add({p.hub, p.group, p.since, p.until, rest});
  }
  // When the next of a group can be boarded at a hub at the earliest, if not before `at`.
  [[nodiscard]] std::int32_t earliest(PendingId list, const HubRules& rules, Hub hub, Group group,
                                      std::int32_t at) const {
    for (; !list.is_none(); list = all_[list.value()].before) {
      const Pending& p = all_[list.value()];
      if (p.until > at) at = std::max(at, p.since + rules.seconds({p.hub, p.group, hub, group}));
    }
    return at;
  }
  // Whether who boards at `at` or later is bound no more by `a` than by `b`.
  [[nodiscard]] bool no_stricter(PendingId a, PendingId b, std::int32_t at) const {
    for (; a != b && !a.is_none(); a = all_[a.value()].before)
      if (all_[a.value()].until > at && !has(b, all_[a.value()])) return false;
    return true;
  }

 private:
  struct Pending {
    Hub hub = kNoHub;
    Group group = kUngoverned;
    std::int32_t since = 0;
    std::int32_t until = 0;  // no rule asks for more
    PendingId before = PendingId::none();
  };
  [[nodiscard]] PendingId add(const Pending& pending) {
    all_.push_back(pending);
    return PendingId(static_cast<std::uint32_t>(all_.size() - 1));
  }
  [[nodiscard]] bool has(PendingId list, const Pending& p) const {
    for (; !list.is_none(); list = all_[list.value()].before) {
      const Pending& q = all_[list.value()];
      if (q.hub == p.hub && q.group == p.group) return q.since >= p.since;
    }
    return false;
  }

  std::vector<Pending> all_;
};

// What adds up along a journey.
struct Spent {
  std::int64_t fen = 0;
  std::int32_t walk = 0;
};

// Which of it counts.
struct Criteria {
  bool fare = false;
  bool walking = false;
  bool clock = false;     // a stay clock may run (stay_clock.hpp)
  bool goes_on = false;   // what binds who leaves the destination counts
  std::int32_t stay = 0;  // at the destination
  [[nodiscard]] bool no_more(const Spent& a, const Spent& b) const {
    return (!fare || a.fen <= b.fen) && (!walking || a.walk <= b.walk);
  }
};

// No stay clock runs.
inline constexpr std::int32_t kNoDeadline = std::numeric_limits<std::int32_t>::max();

// Ready to board at a stop.
struct Ready {
  std::int32_t at = 0;
  std::uint32_t round = 0;  // boardings so far
  Spent spent;
  PendingId pending = PendingId::none();
  std::uint32_t segment = 0;  // the ride before, kNone: none
  std::uint32_t left = 0;     // its event of alighting
  // Where rules ask who arrived: `at` is the arrival, and from there the change is still to come,
  // one of the targets of its slot (1 + index of all); 0: `at` is when one can board.
  std::uint32_t target = 0;
  std::int32_t deadline = kNoDeadline;
};

[[nodiscard]] inline bool beats(const Ready& a, const Ready& b, const Criteria& criteria,
                                const Pendings& pendings) {
  return a.target == b.target && a.at <= b.at && a.round <= b.round &&
         criteria.no_more(a.spent, b.spent) && a.deadline >= b.deadline &&
         pendings.no_stricter(a.pending, b.pending, b.at);
}

// On board a run of the line at hand. Where it may end in an entry a later run may be better: who
// enters later may stay longer.
struct OnBoard {
  std::uint32_t run = 0;
  std::uint32_t position = 0;  // on board from
  std::uint32_t call = 0;      // boarded at, in the trip's pattern
  Spent spent;                 // before this ride
  PendingId pending = PendingId::none();
  std::uint32_t segment = 0;  // this ride
  std::int32_t alights = 0;   // at the earliest
  std::int32_t deadline = kNoDeadline;
  bool inside = false;     // boarded where the clock runs
  bool may_leave = true;   // to outside, with this ride
  bool may_enter = false;  // with this ride, or right after it over a link
};

// Of one line and round. Where calls differ in fares, or in what is sold, only who boarded at one
// call compares.
[[nodiscard]] inline bool beats(const OnBoard& a, const OnBoard& b, const Criteria& criteria,
                                const Pendings& pendings, bool by_call) {
  return a.run <= b.run && (!by_call || a.call == b.call) && criteria.no_more(a.spent, b.spent) &&
         (!criteria.clock || (a.inside == b.inside && (!b.may_enter || a.run == b.run) &&
                              a.deadline >= b.deadline && (a.may_leave || !b.may_leave))) &&
         pendings.no_stricter(a.pending, b.pending, b.alights);
}

// At the destination, or about to be at best.
struct Arrived {
  std::int32_t at = 0;
  std::uint32_t round = 0;
  Spent spent;
  std::int32_t deadline = kNoDeadline;
  PendingId pending = PendingId::none();
};

[[nodiscard]] inline bool beats(const Arrived& a, const Arrived& b, const Criteria& criteria,
                                const Pendings& pendings) {
  return a.at <= b.at && a.round <= b.round && criteria.no_more(a.spent, b.spent) &&
         (!criteria.goes_on || (a.deadline >= b.deadline &&
                                pendings.no_stricter(a.pending, b.pending, b.at + criteria.stay)));
}

// Adds unless beaten (equal counts as beaten), and throws out what the new one beats.
template <class Label, class... More>
bool add_to(std::vector<Label>& bag, const Label& label, const More&... more) {
  for (const Label& old : bag)
    if (beats(old, label, more...)) return false;
  bag.erase(std::remove_if(bag.begin(), bag.end(),
                           [&](const Label& old) { return beats(label, old, more...); }),
            bag.end());
  bag.push_back(label);
  return true;
}

}  // namespace stopover::journeys::detail
