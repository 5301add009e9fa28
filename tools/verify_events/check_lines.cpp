// SPDX-License-Identifier: Apache-2.0
// A checkpoint of several lines, worked again from what its visitors brought and how long their
// services took. The rules: docs/models/day-sweep.md, "Checkpoint of several lines". Where the log
// departs from them, that is a fault, and the work goes on with the log, so that one error is told
// once.
#include <algorithm>
#include <deque>
#include <map>
#include <queue>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "tools/verify_events/checks.hpp"

namespace stopover::verify_events {
namespace {

using Number = std::size_t;  // of a customer, in order of coming

enum class Where : std::uint8_t { kComing, kOutside, kInLine, kAtDesk, kGone };

struct Guest {
  Where where = Where::kComing;
  Time joined = 0;          // its line
  std::uint64_t order = 0;  // of joining
  Number line = 0;
  bool tried = false;  // the service that refuses it has begun
  bool in = false;     // has entered the hall
};

struct Line {
  std::int64_t level = 0;
  std::int64_t weight = 1;
  std::vector<Index> desks;    // the preferred one first
  Number after_refusal = 0;    // a line
  std::deque<Number> waiting;  // some may have gone
};

class LinesCheck {
 public:
  LinesCheck(const Log& log, Index checkpoint, const std::vector<Customer>& customers,
             Faults& faults)
      : log_(log),
        checkpoint_(log.checkpoints[static_cast<std::size_t>(checkpoint)]),
        customers_(customers),
        faults_(faults),
        guests_(customers.size()),
        free_(checkpoint_.desks.size(), 0),
        period_(checkpoint_.desks.size(), 0),
        busy_(checkpoint_.desks.size(), 0) {
    const auto first = std::ranges::lower_bound(log.visits, checkpoint, {}, &Visit::checkpoint);
    const auto last = std::ranges::upper_bound(log.visits, checkpoint, {}, &Visit::checkpoint);
    visits_ = {first, last};
    matched_.resize(visits_.size());
  }

  void check() {
    for (Number n = 0; n < customers_.size(); ++n) welcome(n);
    for (std::size_t i = 0; i < visits_.size(); ++i)
      if (!matched_[i])
        faults_.add({"E-EVT-004", "visits.csv", visits_[i].line, checkpoint_.key, "who came", ""});
    for (const DeskType& type : checkpoint_.desks)
      for (const DeskPeriod& period : type.staffing) {
        instants_.push_back(period.from);
        instants_.push_back(period.until);
      }
    for (auto* const list : {&starts_, &give_ups_, &deadlines_}) std::ranges::sort(*list);
    std::ranges::sort(instants_);
    instants_.erase(std::unique(instants_.begin(), instants_.end()), instants_.end());
    for (const Time now : instants_) work(now);
    for (Number n = 0; n < customers_.size(); ++n)
      if (customers_[n].entered != nullptr && !guests_[n].in)
        fault("E-EVT-058", n, time_text(customers_[n].entered->time), "never");
  }

 private:
  using Appointment = std::pair<Time, Number>;
  static constexpr Number kNobody = static_cast<Number>(-1);

  void fault(std::string_view rule, Number n, std::string found, std::string expected) {
    const Event& e = *customers_[n].joined;
    faults_.add(
        {rule, "events.csv", e.line, who_at(log_, e), std::move(found), std::move(expected)});
  }

  // ---- what is known before anything happens ----

