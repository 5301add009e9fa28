// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/orienteering/made.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>

#include <fmt/format.h>

#include "engine/random/uniform.hpp"

namespace stopover::orienteering::testing {
namespace {

constexpr Tick kDay = 1000;

class Maker {
 public:
  Maker(std::uint64_t seed, const Shape& shape)
      : shape_(shape),
        luck_({.seed = seed, .purpose = random::purpose("orienteering.test")}),
        places_(shape.sites + 3) {}

  Spec spec() {
    for (std::size_t i = 0; i < places_; ++i) {
      x_.push_back(static_cast<double>(draw(0, 100)));
      y_.push_back(static_cast<double>(draw(0, 100)));
    }
    Spec spec;
    spec.travel.push_back(travel());
    if (draw(0, 1) == 1) spec.travel.push_back(travel());
    if (shape_.resources) add_resources(spec);
    for (std::size_t i = 0; i < shape_.sites; ++i) spec.sites.push_back(site(i, spec));
    add_terminals(spec);
    for (std::size_t r = 0; r < shape_.routes; ++r) {
      const Tick from = draw(0, 200);
      spec.routes.push_back({.start = r % spec.terminals.size(),
                             .end = (r + 1) % spec.terminals.size(),
                             .earliest = from,
                             .deadline = from + draw(250, 700),
                             .travel = r % spec.travel.size()});
    }
    return spec;
  }

 private:
  std::int32_t draw(std::int32_t low, std::int32_t high) {
    return static_cast<std::int32_t>(random::between(luck_, low, high));
  }

  // Not a metric: a tenth of the ways is longer than it need be, a few do not exist.
  Tick way(std::size_t i, std::size_t j) {
    if (i == j) return 0;
    const auto straight = static_cast<Tick>(std::hypot(x_[i] - x_[j], y_[i] - y_[j]));
    if (draw(0, 9) == 0) return straight * 3;
    return draw(0, 39) == 0 ? kNever : straight;
  }

  TravelTimes travel() {
    if (!shape_.timed && !shape_.timetable) {
      std::vector<Tick> matrix;
      for (std::size_t i = 0; i < places_; ++i)
        for (std::size_t j = 0; j < places_; ++j) matrix.push_back(way(i, j));
      return TravelTimes::constant(places_, std::move(matrix));
    }
    TravelProfiles profiles;
    profiles.places = places_;
    profiles.between = shape_.timetable ? BetweenPoints::kTimetable : BetweenPoints::kLinear;
    profiles.first.push_back(0);
    const bool grid = draw(0, 1) == 1;
    for (std::size_t i = 0; i < places_; ++i)
      for (std::size_t j = 0; j < places_; ++j) {
        const Tick base = way(i, j);
        if (shape_.timetable) profiles.walk.push_back(draw(0, 2) == 0 ? base : kNever);
        if (base < kNever) add_points(profiles, base, grid);
        profiles.first.push_back(static_cast<std::uint32_t>(profiles.points.size()));
      }
    return TravelTimes::by_departure(std::move(profiles));
  }

  void add_points(TravelProfiles& profiles, Tick base, bool grid) {
    Tick arrival = 0;
    const Tick last = draw(400, kDay);
    for (Tick t = grid ? 0 : draw(0, 40); t <= last; t += grid ? 100 : draw(10, 150)) {
      arrival = std::max(arrival, t + base + draw(0, base / 2 + 1));
      profiles.points.push_back({t, arrival});
    }
  }

  void add_resources(Spec& spec) {
    spec.resources.push_back({.on_each_route = false, .capacity = draw(20, 60)});
    spec.resources.push_back({.on_each_route = true, .capacity = draw(1, 3)});
    Resource walking{.on_each_route = draw(0, 1) == 1, .capacity = draw(100, 400)};
    for (std::size_t i = 0; i < places_; ++i)
      for (std::size_t j = 0; j < places_; ++j)
        walking.of_way.push_back(
            static_cast<std::int64_t>(std::hypot(x_[i] - x_[j], y_[i] - y_[j])));
    spec.resources.push_back(walking);
  }

  std::vector<Window> windows() {
    std::vector<Window> list;
    Tick from = draw(0, 400);
    const int count = shape_.several_windows ? draw(0, 3) : 1;
    for (int k = 0; k < count; ++k) {
      list.push_back({from, from + draw(0, 200)});
      from = list.back().close + draw(1, 150);
    }
    return list;
  }

