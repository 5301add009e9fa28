// SPDX-License-Identifier: Apache-2.0
#include "engine/choice/nested.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/check.hpp"
#include "engine/choice/logit.hpp"

namespace stopover::choice {

namespace {

// Members of each group and their logsum.
struct Groups {
  std::vector<NestName> name;
  std::vector<std::vector<double>> members;
  std::vector<std::size_t> of;  // group of each member

  void add(NestName wanted, double value) {
    std::size_t g = 0;
    while (g < name.size() && !(name[g] == wanted)) ++g;
    if (g == name.size()) {
      name.push_back(wanted);
      members.emplace_back();
    }
    members[g].push_back(value);
    of.push_back(g);
  }
  [[nodiscard]] std::vector<double> values() const {
    std::vector<double> result;
    for (const std::vector<double>& group : members) result.push_back(logsum(group));
    return result;
  }
};

// Values from the bottom to the root.
struct Tree {
  Groups subnests;
  Groups nests;
  std::vector<double> subnest;
  std::vector<double> nest;  // of inner x value
  std::vector<double> top;   // outer x that
  double root = 0;

  Tree(std::span<const double> utility, std::span<const NestName> in, Dissimilarity dissimilarity) {
    STOPOVER_CHECK(utility.size() == in.size(), "each alternative is in a subnest");
    for (std::size_t i = 0; i < utility.size(); ++i) subnests.add(in[i], utility[i]);
    subnest = subnests.values();
    for (std::size_t s = 0; s < subnest.size(); ++s)
      nests.add({.nest = subnests.name[s].nest}, dissimilarity.inner * subnest[s]);
    nest = nests.values();
    top.reserve(nest.size());
    for (const double value : nest) top.push_back(dissimilarity.outer * value);
    root = logsum(top);
  }

  [[nodiscard]] std::vector<double> probabilities(std::span<const double> utility,
                                                  Dissimilarity dissimilarity) const {
    std::vector<double> p(utility.size(), 0.0);
    for (std::size_t i = 0; i < utility.size(); ++i) {
      if (utility[i] == kUnavailable) continue;
      const std::size_t s = subnests.of[i];
      const std::size_t n = nests.of[s];
      p[i] = std::exp((utility[i] - subnest[s]) + (dissimilarity.inner * subnest[s] - nest[n]) +
                      (top[n] - root));
    }
    return p;
  }
};

bool is_multinomial(Dissimilarity dissimilarity) {
  return dissimilarity.outer == 1 && dissimilarity.inner == 1;
}

}  // namespace

std::vector<double> nested_probabilities(std::span<const double> utility,
                                         std::span<const NestName> in,
                                         Dissimilarity dissimilarity) {
  if (is_multinomial(dissimilarity)) return probabilities(utility);
  return Tree(utility, in, dissimilarity).probabilities(utility, dissimilarity);
}

std::size_t NestedShares::enter(std::vector<Group>& groups, NestName name, double member) {
  std::size_t g = 0;
  while (g < groups.size() && !(groups[g].name == name)) ++g;
  if (g == groups.size()) groups.push_back({.name = name, .top = kUnavailable});
  groups[g].top = std::max(groups[g].top, member);
  return g;
}

// The sums and logarithms of Tree, in its order.
std::span<const double> NestedShares::of(std::span<const double> utility,
                                         std::span<const NestName> in) {
  STOPOVER_CHECK(utility.size() == in.size(), "each alternative is in a subnest");
  const auto [outer, inner] = dissimilarity_;
  probability_.assign(utility.size(), 0.0);
  if (is_multinomial(dissimilarity_)) {
    const double total = logsum(utility);
    if (total == kUnavailable) return probability_;
    for (std::size_t i = 0; i < utility.size(); ++i) probability_[i] = std::exp(utility[i] - total);
    return probability_;
  }
  const auto finish = [](std::vector<Group>& groups) {
    for (Group& group : groups)
      group.value = group.top == kUnavailable ? kUnavailable : group.top + std::log(group.sum);
  };
  const auto add = [](Group& group, double member) {
    if (group.top != kUnavailable) group.sum += std::exp(member - group.top);
  };
  subnests_.clear();
  nests_.clear();
  subnest_of_.resize(utility.size());
  for (std::size_t i = 0; i < utility.size(); ++i)
    subnest_of_[i] = enter(subnests_, in[i], utility[i]);
  for (std::size_t i = 0; i < utility.size(); ++i) add(subnests_[subnest_of_[i]], utility[i]);
  finish(subnests_);
  for (Group& subnest : subnests_)
    subnest.nest = enter(nests_, {.nest = subnest.name.nest}, inner * subnest.value);
  for (const Group& subnest : subnests_) add(nests_[subnest.nest], inner * subnest.value);
  finish(nests_);
  Group root{.name = {}, .top = kUnavailable};
  for (const Group& nest : nests_) root.top = std::max(root.top, outer * nest.value);
  for (const Group& nest : nests_) add(root, outer * nest.value);
  root.value = root.top == kUnavailable ? kUnavailable : root.top + std::log(root.sum);
  for (std::size_t i = 0; i < utility.size(); ++i) {
    if (utility[i] == kUnavailable) continue;
    const Group& subnest = subnests_[subnest_of_[i]];
    const Group& nest = nests_[subnest.nest];
    probability_[i] = std::exp((utility[i] - subnest.value) + (inner * subnest.value - nest.value) +
                               (outer * nest.value - root.value));
  }
  return probability_;
}

double nested_logsum(std::span<const double> utility, std::span<const NestName> in,
                     Dissimilarity dissimilarity) {
  if (is_multinomial(dissimilarity)) return logsum(utility);
  return Tree(utility, in, dissimilarity).root / (dissimilarity.outer * dissimilarity.inner);
}

// ln P = (V - subnest) + (inner subnest - nest) + (outer nest - root), and each value moves by the
// mean movement below it: of a subnest m_s, of a nest inner m_n, of the root outer inner m.
std::vector<double> nested_slopes(std::span<const double> utility, std::span<const NestName> in,
                                  Dissimilarity dissimilarity, std::span<const double> direction) {
  STOPOVER_CHECK(utility.size() == direction.size(), "each alternative has a direction");
  const Tree tree(utility, in, dissimilarity);
  const std::vector<double> p = tree.probabilities(utility, dissimilarity);
  const auto [outer, inner] = dissimilarity;
  // Probability and movement below each group.
  struct Below {
    double probability = 0;
    double moved = 0;
    [[nodiscard]] double mean() const { return probability > 0 ? moved / probability : 0; }
  };
  std::vector<Below> subnests(tree.subnest.size());
  std::vector<Below> nests(tree.nest.size());
  Below root;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (utility[i] == kUnavailable) continue;
    const std::size_t s = tree.subnests.of[i];
    for (Below* const below : {&subnests[s], &nests[tree.nests.of[s]], &root}) {
      below->probability += p[i];
      below->moved += p[i] * direction[i];
    }
  }
  std::vector<double> slope(p.size(), 0.0);
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (utility[i] == kUnavailable) continue;
    const std::size_t s = tree.subnests.of[i];
    slope[i] = direction[i] - (1 - inner) * subnests[s].mean() -
               inner * (1 - outer) * nests[tree.nests.of[s]].mean() - outer * inner * root.mean();
  }
  return slope;
}

}  // namespace stopover::choice