  // Its line, its patience, its appointments.
  void welcome(Number n) {
    const Customer& c = customers_[n];
    const Event& e = *c.joined;
    Visit visit{e.checkpoint, e.party, e.other, e.way, e.step};
    const auto it = std::ranges::lower_bound(visits_, key_of(visit), {},
                                             [](const Visit& v) { return key_of(v); });
    if (it == visits_.end() || key_of(*it) != key_of(visit)) {
      fault("E-EVT-004", n, "no row in visits.csv", "");
    } else {
      visit = *it;
      matched_[static_cast<std::size_t>(it - visits_.begin())] = true;
      if (visit.patience.has_value() != checkpoint_.instead.has_value())
        fault("E-EVT-056", n, visit.patience ? "patience" : "no patience",
              visit.patience ? "none here" : "some");
    }
    guests_[n].line = line_of(rule_of(n, visit), visit.desks);
    for (const Event* const at : {c.joined, c.tries, c.refused, c.gave_up, c.start, c.end})
      if (at != nullptr) instants_.push_back(at->time);
    if (visit.patience) {
      deadlines_.emplace_back(e.time + *visit.patience, n);
      instants_.push_back(e.time + *visit.patience);
    }
    for (const Event* const at : {c.tries, c.start})
      if (at != nullptr) starts_.emplace_back(at->time, n);
    if (c.gave_up != nullptr) give_ups_.emplace_back(c.gave_up->time, n);
    check_services(n);
    if (c.through != nullptr &&
        c.gave_up->time + checkpoint_.instead.value_or(0) != c.through->time)
      fault("E-EVT-056", n, time_text(c.through->time),
            time_text(c.gave_up->time + checkpoint_.instead.value_or(0)));
  }

  // Which rule names its class; checks that class and the desks that it may use.
  [[nodiscard]] std::size_t rule_of(Number n, const Visit& visit) {
    const Event& e = *customers_[n].joined;
    const std::string name = visit.passenger_class == kNone
                                 ? ""
                                 : log_.classes[static_cast<std::size_t>(visit.passenger_class)];
    if (e.party != kNone) {
      const std::string& own = class_of(e);
      if (own != name) fault("E-EVT-059", n, name, own);
    }
    for (std::size_t k = 1; k < checkpoint_.desks.size(); ++k) {
      const DeskType& type = checkpoint_.desks[k];
      const bool uses = (visit.desks >> k & 1U) != 0;
      const bool may = type.serves.has(name) && type.eligible_share > 0;
      const bool must = type.serves.has(name) && type.eligible_share >= 1;
      if (uses ? !may : must)
        fault("E-EVT-059", n, fmt::format("{} desk type {}", uses ? "may use" : "may not use", k),
              uses ? "not" : "it may");
    }
    if (std::uint64_t{visit.desks} >> checkpoint_.desks.size() != 0)
      fault("E-EVT-059", n, "a desk type that is not there", "");
    std::size_t rule = 0;
    while (rule < checkpoint_.rules.size() && !checkpoint_.rules[rule].classes.has(name)) ++rule;
    return rule;
  }

  [[nodiscard]] const std::string& class_of(const Event& e) const {
    static const std::string kNoClass;
    const auto& ways = party_of(log_, e).ways;
    const auto way = static_cast<std::size_t>(e.way);
    if (way >= ways.size() || ways[way].route == kNone) return kNoClass;
    const auto& steps = log_.routes[static_cast<std::size_t>(ways[way].route)];
    const auto step = static_cast<std::size_t>(e.step);
    return step < steps.size() ? steps[step].passenger_class : kNoClass;
  }

  // The line of a rule and a set of desk types.
  [[nodiscard]] Number line_of(std::size_t rule, std::uint32_t desks) {
    const auto [it, fresh] = line_numbers_.try_emplace({rule, desks}, lines_.size());
    if (!fresh) return it->second;
    const Number number = it->second;
    Line line;
    if (rule < checkpoint_.rules.size()) {
      line.level = checkpoint_.rules[rule].level;
      line.weight = checkpoint_.rules[rule].weight;
    }
    for (std::size_t k = 1; k < checkpoint_.desks.size(); ++k)
      if ((desks >> k & 1U) != 0) line.desks.push_back(static_cast<Index>(k));
    line.desks.push_back(0);
    lines_.push_back(std::move(line));
    const Number ordinary = desks == 0 ? number : line_of(rule, 0);
    lines_[number].after_refusal = ordinary;
    return number;
  }