  Site site(std::size_t i, const Spec& spec) {
    Site made{.place = i, .duration = draw(0, 60), .score = draw(0, 30)};
    if (draw(0, 3) == 0)
      for (std::size_t r = 0; r < shape_.routes; ++r) made.score_on_route.push_back(draw(0, 30));
    if (shape_.priorities && draw(0, 3) == 0) made.priority = draw(1, 2);
    const bool by_route = shape_.several_windows && draw(0, 1) == 1;
    for (std::size_t r = 0; r < (by_route ? shape_.routes : 1); ++r)
      made.windows.push_back(windows());
    if (!spec.resources.empty()) made.uses = {draw(0, 30), draw(0, 1), draw(0, 20)};
    return made;
  }

  void add_terminals(Spec& spec) {
    for (std::size_t t = 0; t < 2; ++t) {
      Terminal terminal;
      for (int k = 0; k < (shape_.options ? 2 : 1); ++k) {
        TerminalOption option{
            .place = static_cast<std::size_t>(draw(0, static_cast<std::int32_t>(places_) - 1))};
        if (!spec.resources.empty()) option.uses = {draw(0, 10), 0, 0};
        terminal.options.push_back(option);
      }
      spec.terminals.push_back(terminal);
    }
  }

  Shape shape_;
  random::Stream luck_;
  std::size_t places_;
  std::vector<double> x_{};
  std::vector<double> y_{};
};

std::int64_t use_of_way(const Spec& spec, std::size_t k, std::size_t from, std::size_t to) {
  const Resource& resource = spec.resources[k];
  return resource.of_way.empty() ? 0 : resource.of_way[from * spec.travel[0].places() + to];
}

void check_route(const Spec& spec, const Solution& solution, std::size_t r,
                 std::vector<std::int64_t>& used, std::vector<std::string>& faults) {
  const Route& route = spec.routes[r];
  std::size_t at = spec.terminals[route.start].options[solution.options[route.start]].place;
  Tick now = route.earliest;
  for (const Visit& v : solution.routes[r].visits) {
    const Site& site = spec.sites[v.site];
    if (v.arrival != spec.travel[route.travel].arrival(at, site.place, now))
      faults.push_back(fmt::format("site {}: arrival {}", v.site, v.arrival));
    const auto& list = site.windows.size() == 1 ? site.windows[0] : site.windows[r];
    if (std::none_of(list.begin(), list.end(),
                     [&](const Window& w) { return v.start >= w.open && v.start <= w.close; }))
      faults.push_back(fmt::format("site {}: starts at {}, outside its windows", v.site, v.start));
    if (v.start < v.arrival || v.departure != v.start + site.duration)
      faults.push_back(fmt::format("site {}: times do not follow", v.site));
    for (std::size_t k = 0; k < used.size(); ++k)
      used[k] += use_of_way(spec, k, at, site.place) + (site.uses.empty() ? 0 : site.uses[k]);
    at = site.place;
    now = v.departure;
  }
  const std::size_t end = spec.terminals[route.end].options[solution.options[route.end]].place;
  for (std::size_t k = 0; k < used.size(); ++k) used[k] += use_of_way(spec, k, at, end);
  if (solution.routes[r].back != spec.travel[route.travel].arrival(at, end, now) ||
      solution.routes[r].back > route.deadline)
    faults.push_back(fmt::format("route {}: back at {}", r, solution.routes[r].back));
}

}  // namespace

Spec made(std::uint64_t seed, const Shape& shape) {
  return Maker(seed, shape).spec();
}

Shape drawn_shape(std::uint64_t seed, std::size_t sites) {
  random::Stream luck({.seed = seed, .purpose = random::purpose("orienteering.shape")});
  const auto coin = [&] { return random::chance(luck, 0.5); };
  Shape shape;
  shape.sites =
      static_cast<std::size_t>(random::between(luck, 1, static_cast<std::int64_t>(sites)));
  shape.routes = static_cast<std::size_t>(random::between(luck, 1, 3));
  shape.timed = coin();
  shape.timetable = !shape.timed && coin();
  shape.resources = coin();
  shape.several_windows = coin();
  shape.options = coin();
  shape.priorities = coin();
  return shape;
}

std::vector<std::string> faults_of(const Spec& spec, const Solution& solution) {
  std::vector<std::string> faults;
  std::vector<std::int64_t> over_all(spec.resources.size(), 0);
  std::vector<int> times(spec.sites.size(), 0);
  std::int64_t score = 0;
  std::int64_t priority = 0;
  if (solution.routes.size() != spec.routes.size()) return {"not one itinerary a route"};
  for (std::size_t r = 0; r < spec.routes.size(); ++r) {
    std::vector<std::int64_t> used(spec.resources.size(), 0);
    check_route(spec, solution, r, used, faults);
    for (const Visit& v : solution.routes[r].visits) {
      const Site& site = spec.sites[v.site];
      if (++times[v.site] > 1) faults.push_back(fmt::format("site {}: twice", v.site));
      score += site.score_on_route.empty() ? site.score : site.score_on_route[r];
      priority += site.priority;
    }
    for (std::size_t k = 0; k < used.size(); ++k) {
      if (spec.resources[k].on_each_route && used[k] > spec.resources[k].capacity)
        faults.push_back(fmt::format("route {}: too much of resource {}", r, k));
      over_all[k] += used[k];
    }
  }
  for (std::size_t t = 0; t < spec.terminals.size(); ++t) {
    const TerminalOption& option = spec.terminals[t].options.at(solution.options.at(t));
    for (std::size_t k = 0; k < option.uses.size(); ++k) over_all[k] += option.uses[k];
  }
  for (std::size_t k = 0; k < over_all.size(); ++k)
    if (!spec.resources[k].on_each_route && over_all[k] > spec.resources[k].capacity)
      faults.push_back(fmt::format("too much of resource {}", k));
  if (score != solution.score || priority != solution.priority)
    faults.push_back(fmt::format("score {} and priority {} are not the sums", solution.score,
                                 solution.priority));
  return faults;
}

namespace {

// Every site to a route or to none, then every order of each route.
class Force {
 public:
  explicit Force(const Spec& spec) : spec_(spec) {}

