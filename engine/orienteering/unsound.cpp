// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/orienteering/problem.hpp"

namespace stopover::orienteering {
namespace {

constexpr std::int64_t kMostUse = std::int64_t{1} << 40;  // sums over all sites stay in range

bool are_uses(const std::vector<std::int64_t>& uses, std::size_t count) {
  return (uses.empty() || uses.size() == count) &&
         std::all_of(uses.begin(), uses.end(),
                     [](std::int64_t u) { return u >= 0 && u <= kMostUse; });
}

class Inspection {
 public:
  explicit Inspection(const Spec& spec) : spec_(spec) {}

  std::vector<std::string> faults() {
    inspect_sizes();
    if (!faults_.empty()) return std::move(faults_);
    for (std::size_t i = 0; i < spec_.sites.size(); ++i) inspect_site(i);
    for (std::size_t i = 0; i < spec_.terminals.size(); ++i) inspect_terminal(i);
    for (std::size_t i = 0; i < spec_.routes.size(); ++i) inspect_route(i);
    for (std::size_t i = 0; i < spec_.resources.size(); ++i) inspect_resource(i);
    return std::move(faults_);
  }

 private:
  void expect(bool holds, const char* what, std::size_t number, const char* expected) {
    if (!holds) faults_.push_back(fmt::format("{} {}: {}", what, number, expected));
  }

  void inspect_sizes() {
    if (spec_.travel.empty()) faults_.emplace_back("no travel times");
    for (const TravelTimes& t : spec_.travel)
      if (t.places() != spec_.travel[0].places())
        faults_.emplace_back("travel times of different numbers of places");
    if (spec_.routes.empty() || spec_.routes.size() > kMaxRoutes)
      faults_.push_back(fmt::format("{} routes, expected 1 … {}", spec_.routes.size(), kMaxRoutes));
    if (spec_.sites.size() > kMaxSites)
      faults_.push_back(fmt::format("{} sites, at most {}", spec_.sites.size(), kMaxSites));
  }

  void inspect_site(std::size_t i) {
    const Site& site = spec_.sites[i];
    const std::size_t m = spec_.routes.size();
    expect(site.place < spec_.travel[0].places(), "site", i, "its place has no travel times");
    expect(is_time(site.duration), "site", i, "a duration is 0 or more");
    expect(site.score >= 0 && site.priority >= 0, "site", i, "score and priority are 0 or more");
    expect(site.score_on_route.empty() || site.score_on_route.size() == m, "site", i,
           "one score a route");
    expect(std::all_of(site.score_on_route.begin(), site.score_on_route.end(),
                       [](std::int32_t s) { return s >= 0; }),
           "site", i, "scores are 0 or more");
    expect(site.windows.size() == 1 || site.windows.size() == m, "site", i,
           "one list of windows, or one a route");
    for (const auto& list : site.windows) {
      Tick after = -1;
      for (const Window& w : list) {
        expect(w.open > after && w.open <= w.close && is_time(w.close), "site", i,
               "windows apart and in order");
        expect(!is_time(site.duration) || w.close <= kLastTick - site.duration, "site", i,
               "a visit ends in range");
        after = w.close;
      }
    }
    expect(are_uses(site.uses, spec_.resources.size()), "site", i, "one use a resource");
  }

  void inspect_terminal(std::size_t i) {
    const Terminal& terminal = spec_.terminals[i];
    expect(!terminal.options.empty(), "terminal", i, "at least one option");
    for (const TerminalOption& option : terminal.options) {
      expect(option.place < spec_.travel[0].places(), "terminal", i,
             "its place has no travel times");
      const bool sound = are_uses(option.uses, spec_.resources.size());
      expect(sound, "terminal", i, "one use a resource");
      for (std::size_t k = 0; sound && k < option.uses.size(); ++k)
        expect(option.uses[k] == 0 || !spec_.resources[k].on_each_route, "terminal", i,
               "uses resources over all routes only");
    }
  }

  void inspect_route(std::size_t i) {
    const Route& route = spec_.routes[i];
    expect(route.start < spec_.terminals.size() && route.end < spec_.terminals.size(), "route", i,
           "its terminals are listed");
    expect(route.travel < spec_.travel.size(), "route", i, "its travel times are listed");
    expect(is_time(route.earliest) && is_time(route.deadline), "route", i, "times are in range");
  }

  void inspect_resource(std::size_t i) {
    const Resource& resource = spec_.resources[i];
    const std::size_t places = spec_.travel[0].places();
    expect(resource.capacity >= 0, "resource", i, "a capacity is 0 or more");
    expect(are_uses(resource.of_way, places * places), "resource", i, "one use a way");
  }

  const Spec& spec_;
  std::vector<std::string> faults_{};
};

}  // namespace

std::vector<std::string> unsound(const Spec& spec) {
  return Inspection(spec).faults();
}

}  // namespace stopover::orienteering