  // Desk types as told, and whether refusing there is possible or certain.
  void check_services(Number n) {
    const Customer& c = customers_[n];
    const auto type_of = [&](const Event& e) {
      return e.desk >= 0 && static_cast<std::size_t>(e.desk) < checkpoint_.desks.size()
                 ? &checkpoint_.desks[static_cast<std::size_t>(e.desk)]
                 : nullptr;
    };
    for (const auto& [from, until] : {std::pair(c.tries, c.refused), std::pair(c.start, c.end)}) {
      if (from == nullptr) continue;
      if (type_of(*from) == nullptr)
        fault("E-EVT-055", n, fmt::format("desk type {}", from->desk), "one that is there");
      if (until != nullptr && until->desk != from->desk)
        fault("E-EVT-055", n, fmt::format("leaves desk type {}", until->desk),
              fmt::format("desk type {}", from->desk));
    }
    if (c.tries != nullptr && (c.tries->desk <= 0 || type_of(*c.tries) == nullptr ||
                               type_of(*c.tries)->refusal_share <= 0))
      fault("E-EVT-057", n, "refused", "let through");
    if (c.start != nullptr && c.tries == nullptr && c.start->desk > 0 &&
        type_of(*c.start) != nullptr && type_of(*c.start)->refusal_share >= 1)
      fault("E-EVT-057", n, "let through", "refused");
  }

  // ---- one instant ----

  void work(Time now) {
    end_services(now);
    open_desks(now);
    let_in(now);
    const Number first = next_;
    arrive(now);
    do {
      start_services(now);
    } while (end_services_and_let_in(now) || give_up(now));
    start_against_the_rules(now);
    leave_against_the_rules(now);
    check_ahead(first);
    while (start_at_ < starts_.size() && starts_[start_at_].first <= now) ++start_at_;
  }

  bool end_services(Time now) {
    bool any = false;
    for (; !ends_.empty() && std::get<0>(ends_.top()) <= now; any = true) {
      const auto [time, n, desk] = ends_.top();
      ends_.pop();
      --busy_[static_cast<std::size_t>(desk)];
      Guest& guest = guests_[n];
      if (still_refused_.erase(n) > 0) {
        guest.line = lines_[guest.line].after_refusal;
        stand(n, now);
      } else {
        guest.where = Where::kGone;
        inside_ -= persons(n);
      }
    }
    return any;
  }

  void open_desks(Time now) {
    for (std::size_t k = 0; k < free_.size(); ++k) {
      const std::vector<DeskPeriod>& staffing = checkpoint_.desks[k].staffing;
      while (period_[k] < staffing.size() && staffing[period_[k]].until <= now) ++period_[k];
      const bool open = period_[k] < staffing.size() && staffing[period_[k]].from <= now;
      free_[k] = open ? staffing[period_[k]].desks : 0;
    }
  }
  [[nodiscard]] bool is_free(Index desk) const {
    return busy_[static_cast<std::size_t>(desk)] < free_[static_cast<std::size_t>(desk)];
  }

  [[nodiscard]] std::int64_t persons(Number n) const { return customers_[n].joined->persons; }
  [[nodiscard]] bool fits(Number n) const {
    if (!checkpoint_.room) return true;
    return inside_ + persons(n) <= *checkpoint_.room || (inside_ == 0 && *checkpoint_.room > 0);
  }

  void let_in(Time now) {
    for (; !outside_.empty(); outside_.pop_front()) {
      const Number n = outside_.front();
      if (guests_[n].where != Where::kOutside) continue;
      if (!fits(n)) return;
      --outside_count_;
      --waiting_;
      enter(n, now);
    }
  }

  void arrive(Time now) {
    for (; next_ < customers_.size() && customers_[next_].joined->time <= now; ++next_) {
      if (outside_count_ == 0 && fits(next_)) {
        enter(next_, now);
      } else {
        guests_[next_].where = Where::kOutside;
        outside_.push_back(next_);
        ++outside_count_;
        ++waiting_;
      }
    }
  }

  void enter(Number n, Time now) {
    const Time told =
        customers_[n].entered == nullptr ? customers_[n].joined->time : customers_[n].entered->time;
    if (told != now)
      fault("E-EVT-058", n, customers_[n].entered == nullptr ? "no such event" : time_text(told),
            time_text(now));
    guests_[n].in = true;
    inside_ += persons(n);
    stand(n, now);
  }

