// SPDX-License-Identifier: Apache-2.0
#include "models/simulation/candidates.hpp"

#include <utility>

#include "engine/choice/nested.hpp"
#include "models/simulation/choice_errors.hpp"
#include "models/simulation/choice_list.hpp"
#include "models/simulation/world.hpp"

namespace stopover::simulation {
namespace {

// A party that chooses, products before it if any are on sale.
class AtChoice {
 public:
  AtChoice(const Planning& planning, const demand::Party& party)
      : chooser_(chooser_of(planning, party)) {
    const World& world = planning.world;
    if (world.shelf.empty() || !planning.on_sale) return;
    products_.emplace(world, levels_of(planning), planning.stock, party, planning.luck);
    chooser_.products = &*products_;
  }
  AtChoice(const AtChoice&) = delete;
  AtChoice& operator=(const AtChoice&) = delete;
  AtChoice(AtChoice&&) = delete;
  AtChoice& operator=(AtChoice&&) = delete;
  ~AtChoice() = default;
  [[nodiscard]] const Chooser& chooser() const { return chooser_; }
  [[nodiscard]] const Offered* offered() const {
    return products_ ? &products_->offered() : nullptr;
  }

 private:
  std::optional<PartyProducts> products_;
  Chooser chooser_;
};

// Alternatives as the tree has them.
struct Leaves {
  std::vector<double> utility;
  std::vector<choice::NestName> in;
};

Leaves leaves_of(const World& world, const std::vector<Candidate>& candidates) {
  Leaves leaves;
  for (const Candidate& c : candidates) {
    leaves.utility.push_back(c.utility);
    leaves.in.push_back(nest_of(world.alternatives.journeys[c.journey]));
  }
  return leaves;
}

void list_all(const Chooser& chooser, ChoiceList& list) {
  const Alternatives& all = chooser.world.alternatives;
  const PairId pair = all.pair(chooser.party.from, chooser.party.to, group_of(chooser.own_class));
  if (!pair.is_none()) list_alternatives(chooser, all.journeys_of[pair], list);
}

// With their errors.
std::vector<Candidate> all_of(const Chooser& chooser) {
  ChoiceList list;
  list_all(chooser, list);
  NestErrors nests(chooser.behaviour, chooser.party.key, chooser.luck);
  for (std::size_t i = 0; i < list.size(); ++i)
    list.candidates[i].error = error_of(chooser.luck, list.entity[i], nests.shift(list.nest[i]));
  return std::move(list.candidates);
}

// The first of several.
std::optional<Candidate> best_of(const std::vector<Candidate>& all) {
  const Candidate* best = nullptr;
  for (const Candidate& a : all)
    if (best == nullptr || a.utility + a.error > best->utility + best->error) best = &a;
  return best == nullptr ? std::nullopt : std::optional(*best);
}

}  // namespace

const product::Levels& levels_of(const Planning& planning) {
  return planning.levels == nullptr ? planning.world.product_levels : *planning.levels;
}

void candidates(const Planning& planning, const demand::Party& party, std::vector<Candidate>& out) {
  const AtChoice at(planning, party);
  out = all_of(at.chooser());
}

std::optional<Candidate> choose(const Planning& planning, const demand::Party& party) {
  const AtChoice at(planning, party);
  return best_of(all_of(at.chooser()));
}

std::optional<Candidate> choose(const Planning& planning, const demand::Party& party,
                                Offered& offered) {
  const AtChoice at(planning, party);
  std::optional<Candidate> best = best_of(all_of(at.chooser()));
  const std::size_t products = planning.world.shelf.products.size();
  offered = at.offered() != nullptr
                ? *at.offered()
                : Offered{std::vector<bool>(products), std::vector<bool>(products)};
  return best;
}

UtilityParts utility_parts(const Planning& planning, const demand::Party& party,
                           const Candidate& candidate) {
  const Chooser chooser = chooser_of(planning, party);
  const Option& option = *candidate.option;
  const bool nights = candidate.stay == StayKind::kNights;
  const double waiting = static_cast<double>(option.waiting_hours) -
                         (nights ? static_cast<double>(option.held_hours) : 0.0);
  UtilityParts parts =
      parts_of(chooser, planning.world.alternatives.journeys[candidate.journey], option, waiting);
  parts.product = candidate.product_utility;
  const double without_stay = parts.utility(planning.behaviour.scale_per_hour);
  parts.stay = candidate.stay == StayKind::kNone ? 0.0 : candidate.utility - without_stay;
  return parts;
}

std::vector<double> shares(const Planning& planning, const std::vector<Candidate>& candidates) {
  const Leaves leaves = leaves_of(planning.world, candidates);
  return choice::nested_probabilities(leaves.utility, leaves.in, dissimilarity(planning.behaviour));
}

std::vector<double> slopes(const Planning& planning, const std::vector<Candidate>& candidates,
                           const std::vector<double>& direction) {
  const Leaves leaves = leaves_of(planning.world, candidates);
  return choice::nested_slopes(leaves.utility, leaves.in, dissimilarity(planning.behaviour),
                               direction);
}

double expected_utility(const Planning& planning, const std::vector<Candidate>& candidates) {
  const Leaves leaves = leaves_of(planning.world, candidates);
  return choice::nested_logsum(leaves.utility, leaves.in, dissimilarity(planning.behaviour));
}

Chances chances(const Planning& planning, const demand::Party& party) {
  std::vector<Candidate> all;
  candidates(planning, party, all);
  return chances_of(planning.world, all, shares(planning, all));
}

bool may_enter(const Planning& planning, const demand::Party& party, const Candidate& taken) {
  const Chooser chooser = chooser_of(planning, party);
  const Journey& journey = planning.world.alternatives.journeys[taken.journey];
  return chooser.own_class == kForeignOrdinary &&
         entry_class(chooser, journey, *taken.option).has_value();
}

policy::RegimeId entered_under(const Planning& planning, const demand::Party& party,
                               const Candidate& taken) {
  const Chooser chooser = chooser_of(planning, party);
  return regime_of(chooser, planning.world.alternatives.journeys[taken.journey], taken);
}

}  // namespace stopover::simulation
