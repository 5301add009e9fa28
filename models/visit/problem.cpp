// SPDX-License-Identifier: Apache-2.0
#include "models/visit/problem.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "engine/base/check.hpp"

namespace stopover::visit {
namespace {

using orienteering::Resource;
using orienteering::Site;
using orienteering::Window;

constexpr std::size_t kFromTerminal = 0;
constexpr std::size_t kToTerminal = 1;
constexpr std::size_t kHotelTerminal = 2;

class Builder {
 public:
  Builder(const SightBook& book, const Placement& placement, const Ways& ways, const Clock& clock,
          const VisitQuestion& question)
      : book_(book), placement_(placement), ways_(ways), clock_(clock), q_(question) {}

  VisitProblem build() {
    out_.spec.travel.push_back(ways_.travel);
    add_days();
    add_sights();
    add_meals();
    add_resources();
    return std::move(out_);
  }

 private:
  [[nodiscard]] CivilDate day_of(Instant t) const {
    return clock_.zone.civil(t - q_.habits.new_day).date;
  }

  void add_days() {
    CivilDate last = day_of(q_.gate);
    const CivilDate first = day_of(q_.arrive);
    choose_hotels();
    if (q_.gate - q_.arrive <= q_.habits.no_night || out_.hotels.empty()) last = first;
    for (CivilDate day = first; day <= last; day = day.plus_days(1)) out_.days.push_back(day);
    if (first == last) out_.hotels.clear();
    out_.spec.terminals = {{{{kFromTerminal, {}}}}, {{{kToTerminal, {}}}}};
    if (first != last) {
      orienteering::Terminal hotel;
      for (const std::size_t i : out_.hotels) hotel.options.push_back({placement_.of_hotel[i], {}});
      out_.spec.terminals.push_back(std::move(hotel));
    }
    for (std::size_t r = 0; r < out_.days.size(); ++r) add_route(r);
  }

  // Between day r - 1 and day r. Before an early gate the night ends earlier.
  [[nodiscard]] Tick night_before(std::size_t r) const {
    const Tick night = clock_.tick(out_.days[r], q_.habits.new_day);
    if (r + 1 < out_.days.size()) return night;
    return std::min(night, clock_.tick(q_.gate - q_.habits.early_gate));
  }

  void add_route(std::size_t r) {
    const bool last = r + 1 == out_.days.size();
    Tick leave = clock_.tick(q_.arrive);
    if (r > 0) {
      leave = clock_.tick(out_.days[r], q_.habits.leaves_hotel);
      if (last) leave = std::min(leave, clock_.tick(q_.gate - q_.habits.early_gate));
      leave = std::max(leave, night_before(r));
    }
    out_.spec.routes.push_back({.start = r == 0 ? kFromTerminal : kHotelTerminal,
                                .end = last ? kToTerminal : kHotelTerminal,
                                .earliest = leave,
                                .deadline = last ? clock_.tick(q_.gate) : night_before(r + 1)});
  }

  // Cheapest first: ties of the search go to it.
  void choose_hotels() {
    for (std::size_t i = 0; i < book_.hotels.size(); ++i) {
      const Hotel& hotel = book_.hotels[i];
      if (!q_.hotel_grade.empty() && hotel.grade != q_.hotel_grade) continue;
      if (q_.room_most && hotel.room > *q_.room_most) continue;
      out_.hotels.push_back(i);
    }
    std::stable_sort(out_.hotels.begin(), out_.hotels.end(), [&](std::size_t a, std::size_t b) {
      return book_.hotels[a].room < book_.hotels[b].room;
    });
  }

  void add(Site site, SiteOf of, Fen price, const std::string& category) {
    out_.spec.sites.push_back(std::move(site));
    out_.sites.push_back(of);
    price_.push_back(price.count());
    category_.push_back(category);
  }