  void stand(Number n, Time now) {
    Guest& guest = guests_[n];
    guest.where = Where::kInLine;
    guest.joined = now;
    guest.order = joins_++;
    lines_[guest.line].waiting.push_back(n);
    ++waiting_;
  }

  // ---- services ----

  // As the log has it: of the service that comes next.
  [[nodiscard]] const Event* next_service(Number n) const {
    const Customer& c = customers_[n];
    return !guests_[n].tried && c.tries != nullptr ? c.tries : c.start;
  }

  // Sends heads of lines to free desks, as the rules have it, for as long as there are any.
  void start_services(Time now) {
    for (;;) {
      Line* best = nullptr;
      for (Line& line : lines_)
        if (desk_for(line) != kNone && head(line) != kNobody &&
            (best == nullptr || goes_before(line, *best, now)))
          best = &line;
      if (best == nullptr) return;
      const Number n = best->waiting.front();
      const Index desk = desk_for(*best);
      best->waiting.pop_front();
      const Event* const told = next_service(n);
      if (told == nullptr || told->time != now) {
        fault(somebody_else_starts(now) ? "E-EVT-050" : "E-EVT-052", n, time_text(time_of(told)),
              time_text(now));
        continue;  // until the log lets it begin
      }
      if (told->desk != desk)
        fault("E-EVT-055", n, fmt::format("desk type {}", told->desk),
              fmt::format("desk type {}", desk));
      begin(n, *told);
    }
  }

  // The first who waits there; whoever has gone is taken out.
  [[nodiscard]] Number head(Line& line) const {
    while (!line.waiting.empty() && guests_[line.waiting.front()].where != Where::kInLine)
      line.waiting.pop_front();
    return line.waiting.empty() ? kNobody : line.waiting.front();
  }
  [[nodiscard]] Index desk_for(const Line& line) const {
    const auto it = std::ranges::find_if(line.desks, [&](Index k) { return is_free(k); });
    return it == line.desks.end() ? kNone : *it;
  }
  // Level, then weight times time in the line, then who joined first.
  [[nodiscard]] bool goes_before(const Line& a, const Line& b, Time now) const {
    const auto rank = [&](const Line& line) {
      const Guest& guest = guests_[line.waiting.front()];
      return std::tuple(line.level, -line.weight * (now - guest.joined), guest.order);
    };
    return rank(a) < rank(b);
  }
  [[nodiscard]] bool somebody_else_starts(Time now) const {
    for (std::size_t i = start_at_; i < starts_.size() && starts_[i].first <= now; ++i)
      if (begins_now(starts_[i], now)) return true;
    return false;
  }

  // As the log has it, and not begun yet.
  [[nodiscard]] bool begins_now(const Appointment& start, Time now) const {
    const Where where = guests_[start.second].where;
    return start.first == now && (where == Where::kInLine || where == Where::kOutside) &&
           time_of(next_service(start.second)) == now;
  }

  void begin(Number n, const Event& told) {
    Guest& guest = guests_[n];
    if (guest.where == Where::kInLine || guest.where == Where::kOutside) --waiting_;
    if (guest.where == Where::kOutside) --outside_count_;
    guest.where = Where::kAtDesk;
    const bool refuses = &told == customers_[n].tries;
    guest.tried = guest.tried || refuses;
    if (refuses) still_refused_.insert(n);
    const Time end = time_of(refuses ? customers_[n].refused : customers_[n].end);
    const auto desk = static_cast<std::size_t>(std::max(told.desk, 0));
    const Index type = desk < busy_.size() ? static_cast<Index>(desk) : 0;
    ++busy_[static_cast<std::size_t>(type)];
    ends_.emplace(end, n, type);
  }

  bool end_services_and_let_in(Time now) {
    const bool any = end_services(now);
    if (any) let_in(now);
    return any;
  }