  Greatest run() {
    solution_.options.assign(spec_.terminals.size(), 0);
    choose_option(0);
    return greatest_;
  }

 private:
  void choose_option(std::size_t t) {
    if (t == spec_.terminals.size()) {
      order_.assign(spec_.routes.size(), {});
      return choose_site();
    }
    for (std::size_t o = 0; o < spec_.terminals[t].options.size(); ++o) {
      solution_.options[t] = o;
      choose_option(t + 1);
    }
  }
  // Each set of sequences once: the routes are filled one after the other.
  void choose_site(std::size_t route = 0) {
    look();
    for (std::size_t r = route; r < spec_.routes.size(); ++r)
      for (std::size_t i = 0; i < spec_.sites.size(); ++i) {
        bool visited = false;
        for (const auto& o : order_) visited |= std::find(o.begin(), o.end(), i) != o.end();
        if (visited) continue;
        order_[r].push_back(i);
        choose_site(r);
        order_[r].pop_back();
      }
  }
  void look() {
    solution_.routes.assign(spec_.routes.size(), {});
    solution_.score = solution_.priority = 0;
    for (std::size_t r = 0; r < spec_.routes.size(); ++r)
      if (!walk(r)) return;
    if (!faults_of(spec_, solution_).empty()) return;
    if (std::pair(solution_.priority, solution_.score) <=
        std::pair(greatest_.priority, greatest_.score))
      return;
    greatest_ = {solution_.priority, solution_.score};
  }
  // False: too late somewhere.
  bool walk(std::size_t r) {
    const Route& route = spec_.routes[r];
    const TravelTimes& travel = spec_.travel[route.travel];
    std::size_t at = spec_.terminals[route.start].options[solution_.options[route.start]].place;
    Tick now = route.earliest;
    for (const std::size_t i : order_[r]) {
      const Site& site = spec_.sites[i];
      const Tick arrival = std::min(kNever, travel.arrival(at, site.place, now));
      Tick start = kNever;
      for (const Window& w : site.windows.size() == 1 ? site.windows[0] : site.windows[r])
        if (start == kNever && arrival <= w.close) start = std::max(arrival, w.open);
      if (start == kNever) return false;
      now = start + site.duration;
      solution_.routes[r].visits.push_back({i, arrival, start, start + site.duration});
      solution_.score += site.score_on_route.empty() ? site.score : site.score_on_route[r];
      solution_.priority += site.priority;
      at = site.place;
    }
    solution_.routes[r].back = travel.arrival(
        at, spec_.terminals[route.end].options[solution_.options[route.end]].place, now);
    return true;
  }

  const Spec& spec_;
  Solution solution_{};
  std::vector<std::vector<std::size_t>> order_{};
  Greatest greatest_{};
};

}  // namespace

Greatest greatest_by_force(const Spec& spec) {
  return Force(spec).run();
}

double thread_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

}  // namespace stopover::orienteering::testing
