// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/asked.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/base/stable_hash.hpp"
#include "engine/stats/total_interval.hpp"
#include "models/simulation/assumptions.hpp"
#include "models/simulation/market_shares.hpp"

namespace stopover::simulation {
namespace {

constexpr std::int64_t kPartiesADay = 8;  // of a market and replication
constexpr std::array<std::string_view, 5> kVisitorKinds{"resident-out", "resident-back",
                                                        "visitor-in", "visitor-back", "through"};

// One value of one replication, with its name.
struct Value {
  Asked name;  // without estimate
  double value = 0;
};
using Values = std::vector<Value>;  // the same names in each replication

// Sums of the segments of each group, in a fixed order.
template <class Sums>
std::vector<std::pair<std::string, Sums>> grouped(const World& world,
                                                  const Table<demand::SegmentId, Sums>& sums) {
  std::vector<std::pair<std::string, Sums>> groups;
  groups.emplace_back("all", Sums{});
  for (const std::string_view kind : kVisitorKinds) groups.emplace_back(kind, Sums{});
  for (const demand::SegmentId s : ids_of(sums)) {
    const demand::Segment& segment = world.demand.segments[s];
    groups[0].second.add(sums[s]);
    groups[1 + static_cast<std::size_t>(segment.kind)].second.add(sums[s]);
    groups.emplace_back(segment.key, sums[s]);
  }
  return groups;
}

void add_worth(const std::string& group, double value_of_time, const Behaviour& b, Values& out) {
  const auto add = [&](const char* of, const char* unit, double weight) {
    out.push_back(
        {{.id = "worth", .group = group, .of = of, .unit = unit}, weight * value_of_time});
  };
  add("riding", "yuan/h", 1);
  add("waiting", "yuan/h", b.wait_weight);
  add("connecting", "yuan/h", b.connect_weight);
  add("arriving late", "yuan/h", b.lateness_weight);
  add("standing", "yuan/h", 1 + b.standing_weight);
  add("leaving earlier than wanted", "yuan/h", b.early_weight);
  add("leaving later than wanted", "yuan/h", b.late_weight);
  add("a change of vehicle", "yuan", b.transfer_hours);
}

Values values_of(const World& world, const Behaviour& behaviour, const MarketShares& shares) {
  Values out;
  for (const auto& [group, sums] : grouped(world, shares)) {
    out.push_back({{.id = "persons", .group = group, .unit = "people/day"}, sums.persons});
    for (std::size_t k = 0; k < kWayKinds.size(); ++k)
      out.push_back(
          {{.id = "share", .group = group, .of = std::string(kWayKinds[k]), .unit = "share"},
           sums.share(static_cast<WayKind>(k))});
    for (std::size_t a = 0; a < kAttributes.size(); ++a)
      for (std::size_t changed = 0; changed < kLevers.size(); ++changed)
        for (std::size_t of = 0; of < kWayKinds.size(); ++of)
          out.push_back(
              {{.id = "elasticity",
                .group = group,
                .of = std::string(kWayKinds[of]),
                .by = std::string(kAttributes[a]) + " of " + std::string(kLevers[changed])},
               sums.elasticity(a, static_cast<Lever>(changed), static_cast<WayKind>(of))});
    add_worth(group, sums.mean_value_of_time(), behaviour, out);
  }
  return out;
}

Values values_of(const World& base, const Surplus& surplus) {
  Values out;
  for (const auto& [group, sums] : grouped(base, surplus)) {
    const auto add = [&, &name = group](const char* id, const char* unit, double value) {
      out.push_back({{.id = id, .group = name, .unit = unit}, value});
    };
    add("surplus", "yuan/day", sums.yuan);
    add("surplus_by_half", "yuan/day", sums.yuan_by_half);
    add("surplus_matched", "share", sums.persons > 0 ? sums.matched / sums.persons : 0.0);
  }
  return out;
}

// `asked(behaviour, how)`: the values of one replication. By name over the replications.
template <class AskOnce>
std::vector<Asked> estimates(const World& world, const AskSettings& settings,
                             const AskOnce& asked) {
  std::vector<Values> central;
  std::vector<Values> drawn_values;
  const std::size_t variants = settings.drawn ? 2 : 1;
  const auto report = [&] {
    if (settings.progress)
      settings.progress(central.size() + drawn_values.size(), settings.replications * variants);
  };
  for (std::uint32_t r = 0; r < settings.replications; ++r) {
    const Enumeration how{.luck = {stable_hash(settings.seed, stable_hash("ask")), r},
                          .parties_a_day = kPartiesADay};
    central.push_back(asked(behaviour_of(world.parameters), how));
    report();
    if (!settings.drawn) continue;
    const Assumptions assumptions = drawn(world, {settings.seed, r});
    Enumeration with_levels = how;
    with_levels.levels = &assumptions.products;
    drawn_values.push_back(asked(assumptions.behaviour, with_levels));
    report();
  }
  std::vector<Asked> out;
  for (std::size_t v = 0; v < central.front().size(); ++v) {
    std::vector<double> over;
    over.reserve(central.size());
    for (const Values& values : central) over.push_back(values[v].value);
    if (std::ranges::all_of(over, [](double x) { return x == 0; })) continue;
    Asked one = central.front()[v].name;
    one.simulation = stats::mean_estimate(over);
    std::vector<std::optional<double>> effects;
    for (std::size_t r = 0; r < drawn_values.size(); ++r)
      effects.emplace_back(drawn_values[r][v].value - over[r]);
    if (settings.drawn) one.total = stats::total_interval(one.simulation, effects);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

std::vector<Asked> ask(const World& world, const AskSettings& settings, Executor& executor) {
  STOPOVER_CHECK(settings.replications > 0, "somebody is asked");
  return estimates(world, settings, [&](const Behaviour& behaviour, const Enumeration& how) {
    return values_of(world, behaviour, market_shares(world, behaviour, how, executor));
  });
}

std::vector<Asked> ask_surplus(const World& base, const World& variant, const AskSettings& settings,
                               Executor& executor) {
  STOPOVER_CHECK(settings.replications > 0, "somebody is asked");
  return estimates(base, settings, [&](const Behaviour& behaviour, const Enumeration& how) {
    return values_of(base, consumer_surplus({base, variant, behaviour}, how, executor));
  });
}

}  // namespace stopover::simulation