  void add_sights() {
    std::map<SightId, std::tuple<double, SightId>> best;  // by identity: worthiest entry
    for (const SightId id : ids_of(book_.sights)) {
      const Sight& sight = book_.sights[id];
      if (is_in(q_.without, id)) continue;
      const double worth = worth_of(book_, sight, q_);
      const auto [at, fresh] = best.try_emplace(sight.identity, worth, id);
      if (!fresh && worth > std::get<0>(at->second)) at->second = {worth, id};
    }
    for (const auto& [identity, entry] : best) {
      const auto [worth, id] = entry;
      const Sight& sight = book_.sights[id];
      const bool must = is_in(q_.must, id);
      const auto score = static_cast<std::int32_t>(std::lround(std::max(0.0, worth)));
      if (score == 0 && !must) continue;
      Site site{.place = placement_.of_sight[id],
                .duration = static_cast<Tick>(duration_of(sight, q_).count()),
                .score = score,
                .priority = must ? 1 : 0};
      bool ever = false;
      for (const CivilDate day : out_.days) {
        site.windows.push_back(windows_of(sight, day));
        ever = ever || !site.windows.back().empty();
      }
      if (ever || must) add(std::move(site), {.sight = id}, sight.ticket, sight.category);
    }
  }

  // By identity: any entry of a sight stands for it.
  [[nodiscard]] bool is_in(const std::vector<SightId>& list, SightId id) const {
    return std::any_of(list.begin(), list.end(), [&](SightId one) {
      return book_.sights[one].identity == book_.sights[id].identity;
    });
  }

  [[nodiscard]] std::vector<Window> windows_of(const Sight& sight, CivilDate day) const {
    const auto hours = sight.hours_on(day);
    if (!hours) return {};
    const Seconds takes = duration_of(sight, q_);
    const Seconds open = std::max(hours->opens, q_.habits.day_starts);
    const Seconds close =
        std::min(hours->last_entry, std::min(hours->closes, q_.habits.day_ends) - takes);
    return window(day, open, close);
  }

  [[nodiscard]] std::vector<Window> window(CivilDate day, Seconds open, Seconds close) const {
    if (close < open) return {};
    const Window w{std::max<Tick>(0, clock_.tick(day, open)), clock_.tick(day, close)};
    if (w.close < w.open) return {};
    return {w};
  }

  void add_meals() {
    const auto score =
        static_cast<std::int32_t>(std::lround(q_.habits.meal_worth_hours * q_.yuan_per_hour));
    const auto one = [&](std::size_t i, SiteOf::Kind kind, Seconds from, Seconds until) {
      const Point& meal = book_.meals[i];
      Site site{.place = placement_.of_meal[i],
                .duration = static_cast<Tick>(meal.takes.count()),
                .score = score};
      bool ever = false;
      for (const CivilDate day : out_.days) {
        site.windows.push_back(
            window(day, std::max(from, meal.opens), std::min(until, meal.closes - meal.takes)));
        ever = ever || !site.windows.back().empty();
      }
      if (ever) add(std::move(site), {.kind = kind, .meal = i}, meal.price, "");
    };
    const Habits& h = q_.habits;
    for (std::size_t i = 0; i < book_.meals.size(); ++i) {
      one(i, SiteOf::Kind::kLunch, h.lunch_from, h.lunch_until);
      one(i, SiteOf::Kind::kDinner, h.dinner_from, h.dinner_until);
    }
  }

  template <class UseOf>
  void add_resource(Resource resource, UseOf use_of) {
    out_.spec.resources.push_back(std::move(resource));
    for (std::size_t i = 0; i < out_.sites.size(); ++i)
      out_.spec.sites[i].uses.push_back(use_of(i));
  }