  // Services that the log has begin now, and the rules have not.
  void start_against_the_rules(Time now) {
    for (std::size_t i = start_at_; i < starts_.size() && starts_[i].first <= now; ++i) {
      if (!begins_now(starts_[i], now)) continue;
      const Number n = starts_[i].second;
      const Event* const told = next_service(n);
      Guest& guest = guests_[n];
      if (guest.where == Where::kOutside) {
        fault("E-EVT-058", n, "never", "before " + time_text(now));
        guest.in = true;
        inside_ += persons(n);
      } else if (std::ranges::find(lines_[guest.line].desks, told->desk) ==
                 lines_[guest.line].desks.end()) {
        fault("E-EVT-055", n, fmt::format("desk type {}", told->desk), "one that it may use");
      } else if (!is_free(told->desk)) {
        fault("E-EVT-051", n, time_text(now), "later");
      }
      begin(n, *told);
    }
  }

  // ---- patience ----

  [[nodiscard]] bool waits_for_the_first_time(Number n) const {
    const Where where = guests_[n].where;
    return (where == Where::kInLine || where == Where::kOutside) && !guests_[n].tried;
  }
  void leave(Number n) {
    Guest& guest = guests_[n];
    --waiting_;
    if (guest.where == Where::kOutside)
      --outside_count_;
    else
      inside_ -= persons(n);
    guest.where = Where::kGone;
  }

  bool give_up(Time now) {
    bool any = false;
    for (; deadline_at_ < deadlines_.size() && deadlines_[deadline_at_].first <= now;
         ++deadline_at_) {
      const Number n = deadlines_[deadline_at_].second;
      if (!waits_for_the_first_time(n)) continue;
      const Time told = time_of(customers_[n].gave_up);
      if (told != now) {
        fault("E-EVT-056", n, time_text(told), time_text(now));
        continue;
      }
      leave(n);
      any = true;
    }
    if (any) let_in(now);
    return any;
  }
  void leave_against_the_rules(Time now) {
    for (; give_up_at_ < give_ups_.size() && give_ups_[give_up_at_].first <= now; ++give_up_at_) {
      const Number n = give_ups_[give_up_at_].second;
      if (!waits_for_the_first_time(n)) continue;
      fault("E-EVT-056", n, time_text(now), "at another time");
      leave(n);
    }
  }

  // ---- the number ahead ----

  // Of those who came at this instant, from `first` on: who came before and still waits after it.
  void check_ahead(Number first) {
    std::int64_t ahead = waiting_;
    for (Number n = next_; n-- > first;) {
      const Where where = guests_[n].where;
      if (where == Where::kInLine || where == Where::kOutside) --ahead;
      const Event& e = *customers_[n].joined;
      if (e.party != kNone && e.ahead != ahead)
        fault("E-EVT-053", n, fmt::to_string(e.ahead), fmt::to_string(ahead));
    }
  }

  const Log& log_;
  const Checkpoint& checkpoint_;
  const std::vector<Customer>& customers_;
  Faults& faults_;
  std::span<const Visit> visits_;
  std::vector<bool> matched_;  // by visit: somebody came with it
  std::vector<Guest> guests_;
  std::vector<Line> lines_;
  std::map<std::pair<std::size_t, std::uint32_t>, Number> line_numbers_;
  std::vector<Time> instants_;
  std::vector<Appointment> starts_, give_ups_, deadlines_;
  std::size_t start_at_ = 0, give_up_at_ = 0, deadline_at_ = 0;
  Number next_ = 0;  // to come
  std::vector<std::int32_t> free_;
  std::vector<std::size_t> period_;
  std::vector<std::int32_t> busy_;
  using End = std::tuple<Time, Number, Index>;
  std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
  std::set<Number> still_refused_;  // at a desk that refuses them
  std::deque<Number> outside_;
  std::int64_t outside_count_ = 0;
  std::int64_t inside_ = 0;   // persons in the hall
  std::int64_t waiting_ = 0;  // customers, outside and in lines
  std::uint64_t joins_ = 0;
};

}  // namespace

void check_lines(const Log& log, Index checkpoint, const std::vector<Customer>& customers,
                 Faults& faults) {
  LinesCheck(log, checkpoint, customers, faults).check();
}

}  // namespace stopover::verify_events
