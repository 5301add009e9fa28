// SPDX-License-Identifier: Apache-2.0
#include "engine/journeys/pair_changes.hpp"

#include <algorithm>
#include <map>

#include "engine/journeys/window.hpp"

namespace stopover::journeys {

PairChanges::PairChanges(const Transit& transit, const Seen& seen)
    : stops_(static_cast<std::uint32_t>(transit.stops().size())) {
  if (!transit.rules().empty()) touched_.assign(stops_, 0);
  for (const ChangeRule& rule : transit.rules())
    touched_[rule.from.value()] = touched_[rule.to.value()] = 1;
  for (const Arrival& arrival : seen.arrivals) {
    const auto rules = transit.rules_from(arrival.stop);
    if (std::any_of(rules.begin(), rules.end(), [&](const ChangeRule& rule) {
          return rule.left.holds_for(seen.sides[arrival.side]);
        }))
      add_slot(transit, seen, arrival);
  }
}

void PairChanges::add_slot(const Transit& transit, const Seen& seen, const Arrival& arrival) {
  const StopId from = arrival.stop;
  std::map<StopId, Target> targets;
  const std::optional<Seconds> change = transit.stops()[from].change;
  targets[from] = {from.value(),
                   change ? static_cast<std::int32_t>(change->count()) : Window::kNoChange};
  for (const Link& link : transit.links_of(from))
    targets[link.to] = {link.to.value(), link.seconds, link.fen, true};
  const auto rules = transit.rules_from(from);
  for (std::size_t i = 0; i < rules.size();) {
    std::size_t end = i;
    while (end < rules.size() && rules[end].to == rules[i].to) ++end;
    const StopId to = rules[i].to;
    Target& target =
        targets.try_emplace(to, Target{to.value(), Window::kNoChange, 0, true}).first->second;
    add_pairs(seen, rules.subspan(i, end - i), seen.sides[arrival.side], target);
    i = end;
  }
  ruled_.push_back(arrival);
  for (const auto& [stop, target] : targets) targets_.push_back(target);
  first_.push_back(static_cast<std::uint32_t>(targets_.size()));
}

// Rules come in order of rank, so that what is written last counts.
void PairChanges::add_pairs(const Seen& seen, std::span<const ChangeRule> rules,
                            const RuleSide& left, Target& target) {
  std::map<std::uint32_t, std::int32_t> by_class;
  const auto [first, last] =
      std::equal_range(seen.departures.begin(), seen.departures.end(), Arrival{StopId(target.stop)},
                       [](const Arrival& a, const Arrival& b) { return a.stop < b.stop; });
  for (const ChangeRule& rule : rules) {
    if (!rule.left.holds_for(left)) continue;
    const std::int32_t seconds =
        rule.time ? static_cast<std::int32_t>(rule.time->count()) : Window::kNoChange;
    for (auto at = first; at != last; ++at)
      if (rule.boarded.holds_for(seen.sides[at->side])) by_class[at->side] = seconds;
  }
  target.first = static_cast<std::uint32_t>(pairs_.size());
  for (const auto& [boarded, seconds] : by_class) pairs_.push_back({boarded, seconds});
  target.end = static_cast<std::uint32_t>(pairs_.size());
}

std::uint32_t PairChanges::slot(const Arrival& arrival) const {
  const auto at = std::lower_bound(ruled_.begin(), ruled_.end(), arrival);
  if (at == ruled_.end() || *at != arrival) return arrival.stop.value();
  return stops_ + static_cast<std::uint32_t>(at - ruled_.begin());
}

std::int32_t PairChanges::seconds(const Target& target, std::uint32_t boarded) const {
  const auto first = pairs_.begin() + target.first;
  const auto last = pairs_.begin() + target.end;
  const auto at = std::lower_bound(first, last, boarded, [](const Pair& pair, std::uint32_t side) {
    return pair.boarded < side;
  });
  return at != last && at->boarded == boarded ? at->seconds : target.seconds;
}

std::int32_t PairChanges::least(const Target& target) const {
  std::int32_t least = target.seconds;
  for (std::uint32_t i = target.first; i < target.end; ++i)
    least = std::min(least, pairs_[i].seconds);
  return least;
}

}  // namespace stopover::journeys