  void add_resources() {
    const auto is = [this](SiteOf::Kind kind) {
      return [this, kind](std::size_t i) -> std::int64_t { return out_.sites[i].kind == kind; };
    };
    add_resource({.on_each_route = true, .capacity = 1}, is(SiteOf::Kind::kLunch));
    add_resource({.on_each_route = true, .capacity = 1}, is(SiteOf::Kind::kDinner));
    if (q_.budget)
      add_resource({.on_each_route = true, .capacity = q_.budget->count(), .of_way = ways_.fare},
                   [this](std::size_t i) { return price_[i]; });
    if (q_.walk)
      add_resource({.on_each_route = true, .capacity = *q_.walk, .of_way = ways_.walk_m},
                   [](std::size_t /*i*/) -> std::int64_t { return 0; });
    std::map<std::string, std::int64_t> count;
    for (const std::string& category : category_) ++count[category];
    for (const auto& [category, number] : count) {
      if (category.empty() || number <= q_.most_of_category) continue;
      const std::string& counted = category;
      add_resource({.capacity = q_.most_of_category}, [this, &counted](std::size_t i) {
        return std::int64_t{category_[i] == counted};
      });
    }
  }

  const SightBook& book_;
  const Placement& placement_;
  const Ways& ways_;
  const Clock& clock_;
  const VisitQuestion& q_;
  VisitProblem out_;
  std::vector<std::int64_t> price_;
  std::vector<std::string> category_;
};

}  // namespace

Pace pace_of(const VisitQuestion& question) {
  if (question.pace) return *question.pace;
  return question.gate - question.arrive < question.habits.quick_below ? Pace::kQuick
                                                                       : Pace::kUsual;
}

Seconds duration_of(const Sight& sight, const VisitQuestion& question) {
  const Pace pace = pace_of(question);
  const Seconds takes = pace == Pace::kQuick  ? sight.shortest
                        : pace == Pace::kSlow ? sight.longest
                                              : sight.typical;
  if (!question.children) return takes;
  return round_to<Seconds>(static_cast<double>(takes.count()) * question.habits.children_slower);
}

double worth_of(const SightBook& book, const Sight& sight, const VisitQuestion& question) {
  double interest = book.interest_of(question.purpose, sight.category);
  if (question.children) interest = (interest + book.interest_of("family", sight.category)) / 2;
  if (question.rain && sight.outdoors) interest *= question.habits.rain_outdoors;
  const double typical = static_cast<double>(sight.typical.count()) / 3600;
  double share = 1;
  if (pace_of(question) == Pace::kQuick) {
    const double left = 1 - static_cast<double>(sight.shortest.count()) /
                                static_cast<double>(sight.typical.count());
    share = 1 - left * left;
  }
  return sight.appeal * interest * question.stay_interest * question.yuan_per_hour * typical *
             share -
         static_cast<double>(sight.ticket.count()) / 100;
}

Placement placement(const SightBook& book) {
  Placement out;
  std::map<std::tuple<std::string, double, double>, std::size_t> number;
  const auto of = [&](const Spot& spot) {
    const auto [at, fresh] =
        number.try_emplace({spot.place, spot.lon, spot.lat}, out.spots.size() + 2);
    if (fresh) out.spots.push_back(spot);
    return at->second;
  };
  for (const Sight& sight : book.sights) out.of_sight.push_back(of(sight.spot));
  for (const Point& meal : book.meals) out.of_meal.push_back(of(meal.spot));
  for (const Hotel& hotel : book.hotels) out.of_hotel.push_back(of(hotel.spot));
  return out;
}

VisitProblem visit_problem(const SightBook& book, const Placement& placement, const Ways& ways,
                           const Clock& clock, const VisitQuestion& question) {
  STOPOVER_CHECK(question.arrive <= question.gate, "a window ends after it begins");
  return Builder(book, placement, ways, clock, question).build();
}

orienteering::Apart apart_by_sights(const VisitProblem& problem, std::size_t solutions,
                                    std::size_t apart) {
  orienteering::Apart out{.solutions = solutions, .apart = apart};
  for (const SiteOf& site : problem.sites)
    out.counted.push_back(site.kind == SiteOf::Kind::kSight ? 1 : 0);
  return out;
}

}  // namespace stopover::visit
